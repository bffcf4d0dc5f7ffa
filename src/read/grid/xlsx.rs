//! .xlsx and .xlsm: the parts of the package that a table is made of.
//!
//! Every part is read once, as a stream. calamine would have to be followed by a second
//! pass for what it does not tell (hidden rows, drawings, formulas without a result),
//! refuses whole books for a macro sheet, and allocates from numbers in the file.

use std::collections::{HashMap, HashSet};

use quick_xml::events::{BytesStart, Event};

use super::number::{Shown, shown, thousands};
use super::xml::{Package, attribute, broken, is_true, number, push_text, unescape};
use super::{Budget, MAX_CELLS, MAX_TEXT, Sheet, Trouble, drawing, sheet_xml};

/// What the sheets of a book share.
#[derive(Default)]
pub(super) struct Shared {
    pub strings: Strings,
    /// What a cell style shows, by its number.
    pub styles: Vec<Style>,
    pub is_1904: bool,
}

/// What a cell style shows.
#[derive(Clone, Copy, Default)]
pub(super) struct Style {
    pub shown: Shown,
    /// A line is drawn through the text.
    pub struck: bool,
    /// By how many thousands the number is shortened.
    pub thousands: u32,
}

/// All shared strings one behind the other: a book of a million short strings does not
/// pay for a million allocations.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
    /// The words through which a line is drawn, by the number of their string.
    struck: HashMap<usize, String>,
}

impl Strings {
    /// A string by its number.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index {
            0 => 0,
            _ => *self.ends.get(index - 1)? as usize,
        };
        self.text.get(start..end)
    }

    /// The words of a string through which a line is drawn; they are not in its text.
    pub fn struck(&self, index: usize) -> Option<&str> {
        self.struck.get(&index).map(String::as_str)
    }
}

struct Listed {
    name: String,
    hidden: bool,
    id: String,
}

/// Reads all worksheets; chart sheets and macro sheets hold no table.
pub(super) fn read(package: &mut Package) -> Result<Vec<Sheet>, Trouble> {
    let root = package.relations("")?;
    let workbook = root.iter().find(|r| r.kind == "officeDocument");
    let workbook = workbook.map_or("xl/workbook.xml", |r| &r.target);
    let Some(part) = package.find(workbook) else {
        return Err(broken("ブックの部品がない"));
    };
    let mut shared = Shared::default();
    let mut listed = Vec::new();
    package.each(part, |event| {
        let Event::Start(e) = event else { return Ok(()) };
        match e.local_name().as_ref() {
            "workbookPr" => shared.is_1904 |= is_true(e, "date1904"),
            "sheet" => listed.push(Listed {
                name: attribute(e, "name").unwrap_or_default(),
                hidden: attribute(e, "state").is_some_and(|s| s != "visible"),
                id: attribute(e, "id").unwrap_or_default(),
            }),
            _ => {}
        }
        Ok(())
    })?;
    let relations = package.relations(workbook)?;
    let of_kind = |kind| relations.iter().find(|r| r.kind == kind);
    if let Some(part) = of_kind("styles").and_then(|r| package.find(&r.target)) {
        shared.styles = read_styles(package, part)?;
    }
    if let Some(part) = of_kind("sharedStrings").and_then(|r| package.find(&r.target)) {
        shared.strings = read_strings(package, part)?;
    }
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    let mut parts = HashSet::new();
    for Listed { name, hidden, id } in listed {
        let Some(relation) = relations.iter().find(|r| r.id == id) else {
            return Err(broken(format!("シート「{name}」の部品がない")));
        };
        if relation.kind != "worksheet" {
            continue;
        }
        let Some(part) = package.find(&relation.target) else {
            return Err(broken(format!("シート「{name}」の部品がない")));
        };
        if !parts.insert(part) {
            return Err(broken("二つのシートが同じ部品を指している"));
        }
        let mut sheet = Sheet { name, hidden, ..Sheet::default() };
        sheet_xml::read(package, part, &shared, &mut sheet, &mut budget)?;
        drawing::read(package, &relation.target, &mut sheet, &mut budget)?;
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Whether `<strike/>` draws a line: only `val="0"` says that it does not.
pub(super) fn strikes(e: &BytesStart) -> bool {
    attribute(e, "val").is_none_or(|v| !matches!(&*v, "0" | "false"))
}

fn read_styles(package: &mut Package, part: usize) -> Result<Vec<Style>, Trouble> {
    let mut codes: HashMap<u32, (Shown, u32)> = HashMap::new();
    let mut fonts: Vec<bool> = Vec::new();
    let mut styles = Vec::new();
    let (mut in_fonts, mut in_cells) = (false, false);
    package.each(part, |event| {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "numFmt" => {
                    let id: Option<u32> = number(e, "numFmtId");
                    if let (Some(id), Some(code)) = (id, attribute(e, "formatCode")) {
                        codes.insert(id, (shown(id, Some(&code)), thousands(&code)));
                    }
                }
                "fonts" => in_fonts = true,
                "font" if in_fonts => fonts.push(false),
                "strike" if in_fonts => {
                    if let Some(font) = fonts.last_mut() {
                        *font = strikes(e);
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = number(e, "numFmtId").unwrap_or(0);
                    let known = codes.get(&id).copied();
                    let (shown, thousands) =
                        known.unwrap_or_else(|| (shown(id, None), 0));
                    let font = number::<usize>(e, "fontId").unwrap_or(0);
                    let struck = fonts.get(font).copied().unwrap_or(false);
                    styles.push(Style { shown, struck, thousands });
                }
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "fonts" => in_fonts = false,
                "cellXfs" => in_cells = false,
                _ => {}
            },
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

/// The runs of a string are joined; its reading aid (ふりがな) and the runs that are
/// struck out are left out.
fn read_strings(package: &mut Package, part: usize) -> Result<Strings, Trouble> {
    let mut strings = Strings::default();
    let (mut capture, mut phonetic, mut striking) = (false, false, false);
    let mut start = 0;
    let (mut struck, mut struck_size) = (String::new(), 0);
    package.each(part, |event| {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "si" => {
                    start = strings.text.len();
                    struck.clear();
                    striking = false;
                }
                "r" => striking = false,
                "strike" => striking = strikes(e),
                "rPh" => phonetic = true,
                "t" => capture = !phonetic,
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "rPh" => phonetic = false,
                "t" => capture = false,
                "r" => striking = false,
                "si" => {
                    if !struck.is_empty() {
                        struck_size += struck.len();
                        let words = unescape(&struck).unwrap_or_else(|| struck.clone());
                        strings.struck.insert(strings.ends.len(), words);
                    }
                    if let Some(clean) = unescape(&strings.text[start..]) {
                        strings.text.replace_range(start.., &clean);
                    }
                    strings.ends.push(strings.text.len() as u32);
                }
                _ => {}
            },
            other if capture && striking => push_text(other, &mut struck),
            other if capture => push_text(other, &mut strings.text),
            _ => {}
        }
        let size = strings.text.len() + struck_size + struck.len();
        if strings.ends.len() > MAX_CELLS || size > MAX_TEXT {
            return Err(Trouble::TooLarge("文字の量が上限を超えます".to_owned()));
        }
        Ok(())
    })?;
    Ok(strings)
}
