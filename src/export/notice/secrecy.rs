//! 秘匿の記録: what was hidden and why. It holds the hidden numbers, so it stays inside
//! the office.

use anyhow::Result;

use crate::export::format::number;
use crate::export::workbook::{self, Cell, Column, Page, Table, style};
use crate::model::progress::Progress;
use crate::model::secrecy::{Secrecy, Secret, Why};
use crate::tokens::Tokens;

/// Makes 確認/秘匿の記録.xlsx; `None` where nothing is hidden.
///
/// # Errors
/// Faults of the workbook writer, not of the data.
pub fn secrecy(p: &Progress, secrecy: &Secrecy) -> Result<Option<Vec<u8>>> {
    if secrecy.secrets().is_empty() {
        return Ok(None);
    }
    let mut book = workbook::book(p, "秘匿の記録", &workbook::year_and_edition(p))?;
    let columns = vec![
        Column::short("年度", 6.0),
        Column::text("担当課", 9.0),
        Column::text("事業", 16.0),
        Column::short("指標ID", 6.0),
        Column::text("指標", 14.0),
        Column::short("値", 6.0),
        Column::short("単位", 4.0),
        Column::short("区分", 5.0),
        Column::text("理由", 26.0),
    ];
    let mut table = Table::new(book.add_worksheet(), "秘匿の記録", columns)?;
    let name = format!("秘匿の記録（{}）", workbook::year_and_edition(p));
    table.flow(&name, &style::title(), 14.0)?;
    let text =
        "公表物で x とした実績値です。隠した数が載っています。庁外に出さないでください。";
    table.flow(text, &style::note(), 9.0)?;
    table.header()?;
    for secret in secrecy.secrets() {
        table.line(&cells(p, secrecy, secret))?;
    }
    table.finish(&Page { frozen: 2, filter: true, ..Page::a4(&name) })?;
    Ok(Some(workbook::save(&mut book, Tokens::built_in())?))
}

fn cells(p: &Progress, secrecy: &Secrecy, secret: &Secret) -> Vec<Cell> {
    let plan = &p.plan;
    let indicator = &plan.indicators[secret.indicator];
    let project = &plan.projects[indicator.project];
    let value = match secret.value {
        Some(value) => Cell::text(
            number(value, indicator.decimals.max(value.normalize().scale())),
            style::sign(),
        ),
        None => Cell::text("x", style::sign()),
    };
    let (kind, mut why) = match secret.why {
        Why::Small => {
            let below = p.judging.small_below.unwrap_or_default();
            ("一次", format!("{below}未満の小さな数"))
        }
        Why::Division => ("一次", "担当課が帳票で x（秘匿）とした".to_owned()),
        Why::Guards { indicator, year } => {
            let of = &plan.indicators[indicator];
            let text = format!(
                "{}の「{} {}」を、合計・累計・率から逆算させないため",
                year.era_label(),
                of.id,
                of.name
            );
            ("二次", text)
        }
    };
    let same = |i: usize, y| i == secret.indicator && y == secret.year;
    if secrecy.exposed.iter().any(|e| same(e.indicator, e.year)) {
        why.push_str("。公表済みの値から計算でき、守れていません（W411）");
    }
    vec![
        Cell::text(secret.year.era_label(), style::centred()),
        Cell::text(
            plan.divisions.get(project.division).map_or("", |d| &d.name),
            style::text(),
        ),
        Cell::text(project.title(), style::text()),
        Cell::text(&indicator.id, style::centred()),
        Cell::text(&indicator.name, style::text()),
        value,
        Cell::text(&indicator.unit, style::centred()),
        Cell::text(kind, style::centred()),
        Cell::text(why, style::text()),
    ]
}
