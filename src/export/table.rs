//! 進捗状況一覧表: the workbook that is published and taken to the council.
//!
//! 「表紙・凡例」 says what stands where and how it was counted, 「一覧」 is for reading,
//! 「目標別集計」「指標」「課別」「前年との違い」 are for the figures, 「要確認」 is what is still
//! open, 「データ」 is for other programs.

mod cells;
mod changes;
mod cover;
mod data;
mod divisions;
mod goals;
mod indicators;
mod list;
mod open_points;
#[cfg(test)]
mod tests;
mod view;

use anyhow::{Context, Result};
use rust_xlsxwriter::{Workbook, Worksheet};

use self::list::Listed;
use self::view::View;
use super::workbook::{self, range, wrap};
use crate::diag::{Diagnostics, Edition, Sources};
use crate::model::progress::Progress;
use crate::tokens::Tokens;

pub use super::workbook::Handout;

/// The sheets, in their order.
const COVER: &str = "表紙・凡例";
const LIST: &str = "一覧";
const GOALS: &str = "目標別集計";
const INDICATORS: &str = "指標";
const DIVISIONS: &str = "課別";
const CHANGES: &str = "前年との違い";
const OPEN_POINTS: &str = "要確認";
const DATA: &str = "データ";

/// Defined names, for formulas that a person can read.
const LIST_GRADES: &str = "一覧の評価";
const LIST_DIVISIONS: &str = "一覧の担当課";
const DATA_RANGE: &str = "データの範囲";

/// The name of the 評価 of one 基本目標, by its position.
fn goal_name(goal: usize) -> String {
    format!("基本目標{}の評価", goal + 1)
}

/// Makes 進捗状況一覧表.xlsx in these colours.
///
/// # Errors
/// Faults of the workbook writer, not of the data.
pub fn workbook(
    p: &Progress,
    handout: &Handout,
    diagnostics: &Diagnostics,
    sources: &Sources,
    tokens: &Tokens,
) -> Result<Vec<u8>> {
    let view = &View::new(p, handout, tokens);
    let title = format!("{}　進捗状況一覧表", p.plan.basics.name);
    let mut book = workbook::book(p, &title, &workbook::year_and_edition(p))?;
    let mut sheets = Sheets::default();
    // The sheet with the most cells is written beside the others.
    let (data, others) = std::thread::scope(|scope| {
        let data = scope.spawn(|| {
            let mut sheet = Worksheet::new();
            data::write(&mut sheet, view).map(|range| (sheet, range))
        });
        let others = sheets.write(view, diagnostics, sources);
        (data.join(), others)
    });
    let listed = others?;
    let (data, data_range) =
        data.ok().context("「データ」のシートを作れませんでした")??;
    for sheet in sheets.in_order() {
        book.push_worksheet(sheet);
    }
    book.push_worksheet(data);
    define_names(&mut book, &listed, data_range)?;
    workbook::save(&mut book, tokens)
}

/// The sheets of the book but 「データ」.
#[derive(Default)]
struct Sheets {
    cover: Worksheet,
    list: Worksheet,
    goals: Worksheet,
    indicators: Worksheet,
    divisions: Worksheet,
    changes: Worksheet,
    open_points: Worksheet,
}

impl Sheets {
    fn write(
        &mut self,
        view: &View,
        diagnostics: &Diagnostics,
        sources: &Sources,
    ) -> Result<Listed> {
        let listed = list::write(&mut self.list, view)?;
        goals::write(&mut self.goals, view, &listed)?;
        indicators::write(&mut self.indicators, view)?;
        let divisions = divisions::write(&mut self.divisions, view)?;
        changes::write(&mut self.changes, view)?;
        open_points::write(&mut self.open_points, view, diagnostics, sources)?;
        cover::write(&mut self.cover, view, &listed, &divisions)?;
        Ok(listed)
    }

    fn in_order(self) -> [Worksheet; 7] {
        [
            self.cover,
            self.list,
            self.goals,
            self.indicators,
            self.divisions,
            self.changes,
            self.open_points,
        ]
    }
}

fn define_names(
    book: &mut Workbook,
    listed: &Listed,
    data: Option<(u32, u16)>,
) -> Result<()> {
    let mut define = |name: &str, sheet: &str, range: String| -> Result<()> {
        book.define_name(name, &format!("={sheet}!{range}"))?;
        Ok(())
    };
    for (goal, rows) in listed.goals.iter().enumerate() {
        define(&goal_name(goal), LIST, range(*rows, listed.grade))?;
    }
    if let Some(rows) = listed.rows {
        define(LIST_GRADES, LIST, range(rows, listed.grade))?;
        define(LIST_DIVISIONS, LIST, range(rows, listed.division))?;
    }
    if let Some((row, col)) = data {
        let last = workbook::cell_name(row, col);
        let split = last.find(|c: char| c.is_ascii_digit()).unwrap_or(last.len());
        let (letters, digits) = last.split_at(split);
        define(DATA_RANGE, DATA, format!("$A$1:${letters}${digits}"))?;
    }
    Ok(())
}

/// 表題: plan, table, year and edition.
fn title(p: &Progress, table: &str) -> String {
    let plan = wrap::one_line(&p.plan.basics.name);
    format!("{plan}　{table}（{}）", workbook::year_and_edition(p))
}

/// 見本の注, when the data are invented.
fn sample_note(p: &Progress) -> Option<&'static str> {
    (p.edition == Edition::Sample)
        .then_some("この表の事業・数値・文章は見本（架空）です。")
}
