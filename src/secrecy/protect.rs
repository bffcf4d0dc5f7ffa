//! Which further figures are hidden so that one hidden figure keeps a wide range.
//!
//! The linear program of Kelly, Golden and Assad (“Cell suppression: disclosure
//! protection for sensitive tabular data”, Networks 22, 1992), as national statistical
//! offices use it: look for two possible tables in which the protected figure differs by
//! the width, at the smallest loss; whatever differs from the true table in one of them
//! has to be hidden. It rests on the published rates too: they may be left out first.

use super::attack::ROUNDING;
use super::figures::{Figures, Group, Shown};
use super::solver::{Answer, Program};

/// Hiding a rate costs next to nothing: it says no more than its two counts.
const RATE_LOSS: f64 = 1e-3;

/// The figures to hide for `target`; `None` where nothing that may still be hidden helps.
/// Empty: the range is wide as it is.
pub(super) fn protect(
    figures: &Figures,
    target: usize,
    width: f64,
) -> Option<Vec<usize>> {
    let group = figures.group(target, true);
    let mut search = Search::new(figures, &group);
    let [above, below] = search.target(target)?;
    let terms = search.difference(above, below);
    search.program.row(&terms, width, f64::INFINITY);
    let Answer::Best(values) = search.program.solve() else { return None };
    Some(search.moved(&values))
}

/// A figure in one of the two tables: its distance is the sum of these variables.
type Place = Vec<(usize, f64)>;

struct Search<'a> {
    figures: &'a Figures,
    group: &'a Group,
    program: Program,
    /// By position in the group: its place in each table.
    places: Vec<[Place; 2]>,
    /// Variables that are above 0 only if a figure is hidden.
    moves: Vec<(usize, usize)>,
}

impl<'a> Search<'a> {
    fn new(figures: &'a Figures, group: &'a Group) -> Self {
        let mut search = Search {
            figures,
            group,
            program: Program::smallest(),
            places: Vec::new(),
            moves: Vec::new(),
        };
        for &figure in &group.figures {
            let places = [search.place(figure), search.place(figure)];
            search.places.push(places);
        }
        for &number in &group.equations {
            search.equation(number);
        }
        search
    }

    fn place(&mut self, number: usize) -> Place {
        let figure = &self.figures.list[number];
        if figure.shown != Shown::Yes {
            let (low, high) = figure.offsets();
            return vec![(self.program.variable(0.0, low, high), 1.0)];
        }
        // Of equals the first of the plan.
        let order = 1.0 + number as f64 / self.figures.list.len() as f64 * 1e-3;
        let loss = figure.loss * order;
        let down = match figure.value {
            Some(value) if value > 0.0 => value,
            _ => f64::INFINITY,
        };
        let up = self.program.variable(loss, 0.0, f64::INFINITY);
        let down = self.program.variable(loss, 0.0, down);
        self.moves.extend([(up, number), (down, number)]);
        vec![(up, 1.0), (down, -1.0)]
    }

    fn equation(&mut self, number: usize) {
        let equation = &self.figures.equations[number];
        // A rate of 0 tells something of its count too, so it may be left out.
        let rate = equation.rate.filter(|r| self.figures.list[*r].fresh);
        let slack = rate.map(|rate| {
            let slack = self.program.variable(RATE_LOSS, 0.0, f64::INFINITY);
            self.moves.push((slack, rate));
            slack
        });
        for table in 0..2 {
            let mut terms: Vec<(usize, f64)> = Vec::new();
            for (figure, coefficient) in &equation.terms {
                let Ok(at) = self.group.figures.binary_search(figure) else { continue };
                let place = self.places[at][table].iter();
                terms.extend(place.map(|(v, sign)| (*v, sign * coefficient)));
            }
            let Some(slack) = slack else {
                self.program.row(&terms, equation.low, equation.high);
                continue;
            };
            let with = |sign: f64| [&terms[..], &[(slack, sign)]].concat();
            self.program.row(&with(1.0), equation.low, f64::INFINITY);
            self.program.row(&with(-1.0), f64::NEG_INFINITY, equation.high);
        }
    }

    fn target(&self, target: usize) -> Option<[&Place; 2]> {
        let at = self.group.figures.binary_search(&target).ok()?;
        let [above, below] = &self.places[at];
        Some([above, below])
    }

    fn difference(&self, above: &Place, below: &Place) -> Vec<(usize, f64)> {
        let below = below.iter().map(|(v, sign)| (*v, -sign));
        above.iter().copied().chain(below).collect()
    }

    fn moved(&self, values: &[f64]) -> Vec<usize> {
        let moved = self.moves.iter().filter(|(v, _)| values[*v] > ROUNDING);
        let mut figures: Vec<usize> = moved.map(|(_, figure)| *figure).collect();
        figures.sort_unstable();
        figures.dedup();
        figures
    }
}
