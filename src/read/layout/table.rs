//! 表: headers of one to four rows, anywhere on the sheet, below and beside each other.

use std::collections::{HashMap, HashSet};

use super::merged::Merged;
use super::regions::regions;
use super::resolve;
use super::words::{Field, Said};
use super::{At, Block, Body, Column, Guide};
use crate::model::quantity::{canonical_unit, is_known};
use crate::read::grid::{CellValue, Sheet};
use crate::read::layout::setting::Form;
use crate::text::key1;

/// Rows with content in which every cell is looked at for a header; further down only
/// rows after a gap and rows that repeat words of an earlier header.
const SEARCH_ROWS: usize = 500;
/// Most rows a header is spread over.
const MAX_DEPTH: u32 = 4;
/// Most columns of a table; what stands further right is reported as outside.
const MAX_COLUMNS: usize = 1_000;
/// Longest text that is taken for a label, in characters.
const LONGEST_LABEL: usize = 80;

/// Finds every table of a sheet, with those of indicators alone.
pub(super) fn find(sheet: &Sheet, merged: &Merged, guide: &Guide) -> Vec<Block> {
    let mut finder = Finder { sheet, merged, guide, known: HashMap::new() };
    let rows = sheet.rows();
    let mut blocks = match guide.form {
        Some(form) if form.header.is_some() => finder.fixed(form),
        _ => finder.search(&rows),
    };
    regions(sheet, &rows, &mut blocks);
    for block in &mut blocks {
        resolve::resolve(sheet, guide, block);
    }
    blocks
}

struct Finder<'a> {
    sheet: &'a Sheet,
    merged: &'a Merged,
    guide: &'a Guide<'a>,
    known: HashMap<String, Said>,
}

impl Finder<'_> {
    fn said(&mut self, text: &str) -> Said {
        if text.is_empty() || text.chars().count() > LONGEST_LABEL {
            return Said::default();
        }
        if let Some(said) = self.known.get(text) {
            return *said;
        }
        let said = self.guide.vocabulary.read(text, self.guide.year);
        if self.known.len() < 50_000 {
            self.known.insert(text.to_owned(), said);
        }
        said
    }

    /// The header rows that a person has fixed.
    fn fixed(&mut self, form: &Form) -> Vec<Block> {
        let Some((first, last)) = form.header else { return Vec::new() };
        self.blocks(first, last, true)
    }

    fn search(&mut self, rows: &[u32]) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        let mut next = 0;
        for (i, &row) in rows.iter().enumerate() {
            if row < next {
                continue;
            }
            let after_gap = i > 0 && rows[i - 1] + 1 < row;
            if i >= SEARCH_ROWS && !after_gap && !self.repeats(row, &seen) {
                continue;
            }
            if self.fields(row) < 2 {
                continue;
            }
            let found = self.best_window(row, next);
            let Some((_, found)) = found else { continue };
            for block in &found {
                next = block.header.1 + 1;
                for r in block.header.0..=block.header.1 {
                    seen.extend(self.sheet.row(r).map(|(_, v)| v.text()));
                }
            }
            blocks.extend(found);
        }
        blocks
    }

    /// Words of a header stand again in a row far below.
    fn repeats(&self, row: u32, seen: &HashSet<String>) -> bool {
        let is_known =
            |v: &CellValue| matches!(v, CellValue::Text(t) if seen.contains(t));
        !seen.is_empty() && self.sheet.row(row).filter(|(_, v)| is_known(v)).count() >= 3
    }

    /// Different fields that the words of a row name.
    fn fields(&mut self, row: u32) -> usize {
        let mut fields = HashSet::new();
        for (_, value) in self.sheet.row(row) {
            let CellValue::Text(text) = value else { continue };
            let said = self.said(text);
            if let Some(field) = said.field {
                fields.insert(field);
            } else if self.guide.vocabulary.indicator(text) {
                fields.insert(Field::Actual);
            }
        }
        fields.len()
    }

    /// The rows around `row` under which most is found.
    fn best_window(&mut self, row: u32, from: u32) -> Option<(usize, Vec<Block>)> {
        let mut best: Option<(usize, u32, Vec<Block>)> = None;
        let earliest = row.saturating_sub(MAX_DEPTH - 1).max(from);
        for first in (earliest..=row).rev() {
            for last in row..first + MAX_DEPTH {
                if self.is_cut(first, last) || self.is_cut_above(first) {
                    continue;
                }
                let rows_filled = (first..=last).all(|r| self.has_header_cells(r));
                if !rows_filled || (first..=last).any(|r| self.is_data(r, first)) {
                    break;
                }
                let blocks = self.blocks(first, last, false);
                let score: usize = blocks.iter().map(|b| self.score(b)).sum();
                let depth = last - first;
                let better = best
                    .as_ref()
                    .is_none_or(|(s, d, _)| score > *s || (score == *s && depth < *d));
                if score > 0 && better {
                    best = Some((score, depth, blocks));
                }
            }
        }
        best.map(|(score, _, blocks)| (score, blocks))
    }

    /// Labels of the window are merged with rows below it.
    fn is_cut(&self, first: u32, last: u32) -> bool {
        let below = last + 1;
        let deepest = first + MAX_DEPTH;
        let cut = |(col, _): &(u32, &CellValue)| {
            let area = self.merged.area((last, *col));
            area.end.0 >= below && area.end.0 < deepest
        };
        let started = (first..=last).any(|row| {
            self.sheet.row(row).any(|(col, _)| {
                let area = self.merged.area((row, col));
                area.end.0 >= below && area.end.0 < deepest
            })
        });
        started && (first..=last).flat_map(|r| self.sheet.row(r)).filter(cut).count() >= 2
    }

    /// The window begins in the middle of merged labels.
    fn is_cut_above(&mut self, first: u32) -> bool {
        let cols: Vec<u32> = self.merged.columns((first, first)).collect();
        cols.into_iter().any(|col| {
            let source = self.merged.source((first, col));
            let text = self.sheet.text(source.0, source.1);
            source.0 < first && self.said(&text).field.is_some()
        })
    }

    fn has_header_cells(&self, row: u32) -> bool {
        self.sheet.row(row).next().is_some()
            || self.merged.columns((row, row)).next().is_some()
    }

    /// A row under the first one that holds what only data hold: numbers that are no
    /// years, long texts, or a name under 「事業名」.
    fn is_data(&mut self, row: u32, first: u32) -> bool {
        let cells: Vec<(u32, CellValue)> =
            self.sheet.row(row).map(|(c, v)| (c, v.clone())).collect();
        let labels = self.fields(row);
        let mut numbers = 0;
        for (col, value) in &cells {
            match value {
                CellValue::Number { value, percent: false } => {
                    let year = rust_decimal::Decimal::from(1926)
                        ..rust_decimal::Decimal::from(2118);
                    if !year.contains(value) {
                        numbers += 1;
                    }
                }
                CellValue::Number { .. } | CellValue::Date { .. } => numbers += 1,
                CellValue::Text(text) => {
                    if is_measured(text) {
                        return true;
                    }
                    let sentence = text.trim_end().ends_with('。')
                        && !text.starts_with(['（', '(', '※']);
                    if text.chars().count() > LONGEST_LABEL || sentence {
                        return true;
                    }
                    if row > first && labels < 2 && self.is_under_name(*col, row, first) {
                        let said = self.said(text);
                        if said.field.is_none() && !said.only_year && !is_mark(text) {
                            return true;
                        }
                    }
                }
                _ => {}
            }
        }
        numbers > 0
    }

    /// Whether a label of 事業名 stands above in the same column, not merged with it.
    fn is_under_name(&mut self, col: u32, row: u32, first: u32) -> bool {
        (first..row).any(|above| {
            let at = (above, col);
            let area = self.merged.area(at);
            if area.end.0 >= row || area.end.1 > area.start.1 {
                return false;
            }
            let text = self.sheet.text(above, col);
            self.said(&text).field.is_some_and(|f| {
                f.names_project() || matches!(f, Field::Division | Field::IndicatorName)
            })
        })
    }

    /// The tables under these header rows, left to right.
    fn blocks(&mut self, first: u32, last: u32, fixed: bool) -> Vec<Block> {
        let columns = self.flatten(first, last);
        let mut blocks = Vec::new();
        for columns in self.split(columns, last) {
            let block = Block {
                header: (first, last),
                rows: (last + 1, last),
                cols: (
                    columns.first().map_or(0, |c| c.col),
                    columns.last().map_or(0, |c| c.col),
                ),
                titles: None,
                columns,
                groups: Vec::new(),
                body: Body::Rows,
                year: None,
                continues: false,
                project: None,
                decks: false,
                questions: Vec::new(),
            };
            if fixed || self.score(&block) > 0 {
                let decks = !fixed && self.is_label_over_label(&block);
                blocks.push(Block { decks, ..block });
            }
        }
        blocks
    }

    /// How much is found in a table; 0 when it is none.
    fn score(&mut self, block: &Block) -> usize {
        let mut fields: HashSet<Field> = HashSet::new();
        let mut dated: HashSet<(Field, Option<u16>)> = HashSet::new();
        let mut headed = 0;
        let mut worded = HashSet::new();
        let mut only_years = 0;
        for column in &block.columns {
            let found = resolve::meaning(&column.path, self.guide);
            worded.extend(found.field.filter(|_| !found.indicator));
            only_years += usize::from(found.only_year);
            fields.extend(found.field);
            dated.extend(found.field.map(|f| (f, found.year.map(|y| y.western()))));
            headed += usize::from(found.indicator);
        }
        let names = fields.iter().any(|f| f.names_project());
        let answers = fields.iter().filter(|f| f.is_answer()).count() + headed;
        let of_indicator = |f: &Field| {
            f.is_of_indicator()
                || matches!(f, Field::Reference | Field::LineKind | Field::Year)
        };
        let by_year = worded.contains(&Field::Year) && fields.len() >= 2;
        let inner = (worded.contains(&Field::IndicatorName) || by_year)
            && (worded.contains(&Field::Actual)
                || worded.contains(&Field::Results)
                || (only_years >= 2 && worded.contains(&Field::IndicatorName)))
            && fields.iter().all(of_indicator);
        let is_table = names && answers > 0 && fields.len() + headed >= 3;
        // Labels over labels, and nothing else in these rows, are a header of two decks.
        let over = self.is_label_over_label(block);
        let decks = over && is_table && self.is_all_labels(block);
        let stacked = self.is_stacked_labels(block) || (over && !decks);
        if (!is_table && !inner) || stacked {
            return 0;
        }
        if is_table { dated.len() + headed } else { 1 }
    }

    /// Every cell of the header's rows is a label.
    fn is_all_labels(&mut self, block: &Block) -> bool {
        let cells: Vec<String> = (block.header.0..=block.header.1)
            .flat_map(|row| self.sheet.row(row).map(|(_, v)| v.text()))
            .collect();
        cells.len() >= 4 && cells.iter().all(|text| self.said(text).field.is_some())
    }

    /// A label stands over another in one column: rows of a 個票, not of a header.
    fn is_label_over_label(&mut self, block: &Block) -> bool {
        use Field::{Actual, IndicatorName, Reference, Results, Target};
        let (first, last) = block.header;
        let cols: Vec<u32> = block.columns.iter().map(|c| c.col).collect();
        cols.into_iter().any(|col| {
            let mut above: Option<(Field, String)> = None;
            let mut dated: Option<u16> = None;
            for row in first..=last {
                let area = self.merged.area((row, col));
                if area.start.0 < row {
                    continue;
                }
                let text = self.label((row, col));
                let said = self.said(&text);
                let Some(field) = said.field else { continue };
                // 「R9実績」 over 「R8実績」.
                let year = said.year.map(|y| y.western()).filter(|_| !said.only_year);
                if year.is_some() && dated.is_some_and(|d| Some(d) != year) {
                    return true;
                }
                dated = dated.or(year);
                // A parent that is not merged heads the columns to its right.
                let heads = matches!(
                    field,
                    IndicatorName | Results | Actual | Target | Reference
                ) && self.label((row, col + 1)).is_empty()
                    && row < last
                    && !self.label((row + 1, col + 1)).is_empty();
                let single = area.start.1 == area.end.1 && !heads;
                if let Some((over, words)) = &above
                    && *over != field
                    && single
                    && self.said(&format!("{words}{text}")).field.is_none()
                {
                    return true;
                }
                above = single.then_some((field, text));
            }
            false
        })
    }

    /// Below 「事業名」 more labels stand: the cells of a 個票, not a table.
    fn is_stacked_labels(&mut self, block: &Block) -> bool {
        let name = |c: &&Column| {
            let field = resolve::meaning(&c.path, self.guide).field;
            field.is_some_and(|f| f.names_project())
        };
        let Some(col) = block.columns.iter().find(name).map(|c| c.col) else {
            return false;
        };
        let last = block.header.1;
        let mut labels = 0;
        let mut others = 0;
        for row in last + 1..last.saturating_add(7) {
            let text = self.sheet.text(row, col);
            if text.trim().is_empty() {
                continue;
            }
            let said = self.said(&text);
            match said.field {
                Some(field) if !field.names_project() => labels += 1,
                _ => others += 1,
            }
        }
        labels > others
    }

    /// The label of each column: its texts from the top row to the bottom one.
    fn flatten(&mut self, first: u32, last: u32) -> Vec<Column> {
        let mut cols: Vec<u32> = (first..=last)
            .flat_map(|row| self.sheet.row(row).map(|(col, _)| col))
            .collect();
        cols.extend(self.merged.columns((first, last)));
        cols.sort_unstable();
        cols.dedup();
        cols.truncate(MAX_COLUMNS);
        // A parent that is not merged still heads the columns to its right.
        let mut parents: Vec<(String, u32)> =
            vec![Default::default(); (last - first) as usize];
        let mut columns = Vec::new();
        let mut before = None;
        for col in cols {
            let adjacent = before.is_some_and(|b: u32| b + 1 == col);
            before = Some(col);
            // 方眼紙: one label over many columns, with its values in the first.
            let covered = self.merged.source((last, col)).1 < col;
            if covered && self.is_empty_below(last, col) {
                continue;
            }
            let below = self.label((last, col));
            let mut path: Vec<String> = Vec::new();
            let mut flowed = false;
            let mut at = (last, col);
            for row in first..=last {
                let mut text = self.label((row, col));
                let source = self.merged.source((row, col));
                if row < last {
                    let parent = &mut parents[(row - first) as usize];
                    if !adjacent {
                        *parent = Default::default();
                    }
                    if !text.is_empty() {
                        let spans = self.merged.area((row, col)).end.1;
                        let merged = self.merged.is_merged((row, col));
                        *parent = (text.clone(), if merged { spans } else { u32::MAX });
                    } else if !below.is_empty()
                        && col <= parent.1
                        && !self.merged.is_merged((row, col))
                        && self.merged.source((last, col)).0 == last
                    {
                        text.clone_from(&parent.0);
                        flowed |= !text.is_empty();
                    }
                }
                if !text.is_empty() && path.last() != Some(&text) {
                    path.push(text);
                    at = source;
                }
            }
            if path.is_empty() || path.iter().all(|p| is_mark(p)) {
                continue;
            }
            columns.push(Column {
                col,
                at,
                label: path.join("／"),
                field: None,
                year: None,
                group: None,
                path,
                asked: false,
                flowed,
            });
        }
        columns
    }

    fn label(&self, at: At) -> String {
        let (row, col) = self.merged.source(at);
        let text = self.sheet.text(row, col);
        let text = text.trim();
        if text.chars().count() > LONGEST_LABEL { String::new() } else { text.to_owned() }
    }

    /// Cuts the columns where another table begins beside the first.
    fn split(&mut self, columns: Vec<Column>, last: u32) -> Vec<Vec<Column>> {
        let fields: Vec<Option<Field>> =
            columns.iter().map(|c| resolve::meaning(&c.path, self.guide).field).collect();
        let is_name = |f: &Option<Field>| {
            matches!(f, Some(Field::ProjectName | Field::ProjectOrIndicator))
        };
        let names: Vec<usize> =
            (0..columns.len()).filter(|i| is_name(&fields[*i])).collect();
        let mut cuts = vec![0];
        for pair in names.windows(2) {
            let (p, q) = (pair[0], pair[1]);
            let gap =
                (p + 1..=q).rev().find(|i| columns[*i - 1].col + 1 < columns[*i].col);
            let start = cuts.last().copied().unwrap_or(0);
            let lead = p - start;
            let same = (1..=lead)
                .take_while(|k| q > *k + p && fields[q - k] == fields[p - k])
                .count();
            cuts.push(gap.unwrap_or(q - same));
        }
        // A legend to the right, after an empty column, is no part of the table.
        for i in 1..columns.len() {
            let gap = columns[i - 1].col + 1 < columns[i].col
                && (columns[i - 1].col + 1..columns[i].col)
                    .all(|col| self.is_empty_below(last, col));
            let end = cuts.iter().copied().find(|c| *c > i).unwrap_or(columns.len());
            let start = cuts.iter().copied().filter(|c| *c <= i).max().unwrap_or(0);
            if gap && start < i && is_apart(&fields[start..i], &fields[i..end]) {
                cuts.push(i);
                cuts.sort_unstable();
            }
        }
        cuts.push(columns.len());
        cuts.dedup();
        let mut columns = columns;
        let mut parts = Vec::new();
        for pair in cuts.windows(2).rev() {
            parts.push(columns.split_off(pair[0]));
        }
        parts.reverse();
        parts
    }

    fn is_empty_below(&self, last: u32, col: u32) -> bool {
        (last + 1..last + 40).all(|row| self.sheet.text(row, col).trim().is_empty())
    }
}

/// Whether the columns to the right of an empty one are a table or a legend of their own.
fn is_apart(left: &[Option<Field>], right: &[Option<Field>]) -> bool {
    let is_ours = |f: &Field| *f != Field::Personal;
    let names = |side: &[Option<Field>]| side.iter().flatten().any(|f| f.names_project());
    let answers = |side: &[Option<Field>]| side.iter().flatten().any(|f| f.is_answer());
    if !left.iter().flatten().any(is_ours) || !right.iter().flatten().any(is_ours) {
        return true;
    }
    if names(left) && names(right) && answers(right) {
        return true;
    }
    // A legend repeats words of the table and names no 事業.
    !names(right) && right.iter().flatten().all(|f| left.contains(&Some(*f)))
}

/// 「1,200人」: a value with its unit, in no header.
fn is_measured(text: &str) -> bool {
    let key = key1(text);
    let rest =
        key.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    let unit = canonical_unit(rest);
    let calendar = ["年", "月", "日", "年度", "か月", "期", "次", "回目", "週"];
    rest.len() < key.len()
        && !rest.is_empty()
        && !calendar.contains(&unit.as_str())
        && is_known(&unit)
}

/// Only a number or a sign: 「①」「(1)」「※」.
fn is_mark(text: &str) -> bool {
    let key = key1(text);
    key.chars().count() <= 4
        && key.chars().all(|c| {
            c.is_ascii_digit()
                || "()※*→-.".contains(c)
                || matches!(c, '①'..='⑳' | '⑴'..='⒇')
        })
}
