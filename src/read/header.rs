//! 見出し: which column means what, found by the words of the header, never by position.

mod words;

use std::collections::BTreeMap;

pub use self::words::{Field, Vocabulary};

use crate::model::year::FiscalYear;
use crate::read::grid::Sheet;
use crate::text::key1;

/// One column with content under its header.
#[derive(Debug, Clone)]
pub struct Column {
    /// Zero-based.
    pub col: u32,
    /// The header as printed, parents first.
    pub label: String,
    /// What it means; `None` is kept as 付記.
    pub field: Option<Field>,
}

/// The header of a table.
#[derive(Debug, Clone)]
pub struct Header {
    /// First row of the header, zero-based.
    pub first: u32,
    /// Last row of the header.
    pub last: u32,
    /// The columns, left to right.
    pub columns: Vec<Column>,
}

impl Header {
    /// Whether the same columns are found with fewer rows: a title that stands directly
    /// above the header is no part of it.
    fn is_shorter_form_of(&self, other: &Header) -> bool {
        let found = |header: &Header| -> Vec<(u32, Field)> {
            header.columns.iter().filter_map(|c| Some((c.col, c.field?))).collect()
        };
        self.last - self.first < other.last - other.first && found(self) == found(other)
    }

    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<u32> {
        self.columns.iter().find(|c| c.field == Some(field)).map(|c| c.col)
    }
}

/// Rows at the top in which a header is looked for.
const SEARCH_ROWS: usize = 60;
/// Most rows a header is spread over.
const MAX_DEPTH: usize = 3;
/// Most columns of a table; what stands further right is reported as outside.
const MAX_COLUMNS: usize = 1_000;
/// Most merged cells that are looked at among the rows of headers.
const MAX_MERGED: usize = 100_000;

/// The merged cells at the top of a sheet: each answers with the first of its area.
fn merged_cells(sheet: &Sheet, last_row: u32) -> BTreeMap<(u32, u32), (u32, u32)> {
    let mut cells = BTreeMap::new();
    for merge in sheet.merges.iter().filter(|m| m.start.0 <= last_row) {
        for row in merge.start.0..=merge.end.0.min(last_row) {
            for col in merge.start.1..=merge.end.1 {
                if cells.len() >= MAX_MERGED {
                    return cells;
                }
                cells.insert((row, col), merge.start);
            }
        }
    }
    cells
}

/// Finds the header that names a 事業 and at least one thing said about it.
pub fn find(sheet: &Sheet, vocabulary: &Vocabulary, year: FiscalYear) -> Option<Header> {
    let rows: Vec<u32> = sheet.rows().into_iter().take(SEARCH_ROWS + MAX_DEPTH).collect();
    let merged = merged_cells(sheet, rows.last().copied().unwrap_or(0));
    let mut best: Option<(usize, Header)> = None;
    for (i, &first) in rows.iter().take(SEARCH_ROWS).enumerate() {
        for depth in 0..MAX_DEPTH {
            // The rows of one header stand directly under each other.
            let last = first + depth as u32;
            if depth > 0 && rows.get(i + depth) != Some(&last) {
                break;
            }
            let header = flatten(sheet, &merged, (first, last), vocabulary, year);
            let mut fields: Vec<Field> =
                header.columns.iter().filter_map(|c| c.field).collect();
            fields.sort();
            fields.dedup();
            let names_project = fields.iter().any(|f| {
                matches!(
                    f,
                    Field::ProjectName | Field::ProjectOrIndicator | Field::ProjectNumber
                )
            });
            let says_something = fields
                .iter()
                .any(|f| matches!(f, Field::Grade | Field::Activities | Field::Actual));
            let score = fields.len();
            let better = best.as_ref().is_none_or(|(known, other)| {
                score > *known || (score == *known && header.is_shorter_form_of(other))
            });
            if names_project && says_something && score >= 3 && better {
                best = Some((score, header));
            }
        }
    }
    best.map(|(_, header)| header)
}

fn flatten(
    sheet: &Sheet,
    merged: &BTreeMap<(u32, u32), (u32, u32)>,
    (first, last): (u32, u32),
    vocabulary: &Vocabulary,
    year: FiscalYear,
) -> Header {
    let mut cols: Vec<u32> =
        (first..=last).flat_map(|row| sheet.row(row).map(|(col, _)| col)).collect();
    cols.extend(merged.range((first, 0)..=(last, u32::MAX)).map(|((_, col), _)| *col));
    cols.sort_unstable();
    cols.dedup();
    cols.truncate(MAX_COLUMNS);
    let mut columns = Vec::new();
    // A parent without a merge (csv, ods) still heads the columns to its right.
    let mut parents: Vec<String> = vec![String::new(); (last - first) as usize];
    for col in cols {
        let mut path: Vec<String> = Vec::new();
        for row in first..=last {
            let (r, c) = merged.get(&(row, col)).copied().unwrap_or((row, col));
            let mut text = sheet.text(r, c).trim().to_owned();
            if row < last {
                let parent = &mut parents[(row - first) as usize];
                if !text.is_empty() {
                    *parent = text.clone();
                } else if sheet.merges.is_empty()
                    && !sheet.text(last, col).trim().is_empty()
                {
                    text.clone_from(parent);
                }
            }
            if !text.is_empty() && path.last() != Some(&text) {
                path.push(text);
            }
        }
        if path.is_empty() {
            continue;
        }
        let field = match &path[..] {
            [only] => vocabulary.find(only, year),
            [.., parent, child] => {
                // A parent that names a year gives it to its children.
                vocabulary
                    .find(&format!("{parent}{child}"), year)
                    .or_else(|| vocabulary.find(child, year))
                    .or_else(|| vocabulary.find(parent, year))
            }
            [] => None,
        };
        columns.push(Column { col, label: path.join("／"), field });
    }
    // 「No.」 beside 「事業番号」 is a running number.
    let is_number = |c: &Column| c.field == Some(Field::ProjectNumber);
    let is_spelled = |c: &Column| is_number(c) && key1(&c.label).ends_with("番号");
    if columns.iter().any(is_spelled) {
        for column in columns.iter_mut().filter(|c| is_number(c) && !is_spelled(c)) {
            column.field = None;
        }
    }
    // Two columns with one meaning: the first is used, the rest are kept as 付記.
    let mut seen = Vec::new();
    for column in &mut columns {
        let Some(field) = column.field else { continue };
        if matches!(field, Field::Reference | Field::Personal) {
            continue;
        }
        if seen.contains(&field) {
            column.field = None;
        } else {
            seen.push(field);
        }
    }
    Header { first, last, columns }
}
