//! What the templates report in `<tenken-report>` metadata.

use typst::foundations::{Label, Selector, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst_layout::PagedDocument;

/// What the templates said about their own work. Pages are counted from 1, the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// A planned page began.
    PageStart {
        /// The page it was planned on.
        index: usize,
        /// The page it really began on.
        page: usize,
        /// Its title.
        title: String,
        /// It goes on with what did not fit on the page before.
        continued: bool,
        /// The height that what stands on it needs at the least, mm; 0 for the covers.
        need: i64,
        /// The height that it has below its title, mm; 0 for the covers.
        room: i64,
        /// How many figures and tables it has.
        pictures: i64,
    },
    /// What the manuscript wants on a page goes on to the next.
    Continued {
        /// The page.
        page: usize,
        /// Its title.
        title: String,
        /// It has nothing but text.
        text_only: bool,
        /// By how much it is too high, mm.
        mm: i64,
        /// About as many characters of body text.
        over: i64,
    },
    /// A page holds more than fits on it.
    PageOverflow {
        /// The page.
        page: usize,
        /// The title of the page.
        title: String,
        /// By how much, mm.
        mm: i64,
    },
    /// A text was shortened or did not fit.
    Shortened {
        /// The page.
        page: usize,
        /// The figure.
        figure: String,
        /// The text.
        text: String,
        /// The characters that have no place; 0 when they were not counted.
        over: i64,
    },
    /// A page stays empty at its foot.
    Space {
        /// The page.
        page: usize,
        /// The height, mm.
        mm: i64,
    },
}

/// Collects the `<tenken-report>` metadata of the templates.
pub(super) fn remarks(document: &PagedDocument) -> Vec<Remark> {
    let mut found = Vec::new();
    let introspector = document.introspector();
    let label = typst::utils::PicoStr::intern("tenken-report");
    let Some(label) = Label::new(label) else { return found };
    let selector = Selector::Label(label);
    for content in introspector.query(&selector) {
        let Some(metadata) = content.to_packed::<MetadataElem>() else { continue };
        let Value::Dict(dict) = &metadata.value else { continue };
        let text = |key: &str| match dict.get(key) {
            Ok(Value::Str(s)) => s.to_string(),
            _ => String::new(),
        };
        let int = |key: &str| match dict.get(key) {
            Ok(Value::Int(i)) => *i,
            _ => 0,
        };
        let yes = |key: &str| matches!(dict.get(key), Ok(Value::Bool(true)));
        let place = content.location().and_then(|l| introspector.page(l));
        let page = place.map_or(0, |p| p.get());
        let (title, mm, over) = (text("title"), int("mm"), int("over"));
        found.push(match &*text("kind") {
            "page" => Remark::PageStart {
                index: usize::try_from(int("index")).unwrap_or(0),
                page,
                title,
                continued: yes("continued"),
                need: int("need"),
                room: int("room"),
                pictures: int("pictures"),
            },
            "continued" => {
                Remark::Continued { page, title, text_only: yes("text"), mm, over }
            }
            "page-overflow" => Remark::PageOverflow { page, title, mm },
            "overflow" => Remark::Shortened {
                page,
                figure: text("figure"),
                text: text("text"),
                over,
            },
            "space" => Remark::Space { page, mm },
            _ => continue,
        });
    }
    found
}
