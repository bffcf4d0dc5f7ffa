//! A small reader of the PDFs that the tests make: what a screen reader gets (the tag
//! tree with its texts), what the eye gets (all text of a page), bookmarks and labels.
//! It is written from ISO 32000-1, 14.6–14.8, and shares nothing with the writer.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

/// An element of the structure tree.
#[derive(Debug, Default)]
pub struct Tag {
    pub role: String,
    pub alt: Option<String>,
    /// `Column`, `Row` or `Both` of a header cell.
    pub scope: Option<String>,
    /// `ColSpan` and `RowSpan`, 1 where they are not written.
    pub span: (i64, i64),
    pub kids: Vec<Kid>,
}

#[derive(Debug)]
pub enum Kid {
    Tag(Tag),
    /// Marked content: page (from 1) and its text.
    Text(usize, String),
}

impl Tag {
    pub fn tags(&self) -> impl Iterator<Item = &Tag> {
        self.kids.iter().filter_map(|kid| match kid {
            Kid::Tag(tag) => Some(tag),
            Kid::Text(..) => None,
        })
    }

    /// The element and everything below it, in reading order.
    pub fn all(&self) -> Vec<&Tag> {
        let mut list = vec![self];
        for tag in self.tags() {
            list.extend(tag.all());
        }
        list
    }

    /// All text below it.
    pub fn text(&self) -> String {
        let one = |kid: &Kid| match kid {
            Kid::Tag(tag) => tag.text(),
            Kid::Text(_, text) => text.clone(),
        };
        self.kids.iter().map(one).collect()
    }

    /// The page on which it begins.
    pub fn page(&self) -> Option<usize> {
        self.kids.iter().find_map(|kid| match kid {
            Kid::Tag(tag) => tag.page(),
            Kid::Text(page, _) => Some(*page),
        })
    }
}

/// Text shown on a page, run by run.
#[derive(Debug, Default)]
pub struct Shown {
    /// By MCID.
    pub marked: BTreeMap<i64, String>,
    /// Inside artifacts.
    pub artifacts: Vec<String>,
    /// Text and painting outside both: nobody hears it, nobody knows that it may be left out.
    pub loose: Vec<String>,
    /// Every run in the order in which it is painted.
    pub runs: Vec<String>,
}

pub struct Pdf {
    pub doc: Document,
    pub pages: Vec<Shown>,
    page_ids: Vec<ObjectId>,
}

impl Pdf {
    pub fn read(bytes: &[u8]) -> Self {
        let doc = Document::load_mem(bytes).unwrap();
        let page_ids: Vec<ObjectId> = doc.get_pages().into_values().collect();
        let mut painter = Painter::new(&doc);
        let pages = page_ids
            .iter()
            .map(|id| {
                painter.shown = Shown::default();
                let page = doc.get_dictionary(*id).unwrap();
                let resources = dict(&doc, page.get(b"Resources").unwrap());
                painter.paint(&doc.get_page_content(*id), resources);
                std::mem::take(&mut painter.shown)
            })
            .collect();
        drop(painter);
        Self { doc, pages, page_ids }
    }

    pub fn catalog(&self) -> &Dictionary {
        self.doc.catalog().unwrap()
    }

    /// The tag tree, beginning with the element Document.
    pub fn tree(&self) -> Tag {
        let root = dict(&self.doc, self.catalog().get(b"StructTreeRoot").unwrap());
        let mut tags = Vec::new();
        for kid in list(&self.doc, root.get(b"K").unwrap()) {
            tags.push(self.tag(dict(&self.doc, kid), None));
        }
        assert_eq!(tags.len(), 1, "one Document");
        tags.remove(0)
    }

    fn tag(&self, element: &Dictionary, page: Option<usize>) -> Tag {
        let page = self.page_of(element).or(page);
        let mut tag = Tag {
            role: name(element.get(b"S").unwrap()),
            alt: element.get(b"Alt").ok().map(|alt| string(&self.doc, alt)),
            span: (1, 1),
            ..Tag::default()
        };
        let attributes = element.get(b"A").map(|a| list(&self.doc, a));
        for attribute in attributes.unwrap_or_default() {
            let attribute = dict(&self.doc, attribute);
            if let Ok(scope) = attribute.get(b"Scope") {
                tag.scope = Some(name(scope));
            }
            let number = |key: &[u8]| attribute.get(key).and_then(Object::as_i64).ok();
            tag.span.0 = number(b"ColSpan").unwrap_or(tag.span.0);
            tag.span.1 = number(b"RowSpan").unwrap_or(tag.span.1);
        }
        let kids = element.get(b"K").map(|k| list(&self.doc, k));
        for kid in kids.unwrap_or_default() {
            match self.doc.dereference(kid).unwrap().1 {
                Object::Integer(mcid) => tag.kids.push(self.marked(page.unwrap(), *mcid)),
                Object::Dictionary(d) if d.has(b"MCID") => {
                    let page = self.page_of(d).or(page).unwrap();
                    let mcid = d.get(b"MCID").and_then(Object::as_i64).unwrap();
                    tag.kids.push(self.marked(page, mcid));
                }
                Object::Dictionary(d) if d.has(b"S") => {
                    tag.kids.push(Kid::Tag(self.tag(d, page)));
                }
                _ => {}
            }
        }
        tag
    }

    fn page_of(&self, element: &Dictionary) -> Option<usize> {
        let id = element.get(b"Pg").ok()?.as_reference().ok()?;
        self.page_ids.iter().position(|page| *page == id)
    }

    fn marked(&self, page: usize, mcid: i64) -> Kid {
        let text = self.pages[page].marked.get(&mcid).cloned().unwrap_or_default();
        Kid::Text(page + 1, text)
    }

    /// しおり: depth from 1, title.
    pub fn bookmarks(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        if let Ok(outlines) = self.catalog().get(b"Outlines") {
            self.bookmarks_below(dict(&self.doc, outlines), 1, &mut found);
        }
        found
    }

    fn bookmarks_below(
        &self,
        parent: &Dictionary,
        depth: usize,
        found: &mut Vec<(usize, String)>,
    ) {
        let mut next = parent.get(b"First").ok();
        while let Some(item) = next {
            let item = dict(&self.doc, item);
            found.push((depth, string(&self.doc, item.get(b"Title").unwrap())));
            self.bookmarks_below(item, depth + 1, found);
            next = item.get(b"Next").ok();
        }
    }
}

fn dict<'a>(doc: &'a Document, object: &'a Object) -> &'a Dictionary {
    doc.dereference(object).unwrap().1.as_dict().unwrap()
}

/// The objects of an array, or the one object itself.
fn list<'a>(doc: &'a Document, object: &'a Object) -> Vec<&'a Object> {
    match doc.dereference(object).unwrap().1 {
        Object::Array(items) => items.iter().collect(),
        _ => vec![object],
    }
}

fn name(object: &Object) -> String {
    String::from_utf8_lossy(object.as_name().unwrap()).into_owned()
}

fn string(doc: &Document, object: &Object) -> String {
    lopdf::decode_text_string(doc.dereference(object).unwrap().1).unwrap()
}

/// Follows the operators of a content stream that show text or open a mark.
struct Painter<'a> {
    doc: &'a Document,
    shown: Shown,
    /// Open marks: MCID, or `None` for an artifact; other marks are not kept apart.
    marks: Vec<Mark>,
    /// By font: reading the table of a font takes longer than all of its text.
    encodings: HashMap<*const Dictionary, Rc<Encoding<'a>>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Content(i64),
    Artifact,
    Other,
}

impl<'a> Painter<'a> {
    fn new(doc: &'a Document) -> Self {
        Self {
            doc,
            shown: Shown::default(),
            marks: Vec::new(),
            encodings: HashMap::new(),
        }
    }

    fn paint(&mut self, content: &[u8], resources: &'a Dictionary) {
        let fonts = resources.get(b"Font").map(|f| dict(self.doc, f)).ok();
        let mut encoding: Option<Rc<Encoding>> = None;
        for operation in Content::decode(content).unwrap().operations {
            let operands = &operation.operands;
            match &*operation.operator {
                "Tf" => {
                    let key = operands[0].as_name().unwrap();
                    let font = dict(self.doc, fonts.unwrap().get(key).unwrap());
                    let read = || Rc::new(font.get_font_encoding(self.doc).unwrap());
                    let kept = self.encodings.entry(std::ptr::from_ref(font));
                    encoding = Some(Rc::clone(kept.or_insert_with(read)));
                }
                "Tj" | "TJ" => {
                    let mut text = String::new();
                    for part in strings(&operands[0]) {
                        text +=
                            &encoding.as_ref().unwrap().bytes_to_string(part).unwrap();
                    }
                    self.show(text);
                }
                "BMC" => self.marks.push(mark(operands, None)),
                "BDC" => {
                    let properties = match &operands[1] {
                        Object::Name(key) => {
                            let all =
                                dict(self.doc, resources.get(b"Properties").unwrap());
                            Some(dict(self.doc, all.get(key).unwrap()))
                        }
                        other => other.as_dict().ok(),
                    };
                    self.marks.push(mark(operands, properties));
                }
                "EMC" => {
                    self.marks.pop().unwrap();
                }
                "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" | "sh"
                    if !self.is_marked() =>
                {
                    self.shown.loose.push(format!("（{}）", operation.operator));
                }
                "Do" => self.paint_object(operands[0].as_name().unwrap(), resources),
                _ => {}
            }
        }
    }

    fn paint_object(&mut self, key: &[u8], resources: &'a Dictionary) {
        let objects = dict(self.doc, resources.get(b"XObject").unwrap());
        let stream = self.doc.dereference(objects.get(key).unwrap()).unwrap().1;
        let stream = stream.as_stream().unwrap();
        if stream.dict.get(b"Subtype").is_ok_and(|kind| name(kind) == "Form") {
            let own = stream.dict.get(b"Resources").map(|r| dict(self.doc, r));
            let content = stream.get_plain_content().unwrap();
            self.paint(&content, own.unwrap_or(resources));
        } else if !self.is_marked() {
            self.shown.loose.push("（画像）".to_owned());
        }
    }

    fn is_marked(&self) -> bool {
        self.marks.iter().any(|m| *m != Mark::Other)
    }

    fn show(&mut self, text: String) {
        self.shown.runs.push(text.clone());
        let inner = self.marks.iter().rev().find(|m| **m != Mark::Other);
        match inner {
            Some(Mark::Content(mcid)) => {
                self.shown.marked.entry(*mcid).or_default().push_str(&text);
            }
            Some(_) => self.shown.artifacts.push(text),
            None => self.shown.loose.push(text),
        }
    }
}

fn mark(operands: &[Object], properties: Option<&Dictionary>) -> Mark {
    if name(&operands[0]) == "Artifact" {
        return Mark::Artifact;
    }
    let mcid = properties.and_then(|p| p.get(b"MCID").and_then(Object::as_i64).ok());
    mcid.map_or(Mark::Other, Mark::Content)
}

fn strings(operand: &Object) -> Vec<&[u8]> {
    match operand {
        Object::Array(parts) => parts.iter().filter_map(|p| p.as_str().ok()).collect(),
        other => vec![other.as_str().unwrap()],
    }
}
