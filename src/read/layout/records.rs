//! Blocks → records: the cells that belong to one answer or one indicator, whatever the
//! shape of the table.

use super::lines::{Line, line_kind};
use super::{At, Block, Body, Column, Field, Slot};
use crate::read::grid::{CellValue, Sheet};

/// What the cells of a record are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A row of a table: a 事業, an indicator, a sum, a remark.
    Row,
    /// The 事業 of a 個票.
    Answer,
    /// One more indicator of the answer before.
    Part,
}

/// Cells with a meaning.
pub struct Record<'a> {
    /// What they are.
    pub kind: Kind,
    /// The first of its rows.
    pub row: u32,
    /// All of its rows.
    pub rows: std::ops::RangeInclusive<u32>,
    /// Where the record stands, for messages.
    pub at: At,
    /// The indicator that the header names.
    pub indicator: Option<&'a str>,
    block: &'a Block,
    slots: Vec<Slot>,
    /// 実績 and 目標 in lines: the cells, beside the columns.
    extra: [Option<(Field, At)>; 2],
}

impl<'a> Record<'a> {
    /// The cell of a field, filled or not.
    pub fn at(&self, field: Field) -> Option<At> {
        let extra = self.extra.iter().flatten().find(|(f, _)| *f == field);
        let slot = || self.slots.iter().find(|s| self.field(s) == Some(field));
        extra.map(|(_, at)| *at).or_else(|| slot().map(|s| s.at))
    }

    /// The label over a field's cell.
    pub fn label(&self, field: Field) -> Option<&'a str> {
        let slot = self.slots.iter().find(|s| self.field(s) == Some(field))?;
        Some(&self.block.columns[slot.column].label)
    }

    /// The text of a field's cell.
    pub fn text(&self, sheet: &Sheet, field: Field) -> String {
        let slot = self.slots.iter().find(|s| self.field(s) == Some(field));
        if let Some(inline) = slot.and_then(|s| s.inline.clone()) {
            return inline;
        }
        self.at(field).map(|(row, col)| sheet.text(row, col)).unwrap_or_default()
    }

    /// The filled cells with their columns; a cell's value, or what stands behind its
    /// label.
    pub fn cells(&self, sheet: &'a Sheet) -> Vec<(&'a Column, At, CellValue)> {
        let mut cells = Vec::new();
        for slot in &self.slots {
            let value = match &slot.inline {
                Some(text) => Some(CellValue::Text(text.clone())),
                None => sheet.cells.get(&slot.at).cloned(),
            };
            let column = &self.block.columns[slot.column];
            cells.extend(value.map(|v| (column, slot.at, v)));
        }
        cells
    }

    /// The value of a field's cell.
    pub fn value(&self, sheet: &Sheet, field: Field) -> Option<CellValue> {
        let slot = self.slots.iter().find(|s| self.field(s) == Some(field));
        if let Some(text) = slot.and_then(|s| s.inline.clone()) {
            return Some(CellValue::Text(text));
        }
        sheet.cells.get(&self.at(field)?).cloned()
    }

    /// The slots, and the cells beside the columns.
    pub(super) fn into_slots(self) -> (Vec<Slot>, Vec<(Field, At)>) {
        (self.slots, self.extra.into_iter().flatten().collect())
    }

    fn field(&self, slot: &Slot) -> Option<Field> {
        let column = &self.block.columns[slot.column];
        column.field.filter(|_| !column.asked)
    }
}

impl Block {
    /// The records, top to bottom, made as they are asked for.
    pub fn records<'a>(
        &'a self,
        sheet: &'a Sheet,
    ) -> Box<dyn Iterator<Item = Record<'a>> + 'a> {
        match &self.body {
            Body::Rows => Box::new(self.row_records(sheet)),
            Body::Lines { kind, value } => {
                Box::new(self.line_records(sheet, *kind, *value).into_iter())
            }
            Body::Cells(list) => Box::new(list.iter().enumerate().map(|(i, slots)| {
                let at = slots.first().map_or((self.header.0, self.cols.0), |s| s.at);
                Record {
                    kind: if i == 0 { Kind::Answer } else { Kind::Part },
                    row: at.0,
                    rows: at.0..=at.0,
                    at,
                    indicator: None,
                    block: self,
                    slots: slots.clone(),
                    extra: [None, None],
                }
            })),
        }
    }

    /// Whether a row has a cell in the columns of the block.
    fn filled_rows(&self, sheet: &Sheet) -> Vec<u32> {
        let rows = sheet.rows();
        let from = rows.partition_point(|r| *r < self.rows.0);
        let to = rows.partition_point(|r| *r <= self.rows.1);
        rows[from..to.max(from)]
            .iter()
            .copied()
            .filter(|r| sheet.row(*r).any(|(c, _)| self.covers(c)))
            .collect()
    }

    fn record(
        &self,
        sheet: &Sheet,
        row: u32,
        group: Option<usize>,
        kind: Kind,
    ) -> Record<'_> {
        let columns = self.columns.iter().enumerate();
        let slots: Vec<Slot> = columns
            .filter(|(_, c)| c.group.is_none() || c.group == group)
            .filter(|(_, c)| kind == Kind::Row || c.group.is_some())
            .map(|(column, c)| Slot { column, at: (row, c.col), inline: None })
            .collect();
        let first = sheet.row(row).map(|(c, _)| c).find(|c| self.covers(*c));
        let indicator = group.and_then(|g| self.groups.get(g)?.as_deref());
        Record {
            kind,
            row,
            rows: row..=row,
            at: (row, first.unwrap_or(self.cols.0)),
            indicator,
            block: self,
            slots,
            extra: [None, None],
        }
    }

    fn row_records<'a>(
        &'a self,
        sheet: &'a Sheet,
    ) -> impl Iterator<Item = Record<'a>> + 'a {
        // The first group stands with the answer where its name is a cell.
        let first_named = self.groups.first().is_some_and(Option::is_none);
        let own = first_named.then_some(0);
        let others = usize::from(first_named)..self.groups.len();
        self.filled_rows(sheet).into_iter().flat_map(move |row| {
            let parts = others.clone().map(move |g| (Some(g), Kind::Part));
            std::iter::once((own, Kind::Row))
                .chain(parts)
                .map(move |(group, kind)| self.record(sheet, row, group, kind))
        })
    }

    /// Lines of 計画・実績・達成率: each set of lines is one record.
    fn line_records(
        &self,
        sheet: &Sheet,
        kind: u32,
        value: Option<u32>,
    ) -> Vec<Record<'_>> {
        let mut records: Vec<Record> = Vec::new();
        let mut seen: Vec<Line> = Vec::new();
        for row in self.filled_rows(sheet) {
            let line = line_kind(&sheet.text(row, kind));
            let named = self.columns.iter().any(|c| {
                let opens = c.field.is_some_and(|f| f.names_project())
                    || matches!(c.field, Some(Field::IndicatorName | Field::IndicatorId));
                opens && sheet.cells.get(&(row, c.col)).is_some()
            });
            let again = line.is_some_and(|l| seen.contains(&l));
            if line.is_none() || named || again || records.is_empty() {
                records.push(self.record(sheet, row, None, Kind::Row));
                seen.clear();
            }
            let Some(record) = records.last_mut() else { continue };
            record.rows = *record.rows.start()..=row;
            if row > record.row {
                // What stands on the later lines belongs to the answer too.
                let more = self.record(sheet, row, None, Kind::Row);
                let filled =
                    more.slots.into_iter().filter(|s| sheet.cells.get(&s.at).is_some());
                record.slots.extend(filled);
            }
            if let Some(line) = line {
                seen.push(line);
                let field = match line {
                    Line::Actual => Some((0, Field::Actual)),
                    Line::Target => Some((1, Field::Target)),
                    Line::Rate => None,
                };
                if let (Some((i, field)), Some(col)) = (field, value) {
                    record.extra[i] = Some((field, (row, col)));
                }
            }
        }
        records
    }
}
