//! Forms damaged as people damage them: for a plan of 40 事業 whose answers are known,
//! books are made in several layouts, each is spoiled in one to four ways by a generator
//! that a seed repeats, and what the program reads is compared with what is known.
//!
//! A wrong figure is never allowed; a row that is not recognised must be named.

mod damage;
mod form;
mod town;

use std::time::Instant;

use crate::common::check::{self, word};
use crate::common::{Case, book::Book};
use tenken::model::progress::Progress;
use tenken::pipeline::Checked;
use tenken::text::key2;

use self::form::Form;
use self::town::Town;

/// A linear congruential generator (Knuth's constants): the same numbers on every run.
pub struct Dice(u64);

impl Dice {
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        let step = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = step.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    /// One of a list.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// Rows recognised and rows there are.
#[derive(Default)]
struct Rate(usize, usize);

impl Rate {
    fn of_all(&self) -> f64 {
        100.0 * self.0 as f64 / self.1.max(1) as f64
    }
}

/// What one run read, beside what is known: a rate for each form, and the faults.
fn judge(
    town: &Town,
    forms: &[Form],
    checked: &Checked,
    rates: &mut [Rate],
) -> Vec<String> {
    let mut faults = check::losses(checked);
    let complaints = complaints(checked);
    let Some(progress) = &checked.progress else { return vec!["no model".to_owned()] };
    for (index, known) in town.projects.iter().enumerate() {
        let form = forms
            .iter()
            .position(|f| f.division.is_none_or(|d| d == known.division))
            .unwrap();
        let rate = &mut rates[form];
        let title = &known.name;
        let said = |what: &str| named(&complaints, title, what);
        rate.1 += 1 + known.indicators.len();
        let Some(answer) = &progress.rows[index].this.main else {
            if !said("") {
                faults.push(format!("{title}: not read, not named"));
            }
            continue;
        };
        rate.0 += 1;
        let text = |t: &Option<tenken::diag::Located<String>>| {
            t.as_ref().map(|t| t.value.trim().to_owned())
        };
        let grade = answer
            .grade
            .as_ref()
            .map(|g| progress.plan.scale.grades[g.value].code.clone());
        for (what, found, wanted) in [
            ("取組実績", text(&answer.activities), &known.activities),
            ("評価の理由", text(&answer.reason), &known.reason),
            ("評価", grade, &known.grade),
        ] {
            match found {
                Some(found) if found != *wanted => {
                    faults.push(format!("{title}: {what} is {wanted}, read as {found}"));
                }
                // A column of sentences under strange words is kept as 付記 and told.
                None if !said("")
                    && !checked.diagnostics.iter().any(|d| d.rule.code == "N111") =>
                {
                    faults.push(format!("{title}: {what} not read, not named"));
                }
                _ => {}
            }
        }
        for indicator in &known.indicators {
            let found = reading(progress, index, &indicator.name);
            if found.as_ref() == Some(&indicator.value) {
                rate.0 += 1;
            } else if found.as_deref().is_none_or(|f| f == "要確認" || f == "未記入")
            {
                if !said(&indicator.name) {
                    faults.push(format!(
                        "{title}／{}: not read, not named",
                        indicator.name
                    ));
                }
            } else {
                faults.push(format!(
                    "{title}／{}: {} read as {found:?}",
                    indicator.name, indicator.value
                ));
            }
        }
    }
    faults
}

/// The figure read for an indicator of a project.
fn reading(progress: &Progress, project: usize, name: &str) -> Option<String> {
    let answer = progress.rows[project].this.main.as_ref()?;
    let same = |i: usize| progress.plan.indicators[i].name == name;
    let actual = answer.actuals.iter().find(|a| same(a.indicator))?;
    Some(word(actual.reading.as_ref()).trim_start_matches('約').to_owned())
}

/// Errors and warnings as code, subject and message. People write the names in many ways
/// and a finding quotes them as they are written.
fn complaints(checked: &Checked) -> Vec<[String; 3]> {
    let all = checked.diagnostics.iter().filter(|d| !d.rule.code.starts_with('N'));
    all.map(|d| {
        let subject = key2(d.subject.as_deref().unwrap_or_default());
        [d.rule.code.to_owned(), subject, key2(&d.message)]
    })
    .collect()
}

/// Whether an error or a warning names the project, and the indicator too, if there is
/// one; a question about the whole column or sheet names all its rows.
fn named(complaints: &[[String; 3]], project: &str, indicator: &str) -> bool {
    let (project, indicator) = (key2(project), key2(indicator));
    complaints.iter().any(|[code, subject, message]| {
        let all = ["E106", "E120", "E121", "E128", "E130", "E305", "E307"];
        let about = subject.contains(&project) || message.contains(&project);
        let whole = subject.ends_with(&project) || subject.contains(&indicator);
        all.contains(&&**code) || (about && whole)
    })
}

#[test]
fn damaged_forms_are_never_read_wrongly() {
    // 「RUNS=1000」 looks longer, 「SEED=13」 at one run only.
    let number = |name: &str| std::env::var(name).ok().and_then(|s| s.parse().ok());
    let runs: u64 = number("RUNS").unwrap_or(66);
    let begun = Instant::now();
    let town = Town::new();
    let only = number("SEED");
    let (mut rates, mut books) = ([Rate::default(), Rate::default()], 0);
    let mut missed = Vec::new();
    let mut failures = Vec::new();
    for seed in (1..=runs).filter(|s| only.is_none_or(|o: u64| o == *s)) {
        let mut dice = Dice(seed);
        // Small seeds begin alike.
        for _ in 0..8 {
            dice.below(2);
        }
        // Every sixth time one form goes round all 課.
        let senders: Vec<Option<usize>> = match seed % 6 {
            0 => vec![None],
            _ => (0..town.divisions.len()).map(Some).collect(),
        };
        let forms: Vec<Form> = senders
            .into_iter()
            .map(|division| {
                let mut form = Form::new(&town, division, &mut dice);
                for _ in 0..1 + dice.below(4) {
                    damage::apply(&town, &mut form, &mut dice);
                }
                form
            })
            .collect();
        let book: Vec<Book> = forms.iter().map(|f| f.book(&town)).collect();
        books += book.len();
        let case = Case { book, ..town.case() };
        if let Ok(place) = std::env::var("LAYOUT_DUMP") {
            crate::common::dump(&case, std::path::Path::new(&place));
        }
        let checked = check::run(&case);
        let mut own: Vec<Rate> = forms.iter().map(|_| Rate::default()).collect();
        let faults = judge(&town, &forms, &checked, &mut own);
        for (form, rate) in forms.iter().zip(own) {
            let all = &mut rates[usize::from(form.ids)];
            *all = Rate(all.0 + rate.0, all.1 + rate.1);
            if rate.0 < rate.1 {
                let of = format!("{} of {}", rate.1 - rate.0, rate.1);
                missed.push(format!("SEED={seed} misses {of}: {}", form.describe()));
            }
        }
        if !faults.is_empty() {
            let how: Vec<String> = forms.iter().map(Form::describe).collect();
            let how = how.join("; ");
            failures.push(format!("SEED={seed}: {how}\n  {}", faults.join("\n  ")));
        }
        if only.is_some() {
            let found = check::findings(&checked);
            found.iter().for_each(|f| println!("{}", f.line));
        }
    }
    missed.iter().for_each(|m| println!("{m}"));
    let [without, with] = &rates;
    println!(
        "{books} damaged books in {:.1} s: rows recognised {:.2} % with ids ({} of {}), {:.2} % by names ({} of {})",
        begun.elapsed().as_secs_f64(),
        with.of_all(),
        with.0,
        with.1,
        without.of_all(),
        without.0,
        without.1
    );
    assert!(failures.is_empty(), "{} runs\n{}", failures.len(), failures.join("\n"));
    if only.is_none() {
        assert!(books >= 300, "{books} books");
        assert!(with.of_all() >= 99.0, "with ids: {:.2} %", with.of_all());
        assert!(without.of_all() >= 95.0, "by names: {:.2} %", without.of_all());
    }
}
