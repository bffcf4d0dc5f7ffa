//! 入稿前の検査 (preflight): any PDF → what is on its pages → findings that an official
//! can pass on to a printer.
//!
//! [`inspect`] interprets the content of every page as far as printing needs it: where
//! text, areas, lines and images lie, in which inks, whether they overprint. [`judge`]
//! compares that with what printers ask for. Bytes are foreign: they are parsed within
//! limits and a panic of the parser is a finding.

mod boxes;
mod colour;
mod content;
mod document;
mod font;
mod geometry;
pub mod ink;
mod judge;
pub mod lexer;
mod objects;
mod painting;
mod state;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, ObjectId};

pub use self::boxes::Boxes;
pub use self::colour::{Paint, Way};
pub use self::content::{Image, Mark, Shape, Text};
pub use self::font::Font;
pub use self::geometry::{MM, Matrix, Rect};
pub use self::judge::{Limits, judge};
pub use self::words::pages as page_list;

/// Why a file cannot be inspected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// No PDF by its bytes.
    NotPdf,
    /// More bytes than are read.
    TooLarge,
    /// A password protects it.
    Encrypted,
    /// The parser cannot make sense of it.
    Broken,
    /// More pages, objects or drawing than are looked at.
    TooComplex,
}

/// Something on a page that printing does not want, beside what is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    /// Half transparent paint, blending or a soft mask.
    Transparency,
    /// A link, a form field or another annotation.
    Annotation,
    /// Something in the content that could not be followed.
    Unread,
}

/// One page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its boxes.
    pub boxes: Boxes,
    /// What is painted, from back to front.
    pub marks: Vec<Mark>,
    /// What else is there.
    pub oddities: BTreeSet<Oddity>,
}

/// What a file says of itself.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    /// `PDF/X-1a:2003` or the like.
    pub standard: Option<String>,
    /// The printing condition: `JC200103`.
    pub condition: Option<String>,
    /// An ICC profile of the printing condition is inside.
    pub profile: bool,
    /// The program that made it.
    pub creator: Option<String>,
    /// The program that wrote it.
    pub producer: Option<String>,
    /// The version in its header: `1.4`.
    pub version: String,
    /// Its cross-reference table was damaged and has been repaired for reading.
    pub repaired: bool,
}

/// A whole file.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// Its pages, in order.
    pub pages: Vec<Page>,
    /// Its fonts. Marks name them by their place.
    pub fonts: Vec<Font>,
    /// 特色.
    pub spots: BTreeSet<String>,
    /// What it says of itself.
    pub claims: Claims,
}

/// Reads a PDF.
///
/// # Errors
/// [`Trouble`], where not all of it can be looked at.
pub fn inspect(bytes: &[u8]) -> Result<Inspection, Trouble> {
    // lopdf parses foreign bytes; its panics are no reason to end.
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or(Err(Trouble::Broken))
}

fn read(bytes: &[u8]) -> Result<Inspection, Trouble> {
    let doc = document::open(bytes)?;
    let mut shelf = content::Shelf::new(&doc);
    let mut pages = Vec::new();
    for id in doc.page_iter() {
        let boxes = Boxes::read(&doc, id).ok_or(Trouble::Broken)?;
        let mut oddities = BTreeSet::new();
        if annotated(&doc, id) {
            oddities.insert(Oddity::Annotation);
        }
        let marks = content::page(&mut shelf, id, &boxes, &mut oddities)?;
        pages.push(Page { boxes, marks, oddities });
    }
    let claims = claims(&doc);
    Ok(Inspection { pages, fonts: shelf.fonts, spots: shelf.spots, claims })
}

/// Whether a page has annotations other than the marks and traps of printing.
fn annotated(doc: &Document, page: ObjectId) -> bool {
    let Ok(dict) = doc.get_dictionary(page) else { return false };
    let list = document::get(doc, dict, b"Annots").and_then(|o| o.as_array().ok());
    list.is_some_and(|list| {
        list.iter().any(|item| {
            let dict =
                doc.dereference(item).ok().and_then(|(_, o)| document::as_dictionary(o));
            let kind = dict.and_then(|d| document::name(doc, d, b"Subtype"));
            !matches!(kind, Some(b"PrinterMark" | b"TrapNet"))
        })
    })
}

fn claims(doc: &Document) -> Claims {
    let empty = Dictionary::new();
    let info = document::dictionary(doc, &doc.trailer, b"Info").unwrap_or(&empty);
    let catalog = doc.catalog().unwrap_or(&empty);
    let intents: BTreeMap<_, _> = document::get(doc, catalog, b"OutputIntents")
        .and_then(|o| o.as_array().ok())
        .into_iter()
        .flatten()
        .filter_map(|o| document::as_dictionary(doc.dereference(o).ok()?.1))
        .filter_map(|d| Some((document::name(doc, d, b"S")?, d)))
        .collect();
    let intent = intents.get(b"GTS_PDFX".as_slice());
    let in_metadata = || {
        let metadata = document::get(doc, catalog, b"Metadata")?.as_stream().ok()?;
        let text = String::from_utf8_lossy(&document::content(metadata)).into_owned();
        let (_, rest) = text.split_once("GTS_PDFXVersion>")?;
        Some(rest.split_once('<')?.0.to_owned())
    };
    Claims {
        standard: document::text(doc, info, b"GTS_PDFXVersion").or_else(in_metadata),
        condition: intent
            .and_then(|d| document::text(doc, d, b"OutputConditionIdentifier")),
        profile: intent.is_some_and(|d| d.has(b"DestOutputProfile")),
        creator: document::text(doc, info, b"Creator"),
        producer: document::text(doc, info, b"Producer"),
        version: doc.version.clone(),
        repaired: doc.xref_recovery.is_some(),
    }
}
