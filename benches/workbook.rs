//! 進捗状況一覧表.xlsx of 10,000 事業, with the memory it takes. `cargo bench --bench workbook`.
//!
//! The sample's projects are repeated, each with one indicator and the answers of two
//! years. The bound is 1.5 s and 200 MB (column `max alloc`) in release.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::{AllocProfiler, Bencher};
use tenken::export::table::{self, Handout};
use tenken::model::evaluation::Evaluation;
use tenken::model::progress::{self, Join, Progress};
use tenken::pipeline::{self, Checked};
use tenken::sample;
use tenken::tokens::Tokens;

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

const PROJECTS: usize = 10_000;

fn main() {
    divan::main();
}

fn sample() -> Checked {
    pipeline::check(&sample::folder(), &mut |_| {})
}

/// The sample, with its projects repeated until there are enough.
fn large(small: &Progress) -> Progress {
    let mut plan = small.plan.clone();
    plan.projects.clear();
    plan.indicators.clear();
    let mut evaluations: Vec<Evaluation> = Vec::new();
    for i in 0..PROJECTS {
        let source = i % small.plan.projects.len();
        let mut project = small.plan.projects[source].clone();
        project.id = format!("J{i}");
        project.number = i.to_string();
        plan.projects.push(project);
        let first = small.plan.indicators_of(source).next();
        if let Some((_, indicator)) = first {
            let mut indicator = indicator.clone();
            indicator.id = format!("S{i}");
            indicator.project = i;
            plan.indicators.push(indicator);
        }
        let row = &small.rows[source];
        let years = std::iter::once(&row.this).chain(&row.last);
        for answer in years.flat_map(|y| y.main.iter().chain(&y.partners)) {
            let mut answer = answer.clone();
            answer.project = i;
            let own = first.map(|(index, _)| index);
            answer.actuals.retain(|a| Some(a.indicator) == own);
            for actual in &mut answer.actuals {
                actual.indicator = plan.indicators.len() - 1;
            }
            evaluations.push(answer);
        }
    }
    let join = Join {
        year: small.year,
        edition: small.edition,
        edition_words: None,
        issued: "",
        judging: small.judging,
        evaluations: &evaluations,
    };
    progress::join(plan, &join)
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn ten_thousand_projects(bencher: Bencher) {
    let checked = sample();
    let progress = large(checked.progress.as_ref().unwrap());
    let handout = Handout::default();
    bencher.bench_local(|| {
        table::workbook(
            &progress,
            &handout,
            &checked.diagnostics,
            &checked.sources,
            Tokens::built_in(),
        )
        .unwrap()
        .len()
    });
}
