//! The tables that the sample is written in: tab-separated, `\n` for a line break.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

use crate::books::{Book, Cell, Sheet};

/// One record: header → cell.
pub type Record = HashMap<String, String>;

/// The order of the sheets of `計画.xlsx`.
const PLAN_SHEETS: [&str; 11] = [
    "基本情報",
    "体系",
    "事業",
    "指標",
    "担当課",
    "評価区分",
    "方向性",
    "関連計画",
    "ライフステージ",
    "支援パッケージ",
    "推進体制",
];

/// Columns of `計画.xlsx` that hold numbers.
const NUMERIC: [&str; 7] = [
    "順位",
    "小数桁",
    "基準値",
    "令和8年度目標",
    "令和9年度目標",
    "令和10年度目標",
    "令和11年度目標",
];

/// All tables by name.
pub struct Tables {
    tables: HashMap<String, (Vec<String>, Vec<Vec<String>>)>,
}

impl Tables {
    /// Reads every `.tsv` of a folder.
    pub fn read(dir: &Path) -> Result<Self, Box<dyn Error>> {
        let mut tables = HashMap::new();
        for entry in std::fs::read_dir(dir)? {
            let path = entry?.path();
            let name =
                path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path)?;
            let mut lines = text.lines().map(|line| {
                line.split('\t').map(|c| c.replace("\\n", "\n")).collect::<Vec<_>>()
            });
            let header = lines.next().unwrap_or_default();
            tables.insert(name, (header, lines.collect()));
        }
        Ok(Tables { tables })
    }

    /// The records of a table, in its order.
    pub fn records(&self, name: &str) -> Vec<Record> {
        let Some((header, rows)) = self.tables.get(name) else { return Vec::new() };
        rows.iter()
            .map(|row| header.iter().cloned().zip(row.iter().cloned()).collect())
            .collect()
    }

    /// `計画.xlsx`: a sheet for each kind of record.
    pub fn plan_book(&self) -> Book {
        let mut book = Book::default();
        for name in PLAN_SHEETS {
            let Some((header, rows)) = self.tables.get(name) else { continue };
            let mut sheet = Sheet::new(name);
            for (col, title) in header.iter().enumerate() {
                sheet.put(0, col, Cell::header(title));
            }
            for (r, row) in rows.iter().enumerate() {
                for (col, text) in row.iter().enumerate() {
                    let numeric = NUMERIC.contains(&&*header[col]);
                    let cell = match text.parse::<f64>() {
                        Ok(number) if numeric => Cell::number(number, decimals(text)),
                        _ => Cell::text(text),
                    };
                    sheet.put(r + 1, col, cell);
                }
            }
            sheet.freeze = Some(1);
            book.sheets.push(sheet);
        }
        book
    }
}

/// Decimals of a written number.
pub fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, fraction)| fraction.len())
}
