//! 年度の欄: rows, or a 個票, that say of which year they are.

use super::SheetReader;
use super::rows::RowKind;
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::year::FiscalYear;
use crate::read::layout::{At, Field, Kind, Record, year_in_cell};
use crate::read::ledger::Fate;
use crate::read::row_words::is_total_word;
use crate::text::keep;

/// What the 年度 cells of a block have said so far.
#[derive(Default)]
pub(super) struct Years {
    /// The first cell of another year, that year, and how many records there were.
    other: Option<(At, FiscalYear, usize)>,
    /// Some record is of this year.
    this: bool,
    /// The 個票 being read is of another year.
    card: bool,
    /// The indicator that the rows of several years share.
    indicator: Option<String>,
}

impl SheetReader<'_, '_> {
    /// Whether a record is of another year: it names its 事業 and indicator for the rows
    /// below, and nothing of it is used.
    pub(super) fn is_of_other_year(
        &mut self,
        record: &Record,
        years: &mut Years,
    ) -> bool {
        if record.kind == Kind::Answer {
            years.card = false;
        }
        let name = keep(&self.text(record, Field::IndicatorName));
        if !name.is_empty() {
            years.indicator = Some(name);
        }
        let this = self.context.year;
        let found = record.at(Field::Year).and_then(|at| {
            let (row, col) = self.merged.source(at);
            let inline = self.text(record, Field::Year);
            let text = if inline.is_empty() { self.sheet.text(row, col) } else { inline };
            Some((at, year_in_cell(&text, this)?))
        });
        let Some((at, year)) = found.filter(|(_, year)| *year != this) else {
            years.this |= found.is_some();
            if years.card && record.kind == Kind::Part && found.is_none() {
                self.mark_rest(record, Fate::Reference);
                return true;
            }
            return false;
        };
        years.card |= record.kind == Kind::Answer;
        let count = years.other.map_or(0, |(_, _, count)| count);
        let first = years.other.map_or((at, year), |(at, year, _)| (at, year));
        years.other = Some((first.0, first.1, count + 1));
        if record.kind != Kind::Part
            && let RowKind::Project(project, remark) = self.kind(record)
        {
            self.current = self.open(record, project, remark);
            self.refused = self.current.is_none();
            if let Some(evaluation) = self.current.filter(|_| self.spans_years(record)) {
                for (column, at, _) in record.cells(self.sheet) {
                    if column.field.is_some_and(Field::is_of_indicator) {
                        self.mark(at, Fate::Reference);
                    }
                }
                self.fill_answer(record, evaluation);
            }
        }
        self.mark_rest(record, Fate::Reference);
        true
    }

    /// The 事業 is merged over the rows of several years: its 評価 and sentences, written
    /// once, are not those of the first of them.
    fn spans_years(&self, record: &Record) -> bool {
        let names = [Field::ProjectName, Field::ProjectNumber, Field::ProjectId];
        names
            .into_iter()
            .filter_map(|field| record.at(field))
            .any(|at| self.merged.area(at).end.0 > at.0)
    }

    /// A part of an indicator: 「A園」 in the column of 内訳, where 「計」 is the whole.
    pub(super) fn is_breakdown(&self, record: &Record) -> bool {
        let part = self.text(record, Field::Breakdown);
        !part.trim().is_empty() && !is_total_word(&part)
    }

    /// The indicator of a row that has none of its own, under one of another year.
    pub(super) fn shared_indicator(
        &self,
        record: &Record,
        years: &Years,
    ) -> Option<String> {
        let own = [Field::IndicatorName, Field::IndicatorId]
            .into_iter()
            .any(|field| !self.text(record, field).trim().is_empty());
        let dated =
            [Field::Year, Field::Breakdown].iter().any(|f| record.at(*f).is_some());
        years.indicator.clone().filter(|_| dated && !own)
    }

    /// Says once what was left out because of its year.
    pub(super) fn report_years(&mut self, years: &Years) {
        let Some((at, year, count)) = years.other else { return };
        let finding = if years.this {
            let text =
                format!("{}などの行 {count} 個は読みませんでした", year.era_label());
            Diagnostic::new(&catalog::COLUMN_READ_SO, text)
        } else {
            let text = format!(
                "年度の欄は{}で、{}の行がありません",
                year.era_label(),
                self.context.year.era_label()
            );
            Diagnostic::new(&catalog::YEAR_MISMATCH, text)
        };
        self.findings.push(finding.at(self.origin(at)));
    }
}
