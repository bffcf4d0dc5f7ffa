//! The tables of a published page: caption and rows of cell texts, in order.

use quick_xml::Reader;
use quick_xml::events::Event;

/// A table of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageTable {
    /// 表題.
    pub caption: String,
    /// Its rows with the header, cell by cell.
    pub rows: Vec<Vec<String>>,
}

/// The tables in `<main>`; `None` where it is not well formed, as our pages are.
pub fn tables(page: &str) -> Option<Vec<PageTable>> {
    let start = page.find("<main")?;
    let end = page.find("</main>")? + "</main>".len();
    let mut reader = Reader::from_str(page.get(start..end)?);
    reader.config_mut().check_end_names = true;
    let mut tables = Vec::new();
    let (mut table, mut text) = (PageTable::default(), String::new());
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => match tag.name().as_ref() {
                "caption" | "th" | "td" => text.clear(),
                "tr" => table.rows.push(Vec::new()),
                "table" => table = PageTable::default(),
                _ => {}
            },
            Event::End(tag) => match tag.name().as_ref() {
                "caption" => table.caption = std::mem::take(&mut text),
                "th" | "td" => table.rows.last_mut()?.push(text.trim().to_owned()),
                "table" => tables.push(std::mem::take(&mut table)),
                _ => {}
            },
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(name) => text.push(match &*name {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                "#39" => '\'',
                _ => return None,
            }),
            Event::Eof => return Some(tables),
            _ => {}
        }
    }
}
