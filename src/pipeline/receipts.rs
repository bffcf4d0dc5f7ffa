//! 受付: what arrived from each 課 for the year reported.

use std::collections::{HashMap, HashSet};

use crate::diag::{Diagnostics, Severity};
use crate::model::progress::Progress;
use crate::model::reconcile::Receipt;
use crate::model::year::FiscalYear;
use crate::read::submission::Submission;

/// One receipt a 課, in the order of the plan: its files, answers due and received
/// (事業 × 課), and the findings that it has to settle. Every list is walked once.
pub(super) fn receipts(
    progress: &Progress,
    submissions: &[Submission],
    year: FiscalYear,
    diagnostics: &Diagnostics,
) -> Vec<Receipt> {
    let divisions = &progress.plan.divisions;
    let mut receipts: Vec<Receipt> = (0..divisions.len())
        .map(|division| Receipt { division, ..Receipt::default() })
        .collect();
    for project in progress.plan.projects.iter().filter(|p| p.active_in(year)) {
        let due: HashSet<usize> = project.answering().collect();
        due.into_iter().for_each(|division| receipts[division].due += 1);
    }
    for row in &progress.rows {
        let answers = row.this.main.iter().chain(&row.this.partners);
        let answered: HashSet<usize> = answers.map(|e| e.division).collect();
        answered.into_iter().for_each(|division| receipts[division].answered += 1);
    }
    for submission in submissions.iter().filter(|s| s.year == Some(year)) {
        let own: HashSet<usize> = submission.divisions.iter().copied().collect();
        for division in own {
            receipts[division].files.push(submission.path.clone());
        }
    }
    let mut found: HashMap<&str, (usize, usize)> = HashMap::new();
    for finding in diagnostics.iter() {
        let Some(name) = &finding.division else { continue };
        let (errors, warnings) = found.entry(name).or_default();
        match finding.severity {
            Severity::Error => *errors += 1,
            Severity::Warning => *warnings += 1,
            Severity::Note => {}
        }
    }
    for (receipt, division) in receipts.iter_mut().zip(divisions) {
        let counts = found.get(division.name.as_str()).copied();
        (receipt.errors, receipt.warnings) = counts.unwrap_or_default();
    }
    receipts
}
