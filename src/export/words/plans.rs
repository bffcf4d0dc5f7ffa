//! 位置付け and 計画期間 in words.

use super::{Form, Told, quote, quoted};
use crate::model::plan::{Plan, RelatedPlan, Relation, Term};
use crate::model::year::FiscalYear;

fn names_of(plan: &Plan, relation: Relation) -> Vec<&str> {
    let related = plan.related.iter().filter(|p| p.relation == relation);
    related.map(|p| &*p.name).collect()
}

/// 関連計画との位置付け. The figure has room for some 関連個別計画; here all are named.
pub(super) fn position(plan: &Plan) -> Told {
    let name = &plan.basics.name;
    let mut told = Told::new("関連計画との位置付け", Form::Diagram)
        .lead(format!("{name}と、ほかの計画や法律などとの関係を示します。"));
    let outer = names_of(plan, Relation::Outer);
    if !outer.is_empty() {
        told.line(format!("国・県の{}を勘案します。", quoted(&outer)));
    }
    let upper = names_of(plan, Relation::Upper);
    if !upper.is_empty() {
        let city = &plan.basics.municipality;
        told.line(format!("{city}の上位計画は、{}です。", quoted(&upper)));
    }
    let joint = names_of(plan, Relation::Joint);
    if !joint.is_empty() {
        told.line(format!("{}と一体的に推進します。", quoted(&joint)));
    }
    let related = names_of(plan, Relation::Related);
    if !related.is_empty() {
        told.line(format!(
            "関連個別計画は、{}の{}計画で、連携・整合を図ります。",
            quoted(&related),
            related.len()
        ));
    }
    told
}

/// The years that the timeline shows: one before the period to two after it.
pub(in crate::export) fn timeline_years(plan: &Plan) -> Option<(FiscalYear, FiscalYear)> {
    let (first, last) = plan.basics.period?;
    let end = (last.western() + 2).min(first.western() + 8);
    first.previous().zip(FiscalYear::new(end))
}

/// 計画の期間.
pub(super) fn period(plan: &Plan) -> Told {
    let mut told = Told::new("計画の期間", Form::Timeline);
    let Some((first, last)) = plan.basics.period else { return told };
    if let Some((from, to)) = timeline_years(plan) {
        told = told.lead(format!(
            "横に{}から{}までの年度を並べ、計画ごとの期間を帯で示します。",
            from.era_label(),
            to.era_label()
        ));
    }
    told.line(format!(
        "{}の期間は、{}から{}までの{}年間です。",
        plan.basics.name,
        first.era_label(),
        last.era_label(),
        plan.years().len()
    ));
    for relation in [Relation::Upper, Relation::Own, Relation::Joint] {
        for related in plan.related.iter().filter(|p| p.relation == relation) {
            for term in &related.terms {
                told.line(one_term(related, term));
            }
        }
    }
    if let Some(joint) = plan.related.iter().flat_map(|p| &p.terms).find(|t| t.joint)
        && let Some(review) = joint.from.previous()
    {
        told.line(format!(
            "{}に見直しを行い、その後は2つの計画を一体化します。",
            review.era_label()
        ));
    }
    told
}

fn one_term(related: &RelatedPlan, term: &Term) -> String {
    format!(
        "{}の{}は、{}から{}まで{}です。",
        related.name,
        quote(&term.label),
        term.from.era_label(),
        term.to.era_label(),
        if term.next { "の予定" } else { "" }
    )
}
