//! 校正: what a careful reader would mark in the texts of the booklet.
//!
//! Every remark names its line and column (or its cell), quotes the text and says what to
//! write. False alarms are the death of such a tool: a rule speaks only where the text is
//! wrong in itself or contradicts the plan, names of the plan are never touched, and a
//! person can say 「this is right」 (［校正］ 許す of tenken.toml).

mod breaks;
mod counts;
mod cycle;
mod dates;
mod doubled;
mod forms;
mod gaps;
mod looks;
mod names;
mod own_words;
mod plan_texts;
mod signs;
mod widths;
mod years;

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Match, Regex};

use self::names::Names;
use crate::catalog::{self, Rule};
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::passage::{Passage, PassageKind};
use crate::model::progress::Progress;

/// What is proof-read.
pub struct Proof<'a> {
    /// The plan, and the year reported.
    pub progress: &'a Progress,
    /// The texts of the manuscript.
    pub passages: &'a [Passage],
    /// ［校正］ 許す: words that a person said are right.
    pub allowed: &'a [String],
}

/// Reads all texts of the booklet and files the remarks.
pub fn proofread(proof: &Proof, diagnostics: &mut Diagnostics) {
    let plan = &proof.progress.plan;
    let names = Names::new(plan, proof.allowed);
    let own = plan_texts::passages(plan);
    let long = proof.passages.iter().filter(|p| p.text.len() > MAX_BYTES);
    diagnostics.extend(long.map(too_long).collect());
    let typed: Vec<Text> =
        proof.passages.iter().map(|p| Text::new(p, names.spans(&p.text))).collect();
    // A name of the plan is looked at in its own cell, where only a person's word
    // protects it.
    let cells: Vec<Text> =
        own.iter().map(|p| Text::new(p, names.allowed_spans(&p.text))).collect();
    let reader = Reader {
        progress: proof.progress,
        names: &names,
        child: own_words::preferred(plan, &typed),
        in_prefecture: looks::is_in_prefecture(plan, &typed),
    };
    for text in &typed {
        diagnostics.extend(reader.prose(text));
    }
    diagnostics.extend(widths::check(&typed));
    for text in &cells {
        diagnostics.extend(reader.words(text));
    }
    diagnostics.extend(cycle::letters(plan).into_iter().collect());
}

/// More of one text is not looked at: it holds no more than three pages would.
const MAX_BYTES: usize = 10_000;

fn too_long(passage: &Passage) -> Diagnostic {
    let text = format!(
        "この段落は長すぎるため、校正は初めの {} 字だけを見ました",
        head(&passage.text).chars().count()
    );
    Diagnostic::new(&catalog::MANUSCRIPT_SYNTAX, text)
        .at(passage.origin(0))
        .hint("空の行で段落を分けてください")
}

/// As much of a text as is looked at.
fn head(text: &str) -> &str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// One text, and the parts of it that are names or allowed.
struct Text<'a> {
    passage: &'a Passage,
    text: &'a str,
    spans: Vec<Range<usize>>,
}

impl<'a> Text<'a> {
    fn new(passage: &'a Passage, spans: Vec<Range<usize>>) -> Self {
        Text { passage, text: head(&passage.text), spans }
    }

    fn kind(&self) -> PassageKind {
        self.passage.kind
    }

    /// Whether a part is wholly inside a name or an allowed word.
    fn is_named(&self, part: &Range<usize>) -> bool {
        self.spans.iter().any(|s| s.start <= part.start && part.end <= s.end)
    }

    /// The sentence around a place, up to it and from it.
    fn sentence(&self, at: usize) -> (&'a str, &'a str) {
        let (before, after) = self.text.split_at(at);
        let start = before
            .rfind(['。', '\n'])
            .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
        let end = after.find(['。', '\n']).unwrap_or(after.len());
        (&before[start..], &after[..end])
    }

    /// A part with a few characters around it, for messages.
    fn around(&self, part: &Range<usize>) -> String {
        const BESIDE: usize = 8;
        let before: Vec<char> = self.text[..part.start].chars().collect();
        let head: String = before[before.len().saturating_sub(BESIDE)..].iter().collect();
        let tail: String = self.text[part.end..].chars().take(BESIDE).collect();
        let dots = |more: bool| if more { "…" } else { "" };
        let (cut_head, cut_tail) =
            (before.len() > BESIDE, self.text[part.end..].chars().count() > BESIDE);
        let inner = &self.text[part.clone()];
        let whole = format!("{}{head}{inner}{tail}{}", dots(cut_head), dots(cut_tail));
        whole.replace('\n', " ")
    }

    /// The character before a place.
    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    /// The character at a place.
    fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// A remark on a part of the text; none where the part is a name or allowed.
    fn remark(
        &self,
        rule: &'static Rule,
        part: Range<usize>,
        message: impl FnOnce(&str) -> String,
        hint: impl Into<String>,
    ) -> Option<Diagnostic> {
        if self.is_named(&part) {
            return None;
        }
        let finding = Diagnostic::new(rule, message(&self.around(&part)));
        Some(finding.at(self.passage.origin(part.start)).hint(hint))
    }
}

/// What the rules know beside the text they look at.
struct Reader<'a> {
    progress: &'a Progress,
    names: &'a Names,
    /// こども, 子ども or 子供: how this plan writes it.
    child: &'static str,
    /// Of a city in 大阪府 or 京都府, where 府内 is a right word.
    in_prefecture: bool,
}

impl Reader<'_> {
    /// Rules for whatever is printed.
    fn words(&self, text: &Text) -> Vec<Diagnostic> {
        let mut found = looks::check(text, self);
        found.extend(doubled::check(text));
        found.extend(breaks::brackets(text));
        found.extend(dates::check(text));
        found.extend(forms::check(text));
        found.extend(signs::check(text));
        found.extend(gaps::check(text));
        found
    }

    /// Rules for what people wrote as sentences.
    fn prose(&self, text: &Text) -> Vec<Diagnostic> {
        let mut found = self.words(text);
        found.extend(own_words::check(text, self));
        found.extend(breaks::full_stop(text));
        found.extend(counts::check(text, self.progress));
        found.extend(years::check(text, self));
        found.extend(cycle::check(text));
        found
    }
}

/// A pattern; every one of them is tried by a test of its rule.
type Pattern = LazyLock<Option<Regex>>;

macro_rules! patterns {
    ($($name:ident = $text:literal;)*) => {
        $(static $name: $crate::rules::proof::Pattern =
            std::sync::LazyLock::new(|| regex::Regex::new($text).ok());)*
    };
}
use patterns;

/// All places where a pattern fits.
fn each<'t>(
    pattern: &'static Pattern,
    text: &'t str,
) -> impl Iterator<Item = Captures<'t>> {
    pattern.iter().flat_map(move |regex| regex.captures_iter(text))
}

/// The whole of what a pattern found.
fn whole<'t>(found: &Captures<'t>) -> Option<Match<'t>> {
    found.get(0)
}

/// A group of what a pattern found, as text.
fn group<'t>(found: &Captures<'t>, index: usize) -> &'t str {
    found.get(index).map_or("", |m| m.as_str())
}

/// A number up to 9999 in half-width, full-width or kanji digits.
pub(super) fn number(text: &str) -> Option<usize> {
    let digit = |c: char| match c {
        '0'..='9' => Some(c as usize - '0' as usize),
        '０'..='９' => Some(c as usize - '０' as usize),
        _ => None,
    };
    if text.chars().all(|c| digit(c).is_some()) && !text.is_empty() {
        let chars = text.chars().take(5);
        return Some(chars.filter_map(digit).fold(0, |sum, d| sum * 10 + d));
    }
    let (mut total, mut last) = (0, None);
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            c => {
                last = Some("〇一二三四五六七八九".chars().position(|k| k == c)?);
                continue;
            }
        };
        total += last.take().unwrap_or(1) * unit;
    }
    Some(total + last.unwrap_or(0)).filter(|_| !text.is_empty())
}
