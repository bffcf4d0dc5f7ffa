//! The table of a sheet as the rules see it: header row, body, and what its columns hold.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::diag::{CellRef, column_name};
use crate::read::grid::{CellValue, Looks, Sheet};

/// A sheet and the table on it.
pub struct Grid<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// How its cells look, where that is known.
    pub looks: Option<&'a Looks>,
    /// Rows with content, top to bottom.
    pub rows: Vec<u32>,
    /// The row of the headers; 0 for an empty sheet.
    pub header: u32,
    /// The columns, left to right.
    pub columns: Vec<Column>,
}

/// What a column holds below the header.
pub struct Column {
    /// Zero-based.
    pub index: u32,
    /// The text of its header.
    pub title: String,
    /// Its cells: row and value.
    pub cells: Vec<(u32, CellValue)>,
    /// Rows of the body in which it is empty.
    pub blanks: usize,
}

/// What a text in a column of figures is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// A number as a program reads it.
    Pure,
    /// A number with a unit, a separator or a mark.
    Dressed,
    /// A sign in place of a number: －, x, ….
    Sign,
    /// Something else.
    Word,
}

impl Column {
    /// Its letters.
    pub fn name(&self) -> String {
        format!("{}列", column_name(self.index))
    }

    /// Column of figures: most of its cells are numbers, dressed or not.
    pub fn is_figures(&self) -> bool {
        let figures = self
            .cells
            .iter()
            .filter(|(_, v)| matches!(figure(v), Figure::Pure | Figure::Dressed));
        let signs = self.cells.iter().filter(|(_, v)| figure(v) == Figure::Sign).count();
        let figures = figures.count();
        figures > 0 && !self.is_name() && figures * 10 >= (self.cells.len() - signs) * 6
    }

    /// Its header says that it names something: a code, a number, an id.
    pub fn is_name(&self) -> bool {
        let title = self.title.to_lowercase();
        let words: Vec<&str> = title.split(['_', ' ', '-']).collect();
        ["コード", "番号", "no.", "電話", "郵便"].iter().any(|w| title.contains(w))
            || ["id", "code", "number", "no"].iter().any(|w| words.contains(w))
            || title.ends_with("id")
    }

    /// Its header speaks of a year or a date.
    pub fn is_time(&self) -> bool {
        let title = self.title.to_lowercase();
        ["年度", "年月", "西暦", "和暦", "year", "date", "時点"]
            .iter()
            .any(|w| title.contains(w))
            || title == "年"
    }

    /// Sentences stand in it, not single values.
    pub fn is_prose(&self) -> bool {
        let long = |v: &CellValue| {
            let text = v.text();
            text.contains('。') || text.chars().count() > 40
        };
        self.cells.iter().any(|(_, v)| long(v))
    }

    /// Different texts in it.
    pub fn distinct(&self) -> BTreeSet<String> {
        self.cells.iter().map(|(_, v)| v.text()).collect()
    }

    /// The address of a cell of it.
    pub fn at(&self, row: u32) -> String {
        CellRef { row, col: self.index }.to_string()
    }
}

/// What a cell of a column of figures is.
pub fn figure(value: &CellValue) -> Figure {
    match value {
        CellValue::Number { .. } => Figure::Pure,
        CellValue::Text(text) => of_text(text.trim()),
        _ => Figure::Word,
    }
}

fn of_text(text: &str) -> Figure {
    if text.parse::<Decimal>().is_ok() && text.is_ascii() {
        return Figure::Pure;
    }
    let signs =
        ["-", "－", "―", "‐", "–", "ー", "x", "X", "ｘ", "…", "***", "*", "△", "▲", "・"];
    if signs.contains(&text) {
        return Figure::Sign;
    }
    // 「94,956 人」「△3」「50%」「※1 23」「１２」: digits, and little beside them.
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    let others = text.chars().filter(|c| c.is_alphabetic()).count();
    // 「(1)」 and 「m2」 are names.
    let begins = |c: char| c.is_numeric() || "△▲-−－+＋±¥￥※約".contains(c);
    let date = text.contains(['年', '月', '/', ':']);
    let figure = digits > 0 && others <= 3 && digits >= others;
    if figure && text.starts_with(begins) && !date && text.chars().count() <= 20 {
        return Figure::Dressed;
    }
    Figure::Word
}

impl<'a> Grid<'a> {
    /// Finds the table on a sheet.
    pub fn new(sheet: &'a Sheet, looks: Option<&'a Looks>) -> Self {
        let rows = sheet.rows();
        let header = header_row(sheet, &rows);
        let mut indexes: BTreeSet<u32> = BTreeSet::new();
        for ((row, col), _) in &sheet.cells {
            if *row >= header {
                indexes.insert(*col);
            }
        }
        let body: Vec<u32> = rows.iter().copied().filter(|r| *r > header).collect();
        let mut columns: Vec<Column> = indexes
            .into_iter()
            .map(|index| Column {
                index,
                title: sheet.text(header, index).trim().to_owned(),
                cells: Vec::new(),
                blanks: body.len(),
            })
            .collect();
        let place: std::collections::HashMap<u32, usize> =
            columns.iter().enumerate().map(|(i, c)| (c.index, i)).collect();
        for ((row, col), value) in &sheet.cells {
            if *row > header
                && let Some(column) = place.get(col).and_then(|i| columns.get_mut(*i))
            {
                column.cells.push((*row, value.clone()));
                column.blanks = column.blanks.saturating_sub(1);
            }
        }
        Grid { sheet, looks, rows, header, columns }
    }

    /// Whether there is anything to judge.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Rows below the header.
    pub fn body(&self) -> impl Iterator<Item = u32> + '_ {
        self.rows.iter().copied().filter(|row| *row > self.header)
    }

    /// The name for faults.
    pub fn name(&self) -> &str {
        &self.sheet.name
    }

    /// How many cells a row has.
    pub fn filled(&self, row: u32) -> usize {
        self.sheet.row(row).count()
    }
}

/// The first row that is about as full as the table is wide.
fn header_row(sheet: &Sheet, rows: &[u32]) -> u32 {
    let filled: Vec<usize> = rows.iter().map(|row| sheet.row(*row).count()).collect();
    let most = filled.iter().copied().max().unwrap_or(0);
    let wide = rows.iter().zip(&filled).find(|(_, n)| **n * 10 >= most * 6);
    wide.map_or(0, |(row, _)| *row)
}
