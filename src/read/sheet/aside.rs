//! Rows that are none of the table's answers: bands, legends, signatures, other tables.

use super::SheetReader;
use crate::catalog;
use crate::diag::Diagnostic;
use crate::read::grid::CellValue;
use crate::read::layout::{Field, Record};
use crate::read::names::Match;
use crate::read::row_words::{
    is_aside_title, is_remark_text, is_total_word, other_year_title,
};
use crate::text::{key1, shorten};

impl SheetReader<'_, '_> {
    /// 「以下は令和8年度の実績」「参考：近隣市の状況」 on a row of its own: what follows is not
    /// this year's answer, until the next such row.
    pub(super) fn opens_section(&mut self, record: &Record) -> bool {
        let own = |(c, _): &(u32, &CellValue)| self.block.covers(*c);
        let mut cells = self.sheet.row(record.row).filter(own);
        let (Some((_, value)), None) = (cells.next(), cells.next()) else { return false };
        let text = value.text();
        if text.chars().count() > 40 || is_remark_text(&text) || self.is_band(record) {
            return false;
        }
        let this = self.context.year;
        let aside = is_aside_title(&text) || other_year_title(&text, this);
        if aside {
            let text =
                format!("「{}」の下の行は読みませんでした", shorten(text.trim(), 30));
            let finding = Diagnostic::new(&catalog::COLUMN_READ_SO, text);
            self.findings.push(finding.at(self.origin(record.at)));
        }
        let changes = aside || self.aside;
        self.aside = aside;
        changes && aside
    }

    /// 「【学校教育課】」 on a row of its own: the rows below it are of that 課.
    pub(super) fn takes_division(&mut self, record: &Record) -> bool {
        let own = |(c, _): &(u32, &CellValue)| self.block.covers(*c);
        let mut cells = self.sheet.row(record.row).filter(own);
        let (Some((_, value)), None) = (cells.next(), cells.next()) else { return false };
        let text = value.text();
        let signs =
            ['【', '】', '（', '）', '(', ')', '■', '●', '〈', '〉', '［', '］', '◆'];
        let name = text.trim().trim_matches(signs);
        let name = ["回答分", "分", "の回答", "所管", "担当"]
            .iter()
            .find_map(|tail| name.strip_suffix(tail))
            .unwrap_or(name)
            .trim_matches(signs);
        let found = match self.context.names.division(name) {
            Match::Exact(i) | Match::Loose(i, _) => i,
            _ => return false,
        };
        self.division = Some(found);
        self.last_division = Some(found);
        true
    }

    /// A row of another small table below: it repeats words of a header, and what follows
    /// it until the next blank row is its own.
    pub(super) fn is_foreign(&mut self, record: &Record) -> bool {
        if self.foreign {
            let named = [Field::ProjectId, Field::ProjectNumber, Field::ProjectName]
                .into_iter()
                .any(|field| !self.text(record, field).trim().is_empty());
            let over = named && (!self.foreign_table || self.after_gap(record));
            if !over {
                return true;
            }
            (self.foreign, self.foreign_table) = (false, false);
        }
        let own = |(c, _): &(u32, &CellValue)| self.block.covers(*c);
        let names = |v: &CellValue| {
            let CellValue::Text(text) = v else { return false };
            let said = self.context.vocabulary.read(text, self.context.year);
            said.field.is_some_and(|f| {
                f.names_project() || matches!(f, Field::IndicatorName | Field::Division)
            })
        };
        let row = self.sheet.row(record.row).filter(own);
        let labels = row.take(4).filter(|(_, v)| names(v)).count();
        if labels >= 2 {
            (self.foreign, self.foreign_table) = (true, true);
        }
        labels >= 2
    }

    /// All cells of a row are remarks: 「※3月末現在」 under the values.
    pub(super) fn says_remarks_alone(&self, record: &Record) -> bool {
        let cells = record.cells(self.sheet);
        !cells.is_empty() && cells.iter().all(|(_, _, v)| is_remark_text(&v.text()))
    }

    /// A row of one text in many cells, for a macro.
    pub(super) fn is_sentinel(&self, record: &Record) -> bool {
        let own = |(c, _): &(u32, &CellValue)| self.block.covers(*c);
        let mut cells = self.sheet.row(record.row).filter(own).map(|(_, v)| v.text());
        let Some(first) = cells.next().filter(|t| key1(t).chars().count() >= 5) else {
            return false;
        };
        let rest: Vec<String> = cells.collect();
        rest.len() >= 3 && rest.iter().all(|t| *t == first)
    }

    /// The row above is blank.
    pub(super) fn after_gap(&self, record: &Record) -> bool {
        let above = record.row.checked_sub(1);
        let inside = above.filter(|r| *r > self.block.header.1);
        inside.is_some_and(|r| !self.sheet.row(r).any(|(c, _)| self.block.covers(c)))
    }

    /// A row under a blank one that continues nothing: its indicator is none of the
    /// 事業 above.
    pub(super) fn is_apart(&mut self, record: &Record) -> bool {
        let Some(current) = self.current else { return false };
        let name = self.text(record, Field::IndicatorName);
        if !self.after_gap(record) {
            return false;
        }
        let dated = record.at(Field::Year).is_some();
        if name.trim().is_empty() && !dated {
            // What stands below a blank row and names nothing: a legend, a signature.
            self.foreign = true;
            return true;
        }
        let project = self.evaluations[current].project;
        let number = record
            .value(self.sheet, Field::Actual)
            .is_some_and(|v| key1(&v.text()).starts_with(|c: char| c.is_ascii_digit()));
        !self.owns_indicator(project, &name) && !number
    }

    /// A row at the end, after a blank one, in which nothing is answered.
    pub(super) fn is_aside(&self, record: &Record) -> bool {
        let mut row = record.row;
        // The lines of a legend stand together under the blank row.
        while row > self.block.header.1 + 1 {
            row -= 1;
            let mut cells = self.sheet.row(row).filter(|(c, _)| self.block.covers(*c));
            let Some(_) = cells.next() else { return !self.is_answered(record) };
            if cells.count() > 2 {
                return false;
            }
        }
        false
    }

    /// Whether a record says more than a name.
    pub(super) fn is_answered(&self, record: &Record) -> bool {
        use Field::{Activities, Actual, Direction, Grade, Improvements, Issues, Reason};
        [Activities, Actual, Direction, Grade, Improvements, Issues, Reason]
            .into_iter()
            .filter_map(|field| record.value(self.sheet, field))
            .any(|value| !value.text().trim().is_empty())
    }

    /// 「小計」 in whatever column, on a row without a 事業.
    pub(super) fn has_total_word(&self, record: &Record) -> bool {
        if self.block.has(Field::Breakdown) {
            return false;
        }
        let own = |(c, _): &(u32, &CellValue)| self.block.covers(*c);
        self.sheet.row(record.row).filter(own).any(|(_, v)| is_total_word(&v.text()))
    }
}
