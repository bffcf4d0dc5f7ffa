//! 「課別」: the rows of each 課, those it leads before those it takes part in.

use std::collections::BTreeMap;

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::cells::{self, RateCells, fill_grades, year_words};
use super::view::View;
use super::{DIVISIONS, sample_note, title};
use crate::export::workbook::{Cell, Column, Page, Table, cell_name, style};
use crate::model::evaluation::Evaluation;
use crate::model::plan::Division;
use crate::model::progress::{ProjectYear, State};

const COLUMNS: usize = 13;
const ACTUAL: u16 = 6;
const TARGET: u16 = 7;
const GRADE: u16 = 9;

/// The row at which each 課 begins, by its position in the plan (zero-based).
pub type Starts = BTreeMap<usize, u32>;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, view: &View) -> Result<Starts> {
    let p = view.p;
    let mut table = Table::new(sheet, DIVISIONS, columns(view).to_vec())?;
    let name = title(p, "課別の一覧");
    table.flow(&name, &style::title(), 14.0)?;
    for note in notes(view) {
        table.flow(&note, &style::note(), 9.0)?;
    }
    table.header()?;
    let first = table.row();
    let mut starts = Starts::new();
    for (i, division) in p.plan.divisions.iter().enumerate() {
        starts.insert(i, table.row());
        write_division(&mut table, view, i, division)?;
    }
    if first < table.row() {
        let rows = (first, table.row() - 1);
        fill_grades(table.sheet(), p, rows, GRADE)?;
    }
    table.finish(&Page {
        a3: false,
        name: &name,
        frozen: 2,
        filter: true,
        handout: Some(view.handout),
    })?;
    Ok(starts)
}

fn columns(view: &View) -> [Column; COLUMNS] {
    let year = view.p.year.short();
    [
        Column::short("番号", 4.0),
        Column::text("事業名", 13.5),
        Column::short("担当・\n関係", 3.6),
        Column::short("施策", 3.8),
        Column::text("指標", 11.5),
        Column::short("単位", 3.2),
        Column::short(format!("実績\n（{year}）"), 5.2).current(),
        Column::short(format!("目標値\n（{year}）"), 5.2),
        Column::short("達成率\n（％）", 4.6).current(),
        Column::short(format!("評価\n（{year}）"), 5.4).current(),
        Column::short("前年度\n評価", 5.4),
        Column::short("今後の\n方向性", 4.6),
        Column::short("回答", 4.4).current(),
    ]
}

fn notes(view: &View) -> Vec<String> {
    let mut notes = vec![
        "課ごとに、担当する事業、関係課として回答する事業の順に載せています。評価は、その課の回答です（公表する評価は担当課の評価）。"
            .to_owned(),
    ];
    notes.extend(sample_note(view.p).map(str::to_owned));
    notes
}

fn write_division(
    table: &mut Table,
    view: &View,
    index: usize,
    division: &Division,
) -> Result<()> {
    let (own, shared) = (view.own(index), view.shared(index));
    let text = format!(
        "{}（担当 {}　関係 {}）",
        format!("{}　{}", division.department, division.name).trim(),
        own.len(),
        shared.len()
    );
    table.page_band(&text, &style::goal_band(0), 11.0)?;
    if own.is_empty() && shared.is_empty() {
        let mut cells = vec![Cell::Empty(style::faint()); COLUMNS];
        cells[1] = Cell::text("担当する事業はありません", style::faint());
        return table.line(&cells);
    }
    for &project in own {
        write_project(table, view, index, project, "担当")?;
    }
    for &project in shared {
        write_project(table, view, index, project, "関係")?;
    }
    Ok(())
}

fn write_project(
    table: &mut Table,
    view: &View,
    division: usize,
    project: usize,
    role: &str,
) -> Result<()> {
    let about = view.project(project);
    let indicators = view.indicators(project);
    let measure = view.p.plan.measure_number(about.measure);
    let mut cells = vec![
        Cell::text(&about.number, style::centred()),
        Cell::text(&about.name, style::name()),
        Cell::text(role, style::centred()),
        Cell::text(measure, style::centred()),
    ];
    cells.extend(figures(view, indicators.first().copied(), table.row())?);
    cells.extend(answer(view, division, project));
    table.line(&cells)?;
    for &indicator in indicators.iter().skip(1) {
        let mut cells = vec![
            Cell::text(&about.number, style::centred_faint()),
            Cell::text(&about.name, style::faint()),
            Cell::Empty(style::text()),
            Cell::Empty(style::text()),
        ];
        cells.extend(figures(view, Some(indicator), table.row())?);
        cells.resize(COLUMNS, Cell::Empty(style::text()));
        table.further_line(&cells)?;
    }
    Ok(())
}

fn figures(view: &View, indicator: Option<usize>, row: u32) -> Result<Vec<Cell>> {
    let p = view.p;
    let Some(index) = indicator else {
        let sign = || Cell::text("－", style::sign());
        return Ok(vec![
            Cell::text("指標なし", style::faint()),
            Cell::text("－", style::centred_faint()),
            sign(),
            sign(),
            sign(),
        ]);
    };
    let about = view.indicator(index);
    // The baseline is not on this sheet, so a rate that needs it is a value.
    let from = RateCells {
        baseline: String::new(),
        actual: cell_name(row, ACTUAL),
        target: cell_name(row, TARGET),
    };
    let found = p.indicators[index].rate;
    let rate = match about.tendency {
        crate::model::plan::Tendency::Increase => {
            cells::live_rate(p, about, found, &from)?
        }
        _ => cells::rate(p, found),
    };
    Ok(vec![
        Cell::text(&about.name, style::text()),
        Cell::text(&about.unit, style::centred()),
        cells::actual(p, index, p.year),
        cells::planned(about.target(p.year), about),
        rate,
    ])
}

/// The answer of this very 課.
fn answer(view: &View, division: usize, project: usize) -> Vec<Cell> {
    let p = view.p;
    let row = view.row(project);
    let (this, found) = own_answer(&row.this, division);
    let grade = cells::grade(p, &this);
    let last = row.last.as_ref().map(|year| own_answer(year, division).0);
    let direction = found
        .and_then(|e| p.plan.directions.get(e.direction.as_ref()?.value))
        .map(|d| Cell::text(&d.name, style::centred()));
    let word = match this.state {
        State::Answered => "あり",
        State::Unsubmitted => "未提出",
        State::Inactive => "実施期間外",
    };
    let missing = if found.is_some() { "未記入" } else { "－" };
    vec![
        grade,
        Cell::text(last.map_or("－".to_owned(), |y| year_words(p, &y)), style::word()),
        direction.unwrap_or_else(|| Cell::text(missing, style::centred_faint())),
        Cell::text(word, style::centred()),
    ]
}

/// A year as one 課 answered it.
fn own_answer(year: &ProjectYear, division: usize) -> (ProjectYear, Option<&Evaluation>) {
    let mut all = year.main.iter().chain(&year.partners);
    let found = all.find(|e| e.division == division);
    let state = match (year.state, found) {
        (State::Inactive, _) => State::Inactive,
        (_, Some(_)) => State::Answered,
        (_, None) => State::Unsubmitted,
    };
    let grade = found.and_then(|e| e.grade.as_ref()).map(|g| g.value);
    (ProjectYear { state, grade, main: None, partners: Vec::new() }, found)
}
