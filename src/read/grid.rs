//! Bytes → cells. The only module that knows calamine, zip, csv and encodings.
//!
//! Any bytes may arrive. Sizes are checked before and while reading, parsers that can
//! panic run inside `catch_unwind`, and what a parser would allocate from a number in
//! the file is checked first. The measured reasons stand beside each limit.

mod biff;
mod cells;
mod drawing;
mod legacy;
mod number;
mod ods;
mod sheet_xml;
mod text_table;
mod xlsb;
mod xlsx;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_decimal::Decimal;

pub use self::cells::{Cells, Position};

/// Largest file that is opened, in bytes. A department's book is well under 1 MB.
pub const MAX_FILE: usize = 50 << 20;
/// Cells with content in one book.
const MAX_CELLS: usize = 3_000_000;
/// Text of all cells of one book, in bytes.
const MAX_TEXT: usize = 64 << 20;
/// Merged areas in one book.
const MAX_MERGES: usize = 100_000;
/// Hidden rows in one book.
const MAX_HIDDEN: usize = 4_000_000;
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
    /// Damaged; the parser's own words for the record.
    Broken(String),
    /// The end of the file is missing; the parser's own words for the record.
    CutOff(String),
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
        Container::Zip => read_package(bytes),
        Container::Compound => legacy::read_xls(bytes),
        Container::Text => text_table::read(bytes),
    }));
    let mut sheets = result
        .unwrap_or_else(|_| Err(Trouble::Broken("読み取りが中断した".to_owned())))?;
    for sheet in &mut sheets {
        sheet.cells.settle();
        sheet.hidden_rows.sort_unstable();
        sheet.hidden_rows.dedup();
    }
    Ok(sheets)
}

/// The kinds of workbooks in a zip.
fn read_package(bytes: &[u8]) -> Result<Vec<Sheet>, Trouble> {
    let mut package = xml::Package::open(bytes)?;
    let has =
        |package: &xml::Package, end: &str| package.names().any(|n| n.ends_with(end));
    if package.find("content.xml").is_some() {
        ods::read(&mut package)
    } else if has(&package, "workbook.bin") {
        xlsb::read(bytes, &mut package)
    } else if has(&package, "workbook.xml") {
        xlsx::read(&mut package)
    } else {
        Err(Trouble::Kind("表計算でない zip（Word や圧縮フォルダなど）"))
    }
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

/// Keeps count of what a book holds, so that no book can fill the memory.
#[derive(Default)]
struct Budget {
    cells: usize,
    text: usize,
    merges: usize,
    hidden: usize,
}

impl Budget {
    /// Adds one cell to a sheet; an empty text is none.
    fn put(
        &mut self,
        sheet: &mut Sheet,
        at: Position,
        value: CellValue,
    ) -> Result<(), Trouble> {
        if at.0 >= MAX_ROWS || at.1 >= MAX_COLS {
            return Err(Trouble::TooLarge("表の外のセルがあります".to_owned()));
        }
        if let CellValue::Text(text) | CellValue::Error(text) = &value {
            if text.is_empty() {
                return Ok(());
            }
            self.add_text(text)?;
        }
        self.cells += 1;
        if self.cells > MAX_CELLS {
            let limit = MAX_CELLS / 10_000;
            return Err(Trouble::TooLarge(format!("セルが {limit} 万を超えます")));
        }
        sheet.cells.push(at, value);
        Ok(())
    }

    fn add_text(&mut self, text: &str) -> Result<(), Trouble> {
        self.text += text.len();
        if self.text > MAX_TEXT {
            return Err(Trouble::TooLarge("文字の量が上限を超えます".to_owned()));
        }
        Ok(())
    }

    fn merge(&mut self, sheet: &mut Sheet, merge: Merge) -> Result<(), Trouble> {
        self.merges += 1;
        if self.merges > MAX_MERGES {
            return Err(Trouble::TooLarge("結合したセルが 10 万を超えます".to_owned()));
        }
        let ordered = merge.start.0 <= merge.end.0 && merge.start.1 <= merge.end.1;
        if ordered && merge.end.0 < MAX_ROWS && merge.end.1 < MAX_COLS {
            sheet.merges.push(merge);
        }
        Ok(())
    }

    fn hide_rows(
        &mut self,
        sheet: &mut Sheet,
        row: u32,
        count: u32,
    ) -> Result<(), Trouble> {
        let end = row.saturating_add(count).min(MAX_ROWS);
        let rows = row.min(end)..end;
        self.hidden += rows.len();
        if self.hidden > MAX_HIDDEN {
            return Err(Trouble::TooLarge("隠れた行の数が上限を超えます".to_owned()));
        }
        sheet.hidden_rows.extend(rows);
        Ok(())
    }

    /// Adjoining columns become one range.
    fn hide_cols(
        &mut self,
        sheet: &mut Sheet,
        first: u32,
        last: u32,
    ) -> Result<(), Trouble> {
        if first > last || last >= MAX_COLS {
            return Ok(());
        }
        match sheet.hidden_cols.last_mut() {
            Some(range) if range.0 <= first && first <= range.1 + 1 => {
                range.1 = range.1.max(last);
            }
            _ => sheet.hidden_cols.push((first, last)),
        }
        if sheet.hidden_cols.len() > MAX_COLS as usize {
            return Err(Trouble::TooLarge("隠れた列の数が上限を超えます".to_owned()));
        }
        Ok(())
    }

    fn float(&mut self, sheet: &mut Sheet, float: Float) -> Result<(), Trouble> {
        self.add_text(&float.text)?;
        sheet.floats.push(float);
        Ok(())
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod kind_tests {
    use super::*;

    #[test]
    fn other_kinds_of_files_are_named() {
        assert_eq!(read(b"").unwrap_err(), Trouble::Empty);
        assert_eq!(read(b"%PDF-1.7").unwrap_err(), Trouble::Kind("PDF"));
        let html = b"\xEF\xBB\xBF<html><table></table></html>";
        assert_eq!(read(html).unwrap_err(), Trouble::Kind("ウェブページ（HTML）"));
        assert!(matches!(read(b"PK\x03\x04cut off"), Err(Trouble::CutOff(_))));
    }
}
