//! 内訳: what is declared to hang together has to fit. Compared are the values as they
//! are published, without tolerance; a rate with the decimals that it is written with.

use rust_decimal::Decimal;

use crate::catalog;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::plan::{CompositionKind, Plan};
use crate::model::quantity::{Quantity, Reading};
use crate::model::rate::round;
use crate::model::year::FiscalYear;

/// Compares every 内訳 in the year reported. `readings` holds for every indicator what is
/// known of each year of the plan.
pub fn compositions(
    plan: &Plan,
    readings: &[Vec<Option<Reading>>],
    year: FiscalYear,
    out: &mut Diagnostics,
) {
    let Some(at) = plan.years().iter().position(|y| *y == year) else { return };
    let of = |indicator: usize, at: usize| readings.get(indicator)?.get(at)?.as_ref();
    let check = Check { plan, year, at, of: &of };
    for composition in &plan.compositions {
        let Some((told, computed, how)) = check.compare(&composition.kind) else {
            continue;
        };
        let whole = &plan.indicators[composition.kind.whole()];
        let project = &plan.projects[whole.project];
        let division = &plan.divisions[project.division].name;
        let text = format!(
            "{}の{}は {told} ですが、{how}は {computed} です",
            year.era_label(),
            composition.kind.label(),
        );
        out.push(
            Diagnostic::new(&catalog::COMPOSITION_DIFFERS, text)
                .at(composition.origin)
                .about(format!("{} ／ 指標「{}」", project.title(), whole.name))
                .for_division(division),
        );
    }
}

struct Check<'a> {
    plan: &'a Plan,
    year: FiscalYear,
    at: usize,
    of: &'a dyn Fn(usize, usize) -> Option<&'a Reading>,
}

impl Check<'_> {
    /// What is published, what follows from the others and how, where the two differ.
    /// Nothing is compared where a figure is missing or 約.
    fn compare(&self, kind: &CompositionKind) -> Option<(Decimal, Decimal, String)> {
        let now = |i: usize| self.exact(i, self.at);
        let told = now(kind.whole())?;
        let (computed, how) = match kind {
            CompositionKind::Total { parts, .. } => {
                let mut values = parts.iter().map(|p| now(*p));
                let sum = values.try_fold(Decimal::ZERO, |sum, v| sum.checked_add(v?))?;
                (sum, "内訳の計".to_owned())
            }
            CompositionKind::Running { running, yearly } => {
                let before = self.before(*running)?;
                let how = "前年度の累計と、この年度の値の計".to_owned();
                (before.checked_add(now(*yearly)?)?, how)
            }
            CompositionKind::Rate { part, base, .. } => {
                let (part, base) = (now(*part)?, now(*base)?);
                let rate = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base)?;
                (round(rate, told.scale()), "分子÷分母×100".to_owned())
            }
        };
        (told != computed).then(|| (told.normalize(), computed.normalize(), how))
    }

    fn exact(&self, indicator: usize, at: usize) -> Option<Decimal> {
        match (self.of)(indicator, at)? {
            Reading::Value(Quantity { value, approx: false, .. }) => Some(*value),
            Reading::NotApplicable | Reading::NotDone => Some(Decimal::ZERO),
            _ => None,
        }
    }

    /// The running total of the year before: of the first year, the 基準値.
    fn before(&self, indicator: usize) -> Option<Decimal> {
        if let Some(at) = self.at.checked_sub(1) {
            return self.exact(indicator, at);
        }
        let indicator = &self.plan.indicators[indicator];
        let year = self.year.previous()?;
        indicator.baseline.filter(|_| indicator.baseline_year == Some(year))
    }
}
