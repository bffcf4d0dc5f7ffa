//! 文節: where a title, a name or a short text may be broken over two lines.
//!
//! Typst breaks Japanese anywhere between two characters; titles read better when they
//! break between phrases. Three judges work together: a break needs a boundary between
//! two words of ICU's dictionary (so that no word is torn), BudouX says which of them
//! end a phrase, and a short list of rules knows the words of municipal plans, numbers
//! with their units, and the proper nouns of the plan at hand.

mod words;

use budoux_phf_rs::Parser;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use self::words::{Kind, Word};
use crate::model::plan::Plan;

/// A noun of more characters may be broken between its words.
const LONG_NOUN: usize = 8;
/// Each part of a broken noun has at least so many characters.
const SHORTEST_PART: usize = 4;
/// The last part of a broken noun has at least so many characters.
const SHORTEST_LAST: usize = 3;
/// A name of the plan with more characters is not held together.
const LONGEST_NAME: usize = 10;

/// Finds the phrases of texts about one plan.
pub struct Phrases {
    names: Vec<Vec<char>>,
    words: WordSegmenterBorrowed<'static>,
    budoux: Parser,
}

impl Phrases {
    /// Learns the proper nouns of a plan: 計画名, 市町村名, 関連計画, 課名, 会議名,
    /// 支援パッケージ名.
    pub fn new(plan: &Plan) -> Self {
        let basics = &plan.basics;
        let mut names: Vec<&str> =
            vec![&basics.municipality, &basics.name, &basics.package, &basics.office];
        names.extend(plan.divisions.iter().flat_map(|d| [&*d.name, &*d.department]));
        names.extend(plan.governance.iter().map(|g| &*g.name));
        names.extend(plan.related.iter().flat_map(|r| [&*r.name, &*r.short]));
        Self::with_names(&names, &basics.municipality)
    }

    fn with_names(names: &[&str], municipality: &str) -> Self {
        // A long name is held together by its parts: 第3次｜小美玉市｜地域福祉計画.
        let mut parts: Vec<Vec<char>> = names
            .iter()
            .flat_map(|name| {
                let rest = match name.split_once(municipality) {
                    Some((_, rest)) if !municipality.is_empty() => rest,
                    _ => name,
                };
                [*name, words::without_ordinal(rest)]
            })
            .map(|name| name.chars().collect::<Vec<char>>())
            .filter(|name| (2..=LONGEST_NAME).contains(&name.len()))
            .collect();
        parts.extend(words::TERMS.iter().map(|term| term.chars().collect()));
        // Of two names that begin alike the longer one is meant.
        parts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        parts.dedup();
        Self {
            names: parts,
            words: WordSegmenter::new_dictionary(Default::default()),
            budoux: Parser::japanese_parser(),
        }
    }

    /// Puts `|` where a line may be broken.
    pub fn mark(&self, text: &str) -> String {
        // A bar in a name is not a place to break it.
        let text = text.replace('|', "｜");
        let chars: Vec<char> = text.chars().collect();
        let words = words::split(&chars, &text, &self.names, self.words);
        let ends = self.phrase_ends(&text, chars.len());
        let mut breaks = vec![false; chars.len() + 1];
        for (i, pair) in words.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            breaks[b.start] = may_break(&chars, *a, *b, &ends, words.get(i + 2));
        }
        break_long_nouns(&words, &mut breaks);
        let mut out = String::with_capacity(text.len() + 8);
        for (i, c) in chars.iter().enumerate() {
            if breaks[i] && i > 0 {
                out.push('|');
            }
            out.push(*c);
        }
        out
    }

    /// Where BudouX begins a phrase, by character.
    fn phrase_ends(&self, text: &str, length: usize) -> Vec<bool> {
        let mut ends = vec![false; length + 1];
        let mut at = 0;
        self.budoux.parse_with(text, |phrase| {
            at += phrase.chars().count();
            ends[at] = true;
        });
        ends
    }
}

/// Whether a line may end between two neighbouring words.
fn may_break(
    chars: &[char],
    a: Word,
    b: Word,
    ends: &[bool],
    next: Option<&Word>,
) -> bool {
    match (a.kind, b.kind) {
        (_, Kind::Close | Kind::Separator) | (Kind::Open, _) => false,
        (_, Kind::Open) => true,
        // 「0～5歳」 stays together, 「令和8年度～令和11年度」 may be broken.
        (Kind::Separator, Kind::Number) => !words::is_range(chars, b.start),
        (Kind::Separator, _) => true,
        // Particles hang on what the bracket closes.
        (Kind::Close, kind) => kind != Kind::Kana,
        (Kind::Kana, Kind::Noun | Kind::Number | Kind::Verb) => {
            let honorific = a.len() == 1 && matches!(chars[a.start], 'お' | 'ご');
            let word = &chars[a.start..a.end];
            !honorific && (ends[b.start] || words::ends_phrase(word))
        }
        // A kana word begins a line only when it is a word of its own.
        (_, Kind::Kana) => {
            let end = (b.start + 1..=chars.len()).find(|i| ends[*i]);
            let length = end.unwrap_or(chars.len()) - b.start;
            let kana = chars[b.start..].iter().take_while(|c| words::is_hiragana(**c));
            let hanging = next.is_none_or(|n| n.kind != Kind::Kana) && b.len() < 3;
            ends[b.start]
                && length >= 3
                && kana.count() >= 3
                && !hanging
                && !words::hangs_on(&chars[b.start..])
        }
        (Kind::Verb, _) => ends[b.start] || words::modifies(chars[a.end - 1]),
        // Two nouns make one word, unless it gets long.
        (Kind::Noun | Kind::Number, _) => false,
    }
}

/// Breaks nouns that are too long for a line, each part four characters at least:
/// 放課後児童｜健全育成事業.
fn break_long_nouns(words: &[Word], breaks: &mut [bool]) {
    let is_part = |w: &Word| matches!(w.kind, Kind::Noun | Kind::Verb | Kind::Number);
    let runs = words.chunk_by(|a, b| is_part(a) && is_part(b) && !breaks[b.start]);
    let mut found = Vec::new();
    for run in runs {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        if last.end - first.start <= LONG_NOUN || !is_part(first) {
            continue;
        }
        let mut start = first.start;
        for (before, w) in run.iter().zip(&run[1..]) {
            // 「等」「的」「率」 belong to the word before them.
            let suffix = w.len() == 1 && w.kind != Kind::Number;
            // 「第3次」 may stand by itself before a long name that is not broken.
            let ordinal = before.kind == Kind::Number && before.start == start;
            let long_enough =
                w.start - start >= SHORTEST_PART || ordinal && w.len() >= LONG_NOUN;
            if long_enough && last.end - w.start >= SHORTEST_LAST && !suffix {
                found.push(w.start);
                start = w.start;
            }
        }
    }
    for i in found {
        breaks[i] = true;
    }
}

#[cfg(test)]
mod tests;
