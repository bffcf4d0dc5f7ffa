//! One cell of a table: what it holds, its format, and how it goes on in a further row.

use anyhow::{Context, Result};
use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Formula, Worksheet};

use super::{style, wrap};
use crate::model::rate;

/// Lines of text in one row at most: two such rows of 20 × 15.4 pt fit on a page of A3.
const MAX_LINES: usize = 20;

/// The nearest value Excel can hold.
pub fn float(value: Decimal) -> Result<f64> {
    let value: f64 = value.to_string().parse().context("数値を表計算の数にできません")?;
    anyhow::ensure!(value.is_finite(), "数値が表計算の範囲の外です");
    Ok(value)
}

/// One cell of a row.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Text, and the format in which further rows of the same record repeat it.
    Text(String, Format, Option<Format>),
    /// A figure.
    Number(Decimal, Format),
    /// A formula and its result as we computed it.
    Formula(String, String, Format),
    /// Nothing.
    Empty(Format),
}

impl Cell {
    /// Text.
    pub fn text(text: impl AsRef<str>, format: Format) -> Self {
        Cell::Text(wrap::clean(text.as_ref()), format, None)
    }

    /// Text that names the record: repeated in faint ink where the record goes on.
    pub fn key(text: impl AsRef<str>, format: Format, again: Format) -> Self {
        Cell::Text(wrap::clean(text.as_ref()), format, Some(again))
    }

    /// A count.
    pub fn count(value: usize, format: Format) -> Self {
        Cell::Number(Decimal::from(value), format)
    }

    /// A figure, or the word that stands for it.
    pub fn figure(value: Option<Decimal>, decimals: u32, missing: &str) -> Self {
        match value {
            Some(value) => Cell::Number(value, style::figure(decimals, false)),
            None => Cell::text(missing, style::sign()),
        }
    }

    /// A share in ％, rounded as it is printed everywhere else.
    pub fn share(value: Option<Decimal>) -> Self {
        Cell::figure(value.map(|v| rate::round(v, 1)), 1, "－")
    }

    /// The same content in another format.
    pub fn map_format(self, change: fn(Format) -> Format) -> Self {
        match self {
            Cell::Text(text, format, again) => Cell::Text(text, change(format), again),
            Cell::Number(value, format) => Cell::Number(value, change(format)),
            Cell::Formula(formula, result, format) => {
                Cell::Formula(formula, result, change(format))
            }
            Cell::Empty(format) => Cell::Empty(change(format)),
        }
    }

    /// The text in parts that fit the height of a row.
    pub(super) fn parts(&self, width: f64) -> Vec<String> {
        match self {
            Cell::Text(text, ..) => wrap::parts(text, width, MAX_LINES),
            _ => Vec::new(),
        }
    }

    /// The lines of the whole text.
    pub(super) fn lines(&self, width: f64) -> usize {
        match self {
            Cell::Text(text, ..) => wrap::lines(text, width).len(),
            _ => 1,
        }
    }

    /// This cell in the `index`th row of its record, with the lines it takes there.
    pub(super) fn nth(
        &self,
        index: usize,
        parts: &[String],
        width: f64,
    ) -> (Cell, usize) {
        let lines = |text: &str| wrap::lines(text, width).len();
        match (self, parts.get(index)) {
            (Cell::Text(_, format, _), Some(part)) => {
                (Cell::Text(part.clone(), format.clone(), None), lines(part))
            }
            (Cell::Text(text, _, Some(again)), None) if parts.len() == 1 => {
                (Cell::Text(text.clone(), again.clone(), None), lines(text))
            }
            (Cell::Text(_, format, _), None) => (Cell::Empty(format.clone()), 1),
            (cell, _) if index == 0 => (cell.clone(), 1),
            (Cell::Number(_, format) | Cell::Formula(_, _, format), _) => {
                (Cell::Empty(format.clone()), 1)
            }
            (cell, _) => (cell.clone(), 1),
        }
    }

    /// Puts the cell into its place.
    pub(super) fn write(&self, sheet: &mut Worksheet, row: u32, col: u16) -> Result<()> {
        match self {
            Cell::Text(text, format, _) if text.is_empty() => {
                sheet.write_blank(row, col, format)?;
            }
            Cell::Text(text, format, _) => {
                // Excel would take these for a formula as soon as someone edits the cell.
                let risky = text.starts_with(['=', '+', '-', '@']);
                let quoted = risky.then(|| format.clone().set_quote_prefix());
                sheet.write_string_with_format(
                    row,
                    col,
                    text,
                    quoted.as_ref().unwrap_or(format),
                )?;
            }
            Cell::Number(value, format) => {
                sheet.write_number_with_format(row, col, float(*value)?, format)?;
            }
            Cell::Formula(formula, result, format) => {
                let formula = Formula::new(formula).set_result(result.as_str());
                sheet.write_formula_with_format(row, col, formula, format)?;
            }
            Cell::Empty(format) => {
                sheet.write_blank(row, col, format)?;
            }
        }
        Ok(())
    }
}
