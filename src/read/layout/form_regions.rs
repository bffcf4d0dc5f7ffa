//! Where each 個票 of a sheet begins and ends.

use std::collections::BTreeSet;

use super::At;
use super::form::{Label, Page, Region};
use super::words::Field;
use crate::text::key1;

impl Page<'_> {
    /// Each label of 事業名 opens a region.
    pub(super) fn regions(&self) -> Vec<Region> {
        let of = |wanted: Field| -> Vec<At> {
            self.labels.iter().filter(|l| l.field == wanted).map(|l| l.at).collect()
        };
        let mut anchors = of(Field::ProjectName);
        if anchors.is_empty() {
            anchors = of(Field::ProjectNumber);
        }
        if anchors.is_empty() {
            anchors = of(Field::ProjectId);
        }
        if anchors.is_empty() {
            return self.anonymous();
        }
        let mut regions = Vec::new();
        for (cols, anchors) in self.strips(anchors) {
            regions.extend(self.stacked(anchors, cols));
        }
        regions
    }

    /// 個票 that stand beside each other, each strip with the columns it takes.
    pub(super) fn strips(&self, anchors: Vec<At>) -> Vec<((u32, u32), Vec<At>)> {
        let cols: BTreeSet<u32> = anchors.iter().map(|(_, col)| *col).collect();
        let cols: Vec<u32> = cols.into_iter().collect();
        let rows = |col: u32| anchors.iter().filter(move |a| a.1 == col).map(|a| a.0);
        // Side by side: the rows of the second strip lie within those of the first.
        let end = self.sheet.rows().last().copied().unwrap_or(0);
        let beside = cols.windows(2).all(|pair| {
            let first = rows(pair[0]).min().unwrap_or(0);
            let next = rows(pair[0]).filter(|r| *r > first).min().unwrap_or(end);
            pair[1] >= pair[0] + 2
                && rows(pair[1])
                    .min()
                    .is_some_and(|r| r != first && r < next.min(first + 3))
        });
        if cols.len() < 2 || !beside {
            return vec![((0, u32::MAX), anchors)];
        }
        let starts: Vec<u32> = cols
            .iter()
            .enumerate()
            .map(|(i, col)| if i == 0 { 0 } else { *col })
            .collect();
        starts
            .iter()
            .enumerate()
            .map(|(i, start)| {
                let end = starts.get(i + 1).map_or(u32::MAX, |next| next - 1);
                let own = anchors.iter().filter(|a| (*start..=end).contains(&a.1));
                ((*start, end), own.copied().collect())
            })
            .collect()
    }

    /// 個票 below each other in one strip of columns.
    pub(super) fn stacked(&self, anchors: Vec<At>, cols: (u32, u32)) -> Vec<Region> {
        let mut bands: Vec<Vec<At>> = Vec::new();
        for anchor in anchors {
            match bands.last_mut() {
                Some(band) if band[0].0 == anchor.0 => band.push(anchor),
                _ => bands.push(vec![anchor]),
            }
        }
        let last_row = self.sheet.rows().last().copied().unwrap_or(0);
        let mut starts = self.repeated_starts(&bands);
        for (i, band) in bands.iter().enumerate().skip(starts.len()) {
            let above = if i == 0 { None } else { Some(bands[i - 1][0].0) };
            starts.push(above.map_or(0, |above| self.start_of(band[0].0, above)));
        }
        let mut regions = Vec::new();
        for (i, band) in bands.iter().enumerate() {
            let end = starts.get(i + 1).map_or(last_row, |next| next.saturating_sub(1));
            for (k, anchor) in band.iter().enumerate() {
                let from =
                    if k == 0 { cols.0 } else { self.first_col(*anchor, band[k - 1]) };
                let to = match band.get(k + 1) {
                    Some(next) => self.first_col(*next, *anchor).saturating_sub(1),
                    None => cols.1,
                };
                regions.push(Region { rows: (starts[i], end), cols: (from, to) });
            }
        }
        regions
    }

    /// A 個票 whose 事業 stands in its title or in the name of the sheet alone.
    pub(super) fn anonymous(&self) -> Vec<Region> {
        let answers: BTreeSet<Field> =
            self.labels.iter().map(|l| l.field).filter(|f| f.is_answer()).collect();
        let enough = answers.len() >= 2 || (answers.len() == 1 && !self.inner.is_empty());
        let last = self.sheet.rows().last().copied().unwrap_or(0);
        let whole = Region { rows: (0, last), cols: (0, u32::MAX) };
        if enough { vec![whole] } else { Vec::new() }
    }

    /// The rows of the label with which each 個票 begins, where one label stands once
    /// before each 事業名.
    pub(super) fn repeated_starts(&self, bands: &[Vec<At>]) -> Vec<u32> {
        let rows: Vec<u32> = bands.iter().map(|b| b[0].0).collect();
        let Some(&first) = rows.first() else { return Vec::new() };
        let candidates = self.labels.iter().take_while(|l| l.at.0 <= first);
        for label in candidates {
            let words = key1(&label.text);
            let same = |l: &&Label| l.at.1 == label.at.1 && key1(&l.text) == words;
            let starts: Vec<u32> =
                self.labels.iter().filter(same).map(|l| l.at.0).collect();
            let fits = starts.len() == rows.len()
                && starts.iter().zip(&rows).all(|(start, row)| start <= row)
                && rows.iter().zip(starts.iter().skip(1)).all(|(row, next)| row < next);
            if fits && starts.len() > 1 {
                let mut starts = starts;
                // Titles above the first one belong to it.
                starts[0] = 0;
                return starts;
            }
        }
        Vec::new()
    }

    /// Where a 個票 begins whose 事業名 stands at `row`, below another at `above`.
    pub(super) fn start_of(&self, row: u32, above: u32) -> u32 {
        let blank =
            (above + 1..row).rev().take(12).find(|r| self.sheet.row(*r).next().is_none());
        let answers_between = |from: u32| {
            self.labels
                .iter()
                .any(|l| (from..row).contains(&l.at.0) && l.field.is_answer())
        };
        if let Some(blank) = blank
            && !answers_between(blank)
        {
            return blank + 1;
        }
        let opens = |r: u32| {
            let mut own = self.labels.iter().filter(|l| l.at.0 == r).peekable();
            own.peek().is_some()
                && own.all(|l| {
                    l.field.names_project()
                        || matches!(l.field, Field::Division | Field::Reference)
                })
        };
        let mut start = row;
        while start > above + 1 && opens(start - 1) {
            start -= 1;
        }
        start
    }

    /// The first column of a 個票 that stands beside another.
    pub(super) fn first_col(&self, anchor: At, before: At) -> u32 {
        let numbers = self.labels.iter().filter(|l| {
            l.at.0 == anchor.0
                && l.at.1 > before.1
                && l.at.1 < anchor.1
                && matches!(l.field, Field::ProjectNumber | Field::ProjectId)
        });
        numbers.map(|l| l.at.1).min().unwrap_or(anchor.1)
    }
}
