//! だれの行か: 事業, 指標 and 課 found by id, number or name; nothing unsure is merged.
//!
//! A name is taken by its id, its exact spelling (key1), a unique looser spelling (key2)
//! or a decision of 名寄せ.xlsx. Everything else is a question with ranked candidates.

mod division;
mod indicator;
mod project;
mod rank;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use self::division::Divisions;
use self::indicator::Indicators;
pub use self::project::Near;
use self::project::Projects;
pub(crate) use self::project::decision_key;
use crate::catalog::{self, Rule};
use crate::diag::{Diagnostic, NameKind, Question};
use crate::model::plan::Plan;
use crate::model::year::FiscalYear;
use crate::read::decisions::Decisions;
use crate::text::key1;

/// The result of looking for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// Found as written.
    Exact(usize),
    /// Found after reading another spelling; the remark says how.
    Loose(usize, Remark),
    /// Number and name mean different records: (by number, by name).
    Conflict(usize, Option<usize>),
    /// Found more than once: all of them.
    Several(Vec<usize>),
    /// Not found.
    Unknown(Unknown),
}

/// How a name was read, for the finding that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What the finding says.
    pub text: String,
    how: How,
}

/// On what ground a name was read as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Spelling,
    Decision,
    OutsideYears,
}

impl Remark {
    fn spelling(text: String) -> Self {
        Remark { text, how: How::Spelling }
    }

    /// The finding; it still needs its place.
    pub fn finding(self) -> Diagnostic {
        let rule: &'static Rule = match self.how {
            How::Spelling => &catalog::MATCHED_LOOSELY,
            How::Decision => &catalog::DECISION_USED,
            How::OutsideYears => &catalog::ALIAS_OUTSIDE,
        };
        Diagnostic::new(rule, self.text)
    }

    /// Whether one finding a book is enough, however often the name stands there.
    pub fn once_a_book(&self) -> bool {
        self.how != How::Spelling
    }
}

/// A name that was not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What it may mean.
    pub question: Question,
    /// Whether it looks like a name at all, and not like a sentence.
    pub near: bool,
    /// What is known about the name nevertheless.
    pub why: Option<String>,
}

/// Candidates that a finding shows; 名寄せの候補.xlsx holds all.
const SHOWN: usize = 3;

impl Unknown {
    /// A name about which nothing is known.
    pub fn new(kind: NameKind, written: &str) -> Self {
        let question = Question {
            kind,
            written: written.to_owned(),
            division: None,
            candidates: Vec::new(),
            decidable: true,
        };
        Unknown { question, near: false, why: None }
    }

    /// Adds what is known and the best candidates to a finding.
    pub fn ask(self, mut finding: Diagnostic) -> Diagnostic {
        if let Some(why) = self.why {
            finding = finding.hint(why);
        }
        for (i, candidate) in self.question.candidates.iter().take(SHOWN).enumerate() {
            let hint =
                format!("候補{}: {}（{}）", i + 1, candidate.name, candidate.reason);
            finding = finding.hint(hint);
        }
        // The one record that it nearly must be is named where people look first.
        let best = self.question.candidates.first();
        let best = best.filter(|c| c.likely && self.question.kind == NameKind::Project);
        if let Some(best) = best.filter(|_| finding.subject.is_none()) {
            finding = finding.about(format!("候補 {}", best.name));
        }
        finding.asking(self.question)
    }
}

/// Keys of the plan's names, made once; reading them in a year costs nothing.
pub struct Names {
    keys: Rc<Keys>,
    year: Option<FiscalYear>,
    /// 課 already looked for: every row of a list bears one.
    divisions: RefCell<HashMap<String, Match>>,
}

struct Keys {
    projects: Projects,
    divisions: Divisions,
    indicators: Indicators,
    bands: Bands,
    decisions: Decisions,
}

/// Names of 基本目標 and 施策.
struct Bands {
    names: HashSet<String>,
    /// Their lengths in bytes.
    lengths: HashSet<usize>,
}

impl Names {
    /// Makes the keys of a plan. Without a year every alias is valid.
    pub fn new(plan: &Plan, decisions: Decisions) -> Self {
        let goals = plan.goals.iter().map(|g| key1(&g.name));
        let bands = goals.chain(plan.measures.iter().map(|m| key1(&m.name)));
        let names: HashSet<String> = bands.filter(|b| !b.is_empty()).collect();
        let lengths = names.iter().map(String::len).collect();
        let keys = Keys {
            projects: Projects::new(plan),
            divisions: Divisions::new(plan),
            indicators: Indicators::new(plan),
            bands: Bands { names, lengths },
            decisions,
        };
        Names { keys: Rc::new(keys), year: None, divisions: RefCell::default() }
    }

    /// The same names, read in a folder of this year.
    pub fn in_year(&self, year: FiscalYear) -> Names {
        Names {
            keys: Rc::clone(&self.keys),
            year: Some(year),
            divisions: RefCell::default(),
        }
    }

    /// Whether a row that holds only this is a band: 「基本目標1 …」, 「1-2 …」.
    pub fn is_band(&self, texts: &[String]) -> bool {
        let key = key1(&texts.concat());
        let bands = &self.keys.bands;
        let opens_goal = texts.len() == 1 && key.starts_with("基本目標");
        opens_goal
            || bands.lengths.iter().any(|length| {
                let tail = key.len().checked_sub(*length).and_then(|at| key.get(at..));
                tail.is_some_and(|tail| bands.names.contains(tail))
            })
    }

    /// Whether a text is the name of a 事業.
    pub fn is_project_name(&self, text: &str) -> bool {
        self.keys.projects.is_name(&key1(text))
    }

    /// The one project whose name stands inside a text, with its own number or none.
    pub fn project_in(&self, text: &str) -> Option<usize> {
        self.keys.projects.inside(&key1(text))
    }

    /// The project of a row, from what its id, number and name cells say.
    pub fn project(&self, id: &str, number: &str, name: &str) -> Match {
        self.project_near(id, number, name, Near::default())
    }

    /// Like [`Names::project`], for a row whose 課 and surroundings are known.
    pub fn project_near(&self, id: &str, number: &str, name: &str, near: Near) -> Match {
        self.keys.projects.find(&self.keys.decisions, id, number, name, near)
    }

    /// The question behind [`Match::Conflict`].
    pub fn conflict(&self, code: usize, named: Option<usize>, name: &str) -> Question {
        self.keys.projects.conflict(code, named, name)
    }

    /// The question behind [`Match::Several`].
    pub fn several(&self, found: &[usize], name: &str, near: Near) -> Question {
        self.keys.projects.several(found, name, near)
    }

    /// The indicators of a project, by position.
    pub fn indicators_of(&self, project: usize) -> &[usize] {
        self.keys.indicators.of(project)
    }

    /// The indicator of a row among those of its project.
    pub fn indicator(&self, plan: &Plan, project: usize, id: &str, name: &str) -> Match {
        self.indicator_of(plan, project, None, id, name)
    }

    /// Like [`Names::indicator`], for a row whose 課 is known.
    pub fn indicator_of(
        &self,
        plan: &Plan,
        project: usize,
        division: Option<usize>,
        id: &str,
        name: &str,
    ) -> Match {
        let decisions = &self.keys.decisions;
        self.keys.indicators.find(plan, decisions, project, division, id, name)
    }

    /// The division that a text names, whole.
    pub fn division(&self, text: &str) -> Match {
        if let Some(known) = self.divisions.borrow().get(text) {
            return known.clone();
        }
        let found = self.keys.divisions.find(&self.keys.decisions, text, self.year);
        self.divisions.borrow_mut().insert(text.to_owned(), found.clone());
        found
    }

    /// The division whose name or alias stands inside a text (a file name, a title); the
    /// longest wins, two of one length are no answer.
    pub fn division_in(&self, text: &str) -> Option<usize> {
        self.keys.divisions.inside(text, self.year)
    }

    /// A former name of a division inside a file name, as a remark; `None` where the file
    /// bears its present name.
    pub fn former_name(&self, file_name: &str, division: usize) -> Option<Remark> {
        self.keys.divisions.former_name(file_name, division, self.year)
    }
}
