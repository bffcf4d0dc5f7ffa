//! Bytes → cells. The only module that knows calamine, zip and encodings.
//!
//! Any bytes may arrive. Sizes are checked before and while reading, parsers that can
//! panic run inside `catch_unwind`, and what a parser would allocate from a number in
//! the file is checked first. The measured reasons stand beside each limit.

mod biff;
mod biff_text;
mod cells;
mod drawing;
mod kind;
mod legacy;
mod number;
mod ods;
mod sheet_xml;
mod survey;
mod text_table;
mod xlsb;
mod xlsx;
mod xml;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_decimal::Decimal;

use crate::diag::CellRef;

pub use self::cells::{Cells, Position};
use self::kind::Container;
pub use self::kind::{Format, Kind, is_archive_name, is_book_name};
pub use self::survey::{Looks, Survey, survey};
pub use self::text_table::decode_text;

/// Largest file that is opened, in bytes. A department's book is well under 1 MB.
pub const MAX_FILE: usize = 50 << 20;
/// Cells with content in one book.
const MAX_CELLS: usize = 3_000_000;
/// Text of all cells of one book, in bytes.
const MAX_TEXT: usize = 64 << 20;
/// Text of one cell in bytes: Excel holds 32,767 characters.
const MAX_CELL_TEXT: usize = 200_000;
/// Merged areas in one book.
const MAX_MERGES: usize = 100_000;
/// Hidden rows in one book.
const MAX_HIDDEN: usize = 4_000_000;
/// Cells of one book that look other than their value.
const MAX_LOOKS: usize = 200_000;
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

/// What a person sees of a cell and its value does not say.
#[derive(Debug, Clone, PartialEq)]
pub enum Look {
    /// A line is drawn through all of it: it was taken back.
    Struck,
    /// A line is drawn through these words, which the value leaves out.
    StruckWords(String),
    /// The number format leaves out the last digits and shows this: 1,250 for 1250000.
    Shortened(Decimal),
}

/// One sheet: only the cells with content, in row order.
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// Cells that look other than their value, where the format tells them.
    pub looks: BTreeMap<Position, Look>,
    /// How many fields each row of a delimited text has; empty for a book.
    pub fields: Vec<u32>,
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
    /// A quotation mark of a delimited text on this line swallows the lines after it.
    OpenQuote(usize),
    /// Password.
    Password,
    /// 0 bytes.
    Empty,
    /// Another kind of file.
    Kind(Kind),
    /// Over a limit, named in Japanese.
    TooLarge(String),
}

/// Reads all sheets of a workbook or delimited text.
///
/// The kind is found from the bytes, never from the extension.
///
/// # Errors
/// One [`Trouble`] for the file; damaged cells inside a readable book become
/// [`CellValue::Error`] instead.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Trouble> {
    read_as(bytes).map(|(_, sheets)| sheets)
}

/// Reads a file whose name promises a format; tells the format that it has. Any text
/// could be read as a table, so under another name than .csv it is refused.
///
/// # Errors
/// As [`read`].
pub fn read_named(bytes: &[u8], name: &str) -> Result<(Format, Vec<Sheet>), Trouble> {
    let is_text = Format::of_name(name) == Some(Format::Text);
    if !is_text && !bytes.is_empty() && matches!(kind::sniff(bytes), Ok(Container::Text))
    {
        let is_unknown = text_table::read(bytes) == Err(Trouble::Kind(Kind::Unknown));
        let kind = if is_unknown { Kind::Unknown } else { Kind::PlainText };
        return Err(Trouble::Kind(kind));
    }
    read_as(bytes)
}

fn read_as(bytes: &[u8]) -> Result<(Format, Vec<Sheet>), Trouble> {
    if bytes.is_empty() {
        return Err(Trouble::Empty);
    }
    if bytes.len() > MAX_FILE {
        let text = format!("ファイルの大きさが {} MB を超えます", MAX_FILE >> 20);
        return Err(Trouble::TooLarge(text));
    }
    let container = kind::sniff(bytes).map_err(Trouble::Kind)?;
    // The parsers were seen to panic on damaged books; one bad file must not hide the
    // others' results.
    let result = catch_unwind(AssertUnwindSafe(|| match container {
        Container::Zip => read_package(bytes),
        Container::Compound => Ok((Format::Xls, legacy::read_xls(bytes)?)),
        Container::Text => Ok((Format::Text, text_table::read(bytes)?)),
    }));
    let (format, mut sheets) = result
        .unwrap_or_else(|_| Err(Trouble::Broken("読み取りが中断した".to_owned())))?;
    for sheet in &mut sheets {
        sheet.cells.settle();
        sheet.hidden_rows.sort_unstable();
        sheet.hidden_rows.dedup();
    }
    Ok((format, sheets))
}

fn read_package(bytes: &[u8]) -> Result<(Format, Vec<Sheet>), Trouble> {
    let mut package = xml::Package::open(bytes)?;
    let format = kind::of_package(&mut package).map_err(Trouble::Kind)?;
    let sheets = match format {
        Format::Ods => ods::read(&mut package)?,
        Format::Xlsb => xlsb::read(bytes, &mut package)?,
        _ => xlsx::read(&mut package)?,
    };
    Ok((format, sheets))
}

/// Keeps count of what a book holds, so that no book can fill the memory.
#[derive(Default)]
struct Budget {
    cells: usize,
    text: usize,
    merges: usize,
    hidden: usize,
    looks: usize,
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
            if text.len() > MAX_CELL_TEXT {
                let text = format!(
                    "セル {} の文字が多すぎます",
                    CellRef { row: at.0, col: at.1 }
                );
                return Err(Trouble::TooLarge(text));
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

    /// Says how the cell that was put last looks.
    fn look(
        &mut self,
        sheet: &mut Sheet,
        at: Position,
        look: Option<Look>,
    ) -> Result<(), Trouble> {
        let Some(look) = look else {
            // Of two cells at one position the last stays.
            sheet.looks.remove(&at);
            return Ok(());
        };
        if let Look::StruckWords(text) = &look {
            self.add_text(text)?;
        }
        self.looks += 1;
        if self.looks > MAX_LOOKS {
            return Err(Trouble::TooLarge(
                "取り消し線のセルが 20 万を超えます".to_owned(),
            ));
        }
        sheet.looks.insert(at, look);
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
mod binary_tests;
#[cfg(test)]
mod tests;
