//! 確認票: what one 課 is asked to check.

use anyhow::Result;

use crate::diag::{Diagnostic, Severity, Sources};
use crate::export::workbook::{self, Cell, Column, Page, Table, place, style};
use crate::model::progress::Progress;
use crate::tokens::Tokens;

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
    table.finish(&Page::a4(&title))?;
    workbook::save(&mut book, Tokens::built_in())
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
