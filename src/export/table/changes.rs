//! 「前年との違い」: what moved since last year: grades and directions, and which projects
//! are new, have ended or bear another name.

mod found;

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use self::found::{Change, Kind, changes, same};
use super::cells::fill_grades;
use super::view::View;
use super::{CHANGES, sample_note, title};
use crate::export::workbook::{
    Cell, Column, Page, Table, cell_name, count_exact, range, style,
};

const THIS_YEAR: u16 = 6;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, view: &View) -> Result<()> {
    let p = view.p;
    let columns = columns(view);
    let count = columns.len();
    let mut table = Table::new(sheet, CHANGES, columns)?;
    let name = title(p, "前年との違い");
    table.flow(&name, &style::title(), 14.0)?;
    for note in notes(view) {
        table.flow(&note, &style::note(), 9.0)?;
    }
    let known = p.previous().is_some_and(|y| y.total.is_some());
    let all = if known { changes(view) } else { Vec::new() };
    if known {
        summary(&mut table, view, &all)?;
        table.gap()?;
    }
    table.lower_header()?;
    let first = table.row();
    for change in &all {
        table.line(&cells(view, change))?;
    }
    if all.is_empty() {
        let mut cells = vec![Cell::Empty(style::faint()); count];
        let text = match known {
            true => "前年度からの違いはありません",
            false => "前年度の資料はありません",
        };
        cells[2] = Cell::text(text, style::faint());
        table.line(&cells)?;
    }
    let rows = (first, table.row() - 1);
    fill_grades(table.sheet(), p, rows, THIS_YEAR)?;
    table.finish(&Page {
        a3: false,
        name: &name,
        frozen: 0,
        filter: true,
        handout: Some(view.handout),
    })
}

fn columns(view: &View) -> Vec<Column> {
    let p = view.p;
    let last = p.year.previous().map(|y| y.short()).unwrap_or_default();
    vec![
        Column::text("違い", 11.5),
        Column::short("番号", 4.2),
        Column::text("事業名", 15.0),
        Column::text("担当課", 8.0),
        Column::short("基本\n目標", 3.6),
        Column::short(format!("前年度\n（{last}）"), 8.5),
        Column::short(format!("今年度\n（{}）", p.year.short()), 8.5).current(),
        Column::text("理由・説明", 22.0),
    ]
}

fn notes(view: &View) -> Vec<String> {
    let mut notes = vec![
        "評価は担当課の評価です。上がった・下がったは、割合の母数に入る評価どうしを、評価区分の順位で比べています。一つの事業が複数の行に出ることがあります。"
            .to_owned(),
    ];
    notes.extend(sample_note(view.p).map(str::to_owned));
    notes
}

/// How many of each kind, counted from the table below; with those whose grade is the
/// same they make up the projects of this year.
fn summary(table: &mut Table, view: &View, all: &[Change]) -> Result<()> {
    table.flow("違いの数（事業数）", &style::heading(), 11.0)?;
    table.titles(&[Column::text("違い", 0.0), Column::short("事業数", 0.0).current()])?;
    let lines = Kind::ALL.len() as u32 + 2;
    // Below the summary: one empty row and the titles.
    let first = table.row() + lines + 2;
    let rows = (first, first + (all.len() as u32).saturating_sub(1));
    let start = table.row();
    let number = |value: usize| Cell::count(value, style::level(style::figure(0, false)));
    for kind in Kind::ALL {
        let found = all.iter().filter(|c| c.kind == kind).count();
        let formula = count_exact(&range(rows, 0), kind.label()).unwrap_or_default();
        table.line(&[
            Cell::text(kind.label(), style::level(style::text())),
            Cell::formula(formula, number(found))?,
        ])?;
    }
    let same = same(view);
    table.line(&[Cell::text("評価は同じ", style::level(style::text())), number(same)])?;
    let graded = Kind::ALL.iter().enumerate().filter(|(_, k)| k.is_about_grade());
    let mut names: Vec<String> =
        graded.map(|(i, _)| cell_name(start + i as u32, 1)).collect();
    names.push(cell_name(table.row() - 1, 1));
    let cells = [
        Cell::text("今年度の事業数", style::text()),
        Cell::formula(format!("={}", names.join("+")), number(view.p.total.projects))?,
    ];
    table.further_line(&cells.map(|cell| cell.map_style(style::total)))
}

fn cells(view: &View, change: &Change) -> Vec<Cell> {
    let project = view.project(change.project);
    let goal = &view.p.plan.goals[view.p.plan.goal_of(project)];
    let about_grade = change.kind.is_about_grade();
    let now = if about_grade { style::grade() } else { style::centred() };
    vec![
        Cell::text(change.kind.label(), style::text()),
        Cell::text(&project.number, style::centred()),
        Cell::text(&project.name, style::name()),
        Cell::text(view.division(project.division), style::text()),
        Cell::text(&goal.number, style::centred()),
        Cell::text(&change.before, style::word()),
        Cell::text(&change.now, now),
        Cell::text(&change.why, style::text()),
    ]
}
