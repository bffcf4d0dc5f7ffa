//! 名寄せの候補: names that were not found, with the records of the plan that they may
//! mean. A person marks one with ○ and saves the book into the plan folder as 名寄せ.xlsx,
//! so its first row is the header and no record goes on in a second row.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use rust_xlsxwriter::DataValidation;

use crate::diag::{DECISION_COLUMNS, Diagnostic, Diagnostics, Origin, Question, Sources};
use crate::export::workbook::style::{self, Style};
use crate::export::workbook::{self, Cell, Column, Page, Table};
use crate::model::plan::Plan;
use crate::model::progress::Progress;
use crate::tokens::Tokens;

/// Column 採用, zero-based.
const ADOPTED: u16 = 5;
/// Rows below the last one in which ○ and × can be chosen too.
const SPARE_ROWS: u32 = 100;

/// A row of the book.
type Line = [String; 8];

/// Makes 確認/名寄せの候補.xlsx; `None` where nothing is decided and nothing asked.
///
/// # Errors
/// Faults of the workbook writer, not of the data.
pub fn proposals(
    p: &Progress,
    decided: &[Line],
    diagnostics: &Diagnostics,
    sources: &Sources,
) -> Result<Option<Vec<u8>>> {
    let asked = asked(&p.plan, decided, diagnostics, sources);
    if decided.is_empty() && asked.is_empty() {
        return Ok(None);
    }
    let mut book = workbook::book(p, "名寄せの候補", &workbook::year_and_edition(p))?;
    let mut table = Table::new(book.add_worksheet(), "名寄せ", columns())?;
    table.header()?;
    let first = table.row();
    for line in decided {
        table.record(&cells(line, style::text()))?;
    }
    for line in &asked {
        table.record(&cells(line, style::answer()))?;
    }
    let last = table.row() + SPARE_ROWS;
    let choice = DataValidation::new()
        .allow_list_strings(&["○", "×"])?
        .set_input_message("合っていれば ○、違えば ×。決めないときは空のまま。")?
        .set_error_message("○ か × を選んでください。決めないときは空にします。")?;
    table.sheet().add_data_validation(first, ADOPTED, last, ADOPTED, &choice)?;
    table.finish(&Page { frozen: 2, filter: true, ..Page::a4("名寄せの候補") })?;
    let mut help =
        Table::new(book.add_worksheet(), "使い方", vec![Column::text("使い方", 90.0)])?;
    help.flow("名寄せの候補の使い方", &style::title(), 14.0)?;
    for text in HELP {
        help.flow(text, &style::note(), 10.0)?;
    }
    help.finish(&Page::a4("使い方"))?;
    Ok(Some(workbook::save(&mut book, Tokens::built_in())?))
}

const HELP: [&str; 7] = [
    "帳票に書かれた事業・課・指標の名のうち、計画.xlsx に見つからないものと、その候補です。近い順に並べました。",
    "1　「帳票の書き方」が「読み替え先の名」と同じものを指すときは、「採用」に ○ を入れます。別のものであれば × を入れます。",
    "2　決められない行は空のままにします。一つの書き方に ○ は一つだけです。候補にないものへ読み替えるときは、行を足して ID を書きます。",
    "3　このブックを計画のフォルダ（計画.xlsx のある所）に「名寄せ.xlsx」の名で保存し、もう一度実行します。",
    "「課」を空にした行は、どの課の帳票にも使います。課を入れた行は、その課の帳票だけに使います。",
    "番号・ID や名がそのまま合う行には、決定を使いません。○ とした読み替えを使った所は、N315 の備考で知らせます。",
    "決めた行は、次からこの表の上に残ります。来年度も同じ「名寄せ.xlsx」を使えます。",
];

fn columns() -> Vec<Column> {
    let widths = [4.5, 16.0, 8.0, 8.0, 16.0, 5.0, 20.0, 18.0];
    let column = |(title, width): (&str, f64)| match title {
        "種類" => Column::short(title, width),
        "採用" => Column::short(title, width).current(),
        _ => Column::text(title, width),
    };
    DECISION_COLUMNS.into_iter().zip(widths).map(column).collect()
}

fn cells(line: &Line, adopted: Style) -> Vec<Cell> {
    let cell = |(i, text): (usize, &String)| match i {
        0 => Cell::text(text, style::level(style::centred())),
        5 => Cell::text(text, style::level(style::centre(adopted.clone()))),
        _ => Cell::text(text, style::level(style::text())),
    };
    line.iter().enumerate().map(cell).collect()
}

/// One question, wherever it was asked.
struct Asked<'a> {
    question: &'a Question,
    first: Option<Origin>,
    others: usize,
}

fn asked(
    plan: &Plan,
    decided: &[Line],
    diagnostics: &Diagnostics,
    sources: &Sources,
) -> Vec<Line> {
    let known: BTreeSet<(&str, &str, &str)> =
        decided.iter().map(|l| (&*l[0], &*l[1], &*l[3])).collect();
    let mut list: Vec<Asked> = Vec::new();
    let mut places: BTreeMap<_, usize> = BTreeMap::new();
    for Diagnostic { question, origin, .. } in diagnostics.iter() {
        let Some(question) = question.as_deref().filter(|q| q.decidable) else {
            continue;
        };
        let targets: Vec<usize> =
            question.candidates.iter().map(|c| c.position).collect();
        let (kind, written) = (question.kind, &question.written);
        let key = (kind, written, question.division, targets);
        match places.get(&key) {
            Some(at) => list[*at].others += 1,
            None => {
                places.insert(key, list.len());
                list.push(Asked { question, first: *origin, others: 0 });
            }
        }
    }
    let mut lines = Vec::new();
    for Asked { question, first, others } in list {
        let mut place = first.map(|o| sources.describe(o)).unwrap_or_default();
        if others > 0 {
            place.push_str(&format!(" ほか {others} か所"));
        }
        let division = question.division.and_then(|d| plan.divisions.get(d));
        let kind = question.kind.label();
        for candidate in &question.candidates {
            if known.contains(&(kind, &*question.written, &*candidate.id)) {
                continue;
            }
            lines.push([
                kind.to_owned(),
                question.written.clone(),
                division.map(|d| d.name.clone()).unwrap_or_default(),
                candidate.id.clone(),
                candidate.name.clone(),
                String::new(),
                candidate.reason.clone(),
                place.clone(),
            ]);
        }
    }
    lines
}
