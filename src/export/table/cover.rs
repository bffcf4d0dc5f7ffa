//! 「表紙・凡例」: what the book is, what stands where, and how it was counted.

mod legend;

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::divisions::Starts;
use super::list::Listed;
use super::view::View;
use super::{
    CHANGES, COVER, DATA, DIVISIONS, GOALS, INDICATORS, LIST, OPEN_POINTS, sample_note,
};
use crate::export::format::number;
use crate::export::workbook::{self, Cell, Column, Page, Table, cell_name, style, wrap};

/// Writes the sheet.
pub fn write(
    sheet: &mut Worksheet,
    view: &View,
    listed: &Listed,
    divisions: &Starts,
) -> Result<()> {
    let mut table = Table::new(
        sheet,
        COVER,
        vec![Column::text("", 15.0), Column::text("", 15.0), Column::text("", 50.0)],
    )?;
    let p = view.p;
    let plan = wrap::one_line(&p.plan.basics.name);
    let name = format!("{plan}　進捗状況一覧表（{}）", workbook::year_and_edition(p));
    heading(&mut table, view, &name)?;
    contents(&mut table, view)?;
    places(&mut table, view, listed, divisions)?;
    legend::write(&mut table, view)?;
    table.finish(&Page {
        a3: false,
        name: &name,
        frozen: 0,
        filter: false,
        handout: Some(view.handout),
    })
}

fn heading(table: &mut Table, view: &View, name: &str) -> Result<()> {
    let (p, handout) = (view.p, view.handout);
    let mut meeting =
        [handout.meeting.as_str(), handout.number.as_str()].map(wrap::one_line).to_vec();
    meeting.retain(|part| !part.is_empty());
    if !meeting.is_empty() {
        table.flow(&meeting.join("　"), &style::note(), 10.0)?;
    }
    table.flow(name, &style::title(), 14.0)?;
    let issued = if p.issued.is_empty() { "" } else { "　" };
    let by = format!("{}{issued}{}", p.plan.basics.publisher, p.issued);
    table.flow(&by, &style::note(), 10.0)?;
    if let Some(note) = sample_note(p) {
        table.flow(note, &style::note(), 10.0)?;
    }
    let on_track = p.plan.scale.on_track_name();
    if let Some(share) = p.total.share() {
        let text = format!(
            "評価した {} 事業のうち、「{on_track}」以上は {} 事業（{}％）",
            p.total.rated,
            p.total.on_track,
            number(share, 1)
        );
        table.flow(&text, &style::heading(), 12.0)?;
    }
    table.gap()
}

/// 目次.
fn contents(table: &mut Table, view: &View) -> Result<()> {
    let p = view.p;
    let wide = if view.handout.a4 { "A4 横" } else { "A3 横" };
    let last = p.year.previous().map(|y| y.era_label()).unwrap_or_default();
    table.flow("目次（シート名を選ぶと移ります）", &style::heading(), 11.0)?;
    table.titles(&[
        Column::text("シート", 0.0),
        Column::text("用紙", 0.0),
        Column::text("内容", 0.0),
    ])?;
    let lines = [
        (
            LIST,
            wide,
            "事業と指標を1行ずつ、基本目標・施策の順に。前年度の実績と評価を並べています"
                .to_owned(),
        ),
        (GOALS, wide, "基本目標・年度・担当課ごとの事業数と割合、回答数、図".to_owned()),
        (INDICATORS, wide, "指標の基準値・各年度の実績と目標・達成率・状況".to_owned()),
        (DIVISIONS, "A4 横", "課ごとの事業と回答".to_owned()),
        (
            CHANGES,
            "A4 横",
            format!("{last}から評価・方向性が変わった事業、新規・終了・名称の変更"),
        ),
        (
            OPEN_POINTS,
            wide,
            "検査で見つかり、残っている注意（ファイル・シート・セル）".to_owned(),
        ),
        (
            DATA,
            "印刷しません",
            "ほかのプログラムで読むための表（1行＝事業×指標×年度）".to_owned(),
        ),
    ];
    for (sheet, paper, what) in lines {
        table.line(&[
            Cell::link(sheet, "A1", sheet).map_style(style::level),
            Cell::text(paper, style::level(style::text())),
            Cell::text(what, style::level(style::text())),
        ])?;
    }
    table.gap()
}

/// Links into 「一覧」 and 「課別」.
fn places(
    table: &mut Table,
    view: &View,
    listed: &Listed,
    divisions: &Starts,
) -> Result<()> {
    let plan = &view.p.plan;
    table.flow("基本目標と課", &style::heading(), 11.0)?;
    table.titles(&[
        Column::text("「課別」の課", 0.0),
        Column::text("部", 0.0),
        Column::text("「一覧」の基本目標", 0.0),
    ])?;
    table.join(true);
    let lines = plan.goals.len().max(plan.divisions.len());
    for i in 0..lines {
        let empty = || Cell::Empty(style::text());
        let division = plan.divisions.get(i).zip(divisions.get(&i));
        let goal = plan.goals.get(i).zip(listed.goals.get(i));
        table.line(&[
            division.map_or_else(empty, |(division, row)| {
                Cell::link(DIVISIONS, &cell_name(*row, 0), &division.name)
            }),
            division.map_or_else(empty, |(division, _)| {
                Cell::text(&division.department, style::text())
            }),
            goal.map_or_else(empty, |(goal, (row, _))| {
                let text = format!("{}　{}", goal.number, goal.name);
                Cell::link(LIST, &cell_name(*row, 0), &text)
            }),
        ])?;
    }
    table.join(false);
    table.gap()
}
