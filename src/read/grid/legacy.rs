//! .xls: checked with our own scan before calamine may allocate from its numbers.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError, XlsOptions};

use super::xlsx::convert;
use super::{Budget, MAX_SPREAD, Merge, Sheet, Trouble};

/// BIFF records that hold cells: NUMBER, LABEL, BOOLERR, RK, LABELSST, MULRK, FORMULA.
const CELL_RECORDS: [u16; 7] = [0x203, 0x204, 0x205, 0x27E, 0xFD, 0xBD, 0x06];

/// Reads a BIFF workbook.
pub(super) fn read_xls(bytes: &[u8]) -> Result<Vec<Sheet>, Trouble> {
    let unicode = scan(bytes)?;
    let mut options = XlsOptions::default();
    if unicode {
        // BIFF8 strings are UTF-16 whatever CODEPAGE claims; calamine believes CODEPAGE
        // and turns Japanese into mojibake without a word.
        options.force_codepage = Some(1200);
    }
    let mut book: Xls<_> =
        Xls::new_with_options(Cursor::new(bytes), options).map_err(|e| match e {
            XlsError::Password => Trouble::Password,
            other => Trouble::Broken(other.to_string()),
        })?;
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    for meta in book.sheets_metadata().to_vec() {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        let mut sheet = Sheet {
            name: meta.name.clone(),
            hidden: meta.visible != SheetVisible::Visible,
            ..Sheet::default()
        };
        let range = book
            .worksheet_range(&meta.name)
            .map_err(|e| Trouble::Broken(e.to_string()))?;
        collect(&range, &mut sheet, &mut budget)?;
        let merges = book.merge_cells_by_sheet_name(&meta.name).unwrap_or_default();
        sheet.merges =
            merges.iter().map(|m| Merge { start: m.start, end: m.end }).collect();
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Copies the filled cells of a dense range.
pub(super) fn collect(
    range: &calamine::Range<Data>,
    sheet: &mut Sheet,
    budget: &mut Budget,
) -> Result<(), Trouble> {
    let (row0, col0) = range.start().unwrap_or_default();
    for (row, col, data) in range.used_cells() {
        let (row, col) = (row as u32 + row0, col as u32 + col0);
        if let Some(value) = convert(data.clone(), "", false) {
            budget.take(row, col, &value)?;
            sheet.cells.push((row, col), value);
        }
    }
    Ok(())
}

/// Refuses passwords, absurd dimensions and scattered cells; tells whether it is BIFF8.
fn scan(bytes: &[u8]) -> Result<bool, Trouble> {
    let broken = |e: std::io::Error| Trouble::Broken(e.to_string());
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    if file.exists("/EncryptedPackage") {
        return Err(Trouble::Password);
    }
    let path = file
        .walk()
        .filter(|e| e.is_stream() && e.path().components().count() == 2)
        .map(|e| e.path().to_path_buf())
        .find(|p| {
            let name = p.to_string_lossy().to_ascii_lowercase();
            name == "/workbook" || name == "/book"
        })
        .ok_or(Trouble::Kind("Excel でない古い形式（Word など）"))?;
    let mut stream = Vec::new();
    let limit = bytes.len() as u64 + 1;
    file.open_stream(&path)
        .map_err(broken)?
        .take(limit)
        .read_to_end(&mut stream)
        .map_err(broken)?;

    let mut area = Area::default();
    let mut unicode = None;
    let mut depth = 0;
    let mut rest = &stream[..];
    while let [k0, k1, l0, l1, tail @ ..] = rest {
        let kind = u16::from_le_bytes([*k0, *k1]);
        let length = usize::from(u16::from_le_bytes([*l0, *l1]));
        let Some(data) = tail.get(..length) else { break };
        let word =
            |i: usize| data.get(i..i + 2).map(|b| u16::from_le_bytes([b[0], b[1]]));
        match kind {
            0x809 => {
                unicode.get_or_insert(word(0) == Some(0x600));
                depth += 1;
            }
            0x0A => {
                depth -= 1;
                if depth <= 0 {
                    area.close();
                    depth = 0;
                }
            }
            0x2F if word(0) != Some(0) => return Err(Trouble::Password),
            0x200 => check_dimensions(data)?,
            kind if CELL_RECORDS.contains(&kind) => {
                if let (Some(row), Some(col)) = (word(0), word(2)) {
                    area.add(row, col);
                }
            }
            _ => {}
        }
        rest = &tail[length..];
    }
    area.close();
    if area.total > MAX_SPREAD {
        return Err(Trouble::TooLarge("離れた所に書かれたセルがあります".to_owned()));
    }
    Ok(unicode == Some(true))
}

fn check_dimensions(data: &[u8]) -> Result<(), Trouble> {
    let long = |i: usize| {
        data.get(i..i + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    };
    let word = |i: usize| {
        data.get(i..i + 2).map(|b| u32::from(u16::from_le_bytes([b[0], b[1]])))
    };
    let (first, last, col_end) = match data.len() {
        10 => (word(0), word(2), word(6)),
        14 | 16 => (long(0), long(4), word(10)),
        _ => return Ok(()),
    };
    match (first, last, col_end) {
        (Some(a), Some(b), Some(c)) if a <= b && b <= 65_536 && c <= 256 => Ok(()),
        _ => Err(Trouble::Broken("表の大きさの記録が誤っている".to_owned())),
    }
}

/// The bounding boxes of the sheets' cells: what a dense range would allocate.
#[derive(Default)]
struct Area {
    bounds: Option<(u16, u16, u16, u16)>,
    total: u64,
}

impl Area {
    fn add(&mut self, row: u16, col: u16) {
        let (r0, r1, c0, c1) = self.bounds.unwrap_or((row, row, col, col));
        self.bounds = Some((r0.min(row), r1.max(row), c0.min(col), c1.max(col)));
    }

    fn close(&mut self) {
        if let Some((r0, r1, c0, c1)) = self.bounds.take() {
            self.total += (u64::from(r1 - r0) + 1) * (u64::from(c1 - c0) + 1);
        }
    }
}
