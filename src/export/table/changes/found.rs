//! Which projects differ from last year, and how.

use crate::export::table::cells::year_words;
use crate::export::table::view::View;
use crate::model::evaluation::Evaluation;
use crate::model::plan::{Grade, Project};
use crate::model::progress::{ProjectYear, State};
use crate::model::year::FiscalYear;

/// A kind of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Better,
    Worse,
    /// One of the years has no grade that could be compared.
    Incomparable,
    New,
    Ended,
    Direction,
    Renamed,
}

impl Kind {
    /// In the order of the sheet.
    pub const ALL: [Kind; 7] = [
        Kind::Better,
        Kind::Worse,
        Kind::Incomparable,
        Kind::New,
        Kind::Ended,
        Kind::Direction,
        Kind::Renamed,
    ];

    /// 違い.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Better => "評価が上がった",
            Kind::Worse => "評価が下がった",
            Kind::Incomparable => "評価を比べられない",
            Kind::New => "新規",
            Kind::Ended => "終了",
            Kind::Direction => "方向性が変わった",
            Kind::Renamed => "名称が変わった",
        }
    }

    /// Of these kinds a project of this year has exactly one, unless its grade is the
    /// same.
    pub fn is_about_grade(self) -> bool {
        matches!(self, Kind::Better | Kind::Worse | Kind::Incomparable | Kind::New)
    }
}

/// One difference of one project.
pub struct Change {
    pub kind: Kind,
    /// Position in the plan.
    pub project: usize,
    /// 前年度.
    pub before: String,
    /// 今年度.
    pub now: String,
    /// 理由・説明.
    pub why: String,
}

/// All differences, by kind and then in the order of the plan.
pub fn changes(view: &View) -> Vec<Change> {
    let mut all: Vec<Change> =
        (0..view.p.rows.len()).flat_map(|project| of_project(view, project)).collect();
    all.sort_by_key(|change| change.kind);
    all
}

/// Projects of both years whose grade is the same.
pub fn same(view: &View) -> usize {
    let rows = view.p.rows.iter();
    rows.filter(|row| {
        row.this.state != State::Inactive
            && row.last.as_ref().is_some_and(|last| {
                last.state != State::Inactive
                    && grade_kind(view, &row.this, last).is_none()
            })
    })
    .count()
}

fn of_project(view: &View, project: usize) -> Vec<Change> {
    let row = view.row(project);
    let about = view.project(project);
    let Some(last) = &row.last else { return Vec::new() };
    let this = &row.this;
    let change = |kind, before: String, now: String, why: String| Change {
        kind,
        project,
        before,
        now,
        why,
    };
    let words = |year: &ProjectYear| year_words(view.p, year);
    let mut out = Vec::new();
    match (last.state == State::Inactive, this.state == State::Inactive) {
        (true, true) => return out,
        (true, false) => {
            out.push(change(Kind::New, "－".to_owned(), words(this), start(about)));
        }
        (false, true) => {
            out.push(change(Kind::Ended, words(last), "－".to_owned(), end(about)));
        }
        (false, false) => {
            if let Some(kind) = grade_kind(view, this, last) {
                out.push(change(kind, words(last), words(this), reason(this)));
            }
            if let (Some(before), Some(now)) = (direction(last), direction(this))
                && before != now
            {
                let name = |d: usize| {
                    view.p.plan.directions.get(d).map_or("", |d| &d.name).to_owned()
                };
                let why = improvements(this);
                out.push(change(Kind::Direction, name(before), name(now), why));
            }
        }
    }
    if this.state != State::Inactive
        && let Some(before) = former_name(view, about)
    {
        out.push(change(
            Kind::Renamed,
            before,
            about.name.clone(),
            "計画の「旧事業名」による".to_owned(),
        ));
    }
    out
}

/// How the grade moved; `None` where it is the same.
fn grade_kind(view: &View, this: &ProjectYear, last: &ProjectYear) -> Option<Kind> {
    if this.grade == last.grade && this.grade.is_some() {
        return None;
    }
    let counted = |year: &ProjectYear| {
        let grade = view.p.plan.scale.grades.get(year.grade?)?;
        Some(grade).filter(|g| g.counted)
    };
    let ranks = counted(last).zip(counted(this));
    Some(match ranks.map(|(a, b): (&Grade, &Grade)| (a.rank, b.rank)) {
        Some((before, now)) if now < before => Kind::Better,
        Some((before, now)) if now > before => Kind::Worse,
        _ => Kind::Incomparable,
    })
}

fn direction(year: &ProjectYear) -> Option<usize> {
    year.main.as_ref()?.direction.as_ref().map(|d| d.value)
}

fn said(
    year: &ProjectYear,
    pick: fn(&Evaluation) -> Option<&str>,
    missing: &str,
) -> String {
    year.main.as_ref().and_then(pick).unwrap_or(missing).to_owned()
}

fn reason(year: &ProjectYear) -> String {
    let missing = match year.state {
        State::Answered => "理由の記入なし",
        _ => "今年度の回答が未提出",
    };
    said(year, |e| Some(e.reason.as_ref()?.value.as_str()), missing)
}

fn improvements(year: &ProjectYear) -> String {
    let pick = |e: &Evaluation| e.improvements.as_ref().map(|t| t.value.clone());
    let found = year.main.as_ref().and_then(pick);
    found.map_or_else(|| "－".to_owned(), |text| format!("来年度の取組：{text}"))
}

fn start(project: &Project) -> String {
    project.start.map_or_else(String::new, |y| format!("{}から実施", y.era_label()))
}

fn end(project: &Project) -> String {
    project.end.map_or_else(String::new, |y| format!("{}で終了", y.era_label()))
}

/// The name that a project bore last year, where this year it has another.
fn former_name(view: &View, project: &Project) -> Option<String> {
    let (this, last) = (view.p.year, view.p.year.previous()?);
    let borne = |year: FiscalYear| {
        project.former.iter().find(|former| former.valid_in(year) && former.to.is_some())
    };
    borne(last).filter(|_| borne(this).is_none()).map(|former| former.name.clone())
}
