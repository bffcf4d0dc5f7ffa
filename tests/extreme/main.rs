//! Plans at the edge of what a booklet can hold, and booklets of 8, 12 and 16 pages. Each
//! `NAME.toml` is a table that `town` makes into a plan folder; the booklet that comes of it
//! must keep to its plan of pages and its margins, and cut nothing without saying so.
//! `EXTREME=name` runs one, `EXTREME_DUMP=folder` saves the PDFs and their data to look at.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, missing_docs)]
#![allow(clippy::print_stderr)]

#[allow(dead_code)]
#[path = "../common/mod.rs"]
mod common;
mod town;

use std::path::{Path, PathBuf};

use tenken::export::booklet;
use tenken::pipeline::{self, Checked};
use tenken::{fs, read};
use town::Town;

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extreme")
}

fn run(town: &Town) -> Checked {
    let manuscript = std::fs::read_to_string(here().join(&town.manuscript)).unwrap();
    let folder = if town.sample {
        let input = here().join("../../input");
        let mut folder =
            fs::read_plan_folder(&input, read::grid::is_book_name).unwrap();
        folder.manuscript = Some(manuscript.into_bytes());
        folder
    } else {
        common::folder(&town.case(manuscript))
    };
    pipeline::check(&folder, &mut |_| {})
}

#[test]
fn every_plan_keeps_to_its_pages() {
    let only = std::env::var("EXTREME").unwrap_or_default();
    let mut names: Vec<_> = std::fs::read_dir(here())
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    names.sort();
    for path in names {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if !name.contains(&only) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let town: Town = toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let checked = run(&town);
        let progress = checked.progress.as_ref().unwrap_or_else(|| {
            let found: Vec<_> = checked.diagnostics.iter().map(|d| d.message.clone()).collect();
            panic!("{name}: {found:#?}")
        });
        if let Ok(place) = std::env::var("EXTREME_DUMP") {
            let data = booklet::document(progress, &checked.pages).to_string();
            std::fs::write(Path::new(&place).join(format!("{name}.json")), data).unwrap();
        }
        let errors: Vec<_> = checked.diagnostics.iter().filter(|d| d.rule.code.starts_with('E')).map(|d| d.message.clone()).collect();
        eprintln!("{name}: {} errors {errors:#?}", errors.len());
    }
}
