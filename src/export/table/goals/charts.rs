//! The charts of the counts, with what they say in words.

use anyhow::Result;

use super::block::Block;
use crate::export::format::number;
use crate::export::table::GOALS;
use crate::export::table::cells::grade_words;
use crate::export::table::view::View;
use crate::export::workbook::{Part, Table, bars, columns_chart, insert};
use crate::model::plan::GradeStyle;

/// Height of a row of [`Table::room`], pixels.
const ROW: usize = 20;
/// Bars on one chart: more do not fit on the page with their table.
const MOST_BARS: usize = 24;

/// 100 ％ bars of the grades, one a 基本目標.
pub fn goals(
    table: &mut Table,
    view: &View,
    block: &Block,
    (first, last): (u32, u32),
) -> Result<()> {
    let goals = &view.p.plan.goals;
    if goals.is_empty() || goals.len() > MOST_BARS || view.p.total.projects == 0 {
        return table.gap();
    }
    let cells = |col: u16| (GOALS, first, col, last, col);
    let grades = &view.p.plan.scale.grades;
    let shown = grades.iter().map(|g| (grade_words(g), g.style)).chain(
        [("未評価", GradeStyle::None), ("未提出", GradeStyle::None)]
            .map(|(word, style)| (word.to_owned(), style)),
    );
    let total = &view.p.total;
    let counts =
        total.by_grade.iter().copied().chain([total.ungraded, total.unsubmitted]);
    // A part that no goal has would only fill the legend.
    let parts: Vec<Part> = shown
        .zip(counts)
        .enumerate()
        .filter(|(_, (_, count))| *count > 0)
        .map(|(i, ((name, style), _))| Part {
            name,
            values: cells(block.grade(i)),
            style,
        })
        .collect();
    let mut chart = bars(
        "基本目標別の評価の割合（帯の中の数は事業数）",
        &goals_in_words(view),
        cells(0),
        &parts,
    );
    let height = 5 + goals.len().max(2) * 2;
    let row = table.row();
    table.room(height + 1)?;
    let size = (table.width().min(1100), (height * ROW) as u32);
    insert(table.sheet(), &mut chart, (row, 0), size)
}

fn goals_in_words(view: &View) -> String {
    let p = view.p;
    let on_track = p.plan.scale.on_track_name();
    let goal = |(goal, tally): (&crate::model::plan::Goal, &_)| {
        let tally: &crate::model::progress::Tally = tally;
        match tally.share() {
            Some(share) => format!(
                "{} {}％（{}のうち{}）",
                goal.number,
                number(share, 1),
                tally.rated,
                tally.on_track
            ),
            None => format!("{} 評価なし", goal.number),
        }
    };
    let all: Vec<String> = p.plan.goals.iter().zip(&p.goals).map(goal).collect();
    format!(
        "基本目標別の評価の割合の帯グラフ。「{on_track}」以上は、目標{}。",
        all.join("、")
    )
}

/// 割合 of each year.
pub fn years(
    table: &mut Table,
    view: &View,
    block: &Block,
    (first, last): (u32, u32),
) -> Result<()> {
    let known: Vec<String> = view
        .p
        .history
        .iter()
        .filter_map(|y| {
            let share = y.total.as_ref()?.share()?;
            Some(format!("{}{}％", y.year.era_label(), number(share, 1)))
        })
        .collect();
    if known.is_empty() {
        return table.gap();
    }
    let on_track = view.p.plan.scale.on_track_name();
    let title = format!("「{on_track}」以上の事業の割合（％、評価した事業数が母数）");
    let alt = format!("「{on_track}」以上の割合の推移の棒グラフ。{}。", known.join("、"));
    let (names, shares) = ((GOALS, first, 0, last, 0), block.share());
    let values = (GOALS, first, shares, last, shares);
    let mut chart = columns_chart(&title, &alt, names, values);
    let row = table.row();
    table.room(14)?;
    let size = (table.width().min(700), (13 * ROW) as u32);
    insert(table.sheet(), &mut chart, (row, 0), size)
}
