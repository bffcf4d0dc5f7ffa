//! What every sheet is written from: the model, and who stands where in it.

use crate::export::workbook::Handout;
use crate::model::plan::{Indicator, Project};
use crate::model::progress::{Progress, ProjectRow};
use crate::tokens::Tokens;

/// The model with its lists turned round, once: nothing looks at all projects for each
/// project.
pub struct View<'a> {
    /// The model.
    pub p: &'a Progress,
    /// 資料番号, 会議名, 用紙.
    pub handout: &'a Handout,
    /// 色.
    pub tokens: &'a Tokens,
    measures: Vec<Vec<usize>>,
    projects: Vec<Vec<usize>>,
    reposts: Vec<Vec<usize>>,
    indicators: Vec<Vec<usize>>,
    own: Vec<Vec<usize>>,
    shared: Vec<Vec<usize>>,
}

fn lists(length: usize, pairs: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); length];
    for (of, item) in pairs {
        if let Some(list) = lists.get_mut(of) {
            list.push(item);
        }
    }
    lists
}

impl<'a> View<'a> {
    /// Turns the lists of the model round.
    pub fn new(p: &'a Progress, handout: &'a Handout, tokens: &'a Tokens) -> Self {
        let plan = &p.plan;
        let projects = || plan.projects.iter().enumerate();
        View {
            measures: lists(
                plan.goals.len(),
                plan.measures.iter().enumerate().map(|(i, m)| (m.goal, i)),
            ),
            projects: lists(plan.measures.len(), projects().map(|(i, x)| (x.measure, i))),
            reposts: lists(
                plan.measures.len(),
                projects().flat_map(|(i, x)| x.reposts.iter().map(move |m| (*m, i))),
            ),
            indicators: lists(
                plan.projects.len(),
                plan.indicators.iter().enumerate().map(|(i, x)| (x.project, i)),
            ),
            own: lists(plan.divisions.len(), projects().map(|(i, x)| (x.division, i))),
            shared: lists(
                plan.divisions.len(),
                projects().flat_map(|(i, x)| x.partners.iter().map(move |d| (*d, i))),
            ),
            p,
            handout,
            tokens,
        }
    }

    /// The 施策 of a 基本目標.
    pub fn measures(&self, goal: usize) -> &[usize] {
        self.measures.get(goal).map_or(&[], Vec::as_slice)
    }

    /// The 事業 of a 施策, without 再掲.
    pub fn projects(&self, measure: usize) -> &[usize] {
        self.projects.get(measure).map_or(&[], Vec::as_slice)
    }

    /// The 事業 that are 再掲 under a 施策.
    pub fn reposts(&self, measure: usize) -> &[usize] {
        self.reposts.get(measure).map_or(&[], Vec::as_slice)
    }

    /// The 指標 of a 事業.
    pub fn indicators(&self, project: usize) -> &[usize] {
        self.indicators.get(project).map_or(&[], Vec::as_slice)
    }

    /// The 事業 of which a 課 is the 担当課.
    pub fn own(&self, division: usize) -> &[usize] {
        self.own.get(division).map_or(&[], Vec::as_slice)
    }

    /// The 事業 of which a 課 is a 関係課.
    pub fn shared(&self, division: usize) -> &[usize] {
        self.shared.get(division).map_or(&[], Vec::as_slice)
    }

    /// A 事業 of the plan.
    pub fn project(&self, project: usize) -> &'a Project {
        &self.p.plan.projects[project]
    }

    /// A 指標 of the plan.
    pub fn indicator(&self, indicator: usize) -> &'a Indicator {
        &self.p.plan.indicators[indicator]
    }

    /// The row of a 事業: the join makes one for each, in the order of the plan.
    pub fn row(&self, project: usize) -> &'a ProjectRow {
        &self.p.rows[project]
    }

    /// 課名.
    pub fn division(&self, division: usize) -> &'a str {
        self.p.plan.divisions.get(division).map_or("", |d| &d.name)
    }
}
