//! 「指標」: every indicator over the years of the plan.

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::{actual_cell, planned_cell, rate_cell, sample_note, title};
use crate::export::format;
use crate::export::workbook::{Cell, Column, Page, Table, style};
use crate::model::plan::{GradeStyle, Indicator, Tendency};
use crate::model::progress::{IndicatorRow, Progress};
use crate::model::rate::Status;
use crate::model::year::FiscalYear;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, p: &Progress) -> Result<()> {
    let mut table = Table::new(sheet, "指標", columns(p))?;
    let name = title(p, "指標の推移");
    table.flow(&name, &style::title(), 14.0)?;
    for note in notes(p) {
        table.flow(&note, &style::note(), 9.0)?;
    }
    table.header()?;
    for row in &p.indicators {
        table.line(&cells(p, row))?;
    }
    if p.indicators.is_empty() {
        let mut cells = vec![Cell::Empty(style::faint()); columns(p).len()];
        cells[2] = Cell::text("計画に指標はありません", style::faint());
        table.line(&cells)?;
    }
    table.finish(&Page { a3: true, name: &name, frozen: 4, filter: true })
}

/// 増やす・減らす・維持・判定外.
pub fn tendency(tendency: Tendency) -> &'static str {
    match tendency {
        Tendency::Increase => "増やす",
        Tendency::Decrease => "減らす",
        Tendency::Keep => "維持",
        Tendency::Unsuited => "判定外",
    }
}

fn columns(p: &Progress) -> Vec<Column> {
    let mut columns = vec![
        Column::text("基本目標", 11.0),
        Column::short("番号", 4.0),
        Column::text("事業名", 11.0),
        Column::text("指標", 13.0),
        Column::short("種別", 3.2),
        Column::short("単位", 3.2),
        Column::short("方向", 4.0),
        Column::short("基準値", 5.5),
        Column::short("基準\n年度", 4.2),
    ];
    let last = p.plan.basics.period.map(|(_, last)| last);
    for year in p.plan.years() {
        let short = year.short();
        if Some(year) == last {
            columns.push(Column::short(format!("最終目標\n（{short}）"), 5.5));
        } else {
            columns.push(Column::short(format!("目標\n（{short}）"), 5.5));
        }
        if year == p.year {
            columns.push(Column::short(format!("実績\n（{short}）"), 5.5).current());
        } else if year < p.year {
            columns.push(Column::short(format!("実績\n（{short}）"), 5.5));
        }
    }
    columns.extend([
        Column::short("達成率％\n対 年度\n目標", 5.5).current(),
        Column::short("達成率％\n対 最終\n目標", 5.5).current(),
        Column::short("状況", 4.5).current(),
        Column::text("集計時点", 6.0),
        Column::text("出典", 8.5),
    ]);
    columns
}

fn notes(p: &Progress) -> [String; 3] {
    let formula = "達成率：増やす指標＝実績÷目標、減らす指標＝（基準値－実績）÷（基準値－目標）。目標が0又は基準値と同じときと維持の指標は、達成・未達成で示します。";
    let status = "状況：基準値から最終目標までの道のりで判定（◎ 達成　○ 順調　△ 遅れ　× 後退　－ 未集計・判定外）";
    let mut signs = "－ 該当なし・設定なし　… 不詳　x 秘匿".to_owned();
    if let Some(note) = sample_note(p) {
        signs.push_str("　／　");
        signs.push_str(note);
    }
    [formula.to_owned(), status.to_owned(), signs]
}

fn cells(p: &Progress, row: &IndicatorRow) -> Vec<Cell> {
    let indicator = &p.plan.indicators[row.indicator];
    let project = &p.plan.projects[indicator.project];
    let goal = &p.plan.goals[p.plan.goal_of(project)];
    let short = if goal.short.is_empty() { &goal.name } else { &goal.short };
    let base_year = indicator.baseline_year.map(FiscalYear::short);
    let unit = or_dash(&indicator.unit);
    let mut cells = vec![
        Cell::text(format!("{} {short}", goal.number), style::faint()),
        Cell::text(&project.number, style::centred()),
        Cell::text(&project.name, style::text()),
        Cell::text(&indicator.name, style::name()),
        Cell::text(indicator.kind.label(), style::centred()),
        Cell::text(unit, style::centred()),
        Cell::text(tendency(indicator.tendency), style::centred()),
        planned_cell(indicator.baseline, indicator),
        Cell::text(base_year.unwrap_or_else(|| "－".to_owned()), style::centred()),
    ];
    cells.extend(over_the_years(p, row, indicator));
    cells.extend([
        rate_cell(p, row.rate),
        rate_cell(p, row.final_rate),
        status(row.status),
        Cell::text(or_dash(&indicator.timing), style::text()),
        Cell::text(or_dash(&indicator.source), style::text()),
    ]);
    cells
}

fn over_the_years(p: &Progress, row: &IndicatorRow, indicator: &Indicator) -> Vec<Cell> {
    let mut cells = Vec::new();
    for year in p.plan.years() {
        cells.push(planned_cell(indicator.target(year), indicator));
        if year <= p.year {
            cells.push(actual_cell(p, row.indicator, year));
        }
    }
    cells
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "－" } else { text }
}

/// 状況 with its sign.
fn status(status: Status) -> Cell {
    let (sign, word, _) = format::status(status);
    let fill = match status {
        Status::Achieved => GradeStyle::Dark,
        Status::OnPace => GradeStyle::Mid,
        Status::Behind => GradeStyle::Light,
        Status::Worse => GradeStyle::Hatch,
        Status::NotYet | Status::NotJudged => GradeStyle::None,
    };
    Cell::text(format!("{sign} {word}"), style::status(fill))
}
