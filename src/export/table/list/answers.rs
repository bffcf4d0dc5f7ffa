//! What the departments wrote about one project: words, grade, direction.

use crate::export::table::{answer_format, grade_cell, last_grade_cell};
use crate::export::workbook::{Cell, style};
use crate::model::evaluation::Evaluation;
use crate::model::plan::Project;
use crate::model::progress::{Progress, ProjectRow, State};
use crate::model::year::FiscalYear;

/// From 今年度の取組実績 to 来年度の取組.
pub fn cells(p: &Progress, project: &Project, row: &ProjectRow) -> Vec<Cell> {
    let text = |pick: fn(&Evaluation) -> Option<&str>| {
        let (text, given) = joined(p, project, row, &|e| pick(e).map(str::to_owned));
        Cell::text(text, answer_format(given))
    };
    let activities = activities(p, project, row);
    let (direction, given) = joined(p, project, row, &|e| {
        let direction = p.plan.directions.get(e.direction.as_ref()?.value)?;
        Some(direction.name.clone())
    });
    let direction_format = if given { style::centred() } else { style::centred_faint() };
    vec![
        activities,
        grade_cell(p, &row.this),
        last_grade_cell(p, row),
        text(|e| e.issues.as_ref().map(|t| t.value.as_str())),
        Cell::text(direction, direction_format),
        text(|e| e.improvements.as_ref().map(|t| t.value.as_str())),
    ]
}

fn activities(p: &Progress, project: &Project, row: &ProjectRow) -> Cell {
    let answered = row.this.main.is_some() || !row.this.partners.is_empty();
    if row.this.state == State::Inactive && !answered {
        return Cell::text(outside_term(project), style::faint());
    }
    let (mut text, given) =
        joined(p, project, row, &|e| e.activities.as_ref().map(|t| t.value.clone()));
    if row.this.state != State::Inactive {
        for division in &project.partners {
            let came = row.this.partners.iter().any(|e| e.division == *division);
            if let Some(division) = p.plan.divisions.get(*division).filter(|_| !came) {
                text.push_str(&format!("\n【{}】未提出", division.name));
            }
        }
    }
    Cell::text(text, answer_format(given))
}

fn outside_term(project: &Project) -> String {
    match (project.start, project.end) {
        (Some(start), Some(end)) => {
            format!("実施期間外（{}）", FiscalYear::range_label(start, end))
        }
        (Some(start), None) => format!("実施期間外（{}から）", start.era_label()),
        (None, Some(end)) => format!("実施期間外（{}まで）", end.era_label()),
        (None, None) => "実施期間外".to_owned(),
    }
}

/// The 担当課's words, then those of 関係課 under their names; and whether anybody wrote.
fn joined(
    p: &Progress,
    project: &Project,
    row: &ProjectRow,
    pick: &dyn Fn(&Evaluation) -> Option<String>,
) -> (String, bool) {
    let main = row.this.main.as_ref().map(pick);
    let mut given = matches!(main, Some(Some(_)));
    let mut out = match main {
        Some(Some(text)) => text,
        Some(None) => "未記入".to_owned(),
        None if row.this.state == State::Inactive => "－".to_owned(),
        None => "未提出".to_owned(),
    };
    for partner in &row.this.partners {
        let name = p.plan.divisions.get(partner.division).map_or("", |d| &d.name);
        if let Some(text) = pick(partner) {
            // 「継続」 twice says nothing new.
            if project.division != partner.division && text != out {
                out.push_str(&format!("\n【{name}】{text}"));
            }
            given = true;
        }
    }
    (out, given)
}
