//! 見た目: what a plan folder puts in place of our design — colours, 市章, the photograph of
//! the cover, fonts, templates —, all of it checked before anything is typeset.

mod colours;
mod drawing;
mod fonts;
pub mod pairs;
mod pictures;
mod templates;
mod typst_words;

use std::collections::BTreeMap;

use crate::config::LookSetting;
use crate::diag::{Diagnostic, Origin, Sources};
use crate::tokens::Tokens;
use crate::typeset::TemplateFile;

pub use self::colours::{MOST_INK, NEEDED_DIFFERENCE};
pub use self::pictures::Shown;
pub use self::templates::{fault, pale};

/// The design of one run.
#[derive(Debug, Clone)]
pub struct Look {
    /// 設計の値, the city's in place of ours.
    pub tokens: Tokens,
    /// Templates of ひな形/ in place of ours: path below `templates/`, text.
    pub templates: BTreeMap<String, String>,
    /// Files that the templates may ask for, by path below their root: the pictures of the
    /// cover, and the photographs on the pages.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Font files, before those of the program.
    pub fonts: Vec<Vec<u8>>,
    /// 市章.
    pub logo: Option<Shown>,
    /// 表紙写真.
    pub photo: Option<Shown>,
}

impl Look {
    /// The design inside the program.
    pub fn built_in() -> Self {
        Look {
            tokens: Tokens::built_in().clone(),
            templates: BTreeMap::new(),
            files: BTreeMap::new(),
            fonts: Vec::new(),
            logo: None,
            photo: None,
        }
    }
}

/// What a look is made of.
pub struct Materials<'a> {
    /// ［見た目］.
    pub setting: &'a LookSetting,
    /// Files of 画像, ひな形 and 書体, by path below the plan folder.
    pub files: &'a BTreeMap<String, Vec<u8>>,
    /// The templates of the program.
    pub templates: &'a [TemplateFile],
    /// Where a key of ［見た目］ stands.
    pub place: &'a dyn Fn(&str) -> Origin,
}

/// Reads the look of a plan folder, and checks it.
pub fn read(materials: &Materials, sources: &mut Sources) -> (Look, Vec<Diagnostic>) {
    let mut look = Look::built_in();
    let mut findings = templates::apply(materials, &mut look, sources);
    let told = |found: Vec<(&'static str, Diagnostic)>| {
        found.into_iter().map(|(key, f)| f.at((materials.place)(key)))
    };
    findings.extend(told(colours::apply(materials.setting, &mut look.tokens)));
    findings.extend(told(pictures::apply(materials, &mut look)));
    findings.extend(fonts::apply(materials, &mut look, sources));
    (look, findings)
}
