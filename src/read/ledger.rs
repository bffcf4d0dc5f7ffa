//! 照合: every cell with content gets exactly one fate, so that nothing is lost.

use crate::model::reconcile::CellCounts;
use crate::read::grid::{Position, Sheet};

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

/// The fates of one sheet's cells, in the order of the sheet.
#[derive(Debug)]
pub struct Ledger {
    places: Vec<Position>,
    fates: Vec<Option<Fate>>,
}

impl Ledger {
    /// No cell of the sheet has a fate yet.
    pub fn new(sheet: &Sheet) -> Self {
        let places: Vec<Position> = sheet.cells.keys().copied().collect();
        Ledger { fates: vec![None; places.len()], places }
    }

    /// Records the fate of a cell. The gravest stays: a reported cell is not "used".
    /// A position without content needs no fate.
    pub fn mark(&mut self, row: u32, col: u32, fate: Fate) {
        if let Ok(i) = self.places.binary_search(&(row, col)) {
            self.fates[i] = self.fates[i].max(Some(fate));
        }
    }

    /// Records the fate of a cell that has none yet.
    pub fn mark_open(&mut self, row: u32, col: u32, fate: Fate) {
        if let Ok(i) = self.places.binary_search(&(row, col)) {
            self.fates[i].get_or_insert(fate);
        }
    }

    /// Records one fate for all cells of the sheet that have none yet.
    pub fn mark_rest(&mut self, fate: Fate) {
        for slot in &mut self.fates {
            slot.get_or_insert(fate);
        }
    }

    /// The cells without a fate.
    pub fn unmarked(&self) -> impl Iterator<Item = (u32, u32)> {
        let open = self.places.iter().zip(&self.fates);
        open.filter(|(_, fate)| fate.is_none()).map(|(at, _)| *at)
    }

    /// Counts by fate; the total is counted from the sheet, not from the fates.
    pub fn count(&self, sheet: &Sheet) -> CellCounts {
        let mut counts = CellCounts { total: sheet.cells.len(), ..CellCounts::default() };
        for fate in &self.fates {
            let slot = match fate {
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
