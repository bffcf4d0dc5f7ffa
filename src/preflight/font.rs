//! Fonts as far as a page needs them: embedded or not, widths, and what codes mean.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use super::document::{as_dictionary, content, dictionary, get, name, number, numbers};
use super::lexer::{Operand, Operations};

/// Codes of a font that are kept.
const MAX_CODES: usize = 70_000;

/// A font.
#[derive(Debug, Clone, Default)]
pub struct Font {
    /// Its name, without the mark of a subset.
    pub name: String,
    /// Its program is in the file.
    pub embedded: bool,
    /// Only the signs that are used are in the file.
    pub subset: bool,
    /// Two bytes a sign.
    pub(super) wide: bool,
    /// Written downwards.
    pub(super) vertical: bool,
    widths: BTreeMap<u32, f64>,
    usual_width: f64,
    unicode: BTreeMap<u32, String>,
}

/// A sign of a text.
pub(super) struct Sign<'a> {
    /// Advance, em.
    pub width: f64,
    /// What it means; empty where the font does not say.
    pub text: std::borrow::Cow<'a, str>,
    /// The single-byte space, to which word spacing belongs.
    pub space: bool,
}

impl Font {
    /// Reads the dictionary of a font.
    pub(super) fn read(doc: &Document, dict: &Dictionary) -> Font {
        let base = String::from_utf8_lossy(name(doc, dict, b"BaseFont").unwrap_or(b""))
            .into_owned();
        let mark = base.split_once('+').filter(|(mark, _)| mark.len() == 6);
        let subtype = name(doc, dict, b"Subtype").unwrap_or(b"");
        let mut font = Font {
            subset: mark.is_some(),
            name: mark.map_or(base.clone(), |(_, rest)| rest.to_owned()),
            usual_width: 0.5,
            ..Font::default()
        };
        if subtype == b"Type3" {
            // Its signs are drawings of the file itself.
            font.embedded = true;
        }
        let descendant = get(doc, dict, b"DescendantFonts")
            .and_then(|o| o.as_array().ok()?.first())
            .and_then(|o| as_dictionary(doc.dereference(o).ok()?.1));
        match descendant {
            Some(cid) => font.read_wide(doc, dict, cid),
            None => font.read_narrow(doc, dict, subtype == b"Type3"),
        }
        if let Some(Object::Stream(map)) = get(doc, dict, b"ToUnicode") {
            font.unicode = to_unicode(&content(map));
        }
        font
    }

    fn read_wide(&mut self, doc: &Document, dict: &Dictionary, cid: &Dictionary) {
        self.wide = true;
        self.vertical = name(doc, dict, b"Encoding").is_some_and(|n| n.ends_with(b"V"));
        self.embedded = has_program(doc, cid);
        self.usual_width = number(doc, cid, b"DW").unwrap_or(1000.0) / 1000.0;
        let list = get(doc, cid, b"W").and_then(|o| o.as_array().ok());
        let list: Vec<&Object> = list
            .map(|l| l.iter().filter_map(|o| Some(doc.dereference(o).ok()?.1)).collect())
            .unwrap_or_default();
        let mut at = 0;
        while at + 1 < list.len() && self.widths.len() < MAX_CODES {
            let first = list[at].as_float().unwrap_or(0.0) as u32;
            if let Ok(widths) = list[at + 1].as_array() {
                for (i, width) in widths.iter().enumerate().take(MAX_CODES) {
                    let width = width.as_float().unwrap_or(0.0);
                    let code = first.saturating_add(i as u32);
                    self.widths.insert(code, f64::from(width) / 1000.0);
                }
                at += 2;
            } else {
                let last = list[at + 1].as_float().unwrap_or(0.0) as u32;
                let width =
                    list.get(at + 2).and_then(|o| o.as_float().ok()).unwrap_or(0.0);
                for code in (first..=last).take(MAX_CODES) {
                    self.widths.insert(code, f64::from(width) / 1000.0);
                }
                at += 3;
            }
        }
    }

    fn read_narrow(&mut self, doc: &Document, dict: &Dictionary, drawn: bool) {
        self.embedded |= has_program(doc, dict);
        let first = number(doc, dict, b"FirstChar").unwrap_or(0.0) as u32;
        let widths =
            get(doc, dict, b"Widths").map(|o| numbers(doc, o)).unwrap_or_default();
        // Signs that are drawn have their own unit.
        let unit = if drawn {
            let matrix = get(doc, dict, b"FontMatrix").map(|o| numbers(doc, o));
            matrix.and_then(|m| m.first().copied()).unwrap_or(0.001)
        } else {
            0.001
        };
        for (i, width) in widths.iter().enumerate().take(256) {
            self.widths.insert(first.saturating_add(i as u32), width * unit);
        }
    }

    /// The signs of a shown text.
    pub(super) fn signs<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = Sign<'a>> {
        let step = if self.wide { 2 } else { 1 };
        bytes.chunks(step).map(move |code| {
            let code = code.iter().fold(0, |sum, b| sum * 256 + u32::from(*b));
            let text = match self.unicode.get(&code) {
                Some(text) => text.as_str().into(),
                None if self.wide => "".into(),
                None => char::from_u32(code).map(String::from).unwrap_or_default().into(),
            };
            let width = self.widths.get(&code).copied().unwrap_or(self.usual_width);
            Sign { width, text, space: !self.wide && code == 32 }
        })
    }
}

fn has_program(doc: &Document, dict: &Dictionary) -> bool {
    dictionary(doc, dict, b"FontDescriptor").is_some_and(|d| {
        [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"].iter().any(|key| d.has(key))
    })
}

/// A ToUnicode map (Adobe technical note 5411): codes → text.
fn to_unicode(bytes: &[u8]) -> BTreeMap<u32, String> {
    let mut map = BTreeMap::new();
    let mut ops = Operations::new(bytes);
    while let Some((word, _)) = ops.advance() {
        if map.len() > MAX_CODES {
            break;
        }
        match word {
            b"endbfchar" => {
                for pair in ops.operands.chunks_exact(2) {
                    if let [Operand::Text(code), Operand::Text(text)] = pair {
                        map.insert(code_of(code), utf16(text));
                    }
                }
            }
            b"endbfrange" => {
                for three in ops.operands.chunks_exact(3) {
                    range(three, &mut map);
                }
            }
            _ => {}
        }
    }
    map
}

fn range(three: &[Operand], map: &mut BTreeMap<u32, String>) {
    let [Operand::Text(first), Operand::Text(last), to] = three else { return };
    let (first, last) = (code_of(first), code_of(last));
    match to {
        Operand::Text(text) => {
            for code in (first..=last).take(65_536) {
                let mut text = text.clone();
                // Only the last byte grows.
                if let Some(end) = text.last_mut() {
                    *end = end.wrapping_add((code - first) as u8);
                }
                map.insert(code, utf16(&text));
            }
        }
        Operand::List(list) => {
            for (code, item) in (first..=last).zip(list) {
                if let Operand::Text(text) = item {
                    map.insert(code, utf16(text));
                }
            }
        }
        _ => {}
    }
}

fn code_of(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |sum: u32, b| (sum << 8) | u32::from(*b))
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> =
        bytes.chunks_exact(2).map(|b| u16::from_be_bytes([b[0], b[1]])).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_to_unicode_are_read_in_all_three_forms() {
        let map = to_unicode(
            b"begincmap 2 beginbfchar <0001> <4EE4> <0002> <D842DFB7> endbfchar\n\
              2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<3042> <3044>] endbfrange",
        );
        let expected = [
            (1, "令"),
            (2, "𠮷"),
            (16, "A"),
            (17, "B"),
            (18, "C"),
            (32, "あ"),
            (33, "い"),
        ];
        let found: Vec<(u32, &str)> = map.iter().map(|(c, t)| (*c, t.as_str())).collect();
        assert_eq!(found, expected);
    }
}
