//! Records of an .xls one by one, and the texts that lie over its cells.

use std::collections::HashMap;

use super::{Float, Trouble};

/// Type and content of the records from a place on.
pub(super) struct Records<'a>(pub &'a [u8]);

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

pub(super) fn word(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]))
}

pub(super) fn long(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// What did not fit into the record before.
pub(super) const CONTINUE: u16 = 0x3C;

/// A BIFF8 string with a length of two bytes.
pub(super) fn string(data: &[u8], at: usize) -> Option<String> {
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

/// Shapes and comments: a drawing record with the place, an object with its number, and
/// the text.
#[derive(Default)]
pub(super) struct Objects {
    anchor: Option<((u32, u32), (u32, u32))>,
    id: u16,
    texts: Vec<(u16, Float)>,
    notes: Vec<(u16, (u32, u32), String)>,
}

impl Objects {
    /// Takes a record that holds no cell.
    pub fn record(
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
    pub fn floats(self) -> Vec<Float> {
        let notes: HashMap<u16, _> =
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
