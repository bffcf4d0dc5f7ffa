//! What a manuscript can hold that the booklet does not print as it was typed: each is
//! a finding, so that nothing is lost silently.

use std::ops::Range;

use pulldown_cmark::{HeadingLevel, Parser};

use super::Source;
use super::blocks::Builder;
use crate::catalog;
use crate::diag::{BookId, Diagnostic};
use crate::text::shorten;

/// How much of a text is quoted.
const QUOTED: usize = 20;

/// Lines 「[名]: 先」, which Markdown takes as the targets of links.
pub(super) fn definitions(
    parser: &Parser,
    source: &Source,
    book: BookId,
) -> Vec<Diagnostic> {
    let spans = parser.reference_definitions().iter().map(|(_, def)| def.span.clone());
    let mut spans: Vec<Range<usize>> = spans.collect();
    spans.sort_by_key(|span| span.start);
    let finding = |span: Range<usize>| {
        let line = source.text.get(span.clone()).unwrap_or_default();
        let text = format!(
            "「{}」はリンクの先を決める行とみなされ、載りません",
            shorten(line.trim(), QUOTED)
        );
        Diagnostic::new(&catalog::MANUSCRIPT_SYNTAX, text)
            .at(source.origin(book, span.start))
            .hint("本文であれば、「[」の前に「\\」を付けてください")
    };
    spans.into_iter().map(finding).collect()
}

impl Builder<'_> {
    /// Files that something is not printed as it was typed.
    pub(super) fn unprinted(&mut self, byte: usize, what: impl Into<String>) {
        let finding = Diagnostic::new(&catalog::MANUSCRIPT_SYNTAX, what);
        let origin = self.source.origin(self.desk.book, byte);
        self.findings.push(finding.at(origin));
    }

    pub(super) fn html_block(&mut self, html: &str, byte: usize) {
        let mut rest = html;
        let mut shown = String::new();
        while let Some((before, comment)) = rest.split_once("<!--") {
            shown.push_str(before);
            let Some((_, after)) = comment.split_once("-->") else {
                let head = shorten(comment.trim(), QUOTED);
                let text = format!(
                    "説明の印「<!--」が閉じていないため、「{head}」から後は載りません。終わりに「-->」を書いてください"
                );
                return self.unprinted(byte, text);
            };
            rest = after;
        }
        shown.push_str(rest);
        let shown = shown.trim();
        if shown.starts_with('<') {
            let head = shorten(shown, QUOTED);
            self.unprinted(byte, format!("HTML の書き方「{head}」は載りません"));
        } else if !shown.is_empty() {
            let head = shorten(shown, QUOTED);
            let text = format!(
                "説明「<!-- -->」と同じ段落の「{head}」は載りません。間に空の行を入れてください"
            );
            self.unprinted(byte, text);
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        let tag = html.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
        if tag.eq_ignore_ascii_case("br") {
            self.push("\n", range);
        } else if !html.starts_with("<!--") && !html.starts_with("</") {
            let text = format!("HTML の書き方「{html}」は使えないため、載せません");
            self.unprinted(range.start, text);
        }
    }

    pub(super) fn code_block(&mut self, code: &str, byte: usize) {
        let head = shorten(code.trim(), QUOTED);
        let text =
            format!("「{head}」は字下げ又は「```」による囲みとみなされ、載りません");
        self.unprinted(byte, text);
    }

    /// Headings that are typed in a way that reads otherwise than it looks.
    pub(super) fn odd_heading(
        &mut self,
        level: HeadingLevel,
        title: &str,
        range: &Range<usize>,
    ) {
        let typed = self.source.text.get(range.clone()).unwrap_or_default();
        let typed_mark = typed.trim_start().starts_with('#');
        let title = shorten(title, QUOTED);
        if !typed_mark {
            let text = format!(
                "「{title}」は、すぐ下の「---」か「===」の行のために見出しになりました。頁を改めるときは「---」の前に空の行を入れてください"
            );
            self.unprinted(range.start, text);
        } else if level > HeadingLevel::H3 {
            let marks = "#".repeat(level as usize);
            let text = format!("「{marks} {title}」は「###」の見出しと同じに載ります");
            self.unprinted(range.start, text);
        }
        if title.is_empty() {
            self.unprinted(range.start, "見出しの文字がありません");
        }
    }

    /// A link prints its text only.
    pub(super) fn link(&mut self, target: &str, shown: &str, byte: usize) {
        if let Some(name) = target.strip_prefix("図:") {
            let text = format!("「図:{name}」の前の「!」が抜けていて、図になりません");
            let finding = Diagnostic::new(&catalog::MANUSCRIPT_FIGURE, text)
                .at(self.source.origin(self.desk.book, byte))
                .hint(format!("「![](図:{name})」と書きます"));
            self.findings.push(finding);
        } else if target != shown {
            let text =
                format!("リンクの先「{}」は紙に載りません", shorten(target, 2 * QUOTED));
            self.unprinted(byte, text);
        }
    }
}
