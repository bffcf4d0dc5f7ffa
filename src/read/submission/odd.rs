//! What stands beside the answers of a sheet: cells outside its tables, hidden rows,
//! shapes, comments, rows for adjustment.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::catalog;
use crate::config::Hidden;
use crate::diag::{BookId, CellRef, Diagnostic, Origin, SheetId, column_name};
use crate::read::grid::{Look, Sheet};
use crate::read::ledger::{Fate, Ledger};
use crate::read::row_words::is_remark_text;
use crate::text::{key1, shorten, some_of};

/// Cells that no rule of the table took: named, a few by address.
pub(super) fn report_outside(
    sheet: &Sheet,
    book: BookId,
    id: SheetId,
    ledger: &mut Ledger,
    findings: &mut Vec<Diagnostic>,
) {
    let outside: Vec<(u32, u32)> = ledger.unmarked().collect();
    let mut remarks = Vec::new();
    for (row, col) in outside {
        let text = sheet.text(row, col);
        // 「※」 opens a remark for the reader, under or beside the table.
        if is_remark_text(&text) {
            ledger.mark(row, col, Fate::Title);
        } else {
            ledger.mark(row, col, Fate::Reported);
            remarks.push((row, col, text));
        }
    }
    let Some(&(row, col, _)) = remarks.first() else { return };
    let shown: Vec<String> = remarks
        .iter()
        .take(5)
        .map(|(row, col, text)| {
            let cell = CellRef { row: *row, col: *col };
            format!("{cell}「{}」", shorten(text, 15))
        })
        .collect();
    let list = some_of(&shown, remarks.len(), "個");
    let text = format!("表の外に書かれたものがあります: {list}");
    findings.push(
        Diagnostic::new(&catalog::CELL_OUTSIDE, text)
            .at(Origin::cell(book, id, row, col)),
    );
}

/// Rows and columns that Excel does not show, with content.
pub(super) fn report_hidden(
    sheet: &Sheet,
    book: BookId,
    id: SheetId,
    context: &Context,
    findings: &mut Vec<Diagnostic>,
) {
    let filled = |row: &u32| sheet.row(*row).next().is_some();
    let rows: Vec<String> = sheet
        .hidden_rows
        .iter()
        .filter(|r| filled(r))
        .map(|r| format!("{}行", r + 1))
        .collect();
    let used: BTreeSet<u32> = if sheet.hidden_cols.is_empty() {
        BTreeSet::new()
    } else {
        sheet.cells.keys().map(|(_, col)| *col).collect()
    };
    let cols: Vec<String> = used
        .iter()
        .filter(|c| sheet.hidden_cols.iter().any(|(a, b)| (a..=b).contains(c)))
        .map(|c| format!("{}列", column_name(*c)))
        .collect();
    let told = |what: &str, which: &[String], setting: Hidden| {
        let how = match setting {
            Hidden::Read => "表示されているものと同じに読みました",
            Hidden::Skip => "設定により読みませんでした",
        };
        let shown = which.iter().take(5).cloned().collect::<Vec<_>>().join("、");
        let more = if which.len() > 5 { " ほか" } else { "" };
        format!("隠れた{what}が {} あり（{shown}{more}）、{how}", which.len())
    };
    let hidden = context.hidden;
    let mut texts = Vec::new();
    if !rows.is_empty() {
        let what = if sheet.filtered {
            "行（絞り込みで隠れたもの）"
        } else {
            "行"
        };
        texts.push(told(what, &rows, hidden.rows));
    }
    if !cols.is_empty() {
        texts.push(told("列", &cols, hidden.cols));
    }
    for text in texts {
        let finding = Diagnostic::new(&catalog::HIDDEN_CELLS, text);
        findings.push(finding.at(Origin::sheet(book, id)));
    }
}

/// Words that are struck out in headers, names and other cells of which nothing was said.
pub(super) fn report_struck(
    sheet: &Sheet,
    book: BookId,
    id: SheetId,
    findings: &mut Vec<Diagnostic>,
) {
    let told: BTreeSet<Origin> = match sheet.looks.is_empty() {
        true => return,
        false => findings.iter().filter_map(|f| f.origin).collect(),
    };
    for whole in [false, true] {
        let of_kind = |((row, col), look): (&(u32, u32), &Look)| {
            let text = match look {
                Look::StruckWords(words) if !whole => words.clone(),
                Look::Struck if whole => sheet.text(*row, *col),
                _ => return None,
            };
            let origin = Origin::cell(book, id, *row, *col);
            (!told.contains(&origin)).then_some((*row, *col, text))
        };
        let cells: Vec<(u32, u32, String)> =
            sheet.looks.iter().filter_map(of_kind).collect();
        let Some((row, col, _)) = cells.first() else { continue };
        let show = |(row, col, text): &(u32, u32, String)| {
            let cell = CellRef { row: *row, col: *col };
            format!("{cell}「{}」", shorten(text.trim(), 15))
        };
        let shown: Vec<String> = cells.iter().take(5).map(show).collect();
        let more = cells.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(" ほか {more} 個") } else { String::new() };
        let what = match whole {
            true => "セルの全部に取り消し線があります（値はそのまま読みました）",
            false => "取り消し線で消した字を除いて読みました",
        };
        let text = format!("{what}: {}{more}", shown.join("、"));
        let origin = Origin::cell(book, id, *row, *col);
        findings.push(Diagnostic::new(&catalog::VALUE_REMARK, text).at(origin));
    }
}

/// Texts of shapes and comments, which are no answers.
pub(super) fn report_floats(
    sheet: &Sheet,
    book: BookId,
    id: SheetId,
    findings: &mut Vec<Diagnostic>,
) {
    for is_comment in [false, true] {
        let texts: Vec<_> = sheet
            .floats
            .iter()
            .filter(|f| f.is_comment == is_comment && !f.text.trim().is_empty())
            .collect();
        let Some(first) = texts.first() else { continue };
        let shown: Vec<String> = texts
            .iter()
            .take(6)
            .map(|f| {
                let cell = CellRef { row: f.start.0, col: f.start.1 };
                format!("{cell}「{}」", shorten(f.text.trim(), 30))
            })
            .collect();
        let list = some_of(&shown, texts.len(), "個");
        let (rule, what) = if is_comment {
            (&catalog::COMMENT_TEXT, "コメント")
        } else {
            (&catalog::SHAPE_TEXT, "図形の文字")
        };
        let text = format!("{what}が {} 個あります: {list}", texts.len());
        let origin = Origin::cell(book, id, first.start.0, first.start.1);
        findings.push(Diagnostic::new(rule, text).at(origin));
    }
}

/// Empty rows in use beyond which a sheet is told to be larger than what is in it.
const LONG_TAIL: u32 = 100;
/// Cells of one row with the same text that are a row for adjustment.
const SAME_CELLS: usize = 5;

/// Rows for adjustment, and formatted rows without content.
pub(super) fn report_oddities(
    sheet: &Sheet,
    book: BookId,
    id: SheetId,
    findings: &mut Vec<Diagnostic>,
) {
    let mut push = |text: String, origin| {
        findings.push(Diagnostic::new(&catalog::SHEET_ODDITY, text).at(origin));
    };
    let rows = sheet.rows();
    for row in rows.iter() {
        let mut cells = sheet.row(*row).map(|(_, v)| v);
        if rows.len() > 2_000 && cells.next() != cells.next() {
            continue;
        }
        let mut texts: BTreeMap<String, usize> = BTreeMap::new();
        for (_, value) in sheet.row(*row).filter(|(_, v)| key1(&v.text()).len() > 12) {
            *texts.entry(value.text()).or_default() += 1;
        }
        if let Some((text, count)) = texts.iter().find(|(_, n)| **n >= SAME_CELLS) {
            let text = format!(
                "{}行目の {count} 個のセルに同じ文「{}」があります。回答としては読みませんでした",
                row + 1,
                shorten(text, 20)
            );
            let col = sheet.row(*row).next().map_or(0, |(c, _)| c);
            push(text, Origin::cell(book, id, *row, col));
        }
    }
    let end = rows.last().map_or(0, |r| r + 1);
    if sheet.declared_rows > end.saturating_add(LONG_TAIL) {
        let text = format!(
            "{}行目から{}行目までは、書式だけで中身がありません",
            end + 1,
            sheet.declared_rows
        );
        push(text, Origin::sheet(book, id));
    }
}
