//! 計画: the structure that a city fills into `計画.xlsx`.
//!
//! 体系 → 基本目標 → 施策の展開 → 事業 → 指標. Records are kept in flat lists in the
//! order of the workbook and refer to each other by position; the ids that officials
//! type are never derived from that order, so they survive a new plan.

use rust_decimal::Decimal;

use crate::diag::Origin;
use crate::model::year::FiscalYear;

/// 計画の基本情報.
#[derive(Debug, Clone, Default)]
pub struct Basics {
    /// 計画名.
    pub name: String,
    /// 市町村名.
    pub municipality: String,
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

/// 体系（大分類）.
#[derive(Debug, Clone)]
pub struct Pillar {
    /// ID.
    pub id: String,
    /// 名称.
    pub name: String,
    /// 出どころ.
    pub origin: Origin,
}

/// 基本目標.
#[derive(Debug, Clone)]
pub struct Goal {
    /// ID.
    pub id: String,
    /// Position of its 体系 in [`Plan::pillars`].
    pub pillar: usize,
    /// 番号, as printed.
    pub number: String,
    /// 名称.
    pub name: String,
    /// 略称 for charts; the name when empty.
    pub short: String,
    /// 出どころ.
    pub origin: Origin,
}

/// 施策の展開.
#[derive(Debug, Clone)]
pub struct Measure {
    /// ID.
    pub id: String,
    /// Position of its 基本目標 in [`Plan::goals`].
    pub goal: usize,
    /// 番号 within the goal, as printed.
    pub number: String,
    /// 名称.
    pub name: String,
    /// 出どころ.
    pub origin: Origin,
}

/// 事業.
#[derive(Debug, Clone)]
pub struct Project {
    /// ID, stable over years and plans.
    pub id: String,
    /// 事業番号, as printed.
    pub number: String,
    /// 事業名.
    pub name: String,
    /// Position of its 施策 in [`Plan::measures`].
    pub measure: usize,
    /// 再掲: the other 施策 under which it is shown; it is counted once.
    pub reposts: Vec<usize>,
    /// 担当課, position in [`Plan::divisions`].
    pub division: usize,
    /// 関係課 of a 共管 project; they answer too.
    pub partners: Vec<usize>,
    /// 重点事業.
    pub priority: bool,
    /// 新規・拡充・継続 at the time of the plan.
    pub kind: String,
    /// 概要.
    pub summary: String,
    /// First year, when it starts within the period.
    pub start: Option<FiscalYear>,
    /// Last year, when it ends within the period.
    pub end: Option<FiscalYear>,
    /// 出どころ.
    pub origin: Origin,
}

impl Project {
    /// Whether an answer is due for this year.
    pub fn active_in(&self, year: FiscalYear) -> bool {
        self.start.is_none_or(|s| s <= year) && self.end.is_none_or(|e| year <= e)
    }

    /// 担当課 first, then 関係課: everyone who answers.
    pub fn answering(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.division).chain(self.partners.iter().copied())
    }

    /// `1101 産後ケア事業`, for messages.
    pub fn title(&self) -> String {
        format!("{} {}", self.number, self.name).trim().to_owned()
    }
}

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
    /// 出どころ.
    pub origin: Origin,
}

impl Indicator {
    /// The target of a year.
    pub fn target(&self, year: FiscalYear) -> Option<Decimal> {
        self.targets.iter().find(|(y, _)| *y == year).map(|(_, v)| *v)
    }
}

/// 担当課.
#[derive(Debug, Clone)]
pub struct Division {
    /// ID.
    pub id: String,
    /// 課名.
    pub name: String,
    /// 部名.
    pub department: String,
    /// 別名: former names and other spellings.
    pub aliases: Vec<DivisionAlias>,
    /// 出どころ.
    pub origin: Origin,
}

/// 課の別名, with the years in which it was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DivisionAlias {
    /// The name.
    pub name: String,
    /// First year, when it has one.
    pub from: Option<FiscalYear>,
    /// Last year, when it has one.
    pub to: Option<FiscalYear>,
}

impl DivisionAlias {
    /// Whether the name was used in this year.
    pub fn valid_in(&self, year: FiscalYear) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }

    /// 「令和8年度まで」; empty when it is valid in all years.
    pub fn years(&self) -> String {
        match (self.from, self.to) {
            (None, None) => String::new(),
            (None, Some(to)) => format!("{}まで", to.era_label()),
            (Some(from), None) => format!("{}から", from.era_label()),
            (Some(from), Some(to)) => FiscalYear::range_label(from, to),
        }
    }
}

/// How a grade is drawn: colour is never the only sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GradeStyle {
    /// 濃.
    Dark,
    /// 中.
    Mid,
    /// 淡.
    Light,
    /// 斜線.
    Hatch,
    /// なし.
    None,
}

impl GradeStyle {
    /// The key that templates and workbooks use.
    pub fn key(self) -> &'static str {
        match self {
            GradeStyle::Dark => "dark",
            GradeStyle::Mid => "mid",
            GradeStyle::Light => "light",
            GradeStyle::Hatch => "hatch",
            GradeStyle::None => "none",
        }
    }
}

/// 評価区分の一段階.
#[derive(Debug, Clone)]
pub struct Grade {
    /// コード: what departments type.
    pub code: String,
    /// 記号: what is printed.
    pub symbol: String,
    /// 名称.
    pub name: String,
    /// 意味.
    pub meaning: String,
    /// 順位, 1 is best.
    pub rank: u32,
    /// Counts as 「計画どおり」以上.
    pub on_track: bool,
    /// 分母に入れる.
    pub counted: bool,
    /// 理由必須.
    pub reason_required: bool,
    /// 模様.
    pub style: GradeStyle,
    /// 別名.
    pub aliases: Vec<String>,
    /// 出どころ.
    pub origin: Origin,
}

/// 評価区分: the scale is data of the city.
#[derive(Debug, Clone, Default)]
pub struct GradeScale {
    /// The grades, best first.
    pub grades: Vec<Grade>,
}

impl GradeScale {
    /// The name of the worst grade that still counts as on track: 「計画どおり」.
    pub fn on_track_name(&self) -> &str {
        self.grades.iter().rfind(|g| g.on_track).map_or("", |g| &g.name)
    }
}

/// 今後の方向性.
#[derive(Debug, Clone)]
pub struct Direction {
    /// 名称.
    pub name: String,
    /// 区分: 拡大・継続・改善・縮小・統合・休止・廃止・完了.
    pub kind: String,
    /// 別名.
    pub aliases: Vec<String>,
    /// 出どころ.
    pub origin: Origin,
}

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
