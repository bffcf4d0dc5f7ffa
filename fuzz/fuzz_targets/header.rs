//! Words of real forms in any order, merged at random: the layout is found, and a book of
//! them is read whole. No cell may be without a fate.

#![no_main]

use std::collections::BTreeMap;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tenken_fuzz::config::HiddenCells;
use tenken_fuzz::diag::{BookId, Origin, Sources};
use tenken_fuzz::model::plan::{Division, Grade, GradeStyle, Indicator, Plan, Project};
use tenken_fuzz::model::year::FiscalYear;
use tenken_fuzz::read::decisions::Decisions;
use tenken_fuzz::read::grid::{CellValue, Merge, Sheet};
use tenken_fuzz::read::layout::{self, Forms, Guide, Vocabulary};
use tenken_fuzz::read::names::Names;
use tenken_fuzz::read::submission::{self, Context};

const WORDS: [&str; 88] = [
    "番号", "No.", "事業番号", "事業ID", "事業名", "事業名・指標", "担当課", "取組実績", "実績", "評価",
    "評価の理由", "課題", "改善策", "今後の方向性", "指標ID", "指標名", "指標", "単位", "目標値", "実績値",
    "計画", "達成率", "備考", "担当者", "電話", "令和8年度", "令和9年度", "R9", "R8実績値", "９年度",
    "昨年度", "指標1", "指標2", "指標名①", "実績値①", "指標名②", "実績値②", "（人）", "（単位）", "区分",
    "理由", "年間", "上半期", "計", "合計", "小計", "例", "〃", "同上", "※注記", "基本目標1", "以上", "1101",
    "1102", "J1101", "J1102", "産後ケア事業", "一時預かり事業", "こども課", "健康増進課", "利用者数", "満足度",
    "担当課：こども課", "事業名：産後ケア事業", "評価：A", "令和9年度 点検シート", "A", "B", "◎", "○", "■A□B",
    "66", "85.5", "1,250", "６６人", "約50", "－", "集計中", "0", "12/34", "訪問した。", "0299-48-1111", "人",
    "％", "とどいた数", "#REF!", "######", "記号",
];

struct Town {
    plan: Plan,
    vocabulary: Vocabulary,
}

fn town() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(|| {
        let origin = Origin::book(book());
        let division = |id: &str, name: &str| Division {
            id: id.to_owned(),
            name: name.to_owned(),
            department: "福祉部".to_owned(),
            aliases: Vec::new(),
            origin,
        };
        let project = |number: &str, name: &str, division: usize| {
            Project::new(number, name, division, origin)
        };
        let indicator = |id: &str, project: usize, name: &str, unit: &str| {
            Indicator::new(id, project, name, unit, origin)
        };
        let mut plan = Plan {
            divisions: vec![division("D1", "こども課"), division("D2", "健康増進課")],
            ..Plan::default()
        };
        plan.projects = vec![
            project("1101", "産後ケア事業", 1),
            project("1102", "一時預かり事業", 0),
        ];
        plan.indicators = vec![
            indicator("J1-1", 0, "利用者数", "人"),
            indicator("J1-2", 0, "満足度", "％"),
            indicator("J2-1", 1, "利用者数", "人"),
        ];
        let grade = |code: &str, symbol: &str, rank: u32| Grade {
            code: code.to_owned(),
            symbol: symbol.to_owned(),
            name: format!("段階{code}"),
            meaning: String::new(),
            rank,
            on_track: true,
            counted: true,
            reason_required: false,
            style: GradeStyle::None,
            aliases: Vec::new(),
            origin,
        };
        plan.scale.grades = vec![grade("A", "◎", 1), grade("B", "○", 2)];
        let vocabulary = Vocabulary::new(&BTreeMap::new(), &plan).unwrap();
        Town { plan, vocabulary }
    })
}

fn book() -> BookId {
    Sources::default().add_book("評価/令和9年度/こども課.csv")
}

fuzz_target!(|data: (Vec<[u8; 4]>, Vec<u8>)| {
    let (areas, bytes) = data;
    let town = town();
    let year = FiscalYear::parse("令和9年度").unwrap();
    // A byte is a word, an empty cell, or the end of a row.
    let mut rows: Vec<Vec<&str>> = vec![Vec::new()];
    for byte in bytes.into_iter().take(4_000) {
        let last = rows.len() - 1;
        match WORDS.get(usize::from(byte)) {
            Some(word) => rows[last].push(word),
            None if byte < 200 => rows[last].push(""),
            None => rows.push(Vec::new()),
        }
    }
    let mut sheet = Sheet { name: "評価".to_owned(), ..Sheet::default() };
    for [row, col, high, wide] in areas.into_iter().take(20) {
        let start = (u32::from(row % 16), u32::from(col % 16));
        let end = (start.0 + u32::from(high % 6), start.1 + u32::from(wide % 6));
        sheet.merges.push(Merge { start, end });
    }
    let cells = rows.iter().enumerate().flat_map(|(r, row)| {
        let filled = row.iter().enumerate().filter(|(_, word)| !word.is_empty());
        filled.map(move |(c, word)| {
            ((r as u32, c as u32), CellValue::Text((*word).to_owned()))
        })
    });
    sheet.cells = cells.collect();
    let guide = Guide { vocabulary: &town.vocabulary, year, form: None, flipped: false };
    let found = layout::find(&sheet, &guide);
    layout::explain(&sheet.name, &found);
    let turned = if found.flipped { layout::flip(&sheet) } else { sheet };
    for block in &found.blocks {
        for record in block.records(&turned) {
            record.cells(&turned);
        }
    }
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let quoted: Vec<String> = row.iter().map(|w| format!("\"{w}\"")).collect();
            quoted.join(",")
        })
        .collect();
    let names = Names::new(&town.plan, Decisions::default()).in_year(year);
    let context = Context {
        plan: &town.plan,
        names: &names,
        vocabulary: &town.vocabulary,
        forms: &Forms::default(),
        hidden: HiddenCells::usual(),
        year,
    };
    let mut sources = Sources::default();
    let path = "評価/令和9年度/こども課.csv";
    let id = sources.add_book(path);
    let text = lines.join("\n");
    let (read, _) = submission::read(text.as_bytes(), path, id, &context, &mut sources);
    assert_eq!(read.cells.lost(), 0, "cells without a fate: {:?}", read.cells);
    assert_eq!(read.values.lost(), 0, "values without a kind: {:?}", read.values);
});
