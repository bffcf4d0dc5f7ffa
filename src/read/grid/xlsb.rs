//! .xlsb: values from calamine as a stream; formats, merges, hidden rows and columns and
//! the errors of formulas from the records themselves.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{
    Data, Reader, SheetType, SheetVisible, Xlsb, XlsbError, open_workbook_from_rs,
};

use super::number::{Shown, number, shown};
use super::xml::{Package, broken};
use super::{
    Budget, CellValue, Kind, MAX_CELLS, MAX_COLS, MAX_ROWS, MAX_TEXT, Merge, Position,
    Sheet, Trouble, drawing,
};

/// Reads all worksheets.
pub(super) fn read(bytes: &[u8], package: &mut Package) -> Result<Vec<Sheet>, Trouble> {
    let workbook = "xl/workbook.bin";
    let relations = package.relations(workbook)?;
    let mut styles = Vec::new();
    if let Some(part) = package.find("xl/styles.bin") {
        styles = read_styles(&package.bytes(part)?);
    }
    // calamine takes the length of a record from the file.
    for part in [workbook, "xl/sharedStrings.bin", "xl/styles.bin"] {
        if let Some(part) = package.find(part) {
            let bytes = package.bytes(part)?;
            let count = check_lengths(&bytes)?;
            if bytes.len() > MAX_TEXT || count > MAX_CELLS {
                let text = "文字の量が上限を超えます".to_owned();
                return Err(Trouble::TooLarge(text));
            }
        }
    }
    let parts = match package.find(workbook) {
        Some(part) => sheet_parts(&package.bytes(part)?),
        None => return Err(broken("ブックの部品がない")),
    };
    let mut book: Xlsb<_> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|e| match e {
            XlsbError::Password => Trouble::Password,
            // calamine refuses the whole book for one such sheet.
            XlsbError::Unrecognized { typ: "BoundSheet8:dt", .. } => {
                Trouble::Kind(Kind::MacroBinary)
            }
            other => broken(other),
        })?;
    let is_1904 = book.has_1904_epoch();
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    for (meta, id) in book.sheets_metadata().to_vec().into_iter().zip(parts) {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        let mut sheet = Sheet {
            name: meta.name.clone(),
            hidden: meta.visible != SheetVisible::Visible,
            ..Sheet::default()
        };
        let target = relations.iter().find(|r| r.id == id).map(|r| &*r.target);
        let mut shows = Shows::default();
        if let Some(target) = target
            && let Some(part) = package.find(target)
        {
            let records = package.bytes(part)?;
            check_lengths(&records)?;
            shows = read_records(&records, &styles, &mut sheet, &mut budget)?;
            drawing::read(package, target, &mut sheet, &mut budget)?;
        }
        let mut cells = book.worksheet_cells_reader(&meta.name).map_err(broken)?;
        loop {
            let cell = match cells.next_cell() {
                Ok(Some(cell)) => cell,
                Ok(None) => break,
                // An error word that it does not know: put down above.
                Err(XlsbError::CellError(_)) => continue,
                Err(e) => return Err(broken(e)),
            };
            let at = cell.get_position();
            let shown = shows.get(at);
            let value = convert(cell.get_value().clone().into(), shown, is_1904);
            if let Some(value) = value {
                budget.put(&mut sheet, at, value)?;
            }
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The cells that show a percentage or a date.
#[derive(Default)]
pub(super) struct Shows(Vec<(Position, Shown)>);

impl Shows {
    /// Keeps what is not a plain number.
    pub fn add(&mut self, at: Position, shown: Option<Shown>) -> Result<(), Trouble> {
        if let Some(shown @ (Shown::Percent | Shown::Date)) = shown {
            self.0.push((at, shown));
        }
        if self.0.len() > MAX_CELLS {
            return Err(Trouble::TooLarge("セルの数が上限を超えます".to_owned()));
        }
        Ok(())
    }

    /// Makes the cells findable.
    pub fn settle(&mut self) {
        self.0.sort_by_key(|(at, _)| *at);
    }

    /// How a cell is shown.
    pub fn get(&self, at: Position) -> Option<Shown> {
        let found = self.0.binary_search_by_key(&at, |(known, _)| *known).ok()?;
        Some(self.0[found].1)
    }
}

/// One calamine cell as ours; `None` for an empty one. `shown` is what our own reading
/// of the format says; calamine knows neither percentages nor years of an era.
pub(super) fn convert(
    data: Data,
    shown: Option<Shown>,
    is_1904: bool,
) -> Option<CellValue> {
    Some(match data {
        Data::String(text) => CellValue::Text(text),
        Data::Int(n) => number(n as f64, shown.unwrap_or_default(), is_1904),
        Data::Float(x) => number(x, shown.unwrap_or_default(), is_1904),
        Data::Bool(b) => CellValue::Bool(b),
        Data::DateTime(d) => {
            let kind = if d.is_datetime() { Shown::Date } else { Shown::Duration };
            number(d.as_f64(), kind, is_1904)
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) => CellValue::Text(text),
        Data::Error(e) => CellValue::Error(e.to_string()),
        Data::Empty => return None,
    })
}

/// The records of a part: type and content.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (first, mut rest) = self.0.split_first()?;
        let mut kind = u16::from(*first);
        if first & 0x80 != 0 {
            let (second, tail) = rest.split_first()?;
            kind = u16::from(first & 0x7F) | (u16::from(*second & 0x7F) << 7);
            rest = tail;
        }
        let mut length = 0usize;
        for i in 0..4 {
            let (byte, tail) = rest.split_first()?;
            rest = tail;
            length |= usize::from(byte & 0x7F) << (7 * i);
            if byte & 0x80 == 0 {
                break;
            }
        }
        let content = rest.get(..length)?;
        self.0 = &rest[length..];
        Some((kind, content))
    }
}

/// calamine numbers its record types with both bytes as they stand in the file.
const ROW: u16 = 0x00;
const CELL_ERROR: [u16; 2] = [0x03, 0x0B];
const LAST_CELL: u16 = 0x0B;
const FORMAT: u16 = 0x2C;
const XF: u16 = 0x2F;
const COLUMN: u16 = 0x3C;
const BUNDLE_SHEET: u16 = 0x9C;
const MERGE: u16 = 0xB0;
const BEGIN_CELL_XFS: u16 = 0x269;
const END_CELL_XFS: u16 = 0x26A;

fn long(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

fn wide(data: &[u8], at: usize) -> Option<String> {
    let length = long(data, at)? as usize;
    let bytes = data.get(at + 4..(at + 4).checked_add(length.checked_mul(2)?)?)?;
    let units: Vec<u16> =
        bytes.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}

/// How many records a part holds; one that claims to go on behind its end is refused.
fn check_lengths(part: &[u8]) -> Result<usize, Trouble> {
    let mut records = Records(part);
    let count = records.by_ref().count();
    if records.0.is_empty() {
        Ok(count)
    } else {
        Err(broken("記録の長さが誤っている"))
    }
}

/// The relation ids of the sheets, in the order of the book.
fn sheet_parts(workbook: &[u8]) -> Vec<String> {
    Records(workbook)
        .filter(|(kind, _)| *kind == BUNDLE_SHEET)
        .filter(|(_, data)| long(data, 8) != Some(u32::MAX))
        .map(|(_, data)| wide(data, 8).unwrap_or_default())
        .collect()
}

fn read_styles(part: &[u8]) -> Vec<Shown> {
    let mut codes: HashMap<u32, Shown> = HashMap::new();
    let mut styles = Vec::new();
    let mut in_cells = false;
    for (kind, data) in Records(part) {
        let word = |at: usize| {
            data.get(at..at + 2).map(|b| u32::from(u16::from_le_bytes([b[0], b[1]])))
        };
        match kind {
            FORMAT => {
                if let (Some(id), Some(code)) = (word(0), wide(data, 2)) {
                    codes.insert(id, shown(id, Some(&code)));
                }
            }
            BEGIN_CELL_XFS => in_cells = true,
            END_CELL_XFS => in_cells = false,
            XF if in_cells => {
                let id = word(2).unwrap_or(0);
                let known = codes.get(&id).copied();
                styles.push(known.unwrap_or_else(|| shown(id, None)));
            }
            _ => {}
        }
    }
    styles
}

/// What calamine does not tell of a sheet; returns how its cells are shown.
fn read_records(
    part: &[u8],
    styles: &[Shown],
    sheet: &mut Sheet,
    budget: &mut Budget,
) -> Result<Shows, Trouble> {
    let mut shows = Shows::default();
    let mut row = 0;
    for (kind, data) in Records(part) {
        match kind {
            ROW => {
                row = long(data, 0).unwrap_or(0);
                sheet.declared_rows =
                    sheet.declared_rows.max(row.saturating_add(1).min(MAX_ROWS));
                // Bit 4 of the byte behind row, style, height and the first flags.
                if data.get(11).is_some_and(|b| b & 0x10 != 0) {
                    budget.hide_rows(sheet, row, 1)?;
                }
            }
            COLUMN => {
                let hidden = data.get(16).is_some_and(|b| b & 1 != 0);
                if let (true, Some(first), Some(last)) =
                    (hidden, long(data, 0), long(data, 4))
                {
                    budget.hide_cols(sheet, first, last.min(MAX_COLS - 1))?;
                }
            }
            MERGE => {
                let ends = (long(data, 0), long(data, 4), long(data, 8), long(data, 12));
                if let (Some(r0), Some(r1), Some(c0), Some(c1)) = ends {
                    budget.merge(sheet, Merge { start: (r0, c0), end: (r1, c1) })?;
                }
            }
            kind if kind <= LAST_CELL => {
                let (Some(col), Some(style)) = (long(data, 0), long(data, 4)) else {
                    continue;
                };
                let shown = styles.get((style & 0xFF_FFFF) as usize).copied();
                shows.add((row, col), shown)?;
                // calamine passes over the error of a formula.
                if CELL_ERROR.contains(&kind)
                    && let Some(word) = data.get(8)
                {
                    let value = CellValue::Error(error_word(*word));
                    budget.put(sheet, (row, col), value)?;
                }
            }
            // Filters, and the kinds of a filter.
            0xA5 | 0xA7..=0xAC => sheet.filtered = true,
            _ => {}
        }
    }
    shows.settle();
    Ok(shows)
}

/// The error values of BIFF.
pub(super) fn error_word(code: u8) -> String {
    let word = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        other => return format!("#誤り{other}"),
    };
    word.to_owned()
}
