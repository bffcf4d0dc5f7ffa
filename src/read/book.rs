//! One returned file → its sheets, and what is odd about the file itself.

use crate::catalog::{self, Rule};
use crate::diag::{BookId, CellRef, Diagnostic, Origin, SheetId, Sources};
use crate::read::grid::{self, CellValue, Format, Sheet};
use crate::read::trouble;
use crate::text::{shorten, some_of};

/// A file that could be read.
pub struct Book {
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// Their ids, in the same order.
    pub ids: Vec<SheetId>,
    /// Remarks on the file.
    pub findings: Vec<Diagnostic>,
}

/// Reads a file and registers its sheets.
///
/// # Errors
/// The finding for a file that cannot be read; it has no place yet.
pub fn open(
    bytes: &[u8],
    path: &str,
    book: BookId,
    sources: &mut Sources,
) -> Result<Book, Box<Diagnostic>> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (format, sheets) = grid::read_named(bytes, name)
        .map_err(|trouble| Box::new(trouble::describe(&trouble)))?;
    let ids: Vec<SheetId> =
        sheets.iter().map(|s| sources.add_sheet(book, &s.name)).collect();
    let mut findings = Vec::new();
    if Format::of_name(name) != Some(format) {
        let extension = name.rsplit_once('.').map_or("", |(_, e)| e);
        let text = format!(
            "拡張子は .{extension} ですが、中身は{}です。中身に従って読みました",
            format.label()
        );
        let finding = Diagnostic::new(&catalog::EXTENSION_DIFFERS, text);
        findings.push(finding.at(Origin::book(book)));
    }
    let lost = |c: char| c == '\u{fffd}';
    let private = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c);
    let rule = &catalog::REPLACEMENT_CHARACTERS;
    for (is_odd, what) in [
        (&lost as &dyn Fn(char) -> bool, "文字が失われています（文字化け）"),
        (&private, "外字があります。そのまま読みましたが、ほかのパソコンでは出ません"),
    ] {
        findings.extend(characters(&sheets, &ids, book, rule, is_odd, what));
    }
    Ok(Book { sheets, ids, findings })
}

/// One finding for all cells that hold such a character, the first five by name.
fn characters(
    sheets: &[Sheet],
    ids: &[SheetId],
    book: BookId,
    rule: &'static Rule,
    is_odd: &dyn Fn(char) -> bool,
    what: &str,
) -> Option<Diagnostic> {
    let mut first = None;
    let mut shown = Vec::new();
    let mut count = 0;
    for (sheet, id) in sheets.iter().zip(ids) {
        for (&(row, col), value) in &sheet.cells {
            let CellValue::Text(text) = value else { continue };
            if !text.contains(is_odd) {
                continue;
            }
            count += 1;
            first.get_or_insert(Origin::cell(book, *id, row, col));
            if shown.len() < 5 {
                shown.push(format!("{}「{}」", CellRef { row, col }, shorten(text, 15)));
            }
        }
    }
    let text = format!("{what}: {}", some_of(&shown, count, "個"));
    Some(Diagnostic::new(rule, text).at(first?))
}
