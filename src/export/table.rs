//! 進捗状況一覧表: the workbook that is published and taken to the council.
//!
//! 「一覧（印刷用）」 for reading, 「目標別集計」 and 「指標」 for the figures, 「要確認」 for what
//! is still open, 「データ」 for other programs.

mod data;
mod goals;
mod indicators;
mod list;
mod open_points;
#[cfg(test)]
mod tests;

use anyhow::Result;
use rust_decimal::Decimal;
use rust_xlsxwriter::Format;

use super::format;
use super::workbook::{self, Cell, style};
use crate::diag::{Diagnostics, Sources};
use crate::model::plan::{Indicator, Project};
use crate::model::progress::{Progress, ProjectRow, ProjectYear, State};
use crate::model::rate::Rate;
use crate::model::year::FiscalYear;

/// Makes 進捗状況一覧表.xlsx.
///
/// # Errors
/// Faults of the workbook writer, not of the data.
pub fn workbook(
    p: &Progress,
    diagnostics: &Diagnostics,
    sources: &Sources,
) -> Result<Vec<u8>> {
    let title = format!("{}　進捗状況一覧表", p.plan.basics.name);
    let mut book = workbook::book(p, &title, &workbook::year_and_edition(p))?;
    list::write(book.add_worksheet(), p)?;
    goals::write(book.add_worksheet(), p)?;
    indicators::write(book.add_worksheet(), p)?;
    open_points::write(book.add_worksheet(), p, diagnostics, sources)?;
    data::write(book.add_worksheet(), p)?;
    Ok(book.save_to_buffer()?)
}

/// 表題: plan, table, year and edition.
fn title(p: &Progress, table: &str) -> String {
    format!("{}　{table}（{}）", p.plan.basics.name, workbook::year_and_edition(p))
}

/// 見本の注, when the data are invented.
fn sample_note(p: &Progress) -> Option<&'static str> {
    (p.edition.mark() == Some("見本"))
        .then_some("この表の事業・数値・文章は見本（架空）です。")
}

/// The row of a project; the join makes one for each, in the order of the plan.
fn row_of(p: &Progress, project: usize) -> Option<&ProjectRow> {
    p.rows.iter().find(|row| row.project == project)
}

/// 実績値 as a cell.
fn actual_cell(p: &Progress, indicator: usize, year: FiscalYear) -> Cell {
    let decimals = p.plan.indicators[indicator].decimals;
    match p.actual(indicator, year) {
        Ok(found) => Cell::Number(found.value, style::figure(decimals, found.approx)),
        Err(word) => Cell::text(word, style::sign()),
    }
}

/// 目標値 or 基準値 as a cell.
fn planned_cell(value: Option<Decimal>, indicator: &Indicator) -> Cell {
    Cell::figure(value, indicator.decimals, "－")
}

/// 達成率 as a cell: a number in ％, or words where a percentage has no meaning.
fn rate_cell(p: &Progress, rate: Rate) -> Cell {
    match rate {
        Rate::Percent(percent) if percent <= Decimal::from(p.judging.rate_cap) => {
            Cell::share(Some(percent))
        }
        other => Cell::text(format::rate(other, p.judging.rate_cap), style::sign()),
    }
}

/// 評価 in words when there is no grade.
fn ungraded(year: &ProjectYear) -> &'static str {
    match year.state {
        State::Answered => "未評価",
        State::Unsubmitted => "未提出",
        State::Inactive => "－",
    }
}

/// 評価 as a cell.
fn grade_cell(p: &Progress, year: &ProjectYear) -> Cell {
    match year.grade.and_then(|g| p.plan.scale.grades.get(g)) {
        Some(grade) => {
            let format = style::grade(grade.style);
            Cell::key(&grade.symbol, format.clone(), format)
        }
        None => Cell::text(ungraded(year), style::level(style::centred_faint())),
    }
}

/// 前年度評価 as a cell.
fn last_grade_cell(p: &Progress, row: &ProjectRow) -> Cell {
    let known = p.previous().is_some_and(|y| y.total.is_some());
    let word = match &row.last {
        Some(last) => match last.grade.and_then(|g| p.plan.scale.grades.get(g)) {
            Some(grade) => return Cell::text(&grade.symbol, style::last_grade()),
            None if known => ungraded(last),
            None => "－",
        },
        None => "－",
    };
    Cell::text(word, style::level(style::centred_faint()))
}

/// Faint ink for words that stand in place of an answer.
fn answer_format(given: bool) -> Format {
    if given { style::text() } else { style::faint() }
}

/// 担当課, with the 関係課 below it.
fn divisions(p: &Progress, project: &Project) -> String {
    let name = |d: usize| p.plan.divisions.get(d).map_or("", |d| &d.name);
    let mut out = name(project.division).to_owned();
    for partner in &project.partners {
        out.push_str(&format!("\n（関係）{}", name(*partner)));
    }
    out
}
