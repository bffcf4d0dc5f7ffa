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

    /// The press files, and what was found about them. A photograph in CMYK that lies in
    /// 印刷 under the same name takes the place of the one on the screen.
    pub fn make(
        &self,
        progress: &Progress,
        pages: &[Page],
        look: &Look,
        public: &[u8],
    ) -> Result<(Vec<Artifact>, Vec<Diagnostic>)> {
        let mut inked = pictures::replace(self, look, pages);
        if inked.refused {
            return Ok((Vec::new(), inked.findings));
        }
        let made = press::make(&Order {
            progress,
            pages: &inked.pages,
            look: &inked.look,
            public,
            printing: &self.printing,
            profile: self.files.get(&self.printing.profile).map(Vec::as_slice),
        })?;
        inked.findings.extend(made.findings);
        let artifact =
            |(name, bytes)| Artifact { path: format!("{}{name}", press::FOLDER), bytes };
        Ok((made.files.into_iter().map(artifact).collect(), inked.findings))
    }
}
