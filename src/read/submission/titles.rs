//! 表題: the 課 and the year that stand above a table.

use super::Context;
use super::blocks::Blocks;
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::year::FiscalYear;
use crate::read::grid::Sheet;
use crate::read::layout::Block;
use crate::read::ledger::Fate;
use crate::read::names::{Match, Remark};
use crate::text::{header_key, keep, key1};

/// Words that stand before the name of the 課 above a table.
const DIVISION_LABELS: [&str; 7] =
    ["担当課", "課名", "所属", "記入課", "回答課", "提出課", "担当課名"];

/// The 課 that the cells above a table name.
pub(super) struct Titled {
    pub division: usize,
    /// How a former name was read.
    pub remark: Option<Remark>,
    /// The cell, zero-based row and column.
    pub at: (u32, u32),
}

/// 「担当課：健康増進課」 in one cell, or the label with its value to the right.
pub(super) fn division(
    sheet: &Sheet,
    rows: Option<(u32, u32)>,
    context: &Context,
) -> Option<Titled> {
    let (first, last) = rows?;
    let find = |text: &str, at| match context.names.division(text) {
        Match::Exact(division) => Some(Titled { division, remark: None, at }),
        Match::Loose(division, how) => Some(Titled { division, remark: Some(how), at }),
        _ => None,
    };
    for (&(row, col), value) in sheet.cells.range((first, 0)..(last + 1, 0)) {
        let text = value.text();
        if let Some((label, rest)) = text.split_once(['：', ':', '　']) {
            if DIVISION_LABELS.contains(&&*header_key(label))
                && let Some(titled) = find(rest, (row, col))
            {
                return Some(titled);
            }
        } else if DIVISION_LABELS.contains(&&*header_key(&text)) {
            let right = sheet.row(row).find(|(c, _)| *c > col);
            let titled = right.and_then(|(c, v)| find(&v.text(), (row, c)));
            if titled.is_some() {
                return titled;
            }
        }
    }
    // 「【こども課】」 alone, on a line of its own.
    for row in first..=last {
        let mut cells = sheet.row(row);
        if let (Some((col, value)), None) = (cells.next(), cells.next()) {
            let text = value.text();
            let name = text
                .trim()
                .trim_matches(['【', '】', '（', '）', '(', ')', '■', '●', '〈', '〉']);
            let titled = find(name, (row, col)).filter(|t| t.remark.is_none());
            if titled.is_some() {
                return titled;
            }
        }
    }
    // 「点検・評価シート（保健部 健康増進課）」: one 課 inside a title.
    sheet.cells.range((first, 0)..(last + 1, 0)).find_map(|(at, value)| {
        let division = only_division(&value.text(), context)?;
        Some(Titled { division, remark: None, at: *at })
    })
}

/// The only 課 whose name stands in a title that speaks of nobody else's.
fn only_division(text: &str, context: &Context) -> Option<usize> {
    let key = key1(text);
    let others = [
        "提出",
        "宛",
        "取りまとめ",
        "とりまとめ",
        "事務局",
        "問合",
        "問い合わせ",
        "まで",
    ];
    if key.chars().count() > 60 || others.iter().any(|w| key.contains(w)) {
        return None;
    }
    let names: Vec<(usize, String)> = context
        .plan
        .divisions
        .iter()
        .enumerate()
        .map(|(i, d)| (i, key1(&d.name)))
        .filter(|(_, name)| name.chars().count() >= 2 && key.contains(name.as_str()))
        .collect();
    let whole = |(_, name): &&(usize, String)| {
        names.iter().all(|(_, other)| other == name || !other.contains(name.as_str()))
    };
    let mut found = names.iter().filter(whole);
    match (found.next(), found.next()) {
        (Some((only, _)), None) => Some(*only),
        _ => None,
    }
}

/// The year that the titles of a block evaluate.
pub(super) fn year_of(sheet: &Sheet, block: &Block) -> Option<FiscalYear> {
    let (first, last) = block.titles?;
    let cells = sheet.cells.range((first, 0)..(last + 1, 0));
    let own = |(_, c): (u32, u32)| block.covers(c);
    let year = |text: &str| title_year(text).or_else(|| plain_year(text));
    // The nearest title over the block's own columns speaks for it.
    let found: Vec<((u32, u32), FiscalYear)> =
        cells.filter_map(|(at, v)| Some((*at, year(&v.text())?))).collect();
    let near = found.iter().rev().find(|(at, _)| own(*at)).or(found.last());
    near.map(|(_, year)| *year)
}

/// 「令和9年度」「【令和9年度実績】」: nothing but a year and a word or two.
pub(super) fn plain_year(text: &str) -> Option<FiscalYear> {
    let key = key1(text);
    let key = key.trim_matches(['(', ')', '■', '●', '◆', '○', '◎', '<', '>']);
    let era = ["令和", "平成", "r", "h", "20"].iter().any(|e| key.starts_with(e));
    let digits = key.find(|c: char| c.is_ascii_digit() || c == '元')?;
    let tail = key[digits..].find(|c: char| !c.is_ascii_digit() && c != '元');
    let end = match tail {
        Some(tail) if key[digits + tail..].starts_with("年度") => {
            digits + tail + "年度".len()
        }
        Some(tail) => digits + tail,
        None => key.len(),
    };
    let rest = &key[end..];
    let short =
        rest.chars().count() <= 4 && !rest.contains("まで") && !rest.starts_with('年');
    let ranged = rest.starts_with(['~', '-', '・']);
    FiscalYear::parse(&key[..end]).filter(|_| era && short && !ranged)
}

impl Blocks<'_, '_> {
    /// Gives the titles of a block and its header their fate, and compares the year.
    pub(super) fn titles(
        &mut self,
        sheet: &Sheet,
        block: &Block,
        flipped: bool,
        by_year: bool,
    ) {
        if block.is_form() {
            for column in &block.columns {
                self.mark(column.at, flipped, Fate::Header);
            }
        } else {
            for row in block.header.0..=block.header.1 {
                for (col, _) in sheet.row(row).filter(|(c, _)| block.covers(*c)) {
                    self.mark((row, col), flipped, Fate::Header);
                }
            }
        }
        let Some((first, last)) = block.titles else { return };
        for row in first..=last {
            let cells: Vec<(u32, String)> =
                sheet.row(row).map(|(c, v)| (c, v.text())).collect();
            let same = cells.iter().all(|(_, t)| *t == cells[0].1);
            // A row of many cells is no title: whoever looks at what is left names it.
            if cells.len() > MAX_TITLE_CELLS && !same {
                continue;
            }
            for (col, text) in cells {
                self.mark((row, col), flipped, Fate::Title);
                let text = keep(&text);
                let year = title_year(&text).filter(|y| *y != self.context.year);
                if let Some(year) = year.filter(|_| !by_year) {
                    let message = format!(
                        "表題「{}」は{}ですが、{}のフォルダにあります",
                        text.replace('\n', " "),
                        year.era_label(),
                        self.context.year.era_label()
                    );
                    let origin = self.origin((row, col), flipped);
                    if self.said.insert(format!("{origin:?}")) {
                        let finding = Diagnostic::new(&catalog::YEAR_MISMATCH, message);
                        self.findings.push(finding.at(origin));
                    }
                }
            }
        }
    }
}

/// Cells of a row that can still be titles, stamps and boxes for signatures.
const MAX_TITLE_CELLS: usize = 6;

/// The year that a title evaluates: 「令和9年度 点検・評価シート」. Periods, deadlines
/// and other years in running text are not titles.
fn title_year(text: &str) -> Option<FiscalYear> {
    let is_title =
        ["評価", "点検", "進捗", "調査", "実績"].iter().any(|w| text.contains(w));
    let end = text.find("年度")?;
    let dated = ["期限", "まで", "～", "〜", "提出"].iter().any(|w| text.contains(w));
    if !is_title || dated || text[end + "年度".len()..].contains("年度") {
        return None;
    }
    let head = &text[..end];
    let start = ["令和", "平成", "R", "Ｒ", "H", "Ｈ", "20", "２０"]
        .iter()
        .filter_map(|era| head.rfind(era))
        .min()?;
    FiscalYear::parse(&text[start..end + "年度".len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_the_year_they_evaluate() {
        let year = |text| title_year(text).map(|y| y.western());
        assert_eq!(year("令和9年度　点検・評価シート"), Some(2027));
        assert_eq!(year("小美玉市こども計画 Ｒ９年度評価"), Some(2027));
        assert_eq!(year("計画期間 令和8～11年度 進捗管理"), None);
        assert_eq!(year("提出期限 令和10年度5月の評価"), None);
        assert_eq!(year("令和9年度"), None);
    }
}
