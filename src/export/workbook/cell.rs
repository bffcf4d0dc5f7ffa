//! One cell of a table: what it holds, its format, and how it goes on in a further row.

use anyhow::{Context, Result};
use rust_decimal::Decimal;
use rust_xlsxwriter::{Formula, Url, Worksheet};

use super::style::{self, Style};
use super::wrap;
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
    Text(String, Style, Option<Style>),
    /// A figure.
    Number(Decimal, Style),
    /// A formula and its result as we computed it.
    Formula(String, String, Style),
    /// A link inside the book: its place and its text.
    Link(String, String, Style),
    /// Nothing.
    Empty(Style),
}

impl Cell {
    /// Text.
    pub fn text(text: impl AsRef<str>, format: Style) -> Self {
        Cell::Text(wrap::clean(text.as_ref()), format, None)
    }

    /// Text that names the record: repeated in faint ink where the record goes on.
    pub fn key(text: impl AsRef<str>, format: Style, again: Style) -> Self {
        Cell::Text(wrap::clean(text.as_ref()), format, Some(again))
    }

    /// A count.
    pub fn count(value: usize, format: Style) -> Self {
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

    /// A formula whose result is a figure, or the word that stands for it.
    pub fn formula(formula: String, result: Cell) -> Result<Self> {
        Ok(match result {
            Cell::Number(value, style) => {
                Cell::Formula(formula, float(value)?.to_string(), style)
            }
            Cell::Text(word, style, _) => Cell::Formula(formula, word, style),
            other => other,
        })
    }

    /// A link to a cell of a sheet of the same book.
    pub fn link(sheet: &str, cell: &str, text: &str) -> Self {
        let text = wrap::for_one_cell(&wrap::one_line(text));
        Cell::Link(format!("internal:'{sheet}'!{cell}"), text, style::link())
    }

    /// The same content in another style.
    pub fn map_style(self, change: fn(Style) -> Style) -> Self {
        match self {
            Cell::Text(text, style, again) => Cell::Text(text, change(style), again),
            Cell::Number(value, style) => Cell::Number(value, change(style)),
            Cell::Formula(formula, result, style) => {
                Cell::Formula(formula, result, change(style))
            }
            Cell::Link(place, text, style) => Cell::Link(place, text, change(style)),
            Cell::Empty(style) => Cell::Empty(change(style)),
        }
    }

    /// The text in parts that fit the height of a row, each with its lines.
    pub(super) fn parts(&self, width: f64) -> Vec<(String, usize)> {
        match self {
            Cell::Text(text, ..) => wrap::parts(text, width, MAX_LINES),
            _ => Vec::new(),
        }
    }

    /// Whether the whole cell fits into a row, given its lines.
    pub(super) fn fits(&self, lines: usize) -> bool {
        match self {
            Cell::Text(text, ..) => lines <= MAX_LINES && wrap::fits_a_cell(text),
            _ => true,
        }
    }

    /// The lines of the whole cell.
    pub(super) fn lines(&self, width: f64) -> usize {
        match self {
            Cell::Text(text, ..) | Cell::Link(_, text, _) => wrap::count(text, width),
            _ => 1,
        }
    }

    /// This cell in the `index`th row of its record, with the lines it takes there.
    pub(super) fn nth(
        &self,
        index: usize,
        parts: &[(String, usize)],
        width: f64,
    ) -> (Cell, usize) {
        match (self, parts.get(index)) {
            (Cell::Text(_, style, _), Some((part, lines))) => {
                (Cell::Text(part.clone(), style.clone(), None), *lines)
            }
            (Cell::Text(text, _, Some(again)), None) if parts.len() == 1 => {
                let lines = parts.first().map_or(1, |(_, lines)| *lines);
                (Cell::Text(text.clone(), again.clone(), None), lines)
            }
            (cell, _) if index == 0 => (cell.clone(), cell.lines(width)),
            (cell, _) => (Cell::Empty(cell.style().clone()), 1),
        }
    }

    fn style(&self) -> &Style {
        match self {
            Cell::Text(_, style, _)
            | Cell::Number(_, style)
            | Cell::Formula(_, _, style)
            | Cell::Link(_, _, style)
            | Cell::Empty(style) => style,
        }
    }

    /// Puts the cell into its place.
    pub(super) fn write(&self, sheet: &mut Worksheet, row: u32, col: u16) -> Result<()> {
        match self {
            Cell::Text(text, style, _) if text.is_empty() => {
                sheet.write_blank(row, col, style)?;
            }
            Cell::Text(text, style, _) if looks_like_a_formula(text) => {
                let quoted = style::quoted(style);
                sheet.write_string_with_format(row, col, text, &quoted)?;
            }
            Cell::Text(text, style, _) => {
                sheet.write_string_with_format(row, col, text, style)?;
            }
            Cell::Number(value, style) => {
                sheet.write_number_with_format(row, col, float(*value)?, style)?;
            }
            Cell::Formula(formula, result, style) => {
                let formula = Formula::new(formula).set_result(result.as_str());
                sheet.write_formula_with_format(row, col, formula, style)?;
            }
            Cell::Link(place, text, style) => {
                let url = Url::new(place.as_str()).set_text(text);
                sheet.write_url_with_format(row, col, url, style)?;
            }
            Cell::Empty(style) => {
                sheet.write_blank(row, col, style)?;
            }
        }
        Ok(())
    }
}

/// Excel would take such a text for a formula as soon as someone edits the cell; the
/// Japanese Excel does so with full-width signs too. A sign alone is none.
pub fn looks_like_a_formula(text: &str) -> bool {
    let mut chars = text.chars();
    let risky = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    chars.next().is_some_and(|c| risky.contains(&c)) && chars.next().is_some()
}
