//! Figures and the equations between them, as one who reads the publications sees them.

use std::collections::{BTreeSet, VecDeque};

/// Whether a figure stands in the publications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// It is published.
    Yes,
    /// It is not published, though there is a value.
    Hidden,
    /// There is no value yet: nobody knows it.
    Absent,
}

/// One figure: an indicator in one year.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    /// Its value; `None` where the office has none either.
    pub value: Option<f64>,
    /// Whether it is published.
    pub shown: Shown,
    /// What a reader knows of it without any equation.
    pub bounds: (f64, f64),
    /// Its range has to stay wide while it is hidden.
    pub guarded: bool,
    /// It is published for the first time this year: it may still be hidden.
    pub fresh: bool,
    /// What is lost to the readers when it is hidden.
    pub loss: f64,
}

impl Figure {
    /// A figure that everyone knows.
    pub(super) fn known(value: f64) -> Self {
        Figure {
            value: Some(value),
            shown: Shown::Yes,
            bounds: (value, value),
            guarded: false,
            fresh: false,
            loss: 0.0,
        }
    }

    /// A figure that is nowhere yet.
    pub(super) fn absent() -> Self {
        Figure {
            value: None,
            shown: Shown::Absent,
            bounds: (0.0, f64::INFINITY),
            guarded: false,
            fresh: false,
            loss: 0.0,
        }
    }

    /// Whether it may be hidden to protect another. A zero is not: that nothing happened
    /// is often known, so hiding it would protect nothing.
    pub(super) fn is_candidate(&self) -> bool {
        self.fresh && self.shown == Shown::Yes && self.value.is_some_and(|v| v != 0.0)
    }

    /// The bounds of its distance from the true value; from 0 where there is none.
    pub(super) fn offsets(&self) -> (f64, f64) {
        let from = self.value.unwrap_or(0.0);
        (self.bounds.0 - from, self.bounds.1 - from)
    }
}

/// low ≤ Σ coefficient × distance from the true value ≤ high.
///
/// Sums are taken exactly before they come here, so that the true values (all distances
/// 0) fulfil every equation between figures that have a value.
#[derive(Debug, Clone)]
pub(super) struct Equation {
    pub terms: Vec<(usize, f64)>,
    pub low: f64,
    pub high: f64,
    /// It holds only while this figure, a rate, is published.
    pub rate: Option<usize>,
}

/// All figures up to the year that is looked at.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub list: Vec<Figure>,
    pub equations: Vec<Equation>,
    /// The equations in which a figure stands.
    uses: Vec<Vec<usize>>,
}

/// Figures that hang together, and the equations between them.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub figures: Vec<usize>,
    pub equations: Vec<usize>,
}

impl Figures {
    /// Adds a figure; its number.
    pub(super) fn add(&mut self, figure: Figure) -> usize {
        self.list.push(figure);
        self.uses.push(Vec::new());
        self.list.len() - 1
    }

    /// Adds an equation.
    pub(super) fn relate(&mut self, equation: Equation) {
        let number = self.equations.len();
        let own = equation.terms.iter().map(|(f, _)| *f).chain(equation.rate);
        own.for_each(|f| self.uses[f].push(number));
        self.equations.push(equation);
    }

    /// Whether a reader can use it: the rate it rests on is published.
    pub(super) fn holds(&self, equation: usize) -> bool {
        let rate = self.equations[equation].rate;
        rate.is_none_or(|r| self.list[r].shown == Shown::Yes)
    }

    /// Whether a figure is a variable: not published, or (`candidates`) still to be
    /// decided upon.
    fn is_open(&self, figure: usize, candidates: bool) -> bool {
        let figure = &self.list[figure];
        figure.shown != Shown::Yes || (candidates && figure.is_candidate())
    }

    /// Everything that hangs together with a figure through figures that are open.
    pub(super) fn group(&self, from: usize, candidates: bool) -> Group {
        let mut figures = BTreeSet::from([from]);
        let mut equations = BTreeSet::new();
        let mut next = VecDeque::from([from]);
        while let Some(figure) = next.pop_front() {
            for &number in &self.uses[figure] {
                if !self.holds(number) || !equations.insert(number) {
                    continue;
                }
                for (other, _) in &self.equations[number].terms {
                    if self.is_open(*other, candidates) && figures.insert(*other) {
                        next.push_back(*other);
                    }
                }
            }
        }
        Group {
            figures: figures.into_iter().collect(),
            equations: equations.into_iter().collect(),
        }
    }

    /// The hidden figures with which a figure stands in an equation.
    pub(super) fn hidden_beside(&self, figure: usize) -> Vec<usize> {
        let equations = self.uses[figure].iter().map(|e| &self.equations[*e]);
        let beside = equations.flat_map(|e| e.terms.iter().map(|(f, _)| *f));
        beside.filter(|f| self.list[*f].shown == Shown::Hidden).collect()
    }
}
