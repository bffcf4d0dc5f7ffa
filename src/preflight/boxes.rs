//! 枠: the boxes of a page.

use lopdf::{Document, ObjectId};

use super::document::{inherited, page_box};
use super::geometry::Rect;

/// The boxes of a page, pt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Boxes {
    /// The whole sheet.
    pub media: Rect,
    /// What viewers show of it.
    pub crop: Rect,
    /// 塗り足し, as written.
    pub bleed: Option<Rect>,
    /// 仕上がり, as written.
    pub trim: Option<Rect>,
    /// Turned by so many degrees.
    pub rotate: i64,
}

impl Boxes {
    /// The boxes of a page; `None` without a MediaBox, which is no page.
    pub(super) fn read(doc: &Document, page: ObjectId) -> Option<Self> {
        let media = page_box(doc, page, b"MediaBox")?;
        let rotate = inherited(doc, page, b"Rotate").and_then(|o| o.as_i64().ok());
        Some(Boxes {
            media,
            crop: page_box(doc, page, b"CropBox").unwrap_or(media),
            bleed: page_box(doc, page, b"BleedBox"),
            trim: page_box(doc, page, b"TrimBox"),
            rotate: rotate.unwrap_or(0),
        })
    }

    /// 仕上がり: the TrimBox, or the sheet where none is given (ISO 32000-1, 14.11.2).
    pub fn finished(&self) -> Rect {
        self.trim.unwrap_or(self.crop)
    }

    /// What may be printed beyond the trim: the BleedBox, or the sheet.
    pub fn printed(&self) -> Rect {
        self.bleed.unwrap_or(self.crop)
    }
}
