//! 印刷: what the folder and the settings hold for the press files.

mod pictures;

use std::collections::BTreeMap;

use anyhow::Result;

use crate::config::Printing;
use crate::diag::Diagnostic;
use crate::export::press::{self, Order};
use crate::fs::{Artifact, PlanFolder};
use crate::look::Look;
use crate::model::manuscript::Page;
use crate::model::progress::Progress;
use crate::typeset::Typeset;

/// The folder below the plan folder with files for the printer.
const FOLDER: &str = "印刷/";

/// ［印刷］ and the files of the folder 印刷.
#[derive(Default)]
pub(super) struct PressShop {
    printing: Printing,
    files: BTreeMap<String, Vec<u8>>,
}

impl PressShop {
    /// Takes over what is there.
    pub fn new(printing: &Printing, folder: &PlanFolder) -> Self {
        let files = folder.materials.iter().filter(|(path, _)| path.starts_with(FOLDER));
        let files = files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
        PressShop { printing: printing.clone(), files }
    }

    /// The booklet in ink. A photograph in CMYK that lies in 印刷 under the same name takes
    /// the place of the one on the screen.
    ///
    /// # Errors
    /// Those of [`press::typeset`].
    pub fn typeset(
        &self,
        progress: &Progress,
        pages: &[Page],
        look: &Look,
    ) -> Result<Inked> {
        let inked = pictures::replace(self, look, pages);
        let booklet = match inked.refused {
            true => None,
            false => {
                let (pages, look) = (&inked.pages, &inked.look);
                Some(press::typeset(progress, pages, look, &self.printing)?)
            }
        };
        Ok(Inked { booklet, findings: inked.findings })
    }

    /// The press files, and what was found about them.
    ///
    /// # Errors
    /// Those of [`press::make`].
    pub fn make(
        &self,
        progress: &Progress,
        public: &Typeset,
        inked: Inked,
    ) -> Result<(Vec<Artifact>, Vec<Diagnostic>)> {
        let Inked { booklet, mut findings } = inked;
        let Some(booklet) = booklet else { return Ok((Vec::new(), findings)) };
        let made = press::make(&Order {
            progress,
            public: &public.pdf,
            inked: &booklet,
            printing: &self.printing,
            profile: self.files.get(&self.printing.profile).map(Vec::as_slice),
        })?;
        findings.extend(made.findings);
        let artifact =
            |(name, bytes)| Artifact { path: format!("{}{name}", press::FOLDER), bytes };
        Ok((made.files.into_iter().map(artifact).collect(), findings))
    }
}

/// What was typeset for the press.
pub(super) struct Inked {
    /// `None` where a picture cannot be printed.
    booklet: Option<Typeset>,
    /// What was found about the pictures.
    findings: Vec<Diagnostic>,
}
