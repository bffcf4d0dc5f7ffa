//! 指標: what is measured, against what, and which way is better.

use rust_decimal::Decimal;

use crate::diag::Origin;
use crate::model::year::FiscalYear;

/// How an indicator is meant to move (requirement E-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tendency {
    /// 増やす.
    Increase,
    /// 減らす.
    Decrease,
    /// 維持.
    Keep,
    /// 指標になじまない: shown, never judged.
    Unsuited,
}

/// 指標の種別.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorKind {
    /// 活動指標.
    Output,
    /// 成果指標.
    Outcome,
}

impl IndicatorKind {
    /// The word officials use.
    pub fn label(self) -> &'static str {
        match self {
            IndicatorKind::Output => "活動",
            IndicatorKind::Outcome => "成果",
        }
    }
}

/// 指標.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// ID.
    pub id: String,
    /// Position of its 事業 in [`Plan::projects`].
    pub project: usize,
    /// 指標名.
    pub name: String,
    /// 活動・成果.
    pub kind: IndicatorKind,
    /// 単位, canonical.
    pub unit: String,
    /// 増やす・減らす・維持・なじまない.
    pub tendency: Tendency,
    /// 小数桁 in print.
    pub decimals: u32,
    /// 基準値.
    pub baseline: Option<Decimal>,
    /// 基準値の年度.
    pub baseline_year: Option<FiscalYear>,
    /// 年度別の目標値.
    pub targets: Vec<(FiscalYear, Decimal)>,
    /// 集計時点.
    pub timing: String,
    /// 出典.
    pub source: String,
    /// Shown among 主な指標 in the booklet.
    pub featured: bool,
    /// 秘匿: する or しない, whatever the unit; by the unit when absent.
    pub secrecy: Option<bool>,
    /// 出どころ.
    pub origin: Origin,
}

impl Indicator {
    /// A whole number to be increased, of which no more is known than its ID, its 事業, its
    /// name and its unit.
    pub fn new(id: &str, project: usize, name: &str, unit: &str, origin: Origin) -> Self {
        Self {
            id: id.to_owned(),
            project,
            name: name.to_owned(),
            kind: IndicatorKind::Output,
            unit: unit.to_owned(),
            tendency: Tendency::Increase,
            decimals: 0,
            baseline: None,
            baseline_year: None,
            targets: Vec::new(),
            timing: String::new(),
            source: String::new(),
            featured: false,
            secrecy: None,
            origin,
        }
    }

    /// The target of a year.
    pub fn target(&self, year: FiscalYear) -> Option<Decimal> {
        self.targets.iter().find(|(y, _)| *y == year).map(|(_, v)| *v)
    }
}
