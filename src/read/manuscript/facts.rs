//! `{{ NAME }}` → the fact, with every character's place in the manuscript kept.

use super::{Desk, Source};
use crate::catalog;
use crate::diag::{Diagnostic, Origin};
use crate::read::config::nearest;

/// Line and column, one-based, of each byte of a text.
fn places(text: &str) -> Vec<(u32, u32)> {
    let mut places = Vec::with_capacity(text.len());
    let (mut line, mut column) = (1, 1);
    for c in text.chars() {
        places.extend(std::iter::repeat_n((line, column), c.len_utf8()));
        (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
    }
    places
}

/// Puts facts in place of `{{ NAME }}`.
pub(super) fn fill(text: &str, desk: &Desk) -> (Source, Vec<Diagnostic>) {
    let original = places(text);
    let mut findings = Vec::new();
    let mut source = Source { text: String::new(), places: Vec::new() };
    let copy = |from: usize, to: usize, source: &mut Source| {
        source.text.push_str(&text[from..to]);
        source.places.extend_from_slice(&original[from..to]);
    };
    let mut done = 0;
    while let Some(start) = text[done..].find("{{").map(|at| done + at) {
        // Comments tell the writer about {{ }}; they are not text.
        if let Some(comment) = text[done..start].rfind("<!--").map(|at| done + at)
            && let Some(length) = text[comment..].find("-->")
            && comment + length > start
        {
            copy(done, comment + length, &mut source);
            done = comment + length;
            continue;
        }
        copy(done, start, &mut source);
        let (line, column) = original[start];
        let origin = Origin::column(desk.book, line, column);
        let inner = &text[start + 2..];
        let line_end = inner.find('\n').unwrap_or(inner.len());
        let close = inner[..line_end].find("}}");
        let Some(close) = close.filter(|at| !inner[..*at].contains("{{")) else {
            let finding = Diagnostic::new(
                &catalog::MANUSCRIPT_VARIABLE,
                "差し込みの「{{」が同じ行の「}}」で閉じていません",
            );
            findings.push(finding.at(origin).hint("「{{ 事業数 }}」のように書きます"));
            done = start + 2;
            continue;
        };
        let name = inner[..close].trim();
        match (desk.fact)(name) {
            // The fact is text, whatever signs of Markdown it holds.
            Some(value) => {
                for c in value.chars() {
                    if c.is_ascii_punctuation() {
                        source.text.push('\\');
                    }
                    source.text.push(c);
                }
                source.places.resize(source.text.len(), (line, column));
            }
            None => findings.push(unknown(name, desk).at(origin)),
        }
        done = start + 2 + close + 2;
    }
    copy(done, text.len(), &mut source);
    (source, findings)
}

/// A name that is no fact.
fn unknown(name: &str, desk: &Desk) -> Diagnostic {
    let text = format!("「{name}」という差し込みはありません");
    let finding = Diagnostic::new(&catalog::MANUSCRIPT_VARIABLE, text);
    match nearest(name, desk.facts.iter().copied()) {
        Some(near) => finding.hint(format!("「{near}」ではありませんか")),
        None => finding.hint(format!("差し込める項目: {}", desk.facts.join("、"))),
    }
}
