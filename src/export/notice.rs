//! 確認: what the office and the departments work with.
//!
//! 受付簿 says what arrived and what is missing, 確認票 asks one 課.

use anyhow::Result;
use rust_xlsxwriter::{Format, Worksheet};

use super::workbook::{self, Cell, Column, Page, Table, place, style};
use crate::diag::{Diagnostic, Severity, Sources, column_name};
use crate::model::plan::GradeStyle;
use crate::model::progress::Progress;
use crate::model::reconcile::{Receipt, Reconciliation};

/// Makes 確認/受付簿.xlsx.
///
/// # Errors
/// Faults of the workbook writer, not of the data.
pub fn register(
    p: &Progress,
    receipts: &[Receipt],
    reconciliation: &Reconciliation,
) -> Result<Vec<u8>> {
    let title = format!("{}　受付簿", p.plan.basics.name);
    let mut book = workbook::book(p, &title, &workbook::year_and_edition(p))?;
    receipt_sheet(book.add_worksheet(), p, receipts)?;
    reconciliation_sheet(book.add_worksheet(), p, reconciliation)?;
    Ok(book.save_to_buffer()?)
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
    table.finish(&Page { a3: false, name: &name, frozen: 1, filter: false })
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
        Cell::text(word, style::level(style::status(fill))),
        Cell::text(files, style::level(style::text())),
        Cell::count(receipt.due, count_format()),
        Cell::count(receipt.answered, count_format()),
        marked(missing, GradeStyle::Light),
        marked(receipt.errors, GradeStyle::Hatch),
        marked(receipt.warnings, GradeStyle::Light),
    ]
}

fn count_format() -> Format {
    style::level(style::figure(0, false))
}

/// A count that catches the eye unless it is 0.
fn marked(count: usize, fill: GradeStyle) -> Cell {
    let format = count_format();
    Cell::count(count, if count == 0 { format } else { style::fill(format, fill) })
}

fn receipt_totals(table: &mut Table, first: u32, receipts: &[Receipt]) -> Result<()> {
    let end = table.row();
    let sum = |col: u32, count: fn(&Receipt) -> usize| {
        let value: usize = receipts.iter().map(count).sum();
        let format = style::total(count_format());
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
    table.gap();
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
            Cell::count(value, count_format()),
        ])?;
    }
    table.finish(&Page { a3: false, name: &name, frozen: 0, filter: false })
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
            Cell::count(*count, count_format()),
        ])?;
    }
    let end = table.row();
    let sum: usize = parts.iter().map(|(_, n)| n).sum();
    let format = || style::total(count_format());
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
        Cell::count(whole, count_format()),
    ])?;
    let lost = count_format();
    table.line(&[
        Cell::text(name, style::level(style::text())),
        Cell::text("差（0でなければならない）", style::level(style::text())),
        Cell::Formula(
            format!("=ABS(C{}-C{})", end + 2, end + 1),
            whole.abs_diff(sum).to_string(),
            if whole == sum { lost } else { style::fill(lost, GradeStyle::Hatch) },
        ),
    ])?;
    Ok(())
}

/// Makes 確認/確認票_課.xlsx for one 課.
///
/// # Errors
/// Faults of the workbook writer, not of the data.
pub fn notice(
    p: &Progress,
    division: &str,
    found: &[&Diagnostic],
    sources: &Sources,
) -> Result<Vec<u8>> {
    let title = format!("確認票　{division}");
    let subject = format!("{}　{}", p.plan.basics.name, workbook::year_and_edition(p));
    let mut book = workbook::book(p, &title, &subject)?;
    let mut table = Table::new(book.add_worksheet(), "確認票", notice_columns())?;
    table.flow(&title, &style::title(), 14.0)?;
    table.flow(&subject, &style::heading(), 11.0)?;
    for line in request(p, found) {
        table.flow(&line, &style::note(), 9.0)?;
    }
    table.header()?;
    let mut sorted = found.to_vec();
    sorted.sort_by_key(|d| d.severity);
    for (i, found) in sorted.iter().enumerate() {
        table.line(&notice_cells(i + 1, found, sources))?;
    }
    if sorted.is_empty() {
        let mut cells = vec![Cell::Empty(style::faint()); notice_columns().len()];
        cells[4] = Cell::text("確認をお願いすることはありません", style::faint());
        table.line(&cells)?;
    }
    table.finish(&Page { a3: false, name: &title, frozen: 0, filter: false })?;
    Ok(book.save_to_buffer()?)
}

fn notice_columns() -> Vec<Column> {
    vec![
        Column::short("No.", 3.0),
        Column::short("区分", 4.0),
        Column::short("番号", 4.2),
        Column::text("事業・指標", 11.0),
        Column::text("内容", 17.0),
        Column::text("場所\n（ファイル・シート・セル）", 13.0),
        Column::text("対処", 16.0),
        Column::text("回答欄", 16.0).current(),
    ]
}

/// What the department is asked to do.
fn request(p: &Progress, found: &[&Diagnostic]) -> Vec<String> {
    let count = |severity| found.iter().filter(|d| d.severity == severity).count();
    let (errors, warnings, notes) =
        (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let office = &p.plan.basics.office;
    let to = if office.is_empty() { "取りまとめの課" } else { office };
    let mut lines = vec![format!(
        "次の {} 件（誤り {errors}、注意 {warnings}、備考 {notes}）について、確認をお願いします。帳票を直すか、右端の「回答欄」に記入して、{to}へ返してください。",
        found.len()
    )];
    if errors > 0 {
        lines.push("誤りは、直るまで公表物を作れません。先に直してください。".to_owned());
    }
    if warnings > 0 {
        let text = "注意は、間違いでなければ「このままでよい」と記入してください。";
        lines.push(text.to_owned());
    }
    if notes > 0 {
        let text = "備考は、読み方のお知らせです。正しければ、何もすることはありません。";
        lines.push(text.to_owned());
    }
    lines
}

fn notice_cells(number: usize, found: &Diagnostic, sources: &Sources) -> Vec<Cell> {
    let (file, sheet, cell) = place(found, sources);
    let place: Vec<&str> =
        [file.as_str(), &sheet, &cell].into_iter().filter(|x| !x.is_empty()).collect();
    let text = |t: &str| Cell::text(if t.is_empty() { "－" } else { t }, style::text());
    let mut fix = found.rule.fix.to_owned();
    for hint in &found.hints {
        fix.push_str(&format!("\n参考：{hint}"));
    }
    vec![
        Cell::count(number, style::figure(0, false)),
        Cell::text(found.severity.label(), style::severity(found.severity)),
        Cell::text(found.rule.code, style::centred()),
        text(found.subject.as_deref().unwrap_or_default()),
        text(&format!("【{}】\n{}", found.rule.title, found.message)),
        text(&place.join("\n")),
        text(&fix),
        Cell::Empty(style::answer()),
    ]
}
