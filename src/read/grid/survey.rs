//! What a judge of machine readability needs of a file beyond its cells: formulas,
//! objects, and cells that look different from their neighbours.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use quick_xml::events::{BytesStart, Event};

use super::cells::Position;
use super::xml::{Package, attribute, number, parse_ref};
use super::{Format, Sheet, Trouble, read_as};

/// Cells of one sheet whose look is remembered.
const MAX_CELLS: usize = 1_000_000;

/// A file and its looks.
#[derive(Debug)]
pub struct Survey {
    /// What it is.
    pub format: Format,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// The looks of each sheet; `None` where the format does not tell them to us.
    pub looks: Option<Vec<Looks>>,
    /// Begins with a byte order mark.
    pub has_bom: bool,
}

/// How the cells of a sheet look.
#[derive(Debug, Default)]
pub struct Looks {
    /// Cells with a formula.
    pub formulas: Vec<Position>,
    /// Pictures, shapes and charts.
    pub objects: usize,
    /// The look of a cell: cells of one number look the same, 0 is plain.
    pub looks: BTreeMap<Position, usize>,
}

/// Reads a file for judging.
///
/// # Errors
/// As [`super::read`].
pub fn survey(bytes: &[u8]) -> Result<Survey, Trouble> {
    let (format, sheets) = read_as(bytes)?;
    let looks = match format {
        // As in `read_as`: a parser that panics must not end the program.
        Format::Xlsx => {
            let read = || read_looks(&mut Package::open(bytes)?);
            let looks = catch_unwind(AssertUnwindSafe(read));
            Some(looks.unwrap_or_else(|_| Err(Trouble::Broken("中断した".to_owned())))?)
        }
        _ => None,
    };
    let has_bom = bytes.starts_with(b"\xef\xbb\xbf");
    Ok(Survey { format, sheets, looks, has_bom })
}

/// In the order in which [`super::xlsx::read`] lists the sheets.
fn read_looks(package: &mut Package) -> Result<Vec<Looks>, Trouble> {
    let root = package.relations("")?;
    let workbook = root.iter().find(|r| r.kind == "officeDocument");
    let workbook = workbook.map_or("xl/workbook.xml", |r| &r.target).to_owned();
    let mut ids = Vec::new();
    if let Some(part) = package.find(&workbook) {
        package.each(part, |event| {
            if let Event::Start(e) = event
                && e.local_name().as_ref() == "sheet"
            {
                ids.push(attribute(e, "id").unwrap_or_default());
            }
            Ok(())
        })?;
    }
    let relations = package.relations(&workbook)?;
    let styles = relations.iter().find(|r| r.kind == "styles");
    let styles = match styles.and_then(|r| package.find(&r.target)) {
        Some(part) => read_styles(package, part)?,
        None => Vec::new(),
    };
    let mut list = Vec::new();
    for id in ids {
        let Some(relation) =
            relations.iter().find(|r| r.id == id && r.kind == "worksheet")
        else {
            continue;
        };
        let mut looks = Looks::default();
        if let Some(part) = package.find(&relation.target) {
            read_sheet(package, part, &styles, &mut looks)?;
        }
        for drawing in package.relations(&relation.target)? {
            if drawing.kind != "drawing" {
                continue;
            }
            if let Some(part) = package.find(&drawing.target) {
                package.each(part, |event| {
                    if let Event::Start(e) = event
                        && e.local_name().as_ref().ends_with("Anchor")
                    {
                        looks.objects += 1;
                    }
                    Ok(())
                })?;
            }
        }
        list.push(looks);
    }
    Ok(list)
}

fn read_sheet(
    package: &mut Package,
    part: usize,
    styles: &[usize],
    looks: &mut Looks,
) -> Result<(), Trouble> {
    let mut at = None;
    package.each(part, |event| {
        let Event::Start(e) = event else { return Ok(()) };
        match e.local_name().as_ref() {
            "c" => {
                at = attribute(e, "r").and_then(|r| parse_ref(&r));
                let style: usize = number(e, "s").unwrap_or(0);
                let look = styles.get(style).copied().unwrap_or(0);
                if let Some(at) = at.filter(|_| looks.looks.len() < MAX_CELLS) {
                    looks.looks.insert(at, look);
                }
            }
            "f" => {
                looks.formulas.extend(at.filter(|_| looks.formulas.len() < MAX_CELLS));
            }
            _ => {}
        }
        Ok(())
    })
}

/// The look of each cell style: fill, and weight, slant and colour of the font. Number
/// formats, borders and alignment say nothing about the data.
fn read_styles(package: &mut Package, part: usize) -> Result<Vec<usize>, Trouble> {
    let (mut fonts, mut fills): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut known: Vec<(String, String)> = Vec::new();
    let mut styles = Vec::new();
    let mut place = "";
    package.each(part, |event| {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "fonts" => place = "fonts",
                "fills" => place = "fills",
                "cellXfs" => place = "cellXfs",
                "font" if place == "fonts" => fonts.push(String::new()),
                "fill" if place == "fills" => fills.push(String::new()),
                name @ ("b" | "i" | "color") if place == "fonts" => {
                    if let Some(font) = fonts.last_mut() {
                        font.push_str(&format!("{name}{};", colour(e)));
                    }
                }
                "patternFill" if place == "fills" => {
                    let kind = attribute(e, "patternType").unwrap_or_default();
                    if let Some(fill) = fills.last_mut().filter(|_| kind != "none") {
                        fill.push_str(&kind);
                    }
                }
                "fgColor" if place == "fills" => {
                    if let Some(fill) = fills.last_mut().filter(|f| !f.is_empty()) {
                        fill.push_str(&colour(e));
                    }
                }
                "xf" if place == "cellXfs" => {
                    let font: usize = number(e, "fontId").unwrap_or(0);
                    let fill: usize = number(e, "fillId").unwrap_or(0);
                    let look = (
                        fonts.get(font).cloned().unwrap_or_default(),
                        fills.get(fill).cloned().unwrap_or_default(),
                    );
                    let index = known.iter().position(|k| *k == look);
                    styles.push(index.unwrap_or_else(|| {
                        known.push(look);
                        known.len() - 1
                    }));
                }
                _ => {}
            },
            Event::End(e) => {
                if matches!(e.local_name().as_ref(), "fonts" | "fills" | "cellXfs") {
                    place = "";
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

fn colour(e: &BytesStart) -> String {
    let parts = ["rgb", "theme", "indexed", "tint", "val"];
    let of = |name: &&str| Some(format!("{name}={}", attribute(e, name)?));
    parts.iter().filter_map(of).collect::<Vec<_>>().join(",")
}
