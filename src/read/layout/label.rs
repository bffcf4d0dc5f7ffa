//! What stands around the words of a label: a year, a number, brackets, 「主な」.

use std::borrow::Cow;

use crate::model::year::FiscalYear;
use crate::text::header_key;

/// Years this far from the form's own can be meant by 「9年度」 or 「2027」.
const NEAR: u16 = 12;

/// The year in a label (a `key1`), and the label without it.
pub(super) fn take_year(key: &str, year: FiscalYear) -> (Option<FiscalYear>, String) {
    for (word, named) in [
        ("前々年度", year.previous().and_then(FiscalYear::previous)),
        ("当該年度", Some(year)),
        ("今年度", Some(year)),
        ("本年度", Some(year)),
        ("当年度", Some(year)),
        ("昨年度", year.previous()),
        ("前年度", year.previous()),
    ] {
        // 「前年度からの課題」 speaks of this year.
        if let Some((head, tail)) = key.split_once(word)
            && !tail.starts_with("から")
            && !tail.starts_with("比")
        {
            return (named, format!("{head}{tail}"));
        }
    }
    for (word, named) in [
        ("前年", year.previous()),
        ("昨年", year.previous()),
        ("前回", year.previous()),
        ("本年", Some(year)),
    ] {
        if let Some(tail) = key.strip_prefix(word)
            && !tail.starts_with(['比', '度'])
            && !tail.starts_with("から")
        {
            return (named, tail.to_owned());
        }
    }
    for (start, _) in key.char_indices() {
        if let Some((named, length)) = year_at(&key[start..], year, &key[..start]) {
            let rest = format!("{}{}", &key[..start], &key[start + length..]);
            return (Some(named), rest);
        }
    }
    (None, key.to_owned())
}

/// A year at the start of `key`, with its length in bytes. `before` stands before it.
fn year_at(key: &str, year: FiscalYear, before: &str) -> Option<(FiscalYear, usize)> {
    let letter_before = before.ends_with(|c: char| c.is_ascii_alphanumeric());
    if letter_before || before.ends_with(['第', '~', '-']) {
        return None;
    }
    let era = ["令和", "平成", "令", "r.", "h.", "r", "h", "西暦"]
        .into_iter()
        .find(|e| key.starts_with(e))
        .unwrap_or_default();
    let rest = &key[era.len()..];
    let digits = match rest.chars().next() {
        Some('元') => '元'.len_utf8(),
        _ => rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()),
    };
    if digits == 0 || digits > 4 {
        return None;
    }
    let number = &rest[..digits];
    let mut end = era.len() + digits;
    let tail = &key[end..];
    // 「令和9(2027)年度」
    if let Some(close) = tail.strip_prefix('(').and_then(|t| t.find(')'))
        && tail[1..=close].chars().all(|c| c.is_ascii_digit())
        && tail[close + 2..].starts_with('年')
    {
        end += close + 2;
    }
    let unit = if key[end..].starts_with("年度") {
        "年度"
    } else if key[end..].starts_with('年') {
        "年"
    } else {
        ""
    };
    let bare = era.trim_end_matches('.');
    let named = match (bare, unit, digits) {
        ("", "", 4) | ("西暦", ..) => FiscalYear::parse(number)?,
        ("", "年度" | "年", 4) => FiscalYear::parse(number)?,
        // 「9年度」 on a form of 令和9年度.
        ("", "年度", 1 | 2) => FiscalYear::parse(&format!("令和{number}年度"))?,
        ("", ..) => return None,
        _ => FiscalYear::parse(&format!("{bare}{number}年度"))?,
    };
    if bare.is_empty() && named.western().abs_diff(year.western()) > NEAR {
        return None;
    }
    end += unit.len();
    // 「令和10年3月31日現在」「R10.3.31」 are days of 令和9年度.
    let day = match unit {
        "年" => month_at(&key[end..]),
        "" => day_at(&key[end..]),
        _ => None,
    };
    if let Some((month, length)) = day {
        let named = if month < 4 { named.previous()? } else { named };
        return Some((named, end + length));
    }
    let tail = &key[end..];
    let opens_range = tail.starts_with(['~', '-']);
    (!opens_range).then_some((named, end))
}

/// 「3月31日現在」 → (3, its length in bytes).
fn month_at(key: &str) -> Option<(u8, usize)> {
    let (digits, _) = key.split_once('月')?;
    let month: u8 = digits.parse().ok().filter(|m| (1..=12).contains(m))?;
    let mut end = digits.len() + "月".len();
    let day = key[end..].find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    end += day;
    for word in ["日", "末", "時点", "現在"] {
        if key[end..].starts_with(word) {
            end += word.len();
        }
    }
    Some((month, end))
}

/// 「.3.31時点」「/3/31」 → (3, its length in bytes).
fn day_at(key: &str) -> Option<(u8, usize)> {
    let sign = key.chars().next().filter(|c| "./-".contains(*c))?;
    let mut parts = key[1..].splitn(3, sign);
    let month = parts.next()?;
    let rest = parts.next()?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let number: u8 = month.parse().ok().filter(|m| (1..=12).contains(m))?;
    let day: u8 = rest[..digits].parse().ok()?;
    let mut end = 2 + month.len() + digits;
    for word in ["時点", "現在"] {
        if key[end..].starts_with(word) {
            end += word.len();
        }
    }
    (1..=31).contains(&day).then_some((number, end))
}

/// A year in a title, with what stands after it.
pub(super) struct InTitle<'a> {
    pub year: FiscalYear,
    pub after: &'a str,
}

/// The years in a title (a `key1`) that are written as 年度, and not as days.
pub(super) fn in_title(key: &str, year: FiscalYear) -> Vec<InTitle<'_>> {
    let mut found = Vec::new();
    let mut skip = 0;
    for (start, _) in key.char_indices() {
        if start < skip {
            continue;
        }
        let Some((named, length)) = year_at(&key[start..], year, &key[..start]) else {
            continue;
        };
        skip = start + length;
        let words = &key[start..skip];
        let has_day = words.contains('月') || words.matches(['.', '/']).count() > 1;
        if !has_day && !words.ends_with('年') {
            found.push(InTitle { year: named, after: &key[skip..] });
        }
    }
    found
}

/// Nothing but brackets, numbers and joints is left of a label.
pub(super) fn is_empty(rest: &str) -> bool {
    rest.chars().all(|c| "()「」の・:,.-~年度".contains(c))
}

/// The forms in which the words of a label are looked up, the most literal first.
pub(super) fn forms(rest: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let plain = rest.replace("()", "");
    // 「指標名（※…）」 loses its tail with the ※ and keeps the bracket.
    let key = |text: &str| header_key(text).trim_end_matches('(').to_owned();
    let mut forms = vec![plain.clone(), key(&plain)];
    let mut bare = key(strip_number(&plain));
    forms.push(bare.clone());
    // 「２ 評価」 and 「実績値②」, where a number stands without a sign.
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '①'..='⑳' | '⑴'..='⒇');
    bare = bare.trim_matches(digit).to_owned();
    forms.push(bare.clone());
    if let Some(inner) = plain.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        bare = inner.to_owned();
        forms.push(bare.clone());
    } else if let Some((_, after)) =
        plain.strip_prefix('(').and_then(|r| r.split_once(')'))
    {
        // 「(必須)評価」
        bare = header_key(after);
        forms.push(bare.clone());
    }
    for head in [
        "末の",
        "末",
        "に掲げた",
        "に記載した",
        "に実施した",
        "に行った",
        "の",
        "における",
        "主な",
        "具体的な",
        "各課の",
        "各事業の",
        "本事業の",
    ] {
        if let Some(rest) = bare.strip_prefix(head) {
            bare = rest.to_owned();
            forms.push(bare.clone());
        }
    }
    for tail in ["を記入", "について", "記入欄", "欄", "等", "など", "の状況", "の内容"]
    {
        if let Some(rest) = bare.strip_suffix(tail) {
            forms.push(rest.to_owned());
        }
    }
    // 「取組内容・成果」: two words for one thing are found by the first of them.
    forms.into_iter().filter(|f| !f.is_empty()).map(Cow::Owned)
}

/// 「①」「(3)」「4.」「ア」 before a label.
fn strip_number(key: &str) -> &str {
    let enclosed =
        key.trim_start_matches(|c| matches!(c, '①'..='⑳' | '⑴'..='⒇' | '⒈'..='⒛'));
    if enclosed.len() < key.len() {
        return enclosed;
    }
    let open = key.strip_prefix('(').unwrap_or(key);
    let digits = open.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() == open.len() {
        return key;
    }
    match (open.len() < key.len(), digits.chars().next()) {
        (true, Some(')')) => &digits[1..],
        (false, Some('.' | ')' | '、' | ':')) => {
            digits.trim_start_matches(['.', ')', '、', ':'])
        }
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::key1;

    fn year(label: &str) -> (Option<u16>, String) {
        let of = FiscalYear::parse("令和9年度").unwrap();
        let (named, rest) = take_year(&key1(label), of);
        (named.map(FiscalYear::western), rest)
    }

    #[test]
    fn years_are_found_wherever_they_stand() {
        let found = |label: &str| year(label).0;
        assert_eq!(year("令和9年度実績値"), (Some(2027), "実績値".to_owned()));
        assert_eq!(year("実績値（R8）"), (Some(2026), "実績値()".to_owned()));
        assert_eq!(year("Ｒ９年度の取組実績"), (Some(2027), "の取組実績".to_owned()));
        assert_eq!(found("９年度実績"), Some(2027));
        assert_eq!(found("2027年度実績"), Some(2027));
        assert_eq!(found("令和9（2027）年度"), Some(2027));
        assert_eq!(found("昨年度の改善策"), Some(2026));
        assert_eq!(found("本年度の取組"), Some(2027));
        assert_eq!(found("実績値（令和10年3月31日現在）"), Some(2027));
        assert_eq!(found("平成31年度"), Some(2019));
    }

    #[test]
    fn other_numbers_are_no_years() {
        let found = |label: &str| year(label).0;
        assert_eq!(found("第2年度"), None);
        assert_eq!(found("利用者数（2000人以上）"), None);
        assert_eq!(found("令和8〜11年度"), None);
        assert_eq!(found("評価（A〜D）"), None);
        assert_eq!(found("KPI1"), None);
        assert_eq!(found("前年度からの課題"), None);
    }
}
