//! From a checked plan folder to its outputs, in memory.

use anyhow::Result;

use super::{Checked, public, remarks};
use crate::diag::Diagnostic;
use crate::export::manifest::Manifest;
use crate::export::{booklet, diagnostics, notice, open_data, press, table, text};
use crate::fs::{Artifact, MANIFEST, sha256};

/// Makes the outputs whose path is wanted, in memory. With errors only 確認/ is made.
///
/// # Errors
/// Faults of the program itself: templates, the workbook writer.
pub fn build(
    checked: &mut Checked,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<Artifact>> {
    let mut artifacts = Vec::new();
    if checked.may_publish()
        && let Some(progress) = &checked.progress
    {
        let typeset = booklet::typeset(progress, &checked.pages, &checked.photos)?;
        let found = remarks::findings(&typeset.remarks, typeset.pages);
        checked.diagnostics.extend(found);
        let open_data = open_data::tables(progress, checked.publication);
        checked.diagnostics.extend(open_data.findings.clone());
        checked.diagnostics.sort();
        if wanted(press::FOLDER) && !checked.diagnostics.has_errors() {
            let (files, findings) = checked.press_shop.make(
                progress,
                &checked.pages,
                &checked.photos,
                &typeset.pdf,
            )?;
            artifacts.extend(files);
            checked.diagnostics.extend(findings);
            checked.diagnostics.sort();
        }
        artifacts.push(Artifact { path: "概要版.pdf".to_owned(), bytes: typeset.pdf });
        let starts = remarks::starts(&typeset.remarks);
        let bytes = text::file(progress, &checked.pages, &starts);
        artifacts.push(Artifact { path: "概要版.txt".to_owned(), bytes });
        let bytes = table::workbook(
            progress,
            &checked.handout,
            &checked.diagnostics,
            &checked.sources,
        )?;
        artifacts.push(Artifact { path: "進捗状況一覧表.xlsx".to_owned(), bytes });
        let publication = checked.publication;
        let public = public::artifacts(
            progress,
            publication,
            &open_data,
            typeset.pages,
            &artifacts,
        )?;
        artifacts.extend(public);
    }
    // The typesetting may have found something too.
    if !checked.may_publish() {
        artifacts.clear();
    }
    artifacts.extend(confirmation(checked)?);
    artifacts.retain(|a| wanted(&a.path));
    if checked.may_publish()
        && let Some(progress) = &checked.progress
    {
        let manifest = Manifest {
            tool: format!("tenken {}", env!("CARGO_PKG_VERSION")),
            plan: progress.plan.basics.name.clone(),
            year: progress.year.era_label(),
            edition: progress.edition.label().to_owned(),
            inputs: checked.inputs.clone(),
            outputs: artifacts
                .iter()
                .map(|a| (a.path.clone(), sha256(&a.bytes)))
                .collect(),
        };
        artifacts.push(Artifact { path: MANIFEST.to_owned(), bytes: manifest.bytes() });
    }
    Ok(artifacts)
}

/// 確認/: what the departments are asked.
fn confirmation(checked: &Checked) -> Result<Vec<Artifact>> {
    let mut artifacts = Vec::new();
    let list = diagnostics::json(
        &checked.diagnostics,
        &checked.sources,
        &checked.reconciliation,
    );
    artifacts.push(Artifact { path: "確認/diagnostics.json".to_owned(), bytes: list });
    if let Some(progress) = &checked.progress {
        let bytes = notice::register(
            progress,
            &checked.receipts,
            &checked.reconciliation,
            &checked.sources,
        )?;
        artifacts.push(Artifact { path: "確認/受付簿.xlsx".to_owned(), bytes });
        let proposals = notice::proposals(
            progress,
            &checked.decided,
            &checked.diagnostics,
            &checked.sources,
        )?;
        artifacts.extend(
            proposals.map(|bytes| Artifact {
                path: "確認/名寄せの候補.xlsx".to_owned(),
                bytes,
            }),
        );
        for division in &progress.plan.divisions {
            let mine: Vec<&Diagnostic> = checked
                .diagnostics
                .iter()
                .filter(|d| d.division.as_ref() == Some(&division.name))
                .collect();
            if mine.is_empty() {
                continue;
            }
            let bytes =
                notice::notice(progress, &division.name, &mine, &checked.sources)?;
            let path = format!("確認/確認票_{}.xlsx", file_name(&division.name));
            artifacts.push(Artifact { path, bytes });
        }
    }
    Ok(artifacts)
}

/// A name without the signs that Windows refuses in file names.
fn file_name(name: &str) -> String {
    let banned = ['\\', '/', ':', '*', '?', '"', '<', '>', '|'];
    name.chars()
        .map(|c| if banned.contains(&c) || c.is_control() { '＿' } else { c })
        .collect()
}
