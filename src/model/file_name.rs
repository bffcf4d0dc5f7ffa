//! ファイルの名: what a department adds to the name of a book that it sends again.
//!
//! 「健康増進課（再提出2）.xlsx」 is 健康増進課 with a mark. Marks of one kind order two
//! books; marks of different kinds (修正 and 最終) do not.

use std::cmp::Ordering;

use crate::text::{fold, is_dash, key1};

/// A mark of resubmission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// 再提出, 再々提出.
    Again(u32),
    /// 修正, 訂正.
    Revised(u32),
    /// 差替.
    Exchanged(u32),
    /// 第2版, v2, (2), _2.
    Version(u32),
    /// 最終, 確定.
    Final(u32),
    /// A day: year where it is said, month, day.
    Date(Option<u32>, u32, u32),
    /// 「- コピー」, (1): made by a machine, says nothing about what is newer.
    Copy,
}

impl Mark {
    /// The order of two marks of one kind.
    fn order(self, other: Mark) -> Option<Ordering> {
        use Mark::{Again, Date, Exchanged, Final, Revised, Version};
        match (self, other) {
            (Again(a), Again(b))
            | (Revised(a), Revised(b))
            | (Exchanged(a), Exchanged(b))
            | (Version(a), Version(b))
            | (Final(a), Final(b)) => Some(a.cmp(&b)),
            // Without years nobody says whether January comes before or after December.
            (Date(None, m, d), Date(None, n, e)) => {
                ((m < 4) == (n < 4)).then(|| (m, d).cmp(&(n, e)))
            }
            (Date(Some(x), m, d), Date(Some(y), n, e)) => Some((x, m, d).cmp(&(y, n, e))),
            _ => None,
        }
    }
}

/// Which of two books is the later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The first is the older one.
    Older,
    /// The first is the newer one.
    Newer,
    /// One name with marks that do not say.
    Unclear,
    /// Two names, or one without any mark.
    Unrelated,
}

/// The name of a returned book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    /// What is left without extension and marks, as a key.
    pub stem: String,
    marks: Vec<Mark>,
}

impl FileName {
    /// Reads a path below the plan folder: 評価/令和9年度/再提出/健康増進課.xlsx.
    pub fn parse(path: &str) -> Self {
        let mut parts: Vec<&str> = path.split('/').collect();
        let file = parts.pop().unwrap_or_default();
        let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
        let (stem, mut marks) = strip(&fold(name).to_lowercase());
        for folder in parts.iter().skip(2) {
            marks.extend(all_marks(&fold(folder).to_lowercase()).unwrap_or_default());
        }
        marks.sort_unstable();
        FileName { stem: key1(&stem), marks }
    }

    /// Which is the later one.
    pub fn order(&self, other: &FileName) -> Order {
        let unmarked = self.marks.is_empty() && other.marks.is_empty();
        if self.stem != other.stem || unmarked {
            return Order::Unrelated;
        }
        if self.marks.contains(&Mark::Copy) || other.marks.contains(&Mark::Copy) {
            return Order::Unclear;
        }
        if self.marks.is_empty() {
            return Order::Older;
        }
        if other.marks.is_empty() {
            return Order::Newer;
        }
        let compared: Vec<Ordering> = self
            .marks
            .iter()
            .flat_map(|a| other.marks.iter().filter_map(|b| a.order(*b)))
            .filter(|order| order.is_ne())
            .collect();
        match compared.first() {
            Some(Ordering::Less) if compared.iter().all(|o| o.is_lt()) => Order::Older,
            Some(Ordering::Greater) if compared.iter().all(|o| o.is_gt()) => Order::Newer,
            _ => Order::Unclear,
        }
    }
}

/// The name without its marks. Where nothing else would be left, the marks are the name.
fn strip(name: &str) -> (String, Vec<Mark>) {
    let mut rest = name.trim();
    let mut marks = Vec::new();
    while let Some((mark, shorter)) = last(rest).or_else(|| first(rest)) {
        if shorter.is_empty() {
            break;
        }
        rest = shorter;
        marks.extend(mark);
    }
    (rest.to_owned(), marks)
}

/// The marks of a text that is nothing else: 「再提出2」 of a folder or a bracket.
fn all_marks(text: &str) -> Option<Vec<Mark>> {
    let mut rest = text.trim();
    let mut marks = Vec::new();
    while !rest.is_empty() {
        let (mark, shorter) = last(rest)?;
        rest = shorter;
        marks.extend(mark);
    }
    Some(marks)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || is_dash(c) && c != 'ー'
        || matches!(c, '_' | '.' | '・' | ',' | '~')
}

/// The marks at the end of a name, and what stands before them.
fn last(text: &str) -> Option<(Vec<Mark>, &str)> {
    let text = text.trim_end_matches(is_separator);
    let (found, rest) = match text.strip_suffix(')') {
        Some(body) => {
            let (rest, inner) = body.rsplit_once('(')?;
            (bracket(inner)?, rest)
        }
        None => {
            let (mark, rest) = copy(text)
                .or_else(|| date(text))
                .or_else(|| edition(text))
                .or_else(|| word(text))
                .or_else(|| number(text))?;
            (vec![mark], rest)
        }
    };
    Some((found, rest.trim_end_matches(is_separator)))
}

/// 「(再提出)健康増進課」, 「修正_健康増進課」.
fn first(text: &str) -> Option<(Vec<Mark>, &str)> {
    let text = text.trim_start_matches(is_separator);
    if let Some(body) = text.strip_prefix('(') {
        let (inner, rest) = body.split_once(')')?;
        let marks = bracket(inner).filter(|_| !is_number(inner))?;
        return Some((marks, rest.trim_start_matches(is_separator)));
    }
    let (name, mark) = WORDS.iter().find(|(name, _)| text.starts_with(name))?;
    let rest = &text[name.len()..];
    Some((vec![mark(1, name)], rest.trim_start_matches(is_separator)))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// What a bracket holds, if it is marks and nothing else.
fn bracket(inner: &str) -> Option<Vec<Mark>> {
    let inner = inner.trim();
    if is_number(inner) && inner.len() <= 2 {
        // A browser writes (1) when a file of that name is already there.
        let n = inner.parse().ok()?;
        return Some(vec![if n < 2 { Mark::Copy } else { Mark::Version(n) }]);
    }
    all_marks(inner).filter(|marks| !marks.is_empty())
}

fn copy(text: &str) -> Option<(Mark, &str)> {
    let words = ["のコピー", "ーコピー", "コピー", "copy"];
    words.iter().find_map(|word| Some((Mark::Copy, text.strip_suffix(word)?)))
}

/// A word, its kind, and which number it is without one behind it.
type Word = (&'static str, fn(u32, &str) -> Mark);

const WORDS: [Word; 14] = [
    ("再々提出", |n, _| Mark::Again(n.max(2))),
    ("再再提出", |n, _| Mark::Again(n.max(2))),
    ("再提出", |n, _| Mark::Again(n)),
    ("修正版", |n, _| Mark::Revised(n)),
    ("修正", |n, _| Mark::Revised(n)),
    ("訂正版", |n, _| Mark::Revised(n)),
    ("訂正", |n, _| Mark::Revised(n)),
    ("差し替え", |n, _| Mark::Exchanged(n)),
    ("差替え", |n, _| Mark::Exchanged(n)),
    ("差替", |n, _| Mark::Exchanged(n)),
    ("最終版", |n, _| Mark::Final(n)),
    ("最終", |n, _| Mark::Final(n)),
    ("確定版", |n, _| Mark::Final(n)),
    ("確定", |n, _| Mark::Final(n)),
];

/// 再提出, 修正2, 差替え, 最終版.
fn word(text: &str) -> Option<(Mark, &str)> {
    let (head, digits) = trailing_digits(text);
    let n = match digits.len() {
        0 => 1,
        1 | 2 => digits.parse().ok()?,
        _ => return None,
    };
    let head = head.trim_end();
    WORDS.iter().find_map(|(name, mark)| Some((mark(n, name), head.strip_suffix(name)?)))
}

/// 第2版, v2, ver2, ver.2.
fn edition(text: &str) -> Option<(Mark, &str)> {
    let (head, digits) = trailing_digits(text.strip_suffix('版').unwrap_or(text));
    let n = digits.parse().ok().filter(|_| digits.len() <= 2)?;
    if text.ends_with('版') {
        return Some((Mark::Version(n), head.strip_suffix('第')?));
    }
    let head = head.trim_end_matches(['.', ' ']);
    let rest = ["ver", "v"].iter().find_map(|v| head.strip_suffix(v))?;
    let alone = !rest.ends_with(|c: char| c.is_ascii_alphabetic());
    alone.then_some((Mark::Version(n), rest))
}

/// 「_2」: a number behind a separator.
fn number(text: &str) -> Option<(Mark, &str)> {
    let (head, digits) = trailing_digits(text);
    let n = digits.parse().ok().filter(|_| digits.len() <= 2)?;
    let behind = head.ends_with('_') || head.ends_with(is_dash) && !head.ends_with('ー');
    behind.then_some((Mark::Version(n), head))
}

fn trailing_digits(text: &str) -> (&str, &str) {
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    text.split_at(head.len())
}

/// 20280612, 0612, R10.6.12, 2028-06-12, 令和10年6月12日, 6月12日.
fn date(text: &str) -> Option<(Mark, &str)> {
    let (head, digits) = trailing_digits(text);
    let number = |s: &str| s.parse::<u32>().ok();
    if digits.len() == 8 {
        let (year, day) = (number(&digits[..4])?, number(&digits[4..])?);
        let mark = day_mark(Some(year), day / 100, day % 100)?;
        return (2000..2100).contains(&year).then_some((mark, head));
    }
    if digits.len() == 4 && (head.is_empty() || head.ends_with(is_separator)) {
        let day = number(digits)?;
        return Some((day_mark(None, day / 100, day % 100)?, head));
    }
    let japanese = text.ends_with('日');
    let (head, day) = trailing_digits(text.strip_suffix('日').unwrap_or(text));
    let head = if japanese {
        head.strip_suffix('月')?
    } else {
        head.strip_suffix(['.', '-', '/'])?
    };
    let (head, month) = trailing_digits(head);
    let (day, month) = (number(day)?, number(month)?);
    let before_year = if japanese {
        match head.strip_suffix('年') {
            Some(head) => head,
            None => return Some((day_mark(None, month, day)?, head)),
        }
    } else {
        head.strip_suffix(['.', '-', '/'])?
    };
    let (head, year) = trailing_digits(before_year);
    let year = number(year)?;
    let era =
        ["令和", "令", "r"].iter().find_map(|era| head.trim_end().strip_suffix(era));
    match era {
        Some(rest) if year < 100 => {
            Some((day_mark(Some(2018 + year), month, day)?, rest))
        }
        None if (2000..2100).contains(&year) => {
            Some((day_mark(Some(year), month, day)?, head))
        }
        _ => None,
    }
}

fn day_mark(year: Option<u32>, month: u32, day: u32) -> Option<Mark> {
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day);
    valid.then_some(Mark::Date(year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(file: &str) -> FileName {
        FileName::parse(&format!("評価/令和9年度/{file}"))
    }

    #[test]
    fn marks_are_taken_off_the_name() {
        for file in [
            "健康増進課.xlsx",
            "健康増進課（再提出）.xlsx",
            "健康増進課_再提出２.xls",
            "【再々提出】健康増進課.xlsx",
            "健康増進課 修正版.xlsx",
            "修正_健康増進課.xlsx",
            "健康増進課【差し替え】.xlsx",
            "健康増進課（2）.xlsx",
            "健康増進課_2.xlsx",
            "健康増進課 第2版.xlsx",
            "健康増進課v2.xlsx",
            "健康増進課_ver.2.xlsx",
            "健康増進課（最終版）.xlsx",
            "健康増進課_20280612.xlsx",
            "健康増進課_0612.xlsx",
            "健康増進課 R10.6.12.xlsx",
            "健康増進課（令和10年6月12日 修正）.xlsx",
            "健康増進課 - コピー.xlsx",
            "健康増進課のコピー.xlsx",
            "健康増進課 (1).xlsx",
            "再提出/健康増進課.xlsx",
        ] {
            assert_eq!(name(file).stem, "健康増進課", "{file}");
        }
        for (file, stem) in [
            ("再提出.xlsx", "再提出"),
            ("20280612.xlsx", "20280612"),
            ("健康増進課（妊婦）.xlsx", "健康増進課(妊婦)"),
            ("健康増進課1101.xlsx", "健康増進課1101"),
            ("令和9年度評価.xlsx", "令和9年度評価"),
            ("データ - コピー.xlsx", "データ"),
        ] {
            assert_eq!(name(file).stem, stem, "{file}");
        }
    }

    #[test]
    fn marks_of_one_kind_have_an_order() {
        for (older, newer) in [
            ("課.xlsx", "課（再提出）.xlsx"),
            ("課（再提出）.xlsx", "課（再提出2）.xlsx"),
            ("課（再提出）.xlsx", "課（再々提出）.xlsx"),
            ("課_修正.xlsx", "課_修正３.xlsx"),
            ("課_v2.xlsx", "課（第10版）.xlsx"),
            ("課_20280612.xlsx", "課_R10.6.13.xlsx"),
            ("課_0612.xlsx", "課_7月5日.xlsx"),
            ("課.xlsx", "再提出/課.xlsx"),
        ] {
            let (a, b) = (name(older), name(newer));
            assert_eq!(a.order(&b), Order::Older, "{older} {newer}");
            assert_eq!(b.order(&a), Order::Newer, "{older} {newer}");
        }
        for (a, b) in [
            ("課_修正.xlsx", "課_最終.xlsx"),
            ("課.xlsx", "課 - コピー.xlsx"),
            ("課.xlsx", "課 (1).xlsx"),
            ("課（再提出）.xlsx", "課_再提出.xls"),
            ("課_0612.xlsx", "課_20280613.xlsx"),
            ("課_1220.xlsx", "課_1月5日.xlsx"),
            ("課_修正_0612.xlsx", "課_修正2_0611.xlsx"),
        ] {
            assert_eq!(name(a).order(&name(b)), Order::Unclear, "{a} {b}");
        }
        for (a, b) in [("課.xlsx", "課.xls"), ("課A.xlsx", "課B（再提出）.xlsx")]
        {
            assert_eq!(name(a).order(&name(b)), Order::Unrelated, "{a} {b}");
        }
    }
}
