//! Two versions of one file: where they differ, in the words of its kind.

use std::collections::BTreeSet;

use super::{Spot, leaves};
use crate::read::grid::{self, Sheet};
use crate::text::shorten;

/// One place at which two versions differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The sheet, for workbooks.
    pub sheet: String,
    /// Where in it.
    pub spot: Spot,
    /// What is there, and what should be.
    pub text: String,
}

/// The differences between the file on disk and the one that the inputs give; none where
/// the bytes are the same. A workbook is compared cell by cell, a text line by line, a
/// PDF page by page.
pub fn differences(path: &str, found: &[u8], wanted: &[u8]) -> Vec<Difference> {
    if found == wanted {
        return Vec::new();
    }
    let list = match path.rsplit('.').next() {
        Some("xlsx" | "csv") => books(found, wanted),
        Some("html" | "txt" | "json") => lines(found, wanted),
        Some("pdf") => leaves::differences(found, wanted).unwrap_or_default(),
        _ => Vec::new(),
    };
    if list.is_empty() {
        let text =
            "読める内容は同じか比べられませんが、ファイルの中身（バイト）が違います";
        return vec![whole(text.to_owned())];
    }
    list
}

pub(super) fn whole(text: String) -> Difference {
    Difference { sheet: String::new(), spot: Spot::Whole, text }
}

fn books(found: &[u8], wanted: &[u8]) -> Vec<Difference> {
    let (Ok(found), Ok(wanted)) = (grid::read(found), grid::read(wanted)) else {
        return vec![whole("表として読めません".to_owned())];
    };
    let mut list = Vec::new();
    for sheet in &wanted {
        match found.iter().find(|s| s.name == sheet.name) {
            Some(other) => cells(other, sheet, &mut list),
            None => list.push(whole(format!("シート「{}」がありません", sheet.name))),
        }
    }
    for sheet in found.iter().filter(|s| wanted.iter().all(|w| w.name != s.name)) {
        list.push(whole(format!("シート「{}」が加わっています", sheet.name)));
    }
    list
}

fn cells(found: &Sheet, wanted: &Sheet, list: &mut Vec<Difference>) {
    let places: BTreeSet<(u32, u32)> =
        found.cells.iter().chain(wanted.cells.iter()).map(|(at, _)| *at).collect();
    for (row, col) in places {
        let (is, was) = (found.text(row, col), wanted.text(row, col));
        if is != was {
            list.push(Difference {
                sheet: if found.name == "CSV" {
                    String::new()
                } else {
                    found.name.clone()
                },
                spot: Spot::Cell(row, col),
                text: change(&is, &was),
            });
        }
    }
}

/// Lines that differ. Where lines were put in or taken out, the rest is compared from the
/// end, so that one insertion is not a hundred differences.
fn lines(found: &[u8], wanted: &[u8]) -> Vec<Difference> {
    let (found, wanted) = (grid::decode_text(found), grid::decode_text(wanted));
    let (found, wanted): (Vec<&str>, Vec<&str>) =
        (found.lines().collect(), wanted.lines().collect());
    let head = found.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
    let most = found.len().min(wanted.len()) - head;
    let tail = found
        .iter()
        .rev()
        .zip(wanted.iter().rev())
        .take(most)
        .take_while(|(a, b)| a == b)
        .count();
    let (found, wanted) =
        (&found[head..found.len() - tail], &wanted[head..wanted.len() - tail]);
    let mut list = Vec::new();
    for i in 0..found.len().max(wanted.len()) {
        let (is, was) = (found.get(i).copied(), wanted.get(i).copied());
        if is == was {
            continue;
        }
        let line = u32::try_from(head + i + 1).unwrap_or(u32::MAX);
        let text = change(is.unwrap_or_default(), was.unwrap_or_default());
        list.push(Difference { sheet: String::new(), spot: Spot::Line(line), text });
    }
    list
}

pub(super) fn change(is: &str, was: &str) -> String {
    // Long texts are shown from where they part.
    let same = is.chars().zip(was.chars()).take_while(|(a, b)| a == b).count();
    let from = same.saturating_sub(8);
    let part = |text: &str| -> String {
        let rest: String = text.chars().skip(from).collect();
        match (text.is_empty(), from) {
            (true, _) => "（空）".to_owned(),
            (_, 0) => format!("「{}」", shorten(&rest, 40)),
            _ => format!("「…{}」", shorten(&rest, 40)),
        }
    };
    format!("{} です（入力からは {}）", part(is), part(was))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_put_in_is_one_difference() {
        let wanted = b"a\nb\nc\nd\n";
        let found = differences("x.txt", b"a\nb\nnew\nc\nd\n", wanted);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].spot, Spot::Line(3));
        assert_eq!(found[0].text, "「new」 です（入力からは （空））");
        assert!(differences("x.txt", wanted, wanted).is_empty());
    }

    #[test]
    fn cells_are_named() {
        let found =
            differences("x.csv", b"id,n\r\nA,10\r\nB,3\r\n", b"id,n\r\nA,10\r\nB,2\r\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].spot, Spot::Cell(2, 1));
        assert_eq!(found[0].text, "「3」 です（入力からは 「2」）");
    }

    #[test]
    fn other_files_differ_as_a_whole() {
        assert_eq!(differences("x.pdf", b"1", b"2")[0].spot, Spot::Whole);
        assert_eq!(differences("x.xlsx", b"no book", b"PK")[0].spot, Spot::Whole);
    }
}
