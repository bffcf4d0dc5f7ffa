//! What only the booklet's figures show: 関連計画, ライフステージ, 支援, 推進体制.

use crate::diag::Origin;
use crate::model::year::FiscalYear;

/// 関連計画の位置.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// 国・県: what the plan takes into account.
    Outer,
    /// 上位計画.
    Upper,
    /// This plan.
    Own,
    /// 一体的に推進する計画.
    Joint,
    /// 関連個別計画.
    Related,
}

/// 関連計画.
#[derive(Debug, Clone)]
pub struct RelatedPlan {
    /// 名称.
    pub name: String,
    /// 略称 for the timeline.
    pub short: String,
    /// 区分.
    pub relation: Relation,
    /// Bars of the timeline: first year, last year, label.
    pub terms: Vec<Term>,
    /// 出どころ.
    pub origin: Origin,
}

/// 計画期間の帯.
#[derive(Debug, Clone)]
pub struct Term {
    /// First year.
    pub from: FiscalYear,
    /// Last year.
    pub to: FiscalYear,
    /// The text on the bar.
    pub label: String,
    /// 次期: not decided yet.
    pub next: bool,
    /// 一体化: joined with the plan in the next row.
    pub joint: bool,
}

/// ライフステージ.
#[derive(Debug, Clone)]
pub struct LifeStage {
    /// 名称.
    pub name: String,
    /// 時期: the band above the stages.
    pub band: String,
    /// 図: which chart it stands on, 1 or 2.
    pub chart: usize,
    /// 出どころ.
    pub origin: Origin,
}

/// 支援パッケージの一項目.
#[derive(Debug, Clone)]
pub struct Support {
    /// 支援名.
    pub name: String,
    /// 種類.
    pub kind: String,
    /// First stage, position in [`Plan::stages`].
    pub from: usize,
    /// Last stage.
    pub to: usize,
    /// Goes on beyond the last stage.
    pub continues: bool,
    /// 出どころ.
    pub origin: Origin,
}

/// 推進体制の役.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// 会議.
    Council,
    /// 事務局.
    Office,
    /// 庁内.
    Divisions,
    /// 地域の主体.
    Partner,
    /// PDCA の一文字.
    Cycle,
}

/// 推進体制の一行.
#[derive(Debug, Clone)]
pub struct Governance {
    /// 区分.
    pub role: Role,
    /// 記号: P, D, C, A.
    pub letter: String,
    /// 名称.
    pub name: String,
    /// 説明.
    pub text: String,
    /// 時期.
    pub when: String,
    /// 出どころ.
    pub origin: Origin,
}
