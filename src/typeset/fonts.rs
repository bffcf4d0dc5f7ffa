//! 書体: the fonts inside the program, those of the plan folder, and what they can show.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use ttf_parser::Permissions;
use typst::foundations::Bytes;
use typst::text::{Font, FontWeight};

macro_rules! font_files {
    ($($name:literal)*) => {
        /// The fonts inside the program by their file names: Japanese first, then Latin
        /// digits, then the fallback; and their licences.
        static FONT_FILES: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../../fonts/", $name)))),*];
    };
}

font_files! {
    "BIZUDGothic-Regular.ttf"
    "BIZUDGothic-Bold.ttf"
    "BIZUDPGothic-Regular-Latin.ttf"
    "BIZUDPGothic-Bold-Latin.ttf"
    "NotoSansJP-Regular.ttf"
    "OFL-BIZUD.txt"
    "OFL-NotoSansJP.txt"
}

/// The fonts inside the program with their licences: file name, bytes.
pub fn font_files() -> &'static [(&'static str, &'static [u8])] {
    FONT_FILES
}

/// The fonts inside the program.
pub(super) fn built_in() -> &'static [Font] {
    static FONTS: OnceLock<Vec<Font>> = OnceLock::new();
    FONTS.get_or_init(|| {
        FONT_FILES
            .iter()
            .filter(|(name, _)| name.ends_with(".ttf"))
            .flat_map(|(_, bytes)| Font::iter(Bytes::new(*bytes)))
            .collect()
    })
}

/// The Latin signs and digits of the body text.
pub(super) fn latin_regular() -> Option<&'static Font> {
    built_in().get(2)
}

/// The Latin signs and digits of bold text.
pub(super) fn latin_bold() -> Option<&'static Font> {
    built_in().get(3)
}

/// The most faces of one file; families with all their weights and widths have fewer.
pub const MAX_FACES: u32 = 200;

/// How many faces a file says that it holds: a collection (`ttcf`) counts them in its
/// header (OpenType 1.9, "TTC Header"), another file is one.
pub fn claimed_faces(bytes: &[u8]) -> u32 {
    match bytes {
        [b't', b't', b'c', b'f', _, _, _, _, a, b, c, d, ..] => {
            u32::from_be_bytes([*a, *b, *c, *d])
        }
        _ => 1,
    }
}

/// The fonts of a file of the plan folder. A damaged file has none, and one that claims
/// too many faces: millions of them fit into a file that points to one font.
pub(super) fn of_file(bytes: &[u8]) -> Vec<Font> {
    if claimed_faces(bytes) > MAX_FACES {
        return Vec::new();
    }
    let bytes = Bytes::new(bytes.to_vec());
    catch_unwind(AssertUnwindSafe(|| Font::iter(bytes).collect())).unwrap_or_default()
}

/// One face of a font file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The family, as documents name it.
    pub family: String,
    /// 太字, or heavier than the usual weight, or of any weight (可変書体).
    pub bold: bool,
    /// Whether its maker lets it be embedded (OS/2 fsType).
    pub embeddable: bool,
    /// Whether all digits are equally wide.
    pub even_digits: bool,
}

/// The faces of a font file; none when it is no font.
pub fn faces(bytes: &[u8]) -> Vec<Face> {
    of_file(bytes).iter().map(face).collect()
}

/// The faces inside the program.
pub fn built_in_faces() -> Vec<Face> {
    built_in().iter().map(face).collect()
}

/// The tables of a font. Typst has read them before; so they are there.
fn tables(font: &Font) -> Option<ttf_parser::Face<'_>> {
    ttf_parser::Face::parse(font.data(), font.index()).ok()
}

fn face(font: &Font) -> Face {
    let ttf = tables(font);
    let width = |c: char| {
        let ttf = ttf.as_ref()?;
        ttf.glyph_hor_advance(ttf.glyph_index(c)?)
    };
    let permissions = ttf.as_ref().and_then(|t| t.permissions());
    Face {
        family: font.info().family.clone(),
        bold: font.info().variant.weight > FontWeight::MEDIUM
            || ttf.as_ref().is_some_and(has_weights),
        embeddable: permissions != Some(Permissions::Restricted),
        even_digits: ('1'..='9').all(|c| width(c) == width('0')),
    }
}

/// A variable font whose axis of weight reaches 太字.
fn has_weights(ttf: &ttf_parser::Face) -> bool {
    let weight = ttf_parser::Tag::from_bytes(b"wght");
    ttf.variation_axes()
        .into_iter()
        .any(|axis| axis.tag == weight && axis.max_value >= 700.0)
}

/// What the fonts of a job can show.
pub struct Coverage {
    fonts: Vec<Font>,
    /// By code point, whether any of the fonts has it.
    covered: Vec<bool>,
}

impl Coverage {
    /// The fonts of the program with those of the plan folder before them.
    pub fn new(own: &[Vec<u8>]) -> Self {
        let own = own.iter().flat_map(|bytes| of_file(bytes));
        let fonts: Vec<Font> = own.chain(built_in().iter().cloned()).collect();
        let mut covered = vec![false; char::MAX as usize + 1];
        for code in fonts.iter().flat_map(|f| f.info().coverage.iter()) {
            if let Some(seen) = covered.get_mut(code as usize) {
                *seen = true;
            }
        }
        Coverage { fonts, covered }
    }

    /// The characters of a text that no font can show.
    pub fn missing(&self, text: &str) -> BTreeSet<char> {
        let distinct: BTreeSet<char> = text.chars().collect();
        distinct.into_iter().filter(|&c| !self.shows(c)).collect()
    }

    /// Whether a character can be shown, or is one that shows nothing.
    pub fn shows(&self, c: char) -> bool {
        if is_forbidden(c) {
            return false;
        }
        let blank = c.is_whitespace() || is_default_ignorable(c);
        blank || self.covered.get(c as usize).is_some_and(|&seen| seen)
    }

    /// 異体字: the pairs of a character and a variation selector whose own form no font has,
    /// so that the usual form is shown.
    pub fn missing_variants(&self, text: &str) -> BTreeSet<(char, char)> {
        let pairs = text.chars().zip(text.chars().skip(1));
        let asked: BTreeSet<(char, char)> =
            pairs.filter(|(_, s)| is_ideographic_selector(*s)).collect();
        asked
            .into_iter()
            .filter(|&(base, selector)| {
                let has = |f: &Font| {
                    let found =
                        tables(f).map(|t| t.glyph_variation_index(base, selector));
                    found.flatten().is_some()
                };
                // The first font with the character sets it; another is not asked.
                let first = |f: &&Font| f.info().coverage.contains(base as u32);
                !self.fonts.iter().find(first).is_some_and(has)
            })
            .collect()
    }

    /// The characters of a text that one family lacks, so that another sets them.
    pub fn lacking(&self, family: &str, text: &str) -> BTreeSet<char> {
        let own: Vec<&Font> =
            self.fonts.iter().filter(|f| f.info().family == family).collect();
        let shown = |c: char| own.iter().any(|f| f.info().coverage.contains(c as u32));
        // Each character is asked for once: a font answers by walking along its ranges.
        let distinct: BTreeSet<char> = text.chars().collect();
        let visible = distinct.into_iter().filter(|c| {
            !c.is_whitespace() && !is_default_ignorable(*c) && !is_forbidden(*c)
        });
        visible.filter(|&c| !shown(c)).collect()
    }
}

/// Characters that PDF/A-2a does not let stand in a text, whatever the fonts have:
/// controls, private use (外字), and those that are no characters (Unicode 23.7).
fn is_forbidden(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    let code = c as u32;
    // PDF/A refuses a byte order mark within a text.
    control
        || code == 0xFEFF
        || is_private(c)
        || code & 0xFFFE == 0xFFFE
        || (0xFDD0..=0xFDEF).contains(&code)
}

/// 外字: the private use areas.
pub fn is_private(c: char) -> bool {
    matches!(c as u32, 0xE000..=0xF8FF | 0xF0000..=0xFFFFD | 0x10_0000..=0x10_FFFD)
}

/// Selectors of forms of 漢字.
fn is_ideographic_selector(c: char) -> bool {
    matches!(c as u32, 0xE0100..=0xE01EF)
}

/// Variation selectors and joiners change the sign before them and have no glyph.
fn is_default_ignorable(c: char) -> bool {
    matches!(c as u32, 0xFE00..=0xFE0F | 0xE0100..=0xE01EF | 0x200B..=0x200F | 0x2060)
}
