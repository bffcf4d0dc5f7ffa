//! What goes into and what comes out of reading one value cell.

use rust_decimal::Decimal;

use crate::model::quantity::{self, Reading};
use crate::model::year::{FiscalYear, Ymd};
use crate::text;

/// What the reader of an [`Outcome`] has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Usable, nothing to say.
    Ok,
    /// Usable; `why` is reported as a remark (注意).
    Note,
    /// Not usable before a person has decided (要確認).
    Ask,
}

/// What the plan's indicator measures (指標の種類), as far as reading depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// 件数, か所数: whole numbers, not negative.
    Count,
    /// 実人数: a person is counted once.
    Unique,
    /// 延べ人数: a person is counted each time.
    Total,
    /// 回数 in a year.
    Times,
    /// 割合 in ％.
    Ratio,
    /// 増減率 in ％; the only kind for which a sign is natural.
    Change,
    /// 金額.
    Money,
    /// 満足度 and other points.
    Score,
    /// 時間, 分.
    Duration,
    /// 期間 in か月.
    Months,
    /// 面積, 重さ, 倍 … and units that this tool does not know.
    #[default]
    Measure,
    /// 日付.
    Date,
}

impl Kind {
    /// The kind of an indicator by its name (指標名・定義) and its unit in the plan.
    pub fn of(name: &str, unit: Option<&str>) -> Self {
        let name = text::key1(name);
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let unit = unit.map(quantity::canonical_unit).unwrap_or_default();
        match unit.as_str() {
            "％" if has(&["増減", "増加率", "減少率", "伸び率", "上昇率", "低下率"]) => {
                Self::Change
            }
            "％" | "割" => Self::Ratio,
            "点" => Self::Score,
            "時間" | "分" => Self::Duration,
            "か月" => Self::Months,
            "回" => Self::Times,
            "日付" | "年月日" => Self::Date,
            unit if unit.ends_with('円') => Self::Money,
            unit if unit.ends_with('人') && has(&["延べ", "のべ", "延人", "延利用"]) => {
                Self::Total
            }
            unit if unit.ends_with('人') && has(&["実人数", "実利用", "実数"]) => {
                Self::Unique
            }
            unit if quantity::is_counting(unit) => Self::Count,
            "" if has(&["日付", "年月日"]) => Self::Date,
            unit if unit.ends_with('人') => Self::Count,
            _ => Self::Measure,
        }
    }
}

/// What the plan expects in the cell (計画の指標).
#[derive(Debug, Clone, Copy, Default)]
pub struct Expect<'a> {
    /// Unit in the plan (単位); `None` accepts any.
    pub unit: Option<&'a str>,
    /// What the indicator measures.
    pub kind: Kind,
    /// Fiscal year of the cell, to choose from R7：100　R8：120.
    pub year: Option<FiscalYear>,
    /// Last year's value, else the target (前年値・目標値): tells a count of 2026 from a
    /// year written into the wrong cell, and is quoted in questions.
    pub reference: Option<Decimal>,
}

impl<'a> Expect<'a> {
    /// Expectation without year and reference.
    pub fn new(kind: Kind, unit: Option<&'a str>) -> Self {
        Self { unit, kind, year: None, reference: None }
    }

    /// Expectation from the indicator's name and unit; see [`Kind::of`].
    pub fn of(name: &str, unit: Option<&'a str>) -> Self {
        Self::new(Kind::of(name, unit), unit)
    }

    /// Expectation from the unit alone. 延べ人数, 実人数 and 増減率 cannot be told from
    /// a unit: prefer [`Expect::of`] where the indicator's name is known.
    pub fn of_unit(unit: &'a str) -> Self {
        Self::of("", Some(unit))
    }

    /// The plan's unit in its canonical spelling.
    pub(super) fn canonical(&self) -> Option<String> {
        self.unit.map(quantity::canonical_unit).filter(|unit| !unit.is_empty())
    }
}

/// A cell as the workbook reader hands it over.
#[derive(Debug, Clone, Copy)]
pub enum Input<'a> {
    /// Text, untouched.
    Text(&'a str),
    /// A numeric cell: 0.85 with format 0% is `percent_format`; `decimals` are those shown.
    Number {
        /// The stored value.
        value: Decimal,
        /// True if the number format has ％.
        percent_format: bool,
        /// Decimals that the format shows, if it fixes them.
        decimals: Option<u32>,
    },
    /// A date cell, and the text it shows.
    Date {
        /// Western year.
        y: i32,
        /// Month.
        m: u8,
        /// Day.
        d: u8,
        /// What the person sees, such as 1/3.
        text: &'a str,
    },
    /// An error value such as `#DIV/0!`.
    Error(&'a str),
    /// An empty cell.
    Empty,
}

/// What shape the cell has (contract column `kind`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One number.
    Number,
    /// A sign or word for no number; see [`Missing`].
    Missing,
    /// Two readings or more.
    Ambiguous,
    /// 以上, 未満, 強, 弱: a bound, not a value.
    Bound,
    /// 10～15人.
    Range,
    /// A change: +5, 5ポイント, 10人→15人, 皆減.
    Relative,
    /// A rate: 月2回, 1日平均15.3人.
    Rate,
    /// Several labelled values.
    Multi,
    /// A date.
    Date,
    /// A month or a fiscal year: 12月.
    Period,
    /// 〃, 同上.
    Reference,
    /// A sentence or a word that is not a value.
    Text,
    /// An error value or a date that does not exist.
    Error,
}

/// Why there is no number (contract column `missing`); finer than [`Reading`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// 空欄.
    Blank,
    /// A dash: 皆無 or 該当なし.
    NoneOrNa,
    /// 対象外, 斜線, N/A.
    NotApplicable,
    /// 集計中.
    NotYet,
    /// 未実施, 中止.
    NotDone,
    /// 廃止, 事業終了.
    Abolished,
    /// 秘匿.
    Suppressed,
    /// 未定.
    Undecided,
    /// 指標になじまない.
    Unsuited,
    /// 不明.
    Unknown,
    /// 別紙のとおり.
    Elsewhere,
}

/// Everything that was understood from one cell. Nothing written is dropped: what is not
/// the value is in `second` or `note`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The shape of the cell.
    pub form: Form,
    /// The value to use; `None` with [`Action::Ask`], and for dates (see `date`).
    pub reading: Option<Reading>,
    /// With [`Action::Ask`]: the likeliest reading, for a person to confirm.
    pub candidate: Option<Reading>,
    /// What has to be done.
    pub action: Action,
    /// For an official, in Japanese: what is odd, and both readings when there are two.
    pub why: Option<String>,
    /// Labelled further numbers in the order written: 内数, 分子, 分母, 前年, 満点 ….
    pub second: Vec<(String, Decimal)>,
    /// Further words: 延べ, ※1, 7月公表予定 ….
    pub note: Option<String>,
    /// The date, if the cell is one.
    pub date: Option<Ymd>,
    /// Why there is no number.
    pub missing: Option<Missing>,
}
