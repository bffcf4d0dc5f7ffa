//! Fiscal years and dates (年度・日付). The only place that knows eras (元号).

use std::fmt;

use crate::text;

/// A calendar date: western year, month, day.
pub type Ymd = (i32, u8, u8);

/// An era (元号): name, letter, one-character sign, first western year, last era year,
/// first day, last day.
struct Era {
    name: &'static str,
    letter: char,
    sign: char,
    first: u16,
    last: u16,
    from: Ymd,
    until: Ymd,
}

/// Newest first. 平成 ended on 2019-04-30, 昭和 on 1989-01-07.
const ERAS: [Era; 3] = [
    Era {
        name: "令和",
        letter: 'r',
        sign: '㋿',
        first: 2019,
        last: 99,
        from: (2019, 5, 1),
        until: (2117, 12, 31),
    },
    Era {
        name: "平成",
        letter: 'h',
        sign: '㍻',
        first: 1989,
        last: 31,
        from: (1989, 1, 8),
        until: (2019, 4, 30),
    },
    Era {
        name: "昭和",
        letter: 's',
        sign: '㍼',
        first: 1926,
        last: 64,
        from: (1926, 12, 25),
        until: (1989, 1, 7),
    },
];

/// A fiscal year (年度), April to March, by the western year in which it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FiscalYear(u16);

impl FiscalYear {
    /// The fiscal year that starts in April of `western`; 1926 to 2117.
    pub fn new(western: u16) -> Option<Self> {
        (1926..=2117).contains(&western).then_some(Self(western))
    }

    /// The fiscal year that starts in April of `western`, brought into 1926 to 2117.
    pub fn from_western(western: u16) -> Self {
        Self(western.clamp(1926, 2117))
    }

    /// Reads 令和9年度, 令9, Ｒ９, ㋿9, 令和元, 平成31 (= 令和元), 2027, 令和9(2027)年度.
    ///
    /// `None` for anything else: a bare 9 (which era?), 令和0, 平成40, or an era year
    /// and a western year that disagree. 令和9年 without 度 is taken as the fiscal year.
    pub fn parse(text: &str) -> Option<Self> {
        // A year is short; the limit keeps a cell full of text cheap.
        if text.len() > 200 {
            return None;
        }
        let key = text::key1(text);
        let (year, rest) = leading(&key)?;
        rest.is_empty().then_some(year)
    }

    /// Reads a span: 令和8～11年度, 令和8年度～令和11年度, R8-R11, 平成30～令和2年度, 2026～2029.
    ///
    /// The second year inherits the era of the first. `None` if the span runs backwards
    /// (平成30～3年度: the era is missing).
    pub fn parse_range(text: &str) -> Option<(Self, Self)> {
        if text.len() > 400 {
            return None;
        }
        let key = text::key1(text).replace("から", "~").replace("まで", "");
        let at = key.find('~').or_else(|| key.find('-'))?;
        let (left, right) = (key.get(..at)?, key.get(at + 1..)?);
        let first = Self::parse(left)?;
        let era = ERAS.iter().find(|era| strip_era(left, era).is_some());
        let inherited = || format!("{}{right}", era.map_or("", |era| era.name));
        let last = Self::parse(right).or_else(|| Self::parse(&inherited()))?;
        (first <= last).then_some((first, last))
    }

    /// The western year in which it starts: 2027.
    pub fn western(self) -> u16 {
        self.0
    }

    /// 令和9年度, 令和元年度.
    pub fn era_label(self) -> String {
        format!("{}年度", self.short())
    }

    /// 令和9, 令和元.
    pub fn short(self) -> String {
        format!("{}{}", self.era().name, self.era_number())
    }

    /// The year within the era: 9, 元.
    pub fn era_number(self) -> String {
        match self.0.saturating_sub(self.era().first) {
            0 => "元".to_string(),
            years => (years + 1).to_string(),
        }
    }

    /// 令和8～11年度; across eras 平成30～令和2年度; 令和8年度 when both are the same.
    pub fn range_label(first: Self, last: Self) -> String {
        let tail = match first.era().name == last.era().name {
            _ if first == last => return first.era_label(),
            true => last.era_number(),
            false => last.short(),
        };
        format!("{}～{tail}年度", first.short())
    }

    /// Its months: 令和9年4月～令和10年3月.
    pub fn months_label(self) -> String {
        let [_, _, oldest] = &ERAS;
        let month = |year: u16, month: u8| {
            let first_day = (i32::from(year), month, 1);
            let era = ERAS.iter().find(|era| first_day >= era.from).unwrap_or(oldest);
            let number = match year.saturating_sub(era.first) {
                0 => "元".to_owned(),
                years => (years + 1).to_string(),
            };
            format!("{}{number}年{month}月", era.name)
        };
        format!("{}～{}", month(self.0, 4), month(self.0.saturating_add(1), 3))
    }

    /// The year before (前年度).
    pub fn previous(self) -> Option<Self> {
        Self::new(self.0.checked_sub(1)?)
    }

    /// The year after (翌年度).
    pub fn next(self) -> Option<Self> {
        Self::new(self.0.checked_add(1)?)
    }

    /// The fiscal year in which a date lies: 2027-03-31 is in 令和8年度.
    pub fn containing((year, month, _): Ymd) -> Option<Self> {
        let start = if month < 4 { year.checked_sub(1)? } else { year };
        Self::new(u16::try_from(start).ok()?)
    }

    /// The era used for its name. The first year of an era goes to the new era.
    fn era(self) -> &'static Era {
        let [_, _, oldest] = &ERAS;
        ERAS.iter().find(|era| self.0 >= era.first).unwrap_or(oldest)
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.era_label())
    }
}

/// A fiscal year at the start of a key, with what follows 年度; brackets may hold the
/// same year in the other calendar.
fn leading(key: &str) -> Option<(FiscalYear, &str)> {
    let (year, rest) = plain_year(key)?;
    let rest = strip_nendo(rest);
    let Some(inner) = rest.strip_prefix('(') else {
        return Some((year, rest));
    };
    let (inside, after) = inner.split_once(')')?;
    let (other, left) = plain_year(inside)?;
    let agrees = other == year && strip_nendo(left).is_empty();
    agrees.then(|| (year, strip_nendo(after)))
}

/// Without 年度 or 年 at its start.
fn strip_nendo(rest: &str) -> &str {
    rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')).unwrap_or(rest)
}

/// An era year or a western year of four digits at the start of a key.
fn plain_year(key: &str) -> Option<(FiscalYear, &str)> {
    for era in &ERAS {
        if let Some(rest) = strip_era(key, era) {
            let (number, rest) = era_number(rest)?;
            let valid = (1..=era.last).contains(&number);
            return valid
                .then(|| FiscalYear::new(era.first + number - 1).zip(Some(rest)))?;
        }
    }
    let (digits, rest) = split_digits(key);
    let year = (digits.len() == 4).then(|| digits.parse().ok()).flatten()?;
    FiscalYear::new(year).zip(Some(rest))
}

/// What follows the era in any of its spellings: 令和, 令, R, ㋿ (`key` is a key1).
fn strip_era<'a>(key: &'a str, era: &Era) -> Option<&'a str> {
    let initial = era.name.chars().next()?;
    key.strip_prefix(era.name)
        .or_else(|| key.strip_prefix(initial))
        .or_else(|| key.strip_prefix(era.letter).filter(|rest| starts_a_year(rest)))
        .or_else(|| key.strip_prefix(era.sign))
        .map(|rest| rest.strip_prefix('.').unwrap_or(rest))
}

/// True if an era letter may stand before `rest`: R8 yes, "risk" no.
fn starts_a_year(rest: &str) -> bool {
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    rest.starts_with(|c: char| c.is_ascii_digit() || c == '元')
}

/// Leading ASCII digits and the rest.
fn split_digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// A number of one or two digits: 9, 09, 元, 九, 二十一.
fn era_number(text: &str) -> Option<(u16, &str)> {
    if let Some(rest) = text.strip_prefix('元') {
        return Some((1, rest));
    }
    let (digits, rest) = split_digits(text);
    if !digits.is_empty() {
        let short = digits.len() <= 2;
        return short.then(|| digits.parse().ok().zip(Some(rest)))?;
    }
    let kanji = |c: char| "一二三四五六七八九".chars().position(|k| k == c);
    let (mut total, mut last, mut end) = (0u16, 0u16, 0usize);
    for c in text.chars() {
        match (c, kanji(c)) {
            ('十', _) if total == 0 => (total, last) = (10 * last.max(1), 0),
            (_, Some(digit)) if last == 0 => last = u16::try_from(digit + 1).ok()?,
            _ => break,
        }
        end += c.len_utf8();
    }
    (end > 0).then(|| text.get(end..).map(|rest| (total + last, rest)))?
}

/// What a text says about a date (日付).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateReading {
    /// One date without doubt.
    Exact(Ymd),
    /// One date, but its era was not in use on that day: H31.5.1, R元.4.1.
    EraMismatch(Ymd),
    /// Looks like a date, but the order or the year is open: 6/1/2021, 8.4.1, 4月1日.
    Ambiguous,
    /// A day that does not exist: R8.2.30, 令和0年4月1日.
    Impossible,
    /// Not a date at all.
    NotADate,
}

/// Reads one date strictly, and `None` when there is any doubt; see [`read_date`].
pub fn parse_date(text: &str) -> Option<Ymd> {
    match read_date(text) {
        DateReading::Exact(date) | DateReading::EraMismatch(date) => Some(date),
        _ => None,
    }
}

/// Reads 令和８年４月１日, R元.5.1, H31.4.1, 2026/4/1, 2026-04-01, 2026年4月1日(水).
pub fn read_date(text: &str) -> DateReading {
    // A date is short; the limit keeps a cell full of text cheap.
    if text.len() > 120 {
        return DateReading::NotADate;
    }
    let key = text::key1(text);
    for era in &ERAS {
        if let Some(rest) = strip_era(&key, era) {
            return era_date(rest, era).unwrap_or(DateReading::NotADate);
        }
    }
    western_date(&key).unwrap_or(DateReading::NotADate)
}

/// A date whose era has been read already.
fn era_date(rest: &str, era: &Era) -> Option<DateReading> {
    let (number, rest) = era_number(rest)?;
    let (month, day) = month_and_day(rest)?;
    if !(1..=era.last).contains(&number) {
        return Some(DateReading::Impossible);
    }
    let date = valid(i32::from(era.first + number - 1), month, day);
    Some(match date {
        None => DateReading::Impossible,
        Some(date) if date < era.from || date > era.until => {
            DateReading::EraMismatch(date)
        }
        Some(date) => DateReading::Exact(date),
    })
}

/// A date without an era.
fn western_date(key: &str) -> Option<DateReading> {
    let (first, rest) = split_digits(key);
    if first.len() == 4 {
        let (month, day) = month_and_day(rest)?;
        let date = valid(first.parse().ok()?, month, day);
        return Some(date.map_or(DateReading::Impossible, DateReading::Exact));
    }
    let first: u16 = (first.len() <= 2).then(|| first.parse().ok())??;
    if let Some(rest) = rest.strip_prefix('月') {
        let (day, rest) = era_number(rest)?;
        let looks = (1..=12).contains(&first) && (1..=31).contains(&day) && rest == "日";
        return looks.then_some(DateReading::Ambiguous);
    }
    let parts: Vec<&str> = rest.split(['/', '.', '-']).collect();
    let [empty, second, third] = parts.as_slice() else {
        return None;
    };
    let small: u16 = (second.len() <= 2).then(|| second.parse().ok())??;
    let one_kind = "/.-".chars().any(|sep| rest.matches(sep).count() == 2);
    if !empty.is_empty() || !one_kind || !third.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let last: i32 = third.parse().ok()?;
    if third.len() == 4 {
        let american = valid(last, first, small);
        let european = valid(last, small, first);
        return Some(match (american, european) {
            (Some(a), Some(b)) if a != b => DateReading::Ambiguous,
            (Some(date), _) | (None, Some(date)) => DateReading::Exact(date),
            (None, None) => DateReading::Impossible,
        });
    }
    let day = u16::try_from(last).ok()?;
    (third.len() <= 2 && valid(2000, small, day).is_some())
        .then_some(DateReading::Ambiguous)
}

/// Month and day after the year: 年4月1日, .4.1, /4/1, -04-01, with a weekday or not.
fn month_and_day(rest: &str) -> Option<(u16, u16)> {
    let (separator, rest) = match rest.strip_prefix('年') {
        Some(rest) => ('月', rest),
        None => {
            let c = rest.chars().next().filter(|c| "./-".contains(*c))?;
            (c, rest.get(1..)?)
        }
    };
    let (month, rest) = era_number(rest).filter(|_| !rest.starts_with('元'))?;
    let rest = rest.strip_prefix(separator)?;
    let (day, rest) = era_number(rest).filter(|_| !rest.starts_with('元'))?;
    let rest = if separator == '月' { rest.strip_prefix('日')? } else { rest };
    let weekday = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')'));
    let weekday = weekday.map(|day| day.trim_end_matches("曜日").trim_end_matches("曜"));
    let plain = rest.is_empty()
        || weekday
            .is_some_and(|d| d.chars().count() == 1 && "月火水木金土日".contains(d));
    plain.then_some((month, day))
}

/// The date if it exists in the Gregorian calendar and its year is 1900 to 2117.
pub fn valid(year: i32, month: u16, day: u16) -> Option<Ymd> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    let good = (1900..=2117).contains(&year) && (1..=days).contains(&day);
    good.then(|| Some((year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)))?
}

#[cfg(test)]
#[path = "year_tests.rs"]
mod tests;
