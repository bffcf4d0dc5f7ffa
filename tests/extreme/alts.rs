//! A figure that goes over pages: each page's 代替文 tells what that page shows, and
//! nothing else. What is heard is read from the tags of the PDF, what is seen from where
//! the texts stand.

use tenken::typeset::{PlacedText, Typeset};

use super::town::Town;
use crate::reader::{Pdf, Tag};

const AGAIN: &str = "の続きです。";
const MORE: &str = "続きは次の頁にあります。";

/// The lines of a page: texts of the same height, from left to right.
fn lines(made: &Typeset, page: usize) -> Vec<String> {
    let mut texts: Vec<&PlacedText> =
        made.texts.iter().filter(|t| t.page == page).collect();
    let row = |t: &PlacedText| (t.y * 10.0).round() as i64;
    texts.sort_by(|a, b| (row(a), a.x).partial_cmp(&(row(b), b.x)).unwrap());
    let rows = texts.chunk_by(|a, b| row(a) == row(b));
    rows.map(|r| r.iter().map(|t| &*t.text).collect::<String>()).collect()
}

/// Whether a line says the name, and not a longer one (…整備2 and …整備22).
fn says(line: &str, name: &str) -> bool {
    line.match_indices(name)
        .any(|(at, _)| !line[at + name.len()..].starts_with(|c: char| c.is_ascii_digit()))
}

/// What is seen on a page and what is heard of it, one by one.
fn compare(what: &str, page: usize, pairs: &[(bool, bool, String)]) -> Vec<String> {
    let wrong = pairs.iter().filter(|(seen, heard, _)| seen != heard);
    wrong
        .map(|(seen, _, name)| {
            let how = if *seen { "shown, not told" } else { "told, not shown" };
            format!("{page}: {what}: {name} is {how}")
        })
        .collect()
}

/// What is wrong with the alternative texts of divided figures; with their number.
pub fn faults(town: &Town, made: &Typeset) -> Vec<String> {
    let tree = Pdf::read(&made.pdf).tree();
    let figures: Vec<&Tag> =
        tree.all().into_iter().filter(|t| t.role == "Figure").collect();
    let mut out = Vec::new();
    let mut divided = 0;
    for (i, figure) in figures.iter().enumerate() {
        let alt = figure.alt.as_deref().unwrap_or_default();
        let goes_on = figures.get(i + 1).and_then(|f| f.alt.as_deref());
        let goes_on = goes_on.is_some_and(|next| next.contains(AGAIN));
        if alt.ends_with(MORE) != goes_on {
            out.push(format!("figure {i}: the next page is promised wrongly"));
        }
        divided += usize::from(alt.contains(AGAIN));
        if !goes_on && !alt.contains(AGAIN) {
            continue;
        }
        let page = figure.page().unwrap();
        let seen = lines(made, page);
        if alt.starts_with("施策の体系") {
            let pairs: Vec<_> = (1..=town.goal_count())
                .map(|n| {
                    let first = format!("{n}-1");
                    let heard = alt.contains(&format!("基本目標{n}「"));
                    (seen.iter().any(|l| l.starts_with(&first)), heard, first)
                })
                .collect();
            out.extend(compare("施策の体系", page, &pairs));
        } else if alt.starts_with("時期ごとの支援") {
            let told: Vec<&str> = alt.split_inclusive('。').collect();
            let pairs: Vec<_> = town
                .support_names()
                .into_iter()
                .map(|name| {
                    let of = format!("{name}の対象");
                    let heard = told.iter().any(|s| s.starts_with(&of));
                    (seen.iter().any(|l| says(l, &name)), heard, name)
                })
                .collect();
            out.extend(compare("支援", page, &pairs));
        } else {
            out.push(format!("{page}: nobody compares {alt}"));
        }
    }
    if divided != town.divided {
        out.push(format!("{divided} figures go on, {} wanted", town.divided));
    }
    out
}
