//! A returned form before it is a book: columns, lines, and how they are laid out.

use toml::Value;

use super::Dice;
use super::town::Town;
use crate::common::book::{Area, Book, Rows, Sheet};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    ProjectId,
    Number,
    Division,
    Name,
    Activities,
    Grade,
    Reason,
    Issues,
    IndicatorId,
    Indicator,
    Unit,
    Target,
    LastYear,
    Actual,
    /// Put in by somebody.
    Extra,
}

impl Kind {
    /// One for every indicator, not for every project.
    pub fn is_inner(self) -> bool {
        use Kind::{Actual, Indicator, IndicatorId, LastYear, Target, Unit};
        matches!(self, IndicatorId | Indicator | Unit | Target | LastYear | Actual)
    }
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// The header above `title`, in forms with two rows of headers.
    pub parent: &'static str,
    /// The header.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
}

/// A line of the form.
#[derive(Debug, Clone)]
pub struct Line {
    /// The 事業; none for notes, bands, sums and empty lines.
    pub project: Option<usize>,
    /// The first line of its 事業.
    pub first: bool,
    /// A cell a column.
    pub cells: Vec<Value>,
}

/// How the lines are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A line an indicator.
    List,
    /// The same under two rows of headers with last year beside this year.
    TwoRows,
    /// A line a 事業, the indicators in groups of columns: 指標名①, 実績値①, 指標名② ….
    Groups,
    /// The same with 指標1, 指標2 … in a row of headers above.
    GroupsTwoRows,
    /// A card a 事業, one under the other.
    Cards,
}

/// A form.
#[derive(Debug, Clone)]
pub struct Form {
    /// The 課 that returns it; one form for the whole town has none.
    pub division: Option<usize>,
    pub ids: bool,
    pub shape: Shape,
    pub sheet: String,
    pub format: &'static str,
    /// Lines above the table.
    pub titles: Vec<String>,
    pub columns: Vec<Column>,
    pub lines: Vec<Line>,
    /// The cells of a 事業 are merged over its lines.
    pub merged: bool,
    /// The table begins so many columns further right.
    pub left: usize,
    /// What was done to it.
    pub damages: Vec<&'static str>,
}

fn empty() -> Value {
    Value::from("")
}

/// A number as Excel holds it.
fn number(text: &str) -> Value {
    text.parse::<i64>()
        .map(Value::from)
        .unwrap_or_else(|_| text.parse::<f64>().unwrap().into())
}

impl Form {
    /// A form as the office sent it out, filled in.
    pub fn new(town: &Town, division: Option<usize>, dice: &mut Dice) -> Self {
        use Kind::*;
        let ids = dice.below(2) == 0;
        let shape = *dice.pick(&[
            Shape::List,
            Shape::List,
            Shape::TwoRows,
            Shape::Groups,
            Shape::GroupsTwoRows,
            Shape::Cards,
        ]);
        let shape = if division.is_none() { Shape::List } else { shape };
        let two = shape == Shape::TwoRows;
        let year = if two { "令和9年度" } else { "" };
        let all = [
            ("", "事業ID", ProjectId),
            ("", "番号", Number),
            ("", "担当課", Division),
            ("", "事業名", Name),
            ("", "指標ID", IndicatorId),
            ("", "指標名", Indicator),
            ("", "単位", Unit),
            ("令和8年度", "実績値", LastYear),
            (year, "目標値", Target),
            (year, "実績値", Actual),
            ("", "取組実績", Activities),
            ("", "評価", Grade),
            ("", "評価の理由", Reason),
            ("", "課題", Issues),
        ];
        let kept = |kind: Kind| match kind {
            ProjectId | IndicatorId | Number => ids,
            LastYear => two,
            Division => division.is_none(),
            _ => true,
        };
        let columns: Vec<Column> = all
            .into_iter()
            .filter(|(.., kind)| kept(*kind))
            .map(|(parent, title, kind)| Column { parent, title: title.to_owned(), kind })
            .collect();
        let mut lines = Vec::new();
        let own = town
            .projects
            .iter()
            .enumerate()
            .filter(|(_, p)| division.is_none_or(|d| p.division == d));
        for (project, p) in own {
            for (k, i) in p.indicators.iter().enumerate() {
                let first = k == 0;
                let head = |text: &str| if first { Value::from(text) } else { empty() };
                let cell = |c: &Column| match c.kind {
                    ProjectId => head(&format!("J{}", p.number)),
                    Number => head(&p.number),
                    Division => head(town.divisions[p.division]),
                    Name => head(&p.name),
                    Activities => head(&p.activities),
                    Grade => head(&p.grade),
                    Reason => head(&p.reason),
                    IndicatorId => format!("J{}-{}", p.number, k + 1).into(),
                    Indicator => (&*i.name).into(),
                    Unit => i.unit.into(),
                    Target => i.target.clone(),
                    LastYear => 7.into(),
                    Actual => number(&i.value),
                    Issues | Extra => empty(),
                };
                let cells = columns.iter().map(cell).collect();
                lines.push(Line { project: Some(project), first, cells });
            }
        }
        Form {
            division,
            ids,
            shape,
            sheet: "評価".to_owned(),
            format: "xlsx",
            titles: Vec::new(),
            columns,
            lines,
            merged: false,
            left: 0,
            damages: Vec::new(),
        }
    }

    /// For messages.
    pub fn describe(&self) -> String {
        let ids = if self.ids { "ids" } else { "names" };
        format!(
            "{}:{:?}/{ids}/{}/{}",
            self.division.map_or("全課".to_owned(), |d| d.to_string()),
            self.shape,
            self.format,
            self.damages.join("+")
        )
    }

    /// The column of a kind.
    pub fn column(&self, kind: Kind) -> Option<usize> {
        self.columns.iter().position(|c| c.kind == kind)
    }

    /// The book.
    pub fn book(&self, town: &Town) -> Book {
        let end = match self.format.split_once('-') {
            Some((end, _)) => end,
            None => self.format,
        };
        let name = self.division.map_or("全課まとめ", |d| town.divisions[d]);
        let mut rows: Rows =
            self.titles.iter().map(|t| vec![Value::from(t.as_str())]).collect();
        let mut merges = Vec::new();
        match self.shape {
            Shape::List | Shape::TwoRows => self.list(&mut rows, &mut merges),
            Shape::Groups | Shape::GroupsTwoRows => self.groups(&mut rows, &mut merges),
            Shape::Cards => self.cards(&mut rows),
        }
        for row in &mut rows {
            row.splice(0..0, vec![empty(); self.left]);
        }
        let left = self.left as u32;
        let merges = merges
            .into_iter()
            .map(|[r1, c1, r2, c2]| Area::Counted([r1, c1 + left, r2, c2 + left]));
        let sheet = Sheet {
            sheet: Some(self.sheet.clone()),
            rows,
            merges: merges.collect(),
            ..Sheet::default()
        };
        Book {
            path: format!("評価/令和9年度/{name}.{end}"),
            format: self.format.to_owned(),
            sheets: vec![sheet],
        }
    }

    fn list(&self, rows: &mut Rows, merges: &mut Vec<[u32; 4]>) {
        if self.shape == Shape::TwoRows {
            let top = rows.len() as u32;
            let mut parents = Vec::new();
            for (i, column) in self.columns.iter().enumerate() {
                let col = i as u32;
                let before = i.checked_sub(1).map_or("", |b| self.columns[b].parent);
                if column.parent.is_empty() {
                    parents.push(Value::from(column.title.as_str()));
                    merges.push([top, col, top + 1, col]);
                } else if before == column.parent {
                    parents.push(empty());
                    merges.last_mut().unwrap()[3] = col;
                } else {
                    parents.push(column.parent.into());
                    merges.push([top, col, top, col]);
                }
            }
            merges.retain(|m| (m[0], m[1]) != (m[2], m[3]));
            rows.push(parents);
        }
        let title = |c: &Column| match (self.shape, c.parent) {
            (Shape::TwoRows, "") => empty(),
            _ => Value::from(c.title.as_str()),
        };
        rows.push(self.columns.iter().map(title).collect());
        let first = rows.len();
        rows.extend(self.lines.iter().map(|l| l.cells.clone()));
        if !self.merged {
            return;
        }
        for (i, line) in self.lines.iter().enumerate().filter(|(_, l)| l.first) {
            let more = self.lines[i + 1..]
                .iter()
                .take_while(|l| l.project == line.project && !l.first)
                .count();
            let outer = |c: &&Column| !c.kind.is_inner();
            for (col, _) in self.columns.iter().enumerate().filter(|(_, c)| outer(c)) {
                if more > 0 {
                    let (top, col) = ((first + i) as u32, col as u32);
                    merges.push([top, col, top + more as u32, col]);
                }
            }
        }
    }

    /// The lines of one 事業, notes left out.
    fn of_project(&self, line: &Line) -> Vec<&Line> {
        self.lines.iter().filter(|l| l.project == line.project).collect()
    }

    fn groups(&self, rows: &mut Rows, merges: &mut Vec<[u32; 4]>) {
        let (inner, outer): (Vec<usize>, Vec<usize>) =
            (0..self.columns.len()).partition(|c| self.columns[*c].kind.is_inner());
        let titles = |list: &[usize], mark: &str| -> Vec<Value> {
            let title = |c: &usize| format!("{}{mark}", self.columns[*c].title).into();
            list.iter().map(title).collect()
        };
        let mut head = titles(&outer, "");
        if self.shape == Shape::GroupsTwoRows {
            let (top, mut col) = (rows.len() as u32, outer.len() as u32);
            merges.extend((0..col).map(|c| [top, c, top + 1, c]));
            let mut below = vec![empty(); outer.len()];
            for group in ["指標1", "指標2", "指標3"] {
                head.push(group.into());
                head.extend(vec![empty(); inner.len() - 1]);
                below.extend(titles(&inner, ""));
                merges.push([top, col, top, col + inner.len() as u32 - 1]);
                col += inner.len() as u32;
            }
            rows.push(head);
            rows.push(below);
        } else {
            ["①", "②", "③"].iter().for_each(|mark| head.extend(titles(&inner, mark)));
            rows.push(head);
        }
        for line in self.lines.iter().filter(|l| l.first || l.project.is_none()) {
            if line.project.is_none() {
                rows.push(line.cells.clone());
                continue;
            }
            let mut row: Vec<Value> =
                outer.iter().map(|c| line.cells[*c].clone()).collect();
            for part in self.of_project(line) {
                row.extend(inner.iter().map(|c| part.cells[*c].clone()));
            }
            rows.push(row);
        }
    }

    fn cards(&self, rows: &mut Rows) {
        let (inner, outer): (Vec<usize>, Vec<usize>) =
            (0..self.columns.len()).partition(|c| self.columns[*c].kind.is_inner());
        let title = |c: &usize| Value::from(self.columns[*c].title.as_str());
        for line in self.lines.iter().filter(|l| l.first || l.project.is_none()) {
            if line.project.is_none() {
                rows.push(line.cells.clone());
                continue;
            }
            for c in &outer {
                rows.push(vec![title(c), line.cells[*c].clone()]);
            }
            rows.push(inner.iter().map(title).collect());
            for part in self.of_project(line) {
                rows.push(inner.iter().map(|c| part.cells[*c].clone()).collect());
            }
            rows.push(Vec::new());
        }
    }
}
