//! 計画: the structure that a city fills into `計画.xlsx`.
//!
//! 体系 → 基本目標 → 施策の展開 → 事業 → 指標. Records are kept in flat lists in the
//! order of the workbook and refer to each other by position; the ids that officials
//! type are never derived from that order, so they survive a new plan.

mod composition;
mod figures;
mod indicator;
mod scale;
mod structure;

pub use self::composition::{Composition, CompositionKind};
pub use self::figures::{
    Governance, LifeStage, RelatedPlan, Relation, Role, Support, Term,
};
pub use self::indicator::{Indicator, IndicatorKind, Tendency};
pub use self::scale::{Direction, Grade, GradeScale, GradeStyle};
pub use self::structure::{Alias, Division, Goal, Measure, Pillar, Project};
use crate::diag::Origin;
use crate::model::year::FiscalYear;

/// 計画の基本情報.
#[derive(Debug, Clone, Default)]
pub struct Basics {
    /// 計画名.
    pub name: String,
    /// 市町村名.
    pub municipality: String,
    /// 全国地方公共団体コード, six digits; empty when the plan has none.
    pub code: String,
    /// 基本理念, one entry a line.
    pub vision: Vec<String>,
    /// 計画期間の初年度と最終年度.
    pub period: Option<(FiscalYear, FiscalYear)>,
    /// 発行・編集（部課名まで）.
    pub publisher: String,
    /// 取りまとめ担当課, the name of a 課.
    pub office: String,
    /// 郵便番号.
    pub postcode: String,
    /// 所在地.
    pub address: String,
    /// 電話番号.
    pub phone: String,
    /// 支援パッケージの名.
    pub package: String,
    /// Every other row, kept and printed on the back cover: (項目, 内容).
    pub others: Vec<(String, String)>,
    /// 出どころ of each row: (項目, cell of its 内容).
    pub origins: Vec<(String, Origin)>,
}

/// 計画.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// 基本情報.
    pub basics: Basics,
    /// 体系.
    pub pillars: Vec<Pillar>,
    /// 基本目標.
    pub goals: Vec<Goal>,
    /// 施策の展開.
    pub measures: Vec<Measure>,
    /// 事業.
    pub projects: Vec<Project>,
    /// 指標.
    pub indicators: Vec<Indicator>,
    /// 内訳.
    pub compositions: Vec<Composition>,
    /// 担当課.
    pub divisions: Vec<Division>,
    /// 評価区分.
    pub scale: GradeScale,
    /// 方向性.
    pub directions: Vec<Direction>,
    /// 関連計画.
    pub related: Vec<RelatedPlan>,
    /// ライフステージ.
    pub stages: Vec<LifeStage>,
    /// 支援パッケージ.
    pub supports: Vec<Support>,
    /// 推進体制.
    pub governance: Vec<Governance>,
}

impl Plan {
    /// The kinds of the supports, in the order of the plan: one order and one colour for
    /// all charts.
    pub fn support_kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = Vec::new();
        for support in &self.supports {
            if !kinds.contains(&&*support.kind) {
                kinds.push(&support.kind);
            }
        }
        kinds
    }

    /// The goal under which a project is counted.
    pub fn goal_of(&self, project: &Project) -> usize {
        self.measures[project.measure].goal
    }

    /// The indicators of a project, in the order of the workbook.
    pub fn indicators_of(
        &self,
        project: usize,
    ) -> impl Iterator<Item = (usize, &Indicator)> {
        self.indicators.iter().enumerate().filter(move |(_, i)| i.project == project)
    }

    /// Years of the period, first to last.
    pub fn years(&self) -> Vec<FiscalYear> {
        let Some((first, last)) = self.basics.period else { return Vec::new() };
        (first.western()..=last.western()).filter_map(FiscalYear::new).collect()
    }

    /// `1-2` for the second 施策 of the first 基本目標.
    pub fn measure_number(&self, measure: usize) -> String {
        let m = &self.measures[measure];
        format!("{}-{}", self.goals[m.goal].number, m.number)
    }
}
