//! レベル1: the shape of the file.

use std::collections::BTreeMap;

use super::columns::{Column, Grid};
use super::{Faults, Subject, Verdict, fault, verdict};
use crate::diag::{CellRef, column_name};
use crate::export::open_data::machine_dependent;
use crate::read::grid::{CellValue, Format, Position};

const ONLY_EXCEL: &str = "Excel だけのルールです";
const ONLY_CSV: &str = "CSV だけのルールです";
const LOOKS_UNKNOWN: &str = "この形式の書式や図形は読めません（.xlsx で判定できます）";

/// Judges one rule.
pub fn judge(id: &str, s: &Subject) -> Verdict {
    let each = |find: fn(&Grid, &mut Faults)| {
        let mut faults = Faults::default();
        s.grids.iter().filter(|g| !g.is_empty()).for_each(|g| find(g, &mut faults));
        verdict(faults)
    };
    let excel = |find: fn(&Grid, &mut Faults)| match s.is_text() {
        true => Verdict::NotJudged(ONLY_EXCEL),
        false => each(find),
    };
    let looks = |find: fn(&Grid, &mut Faults)| match s.survey.looks {
        None if !s.is_text() => Verdict::NotJudged(LOOKS_UNKNOWN),
        _ => excel(find),
    };
    let csv = |find: fn(&Grid, &mut Faults)| match s.is_text() {
        true => each(find),
        false => Verdict::NotJudged(ONLY_CSV),
    };
    match id {
        "L1-01" => format(s),
        "L1-02" => each(tables),
        "L1-03" => each(broken_up),
        "L1-04" => each(unrelated),
        "L1-05" => each(untitled),
        "L1-06" => each(laid_out),
        "L1-07" => each(many_in_one),
        "L1-08" => each(letters),
        "L1-09" => each(blank_and_zero),
        "L1-10" => looks(objects),
        "L1-11" => looks(looks_differ),
        "L1-12" => excel(merged),
        "L1-13" => excel(hidden),
        "L1-14" => csv(broken_lines),
        _ => csv(shifted),
    }
}

fn format(s: &Subject) -> Verdict {
    match s.survey.format {
        Format::Xls | Format::Xlsb => {
            let text =
                "古い形式かバイナリの Excel です。.xlsx か .csv で保存してください";
            Verdict::Fail(vec![fault("", "", text)])
        }
        _ if s.grids.iter().all(Grid::is_empty) => {
            Verdict::Fail(vec![fault("", "", "表がありません")])
        }
        _ => Verdict::Pass,
    }
}

/// Blocks of rows that whole empty rows part: each with two rows and two columns is a
/// table. Columns likewise.
fn tables(g: &Grid, faults: &mut Faults) {
    let below = g.rows.iter().copied().filter(|row| *row >= g.header);
    let mut blocks: Vec<Vec<u32>> = Vec::new();
    for row in below {
        match blocks.last_mut() {
            Some(block) if block.last().is_some_and(|last| last + 1 == row) => {
                block.push(row);
            }
            _ => blocks.push(vec![row]),
        }
    }
    let wide =
        |block: &Vec<u32>| block.len() >= 2 && block.iter().all(|r| g.filled(*r) >= 2);
    // A later block with a header of its own is another table; without, it is a part.
    for block in blocks.iter().skip(1).filter(|b| wide(b)) {
        let first = block.first().copied().unwrap_or_default();
        let texts =
            |row: u32| g.sheet.row(row).all(|(_, v)| matches!(v, CellValue::Text(_)));
        let numbers = block.iter().skip(1).any(|r| !texts(*r));
        let again = g
            .sheet
            .row(first)
            .any(|(c, v)| !v.text().is_empty() && v.text() == g.sheet.text(g.header, c));
        if texts(first) && (numbers || again) {
            let place = format!("{}行", first + 1);
            faults.push(fault(g.name(), place, "空の行の後に、もう一つの表があります。シート（ファイル）を分けてください"));
        }
    }
    let mut last: Option<&Column> = None;
    for column in &g.columns {
        let apart = last.is_some_and(|l| column.index > l.index + 1);
        let named = |c: &&Column| c.title == column.title && !c.title.is_empty();
        let mut before = g.columns.iter().take_while(|c| c.index < column.index);
        if apart && before.any(|c| named(&c)) {
            faults.push(fault(g.name(), column.name(), "空の列の右に、同じ見出しの表があります。シート（ファイル）を分けてください"));
        }
        last = Some(column);
    }
}

/// Empty rows and columns inside the table.
fn broken_up(g: &Grid, faults: &mut Faults) {
    for pair in g.rows.windows(2) {
        if let [a, b] = pair
            && *a >= g.header
            && b - a > 1
        {
            let place = format!("{}行", a + 2);
            faults.push(fault(
                g.name(),
                place,
                "表の途中に空の行があります。削除してください",
            ));
        }
    }
    for pair in g.columns.windows(2) {
        if let [a, b] = pair
            && b.index - a.index > 1
        {
            let place = format!("{}列", column_name(a.index + 1));
            faults.push(fault(
                g.name(),
                place,
                "表の途中に空の列があります。削除してください",
            ));
        }
    }
}

/// Titles above, notes below and beside the table, comments.
fn unrelated(g: &Grid, faults: &mut Faults) {
    for row in g.rows.iter().filter(|row| **row < g.header) {
        let place = format!("{}行", row + 1);
        faults.push(fault(
            g.name(),
            place,
            "表の上に表題や注があります。別の資料に移してください",
        ));
    }
    let wide = g.columns.len() >= 3;
    for row in g.body() {
        let cells: Vec<(u32, &CellValue)> = g.sheet.row(row).collect();
        let text = cells.first().map(|(_, v)| v.text()).unwrap_or_default();
        let remark = ["※", "＊", "注）", "注:", "注：", "（注", "(注", "出典", "資料："]
            .iter()
            .any(|w| text.starts_with(w));
        if remark
            || (wide && cells.len() == 1 && row == g.rows.last().copied().unwrap_or(0))
        {
            let place = format!("{}行", row + 1);
            faults.push(fault(
                g.name(),
                place,
                "表の中か下に注やメモがあります。別の資料に移してください",
            ));
        }
    }
    for float in g.sheet.floats.iter().filter(|f| f.is_comment) {
        let at = CellRef { row: float.start.0, col: float.start.1 };
        faults.push(fault(
            g.name(),
            at.to_string(),
            "コメント（メモ）があります。要る情報は列にしてください",
        ));
    }
}

fn untitled(g: &Grid, faults: &mut Faults) {
    for column in &g.columns {
        let meaningful = column.title.chars().any(char::is_alphabetic);
        if !meaningful {
            let text = match &*column.title {
                "" => "列に項目名がありません".to_owned(),
                title => format!("項目名「{title}」から内容が分かりません"),
            };
            faults.push(fault(g.name(), column.at(g.header), text));
        }
    }
}

/// Spaces at the ends, in rows, between single characters; line ends.
fn laid_out(g: &Grid, faults: &mut Faults) {
    for ((row, col), value) in &g.sheet.cells {
        let CellValue::Text(text) = value else { continue };
        let letters: Vec<char> = text.chars().collect();
        let blank = |c: &char| c.is_whitespace();
        let doubled = letters.windows(2).any(|w| w.iter().all(blank));
        let parted = letters.len() >= 3
            && letters.len() <= 11
            && letters.iter().enumerate().all(|(i, c)| (i % 2 == 1) == blank(c))
            && letters.iter().any(|c| !c.is_ascii() && !blank(c));
        let what = match () {
            () if text.contains(['\n', '\r']) => "改行",
            () if text.trim() != text => "端の空白",
            () if doubled => "続いた空白",
            () if parted => "字の間の空白",
            () => continue,
        };
        let at = CellRef { row: *row, col: *col };
        faults.push(fault(
            g.name(),
            at.to_string(),
            format!("{what}で体裁を整えています。取り除いてください"),
        ));
    }
}

/// Lists in one cell, two figures in one cell.
fn many_in_one(g: &Grid, faults: &mut Faults) {
    for column in &g.columns {
        for (row, value) in &column.cells {
            let CellValue::Text(text) = value else { continue };
            let text = text.trim();
            let lines = text.lines().filter(|l| !l.trim().is_empty()).count();
            let two = text.split_once(['（', '(']).is_some_and(|(a, b)| {
                let number = |t: &str| {
                    !t.is_empty() && t.chars().all(|c| c.is_numeric() || c == ',')
                };
                number(a.trim()) && number(b.trim_end_matches([')', '）']).trim())
            });
            let items: Vec<&str> = text.split(['、', ';', '；', '／']).collect();
            let listed = !column.is_prose()
                && !column.title.contains('名')
                && !column.title.contains("name")
                && items.len() >= 3
                && items.iter().all(|i| !i.is_empty() && i.chars().count() <= 12);
            let what = match () {
                () if lines >= 2 => "改行で分けた二つ以上の値",
                () if two => "二つの数",
                () if listed => "三つ以上の値の並び",
                () => continue,
            };
            let text = format!("一つのセルに{what}があります。行か列を分けてください");
            faults.push(fault(g.name(), column.at(*row), text));
        }
    }
}

/// Each character once, at its first cell.
fn letters(g: &Grid, faults: &mut Faults) {
    let mut found: BTreeMap<char, (Position, usize)> = BTreeMap::new();
    for (at, value) in &g.sheet.cells {
        let CellValue::Text(text) = value else { continue };
        for c in text.chars().filter(|c| machine_dependent(*c)) {
            found.entry(c).or_insert((*at, 0)).1 += 1;
        }
    }
    for (c, ((row, col), count)) in found {
        let at = CellRef { row, col };
        let text = format!(
            "機種依存文字「{c}」（U+{:04X}）があります（{count} 個）。ほかの書き方にしてください",
            u32::from(c)
        );
        faults.push(fault(g.name(), at.to_string(), text));
    }
}

/// A column of figures with zeros and blanks, and no column that says what a blank is.
fn blank_and_zero(g: &Grid, faults: &mut Faults) {
    let words = ["状態", "備考", "注", "理由", "status", "note"];
    let told = g.columns.iter().any(|c| words.iter().any(|w| c.title.contains(w)));
    for column in g.columns.iter().filter(|c| c.is_figures()) {
        let zero = column.cells.iter().any(|(_, v)| v.text() == "0");
        if zero && column.blanks > 0 && !told {
            let text = "0 と空欄が混じり、空欄の意味が分かりません。状態を示す列を設けてください";
            faults.push(fault(g.name(), column.name(), text));
        }
    }
}

fn objects(g: &Grid, faults: &mut Faults) {
    let count = g.looks.map_or(0, |l| l.objects);
    if count > 0 {
        let text = format!(
            "図形・画像・グラフが {count} 個あります。要る情報はセルに入れてください"
        );
        faults.push(fault(g.name(), "", text));
    }
}

/// Columns whose cells do not all look the same.
fn looks_differ(g: &Grid, faults: &mut Faults) {
    let Some(looks) = g.looks else { return };
    for column in &g.columns {
        let mut counts: BTreeMap<usize, (usize, u32)> = BTreeMap::new();
        for (row, _) in &column.cells {
            let look = looks.looks.get(&(*row, column.index)).copied().unwrap_or(0);
            let entry = counts.entry(look).or_insert((0, *row));
            entry.0 += 1;
        }
        let usual = counts.values().map(|(n, _)| *n).max().unwrap_or(0);
        if counts.len() > 1
            && let Some((_, row)) =
                counts.values().find(|(n, _)| *n < usual).or(counts.values().nth(1))
        {
            let text =
                "色や太字などの書式が違うセルがあります。違いは列の値で示してください";
            faults.push(fault(g.name(), column.at(*row), text));
        }
    }
}

fn merged(g: &Grid, faults: &mut Faults) {
    for merge in &g.sheet.merges {
        let first = CellRef { row: merge.start.0, col: merge.start.1 };
        let last = CellRef { row: merge.end.0, col: merge.end.1 };
        let text = "セルが結合されています。結合を解き、同じ値を各セルに入れてください";
        faults.push(fault(g.name(), format!("{first}:{last}"), text));
    }
}

fn hidden(g: &Grid, faults: &mut Faults) {
    if g.sheet.hidden {
        faults.push(fault(
            g.name(),
            "",
            "シートが隠されています。要らなければ削除してください",
        ));
    }
    for row in g.sheet.hidden_rows.iter().take(1) {
        let text = format!(
            "隠れた行が {} 行あります。要らなければ削除してください",
            g.sheet.hidden_rows.len()
        );
        faults.push(fault(g.name(), format!("{}行", row + 1), text));
    }
    for (first, _) in &g.sheet.hidden_cols {
        let place = format!("{}列", column_name(*first));
        faults.push(fault(
            g.name(),
            place,
            "隠れた列があります。要らなければ削除してください",
        ));
    }
}

fn broken_lines(g: &Grid, faults: &mut Faults) {
    for ((row, col), value) in &g.sheet.cells {
        if value.text().contains(['\n', '\r']) {
            let at = CellRef { row: *row, col: *col };
            faults.push(fault(
                g.name(),
                at.to_string(),
                "値の中に改行があります。一件を一行にしてください",
            ));
        }
    }
}

/// Rows with more or fewer fields than the header.
fn shifted(g: &Grid, faults: &mut Faults) {
    let fields = &g.sheet.fields;
    let wanted = fields.get(g.header as usize).copied().unwrap_or(0);
    for row in g.body() {
        let found = fields.get(row as usize).copied().unwrap_or(0);
        if found != wanted {
            let place = format!("{}行", row + 1);
            let text = format!(
                "値が {found} 個あり、項目名の {wanted} 個と合いません。カンマを含む値は \" で囲んでください"
            );
            faults.push(fault(g.name(), place, text));
        }
    }
}
