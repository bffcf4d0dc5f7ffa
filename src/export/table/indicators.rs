//! 「指標」: every indicator over the years of the plan.

mod fields;

use anyhow::Result;
use rust_xlsxwriter::{Sparkline, Worksheet};

use self::fields::{Field, Fields};
use super::cells::fill_statuses;
use super::view::View;
use super::{INDICATORS, sample_note, title};
use crate::export::workbook::{Cell, Page, Table, style};

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, view: &View) -> Result<()> {
    let p = view.p;
    let fields = Fields::new(view);
    let mut table = Table::new(sheet, INDICATORS, fields.columns())?;
    let name = title(p, "指標の推移");
    table.flow(&name, &style::title(), 14.0)?;
    for note in notes(view, &fields) {
        table.flow(&note, &style::note(), 9.0)?;
    }
    table.header()?;
    let first = table.row();
    for row in &p.indicators {
        let at = table.row();
        table.line(&fields.cells(row, at)?)?;
        trend(table.sheet(), view, &fields, at)?;
    }
    if p.indicators.is_empty() {
        let mut cells = vec![Cell::Empty(style::faint()); fields.len()];
        cells[usize::from(fields.position(Field::Name))] =
            Cell::text("計画に指標はありません", style::faint());
        table.line(&cells)?;
    }
    let last = table.row() - 1;
    fill_statuses(table.sheet(), (first, last), fields.position(Field::Status))?;
    table.finish(&Page {
        a3: !view.handout.a4,
        name: &name,
        frozen: fields.position(Field::Name) + 1,
        filter: true,
        handout: Some(view.handout),
    })
}

/// 推移: a small line from the baseline to this year. 「前年度から」 says the same in
/// figures.
fn trend(sheet: &mut Worksheet, view: &View, fields: &Fields, row: u32) -> Result<()> {
    let Some((from, to)) = fields.trend() else { return Ok(()) };
    let colour = view.tokens.colors.ao.rgb.hex();
    let line = Sparkline::new()
        .set_range((INDICATORS, row, from, row, to))
        .set_sparkline_color(colour)
        .set_markers_color(colour)
        .show_markers(true);
    sheet.add_sparkline(row, fields.position(Field::Trend), &line)?;
    Ok(())
}

fn notes(view: &View, fields: &Fields) -> Vec<String> {
    let p = view.p;
    let formula = "達成率：増やす指標＝実績÷目標、減らす指標＝（基準値−実績）÷（基準値−目標）。目標が0又は基準値と同じときと維持の指標は、達成・未達成で示します。";
    let status = "状況：基準値から最終目標までの道のりで判定（◎ 達成　○ 順調　△ 遅れ　× 後退　－ 未集計・判定外）　／　前年度から：↑増　↓減　→同じ";
    let mut signs = "－ 該当なし・設定なし　… 不詳　x 秘匿".to_owned();
    if fields.years_left_out() {
        signs.push_str("　／　載せていない年度の目標と実績は「データ」にあります");
    }
    if let Some(note) = sample_note(p) {
        signs.push_str("　／　");
        signs.push_str(note);
    }
    vec![formula.to_owned(), status.to_owned(), signs]
}
