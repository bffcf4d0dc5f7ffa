//! 体系 → 基本目標 → 施策の展開 → 事業, and the 課 that answer.

use crate::diag::Origin;
use crate::model::year::FiscalYear;

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
    /// 旧事業名, with the years in which each was used.
    pub former: Vec<Alias>,
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
    /// A project of the first 施策 of which no more is known than its number, its name and
    /// its 担当課; its ID is `J` and the number.
    pub fn new(number: &str, name: &str, division: usize, origin: Origin) -> Self {
        Self {
            id: format!("J{number}"),
            number: number.to_owned(),
            name: name.to_owned(),
            former: Vec::new(),
            measure: 0,
            reposts: Vec::new(),
            division,
            partners: Vec::new(),
            priority: false,
            kind: String::new(),
            summary: String::new(),
            start: None,
            end: None,
            origin,
        }
    }

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
    pub aliases: Vec<Alias>,
    /// 出どころ.
    pub origin: Origin,
}

/// 課の別名 or 旧事業名, with the years in which it was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The name.
    pub name: String,
    /// First year, when it has one.
    pub from: Option<FiscalYear>,
    /// Last year, when it has one.
    pub to: Option<FiscalYear>,
}

impl Alias {
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
