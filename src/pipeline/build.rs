//! From a checked plan folder to its outputs, in memory.

use anyhow::Result;

use super::{Checked, public, remarks};
use crate::catalog;
use crate::diag::{Diagnostic, Diagnostics, Origin, Sources};
use crate::export::manifest::Manifest;
use crate::export::{booklet, diagnostics, notice, open_data, press, table, text};
use crate::fs::{Artifact, MANIFEST, sha256};
use crate::look::{self, Look};
use crate::typeset::{TemplateFault, Typeset};

const BOOKLET: &str = "概要版.pdf";
/// Made only when it is asked for.
pub const REPORT: &str = "進捗状況報告.pdf";

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
        let made = booklet::typeset(progress, &checked.pages, &checked.look);
        let made = unless_replaced(
            made,
            &checked.look,
            &mut checked.sources,
            &mut checked.diagnostics,
        )?;
        if let Some(typeset) = made {
            let manuscript = checked.sources.add_book("概要版.md");
            let place = |title: &str| {
                let page = checked.pages.iter().find(|p| p.title == title)?;
                Some(Origin::line(manuscript, page.line))
            };
            let found = remarks::findings(&typeset.remarks, typeset.pages, &place);
            checked.diagnostics.extend(found);
            if !checked.look.templates.is_empty() {
                let texts = booklet::inspect(progress, &checked.pages, &checked.look)?;
                checked.diagnostics.extend(look::pale(&texts));
            }
            let open_data = open_data::tables(progress, checked.publication);
            checked.diagnostics.extend(open_data.findings.clone());
            checked.diagnostics.sort();
            if wanted(press::FOLDER) && !checked.diagnostics.has_errors() {
                let (files, findings) = checked.press_shop.make(
                    progress,
                    &checked.pages,
                    &checked.look,
                    &typeset.pdf,
                )?;
                artifacts.extend(files);
                checked.diagnostics.extend(findings);
                checked.diagnostics.sort();
            }
            artifacts.push(Artifact { path: BOOKLET.to_owned(), bytes: typeset.pdf });
            let starts = remarks::starts(&typeset.remarks);
            let bytes = text::file(progress, &checked.pages, &checked.look, &starts);
            artifacts.push(Artifact { path: "概要版.txt".to_owned(), bytes });
            let bytes = table::workbook(
                progress,
                &checked.handout,
                &checked.hidden.publishable(&checked.diagnostics),
                &checked.sources,
                &checked.look.tokens,
            )?;
            artifacts
                .push(Artifact { path: "進捗状況一覧表.xlsx".to_owned(), bytes });
            let publication = checked.publication;
            let public = public::artifacts(
                progress,
                publication,
                &checked.look.tokens,
                &open_data,
                typeset.pages,
                &artifacts,
            )?;
            artifacts.extend(public);
        }
    }
    if wanted(REPORT) {
        artifacts.extend(report(checked)?);
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
            templates: checked.look.templates.keys().cloned().collect(),
            outputs: artifacts
                .iter()
                .map(|a| (a.path.clone(), sha256(&a.bytes)))
                .collect(),
        };
        artifacts.push(Artifact { path: MANIFEST.to_owned(), bytes: manifest.bytes() });
    }
    Ok(artifacts)
}

/// The yearly report, if there is anything to report.
fn report(checked: &mut Checked) -> Result<Option<Artifact>> {
    let Some(progress) = checked.progress.as_ref().filter(|_| checked.may_publish())
    else {
        return Ok(None);
    };
    if booklet::report_pages(&checked.pages).is_empty() {
        let text = "結果の図のある頁が概要版.md に一つもありません";
        checked.diagnostics.push(Diagnostic::new(&catalog::REPORT_EMPTY, text));
        return Ok(None);
    }
    let made = booklet::typeset_report(progress, &checked.pages, &checked.look);
    let made = unless_replaced(
        made,
        &checked.look,
        &mut checked.sources,
        &mut checked.diagnostics,
    )?;
    Ok(made.map(|made| Artifact { path: REPORT.to_owned(), bytes: made.pdf }))
}

/// What was typeset; where a replaced template is at fault, a finding and nothing.
///
/// # Errors
/// Faults that are the program's own.
fn unless_replaced(
    made: Result<Typeset>,
    look: &Look,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Typeset>> {
    let error = match made {
        Ok(typeset) => return Ok(Some(typeset)),
        Err(error) if look.templates.is_empty() => return Err(error),
        Err(error) => error,
    };
    let Some(fault) = error.downcast_ref::<TemplateFault>() else { return Err(error) };
    diagnostics.push(look::fault(look, fault, sources));
    diagnostics.sort();
    Ok(None)
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
        let record = notice::secrecy(progress, &checked.hidden.secrecy)?;
        artifacts.extend(
            record
                .map(|bytes| Artifact {
                    path: "確認/秘匿の記録.xlsx".to_owned(), bytes
                }),
        );
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
