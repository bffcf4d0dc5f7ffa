//! Colour spaces and paints: which inks a colour needs.

use lopdf::{Dictionary, Document, Object};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::document::{as_dictionary, content, dictionary, get, name, number, numbers};

/// Colour spaces in colour spaces are followed this far.
const MAX_DEPTH: usize = 4;

/// Less than this share of an ink is a halftone.
const SOLID: f64 = 0.995;

/// How a colour is given, as far as printing is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Grey in black ink.
    Gray,
    /// Red, green and blue: a screen colour.
    Rgb,
    /// The four process inks.
    Cmyk,
    /// Through an ICC profile of 1, 3 or 4 components.
    Icc(u8),
    /// Calibrated grey or RGB, or Lab.
    Calibrated,
    /// Inks by their names (特色).
    Spot,
    /// Every plate at once (レジストレーション).
    Registration,
    /// Not known.
    Unknown,
}

/// A colour space.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Space {
    pub way: Way,
    /// How many numbers a colour has.
    pub components: usize,
    /// Names of inks, for [`Way::Spot`].
    pub inks: Vec<String>,
    /// A pattern is painted, in this space where it has no colour of its own.
    pub pattern: bool,
    /// Colours are places in a table (of images).
    pub indexed: bool,
}

impl Space {
    /// A space without more to say.
    pub fn plain(way: Way, components: usize) -> Self {
        Space { way, components, inks: Vec::new(), pattern: false, indexed: false }
    }

    /// The space of a name or array, looked up in the resources of the page.
    pub fn read(doc: &Document, resources: Option<&Dictionary>, object: &Object) -> Self {
        read(doc, resources, object, 0).unwrap_or(Space::plain(Way::Unknown, 1))
    }

    /// The colour that holds until one is chosen: black, or the full ink.
    pub fn initial(&self) -> Paint {
        let value = match self.way {
            Way::Cmyk => vec![0.0, 0.0, 0.0, 1.0],
            Way::Spot | Way::Registration => vec![1.0; self.components],
            _ => vec![0.0; self.components],
        };
        self.paint(&value)
    }

    /// A colour of this space.
    pub fn paint(&self, value: &[f64]) -> Paint {
        let at = |i: usize| value.get(i).copied().unwrap_or(0.0).clamp(0.0, 1.0);
        let inks = match self.way {
            Way::Gray => [0.0, 0.0, 0.0, 1.0 - at(0)],
            Way::Icc(1) => [0.0, 0.0, 0.0, 1.0 - at(0)],
            Way::Cmyk | Way::Icc(4) => [at(0), at(1), at(2), at(3)],
            Way::Registration => [at(0); 4],
            Way::Spot => self.process_inks(&at),
            _ => [0.0; 4],
        };
        let rgb = match self.way {
            Way::Rgb | Way::Icc(3) => Some([at(0), at(1), at(2)]),
            Way::Gray | Way::Icc(1) => Some([at(0); 3]),
            _ => None,
        };
        let spot = match self.way {
            Way::Spot => (0..self.components)
                .filter(|i| self.inks.get(*i).is_some_and(|n| process_ink(n).is_none()))
                .map(at)
                .sum(),
            _ => 0.0,
        };
        Paint { way: self.way, inks, spot, rgb }
    }

    fn process_inks(&self, at: &dyn Fn(usize) -> f64) -> [f64; 4] {
        let mut inks = [0.0; 4];
        for (i, name) in self.inks.iter().enumerate() {
            if let Some(plate) = process_ink(name) {
                inks[plate] = at(i);
            }
        }
        inks
    }
}

fn process_ink(name: &str) -> Option<usize> {
    ["Cyan", "Magenta", "Yellow", "Black"].iter().position(|n| *n == name)
}

fn device(name: &[u8]) -> Option<Space> {
    Some(match name {
        b"DeviceGray" | b"G" => Space::plain(Way::Gray, 1),
        b"DeviceRGB" | b"RGB" => Space::plain(Way::Rgb, 3),
        b"DeviceCMYK" | b"CMYK" => Space::plain(Way::Cmyk, 4),
        b"Pattern" => Space { pattern: true, ..Space::plain(Way::Unknown, 0) },
        _ => return None,
    })
}

fn read(
    doc: &Document,
    resources: Option<&Dictionary>,
    object: &Object,
    depth: usize,
) -> Option<Space> {
    if depth > MAX_DEPTH {
        return None;
    }
    let object = doc.dereference(object).ok()?.1;
    if let Ok(name) = object.as_name() {
        return device(name).or_else(|| {
            let spaces = dictionary(doc, resources?, b"ColorSpace")?;
            read(doc, resources, get(doc, spaces, name)?, depth + 1)
        });
    }
    let list = object.as_array().ok()?;
    let item = |i: usize| Some(doc.dereference(list.get(i)?).ok()?.1);
    let inner = |i: usize| read(doc, resources, list.get(i)?, depth + 1);
    Some(match item(0)?.as_name().ok()? {
        b"ICCBased" => {
            let n = number(doc, as_dictionary(item(1)?)?, b"N").unwrap_or(0.0) as u8;
            Space::plain(Way::Icc(n), usize::from(n))
        }
        b"CalGray" => Space::plain(Way::Calibrated, 1),
        b"CalRGB" | b"Lab" => Space::plain(Way::Calibrated, 3),
        b"Separation" => match item(1)?.as_name().ok()? {
            b"All" => Space::plain(Way::Registration, 1),
            ink => Space { inks: vec![text(ink)], ..Space::plain(Way::Spot, 1) },
        },
        b"DeviceN" => {
            let names = item(1)?.as_array().ok()?;
            let inks: Vec<String> = names
                .iter()
                .filter_map(|n| doc.dereference(n).ok()?.1.as_name().ok().map(text))
                .collect();
            Space { components: inks.len(), inks, ..Space::plain(Way::Spot, 0) }
        }
        b"Indexed" | b"I" => Space { indexed: true, ..inner(1)? },
        b"Pattern" => {
            let under = inner(1).unwrap_or(Space::plain(Way::Unknown, 0));
            Space { pattern: true, ..under }
        }
        name => device(name)?,
    })
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// A colour as it is put on paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paint {
    /// How it is given.
    pub way: Way,
    /// Cyan, magenta, yellow, black, 0 to 1; zero where they are not known (RGB).
    pub inks: [f64; 4],
    /// The sum of other inks, 0 to 1 each.
    pub spot: f64,
    /// Red, green, blue, where the colour is given so.
    pub rgb: Option<[f64; 3]>,
}

impl Paint {
    /// Black, as pages begin.
    pub const BLACK: Paint = Paint {
        way: Way::Gray,
        inks: [0.0, 0.0, 0.0, 1.0],
        spot: 0.0,
        rgb: Some([0.0; 3]),
    };

    /// 総インキ量, ％.
    pub fn total_ink(&self) -> f64 {
        (self.inks.iter().sum::<f64>() + self.spot) * 100.0
    }

    /// How many plates it is printed from.
    pub fn plates(&self) -> usize {
        self.inks.iter().filter(|i| **i > 0.001).count() + usize::from(self.spot > 0.001)
    }

    /// Black alone, at full strength.
    pub fn is_black_alone(&self) -> bool {
        self.inks[..3].iter().all(|i| *i < 0.001)
            && self.inks[3] > 0.999
            && self.spot < 0.001
    }

    /// One ink in full, which prints with a clean edge: no halftone, no second plate.
    pub fn is_solid(&self) -> bool {
        let most = self.inks.into_iter().fold(self.spot, f64::max);
        self.plates() == 1 && most >= SOLID
    }

    /// No ink at all: paper.
    pub fn is_paper(&self) -> bool {
        match self.rgb {
            Some(rgb) => rgb.iter().all(|c| *c > 0.999),
            None => self.plates() == 0 && self.way != Way::Unknown,
        }
    }
}

/// The colours at the ends of a gradient; empty where its functions are of another kind.
pub(super) fn gradient_ends(
    doc: &Document,
    resources: Option<&Dictionary>,
    shading: &Dictionary,
) -> (Space, Vec<Paint>) {
    let space = match get(doc, shading, b"ColorSpace") {
        Some(object) => Space::read(doc, resources, object),
        None => Space::plain(Way::Unknown, 1),
    };
    let mut ends = Vec::new();
    if let Some(function) = get(doc, shading, b"Function") {
        function_ends(doc, function, &space, &mut ends, 0);
    }
    (space, ends)
}

fn function_ends(
    doc: &Document,
    function: &Object,
    space: &Space,
    ends: &mut Vec<Paint>,
    depth: usize,
) {
    let Some(dict) = as_dictionary(function) else { return };
    if depth > MAX_DEPTH || ends.len() > 256 {
        return;
    }
    match number(doc, dict, b"FunctionType").map(|n| n as i64) {
        Some(2) => {
            for (key, usual) in [(b"C0", 0.0), (b"C1", 1.0)] {
                let value = get(doc, dict, key).map(|o| numbers(doc, o));
                ends.push(space.paint(&value.unwrap_or(vec![usual])));
            }
        }
        Some(3) => {
            let Some(list) = get(doc, dict, b"Functions").and_then(|o| o.as_array().ok())
            else {
                return;
            };
            for part in list.iter().take(64) {
                if let Ok((_, part)) = doc.dereference(part) {
                    function_ends(doc, part, space, ends, depth + 1);
                }
            }
        }
        _ => {}
    }
}

/// More pixels of a JPEG are not decoded: A3 at 350 dpi has 24 million.
const MOST_PIXELS: usize = 40_000_000;

/// The greatest 総インキ量 of a pixel in a CMYK image of 8 bits that is uncompressed,
/// deflated or a JPEG, ％; `None` for other images.
pub(super) fn image_ink(
    doc: &Document,
    stream: &lopdf::Stream,
    space: &Space,
) -> Option<f64> {
    let bits = number(doc, &stream.dict, b"BitsPerComponent")? as u32;
    let cmyk = matches!(space.way, Way::Cmyk | Way::Icc(4));
    if bits != 8 || space.indexed || !cmyk {
        return None;
    }
    let samples = match name(doc, &stream.dict, b"Filter") {
        None | Some(b"FlateDecode") => content(stream),
        Some(b"DCTDecode") => jpeg_samples(&stream.content)?,
        _ => return None,
    };
    // `Decode [1 0 …]` turns the samples round, as picture programs do in CMYK JPEG.
    let decode = get(doc, &stream.dict, b"Decode").and_then(|d| d.as_array().ok());
    let first = decode.and_then(|d| d.first()).and_then(|n| n.as_float().ok());
    let turned = first.is_some_and(|n| n > 0.5);
    let ink = |sample: &u8| u32::from(if turned { 255 - sample } else { *sample });
    let most = samples.chunks_exact(4).map(|px| px.iter().map(ink).sum::<u32>()).max()?;
    Some(f64::from(most) / 255.0 * 100.0)
}

/// The samples of a JPEG of four components as the file holds them.
fn jpeg_samples(bytes: &[u8]) -> Option<Vec<u8>> {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::CMYK);
    let mut jpeg = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    jpeg.decode_headers().ok()?;
    // YCCK is left to others.
    let four = jpeg.input_colorspace() == Some(ColorSpace::CMYK);
    let size = jpeg.output_buffer_size()?;
    if !four || size > MOST_PIXELS * 4 {
        return None;
    }
    jpeg.decode().ok()
}
