//! What is counted: by 基本目標 and by 課.

use crate::export::table::view::View;
use crate::export::workbook::literal;
use crate::model::progress::{ProjectRow, ProjectYear, State, Tally};

/// One line of a block: this year beside the year before.
pub struct Line {
    /// As printed.
    pub name: String,
    /// This year.
    pub tally: Tally,
    /// The year before, where anything is known of it.
    pub last: Option<Tally>,
    /// Which cells of the list it counts.
    pub counted: Counted,
}

/// The cells of the list that a line counts.
pub enum Counted {
    /// Those under a 基本目標, by its position.
    Goal(usize),
    /// Those whose 担当課 bears this name.
    Division(String),
    /// The sum of the lines above.
    Sum,
}

/// 基本目標.
pub fn goals(view: &View) -> Vec<Line> {
    let p = view.p;
    let last = p.previous().and_then(|y| y.goals.as_ref());
    let goal = |(i, goal): (usize, &crate::model::plan::Goal)| Line {
        name: format!("{}　{}", goal.number, goal.name),
        tally: p.goals.get(i).cloned().unwrap_or_default(),
        last: last.map(|goals| goals.get(i).cloned().unwrap_or_default()),
        counted: Counted::Goal(i),
    };
    p.plan.goals.iter().enumerate().map(goal).collect()
}

/// 合計 of the 基本目標.
pub fn all_goals(view: &View) -> Line {
    let p = view.p;
    Line {
        name: "合計".to_owned(),
        tally: p.total.clone(),
        last: p.previous().and_then(|y| y.total.clone()),
        counted: Counted::Sum,
    }
}

/// 課.
pub fn divisions(view: &View) -> Vec<Line> {
    let p = view.p;
    let known = p.previous().is_some_and(|y| y.total.is_some());
    let division = |(i, division): (usize, &crate::model::plan::Division)| Line {
        name: format!("{}　{}", division.department, division.name).trim().to_owned(),
        tally: tally(view, i, |row| Some(&row.this)),
        last: known.then(|| tally(view, i, |row| row.last.as_ref())),
        counted: Counted::Division(division.name.clone()),
    };
    p.plan.divisions.iter().enumerate().map(division).collect()
}

/// 合計 of the 課: the same projects, counted another way.
pub fn all_divisions(view: &View) -> Line {
    let mut all = all_goals(view);
    let lines = divisions(view);
    all.tally.answers = lines.iter().map(|l| l.tally.answers).sum();
    all.tally.answers_due = lines.iter().map(|l| l.tally.answers_due).sum();
    all
}

/// Projects by their 担当課, so that each is counted once; answers by who gave them.
fn tally(
    view: &View,
    division: usize,
    year: fn(&ProjectRow) -> Option<&ProjectYear>,
) -> Tally {
    let scale = &view.p.plan.scale.grades;
    let mut out = Tally { by_grade: vec![0; scale.len()], ..Tally::default() };
    let (own, shared) = (view.own(division), view.shared(division));
    for (project, mine) in
        own.iter().map(|i| (*i, true)).chain(shared.iter().map(|i| (*i, false)))
    {
        let row = view.row(project);
        let Some(found) = year(row).filter(|y| y.state != State::Inactive) else {
            continue;
        };
        let mut given = found.main.iter().chain(&found.partners);
        out.answers += usize::from(given.any(|e| e.division == division));
        out.answers_due += 1;
        if !mine {
            continue;
        }
        out.projects += 1;
        match (found.state, found.grade) {
            (State::Answered, Some(g)) => {
                let grade = &scale[g];
                out.by_grade[g] += 1;
                out.rated += usize::from(grade.counted);
                out.on_track += usize::from(grade.counted && grade.on_track);
            }
            (State::Answered, None) => out.ungraded += 1,
            _ => out.unsubmitted += 1,
        }
    }
    out
}

/// 「－ 評価対象外」・未評価・未提出: what the denominator leaves out.
pub fn not_counted(view: &View) -> String {
    let grades = view.p.plan.scale.grades.iter().filter(|g| !g.counted);
    let names: Vec<String> =
        grades.map(|g| format!("「{} {}」", g.symbol, g.name)).collect();
    match names.is_empty() {
        true => "未評価・未提出".to_owned(),
        false => format!("{}・未評価・未提出", names.join("")),
    }
}

/// A formula that counts the cells of 担当課 `division` whose 評価 is `words`. The first
/// line of the cell is the 担当課, further lines are 関係課.
pub fn count_of_division(division: &str, words: &str) -> Option<String> {
    let name = literal(division)?;
    let length = division.encode_utf16().count() + 1;
    let words = literal(words)?;
    Some(format!(
        "=SUMPRODUCT(EXACT(一覧の評価,{words})*EXACT(LEFT(一覧の担当課&CHAR(10),{length}),{name}&CHAR(10)))"
    ))
}
