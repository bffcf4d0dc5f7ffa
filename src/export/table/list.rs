//! 「一覧」: one row for each 事業 and 指標, in the order of the plan.
//!
//! Its 評価 column is what the other sheets count, so that a grade corrected here is
//! counted anew.

mod answers;
mod fields;

use anyhow::Result;
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Worksheet};

use self::fields::{Field, Fields};
use super::cells::{fill_grades, grade_words};
use super::view::View;
use super::{LIST, sample_note, title};
use crate::export::workbook::{Cell, Page, Table, style};

/// Where the rows of the list stand, for formulas and links (zero-based).
pub struct Listed {
    /// From the first band to the last row; `None` without any.
    pub rows: Option<(u32, u32)>,
    /// The rows of each 基本目標 with its band.
    pub goals: Vec<(u32, u32)>,
    /// The column of 評価.
    pub grade: u16,
    /// The column of 担当課.
    pub division: u16,
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, view: &View) -> Result<Listed> {
    let p = view.p;
    let fields = Fields::new(view);
    let mut table = Table::new(sheet, LIST, fields.columns())?;
    let name = title(p, "進捗状況一覧表");
    table.flow(&name, &style::title(), 14.0)?;
    for line in legend(view) {
        table.flow(&line, &style::note(), 9.0)?;
    }
    table.header()?;
    let first = table.row();
    let mut goals = Vec::new();
    for goal in 0..p.plan.goals.len() {
        let start = table.row();
        write_goal(&mut table, view, &fields, goal)?;
        goals.push((start, table.row() - 1));
    }
    let rows = (first < table.row()).then(|| (first, table.row() - 1));
    let grade = fields.position(Field::Grade);
    if let Some(rows) = rows {
        fill_grades(table.sheet(), p, rows, grade)?;
        choose_grade(&mut table, view, rows, grade)?;
    }
    let division = fields.position(Field::Division);
    table.finish(&Page {
        a3: !view.handout.a4,
        name: &name,
        frozen: 2,
        filter: true,
        handout: Some(view.handout),
    })?;
    Ok(Listed { rows, goals, grade, division })
}

fn write_goal(
    table: &mut Table,
    view: &View,
    fields: &Fields,
    index: usize,
) -> Result<()> {
    let plan = &view.p.plan;
    let goal = &plan.goals[index];
    let text = format!("基本目標{}　{}", goal.number, goal.name);
    table.page_band(&text, &style::goal_band(goal.pillar), 11.0)?;
    for &measure in view.measures(index) {
        let number = plan.measure_number(measure);
        let text = format!("{number}　{}", plan.measures[measure].name);
        table.band(&text, &style::measure_band(), 9.0)?;
        let (own, reposts) = (view.projects(measure), view.reposts(measure));
        for &project in own {
            write_project(table, fields, project)?;
        }
        for &project in reposts {
            table.line(&fields.repost(project))?;
        }
        if own.is_empty() && reposts.is_empty() {
            table.line(&fields.nothing())?;
        }
    }
    if view.measures(index).is_empty() {
        table.line(&fields.nothing())?;
    }
    Ok(())
}

fn write_project(table: &mut Table, fields: &Fields, project: usize) -> Result<()> {
    table.line(&fields.first(project, table.row())?)?;
    for &indicator in fields.further(project) {
        table.further_line(&fields.next(project, indicator, table.row())?)?;
    }
    Ok(())
}

/// 評価の記号と達成率の基準; 数値に代わる印.
fn legend(view: &View) -> [String; 2] {
    let grades: Vec<String> = view.p.plan.scale.grades.iter().map(grade_words).collect();
    let first = format!(
        "評価（担当課による自己評価）　{}　／　達成率の基準は「対 年度目標」",
        grades.join("　")
    );
    let mut second =
        "－ 該当なし・設定なし　未記入 記入のない欄　未提出 回答のない事業　（　）の評価 実施期間外で数えないもの"
            .to_owned();
    if let Some(note) = sample_note(view.p) {
        second.push_str("　／　");
        second.push_str(note);
    }
    [first, second]
}

/// A list to choose from, for corrections in the meeting.
fn choose_grade(
    table: &mut Table,
    view: &View,
    (first, last): (u32, u32),
    col: u16,
) -> Result<()> {
    let words: Vec<String> = view.p.plan.scale.grades.iter().map(grade_words).collect();
    // Excel holds 255 characters of such a list; a comma would divide a grade.
    let length: usize = words.iter().map(|s| s.encode_utf16().count() + 1).sum();
    if words.is_empty() || length > 250 || words.iter().any(|s| s.contains(',')) {
        return Ok(());
    }
    let rule = DataValidation::new()
        .allow_list_strings(&words)?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("評価")?
        .set_error_message("評価区分の記号と名称ではありません。このまま入れますか。")?;
    table.sheet().add_data_validation(first, col, last, col, &rule)?;
    Ok(())
}

/// 「該当する事業はありません」 in the column of names.
fn nothing(columns: usize, name: usize) -> Vec<Cell> {
    let mut cells = vec![Cell::Empty(style::faint()); columns];
    if let Some(cell) = cells.get_mut(name) {
        *cell = Cell::text("該当する事業はありません", style::faint());
    }
    cells
}
