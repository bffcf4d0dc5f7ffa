//! レベル2: the values.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Figure, Grid, figure};
use super::{Faults, Subject, Verdict, fault, verdict};
use crate::diag::CellRef;
use crate::read::grid::CellValue;
use crate::text::key1;

/// More different values are free texts, not choices.
const MOST_CHOICES: usize = 20;

/// Judges one rule.
pub fn judge(id: &str, s: &Subject) -> Verdict {
    let each = |find: fn(&Grid, &mut Faults)| {
        let mut faults = Faults::default();
        s.grids.iter().filter(|g| !g.is_empty()).for_each(|g| find(g, &mut faults));
        verdict(faults)
    };
    match id {
        "L2-01" => match s.is_text() {
            true => each(dressed),
            false => each(dressed_or_text),
        },
        "L2-02" => each(omitted),
        "L2-03" => each(repeated_titles),
        "L2-04" => each(choices),
        "L2-05" => each(others),
        _ if s.is_text() => Verdict::NotJudged("Excel だけのルールです"),
        _ if s.survey.looks.is_none() => {
            Verdict::NotJudged("この形式の数式は読めません（.xlsx で判定できます）")
        }
        _ => each(formulas),
    }
}

/// Numbers with units, separators and marks.
fn dressed(g: &Grid, faults: &mut Faults) {
    for column in g.columns.iter().filter(|c| c.is_figures()) {
        for (row, value) in &column.cells {
            if matches!(figure(value), Figure::Dressed | Figure::Word) {
                let text = format!(
                    "「{}」は数値だけではありません。単位や注は別の列にしてください",
                    value.text()
                );
                faults.push(fault(g.name(), column.at(*row), text));
            }
        }
    }
}

/// In a workbook a number that is stored as text is no number either.
fn dressed_or_text(g: &Grid, faults: &mut Faults) {
    dressed(g, faults);
    for column in g.columns.iter().filter(|c| c.is_figures()) {
        for (row, value) in &column.cells {
            if matches!(value, CellValue::Text(_)) && figure(value) == Figure::Pure {
                let text = format!(
                    "「{}」が文字として入っています。数値にしてください",
                    value.text()
                );
                faults.push(fault(g.name(), column.at(*row), text));
            }
        }
    }
}

/// 「同上」, and names that stand only in the first row of their group.
fn omitted(g: &Grid, faults: &mut Faults) {
    let marks = ["〃", "同上", "々", "\"", "〟", "同左", "\u{3003}"];
    for column in &g.columns {
        for (row, value) in &column.cells {
            if marks.contains(&value.text().trim()) {
                let text = "「同上」などで省いています。同じ値を各行に入れてください";
                faults.push(fault(g.name(), column.at(*row), text));
            }
        }
    }
    let body: Vec<u32> = g.body().collect();
    for column in g.columns.iter().take(2).filter(|c| !c.is_figures()) {
        let first = column.cells.first().map(|(row, _)| *row);
        let begins = first.is_some() && first == body.first().copied();
        if begins && column.blanks * 3 >= body.len() && column.blanks > 0 {
            let filled: BTreeSet<u32> = column.cells.iter().map(|(r, _)| *r).collect();
            let gap = body.iter().find(|row| !filled.contains(row)).copied();
            let text = "前の行と同じ値を省いているように見えます。各行に入れてください";
            let place = gap.map(|row| column.at(row)).unwrap_or_default();
            faults.push(fault(g.name(), place, text));
        }
    }
}

fn repeated_titles(g: &Grid, faults: &mut Faults) {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for column in g.columns.iter().filter(|c| !c.title.is_empty()) {
        if let Some(first) = seen.insert(&column.title, column.index) {
            let other = CellRef { row: g.header, col: first };
            let text = format!("項目名「{}」が {other} にもあります", column.title);
            faults.push(fault(g.name(), column.at(g.header), text));
        }
    }
    // A second row of headers: the names are whole only together.
    let tall =
        g.sheet.merges.iter().any(|m| {
            m.start.0 == g.header && (m.end.1 > m.start.1 || m.end.0 > m.start.0)
        });
    if tall {
        let text = "見出しが二段以上に分かれています。一行の項目名にしてください";
        faults.push(fault(g.name(), format!("{}行", g.header + 1), text));
    }
}

/// Choices that are typed in different ways.
fn choices(g: &Grid, faults: &mut Faults) {
    for column in g.columns.iter().filter(|c| !c.is_figures() && !c.is_prose()) {
        let distinct = column.distinct();
        if distinct.len() > MOST_CHOICES || column.cells.len() < 2 * distinct.len() {
            continue;
        }
        let mut groups: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for value in &distinct {
            let key = key1(value).replace(['〇', '◯'], "○");
            groups.entry(key).or_default().push(value);
        }
        for same in groups.into_values().filter(|same| same.len() > 1) {
            let odd = same.iter().min_by_key(|v| {
                column.cells.iter().filter(|(_, cell)| cell.text() == ***v).count()
            });
            let cell = column.cells.iter().find(|(_, v)| Some(&&v.text()) == odd);
            let names: Vec<String> = same.iter().map(|v| format!("「{v}」")).collect();
            let text = format!(
                "同じ選択肢が{}と書かれています。一つにそろえてください",
                names.join("")
            );
            let place = cell.map(|(row, _)| column.at(*row)).unwrap_or_default();
            faults.push(fault(g.name(), place, text));
        }
    }
}

fn others(g: &Grid, faults: &mut Faults) {
    for column in g.columns.iter().filter(|c| !c.is_prose()) {
        for (row, value) in &column.cells {
            let text = value.text();
            let rest = text.trim().strip_prefix("その他").unwrap_or_default();
            if rest.trim_start().starts_with(['（', '(', '：', ':', '・']) {
                let text = "「その他」の詳しい内容が選択肢と同じ列にあります。別の列にしてください";
                faults.push(fault(g.name(), column.at(*row), text));
            }
        }
    }
}

fn formulas(g: &Grid, faults: &mut Faults) {
    let formulas = g.looks.map_or(&[][..], |l| &l.formulas);
    if let Some((row, col)) = formulas.first() {
        let at = CellRef { row: *row, col: *col };
        let text = format!(
            "数式が {} 個あります。「値の貼り付け」で値にしてください",
            formulas.len()
        );
        faults.push(fault(g.name(), at.to_string(), text));
    }
}
