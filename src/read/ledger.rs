//! 照合: every cell with content gets exactly one fate, so that nothing is lost.

use std::collections::BTreeMap;

use crate::model::reconcile::CellCounts;
use crate::read::grid::Sheet;

/// What became of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// 表題・注記 above or below the table.
    Title,
    /// 見出し.
    Header,
    /// Read into an evaluation.
    Used,
    /// Kept as 付記.
    Note,
    /// A copy of what the plan holds.
    Reference,
    /// 個人に関わる列.
    Personal,
    /// 合計の行, compared with our own sum.
    Total,
    /// Named in a diagnostic and not used.
    Reported,
}

/// The fates of one sheet's cells.
#[derive(Debug, Default)]
pub struct Ledger {
    fates: BTreeMap<(u32, u32), Fate>,
}

impl Ledger {
    /// Records the fate of a cell. The gravest stays: a reported cell is not "used".
    pub fn mark(&mut self, row: u32, col: u32, fate: Fate) {
        let entry = self.fates.entry((row, col)).or_insert(fate);
        *entry = (*entry).max(fate);
    }

    /// Records one fate for all cells of a row that have none yet.
    pub fn mark_rest_of_row(&mut self, sheet: &Sheet, row: u32, fate: Fate) {
        for (col, _) in sheet.row(row) {
            self.fates.entry((row, col)).or_insert(fate);
        }
    }

    /// Records one fate for all cells of the sheet that have none yet.
    pub fn mark_rest(&mut self, sheet: &Sheet, fate: Fate) {
        for at in sheet.cells.keys() {
            self.fates.entry(*at).or_insert(fate);
        }
    }

    /// The cells without a fate.
    pub fn unmarked<'a>(
        &'a self,
        sheet: &'a Sheet,
    ) -> impl Iterator<Item = (u32, u32)> + 'a {
        sheet.cells.keys().copied().filter(|at| !self.fates.contains_key(at))
    }

    /// Counts by fate; the total is counted from the sheet, not from the fates.
    pub fn count(&self, sheet: &Sheet) -> CellCounts {
        let mut counts = CellCounts { total: sheet.cells.len(), ..CellCounts::default() };
        for at in sheet.cells.keys() {
            let slot = match self.fates.get(at) {
                Some(Fate::Title) => &mut counts.title,
                Some(Fate::Header) => &mut counts.header,
                Some(Fate::Used) => &mut counts.used,
                Some(Fate::Note) => &mut counts.note,
                Some(Fate::Reference) => &mut counts.reference,
                Some(Fate::Personal) => &mut counts.personal,
                Some(Fate::Total) => &mut counts.totals,
                Some(Fate::Reported) => &mut counts.reported,
                None => continue,
            };
            *slot += 1;
        }
        counts
    }
}
