//! Cells that several sheets have: grades, figures, rates.

use anyhow::Result;
use rust_decimal::Decimal;
use rust_xlsxwriter::{ConditionalFormatFormula, Format, Worksheet};

use crate::export::format;
use crate::export::workbook::{Cell, cell_name, literal, style, wrap};
use crate::model::plan::{Grade, GradeStyle, Indicator, Tendency};
use crate::model::progress::{Progress, ProjectYear, State};
use crate::model::rate::{Rate, Status};
use crate::model::year::FiscalYear;

/// 実績値.
pub fn actual(p: &Progress, indicator: usize, year: FiscalYear) -> Cell {
    let decimals = p.plan.indicators[indicator].decimals;
    match p.actual(indicator, year) {
        Ok(found) => Cell::Number(found.value, style::figure(decimals, found.approx)),
        Err(word) => Cell::text(word, style::sign()),
    }
}

/// 目標値 or 基準値.
pub fn planned(value: Option<Decimal>, indicator: &Indicator) -> Cell {
    Cell::figure(value, indicator.decimals, "－")
}

/// 達成率: a number in ％, or words where a percentage has no meaning.
pub fn rate(p: &Progress, rate: Rate) -> Cell {
    match rate {
        Rate::Percent(percent) if percent <= Decimal::from(p.judging.rate_cap) => {
            Cell::share(Some(percent))
        }
        other => Cell::text(format::rate(other, p.judging.rate_cap), style::sign()),
    }
}

/// The cells from which a 達成率 is computed.
pub struct RateCells {
    /// 基準値.
    pub baseline: String,
    /// 実績値.
    pub actual: String,
    /// 目標値.
    pub target: String,
}

/// 達成率 as a live formula (requirement E-6); words stay words.
pub fn live_rate(
    p: &Progress,
    indicator: &Indicator,
    found: Rate,
    cells: &RateCells,
) -> Result<Cell> {
    let RateCells { baseline: b, actual: a, target: t } = cells;
    let percent = match (found, indicator.tendency) {
        (Rate::Percent(_), Tendency::Increase) => format!("{a}*100/{t}"),
        (Rate::Percent(_), Tendency::Decrease) => format!("({b}-{a})*100/({b}-{t})"),
        _ => return Ok(rate(p, found)),
    };
    let cap = p.judging.rate_cap;
    // Rounding to six decimals takes away what binary fractions add at the cap itself.
    let formula =
        format!("=IF(ROUND({percent},6)>{cap},\"{cap}％超\",ROUND({percent},1))");
    Cell::formula(formula, rate(p, found))
}

/// How the 達成率 of an indicator is computed, in words.
pub fn rate_rule(indicator: &Indicator, target: Option<Decimal>) -> &'static str {
    let zero = target.is_some_and(|t| t.is_zero());
    let flat = target.is_some() && target == indicator.baseline;
    match indicator.tendency {
        Tendency::Unsuited => "判定しない",
        Tendency::Keep => "許容幅に入れば達成",
        Tendency::Increase if zero => "目標以上で達成",
        Tendency::Increase => "実績÷目標",
        Tendency::Decrease if zero || flat => "目標以下で達成",
        Tendency::Decrease => "（基準−実績）÷（基準−目標）",
    }
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

/// 評価 in words when there is no grade.
pub fn ungraded(year: &ProjectYear) -> &'static str {
    match year.state {
        State::Answered => "未評価",
        State::Unsubmitted => "未提出",
        State::Inactive => "－",
    }
}

/// 「◎ 計画を上回る」: the sign with its word.
pub fn grade_words(grade: &Grade) -> String {
    wrap::one_line(&format!("{} {}", grade.symbol, grade.name))
}

/// 評価 of a year in words. An answer for a year in which the project does not run is not
/// counted: it stands in brackets.
pub fn year_words(p: &Progress, year: &ProjectYear) -> String {
    match year.grade.and_then(|g| p.plan.scale.grades.get(g)) {
        Some(grade) if year.state == State::Inactive => {
            format!("（{}）", grade_words(grade))
        }
        Some(grade) => grade_words(grade),
        None => ungraded(year).to_owned(),
    }
}

/// 評価.
pub fn grade(p: &Progress, year: &ProjectYear) -> Cell {
    let counted = year.grade.is_some() && year.state != State::Inactive;
    let style = if counted { style::grade() } else { style::word() };
    Cell::text(year_words(p, year), style)
}

/// 前年度評価, faint so that this year stands out.
pub fn last_grade(p: &Progress, last: Option<&ProjectYear>) -> Cell {
    let known = p.previous().is_some_and(|y| y.total.is_some());
    let words = match last {
        Some(last) if last.grade.is_some() || known => year_words(p, last),
        _ => "－".to_owned(),
    };
    Cell::text(words, style::word())
}

/// Fills the grades of a column by what stands in its cells.
pub fn fill_grades(
    sheet: &mut Worksheet,
    p: &Progress,
    rows: (u32, u32),
    col: u16,
) -> Result<()> {
    let grades = &p.plan.scale.grades;
    let words = grades.iter().map(|g| (grade_words(g), g.style));
    fill_words(sheet, words, rows, col)
}

/// Fills the 状況 of a column.
pub fn fill_statuses(sheet: &mut Worksheet, rows: (u32, u32), col: u16) -> Result<()> {
    let all = [Status::Achieved, Status::OnPace, Status::Behind, Status::Worse];
    let words = all.into_iter().map(|s| (status_words(s), status_style(s)));
    fill_words(sheet, words, rows, col)
}

fn fill_words(
    sheet: &mut Worksheet,
    words: impl Iterator<Item = (String, GradeStyle)>,
    (first, last): (u32, u32),
    col: u16,
) -> Result<()> {
    for (words, grade) in words.filter(|(_, style)| *style != GradeStyle::None) {
        let Some(words) = literal(&words) else { continue };
        let rule = format!("=EXACT({},{words})", cell_name(first, col));
        let format = ConditionalFormatFormula::new()
            .set_rule(rule.as_str())
            .set_format(style::fill(Format::new(), grade));
        sheet.add_conditional_format(first, col, last, col, &format)?;
    }
    Ok(())
}

/// 「○ 順調」.
pub fn status_words(status: Status) -> String {
    let (sign, word, _) = format::status(status);
    format!("{sign} {word}")
}

fn status_style(status: Status) -> GradeStyle {
    match status {
        Status::Achieved => GradeStyle::Dark,
        Status::OnPace => GradeStyle::Mid,
        Status::Behind => GradeStyle::Light,
        Status::Worse => GradeStyle::Hatch,
        Status::NotYet | Status::NotJudged | Status::Suppressed => GradeStyle::None,
    }
}

/// A text, or － where there is none.
pub fn or_dash(text: &str) -> &str {
    if text.is_empty() { "－" } else { text }
}
