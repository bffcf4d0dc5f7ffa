//! Every figure of a publication against the model's. The publications are re-read by
//! their own words (headers, captions, IDs), not by the code that wrote them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::str::FromStr;

use rust_decimal::Decimal;

use super::pages::{self, PageTable};
use super::{Difference, Spot};
use crate::model::progress::Progress;
use crate::model::quantity::Reading;
use crate::model::rate;
use crate::model::year::FiscalYear;
use crate::read::grid::{self, Sheet};

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    /// 実績値 of an indicator (position in the plan) in a year.
    Actual(usize, FiscalYear),
    /// 目標値 of an indicator in a year.
    Target(usize, FiscalYear),
    /// 事業数 of a goal with a grade in a year.
    Graded(usize, usize, FiscalYear),
}

/// A figure as a publication shows it; `None` where it shows none.
struct Seen {
    key: Key,
    value: Option<Decimal>,
    /// Shown with the decimals of the indicator only.
    rounded: bool,
    sheet: String,
    spot: Spot,
}

/// What a publication was found to say.
#[derive(Debug, Default)]
pub struct Checked {
    /// How many figures were compared.
    pub figures: usize,
    /// Those that are not the model's.
    pub wrong: Vec<Difference>,
}

/// Compares a publication with the model; `None` for a file that holds no tables of
/// figures to read.
pub fn check(p: &Progress, path: &str, bytes: &[u8]) -> Option<Checked> {
    let model = Model::new(p);
    let years: Vec<FiscalYear> = p.plan.years();
    let past = |y: &FiscalYear| *y <= p.year;
    let (seen, wanted) = match path {
        "進捗状況一覧表.xlsx" => {
            let years: Vec<FiscalYear> = years.into_iter().filter(past).collect();
            let columns = ["指標ID", "年度（西暦）", "実績値", "目標値"];
            (values(&model, bytes, "データ", columns), model.values(&years, None))
        }
        "公開/data/indicator_value.csv" | "公開/data/tables.xlsx" => {
            let columns = ["indicator_id", "fiscal_year", "actual", "target"];
            let sheet = "indicator_value";
            (values(&model, bytes, sheet, columns), model.values(&years, None))
        }
        "公開/data/tally.csv" => (tally(&model, bytes), model.tallies()),
        "公開/index.html" => {
            let goals = 0..p.plan.goals.len();
            let grades = 0..p.plan.scale.grades.len();
            let of_goal = |g| grades.clone().map(move |i| Key::Graded(g, i, p.year));
            (first_page(&model, bytes), goals.flat_map(of_goal).collect())
        }
        _ => {
            let number = path.strip_prefix("公開/goal-")?.strip_suffix(".html")?;
            let goal = number.parse::<usize>().ok()?.checked_sub(1)?;
            let years: Vec<FiscalYear> = years.into_iter().filter(past).collect();
            let mut wanted = model.values(&years, Some(goal));
            wanted.retain(|key| match key {
                Key::Target(_, year) => *year == p.year,
                _ => true,
            });
            (goal_page(&model, bytes, goal, &years), wanted)
        }
    };
    let Some(seen) = seen else {
        let text = "数の表を読み直せません（見出しか形が変わっています）".to_owned();
        let wrong = vec![Difference { sheet: String::new(), spot: Spot::Whole, text }];
        return Some(Checked { figures: 0, wrong });
    };
    Some(model.compare(seen, wanted))
}

/// The model, by what figures are called in publications.
struct Model<'a> {
    p: &'a Progress,
    indicators: HashMap<&'a str, usize>,
    years: HashMap<String, FiscalYear>,
}

impl<'a> Model<'a> {
    fn new(p: &'a Progress) -> Self {
        let indicators = p.plan.indicators.iter().enumerate();
        let years = p.plan.years().into_iter();
        Model {
            p,
            indicators: indicators.map(|(i, x)| (&*x.id, i)).collect(),
            years: years.map(|y| (y.western().to_string(), y)).collect(),
        }
    }

    /// 実績値 and 目標値 of these years, of one goal or of all.
    fn values(&self, years: &[FiscalYear], goal: Option<usize>) -> BTreeSet<Key> {
        let plan = &self.p.plan;
        let mut keys = BTreeSet::new();
        for (i, indicator) in plan.indicators.iter().enumerate() {
            let own = plan.goal_of(&plan.projects[indicator.project]);
            if goal.is_none_or(|g| g == own) {
                keys.extend(years.iter().map(|y| Key::Actual(i, *y)));
                keys.extend(years.iter().map(|y| Key::Target(i, *y)));
            }
        }
        keys
    }

    fn tallies(&self) -> BTreeSet<Key> {
        let known = self.p.history.iter().filter(|h| h.goals.is_some());
        let grades = self.p.plan.scale.grades.len();
        let mut keys = BTreeSet::new();
        for year in known.map(|h| h.year) {
            for goal in 0..self.p.plan.goals.len() {
                keys.extend((0..grades).map(|g| Key::Graded(goal, g, year)));
            }
        }
        keys
    }

    fn value(&self, key: Key) -> Option<Decimal> {
        match key {
            Key::Actual(i, year) => {
                self.p.indicators.get(i)?.actual(year).and_then(Reading::value)
            }
            Key::Target(i, year) => self.p.plan.indicators.get(i)?.target(year),
            Key::Graded(goal, grade, year) => {
                let history = self.p.history.iter().find(|h| h.year == year)?;
                let tally = history.goals.as_ref()?.get(goal)?;
                tally.by_grade.get(grade).map(|n| Decimal::from(*n))
            }
        }
    }

    fn name(&self, key: Key) -> String {
        let plan = &self.p.plan;
        let of_indicator = |i: usize, year: FiscalYear, what: &str| {
            let indicator = &plan.indicators[i];
            let project = &plan.projects[indicator.project].name;
            format!("{project} 指標「{}」の{year}の{what}", indicator.name)
        };
        match key {
            Key::Actual(i, year) => of_indicator(i, year, "実績値"),
            Key::Target(i, year) => of_indicator(i, year, "目標値"),
            Key::Graded(goal, grade, year) => format!(
                "基本目標{}の{year}の「{}」の事業数",
                plan.goals[goal].number, plan.scale.grades[grade].name
            ),
        }
    }

    fn decimals(&self, key: Key) -> u32 {
        match key {
            Key::Actual(i, _) | Key::Target(i, _) => self.p.plan.indicators[i].decimals,
            Key::Graded(..) => 0,
        }
    }

    fn compare(&self, seen: Vec<Seen>, mut wanted: BTreeSet<Key>) -> Checked {
        let mut out = Checked::default();
        let mut add = |sheet: String, spot: Spot, text: String| {
            out.wrong.push(Difference { sheet, spot, text });
        };
        for figure in seen {
            wanted.remove(&figure.key);
            out.figures += 1;
            let mut right = self.value(figure.key);
            if figure.rounded {
                right = right.map(|v| rate::round(v, self.decimals(figure.key)));
            }
            if figure.value != right {
                let shown = |v: Option<Decimal>| {
                    v.map_or("（なし）".to_owned(), |v| v.normalize().to_string())
                };
                let text = format!(
                    "{}が {} です（計算では {}）",
                    self.name(figure.key),
                    shown(figure.value),
                    shown(right)
                );
                add(figure.sheet, figure.spot, text);
            }
        }
        for key in wanted {
            add(
                String::new(),
                Spot::Whole,
                format!("{}が載っていません", self.name(key)),
            );
        }
        out
    }
}

/// A number as publications show it: `1,264`, `約97`, `−3.2`. Words are no numbers.
fn number(text: &str) -> Option<Decimal> {
    let plain = text.trim().trim_start_matches('約').replace(',', "").replace('−', "-");
    Decimal::from_str(&plain).ok()
}

/// The sheet of a book by its name, or the only one of a text, and the columns of these
/// headers.
fn sheet<const N: usize>(
    bytes: &[u8],
    name: &str,
    headers: [&str; N],
) -> Option<(Sheet, [u32; N])> {
    let sheets = grid::read(bytes).ok()?;
    let sheet = sheets.into_iter().find(|s| s.name == name || s.name == "CSV")?;
    let titles: BTreeMap<String, u32> =
        sheet.row(0).map(|(col, value)| (value.text(), col)).collect();
    let mut columns = [0; N];
    for (column, header) in columns.iter_mut().zip(headers) {
        *column = *titles.get(header)?;
    }
    Some((sheet, columns))
}

/// A table of one indicator and year a row.
fn values(
    model: &Model,
    bytes: &[u8],
    name: &str,
    headers: [&str; 4],
) -> Option<Vec<Seen>> {
    let (sheet, [id, year, actual, target]) = sheet(bytes, name, headers)?;
    let mut seen = Vec::new();
    for row in sheet.rows().into_iter().filter(|row| *row > 0) {
        let found = model.indicators.get(&*sheet.text(row, id));
        let Some((indicator, year)) = found.zip(model.years.get(&sheet.text(row, year)))
        else {
            continue;
        };
        for (key, col) in [
            (Key::Actual(*indicator, *year), actual),
            (Key::Target(*indicator, *year), target),
        ] {
            seen.push(Seen {
                key,
                value: number(&sheet.text(row, col)),
                rounded: false,
                sheet: if sheet.name == "CSV" {
                    String::new()
                } else {
                    sheet.name.clone()
                },
                spot: Spot::Cell(row, col),
            });
        }
    }
    Some(seen)
}

fn tally(model: &Model, bytes: &[u8]) -> Option<Vec<Seen>> {
    let headers = ["fiscal_year", "goal_id", "item", "value"];
    let (sheet, [year, goal, item, value]) = sheet(bytes, "tally", headers)?;
    let plan = &model.p.plan;
    let mut seen = Vec::new();
    for row in sheet.rows().into_iter().filter(|row| *row > 0) {
        let text = |col| sheet.text(row, col);
        let grade = plan.scale.grades.iter().position(|g| g.code == text(item));
        let goal = plan.goals.iter().position(|g| g.id == text(goal));
        let year = model.years.get(&text(year));
        if let (Some(grade), Some(goal), Some(year)) = (grade, goal, year) {
            seen.push(Seen {
                key: Key::Graded(goal, grade, *year),
                value: number(&text(value)),
                rounded: false,
                sheet: String::new(),
                spot: Spot::Cell(row, value),
            });
        }
    }
    Some(seen)
}

fn on_page(key: Key, text: &str) -> Seen {
    let (sheet, spot) = (String::new(), Spot::Whole);
    Seen { key, value: number(text), rounded: true, sheet, spot }
}

/// 基本目標別の評価: a row a goal, a column a grade.
fn first_page(model: &Model, bytes: &[u8]) -> Option<Vec<Seen>> {
    let tables = pages::tables(&grid::decode_text(bytes))?;
    let table = tables.iter().find(|t| t.caption.starts_with("基本目標別の"))?;
    let (header, rows) = table.rows.split_first()?;
    let mut seen = Vec::new();
    for (goal, own) in model.p.plan.goals.iter().enumerate() {
        let name = format!("{} {}", own.number, own.name);
        let row = rows.iter().find(|row| row.first() == Some(&name))?;
        for (grade, one) in model.p.plan.scale.grades.iter().enumerate() {
            let title = format!("{} {}", one.symbol, one.name);
            let col = header.iter().position(|h| *h == title)?;
            let key = Key::Graded(goal, grade, model.p.year);
            seen.push(on_page(key, row.get(col)?));
        }
    }
    Some(seen)
}

/// 指標 of each 事業, in the order of the plan.
fn goal_page(
    model: &Model,
    bytes: &[u8],
    goal: usize,
    years: &[FiscalYear],
) -> Option<Vec<Seen>> {
    let tables = pages::tables(&grid::decode_text(bytes))?;
    // Two projects may have one name: their tables stand in the order of the plan.
    let mut by_caption: HashMap<&str, std::collections::VecDeque<&PageTable>> =
        HashMap::new();
    for table in &tables {
        by_caption.entry(&table.caption).or_default().push_back(table);
    }
    let plan = &model.p.plan;
    let target = format!("{} 目標", model.p.year.short());
    let measures = plan.measures.iter().enumerate().filter(|(_, m)| m.goal == goal);
    let mut seen = Vec::new();
    for (measure, _) in measures {
        let own = plan.projects.iter().enumerate().filter(|(_, x)| x.measure == measure);
        for (project, title) in own {
            let indicators: Vec<usize> =
                plan.indicators_of(project).map(|(i, _)| i).collect();
            if indicators.is_empty() {
                continue;
            }
            let caption = format!("「{}」の指標", title.name);
            let table = by_caption.get_mut(&*caption)?.pop_front()?;
            let (header, rows) = table.rows.split_first()?;
            for (i, row) in indicators.iter().zip(rows) {
                let cell = |title: &str| {
                    row.get(header.iter().position(|h| *h == title)?).map(String::as_str)
                };
                for year in years {
                    let text = cell(&format!("{} 実績", year.short()))?;
                    seen.push(on_page(Key::Actual(*i, *year), text));
                }
                seen.push(on_page(Key::Target(*i, model.p.year), cell(&target)?));
            }
        }
    }
    Some(seen)
}
