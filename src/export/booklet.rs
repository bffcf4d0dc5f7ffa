//! 概要版: the model and the manuscript → one JSON document → the PDF.

use std::cmp::Ordering;

use anyhow::Result;
use serde_json::{Value, json};

use super::format::number;
use super::phrase::Phrases;
use super::{covers, figures};
use crate::look::Look;
use crate::model::manuscript::{Block, Page, Photo, Run};
use crate::model::progress::Progress;
use crate::typeset::{self, Job, Medium, Painted, TemplateFile, Typeset};

include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Facts that a manuscript can call by `{{ NAME }}`.
pub const FACTS: [&str; 23] = [
    "計画名",
    "市町村名",
    "計画期間",
    "計画年数",
    "最終年度",
    "次期の初年度",
    "対象年度",
    "対象年度の期間",
    "前年度",
    "年目",
    "基本理念",
    "体系数",
    "基本目標数",
    "施策数",
    "事業数",
    "重点事業数",
    "指標数",
    "評価事業数",
    "計画どおり以上の事業数",
    "計画どおり以上の割合",
    "進捗の結論文",
    "評価の推移の結論文",
    "目安",
];

/// One fact as text; `None` for a name that is not in [`FACTS`].
pub fn fact(p: &Progress, name: &str) -> Option<String> {
    let plan = &p.plan;
    let period = plan.basics.period;
    let active = || plan.projects.iter().filter(|x| x.active_in(p.year));
    Some(match name {
        "計画名" => plan.basics.name.clone(),
        "市町村名" => plan.basics.municipality.clone(),
        "計画期間" => {
            period.map(|(a, b)| format!("{}～{}", a.era_label(), b.era_label()))?
        }
        "計画年数" => plan.years().len().to_string(),
        "最終年度" => period.map(|(_, last)| last.era_label())?,
        "次期の初年度" => {
            period.and_then(|(_, last)| last.next()).map(|y| y.era_label())?
        }
        "対象年度" => p.year.era_label(),
        "対象年度の期間" => p.year.months_label(),
        "前年度" => p.year.previous().map(|y| y.era_label())?,
        "年目" => p.year_number().to_string(),
        "基本理念" => plan.basics.vision.join(" "),
        "体系数" => plan.pillars.len().to_string(),
        "基本目標数" => plan.goals.len().to_string(),
        "施策数" => plan.measures.len().to_string(),
        "事業数" => active().count().to_string(),
        "重点事業数" => active().filter(|x| x.priority).count().to_string(),
        "指標数" => plan.indicators.len().to_string(),
        "評価事業数" => p.total.rated.to_string(),
        "計画どおり以上の事業数" => p.total.on_track.to_string(),
        "計画どおり以上の割合" => {
            p.total.share().map_or("－".to_owned(), |s| format!("{}％", number(s, 1)))
        }
        "進捗の結論文" => conclusion(p),
        "評価の推移の結論文" => trend_conclusion(p),
        "目安" => {
            format!("{}％", number(p.pace() * rust_decimal::Decimal::ONE_HUNDRED, 0))
        }
        _ => return None,
    })
}

fn conclusion(p: &Progress) -> String {
    let t = &p.total;
    if t.rated == 0 {
        return "評価の済んだ事業はまだありません。".to_owned();
    }
    let all = t.rated == t.projects;
    format!(
        "{}{}事業のうち{}事業が、「{}」以上でした。",
        if all { "" } else { "評価した" },
        t.rated,
        t.on_track,
        p.plan.scale.on_track_name()
    )
}

fn trend_conclusion(p: &Progress) -> String {
    let last = p.previous().and_then(|y| y.total.as_ref());
    let Some(now) = p.total.share() else {
        return "評価の済んだ事業はまだありません。".to_owned();
    };
    let since = last.and_then(|last| Some((last.share()?, p.total.change_since(last)?)));
    let Some((before, change)) = since else {
        return format!("全体の割合は{}％でした。", number(now, 1));
    };
    let size = number(change.abs(), 1);
    let moved = match change.cmp(&rust_decimal::Decimal::ZERO) {
        Ordering::Greater => format!("を{size}ポイント上回りました"),
        Ordering::Less => format!("を{size}ポイント下回りました"),
        Ordering::Equal => "と同じでした".to_owned(),
    };
    format!(
        "全体の割合は{}％で、前年度（{}％）{moved}。",
        number(now, 1),
        number(before, 1)
    )
}

/// The document that the templates receive (contract: `templates/README.md`).
pub fn document(p: &Progress, pages: &[Page], look: &Look) -> Value {
    describe(p, pages, look, covers::BOOKLET)
}

/// The yearly report: the pages that hold figures of results, between covers of their own.
pub fn report_document(p: &Progress, pages: &[Page], look: &Look) -> Value {
    describe(p, &report_pages(pages), look, covers::REPORT)
}

/// Figures that show what a year brought; the others show the plan.
const RESULT_FIGURES: [&str; 6] = [
    "進捗のまとめ",
    "目標別の評価",
    "主な指標",
    "評価の推移",
    "目標別の一覧",
    "主な取組と課題",
];

/// The pages of the yearly report.
pub fn report_pages(pages: &[Page]) -> Vec<Page> {
    let is_result = |b: &Block| match b {
        Block::Figure { name } => RESULT_FIGURES.contains(&&**name),
        _ => false,
    };
    pages.iter().filter(|page| page.blocks.iter().any(is_result)).cloned().collect()
}

fn describe(p: &Progress, pages: &[Page], look: &Look, label: &'static str) -> Value {
    let basics = &p.plan.basics;
    let (cover, mut back) = (covers::cover(p, look, label), covers::back(p, label));
    let title = covers::title(p, label);
    let phrases = Phrases::new(&p.plan);
    for note in &mut back.notes {
        *note = phrases.mark(note);
    }
    let mut document = json!({
        "meta": {
            "title": p.bare_mark().map_or(title.clone(), |m| format!("{title}（{m}）")),
            "plan": basics.name,
            "municipality": basics.municipality,
            "author": basics.publisher,
            "keywords": [basics.municipality, basics.name, label, "進捗状況", p.year.era_label()],
            "hashira": title,
            "edition": p.edition.label(),
            "mark": cover.mark,
            "sample_note": covers::sample_note(p),
            "year": p.year.era_label(),
            "period": cover.period,
        },
        "cover": cover,
        "pages": pages.iter().map(|page| with_phrases(page, &phrases)).collect::<Vec<_>>(),
        "figures": figures::all(p, &phrases),
        "back": back,
    });
    normalise(&mut document);
    document
}

/// A text as the typesetter takes it: a wave dash never begins a line as U+301C, but does
/// as U+FF5E; a line break is one character; blanks for which fonts have no glyph (tab,
/// U+1680 …) are spaces.
pub fn settable(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .map(|c| match c {
            '\u{FF5E}' => '\u{301C}',
            '\n' | '\u{3000}' => c,
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect()
}

fn normalise(value: &mut Value) {
    match value {
        Value::String(text) => {
            let odd = |c: char| c == '\u{FF5E}' || c.is_whitespace() && c != ' ';
            if text.contains(odd) {
                *text = settable(text);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(normalise),
        // Names of files stay as the disk has them.
        Value::Object(fields) => fields
            .iter_mut()
            .filter(|(key, _)| !matches!(&***key, "file" | "path"))
            .for_each(|(_, value)| normalise(value)),
        _ => {}
    }
}

/// Every text says where its lines may be broken.
fn with_phrases(page: &Page, phrases: &Phrases) -> Page {
    let runs = |runs: &[Run]| -> Vec<Run> {
        let one = |r: &Run| Run { text: phrases.mark(&r.text), bold: r.bold };
        runs.iter().map(one).collect()
    };
    fn block(b: &Block, phrases: &Phrases, runs: &dyn Fn(&[Run]) -> Vec<Run>) -> Block {
        match b {
            Block::Paragraph { runs: r } => Block::Paragraph { runs: runs(r) },
            Block::Lead { runs: r } => Block::Lead { runs: runs(r) },
            Block::Note { runs: r } => Block::Note { runs: runs(r) },
            Block::List { ordered, items } => Block::List {
                ordered: *ordered,
                items: items.iter().map(|i| runs(i)).collect(),
            },
            Block::Box { title, blocks } => Block::Box {
                title: phrases.mark(title),
                blocks: blocks.iter().map(|b| block(b, phrases, runs)).collect(),
            },
            Block::Heading { level, title, sub } => Block::Heading {
                level: *level,
                title: phrases.mark(title),
                sub: sub.clone(),
            },
            Block::Table { header, rows, align } => Block::Table {
                header: header.iter().map(|c| phrases.mark(c)).collect(),
                rows: rows
                    .iter()
                    .map(|row| row.iter().map(|c| phrases.mark(c)).collect())
                    .collect(),
                align: align.clone(),
            },
            Block::Figure { name } => Block::Figure { name: name.clone() },
            Block::Photo(photo) => Block::Photo(Photo {
                caption: photo.caption.as_deref().map(|c| phrases.mark(c)),
                ..photo.clone()
            }),
        }
    }
    Page {
        kicker: page.kicker.clone(),
        title: phrases.mark(&page.title),
        meta: page.meta.clone(),
        blocks: page.blocks.iter().map(|b| block(b, phrases, &runs)).collect(),
        line: page.line,
    }
}

/// Typesets the booklet.
///
/// # Errors
/// A fault of the templates or of a replaced template.
pub fn typeset(p: &Progress, pages: &[Page], look: &Look) -> Result<Typeset> {
    typeset_for(p, pages, look, Medium::Screen)
}

/// Typesets the booklet for the screen or for the press.
///
/// # Errors
/// A fault of the templates or of a replaced template.
pub fn typeset_for(
    p: &Progress,
    pages: &[Page],
    look: &Look,
    medium: Medium,
) -> Result<Typeset> {
    let set = |job: &Job| typeset::typeset_for(job, medium);
    with_job(&document(p, pages, look), look, set)
}

/// Typesets the yearly report.
///
/// # Errors
/// A fault of the templates or of a replaced template.
pub fn typeset_report(p: &Progress, pages: &[Page], look: &Look) -> Result<Typeset> {
    with_job(&report_document(p, pages, look), look, typeset::typeset)
}

/// What the pages of the booklet show.
///
/// # Errors
/// A fault of the templates or of a replaced template.
pub fn inspect(p: &Progress, pages: &[Page], look: &Look) -> Result<Vec<Painted>> {
    with_job(&document(p, pages, look), look, typeset::inspect)
}

fn with_job<T>(
    document: &Value,
    look: &Look,
    run: impl Fn(&Job) -> Result<T>,
) -> Result<T> {
    // Of one path the last counts: what the plan folder brings stands after ours.
    let tokens = look.tokens.to_text();
    let own = look.templates.iter().map(|(path, text)| (&**path, &**text));
    let templates: Vec<(&str, &str)> =
        TEMPLATES.iter().copied().chain(own).chain([("tokens.toml", &*tokens)]).collect();
    run(&Job {
        main: "booklet.typ",
        templates: &templates,
        data: &document.to_string(),
        files: &look.files,
        fonts: &look.fonts,
    })
}

/// The templates inside the program.
pub fn templates() -> &'static [TemplateFile] {
    TEMPLATES
}
