//! One returned book → evaluations: which sheets hold answers, whose they are, for
//! which year.

mod blocks;
mod choice;
mod odd;
mod titles;
mod year;

use std::collections::{BTreeSet, HashMap};

use self::blocks::Blocks;
use self::choice::Choice;
use crate::catalog;
use crate::config::HiddenCells;
use crate::diag::{BookId, Diagnostic, Origin, SheetId, Sources};
use crate::model::evaluation::Evaluation;
use crate::model::plan::Plan;
use crate::model::reconcile::{CellCounts, ValueCounts};
use crate::model::year::FiscalYear;
use crate::read::book::{self, Book};
use crate::read::grid::Sheet;
use crate::read::layout::{self, Forms, Layout, Vocabulary};
use crate::read::ledger::{Fate, Ledger};
use crate::read::names::Names;
use crate::read::trouble;

/// What every book is read with.
pub struct Context<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its names.
    pub names: &'a Names,
    /// Header words.
    pub vocabulary: &'a Vocabulary,
    /// ［［様式］］.
    pub forms: &'a Forms,
    /// ［読み取り］.
    pub hidden: HiddenCells,
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
    /// What was found on its sheets, line by line, for `--explain-layout`.
    pub layout: Vec<String>,
}

/// One sheet of the book, with what is to be done with it.
struct Page<'a> {
    sheet: &'a Sheet,
    id: SheetId,
    choice: Choice<'a>,
}

/// Reads one book: `bytes` is the file, `path` its place below the plan folder.
///
/// The second part are the findings, in the order of the book. A file that cannot be read
/// is one finding, and a [`Submission`] that says `failed`.
pub fn read(
    bytes: &[u8],
    path: &str,
    book: BookId,
    context: &Context,
    sources: &mut Sources,
) -> (Submission, Vec<Diagnostic>) {
    let file_name = path.rsplit('/').next().unwrap_or(path);
    let Book { sheets, ids, mut findings } = match book::open(bytes, path, book, sources)
    {
        Ok(opened) => opened,
        Err(finding) => return trouble::failed(*finding, path, book, context),
    };
    let mut pages: Vec<Page> = sheets
        .iter()
        .zip(ids)
        .map(|(sheet, id)| {
            let choice =
                choice::choose(sheet, file_name, Origin::sheet(book, id), context);
            Page { sheet, id, choice }
        })
        .collect();
    let has_answers = pages.iter().any(|p| p.choice.has_answers());
    let explained = pages.iter().any(|p| p.choice.is_refused_form());
    if !has_answers && !explained {
        let finding = choice::no_table(file_name, &sheets, context);
        findings.push(finding.at(Origin::book(book)));
    }
    let by_file = context.names.division_in(file_name);
    let division = titled_division(&pages, context).or(by_file);
    if division == by_file
        && let Some(how) = by_file.and_then(|d| context.names.former_name(file_name, d))
        && has_answers
    {
        findings.push(how.finding().at(Origin::book(book)));
    }
    let by_year = find_years(&mut pages, file_name, context.year);
    let submission = Submission {
        path: path.to_owned(),
        year: Some(context.year),
        sheets: (0, sheets.len()),
        ..Submission::default()
    };
    let mut reader = BookReader {
        file_name,
        book,
        context,
        division,
        by_year,
        has_answers,
        findings,
        submission,
        said: BTreeSet::new(),
        answered: HashMap::new(),
    };
    for page in pages {
        reader.page(page);
    }
    reader.finish()
}

/// The 課 that the last of the titled tables names.
fn titled_division(pages: &[Page], context: &Context) -> Option<usize> {
    let mut division = None;
    for Page { sheet, choice, .. } in pages {
        let Choice::Read(layout, _) = choice else { continue };
        for block in layout.blocks.iter().filter(|_| !layout.flipped) {
            let titled = titles::division(sheet, block.titles, context);
            division = titled.map(|t| t.division).or(division);
        }
    }
    division
}

/// Gives every block the year of its title, its sheet or its file. Whether one of several blocks is
/// of the folder's year: those of other years are then for reference.
fn find_years(pages: &mut [Page], file_name: &str, year: FiscalYear) -> bool {
    let mut years: Vec<Option<FiscalYear>> = Vec::new();
    for Page { sheet, choice, .. } in &mut *pages {
        let Choice::Read(layout, _) = choice else { continue };
        let by_name = year::of_sheet(&sheet.name, year);
        for block in &mut layout.blocks {
            let titled = match layout.flipped {
                true => None,
                false => year::of_titles(sheet, block, year).map(|(y, _)| y),
            };
            block.year = titled.or(by_name);
            years.push(block.year);
        }
    }
    let other = |y: &Option<FiscalYear>| y.is_some_and(|y| y != year);
    let several = years.iter().any(other) && !years.iter().all(other);
    // The file's name speaks where nothing inside it does.
    if years.iter().all(Option::is_none) {
        let by_file = year::of_file(file_name, year);
        for Page { choice, .. } in pages {
            let Choice::Read(layout, _) = choice else { continue };
            layout.blocks.iter_mut().for_each(|block| block.year = by_file);
        }
    }
    several
}

/// A book while its sheets are read.
struct BookReader<'a> {
    file_name: &'a str,
    book: BookId,
    context: &'a Context<'a>,
    /// The 課 of the book where neither sheet nor row says.
    division: Option<usize>,
    /// See [`find_years`].
    by_year: bool,
    has_answers: bool,
    findings: Vec<Diagnostic>,
    submission: Submission,
    /// Remarks that are made once a book.
    said: BTreeSet<String>,
    /// The last answer by 事業 and 課, position in the submission.
    answered: HashMap<(usize, usize), usize>,
}

impl BookReader<'_> {
    fn page(&mut self, Page { sheet, id, choice }: Page) {
        let mut ledger = Ledger::new(sheet);
        let origin = Origin::sheet(self.book, id);
        match choice {
            Choice::Read(layout, form) if !layout.blocks.is_empty() => {
                self.answers(sheet, id, &layout, form.is_some(), &mut ledger);
            }
            Choice::Skip(finding) => {
                self.findings.extend(finding);
                ledger.mark_rest(Fate::Reported);
            }
            Choice::Read(..) => {
                if !self.has_answers && !sheet.cells.is_empty() {
                    let lines = layout::no_layout(self.file_name, sheet);
                    self.submission.layout.extend(lines);
                }
                if self.has_answers && !sheet.cells.is_empty() {
                    let finding = choice::ignored_sheet(sheet, self.context);
                    self.findings.push(finding.at(origin));
                    odd::report_floats(sheet, self.book, id, &mut self.findings);
                }
                ledger.mark_rest(Fate::Reported);
            }
        }
        self.submission.cells.add(&ledger.count(sheet));
    }

    /// A sheet with answers; `formed` where a ［［様式］］ describes it.
    fn answers(
        &mut self,
        sheet: &Sheet,
        id: SheetId,
        layout: &Layout,
        formed: bool,
        ledger: &mut Ledger,
    ) {
        let (book, context) = (self.book, self.context);
        self.submission.sheets.0 += 1;
        let mut blocks = Blocks {
            sheet,
            book,
            id,
            context,
            division: context.names.division_in(&sheet.name).or(self.division),
            by_year: self.by_year,
            ledger,
            findings: &mut self.findings,
            submission: &mut self.submission,
            said: &mut self.said,
            answered: &mut self.answered,
        };
        blocks.read(layout);
        let lines = &mut self.submission.layout;
        lines.extend(layout::explain(&sheet.name, layout));
        let asked = layout.blocks.iter().any(|b| !b.questions.is_empty());
        if !formed && asked {
            lines.extend(layout::setting(self.file_name, &sheet.name, layout));
        }
        let findings = &mut self.findings;
        if sheet.hidden {
            let text = format!("隠れたシート「{}」を設定により読みました", sheet.name);
            let finding = Diagnostic::new(&catalog::HIDDEN_SHEET, text);
            findings.push(finding.at(Origin::sheet(book, id)));
        }
        odd::report_outside(sheet, book, id, ledger, findings);
        odd::report_hidden(sheet, book, id, context, findings);
        odd::report_floats(sheet, book, id, findings);
        odd::report_struck(sheet, book, id, findings);
        odd::report_oddities(sheet, book, id, findings);
    }

    /// The 課 that the book speaks for; of one 課, all findings are its own.
    fn finish(mut self) -> (Submission, Vec<Diagnostic>) {
        let answered = self.submission.evaluations.iter().map(|e| e.division);
        let divisions: BTreeSet<usize> = answered.chain(self.division).collect();
        self.submission.divisions = divisions.into_iter().collect();
        if let [only] = self.submission.divisions[..] {
            let name = &self.context.plan.divisions[only].name;
            for finding in &mut self.findings {
                finding.division.get_or_insert_with(|| name.clone());
            }
        }
        (self.submission, self.findings)
    }
}
