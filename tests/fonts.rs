//! Font files of 書体/ that are damaged or made to harm: each ends in a message with what to
//! do, or can be used; none in a panic, a hang or much memory.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tenken::config::LookSetting;
use tenken::diag::{Origin, Sources};
use tenken::export::booklet;
use tenken::look::{self, Look, Materials};

/// A small font of real outlines.
const FONT: &[u8] = include_bytes!("../fonts/BIZUDPGothic-Regular-Latin.ttf");
/// One file, in a build that is not optimised.
const MAX_TIME: Duration = Duration::from_secs(20);

/// What is said of a file of 書体/, and what came of it.
fn read(name: &str, bytes: &[u8]) -> (Look, Vec<String>) {
    let mut sources = Sources::default();
    let book = sources.add_book("tenken.toml");
    let files = BTreeMap::from([(format!("書体/{name}"), bytes.to_vec())]);
    let materials = Materials {
        setting: &LookSetting::default(),
        files: &files,
        templates: booklet::templates(),
        place: &|_| Origin::book(book),
    };
    let start = Instant::now();
    let (look, findings) = look::read(&materials, &mut sources);
    assert!(start.elapsed() < MAX_TIME, "{name} took {:?}", start.elapsed());
    let told = findings.iter().map(|f| format!("{} {}", f.rule.code, f.message));
    (look, told.collect())
}

/// A file that cannot be used is told in Japanese with what to do, and is not used.
fn refused(name: &str, bytes: &[u8], part: &str) {
    let (look, told) = read(name, bytes);
    assert!(look.fonts.is_empty(), "{name} is used");
    assert_eq!(told.len(), 1, "{name}: {told:?}");
    assert!(told[0].starts_with("E544") && told[0].contains(part), "{name}: {told:?}");
}

/// Either used in silence or refused with a message; never anything between.
fn settled(name: &str, bytes: &[u8]) -> bool {
    let (look, told) = read(name, bytes);
    let used = !look.fonts.is_empty();
    assert_eq!(used, told.is_empty(), "{name}: {told:?}");
    used
}

fn u16_at(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> usize {
    u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
}

/// The entry of a table in the directory: tag, checksum, offset, length.
fn entry(font: &[u8], tag: &[u8; 4]) -> usize {
    let entries = (0..u16_at(font, 4)).map(|i| 12 + 16 * i);
    entries.into_iter().find(|at| &font[*at..*at + 4] == tag).unwrap()
}

fn with(font: &[u8], at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut out = font.to_vec();
    out[at..at + bytes.len()].copy_from_slice(bytes);
    out
}

/// A collection of fonts at these offsets, before the bytes of one font.
fn collection(claimed: u32, offsets: &[u32], font: &[u8]) -> Vec<u8> {
    let mut out = b"ttcf\0\x01\0\0".to_vec();
    out.extend(claimed.to_be_bytes());
    for offset in offsets {
        out.extend(offset.to_be_bytes());
    }
    out.extend(font);
    out
}

#[test]
fn a_right_font_is_used() {
    assert!(settled("right.ttf", FONT));
}

/// Made by fontTools: a few letters with an axis of weight.
#[test]
fn a_variable_font_is_used_with_its_bold() {
    let bytes = include_bytes!("fontfiles/variable.ttf");
    assert!(settled("variable.ttf", bytes));
    let faces = tenken::typeset::faces(bytes);
    assert_eq!(faces.len(), 1);
    assert!(faces[0].bold && faces[0].even_digits && faces[0].embeddable);
}

#[test]
fn what_is_no_font_is_told() {
    for bytes in [&b""[..], b"\0\x01\0\0", b"OTTO\0\x0a", &[0; 5_000], b"PK\x03\x04book"]
    {
        refused("no.ttf", bytes, "書体のファイルとして読めません");
    }
    for start in [b"wOFF", b"wOF2"] {
        let renamed = [start, &FONT[4..]].concat();
        refused("renamed.ttf", &renamed, "ウェブ用の書体（WOFF）");
    }
}

#[test]
fn a_font_cut_anywhere_is_settled() {
    let mut used = 0;
    for cut in (0..FONT.len()).step_by(FONT.len() / 30 + 1) {
        used += usize::from(settled("cut.ttf", &FONT[..cut]));
    }
    // Without its outlines nothing can be set.
    assert!(used < 30, "{used}");
}

#[test]
fn wrong_checksums_do_no_harm() {
    let mut font = FONT.to_vec();
    for i in 0..u16_at(FONT, 4) {
        font[12 + 16 * i + 4] ^= 0xff;
    }
    // Readers of fonts do not look at them; the booklet does not need them.
    assert!(settled("sums.ttf", &font));
}

#[test]
fn tables_that_lie_about_their_place_are_settled() {
    let tags: [&[u8; 4]; 9] =
        [b"glyf", b"loca", b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2"];
    for tag in tags {
        let at = entry(FONT, tag);
        for (offset, length) in [
            (u32::MAX, 100),
            (0, u32::MAX),
            (u32_at(FONT, at + 8) as u32, 0),
            (u32_at(FONT, at + 8) as u32, u32::MAX),
            (FONT.len() as u32 - 4, 4),
        ] {
            let place = [offset.to_be_bytes(), length.to_be_bytes()].concat();
            settled("place.ttf", &with(FONT, at + 8, &place));
        }
    }
    settled("tables.ttf", &with(FONT, 4, &[0xff, 0xff]));
}

#[test]
fn a_font_without_glyphs_is_settled() {
    let maxp = u32_at(FONT, entry(FONT, b"maxp") + 8);
    let none = with(FONT, maxp + 4, &[0, 0]);
    refused("none.ttf", &none, "書体");
    settled("many.ttf", &with(FONT, maxp + 4, &[0xff, 0xff]));
}

#[test]
fn glyphs_that_are_made_of_themselves_come_to_an_end() {
    let glyf = u32_at(FONT, entry(FONT, b"glyf") + 8);
    let loca = u32_at(FONT, entry(FONT, b"loca") + 8);
    let head = u32_at(FONT, entry(FONT, b"head") + 8);
    let long = u16_at(FONT, head + 50) == 1;
    let mut font = FONT.to_vec();
    for glyph in 0..50usize {
        let at = glyf
            + if long {
                u32_at(FONT, loca + 4 * glyph)
            } else {
                2 * u16_at(FONT, loca + 2 * glyph)
            };
        // A composite of eight copies of itself.
        let part = |last: bool| {
            let flags: u16 = if last { 0x0002 } else { 0x0022 };
            [flags.to_be_bytes(), (glyph as u16).to_be_bytes(), [0, 0]].concat()
        };
        let mut own = vec![0xff, 0xff, 0, 0, 0, 0, 0, 99, 0, 99];
        (0..8).for_each(|i| own.extend(part(i == 7)));
        if at + own.len() < font.len() {
            font[at..at + own.len()].copy_from_slice(&own);
        }
    }
    settled("itself.ttf", &font);
}

#[test]
fn collections_with_bad_offsets_are_settled() {
    let inside = 12 + 4;
    // Offsets of tables count from the start of the file: those of the font are wrong now.
    settled("moved.ttc", &collection(1, &[inside], FONT));
    refused("none.ttc", &collection(0, &[], FONT), "書体のファイルとして読めません");
    refused("away.ttc", &collection(2, &[u32::MAX, 7], b"rest"), "書体のファイルとして");
    refused("itself.ttc", &collection(1, &[0], b""), "書体のファイルとして読めません");
    // Four thousand million fonts, and one font a hundred thousand times.
    let claim = collection(u32::MAX, &[inside], FONT);
    refused("claims.ttc", &claim, "4294967295 個入っていることになっていて");
    let same = vec![12 + 4 * 100_000; 100_000];
    let mut font = FONT.to_vec();
    for i in 0..u16_at(FONT, 4) {
        let at = 12 + 16 * i + 8;
        let moved = u32_at(FONT, at) as u32 + 12 + 4 * 100_000;
        font[at..at + 4].copy_from_slice(&moved.to_be_bytes());
    }
    refused("same.ttc", &collection(100_000, &same, &font), "多すぎます");
}

#[test]
fn damaged_bytes_are_settled() {
    // Every table, its first bytes and some within it.
    for i in 0..u16_at(FONT, 4) {
        let (start, length) =
            (u32_at(FONT, 12 + 16 * i + 8), u32_at(FONT, 12 + 16 * i + 12));
        for step in [0, 1, 2, 5, 9, 13, length / 3, length / 2] {
            if step < length {
                let at = start + step;
                settled("byte.ttf", &with(FONT, at, &[FONT[at] ^ 0xff]));
            }
        }
    }
}
