//! What a reader can compute: the range of every hidden figure, by linear programs.
//!
//! The reader knows all published figures, the equations, that counts are not negative
//! and the threshold. That counts are whole numbers is left aside: in sums it narrows a
//! range by less than one at each end, in rates of small counts by more.

use super::figures::{Figures, Group, Shown};
use super::solver::{Answer, Program};

/// A hidden figure whose range is too narrow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Narrow {
    pub figure: usize,
    /// The range; `None` where the solver could not tell.
    pub range: Option<(f64, f64)>,
}

/// Rounding of the solver.
pub(super) const ROUNDING: f64 = 1e-6;

/// Distances from the true value are looked at up to so many widths: enough to prove
/// that a range is wide, and small enough to compute with.
const REACH: f64 = 1000.0;

/// The guarded figures of a group whose range is narrower than `width`, narrowest first.
pub(super) fn narrow(figures: &Figures, group: &Group, width: f64) -> Vec<Narrow> {
    let mut attack = Attack::new(figures, group, width);
    let guarded: Vec<usize> = (0..group.figures.len())
        .filter(|i| {
            let figure = &figures.list[group.figures[*i]];
            figure.guarded && figure.shown == Shown::Hidden
        })
        .collect();
    attack.move_many(&guarded);
    let mut found: Vec<Narrow> = Vec::new();
    for at in guarded {
        if attack.is_wide(at) {
            continue;
        }
        let sure = attack.stretch(at);
        if !attack.is_wide(at) {
            let from = figures.list[group.figures[at]].value.unwrap_or(0.0);
            let (low, high) = attack.seen[at];
            let range = sure.then_some((from + low, from + high));
            found.push(Narrow { figure: group.figures[at], range });
        }
    }
    let size = |n: &Narrow| n.range.map_or(0.0, |(low, high)| high - low);
    found.sort_by(|a, b| size(a).total_cmp(&size(b)).then(a.figure.cmp(&b.figure)));
    found
}

struct Attack<'a> {
    figures: &'a Figures,
    group: &'a Group,
    width: f64,
    /// By position in the group: the smallest and largest distance of all points found.
    seen: Vec<(f64, f64)>,
}

impl<'a> Attack<'a> {
    fn new(figures: &'a Figures, group: &'a Group, width: f64) -> Self {
        let seen = group.figures.iter().map(|f| match figures.list[*f].value {
            // The true values are a point.
            Some(_) => (0.0, 0.0),
            None => (f64::INFINITY, f64::NEG_INFINITY),
        });
        Attack { figures, group, width, seen: seen.collect() }
    }

    fn is_wide(&self, at: usize) -> bool {
        let (low, high) = self.seen[at];
        high - low >= self.width - ROUNDING
    }

    /// The points that a reader holds for possible, with an objective over them.
    fn program(&self, costs: &[f64]) -> Program {
        let reach = REACH * self.width;
        let mut program = Program::largest();
        for (figure, cost) in self.group.figures.iter().zip(costs) {
            let figure = &self.figures.list[*figure];
            let (low, high) = figure.offsets();
            match figure.value {
                Some(_) => program.variable(*cost, low.max(-reach), high.min(reach)),
                None => program.variable(*cost, low, high),
            };
        }
        for number in &self.group.equations {
            let equation = &self.figures.equations[*number];
            let place = |f: &usize| self.group.figures.binary_search(f).ok();
            let terms = equation.terms.iter();
            let terms: Vec<(usize, f64)> =
                terms.filter_map(|(f, c)| Some((place(f)?, *c))).collect();
            program.row(&terms, equation.low, equation.high);
        }
        program
    }

    /// Takes a point into account; whether there was one.
    fn see(&mut self, answer: &Answer) -> bool {
        let Answer::Best(values) = answer else { return false };
        for (seen, value) in self.seen.iter_mut().zip(values) {
            *seen = (seen.0.min(*value), seen.1.max(*value));
        }
        true
    }

    /// Many figures at once, up and down by turns: in a long sum nearly all of them are
    /// proved wide by a few programs.
    fn move_many(&mut self, guarded: &[usize]) {
        const FEW: usize = 8;
        if guarded.len() <= FEW {
            return;
        }
        for bit in 0..3 {
            for sign in [1.0, -1.0] {
                let mut costs = vec![0.0; self.group.figures.len()];
                for (turn, at) in guarded.iter().enumerate() {
                    costs[*at] = if (turn >> bit) & 1 == 0 { sign } else { -sign };
                }
                let answer = self.program(&costs).solve();
                self.see(&answer);
            }
        }
    }

    /// One figure as far down and up as it goes; whether both ends are certain.
    fn stretch(&mut self, at: usize) -> bool {
        let mut sure = true;
        for sign in [-1.0, 1.0] {
            let mut costs = vec![0.0; self.group.figures.len()];
            costs[at] = sign;
            match self.program(&costs).solve() {
                Answer::Endless if sign < 0.0 => self.seen[at].0 = f64::NEG_INFINITY,
                Answer::Endless => self.seen[at].1 = f64::INFINITY,
                answer => sure &= self.see(&answer),
            }
        }
        sure
    }
}
