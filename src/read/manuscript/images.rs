//! 図 and 写真.

use unicode_normalization::UnicodeNormalization;

use super::blocks::Builder;
use super::inline::Inline;
use crate::catalog;
use crate::diag::{Diagnostic, Origin};
use crate::model::manuscript::{Block, FIGURES, Photo};
use crate::model::passage::{Passage, PassageKind};
use crate::read::config::nearest;
use crate::read::picture::{self, Picture};
use crate::text::{key1, some_of};

/// Width of the type area, 0.1 mm.
const FULL_WIDTH: u32 = 1700;
/// A photograph without a typed width is no higher than this, 0.1 mm.
const USUAL_HEIGHT: u32 = 1200;
/// Resolution that printers ask for, dots per inch (350: field practice of offset print).
const FINE: u32 = 350;
/// Below this, dots per inch, a photograph looks coarse on paper.
const COARSE: u32 = 200;
/// 254 tenths of a millimetre are an inch.
const INCH: u32 = 254;

/// An image whose alternative text is being read.
pub(super) struct OpenImage {
    target: String,
    title: String,
    byte: usize,
    pub(super) alt: Inline,
}

impl OpenImage {
    pub(super) fn new(target: &str, title: &str, byte: usize) -> Self {
        OpenImage {
            target: target.to_owned(),
            title: title.to_owned(),
            byte,
            alt: Inline::default(),
        }
    }
}

/// What stands behind the target: a caption, a width in 0.1 mm.
fn caption_and_width(title: &str) -> Result<(Option<String>, Option<u32>), String> {
    let mut caption = None;
    let mut width = None;
    for part in title.split(['｜', '|']).map(str::trim).filter(|part| !part.is_empty()) {
        let typed = key1(part);
        let Some(number) = typed.strip_prefix('幅').filter(|n| n.ends_with("mm")) else {
            if caption.replace(part.to_owned()).is_some() {
                return Err(format!("説明が二つあります（「{part}」）"));
            }
            continue;
        };
        let value: Option<f64> = number.trim_end_matches("mm").parse().ok();
        match value {
            Some(mm) if (10.0..=170.0).contains(&mm) => {
                width = Some((mm * 10.0).round() as u32);
            }
            _ => return Err(format!("「{part}」は 10mm から 170mm までで書きます")),
        }
    }
    Ok((caption, width))
}

impl Builder<'_> {
    pub(super) fn image_end(&mut self) {
        let Some(image) = self.image.take() else { return };
        let what = if image.target.starts_with("図:") { "図" } else { "写真" };
        self.leave_list(what, image.byte);
        // Text before the image stays before it.
        let in_text = self.table.is_none() && !self.inline.is_blank();
        if in_text && !self.in_heading {
            self.paragraph(image.byte);
        }
        match image.target.strip_prefix("図:") {
            Some(name) => self.figure(name, image.byte),
            None => self.photo(image),
        }
    }

    fn figure(&mut self, name: &str, byte: usize) {
        let name = name.trim();
        if FIGURES.contains(&name) {
            return self.block(Block::Figure { name: name.to_owned() }, byte);
        }
        let text = format!("「図:{name}」という図はありません");
        let finding = Diagnostic::new(&catalog::MANUSCRIPT_FIGURE, text)
            .at(self.source.origin(self.desk.book, byte));
        self.findings.push(match nearest(name, FIGURES) {
            Some(near) => finding.hint(format!("「図:{near}」ではありませんか")),
            None => finding.hint(format!("作れる図: {}", FIGURES.join("、"))),
        });
    }

    fn photo(&mut self, mut image: OpenImage) {
        let origin = self.source.origin(self.desk.book, image.byte);
        let alt = image.alt.take();
        let alt_text = alt.text().trim().to_owned();
        let Some((path, picture)) = self.picture(&image.target, origin) else { return };
        if alt_text.is_empty() {
            let text = format!("写真「{path}」に代替テキストがありません");
            let finding = Diagnostic::new(&catalog::PHOTO_ALT, text).at(origin);
            self.findings
                .push(finding.hint(format!(
                    "「![園庭で遊ぶこどもたち]({path})」のように書きます"
                )));
        }
        let (caption, width) = match caption_and_width(&image.title) {
            Ok(parts) => parts,
            Err(what) => {
                let text = format!("写真「{path}」の説明と幅を読めません: {what}");
                let finding = Diagnostic::new(&catalog::PHOTO_SETTING, text).at(origin);
                let hint = format!("「![…]({path} \"説明｜幅100mm\")」のように書きます");
                self.findings.push(finding.hint(hint));
                return;
            }
        };
        let (w, h) = (u64::from(picture.width), u64::from(picture.height));
        let usual = (u64::from(USUAL_HEIGHT) * w / h.max(1)).clamp(1, FULL_WIDTH.into());
        let width = width.unwrap_or(usual as u32);
        let height = (u64::from(width) * h / w.max(1)).max(1) as u32;
        self.resolution(&path, &picture, width, origin);
        self.passage(alt.passage(PassageKind::Caption, self.desk.book));
        if let Some(caption) = &caption {
            self.passage(Passage::at(PassageKind::Caption, caption, origin));
        }
        let format = picture.format;
        let photo = Photo { path, format, alt: alt_text, caption, width, height };
        self.block(Block::Photo(photo), image.byte);
    }

    /// The picture of a target, by its exact path or by one that only its letter case
    /// and widths tell from it.
    fn picture(&mut self, target: &str, origin: Origin) -> Option<(String, Picture)> {
        let wanted = picture::decode_path(target);
        let pictures = self.desk.pictures;
        let same = |path: &&String| path.nfc().eq(wanted.nfc());
        let exact = pictures.keys().find(same);
        let key = key1(&wanted);
        let mut alike = pictures.keys().filter(|path| key1(path) == key);
        let path = match (exact, alike.next(), alike.next()) {
            (Some(path), ..) => path,
            (None, Some(path), None) => {
                let text = format!("「{wanted}」を「{path}」と読み替えました");
                let finding = Diagnostic::new(&catalog::PHOTO_NAME, text);
                self.findings.push(finding.at(origin));
                path
            }
            _ => {
                let finding = missing(&wanted, pictures.keys().map(String::as_str));
                self.findings.push(finding.at(origin));
                return None;
            }
        };
        match picture::inspect(&pictures[path]) {
            Ok(picture) => Some((path.clone(), picture)),
            Err((what, remedy)) => {
                let text = format!("「{path}」は{what}");
                let finding = Diagnostic::new(&catalog::PHOTO_UNUSABLE, text);
                self.findings.push(finding.at(origin).hint(remedy));
                None
            }
        }
    }

    fn resolution(&mut self, path: &str, picture: &Picture, width: u32, origin: Origin) {
        let dpi = picture.width * INCH / width;
        let widest = |dpi: u32| picture.width * INCH / dpi / 10;
        let rule = match dpi {
            FINE.. => return,
            COARSE.. => &catalog::PHOTO_FINE,
            _ => &catalog::PHOTO_COARSE,
        };
        let text = format!(
            "写真「{path}」は幅 {}mm で載せると {dpi}dpi です（{}×{} 画素）",
            f64::from(width) / 10.0,
            picture.width,
            picture.height
        );
        let mut hint = String::new();
        if dpi < COARSE {
            let widest = widest(COARSE);
            hint = format!("{COARSE}dpi になるのは幅 {widest}mm まで、");
        }
        hint.push_str(&format!("{FINE}dpi になるのは幅 {}mm までです", widest(FINE)));
        let finding = Diagnostic::new(rule, text).at(origin);
        self.findings.push(finding.hint(hint));
    }
}

/// The finding for a path that names no file.
fn missing<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let text = format!("写真「{wanted}」がありません");
    let finding = Diagnostic::new(&catalog::PHOTO_MISSING, text);
    let known: Vec<&str> = known.filter(|path| path.starts_with("画像/")).collect();
    if known.is_empty() {
        return finding.hint("計画のフォルダの「画像」に写真がありません");
    }
    // A name without its folder, and one that is only nearly right.
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let bare = known.iter().copied().find(|path| key1(&name(path)) == key1(wanted));
    match bare.or_else(|| nearest(wanted, known.iter().copied())) {
        Some(near) => finding.hint(format!("「{near}」ではありませんか")),
        None => {
            let total = known.len();
            let some: Vec<String> =
                known.iter().take(5).map(|path| (*path).to_owned()).collect();
            finding.hint(format!("「画像」にあるもの: {}", some_of(&some, total, "件")))
        }
    }
}
