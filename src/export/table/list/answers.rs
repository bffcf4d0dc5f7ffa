//! What the departments wrote about one project: words and direction.

use crate::export::workbook::Cell;
use crate::export::workbook::style::{self, Style};
use crate::model::evaluation::Evaluation;
use crate::model::plan::Project;
use crate::model::progress::{Progress, ProjectRow, State};
use crate::model::year::FiscalYear;

/// The answers for one project.
pub struct Answers<'a> {
    p: &'a Progress,
    project: &'a Project,
    row: &'a ProjectRow,
}

impl<'a> Answers<'a> {
    pub fn new(p: &'a Progress, project: &'a Project, row: &'a ProjectRow) -> Self {
        Answers { p, project, row }
    }

    pub fn issues(&self) -> Cell {
        self.text(&|e| Some(e.issues.as_ref()?.value.clone()))
    }

    pub fn improvements(&self) -> Cell {
        self.text(&|e| Some(e.improvements.as_ref()?.value.clone()))
    }

    pub fn direction(&self) -> Cell {
        let (text, given) = self.joined(&|e| {
            let direction = self.p.plan.directions.get(e.direction.as_ref()?.value)?;
            Some(direction.name.clone())
        });
        Cell::text(text, if given { style::centred() } else { style::centred_faint() })
    }

    pub fn activities(&self) -> Cell {
        let Answers { p, project, row } = self;
        let answered = row.this.main.is_some() || !row.this.partners.is_empty();
        if row.this.state == State::Inactive && !answered {
            return Cell::text(outside_term(project), style::faint());
        }
        let (mut text, given) =
            self.joined(&|e| Some(e.activities.as_ref()?.value.clone()));
        if row.this.state != State::Inactive {
            for division in &project.partners {
                let came = row.this.partners.iter().any(|e| e.division == *division);
                if let Some(division) = p.plan.divisions.get(*division).filter(|_| !came)
                {
                    text.push_str(&format!("\n【{}】未提出", division.name));
                }
            }
        }
        Cell::text(text, answer_style(given))
    }

    fn text(&self, pick: &dyn Fn(&Evaluation) -> Option<String>) -> Cell {
        let (text, given) = self.joined(pick);
        Cell::text(text, answer_style(given))
    }

    /// The 担当課's words, then those of 関係課 under their names; and whether anybody
    /// wrote.
    fn joined(&self, pick: &dyn Fn(&Evaluation) -> Option<String>) -> (String, bool) {
        let Answers { p, project, row } = self;
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
}

/// Faint ink for words that stand in place of an answer.
fn answer_style(given: bool) -> Style {
    if given { style::text() } else { style::faint() }
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
