//! The whole build of the sample, and its parts, in one run: compare the parts with the
//! whole, not one day's figures with another's. `cargo bench`.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::Bencher;
use tenken::export::table::Handout;
use tenken::export::{booklet, press, table};
use tenken::model::progress::{self, Join, Judging, Progress};
use tenken::model::quantity::{Quantity, Reading};
use tenken::pipeline::{self, Checked};
use tenken::read::grid;
use tenken::sample;
use tenken::tokens::Tokens;

fn main() {
    divan::main();
}

fn checked() -> Checked {
    pipeline::check(&sample::folder(), &mut |_| {})
}

fn joined() -> Progress {
    checked().progress.unwrap()
}

/// Everything but the disk, with the compiler's memory of the last run thrown away.
#[divan::bench(sample_count = 20)]
fn whole_build(bencher: Bencher) {
    let folder = sample::folder();
    bencher.bench_local(|| {
        comemo::evict(0);
        let mut checked = pipeline::check(&folder, &mut |_| {});
        pipeline::build(&mut checked, &|path| path != pipeline::REPORT).unwrap()
    });
}

/// Bytes → cells, all books.
#[divan::bench(sample_count = 50)]
fn read_grids(bencher: Bencher) {
    let folder = sample::folder();
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
    let folder = sample::folder();
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

/// Model → PDF, cold. The bound is 150 ms.
#[divan::bench(sample_count = 20)]
fn booklet_cold(bencher: Bencher) {
    let checked = checked();
    let progress = checked.progress.as_ref().unwrap();
    bencher.bench_local(|| {
        comemo::evict(0);
        booklet::typeset(progress, &checked.pages, &checked.look).unwrap().pages
    });
}

/// Model → PDF where one figure of the year is another than the last time, and the
/// compiler remembers that time. The bound is 60 ms.
#[divan::bench(sample_count = 20)]
fn booklet_after_a_change(bencher: Bencher) {
    let mut checked = checked();
    // One that the booklet shows.
    let plan = &checked.progress.as_ref().unwrap().plan;
    let shown = plan.indicators.iter().position(|i| i.featured).unwrap();
    let mut figure = 0;
    bencher.bench_local(|| {
        figure += 1;
        let progress = checked.progress.as_mut().unwrap();
        let actuals = &mut progress.indicators[shown].actuals;
        let (_, reading) = actuals.last_mut().unwrap();
        *reading = Some(Reading::Value(Quantity {
            value: figure.into(),
            unit: None,
            approx: false,
        }));
        comemo::evict(5);
        booklet::typeset(progress, &checked.pages, &checked.look).unwrap().pages
    });
}

/// The booklet and its findings, cold, as `build --only 概要版` makes it.
#[divan::bench(sample_count = 20)]
fn build_booklet(bencher: Bencher) {
    bencher.with_inputs(checked).bench_local_values(|mut checked| {
        comemo::evict(0);
        pipeline::build(&mut checked, &|path| path == "概要版.pdf").unwrap().len()
    });
}

/// With 印刷用/ beside it: what is beyond `build_booklet` is the price of the press files.
/// The bound is 150 ms.
#[divan::bench(sample_count = 20)]
fn build_booklet_and_press(bencher: Bencher) {
    let wanted = |path: &str| path == "概要版.pdf" || path.starts_with(press::FOLDER);
    bencher.with_inputs(checked).bench_local_values(|mut checked| {
        comemo::evict(0);
        pipeline::build(&mut checked, &wanted).unwrap().len()
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
