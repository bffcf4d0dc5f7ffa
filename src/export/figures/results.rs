//! Figures of the year's results.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::{group, legend};
use crate::export::format::{compact, number, points, status};
use crate::export::phrase::Phrases;
use crate::model::plan::Tendency;
use crate::model::progress::{Progress, Tally};
use crate::model::quantity::Reading;
use crate::model::rate::Status;

pub(in crate::export) fn share(tally: &Tally, decimals: u32) -> Option<String> {
    tally.share().map(|s| number(s, decimals))
}

/// 「計画どおり」以上の割合 and the counts of each grade.
pub fn summary(p: &Progress) -> Value {
    let scale = &p.plan.scale;
    let on_track = scale.on_track_name();
    let last = p.previous().and_then(|y| y.total.as_ref());
    let change = last.and_then(|last| p.total.change_since(last));
    let compare = match (change, last.and_then(Tally::share)) {
        (Some(change), _) => Some(format!("前年度より |{}ポイント", points(change))),
        (None, Some(before)) => Some(format!("前年度 {}％", number(before, 1))),
        (None, None) if p.total.unrated() > 0 => {
            Some(format!("未評価 {}事業", p.total.unrated()))
        }
        _ => None,
    };
    let counted: Vec<usize> =
        (0..scale.grades.len()).filter(|g| scale.grades[*g].counted).collect();
    json!({
        "headline_label": format!("「{on_track}」以上の割合"),
        "headline": share(&p.total, 1).unwrap_or_else(|| "－".to_owned()),
        "unit": if p.total.share().is_some() { "％" } else { "" },
        "compare": compare,
        "grades": counted.iter().map(|g| {
            let grade = &scale.grades[*g];
            json!({
                "key": grade.code,
                "sym": grade.symbol,
                "name": grade.name,
                "count": p.total.by_grade[*g].to_string(),
                "sub": last.map(|t| format!("前年度 {}事業", t.by_grade[*g])),
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
    if tally.unrated() > 0 {
        parts.push(json!({ "sym": "未", "style": "none", "count": tally.unrated() }));
    }
    parts
}

/// 基本目標別の評価.
pub fn by_goal(p: &Progress, phrases: &Phrases) -> Value {
    let scale = &p.plan.scale;
    let excluded: Vec<String> = scale
        .grades
        .iter()
        .zip(&p.total.by_grade)
        .filter(|(g, count)| !g.counted && **count > 0)
        .map(|(g, count)| format!("{}{count}事業", g.name))
        .chain(
            (p.total.unrated() > 0).then(|| format!("未評価{}事業", p.total.unrated())),
        )
        .collect();
    let title_note = if excluded.is_empty() {
        "（事業数の構成比）".to_owned()
    } else {
        format!("（事業数の構成比。|割合は{}を|除く）", excluded.join("・|"))
    };
    let mut keys: Vec<Value> = scale
        .grades
        .iter()
        .zip(&p.total.by_grade)
        .filter(|(g, count)| g.counted || **count > 0)
        .map(|(g, _)| legend(g))
        .collect();
    if p.total.unrated() > 0 {
        keys.push(json!({ "sym": "未", "name": "未評価", "style": "none" }));
    }
    json!({
        "title_note": title_note,
        "share_head": format!("{}\n以上", scale.on_track_name()),
        "count_head": "事業数",
        "legend": keys,
        "rows": p.plan.goals.iter().zip(&p.goals).map(|(goal, tally)| json!({
            "n": goal.number,
            "group": group(goal.pillar),
            "name": phrases.mark(&goal.short),
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
pub fn indicators(p: &Progress, phrases: &Phrases) -> Value {
    let last = p.plan.basics.period.map(|(_, last)| last);
    let mut rows = Vec::new();
    let featured =
        p.indicators.iter().filter(|r| p.plan.indicators[r.indicator].featured);
    for row in featured {
        let indicator = &p.plan.indicators[row.indicator];
        let reading = p.actual(row.indicator, p.year);
        let actual = reading.ok().map(|q| q.value);
        let hidden = matches!(row.actual(p.year), Some(Reading::Suppressed));
        let target = last.and_then(|y| indicator.target(y));
        let show = |v: Option<Decimal>| v.map(|v| compact(v, indicator.decimals));
        let (sym, word, style) = status(row.status);
        let flat = indicator.baseline.is_some() && indicator.baseline == target;
        let note = match (reading, indicator.baseline, target) {
            _ if indicator.tendency == Tendency::Unsuited => {
                Some("（判定外）".to_owned())
            }
            (_, _, None) => Some("（目標値なし）".to_owned()),
            (_, None, _) => Some("（基準値なし）".to_owned()),
            // 「－」 alone would look like a part of the line.
            (Err("－"), ..) => Some("該当なし".to_owned()),
            _ if hidden => Some("秘匿".to_owned()),
            (Err(word), ..) => Some(word.to_owned()),
            // There is no way to go along.
            _ if flat => Some("基準と目標が同じ".to_owned()),
            _ => None,
        };
        rows.push(json!({
            "name": phrases.mark(&indicator.name),
            "unit": indicator.unit,
            "base": show(indicator.baseline),
            // The statistical sign stands where the figure would.
            "actual": if hidden { Some("x".to_owned()) } else { show(actual) },
            "target": show(target),
            "position": row.position.filter(|_| note.is_none()).and_then(|v| v.to_f64()),
            "flat": flat,
            "note": note,
            "status": { "sym": sym, "name": word, "style": style },
        }));
    }
    json!({
        "heads": ["基準値", "実績", "目標値", "状況"],
        "pace": { "at": p.pace().to_f64(), "label": "今年の目安" },
        "base_label": "基準",
        "target_label": "目標",
        "rows": rows,
    })
}

/// 評価の推移: all goals together, then each.
pub fn trend(p: &Progress, phrases: &Phrases) -> Value {
    let point = |share: Option<Decimal>| {
        share.map(|s| json!({ "value": s.to_f64(), "label": number(s, 0) }))
    };
    let total: Vec<Option<Value>> = p
        .history
        .iter()
        .map(|y| point(y.total.as_ref().and_then(Tally::share)))
        .collect();
    let mut charts = vec![json!({
        "n": null, "group": 1, "name": "全体", "points": total,
    })];
    for (g, goal) in p.plan.goals.iter().enumerate() {
        let of = |i: usize| p.history[i].goals.as_ref().and_then(|t| t[g].share());
        charts.push(json!({
            "n": goal.number,
            "group": group(goal.pillar),
            "name": phrases.mark(&goal.short),
            "points": (0..p.history.len()).map(|i| point(of(i))).collect::<Vec<_>>(),
        }));
    }
    // Without a single grade one chart says it; a chart of every goal would only repeat it.
    let points = |chart: &Value| -> Vec<bool> {
        chart["points"]
            .as_array()
            .map_or_else(Vec::new, |p| p.iter().map(|v| !v.is_null()).collect())
    };
    if !p.has_grades() {
        charts.truncate(1);
    }
    let years: Vec<String> = p
        .history
        .iter()
        .enumerate()
        .map(|(i, y)| if i == 0 { y.year.short() } else { y.year.era_number() })
        .collect();
    json!({
        "years": years,
        "legend": trend_legend(&charts.iter().map(points).collect::<Vec<_>>()),
        "empty": (!p.has_grades()).then_some("評価はまだありません"),
        "charts": charts,
    })
}

/// What the marks of the charts say: only those that stand in one of them. A row tells of
/// each year whether it has a point.
fn trend_legend(charts: &[Vec<bool>]) -> Vec<&'static str> {
    let most = charts.iter().map(|years| years.iter().filter(|has| **has).count()).max();
    let points = match most.unwrap_or(0) {
        0 => None,
        1 => Some("● 最新の年度"),
        _ => Some("● 最新の年度　○ 過去の年度"),
    };
    // A chart without a point has no 「－」 either, but a sentence.
    let missing = points.is_some() && charts.iter().flatten().any(|has| !has);
    points
        .into_iter()
        .chain(missing.then_some("－ 評価なし|（これからの|年度を含む）"))
        .chain(["縦軸はすべて|0～100％です。"])
        .collect()
}

/// Indicators of a goal that are on pace, and those judged.
pub(in crate::export) fn indicators_on_pace(
    p: &Progress,
    goal: Option<usize>,
) -> (usize, usize) {
    let mut counts = (0, 0);
    for row in &p.indicators {
        let project = &p.plan.projects[p.plan.indicators[row.indicator].project];
        if goal.is_some_and(|g| p.plan.goal_of(project) != g) {
            continue;
        }
        match row.status {
            Status::Achieved | Status::OnPace => counts = (counts.0 + 1, counts.1 + 1),
            Status::Behind | Status::Worse => counts.1 += 1,
            Status::NotYet | Status::NotJudged | Status::Suppressed => {}
        }
    }
    counts
}

/// 目標別の一覧.
pub fn goal_table(p: &Progress, phrases: &Phrases) -> Value {
    let on_track = p.plan.scale.on_track_name();
    let last = p.previous();
    let cells =
        |name: String, tally: &Tally, before: Option<&Tally>, goal: Option<usize>| {
            let percent =
                |t: &Tally| share(t, 1).map_or("－".to_owned(), |s| format!("{s}％"));
            let change = before.and_then(|before| tally.change_since(before));
            let change = change.map_or("－".to_owned(), points);
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
                "cells": cells(phrases.mark(&goal.name), &p.goals[g], before, Some(g)),
            })
        })
        .collect();
    let before = last.and_then(|y| y.total.as_ref());
    json!({
        "heads": [
            "基本目標", "事業数", format!("{on_track}以上"), "前年度", "増減\n（ポイント）", "順調な指標\n／判定した指標",
        ],
        "rows": rows,
        "total": { "cells": cells("全体".to_owned(), &p.total, before, None) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legend_of_the_trend_names_only_marks_that_stand_in_a_chart() {
        let of = |charts: &[&[bool]]| {
            trend_legend(&charts.iter().map(|years| years.to_vec()).collect::<Vec<_>>())
        };
        let (one, two) = ("● 最新の年度", "● 最新の年度　○ 過去の年度");
        let none = "－ 評価なし|（これからの|年度を含む）";
        let axis = "縦軸はすべて|0～100％です。";
        assert_eq!(of(&[&[false, false]]), [axis]);
        assert_eq!(of(&[&[true, false], &[true, false]]), [one, none, axis]);
        assert_eq!(of(&[&[true, true], &[true, true]]), [two, axis]);
        assert_eq!(of(&[&[true, false], &[true, true]]), [two, none, axis]);
    }
}
