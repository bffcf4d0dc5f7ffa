//! The books of the year folders, read one after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::Checked;
use crate::catalog;
use crate::config::HiddenCells;
use crate::diag::{BookId, Diagnostic, Origin, Sources};
use crate::fs::{Content, PlanFolder, Returned};
use crate::model::evaluation::Evaluation;
use crate::model::plan::Plan;
use crate::model::year::FiscalYear;
use crate::read::layout::{Forms, Vocabulary};
use crate::read::names::Names;
use crate::read::submission::{self, Context, Submission};
use crate::read::{grid, trouble};

/// What every book is read with, whatever its year.
pub(super) struct Shelf<'a> {
    pub(super) plan: &'a Plan,
    pub(super) names: &'a Names,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) forms: &'a Forms,
    pub(super) hidden: HiddenCells,
    /// The year reported.
    pub(super) year: FiscalYear,
}

/// What the books hold.
#[derive(Default)]
pub(super) struct Books {
    /// The answers of all books and years, in reading order.
    pub(super) evaluations: Vec<Evaluation>,
    /// One entry a book of a year of the period; their answers are in `evaluations`.
    pub(super) submissions: Vec<Submission>,
    /// The books of the year reported.
    pub(super) of_this_year: BTreeSet<BookId>,
}

impl Books {
    /// The 課 of which a book of this year arrived and could, or could not, be read.
    pub(super) fn arrived(&self, year: FiscalYear, failed: bool) -> Vec<usize> {
        self.submissions
            .iter()
            .filter(|s| s.year == Some(year) && s.failed == failed)
            .flat_map(|s| s.divisions.iter().copied())
            .collect()
    }
}

/// Reads every file of the year folders, and counts it.
pub(super) fn read(
    folder: &PlanFolder,
    shelf: &Shelf,
    sources: &mut Sources,
    out: &mut Checked,
    progress_line: &mut dyn FnMut(&str),
) -> Books {
    let period = shelf.plan.years();
    let mut books = Books::default();
    let mut outside: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &folder.returned {
        out.reconciliation.files += 1;
        let book = sources.add_book(&file.path);
        if let Content::Folder | Content::Other = file.content {
            out.reconciliation.files_ignored += 1;
            out.diagnostics.push(ignored_file(file).at(Origin::book(book)));
            continue;
        }
        let year = FiscalYear::parse(&file.year).filter(|y| period.contains(y));
        let Some(year) = year else {
            out.reconciliation.files_failed += 1;
            match &file.content {
                Content::Refused(words) => {
                    let finding = trouble::refused(words, &file.path);
                    out.diagnostics.push(finding.at(Origin::book(book)));
                }
                _ => *outside.entry(&file.year).or_default() += 1,
            }
            continue;
        };
        progress_line(&file.path);
        if year == shelf.year {
            books.of_this_year.insert(book);
        }
        let mut submission = read_one(file, book, shelf, year, sources, out);
        out.count(&submission);
        out.layouts.push((file.path.clone(), std::mem::take(&mut submission.layout)));
        books.evaluations.append(&mut submission.evaluations);
        books.submissions.push(submission);
    }
    for (folder, count) in outside {
        let book = sources.add_book(&format!("評価/{folder}"));
        let text = format!(
            "フォルダ「{folder}」は計画期間の年度ではありません（帳票 {count} 冊を読みませんでした）"
        );
        let finding = Diagnostic::new(&catalog::YEAR_OUTSIDE, text);
        out.diagnostics.push(finding.at(Origin::book(book)));
    }
    books
}

fn read_one(
    file: &Returned,
    book: BookId,
    shelf: &Shelf,
    year: FiscalYear,
    sources: &mut Sources,
    out: &mut Checked,
) -> Submission {
    let context = Context {
        plan: shelf.plan,
        names: &shelf.names.in_year(year),
        vocabulary: shelf.vocabulary,
        forms: shelf.forms,
        hidden: shelf.hidden,
        year,
    };
    let (submission, findings) = match &file.content {
        Content::Refused(words) => {
            let finding = trouble::refused(words, &file.path);
            trouble::failed(finding, &file.path, book, &context)
        }
        _ => {
            let bytes = file.bytes().unwrap_or_default();
            submission::read(bytes, &file.path, book, &context, sources)
        }
    };
    out.diagnostics.extend(findings);
    submission
}

/// Why a file of a year folder is no returned book.
fn ignored_file(file: &Returned) -> Diagnostic {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let (rule, what) = if name.starts_with("~$") {
        (&catalog::FILE_IGNORED, " Excel で編集中の印のファイルなので読みませんでした")
    } else if file.content == Content::Folder {
        (
            &catalog::FILE_MISPLACED,
            "フォルダなので読みませんでした。中の帳票は年度のフォルダの直下に置いてください",
        )
    } else if grid::is_archive_name(name) {
        (
            &catalog::FILE_MISPLACED,
            "圧縮したファイルなので読みませんでした。中の帳票を取り出して置いてください",
        )
    } else if grid::is_book_name(name) || !name.contains('.') {
        (&catalog::FILE_MISPLACED, "年度のフォルダの直下の帳票でないので読みませんでした")
    } else {
        (&catalog::FILE_IGNORED, "回答の帳票（.xlsx など）でないので読みませんでした")
    };
    Diagnostic::new(rule, format!("「{name}」は{what}"))
}
