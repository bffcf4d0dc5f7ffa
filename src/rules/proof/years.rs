//! 年度と計画期間・対象年度の食い違い. Years of the past are facts and are left alone.

use super::{Reader, Text, each, group, number, patterns, whole};
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::passage::PassageKind;
use crate::model::plan::Plan;
use crate::model::year::FiscalYear;

patterns! {
    YEAR = "(?:令和|平成)[0-9０-９元]{1,2}年度";
    RANGE = "((?:令和|平成)[0-9０-９元]{1,2}(?:年度)?)(?:～|〜|~|－|から)((?:令和|平成)?[0-9０-９]{1,2}年度)(?:まで)?(?:の?[（(]?([0-9０-９一二三四五六七八九十]{1,3})(?:年間|か年))?";
    EDGE = "(初年度|最終年度|目標年度)(?:である|の|は、?|[（(])((?:令和|平成)[0-9０-９元]{1,2}年度)";
    EDGE_AFTER = "((?:令和|平成)[0-9０-９元]{1,2}年度)(?:[（(]|を)(初年度|最終年度|目標年度)";
    RESULT = "((?:令和|平成)[0-9０-９元]{1,2}年度)(?:末)?の(?:取組)?(?:実績|進捗状況|進捗|評価結果|点検・評価|評価|取組)";
    TARGET = "((?:令和|平成)[0-9０-９元]{1,2}年度)の?目標値?";
    LENGTH = "([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})(?:年間|か年|カ年|ヵ年|ヶ年)";
    PERIOD = "計画期間|計画の期間|本計画|この計画";
    ANOTHER = "第[0-9０-９一二三四五六七八九十]+[期次]|総合計画|前計画|前期|後期|次期|現行|上位|関連|過去|これまで|以前|従来|毎|今後|うち|中間|残";
}

pub(super) fn check(text: &Text, reader: &Reader) -> Vec<Diagnostic> {
    let p = reader.progress;
    let Some((first, last)) = p.plan.basics.period else { return Vec::new() };
    let mut found = Vec::new();
    for hit in each(&RANGE, text.text) {
        found.extend(range(text, &p.plan, &hit, first, last));
    }
    let edges = each(&EDGE, text.text).map(|hit| (hit, 1, 2));
    let edges = edges.chain(each(&EDGE_AFTER, text.text).map(|hit| (hit, 2, 1)));
    for (hit, word, year) in edges {
        let Some(part) = hit.get(year) else { continue };
        let right = if group(&hit, word) == "初年度" { first } else { last };
        let typed = FiscalYear::parse(part.as_str()).filter(|y| *y != right);
        if typed.is_none() || speaks_of_another(text, &p.plan, part.start()) {
            continue;
        }
        let say = |around: &str| {
            format!(
                "計画の{}は{right}ですが、「{}」とあります: 「{around}」",
                group(&hit, word),
                part.as_str()
            )
        };
        let hint = "計画.xlsx の「基本情報」の計画期間と合わせます";
        found.extend(text.remark(&catalog::YEAR_CONTRADICTS, part.range(), say, hint));
    }
    for hit in each(&TARGET, text.text) {
        let Some(part) = hit.get(1) else { continue };
        let outside = |y: &FiscalYear| *y < first || last < *y;
        let typed = FiscalYear::parse(part.as_str()).filter(outside);
        if typed.is_none() || speaks_of_another(text, &p.plan, part.start()) {
            continue;
        }
        let say = |around: &str| {
            format!(
                "「{}」は計画期間（{}）の外の年度です: 「{around}」",
                part.as_str(),
                FiscalYear::range_label(first, last)
            )
        };
        let hint = "目標の年度を確かめてください";
        found.extend(text.remark(&catalog::YEAR_CONTRADICTS, part.range(), say, hint));
    }
    found.extend(results(text, p.year));
    found.extend(lengths(text, &p.plan));
    found
}

/// Whether a sentence is about another plan or another time.
fn speaks_of_another(text: &Text, plan: &Plan, at: usize) -> bool {
    let (before, after) = text.sentence(at);
    let others = plan.related.iter().map(|r| r.name.as_str());
    let others = others.filter(|name| *name != plan.basics.name && !name.is_empty());
    let named = |part: &str| {
        each(&ANOTHER, part).next().is_some() || others.clone().any(|n| part.contains(n))
    };
    named(before) || named(after)
}

/// 「令和8年度から令和12年度までの5年間」.
fn range(
    text: &Text,
    plan: &Plan,
    hit: &regex::Captures,
    first: FiscalYear,
    last: FiscalYear,
) -> Option<Diagnostic> {
    let part = whole(hit)?;
    let years = format!("{}～{}", group(hit, 1), group(hit, 2));
    let (from, to) = FiscalYear::parse_range(&years)?;
    let length = usize::from(to.western() - from.western()) + 1;
    if let Some(typed) = number(group(hit, 3)).filter(|typed| *typed != length) {
        let say = |_: &str| format!("「{}」の年数 {typed} が合いません", part.as_str());
        let hint = format!("{from}から{to}までは {length} 年間です");
        return text.remark(&catalog::YEAR_CONTRADICTS, part.range(), say, hint);
    }
    let (before, after) = text.sentence(part.start());
    let own = |part: &str| {
        each(&PERIOD, part).next().is_some() || part.contains(&plan.basics.name)
    };
    let is_own =
        (own(before) || own(after)) && !speaks_of_another(text, plan, part.start());
    if !is_own || (from, to) == (first, last) {
        return None;
    }
    let say = |around: &str| {
        format!(
            "計画期間は{}ですが、「{years}」とあります: 「{around}」",
            FiscalYear::range_label(first, last)
        )
    };
    let hint = "期間を打つ代わりに「{{ 計画期間 }}」と書くと、計画の期間が入ります";
    text.remark(&catalog::YEAR_CONTRADICTS, part.range(), say, hint)
}

/// Results of a year that is not reported: in the future, or in a heading.
fn results(text: &Text, reported: FiscalYear) -> Option<Diagnostic> {
    let years =
        each(&YEAR, text.text).filter_map(|hit| FiscalYear::parse(whole(&hit)?.as_str()));
    let years: Vec<FiscalYear> = years.collect();
    let titles = matches!(text.kind(), PassageKind::Heading | PassageKind::Lead);
    let last_years = titles && !years.contains(&reported);
    for hit in each(&RESULT, text.text) {
        let part = hit.get(1)?;
        let Some(year) = FiscalYear::parse(part.as_str()) else { continue };
        if year > reported || (last_years && year < reported) {
            let say = |around: &str| {
                format!(
                    "対象年度は{reported}ですが、「{}」の結果とあります: 「{around}」",
                    part.as_str()
                )
            };
            let hint = "年度を打つ代わりに「{{ 対象年度 }}」「{{ 前年度 }}」と書くと、毎年の直し忘れがなくなります";
            return text.remark(&catalog::YEAR_CONTRADICTS, part.range(), say, hint);
        }
    }
    None
}

/// 「計画期間は5年間です」.
fn lengths(text: &Text, plan: &Plan) -> Option<Diagnostic> {
    let right = plan.years().len();
    each(&LENGTH, text.text).find_map(|hit| {
        let part = whole(&hit)?;
        let typed = number(group(&hit, 1)).filter(|typed| *typed != right)?;
        let (before, after) = text.sentence(part.start());
        let close = before.chars().rev().take(16).collect::<Vec<char>>();
        let close: String = close.into_iter().rev().collect();
        let own = each(&PERIOD, &close).next().is_some()
            || after[part.len()..].starts_with("の計画期間")
            || after[part.len()..].starts_with("を計画期間");
        // A range beside it was looked at as a whole.
        let ranged = each(&RANGE, text.text).next().is_some();
        if !own || ranged || speaks_of_another(text, plan, part.start()) {
            return None;
        }
        let say = |around: &str| {
            format!(
                "計画期間は {right} 年間ですが、「{typed}年間」とあります: 「{around}」"
            )
        };
        let hint = "年数を打つ代わりに「{{ 計画年数 }}」と書くと、計画の年数が入ります";
        text.remark(&catalog::YEAR_CONTRADICTS, part.range(), say, hint)
    })
}
