//! From a checked plan folder to its outputs, in memory.

use std::panic::resume_unwind;
use std::thread;

use anyhow::Result;

use super::printing::Inked;
use super::{Checked, public, remarks};
use crate::catalog;
use crate::diag::{Diagnostic, Diagnostics, Origin, Sources};
use crate::export::manifest::Manifest;
use crate::export::{booklet, diagnostics, notice, open_data, press, table, text, web};
use crate::fs::{Artifact, MANIFEST, sha256};
use crate::look::{self, Look};
use crate::typeset::{TemplateFault, Typeset};

const BOOKLET: &str = "概要版.pdf";
const TEXT: &str = "概要版.txt";
const TABLE: &str = "進捗状況一覧表.xlsx";
const CONFIRMATION: &str = "確認/";
/// Made only when it is asked for.
pub const REPORT: &str = "進捗状況報告.pdf";
/// What tells of the pages of the booklet, or holds what was found while they were set.
const OF_THE_BOOKLET: [&str; 6] =
    [BOOKLET, TEXT, TABLE, web::FOLDER, press::FOLDER, CONFIRMATION];

/// Which outputs a run is asked for. It is asked for each path, and before that for the
/// folders 公開/, 印刷用/ and 確認/: whether anything in them is wanted.
type Wanted<'a> = &'a dyn Fn(&str) -> bool;

/// Makes the outputs whose path is wanted, in memory. With errors only 確認/ is made.
///
/// # Errors
/// Faults of the program itself: templates, the workbook writer.
pub fn build(checked: &mut Checked, wanted: Wanted) -> Result<Vec<Artifact>> {
    let mut artifacts = Vec::new();
    if OF_THE_BOOKLET.iter().any(|path| wanted(path)) {
        artifacts.extend(publications(checked, wanted)?);
    }
    if wanted(CONFIRMATION) {
        artifacts.extend(confirmation(checked)?);
    }
    // After 確認/: what an output holds never depends on what else was asked for.
    if wanted(REPORT) {
        artifacts.extend(report(checked)?);
    }
    // The typesetting may have found something too. With errors 確認/ is what the office
    // needs, whatever it asked for.
    if !checked.may_publish() {
        return confirmation(checked);
    }
    if let Some(progress) = &checked.progress {
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

/// The booklet and what is made after it; nothing where the inputs or the pages forbid it.
fn publications(checked: &mut Checked, wanted: Wanted) -> Result<Vec<Artifact>> {
    // 確認/ tells what was found about the press files.
    let press = wanted(press::FOLDER) || wanted(CONFIRMATION);
    let Some((booklet, inked)) = typeset(checked, press)? else {
        return Ok(Vec::new());
    };
    let Some(progress) = &checked.progress else { return Ok(Vec::new()) };
    let with_data = [web::FOLDER, TABLE, CONFIRMATION].iter().any(|path| wanted(path));
    let data = with_data.then(|| open_data::tables(progress, checked.publication));
    if let Some(data) = &data {
        checked.diagnostics.extend(data.findings.clone());
        checked.diagnostics.sort();
    }
    let mut artifacts = Vec::new();
    let to_press = inked.filter(|_| !checked.diagnostics.has_errors());
    let pressed = match to_press {
        Some(inked) => Some(checked.press_shop.make(progress, &booklet, inked)?),
        None => None,
    };
    artifacts.push(Artifact { path: BOOKLET.to_owned(), bytes: booklet.pdf });
    if wanted(TEXT) || wanted(web::FOLDER) {
        let starts = remarks::starts(&booklet.remarks);
        let bytes = text::file(progress, &checked.pages, &checked.look, &starts);
        artifacts.push(Artifact { path: TEXT.to_owned(), bytes });
    }
    if wanted(TABLE) {
        let findings = checked.hidden.publishable(&checked.diagnostics);
        let bytes = table::workbook(
            progress,
            &checked.handout,
            &findings,
            &checked.sources,
            &checked.look.tokens,
        )?;
        artifacts.push(Artifact { path: TABLE.to_owned(), bytes });
    }
    if let Some(data) = data.filter(|_| wanted(web::FOLDER)) {
        let public = public::artifacts(
            progress,
            checked.publication,
            &checked.look.tokens,
            &data,
            booklet.pages,
            &artifacts,
        )?;
        artifacts.extend(public);
    }
    // What stands against printing is no matter of the council's workbook.
    if let Some((files, findings)) = pressed {
        artifacts.extend(files);
        checked.diagnostics.extend(findings);
        checked.diagnostics.sort();
    }
    artifacts.retain(|a| wanted(&a.path));
    Ok(artifacts)
}

/// The booklet for the screen, and in ink where it goes to the press. What was found about
/// its pages joins the findings.
fn typeset(
    checked: &mut Checked,
    press: bool,
) -> Result<Option<(Typeset, Option<Inked>)>> {
    let Some(progress) = checked.progress.as_ref().filter(|_| checked.may_publish())
    else {
        return Ok(None);
    };
    let (pages, look) = (&checked.pages, &checked.look);
    let (made, inked) = thread::scope(|scope| {
        let shop = &checked.press_shop;
        let inked = press.then(|| scope.spawn(|| shop.typeset(progress, pages, look)));
        let made = booklet::typeset(progress, pages, look);
        (made, inked.map(|thread| thread.join()))
    });
    let (sources, diagnostics) = (&mut checked.sources, &mut checked.diagnostics);
    let Some(booklet) = unless_replaced(made, look, sources, diagnostics)? else {
        return Ok(None);
    };
    let inked = match inked {
        None => None,
        Some(Ok(inked)) => Some(inked?),
        Some(Err(panic)) => resume_unwind(panic),
    };
    if !look.templates.is_empty() {
        let texts = booklet::inspect(progress, pages, look)?;
        checked.diagnostics.extend(look::pale(&texts));
    }
    let found = remarks::findings(&booklet.remarks, booklet.pages, &places(checked));
    checked.diagnostics.extend(found);
    checked.diagnostics.sort();
    Ok(Some((booklet, inked)))
}

/// Where in the manuscript the page of a title begins.
fn places(checked: &mut Checked) -> impl Fn(&str) -> Option<Origin> + use<'_> {
    let manuscript = checked.sources.add_book("概要版.md");
    let pages = &checked.pages;
    move |title| {
        let page = pages.iter().find(|p| p.title == title)?;
        Some(Origin::line(manuscript, page.line))
    }
}

/// The yearly report, if there is anything to report. Findings about its pages name it;
/// it is not bound, so their number does not matter.
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
    let look = &checked.look;
    let made = booklet::typeset_report(progress, &checked.pages, look);
    let (sources, diagnostics) = (&mut checked.sources, &mut checked.diagnostics);
    let Some(made) = unless_replaced(made, look, sources, diagnostics)? else {
        return Ok(None);
    };
    let found = remarks::findings(&made.remarks, made.pages, &places(checked));
    let about_pages =
        found.into_iter().filter(|d| d.rule.code != catalog::PAGES_NOT_FOUR.code);
    let named = about_pages.map(|d| d.about(REPORT.to_owned())).collect();
    checked.diagnostics.extend(named);
    checked.diagnostics.sort();
    Ok(Some(Artifact { path: REPORT.to_owned(), bytes: made.pdf }))
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
