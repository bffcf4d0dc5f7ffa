//! 秘匿の値 in sentences: what is x in the tables must not stand in the texts.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::proof;
use crate::catalog;
use crate::diag::{Diagnostic, Diagnostics, Origin};
use crate::model::evaluation::Evaluation;
use crate::model::passage::Passage;
use crate::model::plan::Plan;
use crate::model::quantity::spellings;
use crate::model::secrecy::Secrecy;
use crate::model::year::FiscalYear;
use crate::text::{number_of, numeral, shorten};

/// What is looked through.
pub struct SecretTexts<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The year reported; texts of older years than the one before are not published.
    pub year: FiscalYear,
    /// All answers.
    pub evaluations: &'a [Evaluation],
    /// The texts of the manuscript.
    pub passages: &'a [Passage],
    /// What is hidden.
    pub secrecy: &'a Secrecy,
    /// ［秘匿］ 許す.
    pub allowed: &'a [String],
}

/// Files every place where a hidden value stands with its unit: in the answers of its
/// 事業, and anywhere in the manuscript.
pub fn secret_texts(texts: &SecretTexts, out: &mut Diagnostics) {
    let secrets = Secrets::new(texts.plan, texts.secrecy);
    let published =
        |e: &&Evaluation| e.year == texts.year || Some(e.year) == texts.year.previous();
    for e in texts.evaluations.iter().filter(published) {
        let Some(own) = secrets.of_project.get(&e.project) else { continue };
        let project = &texts.plan.projects[e.project];
        let division = &texts.plan.divisions[e.division].name;
        for text in [&e.activities, &e.reason, &e.issues, &e.improvements] {
            let Some(text) = text else { continue };
            for (at, words) in found(&text.value, own, e.year, texts.allowed) {
                out.push(
                    finding(&words, &text.value, at, text.origin)
                        .about(project.title())
                        .for_division(division),
                );
            }
        }
    }
    for passage in texts.passages {
        for (at, words) in found(&passage.text, &secrets.all, texts.year, texts.allowed) {
            out.push(finding(&words, &passage.text, at, passage.origin(at)));
        }
    }
}

fn finding(words: &str, text: &str, at: usize, origin: Origin) -> Diagnostic {
    const BESIDE: usize = 10;
    let before: Vec<char> = text[..at].chars().collect();
    let cut = before.len().saturating_sub(BESIDE);
    let head: String = before[cut..].iter().collect();
    let dots = if cut > 0 { "…" } else { "" };
    let tail = shorten(&text[at..], words.chars().count() + BESIDE);
    let message = format!(
        "「{words}」が秘匿にした実績値と同じです（「{dots}{}{tail}」）",
        head.replace('\n', " ")
    );
    Diagnostic::new(&catalog::SECRET_IN_TEXT, message).at(origin)
}

/// Hidden numbers and the spellings of their units, with the first year of each: a text of
/// an earlier year cannot mean it.
type Numbers<'a> = HashMap<(Decimal, &'a str), FiscalYear>;

struct Secrets<'a> {
    of_project: HashMap<usize, Numbers<'a>>,
    all: Numbers<'a>,
}

impl<'a> Secrets<'a> {
    fn new(plan: &'a Plan, secrecy: &Secrecy) -> Self {
        let mut secrets = Secrets { of_project: HashMap::new(), all: HashMap::new() };
        for secret in secrecy.secrets() {
            let indicator = &plan.indicators[secret.indicator];
            let Some(value) = secret.value.map(|v| v.normalize()) else { continue };
            let own = secrets.of_project.entry(indicator.project).or_default();
            // By year: the first entry of a number is its first year.
            for unit in spellings(&indicator.unit) {
                own.entry((value, unit)).or_insert(secret.year);
                secrets.all.entry((value, unit)).or_insert(secret.year);
            }
        }
        secrets
    }
}

/// Where a text has a hidden number with its unit: the byte, and the words.
fn found(
    text: &str,
    secret: &Numbers,
    year: FiscalYear,
    allowed: &[String],
) -> Vec<(usize, String)> {
    if secret.is_empty() {
        return Vec::new();
    }
    let spans: Vec<(usize, usize)> = allowed
        .iter()
        .filter(|word| !word.is_empty())
        .flat_map(|word| text.match_indices(&**word))
        .map(|(at, word)| (at, at + word.len()))
        .collect();
    let mut found = Vec::new();
    for (start, end, value) in numerals(text) {
        let rest = text[end..].trim_start_matches([' ', '　']);
        let gap = text.len() - end - rest.len();
        let known = secret.iter().filter(|(_, first)| **first <= year);
        let unit = known.filter(|((v, u), _)| *v == value && rest.starts_with(u));
        let Some(((_, unit), _)) = unit.max_by_key(|((_, u), _)| u.len()) else {
            continue;
        };
        let stop = end + gap + unit.len();
        let is_allowed = spans.iter().any(|(a, b)| *a <= start && stop <= *b);
        if is_allowed || is_phrase(&text[..start], &text[stop..], value, unit) {
            continue;
        }
        found.push((start, text[start..stop].to_owned()));
    }
    found
}

/// 一人ひとり, 1人当たり, 第3人…: no count of people. 3人日 is another unit.
fn is_phrase(before: &str, after: &str, value: Decimal, unit: &str) -> bool {
    const OF_ONE: [&str; 12] = [
        "ひとり",
        "一人",
        "1人",
        "１人",
        "あたり",
        "当たり",
        "当り",
        "でも",
        "暮らし",
        "っ子",
        "親",
        "世帯",
    ];
    let one = value == Decimal::ONE
        && (OF_ONE.iter().any(|w| after.starts_with(w))
            || before.ends_with(unit) && before.ends_with(['人', '名']));
    one || before.ends_with('第') || (unit == "人" && after.starts_with('日'))
}

/// The numbers of a text: half-width, full-width or kanji digits; start, end, value.
fn numerals(text: &str) -> Vec<(usize, usize, Decimal)> {
    let kanji = |c: char| "〇一二三四五六七八九十百".contains(c);
    let mut list = Vec::new();
    let mut start = 0;
    while let Some(c) = text[start..].chars().next() {
        let rest = &text[start..];
        let (length, value) = if kanji(c) {
            let length = rest.find(|c| !kanji(c)).unwrap_or(rest.len());
            (length, proof::number(&rest[..length]).map(Decimal::from))
        } else {
            let length = numeral(rest);
            (length, number_of(&rest[..length]))
        };
        let end = start + length.max(c.len_utf8());
        list.extend(value.map(|v| (start, end, v.normalize())));
        start = end;
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_numbers_are_found_in_every_writing() {
        let three = Decimal::from(3);
        let secret: Numbers = [
            (three, "人"),
            (three, "名"),
            (Decimal::ONE, "人"),
            (Decimal::from(1234), "人"),
        ]
        .into_iter()
        .map(|number| (number, FiscalYear::from_western(2027)))
        .collect();
        let words = |text: &str| -> Vec<String> {
            let allowed = ["3人に1人".to_owned()];
            found(text, &secret, FiscalYear::from_western(2027), &allowed)
                .into_iter()
                .map(|(_, w)| w)
                .collect()
        };
        for text in ["3人", "３人", "三人", "3 名", "３名", "1,234人", "１，２３４人"]
        {
            assert_eq!(words(&format!("利用者は{text}です。")), [text]);
        }
        for text in [
            "13人",
            "3.5人",
            "3回",
            "3人に1人",
            "一人ひとり",
            "1人当たり",
            "第3人",
            "十三人",
            "3人日",
        ] {
            assert!(words(&format!("今年は{text}です。")).is_empty(), "{text}");
        }
    }
}
