//! Pictures of the folder 画像: what their bytes are, and whether they can be printed.
//!
//! The typesetter decodes the same bytes with the same library, so whatever passes here
//! does not stop it.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageResult, Limits};

mod inked;
mod metadata;

pub use self::inked::{Inked, inspect_inked, likeness};
pub use self::metadata::without_metadata;

/// A picture that can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// `jpg` or `png`.
    pub format: &'static str,
    /// Pixels from left to right, as it is looked at.
    pub width: u32,
    /// Pixels from top to bottom, as it is looked at.
    pub height: u32,
}

/// Why a picture cannot be printed, and what to do: 「…は」 goes before the first.
pub type Fault = (String, &'static str);

/// The largest picture, pixels; decoded it takes at most 8 bytes a pixel.
const MAX_PIXELS: u64 = 60_000_000;
/// The largest file, bytes.
const MAX_BYTES: usize = 50 << 20;

const SAVE_AGAIN: &str =
    "画像を開けるときは、JPEG か PNG で名前を付けて保存し直してください";

/// Decodes a picture once.
///
/// # Errors
/// A picture that is no JPEG or PNG, is broken, too large, animated or for print only.
pub fn inspect(bytes: &[u8]) -> Result<Picture, Fault> {
    if bytes.is_empty() {
        return Err(("中身がありません".to_owned(), SAVE_AGAIN));
    }
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    let look = || match bytes {
        [0xff, 0xd8, 0xff, ..] => jpeg(bytes),
        [0x89, b'P', b'N', b'G', ..] => png(bytes),
        _ => Err(other_kind(bytes)),
    };
    // A decoder of foreign bytes must not end the run.
    catch_unwind(AssertUnwindSafe(look)).unwrap_or_else(|_| Err(broken()))
}

const FEWER_PIXELS: &str = "画素数を減らして保存し直してください";

fn too_large() -> Fault {
    (format!("大きすぎます（{} MB を超えます）", MAX_BYTES >> 20), FEWER_PIXELS)
}

fn too_many(width: u32, height: u32) -> Result<(), Fault> {
    if u64::from(width) * u64::from(height) <= MAX_PIXELS {
        return Ok(());
    }
    let most = MAX_PIXELS / 10_000;
    let what = format!("画素が多すぎます（{width}×{height}。{most} 万画素まで）");
    Err((what, FEWER_PIXELS))
}

/// Whether the camera was held upright: width and height change places.
fn is_turned(orientation: ImageResult<Orientation>) -> bool {
    matches!(
        orientation,
        Ok(Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH)
    )
}

fn broken() -> Fault {
    ("壊れているか、途中で切れています".to_owned(), SAVE_AGAIN)
}

fn jpeg(bytes: &[u8]) -> Result<Picture, Fault> {
    let frame = metadata::frame(bytes).ok_or_else(broken)?;
    if frame.components == 4 {
        let what = "印刷用の色（CMYK）の JPEG です".to_owned();
        return Err((what, "RGB の JPEG で保存し直してください"));
    }
    if !frame.is_whole {
        return Err(broken());
    }
    decode("jpg", || JpegDecoder::new(Cursor::new(bytes)))
}

fn png(bytes: &[u8]) -> Result<Picture, Fault> {
    let decoder = PngDecoder::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if decoder.is_apng().unwrap_or(false) {
        let what = "動く画像（アニメーション PNG）です".to_owned();
        return Err((what, "動かない画像で保存し直してください"));
    }
    decode("png", || Ok(decoder))
}

fn decode<D: ImageDecoder>(
    format: &'static str,
    open: impl FnOnce() -> ImageResult<D>,
) -> Result<Picture, Fault> {
    let mut decoder = open().map_err(|_| broken())?;
    let (width, height) = decoder.dimensions();
    too_many(width, height)?;
    let turned = is_turned(decoder.orientation());
    decoder.set_limits(Limits::default()).map_err(|_| broken())?;
    DynamicImage::from_decoder(decoder).map_err(|_| broken())?;
    let (width, height) = if turned { (height, width) } else { (width, height) };
    Ok(Picture { format, width, height })
}

/// What a file is that is no JPEG or PNG, by its first bytes.
fn other_kind(bytes: &[u8]) -> Fault {
    let brand = bytes.get(4..12).unwrap_or_default();
    let is_heif = brand.starts_with(b"ftyp")
        && [b"heic", b"heix", b"mif1", b"msf1", b"hevc"]
            .iter()
            .any(|b| brand.ends_with(*b));
    let what = match bytes {
        _ if is_heif => "iPhone などの HEIC の写真です",
        _ if brand.starts_with(b"ftyp") => "AVIF の写真か動画です",
        [b'G', b'I', b'F', ..] => "GIF の画像です",
        [b'R', b'I', b'F', b'F', ..] => "WebP の画像です",
        [b'B', b'M', ..] => "BMP の画像です",
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "TIFF の画像です",
        [b'%', b'P', b'D', b'F', ..] => "PDF です",
        [b'8', b'B', b'P', b'S', ..] => "Photoshop のファイルです",
        [b'<', ..] => "SVG か HTML です",
        _ => "画像ではありません",
    };
    (what.to_owned(), "JPEG か PNG で保存し直してください")
}

/// The path that a target of the manuscript means: `./` and `\` as Windows writes them,
/// `%20` as editors write a space.
pub fn decode_path(target: &str) -> String {
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let code = hex.and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(if *first == b'\\' { b'/' } else { *first });
                rest = tail;
            }
        }
    }
    let path = String::from_utf8(bytes).unwrap_or_else(|_| target.to_owned());
    path.trim_start_matches("./").to_owned()
}
