//! 表.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::blocks::Builder;
use crate::model::manuscript::Block;
use crate::model::passage::PassageKind;

/// The table that is open.
#[derive(Default)]
pub(super) struct OpenTable {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    align: Vec<&'static str>,
    row: Vec<String>,
}

impl OpenTable {
    pub(super) fn new(align: &[Alignment]) -> Self {
        let align = align.iter().map(|a| match a {
            Alignment::Right => "right",
            Alignment::Center => "center",
            _ => "left",
        });
        OpenTable { align: align.collect(), ..OpenTable::default() }
    }
}

/// Cells between the bars of a typed row.
fn typed_cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut bars = 0;
    let mut escaped = false;
    for c in row.chars() {
        bars += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    let closed = row.ends_with('|') && !row.ends_with("\\|");
    bars + usize::from(!closed)
}

impl Builder<'_> {
    /// Markdown drops cells beyond the header and fills missing ones up.
    pub(super) fn table_row(&mut self, range: &Range<usize>) {
        let Some(table) = &mut self.table else { return };
        table.row.clear();
        let typed = typed_cells(self.source.text.get(range.clone()).unwrap_or_default());
        let columns = table.align.len();
        if typed > columns {
            let text = format!(
                "表のこの行には欄が {typed} ありますが、見出しの行には {columns} しかないため、余りは載りません"
            );
            self.unprinted(range.start, text);
        } else if typed < columns {
            let text = format!(
                "表のこの行には欄が {typed} しかなく、見出しの行の {columns} に足りません。空の欄も「|」で区切ってください"
            );
            self.unprinted(range.start, text);
        }
    }

    pub(super) fn table_cell(&mut self, byte: usize) {
        let taken = self.inline.take();
        self.passage(taken.passage(PassageKind::Cell, self.desk.book));
        let head = self.table.as_ref().is_some_and(|table| table.header.is_empty());
        if !head && taken.runs.iter().any(|run| run.bold) {
            self.unprinted(byte, "表の中の太字は並の太さで載ります");
        }
        if let Some(table) = &mut self.table {
            table.row.push(taken.text().trim().to_owned());
        }
    }

    pub(super) fn table_head_end(&mut self) {
        if let Some(table) = &mut self.table {
            table.header = std::mem::take(&mut table.row);
        }
    }

    pub(super) fn table_row_end(&mut self) {
        if let Some(table) = &mut self.table {
            let row = std::mem::take(&mut table.row);
            table.rows.push(row);
        }
    }

    pub(super) fn table_end(&mut self, byte: usize) {
        let Some(OpenTable { header, rows, align, .. }) = self.table.take() else {
            return;
        };
        if rows.is_empty() {
            self.unprinted(byte, "表に見出しの行しかありません");
        }
        self.block(Block::Table { header, rows, align }, byte);
        self.deferred(byte);
    }
}
