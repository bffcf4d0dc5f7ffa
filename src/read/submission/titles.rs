//! 表題: the 課 and the year that stand above a table.

use super::blocks::Blocks;
use super::{Context, year};
use crate::catalog;
use crate::diag::{Diagnostic, Origin};
use crate::read::grid::Sheet;
use crate::read::layout::Block;
use crate::read::ledger::Fate;
use crate::read::names::{Match, Remark};
use crate::read::row_words::is_aside_title;
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

/// Whether the titles of a block say that it is for reference: 「参考：近隣市の状況」.
pub(super) fn is_aside(sheet: &Sheet, block: &Block) -> bool {
    let Some((first, last)) = block.titles else { return false };
    let cells = sheet.cells.range((first, 0)..(last + 1, 0));
    cells.filter(|((_, c), _)| block.covers(*c)).any(|(_, v)| is_aside_title(&v.text()))
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

impl Blocks<'_, '_> {
    /// Gives the titles of a block and its header their fate.
    pub(super) fn titles(&mut self, sheet: &Sheet, block: &Block, flipped: bool) {
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
            for (col, _) in cells {
                self.mark((row, col), flipped, Fate::Title);
            }
        }
    }

    /// The year of a block is not that of the folder: said where it stands.
    pub(super) fn compare_year(&mut self, sheet: &Sheet, block: &Block, flipped: bool) {
        self.half_year(sheet, block);
        let wrong = block.year.filter(|y| *y != self.context.year);
        let Some(found) = wrong.filter(|_| !self.by_year) else { return };
        let titled =
            if flipped { None } else { year::of_titles(sheet, block, self.context.year) };
        let (what, origin) = match titled {
            Some((_, at)) => {
                let text = keep(&sheet.text(at.0, at.1)).replace('\n', " ");
                (format!("表題「{text}」"), self.origin(at, flipped))
            }
            None if year::of_sheet(&self.sheet.name, self.context.year).is_some() => {
                let origin = Origin::sheet(self.book, self.id);
                (format!("シート名「{}」", self.sheet.name), origin)
            }
            None => ("ファイル名".to_owned(), Origin::book(self.book)),
        };
        let message = format!(
            "{what}は{}ですが、{}のフォルダにあります",
            found.era_label(),
            self.context.year.era_label()
        );
        if self.said.insert(format!("{origin:?}")) {
            let finding = Diagnostic::new(&catalog::YEAR_MISMATCH, message);
            self.findings.push(finding.at(origin));
        }
    }

    /// 「上半期」 in a title or the name of the sheet: not the year's value.
    fn half_year(&mut self, sheet: &Sheet, block: &Block) {
        let words = ["上半期", "下半期", "上期", "下期", "中間報告", "四半期"];
        let half =
            |text: &str| words.iter().any(|w| text.contains(w)) && !text.contains("年間");
        let (first, last) = block.titles.map_or((0, 0), |(a, b)| (a, b + 1));
        let mut titles = sheet.cells.range((first, 0)..(last, 0));
        let found = titles.find(|(_, v)| half(&v.text())).map(|(at, v)| (*at, v.text()));
        let (text, origin) = match found {
            Some((at, text)) => (text, self.origin(at, false)),
            None if half(&self.sheet.name) => {
                (self.sheet.name.clone(), Origin::sheet(self.book, self.id))
            }
            None => return,
        };
        let message = format!(
            "「{}」は年度の途中の帳票です。年間の実績値か分かりません",
            text.trim().replace('\n', " ")
        );
        if self.said.insert(format!("half {origin:?}")) {
            let finding = Diagnostic::new(&catalog::BLOCK_YEAR_UNKNOWN, message);
            self.findings.push(finding.at(origin));
        }
    }
}

/// Cells of a row that can still be titles, stamps and boxes for signatures.
const MAX_TITLE_CELLS: usize = 6;
