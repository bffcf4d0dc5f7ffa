//! The unit and target that a form repeats must be those of the plan.

use super::SheetReader;
use super::indicator::{input, unit_in_bracket};
use super::rows::is_ditto;
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::quantity::{Reading, canonical_unit};
use crate::read::grid::CellValue;
use crate::read::layout::{Field, Record};
use crate::read::value;
use crate::text::{key1, shorten};

impl SheetReader<'_, '_> {
    /// The unit and target that the form repeats must be those of the plan.
    pub(super) fn unit_and_target(
        &mut self,
        record: &Record,
        indicator: usize,
        title: &str,
    ) {
        let at = record.at(Field::Unit).or_else(|| record.at(Field::Target));
        if at.is_some_and(|at| self.is_shifted(at)) {
            return;
        }
        let plan_indicator = &self.context.plan.indicators[indicator];
        let subject = format!("{title} ／ 指標「{}」", plan_indicator.name);
        let sheet = self.sheet;
        for at in [Field::Unit, Field::Target].into_iter().filter_map(|f| record.at(f)) {
            if let Some(cell @ (CellValue::Uncomputed | CellValue::Error(_))) =
                sheet.cells.get(&at)
            {
                self.clean(cell, self.origin(at), &subject);
            }
        }
        let unit = canonical_unit(&self.text(record, Field::Unit));
        if let Some(at) = record.at(Field::Unit)
            && !matches!(sheet.cells.get(&at), Some(CellValue::Error(_)))
            && !unit.is_empty()
            && !is_ditto(&unit)
            && !matches!(&*unit, "-" | "ー" | "－")
            && key1(&unit) != key1(&plan_indicator.unit)
        {
            let text = format!(
                "単位「{unit}」は、計画の単位「{}」と違います",
                plan_indicator.unit
            );
            let finding = Diagnostic::new(&catalog::UNIT_DIFFERS, text);
            self.findings.push(finding.at(self.origin(at)).about(&subject));
        }
        if unit.is_empty() {
            self.unit_of_header(record, indicator, &subject);
        }
        let Some(at) = record.at(Field::Target) else { return };
        let Some(cell) = record.value(sheet, Field::Target) else { return };
        let outcome = value::read(&input(&cell), &self.expect(indicator));
        let (Some(Reading::Value(typed)), Some(planned)) =
            (outcome.reading, plan_indicator.target(self.context.year))
        else {
            return;
        };
        if typed.value != planned {
            let text = format!(
                "目標値「{}」は、計画の{}の目標値 {} と違います",
                shorten(&cell.text(), 20),
                self.context.year.era_label(),
                planned.normalize()
            );
            let finding = Diagnostic::new(&catalog::TARGET_DIFFERS, text);
            self.findings.push(finding.at(self.origin(at)).about(subject));
        }
    }

    /// 「実績値（千人）」 over an indicator that counts 人.
    pub(super) fn unit_of_header(
        &mut self,
        record: &Record,
        indicator: usize,
        subject: &str,
    ) {
        let filled = record.value(self.sheet, Field::Actual).is_some();
        let Some(label) = record.label(Field::Actual).filter(|_| filled) else { return };
        let Some((_, stated)) = unit_in_bracket(label) else { return };
        let unit = &self.context.plan.indicators[indicator].unit;
        let (same, at) = (key1(&stated) == key1(unit), record.at(Field::Actual));
        if let Some(at) = at.filter(|_| !same) {
            let text = format!(
                "見出し「{}」の単位「{stated}」は、計画の単位「{unit}」と違います",
                shorten(label, 30)
            );
            let finding = Diagnostic::new(&catalog::UNIT_DIFFERS, text);
            self.findings.push(finding.at(self.origin(at)).about(subject));
        }
    }
}
