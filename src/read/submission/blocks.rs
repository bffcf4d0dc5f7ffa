//! The blocks of one sheet in their order: whose and of which year each is.

use std::collections::{BTreeSet, HashMap};

use super::{Context, Submission, titles};
use crate::catalog;
use crate::diag::{BookId, Diagnostic, Origin, SheetId};
use crate::model::year::FiscalYear;
use crate::read::grid::Sheet;
use crate::read::layout::{self, Block, Layout, Merged};
use crate::read::ledger::{Fate, Ledger};
use crate::read::sheet::SheetReader;

/// One sheet while its blocks are read.
pub(super) struct Blocks<'a, 'b> {
    pub(super) sheet: &'a Sheet,
    pub(super) book: BookId,
    pub(super) id: SheetId,
    pub(super) context: &'a Context<'a>,
    pub(super) division: Option<usize>,
    /// Another table of the book is of this year: those of other years are for reference.
    pub(super) by_year: bool,
    pub(super) ledger: &'b mut Ledger,
    pub(super) findings: &'b mut Vec<Diagnostic>,
    pub(super) submission: &'b mut Submission,
    pub(super) said: &'b mut BTreeSet<String>,
    pub(super) answered: &'b mut HashMap<(usize, usize), usize>,
}

impl Blocks<'_, '_> {
    /// Reads all blocks.
    pub(super) fn read(&mut self, layout: &Layout) {
        let turned;
        let sheet = if layout.flipped {
            turned = layout::flip(self.sheet);
            &turned
        } else {
            self.sheet
        };
        let merged = Merged::of(sheet);
        let by_year = self.by_year;
        let mut division = self.division;
        let mut carried = (None, false, None);
        for (i, block) in layout.blocks.iter().enumerate() {
            let aside = i > 0 && titles::is_aside(sheet, block);
            self.titles(sheet, block, layout.flipped);
            self.compare_year(sheet, block, layout.flipped);
            let titled = self.titled(sheet, block, layout.flipped);
            division = titled.or(division);
            if let Some(year) = block.year.filter(|y| by_year && *y != self.context.year)
            {
                self.other_year(sheet, block, layout.flipped, year);
                continue;
            }
            if aside {
                self.leave(
                    sheet,
                    block,
                    layout.flipped,
                    "参考の表なので読みませんでした",
                );
                continue;
            }
            if !block.continues {
                carried = (None, false, None);
            }
            let block_from = self.submission.evaluations.len();
            let mut reader = SheetReader {
                sheet,
                merged: &merged,
                block,
                flipped: layout.flipped,
                book: self.book,
                id: self.id,
                context: self.context,
                division,
                ledger: self.ledger,
                findings: self.findings,
                evaluations: &mut self.submission.evaluations,
                values: &mut self.submission.values,
                said: self.said,
                noted: 0,
                labels: HashMap::new(),
                foreign: false,
                aside: false,
                foreign_table: false,
                current: carried.0,
                refused: carried.1,
                last_division: carried.2,
                answered: self.answered,
                block_from,
            };
            reader.read();
            carried = (reader.current, reader.refused, reader.last_division);
        }
    }

    fn titled(&mut self, sheet: &Sheet, block: &Block, flipped: bool) -> Option<usize> {
        let mut titled = titles::division(sheet, block.titles, self.context)?;
        if let Some(how) = titled.remark.take() {
            let origin = self.origin(titled.at, flipped);
            self.findings.push(how.finding().at(origin));
        }
        Some(titled.division)
    }

    pub(super) fn origin(&self, (row, col): (u32, u32), flipped: bool) -> Origin {
        let (row, col) = if flipped { (col, row) } else { (row, col) };
        Origin::cell(self.book, self.id, row, col)
    }

    pub(super) fn mark(&mut self, (row, col): (u32, u32), flipped: bool, fate: Fate) {
        let (row, col) = if flipped { (col, row) } else { (row, col) };
        self.ledger.mark_open(row, col, fate);
    }

    /// A table of another year beside one of this year is for reference.
    fn other_year(
        &mut self,
        sheet: &Sheet,
        block: &Block,
        flipped: bool,
        year: FiscalYear,
    ) {
        let text = format!("{}の表なので読みませんでした", year.era_label());
        self.leave(sheet, block, flipped, &text);
    }

    fn leave(&mut self, sheet: &Sheet, block: &Block, flipped: bool, text: &str) {
        let finding = Diagnostic::new(&catalog::COLUMN_READ_SO, text);
        let origin = self.origin((block.header.0, block.cols.0), flipped);
        self.findings.push(finding.at(origin));
        for row in block.header.0..=block.rows.1.max(block.header.1) {
            for (col, _) in sheet.row(row).filter(|(c, _)| block.covers(*c)) {
                self.mark((row, col), flipped, Fate::Reference);
            }
        }
    }
}
