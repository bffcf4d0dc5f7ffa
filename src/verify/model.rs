//! What the model says: every figure that a publication may show, by what it is.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::{Difference, Spot};
use crate::model::progress::{Progress, Tally};
use crate::model::quantity::Reading;
use crate::model::rate::{self, Status};
use crate::model::year::FiscalYear;

/// A goal by its place in the plan, or all of them together.
pub(super) type Scope = Option<usize>;

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    /// 実績値 of an indicator (position in the plan) in a year.
    Actual(usize, FiscalYear),
    /// 目標値 of an indicator in a year.
    Target(usize, FiscalYear),
    /// 基準値 of an indicator.
    Baseline(usize),
    /// 状況 of an indicator: a word.
    State(usize),
    /// 事業数 with a grade in a year.
    Graded(Scope, usize, FiscalYear),
    /// 事業数.
    Projects(Scope),
    /// 未評価.
    Unrated(Scope),
    /// 評価のある事業.
    Rated,
    /// Of these, 「計画どおり」以上.
    OnTrack,
    /// 「計画どおり」以上の割合 in a year, ％.
    Share(Scope, FiscalYear),
    /// 増減 of the share against the year before, ポイント.
    Change(Scope),
    /// 判定した指標.
    Judged(Scope),
    /// Of these, 達成 or 順調.
    OnPace(Scope),
}

/// A number or a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Number(Decimal),
    Word(String),
}

impl Said {
    fn shown(value: &Option<Said>) -> String {
        match value {
            None => "（なし）".to_owned(),
            Some(Said::Number(v)) => v.normalize().to_string(),
            Some(Said::Word(word)) => format!("「{word}」"),
        }
    }
}

/// How exactly a publication shows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    /// What 1 stands for: 1, or 10,000 (万).
    pub unit: Decimal,
    /// Decimals.
    pub decimals: u32,
}

impl Shown {
    /// In ones, with these decimals.
    pub fn with(decimals: u32) -> Option<Shown> {
        Some(Shown { unit: Decimal::ONE, decimals })
    }
}

/// A figure as a publication shows it; `None` where it shows none.
pub(super) struct Seen {
    pub key: Key,
    /// In the unit of `shown`.
    pub value: Option<Said>,
    /// Rounded so; `None` for an exact value.
    pub shown: Option<Shown>,
    pub sheet: String,
    pub spot: Spot,
}

/// What a publication was found to say.
#[derive(Debug, Default)]
pub struct Checked {
    /// How many figures were compared.
    pub figures: usize,
    /// Those that are not the model's.
    pub wrong: Vec<Difference>,
}

/// The model, by what figures are called in publications.
pub(super) struct Model<'a> {
    pub p: &'a Progress,
    pub indicators: HashMap<&'a str, usize>,
    pub years: HashMap<String, FiscalYear>,
}

impl<'a> Model<'a> {
    pub fn new(p: &'a Progress) -> Self {
        let indicators = p.plan.indicators.iter().enumerate();
        let years = p.plan.years().into_iter();
        Model {
            p,
            indicators: indicators.map(|(i, x)| (&*x.id, i)).collect(),
            years: years.map(|y| (y.western().to_string(), y)).collect(),
        }
    }

    /// 実績値 and 目標値 of these years, of one goal or of all.
    pub fn values(&self, years: &[FiscalYear], goal: Scope) -> BTreeSet<Key> {
        let plan = &self.p.plan;
        let mut keys = BTreeSet::new();
        for (i, indicator) in plan.indicators.iter().enumerate() {
            let own = plan.goal_of(&plan.projects[indicator.project]);
            if goal.is_none_or(|g| g == own) {
                keys.extend(years.iter().map(|y| Key::Actual(i, *y)));
                keys.extend(years.iter().map(|y| Key::Target(i, *y)));
            }
        }
        keys
    }

    pub fn tallies(&self) -> BTreeSet<Key> {
        let known = self.p.history.iter().filter(|h| h.goals.is_some());
        let grades = self.p.plan.scale.grades.len();
        let mut keys = BTreeSet::new();
        for year in known.map(|h| h.year) {
            for goal in 0..self.p.plan.goals.len() {
                keys.extend((0..grades).map(|g| Key::Graded(Some(goal), g, year)));
            }
        }
        keys
    }

    /// The tally of a scope in a year.
    pub fn tally(&self, scope: Scope, year: FiscalYear) -> Option<&Tally> {
        if year == self.p.year {
            return match scope {
                Some(goal) => self.p.goals.get(goal),
                None => Some(&self.p.total),
            };
        }
        let history = self.p.history.iter().find(|h| h.year == year)?;
        match scope {
            Some(goal) => history.goals.as_ref()?.get(goal),
            None => history.total.as_ref(),
        }
    }

    fn value(&self, key: Key) -> Option<Said> {
        let (p, year) = (self.p, self.p.year);
        let count = |n: usize| Decimal::from(n);
        let this = |scope| self.tally(scope, year);
        let share = |scope, year| self.tally(scope, year).and_then(Tally::share);
        let number = match key {
            Key::State(i) => {
                let row = p.indicators.iter().find(|row| row.indicator == i)?;
                return Some(Said::Word(state(row.status).to_owned()));
            }
            Key::Actual(i, year) => {
                p.indicators.get(i)?.actual(year).and_then(Reading::value)
            }
            Key::Target(i, year) => p.plan.indicators.get(i)?.target(year),
            Key::Baseline(i) => p.plan.indicators.get(i)?.baseline,
            Key::Graded(scope, grade, year) => {
                self.tally(scope, year)?.by_grade.get(grade).map(|n| count(*n))
            }
            Key::Projects(scope) => this(scope).map(|t| count(t.projects)),
            Key::Unrated(scope) => this(scope).map(|t| count(t.unrated())),
            Key::Rated => Some(count(p.total.rated)),
            Key::OnTrack => Some(count(p.total.on_track)),
            Key::Share(scope, year) => share(scope, year),
            Key::Change(scope) => {
                let before = year.previous().and_then(|y| self.tally(scope, y));
                this(scope).zip(before).and_then(|(now, before)| now.change_since(before))
            }
            Key::Judged(scope) => Some(count(self.states(scope).1)),
            Key::OnPace(scope) => Some(count(self.states(scope).0)),
        };
        number.map(Said::Number)
    }

    /// Indicators that are 達成 or 順調, and all that were judged.
    fn states(&self, scope: Scope) -> (usize, usize) {
        let plan = &self.p.plan;
        let own = self.p.indicators.iter().filter(|row| {
            let project = &plan.projects[plan.indicators[row.indicator].project];
            scope.is_none_or(|goal| plan.goal_of(project) == goal)
        });
        own.fold((0, 0), |(good, all), row| match row.status {
            Status::Achieved | Status::OnPace => (good + 1, all + 1),
            Status::Behind | Status::Worse => (good, all + 1),
            Status::NotYet | Status::NotJudged | Status::Suppressed => (good, all),
        })
    }

    fn name(&self, key: Key) -> String {
        let plan = &self.p.plan;
        let of_indicator = |i: usize, what: &str| {
            let indicator = &plan.indicators[i];
            let project = &plan.projects[indicator.project].name;
            format!("{project} 指標「{}」の{what}", indicator.name)
        };
        let of = |scope: Scope| match scope {
            Some(goal) => format!("基本目標{}", plan.goals[goal].number),
            None => "全体".to_owned(),
        };
        let this = self.p.year;
        let share = format!("「{}」以上の割合", plan.scale.on_track_name());
        match key {
            Key::Actual(i, year) => of_indicator(i, &format!("{year}の実績値")),
            Key::Target(i, year) => of_indicator(i, &format!("{year}の目標値")),
            Key::Baseline(i) => of_indicator(i, "基準値"),
            Key::State(i) => of_indicator(i, "状況"),
            Key::Graded(scope, grade, year) => {
                let grade = &plan.scale.grades[grade].name;
                format!("{}の{year}の「{grade}」の事業数", of(scope))
            }
            Key::Projects(scope) => format!("{}の{this}の事業数", of(scope)),
            Key::Unrated(scope) => format!("{}の{this}の未評価の事業数", of(scope)),
            Key::Rated => format!("{this}の評価した事業数"),
            Key::OnTrack => {
                format!("{this}の「{}」以上の事業数", plan.scale.on_track_name())
            }
            Key::Share(scope, year) => format!("{}の{year}の{share}", of(scope)),
            Key::Change(scope) => format!("{}の{share}の前年度との増減", of(scope)),
            Key::Judged(scope) => format!("{}の判定した指標の数", of(scope)),
            Key::OnPace(scope) => format!("{}の順調な指標の数", of(scope)),
        }
    }

    /// The decimals of an indicator's values.
    pub fn decimals(&self, key: Key) -> u32 {
        match key {
            Key::Actual(i, _) | Key::Target(i, _) | Key::Baseline(i) => {
                self.p.plan.indicators[i].decimals
            }
            _ => 0,
        }
    }

    /// Compares what was seen with what is right; `wanted` must all be there.
    pub fn compare(&self, seen: Vec<Seen>, mut wanted: BTreeSet<Key>) -> Checked {
        let mut out = Checked::default();
        let mut add = |sheet: String, spot: Spot, text: String| {
            out.wrong.push(Difference { sheet, spot, text });
        };
        for figure in seen {
            wanted.remove(&figure.key);
            out.figures += 1;
            let right = match (self.value(figure.key), figure.shown) {
                (Some(Said::Number(v)), Some(shown)) => {
                    Some(Said::Number(rate::round(v / shown.unit, shown.decimals)))
                }
                (right, _) => right,
            };
            if figure.value != right {
                let text = format!(
                    "{}が {} です（計算では {}）",
                    self.name(figure.key),
                    Said::shown(&figure.value),
                    Said::shown(&right)
                );
                add(figure.sheet, figure.spot, text);
            }
        }
        for key in wanted {
            add(
                String::new(),
                Spot::Whole,
                format!("{}が載っていません", self.name(key)),
            );
        }
        out
    }
}

/// 状況 in the words of the plan's rule (決まりごと).
fn state(status: Status) -> &'static str {
    match status {
        Status::Achieved => "達成",
        Status::OnPace => "順調",
        Status::Behind => "遅れ",
        Status::Worse => "後退",
        Status::NotYet => "未集計",
        Status::NotJudged => "判定外",
        Status::Suppressed => "秘匿",
    }
}
