//! 基本理念 and 施策の体系 in words.

use super::{Form, Told, goal_title, quote, quoted};
use crate::model::plan::Plan;

fn goals_of(plan: &Plan, pillar: usize) -> Vec<usize> {
    (0..plan.goals.len()).filter(|g| plan.goals[*g].pillar == pillar).collect()
}

/// 基本理念, with the goals that carry it.
pub(super) fn vision(plan: &Plan) -> Told {
    let other =
        |key: &str| plan.basics.others.iter().find(|(k, _)| k == key).map(|(_, v)| &**v);
    let mut told = Told::new("基本理念", Form::Diagram)
        .lead("基本理念と、その実現に向けた基本目標を示します。");
    told.line(format!("基本理念は、{}です。", quote(&plan.basics.vision.join(" "))));
    if let (Some(label), Some(text)) =
        (other("理念のもとになった計画"), other("もとになった理念"))
    {
        told.line(format!("{label}の基本理念{}をもとにしています。", quote(text)));
    }
    if let Some(words) = other("理念の言葉") {
        let words: Vec<&str> = words.split('、').collect();
        told.line(format!("理念とつながる言葉は、{}です。", quoted(&words)));
    }
    for (i, pillar) in plan.pillars.iter().enumerate() {
        let goals = goals_of(plan, i);
        let titles: Vec<String> = goals.iter().map(|g| goal_title(plan, *g)).collect();
        told.line(match &*titles {
            [] => format!("{}に置く基本目標はありません。", quote(&pillar.name)),
            _ => format!(
                "{}の基本目標は、{}の{}つです。",
                quote(&pillar.name),
                titles.join("、"),
                titles.len()
            ),
        });
    }
    told
}

/// 施策の体系: each branch of the tree.
pub(super) fn tree(plan: &Plan) -> Told {
    let mut told = Told::new("施策の体系", Form::Diagram).lead(format!(
        "基本理念{}のもとに、体系、基本目標、施策の展開の順に枝分かれします。",
        quote(&plan.basics.vision.join(" "))
    ));
    for (i, pillar) in plan.pillars.iter().enumerate() {
        let goals = goals_of(plan, i);
        let intro =
            format!("体系{}の基本目標は{}つです。", quote(&pillar.name), goals.len());
        if goals.is_empty() {
            told.line(&intro);
        }
        for (i, goal) in goals.into_iter().enumerate() {
            told.unit();
            if i == 0 {
                told.line(&intro);
            }
            told.line(branch(plan, goal));
        }
    }
    told
}

fn branch(plan: &Plan, goal: usize) -> String {
    let measures: Vec<String> = plan
        .measures
        .iter()
        .enumerate()
        .filter(|(_, m)| m.goal == goal)
        .map(|(i, m)| format!("{}{}", plan.measure_number(i), quote(&m.name)))
        .collect();
    let title = goal_title(plan, goal);
    if measures.is_empty() {
        return format!("{title}に位置づける施策はありません。");
    }
    format!("{title}の施策の展開は、{}の{}つです。", measures.join("、"), measures.len())
}
