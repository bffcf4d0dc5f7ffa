//! 暦: 和暦と西暦, days that do not exist, weekdays.

use super::{Text, each, group, number, patterns, whole};
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::year::{DateReading, FiscalYear, Ymd, read_date};

patterns! {
    ERA_FIRST = "(令和|平成|昭和)([0-9０-９元]{1,2})年?度?[（(]([12１２][0-9０-９]{3})年?度?[）)]";
    WESTERN_FIRST = "([12１２][0-9０-９]{3})年?度?[（(](令和|平成|昭和)([0-9０-９元]{1,2})年?度?[）)]";
    ERA_YEAR = "(令和|平成|昭和)([0-9０-９]{1,2})年";
    DAY = "((?:(?:令和|平成|昭和)[0-9０-９元]{1,2}|[12１２][0-9０-９]{3})年[0-9０-９]{1,2}月[0-9０-９]{1,2}日)(?:[（(]([月火水木金土日])(?:曜日?)?[）)])?";
}

/// The western year that an era year begins in.
fn western(era: &str, year: &str) -> Option<u16> {
    FiscalYear::parse(&format!("{era}{year}")).map(FiscalYear::western)
}

pub(super) fn check(text: &Text) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let pairs = each(&ERA_FIRST, text.text).map(|hit| (hit, (1, 2, 3)));
    let swapped = each(&WESTERN_FIRST, text.text).map(|hit| (hit, (2, 3, 1)));
    for (hit, (era, year, typed)) in pairs.chain(swapped) {
        let Some(part) = whole(&hit) else { continue };
        let (era, year) = (group(&hit, era), group(&hit, year));
        let typed = number(group(&hit, typed));
        let Some(right) = western(era, year).map(usize::from) else { continue };
        if typed == Some(right) {
            continue;
        }
        let say = |_: &str| format!("「{}」の和暦と西暦が合いません", part.as_str());
        let hint = format!(
            "{era}{year}年は西暦 {right} 年です。どちらが正しいか確かめてください"
        );
        found.extend(text.remark(&catalog::ERA_DIFFERS, part.range(), say, hint));
    }
    for hit in each(&ERA_YEAR, text.text) {
        let (Some(part), era) = (whole(&hit), group(&hit, 1)) else { continue };
        if western(era, group(&hit, 2)).is_none() {
            let say = |_: &str| format!("「{}」という年はありません", part.as_str());
            let hint = "昭和は64年、平成は31年までです";
            found.extend(text.remark(&catalog::ERA_DIFFERS, part.range(), say, hint));
        }
    }
    found.extend(each(&DAY, text.text).filter_map(|hit| day(text, &hit)));
    found
}

fn day(text: &Text, hit: &regex::Captures) -> Option<Diagnostic> {
    let (part, typed) = (hit.get(1)?, group(hit, 1));
    let date = match read_date(typed) {
        DateReading::Exact(date) => date,
        DateReading::Impossible => {
            let say = |_: &str| format!("「{typed}」という日はありません");
            let hint = "月と日を確かめてください";
            return text.remark(&catalog::ERA_DIFFERS, part.range(), say, hint);
        }
        _ => return None,
    };
    let (shown, right) = (hit.get(2)?, weekday(date));
    if shown.as_str().starts_with(right) {
        return None;
    }
    let say = |_: &str| format!("{typed}は{}曜日ではありません", shown.as_str());
    let hint = format!("{typed}は{right}曜日です");
    text.remark(&catalog::ERA_DIFFERS, shown.range(), say, hint)
}

/// The weekday of a date, by the congruence of Zeller.
fn weekday((year, month, day): Ymd) -> char {
    let (month, year) = match month {
        1 | 2 => (i32::from(month) + 12, year - 1),
        _ => (i32::from(month), year),
    };
    let (century, rest) = (year / 100, year % 100);
    let h = (i32::from(day)
        + 13 * (month + 1) / 5
        + rest
        + rest / 4
        + century / 4
        + 5 * century)
        % 7;
    ['土', '日', '月', '火', '水', '木', '金'][usize::try_from(h).unwrap_or(0) % 7]
}
