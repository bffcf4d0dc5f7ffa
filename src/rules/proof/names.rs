//! 名: what the plan calls by its own name is never corrected in a text.

use std::ops::Range;

use crate::model::plan::Plan;

/// Names of the plan, and words that a person allowed.
pub(super) struct Names {
    all: Vec<String>,
    allowed: Vec<String>,
    /// 計画名, 課名, 会議名: spelled otherwise, they are mistakes.
    pub(super) exact: Vec<String>,
}

impl Names {
    pub(super) fn new(plan: &Plan, allowed: &[String]) -> Self {
        let b = &plan.basics;
        let mut exact = vec![b.name.clone()];
        exact.extend(plan.governance.iter().map(|g| g.name.clone()));
        exact.extend(plan.divisions.iter().map(|d| d.name.clone()));
        let mut all = exact.clone();
        all.extend(
            [&b.municipality, &b.publisher, &b.office, &b.package].map(Clone::clone),
        );
        all.extend(b.vision.clone());
        all.push(b.vision.join(" "));
        all.extend(b.others.iter().map(|(_, value)| value.clone()));
        for d in &plan.divisions {
            all.push(d.department.clone());
            all.extend(d.aliases.iter().map(|alias| alias.name.clone()));
        }
        for r in &plan.related {
            all.extend([r.name.clone(), r.short.clone()]);
            all.extend(r.terms.iter().map(|term| term.label.clone()));
        }
        for g in &plan.goals {
            all.extend([g.name.clone(), g.short.clone()]);
        }
        all.extend(plan.pillars.iter().map(|x| x.name.clone()));
        all.extend(plan.measures.iter().map(|x| x.name.clone()));
        all.extend(plan.projects.iter().map(|x| x.name.clone()));
        all.extend(plan.indicators.iter().map(|x| x.name.clone()));
        all.extend(plan.supports.iter().map(|x| x.name.clone()));
        // A name of two characters is a word like any other.
        all.retain(|name| name.chars().count() > 2);
        all.sort();
        all.dedup();
        exact.retain(|name| name.chars().count() > 2);
        let allowed = allowed.iter().filter(|word| !word.is_empty()).cloned().collect();
        Names { all, allowed, exact }
    }

    /// Where names and allowed words stand in a text.
    pub(super) fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let mut spans = self.allowed_spans(text);
        spans.extend(self.all.iter().flat_map(|name| find(text, name)));
        spans
    }

    /// Where allowed words stand in a text.
    pub(super) fn allowed_spans(&self, text: &str) -> Vec<Range<usize>> {
        self.allowed.iter().flat_map(|word| find(text, word)).collect()
    }
}

fn find<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices(word).map(|(at, found)| at..at + found.len())
}
