//! The records of an .xls: what calamine does not tell of it, and what it would believe.

use super::biff_text::{CONTINUE, Objects, Records, long, string, word};
use super::number::{Shown, shown};
use super::xlsb::Shows;
use super::xml::broken;
use super::{Float, MAX_TEXT, Trouble};

/// Cells that the sheets may spread over: calamine lays out every one of them.
const MAX_SPREAD: u64 = 1_700_000;
/// Records of all sheets together; a list of sheets may name the same place often.
const MAX_RECORDS: usize = 20_000_000;
/// Longest text of a cell, assumed where the list of texts is damaged.
const MAX_CHARS: u64 = 32_767;

/// What a scan of the workbook stream found.
#[derive(Default)]
pub(super) struct Scan {
    /// BIFF8: strings are UTF-16.
    pub unicode: bool,
    /// The sheets, in the order of the book.
    pub sheets: Vec<SheetScan>,
}

/// What calamine does not tell of a sheet.
#[derive(Default)]
pub(super) struct SheetScan {
    pub hidden_rows: Vec<u32>,
    pub hidden_cols: Vec<(u32, u32)>,
    pub shows: Shows,
    pub floats: Vec<Float>,
    pub filtered: bool,
    pub declared_rows: u32,
}

/// The records of the globals that the sheets need.
#[derive(Default)]
struct Globals {
    unicode: bool,
    codes: Vec<(u32, Shown)>,
    styles: Vec<u32>,
    places: Vec<usize>,
    /// Lengths of the shared texts in bytes.
    texts: Vec<u64>,
}

impl Globals {
    fn shown(&self, style: u16) -> Option<Shown> {
        let id = *self.styles.get(usize::from(style))?;
        let known = self.codes.iter().find(|(i, _)| *i == id).map(|(_, s)| *s);
        Some(known.unwrap_or_else(|| shown(id, None)))
    }
}

const BOF: u16 = 0x809;
const EOF: u16 = 0x0A;

/// Refuses passwords, absurd dimensions and scattered cells.
pub(super) fn scan(stream: &[u8]) -> Result<Scan, Trouble> {
    let globals = read_globals(stream)?;
    let mut totals = Totals::default();
    let mut sheets = Vec::new();
    for place in &globals.places {
        let Some(records) = stream.get(*place..) else {
            return Err(Trouble::CutOff("シートの始まりがファイルの外にある".to_owned()));
        };
        sheets.push(read_sheet(records, &globals, &mut totals)?);
    }
    Ok(Scan { unicode: globals.unicode, sheets })
}

fn read_globals(stream: &[u8]) -> Result<Globals, Trouble> {
    let mut globals = Globals::default();
    let mut records = Records(stream);
    while let Some((kind, data)) = records.next() {
        match kind {
            BOF => globals.unicode |= word(data, 0) == Some(0x600),
            EOF => break,
            0x2F if word(data, 0) != Some(0) || data.len() > 2 => {
                return Err(Trouble::Password);
            }
            0x85 => globals.places.extend(long(data, 0).map(|p| p as usize)),
            0x41E => {
                let code = match globals.unicode {
                    true => string(data, 2),
                    false => {
                        data.get(3..).map(|b| String::from_utf8_lossy(b).into_owned())
                    }
                };
                if let (Some(id), Some(code)) = (word(data, 0), code) {
                    let id = u32::from(id);
                    globals.codes.push((id, shown(id, Some(&code))));
                }
            }
            0xE0 => globals.styles.push(word(data, 2).map_or(0, u32::from)),
            0xFC => {
                let mut parts = vec![data.get(8..).unwrap_or_default()];
                let mut ahead = Records(records.0);
                while let Some((CONTINUE, more)) = ahead.next() {
                    parts.push(more);
                }
                globals.texts = text_lengths(&parts);
            }
            _ => {}
        }
    }
    if globals.codes.len() > 4_096 || globals.styles.len() > 0xFFFF {
        return Err(broken("書式の数が誤っている"));
    }
    Ok(globals)
}

/// How long the shared texts are; they may be cut anywhere by CONTINUE records.
fn text_lengths(parts: &[&[u8]]) -> Vec<u64> {
    let mut lengths = Vec::new();
    let mut parts = parts.iter();
    let mut rest: &[u8] = parts.next().copied().unwrap_or_default();
    loop {
        if rest.is_empty() {
            match parts.next() {
                Some(next) => rest = next,
                None => return lengths,
            }
            continue;
        }
        let (Some(length), Some(flags)) = (word(rest, 0), rest.get(2)) else {
            return lengths;
        };
        let (mut wide, mut head, mut behind) = (flags & 1 != 0, 3, 0usize);
        if flags & 8 != 0 {
            behind += usize::from(word(rest, head).unwrap_or(0)) * 4;
            head += 2;
        }
        if flags & 4 != 0 {
            behind = behind.saturating_add(long(rest, head).unwrap_or(0) as usize);
            head += 4;
        }
        rest = rest.get(head..).unwrap_or_default();
        let mut left = usize::from(length);
        lengths.push(u64::from(length) * 3);
        loop {
            let here = left.min(rest.len() / if wide { 2 } else { 1 });
            rest = &rest[here * if wide { 2 } else { 1 }..];
            left -= here;
            if left == 0 {
                break;
            }
            let Some((flags, tail)) = parts.next().and_then(|p| p.split_first()) else {
                return lengths;
            };
            (wide, rest) = (flags & 1 != 0, tail);
        }
        while behind > rest.len() {
            behind -= rest.len();
            let Some(next) = parts.next() else { return lengths };
            rest = next;
        }
        rest = &rest[behind..];
    }
}

/// What calamine would allocate for all sheets.
#[derive(Default)]
struct Totals {
    records: usize,
    spread: u64,
    text: u64,
}

fn read_sheet(
    stream: &[u8],
    globals: &Globals,
    totals: &mut Totals,
) -> Result<SheetScan, Trouble> {
    let mut sheet = SheetScan::default();
    let mut area = Area::default();
    let mut objects = Objects::default();
    let mut depth = 0;
    let mut records = Records(stream);
    while let Some((kind, data)) = records.next() {
        totals.records += 1;
        if totals.records > MAX_RECORDS {
            return Err(Trouble::TooLarge("中の記録の数が上限を超えます".to_owned()));
        }
        match kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            // A chart inside the sheet.
            _ if depth > 1 => {}
            0x200 => check_dimensions(data)?,
            0x208 => {
                let Some(row) = word(data, 0).map(u32::from) else { continue };
                sheet.declared_rows = sheet.declared_rows.max(row + 1);
                if word(data, 12).is_some_and(|flags| flags & 0x20 != 0) {
                    sheet.hidden_rows.push(row);
                }
            }
            0x7D if word(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                if let (Some(first), Some(last)) = (word(data, 0), word(data, 2)) {
                    sheet.hidden_cols.push((first.into(), last.min(255).into()));
                }
            }
            0x9B => sheet.filtered = true,
            // NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING, FORMULA, MULRK
            0x203 | 0x204 | 0x205 | 0x27E | 0xFD | 0xD6 | 0x06 | 0xBD => {
                let (Some(row), Some(col)) = (word(data, 0), word(data, 2)) else {
                    continue;
                };
                area.add(row, col);
                let at = |col: u16| (u32::from(row), u32::from(col));
                if kind == 0xBD {
                    let last = word(data, data.len().saturating_sub(2)).unwrap_or(col);
                    area.add(row, last.min(255).max(col));
                    for (i, one) in
                        data.get(4..).unwrap_or_default().chunks(6).enumerate()
                    {
                        if let (6, Some(style)) = (one.len(), word(one, 0)) {
                            let col = col.saturating_add(i as u16);
                            sheet.shows.add(at(col), globals.shown(style))?;
                        }
                    }
                } else if let Some(style) = word(data, 4) {
                    sheet.shows.add(at(col), globals.shown(style))?;
                }
                if kind == 0xFD {
                    let text = long(data, 6).and_then(|i| globals.texts.get(i as usize));
                    totals.text += text.copied().unwrap_or(MAX_CHARS);
                }
            }
            _ => objects.record(kind, data, &records)?,
        }
    }
    totals.spread += area.size();
    if totals.spread > MAX_SPREAD {
        return Err(Trouble::TooLarge("離れた所に書かれたセルがあります".to_owned()));
    }
    if totals.text > MAX_TEXT as u64 {
        return Err(Trouble::TooLarge("文字の量が上限を超えます".to_owned()));
    }
    sheet.shows.settle();
    sheet.floats = objects.floats();
    Ok(sheet)
}

fn check_dimensions(data: &[u8]) -> Result<(), Trouble> {
    let short = |i| word(data, i).map(u32::from);
    let (first, last, col_first, col_end) = match data.len() {
        10 => (short(0), short(2), short(4), short(6)),
        14 | 16 => (long(data, 0), long(data, 4), short(8), short(10)),
        _ => return Ok(()),
    };
    match (first, last, col_first, col_end) {
        (Some(a), Some(b), Some(c), Some(d))
            if a <= b && b <= 65_536 && d <= 256 && (c <= d || d == 0) =>
        {
            Ok(())
        }
        _ => Err(broken("表の大きさの記録が誤っている")),
    }
}

/// The bounding box of a sheet's cells: what a dense range would allocate.
#[derive(Default)]
struct Area(Option<(u16, u16, u16, u16)>);

impl Area {
    fn add(&mut self, row: u16, col: u16) {
        let (r0, r1, c0, c1) = self.0.unwrap_or((row, row, col, col));
        self.0 = Some((r0.min(row), r1.max(row), c0.min(col), c1.max(col)));
    }

    fn size(&self) -> u64 {
        self.0.map_or(0, |(r0, r1, c0, c1)| {
            (u64::from(r1 - r0) + 1) * (u64::from(c1 - c0) + 1)
        })
    }
}
