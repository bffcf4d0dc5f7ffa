//! A sheet of `計画.xlsx`: header in row 1, one record a row.

use crate::catalog;
use crate::diag::{BookId, Diagnostic, Diagnostics, Origin, SheetId};
use crate::read::grid::{CellValue, Sheet};
use crate::text::{header_key, keep};

/// One sheet as records.
pub struct Table<'a> {
    sheet: &'a Sheet,
    book: BookId,
    id: SheetId,
    headers: Vec<(u32, String)>,
    rows: Vec<u32>,
}

/// One record.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table<'a>,
    row: u32,
}

impl<'a> Table<'a> {
    /// Takes the first row of a sheet as its header.
    pub fn new(sheet: &'a Sheet, book: BookId, id: SheetId) -> Self {
        let headers: Vec<(u32, String)> =
            sheet.row(0).map(|(col, value)| (col, header_key(&value.text()))).collect();
        let rows = sheet.rows().into_iter().filter(|row| *row > 0).collect();
        Table { sheet, book, id, headers, rows }
    }

    /// Names the columns that are missing and the cells that have no value to read.
    pub fn require(&self, names: &[&str], diagnostics: &mut Diagnostics) {
        for (&(row, col), value) in &self.sheet.cells {
            let (rule, text) = match value {
                CellValue::Uncomputed => (
                    &catalog::CELL_NOT_CACHED,
                    "数式の計算結果が保存されていません".to_owned(),
                ),
                CellValue::Error(word) => {
                    (&catalog::CELL_ERROR, format!("値が {word} です"))
                }
                _ => continue,
            };
            diagnostics.push(
                Diagnostic::new(rule, text)
                    .at(Origin::cell(self.book, self.id, row, col)),
            );
        }
        for name in names.iter().filter(|name| self.column(name).is_none()) {
            let text = format!("「{name}」の列がありません");
            diagnostics.push(
                Diagnostic::new(&catalog::PLAN_MISSING, text)
                    .at(Origin::sheet(self.book, self.id)),
            );
        }
    }

    /// The records, top to bottom.
    pub fn rows(&'a self) -> impl Iterator<Item = Row<'a>> {
        self.rows.iter().map(|row| Row { table: self, row: *row })
    }

    /// The columns whose header ends so, with what stands before it:
    /// 「令和9年度目標」 → (「令和9年度」, column).
    pub fn columns_ending(&self, suffix: &str) -> Vec<(String, u32)> {
        let suffix = header_key(suffix);
        self.headers
            .iter()
            .filter_map(|(col, h)| Some((h.strip_suffix(&*suffix)?.to_owned(), *col)))
            .filter(|(head, _)| !head.is_empty())
            .collect()
    }

    /// Where the header of a column stands.
    pub fn header_origin(&self, col: u32) -> Origin {
        Origin::cell(self.book, self.id, 0, col)
    }

    /// Whether there is a column with this header.
    pub fn has(&self, name: &str) -> bool {
        self.column(name).is_some()
    }

    fn column(&self, name: &str) -> Option<u32> {
        let key = header_key(name);
        self.headers.iter().find(|(_, h)| *h == key).map(|(col, _)| *col)
    }
}

impl<'a> Row<'a> {
    /// The cell under a header, cleaned for print; empty where there is none.
    pub fn text(&self, name: &str) -> String {
        self.cell(name).map(|v| keep(&v.text())).unwrap_or_default()
    }

    /// The name of the sheet.
    pub fn sheet(&self) -> &'a str {
        &self.table.sheet.name
    }

    /// The row, as Excel counts.
    pub fn number(&self) -> u32 {
        self.row + 1
    }

    /// The cell under a header.
    pub fn cell(&self, name: &str) -> Option<&'a CellValue> {
        self.cell_at(self.table.column(name)?)
    }

    /// The cell in a column.
    pub fn cell_at(&self, col: u32) -> Option<&'a CellValue> {
        self.table.sheet.cells.get(&(self.row, col))
    }

    /// Where the cell under a header stands.
    pub fn origin(&self, name: &str) -> Origin {
        self.origin_at(self.table.column(name).unwrap_or(0))
    }

    /// Where the cell in a column stands.
    pub fn origin_at(&self, col: u32) -> Origin {
        Origin::cell(self.table.book, self.table.id, self.row, col)
    }

    /// 「○」 in any of its usual forms.
    pub fn is_marked(&self, name: &str) -> bool {
        matches!(self.text(name).trim(), "○" | "◯" | "〇" | "●" | "1" | "１" | "はい")
    }

    /// IDs in one cell, with ＋ between them too: 「J1-1＋J1-2」.
    pub fn ids(&self, name: &str) -> Vec<String> {
        let list = self.list(name).into_iter();
        let parts = list.flat_map(|entry| {
            let parts = entry.split(['+', '＋']).map(|p| p.trim().to_owned());
            parts.collect::<Vec<String>>()
        });
        parts.filter(|p| !p.is_empty()).collect()
    }

    /// A list in one cell: 、 , ； or line breaks between the entries.
    pub fn list(&self, name: &str) -> Vec<String> {
        self.text(name)
            .split(['、', '，', ',', ';', '；', '\n'])
            .map(|s| s.trim().to_owned())
            .filter(|s| !s.is_empty())
            .collect()
    }
}
