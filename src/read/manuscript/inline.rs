//! The text that is being read: its runs, and the place of each character.

use std::ops::Range;

use super::Source;
use crate::diag::BookId;
use crate::model::manuscript::Run;
use crate::model::passage::{Passage, PassageKind};

/// What is between the text so far and the text to come.
#[derive(Default, PartialEq)]
enum Pending {
    #[default]
    Nothing,
    Line,
    Paragraph,
}

/// Text until its block ends.
#[derive(Default)]
pub(super) struct Inline {
    runs: Vec<Run>,
    places: Vec<(u32, u32)>,
    /// How many characters stood before the first line end of the manuscript.
    first_line: Option<usize>,
    /// A line or a paragraph ended, and nothing followed yet.
    pending: Pending,
}

/// What an [`Inline`] held.
pub(super) struct Taken {
    pub(super) runs: Vec<Run>,
    places: Vec<(u32, u32)>,
    first_line: Option<usize>,
}

impl Inline {
    pub(super) fn clear(&mut self) {
        *self = Inline::default();
    }

    pub(super) fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }

    /// Adds text that stands at `range` of the source.
    pub(super) fn push(
        &mut self,
        text: &str,
        bold: bool,
        source: &Source,
        range: &Range<usize>,
    ) {
        // A line break inside Japanese text is no space, between words it is one.
        let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let last = self.runs.last().and_then(|run| run.text.chars().next_back());
        let between = match std::mem::take(&mut self.pending) {
            Pending::Paragraph => Some('\n'),
            Pending::Line if word(last) && word(text.chars().next()) => Some(' '),
            _ => None,
        };
        if let Some(c) = between {
            self.push_char(c, bold, source.place(range.start));
        }
        // What is printed as it was typed has its own places; an entity has one.
        let literal = source.text.get(range.clone()) == Some(text);
        for (at, c) in text.char_indices() {
            let byte = if literal { range.start + at } else { range.start };
            self.push_char(c, bold, source.place(byte));
        }
    }

    /// A line of the manuscript ends inside the block.
    pub(super) fn soft_break(&mut self) {
        self.pending = Pending::Line;
        self.first_line.get_or_insert(self.places.len());
    }

    /// Another paragraph of the same block follows.
    pub(super) fn paragraph_break(&mut self) {
        self.pending = Pending::Paragraph;
    }

    fn push_char(&mut self, c: char, bold: bool, place: (u32, u32)) {
        match self.runs.last_mut() {
            Some(run) if run.bold == bold => run.text.push(c),
            _ => self.runs.push(Run { text: c.to_string(), bold }),
        }
        self.places.push(place);
    }

    pub(super) fn take(&mut self) -> Taken {
        let Inline { runs, places, first_line, .. } = std::mem::take(self);
        Taken { runs, places, first_line }
    }
}

impl Taken {
    pub(super) fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }

    pub(super) fn is_bold(&self) -> bool {
        self.runs.iter().all(|run| run.bold)
    }

    /// The first line apart, where all of it and nothing else is bold.
    pub(super) fn split_bold_line(&mut self) -> Option<Taken> {
        let length = self.first_line?;
        let first = self.runs.first()?;
        if !first.bold || first.text.chars().count() != length || self.runs.len() < 2 {
            return None;
        }
        let runs = vec![self.runs.remove(0)];
        let rest = self.places.split_off(length);
        let places = std::mem::replace(&mut self.places, rest);
        self.first_line = None;
        Some(Taken { runs, places, first_line: None })
    }

    /// Takes the typed indent away: the booklet indents paragraphs itself.
    pub(super) fn without_indent(mut self) -> Taken {
        while let Some(first) = self.runs.first_mut()
            && first.text.starts_with('　')
        {
            first.text.remove(0);
            self.places.remove(0);
            if first.text.is_empty() {
                self.runs.remove(0);
            }
        }
        self
    }

    pub(super) fn passage(&self, kind: PassageKind, book: BookId) -> Passage {
        Passage::of_lines(kind, self.text(), book, self.places.clone())
    }
}
