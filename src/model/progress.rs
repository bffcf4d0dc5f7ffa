//! 進捗: the plan joined with the evaluations. The only thing exporters see.
//!
//! Every number that any output shows is computed here, once, from exact decimals.
//! Denominators (requirement E-8): 事業数 counts each active project once, where it stands
//! in the plan, and never its 再掲; 回答数 counts project × answering 課.

mod join;

use rust_decimal::Decimal;

pub use self::join::{Join, join, readings};

use crate::diag::Edition;
use crate::model::evaluation::Evaluation;
use crate::model::plan::Plan;
use crate::model::quantity::{Quantity, Reading};
use crate::model::rate::{self, Rate, Status};
use crate::model::year::FiscalYear;

/// Whether a project was answered by its 担当課.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// 回答あり.
    Answered,
    /// 未提出.
    Unsubmitted,
    /// Not yet begun or already ended in this year: not counted.
    Inactive,
}

/// One project in one year.
#[derive(Debug, Clone)]
pub struct ProjectYear {
    /// 回答あり・未提出・対象外.
    pub state: State,
    /// The 担当課's grade: it goes before those of 関係課 (requirement E-9).
    pub grade: Option<usize>,
    /// The 担当課's answer.
    pub main: Option<Evaluation>,
    /// The answers of 関係課, in the order of the plan.
    pub partners: Vec<Evaluation>,
}

/// One project: this year beside last year.
#[derive(Debug, Clone)]
pub struct ProjectRow {
    /// Position in the plan.
    pub project: usize,
    /// The year reported.
    pub this: ProjectYear,
    /// The year before, if it lies in the period.
    pub last: Option<ProjectYear>,
}

/// Counts of projects. `projects = Σ by_grade + ungraded + unsubmitted`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// 事業数: active projects, each once.
    pub projects: usize,
    /// By position in the scale.
    pub by_grade: Vec<usize>,
    /// Answered without a grade.
    pub ungraded: usize,
    /// 未提出.
    pub unsubmitted: usize,
    /// 事業数 in the denominator: grades that are counted.
    pub rated: usize,
    /// Of these, 「計画どおり」以上.
    pub on_track: usize,
    /// 回答数 received (事業 × 課).
    pub answers: usize,
    /// 回答数 due (事業 × 課).
    pub answers_due: usize,
}

impl Tally {
    /// 「計画どおり」以上の割合, ％, exact; `None` when nothing is rated.
    pub fn share(&self) -> Option<Decimal> {
        rate::share(self.on_track, self.rated)
    }

    /// 増減 of the share since another tally, ポイント: the difference of both as they are
    /// printed, with one decimal, so that whoever subtracts them finds it. `None` where one
    /// of them has no share.
    pub fn change_since(&self, before: &Tally) -> Option<Decimal> {
        let printed = |tally: &Tally| tally.share().map(|share| rate::round(share, 1));
        Some(printed(self)? - printed(before)?)
    }

    /// 未評価: answered without a grade, or not answered.
    pub fn unrated(&self) -> usize {
        self.ungraded + self.unsubmitted
    }

    /// Whether the parts make the whole.
    pub fn reconciles(&self) -> bool {
        self.projects
            == self.by_grade.iter().sum::<usize>() + self.ungraded + self.unsubmitted
    }

    fn add(&mut self, other: &Tally) {
        self.projects += other.projects;
        self.by_grade.resize(self.by_grade.len().max(other.by_grade.len()), 0);
        for (mine, theirs) in self.by_grade.iter_mut().zip(&other.by_grade) {
            *mine += theirs;
        }
        self.ungraded += other.ungraded;
        self.unsubmitted += other.unsubmitted;
        self.rated += other.rated;
        self.on_track += other.on_track;
        self.answers += other.answers;
        self.answers_due += other.answers_due;
    }
}

/// One year of the period.
#[derive(Debug, Clone)]
pub struct YearTally {
    /// The year.
    pub year: FiscalYear,
    /// By goal; `None` when nothing was returned for the year.
    pub goals: Option<Vec<Tally>>,
    /// All goals.
    pub total: Option<Tally>,
}

/// One indicator over the years.
#[derive(Debug, Clone)]
pub struct IndicatorRow {
    /// Position in the plan.
    pub indicator: usize,
    /// By year of the period up to the year reported; `None` where no answer holds it.
    pub actuals: Vec<(FiscalYear, Option<Reading>)>,
    /// 達成率 against this year's target (対 年度目標).
    pub rate: Rate,
    /// 達成率 against the final target (対 最終年度目標).
    pub final_rate: Rate,
    /// 状況 on the way to the final target.
    pub status: Status,
    /// The way gone, 0 at the baseline and 1 at the final target.
    pub position: Option<Decimal>,
}

impl IndicatorRow {
    /// What was returned for a year.
    pub fn actual(&self, year: FiscalYear) -> Option<&Reading> {
        self.actuals.iter().find(|(y, _)| *y == year).and_then(|(_, r)| r.as_ref())
    }
}

impl IndicatorRow {
    /// Whether the value of any year is 秘匿.
    pub fn hides_something(&self) -> bool {
        self.actuals.iter().any(|(_, r)| matches!(r, Some(Reading::Suppressed)))
    }
}

/// How indicators are judged, from the configuration.
#[derive(Debug, Clone, Copy, Default)]
pub struct Judging {
    /// 維持の許容幅, ％ of the target.
    pub keep_tolerance: u32,
    /// 達成率の表示の上限, ％.
    pub rate_cap: u32,
    /// 秘匿: the first count that is not small; `None` where nothing is hidden by rule.
    pub small_below: Option<u32>,
}

/// 進捗.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The plan.
    pub plan: Plan,
    /// 対象年度.
    pub year: FiscalYear,
    /// 版.
    pub edition: Edition,
    /// What marks the edition on every publication: 見本, 案 or words of the configuration;
    /// nothing marks a 確定 edition.
    pub mark: Option<String>,
    /// 発行年月, as configured.
    pub issued: String,
    /// How indicators were judged.
    pub judging: Judging,
    /// One row a project, in the order of the plan.
    pub rows: Vec<ProjectRow>,
    /// This year by goal.
    pub goals: Vec<Tally>,
    /// This year, all goals.
    pub total: Tally,
    /// Every year of the period, with data or without.
    pub history: Vec<YearTally>,
    /// One row an indicator, in the order of the plan.
    pub indicators: Vec<IndicatorRow>,
}

impl Progress {
    /// The mark without its brackets, to stand in others: 「（案）」 is 「案」.
    pub fn bare_mark(&self) -> Option<&str> {
        let mark = self.mark.as_deref()?;
        let mark = mark.trim_start_matches(['（', '(', '［', '【']);
        Some(mark.trim_end_matches(['）', ')', '］', '】']))
    }

    /// Whether anything was graded in any year of the plan.
    pub fn has_grades(&self) -> bool {
        let tallies = |year: &YearTally| -> bool {
            let goals = year.goals.iter().flatten();
            year.total.iter().chain(goals).any(|tally| tally.rated > 0)
        };
        self.history.iter().any(tallies)
    }

    /// The year before, if it lies in the period.
    pub fn previous(&self) -> Option<&YearTally> {
        let previous = self.year.previous()?;
        self.history.iter().find(|h| h.year == previous)
    }

    /// One project in one year, where the whole answer is kept: this year and last.
    pub fn project_year(&self, project: usize, year: FiscalYear) -> Option<&ProjectYear> {
        let row = self.rows.get(project)?;
        match year {
            y if y == self.year => Some(&row.this),
            y if Some(y) == self.year.previous() => row.last.as_ref(),
            _ => None,
        }
    }

    /// 実績値 of an indicator in a year, in the indicator's unit.
    ///
    /// # Errors
    /// Where there is no number, the word that is printed in its place.
    pub fn actual(
        &self,
        indicator: usize,
        year: FiscalYear,
    ) -> Result<&Quantity, &'static str> {
        let reading = self.indicators.get(indicator).and_then(|row| row.actual(year));
        match reading {
            Some(Reading::Value(quantity)) => Ok(quantity),
            Some(other) => Err(other.label()),
            None => Err(self.absent(self.plan.indicators[indicator].project, year)),
        }
    }

    /// Whether any value that could be shown is 秘匿.
    pub fn hides_something(&self) -> bool {
        self.indicators.iter().any(IndicatorRow::hides_something)
    }

    /// What the sign x means, for readers.
    pub fn secrecy_note(&self) -> String {
        match self.judging.small_below {
            Some(below) => format!(
                "「x」は秘匿です。人数などが{below}未満の値と、それを逆算できる値は、個人が分からないように公表していません。"
            ),
            None => {
                "「x」は秘匿です。人数が少ないなどのため公表していません。".to_owned()
            }
        }
    }

    /// Why an indicator has no reading at all in a year.
    fn absent(&self, project: usize, year: FiscalYear) -> &'static str {
        let known = self.history.iter().any(|h| h.year == year && h.total.is_some());
        let answered = match self.project_year(project, year) {
            Some(found) => found.main.is_some() || !found.partners.is_empty(),
            None => self
                .indicators
                .iter()
                .filter(|i| self.plan.indicators[i.indicator].project == project)
                .any(|i| i.actual(year).is_some()),
        };
        match () {
            () if !self.plan.projects[project].active_in(year) => "－",
            () if !known => "資料なし",
            () if answered => Reading::Blank.label(),
            () => "未提出",
        }
    }

    /// How far the plan's time has gone: 2 of 4 years is 0.5.
    pub fn pace(&self) -> Decimal {
        pace(&self.plan, self.year)
    }

    /// Which year of the plan it is, 1 for the first.
    pub fn year_number(&self) -> usize {
        self.plan.years().iter().position(|y| *y == self.year).map_or(0, |i| i + 1)
    }
}

fn pace(plan: &Plan, year: FiscalYear) -> Decimal {
    let years = plan.years();
    let gone = years.iter().filter(|y| **y <= year).count();
    Decimal::from(gone).checked_div(Decimal::from(years.len())).unwrap_or(Decimal::ONE)
}
