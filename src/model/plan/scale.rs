//! 評価区分 and 方向性: the words with which the city judges are its own data.

use crate::diag::Origin;

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
