//! What is different between two answers to the same question.

use std::collections::BTreeSet;

use crate::diag::Located;
use crate::model::evaluation::{Actual, Evaluation};
use crate::model::plan::Plan;
use crate::model::quantity::Reading;

/// One item that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    item: String,
    /// Before and after; `None` for a long text, which is only said to differ.
    values: Option<(String, String)>,
}

impl Change {
    /// 「評価 ◎→○」.
    pub(super) fn arrow(&self) -> String {
        match &self.values {
            Some((before, after)) => format!("{} {before}→{after}", self.item),
            None => format!("{}の文", self.item),
        }
    }

    /// 「評価 ◎／○」.
    pub(super) fn sides(&self) -> String {
        match &self.values {
            Some((a, b)) => format!("{} {a}／{b}", self.item),
            None => format!("{}の文", self.item),
        }
    }
}

/// The items that differ, in the order of a form.
pub(super) fn differences(plan: &Plan, a: &Evaluation, b: &Evaluation) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut short = |item: &str, x: String, y: String| {
        if x != y {
            changes.push(Change { item: item.to_owned(), values: Some((x, y)) });
        }
    };
    let grade = |e: &Evaluation| match &e.grade {
        Some(g) => plan.scale.grades[g.value].symbol.clone(),
        None if e.grade_asked => "（読めない）".to_owned(),
        None => EMPTY.to_owned(),
    };
    short("評価", grade(a), grade(b));
    let indicators: BTreeSet<usize> =
        a.actuals.iter().chain(&b.actuals).map(|x| x.indicator).collect();
    for i in indicators {
        let item = format!("指標「{}」", plan.indicators[i].name);
        short(&item, actual(a, i), actual(b, i));
    }
    let direction = |e: &Evaluation| match &e.direction {
        Some(d) => plan.directions[d.value].name.clone(),
        None => EMPTY.to_owned(),
    };
    short("今後の方向性", direction(a), direction(b));
    for (item, x, y) in [
        ("取組実績", &a.activities, &b.activities),
        ("評価の理由", &a.reason, &b.reason),
        ("課題", &a.issues, &b.issues),
        ("改善策", &a.improvements, &b.improvements),
    ] {
        let value =
            |text: &Option<Located<String>>| text.as_ref().map(|t| t.value.clone());
        if value(x) != value(y) {
            changes.push(Change { item: item.to_owned(), values: None });
        }
    }
    let notes = |e: &'_ Evaluation| -> Vec<(String, String)> {
        e.notes
            .iter()
            .map(|(label, note)| (label.to_string(), note.value.clone()))
            .collect()
    };
    if notes(a) != notes(b) {
        changes.push(Change { item: "付記".to_owned(), values: None });
    }
    changes
}

const EMPTY: &str = "（空）";

/// 実績値 as it was read, or as it is written where it could not be read.
fn actual(e: &Evaluation, indicator: usize) -> String {
    let found = e.actuals.iter().find(|x| x.indicator == indicator);
    let Some(Actual { reading, original, .. }) = found else { return EMPTY.to_owned() };
    match reading {
        Some(Reading::Value(quantity)) => {
            let about = if quantity.approx { "約" } else { "" };
            format!("{about}{}", quantity.value.normalize())
        }
        Some(Reading::Blank) => EMPTY.to_owned(),
        Some(state) => state.label().to_owned(),
        None => format!("「{}」", original.trim()),
    }
}
