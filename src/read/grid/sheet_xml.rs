//! What calamine does not tell: hidden rows and columns, merges, formulas without a
//! saved result, unknown error words; and the scan that makes an .ods safe to open.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{MAX_PART, MAX_SPREAD, Merge, Trouble};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// XML elements in one part; more is refused.
const MAX_ELEMENTS: usize = 20_000_000;
/// Nesting in an .ods; calamine's reader recurses.
const MAX_DEPTH: usize = 256;

/// What the second pass over one worksheet found.
#[derive(Default)]
pub(super) struct Side {
    pub hidden_rows: Vec<u32>,
    pub hidden_cols: Vec<(u32, u32)>,
    pub merges: Vec<Merge>,
    pub uncomputed: Vec<(u32, u32)>,
    pub odd_errors: Vec<(u32, u32, String)>,
}

/// Reads every worksheet part, by sheet name.
pub(super) fn read_all(archive: &mut Archive) -> Result<HashMap<String, Side>, Trouble> {
    let Some(workbook) = find(archive, "xl/workbook.xml") else {
        return Ok(HashMap::new());
    };
    let mut sheets = Vec::new();
    each(archive, workbook, |event, _| {
        if let Event::Start(e) = event
            && e.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (attribute(e, "name"), attribute(e, "r:id"))
        {
            sheets.push((name, id));
        }
    })?;
    let mut targets = HashMap::new();
    if let Some(rels) = find(archive, "xl/_rels/workbook.xml.rels") {
        each(archive, rels, |event, _| {
            if let Event::Start(e) = event
                && let (Some(id), Some(target)) =
                    (attribute(e, "Id"), attribute(e, "Target"))
            {
                targets.insert(id, target);
            }
        })?;
    }
    let mut found = HashMap::new();
    for (name, id) in sheets {
        let Some(target) = targets.get(&id) else { continue };
        let path = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{target}"),
        };
        if let Some(part) = find(archive, &path) {
            found.insert(name, read_sheet(archive, part)?);
        }
    }
    Ok(found)
}

fn read_sheet(archive: &mut Archive, part: usize) -> Result<Side, Trouble> {
    let mut side = Side::default();
    let mut cell: Option<OpenCell> = None;
    each(archive, part, |event, depth_text| match event {
        Event::Start(e) => match e.local_name().as_ref() {
            "row" if is_true(attribute(e, "hidden")) => {
                if let Some(row) = attribute(e, "r").and_then(|r| r.parse::<u32>().ok()) {
                    side.hidden_rows.push(row.saturating_sub(1));
                }
            }
            "col" if is_true(attribute(e, "hidden")) => {
                let number =
                    |k| attribute(e, k).and_then(|v: String| v.parse::<u32>().ok());
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    side.hidden_cols
                        .push((first.saturating_sub(1), last.saturating_sub(1)));
                }
            }
            "c" => {
                cell = attribute(e, "r").and_then(|r| parse_ref(&r)).map(|at| OpenCell {
                    is_string: attribute(e, "t").as_deref() == Some("str"),
                    has_text: false,
                    at,
                    is_error: attribute(e, "t").as_deref() == Some("e"),
                    formula: false,
                    value: None,
                });
            }
            "f" => {
                if let Some(cell) = &mut cell {
                    cell.formula = true;
                }
            }
            "v" | "is" => {
                if let Some(cell) = &mut cell {
                    cell.has_text = false;
                    cell.value = Some(String::new());
                }
            }
            "mergeCell" => {
                let area = attribute(e, "ref");
                let ends = area.as_deref().and_then(|a| a.split_once(':'));
                let ends = ends.and_then(|(a, b)| parse_ref(a).zip(parse_ref(b)));
                if let Some((start, end)) = ends
                    && side.merges.len() < 100_000
                {
                    side.merges.push(Merge { start, end });
                }
            }
            _ => {}
        },
        Event::Text(_) => {
            if let Some(cell) = &mut cell {
                cell.has_text |= !depth_text.trim().is_empty();
            }
            if let Some(OpenCell { is_error: true, value: Some(value), .. }) = &mut cell {
                value.push_str(depth_text);
            }
        }
        Event::End(e) if e.local_name().as_ref() == "c" => {
            let Some(done) = cell.take() else { return };
            match done.value {
                None if done.formula => side.uncomputed.push(done.at),
                Some(_) if done.formula && !done.has_text && !done.is_string => {
                    side.uncomputed.push(done.at);
                }
                Some(text) if done.is_error => {
                    side.odd_errors.push((done.at.0, done.at.1, text));
                }
                _ => {}
            }
        }
        _ => {}
    })?;
    Ok(side)
}

struct OpenCell {
    at: (u32, u32),
    is_error: bool,
    /// `t="str"`: an empty result is a result.
    is_string: bool,
    formula: bool,
    /// Some text stood in the cell: its formula or its value.
    has_text: bool,
    value: Option<String>,
}

/// `E14` → zero-based (13, 4).
fn parse_ref(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(digits);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let col = letters.bytes().try_fold(0u32, |n, b| {
        b.is_ascii_alphabetic()
            .then(|| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, col - 1))
}

fn is_true(value: Option<String>) -> bool {
    matches!(value.as_deref(), Some("1" | "true"))
}

fn attribute(element: &BytesStart, key: &str) -> Option<String> {
    let found = element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.as_ref() == key)?;
    found.normalized_value(quick_xml::XmlVersion::default()).ok().map(|v| v.into_owned())
}

fn find(archive: &mut Archive, path: &str) -> Option<usize> {
    (0..archive.len()).find(|&i| {
        archive.by_index_raw(i).is_ok_and(|part| {
            part.name()
                .is_ok_and(|name| name.replace('\\', "/").eq_ignore_ascii_case(path))
        })
    })
}

/// Calls back for every event of a part; text comes unescaped beside it.
fn each(
    archive: &mut Archive,
    part: usize,
    mut visit: impl FnMut(&Event, &str),
) -> Result<(), Trouble> {
    let file = archive.by_index(part).map_err(|e| Trouble::Broken(e.to_string()))?;
    let mut reader = reader(BufReader::new(file.take(MAX_PART)));
    let mut buffer = Vec::new();
    for _ in 0..MAX_ELEMENTS {
        buffer.clear();
        let event = reader
            .read_event_into(&mut buffer)
            .map_err(|e| Trouble::Broken(e.to_string()))?;
        match &event {
            Event::Eof => return Ok(()),
            Event::Text(text) => {
                let text: &str = text;
                visit(&event, text);
            }
            _ => visit(&event, ""),
        }
    }
    Err(Trouble::TooLarge("中の要素の数が上限を超えます".to_owned()))
}

fn reader<R: BufRead>(inner: R) -> Reader<R> {
    let mut reader = Reader::from_reader(inner);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = true;
    reader
}

/// calamine never returns from an .ods that ends inside a table, and multiplies
/// `number-columns-repeated` by rows; both are found here first.
pub(super) fn scan_ods(archive: &mut Archive) -> Result<(), Trouble> {
    let Some(part) = find(archive, "content.xml") else {
        return Err(Trouble::Broken("content.xml がない".to_owned()));
    };
    let mut depth = 0usize;
    let mut deepest = 0usize;
    let mut spread = Spread::default();
    each(archive, part, |event, _| match event {
        Event::Start(e) => {
            depth += 1;
            deepest = deepest.max(depth);
            spread.open(e);
        }
        Event::End(e) => {
            depth = depth.saturating_sub(1);
            if e.name().as_ref() == "table:table-row" {
                spread.close_row();
            }
        }
        _ => {}
    })?;
    if depth != 0 {
        return Err(Trouble::Broken("content.xml が途中で切れている".to_owned()));
    }
    if deepest > MAX_DEPTH || spread.total > MAX_SPREAD {
        return Err(Trouble::TooLarge("離れた所に書かれたセルがあります".to_owned()));
    }
    Ok(())
}

/// The cells an .ods expands to.
#[derive(Default)]
struct Spread {
    total: u64,
    row_repeat: u64,
    col: u64,
    last_filled: u64,
    pending_empty: u64,
    seen_filled: bool,
}

impl Spread {
    fn open(&mut self, e: &BytesStart) {
        let repeat = |key| {
            attribute(e, key).and_then(|v| v.parse::<u64>().ok()).unwrap_or(1).max(1)
        };
        match e.name().as_ref() {
            "table:table" => (self.pending_empty, self.seen_filled) = (0, false),
            "table:table-row" => {
                self.row_repeat = repeat("table:number-rows-repeated");
                (self.col, self.last_filled) = (0, 0);
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.col =
                    self.col.saturating_add(repeat("table:number-columns-repeated"));
                let filled = ["office:value-type", "table:formula", "office:value"];
                if filled.iter().any(|k| attribute(e, k).is_some()) {
                    self.last_filled = self.col;
                }
            }
            _ => {}
        }
    }

    fn close_row(&mut self) {
        if self.last_filled == 0 {
            self.pending_empty = self.pending_empty.saturating_add(self.row_repeat);
            return;
        }
        let gap = if self.seen_filled { self.pending_empty } else { 0 };
        let rows = gap.saturating_add(self.row_repeat);
        self.total = self.total.saturating_add(rows.saturating_mul(self.last_filled));
        self.pending_empty = 0;
        self.seen_filled = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cell_references() {
        assert_eq!(parse_ref("E14"), Some((13, 4)));
        assert_eq!(parse_ref("AA1"), Some((0, 26)));
        assert_eq!(parse_ref("A0"), None);
        assert_eq!(parse_ref("14"), None);
        assert_eq!(parse_ref("ABCD1"), None);
    }
}
