//! What only the figures need: 関連計画, ライフステージ, 支援パッケージ, 推進体制.

use super::Reader;
use crate::model::plan::{
    Governance, LifeStage, RelatedPlan, Relation, Role, Support, Term,
};

impl Reader<'_> {
    pub(super) fn related(&mut self) {
        let Some(table) = self.table("関連計画") else { return };
        for row in table.rows() {
            let name = row.text("名称");
            let relation = match row.text("区分").as_str() {
                "国・県" => Relation::Outer,
                "上位計画" => Relation::Upper,
                "本計画" => Relation::Own,
                "一体" => Relation::Joint,
                "関連" => Relation::Related,
                other => {
                    let text = format!(
                        "区分「{other}」は 国・県・上位計画・本計画・一体・関連 のどれでもありません"
                    );
                    self.value_fault(row.origin("区分"), text);
                    continue;
                }
            };
            let years = (self.year(row, "開始年度"), self.year(row, "終了年度"));
            let term = match years {
                (Some(from), Some(to)) if from <= to => Some(Term {
                    from,
                    to,
                    label: row.text("帯の文字"),
                    next: row.is_marked("次期"),
                    joint: row.is_marked("一体化"),
                }),
                (None, None) => None,
                _ => {
                    let text = "開始年度と終了年度が正しくありません".to_owned();
                    self.value_fault(row.origin("開始年度"), text);
                    None
                }
            };
            match self.plan.related.iter_mut().find(|p| p.name == name) {
                Some(plan) => plan.terms.extend(term),
                None => self.plan.related.push(RelatedPlan {
                    short: row.text("略称"),
                    name,
                    relation,
                    terms: term.into_iter().collect(),
                    origin: row.origin("名称"),
                }),
            }
        }
    }

    pub(super) fn stages(&mut self) {
        let Some(table) = self.table("ライフステージ") else {
            return;
        };
        for row in table.rows() {
            self.plan.stages.push(LifeStage {
                name: row.text("名称"),
                band: row.text("時期"),
                chart: if row.text("図") == "2" { 2 } else { 1 },
                origin: row.origin("名称"),
            });
        }
    }

    pub(super) fn supports(&mut self) {
        let Some(table) = self.table("支援パッケージ") else { return };
        for row in table.rows() {
            let mut stage = |name: &str| {
                let wanted = row.text(name);
                let found = self.plan.stages.iter().position(|s| s.name == wanted);
                if found.is_none() {
                    let text = format!(
                        "{name}「{wanted}」が「ライフステージ」のシートにありません"
                    );
                    self.reference_fault(row, name, &wanted, "ライフステージ", text);
                }
                found
            };
            if let (Some(from), Some(to)) = (stage("開始"), stage("終了")) {
                self.plan.supports.push(Support {
                    name: row.text("支援名"),
                    kind: row.text("種類"),
                    from: from.min(to),
                    to: to.max(from),
                    continues: row.is_marked("その先も続く"),
                    origin: row.origin("支援名"),
                });
            }
        }
    }

    pub(super) fn governance(&mut self) {
        let Some(table) = self.table("推進体制") else {
            return;
        };
        for row in table.rows() {
            let role = match row.text("区分").as_str() {
                "会議" => Role::Council,
                "事務局" => Role::Office,
                "庁内" => Role::Divisions,
                "地域" => Role::Partner,
                "PDCA" => Role::Cycle,
                other => {
                    let text = format!(
                        "区分「{other}」は 会議・事務局・庁内・地域・PDCA のどれでもありません"
                    );
                    self.value_fault(row.origin("区分"), text);
                    continue;
                }
            };
            self.plan.governance.push(Governance {
                role,
                letter: row.text("記号"),
                name: row.text("名称"),
                text: row.text("説明"),
                when: row.text("時期"),
                origin: row.origin("名称"),
            });
        }
    }
}
