//! The forms that offices use, filled from the tables.

use crate::books::{Book, Cell, Sheet};
use crate::mess;
use crate::tables::{Record, Tables};

/// A form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Our own form: ids, one row an indicator, header in row 1.
    OwnForm,
    /// Title, 課 and remarks above the header; one row an indicator, project cells once.
    Titled,
    /// A header over two rows with merged parents.
    TwoRows,
    /// Indicators as rows of their own under the project's row.
    Nested,
    /// One sheet a 基本目標.
    PerGoal,
    /// Titled, as CP932 CSV.
    Csv,
    /// Titled, as .xls.
    Xls,
    /// Two rows, as .ods.
    Ods,
}

/// One project with its answer and its indicators, for one 課.
struct Entry {
    project: Record,
    answer: Record,
    /// (indicator, 実績, target of the year).
    indicators: Vec<(Record, String, String)>,
    goal: String,
    position: usize,
}

fn get<'a>(record: &'a Record, key: &str) -> &'a str {
    record.get(key).map_or("", |s| s)
}

/// Answers that never came, so that the sample shows what 未提出 looks like.
const UNANSWERED: [(&str, usize); 1] = [("J7012", 9)];
/// 実績 that was forgotten.
const FORGOTTEN: [(&str, usize); 2] = [("J2005-1", 9), ("J6007-1", 9)];
/// A reason that was forgotten.
const NO_REASON: [(&str, usize); 1] = [("J2014", 9)];

fn entries(tables: &Tables, division: &str, year: usize) -> Vec<Entry> {
    let projects = tables.records("事業");
    let indicators = tables.records("指標");
    let answers = tables.records("評価");
    let actuals = tables.records("実績");
    let measures = tables.records("体系");
    let year_text = year.to_string();
    let mut entries = Vec::new();
    for project in projects {
        let id = get(&project, "ID").to_owned();
        if UNANSWERED.contains(&(&*id, year)) {
            continue;
        }
        let mine = answers.iter().find(|a| {
            get(a, "年度") == year_text
                && get(a, "事業ID") == id
                && get(a, "課") == division
        });
        let Some(answer) = mine else { continue };
        let mut answer = answer.clone();
        if NO_REASON.contains(&(&*id, year)) {
            answer.insert("評価の理由".to_owned(), String::new());
        }
        let owner = get(&project, "担当課") == division;
        let own = indicators.iter().filter(|i| owner && get(i, "事業ID") == id);
        let list = own
            .map(|i| {
                let key = get(i, "ID");
                let actual = actuals
                    .iter()
                    .find(|a| get(a, "年度") == year_text && get(a, "指標ID") == key)
                    .map_or("", |a| get(a, "実績"));
                let actual = if FORGOTTEN.contains(&(key, year)) { "" } else { actual };
                let target = get(i, &format!("令和{year}年度目標")).to_owned();
                (i.clone(), actual.to_owned(), target)
            })
            .collect();
        let measure = measures.iter().find(|m| get(m, "ID") == get(&project, "施策ID"));
        let goal = measure.map_or("", |m| get(m, "上位ID")).to_owned();
        let position = entries.len();
        entries.push(Entry { project, answer, indicators: list, goal, position });
    }
    entries
}

/// The book that a 課 returns.
pub fn book(tables: &Tables, division: &str, year: usize, layout: Layout) -> Book {
    let entries = entries(tables, division, year);
    let old_name = year == 8;
    let shown = match division {
        "こども家庭センター" if old_name => "子育て世代包括支援センター",
        "教育指導課" if old_name => "指導室",
        "市民協働課" => "市民協働課 ",
        other => other,
    };
    let sheets = match layout {
        Layout::OwnForm => vec![own_form(&entries, shown, year)],
        Layout::Titled | Layout::Csv | Layout::Xls => vec![titled(&entries, shown, year)],
        Layout::TwoRows | Layout::Ods => vec![two_rows(&entries, shown, year)],
        Layout::Nested => vec![nested(&entries, shown, year)],
        Layout::PerGoal => per_goal(tables, &entries, shown, year),
    };
    Book { sheets }
}

fn header(sheet: &mut Sheet, row: usize, titles: &[&str]) {
    for (col, title) in titles.iter().enumerate() {
        sheet.put(row, col, Cell::header(title));
    }
}

/// The cells of an answer's sentences and choices from a column on.
fn answer_cells(sheet: &mut Sheet, row: usize, entry: &Entry, columns: [usize; 6]) {
    let a = &entry.answer;
    let p = entry.position;
    let [activities, grade, reason, issues, improvements, direction] = columns;
    let text = |key: &str, k: usize| mess::sentence(get(a, key), p + k);
    sheet.put(row, activities, Cell::text(&text("取組実績", 0)));
    sheet.put(row, grade, Cell::text(&mess::grade(get(a, "評価"), p)));
    sheet.put(row, reason, Cell::text(&text("評価の理由", 1)));
    sheet.put(row, issues, Cell::text(&text("課題", 2)));
    sheet.put(row, improvements, Cell::text(&text("改善策", 3)));
    sheet.put(row, direction, Cell::text(&mess::direction(get(a, "方向性"), p)));
}

fn actual_cell(indicator: &Record, actual: &str, position: usize) -> Cell {
    mess::actual(actual, get(indicator, "単位"), position)
}

fn target_cell(target: &str) -> Cell {
    match target.parse::<f64>() {
        Ok(number) => Cell::number(number, crate::tables::decimals(target)),
        Err(_) => Cell::text("－"),
    }
}

/// One row an indicator; the project's cells on the first row only.
fn own_form(entries: &[Entry], division: &str, year: usize) -> Sheet {
    let mut sheet = Sheet::new(&format!("R{year}調査票"));
    header(
        &mut sheet,
        0,
        &[
            "事業ID",
            "事業番号",
            "事業名",
            "担当課",
            "事業概要",
            "指標ID",
            "指標名",
            "単位",
            "目標値",
            "実績値",
            "取組実績",
            "評価",
            "評価の理由",
            "課題",
            "改善策",
            "今後の方向性",
            "備考",
        ],
    );
    let mut row = 1;
    for entry in entries {
        let p = &entry.project;
        for (col, key) in [(0, "ID"), (1, "番号"), (2, "事業名"), (4, "概要")] {
            sheet.put(row, col, Cell::text(get(p, key)));
        }
        sheet.put(row, 3, Cell::text(division));
        answer_cells(&mut sheet, row, entry, [10, 11, 12, 13, 14, 15]);
        if entry.position % 5 == 3 {
            sheet.put(row, 16, Cell::text("実施要綱を一部改正（4月）"));
        }
        for (i, (indicator, actual, target)) in entry.indicators.iter().enumerate() {
            sheet.put(row + i, 5, Cell::text(get(indicator, "ID")));
            sheet.put(row + i, 6, Cell::text(get(indicator, "指標名")));
            sheet.put(row + i, 7, Cell::text(get(indicator, "単位")));
            sheet.put(row + i, 8, target_cell(target));
            sheet.put(row + i, 9, actual_cell(indicator, actual, row + i));
        }
        row += entry.indicators.len().max(1);
    }
    sheet.freeze = Some(1);
    sheet
}

/// Rows of title, 課 and remarks, then the header.
fn titled(entries: &[Entry], division: &str, year: usize) -> Sheet {
    let mut sheet = Sheet::new("評価シート");
    let title = format!("小美玉市こども計画　令和{year}年度 点検・評価シート");
    sheet.put(0, 0, Cell::title(&title));
    sheet.put(1, 0, Cell::text(&format!("担当課：{division}")));
    sheet.put(2, 0, Cell::text("※評価は A 計画を上回る・B 計画どおり・C やや遅れ・D 遅れ・未実施 から選んでください。"));
    header(
        &mut sheet,
        4,
        &[
            "No.",
            "事業名",
            "指標",
            "単位",
            "目標値",
            "実績値",
            "主な取組",
            "評価",
            "評価理由",
            "課題",
            "次年度の取組",
            "方向性",
            "担当者",
            "内線",
        ],
    );
    let mut row = 5;
    for entry in entries {
        let p = &entry.project;
        sheet.put(row, 0, Cell::text(get(p, "番号")));
        let name = get(p, "事業名");
        let space = if entry.position % 4 == 1 { "　" } else { "" };
        sheet.put(row, 1, Cell::text(&format!("{name}{space}")));
        answer_cells(&mut sheet, row, entry, [6, 7, 8, 9, 10, 11]);
        sheet.put(row, 12, Cell::text("（担当係）"));
        sheet.put(row, 13, Cell::text("0000"));
        for (i, (indicator, actual, target)) in entry.indicators.iter().enumerate() {
            sheet.put(row + i, 2, Cell::text(get(indicator, "指標名")));
            sheet.put(row + i, 3, Cell::text(get(indicator, "単位")));
            sheet.put(row + i, 4, target_cell(target));
            sheet.put(row + i, 5, actual_cell(indicator, actual, row + i));
        }
        row += entry.indicators.len().max(1);
    }
    sheet.put(row + 1, 0, Cell::text("※提出期限は5月末日です。"));
    sheet.freeze = Some(5);
    sheet
}

/// Parents over children, merged.
fn two_rows(entries: &[Entry], division: &str, year: usize) -> Sheet {
    let mut sheet = Sheet::new(&format!("令和{year}年度"));
    let title = format!("令和{year}年度　進捗状況の評価（{}）", division.trim());
    sheet.put(0, 0, Cell::title(&title));
    let parents = [
        (0, 0, "事業番号"),
        (1, 1, "事業名"),
        (2, 2, "担当課"),
        (3, 6, "指標"),
        (7, 7, "取組内容・実績"),
        (8, 9, "評価"),
        (10, 12, "今後"),
    ];
    for (first, last, title) in parents {
        sheet.put(2, first, Cell::header(title));
        if first == last {
            sheet.merges.push((2, first, 3, first));
        } else {
            sheet.merges.push((2, first, 2, last));
        }
    }
    for (col, title) in [
        (3, "名称"),
        (4, "単位"),
        (5, "目標"),
        (6, "実績"),
        (8, "区分"),
        (9, "理由"),
        (10, "課題"),
        (11, "改善策"),
        (12, "方向性"),
    ] {
        sheet.put(3, col, Cell::header(title));
    }
    let mut row = 4;
    for entry in entries {
        let p = &entry.project;
        sheet.put(row, 0, number_cell(get(p, "番号")));
        sheet.put(row, 1, Cell::text(get(p, "事業名")));
        sheet.put(row, 2, Cell::text(division));
        answer_cells(&mut sheet, row, entry, [7, 8, 9, 10, 11, 12]);
        for (i, (indicator, actual, target)) in entry.indicators.iter().enumerate() {
            sheet.put(row + i, 3, Cell::text(get(indicator, "指標名")));
            sheet.put(row + i, 4, Cell::text(get(indicator, "単位")));
            sheet.put(row + i, 5, target_cell(target));
            sheet.put(row + i, 6, actual_cell(indicator, actual, row + i));
        }
        row += entry.indicators.len().max(1);
    }
    sheet.freeze = Some(4);
    sheet
}

/// Numbers that lost their type when they were typed.
fn number_cell(text: &str) -> Cell {
    text.parse::<f64>().map_or(Cell::text(text), |n| Cell::number(n, 0))
}

/// The project's row, then a row for each indicator in the same column.
fn nested(entries: &[Entry], division: &str, year: usize) -> Sheet {
    let mut sheet = Sheet::new("実績報告");
    sheet.put(0, 0, Cell::title(&format!("こども計画 令和{year}年度実績報告")));
    sheet.put(1, 5, Cell::text("所属"));
    sheet.put(1, 6, Cell::text(division));
    header(
        &mut sheet,
        2,
        &[
            "番号",
            "事業名・指標",
            "単位",
            "目標値",
            "実績値",
            "取組状況",
            "評価",
            "理由",
            "今後の課題",
            "対応策",
            "今後の方向",
            "決算額（千円）",
        ],
    );
    let mut row = 3;
    for entry in entries {
        let p = &entry.project;
        sheet.put(row, 0, Cell::text(get(p, "番号")));
        sheet.put(row, 1, Cell::text(get(p, "事業名")));
        answer_cells(&mut sheet, row, entry, [5, 6, 7, 8, 9, 10]);
        let cost = 120 + entry.position * 345;
        sheet.put(row, 11, Cell::number(cost as f64, 0));
        row += 1;
        for (indicator, actual, target) in &entry.indicators {
            let name = format!("・{}", get(indicator, "指標名"));
            sheet.put(row, 1, Cell::text(&name));
            sheet.put(row, 2, Cell::text(get(indicator, "単位")));
            sheet.put(row, 3, target_cell(target));
            sheet.put(row, 4, actual_cell(indicator, actual, row));
            row += 1;
        }
    }
    sheet
}

/// A sheet for each 基本目標 in which the 課 has projects, with bands for the 施策.
fn per_goal(
    tables: &Tables,
    entries: &[Entry],
    division: &str,
    year: usize,
) -> Vec<Sheet> {
    let measures = tables.records("体系");
    let mut sheets = Vec::new();
    for goal in measures.iter().filter(|m| get(m, "種別") == "基本目標") {
        let id = get(goal, "ID");
        let mine: Vec<&Entry> = entries.iter().filter(|e| e.goal == id).collect();
        if mine.is_empty() {
            continue;
        }
        let mut sheet = Sheet::new(&format!("基本目標{}", get(goal, "番号")));
        sheet.put(0, 0, Cell::title(&format!("令和{year}年度評価")));
        sheet.put(0, 4, Cell::text("担当課"));
        sheet.put(0, 5, Cell::text(division));
        header(
            &mut sheet,
            1,
            &[
                "事業番号",
                "事業名",
                "指標名",
                "単位",
                "年度目標",
                "年度実績",
                "実施状況",
                "評価",
                "評価の理由",
                "課題",
                "今後の取組",
                "今後の方向性",
            ],
        );
        let band = format!("基本目標{}　{}", get(goal, "番号"), get(goal, "名称"));
        sheet.put(2, 0, Cell::text(&band));
        let mut row = 3;
        for entry in mine {
            let p = &entry.project;
            sheet.put(row, 0, Cell::text(get(p, "番号")));
            sheet.put(row, 1, Cell::text(get(p, "事業名")));
            answer_cells(&mut sheet, row, entry, [6, 7, 8, 9, 10, 11]);
            for (i, (indicator, actual, target)) in entry.indicators.iter().enumerate() {
                if i > 0 {
                    // This office repeats the project on every row.
                    sheet.put(row + i, 0, Cell::text(get(p, "番号")));
                    sheet.put(row + i, 1, Cell::text(get(p, "事業名")));
                }
                sheet.put(row + i, 2, Cell::text(get(indicator, "指標名")));
                sheet.put(row + i, 3, Cell::text(get(indicator, "単位")));
                sheet.put(row + i, 4, target_cell(target));
                sheet.put(row + i, 5, actual_cell(indicator, actual, row + i));
            }
            row += entry.indicators.len().max(1);
        }
        sheets.push(sheet);
    }
    let mut notes = Sheet::new("記入要領");
    notes.put(
        0,
        0,
        Cell::text("評価は A・B・C・D から選びます。理由は B 以外のとき必ず書きます。"),
    );
    sheets.push(notes);
    sheets
}
