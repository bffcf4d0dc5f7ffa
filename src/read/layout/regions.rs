//! Where the rows of each table end, and which rows above it are its titles.

use super::Block;
use crate::read::grid::Sheet;
use crate::text::key1;

/// Rows of titles that are looked at above a table.
const MAX_TITLES: u32 = 12;

/// Where the rows of each table end and which rows above it are its titles.
pub(super) fn regions(sheet: &Sheet, rows: &[u32], blocks: &mut [Block]) {
    let end = rows.last().copied().unwrap_or(0);
    for i in 0..blocks.len() {
        let (cols, header) = (blocks[i].cols, blocks[i].header);
        let below = blocks[i + 1..]
            .iter()
            .filter(|b| b.header.0 > header.1 && b.cols.0 <= cols.1 && cols.0 <= b.cols.1)
            .map(|b| b.header.0)
            .min();
        let Some(next) = below else {
            blocks[i].rows = (header.1 + 1, end);
            continue;
        };
        let titles = titles_above(sheet, next, header.1 + 1, cols);
        blocks[i].rows = (header.1 + 1, titles.saturating_sub(1));
        for j in i + 1..blocks.len() {
            if blocks[j].header.0 == next {
                blocks[j].titles = (titles < next).then(|| (titles, next - 1));
                let same = |a: &Block, b: &Block| {
                    a.columns.len() == b.columns.len()
                        && a.columns.iter().zip(&b.columns).all(|(x, y)| {
                            x.col == y.col && key1(&x.label) == key1(&y.label)
                        })
                };
                blocks[j].continues = titles == next && same(&blocks[i], &blocks[j]);
            }
        }
    }
    // The first tables have everything above them.
    let top = blocks.iter().map(|b| b.header.0).min().unwrap_or(0);
    for block in blocks.iter_mut().filter(|b| b.header.0 == top) {
        block.titles = (top > 0).then(|| (0, top - 1));
    }
}

/// The first row of the titles above a header: lines of one cell, and after a blank row
/// lines of two.
fn titles_above(sheet: &Sheet, header: u32, from: u32, cols: (u32, u32)) -> u32 {
    let count =
        |row: u32| sheet.row(row).filter(|(c, _)| (cols.0..=cols.1).contains(c)).count();
    let from = from.max(header.saturating_sub(MAX_TITLES));
    let mut single = header;
    while single > from && count(single - 1) == 1 {
        single -= 1;
    }
    // With a blank row everything below it belongs to the new table.
    let blank = (from..header).rev().find(|r| count(*r) == 0);
    match blank {
        Some(blank) if (blank + 1..header).all(|r| count(r) <= 3) => blank,
        _ => single,
    }
}
