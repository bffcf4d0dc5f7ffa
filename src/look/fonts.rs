//! 書体/: the city's own fonts. Whether their licence lets them be used is the user's
//! matter; what the files say about themselves is checked.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::typst_words::in_japanese;
use super::{Look, Materials};
use crate::catalog;
use crate::diag::{Diagnostic, Origin, Sources};
use crate::read::config::nearest;
use crate::typeset::{self, Face, Job, MAX_FACES, TemplateFault};

const FOLDER: &str = "書体/";

pub(super) fn apply(
    materials: &Materials,
    look: &mut Look,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut faces = Vec::new();
    let files = materials.files.iter().filter(|(path, _)| path.starts_with(FOLDER));
    for (path, bytes) in files {
        let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if matches!(&*ending, "txt" | "md" | "pdf" | "html" | "htm") {
            continue;
        }
        match read_file(bytes, &ending) {
            Ok(found) => {
                faces.extend(found);
                look.fonts.push(bytes.clone());
            }
            Err(why) => {
                let place = Origin::book(sources.add_book(path));
                let finding = Diagnostic::new(&catalog::LOOK_FONT, why);
                findings.push(finding.at(place));
            }
        }
    }
    let setting = materials.setting;
    let fonts = &mut look.tokens.fonts;
    let wanted = [
        ("和文の書体", &setting.japanese_font, &mut fonts.japanese),
        ("欧文の書体", &setting.latin_font, &mut fonts.latin),
        ("数字の書体", &setting.figure_font, &mut fonts.figures),
    ];
    for (key, name, used) in wanted {
        let Some(name) = name else { continue };
        match choose(key, name.trim(), &faces) {
            Ok(found) => {
                *used = name.trim().to_owned();
                findings.extend(found.map(|f| f.at((materials.place)(key))));
            }
            Err(finding) => findings.push(finding.at((materials.place)(key))),
        }
    }
    findings
}

fn read_file(bytes: &[u8], ending: &str) -> Result<Vec<Face>, String> {
    if bytes.starts_with(b"wOFF") || bytes.starts_with(b"wOF2") {
        return Err("ウェブ用の書体（WOFF）なので読めません。TrueType か OpenType（.ttf .otf .ttc）のファイルを置いてください".to_owned());
    }
    let claimed = typeset::claimed_faces(bytes);
    if claimed > MAX_FACES {
        return Err(format!(
            "書体が {claimed} 個入っていることになっていて、壊れているか多すぎます（{MAX_FACES} 個まで）。使う書体だけのファイル（.ttf .otf）を置いてください"
        ));
    }
    let found = typeset::faces(bytes);
    let families: BTreeSet<&str> = found.iter().map(|f| &*f.family).collect();
    if families.is_empty() {
        return Err(format!(
            "書体のファイルとして読めません（.{ending}）。TrueType か OpenType（.ttf .otf .ttc）のファイルだけを置いてください"
        ));
    }
    if let Some(face) = found.iter().find(|f| !f.embeddable) {
        return Err(format!(
            "書体「{}」は、作った会社が PDF への埋め込みを許していません（fsType の制限）。別の書体にしてください",
            face.family
        ));
    }
    for family in families {
        trial(bytes, family)
            .map_err(|why| format!("書体「{family}」で組めません（{why}）"))?;
    }
    Ok(found)
}

/// Sets one line, as the booklet will.
fn trial(bytes: &[u8], family: &str) -> Result<(), String> {
    let family = family.replace(['\\', '"'], "");
    let main = format!(
        "#set document(title: \"t\")\n#set text(lang: \"ja\", font: (\"{family}\", \"BIZ UDGothic\"))\n#heading[令和9年度]\n計画 *Abc* 0123"
    );
    let job = Job {
        main: "trial.typ",
        templates: &[("trial.typ", &main)],
        data: "{}",
        files: &Default::default(),
        fonts: &[bytes.to_vec()],
    };
    match catch_unwind(AssertUnwindSafe(|| typeset::typeset(&job))) {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error
            .downcast_ref::<TemplateFault>()
            .map_or_else(|| error.to_string(), |fault| in_japanese(&fault.message))),
        Err(_) => Err("中身が壊れています".to_owned()),
    }
}

/// Whether a family is there, and does what is asked of it.
fn choose(
    key: &str,
    name: &str,
    own: &[Face],
) -> Result<Option<Diagnostic>, Box<Diagnostic>> {
    let built_in = typeset::built_in_faces();
    let all: Vec<&Face> = own.iter().chain(&built_in).collect();
    let mine: Vec<&&Face> = all.iter().filter(|f| f.family == name).collect();
    if mine.is_empty() {
        let families: BTreeSet<&str> = all.iter().map(|f| &*f.family).collect();
        let what = format!("{key}「{name}」という名の書体がありません");
        let finding = Diagnostic::new(&catalog::LOOK_FONT, what);
        return Err(Box::new(match nearest(name, families.iter().copied()) {
            Some(near) => finding.hint(format!("「{near}」ではありませんか")),
            None => finding.hint(format!(
                "使える書体は {} です。書体のファイルは「書体」のフォルダに置きます",
                families.into_iter().collect::<Vec<_>>().join("、")
            )),
        }));
    }
    let warn = |what: String| Some(Diagnostic::new(&catalog::FONT_UNFIT, what));
    if key == "数字の書体" && mine.iter().any(|f| !f.even_digits) {
        return Ok(warn(format!(
            "{key}「{name}」は数字の幅がそろっていないので、表の桁が縦にそろいません"
        )));
    }
    if !mine.iter().any(|f| f.bold) {
        return Ok(warn(format!(
            "{key}「{name}」に太字がないので、見出しも並の太さになります（太字のファイルも「書体」に置いてください）"
        )));
    }
    Ok(None)
}
