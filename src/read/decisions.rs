//! `名寄せ.xlsx`: what a person decided about names that the plan does not hold.
//!
//! A row with ○ is used wherever the name stands; a row with × is never offered again.
//! Neither is stronger than an id or a name that fits exactly.

use std::collections::HashMap;

use crate::catalog;
use crate::diag::{
    BookId, DECISION_COLUMNS, Diagnostic, Diagnostics, NameKind, Origin, Sources,
};
use crate::model::plan::Plan;
use crate::read::grid::Sheet;
use crate::read::names::decision_key;
use crate::read::table::{Row, Table};
use crate::text::{keep, key1};

/// The sheet.
const SHEET: &str = "名寄せ";

/// The decisions of a plan folder.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    chosen: HashMap<(NameKind, String), Vec<Decision>>,
    refused: HashMap<(NameKind, String), Vec<Decision>>,
    /// Rows in which something is decided, as typed.
    pub rows: Vec<[String; 8]>,
}

/// One decided row.
#[derive(Debug, Clone)]
struct Decision {
    /// Position in the plan's list of that kind.
    target: usize,
    /// Only for forms of this 課.
    division: Option<usize>,
    /// The row, as Excel counts.
    row: u32,
}

impl Decisions {
    /// What a name was decided to mean, and in which row; a decision for the 課 itself
    /// goes before one for all.
    pub fn chosen(
        &self,
        kind: NameKind,
        key: &str,
        division: Option<usize>,
    ) -> Option<(usize, u32)> {
        let list = self.chosen.get(&(kind, key.to_owned()))?;
        let own = list.iter().find(|d| d.division.is_some() && d.division == division);
        let any = || list.iter().find(|d| d.division.is_none());
        own.or_else(any).map(|d| (d.target, d.row))
    }

    /// Like [`Decisions::chosen`], among the records of one project.
    pub fn chosen_among(
        &self,
        kind: NameKind,
        key: &str,
        division: Option<usize>,
        own: &[usize],
    ) -> Option<(usize, u32)> {
        let list = self.chosen.get(&(kind, key.to_owned()))?;
        let fits = |d: &&Decision| d.division.is_none_or(|mine| Some(mine) == division);
        let mut found = list.iter().filter(fits).filter(|d| own.contains(&d.target));
        found.next().map(|d| (d.target, d.row))
    }

    /// Whether a name was decided not to mean this record.
    pub fn refuses(
        &self,
        kind: NameKind,
        key: &str,
        division: Option<usize>,
        target: usize,
    ) -> bool {
        self.refused.get(&(kind, key.to_owned())).is_some_and(|list| {
            let fits = |d: &Decision| d.division.is_none_or(|m| Some(m) == division);
            list.iter().any(|d| d.target == target && fits(d))
        })
    }

    /// Reads the book; rows that cannot be used are reported.
    pub fn read(
        sheets: &[Sheet],
        book: BookId,
        plan: &Plan,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Decisions {
        let ids: Vec<_> =
            sheets.iter().map(|s| sources.add_sheet(book, &s.name)).collect();
        let found = sheets.iter().zip(ids).find(|(s, _)| key1(&s.name) == SHEET);
        let mut reader =
            Reader { plan, found: Decisions::default(), positions: Positions::new(plan) };
        let Some((sheet, id)) = found else {
            let text = format!("「{SHEET}」のシートがありません");
            let finding = Diagnostic::new(&catalog::DECISION_INVALID, text);
            diagnostics.push(finding.at(Origin::book(book)));
            return reader.found;
        };
        let table = Table::new(sheet, book, id);
        let missing: Vec<&str> =
            DECISION_COLUMNS[..6].iter().copied().filter(|c| !table.has(c)).collect();
        if !missing.is_empty() {
            let text = format!("「{}」の列がありません", missing.join("」「"));
            let finding = Diagnostic::new(&catalog::DECISION_INVALID, text);
            diagnostics.push(finding.at(Origin::sheet(book, id)));
            return reader.found;
        }
        for row in table.rows() {
            if let Err((column, text)) = reader.row(row) {
                let finding = Diagnostic::new(&catalog::DECISION_INVALID, text);
                diagnostics.push(finding.at(row.origin(column)));
            }
        }
        reader.found
    }
}

/// Where the records of the plan stand, by the key1 of their ID.
struct Positions {
    projects: HashMap<String, usize>,
    divisions: HashMap<String, usize>,
    indicators: HashMap<String, usize>,
}

impl Positions {
    fn new(plan: &Plan) -> Self {
        fn of<'a>(ids: impl Iterator<Item = &'a String>) -> HashMap<String, usize> {
            ids.enumerate().map(|(i, id)| (key1(id), i)).collect()
        }
        Positions {
            projects: of(plan.projects.iter().map(|p| &p.id)),
            divisions: of(plan.divisions.iter().map(|d| &d.id)),
            indicators: of(plan.indicators.iter().map(|i| &i.id)),
        }
    }
}

/// A column and what is wrong with its cell.
type Fault = (&'static str, String);

struct Reader<'a> {
    plan: &'a Plan,
    found: Decisions,
    positions: Positions,
}

impl Reader<'_> {
    fn row(&mut self, row: Row) -> Result<(), Fault> {
        let mark = row.text("採用");
        if mark.is_empty() {
            return Ok(());
        }
        self.found.rows.push(DECISION_COLUMNS.map(|column| row.text(column)));
        let adopted = match &*key1(&mark) {
            "○" | "◯" | "〇" => true,
            "×" | "✕" | "✖" | "x" => false,
            _ => {
                let text = format!("採用「{mark}」は ○ か × ではありません");
                return Err(("採用", text));
            }
        };
        let written = row.text("帳票の書き方");
        if written.is_empty() {
            return Err(("帳票の書き方", "帳票の書き方が空です".to_owned()));
        }
        let (kind, target) = self.target(row)?;
        let division = self.division(&row.text("課"))?;
        let key = match kind {
            NameKind::Project => decision_key(&written),
            NameKind::Division | NameKind::Indicator => key1(&written),
        };
        let decision = Decision { target, division, row: row.number() };
        if !adopted {
            self.found.refused.entry((kind, key)).or_default().push(decision);
            return Ok(());
        }
        let known = self.found.chosen.entry((kind, key)).or_default();
        let project = |i: usize| self.plan.indicators.get(i).map(|x| x.project);
        let clash = known.iter().find(|d| {
            let apart =
                kind == NameKind::Indicator && project(d.target) != project(target);
            d.division == division && d.target != target && !apart
        });
        if let Some(other) = clash {
            let text = format!(
                "「{written}」に ○ が二つあります（もう一つは {} 行目）",
                other.row
            );
            known.retain(|d| d.division != division);
            return Err(("採用", text));
        }
        known.push(decision);
        Ok(())
    }

    /// The record that a row names, by ID; its name must not say otherwise.
    fn target(&self, row: Row) -> Result<(NameKind, usize), Fault> {
        const ID: &str = "読み替え先のID";
        const NAME: &str = "読み替え先の名";
        let word = row.text("種類");
        let kinds = [NameKind::Project, NameKind::Division, NameKind::Indicator];
        let Some(kind) = kinds.into_iter().find(|k| k.label() == key1(&word)) else {
            let text = format!("種類「{word}」は 事業・課・指標 のどれでもありません");
            return Err(("種類", text));
        };
        let positions = match kind {
            NameKind::Project => &self.positions.projects,
            NameKind::Division => &self.positions.divisions,
            NameKind::Indicator => &self.positions.indicators,
        };
        let id = row.text(ID);
        if id.is_empty() {
            return Err((ID, format!("{ID}が空です")));
        }
        let Some(&target) = positions.get(&key1(&id)) else {
            let sheet = match kind {
                NameKind::Project => "事業",
                NameKind::Division => "担当課",
                NameKind::Indicator => "指標",
            };
            return Err((ID, format!("ID「{id}」は計画.xlsx の「{sheet}」にありません")));
        };
        let (own, title) = match kind {
            NameKind::Project => {
                let project = &self.plan.projects[target];
                (project.name.clone(), project.title())
            }
            NameKind::Division => {
                let name = self.plan.divisions[target].name.clone();
                (name.clone(), name)
            }
            NameKind::Indicator => {
                let name = self.plan.indicators[target].name.clone();
                (name.clone(), name)
            }
        };
        let name = row.text(NAME);
        let same = [&own, &title].iter().any(|n| key1(n) == key1(&name));
        if !name.is_empty() && !same {
            let text = format!("ID「{id}」は「{own}」ですが、名は「{name}」です");
            return Err((NAME, text));
        }
        Ok((kind, target))
    }

    fn division(&self, name: &str) -> Result<Option<usize>, Fault> {
        if name.is_empty() {
            return Ok(None);
        }
        let key = key1(name);
        let found = self.plan.divisions.iter().position(|d| {
            key1(&d.name) == key || d.aliases.iter().any(|a| key1(&a.name) == key)
        });
        let missing =
            || ("課", format!("課「{}」は計画の担当課にありません", keep(name)));
        found.map(Some).ok_or_else(missing)
    }
}
