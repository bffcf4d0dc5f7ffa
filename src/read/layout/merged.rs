//! 結合セル: which area a cell belongs to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::At;
use crate::read::grid::{Merge, Sheet};

/// Most cells under merged areas that are looked at.
const MAX_CELLS: usize = 200_000;

/// The merged areas of a sheet, by each cell that they cover.
pub struct Merged {
    areas: HashMap<At, Merge>,
    /// Columns of merged cells, by row.
    rows: BTreeMap<u32, BTreeSet<u32>>,
}

impl Merged {
    /// The areas of a sheet; beyond a limit the rest is taken as not merged.
    pub fn of(sheet: &Sheet) -> Self {
        let mut areas = HashMap::new();
        let mut columns: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for merge in &sheet.merges {
            let rows = merge.start.0..=merge.end.0;
            let width = u64::from(merge.end.1.saturating_sub(merge.start.1)) + 1;
            let height = u64::from(merge.end.0.saturating_sub(merge.start.0)) + 1;
            if areas.len() as u64 + width.saturating_mul(height) > MAX_CELLS as u64 {
                continue;
            }
            for row in rows {
                for col in merge.start.1..=merge.end.1 {
                    areas.insert((row, col), *merge);
                    columns.entry(row).or_default().insert(col);
                }
            }
        }
        Merged { areas, rows: columns }
    }

    /// The cell that holds the value shown at `at`.
    pub fn source(&self, at: At) -> At {
        self.areas.get(&at).map_or(at, |m| m.start)
    }

    /// The area of a cell; itself where it is not merged.
    pub fn area(&self, at: At) -> Merge {
        self.areas.get(&at).copied().unwrap_or(Merge { start: at, end: at })
    }

    /// Whether the cell belongs to a merged area.
    pub fn is_merged(&self, at: At) -> bool {
        self.areas.contains_key(&at)
    }

    /// Columns of merged cells in a row that starts a header.
    pub fn columns(&self, rows: (u32, u32)) -> impl Iterator<Item = u32> + '_ {
        self.rows.range(rows.0..=rows.1).flat_map(|(_, cols)| cols).copied()
    }
}
