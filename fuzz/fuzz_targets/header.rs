//! Any table → where its headers and records are. Lines are rows, tabs part cells.

#![no_main]

use std::collections::BTreeMap;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tenken_fuzz::model::plan::Plan;
use tenken_fuzz::model::year::FiscalYear;
use tenken_fuzz::read::grid::{CellValue, Merge, Sheet};
use tenken_fuzz::read::layout::{self, Guide, Vocabulary};

fuzz_target!(|data: (Vec<[u8; 4]>, String)| {
    let (areas, text) = data;
    let mut sheet = Sheet { name: "評価".to_owned(), ..Sheet::default() };
    for [row, col, rows, cols] in areas.into_iter().take(20) {
        let start = (u32::from(row), u32::from(col));
        let end = (start.0 + u32::from(rows), start.1 + u32::from(cols));
        sheet.merges.push(Merge { start, end });
    }
    let rows = text.split('\n').enumerate();
    let cells = rows.flat_map(|(row, line)| {
        let cells = line.split('\t').enumerate().filter(|(_, text)| !text.is_empty());
        cells.map(move |(col, text)| {
            ((row as u32, col as u32), CellValue::Text(text.to_owned()))
        })
    });
    sheet.cells = cells.collect();
    static WORDS: OnceLock<Vocabulary> = OnceLock::new();
    let vocabulary = WORDS.get_or_init(|| {
        Vocabulary::new(&BTreeMap::new(), &Plan::default()).unwrap()
    });
    let year = FiscalYear::parse("令和9年度").unwrap();
    let guide = Guide { vocabulary, year, form: None };
    let found = layout::find(&sheet, &guide);
    layout::explain(&sheet.name, &found);
    let sheet = if found.flipped { layout::flip(&sheet) } else { sheet };
    for block in &found.blocks {
        for record in block.records(&sheet) {
            record.cells(&sheet);
        }
    }
});
