//! Photographs, the cover's and the 市章 in CMYK, from the folder 印刷: each is checked
//! against the one it stands for before it takes its place.

use std::collections::{BTreeMap, BTreeSet};

use super::{FOLDER, PressShop};
use crate::catalog::press as rules;
use crate::config::PressStandard;
use crate::diag::Diagnostic;
use crate::export::press::NOT_MADE;
use crate::look::Look;
use crate::model::manuscript::{Block, Page};
use crate::read::config::nearest;
use crate::read::picture::{self, Inked};
use crate::text::key1;

/// Width to height may differ by this share: a pixel more or less from cutting.
const SAME_SHAPE: f64 = 0.01;
/// Pictures less alike than this show something else. Photographs and what picture
/// programs make of them in CMYK are above 0.9; two photographs are seldom above 0.5.
const ALIKE: f64 = 0.7;

/// The design and pages as they are printed.
pub(super) struct InkedBooklet {
    pub look: Look,
    pub pages: Vec<Page>,
    pub findings: Vec<Diagnostic>,
    /// A picture cannot be printed: nothing is.
    pub refused: bool,
}

/// Puts the pictures of 印刷 in the place of those on the screen.
pub(super) fn replace(shop: &PressShop, look: &Look, pages: &[Page]) -> InkedBooklet {
    let mut out = InkedBooklet {
        look: look.clone(),
        pages: pages.to_vec(),
        findings: Vec::new(),
        refused: false,
    };
    let printing = &shop.printing;
    let pictures: BTreeMap<&String, &Vec<u8>> =
        shop.files.iter().filter(|(path, _)| **path != printing.profile).collect();
    let mut used = BTreeSet::new();
    let mut sources = Vec::new();
    let mut take = |source: &str, file: &str| -> Option<Vec<u8>> {
        sources.push(source.to_owned());
        let (path, bytes) = counterpart(source, &pictures)?;
        used.insert(path.clone());
        let screen = look.files.get(file)?;
        let modern = printing.standard == PressStandard::X4;
        match fit(bytes, screen, modern) {
            Ok(()) => Some(picture::without_metadata(bytes)),
            Err((what, remedy)) => {
                let text = format!("「{path}」は{what}");
                let finding = Diagnostic::new(&rules::PRESS_PICTURE, text)
                    .about(format!("{source} の印刷用"));
                out.findings.push(finding.hint(remedy).hint(NOT_MADE));
                out.refused = true;
                None
            }
        }
    };
    let shown = [(&mut out.look.logo, "logo"), (&mut out.look.photo, "cover")];
    for (shown, name) in shown {
        let Some(shown) = shown else { continue };
        if let Some(bytes) = take(&shown.source, &shown.file) {
            shown.file = format!("{name}.jpg");
            out.look.files.insert(shown.file.clone(), bytes);
        }
    }
    let blocks = out.pages.iter_mut().flat_map(|page| &mut page.blocks);
    for block in blocks {
        let Block::Photo(photo) = block else { continue };
        if let Some(bytes) = take(&photo.path, &photo.path) {
            photo.format = "jpg";
            out.look.files.insert(photo.path.clone(), bytes);
        }
    }
    for path in pictures.keys().filter(|path| !used.contains(**path)) {
        out.findings.push(unused(path, &sources));
    }
    out
}

/// A path below its folder, without its ending, as names are compared.
fn stem(path: &str) -> String {
    let below = path.split_once('/').map_or(path, |(_, below)| below);
    key1(below.rsplit_once('.').map_or(below, |(stem, _)| stem)).to_lowercase()
}

/// The picture of 印刷 for one of 画像: of the same path below the folder, or, where
/// no other has it, of the same name.
fn counterpart<'a>(
    source: &str,
    pictures: &BTreeMap<&'a String, &'a Vec<u8>>,
) -> Option<(&'a String, &'a Vec<u8>)> {
    let wanted = stem(source);
    let name = |stem: &str| stem.rsplit('/').next().unwrap_or_default().to_owned();
    let same = pictures.iter().find(|(path, _)| stem(path) == wanted);
    let named = || {
        let own = name(&wanted);
        pictures.iter().find(|(path, _)| stem(path) == own)
    };
    same.or_else(named).map(|(path, bytes)| (*path, *bytes))
}

/// Whether a picture for the press can take the place of the one on the screen; if not,
/// what is wrong and what to do.
fn fit(bytes: &[u8], screen: &[u8], modern: bool) -> Result<(), (String, String)> {
    let inked = picture::inspect_inked(bytes)
        .map_err(|(what, remedy)| (what, remedy.to_owned()))?;
    if inked.profile && !modern {
        return Err((
            "ICC プロファイルが付いていて、PDF/X-1a では使えません".to_owned(),
            "「カラープロファイルの埋め込み」を外して保存し直してください（値は変わりません）"
                .to_owned(),
        ));
    }
    // A drawing has no pixels to compare.
    let Ok(shown) = picture::inspect(screen) else { return Ok(()) };
    shape(&inked, (shown.width, shown.height))?;
    match picture::likeness(screen, bytes) {
        Some(like) if like < -ALIKE => Err((
            "公開用の写真の明暗が逆です（インキの数え方が違う JPEG）".to_owned(),
            "Photoshop など、Adobe の形式で書き出せるソフトで保存し直してください"
                .to_owned(),
        )),
        Some(like) if like < ALIKE => Err((
            format!("公開用の写真と違う絵のようです（明暗の似かた {like:.2}、{ALIKE} 以上で同じ）"),
            "公開用と同じ写真を CMYK にしたものか、同じように切り取ったものか確かめてください"
                .to_owned(),
        )),
        _ => Ok(()),
    }
}

fn shape(inked: &Inked, (width, height): (u32, u32)) -> Result<(), (String, String)> {
    let ratio = |w: u32, h: u32| f64::from(w) / f64::from(h.max(1));
    let (a, b) = (ratio(inked.width, inked.height), ratio(width, height));
    if (a / b - 1.0).abs() <= SAME_SHAPE {
        return Ok(());
    }
    Err((
        format!(
            "縦横の比が公開用の写真と違います（{}×{} 画素と {width}×{height} 画素）",
            inked.width, inked.height
        ),
        "公開用と同じ形に切り取ってください（画素数は違っていて構いません）".to_owned(),
    ))
}

fn unused(path: &str, sources: &[String]) -> Diagnostic {
    let text = format!("「{path}」は、冊子のどの写真の印刷用でもないので使いません");
    let finding = Diagnostic::new(&rules::PRESS_PICTURE_UNUSED, text);
    let name = stem(path);
    let stems: Vec<String> = sources.iter().map(|s| stem(s)).collect();
    match nearest(&name, stems.iter().map(|s| &**s)) {
        Some(near) => finding.hint(format!("「{FOLDER}{near}.jpg」ではありませんか")),
        None => finding,
    }
}
