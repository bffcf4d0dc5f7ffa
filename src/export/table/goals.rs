//! 「目標別集計」: how many projects stand where, by 基本目標, over the years and by 課;
//! how many answers came.
//!
//! The counts of this year are counted from the list, everything else follows from them:
//! a grade corrected there changes sums, shares and charts here.

mod answers;
mod block;
mod charts;
mod lines;

pub use self::lines::not_counted;

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use self::block::Block;
use super::list::Listed;
use super::view::View;
use super::{GOALS, sample_note, title};
use crate::export::workbook::{Page, Table, style};

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, view: &View, listed: &Listed) -> Result<()> {
    let p = view.p;
    let block = Block::new(view, listed);
    let mut table = Table::new(sheet, GOALS, block.columns("基本目標"))?;
    let name = title(p, "目標別集計");
    table.flow(&name, &style::title(), 14.0)?;
    for note in notes(view) {
        table.flow(&note, &style::note(), 9.0)?;
    }
    table.gap()?;

    table.flow("基本目標別（事業数）", &style::heading(), 11.0)?;
    table.titles(&block.columns("基本目標"))?;
    table.join(true);
    let goals = block.write(&mut table, &lines::goals(view), &lines::all_goals(view))?;
    charts::goals(&mut table, view, &block, goals)?;

    table.join(false);
    table.flow("年度の推移（事業数）", &style::heading(), 11.0)?;
    table.titles(&block.columns("年度"))?;
    table.join(true);
    let years = block.years(&mut table, p)?;
    charts::years(&mut table, view, &block, years)?;

    table.join(false);
    table.page_flow("担当課別（事業数）", &style::heading(), 11.0)?;
    table.titles(&block.columns("担当課"))?;
    block.write(&mut table, &lines::divisions(view), &lines::all_divisions(view))?;
    table.gap()?;

    for (heading, first, lines, total) in [
        ("基本目標別の回答", "基本目標", lines::goals(view), lines::all_goals(view)),
        ("課別の回答", "課", lines::divisions(view), lines::all_divisions(view)),
    ] {
        let heading = format!("{heading}（回答数＝事業×課）");
        table.flow(&heading, &style::heading(), 11.0)?;
        answers::write(&mut table, first, &lines, &total)?;
        table.gap()?;
    }
    table.finish(&Page {
        a3: !view.handout.a4,
        name: &name,
        frozen: 1,
        filter: false,
        handout: Some(view.handout),
    })
}

fn notes(view: &View) -> Vec<String> {
    let p = view.p;
    let mut notes = vec![
        format!(
            "割合は、評価した事業数（{}を除く）を母数とする、「{}」以上の事業の割合です。丸める前の値から計算し、四捨五入で小数第1位まで示します。増減は、四捨五入した割合の差です。",
            lines::not_counted(view),
            p.plan.scale.on_track_name()
        ),
        "事業数は再掲を除き、一つの事業を1回だけ数えています。回答数は、事業ごとに担当課と関係課の回答を数えています。今年度の数は「一覧」の評価の列から数える数式です。"
            .to_owned(),
    ];
    notes.extend(sample_note(p).map(str::to_owned));
    notes
}
