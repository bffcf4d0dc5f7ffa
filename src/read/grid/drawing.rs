//! Texts that lie over the cells of an .xlsx: 図形 and コメント.

use std::collections::BTreeSet;

use quick_xml::events::Event;

use super::xml::{Package, attribute, parse_ref, push_text};
use super::{Budget, Float, MAX_COLS, MAX_ROWS, Sheet, Trouble};

/// Said in the place of a part that cannot be read: the cells of the book are whole.
const DAMAGED: &str = "（壊れていて読めない図形又はコメント）";

/// Reads what a worksheet part points to.
pub(super) fn read(
    package: &mut Package,
    sheet_part: &str,
    sheet: &mut Sheet,
    budget: &mut Budget,
) -> Result<(), Trouble> {
    let relations = package.relations(sheet_part)?;
    let mut threaded = BTreeSet::new();
    // A thread comes first: for older programs it is written once more as a comment.
    for kind in ["threadedComment", "comments", "drawing", "table"] {
        for relation in relations.iter().filter(|r| r.kind == kind) {
            let Some(part) = package.find(&relation.target) else { continue };
            let mut floats = Vec::new();
            let outcome = match kind {
                "threadedComment" => read_thread(package, part, &mut floats),
                "comments" => read_comments(package, part, &mut floats),
                "table" => read_table_filter(package, part, &mut sheet.filtered),
                _ => read_drawing(package, part, &mut floats),
            };
            match outcome {
                Err(Trouble::TooLarge(text)) => return Err(Trouble::TooLarge(text)),
                Err(_) => {
                    let text = DAMAGED.to_owned();
                    let (start, end) = ((0, 0), (0, 0));
                    floats.push(Float { is_comment: false, start, end, text });
                }
                Ok(()) => {}
            }
            if kind == "threadedComment" {
                threaded.extend(floats.iter().map(|f| f.start));
            } else if kind == "comments" {
                floats.retain(|f| !threaded.contains(&f.start));
            }
            for float in floats {
                budget.float(sheet, float)?;
            }
        }
    }
    Ok(())
}

/// More than a sheet of a department could hold; checked while reading.
const MAX_FLOATS: usize = 20_000;

fn check(floats: &[Float]) -> Result<(), Trouble> {
    if floats.len() > MAX_FLOATS {
        return Err(Trouble::TooLarge("図形とコメントの数が上限を超えます".to_owned()));
    }
    Ok(())
}

fn comment(at: Option<(u32, u32)>, text: &str) -> Option<Float> {
    let (start, text) = (at?, text.trim().to_owned());
    let on_grid = start.0 < MAX_ROWS && start.1 < MAX_COLS;
    (on_grid && !text.is_empty()).then_some(Float {
        is_comment: true,
        start,
        end: start,
        text,
    })
}

fn read_comments(
    package: &mut Package,
    part: usize,
    floats: &mut Vec<Float>,
) -> Result<(), Trouble> {
    let mut authors: Vec<String> = Vec::new();
    let mut at = None;
    let mut author = 0;
    let mut text = String::new();
    let (mut capture, mut phonetic) = (false, false);
    package.each(part, |event| {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "author" => {
                    text.clear();
                    capture = true;
                }
                "comment" => {
                    at = attribute(e, "ref").and_then(|r| parse_ref(&r));
                    let id = attribute(e, "authorId").and_then(|i| i.parse().ok());
                    author = id.unwrap_or(usize::MAX);
                    text.clear();
                }
                "rPh" => phonetic = true,
                "t" => capture = !phonetic,
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "author" => {
                    authors.push(text.trim().to_owned());
                    capture = false;
                }
                "t" => capture = false,
                "rPh" => phonetic = false,
                "comment" => {
                    let name = authors.get(author).map_or("", |a| &**a);
                    floats.extend(comment(at, without_author(&text, name)));
                    check(floats)?;
                }
                _ => {}
            },
            other if capture => push_text(other, &mut text),
            _ => {}
        }
        Ok(())
    })
}

/// Excel opens a comment with the name of its author and a colon; a name is no part of
/// what is said.
pub(super) fn without_author<'a>(text: &'a str, author: &str) -> &'a str {
    let body = text.trim_start();
    let named = body.strip_prefix(author).filter(|_| !author.is_empty());
    named.and_then(|rest| rest.strip_prefix([':', '：'])).unwrap_or(text)
}

fn read_thread(
    package: &mut Package,
    part: usize,
    floats: &mut Vec<Float>,
) -> Result<(), Trouble> {
    let mut at = None;
    let mut text = String::new();
    let mut capture = false;
    package.each(part, |event| {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "threadedComment" => {
                    at = attribute(e, "ref").and_then(|r| parse_ref(&r));
                    text.clear();
                }
                "text" => capture = true,
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "text" => capture = false,
                "threadedComment" => {
                    floats.extend(comment(at, &text));
                    check(floats)?;
                }
                _ => {}
            },
            other if capture => push_text(other, &mut text),
            _ => {}
        }
        Ok(())
    })
}

/// A table has an auto filter of its own.
fn read_table_filter(
    package: &mut Package,
    part: usize,
    filtered: &mut bool,
) -> Result<(), Trouble> {
    package.each(part, |event| {
        if let Event::Start(e) = event {
            *filtered |= matches!(
                e.local_name().as_ref(),
                "filters" | "customFilters" | "top10" | "dynamicFilter" | "colorFilter"
            );
        }
        Ok(())
    })
}

/// The shapes of one anchor: a group has several texts in one place.
#[derive(Default)]
struct Anchor {
    start: (u32, u32),
    end: Option<(u32, u32)>,
    texts: Vec<String>,
}

fn read_drawing(
    package: &mut Package,
    part: usize,
    floats: &mut Vec<Float>,
) -> Result<(), Trouble> {
    let mut anchor = Anchor::default();
    let (mut row, mut col) = (0u32, 0u32);
    let mut text = String::new();
    // The same shape is written again for older programs.
    let mut fallback = false;
    let mut capture = false;
    package.each(part, |event| {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "Fallback" => fallback = true,
                _ if fallback => {}
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" => {
                    anchor = Anchor::default();
                }
                "from" | "to" => (row, col) = (0, 0),
                "col" | "row" => {
                    text.clear();
                    capture = true;
                }
                "sp" => text.clear(),
                "t" => capture = true,
                "br" => text.push('\n'),
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "Fallback" => fallback = false,
                _ if fallback => {}
                "col" => {
                    col = text.trim().parse().unwrap_or(0).min(MAX_COLS - 1);
                    capture = false;
                }
                "row" => {
                    row = text.trim().parse().unwrap_or(0).min(MAX_ROWS - 1);
                    capture = false;
                }
                "from" => anchor.start = (row, col),
                "to" => anchor.end = Some((row, col)),
                "t" => capture = false,
                "p" => text.push('\n'),
                "sp" if !text.trim().is_empty() => {
                    anchor.texts.push(text.trim().to_owned());
                }
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" => {
                    let Anchor { start, end, texts } = std::mem::take(&mut anchor);
                    let end = end.unwrap_or(start);
                    floats.extend(texts.into_iter().map(|text| Float {
                        is_comment: false,
                        start,
                        end,
                        text,
                    }));
                    check(floats)?;
                }
                _ => {}
            },
            other if capture && !fallback => push_text(other, &mut text),
            _ => {}
        }
        if anchor.texts.len() > MAX_FLOATS {
            return Err(Trouble::TooLarge("図形の数が上限を超えます".to_owned()));
        }
        Ok(())
    })
}
