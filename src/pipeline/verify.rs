//! `tenken verify`: the outputs on disk against their manifest, the inputs and the model.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::{build, check};
use crate::catalog::{self, Rule};
use crate::diag::{Diagnostic, Diagnostics, Edition, Origin, Severity, Sources};
use crate::export::manifest::Manifest;
use crate::fs::{MANIFEST, PlanFolder, sha256};
use crate::verify::{self, Difference, Spot};

/// Differences of one file that are told one by one.
const TOLD: usize = 20;

/// What a verification found out.
pub struct Verified {
    /// All findings, sorted.
    pub diagnostics: Diagnostics,
    /// Names behind their origins.
    pub sources: Sources,
    /// Outputs that the manifest lists, and those that are as they were made.
    pub outputs: (usize, usize),
    /// Inputs that the manifest lists, and those that are as they were read; `None` when
    /// there is no plan folder to look at.
    pub inputs: Option<(usize, usize)>,
    /// Figures that were re-read and compared with the model.
    pub figures: usize,
}

/// Verifies the files of an output folder, by path, against the plan folder that they
/// were made from.
///
/// # Errors
/// No manifest, or one that is not ours; faults of the program while building.
pub fn verify(
    found: &BTreeMap<String, Vec<u8>>,
    plan: Option<&PlanFolder>,
    progress_line: &mut dyn FnMut(&str),
) -> Result<Verified> {
    let bytes = found.get(MANIFEST).context(
        "manifest.json がありません。tenken build が最後まで終わった出力のフォルダ（例: output/令和9年度）を指定してください",
    )?;
    let manifest: Manifest = serde_json::from_slice(bytes)
        .context("manifest.json が tenken の作ったものとして読めません")?;
    let mut run = Run::new(found);
    run.listed(&manifest);
    if let Some(folder) = plan {
        run.against_inputs(&manifest, folder, progress_line)?;
    }
    run.out.diagnostics.sort();
    Ok(run.out)
}

struct Run<'a> {
    found: &'a BTreeMap<String, Vec<u8>>,
    out: Verified,
}

impl<'a> Run<'a> {
    fn new(found: &'a BTreeMap<String, Vec<u8>>) -> Self {
        let out = Verified {
            diagnostics: Diagnostics::new(Edition::Final),
            sources: Sources::default(),
            outputs: (0, 0),
            inputs: None,
            figures: 0,
        };
        Run { found, out }
    }

    fn add(&mut self, rule: &'static Rule, path: &str, text: String) {
        let origin = Origin::book(self.out.sources.add_book(path));
        self.out.diagnostics.push(Diagnostic::new(rule, text).at(origin));
    }

    /// A list of differences of one file: some by one, the rest by their number.
    fn tell(&mut self, rule: &'static Rule, path: &str, list: &[Difference]) {
        let book = self.out.sources.add_book(path);
        for difference in list.iter().take(TOLD) {
            let sheet = self.out.sources.add_sheet(book, &difference.sheet);
            let mut origin = Origin::sheet(book, sheet);
            match difference.spot {
                Spot::Cell(row, col) => origin = Origin::cell(book, sheet, row, col),
                Spot::Line(line) => origin = Origin::line(book, line),
                Spot::Whole => {}
            }
            let finding = Diagnostic::new(rule, &*difference.text).at(origin);
            self.out.diagnostics.push(finding);
        }
        if let Some(more) = list.len().checked_sub(TOLD).filter(|more| *more > 0) {
            let text = format!("ほかにも {more} か所が違います");
            self.out.diagnostics.push(Diagnostic::new(rule, text).at(Origin::book(book)));
        }
    }

    /// The outputs against their sums.
    fn listed(&mut self, manifest: &Manifest) {
        self.out.outputs.0 = manifest.outputs.len();
        for (path, sum) in &manifest.outputs {
            match self.found.get(path) {
                Some(bytes) if sha256(bytes) == *sum => self.out.outputs.1 += 1,
                Some(_) => {
                    let text = "作った後に中身が変わっています".to_owned();
                    self.add(&catalog::OUTPUT_CHANGED, path, text);
                }
                None => {
                    let text = "作ったファイルがありません".to_owned();
                    self.add(&catalog::OUTPUT_MISSING, path, text);
                }
            }
        }
        for path in self.found.keys() {
            if path != MANIFEST && !manifest.outputs.contains_key(path) {
                let text = "最後の回に作ったものでないファイルがあります".to_owned();
                self.add(&catalog::OUTPUT_UNKNOWN, path, text);
            }
        }
    }

    /// The inputs against their sums, and the outputs against what the inputs give now.
    fn against_inputs(
        &mut self,
        manifest: &Manifest,
        folder: &PlanFolder,
        progress_line: &mut dyn FnMut(&str),
    ) -> Result<()> {
        let mut checked = check(folder, progress_line);
        let mut same = 0;
        for (path, sum) in &manifest.inputs {
            match checked.inputs.get(path) {
                Some(now) if now == sum => same += 1,
                Some(_) => self.input(path, "作った後に変わっています"),
                None => self.input(path, "作った後になくなっています"),
            }
        }
        let inputs: Vec<String> = checked.inputs.keys().cloned().collect();
        for path in inputs.iter().filter(|p| !manifest.inputs.contains_key(*p)) {
            self.input(path, "作った後に加わっています");
        }
        self.out.inputs = Some((manifest.inputs.len(), same));
        let wanted = |path: &str| match path.ends_with('/') {
            true => manifest.outputs.keys().any(|made| made.starts_with(path)),
            false => manifest.outputs.contains_key(path),
        };
        let made = build(&mut checked, &wanted)?;
        if made.iter().all(|a| a.path != MANIFEST) {
            let errors = checked.diagnostics.count(Severity::Error);
            let text = format!(
                "今の入力には誤りが {errors} 件あり、公表物を作れません（tenken check で確かめてください）"
            );
            self.add(&catalog::INPUT_CHANGED, "tenken.toml", text);
            return Ok(());
        }
        let found = self.found;
        for artifact in made.iter().filter(|a| a.path != MANIFEST) {
            let Some(bytes) = found.get(&artifact.path) else { continue };
            let list = verify::differences(&artifact.path, bytes, &artifact.bytes);
            self.tell(&catalog::CONTENT_DIFFERS, &artifact.path, &list);
        }
        let Some(progress) = &checked.progress else { return Ok(()) };
        for (path, bytes) in found {
            if let Some(read) = verify::check(progress, path, bytes) {
                self.out.figures += read.figures;
                self.tell(&catalog::FIGURE_DIFFERS, path, &read.wrong);
            }
        }
        Ok(())
    }

    fn input(&mut self, path: &str, text: &str) {
        self.add(&catalog::INPUT_CHANGED, path, text.to_owned());
    }
}
