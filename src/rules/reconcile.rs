//! 照合: what went in equals what came out.

use crate::catalog;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::progress::Progress;
use crate::model::reconcile::Reconciliation;

/// Reports every sum that does not hold; on right code there is none.
pub fn reconcile(r: &Reconciliation, progress: &Progress, out: &mut Diagnostics) {
    let mut report = |text: String| {
        out.push(Diagnostic::new(&catalog::NOT_RECONCILED, text));
    };
    if r.cells.lost() > 0 {
        report(format!("行き先の分からないセルが {} 個あります", r.cells.lost()));
    }
    if r.values.lost() > 0 {
        report(format!("行き先の分からない実績値が {} 個あります", r.values.lost()));
    }
    let tallies = progress.goals.iter().zip(&progress.plan.goals);
    for (tally, goal) in tallies {
        if !tally.reconciles() {
            report(format!("基本目標{}の事業数と評価別の和が違います", goal.number));
        }
    }
    let sum: usize = progress.goals.iter().map(|g| g.projects).sum();
    let active =
        progress.plan.projects.iter().filter(|p| p.active_in(progress.year)).count();
    if sum != active || progress.total.projects != active {
        report(format!(
            "基本目標別の事業数の和 {sum}、全体 {}、計画の事業数 {active} が違います",
            progress.total.projects
        ));
    }
}
