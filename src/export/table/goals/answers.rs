//! 回答数: how many of the answers that are due (事業 × 課) came.

use anyhow::Result;

use super::block::count;
use super::lines::Line;
use crate::export::workbook::{Cell, Column, Table, cell_name, style, sum};
use crate::model::rate;

const GIVEN: u16 = 1;
const DUE: u16 = 2;

/// Writes a block under the widths of the counts.
pub fn write(table: &mut Table, first: &str, lines: &[Line], total: &Line) -> Result<()> {
    table.titles(&[
        Column::text(first, 0.0),
        Column::short("回答数\n（Ｅ）", 0.0).current(),
        Column::short("回答す\nべき数\n（Ｆ）", 0.0).current(),
        Column::short("回答率\n％\nＥ÷Ｆ", 0.0).current(),
    ])?;
    let from = table.row();
    for line in lines {
        let cells = cells(line, table.row(), None)?;
        table.line(&cells)?;
    }
    let above = (!lines.is_empty()).then(|| (from, table.row() - 1));
    let cells = cells(total, table.row(), above)?;
    let cells: Vec<Cell> =
        cells.into_iter().map(|cell| cell.map_style(style::total)).collect();
    table.further_line(&cells)
}

fn cells(line: &Line, row: u32, above: Option<(u32, u32)>) -> Result<Vec<Cell>> {
    let tally = &line.tally;
    let number = |value: usize, col: u16| match above {
        Some(rows) => Cell::formula(sum(rows, col), count(value)),
        None => Ok(count(value)),
    };
    let (given, due) = (cell_name(row, GIVEN), cell_name(row, DUE));
    let formula = format!("=IF({due}=0,\"－\",ROUND({given}*100/{due},1))");
    let share = Cell::share(rate::share(tally.answers, tally.answers_due));
    Ok(vec![
        Cell::text(&line.name, style::level(style::text())),
        number(tally.answers, GIVEN)?,
        number(tally.answers_due, DUE)?,
        Cell::formula(formula, share.map_style(style::level))?,
    ])
}
