//! 「要確認」: the warnings with which the table was published.

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::cells::or_dash;
use super::view::View;
use super::{OPEN_POINTS, title};
use crate::diag::{Diagnostic, Diagnostics, Severity, Sources};
use crate::export::workbook::{Cell, Column, Page, Table, place, style};

/// Writes the sheet.
pub fn write(
    sheet: &mut Worksheet,
    view: &View,
    diagnostics: &Diagnostics,
    sources: &Sources,
) -> Result<()> {
    let a4 = view.handout.a4;
    let columns = columns(a4);
    let count = columns.len();
    let mut table = Table::new(sheet, OPEN_POINTS, columns)?;
    let name = title(view.p, "要確認の事項");
    let open: Vec<&Diagnostic> =
        diagnostics.iter().filter(|d| d.severity == Severity::Warning).collect();
    table.flow(&name, &style::title(), 14.0)?;
    let text = format!(
        "検査で見つかり、残っている注意は {} 件です。ファイルは計画のフォルダの中の場所です。",
        open.len()
    );
    table.flow(&text, &style::note(), 9.0)?;
    table.header()?;
    for found in &open {
        table.line(&cells(found, sources, a4))?;
    }
    if open.is_empty() {
        let mut cells = vec![Cell::Empty(style::faint()); count];
        cells[3] = Cell::text("残っている注意はありません", style::faint());
        table.line(&cells)?;
    }
    table.finish(&Page {
        a3: !a4,
        name: &name,
        frozen: 2,
        filter: true,
        handout: Some(view.handout),
    })
}

/// On A4, file, sheet and cell stand in one column.
fn columns(a4: bool) -> Vec<Column> {
    let mut columns = vec![Column::short("区分", 4.0), Column::short("番号", 4.5)];
    if a4 {
        columns.extend([
            Column::text("課", 7.0),
            Column::text("事業・指標", 12.0),
            Column::text("内容", 18.0),
            Column::text("場所（ファイル・シート・セル）", 16.0),
            Column::text("対処", 16.0),
        ]);
    } else {
        columns.extend([
            Column::text("課", 7.0),
            Column::text("事業・指標", 16.0),
            Column::text("内容", 24.0),
            Column::text("ファイル", 16.0),
            Column::text("シート", 8.0),
            Column::short("セル", 5.0),
            Column::text("対処", 24.0),
        ]);
    }
    columns
}

fn cells(found: &Diagnostic, sources: &Sources, a4: bool) -> Vec<Cell> {
    let (file, sheet, cell) = place(found, sources);
    let text = |t: &str| Cell::text(or_dash(t), style::text());
    let mut fix = found.rule.fix.to_owned();
    for hint in &found.hints {
        fix.push_str(&format!("\n参考：{hint}"));
    }
    let mut cells = vec![
        Cell::text(found.severity.label(), style::severity(found.severity)),
        Cell::text(found.rule.code, style::centred()),
        text(found.division.as_deref().unwrap_or_default()),
        text(found.subject.as_deref().unwrap_or_default()),
        text(&found.message),
    ];
    if a4 {
        let parts = [file, sheet, cell].map(|part| part.trim().to_owned());
        let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        cells.push(text(&parts.join("\n")));
    } else {
        cells.extend([text(&file), text(&sheet)]);
        cells.push(Cell::text(or_dash(&cell), style::centred()));
    }
    cells.push(text(&fix));
    cells
}
