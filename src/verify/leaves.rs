//! Two versions of a booklet (PDF): on which page, in which figure and line they differ.

use super::differ::{Difference, change, whole};
use crate::preflight::{self, MM, Mark, Page, Shape};
use crate::text::shorten;

/// Text from this size on is a heading, pt: 中見出し are 20Q (14.2 pt), tables at most 17Q.
const HEADING: f64 = 13.5;
/// Signs on one line may differ in height by this much, pt.
const SAME_LINE: f64 = 2.0;
/// Parts of a line nearer than this share of their size are one word.
const APART: f64 = 0.3;

/// A piece of text on a page.
#[derive(Debug, Clone, PartialEq)]
struct Run {
    text: String,
    /// From the left edge and from the lower edge of the page, pt.
    at: (f64, f64),
    end: f64,
    size: f64,
}

/// The differences page by page; `None` where one of the two cannot be read or all that
/// is painted is the same.
pub(super) fn differences(found: &[u8], wanted: &[u8]) -> Option<Vec<Difference>> {
    let found = preflight::inspect(found).ok()?;
    let wanted = preflight::inspect(wanted).ok()?;
    let mut list = Vec::new();
    let (is, was) = (found.pages.len(), wanted.pages.len());
    if is != was {
        list.push(whole(format!("{is}頁です（入力からは {was}頁）")));
    }
    for (i, (is, was)) in found.pages.iter().zip(&wanted.pages).enumerate() {
        page(i + 1, is, was, &mut list);
    }
    (!list.is_empty()).then_some(list)
}

fn page(number: usize, found: &Page, wanted: &Page, list: &mut Vec<Difference>) {
    let (is, was) = (runs(found), runs(wanted));
    let words = |list: &[Run]| list.iter().map(|r| r.text.clone()).collect::<Vec<_>>();
    let (now, then) = (words(&is), words(&was));
    if now == then {
        if let Some(mark) = other_mark(&found.marks, &wanted.marks) {
            let text =
                format!("{number}頁の{}の図か色か位置が違います", place(mark, found));
            list.push(whole(text));
        }
        return;
    }
    let head = now.iter().zip(&then).take_while(|(a, b)| a == b).count();
    let most = now.len().min(then.len()) - head;
    let same_end = now.iter().rev().zip(then.iter().rev()).take(most);
    let tail = same_end.take_while(|(a, b)| a == b).count();
    let (last_now, last_then) = (now.len() - tail, then.len() - tail);
    for i in head..last_now.max(last_then) {
        let one = |list: &[String], end: usize| {
            if i < end { list[i].clone() } else { String::new() }
        };
        let (a, b) = (one(&now, last_now), one(&then, last_then));
        if a == b {
            continue;
        }
        // Where it stands is told by what should be there, or else by what is there.
        let (side, at) = if i < last_then { (&was, i) } else { (&is, i) };
        let text = format!("{number}頁{}: {}", context(side, at), change(&a, &b));
        list.push(whole(text));
    }
}

/// What a page says, in the order of painting.
fn runs(page: &Page) -> Vec<Run> {
    let of = |mark: &Mark| match &mark.shape {
        Shape::Text(text) if !text.text.trim().is_empty() => Some(Run {
            text: text.text.trim().to_owned(),
            at: text.origin,
            end: mark.area.x1,
            size: text.size,
        }),
        _ => None,
    };
    page.marks.iter().filter_map(of).collect()
}

/// 「の「基本目標別の評価」の「誕生前から … 82％ 23」の行」.
fn context(runs: &[Run], at: usize) -> String {
    let Some(run) = runs.get(at) else { return String::new() };
    // A large figure is no heading.
    let heads = |r: &Run| r.size >= HEADING && r.text.contains(char::is_alphabetic);
    let heading = runs
        .iter()
        .filter(|r| heads(r) && r.at.1 > run.at.1 + SAME_LINE)
        .min_by(|a, b| a.at.1.total_cmp(&b.at.1));
    let heading = heading.map(|r| line(runs, r, heads));
    let own = line(runs, run, |_| true);
    let named = |text: &str| format!("の「{}」", shorten(text, 40));
    let heading = heading.as_deref().map(named).unwrap_or_default();
    format!("{heading}{}の行", named(&own))
}

/// All that stands at the height of a run, from left to right.
fn line(runs: &[Run], run: &Run, takes: impl Fn(&Run) -> bool) -> String {
    let mut parts: Vec<&Run> = runs
        .iter()
        .filter(|r| (r.at.1 - run.at.1).abs() < SAME_LINE && takes(r))
        .collect();
    parts.sort_by(|a, b| a.at.0.total_cmp(&b.at.0));
    let mut out = String::new();
    let mut end = f64::INFINITY;
    for part in parts {
        if part.at.0 - end > APART * part.size {
            out.push(' ');
        }
        out.push_str(&part.text);
        end = part.end;
    }
    out
}

/// The first mark that is another one.
fn other_mark<'a>(found: &'a [Mark], wanted: &'a [Mark]) -> Option<&'a Mark> {
    let pairs = found.iter().zip(wanted);
    let other = pairs.into_iter().find(|(a, b)| a != b).map(|(a, _)| a);
    let longer = if found.len() > wanted.len() { found } else { wanted };
    other.or_else(|| longer.get(found.len().min(wanted.len())))
}

fn place(mark: &Mark, page: &Page) -> String {
    let trim = page.boxes.finished();
    let (x, y) = ((mark.area.x0 - trim.x0) / MM, (trim.y1 - mark.area.y1) / MM);
    format!("左から{x:.1}mm・上から{y:.1}mm")
}
