//! The linear programs, by the crate `microlp`: the only file that names it.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};

/// What came of a program.
pub(super) enum Answer {
    /// The values of the variables, in the order in which they were added.
    Best(Vec<f64>),
    /// No point fulfils the rows.
    Impossible,
    /// The objective has no end.
    Endless,
    /// The solver could not decide.
    Undecided,
}

/// One linear program.
pub(super) struct Program {
    problem: Problem,
    variables: Vec<Variable>,
}

impl Program {
    /// Looks for the largest value of the objective.
    pub(super) fn largest() -> Self {
        Self::of(OptimizationDirection::Maximize)
    }

    /// Looks for the smallest value of the objective.
    pub(super) fn smallest() -> Self {
        Self::of(OptimizationDirection::Minimize)
    }

    fn of(direction: OptimizationDirection) -> Self {
        Program { problem: Problem::new(direction), variables: Vec::new() }
    }

    /// Adds a variable with its share in the objective and its bounds.
    pub(super) fn variable(&mut self, cost: f64, low: f64, high: f64) -> usize {
        self.variables.push(self.problem.add_var(cost, (low, high.max(low))));
        self.variables.len() - 1
    }

    /// Adds low ≤ Σ coefficient × variable ≤ high.
    pub(super) fn row(&mut self, terms: &[(usize, f64)], low: f64, high: f64) {
        let expression = || -> Vec<(Variable, f64)> {
            terms.iter().map(|(v, c)| (self.variables[*v], *c)).collect()
        };
        if low == high {
            self.problem.add_constraint(expression(), ComparisonOp::Eq, low);
            return;
        }
        if low.is_finite() {
            self.problem.add_constraint(expression(), ComparisonOp::Ge, low);
        }
        if high.is_finite() {
            self.problem.add_constraint(expression(), ComparisonOp::Le, high);
        }
    }

    /// Solves it. The same program has the same answer on every machine: no time limit
    /// is set.
    pub(super) fn solve(&self) -> Answer {
        let solved = match self.problem.solve() {
            Ok(outcome) => outcome,
            Err(Error::Infeasible) => return Answer::Impossible,
            Err(Error::Unbounded) => return Answer::Endless,
            Err(_) => return Answer::Undecided,
        };
        match solved.solution() {
            Some(found) => {
                let values = self.variables.iter().map(|v| found.var_value(*v));
                Answer::Best(values.collect())
            }
            None => Answer::Undecided,
        }
    }
}
