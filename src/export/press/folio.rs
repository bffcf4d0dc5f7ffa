//! ノンブル: the page numbers that stand on the finished pages, found by reading them.

use std::collections::BTreeMap;

use crate::preflight::{MM, Mark, Page, Shape, page_list};

/// Numbers further from the upper and the lower edge are figures of the page, mm.
const ZONE: f64 = 25.0;
/// Numbers of one series stand at the same height, mm.
const SAME_HEIGHT: f64 = 0.5;
/// A number nearer to a neighbour than this many times its size is part of a text.
const APART: f64 = 0.7;

/// A number that stands alone near the upper or lower edge.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Number {
    /// Its page in the file, from 1.
    page: usize,
    value: usize,
    /// From the lower edge of the trim to its base line, mm.
    height: f64,
    /// From the left and from the right edge of the trim, mm.
    sides: (f64, f64),
    /// Of the page, mm.
    page_height: f64,
}

/// What is said of one file.
pub(super) struct File<'a> {
    /// Its name, where there is more than one.
    pub name: Option<&'a str>,
    /// Its pages.
    pub pages: &'a [Page],
}

/// Where page numbers stand in the files, on which pages, and which have none.
pub(super) fn tell(files: &[File]) -> String {
    let numbers: Vec<Vec<Number>> = files.iter().map(|f| alone(f.pages)).collect();
    let Some(height) = height(&numbers) else {
        return "頁の中に、続いた頁番号はありません。".to_owned();
    };
    let told = files.iter().zip(&numbers).map(|(file, list)| {
        let at = |n: &&Number| (n.height - height).abs() < SAME_HEIGHT;
        let series: Vec<Number> = list.iter().filter(at).copied().collect();
        let name = file.name.map_or(String::new(), |name| format!("{name} は"));
        format!("{name}{}", of_file(file.pages.len(), &series))
    });
    told.collect()
}

/// The pages whose number stands outside the trim too.
pub(super) fn outside(files: &[File]) -> String {
    let pages = files.iter().flat_map(|f| f.pages);
    let marked = |page: &Page| {
        let trim = page.boxes.finished();
        let beyond = page.marks.iter().filter(|m| m.area.intersect(&trim).is_none());
        let text: String = beyond.filter_map(words).collect();
        text.contains('頁') || text.contains("表4")
    };
    let (with, all) = pages
        .fold((0, 0), |(with, all), page| (with + usize::from(marked(page)), all + 1));
    match with {
        0 => "頁の順はファイルの順です。".to_owned(),
        n if n == all => "全頁の頁番号が、仕上がりの外にもあります。".to_owned(),
        n => format!("{all}頁のうち{n}頁には、頁番号が仕上がりの外にもあります。"),
    }
}

fn words(mark: &Mark) -> Option<&str> {
    match &mark.shape {
        Shape::Text(text) => Some(&text.text),
        _ => None,
    }
}

/// Numbers alone in their line near the upper or lower edge.
fn alone(pages: &[Page]) -> Vec<Number> {
    let mut found = Vec::new();
    for (i, page) in pages.iter().enumerate() {
        let trim = page.boxes.finished();
        let texts = page.marks.iter().filter(|m| m.area.intersect(&trim).is_some());
        let texts: Vec<(&Mark, &str, (f64, f64), f64)> = texts
            .filter_map(|m| match &m.shape {
                Shape::Text(t) if !t.text.trim().is_empty() => {
                    Some((m, t.text.trim(), t.origin, t.size))
                }
                _ => None,
            })
            .collect();
        for (mark, text, origin, size) in &texts {
            let (below, above) = ((origin.1 - trim.y0) / MM, (trim.y1 - origin.1) / MM);
            let Some(value) = number(text).filter(|_| below.min(above) < ZONE) else {
                continue;
            };
            let touches = |other: &Mark, at: f64| {
                let gap =
                    (other.area.x0 - mark.area.x1).max(mark.area.x0 - other.area.x1);
                (at - origin.1).abs() < 0.5 * size && gap < APART * size
            };
            let own = |other: &Mark| std::ptr::eq(other, *mark);
            if texts.iter().any(|(m, _, at, _)| !own(m) && touches(m, at.1)) {
                continue;
            }
            found.push(Number {
                page: i + 1,
                value,
                height: below,
                sides: ((mark.area.x0 - trim.x0) / MM, (trim.x1 - mark.area.x1) / MM),
                page_height: trim.height() / MM,
            });
        }
    }
    found
}

fn number(text: &str) -> Option<usize> {
    let digits: String = text
        .trim_matches(['-', '－', '‐', '–', '—', ' '])
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (u32::from(c) - u32::from('０')) as u8),
            c => c,
        })
        .collect();
    let plain = digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// The height of the longest series that counts with the pages.
fn height(files: &[Vec<Number>]) -> Option<f64> {
    let mut series: BTreeMap<(usize, isize, i64), (usize, f64)> = BTreeMap::new();
    for (file, list) in files.iter().enumerate() {
        for n in list {
            let step = (n.height / SAME_HEIGHT).round() as i64;
            let key = (file, n.value as isize - n.page as isize, step);
            series.entry(key).or_insert((0, n.height)).0 += 1;
        }
    }
    let longest = series.into_values().max_by_key(|(count, _)| *count)?;
    (longest.0 >= 2).then_some(longest.1)
}

fn of_file(pages: usize, series: &[Number]) -> String {
    let with: Vec<usize> = series.iter().map(|n| n.page).collect();
    let without: Vec<usize> = (1..=pages).filter(|p| !with.contains(p)).collect();
    let (Some(first), Some(last)) = (series.first(), series.last()) else {
        return "頁番号がありません。".to_owned();
    };
    let mut text = format!(
        "{}に、{}から{}までの番号が{}にあります。",
        page_list(&with),
        first.value,
        last.value,
        place(series)
    );
    if !without.is_empty() {
        text.push_str(&format!("{}にはありません。", page_list(&without)));
    }
    let broken: Vec<usize> = series
        .windows(2)
        .filter(|w| w[1].value.wrapping_sub(w[0].value) != w[1].page - w[0].page)
        .map(|w| w[1].page)
        .collect();
    if !broken.is_empty() {
        text.push_str(&format!("{}で番号が続いていません。", page_list(&broken)));
    }
    text
}

/// 「仕上がりの下から11.6mm、外側の端から20.0mm」.
fn place(series: &[Number]) -> String {
    let Some(first) = series.first() else { return String::new() };
    let vertical = if first.height < first.page_height / 2.0 {
        format!("仕上がりの下から{:.1}mm", first.height)
    } else {
        format!("仕上がりの上から{:.1}mm", first.page_height - first.height)
    };
    if series.iter().all(|n| (n.sides.0 - n.sides.1).abs() < 2.0) {
        return format!("{vertical}の中央");
    }
    // Horizontal text: even pages lie on the left, their outer edge is the left one.
    let side = |outer: bool, n: &Number| {
        if n.value.is_multiple_of(2) == outer { n.sides.0 } else { n.sides.1 }
    };
    let gaps = |of: &dyn Fn(&Number) -> f64| series.iter().map(of).collect::<Vec<_>>();
    let ways = [
        ("外側の端", gaps(&|n| side(true, n))),
        ("左の端", gaps(&|n| n.sides.0)),
        ("右の端", gaps(&|n| n.sides.1)),
        ("内側の端", gaps(&|n| side(false, n))),
    ];
    for (name, gaps) in ways {
        let least = gaps.iter().copied().fold(f64::INFINITY, f64::min);
        if gaps.iter().all(|g| g - least < SAME_HEIGHT) {
            return format!("{vertical}、{name}から{least:.1}mm");
        }
    }
    vertical
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number_at(page: usize, value: usize, sides: (f64, f64)) -> Number {
        Number { page, value, height: 11.6, sides, page_height: 297.0 }
    }

    #[test]
    fn a_series_is_told_with_its_place_and_its_gaps() {
        let outer = |page: usize, value: usize| {
            let sides =
                if value.is_multiple_of(2) { (20.0, 188.0) } else { (188.0, 20.0) };
            number_at(page, value, sides)
        };
        assert_eq!(
            of_file(4, &[outer(2, 2), outer(3, 3)]),
            "2～3頁に、2から3までの番号が仕上がりの下から11.6mm、外側の端から20.0mmにあります。1、4頁にはありません。"
        );
        // A number that jumps.
        assert!(
            of_file(3, &[outer(1, 1), outer(2, 2), outer(3, 5)])
                .ends_with("3頁で番号が続いていません。")
        );
        let middle = [number_at(1, 1, (104.0, 104.0)), number_at(2, 2, (104.0, 104.0))];
        assert!(of_file(2, &middle).contains("下から11.6mmの中央にあります"));
        assert_eq!(of_file(1, &[]), "頁番号がありません。");
    }

    #[test]
    fn only_what_counts_with_the_pages_is_a_series() {
        let at = |page, value| number_at(page, value, (20.0, 188.0));
        // 2027 on two pages, and a number on one.
        assert_eq!(height(&[vec![at(1, 2027), at(2, 2027), at(3, 5)]]), None);
        assert_eq!(height(&[vec![at(2, 2), at(3, 3)]]), Some(11.6));
        assert_eq!(number("－ 12 －"), Some(12));
        assert_eq!(number("１２"), Some(12));
        assert_eq!(number("12頁"), None);
        assert_eq!(number(""), None);
    }
}
