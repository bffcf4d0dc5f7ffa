//! Foreign bytes → objects, within limits, and what the objects say of pages.

use std::cell::Cell;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

use super::Trouble;
use super::geometry::Rect;

/// Larger files are not read.
const MAX_FILE: usize = 128 << 20;
/// What one stream of objects may inflate to.
const MAX_OBJECT_STREAM: usize = 16 << 20;
/// Numbers, names, lists … of a whole file; beyond, objects are left out and the file is
/// refused.
const MAX_VALUES: usize = 4_000_000;
/// What one content stream, font map or image may inflate to.
pub(super) const MAX_STREAM: usize = 64 << 20;
/// Pages that are looked at.
const MAX_PAGES: usize = 1000;
/// Deeper page trees are not followed.
const MAX_TREE: usize = 64;

thread_local! {
    /// Values that are still allowed in the file being loaded on this thread.
    static ALLOWED: Cell<usize> = const { Cell::new(0) };
}

/// Called by the parser for every object; keeps memory within bounds.
fn within_limits(id: ObjectId, object: &mut Object) -> Option<((u32, u16), Object)> {
    let size = values(object, MAX_TREE);
    let left = ALLOWED.get();
    ALLOWED.set(left.saturating_sub(size));
    (left > size).then(|| (id, object.clone()))
}

fn values(object: &Object, depth: usize) -> usize {
    if depth == 0 {
        return 1;
    }
    match object {
        Object::Array(list) => {
            1 + list.iter().map(|o| values(o, depth - 1)).sum::<usize>()
        }
        Object::Dictionary(dict) => in_dictionary(dict, depth),
        Object::Stream(stream) => in_dictionary(&stream.dict, depth),
        _ => 1,
    }
}

fn in_dictionary(dict: &Dictionary, depth: usize) -> usize {
    1 + dict.iter().map(|(_, o)| values(o, depth - 1)).sum::<usize>()
}

/// Parses a file.
pub(super) fn open(bytes: &[u8]) -> Result<Document, Trouble> {
    if bytes.len() > MAX_FILE {
        return Err(Trouble::TooLarge);
    }
    // The mark may stand after some rubbish (ISO 32000-1, annex H.3, note 13).
    if !bytes[..bytes.len().min(1024)].windows(5).any(|w| w == b"%PDF-") {
        return Err(Trouble::NotPdf);
    }
    ALLOWED.set(MAX_VALUES);
    let options = LoadOptions {
        filter: Some(within_limits),
        max_decompressed_size: Some(MAX_OBJECT_STREAM),
        ..LoadOptions::default()
    };
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|_| Trouble::Broken)?;
    if document.trailer.has(b"Encrypt") || document.was_encrypted() {
        return Err(Trouble::Encrypted);
    }
    if ALLOWED.get() == 0 {
        return Err(Trouble::TooComplex);
    }
    let pages = document.page_iter().take(MAX_PAGES + 1).count();
    match pages {
        0 => Err(Trouble::Broken),
        n if n > MAX_PAGES => Err(Trouble::TooComplex),
        _ => Ok(document),
    }
}

/// A value of a dictionary, with references followed.
pub(super) fn get<'a>(
    doc: &'a Document,
    dict: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    let (_, object) = doc.dereference(dict.get(key).ok()?).ok()?;
    (!object.is_null()).then_some(object)
}

/// A dictionary in a dictionary; that of a stream as well.
pub(super) fn dictionary<'a>(
    doc: &'a Document,
    dict: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    as_dictionary(get(doc, dict, key)?)
}

/// An object as a dictionary; that of a stream as well.
pub(super) fn as_dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// A name in a dictionary.
pub(super) fn name<'a>(
    doc: &'a Document,
    dict: &'a Dictionary,
    key: &[u8],
) -> Option<&'a [u8]> {
    get(doc, dict, key)?.as_name().ok()
}

/// A number in a dictionary.
pub(super) fn number(doc: &Document, dict: &Dictionary, key: &[u8]) -> Option<f64> {
    get(doc, dict, key)?.as_float().ok().map(f64::from)
}

/// A list of numbers.
pub(super) fn numbers(doc: &Document, object: &Object) -> Vec<f64> {
    let Ok(list) = object.as_array() else { return Vec::new() };
    list.iter()
        .filter_map(|o| doc.dereference(o).ok()?.1.as_float().ok().map(f64::from))
        .collect()
}

/// A stream without its filters, up to [`MAX_STREAM`]; empty where it cannot be had.
pub(super) fn content(stream: &Stream) -> Vec<u8> {
    stream.get_plain_content_with_limit(MAX_STREAM).unwrap_or_default()
}

/// A value of a page, or of the branches above it.
pub(super) fn inherited<'a>(
    doc: &'a Document,
    page: ObjectId,
    key: &[u8],
) -> Option<&'a Object> {
    let mut dict = doc.get_dictionary(page).ok()?;
    for _ in 0..MAX_TREE {
        if let Some(found) = get(doc, dict, key) {
            return Some(found);
        }
        dict = dictionary(doc, dict, b"Parent")?;
    }
    None
}

/// A box of a page; `None` where it is missing or no rectangle.
pub(super) fn page_box(doc: &Document, page: ObjectId, key: &[u8]) -> Option<Rect> {
    match numbers(doc, inherited(doc, page, key)?)[..] {
        [x0, y0, x1, y1] => Some(Rect::new(x0, y0, x1, y1)),
        _ => None,
    }
}

/// The content of a page, its streams put together.
pub(super) fn page_content(doc: &Document, page: ObjectId) -> Result<Vec<u8>, Trouble> {
    doc.get_page_content_with_limit(page, MAX_STREAM).map_err(|_| Trouble::TooComplex)
}

/// A text string: UTF-16 with its mark, UTF-8 with its mark, or bytes.
pub(super) fn text(doc: &Document, dict: &Dictionary, key: &[u8]) -> Option<String> {
    lopdf::decode_text_string(get(doc, dict, key)?).ok()
}
