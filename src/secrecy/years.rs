//! The decisions, year by year.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Rule;
use super::attack::{Narrow, narrow};
use super::figures::{Equation, Figure, Figures, Shown};
use super::protect::protect;
use crate::model::plan::{CompositionKind, Indicator, Plan};
use crate::model::quantity::Reading;
use crate::model::secrecy::{Exposed, Secrecy, Secret, Why};
use crate::model::year::FiscalYear;

/// Values hidden in one year that are tried to be shown again, largest loss first.
const TRIED_AGAIN: usize = 200;

pub(super) fn decide(
    plan: &Plan,
    readings: &[Vec<Option<Reading>>],
    year: FiscalYear,
    rule: &Rule,
) -> Secrecy {
    let mut desk = Desk {
        plan,
        readings,
        rule,
        figures: Figures::default(),
        places: HashMap::new(),
        of: BTreeMap::new(),
        secrets: BTreeMap::new(),
        exposed: BTreeMap::new(),
        in_plan: Vec::new(),
    };
    for (at, year) in plan.years().into_iter().filter(|y| *y <= year).enumerate() {
        desk.publish(at, year);
    }
    desk.result()
}

struct Desk<'a> {
    plan: &'a Plan,
    readings: &'a [Vec<Option<Reading>>],
    rule: &'a Rule,
    figures: Figures,
    /// The figure of an indicator in a year.
    places: HashMap<(usize, FiscalYear), usize>,
    /// Whose figure it is.
    of: BTreeMap<usize, (usize, FiscalYear)>,
    secrets: BTreeMap<usize, Why>,
    exposed: BTreeMap<usize, Option<(f64, f64)>>,
    in_plan: Vec<(usize, FiscalYear)>,
}

impl Desk<'_> {
    /// The publication of one year: what is new in it, and what of that is hidden.
    fn publish(&mut self, at: usize, year: FiscalYear) {
        let first = self.figures.list.len();
        for (i, indicator) in self.plan.indicators.iter().enumerate() {
            let reading = self.readings.get(i).and_then(|r| r.get(at));
            let figure =
                self.figure(i, indicator, year, reading.and_then(Option::as_ref));
            let number = self.figures.add(figure);
            self.places.insert((i, year), number);
            self.of.insert(number, (i, year));
        }
        let last = self.figures.list.len();
        for composition in &self.plan.compositions {
            self.relate(&composition.kind, at == 0, year);
        }
        for number in first..last {
            if self.figures.list[number].shown == Shown::Hidden {
                let known = self.figures.list[number].value.is_some();
                let why = if known { Why::Small } else { Why::Division };
                self.secrets.insert(number, why);
            }
        }
        if year >= self.rule.since {
            self.settle(first..last);
        }
        for figure in &mut self.figures.list[first..last] {
            figure.fresh = false;
        }
    }

    fn figure(
        &mut self,
        index: usize,
        indicator: &Indicator,
        year: FiscalYear,
        reading: Option<&Reading>,
    ) -> Figure {
        let active = self.plan.projects[indicator.project].active_in(year);
        let quantity = match reading {
            Some(Reading::Value(quantity)) => quantity,
            Some(Reading::Suppressed) => {
                let guarded = indicator.unit != "％";
                return Figure { shown: Shown::Hidden, guarded, ..Figure::absent() };
            }
            // 「－」 in a sum is read as nothing.
            Some(Reading::NotApplicable | Reading::NotDone) => return Figure::known(0.0),
            None if !active => return Figure::known(0.0),
            _ => return Figure::absent(),
        };
        let scale = self.rule.scale(indicator);
        let value = scaled(quantity.value, scale);
        let (least, below) = (f64::from(self.rule.least), f64::from(self.rule.below));
        let hiding = year >= self.rule.since;
        let counted = (value > 0.0 || (value == 0.0 && least == 0.0)) && value < below;
        let small = hiding && scale.is_some() && counted;
        let in_plan = indicator.baseline_year == Some(year)
            && indicator.baseline == Some(quantity.value);
        if small && in_plan {
            self.in_plan.push((index, year));
        }
        let hidden = small && !in_plan;
        let bounds = match hidden {
            true => (least.min(value), (below - 1.0).max(value)),
            false if value < 0.0 => (f64::NEG_INFINITY, f64::INFINITY),
            false => (0.0, f64::INFINITY),
        };
        Figure {
            value: Some(value),
            shown: if hidden { Shown::Hidden } else { Shown::Yes },
            bounds,
            guarded: scale.is_some(),
            fresh: hiding && !in_plan,
            loss: value.abs() + 1.0,
        }
    }

    fn relate(&mut self, kind: &CompositionKind, first: bool, year: FiscalYear) {
        let place = |i: usize| self.places.get(&(i, year)).copied();
        match kind {
            CompositionKind::Total { whole, parts } => {
                let Some(whole) = place(*whole) else { return };
                let parts = parts.iter().filter_map(|p| Some((place(*p)?, -1.0)));
                let terms = std::iter::once((whole, 1.0)).chain(parts).collect();
                self.sum(terms);
            }
            CompositionKind::Running { running, yearly } => {
                let (Some(now), Some(new)) = (place(*running), place(*yearly)) else {
                    return;
                };
                let before = match year.previous() {
                    Some(y) if !first => self.places.get(&(*running, y)).copied(),
                    before => Some(self.before_the_plan(*running, before, [now, new])),
                };
                let Some(before) = before else { return };
                self.sum(vec![(now, 1.0), (before, -1.0), (new, -1.0)]);
            }
            CompositionKind::Rate { rate, part, base } => {
                let found = (place(*rate), place(*part), place(*base));
                let (Some(shown), Some(part), Some(base)) = found else { return };
                self.rate(*rate, shown, part, base);
            }
        }
    }

    /// The running total before the first year: the 基準値 of that year; nothing where the
    /// count began with the plan, which its own figures tell.
    fn before_the_plan(
        &mut self,
        running: usize,
        year: Option<FiscalYear>,
        [now, new]: [usize; 2],
    ) -> usize {
        let indicator = &self.plan.indicators[running];
        let baseline = indicator
            .baseline
            .filter(|_| year.is_some() && indicator.baseline_year == year);
        let value = |figure: usize| self.figures.list[figure].value;
        let figure = match baseline {
            Some(baseline) => Figure::known(scaled(baseline, self.rule.scale(indicator))),
            None if value(now).is_some() && value(now) == value(new) => {
                Figure::known(0.0)
            }
            None => Figure::absent(),
        };
        self.figures.add(figure)
    }

    /// Σ coefficient × figure = 0. Where all have a value, a difference (which has its own
    /// finding) is taken as known to the reader.
    fn sum(&mut self, terms: Vec<(usize, f64)>) {
        let list = &self.figures.list;
        let open = || terms.iter().filter(|(f, _)| list[*f].value.is_none());
        let value = |(f, c): &(usize, f64)| list[*f].value.map_or(0.0, |v| c * v);
        let rest = match open().next() {
            None => 0.0,
            Some(_) => -terms.iter().map(value).sum::<f64>(),
        };
        let impossible =
            |sign: f64| rest * sign < 0.0 && open().all(|(_, c)| c * sign > 0.0);
        if impossible(1.0) || impossible(-1.0) {
            return;
        }
        self.figures.relate(Equation { terms, low: rest, high: rest, rate: None });
    }

    /// A published rate bounds part ÷ base by its rounding.
    fn rate(&mut self, indicator: usize, shown: usize, part: usize, base: usize) {
        let (Some((i, year)), list) = (self.of.get(&shown), &self.figures.list) else {
            return;
        };
        let at = self.plan.years().iter().position(|y| y == year);
        let reading = at.and_then(|at| self.readings.get(*i)?.get(at)?.as_ref());
        let Some(rate) = reading.and_then(Reading::value) else { return };
        let decimals = self.plan.indicators[indicator].decimals.max(rate.scale()).min(9);
        let (rate, half) = (number(rate), number(Decimal::new(5, decimals + 1)));
        let (mut low, mut high) = ((rate - half) / 100.0, (rate + half) / 100.0);
        if let (Some(p), Some(b)) = (list[part].value, list[base].value)
            && b > 0.0
        {
            // A rate that is not that of its counts is no better known to the reader.
            (low, high) = (low.min(p / b), high.max(p / b));
        }
        let mut equations = Vec::new();
        for (factor, above) in [(low, true), (high, false)] {
            let terms = vec![(part, 1.0), (base, -factor)];
            let known = |(f, c): &(usize, f64)| list[*f].value.map_or(0.0, |v| c * v);
            let rest = -terms.iter().map(known).sum::<f64>();
            let (low, high) = match above {
                true => (rest, f64::INFINITY),
                false => (f64::NEG_INFINITY, rest),
            };
            equations.push(Equation { terms, low, high, rate: Some(shown) });
        }
        equations.into_iter().for_each(|equation| self.figures.relate(equation));
    }

    /// Hides further figures of the year until no range is too narrow, then shows again
    /// what need not have been hidden.
    fn settle(&mut self, own: std::ops::Range<usize>) {
        let width = f64::from(self.rule.width);
        let mut seeds: VecDeque<usize> =
            own.clone().filter(|f| self.is_hidden(*f)).collect();
        seeds.extend(own.clone().flat_map(|f| self.figures.hidden_beside(f)));
        let mut done = BTreeSet::new();
        let mut proved = BTreeSet::new();
        let mut added = Vec::new();
        while let Some(seed) = seeds.pop_front() {
            if done.contains(&seed) {
                continue;
            }
            let group = self.figures.group(seed, false);
            let found = narrow(&self.figures, &group, width);
            let open = |n: &&Narrow| {
                !self.exposed.contains_key(&n.figure) && !proved.contains(&n.figure)
            };
            let Some(target) = found.iter().find(open).copied() else {
                done.extend(group.figures);
                continue;
            };
            seeds.push_front(seed);
            match protect(&self.figures, target.figure, width) {
                None => {
                    self.exposed.insert(target.figure, target.range);
                }
                Some(hidden) if hidden.is_empty() => {
                    proved.insert(target.figure);
                }
                Some(hidden) => {
                    let (indicator, year) = self.of[&target.figure];
                    for figure in hidden {
                        self.figures.list[figure].shown = Shown::Hidden;
                        self.secrets.insert(figure, Why::Guards { indicator, year });
                        added.push(figure);
                        seeds.push_back(figure);
                    }
                }
            }
        }
        self.show_again(added, width);
    }

    fn show_again(&mut self, mut added: Vec<usize>, width: f64) {
        let loss = |f: &usize| self.figures.list[*f].loss;
        added.sort_by(|a, b| loss(b).total_cmp(&loss(a)).then(b.cmp(a)));
        for figure in added.into_iter().take(TRIED_AGAIN) {
            self.figures.list[figure].shown = Shown::Yes;
            let beside = self.figures.hidden_beside(figure);
            let fine = beside.iter().all(|seed| {
                let group = self.figures.group(*seed, false);
                let found = narrow(&self.figures, &group, width);
                found.iter().all(|n| self.exposed.contains_key(&n.figure))
            });
            if fine {
                self.secrets.remove(&figure);
            } else {
                self.figures.list[figure].shown = Shown::Hidden;
            }
        }
    }

    fn is_hidden(&self, figure: usize) -> bool {
        self.figures.list[figure].shown == Shown::Hidden
    }

    fn result(self) -> Secrecy {
        let scale = |i: usize| {
            let scale = self.rule.scale(&self.plan.indicators[i]);
            scale.map_or(1.0, number)
        };
        let exposed = self.exposed.iter().filter_map(|(figure, range)| {
            let (indicator, year) = *self.of.get(figure)?;
            let size = scale(indicator);
            let range = range.map(|(low, high)| (low / size, high / size));
            Some(Exposed { indicator, year, range })
        });
        let years = self.plan.years();
        let secrets = self.secrets.iter().filter_map(|(figure, why)| {
            let (indicator, year) = *self.of.get(figure)?;
            let at = years.iter().position(|y| *y == year)?;
            let reading = self.readings.get(indicator)?.get(at)?.as_ref();
            let value = reading.and_then(Reading::value);
            Some(Secret { indicator, year, value, why: *why })
        });
        let mut secrecy = Secrecy::new(secrets.collect(), exposed.collect());
        secrecy.in_plan = self.in_plan;
        secrecy
    }
}

fn number(value: Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}

/// A value in what is counted. Exact: 0.005千人 is 5人.
fn scaled(value: Decimal, scale: Option<Decimal>) -> f64 {
    let product = value.checked_mul(scale.unwrap_or(Decimal::ONE));
    product.map_or(f64::MAX, number)
}
