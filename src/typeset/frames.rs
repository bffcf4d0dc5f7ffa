//! Where the texts of a typeset document stand.

use typst::layout::{Frame, FrameItem, Point, Transform};
use typst_layout::PagedDocument;

/// A run of text in one font and size.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedText {
    /// The page, from 1.
    pub page: usize,
    /// Left edge, mm from the left edge of the page.
    pub x: f64,
    /// Baseline, mm from the upper edge of the page.
    pub y: f64,
    /// Width, mm.
    pub width: f64,
    /// Size of the type, mm.
    pub size: f64,
    /// The text.
    pub text: String,
}

/// Every run of text, page by page in the order of drawing.
pub(super) fn placed_texts(document: &PagedDocument) -> Vec<PlacedText> {
    let mut out = Vec::new();
    for (i, page) in document.pages().iter().enumerate() {
        collect(&page.frame, Transform::identity(), i + 1, &mut out);
    }
    out
}

fn collect(frame: &Frame, outer: Transform, page: usize, out: &mut Vec<PlacedText>) {
    for (at, item) in frame.items() {
        let here = outer.pre_concat(Transform::translate(at.x, at.y));
        match item {
            FrameItem::Group(group) => {
                collect(&group.frame, here.pre_concat(group.transform), page, out);
            }
            FrameItem::Text(text) => {
                let origin = Point::zero().transform(here);
                out.push(PlacedText {
                    page,
                    x: origin.x.to_mm(),
                    y: origin.y.to_mm(),
                    width: text.width().to_mm(),
                    size: text.size.to_mm(),
                    text: text.text.to_string(),
                });
            }
            _ => {}
        }
    }
}
