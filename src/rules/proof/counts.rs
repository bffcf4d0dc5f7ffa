//! 数と計画の食い違い: 「7つの基本目標」 where the plan has six.

use std::collections::BTreeSet;

use super::{Text, each, group, number, patterns, whole};
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::plan::Plan;
use crate::model::progress::Progress;

patterns! {
    COUNT = "(全|計|合計)?([0-9０-９]{1,4}|[一二三四五六七八九十百]{1,5})(つ|個|本|件|項目)?(の)?(基本目標|施策の展開|重点事業|施策|体系|指標|事業)";
    // Words that say the number is not that of all.
    PART = "うち|新た|新規|重点|主な|主要|一部|残|ほか|他の|特に|優先|前期|旧|現行|以前|それぞれ";
    ALL_AFTER = "^(?:すべて|全て|全部|を位置付け|を位置づけ|を掲げ|を定め|で構成|から成|からな)";
}

/// What the plan holds of a kind: all of it first, then the parts that may be named.
fn held(p: &Progress, what: &str) -> (usize, BTreeSet<usize>) {
    let plan = &p.plan;
    let active = || plan.projects.iter().filter(|x| x.active_in(p.year));
    let goal_of = |goal: usize| plan.measures.iter().filter(move |m| m.goal == goal);
    let by_goal = |count: &dyn Fn(usize) -> usize| -> Vec<usize> {
        (0..plan.goals.len()).map(count).collect()
    };
    let by_pillar = |goals: &[usize]| -> Vec<usize> {
        let sum = |pillar: usize| {
            let own =
                plan.goals.iter().zip(goals).filter(move |(g, _)| g.pillar == pillar);
            own.map(|(_, count)| count).sum()
        };
        (0..plan.pillars.len()).map(sum).collect()
    };
    let (all, goals): (usize, Vec<usize>) = match what {
        "体系" => (plan.pillars.len(), Vec::new()),
        "基本目標" => (plan.goals.len(), vec![1; plan.goals.len()]),
        "施策" | "施策の展開" => {
            (plan.measures.len(), by_goal(&|goal| goal_of(goal).count()))
        }
        "重点事業" => (
            active().filter(|x| x.priority).count(),
            by_goal(&|goal| {
                active().filter(|x| x.priority && plan.goal_of(x) == goal).count()
            }),
        ),
        "指標" => (plan.indicators.len(), indicators_by_goal(plan)),
        _ => (
            active().count(),
            by_goal(&|goal| active().filter(|x| plan.goal_of(x) == goal).count()),
        ),
    };
    let mut parts: BTreeSet<usize> = by_pillar(&goals).into_iter().chain(goals).collect();
    match what {
        "事業" => parts.extend([plan.projects.len(), p.total.rated, p.total.answers]),
        "重点事業" => {
            parts.insert(plan.projects.iter().filter(|x| x.priority).count());
        }
        _ => {}
    }
    (all, parts)
}

fn indicators_by_goal(plan: &Plan) -> Vec<usize> {
    let of = |goal: usize| {
        let own = plan.indicators.iter();
        own.filter(|i| plan.goal_of(&plan.projects[i.project]) == goal).count()
    };
    (0..plan.goals.len()).map(of).collect()
}

pub(super) fn check(text: &Text, p: &Progress) -> Vec<Diagnostic> {
    each(&COUNT, text.text).filter_map(|hit| one(text, p, &hit)).collect()
}

fn one(text: &Text, p: &Progress, hit: &regex::Captures) -> Option<Diagnostic> {
    let (all, typed, what) = (whole(hit)?, group(hit, 2), group(hit, 5));
    let count = number(typed)?;
    let is_kanji = typed.chars().any(|c| "一二三四五六七八九十百".contains(c));
    let linked = !group(hit, 3).is_empty() || !group(hit, 4).is_empty();
    // 「一体系」「三施策」 may be parts of words; 「1つの」 is any one.
    if count < 2 || (is_kanji && !linked) {
        return None;
    }
    let in_number =
        "0123456789０１２３４５６７８９,，.．第～〜~－-・/／一二三四五六七八九十百千";
    if text.before(all.start()).is_some_and(|c| in_number.contains(c)) {
        return None;
    }
    // 「事業者」「施策体系」 are other words.
    let goes_on = text.after(all.end()).is_some_and(|c| ('一'..='龥').contains(&c));
    if goes_on && what != "基本目標" {
        return None;
    }
    let (before, after) = text.sentence(all.start());
    let rest = &after[all.len()..];
    let total = !group(hit, 1).is_empty() || each(&ALL_AFTER, rest).next().is_some();
    let partly = each(&PART, before).next().is_some();
    // Of projects and indicators any number may be spoken of; of goals all are.
    let counts_all = matches!(what, "基本目標" | "施策の展開" | "体系");
    if !(total || (counts_all && !partly)) {
        return None;
    }
    let (held, parts) = held(p, what);
    if count == held || parts.contains(&count) {
        return None;
    }
    let fact = match what {
        "体系" => "体系数",
        "基本目標" => "基本目標数",
        "重点事業" => "重点事業数",
        "指標" => "指標数",
        "事業" => "事業数",
        _ => "施策数",
    };
    let say = |around: &str| {
        format!(
            "「{}」は、計画.xlsx の{what}の数 {held} と違います: 「{around}」",
            all.as_str()
        )
    };
    let hint =
        format!("数を打つ代わりに「{{{{ {fact} }}}}」と書くと、計画の数が入ります");
    text.remark(&catalog::COUNT_DIFFERS, all.range(), say, hint)
}
