//! Sheets: pages of the CMYK booklet, put on sheets with their marks. The pages become
//! form objects, so fonts and drawings are in a file once however often they are used.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::marks::{self, Frame, STAND_IN};
use super::overprint;
use super::standard::{Standard, finish};
use crate::preflight::Rect;
use crate::preflight::lexer::Operations;

/// A page on a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    /// The page, from 0.
    pub page: usize,
    /// The lower left corner of its trim, from that of the sheet, pt.
    pub at: (f64, f64),
    /// Its size on the sheet.
    pub scale: f64,
    /// What may be seen of it, from the lower left corner of the trim of the sheet, pt.
    pub shown: Rect,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sheet {
    /// Its trim, bleed and folds. Without margin no marks are drawn.
    pub frame: Frame,
    /// Its pages.
    pub pages: Vec<Placed>,
    /// Lines in black, pt from the lower left corner of the trim: fold and staple marks of
    /// a sheet that is not cut.
    pub ticks: Vec<[f64; 4]>,
    /// The strip of text above the trim, by its page in the strips.
    pub strip: Option<usize>,
}

/// The CMYK booklet, its pages ready to be put on sheets.
pub(super) struct Pages {
    doc: Document,
    forms: Vec<Form>,
    strips: Vec<Form>,
    registration: ObjectId,
}

struct Form {
    id: ObjectId,
    /// Where its trim begins in its own space, pt.
    origin: (f64, f64),
}

impl Pages {
    /// Takes over the booklet and the strips as typst wrote them.
    ///
    /// # Errors
    /// A fault of the program: both files are ours.
    pub fn new(booklet: &[u8], strips: &[u8]) -> Result<Self> {
        let mut doc = Document::load_mem(booklet).context("印刷用の頁を読めません")?;
        let states = overprint_states(&mut doc);
        let mut forms = Vec::new();
        for page in doc.page_iter().collect::<Vec<_>>() {
            forms.push(form(
                &mut doc,
                page,
                &|content| overprint::apply(&content),
                states,
            )?);
        }
        let mut other = Document::load_mem(strips).context("余白の文字を読めません")?;
        other.renumber_objects_with(doc.max_id + 1);
        let ids: Vec<ObjectId> = other.page_iter().collect();
        doc.max_id = other.max_id;
        doc.objects.extend(other.objects);
        let mut strips = Vec::new();
        for page in ids {
            strips.push(form(&mut doc, page, &|content| content, states)?);
        }
        let tint = doc.add_object(dictionary! {
            "FunctionType" => 2,
            "Domain" => vec![0.into(), 1.into()],
            "C0" => vec![0.into(), 0.into(), 0.into(), 0.into()],
            "C1" => vec![1.into(), 1.into(), 1.into(), 1.into()],
            "N" => 1,
        });
        let registration = doc.add_object(Object::Array(vec![
            Object::Name(b"Separation".to_vec()),
            Object::Name(b"All".to_vec()),
            Object::Name(b"DeviceCMYK".to_vec()),
            tint.into(),
        ]));
        Ok(Pages { doc, forms, strips, registration })
    }

    /// How many pages there are.
    pub fn count(&self) -> usize {
        self.forms.len()
    }

    /// Puts pages on sheets and writes them as a file of its own.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn write(&self, sheets: &[Sheet], standard: &Standard) -> Result<Vec<u8>> {
        let mut doc = self.doc.clone();
        let tree = doc.new_object_id();
        let mut drawn: BTreeMap<String, ObjectId> = BTreeMap::new();
        let mut kids = Vec::new();
        for sheet in sheets {
            let mut used = Dictionary::new();
            let mut content = String::new();
            for placed in &sheet.pages {
                content.push_str(&self.place(sheet, placed, &mut used)?);
            }
            if sheet.frame.margin > 0.0 {
                let key = format!("{:?}", sheet.frame);
                let marks = match drawn.get(&key) {
                    Some(id) => *id,
                    None => {
                        let id = self.marks(&mut doc, &sheet.frame)?;
                        drawn.insert(key, id);
                        id
                    }
                };
                used.set("Marks", marks);
                content.push_str("/Marks Do\n");
                content.push_str(&self.strip(sheet, &mut used));
            }
            content.push_str(&ticks(sheet));
            kids.push(self.add_sheet(&mut doc, tree, sheet, used, content).into());
        }
        let count = kids.len() as i64;
        let pages = dictionary! { "Type" => "Pages", "Count" => count, "Kids" => kids };
        doc.set_object(tree, pages);
        finish(doc, tree, standard)
    }

    fn add_sheet(
        &self,
        doc: &mut Document,
        tree: ObjectId,
        sheet: &Sheet,
        used: Dictionary,
        content: String,
    ) -> ObjectId {
        let frame = &sheet.frame;
        let mut stream = Stream::new(Dictionary::new(), content.into_bytes());
        // A stream that cannot be made smaller stays as it is.
        let _ = stream.compress();
        let content = doc.add_object(stream);
        let inset = frame.inset();
        let around = |by: f64| {
            rectangle(
                inset - by,
                inset - by,
                frame.width + 2.0 * by,
                frame.height + 2.0 * by,
            )
        };
        doc.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => tree,
            "MediaBox" => around(inset),
            "BleedBox" => around(frame.bleed),
            "TrimBox" => around(0.0),
            "Contents" => content,
            "Resources" => dictionary! { "XObject" => used },
        })
    }

    fn place(
        &self,
        sheet: &Sheet,
        placed: &Placed,
        used: &mut Dictionary,
    ) -> Result<String> {
        let form = self
            .forms
            .get(placed.page)
            .ok_or_else(|| anyhow!("頁 {} がありません", placed.page))?;
        let name = format!("P{}", placed.page + 1);
        used.set(name.clone(), form.id);
        let inset = sheet.frame.inset();
        let (x, y) = (
            inset + placed.at.0 - form.origin.0 * placed.scale,
            inset + placed.at.1 - form.origin.1 * placed.scale,
        );
        let shown = &placed.shown;
        Ok(format!(
            "q {} {} {} {} re W n {} 0 0 {} {} {} cm /{name} Do Q\n",
            num(inset + shown.x0),
            num(inset + shown.y0),
            num(shown.width()),
            num(shown.height()),
            num(placed.scale),
            num(placed.scale),
            num(x),
            num(y),
        ))
    }

    /// The text above the trim, between the marks.
    fn strip(&self, sheet: &Sheet, used: &mut Dictionary) -> String {
        let Some(form) = sheet.strip.and_then(|i| self.strips.get(i)) else {
            return String::new();
        };
        used.set("Strip", form.id);
        let frame = &sheet.frame;
        let (x, y) = (frame.inset(), frame.inset() + frame.height + frame.bleed);
        // The strip is drawn to the room above the bleed, from the left of the trim.
        format!("q 1 0 0 1 {} {} cm /Strip Do Q\n", num(x), num(y))
    }

    /// The marks of a frame, with the registration colour in its place.
    fn marks(&self, doc: &mut Document, frame: &Frame) -> Result<ObjectId> {
        let drawing =
            Document::load_mem(&marks::draw(frame)).context("トンボを読めません")?;
        let page = drawing
            .page_iter()
            .next()
            .ok_or_else(|| anyhow!("トンボの頁がありません"))?;
        let content = on_every_plate(&drawing.get_page_content(page));
        let inset = 2.0 * frame.inset();
        let mut stream = Stream::new(
            dictionary! {
                "Type" => "XObject",
                "Subtype" => "Form",
                "BBox" => rectangle(0.0, 0.0, frame.width + inset, frame.height + inset),
                "Resources" => dictionary! {
                    "ColorSpace" => dictionary! { "Every" => self.registration },
                },
            },
            content,
        );
        let _ = stream.compress();
        Ok(doc.add_object(stream))
    }
}

/// Names the registration colour where the drawing has its stand-in.
fn on_every_plate(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    let mut copied = 0;
    let mut ops = Operations::new(content);
    while let Some((word, range)) = ops.advance() {
        if word == b"K" && ops.numbers() == Some(STAND_IN) {
            out.extend_from_slice(&content[copied..range.start]);
            out.extend_from_slice(b"/Every CS 1 SCN");
            copied = range.end;
        }
    }
    out.extend_from_slice(&content[copied..]);
    out
}

/// The graphics states that [`overprint::apply`] calls.
fn overprint_states(doc: &mut Document) -> [(&'static str, ObjectId); 4] {
    [
        (overprint::TEXT_ON, dictionary! { "op" => true, "OPM" => 1 }),
        (overprint::TEXT_OFF, dictionary! { "op" => false }),
        (overprint::LINE_ON, dictionary! { "OP" => true, "op" => false, "OPM" => 1 }),
        (overprint::LINE_OFF, dictionary! { "OP" => false, "op" => false }),
    ]
    .map(|(name, mut state)| {
        state.set("Type", "ExtGState");
        (name, doc.add_object(state))
    })
}

/// A page as a form object.
fn form(
    doc: &mut Document,
    page: ObjectId,
    change: &dyn Fn(Vec<u8>) -> Vec<u8>,
    states: [(&'static str, ObjectId); 4],
) -> Result<Form> {
    let content = change(doc.get_page_content(page));
    let dict = doc.get_dictionary(page)?;
    let numbers = |key: &[u8]| -> Option<Vec<f32>> {
        let list = dict.get_deref(key, doc).ok()?.as_array().ok()?;
        list.iter().map(|n| n.as_float().ok()).collect()
    };
    let media = numbers(b"MediaBox").ok_or_else(|| anyhow!("頁の大きさがありません"))?;
    let trim = numbers(b"TrimBox").unwrap_or_else(|| media.clone());
    let [x, y, ..] = trim[..] else {
        return Err(anyhow!("頁の枠が正しくありません"));
    };
    let mut resources = match dict.get_deref(b"Resources", doc) {
        Ok(object) => object.as_dict()?.clone(),
        Err(_) => Dictionary::new(),
    };
    let mut own = match resources.get_deref(b"ExtGState", doc) {
        Ok(object) => object.as_dict()?.clone(),
        Err(_) => Dictionary::new(),
    };
    for (name, id) in states {
        own.set(name, id);
    }
    resources.set("ExtGState", own);
    let bounds: Vec<Object> = media.into_iter().map(Object::Real).collect();
    let mut stream = Stream::new(
        dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => bounds,
            "Resources" => resources,
        },
        content,
    );
    let _ = stream.compress();
    Ok(Form { id: doc.add_object(stream), origin: (f64::from(x), f64::from(y)) })
}

fn ticks(sheet: &Sheet) -> String {
    if sheet.ticks.is_empty() {
        return String::new();
    }
    let inset = sheet.frame.inset();
    let mut out = String::from("q 0 0 0 1 K 0.28 w\n");
    for [x0, y0, x1, y1] in &sheet.ticks {
        let [x0, y0, x1, y1] = [x0, y0, x1, y1].map(|v| num(inset + v));
        out.push_str(&format!("{x0} {y0} m {x1} {y1} l S\n"));
    }
    out.push_str("Q\n");
    out
}

/// A number as PDF writes it: at most four digits after the point.
fn num(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn rectangle(x: f64, y: f64, width: f64, height: f64) -> Object {
    let corner = |v: f64| Object::Real(v as f32);
    Object::Array(vec![corner(x), corner(y), corner(x + width), corner(y + height)])
}
