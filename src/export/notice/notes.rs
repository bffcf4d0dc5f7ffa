//! 付記: filled cells under headers that the plan has no field for. They are kept here,
//! never dropped, and stand in no publication.

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use crate::diag::{Located, Sources};
use crate::export::workbook::{self, Cell, Column, Page, Table, style};
use crate::model::evaluation::Evaluation;
use crate::model::progress::Progress;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, p: &Progress, sources: &Sources) -> Result<()> {
    let columns = vec![
        Column::text("課", 9.0),
        Column::text("事業", 16.0),
        Column::text("列の見出し", 10.0),
        Column::text("内容", 28.0),
        Column::text("ファイル", 16.0),
        Column::text("シート", 8.0),
        Column::short("セル", 5.0),
    ];
    let count = columns.len();
    let mut table = Table::new(sheet, "付記", columns)?;
    let name = format!("付記（{}）", workbook::year_and_edition(p));
    table.flow(&name, &style::title(), 14.0)?;
    let text = "帳票にあって計画の項目にない列の内容です。公表物には載せていません。";
    table.flow(text, &style::note(), 9.0)?;
    table.header()?;
    let answers = p.rows.iter().flat_map(|r| r.this.main.iter().chain(&r.this.partners));
    let mut empty = true;
    for answer in answers {
        for (label, note) in &answer.notes {
            empty = false;
            table.line(&cells(p, answer, label, note, sources))?;
        }
    }
    if empty {
        let mut cells = vec![Cell::Empty(style::faint()); count];
        cells[3] = Cell::text("付記はありません", style::faint());
        table.line(&cells)?;
    }
    table.finish(&Page { frozen: 2, filter: true, ..Page::a4(&name) })
}

fn cells(
    p: &Progress,
    answer: &Evaluation,
    label: &str,
    note: &Located<String>,
    sources: &Sources,
) -> Vec<Cell> {
    let (file, sheet, cell) = sources.parts(note.origin);
    let division = p.plan.divisions.get(answer.division);
    let title = p.plan.projects.get(answer.project).map(|x| x.title());
    let text = |t: &str| Cell::text(if t.is_empty() { "－" } else { t }, style::text());
    vec![
        text(division.map_or("", |d| &d.name)),
        text(&title.unwrap_or_default()),
        text(&label.replace('\n', "")),
        text(&note.value),
        text(&file),
        text(&sheet),
        Cell::text(if cell.is_empty() { "－" } else { &cell }, style::centred()),
    ]
}
