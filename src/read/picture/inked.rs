//! Photographs as they are printed: CMYK JPEG, made by a picture program.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::jpeg::JpegDecoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use super::{Fault, MAX_BYTES, broken, metadata, other_kind, too_large, too_many};

const SAVE_AS_CMYK: &str = "画像のソフトで CMYK に変え、JPEG で保存し直してください";
/// Pictures are compared as this many squares a side.
const SQUARES: u32 = 16;
/// Grey levels by which the squares of a picture differ at least, to be compared.
const PLAIN: f64 = 4.0;

/// A picture for the press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inked {
    /// Pixels from left to right, as it is looked at.
    pub width: u32,
    /// Pixels from top to bottom, as it is looked at.
    pub height: u32,
    /// An ICC profile is inside.
    pub profile: bool,
}

/// Decodes a picture for the press once.
///
/// # Errors
/// What is no CMYK JPEG, is broken or too large, or does not say which way its inks count.
pub fn inspect_inked(bytes: &[u8]) -> Result<Inked, Fault> {
    if bytes.is_empty() {
        return Err(("中身がありません".to_owned(), SAVE_AS_CMYK));
    }
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    if !bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        let (what, _) = match bytes {
            [0x89, b'P', b'N', b'G', ..] => ("PNG の画像です".to_owned(), ""),
            _ => other_kind(bytes),
        };
        return Err((what, SAVE_AS_CMYK));
    }
    catch_unwind(AssertUnwindSafe(|| jpeg(bytes))).unwrap_or_else(|_| Err(broken()))
}

fn jpeg(bytes: &[u8]) -> Result<Inked, Fault> {
    let frame = metadata::frame(bytes).ok_or_else(broken)?;
    match frame.components {
        4 => {}
        1 => return Err(("白黒（グレー）の JPEG です".to_owned(), SAVE_AS_CMYK)),
        _ => return Err(("画面の色（RGB）の JPEG です".to_owned(), SAVE_AS_CMYK)),
    }
    if !frame.is_whole {
        return Err(broken());
    }
    // With Adobe's mark 255 is no ink, without it 0 is. The typesetter reads all of them
    // as Adobe's, so that others would be printed as negatives.
    if !frame.adobe {
        let what = "インキの数え方の印（Adobe の APP14）のない CMYK の JPEG で、明暗が逆に刷られるおそれがあります";
        return Err((
            what.to_owned(),
            "Photoshop か、Adobe の形式で書き出せるソフトで保存し直してください",
        ));
    }
    let mut decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let (width, height) = decoder.dimensions();
    too_many(width, height)?;
    let profile = decoder.icc_profile().ok().flatten().is_some();
    let turned = super::is_turned(decoder.orientation());
    decoder.set_limits(Limits::default()).map_err(|_| broken())?;
    DynamicImage::from_decoder(decoder).map_err(|_| broken())?;
    let (width, height) = if turned { (height, width) } else { (width, height) };
    Ok(Inked { width, height, profile })
}

/// How alike two pictures are in light and dark, from −1 (negatives) over 0 to 1 (the
/// same): the correlation of their grey squares. `None` where one is a drawing, cannot be
/// decoded or is as good as plain.
pub fn likeness(a: &[u8], b: &[u8]) -> Option<f64> {
    let (a, b) = (squares(a)?, squares(b)?);
    let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
    let (mean_a, mean_b) = (mean(&a), mean(&b));
    let (mut both, mut of_a, mut of_b) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(&b) {
        both += (x - mean_a) * (y - mean_b);
        of_a += (x - mean_a).powi(2);
        of_b += (y - mean_b).powi(2);
    }
    let least = PLAIN * PLAIN * a.len() as f64;
    (of_a > least && of_b > least).then(|| both / (of_a * of_b).sqrt())
}

fn squares(bytes: &[u8]) -> Option<Vec<f64>> {
    let read = || {
        let mut reader =
            ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        reader.limits(Limits::default());
        let mut decoder = reader.into_decoder().ok()?;
        let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut picture = DynamicImage::from_decoder(decoder).ok()?;
        picture.apply_orientation(turn);
        let small = picture.resize_exact(SQUARES, SQUARES, FilterType::Triangle);
        Some(small.to_luma8().into_raw().into_iter().map(f64::from).collect())
    };
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}
