//! 「一覧（印刷用）」: one row for each 事業 and 指標, in the order of the plan.

mod answers;

use anyhow::Result;
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Worksheet};

use super::{
    actual_cell, divisions, planned_cell, rate_cell, row_of, sample_note, title,
};
use crate::export::format::number;
use crate::export::workbook::{Cell, Column, Page, Table, figure_width, style};
use crate::model::plan::{Grade, Indicator, Project};
use crate::model::progress::{Progress, ProjectRow};
use crate::model::year::FiscalYear;

/// The column of the grade.
const GRADE: u16 = 10;
/// Widest column of figures, in characters: three of them still leave A3 at 90 ％.
const WIDEST: f64 = 7.2;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, p: &Progress) -> Result<()> {
    let mut table = Table::new(sheet, "一覧（印刷用）", columns(p))?;
    let name = title(p, "進捗状況一覧表");
    table.flow(&name, &style::title(), 14.0)?;
    for line in legend(p) {
        table.flow(&line, &style::note(), 9.0)?;
    }
    table.header()?;
    let first = table.row();
    for (g, goal) in p.plan.goals.iter().enumerate() {
        let text = format!("基本目標{}　{}", goal.number, goal.name);
        table.band(&text, &style::goal_band(goal.pillar), 11.0)?;
        let measures = p.plan.measures.iter().enumerate().filter(|(_, m)| m.goal == g);
        let mut none = true;
        for (m, measure) in measures {
            none = false;
            let text = format!("{}　{}", p.plan.measure_number(m), measure.name);
            table.band(&text, &style::measure_band(), 9.0)?;
            projects(&mut table, p, m)?;
        }
        if none {
            nothing(&mut table)?;
        }
    }
    let last = table.row().saturating_sub(1);
    if last >= first {
        choose_grade(&mut table, p, first, last)?;
    }
    table.finish(&Page { a3: true, name: &name, frozen: 2, filter: true })
}

fn columns(p: &Progress) -> Vec<Column> {
    let common = common_baseline_year(p);
    let width = |texts: &mut dyn Iterator<Item = String>, least: f64| {
        texts.map(|t| figure_width(&t)).fold(least, f64::max).min(WIDEST)
    };
    let indicators = || p.plan.indicators.iter().enumerate();
    let bases =
        width(&mut indicators().filter_map(|(_, i)| baseline_text(i, common)), 5.0);
    let actuals = width(
        &mut indicators().filter_map(|(n, i)| {
            let found = p.actual(n, p.year).ok()?;
            let about = if found.approx { "約" } else { "" };
            Some(format!("{about}{}", number(found.value, i.decimals)))
        }),
        5.0,
    );
    let targets = width(
        &mut indicators()
            .filter_map(|(_, i)| Some(number(i.target(p.year)?, i.decimals))),
        5.5,
    );
    // Wide figures take their room from the longest text.
    let wider = bases + actuals + targets - 15.5;
    let activities = 24.0 - (wider - 2.0).max(0.0);
    let base = common.map(|y| format!("（{}）", y.short())).unwrap_or_default();
    let year = p.year.short();
    vec![
        Column::short("番号", 4.0),
        Column::text("事業名", 13.0),
        Column::text("担当課", 7.7),
        Column::text("指標", 11.5),
        Column::short("単位", 3.0),
        Column::short(format!("基準値\n{base}").trim_end(), bases),
        Column::short(format!("実績\n（{year}）"), actuals).current(),
        Column::short(format!("目標値\n（{year}）"), targets),
        Column::short("達成率\n（％）", 4.5).current(),
        Column::text("今年度の取組実績", activities).current(),
        Column::short("評価", 3.2).current(),
        Column::short("前年度\n評価", 3.6),
        Column::text("課題", 16.0),
        Column::short("今後の\n方向性", 4.2),
        Column::text("来年度の取組", 14.6),
    ]
}

/// The year that most baselines are of; the others state theirs in the cell.
fn common_baseline_year(p: &Progress) -> Option<FiscalYear> {
    let years = || p.plan.indicators.iter().filter_map(|i| i.baseline_year);
    let often = |year: FiscalYear| years().filter(|y| *y == year).count();
    // Of two equally frequent years the earlier one, so that every run says the same.
    years().max_by_key(|y| (often(*y), std::cmp::Reverse(*y)))
}

fn baseline_text(indicator: &Indicator, common: Option<FiscalYear>) -> Option<String> {
    let value = number(indicator.baseline?, indicator.decimals);
    let other = indicator.baseline_year.filter(|y| Some(*y) != common);
    Some(other.map_or(value.clone(), |y| format!("{value}（{}）", y.short())))
}

fn baseline_cell(indicator: &Indicator, common: Option<FiscalYear>) -> Cell {
    let other = indicator.baseline_year.filter(|y| Some(*y) != common);
    match (planned_cell(indicator.baseline, indicator), other) {
        (Cell::Number(value, format), Some(year)) => {
            let plain = style::number_format(indicator.decimals, false);
            let shown = format!("{plain}\"（{}）\"", year.short());
            Cell::Number(value, format.set_num_format(shown))
        }
        (cell, _) => cell,
    }
}

/// 評価の記号と達成率の基準; 数値に代わる印.
fn legend(p: &Progress) -> [String; 2] {
    let grade = |g: &Grade| format!("{} {}", g.symbol, g.name);
    let grades: Vec<String> = p.plan.scale.grades.iter().map(grade).collect();
    let first = format!(
        "評価（担当課による自己評価）　{}　／　達成率の基準は「対 年度目標」",
        grades.join("　")
    );
    let mut second =
        "－ 該当なし・設定なし　未記入 記入のない欄　未提出 回答のない事業".to_owned();
    if let Some(note) = sample_note(p) {
        second.push_str("　／　");
        second.push_str(note);
    }
    [first, second]
}

fn projects(table: &mut Table, p: &Progress, measure: usize) -> Result<()> {
    let mut none = true;
    for (i, project) in p.plan.projects.iter().enumerate() {
        if project.measure == measure
            && let Some(row) = row_of(p, i)
        {
            none = false;
            write_project(table, p, project, row)?;
        }
    }
    for project in p.plan.projects.iter().filter(|x| x.reposts.contains(&measure)) {
        none = false;
        repost(table, p, project)?;
    }
    if none { nothing(table) } else { Ok(()) }
}

fn nothing(table: &mut Table) -> Result<()> {
    let mut cells = vec![Cell::Empty(style::faint()); 15];
    cells[1] = Cell::text("該当する事業はありません", style::faint());
    table.line(&cells)
}

/// 再掲: where the project is found, without its figures.
fn repost(table: &mut Table, p: &Progress, project: &Project) -> Result<()> {
    let home = p.plan.measure_number(project.measure);
    let mut cells = vec![Cell::Empty(style::faint()); 15];
    cells[0] = Cell::text(&project.number, style::centred_faint());
    cells[1] = Cell::text(format!("{}（再掲）", project.name), style::faint());
    cells[2] = Cell::text(divisions(p, project), style::faint());
    cells[3] = Cell::text(format!("→ {}（施策{home}）", project.number), style::faint());
    table.line(&cells)
}

fn write_project(
    table: &mut Table,
    p: &Progress,
    project: &Project,
    row: &ProjectRow,
) -> Result<()> {
    let keys = [
        Cell::key(&project.number, style::centred(), style::centred_faint()),
        Cell::key(&project.name, style::name(), style::faint()),
        Cell::key(divisions(p, project), style::text(), style::faint()),
    ];
    let own: Vec<(usize, &Indicator)> = p.plan.indicators_of(row.project).collect();
    let mut cells = keys.to_vec();
    cells.extend(figures(p, own.first().copied()));
    cells.extend(answers::cells(p, project, row));
    table.line(&cells)?;
    for indicator in own.iter().skip(1) {
        let mut cells = vec![
            Cell::text(&project.number, style::centred_faint()),
            Cell::text(&project.name, style::faint()),
            Cell::text(divisions(p, project), style::faint()),
        ];
        cells.extend(figures(p, Some(*indicator)));
        cells.resize(15, Cell::Empty(style::text()));
        table.line(&cells)?;
    }
    Ok(())
}

fn figures(p: &Progress, indicator: Option<(usize, &Indicator)>) -> Vec<Cell> {
    let Some((i, indicator)) = indicator else {
        let sign = || Cell::text("－", style::sign());
        return vec![
            Cell::text("指標なし", style::faint()),
            Cell::text("－", style::centred_faint()),
            sign(),
            sign(),
            sign(),
            sign(),
        ];
    };
    let rate = p.indicators.get(i).map(|row| row.rate);
    vec![
        Cell::text(&indicator.name, style::text()),
        Cell::text(&indicator.unit, style::centred()),
        baseline_cell(indicator, common_baseline_year(p)),
        actual_cell(p, i, p.year),
        planned_cell(indicator.target(p.year), indicator),
        rate.map_or(Cell::text("－", style::sign()), |r| rate_cell(p, r)),
    ]
}

/// A list to choose from, for corrections in the meeting.
fn choose_grade(table: &mut Table, p: &Progress, first: u32, last: u32) -> Result<()> {
    let symbols: Vec<&str> = p.plan.scale.grades.iter().map(|g| &*g.symbol).collect();
    // Excel holds 255 characters of such a list; a comma would divide a symbol.
    let length: usize = symbols.iter().map(|s| s.encode_utf16().count() + 1).sum();
    if symbols.is_empty() || length > 250 || symbols.iter().any(|s| s.contains(',')) {
        return Ok(());
    }
    let rule = DataValidation::new()
        .allow_list_strings(&symbols)?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("評価")?
        .set_error_message("評価区分の記号ではありません。このまま入れますか。")?;
    table.sheet().add_data_validation(first, GRADE, last, GRADE, &rule)?;
    Ok(())
}
