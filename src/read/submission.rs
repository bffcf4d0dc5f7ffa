//! One returned book → evaluations: which sheets hold answers, whose they are, for
//! which year.

use std::collections::BTreeSet;

use crate::catalog;
use crate::diag::{BookId, Diagnostic, Origin, SheetId, Sources};
use crate::model::evaluation::Evaluation;
use crate::model::plan::Plan;
use crate::model::reconcile::{CellCounts, ValueCounts};
use crate::model::year::FiscalYear;
use crate::read::book::{self, Book};
use crate::read::grid::Sheet;
use crate::read::header::{self, Header, Vocabulary};
use crate::read::ledger::{Fate, Ledger};
use crate::read::names::{Match, Names};
use crate::read::sheet::SheetReader;
use crate::read::trouble;
use crate::text::{header_key, keep, key1};

/// What every book is read with.
pub struct Context<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its names.
    pub names: &'a Names,
    /// Header words.
    pub vocabulary: &'a Vocabulary,
    /// The year of the folder.
    pub year: FiscalYear,
}

/// One returned book, read.
#[derive(Debug, Clone, Default)]
pub struct Submission {
    /// Path relative to the plan folder.
    pub path: String,
    /// The year of the folder.
    pub year: Option<FiscalYear>,
    /// The answers, in the order of the book.
    pub evaluations: Vec<Evaluation>,
    /// The 課 it speaks for; empty when unknown.
    pub divisions: Vec<usize>,
    /// Sheets with answers, and all sheets.
    pub sheets: (usize, usize),
    /// Cells by fate.
    pub cells: CellCounts,
    /// 実績値 by kind.
    pub values: ValueCounts,
    /// The whole file could not be read.
    pub failed: bool,
}

/// Reads one book.
pub fn read(
    bytes: &[u8],
    path: &str,
    book: BookId,
    context: &Context,
    sources: &mut Sources,
) -> (Submission, Vec<Diagnostic>) {
    let mut submission = Submission {
        path: path.to_owned(),
        year: Some(context.year),
        ..Submission::default()
    };
    let file_name = path.rsplit('/').next().unwrap_or(path);
    let by_file = context.names.division_in(file_name);
    let Book { sheets, ids, mut findings } = match book::open(bytes, path, book, sources)
    {
        Ok(opened) => opened,
        Err(finding) => return trouble::failed(*finding, path, book, context),
    };
    submission.sheets.1 = sheets.len();
    let headers: Vec<Option<Header>> = sheets
        .iter()
        .map(|s| {
            if s.hidden {
                return None;
            }
            header::find(s, context.vocabulary, context.year)
        })
        .collect();
    let has_answers = headers.iter().any(Option::is_some);
    if !has_answers {
        findings.push(
            Diagnostic::new(
                &catalog::NO_TABLE,
                format!("{file_name} に、事業名と評価（又は取組実績・実績値）の見出しがある表がありません"),
            )
            .at(Origin::book(book)),
        );
    }
    let mut book_division = by_file;
    for (sheet, header) in sheets.iter().zip(&headers) {
        let Some(header) = header else { continue };
        let titled = division_in_titles(sheet, header, context);
        book_division = titled.map(|t| t.division).or(book_division);
    }
    if book_division == by_file
        && let Some(how) = by_file.and_then(|d| former_name(file_name, d, context))
        && has_answers
    {
        let finding = Diagnostic::new(&catalog::MATCHED_LOOSELY, how);
        findings.push(finding.at(Origin::book(book)));
    }
    let mut said = BTreeSet::new();
    for ((sheet, id), header) in sheets.iter().zip(ids).zip(headers) {
        let mut ledger = Ledger::new(sheet);
        match header {
            Some(header) => {
                submission.sheets.0 += 1;
                read_titles(
                    sheet,
                    &header,
                    book,
                    id,
                    context,
                    &mut ledger,
                    &mut findings,
                );
                let by_sheet = context.names.division_in(&sheet.name);
                let mut titled = division_in_titles(sheet, &header, context);
                if let Some(titled) = &mut titled
                    && let Some(how) = titled.remark.take()
                {
                    let (row, col) = titled.at;
                    let finding = Diagnostic::new(&catalog::MATCHED_LOOSELY, how);
                    findings.push(finding.at(Origin::cell(book, id, row, col)));
                }
                let division = titled.map(|t| t.division).or(by_sheet).or(book_division);
                let mut reader = SheetReader {
                    sheet,
                    header: &header,
                    book,
                    id,
                    context,
                    division,
                    ledger: &mut ledger,
                    findings: &mut findings,
                    evaluations: &mut submission.evaluations,
                    values: &mut submission.values,
                    said: &mut said,
                };
                reader.read();
                report_outside(sheet, book, id, &mut ledger, &mut findings);
            }
            None => {
                if has_answers && !sheet.cells.is_empty() {
                    findings.push(ignored_sheet(sheet, book, id));
                }
                ledger.mark_rest(sheet, Fate::Reported);
            }
        }
        report_hidden(sheet, book, id, &mut findings);
        submission.cells.add(&ledger.count(sheet));
    }
    let mut divisions: Vec<usize> =
        submission.evaluations.iter().map(|e| e.division).collect();
    divisions.extend(book_division);
    divisions.sort_unstable();
    divisions.dedup();
    submission.divisions = divisions;
    if submission.divisions.len() == 1 {
        let name = &context.plan.divisions[submission.divisions[0]].name;
        for finding in &mut findings {
            finding.division.get_or_insert_with(|| name.clone());
        }
    }
    (submission, findings)
}

fn ignored_sheet(sheet: &Sheet, book: BookId, id: SheetId) -> Diagnostic {
    let why =
        if sheet.hidden { "隠されている" } else { "事業の見出しがない" };
    let text = format!(
        "シート「{}」は{why}ため読みませんでした（文字や数のあるセル {} 個）",
        sheet.name,
        sheet.cells.len()
    );
    Diagnostic::new(&catalog::SHEET_IGNORED, text).at(Origin::sheet(book, id))
}

fn report_hidden(
    sheet: &Sheet,
    book: BookId,
    id: SheetId,
    findings: &mut Vec<Diagnostic>,
) {
    if sheet.hidden {
        return;
    }
    let filled = |row: &u32| sheet.row(*row).next().is_some();
    let rows = sheet.hidden_rows.iter().filter(|r| filled(r)).count();
    let used: BTreeSet<u32> = sheet.cells.keys().map(|(_, col)| *col).collect();
    let cols = used
        .iter()
        .filter(|c| sheet.hidden_cols.iter().any(|(a, b)| (a..=b).contains(c)))
        .count();
    if rows + cols > 0 {
        let text = format!(
            "隠れた行が {rows}、隠れた列が {cols} あり、表示されている行・列と同じに読みました"
        );
        findings.push(
            Diagnostic::new(&catalog::SHEET_IGNORED, text).at(Origin::sheet(book, id)),
        );
    }
}

/// Words that stand before the name of the 課 above a table.
const DIVISION_LABELS: [&str; 7] =
    ["担当課", "課名", "所属", "記入課", "回答課", "提出課", "担当課名"];

/// The 課 that the cells above a table name.
struct Titled {
    division: usize,
    /// How a former name was read.
    remark: Option<String>,
    /// The cell, zero-based row and column.
    at: (u32, u32),
}

/// A former name of the 課 inside a file name, said as a remark; `None` where the file
/// bears its present name.
fn former_name(file_name: &str, division: usize, context: &Context) -> Option<String> {
    let division = &context.plan.divisions[division];
    let key = key1(file_name);
    if key.contains(&key1(&division.name)) {
        return None;
    }
    let was = division.aliases.iter().find(|a| key.contains(&key1(a)))?;
    Some(format!("課名「{was}」を「{}」と読みました", division.name))
}

/// 「担当課：健康増進課」 in one cell, or the label with its value to the right.
fn division_in_titles(
    sheet: &Sheet,
    header: &Header,
    context: &Context,
) -> Option<Titled> {
    let find = |text: &str, at| match context.names.division(text) {
        Match::Exact(division) => Some(Titled { division, remark: None, at }),
        Match::Loose(division, how) => Some(Titled { division, remark: Some(how), at }),
        _ => None,
    };
    for (&(row, col), value) in sheet.cells.range(..(header.first, 0)) {
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
    None
}

fn read_titles(
    sheet: &Sheet,
    header: &Header,
    book: BookId,
    id: SheetId,
    context: &Context,
    ledger: &mut Ledger,
    findings: &mut Vec<Diagnostic>,
) {
    for row in header.first..=header.last {
        ledger.mark_rest_of_row(sheet, row, Fate::Header);
    }
    for (&(row, col), value) in sheet.cells.range(..(header.first, 0)) {
        ledger.mark(row, col, Fate::Title);
        let text = keep(&value.text());
        if let Some(year) = year_of_title(&text)
            && year != context.year
        {
            let message = format!(
                "表題「{}」は{}ですが、{}のフォルダにあります",
                text.replace('\n', " "),
                year.era_label(),
                context.year.era_label()
            );
            findings.push(
                Diagnostic::new(&catalog::YEAR_MISMATCH, message)
                    .at(Origin::cell(book, id, row, col)),
            );
        }
    }
}

/// The year that a title evaluates: 「令和9年度 点検・評価シート」. Periods, deadlines
/// and other years in running text are not titles.
fn year_of_title(text: &str) -> Option<FiscalYear> {
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

/// Cells that no rule of the table took: named, a few by address.
fn report_outside(
    sheet: &Sheet,
    book: BookId,
    id: SheetId,
    ledger: &mut Ledger,
    findings: &mut Vec<Diagnostic>,
) {
    let outside: Vec<(u32, u32)> = ledger.unmarked(sheet).collect();
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
            let cell = crate::diag::CellRef { row: *row, col: *col };
            format!("{cell}「{}」", shorten(text, 15))
        })
        .collect();
    let more = remarks.len().saturating_sub(shown.len());
    let more = if more > 0 { format!(" ほか {more} 個") } else { String::new() };
    let text = format!("表の外に書かれたものがあります: {}{more}", shown.join("、"));
    findings.push(
        Diagnostic::new(&catalog::CELL_OUTSIDE, text)
            .at(Origin::cell(book, id, row, col)),
    );
}

/// The beginning of a text on one line, for messages.
pub fn shorten(text: &str, chars: usize) -> String {
    let line = text.replace(['\n', '\r'], " ");
    if line.chars().count() <= chars {
        return line;
    }
    let head: String = line.chars().take(chars).collect();
    format!("{head}…")
}

/// Whether a text is a remark for the reader: 「※…」「（注1）…」「以上」.
pub fn is_remark_text(text: &str) -> bool {
    let marked = text.trim_start().trim_start_matches(['（', '(']);
    marked.starts_with(['※', '注', '＊']) || key1(text) == "以上"
}

/// Whether a text is one of the words on a row of sums.
pub fn is_total_word(text: &str) -> bool {
    matches!(&*key1(text), "合計" | "計" | "小計" | "総計" | "総合計")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_the_year_they_evaluate() {
        let year = |text| year_of_title(text).map(|y| y.western());
        assert_eq!(year("令和9年度　点検・評価シート"), Some(2027));
        assert_eq!(year("小美玉市こども計画 Ｒ９年度評価"), Some(2027));
        assert_eq!(year("計画期間 令和8～11年度 進捗管理"), None);
        assert_eq!(year("提出期限 令和10年度5月の評価"), None);
        assert_eq!(year("令和9年度"), None);
    }
}
