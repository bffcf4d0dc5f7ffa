//! The content of a page, followed operator by operator: what is painted where.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::colour::{Paint, Space, Way, gradient_ends, image_ink};
use super::document::{
    as_dictionary, content, dictionary, get, inherited, name, number, numbers,
    page_content,
};
use super::font::Font;
use super::geometry::{Matrix, Rect};
use super::lexer::{Operand, Operations};
use super::painting::Path;
use super::state::{Side, State};
use super::{Boxes, Oddity, Trouble};

/// Operators of a whole file; a catalogue of a thousand pages has some millions.
const MAX_STEPS: usize = 20_000_000;
/// Things painted in a whole file.
const MAX_MARKS: usize = 1_000_000;
/// Forms in forms.
const MAX_DEPTH: usize = 12;
/// Saved states.
const MAX_SAVED: usize = 2_000;

/// Something painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What it is.
    pub shape: Shape,
    /// The rectangle around it, as far as the clip shows it, pt.
    pub area: Rect,
    /// Its colour.
    pub paint: Paint,
    /// It leaves the inks below it.
    pub overprint: bool,
}

/// What is painted.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Signs.
    Text(Box<Text>),
    /// An area.
    Fill {
        /// How many segments its outline has.
        segments: u32,
    },
    /// A line.
    Stroke {
        /// Its width on the page, pt.
        width: f64,
        /// How many segments it has.
        segments: u32,
    },
    /// An image.
    Image(Image),
    /// A gradient.
    Shading,
}

/// Signs shown by one operator.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// What it says, as far as its font tells.
    pub text: String,
    /// Where its first sign stands, pt.
    pub origin: (f64, f64),
    /// The size of the signs on the page, pt.
    pub size: f64,
    /// Its font, by its place in the file.
    pub font: Option<usize>,
}

/// An image.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Pixels to the right and downwards.
    pub pixels: (u32, u32),
    /// 実効解像度: pixels an inch at the size it has on the page, the lesser direction.
    pub dpi: f64,
    /// Bits of one component.
    pub bits: u32,
    /// The greatest total ink of a pixel, ％, where it could be read.
    pub ink: Option<f64>,
}

/// What pages share while a file is read.
pub(super) struct Shelf<'a> {
    pub doc: &'a Document,
    pub fonts: Vec<Font>,
    pub spots: BTreeSet<String>,
    known_fonts: HashMap<ObjectId, usize>,
    patterns: HashMap<ObjectId, Rc<Vec<Mark>>>,
    image_inks: HashMap<ObjectId, Option<f64>>,
    steps: usize,
    marks: usize,
}

impl<'a> Shelf<'a> {
    pub fn new(doc: &'a Document) -> Self {
        Shelf {
            doc,
            fonts: Vec::new(),
            spots: BTreeSet::new(),
            known_fonts: HashMap::new(),
            patterns: HashMap::new(),
            image_inks: HashMap::new(),
            steps: MAX_STEPS,
            marks: MAX_MARKS,
        }
    }

    fn font(&mut self, resources: Option<&'a Dictionary>, key: &[u8]) -> Option<usize> {
        let fonts = dictionary(self.doc, resources?, b"Font")?;
        let id = fonts.get(key).ok()?.as_reference().ok();
        if let Some(found) = id.and_then(|id| self.known_fonts.get(&id)) {
            return Some(*found);
        }
        if self.fonts.len() >= 10_000 {
            return None;
        }
        self.fonts.push(Font::read(self.doc, dictionary(self.doc, fonts, key)?));
        let place = self.fonts.len() - 1;
        if let Some(id) = id {
            self.known_fonts.insert(id, place);
        }
        Some(place)
    }
}

/// What is painted on a page.
pub(super) fn page(
    shelf: &mut Shelf,
    id: ObjectId,
    boxes: &Boxes,
    oddities: &mut BTreeSet<Oddity>,
) -> Result<Vec<Mark>, Trouble> {
    let doc = shelf.doc;
    let bytes = page_content(doc, id)?;
    let resources = inherited(doc, id, b"Resources").and_then(as_dictionary);
    if let Ok(dict) = doc.get_dictionary(id)
        && is_transparent(doc, dict)
    {
        oddities.insert(Oddity::Transparency);
    }
    let mut painter = Painter::new(shelf, oddities, Matrix::IDENTITY, boxes.media);
    painter.run(&bytes, resources, 0)?;
    Ok(painter.marks)
}

/// Whether a page or form is composed as a transparency group.
fn is_transparent(doc: &Document, dict: &Dictionary) -> bool {
    dictionary(doc, dict, b"Group")
        .is_some_and(|g| name(doc, g, b"S") == Some(b"Transparency"))
}

/// Follows one content stream and what it calls.
pub(super) struct Painter<'s, 'a> {
    pub shelf: &'s mut Shelf<'a>,
    pub oddities: &'s mut BTreeSet<Oddity>,
    pub marks: Vec<Mark>,
    pub state: State,
    pub path: Path,
    pub text_matrix: Matrix,
    pub line_matrix: Matrix,
    /// The space in which patterns lie: that of the page or form.
    base: Matrix,
    saved: Vec<State>,
}

impl<'s, 'a> Painter<'s, 'a> {
    fn new(
        shelf: &'s mut Shelf<'a>,
        oddities: &'s mut BTreeSet<Oddity>,
        base: Matrix,
        clip: Rect,
    ) -> Self {
        Painter {
            shelf,
            oddities,
            marks: Vec::new(),
            state: State::new(base, clip),
            path: Path::default(),
            text_matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            base,
            saved: Vec::new(),
        }
    }

    fn run(
        &mut self,
        bytes: &[u8],
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) -> Result<(), Trouble> {
        let mut ops = Operations::new(bytes);
        let floor = self.saved.len();
        while let Some((word, _)) = ops.advance() {
            self.shelf.steps =
                self.shelf.steps.checked_sub(1).ok_or(Trouble::TooComplex)?;
            if self.marks.len() > self.shelf.marks {
                return Err(Trouble::TooComplex);
            }
            match word {
                b"q" if self.saved.len() - floor >= MAX_SAVED => {
                    return Err(Trouble::TooComplex);
                }
                b"q" => self.saved.push(self.state.clone()),
                b"Q" if self.saved.len() > floor => {
                    if let Some(state) = self.saved.pop() {
                        self.state = state;
                    }
                }
                b"Do" => self.object(&ops, resources, depth)?,
                b"sh" => self.gradient(&ops, resources),
                b"EI" => self.inline_image(&ops.operands, resources),
                b"gs" => self.graphics_state(&ops, resources),
                b"Tf" => {
                    self.state.size = ops.numbers::<1>().map_or(0.0, |[n]| n);
                    let key = match ops.operands.first() {
                        Some(Operand::Name(key)) => key.as_slice(),
                        _ => b"",
                    };
                    self.state.font = self.shelf.font(resources, key);
                }
                word if self.set_colour(word, &ops, resources) => {}
                word if self.draw(word, &ops) => {}
                word if self.paint_path(word, resources, depth)? => {}
                word => self.write(word, &ops, resources, depth)?,
            }
        }
        // What a stream leaves open does not reach its caller.
        if let Some(state) = self.saved.drain(floor..).next() {
            self.state = state;
        }
        Ok(())
    }

    fn graphics_state(&mut self, ops: &Operations, resources: Option<&'a Dictionary>) {
        let doc = self.shelf.doc;
        let Some(dict) = ops.name().and_then(|key| {
            dictionary(doc, dictionary(doc, resources?, b"ExtGState")?, key)
        }) else {
            return;
        };
        let truth = |key: &[u8]| get(doc, dict, key).and_then(|o| o.as_bool().ok());
        let state = &mut self.state;
        if let Some(on) = truth(b"OP") {
            state.stroke.overprint = on;
            state.fill.overprint = truth(b"op").unwrap_or(on);
        } else if let Some(on) = truth(b"op") {
            state.fill.overprint = on;
        }
        if let Some(mode) = number(doc, dict, b"OPM") {
            state.overprint_mode = mode == 1.0;
        }
        if let Some(width) = number(doc, dict, b"LW") {
            state.width = width;
        }
        let faint =
            |key: &[u8]| number(doc, dict, key).is_some_and(|alpha| alpha < 0.9995);
        let blended = get(doc, dict, b"BM").is_some_and(|mode| {
            let mode = mode.as_array().ok().and_then(|l| l.first()).unwrap_or(mode);
            !matches!(mode.as_name(), Ok(b"Normal" | b"Compatible"))
        });
        let masked = get(doc, dict, b"SMask").is_some_and(|m| m.as_name().is_err());
        if faint(b"ca") || faint(b"CA") || blended || masked {
            self.oddities.insert(Oddity::Transparency);
        }
    }

    /// Colour operators; false for another operator.
    fn set_colour(
        &mut self,
        word: &[u8],
        ops: &Operations,
        resources: Option<&'a Dictionary>,
    ) -> bool {
        let filling = word.first().is_some_and(u8::is_ascii_lowercase);
        let side = if filling { &mut self.state.fill } else { &mut self.state.stroke };
        match word {
            b"g" | b"G" => {
                side.device(Way::Gray, &ops.numbers::<1>().unwrap_or_default());
            }
            b"rg" | b"RG" => {
                side.device(Way::Rgb, &ops.numbers::<3>().unwrap_or_default());
            }
            b"k" | b"K" => {
                side.device(Way::Cmyk, &ops.numbers::<4>().unwrap_or_default());
            }
            b"cs" | b"CS" => {
                let key = Object::Name(ops.name().unwrap_or_default().to_vec());
                let space = Space::read(self.shelf.doc, resources, &key);
                let named = |ink: &&String| *ink != "None" && !is_process(ink);
                self.shelf.spots.extend(space.inks.iter().filter(named).cloned());
                side.choose(space);
            }
            b"sc" | b"SC" | b"scn" | b"SCN" => {
                let value: Vec<f64> = ops
                    .operands
                    .iter()
                    .filter_map(|o| match o {
                        Operand::Number(n) => Some(*n),
                        _ => None,
                    })
                    .collect();
                side.pattern = ops.name().map(<[u8]>::to_vec);
                side.paint = side.space.paint(&value);
            }
            _ => return false,
        }
        true
    }

    /// Puts a mark on the page, as far as the clip shows it.
    pub fn put(&mut self, shape: Shape, area: Rect, paint: Paint, overprint: bool) {
        if let Some(area) = area.intersect(&self.state.clip) {
            self.marks.push(Mark { shape, area, paint, overprint });
        }
    }

    /// Whether a paint of this side leaves the inks below it. Without `OPM 1` a DeviceCMYK
    /// colour replaces all four inks, also those that are 0.
    pub fn overprints(&self, side: &Side) -> bool {
        let keeps = self.state.overprint_mode || side.paint.way == Way::Spot;
        side.overprint && keeps
    }

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

    fn gradient(&mut self, ops: &Operations, resources: Option<&'a Dictionary>) {
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
    fn object(
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

    /// Narrows the clip.
    pub fn clip(&mut self, to: &Rect) {
        // An empty clip shows nothing; it is put where no page is.
        let nowhere = Rect::new(-2e9, -2e9, -2e9, -2e9);
        self.state.clip = self.state.clip.intersect(to).unwrap_or(nowhere);
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

    fn inline_image(&mut self, pairs: &[Operand], resources: Option<&'a Dictionary>) {
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

fn is_process(ink: &str) -> bool {
    matches!(ink, "Cyan" | "Magenta" | "Yellow" | "Black")
}

/// The `Matrix` of a form or pattern.
fn matrix(doc: &Document, dict: &Dictionary) -> Matrix {
    match get(doc, dict, b"Matrix").map(|o| numbers(doc, o)).as_deref() {
        Some([a, b, c, d, e, f]) => Matrix([*a, *b, *c, *d, *e, *f]),
        _ => Matrix::IDENTITY,
    }
}
