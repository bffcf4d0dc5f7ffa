//! Figures of the year's results.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::{group, legend};
use crate::export::format::{compact, number, points, status};
use crate::export::phrase::phrases;
use crate::model::plan::Tendency;
use crate::model::progress::{Progress, Tally};
use crate::model::rate::Status;

/// Featured indicators that fit on the page.
const INDICATORS_SHOWN: usize = 7;
fn share(tally: &Tally, decimals: u32) -> Option<String> {
    tally.share().map(|s| number(s, decimals))
}

/// 未評価: answered without a grade, or not answered.
fn unrated(tally: &Tally) -> usize {
    tally.ungraded + tally.unsubmitted
}

/// 「計画どおり」以上の割合 and the counts of each grade.
pub fn summary(p: &Progress) -> Value {
    let scale = &p.plan.scale;
    let on_track = scale.on_track_name();
    let last = p.previous().and_then(|y| y.total.as_ref());
    let compare = match (p.total.share(), last.and_then(Tally::share)) {
        (Some(now), Some(before)) => {
            Some(format!("前年度より {}ポイント", points(now - before)))
        }
        (None, Some(before)) => Some(format!("前年度 {}％", number(before, 1))),
        _ => None,
    };
    let counted: Vec<usize> =
        (0..scale.grades.len()).filter(|g| scale.grades[*g].counted).collect();
    let mut alt = match share(&p.total, 1) {
        Some(rate) => format!(
            "{}の進捗のまとめ。「{on_track}」以上の割合は{rate}％（評価した{}事業のうち{}事業）。",
            p.year.era_label(),
            p.total.rated,
            p.total.on_track
        ),
        None => format!(
            "{}の進捗のまとめ。評価の済んだ事業はありません。",
            p.year.era_label()
        ),
    };
    if let Some(compare) = &compare {
        alt.push_str(&format!("{compare}。"));
    }
    for g in &counted {
        alt.push_str(&format!(
            "{}は{}事業。",
            scale.grades[*g].name, p.total.by_grade[*g]
        ));
    }
    if unrated(&p.total) > 0 {
        alt.push_str(&format!("未評価は{}事業。", unrated(&p.total)));
    }
    json!({
        "alt": alt,
        "headline_label": format!("「{on_track}」以上の割合"),
        "headline": share(&p.total, 1).unwrap_or_else(|| "－".to_owned()),
        "unit": "％",
        "compare": compare,
        "grades": counted.iter().map(|g| {
            let grade = &scale.grades[*g];
            json!({
                "key": grade.code,
                "sym": grade.symbol,
                "name": grade.name,
                "count": p.total.by_grade[*g].to_string(),
                "sub": last.map(|t| format!("前年度 {}", t.by_grade[*g])),
                "style": grade.style.key(),
            })
        }).collect::<Vec<_>>(),
    })
}

fn bar(p: &Progress, tally: &Tally) -> Vec<Value> {
    let mut parts: Vec<Value> = p
        .plan
        .scale
        .grades
        .iter()
        .zip(&tally.by_grade)
        .filter(|(_, count)| **count > 0)
        .map(|(g, count)| json!({ "sym": g.symbol, "style": g.style.key(), "count": count }))
        .collect();
    if unrated(tally) > 0 {
        parts.push(json!({ "sym": "未", "style": "none", "count": unrated(tally) }));
    }
    parts
}

fn in_words(p: &Progress, tally: &Tally) -> String {
    if tally.projects == 0 {
        return "評価対象の事業なし".to_owned();
    }
    let mut words: Vec<String> = p
        .plan
        .scale
        .grades
        .iter()
        .zip(&tally.by_grade)
        .filter(|(_, count)| **count > 0)
        .map(|(g, count)| format!("{}{count}", g.name))
        .collect();
    if unrated(tally) > 0 {
        words.push(format!("未評価{}", unrated(tally)));
    }
    let rate = share(tally, 0)
        .map_or("割合なし".to_owned(), |s| format!("計画どおり以上{s}％"));
    format!("{}事業、{}、{rate}", tally.projects, words.join("、"))
}

/// 基本目標別の評価.
pub fn by_goal(p: &Progress) -> Value {
    let scale = &p.plan.scale;
    let excluded: Vec<String> = scale
        .grades
        .iter()
        .zip(&p.total.by_grade)
        .filter(|(g, count)| !g.counted && **count > 0)
        .map(|(g, count)| format!("{}{count}", g.name))
        .chain((unrated(&p.total) > 0).then(|| format!("未評価{}", unrated(&p.total))))
        .collect();
    let title_note = if excluded.is_empty() {
        "（事業数の構成比）".to_owned()
    } else {
        format!("（事業数の構成比。割合は{}を除く）", excluded.join("・"))
    };
    let mut keys: Vec<Value> = scale
        .grades
        .iter()
        .zip(&p.total.by_grade)
        .filter(|(g, count)| g.counted || **count > 0)
        .map(|(g, _)| legend(g))
        .collect();
    if unrated(&p.total) > 0 {
        keys.push(json!({ "sym": "未", "name": "未評価", "style": "none" }));
    }
    let mut alt =
        format!("基本目標別の評価の帯グラフ（{}、事業数）。", p.year.era_label());
    for (goal, tally) in p.plan.goals.iter().zip(&p.goals) {
        alt.push_str(&format!(
            "基本目標{} {}は{}。",
            goal.number,
            goal.name,
            in_words(p, tally)
        ));
    }
    alt.push_str(&format!("全体は{}。", in_words(p, &p.total)));
    json!({
        "alt": alt,
        "title_note": title_note,
        "share_head": format!("{}\n以上", scale.on_track_name()),
        "count_head": "事業数",
        "legend": keys,
        "rows": p.plan.goals.iter().zip(&p.goals).map(|(goal, tally)| json!({
            "n": goal.number,
            "group": group(goal.pillar),
            "name": phrases(&goal.short),
            "counts": bar(p, tally),
            "share": share(tally, 0),
            "total": tally.projects.to_string(),
            "empty": (tally.projects == 0).then_some("評価対象の事業なし"),
        })).collect::<Vec<_>>(),
        "total": {
            "name": "全体",
            "counts": bar(p, &p.total),
            "share": share(&p.total, 0),
            "total": p.total.projects.to_string(),
        },
    })
}

/// 主な指標: from the baseline to the final target.
pub fn indicators(p: &Progress) -> Value {
    let last = p.plan.basics.period.map(|(_, last)| last);
    let mut alt = String::from("主な指標の表。");
    let mut rows = Vec::new();
    let featured =
        p.indicators.iter().filter(|r| p.plan.indicators[r.indicator].featured);
    for row in featured.take(INDICATORS_SHOWN) {
        let indicator = &p.plan.indicators[row.indicator];
        let reading = p.actual(row.indicator, p.year);
        let actual = reading.ok().map(|q| q.value);
        let target = last.and_then(|y| indicator.target(y));
        let show = |v: Option<Decimal>| v.map(|v| compact(v, indicator.decimals));
        let (sym, word, style) = status(row.status);
        let note = match (reading, indicator.baseline, target) {
            _ if indicator.tendency == Tendency::Unsuited => {
                Some("（判定外）".to_owned())
            }
            (_, _, None) => Some("（目標値なし）".to_owned()),
            (_, None, _) => Some("（基準値なし）".to_owned()),
            (Err(word), ..) => Some(word.to_owned()),
            _ => None,
        };
        let word_or = |v: Option<String>, none: &str| {
            v.map_or(none.to_owned(), |v| format!("{v}{}", indicator.unit))
        };
        let missing = reading.err().unwrap_or_default();
        alt.push_str(&format!(
            "{}は、基準値{}、実績{}、目標値{}、状況は{word}。",
            indicator.name,
            word_or(show(indicator.baseline), "なし"),
            word_or(show(actual), missing),
            word_or(show(target), "なし"),
        ));
        rows.push(json!({
            "name": phrases(&indicator.name),
            "unit": indicator.unit,
            "base": show(indicator.baseline),
            "actual": show(actual),
            "target": show(target),
            "position": row.position.filter(|_| note.is_none()).and_then(|v| v.to_f64()),
            "flat": indicator.baseline.is_some() && indicator.baseline == target,
            "note": note,
            "status": { "sym": sym, "name": word, "style": style },
        }));
    }
    json!({
        "alt": alt,
        "heads": ["基準値", "実績", "目標値", "状況"],
        "pace": { "at": p.pace().to_f64(), "label": "今年の目安" },
        "base_label": "基準",
        "target_label": "目標",
        "rows": rows,
    })
}

/// 評価の推移: all goals together, then each.
pub fn trend(p: &Progress) -> Value {
    let point = |share: Option<Decimal>| {
        share.map(|s| json!({ "value": s.to_f64(), "label": number(s, 0) }))
    };
    let total: Vec<Option<Value>> = p
        .history
        .iter()
        .map(|y| point(y.total.as_ref().and_then(Tally::share)))
        .collect();
    let mut alt =
        format!("「{}」以上の事業の割合の推移のグラフ。", p.plan.scale.on_track_name());
    let mut tell = |name: &str, of: &dyn Fn(usize) -> Option<Decimal>| {
        let values: Vec<String> = p
            .history
            .iter()
            .enumerate()
            .map(|(i, y)| {
                let value = of(i)
                    .map_or("評価なし".to_owned(), |s| format!("{}％", number(s, 0)));
                format!("{}は{value}", y.year.era_label())
            })
            .collect();
        alt.push_str(&format!("{name}: {}。", values.join("、")));
    };
    tell("全体", &|i| p.history[i].total.as_ref().and_then(Tally::share));
    let mut charts = vec![json!({
        "n": null, "group": 1, "name": "全体", "points": total,
    })];
    for (g, goal) in p.plan.goals.iter().enumerate() {
        let of = |i: usize| p.history[i].goals.as_ref().and_then(|t| t[g].share());
        tell(&format!("基本目標{} {}", goal.number, goal.name), &of);
        charts.push(json!({
            "n": goal.number,
            "group": group(goal.pillar),
            "name": phrases(&goal.short),
            "points": (0..p.history.len()).map(|i| point(of(i))).collect::<Vec<_>>(),
        }));
    }
    let years: Vec<String> = p
        .history
        .iter()
        .enumerate()
        .map(|(i, y)| if i == 0 { y.year.short() } else { y.year.era_number() })
        .collect();
    json!({
        "alt": alt,
        "years": years,
        "legend": [
            "● 最新の年度　○ 過去の年度",
            "－ 評価なし|（これからの|年度を含む）",
            "縦軸はすべて|0～100％です。",
        ],
        "charts": charts,
    })
}

/// Indicators of a goal that are on pace, and those judged.
fn indicators_on_pace(p: &Progress, goal: Option<usize>) -> (usize, usize) {
    let mut counts = (0, 0);
    for row in &p.indicators {
        let project = &p.plan.projects[p.plan.indicators[row.indicator].project];
        if goal.is_some_and(|g| p.plan.goal_of(project) != g) {
            continue;
        }
        match row.status {
            Status::Achieved | Status::OnPace => counts = (counts.0 + 1, counts.1 + 1),
            Status::Behind | Status::Worse => counts.1 += 1,
            Status::NotYet | Status::NotJudged => {}
        }
    }
    counts
}

/// 目標別の一覧.
pub fn goal_table(p: &Progress) -> Value {
    let on_track = p.plan.scale.on_track_name();
    let last = p.previous();
    let cells =
        |name: String, tally: &Tally, before: Option<&Tally>, goal: Option<usize>| {
            let percent =
                |t: &Tally| share(t, 1).map_or("－".to_owned(), |s| format!("{s}％"));
            let change = match (tally.share(), before.and_then(Tally::share)) {
                (Some(a), Some(b)) => points(a - b),
                _ => "－".to_owned(),
            };
            let (good, judged) = indicators_on_pace(p, goal);
            vec![
                name,
                tally.projects.to_string(),
                percent(tally),
                before.map_or("－".to_owned(), percent),
                change,
                if judged == 0 { "－".to_owned() } else { format!("{good}／{judged}") },
            ]
        };
    let rows: Vec<Value> = p
        .plan
        .goals
        .iter()
        .enumerate()
        .map(|(g, goal)| {
            let before = last.and_then(|y| y.goals.as_ref()).map(|t| &t[g]);
            json!({
                "n": goal.number,
                "group": group(goal.pillar),
                "cells": cells(phrases(&goal.name), &p.goals[g], before, Some(g)),
            })
        })
        .collect();
    let before = last.and_then(|y| y.total.as_ref());
    json!({
        "alt": "基本目標別の事業数、割合、前年度との比較、指標の状況の表",
        "heads": [
            "基本目標", "事業数", format!("{on_track}以上"), "前年度", "増減\n（ポイント）", "順調な指標\n／判定した指標",
        ],
        "rows": rows,
        "total": { "cells": cells("全体".to_owned(), &p.total, before, None) },
    })
}
