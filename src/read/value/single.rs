//! The grammar of one value: 約▲1,234人程度（うち市外5人）※1, and nothing besides.

use rust_decimal::Decimal;

use super::numeral::{self, Numeral};
use super::words::{BEFORE, BEHIND, Mark, OVER};
use crate::model::quantity;
use crate::text;

/// How the sign was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// No sign.
    None,
    /// +.
    Plus,
    /// ▲, △, -, −.
    Minus,
    /// ‐, ー and other dashes in place of a minus.
    OddMinus,
}

/// One value with everything around it.
#[derive(Debug, Clone)]
pub(super) struct Single {
    pub numeral: Numeral,
    /// The number without sign, compounds such as 3時間30分 included.
    pub value: Option<Decimal>,
    pub sign: Sign,
    /// Canonical unit as written.
    pub unit: Option<String>,
    pub marks: Vec<Mark>,
    /// True for 8割5分 and 3時間30分.
    pub compound: bool,
    /// Texts of brackets behind the number.
    pub parens: Vec<String>,
    /// Footnote signs behind the number.
    pub feet: Vec<String>,
}

impl Single {
    /// A number without anything around it.
    pub fn bare(numeral: Numeral) -> Self {
        Self {
            value: numeral.value,
            numeral,
            sign: Sign::None,
            unit: None,
            marks: Vec::new(),
            compound: false,
            parens: Vec::new(),
            feet: Vec::new(),
        }
    }

    /// The value with its sign.
    pub fn signed(&self) -> Option<Decimal> {
        let minus = matches!(self.sign, Sign::Minus | Sign::OddMinus);
        let value = self.value?;
        // A zero has no sign: ▲0.0 is told by a remark.
        Some(if minus && !value.is_zero() { -value } else { value })
    }

    /// True if `mark` stands at the number.
    pub fn has(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }
}

/// Reads the whole of `c` as one value; `None` if anything is left over.
pub(super) fn parse(c: &[char], want: Option<&str>) -> Option<Single> {
    let mut marks = Vec::new();
    let mut at = skip(c, 0);
    while let Some((mark, next)) = mean_over(c, at).or_else(|| word(c, at, &BEFORE)) {
        marks.push(mark);
        at = skip(c, next);
    }
    let yen = |at: usize| c.get(at.wrapping_sub(1)) == Some(&'¥');
    let mut unit = (marks.contains(&Mark::Silent) && yen(at)).then(|| "円".to_string());
    let (sign, next) = sign(c, at);
    at = skip(c, next);
    if c.get(at) == Some(&'¥') {
        unit = Some("円".to_string());
        at = skip(c, at + 1);
    }
    let (numeral, next) = numeral::scan(c, at)?;
    let mut single = Single { sign, unit, marks, ..Single::bare(numeral) };
    at = single.compound(c, next).unwrap_or(next);
    at = single.unit(c, at, want)?;
    single.tail(c, at)?;
    Some(single)
}

impl Single {
    /// 8割5分, 3時間30分 and 3時間半; returns the position behind.
    fn compound(&mut self, c: &[char], at: usize) -> Option<usize> {
        let value = self.value?;
        let part = |name: &str, at: usize| -> Option<(Decimal, usize)> {
            let (numeral, next) = numeral::scan(c, at)?;
            let fits = numeral.fault.is_none() && numeral.scale.is_empty();
            Some((numeral.value.filter(|_| fits)?, after(c, next, name)?))
        };
        if let Some(mut end) = after(c, at, "割") {
            let mut percent = value.checked_mul(Decimal::TEN)?;
            if let Some((bu, next)) = part("分", end) {
                percent = percent.checked_add(bu)?;
                end = next;
            }
            if let Some((rin, next)) = part("厘", end) {
                percent = percent.checked_add(rin.checked_div(Decimal::TEN)?)?;
                end = next;
            }
            (self.value, self.unit, self.compound) =
                (Some(percent), Some("％".into()), true);
            return Some(end);
        }
        let hours = after(c, at, "時間")?;
        let half = after(c, hours, "半").map(|end| (Decimal::from(30), end));
        let (minutes, end) = half.or_else(|| part("分", skip(c, hours)))?;
        let all = value.checked_mul(Decimal::from(60))?.checked_add(minutes)?;
        (self.value, self.unit, self.compound) = (Some(all), Some("分".into()), true);
        Some(end)
    }

    /// The unit and the words grown onto it; `None` if it cannot be a unit.
    fn unit(&mut self, c: &[char], at: usize, want: Option<&str>) -> Option<usize> {
        let start = skip_spaces(c, at);
        let end = unit_end(c, start);
        let mut word: String = c.get(start..end)?.iter().collect();
        let mut behind = Vec::new();
        while let Some((rest, mark)) = strip_behind(&word) {
            behind.insert(0, mark);
            word.truncate(rest);
        }
        self.marks.extend(behind);
        let mut end = end;
        if let Some(per) = per_unit(c, end).filter(|_| !word.is_empty()) {
            word.push('/');
            word.extend(c.get(end + 1..per)?);
            end = per;
        }
        if word.is_empty() {
            return Some(end);
        }
        let unit = quantity::canonical_unit(&word);
        let known = want == Some(unit.as_str()) || quantity::is_known(&unit);
        let doubled = self.unit.as_ref().is_some_and(|first| *first != unit);
        // 一時預かり and 千葉市 start like numbers; a kanji number needs a unit we know.
        let doubtful = self.numeral.kanji && (!known || word == "分");
        if doubled || doubtful || (!known && word.chars().nth(8).is_some()) {
            return None;
        }
        self.unit = Some(unit);
        Some(end)
    }

    /// Words, brackets and footnotes behind the unit, up to the end.
    fn tail(&mut self, c: &[char], mut at: usize) -> Option<()> {
        loop {
            at = skip(c, at);
            match c.get(at) {
                None => return Some(()),
                Some('。') => at += 1,
                Some('(') => {
                    let end = closing(c, at)?;
                    self.parens.push(c.get(at + 1..end)?.iter().collect());
                    at = end + 1;
                }
                Some('※' | '*') => {
                    let note =
                        c.iter().skip(at).take_while(|c| **c != '\n' && **c != '(');
                    let note: String = note.collect();
                    at += note.chars().count();
                    self.feet.push(note.trim().to_string());
                }
                Some(_) => {
                    let (mark, next) = word(c, at, &BEHIND)?;
                    self.marks.push(mark);
                    at = next;
                }
            }
        }
    }
}

/// Position behind `name` if it stands at `at`.
pub(super) fn after(c: &[char], at: usize, name: &str) -> Option<usize> {
    let mut end = at;
    for wanted in name.chars() {
        (c.get(end) == Some(&wanted)).then_some(())?;
        end += 1;
    }
    Some(end)
}

/// The first word of `list` that stands at `at`.
fn word(c: &[char], at: usize, list: &[(&str, Mark)]) -> Option<(Mark, usize)> {
    list.iter().find_map(|(name, mark)| Some((*mark, after(c, at, name)?)))
}

/// 1日平均, 一校当たり, and 1日 before another number.
fn mean_over(c: &[char], at: usize) -> Option<(Mark, usize)> {
    let one = after(c, at, "1").or_else(|| after(c, at, "一"));
    let start = one.unwrap_or(at);
    let (name, end) =
        OVER.iter().find_map(|name| Some((*name, after(c, start, name)?)))?;
    let means = ["平均", "当たり", "当り", "あたり", "につき"];
    let mean = means.iter().find_map(|mean| after(c, end, mean));
    let number = c.get(skip(c, end)).is_some_and(char::is_ascii_digit);
    let plain =
        (one.is_some() && number && matches!(name, "日" | "月" | "週")).then_some(end);
    Some((Mark::Per(name), mean.or(plain)?))
}

/// A sign at `at`.
fn sign(c: &[char], at: usize) -> (Sign, usize) {
    let sign = match c.get(at) {
        Some('+') => Sign::Plus,
        Some('▲' | '△' | '-' | '−') => Sign::Minus,
        Some('▼') => Sign::OddMinus,
        Some(c) if text::is_dash(*c) => Sign::OddMinus,
        _ => return (Sign::None, at),
    };
    (sign, at + 1)
}

/// Position after white space, line ends included.
pub(super) fn skip(c: &[char], at: usize) -> usize {
    at + c.iter().skip(at).take_while(|c| c.is_whitespace()).count()
}

/// Position after spaces on the same line.
fn skip_spaces(c: &[char], at: usize) -> usize {
    at + c.iter().skip(at).take_while(|c| **c == ' ').count()
}

/// Position after the characters that can belong to a unit.
fn unit_end(c: &[char], at: usize) -> usize {
    let mut end = at;
    while let Some(&here) = c.get(end) {
        let long_vowel = here == 'ー'
            && end > at
            && matches!(c.get(end - 1), Some('ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー'));
        let letter_unit =
            matches!(here, '2' | '3') && end > at && c.get(end - 1) == Some(&'m');
        let stop = here.is_whitespace()
            || here.is_ascii_digit()
            || (text::is_dash(here) && !long_vowel)
            || "()~→※*+:;、,.・/。=|".contains(here);
        if stop && !letter_unit {
            break;
        }
        end += 1;
    }
    end
}

/// End of 「/月」 behind a unit.
fn per_unit(c: &[char], at: usize) -> Option<usize> {
    let start = after(c, at, "/")?;
    ["年", "月", "週", "日", "回", "人"].iter().find_map(|name| {
        let end = after(c, start, name)?;
        let done = c.get(end).is_none_or(|c| c.is_whitespace() || "(※".contains(*c));
        done.then_some(end)
    })
}

/// Byte length of `word` without its last qualifying word, and that word's mark.
fn strip_behind(word: &str) -> Option<(usize, Mark)> {
    BEHIND.iter().find_map(|(name, mark)| Some((word.strip_suffix(name)?.len(), *mark)))
}

/// Position of the bracket that closes the one at `at`.
pub(super) fn closing(c: &[char], at: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (i, here) in c.iter().enumerate().skip(at) {
        match here {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(i);
        }
    }
    None
}
