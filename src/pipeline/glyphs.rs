//! Characters that no font of the booklet can show, found before Typst refuses the whole
//! file: each once, with the places it was read at and what to write instead.

mod suggest;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use self::texts::Text;
use crate::catalog;
use crate::diag::{BookId, Diagnostic, Origin, Sources};
use crate::export::booklet;
use crate::export::table::Handout;
use crate::fs::PlanFolder;
use crate::look::Look;
use crate::model::manuscript::Page;
use crate::model::progress::Progress;
use crate::read::config::line_of;
use crate::read::grid::decode_text;
use crate::typeset::{Coverage, is_private};

/// Places of one character that are named; the others are counted.
const PLACES_NAMED: usize = 6;
/// Characters that a chosen font lacks and that are named.
const LACKING_NAMED: usize = 20;

pub(super) fn report(
    progress: &Progress,
    pages: &[Page],
    look: &Look,
    handout: &Handout,
    folder: &PlanFolder,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let coverage = Coverage::new(&look.fonts);
    let mut printed = String::new();
    collect(&booklet::document(progress, pages, look), &mut printed);
    let in_booklet = coverage.missing(&printed);

    let mut found = Found::default();
    for text in texts::of_plan(progress).iter().chain(&texts::of_answers(progress)) {
        found.look_through(text, &coverage);
    }
    let settings = folder.config.as_deref().map(decode_text).unwrap_or_default();
    let config = sources.add_book("tenken.toml");
    let place =
        |key: &str| Origin::line(config, line_of(&settings, "一覧表", key).unwrap_or(1));
    for text in &texts::of_handout(handout, &place) {
        // What the booklet prints too is found below, with its column.
        if !text.value.chars().any(|c| in_booklet.contains(&c)) {
            found.look_through(text, &coverage);
        }
    }
    for (name, bytes, comments) in [
        ("概要版.md", &folder.manuscript, HTML_COMMENTS),
        ("tenken.toml", &folder.config, TOML_COMMENTS),
    ] {
        let text = bytes.as_deref().map(decode_text).unwrap_or_default();
        let book = sources.add_book(name);
        found.look_through_file(&text, book, comments, &coverage, &in_booklet);
    }
    // What is lost in a returned book is told there, by a rule of its own.
    found.characters.retain(|c, seen| {
        let told = seen.division.is_some() && (*c == '\u{FFFD}' || is_private(*c));
        in_booklet.contains(c) || !told
    });
    let mut findings: Vec<Diagnostic> = found
        .characters
        .iter()
        .map(|(c, seen)| describe(*c, seen, &in_booklet, &coverage, sources))
        .collect();
    // What stands nowhere in the files was made from them: it has no place.
    let known = |c: &&char| !found.characters.contains_key(*c);
    findings.extend(
        in_booklet
            .iter()
            .filter(known)
            .map(|c| describe(*c, &Seen::default(), &in_booklet, &coverage, sources)),
    );
    findings.extend(found.variants.iter().map(|(pair, seen)| variant(*pair, seen)));
    findings.extend(lacking(look, &coverage, &printed));
    findings
}

/// Every text of a JSON document; its escapes are none here.
fn collect(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => {
            out.push_str(text);
            out.push('\n');
        }
        Value::Array(list) => list.iter().for_each(|v| collect(v, out)),
        Value::Object(map) => map.values().for_each(|v| collect(v, out)),
        _ => {}
    }
}

/// Where one character stands.
#[derive(Default)]
struct Seen {
    count: usize,
    origins: Vec<Origin>,
    about: Option<String>,
    division: Option<String>,
}

impl Seen {
    fn add(&mut self, times: usize, origin: Origin) {
        self.count += times;
        if self.origins.len() < PLACES_NAMED && self.origins.last() != Some(&origin) {
            self.origins.push(origin);
        }
    }
}

#[derive(Default)]
struct Found {
    characters: BTreeMap<char, Seen>,
    variants: BTreeMap<(char, char), Seen>,
    /// Whether a character can be shown, as far as it was asked.
    known: BTreeMap<char, bool>,
}

impl Found {
    fn is_missing(&mut self, c: char, coverage: &Coverage) -> bool {
        !*self.known.entry(c).or_insert_with(|| coverage.shows(c))
    }

    fn look_through(&mut self, text: &Text, coverage: &Coverage) {
        for c in text.value.chars() {
            if c.is_ascii_graphic() || !self.is_missing(c, coverage) {
                continue;
            }
            let seen = self.characters.entry(c).or_default();
            seen.add(1, text.origin);
            seen.about.get_or_insert_with(|| text.about.clone());
            if seen.division.is_none() {
                seen.division = text.division.map(str::to_owned);
            }
        }
        for pair in coverage.missing_variants(text.value) {
            let seen = self.variants.entry(pair).or_default();
            seen.add(1, text.origin);
            seen.about.get_or_insert_with(|| text.about.clone());
        }
    }

    /// A file that people write by hand; of what stands in it only what is printed counts.
    fn look_through_file(
        &mut self,
        text: &str,
        book: BookId,
        comments: Comments,
        coverage: &Coverage,
        printed: &BTreeSet<char>,
    ) {
        let text = without_comments(text, comments);
        for (line, number) in text.lines().zip(1u32..) {
            for (c, column) in line.chars().zip(1u32..) {
                if printed.contains(&c) {
                    let origin = Origin::column(book, number, column);
                    self.characters.entry(c).or_default().add(1, origin);
                }
            }
            for pair in coverage.missing_variants(line) {
                let origin = Origin::line(book, number);
                self.variants.entry(pair).or_default().add(1, origin);
            }
        }
    }
}

/// What begins and what ends a comment.
type Comments = (&'static str, &'static str);
const HTML_COMMENTS: Comments = ("<!--", "-->");
const TOML_COMMENTS: Comments = ("#", "\n");

/// The text with its comments blanked, every character at its place.
fn without_comments(text: &str, (begin, end): Comments) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(begin) {
        let (before, comment) = rest.split_at(at);
        let length = comment.find(end).map_or(comment.len(), |at| at + end.len());
        let (comment, after) = comment.split_at(length);
        out.push_str(before);
        out.extend(comment.chars().map(|c| if c == '\n' { c } else { ' ' }));
        rest = after;
    }
    out + rest
}

fn describe(
    c: char,
    seen: &Seen,
    in_booklet: &BTreeSet<char>,
    coverage: &Coverage,
    sources: &Sources,
) -> Diagnostic {
    let code = format!("U+{:04X}", c as u32);
    let shown = match c {
        c if is_private(c) => format!("外字（{code}）"),
        c if c.is_control() => format!("見えない文字（{code}）"),
        c => format!("「{c}」（{code}）"),
    };
    let (rule, text) = if in_booklet.contains(&c) {
        (&catalog::GLYPH_MISSING, format!("{shown}は埋め込みの書体にありません"))
    } else {
        let text = format!("{shown}は、冊子の書体になく、一覧表でも出ないことがあります");
        (&catalog::GLYPH_ELSEWHERE, text)
    };
    let mut finding = Diagnostic::new(rule, text).hint(suggest::suggest(c, coverage));
    finding.subject = seen.about.clone();
    finding.division = seen.division.clone();
    finding.origin = seen.origins.first().copied();
    if seen.count > 1 {
        let others = seen.origins.iter().skip(1).map(|o| sources.describe(*o));
        let others: Vec<String> = others.collect();
        let more = if seen.origins.len() < PLACES_NAMED { "" } else { " など" };
        let list = if others.is_empty() {
            String::new()
        } else {
            format!("。ほかの所: {}{more}", others.join("、"))
        };
        finding = finding.hint(format!("全部で {} か所にあります{list}", seen.count));
    }
    finding
}

fn variant((base, selector): (char, char), seen: &Seen) -> Diagnostic {
    let number = (selector as u32).saturating_sub(0xE0100) + 17;
    let text = format!(
        "「{base}{selector}」の異体字の字形（{base} と VS{number}）が書体にないので、普通の字形「{base}」で出ます"
    );
    let mut finding = Diagnostic::new(&catalog::VARIANT_MISSING, text);
    finding.subject = seen.about.clone();
    finding.origin = seen.origins.first().copied();
    if seen.count > 1 {
        finding = finding.hint(format!("全部で {} か所にあります", seen.count));
    }
    finding
}

/// A font of the city that lacks some of what this booklet prints.
fn lacking(look: &Look, coverage: &Coverage, printed: &str) -> Option<Diagnostic> {
    let family = &look.tokens.fonts.japanese;
    let lacking = coverage.lacking(family, printed);
    if lacking.is_empty() || look.fonts.is_empty() {
        return None;
    }
    let named: String = lacking.iter().take(LACKING_NAMED).collect();
    let more = if lacking.len() > LACKING_NAMED { "…" } else { "" };
    let text = format!(
        "和文の書体「{family}」には、この冊子で使う {} 字（{named}{more}）がないので、別の書体で組みます",
        lacking.len()
    );
    Some(Diagnostic::new(&catalog::FONT_UNFIT, text))
}
