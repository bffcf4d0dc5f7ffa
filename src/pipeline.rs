//! The runs: check a plan folder, build its publications.

mod build;

use std::collections::{BTreeMap, BTreeSet};

pub use self::build::build;
use crate::catalog;
use crate::config::Config;
use crate::diag::{BookId, Diagnostic, Diagnostics, Edition, Origin, Severity, Sources};
use crate::export::booklet;
use crate::fs::{Content, PlanFolder, Returned, sha256};
use crate::model::evaluation::Evaluation;
use crate::model::manuscript::Page;
use crate::model::plan::Plan;
use crate::model::progress::{self, Join, Judging, Progress};
use crate::model::reconcile::{Receipt, Reconciliation};
use crate::model::year::FiscalYear;
use crate::read::decisions::Decisions;
use crate::read::layout::{Forms, Vocabulary};
use crate::read::names::Names;
use crate::read::submission::{self, Context, Submission};
use crate::read::{self, grid, trouble};
use crate::rules;
use crate::typeset::missing_glyphs;

/// Everything a run found out about a plan folder.
pub struct Checked {
    /// The joined model; `None` when the plan or the configuration could not be read.
    pub progress: Option<Progress>,
    /// The pages of the manuscript.
    pub pages: Vec<Page>,
    /// All findings, sorted.
    pub diagnostics: Diagnostics,
    /// Names behind their origins.
    pub sources: Sources,
    /// What went in and came out.
    pub reconciliation: Reconciliation,
    /// What arrived from each 課.
    pub receipts: Vec<Receipt>,
    /// 対象年度, for the name of the output folder.
    pub year: Option<FiscalYear>,
    /// How each returned book was understood: path, lines.
    pub layouts: Vec<(String, Vec<String>)>,
    /// `--deny-warnings`: with a warning nothing is published.
    pub deny_warnings: bool,
    /// Rows of 名寄せ.xlsx in which something is decided.
    decided: Vec<[String; 8]>,
    inputs: BTreeMap<String, String>,
}

impl Checked {
    fn may_publish(&self) -> bool {
        let warned = self.diagnostics.count(Severity::Warning) > 0;
        let refused = self.deny_warnings && warned;
        !refused && !self.diagnostics.has_errors()
    }
}

/// Reads and checks a plan folder. Nothing is written.
pub fn check(folder: &PlanFolder, progress_line: &mut dyn FnMut(&str)) -> Checked {
    let mut sources = Sources::default();
    let mut checked = Checked {
        progress: None,
        pages: Vec::new(),
        diagnostics: Diagnostics::new(Edition::Draft),
        sources: Sources::default(),
        reconciliation: Reconciliation::default(),
        receipts: Vec::new(),
        year: None,
        layouts: Vec::new(),
        deny_warnings: false,
        decided: Vec::new(),
        inputs: hash_inputs(folder),
    };
    run(folder, &mut sources, &mut checked, progress_line);
    checked.diagnostics.sort();
    checked.sources = sources;
    checked
}

fn hash_inputs(folder: &PlanFolder) -> BTreeMap<String, String> {
    let named = [
        ("tenken.toml", &folder.config),
        ("計画.xlsx", &folder.plan),
        ("概要版.md", &folder.manuscript),
        ("名寄せ.xlsx", &folder.decisions),
    ];
    let mut inputs: BTreeMap<String, String> = named
        .into_iter()
        .filter_map(|(name, bytes)| Some((name.to_owned(), sha256(bytes.as_ref()?))))
        .collect();
    for file in &folder.returned {
        if let Some(bytes) = file.bytes() {
            inputs.insert(file.path.clone(), sha256(bytes));
        }
    }
    inputs
}

fn run(
    folder: &PlanFolder,
    sources: &mut Sources,
    out: &mut Checked,
    progress_line: &mut dyn FnMut(&str),
) {
    let Some((config, year, config_book)) = configure(folder, sources, out) else {
        return;
    };
    let Some(plan) = read_plan(folder, sources, &mut out.diagnostics) else { return };
    if !plan.years().contains(&year) {
        let text = format!("対象年度「{}」は計画期間の年度ではありません", config.year);
        let finding = Diagnostic::new(&catalog::YEAR_OUTSIDE, text);
        out.diagnostics.push(finding.at(Origin::book(config_book)));
        return;
    }
    let vocabulary = match Vocabulary::new(&config.aliases, &plan) {
        Ok(vocabulary) => vocabulary,
        Err(unknown) => {
            for name in unknown {
                let finding = Diagnostic::new(
                    &catalog::CONFIG_INVALID,
                    format!(
                        "［列名の別名］の「{name}」は結び付ける項目の名ではありません"
                    ),
                );
                let names: Vec<&str> = Vocabulary::field_names().collect();
                let hint = format!("結び付けられる項目: {}", names.join("、"));
                out.diagnostics.push(finding.at(Origin::book(config_book)).hint(hint));
            }
            return;
        }
    };
    let forms = match Forms::new(&config.forms, &vocabulary) {
        Ok(forms) => forms,
        Err(faults) => {
            for fault in faults {
                let finding = Diagnostic::new(&catalog::CONFIG_INVALID, fault);
                out.diagnostics.push(finding.at(Origin::book(config_book)));
            }
            return;
        }
    };
    let decisions = read_decisions(folder, &plan, sources, &mut out.diagnostics);
    out.decided.clone_from(&decisions.rows);
    let names = Names::new(&plan, decisions);
    let mut evaluations: Vec<Evaluation> = Vec::new();
    let mut submissions: Vec<Submission> = Vec::new();
    let mut books: BTreeSet<BookId> = BTreeSet::new();
    let mut outside: BTreeMap<&str, usize> = BTreeMap::new();
    let period = plan.years();
    for file in &folder.returned {
        out.reconciliation.files += 1;
        let book = sources.add_book(&file.path);
        if let Content::Folder | Content::Other = file.content {
            out.reconciliation.files_ignored += 1;
            out.diagnostics.push(ignored_file(file).at(Origin::book(book)));
            continue;
        }
        let file_year = FiscalYear::parse(&file.year).filter(|y| period.contains(y));
        let Some(file_year) = file_year else {
            out.reconciliation.files_failed += 1;
            match &file.content {
                Content::Refused(words) => {
                    let finding = trouble::refused(words, &file.path);
                    out.diagnostics.push(finding.at(Origin::book(book)));
                }
                _ => *outside.entry(&file.year).or_default() += 1,
            }
            continue;
        };
        progress_line(&file.path);
        if file_year == year {
            books.insert(book);
        }
        let names = names.in_year(file_year);
        let context = Context {
            plan: &plan,
            names: &names,
            vocabulary: &vocabulary,
            forms: &forms,
            hidden: config.hidden,
            year: file_year,
        };
        let (submission, findings) = match &file.content {
            Content::Refused(words) => {
                let finding = trouble::refused(words, &file.path);
                trouble::failed(finding, &file.path, book, &context)
            }
            _ => {
                let bytes = file.bytes().unwrap_or_default();
                submission::read(bytes, &file.path, book, &context, sources)
            }
        };
        out.diagnostics.extend(findings);
        out.layouts.push((file.path.clone(), submission.layout.clone()));
        out.reconciliation.files_read += usize::from(!submission.failed);
        out.reconciliation.files_failed += usize::from(submission.failed);
        out.reconciliation.sheets.0 += submission.sheets.0;
        out.reconciliation.sheets.1 += submission.sheets.1;
        out.reconciliation.cells.add(&submission.cells);
        out.reconciliation.values.add(&submission.values);
        evaluations.extend(submission.evaluations.iter().cloned());
        submissions.push(submission);
    }
    for (folder, count) in outside {
        let book = sources.add_book(&format!("評価/{folder}"));
        let text = format!(
            "フォルダ「{folder}」は計画期間の年度ではありません（帳票 {count} 冊を読みませんでした）"
        );
        let finding = Diagnostic::new(&catalog::YEAR_OUTSIDE, text);
        out.diagnostics.push(finding.at(Origin::book(book)));
    }
    let returned = rules::Returned { plan: &plan, evaluations, sources };
    let evaluations = rules::settle(returned, &mut out.diagnostics);
    let arrived = |failed: bool| -> Vec<usize> {
        submissions
            .iter()
            .filter(|s| s.year == Some(year) && s.failed == failed)
            .flat_map(|s| s.divisions.iter().copied())
            .collect()
    };
    let (submitted, unreadable) = (arrived(false), arrived(true));
    let answers = rules::Answers {
        plan: &plan,
        year,
        evaluations: &evaluations,
        submitted: &submitted,
        unreadable: &unreadable,
        books: &books,
        sources,
    };
    rules::check(&answers, &mut out.diagnostics);
    let joined = progress::join(
        plan,
        &Join {
            year,
            edition: config.edition,
            issued: &config.issued,
            judging: Judging {
                keep_tolerance: config.keep_tolerance,
                rate_cap: config.rate_cap,
            },
            evaluations: &evaluations,
        },
    );
    out.reconciliation.answers = (joined.total.answers, joined.total.answers_due);
    out.reconciliation.projects = joined.total.projects;
    rules::reconcile(&out.reconciliation, &joined, &mut out.diagnostics);
    read_manuscript(folder, sources, &joined, out);
    glyphs(&joined, &out.pages, &mut out.diagnostics);
    out.receipts = receipts(&joined, &submissions, year, &out.diagnostics);
    out.progress = Some(joined);
}

fn configure(
    folder: &PlanFolder,
    sources: &mut Sources,
    out: &mut Checked,
) -> Option<(Config, FiscalYear, BookId)> {
    let book = sources.add_book("tenken.toml");
    let Some(bytes) = &folder.config else {
        let finding = Diagnostic::new(&catalog::PLAN_MISSING, "tenken.toml がありません");
        out.diagnostics.push(finding.at(Origin::book(book)));
        return None;
    };
    let text = grid::decode_text(bytes);
    let config = match read::config::read(&text, book) {
        Ok(config) => config,
        Err(finding) => {
            out.diagnostics.push(*finding);
            return None;
        }
    };
    out.diagnostics = Diagnostics::new(config.edition);
    let Some(year) = FiscalYear::parse(&config.year) else {
        let text = format!(
            "対象年度「{}」を年度として読めません（「令和9年度」のように書きます）",
            config.year
        );
        let finding = Diagnostic::new(&catalog::CONFIG_INVALID, text);
        out.diagnostics.push(finding.at(Origin::book(book)));
        return None;
    };
    out.year = Some(year);
    Some((config, year, book))
}

fn read_plan(
    folder: &PlanFolder,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Plan> {
    let book = sources.add_book("計画.xlsx");
    let mut fault = |rule, text: &str| {
        diagnostics.push(Diagnostic::new(rule, text).at(Origin::book(book)));
    };
    let Some(bytes) = &folder.plan else {
        fault(&catalog::PLAN_MISSING, "計画.xlsx がありません");
        return None;
    };
    let sheets = match grid::read(bytes) {
        Ok(sheets) => sheets,
        Err(trouble) => {
            diagnostics.push(trouble::describe(&trouble).at(Origin::book(book)));
            return None;
        }
    };
    let before = diagnostics.count(Severity::Error);
    let plan = read::plan::read(&sheets, book, sources, diagnostics);
    // A plan with faults would make every answer look wrong.
    (diagnostics.count(Severity::Error) == before).then_some(plan)
}

/// 名寄せ.xlsx, which a plan folder may have.
fn read_decisions(
    folder: &PlanFolder,
    plan: &Plan,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Decisions {
    let Some(bytes) = &folder.decisions else { return Decisions::default() };
    let book = sources.add_book("名寄せ.xlsx");
    match grid::read(bytes) {
        Ok(sheets) => Decisions::read(&sheets, book, plan, sources, diagnostics),
        Err(trouble) => {
            let finding = trouble::describe(&trouble);
            diagnostics.push(finding.at(Origin::book(book)));
            Decisions::default()
        }
    }
}

fn ignored_file(file: &Returned) -> Diagnostic {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let lower = name.to_lowercase();
    let is_archive = [".zip", ".lzh", ".7z", ".rar"].iter().any(|e| lower.ends_with(e));
    let (rule, what) = if name.starts_with("~$") {
        (&catalog::FILE_IGNORED, " Excel で編集中の印のファイルなので読みませんでした")
    } else if file.content == Content::Folder {
        (
            &catalog::FILE_MISPLACED,
            "フォルダなので読みませんでした。中の帳票は年度のフォルダの直下に置いてください",
        )
    } else if is_archive {
        (
            &catalog::FILE_MISPLACED,
            "圧縮したファイルなので読みませんでした。中の帳票を取り出して置いてください",
        )
    } else if grid::is_book_name(name) || !name.contains('.') {
        (&catalog::FILE_MISPLACED, "年度のフォルダの直下の帳票でないので読みませんでした")
    } else {
        (&catalog::FILE_IGNORED, "回答の帳票（.xlsx など）でないので読みませんでした")
    };
    Diagnostic::new(rule, format!("「{name}」は{what}"))
}

fn read_manuscript(
    folder: &PlanFolder,
    sources: &mut Sources,
    progress: &Progress,
    out: &mut Checked,
) {
    let book = sources.add_book("概要版.md");
    let Some(bytes) = &folder.manuscript else {
        let finding = Diagnostic::new(&catalog::PLAN_MISSING, "概要版.md がありません");
        out.diagnostics.push(finding.at(Origin::book(book)));
        return;
    };
    let text = grid::decode_text(bytes).replace("\r\n", "\n");
    let (pages, findings) =
        read::manuscript::read(&text, book, &booklet::FACTS, |name| {
            booklet::fact(progress, name)
        });
    out.diagnostics.extend(findings);
    if pages.is_empty() {
        let text = "概要版.md に頁がありません（「# 題」の行が一つの頁の始まりです）";
        let finding = Diagnostic::new(&catalog::PLAN_MISSING, text);
        out.diagnostics.push(finding.at(Origin::book(book)));
    }
    out.pages = pages;
}

/// Characters that no embedded font can show, before Typst refuses the whole file.
fn glyphs(progress: &Progress, pages: &[Page], diagnostics: &mut Diagnostics) {
    let document = booklet::document(progress, pages).to_string();
    let missing = missing_glyphs(&document);
    if missing.is_empty() {
        return;
    }
    for c in missing {
        let text = format!("「{c}」（U+{:04X}）は埋め込みの書体にありません", c as u32);
        let mut finding = Diagnostic::new(&catalog::GLYPH_MISSING, text);
        for (what, origin, value) in texts(progress) {
            if value.contains(c) {
                finding = finding.about(what);
                finding.origin = origin;
                break;
            }
        }
        diagnostics.push(finding);
    }
}

/// Texts that can reach the booklet, with where they were read.
fn texts(p: &Progress) -> Vec<(String, Option<Origin>, String)> {
    let mut texts = Vec::new();
    let mut named = |what: &str, origin: Origin, text: &str| {
        texts.push((what.to_owned(), Some(origin), text.to_owned()));
    };
    for (item, origin) in &p.plan.basics.origins {
        let basics = &p.plan.basics;
        let value = match item.as_str() {
            "計画名" => basics.name.clone(),
            "市町村名" => basics.municipality.clone(),
            "基本理念" => basics.vision.join("\n"),
            "発行・編集" => basics.publisher.clone(),
            "所在地" => basics.address.clone(),
            other => {
                let found = basics.others.iter().find(|(k, _)| k == other);
                found.map(|(_, v)| v.clone()).unwrap_or_default()
            }
        };
        named(item, *origin, &value);
    }
    p.plan.pillars.iter().for_each(|x| named("体系", x.origin, &x.name));
    p.plan.goals.iter().for_each(|x| named("基本目標", x.origin, &x.name));
    p.plan.measures.iter().for_each(|x| named("施策", x.origin, &x.name));
    p.plan.scale.grades.iter().for_each(|x| named("評価区分", x.origin, &x.name));
    p.plan.related.iter().for_each(|x| named("関連計画", x.origin, &x.name));
    p.plan.stages.iter().for_each(|x| named("ライフステージ", x.origin, &x.name));
    p.plan.supports.iter().for_each(|x| named("支援", x.origin, &x.name));
    p.plan.governance.iter().for_each(|x| named("推進体制", x.origin, &x.name));
    for project in &p.plan.projects {
        texts.push((project.title(), Some(project.origin), project.name.clone()));
    }
    for indicator in &p.plan.indicators {
        texts.push((
            indicator.name.clone(),
            Some(indicator.origin),
            indicator.name.clone(),
        ));
    }
    for row in &p.rows {
        let Some(answer) = &row.this.main else { continue };
        let title = p.plan.projects[row.project].title();
        for text in [&answer.activities, &answer.issues].into_iter().flatten() {
            texts.push((title.clone(), Some(text.origin), text.value.clone()));
        }
    }
    texts
}

fn receipts(
    progress: &Progress,
    submissions: &[Submission],
    year: FiscalYear,
    diagnostics: &Diagnostics,
) -> Vec<Receipt> {
    let plan = &progress.plan;
    let mut receipts = Vec::new();
    for (division, d) in plan.divisions.iter().enumerate() {
        let due = plan
            .projects
            .iter()
            .filter(|p| p.active_in(year) && p.answering().any(|x| x == division));
        let answered = progress.rows.iter().filter(|row| {
            let answers = row.this.main.iter().chain(&row.this.partners);
            answers.into_iter().any(|e| e.division == division)
        });
        let count = |severity| {
            diagnostics
                .iter()
                .filter(|x| {
                    x.severity == severity && x.division.as_ref() == Some(&d.name)
                })
                .count()
        };
        receipts.push(Receipt {
            division,
            files: submissions
                .iter()
                .filter(|s| s.year == Some(year) && s.divisions.contains(&division))
                .map(|s| s.path.clone())
                .collect(),
            due: due.count(),
            answered: answered.count(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
        });
    }
    receipts
}
