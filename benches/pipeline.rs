//! The whole build of the sample, and its parts, in one run: compare the parts with the
//! whole, not one day's figures with another's. `cargo bench`.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::Bencher;
use tenken::config::Printing;
use tenken::export::table::Handout;
use tenken::export::{booklet, press, table};
use tenken::model::progress::{self, Join, Judging, Progress};
use tenken::pipeline::{self, Checked};
use tenken::read::grid;
use tenken::sample::folder;
use tenken::tokens::Tokens;

fn main() {
    divan::main();
}

fn checked() -> Checked {
    pipeline::check(&folder(), &mut |_| {})
}

fn joined() -> Progress {
    checked().progress.unwrap()
}

/// Everything but the disk, with the compiler's memory of the last run thrown away.
#[divan::bench(sample_count = 20)]
fn whole_build(bencher: Bencher) {
    let folder = folder();
    bencher.bench_local(|| {
        comemo::evict(0);
        let mut checked = pipeline::check(&folder, &mut |_| {});
        pipeline::build(&mut checked, &|path| path != pipeline::REPORT).unwrap()
    });
}

/// Bytes → cells, all books.
#[divan::bench(sample_count = 50)]
fn read_grids(bencher: Bencher) {
    let folder = folder();
    bencher.bench_local(|| {
        folder
            .returned
            .iter()
            .filter_map(|f| grid::read(f.bytes()?).ok())
            .map(|sheets| sheets.len())
            .sum::<usize>()
    });
}

/// Bytes → findings: reading, matching, rules.
#[divan::bench(sample_count = 50)]
fn check(bencher: Bencher) {
    let folder = folder();
    bencher.bench_local(|| pipeline::check(&folder, &mut |_| {}));
}

/// Model → progress.
#[divan::bench(sample_count = 50)]
fn join(bencher: Bencher) {
    let progress = joined();
    let evaluations: Vec<_> = progress
        .rows
        .iter()
        .flat_map(|r| r.this.main.iter().chain(&r.this.partners))
        .cloned()
        .collect();
    bencher.bench_local(|| {
        progress::join(
            progress.plan.clone(),
            &Join {
                year: progress.year,
                edition: progress.edition,
                edition_words: None,
                issued: "",
                judging: Judging { keep_tolerance: 5, rate_cap: 200, small_below: None },
                evaluations: &evaluations,
            },
        )
    });
}

/// Progress → the JSON of the booklet.
#[divan::bench(sample_count = 50)]
fn booklet_document(bencher: Bencher) {
    let checked = checked();
    let progress = checked.progress.as_ref().unwrap();
    bencher.bench_local(|| {
        booklet::document(progress, &checked.pages, &checked.look).to_string()
    });
}

/// JSON → PDF, cold.
#[divan::bench(sample_count = 20)]
fn typeset(bencher: Bencher) {
    let checked = checked();
    let progress = checked.progress.as_ref().unwrap();
    bencher.bench_local(|| {
        comemo::evict(0);
        booklet::typeset(progress, &checked.pages, &checked.look).unwrap().pages
    });
}

/// JSON → PDF and 印刷用/, cold: what is beyond `typeset` is the price of the press files.
#[divan::bench(sample_count = 20)]
fn typeset_and_press(bencher: Bencher) {
    let checked = checked();
    let progress = checked.progress.as_ref().unwrap();
    let printing = Printing::default();
    bencher.bench_local(|| {
        comemo::evict(0);
        let (pages, look) = (&checked.pages, &checked.look);
        let public = booklet::typeset(progress, pages, look).unwrap().pdf;
        let order = press::Order {
            progress,
            pages,
            look,
            public: &public,
            printing: &printing,
            profile: None,
        };
        press::make(&order).unwrap().files.len()
    });
}

/// Progress → 進捗状況一覧表.xlsx.
#[divan::bench(sample_count = 20)]
fn workbook(bencher: Bencher) {
    let checked = checked();
    let progress = checked.progress.as_ref().unwrap();
    bencher.bench_local(|| {
        let handout = Handout::default();
        table::workbook(
            progress,
            &handout,
            &checked.diagnostics,
            &checked.sources,
            Tokens::built_in(),
        )
        .unwrap()
        .len()
    });
}
