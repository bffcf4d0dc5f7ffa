//! Every figure of a publication against the model's. The publications are re-read by
//! their own words (headers, captions, IDs), not by the code that wrote them.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use rust_decimal::Decimal;

use super::model::{Checked, Key, Model, Said, Seen, Shown};
use super::pages::{self, PageTable};
use super::{Difference, Spot, speech};
use crate::model::progress::Progress;
use crate::model::year::FiscalYear;
use crate::read::grid::{self, Sheet};

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
        "概要版.txt" | "公開/booklet.txt" => {
            let (seen, wanted) = speech::read(&model, &grid::decode_text(bytes));
            (Some(seen), wanted)
        }
        "公開/data/tally.csv" => (tally(&model, bytes), model.tallies()),
        "公開/index.html" => {
            let goals = 0..p.plan.goals.len();
            let grades = 0..p.plan.scale.grades.len();
            let of_goal =
                |g| grades.clone().map(move |i| Key::Graded(Some(g), i, p.year));
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

/// A number as publications show it: `1,264`, `約97`, `−3.2`. Words are no numbers.
fn number(text: &str) -> Option<Said> {
    let plain = text.trim().trim_start_matches('約').replace(',', "").replace('−', "-");
    Decimal::from_str(&plain).ok().map(Said::Number)
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
                shown: None,
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
                key: Key::Graded(Some(goal), grade, *year),
                value: number(&text(value)),
                shown: None,
                sheet: String::new(),
                spot: Spot::Cell(row, value),
            });
        }
    }
    Some(seen)
}

fn on_page(model: &Model, key: Key, text: &str) -> Seen {
    let (sheet, spot) = (String::new(), Spot::Whole);
    let shown = Shown::with(model.decimals(key));
    Seen { key, value: number(text), shown, sheet, spot }
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
            let key = Key::Graded(Some(goal), grade, model.p.year);
            seen.push(on_page(model, key, row.get(col)?));
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
                    seen.push(on_page(model, Key::Actual(*i, *year), text));
                }
                seen.push(on_page(model, Key::Target(*i, model.p.year), cell(&target)?));
            }
        }
    }
    Some(seen)
}
