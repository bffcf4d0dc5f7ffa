//! 図: the data of each figure of the booklet, with its alternative text.
//!
//! The text is told by `export::words`, from the same model.
//! The shape of each value is the contract of `templates/README.md`. Facts are formatted
//! here; the templates only place them.

pub(in crate::export) mod highlights;
pub(in crate::export) mod results;
mod structure;

use serde_json::{Map, Value, json};

use crate::export::phrase::Phrases;
use crate::export::words;
use crate::model::plan::Grade;
use crate::model::progress::Progress;

/// Every figure by the name that the manuscript uses.
pub fn all(progress: &Progress, phrases: &Phrases) -> Map<String, Value> {
    let plan = &progress.plan;
    let figures = [
        ("位置付け", structure::position(plan, phrases)),
        ("計画期間", structure::period(plan, phrases)),
        ("基本理念", structure::vision(plan, phrases)),
        ("施策の体系", structure::tree(plan, phrases)),
        ("ライフステージ1", structure::life_stages(plan, 1, phrases)),
        ("ライフステージ2", structure::life_stages(plan, 2, phrases)),
        ("進捗のまとめ", results::summary(progress)),
        ("目標別の評価", results::by_goal(progress, phrases)),
        ("主な指標", results::indicators(progress, phrases)),
        ("評価の推移", results::trend(progress, phrases)),
        ("目標別の一覧", results::goal_table(progress, phrases)),
        ("主な取組と課題", highlights::highlights(progress, phrases)),
        ("推進体制", structure::governance(plan)),
        ("PDCA", structure::cycle(plan)),
    ];
    let with_alt = |(name, mut value): (&str, Value)| {
        let told = words::tell(progress, name);
        value["alt"] = json!(told.as_ref().map(words::Told::alt).unwrap_or_default());
        if let Some(parts) = told.and_then(|t| t.parts()) {
            value["alt_parts"] = json!(parts);
        }
        (name.to_owned(), value)
    };
    figures.into_iter().map(with_alt).collect()
}

/// The entry of a legend.
pub(super) fn legend(grade: &Grade) -> Value {
    json!({
        "sym": grade.symbol,
        "name": grade.name,
        "text": grade.meaning,
        "style": grade.style.key(),
    })
}

/// 群: the shape of the badge and the colour of a pillar's goals. The templates have four
/// shapes in two colours; a fifth pillar begins again.
pub(super) fn group(pillar: usize) -> usize {
    pillar % 4 + 1
}
