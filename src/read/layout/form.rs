//! 個票: one 事業 in labels and values, beside or below each other, with or without a
//! small table of indicators; one or several on a sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::merged::Merged;
use super::resolve;
use super::words::Field;
use super::{At, Block, Body, Column, Guide, Question, Slot};
use crate::catalog;
use crate::model::year::FiscalYear;
use crate::read::grid::{CellValue, Sheet};
use crate::text::key1;

/// Longest text that is a label, in characters.
const LONGEST_LABEL: usize = 60;

/// A cell that names what stands beside or below it.
pub(super) struct Label {
    pub at: At,
    pub text: String,
    pub field: Field,
    pub year: Option<FiscalYear>,
    /// What follows 「事業名：」 in the same cell.
    pub inline: Option<String>,
}

/// One 個票's part of the sheet.
#[derive(Clone, Copy)]
pub(super) struct Region {
    pub rows: (u32, u32),
    pub cols: (u32, u32),
}

impl Region {
    pub(super) fn holds(&self, (row, col): At) -> bool {
        (self.rows.0..=self.rows.1).contains(&row)
            && (self.cols.0..=self.cols.1).contains(&col)
    }
}

/// Finds the 個票 of a sheet without a table of 事業; `inner` are its tables of
/// indicators.
pub(super) fn find(
    sheet: &Sheet,
    merged: &Merged,
    inner: &[Block],
    guide: &Guide,
) -> Vec<Block> {
    let mut inner: Vec<Block> = inner.to_vec();
    let labels = labels(sheet, &inner, guide);
    for table in &mut inner {
        trim(sheet, table, &labels);
    }
    let by_at: BTreeMap<At, usize> =
        labels.iter().enumerate().map(|(i, l)| (l.at, i)).collect();
    let mut by_row: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (i, table) in inner.iter().enumerate() {
        for row in table.header.0..=table.rows.1.max(table.header.1) {
            by_row.entry(row).or_default().push(i);
        }
    }
    let page = Page {
        sheet,
        merged,
        labels: &labels,
        by_at: &by_at,
        inner: &inner,
        by_row: &by_row,
        guide,
    };
    page.regions().into_iter().filter_map(|region| page.block(region)).collect()
}

fn labels(sheet: &Sheet, inner: &[Block], guide: &Guide) -> Vec<Label> {
    let mut labels = Vec::new();
    for ((row, col), value) in sheet.cells.iter() {
        let at = (*row, *col);
        let CellValue::Text(text) = value else { continue };
        let in_header = inner
            .iter()
            .any(|b| (b.header.0..=b.header.1).contains(row) && b.covers(*col));
        if in_header || text.chars().count() > 400 {
            continue;
        }
        let said = guide.vocabulary.read(text, guide.year);
        if let Some(field) = said.field
            && text.chars().count() <= LONGEST_LABEL
        {
            labels.push(Label {
                at,
                text: text.clone(),
                field,
                year: said.year,
                inline: None,
            });
            continue;
        }
        let Some((head, rest)) = text.split_once(['：', ':']) else { continue };
        let said = guide.vocabulary.read(head, guide.year);
        if let Some(field) = said.field
            && head.chars().count() <= 20
        {
            let rest = rest.trim();
            let inline = (!rest.is_empty()).then(|| rest.to_owned());
            let text = head.trim().to_owned();
            labels.push(Label { at, text, field, year: said.year, inline });
        }
    }
    labels
}

/// The table of indicators ends where the labels go on, or at a blank row.
fn trim(sheet: &Sheet, table: &mut Block, labels: &[Label]) {
    let ends = |row: u32| {
        let mut cells = sheet.row(row).filter(|(c, _)| table.covers(*c)).peekable();
        let label = labels
            .iter()
            .any(|l| l.at.0 == row && table.covers(l.at.1) && !l.field.is_of_indicator());
        cells.peek().is_none() || label
    };
    let (first, last) = table.rows;
    let end = (first..=last).find(|row| ends(*row)).unwrap_or(last + 1);
    table.rows.1 = end.saturating_sub(1);
}

pub(super) struct Page<'a> {
    pub sheet: &'a Sheet,
    pub merged: &'a Merged,
    pub labels: &'a [Label],
    by_at: &'a BTreeMap<At, usize>,
    pub inner: &'a [Block],
    /// The tables of indicators that stand in a row.
    by_row: &'a BTreeMap<u32, Vec<usize>>,
    pub guide: &'a Guide<'a>,
}

impl Page<'_> {
    fn block(&self, region: Region) -> Option<Block> {
        let mut block = Block {
            header: region.rows,
            rows: region.rows,
            cols: region.cols,
            titles: None,
            columns: Vec::new(),
            groups: Vec::new(),
            body: Body::Rows,
            year: None,
            continues: false,
            project: None,
            decks: false,
            questions: Vec::new(),
        };
        let mut records: Vec<Vec<Slot>> = vec![Vec::new()];
        let mut names = 0;
        let mut used: BTreeSet<At> = BTreeSet::new();
        let inside: Vec<&Label> = self
            .labels
            .iter()
            .filter(|l| region.holds(l.at) && !self.in_table(l.at))
            .collect();
        for label in &inside {
            used.insert(label.at);
            if self.heads_row(label.at) {
                let mut column = Column::new(label.at.1, label.at, Field::Reference);
                column.label.clone_from(&label.text);
                block.columns.push(column);
                continue;
            }
            if label.field == Field::IndicatorName {
                names += 1;
                if names > 1 {
                    records.push(Vec::new());
                }
            }
            let values = self.values(label, region);
            let field = self.field(label, &values);
            let at = values.first().copied().unwrap_or(self.right_of(label.at));
            let column = block.columns.len();
            block.columns.push(Column {
                col: at.1,
                at: label.at,
                label: label.text.clone(),
                field: Some(field),
                year: label.year,
                group: None,
                path: vec![label.text.clone()],
                asked: false,
                flowed: false,
            });
            let record = if field.is_of_indicator() { records.len() - 1 } else { 0 };
            let slots = &mut records[record];
            if let Some(inline) = &label.inline {
                let inline = Some(inline.clone());
                slots.push(Slot { column, at: label.at, inline });
                continue;
            }
            // The empty cell of a blank value; never another label.
            if values.is_empty() && self.sheet.cells.get(&at).is_none() {
                slots.push(Slot { column, at, inline: None });
            }
            let boxes = values.iter().any(|at| self.is_box(*at)) && values.len() > 1;
            for (i, at) in values.iter().enumerate() {
                used.insert(*at);
                // 「□｜A｜☑｜B」 is read as one text.
                let inline = boxes.then(|| match i {
                    0 => {
                        let texts = values.iter().map(|(r, c)| self.sheet.text(*r, *c));
                        texts.collect::<Vec<_>>().join(" ")
                    }
                    _ => String::new(),
                });
                slots.push(Slot { column, at: *at, inline });
            }
        }
        ambiguous(self.sheet, self.guide, &mut block, &mut records);
        only_other_years(self.guide, &inside, &mut block);
        self.tables(region, &mut block, &mut records);
        let has =
            |f: fn(Field) -> bool| block.columns.iter().any(|c| c.field.is_some_and(f));
        if !has(Field::is_answer) {
            return None;
        }
        self.notes(region, &used, &mut block, &mut records);
        let first = inside.iter().map(|l| l.at.0).min().unwrap_or(region.rows.0);
        block.header = (first, first);
        block.titles = (first > region.rows.0).then(|| (region.rows.0, first - 1));
        block.cols.1 = block.cols.1.min(u32::MAX - 1);
        block.body = Body::Cells(records);
        Some(block)
    }

    /// A label beside a row of the table of indicators: 「指標①」.
    fn heads_row(&self, at: At) -> bool {
        let right = self.sheet.row(at.0).map(|(c, _)| (at.0, c)).find(|(_, c)| *c > at.1);
        right.is_some_and(|right| self.in_table(right))
    }

    pub(super) fn in_table(&self, (row, col): At) -> bool {
        let tables = self.by_row.get(&row);
        tables.is_some_and(|list| list.iter().any(|i| self.inner[*i].covers(col)))
    }

    fn right_of(&self, at: At) -> At {
        let area = self.merged.area(at);
        (area.start.0, area.end.1 + 1)
    }

    /// 「実績」 by its value; another year's answer is for reference.
    fn field(&self, label: &Label, values: &[At]) -> Field {
        let field = match label.field {
            Field::Results => {
                let first = values.first().map(|at| self.sheet.text(at.0, at.1));
                let text = first.or(label.inline.clone()).unwrap_or_default();
                let numeric = key1(&text).starts_with(|c: char| c.is_ascii_digit())
                    && !text.contains(['。', '、'])
                    && text.chars().count() <= 20;
                if numeric { Field::Actual } else { Field::Activities }
            }
            other => other,
        };
        match label.year.or_else(|| self.year_left(label.at)) {
            Some(year) if year != self.guide.year => match field {
                Field::Activities if year > self.guide.year => Field::Improvements,
                Field::Improvements | Field::Direction if year > self.guide.year => field,
                f if f.is_yearly() || f.is_answer() => Field::Reference,
                f => f,
            },
            _ => field,
        }
    }

    pub(super) fn is_label(&self, at: At) -> bool {
        self.by_at.contains_key(&at)
    }

    /// The rows of the tables of indicators.
    fn tables(&self, region: Region, block: &mut Block, records: &mut Vec<Vec<Slot>>) {
        for table in self.inner.iter().filter(|t| region.holds((t.header.0, t.cols.0))) {
            let mut table = table.clone();
            // The rows were cut after the columns had been read.
            for column in &mut table.columns {
                let found = resolve::meaning(&column.path, self.guide);
                column.field = column.field.or(found.field);
            }
            let offset = block.columns.len();
            let mut lists: Vec<Vec<Slot>> = Vec::new();
            let parts: Vec<_> =
                table.records(self.sheet).map(|r| r.into_slots()).collect();
            for (slots, extra) in parts {
                let mut list: Vec<Slot> = slots
                    .into_iter()
                    .map(|s| Slot { column: s.column + offset, ..s })
                    .collect();
                for (field, at) in extra {
                    table.columns.push(Column {
                        col: at.1,
                        at: (table.header.1, at.1),
                        label: field.name().to_owned(),
                        field: Some(field),
                        year: None,
                        group: None,
                        path: Vec::new(),
                        asked: false,
                        flowed: false,
                    });
                    let column = offset + table.columns.len() - 1;
                    list.insert(0, Slot { column, at, inline: None });
                }
                lists.push(list);
            }
            block.questions.append(&mut table.questions);
            block.columns.append(&mut table.columns);
            records.append(&mut lists);
        }
    }

    /// Unknown labels with a value beside them are kept as 付記.
    fn notes(
        &self,
        region: Region,
        used: &BTreeSet<At>,
        block: &mut Block,
        records: &mut [Vec<Slot>],
    ) {
        let first = self.labels.iter().find(|l| region.holds(l.at)).map_or(0, |l| l.at.0);
        for row in first..=region.rows.1 {
            let mut free: Vec<At> = self
                .sheet
                .row(row)
                .map(|(c, _)| (row, c))
                .filter(|at| {
                    region.holds(*at) && !used.contains(at) && !self.in_table(*at)
                })
                .collect();
            // An odd number of cells is no list of labels and values.
            if free.len() % 2 == 1 {
                continue;
            }
            free.reverse();
            while let Some(at) = free.pop() {
                let text = self.sheet.text(at.0, at.1);
                let beside = free.last().copied();
                let adjacent = beside.is_some_and(|b| b.1 == self.right_of(at).1);
                if !adjacent || text.chars().count() > LONGEST_LABEL {
                    continue;
                }
                let Some(value) = free.pop() else { continue };
                let column = block.columns.len();
                block.columns.push(Column {
                    col: value.1,
                    at,
                    label: text.trim().to_owned(),
                    field: None,
                    year: None,
                    group: None,
                    path: Vec::new(),
                    asked: false,
                    flowed: false,
                });
                records[0].push(Slot { column, at: value, inline: None });
            }
        }
    }
}

/// The answers of a 個票 are of another year, and none is of this one.
fn only_other_years(guide: &Guide, labels: &[&Label], block: &mut Block) {
    let answers = labels.iter().any(|l| l.field.is_answer());
    let left = block.columns.iter().any(|c| c.field.is_some_and(Field::is_answer));
    let Some(first) = labels.iter().find(|l| l.field.is_answer()) else { return };
    if !answers || left {
        return;
    }
    block.questions.push(Question {
        rule: &catalog::BLOCK_YEAR_UNKNOWN,
        at: first.at,
        text: format!(
            "個票の「{}」などは別の年度のもので、{}の欄がありません",
            first.text.trim(),
            guide.year.era_label()
        ),
        hints: Vec::new(),
    });
    // It is still a 個票 of its 事業.
    if let Some(column) = block.columns.iter_mut().find(|c| c.at == first.at) {
        column.field = Some(first.field);
        column.asked = true;
    }
}

/// Two labels with one meaning and different values.
fn ambiguous(sheet: &Sheet, guide: &Guide, block: &mut Block, records: &mut [Vec<Slot>]) {
    for slots in records.iter_mut() {
        let mut by_field: BTreeMap<Field, Vec<usize>> = BTreeMap::new();
        for slot in slots.iter() {
            let Some(field) = block.columns[slot.column].field else { continue };
            let filled = slot.inline.is_some() || sheet.cells.get(&slot.at).is_some();
            if field.is_answer() && filled {
                let list = by_field.entry(field).or_default();
                if list.last() != Some(&slot.column) {
                    list.push(slot.column);
                }
            }
        }
        for (field, columns) in by_field.into_iter().filter(|(_, c)| c.len() > 1) {
            let dated: Vec<usize> = columns
                .iter()
                .copied()
                .filter(|c| block.columns[*c].year == Some(guide.year))
                .collect();
            if let [_] = dated[..] {
                for c in columns.iter().filter(|c| !dated.contains(c)) {
                    block.columns[*c].field = Some(Field::Reference);
                }
                continue;
            }
            let names: Vec<String> = columns
                .iter()
                .map(|c| &block.columns[*c])
                .map(|c| {
                    let cell = crate::diag::CellRef { row: c.at.0, col: c.at.1 };
                    format!("{cell}「{}」", c.label.replace('\n', ""))
                })
                .collect();
            block.questions.push(Question {
                rule: &catalog::COLUMN_AMBIGUOUS,
                at: block.columns[columns[0]].at,
                text: format!(
                    "「{}」と読める欄が{}あります: {}",
                    field.name(),
                    columns.len(),
                    names.join("、")
                ),
                hints: Vec::new(),
            });
            for c in columns {
                block.columns[c].asked = true;
            }
        }
    }
}
