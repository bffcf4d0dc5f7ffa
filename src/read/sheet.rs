//! The records of one block → evaluations.
//!
//! A record with a 事業 opens an answer; records after it without one add indicators or
//! continue its texts. Every cell that is looked at gets its [`Fate`].

mod answer;
mod aside;
mod identity;
mod indicator;
mod rows;
mod shifted;
mod struck;
mod totals;
mod unit;
mod years;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use self::rows::RowKind;
use self::totals::Totals;
use self::years::Years;
use crate::catalog;
use crate::config::Hidden;
use crate::diag::{BookId, Diagnostic, Origin, SheetId};
use crate::model::evaluation::Evaluation;
use crate::model::reconcile::ValueCounts;
use crate::read::grid::{CellValue, Sheet};
use crate::read::layout::{At, Block, Field, Merged, Record};
use crate::read::ledger::{Fate, Ledger};
use crate::read::submission::Context;

/// Reads one block of a sheet.
pub struct SheetReader<'a, 'b> {
    /// The sheet, in the block's own direction.
    pub sheet: &'a Sheet,
    /// Its merged cells.
    pub merged: &'a Merged,
    /// The block.
    pub block: &'a Block,
    /// Rows and columns of the sheet are exchanged against the file.
    pub flipped: bool,
    /// The book.
    pub book: BookId,
    /// The sheet's id.
    pub id: SheetId,
    /// Plan, names, words, year.
    pub context: &'a Context<'a>,
    /// The 課 of the block where rows do not say.
    pub division: Option<usize>,
    /// Fates of the cells.
    pub ledger: &'b mut Ledger,
    /// Findings.
    pub findings: &'b mut Vec<Diagnostic>,
    /// Answers.
    pub evaluations: &'b mut Vec<Evaluation>,
    /// 実績値 by kind.
    pub values: &'b mut ValueCounts,
    /// Remarks that are made once.
    pub said: &'b mut BTreeSet<String>,
    /// The answer that the rows above belong to.
    pub current: Option<usize>,
    /// The project of the rows above was refused: they are not reported again.
    pub refused: bool,
    /// Below a blank row something else than the table's rows has begun.
    pub foreign: bool,
    /// A row above has said that what follows is no answer of this year.
    pub aside: bool,
    /// It is another table with a header of its own.
    pub foreign_table: bool,
    /// Notes kept so far, and their labels.
    pub noted: usize,
    /// The labels of notes, each once.
    pub labels: HashMap<String, Arc<str>>,
    /// The 課 of the row above.
    pub last_division: Option<usize>,
    /// The last answer of this book by 事業 and 課, position in `evaluations`.
    pub answered: &'b mut HashMap<(usize, usize), usize>,
    /// The first answer of this block.
    pub block_from: usize,
}

impl SheetReader<'_, '_> {
    /// Reads all records of the block.
    pub fn read(&mut self) {
        let mut totals = Totals::default();
        let mut years = Years::default();
        self.report_columns();
        let block = self.block;
        for record in block.records(self.sheet) {
            if self.is_hidden(&record) {
                self.mark_rest(&record, Fate::Reported);
                continue;
            }
            if self.is_of_other_year(&record, &mut years) {
                continue;
            }
            match self.kind(&record) {
                RowKind::Repeated => self.mark_rest(&record, Fate::Header),
                RowKind::Band => {
                    // What follows a band without a 事業 is nobody's.
                    self.mark_rest(&record, Fate::Reference);
                    (self.current, self.refused) = (None, false);
                }
                RowKind::Example => {
                    self.mark_rest(&record, Fate::Reference);
                }
                RowKind::Total => self.total(&record, &mut totals),
                RowKind::Remark => {}
                RowKind::Unknown => {
                    self.mark_rest(&record, Fate::Reported);
                    self.current = None;
                    self.refused = true;
                }
                RowKind::Project(project, remark) => {
                    if let Some(answer) = self.reprint(&record, project) {
                        self.mark_rest(&record, Fate::Reference);
                        (self.current, self.refused) = (Some(answer), false);
                        continue;
                    }
                    self.current = self.open(&record, project, remark);
                    self.refused = self.current.is_none();
                    if let Some(evaluation) = self.current {
                        self.fill(&record, evaluation, None, &mut totals);
                    }
                }
                RowKind::Indicator(name) => {
                    if let Some(evaluation) = self.current {
                        self.mark_identity(&record);
                        self.fill(&record, evaluation, Some(name), &mut totals);
                    }
                }
                RowKind::Continued => {
                    let name = self.shared_indicator(&record, &years);
                    if let Some(evaluation) = self.current {
                        self.fill(&record, evaluation, name, &mut totals);
                    }
                }
            }
        }
        self.report_years(&years);
    }

    /// A column that Excel does not show, where the setting leaves such out.
    fn is_hidden_column(&self, (_, col): At) -> bool {
        let hidden = &self.context.hidden;
        let setting = if self.flipped { hidden.rows } else { hidden.cols };
        let hides = |(a, b): &(u32, u32)| (*a..=*b).contains(&col);
        setting == Hidden::Skip && self.sheet.hidden_cols.iter().any(hides)
    }

    /// A row or column that Excel does not show, where the setting leaves such out.
    fn is_hidden(&self, record: &Record) -> bool {
        let hidden = &self.context.hidden;
        let setting = if self.flipped { hidden.cols } else { hidden.rows };
        let rows = &self.sheet.hidden_rows;
        setting == Hidden::Skip && rows.binary_search(&record.row).is_ok()
    }

    fn text(&self, record: &Record, field: Field) -> String {
        record.text(self.sheet, field)
    }

    pub(super) fn origin(&self, (row, col): At) -> Origin {
        let (row, col) = if self.flipped { (col, row) } else { (row, col) };
        Origin::cell(self.book, self.id, row, col)
    }

    pub(super) fn mark(&mut self, (row, col): At, fate: Fate) {
        let (row, col) = if self.flipped { (col, row) } else { (row, col) };
        self.ledger.mark(row, col, fate);
    }

    /// The cells of the record's rows that have no fate yet, in the block's columns.
    pub(super) fn mark_rest(&mut self, record: &Record, fate: Fate) {
        let sheet = self.sheet;
        if self.block.is_form() {
            for (_, at, _) in record.cells(sheet) {
                self.mark(at, fate);
            }
            return;
        }
        for row in record.rows.clone() {
            for (col, _) in sheet.row(row).filter(|(c, _)| self.block.covers(*c)) {
                let (r, c) = if self.flipped { (col, row) } else { (row, col) };
                self.ledger.mark_open(r, c, fate);
            }
        }
    }

    /// What is said once about the columns: questions, 付記, 個人.
    fn report_columns(&mut self) {
        for question in &self.block.questions {
            let mut finding = Diagnostic::new(question.rule, question.text.clone())
                .at(self.origin(question.at));
            for hint in &question.hints {
                finding = finding.hint(hint.clone());
            }
            self.findings.push(finding);
        }
        let (first, last) = self.block.rows;
        let filled: BTreeSet<u32> = self
            .sheet
            .cells
            .range((first, 0)..(last.saturating_add(1).max(first), 0))
            .map(|((_, col), _)| *col)
            .collect();
        for column in &self.block.columns {
            let in_use = self.block.is_form() || filled.contains(&column.col);
            let label = column.label.replace('\n', "");
            let (rule, text) = match column.field {
                _ if !in_use || column.asked => continue,
                None | Some(Field::Note) => (
                    &catalog::COLUMN_KEPT,
                    format!("列「{label}」は計画にない列なので、付記として残しました"),
                ),
                Some(Field::Personal) => (
                    &catalog::PERSONAL_COLUMN,
                    format!("列「{label}」は個人に関わるため、使いませんでした"),
                ),
                Some(Field::Ignored) => (
                    &catalog::COLUMN_READ_SO,
                    format!("列「{label}」は設定により読みませんでした"),
                ),
                _ => continue,
            };
            let finding = Diagnostic::new(rule, text).at(self.origin(column.at));
            self.findings.push(finding);
        }
    }

    /// Reads the fields of a record into its answer.
    fn fill(
        &mut self,
        record: &Record,
        evaluation: usize,
        name: Option<String>,
        totals: &mut Totals,
    ) {
        self.fill_answer(record, evaluation);
        if self.is_breakdown(record) {
            let values = [Field::Actual, Field::Target].into_iter();
            for at in values.filter_map(|f| record.at(f)) {
                self.mark(at, Fate::Reference);
            }
            return;
        }
        if let Some(at) = record.at(Field::Target) {
            self.mark(at, Fate::Used);
        }
        self.indicator(record, evaluation, name, totals);
    }

    /// Reads all but the indicator.
    fn fill_answer(&mut self, record: &Record, evaluation: usize) {
        self.report_shifted(record, evaluation);
        let mut marks: Vec<(String, At)> = Vec::new();
        for (column, at, cell) in record.cells(self.sheet) {
            let origin = self.origin(at);
            let fate = match column.field {
                _ if column.asked || self.is_hidden_column(at) => Fate::Reported,
                Some(Field::Actual) if self.is_shifted(at) => Fate::Used,
                field if self.is_shifted(at) => {
                    self.evaluations[evaluation].grade_asked |=
                        field == Some(Field::Grade);
                    Fate::Reported
                }
                Some(Field::GradeMark) if !self.is_struck(at, column.field) => {
                    marks.push((column.label.clone(), at));
                    Fate::Used
                }
                Some(
                    Field::Reference | Field::LineKind | Field::Year | Field::Breakdown,
                ) => Fate::Reference,
                Some(Field::Ignored) => Fate::Reported,
                Some(Field::Personal) => Fate::Personal,
                Some(field) if self.is_ditto(&cell) && field.is_told() => {
                    self.ditto(&cell, origin, evaluation, field);
                    Fate::Reported
                }
                field if self.is_struck(at, field) => {
                    self.struck_out(&cell, at, evaluation, column);
                    Fate::Reported
                }
                Some(Field::Grade) => {
                    self.grade(&cell, origin, evaluation);
                    Fate::Used
                }
                Some(Field::Direction) => {
                    self.direction(&cell, origin, evaluation);
                    Fate::Used
                }
                Some(
                    field @ (Field::Activities
                    | Field::Reason
                    | Field::Issues
                    | Field::Improvements),
                ) => {
                    self.sentence(&cell, origin, evaluation, field);
                    Fate::Used
                }
                None | Some(Field::Note) => {
                    self.note(&cell, origin, evaluation, &column.label);
                    Fate::Note
                }
                _ => Fate::Used,
            };
            if !matches!(fate, Fate::Reported | Fate::Personal | Fate::Reference) {
                self.struck_part(at, evaluation, column);
            }
            self.mark(at, fate);
        }
        self.grade_marks(&marks, evaluation);
        self.evaluations[evaluation].grade_asked |= self.block.asks(Field::Grade);
    }

    fn is_ditto(&self, cell: &CellValue) -> bool {
        matches!(cell, CellValue::Text(text)
            if rows::is_ditto(text) || rows::is_see_above(text))
    }

    fn title(&self, evaluation: usize) -> String {
        self.context.plan.projects[self.evaluations[evaluation].project].title()
    }
}
