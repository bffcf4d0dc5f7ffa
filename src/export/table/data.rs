//! 「データ」: one record a row for other programs (総務省「統計表における機械判読可能なデータの
//! 表記方法の統一ルール」): one value a cell, numbers as numbers, units in a column, the
//! western year beside the era, no merges, no formulas, no line breaks.

use std::borrow::Cow;

use anyhow::Result;
use rust_decimal::Decimal;
use rust_xlsxwriter::Worksheet;

use super::DATA;
use super::cells::{tendency, ungraded};
use super::view::View;
use crate::export::format;
use crate::export::workbook::{Page, float, looks_like_a_formula, style, wrap};
use crate::model::evaluation::Evaluation;
use crate::model::plan::{Indicator, Project};
use crate::model::progress::{IndicatorRow, Progress, ProjectYear};
use crate::model::rate::Rate;
use crate::model::year::FiscalYear;

/// One value.
enum Field<'a> {
    Text(Cow<'a, str>),
    Number(Decimal),
    None,
}

impl<'a> Field<'a> {
    fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        let plain = wrap::fits_a_cell(&text)
            && text.trim().len() == text.len()
            && !text.contains(wrap::is_hidden);
        let text = match plain {
            true => text,
            false => Cow::Owned(wrap::for_one_cell(&wrap::one_line(&text))),
        };
        if text.is_empty() { Field::None } else { Field::Text(text) }
    }

    fn number(value: impl Into<Decimal>) -> Self {
        Field::Number(value.into())
    }

    fn maybe(value: Option<Decimal>) -> Self {
        value.map_or(Field::None, Field::Number)
    }
}

/// Columns of long names: as wide as their titles they would be cut on paper.
const NAMES: [&str; 6] = ["計画名", "体系", "基本目標", "施策", "事業名", "指標"];
/// Some 16 characters, in pixels.
const NAME_WIDTH: u32 = 220;

type Record<'a> = Vec<(&'static str, Field<'a>)>;

/// Writes the sheet; gives its last row and column, where it has any.
pub fn write(sheet: &mut Worksheet, view: &View) -> Result<Option<(u32, u16)>> {
    sheet.set_name(DATA)?;
    let mut row = 0;
    let mut listing = Listing::default();
    for project in 0..view.p.plan.projects.len() {
        for record in records(view, project) {
            if row == 0 {
                listing = header(sheet, &record)?;
            }
            row += 1;
            for (col, (_, field)) in record.iter().enumerate() {
                put(sheet, row, col as u16, field)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let Listing { columns, width, key } = listing;
    let page = Page {
        a3: !view.handout.a4,
        handout: Some(view.handout),
        ..Page::a4("データ（一行に一件。ほかのプログラムで使う表）")
    };
    page.set_up_listing(sheet, width, key)?;
    if columns == 0 {
        return Ok(None);
    }
    sheet.autofilter(0, 0, row, columns - 1)?;
    sheet.set_print_area(0, 0, row, columns - 1)?;
    Ok(Some((row, columns - 1)))
}

/// The columns of the sheet.
#[derive(Default)]
struct Listing {
    columns: u16,
    /// All of them together, points.
    width: f64,
    /// 事業番号 and 事業名, which tell on every page what a row is about.
    key: (u16, u16),
}

fn header(sheet: &mut Worksheet, record: &Record) -> Result<Listing> {
    let format = style::plain_header();
    let mut width_in_all = 0;
    for (col, (title, _)) in record.iter().enumerate() {
        let width = match *title {
            title if NAMES.contains(&title) => NAME_WIDTH,
            title => (wrap::width(title) * 14.0 + 30.0) as u32,
        };
        sheet.write_string_with_format(0, col as u16, *title, &format)?;
        let width = width.min(300);
        width_in_all += width;
        sheet.set_column_width_pixels(col as u16, width)?;
        sheet.set_column_format(col as u16, &style::plain())?;
    }
    let place = |name: &str| record.iter().position(|(title, _)| *title == name);
    let key = place("事業番号").zip(place("事業名")).unwrap_or_default();
    Ok(Listing {
        columns: record.len() as u16,
        // A pixel is three quarters of a point.
        width: f64::from(width_in_all) * 0.75,
        key: (key.0 as u16, key.1 as u16),
    })
}

fn put(sheet: &mut Worksheet, row: u32, col: u16, field: &Field) -> Result<()> {
    match field {
        Field::Text(text) => {
            let text = text.as_ref();
            if looks_like_a_formula(text) {
                sheet.write_string_with_format(row, col, text, &style::quoted_plain())?;
            } else {
                sheet.write_string(row, col, text)?;
            }
        }
        Field::Number(value) => {
            sheet.write_number(row, col, float(*value)?)?;
        }
        Field::None => {}
    }
    Ok(())
}

/// 事業 × 指標 × 年度 up to the year reported; 事業 × 年度 where there is no indicator.
fn records<'a>(view: &View<'a>, project: usize) -> Vec<Record<'a>> {
    let p = view.p;
    let years: Vec<FiscalYear> =
        p.plan.years().into_iter().filter(|y| *y <= p.year).collect();
    let own = view.indicators(project).iter().map(|i| &p.indicators[*i]);
    let one = |indicator: Option<&'a IndicatorRow>, year: FiscalYear| {
        let mut record = about_project(p, project, year);
        record.extend(about_indicator(p, indicator, year));
        record.extend(about_answer(p, project, year));
        record
    };
    if own.len() == 0 {
        return years.iter().map(|year| one(None, *year)).collect();
    }
    own.flat_map(|i| years.iter().map(move |year| (i, *year)))
        .map(|(i, year)| one(Some(i), year))
        .collect()
}

fn about_project(p: &Progress, index: usize, year: FiscalYear) -> Record<'_> {
    let plan = &p.plan;
    let project: &Project = &plan.projects[index];
    let measure = &plan.measures[project.measure];
    let goal = &plan.goals[measure.goal];
    let pillar = plan.pillars.get(goal.pillar);
    let division = |d: usize| plan.divisions.get(d).map_or("", |d| &d.name);
    let partners: Vec<&str> = project.partners.iter().map(|d| division(*d)).collect();
    let reposts: Vec<&str> = project
        .reposts
        .iter()
        .filter_map(|m| Some(&*plan.measures.get(*m)?.id))
        .collect();
    vec![
        ("計画名", Field::text(&plan.basics.name)),
        ("版", Field::text(p.edition.label())),
        ("年度", Field::text(year.era_label())),
        ("年度（西暦）", Field::number(year.western())),
        ("体系ID", Field::text(pillar.map_or("", |x| &x.id))),
        ("体系", Field::text(pillar.map_or("", |x| &x.name))),
        ("基本目標ID", Field::text(&goal.id)),
        ("基本目標", Field::text(&goal.name)),
        ("施策ID", Field::text(&measure.id)),
        ("施策番号", Field::text(plan.measure_number(project.measure))),
        ("施策", Field::text(&measure.name)),
        ("再掲の施策ID", Field::text(reposts.join(";"))),
        ("事業ID", Field::text(&project.id)),
        ("事業番号", Field::text(&project.number)),
        ("事業名", Field::text(&project.name)),
        ("重点事業", Field::text(if project.priority { "重点" } else { "" })),
        (
            "担当課ID",
            Field::text(plan.divisions.get(project.division).map_or("", |d| &d.id)),
        ),
        ("担当課", Field::text(division(project.division))),
        ("関係課", Field::text(partners.join(";"))),
    ]
}

fn about_indicator<'a>(
    p: &'a Progress,
    row: Option<&'a IndicatorRow>,
    year: FiscalYear,
) -> Record<'a> {
    let indicator: Option<&Indicator> = row.map(|r| &p.plan.indicators[r.indicator]);
    let text =
        |f: fn(&Indicator) -> &str| indicator.map_or(Field::None, |i| Field::text(f(i)));
    let base_year = indicator.and_then(|i| i.baseline_year);
    let found = row.map(|r| p.actual(r.indicator, year));
    let (value, about, state) = match found {
        Some(Ok(q)) => (Some(q.value), if q.approx { "約" } else { "" }, "数値"),
        Some(Err(word)) => (None, "", word),
        None => (None, "", "指標なし"),
    };
    let target = indicator.and_then(|i| i.target(year));
    let (rate, rate_state) = match row.filter(|_| year == p.year) {
        Some(r) => rate_fields(r.rate),
        None => (None, String::new()),
    };
    vec![
        ("指標ID", text(|i| &i.id)),
        ("指標", text(|i| &i.name)),
        ("種別", text(|i| i.kind.label())),
        ("単位", text(|i| &i.unit)),
        ("方向", text(|i| tendency(i.tendency))),
        ("小数桁", indicator.map_or(Field::None, |i| Field::number(i.decimals))),
        ("基準値", Field::maybe(indicator.and_then(|i| i.baseline))),
        ("基準年度", base_year.map_or(Field::None, |y| Field::text(y.era_label()))),
        (
            "基準年度（西暦）",
            base_year.map_or(Field::None, |y| Field::number(y.western())),
        ),
        ("目標値", Field::maybe(target)),
        ("実績値", Field::maybe(value)),
        ("実績値の状態", Field::text(state)),
        ("概数", Field::text(about)),
        ("達成率（対年度目標）％", Field::maybe(rate)),
        ("達成率の状態", Field::text(rate_state)),
        ("集計時点", text(|i| &i.timing)),
        ("出典", text(|i| &i.source)),
    ]
}

/// 達成率 of the year reported, without the cap that the printed tables have.
fn rate_fields(rate: Rate) -> (Option<Decimal>, String) {
    match rate {
        Rate::Percent(percent) => {
            (Some(crate::model::rate::round(percent, 1)), "数値".to_owned())
        }
        other => (None, format::rate(other, u32::MAX)),
    }
}

fn about_answer(p: &Progress, project: usize, year: FiscalYear) -> Record<'_> {
    let found = p.project_year(project, year);
    let grade = found.and_then(|y| y.grade).and_then(|g| p.plan.scale.grades.get(g));
    let main = found.and_then(|y| y.main.as_ref());
    let direction = main
        .and_then(|e| e.direction.as_ref())
        .and_then(|d| p.plan.directions.get(d.value));
    let words = |f: fn(&Evaluation) -> Option<&str>| {
        Field::text(found.map(|y| joined(p, y, f)).unwrap_or_default())
    };
    vec![
        ("評価の状態", Field::text(found.map_or("掲載なし", answer_state))),
        ("評価コード", Field::text(grade.map_or("", |g| &g.code))),
        ("評価", Field::text(grade.map_or("", |g| &g.symbol))),
        ("評価名", Field::text(grade.map_or("", |g| &g.name))),
        ("評価の理由", words(|e| Some(e.reason.as_ref()?.value.as_str()))),
        ("取組実績", words(|e| Some(e.activities.as_ref()?.value.as_str()))),
        ("課題", words(|e| Some(e.issues.as_ref()?.value.as_str()))),
        ("今後の方向性", Field::text(direction.map_or("", |d| &d.name))),
        ("来年度の取組", words(|e| Some(e.improvements.as_ref()?.value.as_str()))),
    ]
}

fn answer_state(year: &ProjectYear) -> &'static str {
    match year.grade {
        Some(_) => "評価あり",
        None if ungraded(year) == "－" => "実施期間外",
        None => ungraded(year),
    }
}

/// The 担当課's words, then those of 関係課 under their names.
fn joined(
    p: &Progress,
    year: &ProjectYear,
    f: fn(&Evaluation) -> Option<&str>,
) -> String {
    let mut out = year.main.as_ref().and_then(f).unwrap_or_default().to_owned();
    for partner in &year.partners {
        let name = p.plan.divisions.get(partner.division).map_or("", |d| &d.name);
        if let Some(text) = f(partner) {
            out.push_str(&format!("\n【{name}】{text}"));
        }
    }
    out
}
