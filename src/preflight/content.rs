//! The content of a page, followed operator by operator: what is painted where.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::colour::{Paint, Space, Way};
use super::document::{
    as_dictionary, dictionary, get, inherited, name, number, page_content,
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
    pub patterns: HashMap<ObjectId, Rc<Vec<Mark>>>,
    pub image_inks: HashMap<ObjectId, Option<f64>>,
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
pub(super) fn is_transparent(doc: &Document, dict: &Dictionary) -> bool {
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
    pub base: Matrix,
    saved: Vec<State>,
}

impl<'s, 'a> Painter<'s, 'a> {
    pub fn new(
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

    pub fn run(
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

    /// Narrows the clip.
    pub fn clip(&mut self, to: &Rect) {
        // An empty clip shows nothing; it is put where no page is.
        let nowhere = Rect::new(-2e9, -2e9, -2e9, -2e9);
        self.state.clip = self.state.clip.intersect(to).unwrap_or(nowhere);
    }
}

fn is_process(ink: &str) -> bool {
    matches!(ink, "Cyan" | "Magenta" | "Yellow" | "Black")
}
