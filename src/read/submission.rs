//! One returned book → evaluations: which sheets hold answers, whose they are, for
//! which year.

mod odd;
mod personal;
mod titles;

use std::collections::BTreeSet;

pub use self::personal::looks_personal;
use crate::catalog;
use crate::config::{Hidden, HiddenCells};
use crate::diag::{BookId, Diagnostic, Origin, SheetId, Sources};
use crate::model::evaluation::Evaluation;
use crate::model::plan::Plan;
use crate::model::reconcile::{CellCounts, ValueCounts};
use crate::model::year::FiscalYear;
use crate::read::book::{self, Book};
use crate::read::grid::Sheet;
use crate::read::layout::{
    self, Block, Field, Form, Forms, Guide, Layout, Merged, Vocabulary,
};
use crate::read::ledger::{Fate, Ledger};
use crate::read::names::Names;
use crate::read::sheet::SheetReader;
use crate::read::trouble;
use crate::text::key1;

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

/// What happens to one sheet.
enum Plans<'a> {
    /// Its blocks are read.
    Read(Layout, Option<&'a Form>),
    /// Left out, with the finding that says why.
    Skip(Option<Diagnostic>),
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
    let mut plans: Vec<Plans> = sheets
        .iter()
        .zip(&ids)
        .map(|(sheet, id)| {
            plan_sheet(sheet, file_name, Origin::sheet(book, *id), context)
        })
        .collect();
    let has_answers =
        plans.iter().any(|p| matches!(p, Plans::Read(l, _) if !l.blocks.is_empty()));
    let explained =
        plans.iter().any(|p| matches!(p, Plans::Skip(Some(f)) if f.rule.code == "E130"));
    if !has_answers && !explained {
        findings.push(no_table(file_name, &sheets, context).at(Origin::book(book)));
    }
    let mut book_division = by_file;
    for (sheet, plan) in sheets.iter().zip(&plans) {
        let Plans::Read(layout, _) = plan else { continue };
        for block in layout.blocks.iter().filter(|_| !layout.flipped) {
            let titled = titles::division(sheet, block.titles, context);
            book_division = titled.map(|t| t.division).or(book_division);
        }
    }
    if book_division == by_file
        && let Some(how) = by_file.and_then(|d| context.names.former_name(file_name, d))
        && has_answers
    {
        findings.push(how.finding().at(Origin::book(book)));
    }
    let mut years: Vec<Option<FiscalYear>> = Vec::new();
    for (sheet, plan) in sheets.iter().zip(&mut plans) {
        let Plans::Read(layout, _) = plan else { continue };
        let by_name = titles::plain_year(&sheet.name);
        for block in &mut layout.blocks {
            let titled =
                if layout.flipped { None } else { titles::year_of(sheet, block) };
            block.year = titled.or(by_name);
            years.push(block.year);
        }
    }
    let by_year = years.len() > 1 && years.contains(&Some(context.year));
    let mut said = BTreeSet::new();
    for ((sheet, id), plan) in sheets.iter().zip(ids).zip(&mut plans) {
        let mut ledger = Ledger::new(sheet);
        match plan {
            Plans::Read(layout, form) if !layout.blocks.is_empty() => {
                submission.sheets.0 += 1;
                let by_sheet = context.names.division_in(&sheet.name);
                let mut reading = Reading {
                    sheet,
                    book,
                    id,
                    context,
                    division: by_sheet.or(book_division),
                    by_year,
                    ledger: &mut ledger,
                    findings: &mut findings,
                    submission: &mut submission,
                    said: &mut said,
                };
                reading.blocks(layout);
                submission.layout.extend(layout::explain(&sheet.name, layout));
                let asked = layout.blocks.iter().any(|b| !b.questions.is_empty());
                if form.is_none() && asked {
                    let setting = layout::setting(file_name, &sheet.name, layout);
                    submission.layout.extend(setting);
                }
                if sheet.hidden {
                    let text =
                        format!("隠れたシート「{}」を設定により読みました", sheet.name);
                    let finding = Diagnostic::new(&catalog::HIDDEN_SHEET, text);
                    findings.push(finding.at(Origin::sheet(book, id)));
                }
                odd::report_outside(sheet, book, id, &mut ledger, &mut findings);
                odd::report_hidden(sheet, book, id, context, &mut findings);
                odd::report_floats(sheet, book, id, &mut findings);
                odd::report_oddities(sheet, book, id, &mut findings);
            }
            Plans::Skip(finding) => {
                findings.extend(finding.take());
                ledger.mark_rest(sheet, Fate::Reported);
            }
            Plans::Read(..) => {
                if !has_answers && !sheet.cells.is_empty() {
                    submission.layout.extend(layout::no_layout(file_name, sheet));
                }
                if has_answers && !sheet.cells.is_empty() {
                    findings
                        .push(ignored_sheet(sheet, context).at(Origin::sheet(book, id)));
                    odd::report_floats(sheet, book, id, &mut findings);
                }
                ledger.mark_rest(sheet, Fate::Reported);
            }
        }
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

/// Decides whether a sheet is read, and finds its blocks.
fn plan_sheet<'a>(
    sheet: &Sheet,
    file_name: &str,
    origin: Origin,
    context: &Context<'a>,
) -> Plans<'a> {
    let cells = sheet.cells.len();
    let skip = |rule, why: &str| {
        let text = format!(
            "シート「{}」は{why}ため読みませんでした（文字や数のあるセル {cells} 個）",
            sheet.name
        );
        Plans::Skip((cells > 0).then(|| Diagnostic::new(rule, text).at(origin)))
    };
    if sheet.hidden && context.hidden.sheets == Hidden::Skip {
        return skip(&catalog::HIDDEN_SHEET, "隠されている");
    }
    let form = context.forms.of(file_name, &sheet.name);
    if let Some(form) = form.filter(|f| f.skip) {
        let why = format!("様式「{}」の設定で読まないことになっている", form.name);
        return skip(&catalog::COLUMN_READ_SO, &why);
    }
    let name = key1(&sheet.name);
    let example = ["記入例", "記載例", "入力例", "作成例", "記入見本"];
    if form.is_none() && (example.iter().any(|w| name.contains(w)) || name == "例") {
        return skip(&catalog::COLUMN_READ_SO, "記入例と思われる");
    }
    let vocabulary = form.map_or(context.vocabulary, |f| &f.vocabulary);
    let guide = Guide { vocabulary, year: context.year, form, flipped: false };
    let layout = layout::find(sheet, &guide);
    if let Some(form) = form
        && let Some(what) = unmet(sheet, form, &layout, &guide)
    {
        let text =
            format!("様式「{}」の設定が、このシートと合いません: {what}", form.name);
        return Plans::Skip(Some(Diagnostic::new(&catalog::FORM_UNMET, text).at(origin)));
    }
    Plans::Read(layout, form)
}

/// How a sheet differs from the setting that should describe it.
fn unmet(sheet: &Sheet, form: &Form, layout: &Layout, guide: &Guide) -> Option<String> {
    let Some((first, last)) = form.header else {
        let none = layout.blocks.is_empty() && !form.columns.is_empty();
        return none.then(|| "回答の表が見付かりません".to_owned());
    };
    let rows = format!("{}", first + 1);
    if (first..=last).all(|row| sheet.row(row).next().is_none()) {
        return Some(format!("見出し行の {rows} 行目に何もありません"));
    }
    for (&col, &field) in &form.columns {
        if matches!(field, Field::Note | Field::Ignored | Field::Reference) {
            continue;
        }
        let cell = (first..=last).rev().map(|row| sheet.text(row, col));
        let text = cell.into_iter().find(|t| !t.trim().is_empty()).unwrap_or_default();
        let said = guide.vocabulary.read(&text, guide.year).field;
        let at = crate::diag::CellRef { row: last, col };
        if let Some(other) = said.filter(|f| !f.may_be(field)) {
            return Some(format!(
                "{at} の見出し「{}」は「{}」で、設定の「{}」ではありません",
                shorten(&text, 20),
                other.name(),
                field.name()
            ));
        }
    }
    let named = layout.blocks.iter().any(Block::names_project);
    (!named).then(|| format!("見出し行の {rows} 行目に事業名の列がありません"))
}

/// No sheet holds a table of answers; what it does hold is said.
fn no_table(file_name: &str, sheets: &[Sheet], context: &Context) -> Diagnostic {
    let finding = Diagnostic::new(
        &catalog::NO_TABLE,
        format!(
            "{file_name} に、事業名と評価（又は取組実績・実績値）の見出しがある表がありません"
        ),
    );
    let named: usize = sheets.iter().map(|s| projects_named(s, context)).sum();
    let hidden = sheets.iter().filter(|s| s.hidden && !s.cells.is_empty()).count();
    let shapes = sheets.iter().any(|s| s.floats.iter().any(|f| !f.is_comment));
    let mut finding = finding;
    if named > 0 {
        finding = finding.hint(format!("計画の事業の名は {named} 個あります"));
    }
    if hidden > 0 {
        finding = finding.hint(format!("隠されたシートが {hidden} 枚あります"));
    }
    if shapes {
        finding = finding.hint("図形に書かれた文字があります");
    }
    finding
}

/// Cells that hold the name of a 事業 of the plan.
fn projects_named(sheet: &Sheet, context: &Context) -> usize {
    let is_name = |text: &str| context.names.is_project_name(text);
    let texts = sheet.cells.iter().take(20_000).map(|(_, v)| v.text());
    texts.filter(|t| t.chars().count() <= 60 && is_name(t)).count()
}

fn ignored_sheet(sheet: &Sheet, context: &Context) -> Diagnostic {
    let text = format!(
        "シート「{}」は事業の見出しがないため読みませんでした（文字や数のあるセル {} 個）",
        sheet.name,
        sheet.cells.len()
    );
    let named = projects_named(sheet, context);
    // 「記入要領」 explains the form: a remark is enough while no 事業 stands in it.
    let key = key1(&sheet.name);
    let explains = ["要領", "手引", "説明", "注意事項", "使い方", "凡例", "目次", "表紙"];
    let is_guide = named == 0 && explains.iter().any(|word| key.contains(word));
    let rule = if is_guide { &catalog::COLUMN_READ_SO } else { &catalog::SHEET_IGNORED };
    let finding = Diagnostic::new(rule, text);
    if named == 0 {
        return finding;
    }
    finding.hint(format!(
        "計画の事業の名が {named} 個あります。回答でないか確かめてください"
    ))
}

/// One sheet while its blocks are read.
struct Reading<'a, 'b> {
    sheet: &'a Sheet,
    book: BookId,
    id: SheetId,
    context: &'a Context<'a>,
    division: Option<usize>,
    /// Another table of the book is of this year: those of other years are for reference.
    by_year: bool,
    ledger: &'b mut Ledger,
    findings: &'b mut Vec<Diagnostic>,
    submission: &'b mut Submission,
    said: &'b mut BTreeSet<String>,
}

impl Reading<'_, '_> {
    fn blocks(&mut self, layout: &Layout) {
        let turned;
        let sheet = if layout.flipped {
            turned = layout::flip(self.sheet);
            &turned
        } else {
            self.sheet
        };
        let merged = Merged::of(sheet);
        let by_year = self.by_year;
        let mut division = self.division;
        let mut carried = (None, false, None);
        for block in &layout.blocks {
            self.titles(sheet, block, layout.flipped, by_year);
            let titled = self.titled(sheet, block, layout.flipped);
            division = titled.or(division);
            if let Some(year) = block.year.filter(|y| by_year && *y != self.context.year)
            {
                self.other_year(sheet, block, layout.flipped, year);
                continue;
            }
            if !block.continues {
                carried = (None, false, None);
            }
            let block_from = self.submission.evaluations.len();
            let mut reader = SheetReader {
                sheet,
                merged: &merged,
                block,
                flipped: layout.flipped,
                book: self.book,
                id: self.id,
                context: self.context,
                division,
                ledger: self.ledger,
                findings: self.findings,
                evaluations: &mut self.submission.evaluations,
                values: &mut self.submission.values,
                said: self.said,
                current: carried.0,
                refused: carried.1,
                last_division: carried.2,
                book_from: 0,
                block_from,
            };
            reader.read();
            carried = (reader.current, reader.refused, reader.last_division);
        }
    }

    fn titled(&mut self, sheet: &Sheet, block: &Block, flipped: bool) -> Option<usize> {
        let mut titled = titles::division(sheet, block.titles, self.context)?;
        if let Some(how) = titled.remark.take() {
            let origin = self.origin(titled.at, flipped);
            self.findings.push(how.finding().at(origin));
        }
        Some(titled.division)
    }

    fn origin(&self, (row, col): (u32, u32), flipped: bool) -> Origin {
        let (row, col) = if flipped { (col, row) } else { (row, col) };
        Origin::cell(self.book, self.id, row, col)
    }

    fn mark(&mut self, (row, col): (u32, u32), flipped: bool, fate: Fate) {
        let (row, col) = if flipped { (col, row) } else { (row, col) };
        self.ledger.mark_open(row, col, fate);
    }

    /// A table of another year beside one of this year is for reference.
    fn other_year(
        &mut self,
        sheet: &Sheet,
        block: &Block,
        flipped: bool,
        year: FiscalYear,
    ) {
        let text = format!("{}の表なので読みませんでした", year.era_label());
        let finding = Diagnostic::new(&catalog::COLUMN_READ_SO, text);
        let origin = self.origin((block.header.0, block.cols.0), flipped);
        self.findings.push(finding.at(origin));
        for row in block.header.0..=block.rows.1.max(block.header.1) {
            for (col, _) in sheet.row(row).filter(|(c, _)| block.covers(*c)) {
                self.mark((row, col), flipped, Fate::Reference);
            }
        }
    }
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
    let key = key1(text);
    let bare = key.trim_matches(['(', ')', '【', '】']);
    matches!(bare, "合計" | "計" | "小計" | "総計" | "総合計" | "累計")
}
