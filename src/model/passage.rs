//! 文章: a stretch of text that is printed together, and where each character stands.

use crate::diag::{BookId, Origin};

/// What a passage is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// 段落.
    Body,
    /// 結論文.
    Lead,
    /// 注.
    Note,
    /// 見出し, 囲みの題.
    Heading,
    /// 箇条書きの項目.
    Item,
    /// 表のセル.
    Cell,
    /// 写真の説明, 代替テキスト.
    Caption,
    /// A name or a text of 計画.xlsx.
    Plan,
}

/// 文章.
#[derive(Debug, Clone)]
pub struct Passage {
    /// What it is on the page.
    pub kind: PassageKind,
    /// The text as it is printed.
    pub text: String,
    places: Places,
}

#[derive(Debug, Clone)]
enum Places {
    /// All of it stands at one place: a cell.
    One(Origin),
    /// Line and column of each character of a text file, one-based.
    Each(BookId, Vec<(u32, u32)>),
}

impl Passage {
    /// A text whose characters all stand at one place.
    pub fn at(kind: PassageKind, text: impl Into<String>, origin: Origin) -> Self {
        Passage { kind, text: text.into(), places: Places::One(origin) }
    }

    /// A text of a file, with line and column (one-based) of each of its characters.
    pub fn of_lines(
        kind: PassageKind,
        text: String,
        book: BookId,
        places: Vec<(u32, u32)>,
    ) -> Self {
        Passage { kind, text, places: Places::Each(book, places) }
    }

    /// Where the character at a byte of the text stands.
    pub fn origin(&self, byte: usize) -> Origin {
        match &self.places {
            Places::One(origin) => *origin,
            Places::Each(book, places) => {
                let before = self.text.get(..byte).map_or(0, |t| t.chars().count());
                let place = places.get(before).or(places.last());
                let (line, column) = place.copied().unwrap_or((1, 1));
                Origin::column(*book, line, column)
            }
        }
    }

    /// Whether a new line of the file begins with the character of this number.
    pub fn begins_line(&self, index: usize) -> bool {
        match &self.places {
            Places::One(_) => index == 0,
            Places::Each(_, places) => {
                let line = |i: usize| places.get(i).map(|(line, _)| *line);
                index == 0 || line(index) != line(index - 1)
            }
        }
    }
}
