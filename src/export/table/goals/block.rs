//! A block of counts: one line a 基本目標, 課 or year, and their sum.

use std::collections::BTreeSet;

use anyhow::Result;

use super::lines::{Counted, Line, count_of_division};
use crate::export::table::cells::grade_words;
use crate::export::table::list::Listed;
use crate::export::table::view::View;
use crate::export::table::{LIST_GRADES, goal_name};
use crate::export::workbook::{Cell, Column, Table, cell_name, count_exact, style, sum};
use crate::model::progress::{Progress, Tally};

/// The columns of the blocks, from left to right.
pub struct Block<'a> {
    view: &'a View<'a>,
    /// 評価区分 and their number.
    words: Vec<String>,
    /// Whether the list can be counted: its words must differ, and there must be rows.
    live: bool,
}

/// The column of the first grade, behind the name and 事業数.
const FIRST_GRADE: u16 = 2;

impl<'a> Block<'a> {
    pub fn new(view: &'a View, listed: &Listed) -> Self {
        let words: Vec<String> =
            view.p.plan.scale.grades.iter().map(grade_words).collect();
        let mut all: BTreeSet<&str> = words.iter().map(String::as_str).collect();
        all.extend(["未評価", "未提出", "－", ""]);
        let live = all.len() == words.len() + 4 && listed.rows.is_some();
        Block { view, words, live }
    }

    /// The column of 未評価; 未提出, Ａ, Ｂ and so on follow.
    fn ungraded(&self) -> u16 {
        FIRST_GRADE + self.words.len() as u16
    }

    fn rated(&self) -> u16 {
        self.ungraded() + 2
    }

    /// The column of 割合.
    pub fn share(&self) -> u16 {
        self.ungraded() + 4
    }

    /// The column of a grade; then 未評価 and 未提出.
    pub fn grade(&self, index: usize) -> u16 {
        FIRST_GRADE + index as u16
    }

    pub fn columns(&self, first: &str) -> Vec<Column> {
        let scale = &self.view.p.plan.scale;
        let narrow = self.view.handout.a4;
        let mut columns = vec![
            Column::text(first, if narrow { 17.0 } else { 26.0 }),
            Column::short("事業数", 4.6).current(),
        ];
        for grade in &scale.grades {
            let title = format!("{}\n{}", grade.symbol, grade.name);
            columns.push(Column::short(title, 5.0).current());
        }
        let on_track = scale.on_track_name();
        let above = format!("「{on_track}」\n以上");
        columns.extend([
            Column::short("未評価", 4.6).current(),
            Column::short("未提出", 4.6).current(),
            Column::short("評価した\n事業数\n（Ａ）", 5.4).current(),
            Column::short(format!("{above}\n（Ｂ）"), 6.4).current(),
            Column::short("割合％\nＢ÷Ａ", 5.2).current(),
            Column::short("前年度\n評価した\n（Ｃ）", 5.4),
            Column::short("前年度\n以上\n（Ｄ）", 5.0),
            Column::short("前年度\n割合％\nＤ÷Ｃ", 5.2),
            Column::short("増減\n（ポイ\nント）", 5.0),
        ]);
        columns
    }

    /// Writes lines and their sum; gives the first and the last line.
    pub fn write(
        &self,
        table: &mut Table,
        lines: &[Line],
        total: &Line,
    ) -> Result<(u32, u32)> {
        let first = table.row();
        for line in lines {
            let cells = self.line(line, table.row(), None)?;
            table.line(&cells)?;
        }
        let last = table.row().saturating_sub(1);
        let above = (!lines.is_empty()).then_some((first, last));
        let cells = self.line(total, table.row(), above)?;
        let cells: Vec<Cell> =
            cells.into_iter().map(|cell| cell.map_style(style::total)).collect();
        table.further_line(&cells)?;
        Ok((first, last))
    }

    /// One line a year, with what is known of it; gives the first and the last line.
    pub fn years(&self, table: &mut Table, p: &Progress) -> Result<(u32, u32)> {
        let first = table.row();
        for year in &p.history {
            let name = year.year.era_label();
            let cells = match &year.total {
                Some(tally) if year.year == p.year => {
                    let line = Line {
                        name,
                        tally: tally.clone(),
                        last: p.previous().and_then(|y| y.total.clone()),
                        counted: Counted::Goal(usize::MAX),
                    };
                    self.line(&line, table.row(), None)?
                }
                Some(tally) => self.past(&name, tally, table.row())?,
                None => self.unknown(&name, year.year < p.year),
            };
            table.line(&cells)?;
        }
        Ok((first, table.row().saturating_sub(1)))
    }

    fn past(&self, name: &str, tally: &Tally, row: u32) -> Result<Vec<Cell>> {
        let mut cells = vec![Cell::text(name, style::level(style::text()))];
        cells.extend(self.counts(tally, row, &|_, _| None)?);
        cells.push(self.share_cell(row, tally, self.rated())?);
        cells.resize(usize::from(self.share()) + 5, Cell::Empty(style::faint()));
        Ok(cells)
    }

    fn unknown(&self, name: &str, past: bool) -> Vec<Cell> {
        let word = if past { "資料なし" } else { "－" };
        let mut cells = vec![Cell::text(name, style::level(style::text()))];
        cells.resize(usize::from(self.share()) + 1, Cell::text(word, style::word()));
        cells.resize(usize::from(self.share()) + 5, Cell::Empty(style::faint()));
        cells
    }

    /// One line; `above` are the lines that it sums up.
    fn line(
        &self,
        line: &Line,
        row: u32,
        above: Option<(u32, u32)>,
    ) -> Result<Vec<Cell>> {
        let formula = |index: usize, col: u16| match (&line.counted, above) {
            (_, Some(rows)) => Some(sum(rows, col)),
            (Counted::Sum, None) => None,
            _ if !self.live => None,
            (Counted::Goal(usize::MAX), _) => count_exact(LIST_GRADES, self.word(index)),
            (Counted::Goal(goal), _) => count_exact(&goal_name(*goal), self.word(index)),
            (Counted::Division(name), _) => count_of_division(name, self.word(index)),
        };
        let mut cells = vec![Cell::text(&line.name, style::level(style::text()))];
        cells.extend(self.counts(&line.tally, row, &formula)?);
        cells.push(self.share_cell(row, &line.tally, self.rated())?);
        cells.extend(self.last_year(line, row, above)?);
        Ok(cells)
    }

    /// What the list says for a counted column.
    fn word(&self, index: usize) -> &str {
        match index.checked_sub(self.words.len()) {
            None => &self.words[index],
            Some(0) => "未評価",
            Some(_) => "未提出",
        }
    }

    /// 事業数, the grades, 未評価, 未提出, Ａ and Ｂ.
    fn counts(
        &self,
        tally: &Tally,
        row: u32,
        formula: &dyn Fn(usize, u16) -> Option<String>,
    ) -> Result<Vec<Cell>> {
        let graded = |i: usize| tally.by_grade.get(i).copied().unwrap_or(0);
        let parts: Vec<usize> = (0..self.words.len())
            .map(graded)
            .chain([tally.ungraded, tally.unsubmitted])
            .collect();
        let ends = cell_name(row, FIRST_GRADE)..=cell_name(row, self.ungraded() + 1);
        let whole = format!("=SUM({}:{})", ends.start(), ends.end());
        let mut cells = vec![Cell::formula(whole, count(tally.projects))?];
        for (i, value) in parts.iter().enumerate() {
            let cell = count(*value);
            cells.push(match formula(i, self.grade(i)) {
                Some(formula) => Cell::formula(formula, cell)?,
                None => cell,
            });
        }
        let grades = self.view.p.plan.scale.grades.iter().enumerate();
        let added = |pick: &dyn Fn(&crate::model::plan::Grade) -> bool| {
            let names: Vec<String> = grades
                .clone()
                .filter(|(_, g)| pick(g))
                .map(|(i, _)| cell_name(row, self.grade(i)))
                .collect();
            if names.is_empty() {
                "=0".to_owned()
            } else {
                format!("={}", names.join("+"))
            }
        };
        let rated = added(&|g| g.counted);
        let on_track = added(&|g| g.counted && g.on_track);
        cells.push(Cell::formula(rated, count(tally.rated))?);
        cells.push(Cell::formula(on_track, count(tally.on_track))?);
        Ok(cells)
    }

    /// ％ of the column `base` that the column behind it makes.
    fn share_cell(&self, row: u32, tally: &Tally, base: u16) -> Result<Cell> {
        let (whole, part) = (cell_name(row, base), cell_name(row, base + 1));
        let formula = format!("=IF({whole}=0,\"－\",ROUND({part}*100/{whole},1))");
        Cell::formula(formula, Cell::share(tally.share()).map_style(style::level))
    }

    /// Ｃ, Ｄ, their share, and the change to this year's.
    fn last_year(
        &self,
        line: &Line,
        row: u32,
        above: Option<(u32, u32)>,
    ) -> Result<Vec<Cell>> {
        let Some(last) = &line.last else {
            return Ok(vec![Cell::text("－", style::word()); 4]);
        };
        let base = self.share() + 1;
        let given = |value: usize, col: u16| match above {
            Some(rows) => Cell::formula(sum(rows, col), count(value)),
            None => Ok(count(value)),
        };
        let (a, b) = (cell_name(row, self.rated()), cell_name(row, self.rated() + 1));
        let (c, d) = (cell_name(row, base), cell_name(row, base + 1));
        let formula = format!(
            "=IF({a}*{c}=0,\"－\",ROUND(ROUND({b}*100/{a},1)-ROUND({d}*100/{c},1),1))"
        );
        Ok(vec![
            given(last.rated, base)?,
            given(last.on_track, base + 1)?,
            self.share_cell(row, last, base)?,
            Cell::formula(formula, change(&line.tally, last))?,
        ])
    }
}

/// 増減, of the shares as they are printed: the same figure as in the booklet.
fn change(now: &Tally, last: &Tally) -> Cell {
    match Cell::figure(now.change_since(last), 1, "－") {
        Cell::Number(value, figure) => {
            let shown = "＋0.0_ ;−0.0_ ;±0.0_ ";
            let figure = style::changed(&figure, |f| f.set_num_format(shown));
            Cell::Number(value, style::level(figure))
        }
        cell => cell.map_style(style::level),
    }
}

/// A count.
pub fn count(value: usize) -> Cell {
    Cell::count(value, style::level(style::figure(0, false)))
}
