//! Patterns, gradients, forms and images: what a content stream calls by its name.

use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::colour::{Paint, Space, Way, gradient_ends, image_ink};
use super::content::{Image, Painter, Shape, is_transparent};
use super::document::{as_dictionary, content, dictionary, get, name, number, numbers};
use super::geometry::{Matrix, Rect};
use super::lexer::{Operand, Operations};
use super::{Oddity, Trouble};

/// Forms in forms.
const MAX_DEPTH: usize = 12;

impl<'a> Painter<'_, 'a> {
    /// Paints an area or line with a pattern; false where the side has none.
    pub fn put_pattern(
        &mut self,
        filling: bool,
        area: Rect,
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) -> Result<bool, Trouble> {
        let side = if filling { &self.state.fill } else { &self.state.stroke };
        let (Some(key), true) = (side.pattern.clone(), side.space.pattern) else {
            return Ok(false);
        };
        let own = side.paint;
        let doc = self.shelf.doc;
        let Some(patterns) = resources.and_then(|r| dictionary(doc, r, b"Pattern"))
        else {
            return Ok(false);
        };
        let id = patterns.get(&key).ok().and_then(|o| o.as_reference().ok());
        let Some(pattern) = get(doc, patterns, &key) else { return Ok(false) };
        let Some(dict) = as_dictionary(pattern) else { return Ok(false) };
        if number(doc, dict, b"PatternType") == Some(2.0) {
            if let Some(shading) = dictionary(doc, dict, b"Shading") {
                self.put_gradient(resources, shading, area);
            }
            return Ok(true);
        }
        let Object::Stream(stream) = pattern else { return Ok(false) };
        let known = id.and_then(|id| self.shelf.patterns.get(&id).cloned());
        let marks = match known {
            Some(marks) => marks,
            None if depth >= MAX_DEPTH => return Ok(false),
            None => {
                let matrix = matrix(doc, dict).then(&self.base);
                let inner = dictionary(doc, dict, b"Resources").or(resources);
                let mut cell =
                    Painter::new(self.shelf, self.oddities, matrix, Rect::EVERYWHERE);
                cell.state.fill.paint = own;
                cell.state.stroke.paint = own;
                cell.run(&content(stream), inner, depth + 1)?;
                let marks = Rc::new(cell.marks);
                if let Some(id) = id {
                    self.shelf.patterns.insert(id, Rc::clone(&marks));
                }
                marks
            }
        };
        for mark in marks.iter().take(64) {
            self.put(mark.shape.clone(), area, mark.paint, mark.overprint);
        }
        Ok(true)
    }

    /// `sh`: a gradient over all that the clip shows.
    pub fn gradient(&mut self, ops: &Operations, resources: Option<&'a Dictionary>) {
        let doc = self.shelf.doc;
        let shading = ops.name().and_then(|key| {
            dictionary(doc, dictionary(doc, resources?, b"Shading")?, key)
        });
        if let Some(shading) = shading {
            self.put_gradient(resources, shading, self.state.clip);
        }
    }

    fn put_gradient(
        &mut self,
        resources: Option<&'a Dictionary>,
        shading: &'a Dictionary,
        area: Rect,
    ) {
        let (space, ends) = gradient_ends(self.shelf.doc, resources, shading);
        if ends.is_empty() {
            self.oddities.insert(Oddity::Unread);
            let paint = Paint { way: space.way, inks: [0.0; 4], spot: 0.0, rgb: None };
            self.put(Shape::Shading, area, paint, false);
        }
        for paint in ends {
            self.put(Shape::Shading, area, paint, false);
        }
    }

    /// `Do`: a form or an image.
    pub fn object(
        &mut self,
        ops: &Operations,
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) -> Result<(), Trouble> {
        let doc = self.shelf.doc;
        let Some((id, object)) = ops.name().and_then(|key| {
            let list = dictionary(doc, resources?, b"XObject")?;
            let entry = list.get(key).ok()?;
            Some((entry.as_reference().ok(), doc.dereference(entry).ok()?.1))
        }) else {
            return Ok(());
        };
        let Object::Stream(stream) = object else { return Ok(()) };
        match name(doc, &stream.dict, b"Subtype") {
            Some(b"Image") => self.image(id, stream, resources),
            Some(b"Form") if depth >= MAX_DEPTH => {
                self.oddities.insert(Oddity::Unread);
            }
            Some(b"Form") => {
                if is_transparent(doc, &stream.dict) {
                    self.oddities.insert(Oddity::Transparency);
                }
                let outer = (self.state.clone(), self.base);
                self.state.ctm = matrix(doc, &stream.dict).then(&self.state.ctm);
                self.base = self.state.ctm;
                let bounds = get(doc, &stream.dict, b"BBox").map(|o| numbers(doc, o));
                if let Some([x0, y0, x1, y1]) = bounds.as_deref() {
                    let shown = self.state.ctm.rect(&Rect::new(*x0, *y0, *x1, *y1));
                    self.clip(&shown);
                }
                let inner = dictionary(doc, &stream.dict, b"Resources").or(resources);
                self.run(&content(stream), inner, depth + 1)?;
                (self.state, self.base) = outer;
            }
            _ => {}
        }
        Ok(())
    }

    fn image(
        &mut self,
        id: Option<ObjectId>,
        stream: &Stream,
        resources: Option<&'a Dictionary>,
    ) {
        let doc = self.shelf.doc;
        let dict = &stream.dict;
        let is_mask = get(doc, dict, b"ImageMask").and_then(|o| o.as_bool().ok());
        if dict.has(b"SMask") && get(doc, dict, b"SMask").is_some() {
            self.oddities.insert(Oddity::Transparency);
        }
        let size = |key: &[u8]| number(doc, dict, key).unwrap_or(0.0).max(0.0) as u32;
        let pixels = (size(b"Width"), size(b"Height"));
        let space = match get(doc, dict, b"ColorSpace") {
            Some(object) => Space::read(doc, resources, object),
            None => Space::plain(Way::Unknown, 1),
        };
        let ink = match id.and_then(|id| self.shelf.image_inks.get(&id)) {
            Some(known) => *known,
            None => {
                let ink = image_ink(doc, stream, &space);
                if let Some(id) = id {
                    self.shelf.image_inks.insert(id, ink);
                }
                ink
            }
        };
        self.put_image(
            pixels,
            size(b"BitsPerComponent"),
            ink,
            &space,
            is_mask == Some(true),
        );
    }

    /// `BI … EI`: an image in the content itself.
    pub fn inline_image(&mut self, pairs: &[Operand], resources: Option<&'a Dictionary>) {
        let value = |long: &[u8], short: &[u8]| {
            pairs.chunks_exact(2).find_map(|pair| match &pair[0] {
                Operand::Name(key) if key == long || key == short => Some(&pair[1]),
                _ => None,
            })
        };
        let size = |long: &[u8], short: &[u8]| match value(long, short) {
            Some(Operand::Number(n)) => n.max(0.0) as u32,
            _ => 0,
        };
        let space = match value(b"ColorSpace", b"CS") {
            Some(Operand::Name(key)) => {
                Space::read(self.shelf.doc, resources, &Object::Name(key.clone()))
            }
            _ => Space::plain(Way::Unknown, 1),
        };
        let is_mask = value(b"ImageMask", b"IM").is_some();
        let pixels = (size(b"Width", b"W"), size(b"Height", b"H"));
        self.put_image(pixels, size(b"BitsPerComponent", b"BPC"), None, &space, is_mask);
    }

    fn put_image(
        &mut self,
        pixels: (u32, u32),
        bits: u32,
        ink: Option<f64>,
        space: &Space,
        is_mask: bool,
    ) {
        let area = self.state.ctm.rect(&Rect::new(0.0, 0.0, 1.0, 1.0));
        let (across, down) = self.state.ctm.steps();
        let per_inch =
            |count: u32, length: f64| f64::from(count) / (length.max(1e-6) / 72.0);
        let dpi = per_inch(pixels.0, across).min(per_inch(pixels.1, down));
        let paint = if is_mask {
            self.state.fill.paint
        } else {
            Paint { way: space.way, inks: [0.0; 4], spot: 0.0, rgb: None }
        };
        let bits = if is_mask { 1 } else { bits };
        self.put(Shape::Image(Image { pixels, dpi, bits, ink }), area, paint, false);
    }
}

/// The `Matrix` of a form or pattern.
fn matrix(doc: &Document, dict: &Dictionary) -> Matrix {
    match get(doc, dict, b"Matrix").map(|o| numbers(doc, o)).as_deref() {
        Some([a, b, c, d, e, f]) => Matrix([*a, *b, *c, *d, *e, *f]),
        _ => Matrix::IDENTITY,
    }
}
