//! Plans at the edge of what a booklet can hold, and booklets of 8, 12 and 16 pages. Each
//! `NAME.toml` is a table that `town` makes into a plan folder; the booklet that comes of it
//! must keep to its plan of pages and its margins, let no two texts collide, and cut nothing
//! without saying so. `EXTREME=name` runs one, `EXTREME_DUMP=folder` saves the PDFs and
//! their data to look at.

mod alts;
mod geometry;
mod town;

use std::path::{Path, PathBuf};

use self::town::Town;
use tenken::diag::Severity;
use tenken::export::booklet;
use tenken::pipeline::{self, Checked, remarks};
use tenken::typeset::{Remark, Typeset};
use tenken::{fs, read};

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extreme")
}

fn check(town: &Town) -> Checked {
    let manuscript = std::fs::read_to_string(here().join(&town.manuscript)).unwrap();
    let folder = if town.sample {
        let input = here().join("../../input");
        let mut folder = fs::read_plan_folder(&input, read::grid::is_book_name).unwrap();
        folder.manuscript = Some(manuscript.into_bytes());
        folder
    } else {
        crate::common::folder(&town.case(manuscript))
    };
    pipeline::check(&folder, &mut |_| {})
}

/// What is wrong with a booklet.
fn faults(town: &Town, made: &Typeset) -> Vec<String> {
    let mut faults = geometry::faults(made);
    faults.extend(alts::faults(town, made));
    let mut continued = Vec::new();
    let mut last = 0;
    for remark in &made.remarks {
        match remark {
            Remark::PageStart { index, page, title, continued: again, .. } => {
                if index != page {
                    faults.push(format!("{title}: planned {index}, real {page}"));
                }
                last = *index;
                continued.extend(again.then(|| title.clone()));
            }
            Remark::Space { page, mm } => {
                faults.push(format!("{page}: {mm} mm stay empty"));
            }
            _ => {}
        }
    }
    if (last, made.pages) != (town.pages, town.pages) {
        let pages = made.pages;
        faults.push(format!("{last} planned, {pages} real, {} wanted", town.pages));
    }
    if continued != town.continued {
        faults.push(format!("continued: {continued:?}"));
    }
    let found = remarks::findings(&made.remarks, made.pages, &|_| None);
    let mut codes: Vec<&str> = found.iter().map(|d| d.rule.code).collect();
    codes.dedup();
    if codes != town.findings {
        let lines: Vec<_> = found.iter().map(|d| (d.rule.code, &d.message)).collect();
        faults.push(format!("findings: {lines:#?}"));
    }
    if !made.pages.is_multiple_of(4) && !codes.contains(&"W603") {
        faults.push("not in fours, and no word of it".to_owned());
    }
    faults
}

#[test]
fn every_plan_keeps_to_its_pages() {
    let only = std::env::var("EXTREME").unwrap_or_default();
    let mut paths: Vec<_> = std::fs::read_dir(here())
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    paths.sort();
    let mut failures = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if !name.contains(&only) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let town: Town = toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(!town.about.is_empty(), "{name}: about is empty");
        let checked = check(&town);
        let errors = checked.diagnostics.iter().filter(|d| d.severity == Severity::Error);
        let errors: Vec<_> = errors.map(|d| d.message.clone()).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        let progress = checked.progress.as_ref().unwrap();
        let made = booklet::typeset(progress, &checked.pages, &checked.look).unwrap();
        if let Ok(place) = std::env::var("EXTREME_DUMP") {
            let place = Path::new(&place).join(&name);
            let data =
                booklet::document(progress, &checked.pages, &checked.look).to_string();
            std::fs::write(place.with_extension("json"), data).unwrap();
            std::fs::write(place.with_extension("pdf"), &made.pdf).unwrap();
        }
        failures.extend(faults(&town, &made).iter().map(|f| format!("{name}: {f}")));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Its pages are numbered by themselves, so what does not fit there is told for it alone.
#[test]
fn the_yearly_report_tells_of_its_own_pages() {
    let text = std::fs::read_to_string(here().join("長い名と極端な値.toml")).unwrap();
    let mut checked = check(&toml::from_str(&text).unwrap());
    let report = pipeline::REPORT;
    let made = pipeline::build(&mut checked, &|path| path == report).unwrap();
    assert!(made.iter().any(|a| a.path == report));
    let told =
        checked.diagnostics.iter().filter(|d| d.subject.as_deref() == Some(report));
    let told: Vec<(&str, &str)> = told.map(|d| (d.rule.code, &*d.message)).collect();
    // In the booklet this title begins on page 11, in the report on the page behind its cover.
    let goes_on = |(code, message): &&(&str, &str)| {
        *code == "N606" && message.starts_with("2頁「令和9年度の進捗状況」")
    };
    assert!(told.iter().any(|t| goes_on(&t)), "{told:#?}");
    // It is not bound: the number of its pages is nobody's concern.
    assert!(told.iter().all(|(code, _)| *code != "W603"), "{told:#?}");
}
