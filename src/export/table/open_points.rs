//! 「要確認」: the warnings with which the table was published.

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::title;
use crate::diag::{Diagnostic, Diagnostics, Severity, Sources};
use crate::export::workbook::{Cell, Column, Page, Table, place, style};
use crate::model::progress::Progress;

/// Writes the sheet.
pub fn write(
    sheet: &mut Worksheet,
    p: &Progress,
    diagnostics: &Diagnostics,
    sources: &Sources,
) -> Result<()> {
    let columns = vec![
        Column::short("区分", 4.0),
        Column::short("番号", 4.5),
        Column::text("課", 7.0),
        Column::text("事業・指標", 16.0),
        Column::text("内容", 24.0),
        Column::text("ファイル", 16.0),
        Column::text("シート", 8.0),
        Column::short("セル", 5.0),
        Column::text("対処", 24.0),
    ];
    let count = columns.len();
    let mut table = Table::new(sheet, "要確認", columns)?;
    let name = title(p, "要確認の事項");
    let open: Vec<&Diagnostic> =
        diagnostics.iter().filter(|d| d.severity == Severity::Warning).collect();
    table.flow(&name, &style::title(), 14.0)?;
    let text = format!("検査で見つかり、残っている注意は {} 件です。", open.len());
    table.flow(&text, &style::note(), 9.0)?;
    table.header()?;
    for found in &open {
        table.line(&cells(found, sources))?;
    }
    if open.is_empty() {
        let mut cells = vec![Cell::Empty(style::faint()); count];
        cells[3] = Cell::text("残っている注意はありません", style::faint());
        table.line(&cells)?;
    }
    table.finish(&Page { a3: true, name: &name, frozen: 2, filter: true })
}

fn cells(found: &Diagnostic, sources: &Sources) -> Vec<Cell> {
    let (file, sheet, cell) = place(found, sources);
    let text = |t: &str| Cell::text(if t.is_empty() { "－" } else { t }, style::text());
    let mut fix = found.rule.fix.to_owned();
    for hint in &found.hints {
        fix.push_str(&format!("\n参考：{hint}"));
    }
    vec![
        Cell::text(found.severity.label(), style::severity(found.severity)),
        Cell::text(found.rule.code, style::centred()),
        text(found.division.as_deref().unwrap_or_default()),
        text(found.subject.as_deref().unwrap_or_default()),
        text(&found.message),
        text(&file),
        text(&sheet),
        Cell::text(if cell.is_empty() { "－" } else { &cell }, style::centred()),
        text(&fix),
    ]
}
