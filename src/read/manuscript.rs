//! `概要版.md` → the pages of the booklet.
//!
//! CommonMark with a few meanings of our own: a first-level heading opens a page
//! (「小題｜題」 puts a small title above it), a line `---` goes on to the next page, a
//! quotation is a box whose first heading or bold line is its title, an image whose
//! target is `図:NAME` is a figure made from the data, any other image is a photograph
//! of the folder 画像, and `{{ NAME }}` is a fact of the plan. Whatever is not printed as
//! it was typed is a finding with its line and column.

mod blocks;
mod containers;
mod facts;
mod images;
mod inline;
mod strays;
mod tables;
mod unprinted;

use std::collections::BTreeMap;

use pulldown_cmark::{Options, Parser};

use self::blocks::Builder;
use crate::catalog;
use crate::diag::{BookId, Diagnostic, Origin};
use crate::model::manuscript::Manuscript;

/// The largest manuscript that is read, bytes: some hundred booklets.
const MAX_BYTES: usize = 1 << 20;

/// What a manuscript is read with.
pub struct Desk<'a> {
    /// The manuscript's own place in the sources.
    pub book: BookId,
    /// The facts that it can call.
    pub facts: &'a [&'a str],
    /// Answers `{{ NAME }}`.
    pub fact: &'a dyn Fn(&str) -> Option<String>,
    /// Files that it can show, by path below the plan folder.
    pub pictures: &'a BTreeMap<String, Vec<u8>>,
}

/// Reads the manuscript; lines end with `\n`.
pub fn read(text: &str, desk: &Desk) -> (Manuscript, Vec<Diagnostic>) {
    if text.len() > MAX_BYTES {
        let what = format!(
            "概要版.md が大きすぎます（{} KB。読めるのは {} KB まで）",
            text.len() >> 10,
            MAX_BYTES >> 10
        );
        let finding = Diagnostic::new(&catalog::MANUSCRIPT_SYNTAX, what);
        let finding = finding.at(Origin::book(desk.book));
        return (Manuscript::default(), vec![finding]);
    }
    let (source, mut findings) = facts::fill(text, desk);
    let parser = Parser::new_ext(&source.text, Options::ENABLE_TABLES);
    findings.extend(unprinted::definitions(&parser, &source, desk.book));
    let mut builder = Builder::new(desk, &source, findings);
    for (event, range) in parser.into_offset_iter() {
        builder.event(event, range);
    }
    builder.finish()
}

/// The manuscript with its facts filled in.
struct Source {
    text: String,
    /// Line and column of the manuscript, one-based, for each byte of `text`.
    places: Vec<(u32, u32)>,
}

impl Source {
    fn place(&self, byte: usize) -> (u32, u32) {
        self.places.get(byte).or(self.places.last()).copied().unwrap_or((1, 1))
    }

    fn origin(&self, book: BookId, byte: usize) -> Origin {
        let (line, column) = self.place(byte);
        Origin::column(book, line, column)
    }
}
