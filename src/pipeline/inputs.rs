//! The files of a plan folder other than the returned books: settings, plan, decisions
//! and manuscript. What is missing or cannot be read becomes a finding.

use std::collections::BTreeMap;

use super::Checked;
use crate::catalog;
use crate::config::{Config, Paper};
use crate::diag::{BookId, Diagnostic, Diagnostics, Origin, Severity, Sources};
use crate::export::booklet;
use crate::export::table::Handout;
use crate::fs::PlanFolder;
use crate::look;
use crate::model::manuscript::{Block, Manuscript, Page};
use crate::model::plan::Plan;
use crate::model::progress::Progress;
use crate::model::year::FiscalYear;
use crate::read::decisions::Decisions;
use crate::read::layout::{Forms, Vocabulary};
use crate::read::manuscript::Desk;
use crate::read::{self, grid, trouble};

/// tenken.toml as far as it is a file of its own: what it says of headers is compared
/// with the plan by [`words`].
pub(super) fn configure(
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

/// ［一覧表］ of the settings.
pub(super) fn handout(config: &Config) -> Handout {
    Handout {
        number: config.table.number.clone(),
        meeting: config.table.meeting.clone(),
        a4: config.table.paper == Paper::A4,
    }
}

/// The most characters of 版の表示: it stands on a mark on the cover.
const LONGEST_MARK: usize = 16;

/// ［見た目］, with the files of 画像, ひな形 and 書体.
pub(super) fn read_look(
    folder: &PlanFolder,
    config: &Config,
    book: BookId,
    sources: &mut Sources,
    out: &mut Checked,
) {
    let text = folder.config.as_deref().map(grid::decode_text).unwrap_or_default();
    let place = |key: &str| match read::config::line_of(&text, "見た目", key) {
        Some(line) => Origin::line(book, line),
        None => Origin::book(book),
    };
    let materials = look::Materials {
        setting: &config.look,
        files: &folder.materials,
        templates: booklet::templates(),
        place: &place,
    };
    let (look, findings) = look::read(&materials, sources);
    out.look = look;
    out.diagnostics.extend(findings);
    let words = config.edition_words.as_deref().unwrap_or_default().trim();
    if words.chars().count() > LONGEST_MARK || words.contains('\n') {
        let what =
            format!("版の表示「{words}」が長すぎます（{LONGEST_MARK} 字まで、一行）");
        let finding = Diagnostic::new(&catalog::CONFIG_INVALID, what);
        out.diagnostics.push(finding.at(Origin::book(book)));
    }
}

/// 計画.xlsx; `None` where it has faults, which would make every answer look wrong.
pub(super) fn read_plan(
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
    (diagnostics.count(Severity::Error) == before).then_some(plan)
}

/// ［列名の別名］ and ［［様式］］, with the words of the plan; `None` where they name what
/// does not exist.
pub(super) fn words(
    config: &Config,
    config_book: BookId,
    plan: &Plan,
    diagnostics: &mut Diagnostics,
) -> Option<(Vocabulary, Forms)> {
    let mut fault = |text: String, hint: Option<&String>| {
        let finding = Diagnostic::new(&catalog::CONFIG_INVALID, text);
        let mut finding = finding.at(Origin::book(config_book));
        finding.hints.extend(hint.cloned());
        diagnostics.push(finding);
    };
    let vocabulary = match Vocabulary::new(&config.aliases, plan) {
        Ok(vocabulary) => vocabulary,
        Err(unknown) => {
            let names: Vec<&str> = Vocabulary::field_names().collect();
            let hint = format!("結び付けられる項目: {}", names.join("、"));
            for name in unknown {
                let text = format!(
                    "［列名の別名］の「{name}」は結び付ける項目の名ではありません"
                );
                fault(text, Some(&hint));
            }
            return None;
        }
    };
    match Forms::new(&config.forms, &vocabulary) {
        Ok(forms) => Some((vocabulary, forms)),
        Err(faults) => {
            faults.into_iter().for_each(|text| fault(text, None));
            None
        }
    }
}

/// 名寄せ.xlsx, which a plan folder may have.
pub(super) fn read_decisions(
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

/// 概要版.md, its facts filled in.
pub(super) fn read_manuscript(
    folder: &PlanFolder,
    progress: &Progress,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Manuscript {
    let book = sources.add_book("概要版.md");
    let mut fault = |text: &str| {
        let finding = Diagnostic::new(&catalog::PLAN_MISSING, text);
        diagnostics.push(finding.at(Origin::book(book)));
    };
    let Some(bytes) = &folder.manuscript else {
        fault("概要版.md がありません");
        return Manuscript::default();
    };
    let text = grid::decode_text(bytes).replace("\r\n", "\n");
    let desk = Desk {
        book,
        facts: &booklet::FACTS,
        fact: &|name| booklet::fact(progress, name),
        pictures: &folder.materials,
    };
    let (manuscript, findings) = read::manuscript::read(&text, &desk);
    if manuscript.pages.is_empty() {
        fault("概要版.md に頁がありません（「# 題」の行が一つの頁の始まりです）");
    }
    diagnostics.extend(findings);
    manuscript
}

/// The photographs of the manuscript, by path, as they are published.
pub(super) fn photographs(
    folder: &PlanFolder,
    pages: &[Page],
) -> BTreeMap<String, Vec<u8>> {
    let photos = pages.iter().flat_map(|page| &page.blocks).filter_map(|b| match b {
        Block::Photo(photo) => Some(&photo.path),
        _ => None,
    });
    let bytes = |path: &String| {
        let bytes = folder.materials.get(path)?;
        Some((path.clone(), read::picture::without_metadata(bytes)))
    };
    photos.filter_map(bytes).collect()
}
