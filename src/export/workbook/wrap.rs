//! 行の折り返し: how many lines a text takes in a cell, estimated without a font.
//!
//! Excel never recomputes the height of a row that another program wrote, and
//! rust_xlsxwriter has no automatic height, so a wrong guess cuts the last line in print.
//! Widths are in em (全角 = 1) and lean to the wide side: Meiryo's Latin letters are
//! about 0.6 em wide, capitals 0.75.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

/// Characters a cell can hold (UTF-16 units, Excel's own limit).
pub const CELL_LIMIT: usize = 32_767;

/// Whether a cell can hold a text.
pub fn fits_a_cell(text: &str) -> bool {
    // No text has more UTF-16 units than bytes.
    text.len() <= CELL_LIMIT || text.encode_utf16().count() <= CELL_LIMIT
}

/// The width of a character, in em.
fn em(c: char) -> f64 {
    match c {
        'A'..='Z' | 'm' | 'w' | '@' | '%' | '&' => 0.8,
        c => match c.width_cjk() {
            Some(0) | None => 0.0,
            Some(1) => 0.65,
            Some(_) => 1.0,
        },
    }
}

/// The width of a text on one line, in em.
pub fn width(text: &str) -> f64 {
    text.chars().map(em).sum()
}

/// What no cell can hold or show.
pub fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Text without what a workbook cannot hold or show: control characters other than the
/// line break go, a tab becomes a space.
pub fn clean(text: &str) -> String {
    if !text.contains(|c| c != '\n' && is_hidden(c)) {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    text.chars().filter(|c| *c == '\n' || !is_hidden(*c)).collect()
}

/// Like [`clean`], on one line: for cells that other programs read.
pub fn one_line(text: &str) -> String {
    if !text.contains(is_hidden) {
        return text.trim().to_owned();
    }
    let text = clean(text);
    let lines: Vec<&str> =
        text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    lines.join(" ")
}

/// How many lines a text takes in a cell of `limit` em.
pub fn count(text: &str, limit: f64) -> usize {
    let short = !text.contains('\n') && width(text) <= limit;
    if short { 1 } else { lines(text, limit).len() }
}

/// The lines of a text in a cell of `limit` em, as byte ranges without line breaks.
pub fn lines(text: &str, limit: f64) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut offset = 0;
    for paragraph in text.split('\n') {
        break_paragraph(paragraph, offset, limit.max(1.0), &mut lines);
        offset += paragraph.len() + 1;
    }
    lines
}

fn break_paragraph(text: &str, offset: usize, limit: f64, out: &mut Vec<Range<usize>>) {
    let (mut start, mut x) = (0, 0.0);
    for word in words(text) {
        let wide = width(&text[word.clone()]);
        if x + wide <= limit {
            x += wide;
            continue;
        }
        if x > 0.0 {
            out.push(offset + start..offset + word.start);
            (start, x) = (word.start, 0.0);
        }
        // A word longer than the line is broken anywhere.
        for (i, c) in text[word.clone()].char_indices() {
            if x > 0.0 && x + em(c) > limit {
                out.push(offset + start..offset + word.start + i);
                (start, x) = (word.start + i, 0.0);
            }
            x += em(c);
        }
    }
    out.push(offset + start..offset + text.len());
}

/// Pieces that stay on one line: a run of ASCII without spaces, or one character.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        let run = rest.find(|c: char| !c.is_ascii_graphic()).unwrap_or(rest.len());
        let start = at;
        at += if run > 0 { run } else { first.len_utf8() };
        Some(start..at)
    })
}

/// A text that is too long for the height of a row, in parts of at most `most` lines,
/// each with its lines. A part that goes on from the row above says so.
pub fn parts(text: &str, limit: f64, most: usize) -> Vec<(String, usize)> {
    if !text.contains('\n') && width(text) <= limit {
        return vec![(text.to_owned(), 1)];
    }
    let lines = lines(text, limit);
    if lines.len() <= most && fits_a_cell(text) {
        return vec![(text.to_owned(), lines.len())];
    }
    let rows = lines.len().div_ceil(most).max(2);
    let parts = lines.chunks(lines.len().div_ceil(rows).max(1));
    let part = |(i, chunk): (usize, &[Range<usize>])| {
        let (start, end) = (chunk.first()?.start, chunk.last()?.end);
        let text = text.get(start..end)?.trim_matches('\n');
        let text = if i == 0 { text.to_owned() } else { format!("（続き）{text}") };
        let lines = count(&text, limit);
        Some((text, lines))
    };
    parts.enumerate().filter_map(part).collect()
}

/// A text for one cell that other programs read. Where it is longer than a cell can
/// hold, the end says so.
pub fn for_one_cell(text: &str) -> String {
    const NOTE: &str = "…（長いため以下を省いた。全文は「一覧」）";
    if fits_a_cell(text) {
        return text.to_owned();
    }
    let room = CELL_LIMIT - NOTE.encode_utf16().count();
    let mut used = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += c.len_utf16();
            used <= room
        })
        .collect();
    kept + NOTE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str, limit: f64) -> usize {
        lines(text, limit).len()
    }

    #[test]
    fn lines_are_counted_by_width() {
        // 10 full-width characters fill a line of 10 em; one more needs a second.
        assert_eq!(count("一二三四五六七八九十", 10.0), 1);
        assert_eq!(count("一二三四五六七八九十一", 10.0), 2);
        assert_eq!(count("一\n\n二", 10.0), 3);
        assert_eq!(count("", 10.0), 1);
        // 14 letters of 0.65 em are 9.1 em and stay together on the second line.
        let text = "事業名abcdefghijklnop";
        let found: Vec<&str> = lines(text, 10.0).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["事業名", "abcdefghijklnop"]);
        // A word longer than the line is broken, never lost.
        let url = "https://www.city.example.lg.jp/kodomo/index.html";
        let found: String = lines(url, 5.0).into_iter().map(|r| &url[r]).collect();
        assert_eq!(found, url);
    }

    #[test]
    fn long_texts_go_on_in_the_next_row() {
        let text = "あ".repeat(95);
        // 10 lines of 10 em, at most 4 a row: 3 rows of 4, 4 and 2 lines.
        let found = parts(&text, 10.0, 4);
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], ("あ".repeat(40), 4));
        // The sign of continuation takes a line more.
        assert_eq!(found[1], (format!("（続き）{}", "あ".repeat(40)), 5));
        assert_eq!(found[2], (format!("（続き）{}", "あ".repeat(15)), 2));
        assert_eq!(parts("短い", 10.0, 4), [("短い".to_owned(), 1)]);
    }

    #[test]
    fn control_characters_go() {
        assert_eq!(clean("a\u{0}b\u{b}\r\nc\td\u{feff}\u{7f}"), "ab\nc d");
        assert_eq!(one_line(" 一行目。\n\n 二行目。"), "一行目。 二行目。");
    }

    #[test]
    fn what_no_cell_can_hold_is_said() {
        let text = for_one_cell(&"あ".repeat(40_000));
        assert_eq!(text.encode_utf16().count(), CELL_LIMIT);
        assert!(text.ends_with("全文は「一覧」）"));
        assert_eq!(for_one_cell("短い"), "短い");
    }
}
