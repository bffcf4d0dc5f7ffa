//! The columns of the indicators: all of them on A3, fewer on A4.

use anyhow::Result;
use rust_decimal::Decimal;

use crate::export::table::cells::{self, RateCells, or_dash};
use crate::export::table::view::View;
use crate::export::workbook::{Cell, Column, cell_name, style};
use crate::model::plan::Indicator;
use crate::model::progress::IndicatorRow;
use crate::model::rate;
use crate::model::year::FiscalYear;

/// Years beside each other at most; a longer plan shows its latest.
const MOST_YEARS: usize = 5;

/// A column of the indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Goal,
    Number,
    Project,
    Name,
    Kind,
    Unit,
    Tendency,
    BaselineYear,
    Baseline,
    Actual(FiscalYear),
    Change,
    Trend,
    Target(FiscalYear),
    Rate,
    FinalRate,
    Rule,
    Status,
    Timing,
    Source,
}

use Field::*;

/// The columns in their order.
pub struct Fields<'a> {
    view: &'a View<'a>,
    fields: Vec<Field>,
}

impl<'a> Fields<'a> {
    pub fn new(view: &'a View) -> Self {
        let p = view.p;
        let a4 = view.handout.a4;
        let last = p.plan.basics.period.map(|(_, last)| last);
        let years = p.plan.years();
        let past: Vec<FiscalYear> =
            years.iter().copied().filter(|y| *y <= p.year).collect();
        let most = if a4 { 2 } else { MOST_YEARS };
        let latest = &past[past.len().saturating_sub(most)..];
        let all_targets = !a4 && years.len() <= MOST_YEARS;
        let targets =
            years.into_iter().filter(|y| all_targets || *y == p.year || Some(*y) == last);
        let mut fields = match a4 {
            false => {
                vec![Goal, Number, Project, Name, Kind, Unit, Tendency, BaselineYear]
            }
            true => vec![Number, Project, Name, Unit],
        };
        fields.push(Baseline);
        fields.extend(latest.iter().map(|y| Actual(*y)));
        fields.push(Change);
        fields.extend((!a4).then_some(Trend));
        fields.extend(targets.map(Target));
        fields.extend([Rate, FinalRate, Rule, Status]);
        fields.extend(if a4 { vec![] } else { vec![Timing, Source] });
        Fields { view, fields }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// The position of a field.
    pub fn position(&self, field: Field) -> u16 {
        self.find(field).unwrap_or(0)
    }

    fn find(&self, field: Field) -> Option<u16> {
        self.fields.iter().position(|f| *f == field).map(|i| i as u16)
    }

    /// First and last column of the line of 推移, where it is shown.
    pub fn trend(&self) -> Option<(u16, u16)> {
        self.find(Trend)?;
        Some((self.position(Baseline), self.position(Change) - 1))
    }

    /// Whether figures of some years stand in 「データ」 only.
    pub fn years_left_out(&self) -> bool {
        let shown = |f: fn(&Field) -> bool| self.fields.iter().filter(|x| f(x)).count();
        let years = self.view.p.plan.years();
        let past = years.iter().filter(|y| **y <= self.view.p.year).count();
        shown(|f| matches!(f, Target(_))) < years.len()
            || shown(|f| matches!(f, Actual(_))) < past
    }

    pub fn columns(&self) -> Vec<Column> {
        self.fields.iter().map(|field| self.column(*field)).collect()
    }

    fn column(&self, field: Field) -> Column {
        let p = self.view.p;
        let last = p.plan.basics.period.map(|(_, last)| last);
        match field {
            Goal => Column::short("基本\n目標", 3.0),
            Number => Column::short("番号", 4.0),
            Project => Column::text("事業名", 10.5),
            Name => Column::text("指標", 12.0),
            Kind => Column::short("種別", 3.0),
            Unit => Column::short("単位", 3.2),
            Tendency => Column::short("方向", 3.8),
            BaselineYear => Column::short("基準\n年度", 4.0),
            Baseline => Column::short("基準値", 5.2),
            Actual(year) => {
                let column = Column::short(format!("実績\n（{}）", year.short()), 5.2);
                if year == p.year { column.current() } else { column }
            }
            Change => Column::short("前年度\nから", 5.2).current(),
            Trend => Column::short("推移", 6.0).current(),
            Target(year) if Some(year) == last => {
                Column::short(format!("最終目標\n（{}）", year.short()), 5.2)
            }
            Target(year) => Column::short(format!("目標\n（{}）", year.short()), 5.2),
            Rate => Column::short("達成率％\n対 年度\n目標", 5.4).current(),
            FinalRate => Column::short("達成率％\n対 最終\n目標", 5.4).current(),
            Rule => Column::text("達成率の\n求め方", 8.0),
            Status => Column::short("状況", 4.6).current(),
            Timing => Column::text("集計時点", 6.0),
            Source => Column::text("出典", 8.0),
        }
    }

    /// The cells of one indicator in a row.
    pub fn cells(&self, row: &IndicatorRow, at: u32) -> Result<Vec<Cell>> {
        self.fields.iter().map(|field| self.cell(*field, row, at)).collect()
    }

    fn cell(&self, field: Field, row: &IndicatorRow, at: u32) -> Result<Cell> {
        let p = self.view.p;
        let about = self.view.indicator(row.indicator);
        let project = self.view.project(about.project);
        let goal = &p.plan.goals[p.plan.goal_of(project)];
        Ok(match field {
            Goal => Cell::text(&goal.number, style::centred_faint()),
            Number => Cell::text(&project.number, style::centred()),
            Project => Cell::text(&project.name, style::text()),
            Name => Cell::text(&about.name, style::name()),
            Kind => Cell::text(about.kind.label(), style::centred()),
            Unit => Cell::text(or_dash(&about.unit), style::centred()),
            Tendency => Cell::text(cells::tendency(about.tendency), style::centred()),
            BaselineYear => {
                let year = about.baseline_year.map(FiscalYear::short);
                Cell::text(or_dash(&year.unwrap_or_default()), style::centred())
            }
            Baseline => cells::planned(about.baseline, about),
            Actual(year) => cells::actual(p, row.indicator, year),
            Change => self.change(row, about, at)?,
            Trend => Cell::Empty(style::text()),
            Target(year) => cells::planned(about.target(year), about),
            Rate => self.rate(about, row.rate, Some(p.year), at)?,
            FinalRate => {
                let last = p.plan.basics.period.map(|(_, last)| last);
                self.rate(about, row.final_rate, last, at)?
            }
            Rule => {
                let rule = cells::rate_rule(about, about.target(p.year));
                Cell::text(rule, style::faint())
            }
            Status => Cell::text(cells::status_words(row.status), style::grade()),
            Timing => Cell::text(or_dash(&about.timing), style::text()),
            Source => Cell::text(or_dash(&about.source), style::text()),
        })
    }

    fn rate(
        &self,
        about: &Indicator,
        found: rate::Rate,
        year: Option<FiscalYear>,
        at: u32,
    ) -> Result<Cell> {
        let name = |field| cell_name(at, self.position(field));
        let p = self.view.p;
        let from = RateCells {
            baseline: name(Baseline),
            actual: name(Actual(p.year)),
            target: year.map(|y| name(Target(y))).unwrap_or_default(),
        };
        cells::live_rate(p, about, found, &from)
    }

    /// 前年度から, as a live difference.
    fn change(&self, row: &IndicatorRow, about: &Indicator, at: u32) -> Result<Cell> {
        let p = self.view.p;
        let last = p.year.previous().filter(|y| self.find(Actual(*y)).is_some());
        let value = |year| Some(p.actual(row.indicator, year).ok()?.value);
        let found = last.and_then(|last| Some((value(p.year)?, value(last)?)));
        let (Some(last), Some((now, before))) = (last, found) else {
            return Ok(Cell::text("－", style::sign()));
        };
        let name = |year| cell_name(at, self.position(Actual(year)));
        let (change, decimals) = difference(now, before);
        let formula = format!("=ROUND({}-{},{decimals})", name(p.year), name(last));
        Cell::formula(formula, Cell::Number(change, style::movement(about.decimals)))
    }
}

/// A difference, with the decimals that it has at most.
fn difference(now: Decimal, before: Decimal) -> (Decimal, u32) {
    let decimals = now.normalize().scale().max(before.normalize().scale());
    (rate::round(now - before, decimals), decimals)
}
