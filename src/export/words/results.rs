//! Figures of the year's results in words.

use rust_decimal::Decimal;

use super::{Form, Told, goal_title, quote};
use crate::export::figures::results::share;
use crate::export::format::{compact, number, status};
use crate::model::plan::Indicator;
use crate::model::progress::{IndicatorRow, Progress, Tally};

/// 「計画どおり」以上の割合 and the counts of each grade.
pub(super) fn summary(p: &Progress) -> Told {
    let scale = &p.plan.scale;
    let on_track = quote(scale.on_track_name());
    let last = p.previous().and_then(|y| y.total.as_ref());
    let mut told =
        Told::new(&format!("{}の進捗のまとめ", p.year.era_label()), Form::Diagram);
    told.line(match share(&p.total, 1) {
        Some(rate) => format!(
            "{on_track}以上の割合は{rate}％で、評価した{}事業のうち{}事業です。",
            p.total.rated, p.total.on_track
        ),
        None => "評価の済んだ事業はまだありません。".to_owned(),
    });
    let since = last.and_then(|last| p.total.change_since(last));
    match (since, last.and_then(Tally::share)) {
        (Some(since), _) => told.line(format!("{}。", change(since))),
        (None, Some(before)) => {
            told.line(format!("前年度の割合は{}％でした。", number(before, 1)));
        }
        _ => {}
    }
    for (g, grade) in scale.grades.iter().enumerate() {
        let count = p.total.by_grade[g];
        if !grade.counted && count == 0 {
            continue;
        }
        let before = match last {
            Some(last) if grade.counted => {
                format!("前年度は{}事業でした。", last.by_grade[g])
            }
            _ => String::new(),
        };
        told.line(format!("{}は{count}事業です。{before}", quote(&grade.name)));
    }
    if p.total.unrated() > 0 {
        told.line(format!("未評価は{}事業です。", p.total.unrated()));
    }
    told
}

/// `前年度より2.0ポイント下がりました`.
fn change(rounded: Decimal) -> String {
    let size = number(rounded.abs(), 1);
    match () {
        () if rounded.is_zero() => format!("前年度からの増減は{size}ポイントです"),
        () if rounded.is_sign_negative() => {
            format!("前年度より{size}ポイント下がりました")
        }
        () => format!("前年度より{size}ポイント上がりました"),
    }
}

/// The grades of a tally that have projects, `「計画どおり」が12事業`.
fn parts(p: &Progress, tally: &Tally) -> Vec<String> {
    let grades = p.plan.scale.grades.iter().zip(&tally.by_grade);
    let mut parts: Vec<String> = grades
        .filter(|(_, count)| **count > 0)
        .map(|(g, count)| format!("{}が{count}事業", quote(&g.name)))
        .collect();
    if tally.unrated() > 0 {
        parts.push(format!("未評価が{}事業", tally.unrated()));
    }
    parts
}

fn one_tally(p: &Progress, name: &str, tally: &Tally) -> String {
    if tally.projects == 0 {
        return format!("{name}に、評価対象の事業はありません。");
    }
    let on_track = quote(p.plan.scale.on_track_name());
    let rate = match share(tally, 0) {
        Some(rate) => format!("{on_track}以上の割合は{rate}％です。"),
        None => "評価のある事業がないため、割合はありません。".to_owned(),
    };
    format!(
        "{name}は{}事業で、{}です。{rate}",
        tally.projects,
        parts(p, tally).join("、")
    )
}

/// 基本目標別の評価.
pub(super) fn by_goal(p: &Progress) -> Told {
    let mut told = Told::new("基本目標別の評価", Form::Bars).lead(format!(
        "{}の評価の区分ごとの事業数を、基本目標ごとの帯の長さで示します。",
        p.year.era_label()
    ));
    let grades = p.plan.scale.grades.iter().zip(&p.total.by_grade);
    let mut excluded: Vec<String> = grades
        .filter(|(g, count)| !g.counted && **count > 0)
        .map(|(g, count)| format!("{}の{count}事業", g.name))
        .collect();
    if p.total.unrated() > 0 {
        excluded.push(format!("未評価の{}事業", p.total.unrated()));
    }
    if !excluded.is_empty() {
        let excluded = excluded.join("と");
        told = told.lead(format!("割合は、{excluded}を除いて計算しています。"));
    }
    for (g, tally) in p.goals.iter().enumerate() {
        told.unit();
        told.line(one_tally(p, &goal_title(&p.plan, g), tally));
    }
    told.line(one_tally(p, "全体", &p.total));
    told
}

/// 主な指標: from the baseline to the final target.
pub(super) fn indicators(p: &Progress) -> Told {
    let pace = number(p.pace() * Decimal::ONE_HUNDRED, 0);
    let mut told = Told::new("主な指標", Form::Diagram)
        .lead("計画策定時の基準値から目標値までの道のりを、指標ごとに示します。")
        .lead(format!("今年の目安は、道のりの{pace}％です。"));
    for row in &p.indicators {
        let indicator = &p.plan.indicators[row.indicator];
        if indicator.featured {
            told.unit();
            told.line(one_indicator(p, row, indicator));
        }
    }
    told
}

fn one_indicator(p: &Progress, row: &IndicatorRow, indicator: &Indicator) -> String {
    let last = p.plan.basics.period.map(|(_, last)| last);
    let shown = |value: Decimal| {
        format!("{}{}", compact(value, indicator.decimals), indicator.unit)
    };
    let or_none = |value: Option<Decimal>| value.map_or("なし".to_owned(), shown);
    let actual = match p.actual(row.indicator, p.year) {
        Ok(quantity) => shown(quantity.value),
        Err(sign) => sign_in_words(sign).to_owned(),
    };
    let (_, word, _) = status(row.status);
    format!(
        "{}は、基準値が{}、実績が{actual}、目標値が{}で、状況は「{word}」です。",
        indicator.name,
        or_none(indicator.baseline),
        or_none(last.and_then(|y| indicator.target(y))),
    )
}

/// The statistical signs of [`crate::model::quantity::Reading::label`] in words.
fn sign_in_words(sign: &str) -> &str {
    match sign {
        "－" => "該当なし",
        "－（なじまない）" => "数値になじまないため、なし",
        "x" => "秘匿",
        "…" => "不明",
        word => word,
    }
}

/// 評価の推移: all goals together, then each.
pub(super) fn trend(p: &Progress) -> Told {
    let on_track = quote(p.plan.scale.on_track_name());
    let mut told = Told::new(&format!("{on_track}以上の事業の割合の推移"), Form::Lines)
        .lead("横に年度を並べ、縦の目盛りは0％から100％までです。");
    let missing = |to_come: bool| -> Vec<String> {
        let years = p.history.iter().filter(|y| y.total.is_none());
        let years = years.filter(|y| (y.year > p.year) == to_come);
        years.map(|y| y.year.era_label()).collect()
    };
    for (years, why) in
        [(missing(false), "資料はありません"), (missing(true), "評価はこれからです")]
    {
        if !years.is_empty() {
            told = told.lead(format!("{}の{why}。", years.join("、")));
        }
    }
    let of_year = |of: &dyn Fn(usize) -> Option<Decimal>| -> String {
        let years = p.history.iter().enumerate().filter(|(_, y)| y.total.is_some());
        let values: Vec<String> = years
            .map(|(i, y)| {
                let value = of(i)
                    .map_or("評価なし".to_owned(), |s| format!("{}％", number(s, 0)));
                format!("{}が{value}", y.year.era_label())
            })
            .collect();
        values.join("、")
    };
    let total = |i: usize| p.history[i].total.as_ref().and_then(Tally::share);
    told.unit();
    if !p.has_grades() {
        told.line("評価はまだありません。");
        return told;
    }
    told.line(format!("全体は、{}です。", of_year(&total)));
    for g in 0..p.plan.goals.len() {
        let of = |i: usize| p.history[i].goals.as_ref().and_then(|t| t[g].share());
        told.unit();
        told.line(format!("{}は、{}です。", goal_title(&p.plan, g), of_year(&of)));
    }
    told
}
