//! Whose record it is: the answer it opens, and its 課.

use super::SheetReader;
use super::rows::is_ditto;
use crate::catalog;
use crate::diag::{Diagnostic, Origin};
use crate::model::evaluation::Evaluation;
use crate::read::layout::{At, Field, Record};
use crate::read::ledger::Fate;
use crate::read::names::{Match, Remark};

impl SheetReader<'_, '_> {
    /// Opens an answer, or goes on with the current one when the record repeats it.
    pub(super) fn open(
        &mut self,
        record: &Record,
        project: usize,
        remark: Option<Remark>,
    ) -> Option<usize> {
        let before = self.findings.len();
        let division = self.row_division(record);
        let asked = self.findings.len() > before && division.is_none();
        if let Some(i) = self.current
            && self.evaluations[i].project == project
            && division.is_none_or(|d| d == self.evaluations[i].division)
        {
            self.mark_identity(record);
            return self.current;
        }
        let plan = self.context.plan;
        let title = plan.projects[project].title();
        if let Some(how) = remark {
            self.read_so(how, self.name_origin(record), Some(&title));
        }
        // A cell that names an unknown 課 is not empty.
        let own = division.or(self.division);
        let own = if asked { own } else { own.or_else(|| self.carried(record)) };
        let Some(division) = own else {
            if !asked {
                self.division_unknown(record);
            }
            self.mark_rest(record, Fate::Reported);
            return None;
        };
        self.mark_identity(record);
        if let Some(i) = self.joins(record, project, division) {
            return Some(i);
        }
        let grade_cell = record.at(Field::Grade).map(|at| self.origin(at));
        self.evaluations.push(Evaluation {
            project,
            division,
            year: self.context.year,
            activities: None,
            grade: None,
            grade_cell,
            grade_asked: false,
            reason: None,
            issues: None,
            improvements: None,
            direction: None,
            actuals: Vec::new(),
            notes: Vec::new(),
            origin: self.name_origin(record),
        });
        self.shared_grade(record, project);
        let opened = self.evaluations.len() - 1;
        self.answered.insert((project, division), opened);
        Some(opened)
    }

    /// The answer of another table of this book that this record goes on with: the same
    /// 事業 and 課, and nothing that is answered there already.
    fn joins(&self, record: &Record, project: usize, division: usize) -> Option<usize> {
        let i = *self.answered.get(&(project, division))?;
        let answer = &self.evaluations[i];
        let says = |field| {
            record.value(self.sheet, field).is_some_and(|v| !v.text().trim().is_empty())
        };
        let known = [
            (Field::Activities, answer.activities.is_some()),
            (Field::Grade, answer.grade.is_some() || answer.grade_asked),
            (Field::Reason, answer.reason.is_some()),
            (Field::Issues, answer.issues.is_some()),
            (Field::Improvements, answer.improvements.is_some()),
            (Field::Direction, answer.direction.is_some()),
        ];
        let own = self.block_from <= i;
        let disjoint = known.iter().all(|(field, filled)| !(*filled && says(*field)));
        // Within one table a second row of a 事業 is a second answer.
        (!own && disjoint).then_some(i)
    }

    /// 評価 merged with the row of another 事業 above: whose it is, is asked.
    fn shared_grade(&mut self, record: &Record, project: usize) {
        let Some(at) = record.at(Field::Grade) else { return };
        let source = self.merged.source(at);
        let filled = self.sheet.cells.get(&source).is_some();
        if source.0 >= at.0 || source.0 <= self.block.header.1 || !filled {
            return;
        }
        let text = "評価の欄が上の事業と結合されていて、この事業の評価が分かりません";
        let title = self.context.plan.projects[project].title();
        let finding = Diagnostic::new(&catalog::GRADE_UNKNOWN, text);
        self.findings.push(finding.at(self.origin(at)).about(title));
        if let Some(answer) = self.evaluations.last_mut() {
            answer.grade_asked = true;
        }
    }

    /// The cell that names the 事業, or the first of the record.
    pub(super) fn name_origin(&self, record: &Record) -> Origin {
        let filled = |at: &At| self.sheet.cells.get(at).is_some();
        let named = if self.block.is_form() {
            [Field::ProjectName, Field::ProjectNumber, Field::ProjectId]
                .into_iter()
                .find_map(|f| record.at(f).filter(filled))
        } else {
            None
        };
        self.origin(named.unwrap_or(record.at))
    }

    /// Says how a name was read; a decision, once a book.
    pub(super) fn read_so(&mut self, how: Remark, origin: Origin, about: Option<&str>) {
        if how.once_a_book() && !self.said.insert(how.text.clone()) {
            return;
        }
        let mut finding = how.finding().at(origin);
        if let Some(about) = about {
            finding = finding.about(about);
        }
        self.findings.push(finding);
    }

    /// Said once for a book: every record without a 課 has the same cause.
    fn division_unknown(&mut self, record: &Record) {
        let text = "どの課の回答か、欄・表題・ファイル名のどれからも分かりません";
        if self.said.insert(text.to_owned()) {
            let finding = Diagnostic::new(&catalog::DIVISION_UNKNOWN, text);
            self.findings.push(finding.at(self.name_origin(record)));
        }
    }

    pub(super) fn mark_identity(&mut self, record: &Record) {
        use Field::{
            Division, ProjectId, ProjectName, ProjectNumber, ProjectOrIndicator,
        };
        for field in [ProjectId, ProjectNumber, ProjectName, ProjectOrIndicator, Division]
        {
            if let Some(at) = record.at(field) {
                self.mark(at, Fate::Used);
            }
        }
    }

    /// The 課 of the row above, where merged cells were lost on the way (csv, ods).
    fn carried(&mut self, record: &Record) -> Option<usize> {
        let at = record.at(Field::Division)?;
        if !self.text(record, Field::Division).trim().is_empty() {
            return None;
        }
        let division = self.last_division?;
        let name = &self.context.plan.divisions[division].name;
        let text = format!("空の担当課の欄を、上の行と同じ「{name}」と読みました");
        if self.said.insert(text.clone()) {
            let finding = Diagnostic::new(&catalog::MATCHED_LOOSELY, text);
            self.findings.push(finding.at(self.origin(at)));
        }
        Some(division)
    }

    fn row_division(&mut self, record: &Record) -> Option<usize> {
        let at = record.at(Field::Division)?;
        // A merged cell speaks for all rows that it covers.
        let (row, col) = self.merged.source(at);
        let text = match self.text(record, Field::Division) {
            text if text.trim().is_empty() && (row, col) != at => {
                self.sheet.text(row, col)
            }
            text => text,
        };
        if text.trim().is_empty() {
            return None;
        }
        let origin = self.origin(at);
        if is_ditto(&text) {
            let division = self.last_division?;
            let name = &self.context.plan.divisions[division].name;
            let how =
                format!("担当課「{}」を上の行の「{name}」と読みました", text.trim());
            let finding = Diagnostic::new(&catalog::MATCHED_LOOSELY, how);
            self.findings.push(finding.at(origin));
            return Some(division);
        }
        let found = match self.context.names.division(&text) {
            Match::Exact(i) => Some(i),
            Match::Loose(i, how) => {
                // Once a book is enough.
                if self.said.insert(how.text.clone()) {
                    self.findings.push(how.finding().at(origin));
                }
                Some(i)
            }
            // 「こども課、学校教育課」 is the plan's list, not the one that answers.
            Match::Unknown(_) if self.lists_divisions(&text) => None,
            Match::Unknown(unknown) => {
                let text = format!("課「{}」は計画の担当課にありません", text.trim());
                let finding =
                    Diagnostic::new(&catalog::DIVISION_UNKNOWN, text).at(origin);
                self.findings.push(unknown.ask(finding));
                None
            }
            Match::Conflict(..) | Match::Several(_) => None,
        };
        self.last_division = found.or(self.last_division);
        found
    }

    fn lists_divisions(&self, text: &str) -> bool {
        let parts = text.split(['、', '，', ',', '・', '／', '/', '\n']);
        let named = parts.map(str::trim).filter(|part| !part.is_empty());
        let known: Vec<bool> = named
            .map(|part| self.context.names.division(part))
            .map(|found| matches!(found, Match::Exact(_) | Match::Loose(..)))
            .collect();
        known.len() > 1 && known.iter().all(|k| *k)
    }
}
