//! 秘匿: small counts are not published, and nothing published gives them back.
//!
//! First every small count is hidden (一次秘匿). Then a reader is played who knows all
//! that is published, this year and in the years before, and how the figures hang
//! together (内訳); while he can compute a hidden value more closely than allowed, a
//! further value is hidden (二次秘匿). Years are decided one after the other, each with
//! what was known then, so that a run of this year finds again what was hidden in the
//! publications of the years before.
//!
//! Pure numbers: the text of nothing is looked at here.

mod attack;
mod figures;
mod protect;
mod solver;
mod years;

#[cfg(test)]
mod tests;

use crate::model::evaluation::Evaluation;
use crate::model::plan::{Indicator, Plan};
use crate::model::quantity::{Reading, canonical_unit, factor};
use crate::model::secrecy::Secrecy;
use crate::model::year::FiscalYear;
use rust_decimal::Decimal;

/// What is small, and how well it is hidden.
#[derive(Debug, Clone)]
pub struct Rule {
    /// 未満: the first count that is not small.
    pub below: u32,
    /// The least small count: 1, or 0.
    pub least: u32,
    /// 幅: the least width of the range that may be computed for a hidden count.
    pub width: u32,
    /// Units that count people.
    pub units: Vec<String>,
    /// The first year that was published with hidden values.
    pub since: FiscalYear,
}

impl Rule {
    /// How many of what is counted one unit of an indicator is (千人 is 1000); `None` for
    /// an indicator that does not count people: by its unit, unless the plan says so.
    pub fn scale(&self, indicator: &Indicator) -> Option<Decimal> {
        if indicator.secrecy == Some(false) {
            return None;
        }
        let mut units = self.units.iter();
        let scale = units.find_map(|u| factor(&indicator.unit, &canonical_unit(u)));
        scale.or((indicator.secrecy == Some(true)).then_some(Decimal::ONE))
    }
}

/// Decides what is hidden in the publications of `year`. `readings` holds for every
/// indicator what is known of each year of the plan.
pub fn decide(
    plan: &Plan,
    readings: &[Vec<Option<Reading>>],
    year: FiscalYear,
    rule: &Rule,
) -> Secrecy {
    years::decide(plan, readings, year, rule)
}

/// Takes the hidden values out of the answers: whatever is made of them shows x.
pub fn mask(evaluations: &mut [Evaluation], secrecy: &Secrecy) {
    for evaluation in evaluations {
        for actual in &mut evaluation.actuals {
            if secrecy.of(actual.indicator, evaluation.year).is_some() {
                actual.reading = Some(Reading::Suppressed);
                actual.original = Reading::Suppressed.label().to_owned();
            }
        }
    }
}
