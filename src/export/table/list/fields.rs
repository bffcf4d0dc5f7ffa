//! The columns of the list: all of them on A3, fewer on A4.

use anyhow::Result;

use super::{answers, nothing};
use crate::export::format::{self, number};
use crate::export::table::cells::{self, RateCells};
use crate::export::table::view::View;
use crate::export::workbook::{Cell, Column, cell_name, figure_width, style};
use crate::model::plan::Indicator;
use crate::model::progress::Progress;
use crate::model::year::FiscalYear;

/// Widest column of figures, in characters: four of them still leave A3 at 85 ％.
const WIDEST: f64 = 7.2;

/// A column of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Number,
    Name,
    Division,
    Indicator,
    Unit,
    Baseline,
    LastActual,
    Actual,
    Target,
    Rate,
    /// All figures of the indicator in words.
    Figures,
    Activities,
    Grade,
    LastGrade,
    Issues,
    Direction,
    Improvements,
}

use Field::*;

const A3: [Field; 16] = [
    Number,
    Name,
    Division,
    Indicator,
    Unit,
    Baseline,
    LastActual,
    Actual,
    Target,
    Rate,
    Activities,
    Grade,
    LastGrade,
    Issues,
    Direction,
    Improvements,
];
const A4: [Field; 8] =
    [Number, Name, Division, Figures, Activities, Grade, LastGrade, Direction];

/// The columns, with what their widths and titles depend on.
pub struct Fields<'a> {
    view: &'a View<'a>,
    fields: &'static [Field],
    /// The year that most baselines are of.
    common: Option<FiscalYear>,
}

impl<'a> Fields<'a> {
    pub fn new(view: &'a View) -> Self {
        let fields: &[Field] = if view.handout.a4 { &A4 } else { &A3 };
        Fields { view, fields, common: common_baseline_year(view.p) }
    }

    /// The position of a field.
    pub fn position(&self, field: Field) -> u16 {
        self.fields.iter().position(|f| *f == field).unwrap_or(0) as u16
    }

    pub fn columns(&self) -> Vec<Column> {
        let p = self.view.p;
        let plan = &p.plan.indicators;
        let baselines = plan.iter().filter_map(|i| self.baseline_text(i));
        let targets =
            plan.iter().filter_map(|i| Some(number(i.target(p.year)?, i.decimals)));
        let widths = [
            widest(baselines, 5.0),
            widest(actual_texts(p, p.year.previous()), 4.8),
            widest(actual_texts(p, Some(p.year)), 5.0),
            widest(targets, 5.0),
        ];
        // Wide figures take their room from the longest text.
        let wider = widths.iter().sum::<f64>() - 19.8;
        self.fields.iter().map(|field| self.column(*field, &widths, wider)).collect()
    }

    fn column(&self, field: Field, figures: &[f64; 4], wider: f64) -> Column {
        let p = self.view.p;
        let base = self.common.map(|y| format!("（{}）", y.short())).unwrap_or_default();
        let (year, last) = (p.year.short(), p.year.previous().map(FiscalYear::short));
        let last = last.unwrap_or_else(|| "－".to_owned());
        match field {
            Number => Column::short("番号", 4.0),
            Name => Column::text("事業名", 13.0),
            Division => Column::text("担当課", 6.6),
            Indicator => Column::text("指標", 11.0),
            Unit => Column::short("単位", 3.0),
            Baseline => Column::short(format!("基準値\n{base}").trim_end(), figures[0]),
            LastActual => Column::short(format!("実績\n（{last}）"), figures[1]),
            Actual => Column::short(format!("実績\n（{year}）"), figures[2]).current(),
            Target => Column::short(format!("目標値\n（{year}）"), figures[3]),
            Rate => Column::short("達成率\n（％）", 4.4).current(),
            Figures => {
                Column::text(format!("指標・実績・目標\n（{year}年度）"), 16.0).current()
            }
            Activities if self.view.handout.a4 => {
                Column::text("今年度の取組実績", 25.0).current()
            }
            Activities => {
                let width = 21.0 - (wider - 1.0).max(0.0);
                Column::text("今年度の取組実績", width).current()
            }
            Grade => Column::short(format!("評価\n（{year}）"), 5.2).current(),
            LastGrade => Column::short(format!("前年度\n評価\n（{last}）"), 5.2),
            Issues => Column::text("課題", 13.5),
            Direction => Column::short("今後の\n方向性", 4.4),
            Improvements => Column::text("来年度の取組", 13.0),
        }
    }

    /// The indicators below the first one.
    pub fn further(&self, project: usize) -> &[usize] {
        // On A4 they stand in one cell.
        let all = self.view.indicators(project);
        if self.view.handout.a4 { &[] } else { all.get(1..).unwrap_or(&[]) }
    }

    /// The row of a 事業 with its first 指標.
    pub fn first(&self, project: usize, row: u32) -> Result<Vec<Cell>> {
        let view = self.view;
        let own = view.indicators(project).first().copied();
        let found = view.row(project);
        let about = view.project(project);
        let answers = answers::Answers::new(view.p, about, found);
        let cell = |field: &Field| match field {
            Number => {
                Ok(Cell::key(&about.number, style::centred(), style::centred_faint()))
            }
            Name => Ok(Cell::key(&about.name, style::name(), style::faint())),
            Division => {
                Ok(Cell::key(self.divisions(project), style::text(), style::faint()))
            }
            Activities => Ok(answers.activities()),
            Grade => Ok(cells::grade(view.p, &found.this)),
            LastGrade => Ok(cells::last_grade(view.p, found.last.as_ref())),
            Issues => Ok(answers.issues()),
            Direction => Ok(answers.direction()),
            Improvements => Ok(answers.improvements()),
            Figures => Ok(self.figures_in_words(project)),
            field => self.figure(*field, own, row),
        };
        self.fields.iter().map(cell).collect()
    }

    /// The row of a further 指標: the 事業 is named again, its answer is not repeated.
    pub fn next(&self, project: usize, indicator: usize, row: u32) -> Result<Vec<Cell>> {
        let about = self.view.project(project);
        let cell = |field: &Field| match field {
            Number => Ok(Cell::text(&about.number, style::centred_faint())),
            Name => Ok(Cell::text(&about.name, style::faint())),
            Division => Ok(Cell::text(self.divisions(project), style::faint())),
            Indicator | Unit | Baseline | LastActual | Actual | Target | Rate => {
                self.figure(*field, Some(indicator), row)
            }
            _ => Ok(Cell::Empty(style::text())),
        };
        self.fields.iter().map(cell).collect()
    }

    /// 再掲: where the project is found, without its figures.
    pub fn repost(&self, project: usize) -> Vec<Cell> {
        let about = self.view.project(project);
        let home = self.view.p.plan.measure_number(about.measure);
        let cell = |field: &Field| match field {
            Number => Cell::text(&about.number, style::centred_faint()),
            Name => Cell::text(format!("{}（再掲）", about.name), style::faint()),
            Division => Cell::text(self.divisions(project), style::faint()),
            Indicator | Figures => {
                Cell::text(format!("→ {}（施策{home}）", about.number), style::faint())
            }
            _ => Cell::Empty(style::faint()),
        };
        self.fields.iter().map(cell).collect()
    }

    /// A row that says that there are none.
    pub fn nothing(&self) -> Vec<Cell> {
        nothing(self.fields.len(), usize::from(self.position(Name)))
    }

    /// 担当課, with the 関係課 below it.
    fn divisions(&self, project: usize) -> String {
        let about = self.view.project(project);
        let mut out = self.view.division(about.division).to_owned();
        for partner in &about.partners {
            out.push_str(&format!("\n（関係）{}", self.view.division(*partner)));
        }
        out
    }

    fn figure(&self, field: Field, indicator: Option<usize>, row: u32) -> Result<Cell> {
        let p = self.view.p;
        let Some(index) = indicator else {
            return Ok(match field {
                Indicator => Cell::text("指標なし", style::faint()),
                Unit => Cell::text("－", style::centred_faint()),
                _ => Cell::text("－", style::sign()),
            });
        };
        let about = self.view.indicator(index);
        Ok(match field {
            Indicator => Cell::text(&about.name, style::text()),
            Unit => Cell::text(&about.unit, style::centred()),
            Baseline => self.baseline(about),
            LastActual => match p.year.previous().filter(|y| period_has(p, *y)) {
                Some(year) => cells::actual(p, index, year),
                None => Cell::text("－", style::sign()),
            },
            Actual => cells::actual(p, index, p.year),
            Target => cells::planned(about.target(p.year), about),
            _ => {
                let at = |field| cell_name(row, self.position(field));
                let from = RateCells {
                    baseline: at(Baseline),
                    actual: at(Actual),
                    target: at(Target),
                };
                cells::live_rate(p, about, p.indicators[index].rate, &from)?
            }
        })
    }

    /// All indicators of a project in one cell.
    fn figures_in_words(&self, project: usize) -> Cell {
        let p = self.view.p;
        let words = |index: &usize| {
            let about = self.view.indicator(*index);
            let actual = match p.actual(*index, p.year) {
                Ok(found) => {
                    let about_sign = if found.approx { "約" } else { "" };
                    format!("{about_sign}{}", number(found.value, about.decimals))
                }
                Err(word) => word.to_owned(),
            };
            let target = about.target(p.year);
            let target =
                target.map_or("－".to_owned(), |value| number(value, about.decimals));
            let rate = format::rate(p.indicators[*index].rate, p.judging.rate_cap);
            let unit = if about.unit.is_empty() {
                String::new()
            } else {
                format!("（{}）", about.unit)
            };
            format!("{}{unit}\n実績{actual}／目標{target}\n達成率 {rate}", about.name)
        };
        let all: Vec<String> = self.view.indicators(project).iter().map(words).collect();
        if all.is_empty() {
            return Cell::text("指標なし", style::faint());
        }
        Cell::text(all.join("\n"), style::text())
    }

    fn baseline_text(&self, indicator: &Indicator) -> Option<String> {
        let value = number(indicator.baseline?, indicator.decimals);
        let other = indicator.baseline_year.filter(|y| Some(*y) != self.common);
        Some(other.map_or(value.clone(), |y| format!("{value}（{}）", y.short())))
    }

    /// 基準値; where it is of another year than most, the cell says of which.
    fn baseline(&self, indicator: &Indicator) -> Cell {
        let other = indicator.baseline_year.filter(|y| Some(*y) != self.common);
        match (cells::planned(indicator.baseline, indicator), other) {
            (Cell::Number(value, style), Some(year)) => {
                let plain = style::number_format(indicator.decimals, false);
                let shown = format!("{plain}\"（{}）\"", year.short());
                let style = style::changed(&style, |f| f.set_num_format(shown));
                Cell::Number(value, style)
            }
            (cell, _) => cell,
        }
    }
}

fn period_has(p: &Progress, year: FiscalYear) -> bool {
    p.plan.basics.period.is_some_and(|(first, last)| first <= year && year <= last)
}

fn actual_texts(p: &Progress, year: Option<FiscalYear>) -> impl Iterator<Item = String> {
    p.plan.indicators.iter().enumerate().filter_map(move |(i, about)| {
        let found = p.actual(i, year?).ok()?;
        let sign = if found.approx { "約" } else { "" };
        Some(format!("{sign}{}", number(found.value, about.decimals)))
    })
}

fn widest(texts: impl Iterator<Item = String>, least: f64) -> f64 {
    texts.map(|t| figure_width(&t)).fold(least, f64::max).min(WIDEST)
}

/// The year that most baselines are of; the others state theirs in the cell.
fn common_baseline_year(p: &Progress) -> Option<FiscalYear> {
    let mut often = std::collections::BTreeMap::new();
    for year in p.plan.indicators.iter().filter_map(|i| i.baseline_year) {
        *often.entry(year).or_insert(0_usize) += 1;
    }
    // Of two equally frequent years the earlier one, so that every run says the same.
    often.into_iter().rev().max_by_key(|(_, count)| *count).map(|(year, _)| year)
}
