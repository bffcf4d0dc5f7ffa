//! 内訳: which indicator is the sum, the running total or the rate of which others.

use std::collections::{HashMap, HashSet};

use super::{COMPOSITIONS, Reader};
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::plan::{Composition, CompositionKind};
use crate::read::table::Row;

impl Reader<'_> {
    pub(super) fn compositions(&mut self) {
        let Some(table) = self.table(COMPOSITIONS.0) else { return };
        let indicators = self.plan.indicators.iter().enumerate();
        let known: HashMap<String, usize> =
            indicators.map(|(i, x)| (x.id.clone(), i)).collect();
        let mut seen: HashSet<(&'static str, usize)> = HashSet::new();
        for row in table.rows() {
            let Some(kind) = self.composition(row, &known) else { continue };
            if !self.fits(row, &kind) {
                continue;
            }
            // A sum may be split in two ways; a running total or a rate has one source.
            let once = !matches!(kind, CompositionKind::Total { .. });
            if !seen.insert((kind.label(), kind.whole())) && once {
                let text =
                    format!("「{}」の{}が二つあります", row.text("指標ID"), kind.label());
                let finding = Diagnostic::new(&catalog::PLAN_DUPLICATE, text);
                self.diagnostics.push(finding.at(row.origin("指標ID")));
                continue;
            }
            let origin = row.origin("種類");
            self.plan.compositions.push(Composition { kind, origin });
        }
    }

    /// One row as it is written; `None` where a cell has a fault, which is reported.
    fn composition(
        &mut self,
        row: Row,
        known: &HashMap<String, usize>,
    ) -> Option<CompositionKind> {
        let kind = row.text("種類");
        if !["合計", "累計", "率"].contains(&kind.as_str()) {
            let text = format!("種類「{kind}」は 合計・累計・率 のどれでもありません");
            self.value_fault(row.origin("種類"), text);
            return None;
        }
        let whole = self.one_indicator(row, "指標ID", known);
        let mut parts = Vec::new();
        let mut complete = true;
        for id in row.ids("内訳") {
            match known.get(&id) {
                Some(i) => parts.push(*i),
                None => {
                    self.unknown_indicator(row, "内訳", &id);
                    complete = false;
                }
            }
        }
        if parts.is_empty() && complete {
            self.value_fault(row.origin("内訳"), "内訳が空です".to_owned());
        }
        let base = match kind.as_str() {
            "率" => Some(self.one_indicator(row, "分母", known)?),
            _ => None,
        };
        let whole = whole.filter(|_| complete && !parts.is_empty())?;
        if kind != "合計" && parts.len() > 1 {
            let text = format!("{kind}の内訳に書ける指標は一つだけです");
            self.value_fault(row.origin("内訳"), text);
            return None;
        }
        let part = *parts.first()?;
        Some(match base {
            Some(base) => CompositionKind::Rate { rate: whole, part, base },
            None if kind == "累計" => {
                CompositionKind::Running { running: whole, yearly: part }
            }
            None => CompositionKind::Total { whole, parts },
        })
    }

    fn one_indicator(
        &mut self,
        row: Row,
        column: &str,
        known: &HashMap<String, usize>,
    ) -> Option<usize> {
        let id = row.text(column);
        let found = known.get(&id).copied();
        if found.is_none() {
            self.unknown_indicator(row, column, &id);
        }
        found
    }

    fn unknown_indicator(&mut self, row: Row, column: &str, id: &str) {
        let text = format!("{column}「{id}」が「指標」のシートにありません");
        self.reference_fault(row, column, id, "指標", text);
    }

    /// Whether the indicators can hang together so: none twice, units that agree.
    fn fits(&mut self, row: Row, kind: &CompositionKind) -> bool {
        let (whole, parts) = (kind.whole(), kind.parts());
        let mut seen = HashSet::from([whole]);
        if let Some(twice) = parts.iter().find(|p| !seen.insert(**p)) {
            let id = &self.plan.indicators[*twice].id;
            let text = format!("指標「{id}」が一つの{}に二度出てきます", kind.label());
            self.value_fault(row.origin("内訳"), text);
            return false;
        }
        let unit = |i: usize| self.plan.indicators[i].unit.clone();
        // The parts of a sum have the unit of the whole; of a rate, part and base agree.
        let (wanted, of, others) = match kind {
            CompositionKind::Rate { part, base, .. } => (unit(*part), *part, vec![*base]),
            _ => (unit(whole), whole, parts),
        };
        if let CompositionKind::Rate { rate, .. } = kind
            && unit(*rate) != "％"
        {
            let text = format!(
                "率にする指標「{}」の単位は「{}」です（％ の指標を書いてください）",
                self.plan.indicators[*rate].id,
                unit(*rate)
            );
            self.value_fault(row.origin("指標ID"), text);
            return false;
        }
        let Some(other) = others.into_iter().find(|o| unit(*o) != wanted) else {
            return true;
        };
        let text = format!(
            "指標「{}」の単位は「{wanted}」、「{}」の単位は「{}」で、{}にできません",
            self.plan.indicators[of].id,
            self.plan.indicators[other].id,
            unit(other),
            kind.label()
        );
        self.value_fault(row.origin("内訳"), text);
        false
    }
}
