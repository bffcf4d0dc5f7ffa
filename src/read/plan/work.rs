//! 事業, 指標, and the names they refer to.

use std::collections::HashMap;

use super::Reader;
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::plan::{Indicator, IndicatorKind, Project, Tendency};
use crate::model::quantity::canonical_unit;
use crate::model::year::FiscalYear;
use crate::read::table::Row;
use crate::text::key1;

impl Reader<'_> {
    pub(super) fn projects(&mut self) {
        let Some(table) = self.table("事業") else { return };
        let (mut seen, mut numbers) = (HashMap::new(), HashMap::new());
        for row in table.rows() {
            let Some(id) = self.id(row, &mut seen) else { continue };
            self.once(row, "番号", &mut numbers);
            let name = row.text("事業名");
            if name.is_empty() {
                self.value_fault(row.origin("事業名"), "事業名が空です".to_owned());
            }
            let measure = self.measure_named(row, "施策ID", &row.text("施策ID"));
            let division = self.division_named(row, "担当課", &row.text("担当課"));
            let reposts = row.list("再掲");
            let reposts = reposts
                .iter()
                .filter_map(|m| self.measure_named(row, "再掲", m))
                .collect();
            let partners = row.list("関係課");
            let partners = partners
                .iter()
                .filter_map(|d| self.division_named(row, "関係課", d))
                .collect();
            let former = self.aliases(row, "旧事業名");
            let (start, end) = (self.year(row, "開始年度"), self.year(row, "終了年度"));
            let (Some(measure), Some(division)) = (measure, division) else {
                self.left_out.insert(id);
                continue;
            };
            self.plan.projects.push(Project {
                id,
                number: row.text("番号"),
                name,
                former,
                measure,
                reposts,
                division,
                partners,
                priority: row.is_marked("重点"),
                kind: row.text("区分"),
                summary: row.text("概要"),
                start,
                end,
                origin: row.origin("ID"),
            });
        }
    }

    pub(super) fn indicators(&mut self) {
        let Some(table) = self.table("指標") else { return };
        let period = self.plan.years();
        let mut target_columns = Vec::new();
        for (head, col) in table.columns_ending("目標") {
            match FiscalYear::parse(&head) {
                Some(year) if period.contains(&year) => target_columns.push((year, col)),
                Some(year) => {
                    let text =
                        format!("{}の目標の列は計画期間の外です", year.era_label());
                    self.diagnostics.push(
                        Diagnostic::new(&catalog::YEAR_OUTSIDE, text)
                            .at(table.header_origin(col)),
                    );
                }
                None => {}
            }
        }
        for year in period {
            if !target_columns.iter().any(|(y, _)| *y == year) {
                let text = format!("「{}目標」の列がありません", year.era_label());
                self.diagnostics.push(
                    Diagnostic::new(&catalog::PLAN_MISSING, text)
                        .at(table.header_origin(0)),
                );
            }
        }
        let projects = self.plan.projects.iter().enumerate();
        let owners: HashMap<String, usize> =
            projects.map(|(i, p)| (p.id.clone(), i)).collect();
        let mut seen = HashMap::new();
        for row in table.rows() {
            let Some(id) = self.id(row, &mut seen) else { continue };
            let owner = row.text("事業ID");
            let Some(&project) = owners.get(&owner) else {
                let text = format!("事業ID「{owner}」が「事業」のシートにありません");
                self.reference_fault(row, "事業ID", &owner, "事業", text);
                continue;
            };
            let tendency = match row.text("方向").as_str() {
                "増やす" | "増" | "増加" => Tendency::Increase,
                "減らす" | "減" | "減少" => Tendency::Decrease,
                "維持" | "保つ" => Tendency::Keep,
                "なじまない" | "指標になじまない" | "" => Tendency::Unsuited,
                other => {
                    let text = format!(
                        "方向「{other}」は 増やす・減らす・維持・なじまない のどれでもありません"
                    );
                    self.value_fault(row.origin("方向"), text);
                    Tendency::Unsuited
                }
            };
            let kind = match row.text("種別").as_str() {
                "成果" => IndicatorKind::Outcome,
                _ => IndicatorKind::Output,
            };
            let mut targets = Vec::new();
            for (year, col) in &target_columns {
                if let Some(value) = self.decimal(row, *col, "目標値") {
                    targets.push((*year, value));
                }
            }
            let baseline = match row.origin("基準値").place {
                crate::diag::Place::Cell(cell) if row.cell("基準値").is_some() => {
                    self.decimal(row, cell.col, "基準値")
                }
                _ => None,
            };
            let decimals = row.text("小数桁").parse().unwrap_or(0).min(6);
            let baseline_year = self.year(row, "基準年度");
            let secrecy = match row.text("秘匿").as_str() {
                "" => None,
                "する" => Some(true),
                "しない" => Some(false),
                other => {
                    let text =
                        format!("秘匿「{other}」は する・しない のどれでもありません");
                    self.value_fault(row.origin("秘匿"), text);
                    None
                }
            };
            self.plan.indicators.push(Indicator {
                id,
                project,
                name: row.text("指標名"),
                kind,
                unit: canonical_unit(&row.text("単位")),
                tendency,
                decimals,
                baseline,
                baseline_year,
                targets,
                timing: row.text("集計時点"),
                source: row.text("出典"),
                featured: row.is_marked("概要版"),
                secrecy,
                origin: row.origin("ID"),
            });
        }
    }

    pub(super) fn division_named(
        &mut self,
        row: Row,
        column: &str,
        name: &str,
    ) -> Option<usize> {
        let found = self.division_names.get(&key1(name)).copied();
        if found.is_none() {
            let text = format!("{column}「{name}」が「担当課」のシートにありません");
            self.reference_fault(row, column, name, "担当課", text);
        }
        found
    }

    pub(super) fn measure_named(
        &mut self,
        row: Row,
        column: &str,
        id: &str,
    ) -> Option<usize> {
        let found = self.plan.measures.iter().position(|m| m.id == id);
        if found.is_none() {
            let text = format!("{column}「{id}」が「体系」のシートの施策にありません");
            self.reference_fault(row, column, id, "体系", text);
        }
        found
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.sheets.iter().position(|s| key1(&s.name) == key1(name))
    }
}
