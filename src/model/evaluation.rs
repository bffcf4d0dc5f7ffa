//! 評価: what a department returned for one 事業 in one year.

use std::sync::Arc;

use crate::diag::{Located, Origin};
use crate::model::quantity::Reading;
use crate::model::year::FiscalYear;

/// 実績値 of one indicator, as returned.
#[derive(Debug, Clone)]
pub struct Actual {
    /// Position in [`crate::model::plan::Plan::indicators`].
    pub indicator: usize,
    /// What the cell says; `None` when a person has to decide.
    pub reading: Option<Reading>,
    /// 原文, always kept.
    pub original: String,
    /// 出どころ.
    pub origin: Origin,
}

/// One department's answer for one project: the unit of 回答数.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// Position in [`crate::model::plan::Plan::projects`].
    pub project: usize,
    /// Position in [`crate::model::plan::Plan::divisions`].
    pub division: usize,
    /// The year evaluated.
    pub year: FiscalYear,
    /// 取組内容・実績.
    pub activities: Option<Located<String>>,
    /// 評価区分, position in the scale.
    pub grade: Option<Located<usize>>,
    /// The grade's cell, filled or not.
    pub grade_cell: Option<Origin>,
    /// The grade's cell holds something that a person has to decide.
    pub grade_asked: bool,
    /// 評価の理由.
    pub reason: Option<Located<String>>,
    /// 課題.
    pub issues: Option<Located<String>>,
    /// 改善策・来年度の取組.
    pub improvements: Option<Located<String>>,
    /// 今後の方向性, position in the plan's list.
    pub direction: Option<Located<usize>>,
    /// 指標の実績値.
    pub actuals: Vec<Actual>,
    /// 付記: filled cells under headers we have no field for, with the header.
    pub notes: Vec<(Arc<str>, Located<String>)>,
    /// 出どころ: the first row of the answer.
    pub origin: Origin,
}

impl Evaluation {
    /// Whether the department wrote anything at all beside the name of the project.
    pub fn is_answered(&self) -> bool {
        self.activities.is_some()
            || self.grade.is_some()
            || self.grade_asked
            || self.reason.is_some()
            || self.issues.is_some()
            || self.improvements.is_some()
            || self.direction.is_some()
            || self.actuals.iter().any(|a| a.reading != Some(Reading::Blank))
    }
}
