//! 機械可読性の検査: 「行政データにおける機械可読性に関するルール」（令和8年3月31日 各府省庁DX推進
//! 連絡会議・デジタル社会推進会議幹事会決定）の30のルールで、表のファイルを一つ判定する。
//!
//! Severities and points are those of the sample checker that デジタル庁 published beside
//! the rules; its README says that they are not the government's official view. Rules that
//! a program cannot decide from one file are not scored, and it is said so.

mod columns;
mod document;
mod level1;
mod level2;
mod level3;
pub mod rules;
mod told;
mod years;

use self::columns::Grid;
use self::document::Definitions;
use self::rules::{RULES, Rule};
pub use self::told::{human, short};
use crate::read::grid::{self, Format, Survey, Trouble};

/// A place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The sheet; empty for a text.
    pub sheet: String,
    /// The cell, row or column as Excel names it; empty for the whole.
    pub place: String,
    /// What is there and what to do.
    pub text: String,
}

/// What became of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// 合格.
    Pass,
    /// 不合格, with the places: never empty.
    Fail(Vec<Fault>),
    /// Not scored, with the reason.
    NotJudged(&'static str),
}

/// The verdicts on a file.
#[derive(Debug)]
pub struct Report {
    /// One verdict a rule, in the order of the rules.
    pub verdicts: Vec<(&'static Rule, Verdict)>,
}

impl Report {
    /// Points of a level, 0 to 100; `None` when none of its rules was judged.
    pub fn score(&self, level: u8) -> Option<u32> {
        let judged = self.verdicts.iter().filter(|(rule, verdict)| {
            rule.level == level && !matches!(verdict, Verdict::NotJudged(_))
        });
        let mut any = false;
        let mut lost = 0;
        for (rule, verdict) in judged {
            any = true;
            if matches!(verdict, Verdict::Fail(_)) {
                lost += rule.points();
            }
        }
        any.then_some(100u32.saturating_sub(lost))
    }

    /// Whether every rule that was judged is kept.
    pub fn is_clean(&self) -> bool {
        self.verdicts.iter().all(|(_, v)| !matches!(v, Verdict::Fail(_)))
    }
}

/// What the rules look at.
struct Subject<'a> {
    survey: &'a Survey,
    grids: Vec<Grid<'a>>,
    definitions: Definitions,
    /// The headers of the file of the year before, where there is one.
    before: Option<Vec<String>>,
}

impl Subject<'_> {
    fn is_text(&self) -> bool {
        self.survey.format == Format::Text
    }
}

/// Judges a file. `package` is the `datapackage.json` that lies beside it, if there is one.
pub fn judge(name: &str, bytes: &[u8], package: Option<&[u8]>) -> Report {
    judge_after(name, bytes, package, None)
}

/// Judges a file as [`judge`] does, and against the file of the year before.
pub fn judge_after(
    name: &str,
    bytes: &[u8],
    package: Option<&[u8]>,
    before: Option<&[u8]>,
) -> Report {
    let survey = match grid::survey(bytes) {
        Ok(survey) => survey,
        Err(trouble) => return unreadable(&trouble),
    };
    let definitions = Definitions::read(name, &survey, package);
    let looks = survey.looks.as_deref().unwrap_or_default();
    let grids = survey.sheets.iter().enumerate();
    let grids = grids.map(|(i, sheet)| Grid::new(sheet, looks.get(i))).collect();
    let before = before.map(years::headers);
    let subject = Subject { survey: &survey, grids, definitions, before };
    let verdicts = RULES
        .iter()
        .map(|rule| {
            let verdict = match rule.level {
                1 => level1::judge(rule.id, &subject),
                2 => level2::judge(rule.id, &subject),
                _ => level3::judge(rule.id, &subject),
            };
            (rule, verdict)
        })
        .collect();
    Report { verdicts }
}

/// A file that is no table breaks the first rule; nothing else can be said of it.
fn unreadable(trouble: &Trouble) -> Report {
    let text = match trouble {
        Trouble::Kind(_) => "表のファイル（.xlsx、.ods、.csv など）ではありません",
        Trouble::Password => "パスワードがかかっています",
        Trouble::Empty => "ファイルが空です",
        Trouble::TooLarge(_) => "大きすぎて安全に読めません",
        Trouble::OpenQuote(_) => "閉じていない囲み（\"）があり、行に分けられません",
        Trouble::Broken(_) | Trouble::CutOff(_) => "壊れていて読めません",
    };
    let verdict = |rule: &'static Rule| match rule.id {
        "L1-01" => Verdict::Fail(vec![fault("", "", text)]),
        _ => Verdict::NotJudged("ファイルを読めません"),
    };
    Report { verdicts: RULES.iter().map(|rule| (rule, verdict(rule))).collect() }
}

fn fault(sheet: &str, place: impl Into<String>, text: impl Into<String>) -> Fault {
    let sheet = if sheet == "CSV" { "" } else { sheet };
    Fault { sheet: sheet.to_owned(), place: place.into(), text: text.into() }
}

/// Faults of one rule that are kept; of more only their number.
const MOST_FAULTS: usize = 200;

/// The faults of one rule.
#[derive(Default)]
struct Faults {
    list: Vec<Fault>,
    more: usize,
}

impl Faults {
    fn push(&mut self, fault: Fault) {
        if self.list.len() < MOST_FAULTS {
            self.list.push(fault);
        } else {
            self.more += 1;
        }
    }
}

/// 合格 where there is no fault.
fn verdict(mut faults: Faults) -> Verdict {
    if faults.more > 0 {
        let text = format!("ほかにも {} か所あります", faults.more);
        faults.list.push(fault("", "", text));
    }
    if faults.list.is_empty() { Verdict::Pass } else { Verdict::Fail(faults.list) }
}
