//! 印刷用: the CMYK booklet → the files that a printer takes, their 入稿票, and sheets for
//! the city's own copier.
//!
//! typst makes the pages (a second run with the CMYK colours and the bleed of the
//! templates), printpdf draws what stands outside the trim, lopdf puts both together.
//! They exchange bytes. What was written is read back by `preflight`: compared with the
//! public PDF, judged, and measured for the ticket.

mod appearance;
mod folio;
mod imposition;
mod marks;
mod overprint;
pub mod profile;
mod sheets;
mod standard;
mod ticket;
mod twins;

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::thread;

use anyhow::{Result, anyhow};
use serde_json::json;
use sha2::{Digest, Sha256};

use self::imposition::Plan;
use self::sheets::Pages;
use self::standard::Standard;
use super::booklet;
use crate::catalog::{Level, press as rules};
use crate::config::{Cover, CropMarks, PressStandard, Printing};
use crate::diag::Diagnostic;
use crate::look::Look;
use crate::model::manuscript::Page;
use crate::model::progress::Progress;
use crate::preflight::{self, Inspection, Limits, MM};
use crate::typeset::{self, Job, Medium, Typeset};

/// The folder of the press files below the output folder.
pub const FOLDER: &str = "印刷用/";
/// What every finding says that keeps the press files from being written.
pub const NOT_MADE: &str = "このため、印刷用のファイルは作っていません";
/// Room for トンボ beyond the bleed, mm.
const MARGIN: f64 = 13.0;

/// What a press run made and found.
pub struct Press {
    /// Name below [`FOLDER`], in ASCII, and file. Empty where something was refused.
    pub files: Vec<(String, Vec<u8>)>,
    /// Findings about the finished files.
    pub findings: Vec<Diagnostic>,
}

/// What the press files are made of.
pub struct Order<'a> {
    /// The model.
    pub progress: &'a Progress,
    /// The finished public PDF, which they have to equal.
    pub public: &'a [u8],
    /// The booklet as [`typeset`] made it.
    pub inked: &'a Typeset,
    /// ［印刷］.
    pub printing: &'a Printing,
    /// The ICC profile that ［印刷］ names, where it is there.
    pub profile: Option<&'a [u8]>,
}

/// The booklet in CMYK with its bleed. It needs nothing of the public PDF, so both can be
/// typeset at the same time.
///
/// # Errors
/// A fault of the templates or of a replaced template.
pub fn typeset(
    progress: &Progress,
    pages: &[Page],
    look: &Look,
    printing: &Printing,
) -> Result<Typeset> {
    let medium = Medium::Press { bleed: printing.bleed };
    booklet::typeset_for(progress, pages, look, medium)
}

/// Makes the press files.
///
/// # Errors
/// A fault of the templates or of the program. What is wrong with the content is a finding.
pub fn make(order: &Order) -> Result<Press> {
    let mut findings = Vec::new();
    let Some(standard) = standard(order, &mut findings) else {
        refused(&mut findings);
        return Ok(Press { files: Vec::new(), findings });
    };
    let (name, condition) = (standard.name(), &standard.condition);
    let (public, pages) = beside(
        || read_back(order.public),
        || {
            let strips = strips(order, order.inked.pages, name, condition)?;
            Pages::new(&order.inked.pdf, &strips)
        },
    );
    let (public, pages) = (public?, pages?);
    let plan = plan(order, &pages, &public)?;
    let single = pages.write(&plan.single(0..plan.pages), &standard)?;
    let with = |role| Standard { role, ..standard.clone() };
    let (for_copier, inspected) = beside(
        || -> Result<_> {
            let saddle = plan.saddle(order.printing.paper * MM);
            let copier = pages.write(&saddle, &with("copier"))?;
            Ok((copier, pages.write(&plan.proof(), &with("proof"))?))
        },
        || read_back(&single),
    );
    let (for_copier, inspected) = (for_copier?, inspected?);
    let twins = twins::compare(&public, &inspected);
    for (page, fault) in &twins.faults {
        let finding = Diagnostic::new(&rules::PRESS_TWINS, fault.clone());
        findings.push(finding.about(format!("{page}頁")));
    }
    let limits = limits(order.printing);
    findings.extend(preflight::judge(&inspected, &limits));
    // A file that breaks its own standard is not written: it would be printed.
    if refused(&mut findings) {
        return Ok(Press { files: Vec::new(), findings });
    }
    let year = order.progress.year.western();
    let mut delivered = vec![(format!("booklet{year}_press.pdf"), single, inspected)];
    if order.printing.cover == Cover::Spread && plan.pages >= 4 {
        let cover = pages.write(&[plan.cover()], &with("cover"))?;
        let inside = pages.write(&plan.single(1..plan.pages - 1), &with("inside"))?;
        delivered.clear();
        for (name, bytes) in [("cover", cover), ("inside", inside)] {
            let inspected = read_back(&bytes)?;
            delivered.push((format!("booklet{year}_{name}.pdf"), bytes, inspected));
        }
    }
    let (text, page) = write_ticket(order, &delivered, &twins, limits)?;
    let mut files: Vec<(String, Vec<u8>)> =
        delivered.into_iter().map(|(name, bytes, _)| (name, bytes)).collect();
    files.push(("ticket.pdf".to_owned(), page));
    files.push(("ticket.txt".to_owned(), text));
    let (copier, proof) = for_copier;
    files.push((format!("booklet{year}_copier_A3.pdf"), copier));
    files.push((format!("booklet{year}_proof_A3.pdf"), proof));
    Ok(Press { files, findings })
}

/// Two pieces of work at the same time.
fn beside<A: Send, B>(one: impl FnOnce() -> A + Send, two: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let two = two();
        (one.join().unwrap_or_else(|panic| resume_unwind(panic)), two)
    })
}

/// Whether something stands against printing; what does says so.
fn refused(findings: &mut [Diagnostic]) -> bool {
    let mut refused = false;
    for finding in findings.iter_mut().filter(|f| f.rule.level != Level::Warning) {
        if finding.rule.code == rules::PRESS_COLOUR.code {
            finding.hints.push(
                "写真のときは、CMYK の JPEG を「印刷」のフォルダに同じ名で置くと、印刷用ではそれを使います"
                    .to_owned(),
            );
        }
        finding.hints.push(NOT_MADE.to_owned());
        refused = true;
    }
    refused
}

/// The standard that ［印刷］ asks for; `None` with a finding where its profile is no good.
fn standard(order: &Order, findings: &mut Vec<Diagnostic>) -> Option<Standard> {
    let printing = order.printing;
    if printing.standard == PressStandard::X1a {
        let condition = printing.condition.clone();
        return Some(Standard { condition, profile: None, role: "press" });
    }
    let named = &printing.profile;
    let mut refuse = |text: String| {
        findings.push(Diagnostic::new(&rules::PRESS_PROFILE, text));
        None
    };
    if named.is_empty() {
        return refuse("規格が X-4 ですが、プロファイルの名がありません".to_owned());
    }
    let Some(bytes) = order.profile else {
        return refuse(format!("「{named}」が計画のフォルダにありません"));
    };
    match profile::check(bytes) {
        Ok(profile) => Some(Standard {
            condition: profile.name,
            profile: Some(bytes.to_vec()),
            role: "press",
        }),
        Err(reason) => refuse(format!("「{named}」{reason}")),
    }
}

fn limits(printing: &Printing) -> Limits {
    Limits {
        bleed: f64::from(printing.bleed),
        ink: f64::from(printing.ink_limit),
        // PAGES_NOT_FOUR has said it already.
        booklet: false,
        ..Limits::default()
    }
}

fn plan(order: &Order, pages: &Pages, public: &Inspection) -> Result<Plan> {
    let first = public.pages.first().ok_or_else(|| anyhow!("公開用の頁がありません"))?;
    let trim = first.boxes.finished();
    let margin = if order.printing.marks == CropMarks::Japanese { MARGIN } else { 0.0 };
    Ok(Plan {
        pages: pages.count(),
        width: trim.width(),
        height: trim.height(),
        bleed: f64::from(order.printing.bleed) * MM,
        margin: margin * MM,
    })
}

/// Our own file, read as a stranger would.
fn read_back(bytes: &[u8]) -> Result<Inspection> {
    preflight::inspect(bytes).map_err(|t| anyhow!("作った PDF を読めません: {t:?}"))
}

fn title(order: &Order) -> String {
    let progress = order.progress;
    let name = format!("{} 概要版", progress.plan.basics.name);
    progress.edition.mark().map_or(name.clone(), |mark| format!("{name}（{mark}）"))
}

/// The texts outside the trim, one page a sheet: single pages, then the cover spread.
fn strips(
    order: &Order,
    pages: usize,
    standard: &str,
    condition: &str,
) -> Result<Vec<u8>> {
    let progress = order.progress;
    let year = progress.year.era_label();
    let issued = &progress.issued;
    let issued =
        if issued.is_empty() { String::new() } else { format!("　発行 {issued}") };
    let left = format!("{} {year}", title(order));
    let strip = |width: u32, page: String| {
        let right = format!("{page}{issued}　{standard} {condition}");
        json!({ "width": width, "left": left, "right": right })
    };
    let mut list: Vec<_> =
        (1..=pages).map(|page| strip(210, format!("{page} / {pages}頁"))).collect();
    list.push(strip(420, "表4・表1".to_owned()));
    let data = json!({ "title": title(order), "strips": list });
    page_of("insatsu.typ", &data.to_string(), Medium::Press { bleed: 0 })
}

fn write_ticket(
    order: &Order,
    delivered: &[(String, Vec<u8>, Inspection)],
    twins: &twins::Comparison,
    limits: Limits,
) -> Result<(Vec<u8>, Vec<u8>)> {
    let list: Vec<ticket::Delivered> = delivered
        .iter()
        .map(|(name, bytes, file)| ticket::Delivered {
            name: name.clone(),
            sum: Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect(),
            size: bytes.len(),
            file,
        })
        .collect();
    let title = title(order);
    let about = ticket::About {
        title: &title,
        issued: &order.progress.issued,
        sender: &order.progress.plan.basics.publisher,
        marks: order.printing.marks == CropMarks::Japanese,
        limits,
    };
    let (text, data) = ticket::write(&list, &about, twins);
    let page = page_of("nyukohyo.typ", &data.to_string(), Medium::Screen)?;
    // Notepad opens a UTF-8 text with its mark rightly on every Windows.
    Ok((format!("\u{FEFF}{text}").into_bytes(), page))
}

fn page_of(main: &str, data: &str, medium: Medium) -> Result<Vec<u8>> {
    let job = Job {
        main,
        templates: booklet::templates(),
        data,
        files: &BTreeMap::new(),
        fonts: &[],
    };
    Ok(typeset::typeset_for(&job, medium)?.pdf)
}
