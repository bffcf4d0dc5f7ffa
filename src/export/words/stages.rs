//! ライフステージごとの支援 in words.

use super::{Form, Told, quote};
use crate::model::plan::{Plan, Support};

/// Chart 1 or 2 of the plan's stages.
pub(super) fn life_stages(plan: &Plan, chart: usize) -> Told {
    let stages: Vec<usize> =
        (0..plan.stages.len()).filter(|i| plan.stages[*i].chart == chart).collect();
    let bands = bands(plan, &stages);
    let names: Vec<&str> = bands.iter().map(|(name, _)| *name).collect();
    let mut told =
        Told::new(&format!("時期ごとの支援（{}）", names.join("、")), Form::Diagram);
    let (Some(&first), Some(&last)) = (stages.first(), stages.last()) else {
        return told;
    };
    let order: Vec<String> = bands
        .iter()
        .map(|(name, stages)| match &**stages {
            [one] if one == name => (*name).to_owned(),
            _ => format!("{name}（{}）", stages.join("、")),
        })
        .collect();
    told = told
        .lead("横に時期、縦に支援を並べ、支援の対象となる時期を帯で示します。")
        .lead(format!("時期は、{}の順です。", order.join("、")));
    for (kind, supports) in by_kind(plan, first, last) {
        let intro = format!("{}の支援は{}つです。", quote(kind), supports.len());
        for (i, support) in supports.into_iter().enumerate() {
            told.unit();
            if i == 0 {
                told.line(&intro);
            }
            told.line(one_bar(plan, support, first, last));
        }
    }
    told.common(NOTE);
    told
}

/// What must be known of every bar.
pub(in crate::export) const NOTE: &str =
    "帯の長さは対象となる時期のめやすです。所得などの要件がある支援があります。";

/// Stages that share a band, in order.
fn bands<'a>(plan: &'a Plan, stages: &[usize]) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut bands: Vec<(&str, Vec<&str>)> = Vec::new();
    for stage in stages.iter().map(|s| &plan.stages[*s]) {
        match bands.last_mut() {
            Some((name, names)) if *name == stage.band => names.push(&stage.name),
            _ => bands.push((&stage.band, vec![&stage.name])),
        }
    }
    bands
}

fn by_kind(plan: &Plan, first: usize, last: usize) -> Vec<(&str, Vec<&Support>)> {
    let shown = |s: &&Support| s.from <= last && s.to >= first;
    let of = |kind: &str| -> Vec<&Support> {
        plan.supports.iter().filter(shown).filter(|s| s.kind == kind).collect()
    };
    let kinds = plan.support_kinds().into_iter().map(|kind| (kind, of(kind)));
    kinds.filter(|(_, supports)| !supports.is_empty()).collect()
}

/// From when to when, whether it began on the chart before, whether it goes on.
fn one_bar(plan: &Plan, support: &Support, first: usize, last: usize) -> String {
    let from = &plan.stages[support.from].name;
    let to = &plan.stages[support.to].name;
    let name = &support.name;
    if support.from == support.to && !support.continues {
        return format!("{name}の対象となる時期は、{from}です。");
    }
    let earlier =
        if support.from < first { "（この図の前から続く）" } else { "" };
    let end = match () {
        () if support.continues => format!("{to}までで、その後も続きます"),
        () if support.to > last => format!("この図の後も、{to}まで続きます"),
        () => format!("{to}までです"),
    };
    format!("{name}の対象は、{from}に始まり{earlier}、{end}。")
}
