//! One who has all publications of all years and wants the hidden values. The reader of
//! the files and the linear programs are written here anew: nothing of the product's own
//! way of hiding is used.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use tenken::read::grid;

use super::town::Town;

/// An indicator's ID and a year.
pub type Place = (String, u16);

/// What the publications tell.
#[derive(Debug, Default)]
pub struct Known {
    /// Values, as they are written.
    pub values: BTreeMap<Place, String>,
    /// x.
    pub hidden: BTreeSet<Place>,
}

fn plain(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('約').replace(',', "");
    let text = text.trim_end_matches(['人', '％']).to_owned();
    text.parse::<f64>().ok().map(|_| text)
}

impl Known {
    fn add(&mut self, id: &str, year: u16, text: &str) {
        if let Some(value) = plain(text) {
            // The finest writing counts: 1.5 rather than 2.
            let entry = self.values.entry((id.to_owned(), year)).or_default();
            if value.len() > entry.len() {
                *entry = value;
            }
        }
    }

    /// `公開/data/indicator_value.csv`.
    pub fn read_csv(&mut self, bytes: &[u8]) {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap();
        let mut reader = csv::Reader::from_reader(text);
        for record in reader.deserialize() {
            let record: BTreeMap<String, String> = record.unwrap();
            let (id, year) =
                (&record["indicator_id"], record["fiscal_year"].parse().unwrap());
            self.add(id, year, &record["actual"]);
            if record["actual_status"] == "suppressed" {
                self.hidden.insert((id.clone(), year));
            }
        }
    }

    /// The sheets 「データ」 and 「指標」 of the council workbook.
    pub fn read_workbook(&mut self, bytes: &[u8], town: &Town) -> usize {
        let sheets = grid::read(bytes).unwrap();
        let mut seen = 0;
        for sheet in &sheets {
            let cell = |row: u32, col: u32| {
                sheet.cells.get(&(row, col)).map(|v| v.text()).unwrap_or_default()
            };
            let rows: BTreeSet<u32> = sheet.cells.keys().map(|(row, _)| *row).collect();
            let last = sheet.cells.keys().map(|(_, col)| *col).max().unwrap_or(0);
            let find = |row: u32, title: &str| {
                (0..=last).find(|col| cell(row, *col).replace('\n', "") == title)
            };
            let head = rows.iter().copied().find(|row| {
                find(*row, "指標ID").is_some() || find(*row, "指標").is_some()
            });
            let Some(head) = head else { continue };
            for &row in rows.iter().filter(|row| **row > head) {
                let data = (
                    find(head, "指標ID"),
                    find(head, "年度（西暦）"),
                    find(head, "実績値"),
                );
                if let (Some(id), Some(year), Some(actual)) = data {
                    if let Ok(year) = cell(row, year).parse() {
                        self.add(&cell(row, id), year, &cell(row, actual));
                        seen += 1;
                    }
                    continue;
                }
                let name = find(head, "指標").map(|col| cell(row, col));
                let of = |s: &&super::town::Series| Some(Town::name(&s.id)) == name;
                let Some(series) = town.series.iter().find(of) else { continue };
                for col in 0..=last {
                    let title = cell(head, col).replace('\n', "");
                    for year in 2026..=2029 {
                        if title == format!("実績（R{}）", year - 2018) {
                            self.add(&series.id, year, &cell(row, col));
                            seen += 1;
                        }
                    }
                }
            }
        }
        seen
    }

    /// A page of 公開/: the rows of its tables of indicators.
    pub fn read_page(&mut self, page: &str, town: &Town) -> usize {
        let mut seen = 0;
        for series in &town.series {
            let row = format!("<th scope=\"row\">{}</th>", Town::name(&series.id));
            for at in page.match_indices(&row).map(|(i, m)| i + m.len()) {
                let rest = &page[at..at + page[at..].find("</tr>").unwrap()];
                let cells = rest.split("<td").skip(1);
                let cells: Vec<&str> = cells
                    .map(|c| c.split_once('>').unwrap().1.split('<').next().unwrap())
                    .collect();
                // 単位, 基準値, then one 実績 a year, then 目標・達成率・目標.
                for (year, text) in (2026..).zip(&cells[2..cells.len() - 3]) {
                    self.add(&series.id, year, text);
                    seen += 1;
                }
            }
        }
        seen
    }

    /// 概要版.txt: 「…、実績が1,250人、…」 of the year reported.
    pub fn read_text(&mut self, text: &str, town: &Town, year: u16) -> usize {
        let mut seen = 0;
        for series in &town.series {
            let begin = format!("{}は、", Town::name(&series.id));
            for line in text.lines().filter(|l| l.starts_with(&begin)) {
                let actual = line.split("実績が").nth(1).unwrap();
                self.add(&series.id, year, actual.split("、目標値").next().unwrap());
                seen += 1;
            }
        }
        seen
    }

    /// Hidden counts whose range is narrower than 幅: place, from, to.
    pub fn attack(&self, town: &Town, target: u16) -> Vec<(Place, f64, f64)> {
        let counts = |(id, _): &&Place| town.of(id).unit == "人";
        let mut narrow = Vec::new();
        for place in self.hidden.iter().filter(counts) {
            if let Some(told) = self.values.get(place) {
                let told = told.parse().unwrap();
                narrow.push((place.clone(), told, told));
                continue;
            }
            let end = |direction| {
                let (problem, variables) = self.problem(town, target, place, direction);
                match problem.solve() {
                    Ok(outcome) => {
                        let solution = outcome.into_solution().unwrap();
                        solution.var_value(variables[place])
                    }
                    Err(microlp::Error::Unbounded) => f64::INFINITY,
                    Err(error) => panic!("{place:?}: {error}\n{town:?}\n{self:?}"),
                }
            };
            let low = end(OptimizationDirection::Minimize);
            let high = end(OptimizationDirection::Maximize);
            if high - low < f64::from(town.width) - 1e-6 {
                narrow.push((place.clone(), low, high));
            }
        }
        narrow
    }

    fn problem(
        &self,
        town: &Town,
        target: u16,
        wanted: &Place,
        direction: OptimizationDirection,
    ) -> (Problem, BTreeMap<Place, Variable>) {
        let mut table = Table {
            known: self,
            town,
            problem: Problem::new(direction),
            variables: BTreeMap::new(),
        };
        for series in &town.series {
            for year in 2026..=target {
                table.variable((series.id.clone(), year), wanted);
            }
        }
        for [kind, whole, parts, base] in &town.compositions {
            let parts: Vec<&str> = parts.split('、').collect();
            for year in 2026..=target {
                match kind.as_str() {
                    "合計" => {
                        let parts = parts.iter().map(|p| (*p, year, -1.0));
                        let whole = std::iter::once((&**whole, year, 1.0));
                        table.equal(whole.chain(parts).collect(), 0.0);
                    }
                    "累計" => {
                        let mut terms =
                            vec![(&**whole, year, 1.0), (parts[0], year, -1.0)];
                        let mut start = 0.0;
                        if year > 2026 {
                            terms.push((whole, year - 1, -1.0));
                        } else {
                            // Known: the 基準値, or that the count began with the plan.
                            start = town.of(whole).baseline.parse().unwrap_or(0.0);
                        }
                        table.equal(terms, start);
                    }
                    _ => table.rate(whole, parts[0], base, year),
                }
            }
        }
        (table.problem, table.variables)
    }
}

struct Table<'a> {
    known: &'a Known,
    town: &'a Town,
    problem: Problem,
    variables: BTreeMap<Place, Variable>,
}

impl Table<'_> {
    fn variable(&mut self, place: Place, wanted: &Place) {
        if self.known.values.contains_key(&place) {
            return;
        }
        // The attacker is told which x are small counts: he knows more than any reader.
        let at = usize::from(place.1 - 2026);
        let series = self.town.of(&place.0);
        let truth = series.values.get(at).and_then(|v| v.parse::<f64>().ok());
        let below = f64::from(self.town.below);
        let small = series.unit == "人"
            && place.1 >= self.town.since
            && truth.is_some_and(|v| v > 0.0 && v < below);
        let bounds = if small && self.known.hidden.contains(&place) {
            (1.0, below - 1.0)
        } else {
            (0.0, f64::INFINITY)
        };
        let cost = if place == *wanted { 1.0 } else { 0.0 };
        let variable = self.problem.add_var(cost, bounds);
        self.variables.insert(place, variable);
    }

    /// The unknown part of a sum, and its known part.
    fn split(&self, terms: Vec<(&str, u16, f64)>) -> (Vec<(Variable, f64)>, f64) {
        let (mut open, mut known) = (Vec::new(), 0.0);
        for (id, year, factor) in terms {
            let place = (id.to_owned(), year);
            match self.known.values.get(&place) {
                Some(value) => known += factor * value.parse::<f64>().unwrap(),
                None => open.push((self.variables[&place], factor)),
            }
        }
        (open, known)
    }

    fn equal(&mut self, terms: Vec<(&str, u16, f64)>, to: f64) {
        let (open, known) = self.split(terms);
        if !open.is_empty() {
            self.problem.add_constraint(open, ComparisonOp::Eq, to - known);
        }
    }

    /// A published rate, rounded to the decimals that it has.
    fn rate(&mut self, rate: &str, part: &str, base: &str, year: u16) {
        let Some(told) = self.known.values.get(&(rate.to_owned(), year)) else { return };
        let written = told.split_once('.').map_or(0, |(_, digits)| digits.len());
        let decimals = written.max(self.town.of(rate).decimals as usize);
        let half = 0.5 / 10f64.powi(decimals as i32);
        let told: f64 = told.parse().unwrap();
        for (value, op) in
            [(told - half, ComparisonOp::Ge), (told + half, ComparisonOp::Le)]
        {
            let terms = vec![(part, year, 100.0), (base, year, -value)];
            let (open, known) = self.split(terms);
            if !open.is_empty() {
                self.problem.add_constraint(open, op, -known);
            }
        }
    }
}
