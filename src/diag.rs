//! 診断: every finding about the user's data, with the place it was found.
//!
//! A fault in the data is a [`Diagnostic`]; a fault of the machine is an
//! [`anyhow::Error`]. Reading never fails, it reports. An [`Origin`] is small and
//! `Copy`; the names of books and sheets live in [`Sources`] and are looked up only
//! when something is printed.

mod question;
mod repeats;

use std::fmt;

use serde::Serialize;

pub use self::question::{Candidate, DECISION_COLUMNS, NameKind, Question};
pub use self::repeats::TOLD_SINGLY;
use crate::catalog::{Level, Rule};

/// One input file, by its place in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BookId(u32);

/// One sheet of a book, by its place in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SheetId(u32);

/// A cell position, zero-based. Prints as Excel shows it: `E14`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellRef {
    /// 行, zero-based.
    pub row: u32,
    /// 列, zero-based.
    pub col: u32,
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_name(self.col), self.row + 1)
    }
}

/// The letters of a zero-based column: 0 → `A`, 26 → `AA`.
pub fn column_name(col: u32) -> String {
    let mut n = col + 1;
    let mut letters = Vec::new();
    while n > 0 {
        let rest = (n - 1) % 26;
        letters.push(char::from(b'A' + rest as u8));
        n = (n - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A place inside a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The whole book or sheet.
    Whole,
    /// A cell of a sheet.
    Cell(CellRef),
    /// A line of a text file, one-based.
    Line(u32),
    /// A line and a character in it, both one-based.
    Column(u32, u32),
}

/// 出どころ: where a value was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// The file.
    pub book: BookId,
    /// The sheet, for workbooks.
    pub sheet: Option<SheetId>,
    /// The cell or line.
    pub place: Place,
}

impl Origin {
    /// The whole of a file.
    pub fn book(book: BookId) -> Self {
        Origin { book, sheet: None, place: Place::Whole }
    }

    /// A line of a text file, one-based.
    pub fn line(book: BookId, line: u32) -> Self {
        Origin { book, sheet: None, place: Place::Line(line) }
    }

    /// A line of a text file and a character in it, both one-based.
    pub fn column(book: BookId, line: u32, column: u32) -> Self {
        Origin { book, sheet: None, place: Place::Column(line, column) }
    }

    /// A cell, zero-based row and column.
    pub fn cell(book: BookId, sheet: SheetId, row: u32, col: u32) -> Self {
        Origin { book, sheet: Some(sheet), place: Place::Cell(CellRef { row, col }) }
    }

    /// The whole of a sheet.
    pub fn sheet(book: BookId, sheet: SheetId) -> Self {
        Origin { book, sheet: Some(sheet), place: Place::Whole }
    }
}

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// 出どころ.
    pub origin: Origin,
}

impl<T> Located<T> {
    /// Pairs a value with its origin.
    pub fn new(value: T, origin: Origin) -> Self {
        Located { value, origin }
    }
}

/// The names behind [`BookId`] and [`SheetId`].
#[derive(Debug, Default, Clone)]
pub struct Sources {
    books: Vec<Source>,
}

#[derive(Debug, Clone)]
struct Source {
    path: String,
    sheets: Vec<String>,
}

impl Sources {
    /// Registers a file by its path relative to the plan folder, with `/`.
    pub fn add_book(&mut self, path: &str) -> BookId {
        self.books.push(Source { path: path.to_owned(), sheets: Vec::new() });
        BookId(self.books.len() as u32 - 1)
    }

    /// Registers the next sheet of a book.
    pub fn add_sheet(&mut self, book: BookId, name: &str) -> SheetId {
        let sheets = &mut self.books[book.0 as usize].sheets;
        sheets.push(name.to_owned());
        SheetId(sheets.len() as u32 - 1)
    }

    /// The path of a book, relative to the plan folder.
    pub fn path(&self, book: BookId) -> &str {
        &self.books[book.0 as usize].path
    }

    /// The name of a sheet, when the origin has one.
    pub fn sheet_name(&self, origin: Origin) -> Option<&str> {
        let sheet = origin.sheet?;
        self.books[origin.book.0 as usize].sheets.get(sheet.0 as usize).map(|s| &**s)
    }

    /// File, sheet and cell or line, each empty where the origin has none.
    pub fn parts(&self, origin: Origin) -> (String, String, String) {
        let place = match origin.place {
            Place::Whole => String::new(),
            Place::Cell(cell) => cell.to_string(),
            Place::Line(line) => format!("{line}行目"),
            Place::Column(line, column) => format!("{line}行目{column}字目"),
        };
        let sheet = self.sheet_name(origin).unwrap_or_default();
        (self.path(origin.book).to_owned(), sheet.to_owned(), place)
    }

    /// `評価/令和9年度/こども課.xlsx ［基本目標1］ E14`.
    pub fn describe(&self, origin: Origin) -> String {
        let (mut out, sheet, place) = self.parts(origin);
        if !sheet.is_empty() {
            out.push_str(&format!(" ［{sheet}］"));
        }
        if !place.is_empty() {
            out.push_str(&format!(" {place}"));
        }
        out
    }
}

/// How grave a finding is, after the edition was taken into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 誤り: nothing is published.
    Error,
    /// 注意: published, and named.
    Warning,
    /// 備考: how something was read.
    Note,
}

impl Severity {
    /// The word that officials see.
    pub fn label(self) -> &'static str {
        match self {
            Severity::Error => "誤り",
            Severity::Warning => "注意",
            Severity::Note => "備考",
        }
    }
}

/// 版: how final the publication is. A rule's severity depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, Serialize)]
pub enum Edition {
    /// 見本: invented data.
    #[serde(rename = "見本")]
    Sample,
    /// 案: before the council.
    #[serde(rename = "案")]
    Draft,
    /// 確定: to be published.
    #[serde(rename = "確定")]
    Final,
}

impl Edition {
    /// The mark on the cover; the final edition has none.
    pub fn mark(self) -> Option<&'static str> {
        match self {
            Edition::Sample => Some("見本"),
            Edition::Draft => Some("案"),
            Edition::Final => None,
        }
    }

    /// The name in the configuration.
    pub fn label(self) -> &'static str {
        self.mark().unwrap_or("確定")
    }
}

/// One finding about the user's data.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// Its severity in this edition.
    pub severity: Severity,
    /// 出どころ.
    pub origin: Option<Origin>,
    /// Which 事業 or 指標 it is about.
    pub subject: Option<String>,
    /// The 課 that has to act, by name.
    pub division: Option<String>,
    /// What was found.
    pub message: String,
    /// Candidates and other help beyond the rule's own 対処.
    pub hints: Vec<String>,
    /// A name that a person may decide upon.
    pub question: Option<Box<Question>>,
}

impl Diagnostic {
    /// A finding without place; the builder methods add the rest.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Diagnostic {
            rule,
            severity: Severity::Error,
            origin: None,
            subject: None,
            division: None,
            message: message.into(),
            hints: Vec::new(),
            question: None,
        }
    }

    /// Adds the place.
    pub fn at(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// Adds the 事業 or 指標 concerned.
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Adds the 課 that has to act.
    pub fn for_division(mut self, name: impl Into<String>) -> Self {
        self.division = Some(name.into());
        self
    }

    /// Adds what a person may decide.
    pub fn asking(mut self, question: Question) -> Self {
        self.question = Some(Box::new(question));
        self
    }

    /// Adds a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// All findings of a run, in the order of the input.
#[derive(Debug, Clone)]
pub struct Diagnostics {
    edition: Edition,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// An empty list for an edition.
    pub fn new(edition: Edition) -> Self {
        Diagnostics { edition, list: Vec::new() }
    }

    /// The edition that decides the severities.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// Files a finding under the severity that its rule has in this edition.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.severity = match (diagnostic.rule.level, self.edition) {
            (Level::Error, _) | (Level::FinalError, Edition::Final) => Severity::Error,
            (Level::Warning | Level::FinalError, _) => Severity::Warning,
            (Level::Note, _) => Severity::Note,
        };
        self.list.push(diagnostic);
    }

    /// Takes over the findings of another list.
    pub fn extend(&mut self, other: Vec<Diagnostic>) {
        for diagnostic in other {
            self.push(diagnostic);
        }
    }

    /// Keeps the findings for which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// The findings, in the order they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Sorts by severity, then by place, so that every run prints the same order.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| {
            (a.severity, a.rule.code, a.origin).cmp(&(b.severity, b.rule.code, b.origin))
        });
    }

    /// Puts together what one rule says more than [`TOLD_SINGLY`] times of one sheet.
    /// The list must be sorted. Severities that are counted afterwards count the sum once.
    pub fn put_repeats_together(&mut self) {
        self.list = repeats::put_together(std::mem::take(&mut self.list));
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether nothing may be published.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_print_as_excel_shows_them() {
        // A, Z, AA, XFD are Excel's own names of columns 1, 26, 27 and 16384.
        for (col, name) in [(0, "A"), (25, "Z"), (26, "AA"), (16_383, "XFD")] {
            assert_eq!(column_name(col), name);
        }
        assert_eq!(CellRef { row: 13, col: 4 }.to_string(), "E14");
    }
}
