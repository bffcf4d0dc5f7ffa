//! The rows of one table → evaluations.
//!
//! A row with a 事業 opens an answer; rows under it without one add indicators or
//! continue its texts. Every cell that is looked at gets its [`Fate`].

mod answer;
mod indicator;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use self::rows::RowKind;
use crate::catalog;
use crate::diag::{BookId, Diagnostic, Origin, SheetId};
use crate::model::evaluation::Evaluation;
use crate::model::reconcile::ValueCounts;
use crate::read::grid::Sheet;
use crate::read::header::{Field, Header};
use crate::read::ledger::{Fate, Ledger};
use crate::read::names::{Match, Remark};
use crate::read::submission::Context;

/// Reads one sheet under one header.
pub struct SheetReader<'a, 'b> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Its header.
    pub header: &'a Header,
    /// The book.
    pub book: BookId,
    /// The sheet's id.
    pub id: SheetId,
    /// Plan, names, words, year.
    pub context: &'a Context<'a>,
    /// The 課 of the sheet where rows do not say.
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
}

impl SheetReader<'_, '_> {
    /// Reads all rows below the header.
    pub fn read(&mut self) {
        let mut current: Option<usize> = None;
        // The rows below a refused project are its own: they are not reported again.
        let mut refused = false;
        let mut sums: BTreeMap<u32, (Decimal, Decimal)> = BTreeMap::new();
        self.report_unknown_columns();
        let last = self.header.last;
        for row in self.sheet.rows().into_iter().filter(|r| *r > last) {
            match self.kind(row, current, refused) {
                RowKind::Repeated => {
                    self.ledger.mark_rest_of_row(self.sheet, row, Fate::Header);
                }
                RowKind::Band => {
                    self.ledger.mark_rest_of_row(self.sheet, row, Fate::Reference);
                }
                RowKind::Total => self.total(row, &mut sums),
                RowKind::Remark => {}
                RowKind::Unknown => {
                    self.ledger.mark_rest_of_row(self.sheet, row, Fate::Reported);
                    current = None;
                    refused = true;
                }
                RowKind::Project(project, remark) => {
                    current = self.open(row, project, current, remark);
                    refused = current.is_none();
                    if let Some(evaluation) = current {
                        self.fill(row, evaluation, None, &mut sums);
                    }
                }
                RowKind::Indicator(name) => {
                    if let Some(evaluation) = current {
                        self.fill(row, evaluation, Some(name), &mut sums);
                    }
                }
                RowKind::Continued => {
                    if let Some(evaluation) = current {
                        self.fill(row, evaluation, None, &mut sums);
                    }
                }
            }
        }
    }

    fn text(&self, row: u32, field: Field) -> String {
        self.header.column(field).map(|c| self.sheet.text(row, c)).unwrap_or_default()
    }

    fn origin(&self, row: u32, col: u32) -> Origin {
        Origin::cell(self.book, self.id, row, col)
    }

    /// Columns that the plan has no field for are said once, with their header.
    fn report_unknown_columns(&mut self) {
        let last = self.header.last;
        let filled: BTreeSet<u32> =
            self.sheet.cells.keys().filter(|(r, _)| *r > last).map(|(_, c)| *c).collect();
        let below = |col: u32| filled.contains(&col);
        for column in &self.header.columns {
            let rule = match column.field {
                None if below(column.col) => &catalog::COLUMN_KEPT,
                Some(Field::Personal) if below(column.col) => &catalog::PERSONAL_COLUMN,
                _ => continue,
            };
            let label = column.label.replace('\n', "");
            let text = if column.field.is_none() {
                format!("列「{label}」は計画にない列なので、付記として残しました")
            } else {
                format!("列「{label}」は個人に関わるため、使いませんでした")
            };
            self.findings.push(
                Diagnostic::new(rule, text).at(self.origin(self.header.last, column.col)),
            );
        }
    }

    fn first_origin(&self, row: u32) -> Origin {
        let col = self.sheet.row(row).next().map_or(0, |(col, _)| col);
        self.origin(row, col)
    }

    /// Opens an answer, or goes on with the current one when the row repeats it.
    fn open(
        &mut self,
        row: u32,
        project: usize,
        current: Option<usize>,
        remark: Option<Remark>,
    ) -> Option<usize> {
        let before = self.findings.len();
        let division = self.row_division(row);
        let asked = self.findings.len() > before && division.is_none();
        if let Some(i) = current
            && self.evaluations[i].project == project
            && division.is_none_or(|d| d == self.evaluations[i].division)
        {
            self.mark_identity(row);
            return current;
        }
        let plan = self.context.plan;
        let title = plan.projects[project].title();
        if let Some(how) = remark {
            self.read_so(how, self.first_origin(row), Some(&title));
        }
        let Some(division) = division.or(self.division) else {
            if !asked {
                self.division_unknown(row);
            }
            self.ledger.mark_rest_of_row(self.sheet, row, Fate::Reported);
            return None;
        };
        self.mark_identity(row);
        self.evaluations.push(Evaluation {
            project,
            division,
            year: self.context.year,
            activities: None,
            grade: None,
            grade_cell: self.header.column(Field::Grade).map(|c| self.origin(row, c)),
            grade_asked: false,
            reason: None,
            issues: None,
            improvements: None,
            direction: None,
            actuals: Vec::new(),
            notes: Vec::new(),
            origin: self.first_origin(row),
        });
        Some(self.evaluations.len() - 1)
    }

    /// Said once for a book: every row without a 課 has the same cause.
    fn division_unknown(&mut self, row: u32) {
        let text = "どの課の回答か、欄・表題・ファイル名のどれからも分かりません";
        if self.findings.iter().all(|f| f.message != text) {
            let finding = Diagnostic::new(&catalog::DIVISION_UNKNOWN, text);
            self.findings.push(finding.at(self.first_origin(row)));
        }
    }

    fn mark_identity(&mut self, row: u32) {
        use Field::{
            Division, ProjectId, ProjectName, ProjectNumber, ProjectOrIndicator,
        };
        for field in [ProjectId, ProjectNumber, ProjectName, ProjectOrIndicator, Division]
        {
            if let Some(col) = self.header.column(field) {
                self.ledger.mark(row, col, Fate::Used);
            }
        }
    }

    /// Says how a name was read; a decision, once a book.
    fn read_so(&mut self, how: Remark, origin: Origin, about: Option<&str>) {
        if how.once_a_book() && !self.said.insert(how.text.clone()) {
            return;
        }
        let mut finding = how.finding().at(origin);
        if let Some(about) = about {
            finding = finding.about(about);
        }
        self.findings.push(finding);
    }

    fn row_division(&mut self, row: u32) -> Option<usize> {
        let col = self.header.column(Field::Division)?;
        let text = self.sheet.text(row, col);
        if text.trim().is_empty() {
            return None;
        }
        match self.context.names.division(&text) {
            Match::Exact(i) => Some(i),
            Match::Loose(i, how) => {
                // Once a book is enough.
                if self.said.insert(how.text.clone()) {
                    let finding = how.finding().at(self.origin(row, col));
                    self.findings.push(finding);
                }
                Some(i)
            }
            // 「こども課、学校教育課」 is the plan's list, not the one that answers.
            Match::Unknown(_) if self.lists_divisions(&text) => None,
            Match::Unknown(unknown) => {
                let text = format!("課「{}」は計画の担当課にありません", text.trim());
                let finding = Diagnostic::new(&catalog::DIVISION_UNKNOWN, text)
                    .at(self.origin(row, col));
                self.findings.push(unknown.ask(finding));
                None
            }
            Match::Conflict(..) | Match::Several(_) => None,
        }
    }

    fn lists_divisions(&self, text: &str) -> bool {
        let parts = text.split(['、', '，', ',', '・', '／', '/', '\n']);
        let named = parts.map(str::trim).filter(|part| !part.is_empty());
        let known: Vec<bool> = named
            .map(|part| self.context.names.division(part))
            .map(|found| matches!(found, Match::Exact(_) | Match::Loose(..)))
            .collect();
        known.len() > 1 && known.iter().all(|k| *k)
    }

    /// Reads the fields of a row into its answer.
    fn fill(
        &mut self,
        row: u32,
        evaluation: usize,
        indicator_name: Option<String>,
        sums: &mut BTreeMap<u32, (Decimal, Decimal)>,
    ) {
        if indicator_name.is_some() {
            self.mark_identity(row);
        }
        let header = self.header;
        for column in &header.columns {
            let Some(cell) = self.sheet.cells.get(&(row, column.col)) else { continue };
            let origin = self.origin(row, column.col);
            match column.field {
                Some(Field::Reference) => {
                    self.ledger.mark(row, column.col, Fate::Reference);
                }
                Some(Field::Personal) => {
                    self.ledger.mark(row, column.col, Fate::Personal);
                }
                Some(Field::Grade) => self.grade(cell, origin, evaluation),
                Some(Field::Direction) => self.direction(cell, origin, evaluation),
                Some(
                    field @ (Field::Activities
                    | Field::Reason
                    | Field::Issues
                    | Field::Improvements),
                ) => self.sentence(cell, origin, evaluation, field),
                None => self.note(cell, origin, evaluation, &column.label),
                _ => {}
            }
            if !matches!(column.field, Some(Field::Reference | Field::Personal)) {
                let fate = if column.field.is_none() { Fate::Note } else { Fate::Used };
                self.ledger.mark(row, column.col, fate);
            }
        }
        self.indicator(row, evaluation, indicator_name, sums);
    }

    fn title(&self, evaluation: usize) -> String {
        self.context.plan.projects[self.evaluations[evaluation].project].title()
    }
}
