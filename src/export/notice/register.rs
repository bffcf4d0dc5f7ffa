//! 受付簿: what arrived from each 課, and the counts of the run (照合).

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::notes;
use crate::diag::{Sources, column_name};
use crate::export::workbook::style::{self, Style};
use crate::export::workbook::{self, Cell, Column, Page, Table};
use crate::model::plan::GradeStyle;
use crate::model::progress::Progress;
use crate::model::reconcile::{Receipt, Reconciliation};
use crate::tokens::Tokens;

/// Makes 確認/受付簿.xlsx.
///
/// # Errors
/// Faults of the workbook writer, not of the data.
pub fn register(
    p: &Progress,
    receipts: &[Receipt],
    reconciliation: &Reconciliation,
    sources: &Sources,
) -> Result<Vec<u8>> {
    let title = format!("{}　受付簿", p.plan.basics.name);
    let mut book = workbook::book(p, &title, &workbook::year_and_edition(p))?;
    receipt_sheet(book.add_worksheet(), p, receipts)?;
    reconciliation_sheet(book.add_worksheet(), p, reconciliation)?;
    notes::write(book.add_worksheet(), p, sources)?;
    workbook::save(&mut book, Tokens::built_in())
}

fn receipt_sheet(
    sheet: &mut Worksheet,
    p: &Progress,
    receipts: &[Receipt],
) -> Result<()> {
    let columns = vec![
        Column::text("課", 11.0),
        Column::text("部", 11.0),
        Column::short("提出状況", 8.0),
        Column::text("ファイル", 26.0),
        Column::short("回答す\nべき数", 5.0),
        Column::short("回答数", 5.0),
        Column::short("未回答", 5.0),
        Column::short("誤り", 5.0),
        Column::short("注意", 5.0),
    ];
    let mut table = Table::new(sheet, "受付簿", columns)?;
    let name = format!("受付簿（{}）", workbook::year_and_edition(p));
    table.flow(&p.plan.basics.name, &style::note(), 9.0)?;
    table.flow(&name, &style::title(), 14.0)?;
    let due = receipts.iter().filter(|r| r.due > 0).count();
    let came = receipts.iter().filter(|r| r.due > 0 && !r.files.is_empty()).count();
    let text = format!(
        "提出済 {came} 課 ／ 提出すべき課 {due} 課。数は事業の数（事業×課）、誤りと注意は検査で見つかった件数です。"
    );
    table.flow(&text, &style::note(), 9.0)?;
    table.header()?;
    let first = table.row();
    for receipt in receipts {
        table.line(&receipt_cells(p, receipt))?;
    }
    receipt_totals(&mut table, first, receipts)?;
    table.finish(&Page { frozen: 1, ..Page::a4(&name) })
}

fn receipt_cells(p: &Progress, receipt: &Receipt) -> Vec<Cell> {
    let division = p.plan.divisions.get(receipt.division);
    let (word, fill) = match (receipt.files.is_empty(), receipt.due) {
        (true, 0) => ("－ 担当なし", GradeStyle::None),
        (true, _) => ("× 未提出", GradeStyle::Hatch),
        (false, due) if receipt.answered < due => {
            ("△ 提出済\n（未回答あり）", GradeStyle::Light)
        }
        (false, _) => ("○ 提出済", GradeStyle::Mid),
    };
    let names: Vec<&str> =
        receipt.files.iter().map(|f| f.rsplit('/').next().unwrap_or(f)).collect();
    let files = if names.is_empty() { "－".to_owned() } else { names.join("\n") };
    let missing = receipt.due.saturating_sub(receipt.answered);
    vec![
        Cell::text(division.map_or("", |d| &d.name), style::level(style::name())),
        Cell::text(division.map_or("", |d| &d.department), style::level(style::text())),
        Cell::text(word, style::level(style::marked(fill))),
        Cell::text(files, style::level(style::text())),
        Cell::count(receipt.due, count_style()),
        Cell::count(receipt.answered, count_style()),
        marked(missing, GradeStyle::Light),
        marked(receipt.errors, GradeStyle::Hatch),
        marked(receipt.warnings, GradeStyle::Light),
    ]
}

fn count_style() -> Style {
    style::level(style::figure(0, false))
}

/// A count that catches the eye unless it is 0.
fn marked(count: usize, fill: GradeStyle) -> Cell {
    Cell::count(count, if count == 0 { count_style() } else { caught(fill) })
}

fn caught(fill: GradeStyle) -> Style {
    style::changed(&count_style(), |format| style::fill(format, fill))
}

fn receipt_totals(table: &mut Table, first: u32, receipts: &[Receipt]) -> Result<()> {
    let end = table.row();
    let sum = |col: u32, count: fn(&Receipt) -> usize| {
        let value: usize = receipts.iter().map(count).sum();
        let format = style::total(count_style());
        if receipts.is_empty() {
            return Cell::count(value, format);
        }
        let letters = column_name(col);
        let formula = format!("=SUM({letters}{}:{letters}{end})", first + 1);
        Cell::Formula(formula, value.to_string(), format)
    };
    let empty = || Cell::Empty(style::total(style::text()));
    table.line(&[
        Cell::text("合計", style::total(style::name())),
        empty(),
        empty(),
        empty(),
        sum(4, |r| r.due),
        sum(5, |r| r.answered),
        sum(6, |r| r.due.saturating_sub(r.answered)),
        sum(7, |r| r.errors),
        sum(8, |r| r.warnings),
    ])?;
    Ok(())
}

/// A group of counts: its name, the whole, the parts.
type Group<'a> = (&'a str, usize, Vec<(&'a str, usize)>);

fn reconciliation_sheet(
    sheet: &mut Worksheet,
    p: &Progress,
    r: &Reconciliation,
) -> Result<()> {
    let columns = vec![
        Column::text("区分", 22.0),
        Column::text("内訳", 34.0),
        Column::short("数", 12.0),
    ];
    let mut table = Table::new(sheet, "照合", columns)?;
    let name = format!("照合（{}）", workbook::year_and_edition(p));
    table.flow(&name, &style::title(), 14.0)?;
    for line in r.lines() {
        table.flow(&line, &style::note(), 9.0)?;
    }
    table.gap()?;
    table.header()?;
    for (name, whole, parts) in groups(r) {
        group(&mut table, name, whole, &parts)?;
    }
    for (name, part, value) in [
        ("シート", "全部", r.sheets.1),
        ("シート", "うち回答の表", r.sheets.0),
        ("事業数", "対象年度", r.projects),
        ("回答数（事業×課）", "届いたもの", r.answers.0),
        ("回答数（事業×課）", "届くべきもの", r.answers.1),
        ("実績値", "うち読み替え", r.values.remarked),
    ] {
        table.line(&[
            Cell::text(name, style::level(style::text())),
            Cell::text(part, style::level(style::text())),
            Cell::count(value, count_style()),
        ])?;
    }
    table.finish(&Page::a4(&name))
}

fn groups(r: &Reconciliation) -> Vec<Group<'static>> {
    let (c, v) = (&r.cells, &r.values);
    vec![
        (
            "ファイル",
            r.files,
            vec![
                ("読んだ", r.files_read),
                ("読めない", r.files_failed),
                ("対象外", r.files_ignored),
            ],
        ),
        (
            "セル",
            c.total,
            vec![
                ("回答", c.used),
                ("見出し", c.header),
                ("表題・注記", c.title),
                ("計画の写し", c.reference),
                ("付記", c.note),
                ("個人欄", c.personal),
                ("合計", c.totals),
                ("診断で知らせた", c.reported),
            ],
        ),
        (
            "実績値",
            v.total,
            vec![
                ("数", v.numbers),
                ("0", v.zeros),
                ("－など", v.states),
                ("空", v.blank),
                ("要確認", v.undecided),
            ],
        ),
    ]
}

/// The parts, their live sum, the whole and the difference, which must be 0.
fn group(
    table: &mut Table,
    name: &str,
    whole: usize,
    parts: &[(&str, usize)],
) -> Result<()> {
    let first = table.row() + 1;
    for (part, count) in parts {
        table.line(&[
            Cell::text(name, style::level(style::text())),
            Cell::text(part, style::level(style::text())),
            Cell::count(*count, count_style()),
        ])?;
    }
    let end = table.row();
    let sum: usize = parts.iter().map(|(_, n)| n).sum();
    let format = || style::total(count_style());
    let label = |text: &str| Cell::text(text, style::total(style::text()));
    let formula = format!("=SUM(C{first}:C{end})");
    table.line(&[
        label(name),
        label("内訳の合計"),
        Cell::Formula(formula, sum.to_string(), format()),
    ])?;
    table.line(&[
        Cell::text(name, style::level(style::text())),
        Cell::text("全部", style::level(style::text())),
        Cell::count(whole, count_style()),
    ])?;
    table.line(&[
        Cell::text(name, style::level(style::text())),
        Cell::text("差（0でなければならない）", style::level(style::text())),
        Cell::Formula(
            format!("=ABS(C{}-C{})", end + 2, end + 1),
            whole.abs_diff(sum).to_string(),
            if whole == sum { count_style() } else { caught(GradeStyle::Hatch) },
        ),
    ])?;
    Ok(())
}
