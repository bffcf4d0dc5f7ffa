//! Lines of 計画・実績・達成率 under each indicator.

use super::doubt;
use super::resolve::Below;
use super::words::Field;
use super::{Block, Body, Guide};
use crate::read::grid::Sheet;
use crate::text::key1;

/// The words on lines of 計画・実績・達成率.
pub(super) fn line_kind(text: &str) -> Option<Line> {
    let key = key1(text);
    let key = key.trim_matches(['(', ')']);
    match key {
        "計画" | "計画値" | "目標" | "目標値" | "予定" | "見込" | "見込み"
        | "量の見込み" => Some(Line::Target),
        "実績" | "実績値" | "実績数" => Some(Line::Actual),
        "達成率" | "進捗率" | "達成度" | "差" | "乖離" | "乖離率" | "達成率(%)"
        | "比較" => Some(Line::Rate),
        _ => None,
    }
}

/// Whether a text is one of the words on such lines.
pub(super) fn is_line_kind(text: &str) -> bool {
    line_kind(text).is_some()
}

/// One line of 計画・実績・達成率.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Target,
    Actual,
    Rate,
}

/// Finds the column whose cells are 計画・実績・達成率, and this year's values.
pub(super) fn lines(
    sheet: &Sheet,
    guide: &Guide,
    block: &mut Block,
    only_years: &[usize],
) {
    let below = Below { sheet, rows: block.rows };
    let is_kind = |col: u32| {
        let cells = below.cells(col);
        let kinds: Vec<Option<Line>> =
            cells.iter().map(|v| line_kind(&v.text())).collect();
        let known = kinds.iter().flatten().count();
        kinds.contains(&Some(Line::Actual)) && known >= 2 && known * 5 >= cells.len() * 4
    };
    let within = block.cols.0..=block.cols.1;
    let Some(kind) = within.clone().find(|col| is_kind(*col)) else { return };
    match block.columns.iter_mut().find(|c| c.col == kind) {
        Some(column) => column.field = Some(Field::LineKind),
        None => {
            let at = (block.header.1, kind);
            block.columns.push(super::Column::new(kind, at, Field::LineKind));
        }
    }
    let right = |c: &super::Column| c.col > kind;
    let named = only_years
        .iter()
        .map(|i| &block.columns[*i])
        .find(|c| right(c) && c.year == Some(guide.year));
    let single = || {
        let open = |c: &&super::Column| {
            right(c)
                && c.field.is_none_or(|f| matches!(f, Field::Actual | Field::Results))
        };
        let mut found = block.columns.iter().filter(open).filter(|c| {
            c.year.is_none_or(|y| y == guide.year) && below.is_numeric(c.col)
        });
        match (found.next(), found.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    };
    let value = named.or_else(single).map(|c| c.col);
    for i in only_years {
        block.columns[*i].field = Some(Field::Reference);
    }
    for column in &mut block.columns {
        if Some(column.col) == value {
            column.field = Some(Field::Reference);
        }
    }
    if value.is_none() {
        let at = (block.header.1, kind);
        block.questions.push(doubt::no_year_in_lines(sheet, guide, at));
    }
    block.body = Body::Lines { kind, value };
}
