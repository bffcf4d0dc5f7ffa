//! The records of an .xls: what calamine does not tell of it, and what it would believe.

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

/// Type and content of the records from a place on.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = word(self.0, 0)?;
        let length = usize::from(word(self.0, 2)?);
        let data = self.0.get(4..4 + length)?;
        self.0 = &self.0[4 + length..];
        Some((kind, data))
    }
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]))
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

const BOF: u16 = 0x809;
const EOF: u16 = 0x0A;
const CONTINUE: u16 = 0x3C;

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

/// A BIFF8 string with a length of two bytes.
fn string(data: &[u8], at: usize) -> Option<String> {
    let length = usize::from(word(data, at)?);
    let wide = data.get(at + 2)? & 1 != 0;
    characters(data.get(at + 3..)?, length, wide)
}

fn characters(data: &[u8], length: usize, wide: bool) -> Option<String> {
    let units: Vec<u16> = if wide {
        let bytes = data.get(..length * 2)?;
        bytes.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect()
    } else {
        data.get(..length)?.iter().map(|b| u16::from(*b)).collect()
    };
    Some(String::from_utf16_lossy(&units))
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

/// Shapes and comments: a drawing record with the place, an object with its number, and
/// the text.
#[derive(Default)]
struct Objects {
    anchor: Option<((u32, u32), (u32, u32))>,
    id: u16,
    texts: Vec<(u16, Float)>,
    notes: Vec<(u16, (u32, u32), String)>,
}

impl Objects {
    fn record(
        &mut self,
        kind: u16,
        data: &[u8],
        behind: &Records,
    ) -> Result<(), Trouble> {
        match kind {
            0xEC => self.anchor = find_anchor(data).or(self.anchor),
            0x5D if word(data, 0) == Some(0x15) => self.id = word(data, 6).unwrap_or(0),
            0x1B6 => {
                let length = usize::from(word(data, 10).unwrap_or(0));
                let text = continued_text(Records(behind.0), length);
                let (start, end) = self.anchor.unwrap_or_default();
                let float = Float { is_comment: false, start, end, text };
                self.texts.push((self.id, float));
            }
            0x1C => {
                if let (Some(row), Some(col), Some(id)) =
                    (word(data, 0), word(data, 2), word(data, 6))
                {
                    let author = string(data, 8).unwrap_or_default();
                    self.notes.push((id, (row.into(), col.into()), author));
                }
            }
            _ => {}
        }
        if self.texts.len() > 20_000 || self.notes.len() > 20_000 {
            let text = "図形とコメントの数が上限を超えます".to_owned();
            return Err(Trouble::TooLarge(text));
        }
        Ok(())
    }

    /// A text whose object a note names is the comment of the note's cell.
    fn floats(self) -> Vec<Float> {
        let notes: std::collections::HashMap<u16, _> =
            self.notes.into_iter().map(|(id, at, author)| (id, (at, author))).collect();
        let mut floats = Vec::new();
        for (id, mut float) in self.texts {
            if let Some((at, author)) = notes.get(&id) {
                float.is_comment = true;
                (float.start, float.end) = (*at, *at);
                float.text =
                    super::drawing::without_author(&float.text, author).to_owned();
            }
            float.text = float.text.trim().to_owned();
            if !float.text.is_empty() {
                floats.push(float);
            }
        }
        floats
    }
}

/// The text of an object stands in the CONTINUE records behind it.
fn continued_text(mut records: Records, length: usize) -> String {
    let mut text = String::new();
    let mut left = length;
    while left > 0 {
        let Some((CONTINUE, data)) = records.next() else { break };
        let Some((flags, data)) = data.split_first() else { break };
        let wide = flags & 1 != 0;
        let here = left.min(data.len() / if wide { 2 } else { 1 });
        if here == 0 {
            break;
        }
        text.push_str(&characters(data, here, wide).unwrap_or_default());
        left -= here;
    }
    text.replace('\r', "\n")
}

/// The cells that a shape covers, inside the tree of an Office drawing.
fn find_anchor(data: &[u8]) -> Option<((u32, u32), (u32, u32))> {
    let mut found = None;
    let mut rest = data;
    while let (Some(version), Some(kind), Some(length)) =
        (word(rest, 0), word(rest, 2), long(rest, 4))
    {
        let body = rest.get(8..).unwrap_or_default();
        if kind == 0xF010 {
            let at = |i| word(body, i).map(u32::from);
            if let (Some(c0), Some(r0), Some(c1), Some(r1)) =
                (at(2), at(6), at(10), at(14))
            {
                found = Some(((r0, c0), (r1.max(r0), c1.max(c0))));
            }
        }
        // A container is stepped into, anything else over.
        let step = if version & 0xF == 0xF { 0 } else { length as usize };
        rest = body.get(step..).unwrap_or_default();
    }
    found
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
