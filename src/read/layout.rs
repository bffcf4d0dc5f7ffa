//! 様式: where the tables and 個票 of a sheet stand and what their columns and labels
//! mean, found by words, never by position.
//!
//! A [`Block`] is one table or one 個票. Whatever its shape, it gives [`Record`]s: lists of
//! cells with a meaning, which `read::sheet` turns into answers. What cannot be decided
//! without a person becomes a [`Question`].

mod dictionary;
mod doubt;
mod explain;
mod form;
mod form_regions;
mod form_values;
mod groups;
mod label;
mod lines;
mod merged;
mod question;
mod records;
mod regions;
mod resolve;
mod setting;
mod table;
mod words;

use crate::catalog::Rule;
use crate::diag::column_name;
use crate::model::year::FiscalYear;
use crate::read::grid::{CellValue, Sheet};
use crate::text::key1;

pub use self::explain::{explain, no_layout, setting};
pub use self::merged::Merged;
pub use self::records::{Kind, Record};
pub use self::setting::{Form, Forms};
pub use self::words::{Field, Vocabulary};

/// A cell, zero-based row and column.
pub type At = (u32, u32);

/// One column of a table, or one label of a 個票.
#[derive(Debug, Clone)]
pub struct Column {
    /// The column; of a label that of its value.
    pub col: u32,
    /// The cell of the header.
    pub at: At,
    /// The header as printed, parents first.
    pub label: String,
    /// What it means; `None` is kept as 付記.
    pub field: Option<Field>,
    /// The year it names.
    pub year: Option<FiscalYear>,
    /// The indicator that it belongs to where several stand side by side.
    pub group: Option<usize>,
    /// The parts of the label, for its meaning.
    path: Vec<String>,
    /// Taken out because a person has to decide.
    pub asked: bool,
    /// Its parent stands further left and is not merged: how far it reaches is not sure.
    flowed: bool,
}

impl Column {
    /// A column without a header of its own.
    fn new(col: u32, at: At, field: Field) -> Self {
        Column {
            col,
            at,
            label: format!("{}列", column_name(col)),
            field: Some(field),
            year: None,
            group: None,
            path: Vec::new(),
            asked: false,
            flowed: false,
        }
    }
}

/// One cell of a record.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Position in [`Block::columns`].
    pub column: usize,
    /// The cell.
    pub at: At,
    /// The value behind 「事業名：」 in the same cell.
    pub inline: Option<String>,
}

/// How the records of a block stand.
#[derive(Debug, Clone)]
pub enum Body {
    /// One row a record, below the header.
    Rows,
    /// Lines of 計画・実績・達成率: the column of the words, and the column of the values.
    Lines {
        /// Column with 計画, 実績, 達成率.
        kind: u32,
        /// Column with this year's values; `None` where no column is of this year.
        value: Option<u32>,
    },
    /// 個票: the slots of the answer, then those of each further indicator.
    Cells(Vec<Vec<Slot>>),
}

/// One table or one 個票.
#[derive(Debug, Clone)]
pub struct Block {
    /// Rows of the header, first and last; of a 個票 its first row twice.
    pub header: (u32, u32),
    /// Rows below the header, first and last (last < first when there is none).
    pub rows: (u32, u32),
    /// First and last column.
    pub cols: (u32, u32),
    /// Rows of titles above it, first and last, if any.
    pub titles: Option<(u32, u32)>,
    /// The columns or labels.
    pub columns: Vec<Column>,
    /// Names of the indicators that stand side by side, by group.
    pub groups: Vec<Option<String>>,
    /// How the records stand.
    pub body: Body,
    /// The whole block is of this year.
    pub year: Option<FiscalYear>,
    /// Goes on with the table above: the same header was printed again.
    pub continues: bool,
    /// Its header has labels over labels: each 事業 takes two rows.
    decks: bool,
    /// The 事業 of a 個票 that stands only in its title or in the name of its sheet:
    /// position in the plan, and the text that names it.
    pub project: Option<(usize, String)>,
    /// What a person has to decide.
    pub questions: Vec<Question>,
}

/// Something about a layout that a person has to decide, or should know.
#[derive(Debug, Clone)]
pub struct Question {
    /// The rule.
    pub rule: &'static Rule,
    /// The cell.
    pub at: At,
    /// What it is.
    pub text: String,
    /// What may help.
    pub hints: Vec<String>,
}

impl Block {
    /// Whether a column has this field.
    pub fn has(&self, field: Field) -> bool {
        self.columns.iter().any(|c| c.field == Some(field) && !c.asked)
    }

    /// Whether a column names the 事業.
    pub fn names_project(&self) -> bool {
        self.columns.iter().any(names)
    }

    /// Whether a column of this field waits for a person's decision.
    pub fn asks(&self, field: Field) -> bool {
        self.columns.iter().any(|c| c.field == Some(field) && c.asked)
    }

    /// A 個票.
    pub fn is_form(&self) -> bool {
        matches!(self.body, Body::Cells(_))
    }

    /// Whether a cell lies in the columns of the block.
    pub fn covers(&self, col: u32) -> bool {
        (self.cols.0..=self.cols.1).contains(&col)
    }
}

/// A year in a title, with what stands after it.
pub struct YearInTitle {
    /// The year.
    pub year: FiscalYear,
    /// The rest of the title.
    pub after: String,
}

/// The year in a cell of 年度: 「R8」「令和8年度」, and 「8」 near the form's own year.
pub fn year_in_cell(text: &str, year: FiscalYear) -> Option<FiscalYear> {
    let key = key1(text);
    let bare = key.len() <= 2 && key.bytes().all(|b| b.is_ascii_digit());
    let key = if bare { format!("{key}年度") } else { key };
    let (named, rest) = label::take_year(&key, year);
    named.filter(|_| label::is_empty(&rest))
}

/// The years in a title (a `key1`) that are written as 年度, and not as days.
pub fn years_in_title(key: &str, year: FiscalYear) -> Vec<YearInTitle> {
    let found = label::in_title(key, year);
    found
        .into_iter()
        .map(|f| YearInTitle { year: f.year, after: f.after.to_owned() })
        .collect()
}

/// The blocks of a sheet.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Top to bottom, left to right.
    pub blocks: Vec<Block>,
    /// 事業 stand side by side and their items below each other: rows and columns of the
    /// blocks are exchanged.
    pub flipped: bool,
}

/// What a layout is found with.
pub struct Guide<'a> {
    /// The words.
    pub vocabulary: &'a Vocabulary,
    /// The year of the form.
    pub year: FiscalYear,
    /// What `tenken.toml` says about this sheet.
    pub form: Option<&'a Form>,
    /// Rows and columns are exchanged against the file.
    pub flipped: bool,
}

/// Largest sheet that is also tried with rows and columns exchanged, in cells.
const MAX_FLIPPED: usize = 50_000;

/// Finds the blocks of a sheet.
pub fn find(sheet: &Sheet, guide: &Guide) -> Layout {
    let merged = Merged::of(sheet);
    let mut blocks = table::find(sheet, &merged, guide);
    let fixed = guide.form.is_some_and(|f| f.header.is_some());
    if !fixed && blocks.iter().all(|b| !answers(b)) && sheet.cells.len() <= MAX_FLIPPED {
        let turned = flip(sheet);
        let other_guide = Guide { flipped: true, ..*guide };
        let other = table::find(&turned, &Merged::of(&turned), &other_guide);
        let plain = |b: &Block| !holds_labels(&turned, b, guide);
        if other.iter().any(|b| answers(b) && b.rows.1 > b.rows.0 && plain(b)) {
            return Layout { blocks: other, flipped: true };
        }
        let forms = form::find(sheet, &merged, &blocks, guide);
        if !forms.is_empty() {
            blocks = forms;
        }
    } else if !fixed && is_card(sheet, &blocks, guide) {
        // One row of 事業 under its labels, and more labels below: a 個票.
        let inner: Vec<Block> = blocks.iter().filter(|b| !answers(b)).cloned().collect();
        let forms = form::find(sheet, &merged, &inner, guide);
        if !forms.is_empty() {
            blocks = forms;
        }
    }
    // A table of indicators alone belongs to a 個票 or to nothing.
    blocks.retain(|b| b.is_form() || b.names_project());
    Layout { blocks, flipped: false }
}

/// Whether labels stand among the cells of a block, as only in a 個票.
fn holds_labels(sheet: &Sheet, block: &Block, guide: &Guide) -> bool {
    let rows = (block.rows.0, block.rows.1.saturating_add(1));
    labels_between(sheet, block, rows, guide, true) > 0
}

/// Labels of answers among the cells of some rows; with the words that stand on lines of
/// 計画・実績 or without them.
fn labels_between(
    sheet: &Sheet,
    block: &Block,
    rows: (u32, u32),
    guide: &Guide,
    lines: bool,
) -> usize {
    let cells = sheet.cells.range((rows.0, 0)..(rows.1.max(rows.0), 0));
    let texts = cells.take(5_000).filter_map(|((_, col), v)| match v {
        CellValue::Text(text) if block.covers(*col) => Some(text),
        _ => None,
    });
    texts
        .filter(|t| t.chars().count() <= 30 && (lines || !lines::is_line_kind(t)))
        .filter(|t| {
            let field = guide.vocabulary.read(t, guide.year).field;
            let names = |f: Field| f.names_project() || f == Field::IndicatorName;
            field.is_some_and(|f| f.is_answer() || (lines && names(f)))
        })
        .count()
}

/// A table of one 事業 with labels below it.
fn is_card(sheet: &Sheet, blocks: &[Block], guide: &Guide) -> bool {
    let mut tables = blocks.iter().filter(|b| answers(b));
    let (Some(table), None) = (tables.next(), tables.next()) else { return false };
    let Some(name) = table.columns.iter().find(|c| names(c)) else { return false };
    // A row of labels right under the header is its second deck, not a 個票.
    let is_label = |v: &CellValue| matches!(v, CellValue::Text(t) if guide.vocabulary.read(t, guide.year).field.is_some());
    let mut second = sheet.row(table.header.1 + 1).peekable();
    if second.peek().is_some() && second.all(|(_, v)| is_label(v)) {
        return false;
    }
    let filled = (table.rows.0..=table.rows.1.min(table.rows.0 + 200))
        .filter(|row| {
            let text = sheet.text(*row, name.col);
            !text.trim().is_empty()
                && guide.vocabulary.read(&text, guide.year).field.is_none()
        })
        .count();
    let headers = blocks.iter().filter(|b| !answers(b)).map(|b| b.header.0);
    let end = headers.min().unwrap_or(u32::MAX);
    filled <= 4 && labels_between(sheet, table, (table.rows.0, end), guide, false) >= 2
}

/// Whether a block names 事業 and says something about them.
fn answers(block: &Block) -> bool {
    block.columns.iter().any(names)
}

fn names(column: &Column) -> bool {
    column.field.is_some_and(Field::names_project)
}

/// The sheet with rows and columns exchanged.
pub fn flip(sheet: &Sheet) -> Sheet {
    let turn = |((row, col), value): (&At, &CellValue)| ((*col, *row), value.clone());
    let mut turned = Sheet {
        name: sheet.name.clone(),
        hidden: sheet.hidden,
        hidden_cols: sheet.hidden_rows.iter().map(|r| (*r, *r)).collect(),
        hidden_rows: sheet.hidden_cols.iter().flat_map(|(a, b)| *a..=*b).collect(),
        cells: sheet.cells.iter().map(turn).collect(),
        looks: sheet
            .looks
            .iter()
            .map(|((r, c), look)| ((*c, *r), look.clone()))
            .collect(),
        ..Sheet::default()
    };
    for merge in &sheet.merges {
        let mut merge = *merge;
        merge.start = (merge.start.1, merge.start.0);
        merge.end = (merge.end.1, merge.end.0);
        turned.merges.push(merge);
    }
    turned
}
