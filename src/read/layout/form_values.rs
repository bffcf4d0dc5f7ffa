//! Which cells hold the value of a label.

use super::At;
use super::form::{Label, Page, Region};
use super::words::Field;
use crate::model::year::FiscalYear;

impl Page<'_> {
    /// The years that stand alone over the columns of a 個票: 「前年度｜今年度」.
    pub(super) fn year_over(&self, (row, col): At, region: Region) -> Option<FiscalYear> {
        let above = (region.rows.0..row).rev().take(40);
        above
            .filter_map(|r| {
                let text = self.sheet.text(r, col);
                let said = self.guide.vocabulary.read(&text, self.guide.year);
                said.year.filter(|_| said.only_year && text.chars().count() <= 12)
            })
            .next()
    }

    /// The cells that hold the value of a label; under columns of years, this year's.
    pub(super) fn values(&self, label: &Label, region: Region) -> Vec<At> {
        let values = self.all_values(label, region);
        let Some(first) = values.first().copied() else { return values };
        let this = self.guide.year;
        let same_row = first.0 == label.at.0 && first.1 > label.at.1;
        if !same_row || self.year_over(first, region).is_none_or(|y| y == this) {
            return values;
        }
        let mut others = self.sheet.row(first.0).map(|(c, _)| (first.0, c));
        let own = others.find(|at| {
            at.1 > first.1
                && region.holds(*at)
                && !self.is_label(*at)
                && self.year_over(*at, region) == Some(this)
        });
        own.into_iter().collect()
    }

    pub(super) fn all_values(&self, label: &Label, region: Region) -> Vec<At> {
        let area = self.merged.area(label.at);
        let several = !matches!(
            label.field,
            Field::ProjectId
                | Field::ProjectNumber
                | Field::ProjectName
                | Field::Division
                | Field::Actual
                | Field::Target
                | Field::Unit
                | Field::IndicatorName
                | Field::IndicatorId
        );
        let mut values = Vec::new();
        let mut label_follows = false;
        for row in area.start.0..=area.end.0 {
            let mut cells = self
                .sheet
                .row(row)
                .filter(|(c, _)| *c > area.end.1 && region.holds((row, *c)))
                .map(|(c, _)| (row, c));
            let Some(first) = cells.next() else { continue };
            if self.is_label(first) || self.in_table(first) {
                label_follows |= first.1 == area.end.1 + 1;
                continue;
            }
            let second = cells.next();
            let adjacent = first.1 == area.end.1 + 1;
            let opens_pair = second
                .is_some_and(|s| !self.is_label(s) && !self.is_box(first) && !adjacent);
            if opens_pair {
                continue;
            }
            values.push(first);
            // 「□A」「■B」「□C」 side by side are one answer.
            if self.is_box(first) {
                let mut next = second;
                while let Some(at) = next.filter(|at| !self.is_label(*at)) {
                    values.push(at);
                    next = cells.next();
                }
            }
            if !several {
                break;
            }
        }
        if let (true, Some(at)) =
            (several && !self.merged.is_merged(label.at), values.last())
        {
            let more = self.lines_below(label.at.1, *at, region);
            values.extend(more);
        }
        if !values.is_empty() {
            return values;
        }
        let right = (area.start.0, area.end.1 + 1);
        let nothing_right = self
            .sheet
            .row(area.start.0)
            .all(|(c, _)| c <= area.end.1 || !region.holds((area.start.0, c)));
        if !label_follows && !nothing_right && !self.is_label(right) {
            return values;
        }
        self.values_below(area.end.0 + 1, (area.start.1, area.end.1), region, several)
    }

    /// A text that goes on, line by line, in the rows below its first cell.
    pub(super) fn lines_below(
        &self,
        label: u32,
        (row, col): At,
        region: Region,
    ) -> Vec<At> {
        let mut more = Vec::new();
        for row in row + 1..=region.rows.1.min(row.saturating_add(40)) {
            let mut cells =
                self.sheet.row(row).map(|(c, _)| c).filter(|c| region.holds((row, *c)));
            let only = cells.next().filter(|c| *c == col && *c > label);
            let alone = cells.next().is_none();
            let at = (row, col);
            if only.is_none() || !alone || self.is_label(at) || self.in_table(at) {
                break;
            }
            more.push(at);
        }
        more
    }

    pub(super) fn values_below(
        &self,
        from: u32,
        (left, right): (u32, u32),
        region: Region,
        several: bool,
    ) -> Vec<At> {
        let mut values = Vec::new();
        for row in from..=region.rows.1.min(from.saturating_add(40)) {
            let own: Vec<At> = self
                .sheet
                .row(row)
                .filter(|(c, _)| (left..=right).contains(c))
                .map(|(c, _)| (row, c))
                .collect();
            let covered = self.merged.source((row, left)) != (row, left);
            // More cells than labels above: a table of its own, not values.
            let in_row = |row: u32| {
                self.sheet
                    .row(row)
                    .map(move |(c, _)| (row, c))
                    .filter(|at| region.holds(*at))
            };
            let above = in_row(from.saturating_sub(1)).filter(|at| self.is_label(*at));
            if values.is_empty() && in_row(row).count() > above.count().max(1) {
                break;
            }
            if own.iter().any(|at| self.is_label(*at) || self.in_table(*at)) {
                break;
            }
            match own.first() {
                Some(at) => values.push(*at),
                None if covered => {}
                None => break,
            }
            if !several && !values.is_empty() {
                break;
            }
        }
        values
    }

    pub(super) fn is_box(&self, (row, col): At) -> bool {
        let text = self.sheet.text(row, col);
        text.trim_start()
            .starts_with(['□', '■', '☐', '☑', '☒', '✓', '✔', '☓', '○', '◯', '●'])
            && text.chars().count() <= 20
    }

    /// The year at the left of a label, on its row or above it: 「令和8年度｜取組実績｜…」.
    pub(super) fn year_left(&self, (row, col): At) -> Option<FiscalYear> {
        let from = row.saturating_sub(20);
        (from..=row).rev().find_map(|r| {
            let first = self.sheet.row(r).next().filter(|(c, _)| *c < col)?;
            let text = first.1.text();
            let said = self.guide.vocabulary.read(&text, self.guide.year);
            let below = r == row || self.sheet.row(row).all(|(c, _)| c >= col);
            said.year.filter(|_| said.only_year && below)
        })
    }
}
