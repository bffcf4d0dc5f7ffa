//! 年度: of which year a block is, by its titles, its sheet or its file.

use crate::model::year::FiscalYear;
use crate::read::grid::Sheet;
use crate::read::layout::{self, Block};
use crate::text::key1;

/// Longest title, in characters.
const LONGEST_TITLE: usize = 60;

/// The year that the titles of a block evaluate, and the cell that says so. Periods,
/// deadlines, days and the year of writing are not it.
pub(super) fn of_titles(
    sheet: &Sheet,
    block: &Block,
    year: FiscalYear,
) -> Option<(FiscalYear, (u32, u32))> {
    let (first, last) = block.titles?;
    let mut found: Vec<(bool, FiscalYear, (u32, u32))> = Vec::new();
    for row in first..=last {
        let cells: Vec<(u32, String)> =
            sheet.row(row).map(|(c, v)| (c, v.text())).collect();
        let mut label = String::new();
        let before = found.len();
        for (col, text) in &cells {
            let labelled = ["年度", "対象年度", "評価年度", "評価対象年度", "実績年度"]
                .contains(&label.as_str());
            for (strong, named) in years_in(text, year, labelled) {
                found.push((strong, named, (row, *col)));
            }
            label = key1(text).trim_end_matches(':').to_owned();
        }
        // 「令和｜8｜年度」 over several cells.
        if found.len() == before && cells.len() > 1 {
            let joined: String = cells.iter().map(|(_, text)| text.trim()).collect();
            let at = (row, cells[0].0);
            for (strong, named) in years_in(&joined, year, false) {
                found.push((strong, named, at));
            }
        }
    }
    // 「（参考）昨年度の状況」
    if found.is_empty() {
        let cells = sheet.cells.range((first, 0)..(last + 1, 0));
        for (at, value) in cells {
            let key = key1(&value.text());
            let relative = [
                ("昨年度の", year.previous()),
                ("前年度の", year.previous()),
                ("来年度の", year.next()),
                ("次年度の", year.next()),
            ];
            let short = key.chars().count() <= 20;
            for (word, named) in relative {
                if let Some(named) = named.filter(|_| short && key.contains(word)) {
                    found.push((true, named, *at));
                }
            }
        }
    }
    let own = |(_, _, (_, col)): &&(bool, FiscalYear, (u32, u32))| block.covers(*col);
    let strong = |(strong, ..): &&(bool, FiscalYear, (u32, u32))| *strong;
    // The nearest title over the block's own columns speaks for it.
    let near = found.iter().rev();
    let chosen = near
        .clone()
        .filter(own)
        .find(strong)
        .or_else(|| near.clone().find(strong))
        .or_else(|| near.clone().find(own))
        .or_else(|| near.clone().next())?;
    Some((chosen.1, chosen.2))
}

/// The years that a title may evaluate; strongly where it says 実績 or 評価 of it.
fn years_in(text: &str, year: FiscalYear, labelled: bool) -> Vec<(bool, FiscalYear)> {
    let key = key1(text);
    let other = ["期限", "締切", "締め切", "計画期間", "予算", "目標値"];
    let note =
        text.trim_start().starts_with(['※', '注', '＊', '（', '(']) && key.len() > 60;
    if key.chars().count() > LONGEST_TITLE
        || note
        || other.iter().any(|w| key.contains(w))
    {
        return Vec::new();
    }
    let mut years = Vec::new();
    for found in layout::years_in_title(&key, year) {
        let after = found.after.trim_start_matches([')', '度', '・']);
        let passed =
            ["作成", "策定", "提出", "改定", "改訂", "から", "まで", "目標", "末", "版"];
        if passed.iter().any(|w| after.starts_with(w)) {
            continue;
        }
        let subjects = [
            "実績", "評価", "点検", "進捗", "取組", "調査", "状況", "回答", "報告", "分",
        ];
        let until = after.find(['・', '、']).unwrap_or(after.len());
        let strong = labelled || subjects.iter().any(|w| after[..until].contains(w));
        let alone = after.chars().count() <= 4;
        if strong || alone {
            years.push((strong, found.year));
        }
    }
    years
}

/// The year in the name of a sheet: 「令和8年度」「R8」「前年度実績」.
pub(super) fn of_sheet(name: &str, year: FiscalYear) -> Option<FiscalYear> {
    let key = key1(name);
    let of_last = ["前年度", "昨年度"].iter().any(|w| key.starts_with(w));
    if of_last {
        return year.previous();
    }
    single(&key, year, |after| after.chars().count() <= 10)
}

/// The year in the name of a file: 「R8年度実績_こども課」, not the day of its writing.
pub(super) fn of_file(name: &str, year: FiscalYear) -> Option<FiscalYear> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = ["実績", "評価", "点検", "進捗", "調査", "分", "取組", "報告", "状況"];
    single(&key1(stem), year, |after| {
        let after = after.trim_start_matches([')', '_', '-']);
        words.iter().any(|w| after.starts_with(w))
    })
}

fn single(
    key: &str,
    year: FiscalYear,
    fits: impl Fn(&str) -> bool,
) -> Option<FiscalYear> {
    let found = layout::years_in_title(key, year);
    let [only] = &found[..] else { return None };
    let passed =
        ["作成", "策定", "提出", "改定", "改訂", "から", "まで", "目標", "計画", "予算"];
    let other = passed.iter().any(|w| only.after.starts_with(w));
    (!other && fits(&only.after)).then_some(only.year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn this() -> FiscalYear {
        FiscalYear::parse("令和9年度").unwrap()
    }

    #[test]
    fn titles_name_the_year_they_evaluate() {
        let years = |text| -> Vec<u16> {
            years_in(text, this(), false).iter().map(|(_, y)| y.western()).collect()
        };
        assert_eq!(years("令和9年度　点検・評価シート"), [2027]);
        assert_eq!(years("小美玉市こども計画 Ｒ９年度評価"), [2027]);
        assert_eq!(years("令和8年度　こども計画　取組状況"), [2026]);
        assert_eq!(years("【令和8年度分】"), [2026]);
        assert_eq!(years("（令和９年度作成・令和８年度実績）"), [2026]);
        assert_eq!(years("令和9年度"), [2027]);
        assert!(years("計画期間 令和8～11年度 進捗管理").is_empty());
        assert!(years("提出期限 令和10年度5月の評価").is_empty());
        assert!(years("令和8年度策定 こども計画").is_empty());
        assert!(years("作成日 令和10年5月20日").is_empty());
        assert!(years("令和11年度目標").is_empty());
    }

    #[test]
    fn names_of_sheets_and_files_name_a_year() {
        let sheet = |name| of_sheet(name, this()).map(FiscalYear::western);
        assert_eq!(sheet("令和8年度"), Some(2026));
        assert_eq!(sheet("R9"), Some(2027));
        assert_eq!(sheet("前年度実績"), Some(2026));
        assert_eq!(sheet("1201"), None);
        assert_eq!(sheet("Sheet1"), None);
        let file = |name| of_file(name, this()).map(FiscalYear::western);
        assert_eq!(file("R8年度実績_こども課.xlsx"), Some(2026));
        assert_eq!(file("01_こども課_評価シート（R9）.xlsx"), None);
        assert_eq!(file("こども課_R10.5.20提出.xlsx"), None);
        assert_eq!(file("令和8年度計画_こども課.xlsx"), None);
    }
}
