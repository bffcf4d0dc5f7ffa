//! Bytes → cells. The only module that knows calamine, zip, csv and encodings.
//!
//! Any bytes may arrive. Sizes are checked before and while reading, parsers that can
//! panic run inside `catch_unwind`, and what a parser would allocate from a number in
//! the file is checked first. The measured reasons stand beside each limit.

mod cells;
mod legacy;
mod sheet_xml;
mod text_table;
mod xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_decimal::Decimal;

pub use self::cells::{Cells, Position};

/// Largest file that is opened, in bytes. A department's book is well under 1 MB.
pub const MAX_FILE: usize = 50 << 20;
/// Largest single part of a zip, expanded, in bytes.
const MAX_PART: u64 = 200 << 20;
/// All parts of a zip together, expanded, in bytes.
const MAX_TOTAL: u64 = 400 << 20;
/// Parts in a zip.
const MAX_PARTS: usize = 5_000;
/// Cells with content in one book.
const MAX_CELLS: usize = 3_000_000;
/// Text of all cells of one book, in bytes.
const MAX_TEXT: usize = 100 << 20;
/// Cells that a sparse book may spread over (what calamine allocates for xls and ods).
const MAX_SPREAD: u64 = 4_000_000;
/// Excel's own grid.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLS: u32 = 16_384;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue {
    /// Text, as typed.
    Text(String),
    /// A number with at most 15 significant digits, as Excel shows it.
    Number {
        /// The stored value: 0.5 for a cell that shows 50 %.
        value: Decimal,
        /// The number format shows percent.
        percent: bool,
    },
    /// A date, with the text that stands for it in messages.
    Date {
        /// Western year.
        year: i32,
        /// 1–12.
        month: u8,
        /// 1–31.
        day: u8,
    },
    /// TRUE or FALSE.
    Bool(bool),
    /// `#REF!` and its family.
    Error(String),
    /// A formula whose result was not saved.
    Uncomputed,
}

impl CellValue {
    /// The text of the cell, for names, sentences and messages.
    pub fn text(&self) -> String {
        match self {
            CellValue::Text(text) | CellValue::Error(text) => text.clone(),
            CellValue::Number { value, percent: false } => value.normalize().to_string(),
            CellValue::Number { value, percent: true } => {
                format!("{}％", (*value * Decimal::ONE_HUNDRED).normalize())
            }
            CellValue::Date { year, month, day } => format!("{year}/{month}/{day}"),
            CellValue::Bool(true) => "TRUE".to_owned(),
            CellValue::Bool(false) => "FALSE".to_owned(),
            CellValue::Uncomputed => String::new(),
        }
    }
}

/// A merged area, all ends inclusive and zero-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row and column.
    pub start: (u32, u32),
    /// Last row and column.
    pub end: (u32, u32),
}

/// One sheet: only the cells with content, in row order.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// シート名.
    pub name: String,
    /// Hidden from the user.
    pub hidden: bool,
    /// Rows hidden from the user, zero-based.
    pub hidden_rows: Vec<u32>,
    /// Columns hidden from the user, zero-based first and last.
    pub hidden_cols: Vec<(u32, u32)>,
    /// Cells with content.
    pub cells: Cells,
    /// Merged areas, where the format tells them.
    pub merges: Vec<Merge>,
    /// Texts that are in no cell: 図形 and コメント.
    pub floats: Vec<Float>,
    /// An auto filter hides rows.
    pub filtered: bool,
    /// Rows the file declares, with content or without.
    pub declared_rows: u32,
}

/// A text that lies over the cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Float {
    /// A comment of one cell; otherwise a drawing shape.
    pub is_comment: bool,
    /// The first cell it covers, zero-based; a comment's own cell.
    pub start: (u32, u32),
    /// The last cell it covers.
    pub end: (u32, u32),
    /// Its text.
    pub text: String,
}

impl Sheet {
    /// The text of a cell; empty where there is none.
    pub fn text(&self, row: u32, col: u32) -> String {
        self.cells.get(&(row, col)).map(CellValue::text).unwrap_or_default()
    }

    /// The cells of one row, left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &CellValue)> {
        self.cells
            .range((row, 0)..=(row, u32::MAX))
            .map(|((_, col), value)| (*col, value))
    }

    /// The rows that hold at least one cell, top to bottom.
    pub fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.cells.keys().map(|(row, _)| *row).collect();
        rows.dedup();
        rows
    }
}

/// Why a whole file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Damaged or cut off; the parser's own words for the log.
    Broken(String),
    /// Password.
    Password,
    /// 0 bytes.
    Empty,
    /// Another kind of file, named in Japanese.
    Kind(&'static str),
    /// Over a limit, named in Japanese.
    TooLarge(String),
}

/// What the bytes are, whatever the file is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    Zip,
    Compound,
    Text,
}

/// Reads all sheets of a workbook or delimited text.
///
/// The kind is found from the bytes, never from the extension.
///
/// # Errors
/// One [`Trouble`] for the file; damaged cells inside a readable book become
/// [`CellValue::Error`] instead.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Trouble> {
    if bytes.is_empty() {
        return Err(Trouble::Empty);
    }
    if bytes.len() > MAX_FILE {
        return Err(Trouble::TooLarge(format!(
            "ファイルの大きさが {} MB あります（上限 {} MB）",
            bytes.len() >> 20,
            MAX_FILE >> 20
        )));
    }
    let container = sniff(bytes)?;
    // The parsers were seen to panic on damaged books; one bad file must not hide the
    // others' results.
    let result = catch_unwind(AssertUnwindSafe(|| match container {
        Container::Zip => xlsx::read(bytes),
        Container::Compound => legacy::read_xls(bytes),
        Container::Text => text_table::read(bytes),
    }));
    let mut sheets = result
        .unwrap_or_else(|_| Err(Trouble::Broken("読み取りが中断した".to_owned())))?;
    for sheet in &mut sheets {
        sheet.cells.retain(|value| !matches!(value, CellValue::Text(t) if t.is_empty()));
        sheet.cells.settle();
    }
    Ok(sheets)
}

fn sniff(bytes: &[u8]) -> Result<Container, Trouble> {
    let head = &bytes[..bytes.len().min(512)];
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Container::Zip);
    }
    if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Ok(Container::Compound);
    }
    if head.starts_with(b"%PDF") {
        return Err(Trouble::Kind("PDF"));
    }
    if head.starts_with(b"\x4C\x00\x00\x00\x01\x14\x02\x00") {
        return Err(Trouble::Kind("ショートカット"));
    }
    let start = String::from_utf8_lossy(head).to_ascii_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Err(Trouble::Kind("ウェブページ（HTML）"));
    }
    if start.starts_with("<?xml") {
        return Err(Trouble::Kind("XML"));
    }
    Ok(Container::Text)
}

/// Numbers from here on are no figures of a city and would overflow exact sums.
const MAX_NUMBER: f64 = 1e18;

/// A number of a cell as Excel shows it: 15 significant digits, `None` if not finite.
fn decimal(value: f64) -> Option<Decimal> {
    if !value.is_finite() || value.abs() >= MAX_NUMBER {
        return None;
    }
    let shown = format!("{value:.14e}");
    Decimal::from_scientific(&shown).ok().map(|d| d.normalize())
}

/// Keeps count of what a book holds, so that no book can fill the memory.
#[derive(Default)]
struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    /// Counts one cell.
    fn take(&mut self, row: u32, col: u32, value: &CellValue) -> Result<(), Trouble> {
        if row >= MAX_ROWS || col >= MAX_COLS {
            return Err(Trouble::TooLarge("表の外のセルがあります".to_owned()));
        }
        self.cells += 1;
        if let CellValue::Text(text) = value {
            self.text += text.len();
        }
        if self.cells > MAX_CELLS {
            let limit = MAX_CELLS / 10_000;
            return Err(Trouble::TooLarge(format!("セルが {limit} 万を超えます")));
        }
        if self.text > MAX_TEXT {
            return Err(Trouble::TooLarge("文字の量が上限を超えます".to_owned()));
        }
        Ok(())
    }
}

/// A date format shows an era or only a weekday: calamine reads such cells as numbers.
fn is_date_format(code: &str) -> bool {
    let lower = code.to_ascii_lowercase();
    let bare: String = lower.split('"').step_by(2).collect();
    let japanese = lower.contains("[$-411]") || lower.contains("[$-ja");
    bare.contains("ggg") || bare.contains("aaa") || (japanese && bare.contains('e'))
}

/// Days since Excel's epoch → (year, month, day).
fn from_serial(serial: f64, is_1904: bool) -> Option<(i32, u8, u8)> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let mut days = serial as i64 + if is_1904 { 1462 } else { 0 };
    // Excel believes in 29 February 1900.
    if days < 60 {
        days += 1;
    }
    // Days since 0000-03-01, after Howard Hinnant's civil calendar.
    let z = days - 25_569 + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    Some((i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_days_are_excels_dates() {
        // Excel: 46113 = 2026-04-01, 61 = 1900-03-01, 1 = 1900-01-01; in the 1904
        // system 44651 is the same day as 46113.
        assert_eq!(from_serial(46_113.0, false), Some((2026, 4, 1)));
        assert_eq!(from_serial(61.0, false), Some((1900, 3, 1)));
        assert_eq!(from_serial(1.0, false), Some((1900, 1, 1)));
        assert_eq!(from_serial(44_651.0, true), Some((2026, 4, 1)));
        assert_eq!(from_serial(-1.0, false), None);
    }

    #[test]
    fn numbers_have_the_fifteen_digits_that_excel_shows() {
        assert_eq!(decimal(0.1 + 0.2).map(|d| d.to_string()), Some("0.3".to_owned()));
        assert_eq!(decimal(98.0).map(|d| d.to_string()), Some("98".to_owned()));
        assert_eq!(decimal(f64::NAN), None);
        assert_eq!(decimal(f64::INFINITY), None);
    }

    #[test]
    fn era_formats_are_dates() {
        assert!(is_date_format("[$-411]ggge\"年\""));
        assert!(is_date_format("[$-411]e"));
        assert!(!is_date_format("\"令和\"0\"年度\""));
        assert!(!is_date_format("0.0%"));
        assert!(!is_date_format("General"));
    }

    #[test]
    fn other_kinds_of_files_are_named() {
        assert_eq!(read(b"").unwrap_err(), Trouble::Empty);
        assert_eq!(read(b"%PDF-1.7").unwrap_err(), Trouble::Kind("PDF"));
        let html = b"\xEF\xBB\xBF<html><table></table></html>";
        assert_eq!(read(html).unwrap_err(), Trouble::Kind("ウェブページ（HTML）"));
        assert!(matches!(read(b"PK\x03\x04cut off"), Err(Trouble::Broken(_))));
    }
}
