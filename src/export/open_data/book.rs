//! The same tables as one workbook without decoration: a sheet a table, values alone.

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::schema::{Table, Value};
use crate::export::workbook::{self, float, wrap};
use crate::model::progress::Progress;

/// The workbook.
///
/// # Errors
/// Faults of the workbook writer.
pub fn bytes(p: &Progress, tables: &[Table]) -> Result<Vec<u8>> {
    let title = format!("{}　公開データ", p.plan.basics.name);
    let mut book = workbook::book(p, &title, &workbook::year_and_edition(p))?;
    for table in tables {
        sheet(book.add_worksheet(), table)?;
    }
    Ok(book.save_to_buffer()?)
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> Result<()> {
    sheet.set_name(table.layout.name)?;
    for (col, column) in (0..).zip(table.layout.columns) {
        sheet.write_string(0, col, column.name)?;
    }
    for (row, values) in (1..).zip(&table.rows) {
        for (col, value) in (0..).zip(values) {
            match value {
                Value::Text(text) => {
                    sheet.write_string(row, col, wrap::for_one_cell(text))?
                }
                // Years and counts are far below 2^53.
                Value::Integer(number) => sheet.write_number(row, col, *number as f64)?,
                Value::Number(number) => sheet.write_number(row, col, float(*number)?)?,
                Value::Missing => continue,
            };
        }
    }
    Ok(())
}
