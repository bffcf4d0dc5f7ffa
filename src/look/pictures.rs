//! 市章 and 表紙写真: pictures of 画像/ on the cover.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;

use super::typst_words::in_japanese;
use super::{Look, Materials, drawing};
use crate::catalog;
use crate::diag::Diagnostic;
use crate::read::config::nearest;
use crate::read::picture::{self, Picture};
use crate::typeset::{self, Job, TemplateFault};

/// Where the photograph stands on the cover, mm (templates/components/hyoshi.typ).
const PHOTO_PLACE: (f64, f64) = (140.0, 105.0);
/// Where the 市章 stands at most, mm.
const LOGO_PLACE: (f64, f64) = (40.0, 12.0);
/// Below this a picture looks coarse on paper; printers ask for 350.
const COARSE_DPI: f64 = 200.0;

/// A picture as the templates get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Its path below the root of the templates.
    pub file: String,
    /// 代替文.
    pub alt: String,
    /// Where it came from: its path below the plan folder.
    #[serde(skip)]
    pub source: String,
}

/// One picture of the configuration.
struct Wanted<'a> {
    key: &'static str,
    alt_key: &'static str,
    path: &'a Option<String>,
    alt: &'a str,
    place: (f64, f64),
    drawing: bool,
}

type Found = (&'static str, Diagnostic);

pub(super) fn apply(materials: &Materials, look: &mut Look) -> Vec<Found> {
    let setting = materials.setting;
    let mut findings = Vec::new();
    let logo = Wanted {
        key: "市章",
        alt_key: "市章の説明",
        path: &setting.logo,
        alt: setting.logo_alt.trim(),
        place: LOGO_PLACE,
        drawing: true,
    };
    let photo = Wanted {
        key: "表紙写真",
        alt_key: "表紙写真の説明",
        path: &setting.photo,
        alt: setting.photo_alt.trim(),
        place: PHOTO_PLACE,
        drawing: false,
    };
    look.logo = take(&logo, "logo", materials, &mut look.files, &mut findings);
    look.photo = take(&photo, "cover", materials, &mut look.files, &mut findings);
    findings
}

fn take(
    wanted: &Wanted,
    name: &str,
    materials: &Materials,
    files: &mut BTreeMap<String, Vec<u8>>,
    findings: &mut Vec<Found>,
) -> Option<Shown> {
    let path = wanted.path.as_ref()?;
    let mut fault = |what: String, hint: String| {
        let finding = Diagnostic::new(&catalog::LOOK_PICTURE, what);
        findings.push((wanted.key, finding.hint(hint)));
    };
    let Some((path, bytes)) = find(path, materials.files) else {
        let there = || materials.files.keys().filter(|p| p.starts_with("画像/"));
        let hint = match nearest(path, there().map(|p| &**p)) {
            Some(near) => format!("「{near}」ではありませんか"),
            None if there().next().is_none() => {
                "計画のフォルダの「画像」のフォルダに入れてください".to_owned()
            }
            None => {
                let names: Vec<&str> = there().take(10).map(|p| &**p).collect();
                format!("画像のフォルダにあるのは {} です", names.join("、"))
            }
        };
        fault(format!("{}のファイル「{path}」がありません", wanted.key), hint);
        return None;
    };
    let kind = match look_at(bytes, wanted) {
        Ok(kind) => kind,
        Err((why, hint)) => {
            fault(format!("{}「{path}」を使えません: {why}", wanted.key), hint);
            return None;
        }
    };
    if wanted.alt.is_empty() {
        let what = format!("{}「{path}」に説明がありません", wanted.key);
        let hint = format!(
            "目の見えない人に読み上げる説明を「{} = \"…\"」に書いてください",
            wanted.alt_key
        );
        fault(what, hint);
        return None;
    }
    let (ending, bytes) = match kind {
        Kind::Drawing => ("svg", bytes.clone()),
        Kind::Picture(picture) => (picture.format, picture::without_metadata(bytes)),
    };
    let file = format!("{name}.{ending}");
    if let Err(why) = trial(&file, &bytes) {
        let what = format!("{}「{path}」を絵として開けません（{why}）", wanted.key);
        fault(what, "画像のソフトで開いて、保存し直してください".to_owned());
        return None;
    }
    if let Kind::Picture(picture) = kind
        && let Some(finding) = coarse(wanted, path, &picture)
    {
        findings.push((wanted.key, finding));
    }
    files.insert(file.clone(), bytes);
    Some(Shown { file, alt: wanted.alt.to_owned(), source: path.to_owned() })
}

/// What a file is.
enum Kind {
    /// SVG.
    Drawing,
    /// JPEG or PNG.
    Picture(Picture),
}

/// Looks at a file; when it cannot be used, why and what to do.
fn look_at(bytes: &[u8], wanted: &Wanted) -> Result<Kind, (String, String)> {
    let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if start.windows(4).any(|w| w == b"<svg") {
        return match drawing::check(bytes) {
            _ if !wanted.drawing => Err((
                "SVG（図案）です".to_owned(),
                "写真は JPEG か PNG にしてください".to_owned(),
            )),
            Ok(()) => Ok(Kind::Drawing),
            Err(why) => Err((why, "図案のソフトで書き出し直してください".to_owned())),
        };
    }
    match picture::inspect(bytes) {
        Ok(picture) => Ok(Kind::Picture(picture)),
        // The standards of reading aloud and of archives forbid a PDF within a PDF.
        Err(_) if wanted.drawing && start.starts_with(b"%PDF") => Err((
            "PDF です（PDF/UA・PDF/A の冊子には、PDF を画像として置けません）".to_owned(),
            "SVG か PNG で書き出し直してください".to_owned(),
        )),
        Err((why, hint)) => Err((why, hint.to_owned())),
    }
}

/// The file by its path, or by its name alone; Windows knows no 大文字 and 小文字.
fn find<'a>(
    path: &str,
    files: &'a BTreeMap<String, Vec<u8>>,
) -> Option<(&'a str, &'a Vec<u8>)> {
    let path = path.trim().replace('\\', "/").to_lowercase();
    let full = format!("画像/{path}");
    files
        .iter()
        .find(|(name, _)| {
            let name = name.to_lowercase();
            name.starts_with("画像/") && (name == path || name == full)
        })
        .map(|(name, bytes)| (&**name, bytes))
}

/// Sets the picture alone on a page, as the booklet will: what cannot be decoded, or not
/// be put into PDF/A, is found here and not in the middle of the booklet.
fn trial(file: &str, bytes: &[u8]) -> Result<(), String> {
    let main = format!(
        "#set document(title: \"t\")\n#set text(lang: \"ja\")\n#figure(image(\"{file}\", width: 20mm), alt: \"t\")\n#heading[t]"
    );
    let files = BTreeMap::from([(file.to_owned(), bytes.to_vec())]);
    let job = Job {
        main: "trial.typ",
        templates: &[("trial.typ", &main)],
        data: "{}",
        files: &files,
        fonts: &[],
    };
    match catch_unwind(AssertUnwindSafe(|| typeset::typeset(&job))) {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error
            .downcast_ref::<TemplateFault>()
            .map_or_else(|| error.to_string(), |fault| in_japanese(&fault.message))),
        Err(_) => Err("中身が壊れています".to_owned()),
    }
}

fn coarse(wanted: &Wanted, path: &str, picture: &Picture) -> Option<Diagnostic> {
    let (width, height) = wanted.place;
    let (w, h) = (picture.width, picture.height);
    let sides = (width / f64::from(w), height / f64::from(h));
    // A 市章 is fitted into its place; a photograph fills it, and what stands over is cut.
    let mm_a_pixel =
        if wanted.drawing { sides.0.min(sides.1) } else { sides.0.max(sides.1) };
    let dpi = 25.4 / mm_a_pixel;
    if dpi >= COARSE_DPI {
        return None;
    }
    let need = |mm: f64| (mm / 25.4 * 350.0).ceil();
    let what = format!(
        "{}「{path}」（{w}×{h} 画素）は、{width:.0}×{height:.0}mm に載せると {dpi:.0} dpi で、{COARSE_DPI:.0} dpi に足りません",
        wanted.key
    );
    let hint = if wanted.drawing {
        "図案（SVG）にするか、大きい画像にしてください".to_owned()
    } else {
        format!(
            "印刷に向くのは 350 dpi（{:.0}×{:.0} 画素）以上です。元の大きい写真にしてください",
            need(width),
            need(height)
        )
    };
    Some(Diagnostic::new(&catalog::PICTURE_COARSE, what).hint(hint))
}
