//! 小計・合計の行: compared with our own sums, unit by unit, and not read as 事業.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::SheetReader;
use super::indicator::input;
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::quantity::{Reading, canonical_unit};
use crate::read::layout::{Field, Record};
use crate::read::ledger::Fate;
use crate::read::value::{self, Expect};
use crate::text::{key1, shorten};

/// Sums of the 実績値 read so far: since the last 小計, and in all, by unit.
#[derive(Default)]
pub(super) struct Totals {
    part: BTreeMap<String, Decimal>,
    whole: BTreeMap<String, Decimal>,
}

impl Totals {
    pub(super) fn add(&mut self, unit: &str, value: Decimal) {
        for sums in [&mut self.part, &mut self.whole] {
            *sums.entry(key1(unit)).or_default() += value;
        }
    }
}

impl SheetReader<'_, '_> {
    /// A row of sums. Under several units it has no one sum to compare with, unless it
    /// states its own.
    pub(super) fn total(&mut self, record: &Record, totals: &mut Totals) {
        self.mark_rest(record, Fate::Total);
        let is_subtotal =
            self.sheet.row(record.row).any(|(_, v)| key1(&v.text()).ends_with("小計"));
        let sums = if is_subtotal { &totals.part } else { &totals.whole };
        let unit = key1(&canonical_unit(&self.text(record, Field::Unit)));
        let ours = match (sums.get(&unit), sums.len()) {
            (Some(sum), _) => Some(*sum),
            (None, 1) if unit.is_empty() => sums.values().next().copied(),
            _ => None,
        };
        let cell = record
            .at(Field::Actual)
            .and_then(|at| Some((at, self.sheet.cells.get(&at)?)));
        if let (Some(ours), Some((at, cell))) = (ours, cell)
            && let Some(Reading::Value(theirs)) =
                value::read(&input(cell), &Expect::default()).reading
            && theirs.value != ours
        {
            let text = format!(
                "合計「{}」は、上の実績値の和 {} と違います",
                shorten(&cell.text(), 20),
                ours.normalize()
            );
            let finding = Diagnostic::new(&catalog::TOTAL_DIFFERS, text);
            self.findings.push(finding.at(self.origin(at)));
        }
        totals.part.clear();
    }
}
