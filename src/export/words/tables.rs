//! Figures that are real tables, told row by row.

use super::{Form, Told, goal_title, quote, quoted};
use crate::export::figures::highlights::{NO_QUOTE, NO_QUOTES, Quote, quotes};
use crate::export::figures::results::{indicators_on_pace, share};
use crate::export::format::points;
use crate::model::progress::{Progress, Tally};

/// 目標別の一覧.
pub(super) fn goal_table(p: &Progress) -> Told {
    let on_track = quote(p.plan.scale.on_track_name());
    let mut told = Told::new("基本目標別の状況", Form::Table)
        .lead(format!(
            "横に、事業数、{on_track}以上の割合、前年度の割合、増減、順調な指標の数が並びます。"
        ))
        .lead(format!("縦に、{}つの基本目標と全体が並びます。", p.plan.goals.len()));
    let last = p.previous();
    for (g, tally) in p.goals.iter().enumerate() {
        let before = last.and_then(|y| y.goals.as_ref()).map(|t| &t[g]);
        let title = goal_title(&p.plan, g);
        told.line(one_row(p, &title, tally, before, Some(g)));
    }
    let before = last.and_then(|y| y.total.as_ref());
    told.line(one_row(p, "全体", &p.total, before, None));
    told
}

fn one_row(
    p: &Progress,
    name: &str,
    tally: &Tally,
    before: Option<&Tally>,
    goal: Option<usize>,
) -> String {
    let percent = |t: Option<&Tally>| {
        t.and_then(|t| share(t, 1)).map_or("なし".to_owned(), |s| format!("{s}％"))
    };
    let change = before.and_then(|before| tally.change_since(before));
    let change = change
        .map_or("なし".to_owned(), |change| format!("{}ポイント", points(change)));
    let (good, judged) = indicators_on_pace(p, goal);
    let indicators = match judged {
        0 => "判定した指標はなし".to_owned(),
        _ => format!("順調な指標は、判定した{judged}のうち{good}"),
    };
    format!(
        "{name}。事業数は{}、割合は{}、前年度は{}、増減は{change}、{indicators}。",
        tally.projects,
        percent(Some(tally)),
        percent(before),
    )
}

/// 主な取組 and 課題 of every goal.
pub(super) fn highlights(p: &Progress) -> Told {
    let heads = ["主な取組", "課題"];
    let mut told = Told::new("主な取組と課題", Form::Table).lead(format!(
        "縦に{}つの基本目標、横に{}が並びます。",
        p.plan.goals.len(),
        quoted(&heads)
    ));
    let goals = 0..p.plan.goals.len();
    if goals.clone().all(|g| [true, false].iter().all(|d| quotes(p, g, *d).is_empty())) {
        told.line(format!("{NO_QUOTES}。"));
        return told;
    }
    for g in goals {
        told.line(format!("{}。", goal_title(&p.plan, g)));
        for (head, done) in heads.into_iter().zip([true, false]) {
            told.line(cell(head, &quotes(p, g, done)));
        }
    }
    told
}

fn cell(head: &str, quotes: &[Quote]) -> String {
    if quotes.is_empty() {
        return format!("{head}に{NO_QUOTE}。");
    }
    let told: String =
        quotes.iter().map(|q| format!("{}、{}。", quote(&q.name), q.sentence)).collect();
    format!("{head}は{}つです。{told}", quotes.len())
}
