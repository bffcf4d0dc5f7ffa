//! The plan joined with the answers. Every list is walked once: answers are looked up.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::{
    IndicatorRow, Judging, Progress, ProjectRow, ProjectYear, State, Tally, YearTally,
    pace,
};
use crate::diag::Edition;
use crate::model::evaluation::Evaluation;
use crate::model::plan::{Indicator, Plan, Project};
use crate::model::quantity::Reading;
use crate::model::rate::{self, Figures, NoRate, Rate, Status};
use crate::model::year::FiscalYear;

/// What is joined beside the plan.
pub struct Join<'a> {
    /// 対象年度.
    pub year: FiscalYear,
    /// 版.
    pub edition: Edition,
    /// 版の表示: the words in place of 見本 or 案.
    pub edition_words: Option<&'a str>,
    /// 発行年月.
    pub issued: &'a str,
    /// How indicators are judged.
    pub judging: Judging,
    /// All answers of all years.
    pub evaluations: &'a [Evaluation],
}

/// Joins the plan with the answers. Of several answers of one 課 for one 事業 the first
/// counts.
pub fn join(plan: Plan, join: &Join) -> Progress {
    let answers = Answers::new(&plan, join.evaluations);
    let period = plan.years();
    let previous = join.year.previous().filter(|y| period.contains(y));

    let rows: Vec<ProjectRow> = (0..plan.projects.len())
        .map(|project| ProjectRow {
            project,
            this: answers.of(&plan, project, join.year).cloned(),
            last: previous.map(|y| answers.of(&plan, project, y).cloned()),
        })
        .collect();

    let history: Vec<YearTally> = period
        .iter()
        .map(|&year| {
            let known =
                year == join.year || (year < join.year && answers.years.contains(&year));
            let goals = known.then(|| tallies(&plan, year, &answers));
            let total = goals.as_ref().map(|goals| {
                let mut total = Tally::default();
                goals.iter().for_each(|g| total.add(g));
                total
            });
            YearTally { year, goals, total }
        })
        .collect();
    let this = history.iter().find(|h| h.year == join.year);
    let goals = this.and_then(|h| h.goals.clone()).unwrap_or_default();
    let total = this.and_then(|h| h.total.clone()).unwrap_or_default();

    let years: Vec<FiscalYear> =
        period.iter().copied().filter(|y| *y <= join.year).collect();
    let indicators = (0..plan.indicators.len())
        .map(|i| indicator_row(&plan, i, &years, join, &answers))
        .collect();
    Progress {
        year: join.year,
        edition: join.edition,
        mark: mark(join.edition, join.edition_words),
        issued: join.issued.to_owned(),
        judging: join.judging,
        rows,
        goals,
        total,
        history,
        indicators,
        plan,
    }
}

/// What is known of every indicator in each year of the period: by indicator, by year.
pub fn readings(plan: &Plan, evaluations: &[Evaluation]) -> Vec<Vec<Option<Reading>>> {
    let answers = Answers::new(plan, evaluations);
    let years = plan.years();
    let of = |(i, indicator): (usize, &Indicator)| {
        let project = &plan.projects[indicator.project];
        years.iter().map(|&year| answers.actual(project, i, year)).collect()
    };
    plan.indicators.iter().enumerate().map(of).collect()
}

/// What marks the edition; nothing ever marks a 確定 edition.
fn mark(edition: Edition, words: Option<&str>) -> Option<String> {
    let usual = edition.mark()?;
    let words = words.map(str::trim).filter(|w| !w.is_empty());
    Some(words.unwrap_or(usual).to_owned())
}

/// The answers, by what they are asked for.
struct Answers<'a> {
    /// Years for which anything was answered.
    years: BTreeSet<FiscalYear>,
    /// By year, 事業 and 課.
    projects: HashMap<(FiscalYear, usize, usize), &'a Evaluation>,
    /// By year, 課 and 指標; `None` where a person has to decide.
    actuals: HashMap<(FiscalYear, usize, usize), Option<&'a Reading>>,
}

impl<'a> Answers<'a> {
    fn new(plan: &Plan, evaluations: &'a [Evaluation]) -> Self {
        let mut answers = Answers {
            years: BTreeSet::new(),
            projects: HashMap::new(),
            actuals: HashMap::new(),
        };
        for e in evaluations.iter().filter(|e| e.is_answered()) {
            answers.years.insert(e.year);
            answers.projects.entry((e.year, e.project, e.division)).or_insert(e);
            for actual in &e.actuals {
                if plan.indicators[actual.indicator].project == e.project {
                    let key = (e.year, e.division, actual.indicator);
                    answers.actuals.entry(key).or_insert(actual.reading.as_ref());
                }
            }
        }
        answers
    }

    /// What was answered for a project in a year.
    fn of(&self, plan: &Plan, index: usize, year: FiscalYear) -> Answered<'a> {
        let project = &plan.projects[index];
        let own = |division| self.projects.get(&(year, index, division)).copied();
        let main = own(project.division);
        let state = match main {
            _ if !project.active_in(year) => State::Inactive,
            Some(_) => State::Answered,
            None => State::Unsubmitted,
        };
        let partners = project.partners.iter().filter_map(|d| own(*d)).collect();
        Answered { state, main, partners }
    }

    /// The 担当課's figure; a 関係課's where the 担当課 has none.
    fn actual(
        &self,
        project: &Project,
        indicator: usize,
        year: FiscalYear,
    ) -> Option<Reading> {
        let found = |division| self.actuals.get(&(year, division, indicator)).copied();
        let readings = || project.answering().filter_map(found).flatten();
        let filled = readings().find(|r| **r != Reading::Blank);
        filled.or_else(|| readings().next()).cloned()
    }
}

/// A [`ProjectYear`] that owns nothing.
struct Answered<'a> {
    state: State,
    main: Option<&'a Evaluation>,
    partners: Vec<&'a Evaluation>,
}

impl Answered<'_> {
    fn grade(&self) -> Option<usize> {
        self.main?.grade.as_ref().map(|g| g.value)
    }

    fn cloned(&self) -> ProjectYear {
        ProjectYear {
            state: self.state,
            grade: self.grade(),
            main: self.main.cloned(),
            partners: self.partners.iter().copied().cloned().collect(),
        }
    }
}

/// One tally a goal, in the order of the plan.
fn tallies(plan: &Plan, year: FiscalYear, answers: &Answers) -> Vec<Tally> {
    let empty = Tally { by_grade: vec![0; plan.scale.grades.len()], ..Tally::default() };
    let mut goals = vec![empty; plan.goals.len()];
    for (i, project) in plan.projects.iter().enumerate() {
        let answered = answers.of(plan, i, year);
        if answered.state == State::Inactive {
            continue;
        }
        let tally = &mut goals[plan.goal_of(project)];
        tally.projects += 1;
        tally.answers_due += project.answering().count();
        tally.answers += usize::from(answered.main.is_some()) + answered.partners.len();
        match (answered.state, answered.grade()) {
            (State::Answered, Some(g)) => {
                let grade = &plan.scale.grades[g];
                tally.by_grade[g] += 1;
                tally.rated += usize::from(grade.counted);
                tally.on_track += usize::from(grade.counted && grade.on_track);
            }
            (State::Answered, None) => tally.ungraded += 1,
            _ => tally.unsubmitted += 1,
        }
    }
    goals
}

fn indicator_row(
    plan: &Plan,
    index: usize,
    years: &[FiscalYear],
    join: &Join,
    answers: &Answers,
) -> IndicatorRow {
    let indicator = &plan.indicators[index];
    let project = &plan.projects[indicator.project];
    let actuals: Vec<(FiscalYear, Option<Reading>)> =
        years.iter().map(|&year| (year, answers.actual(project, index, year))).collect();
    let reading =
        actuals.iter().find(|(y, _)| *y == join.year).and_then(|(_, r)| r.as_ref());
    let actual = reading.and_then(Reading::value);
    let suppressed = matches!(reading, Some(Reading::Suppressed));
    let last_year = plan.basics.period.map(|(_, last)| last);
    let figures = |target: Option<Decimal>| Figures {
        tendency: indicator.tendency,
        baseline: indicator.baseline,
        target,
        actual,
        tolerance: join.judging.keep_tolerance,
    };
    let yearly = figures(indicator.target(join.year));
    let last = figures(last_year.and_then(|y| indicator.target(y)));
    // 秘匿 is said as such, but not of an indicator that has no rate at all.
    let of = |figures: &Figures| match rate::rate(figures) {
        Rate::None(NoRate::Actual) if suppressed => Rate::None(NoRate::Suppressed),
        rate => rate,
    };
    let status = match (rate::status(&last, pace(plan, join.year)), reading) {
        (Status::NotYet, Some(Reading::Suppressed)) => Status::Suppressed,
        // No figure is to be expected.
        (
            Status::NotYet,
            Some(
                Reading::NotApplicable
                | Reading::NotDone
                | Reading::Unsuited
                | Reading::Unknown,
            ),
        ) => Status::NotJudged,
        (status, _) => status,
    };
    IndicatorRow {
        indicator: index,
        rate: of(&yearly),
        final_rate: of(&last),
        status,
        position: rate::position(&last),
        actuals,
    }
}
