//! Cases that a colleague can read: each folder of `tests/suite/` holds books as tables
//! (`case.toml`), built into real workbooks in memory, and the findings that must come of
//! them (`expected.txt`, one line a finding, in any order).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rust_xlsxwriter::{Format, Formula, Workbook};
use serde::Deserialize;
use tenken::catalog::RULES;
use tenken::export::diagnostics;
use tenken::fs::{PlanFolder, Returned};
use tenken::pipeline;

/// `case.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What the case shows, for people.
    #[allow(dead_code)]
    about: String,
    /// 版; 案 when absent.
    edition: Option<String>,
    /// The whole of `tenken.toml`, instead of the usual one.
    config: Option<String>,
    /// `概要版.md`, instead of the usual one.
    manuscript: Option<String>,
    /// Inputs of the plan folder that this case has not.
    #[serde(default)]
    without: Vec<String>,
    /// Sheets of `計画.xlsx`, instead of the usual ones.
    #[serde(default)]
    plan: BTreeMap<String, Vec<Vec<toml::Value>>>,
    /// Sheets of `計画.xlsx` that this case has not.
    #[serde(default)]
    without_sheets: Vec<String>,
    /// Returned books.
    #[serde(default)]
    book: Vec<Book>,
    /// Returned files that are no books.
    #[serde(default)]
    file: Vec<RawFile>,
    /// Start from the books of `tests/suite/common/books.toml`; on by default.
    common_books: Option<bool>,
    /// Makes the booklet too and takes its findings in.
    #[serde(default)]
    typeset: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    path: String,
    #[serde(default = "sheet_name")]
    sheet: String,
    #[serde(default)]
    hidden: bool,
    rows: Vec<Vec<toml::Value>>,
    /// Merged areas as `[first row, first column, last row, last column]`, from 0.
    #[serde(default)]
    merges: Vec<[u32; 4]>,
    /// More sheets behind the first.
    #[serde(default)]
    more: Vec<MoreSheet>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoreSheet {
    sheet: String,
    #[serde(default)]
    hidden: bool,
    rows: Vec<Vec<toml::Value>>,
}

fn sheet_name() -> String {
    "評価".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    path: String,
    /// The file's bytes as hexadecimal digits.
    hex: Option<String>,
    /// The file as UTF-8 text.
    text: Option<String>,
    /// Something that is listed but not read.
    #[serde(default)]
    listed_only: bool,
}

#[derive(Debug, Deserialize)]
struct Common {
    #[serde(default)]
    plan: BTreeMap<String, Vec<Vec<toml::Value>>>,
    #[serde(default)]
    book: Vec<Book>,
}

const CONFIG: &str = "対象年度 = \"令和9年度\"\n版 = \"EDITION\"\n維持の許容幅 = 5\n";
const MANUSCRIPT: &str = "# はじめに\n\n本文です。\n\n# つづき\n\n本文です。\n";

fn common(name: &str) -> Common {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/common").join(name);
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A cell: text, number, or a table: `{ formula = "A1" }` (never calculated),
/// `{ error = "#REF!" }`, `{ percent = 0.5 }`.
fn write(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, col: u16, value: &toml::Value) {
    match value {
        toml::Value::String(s) if s.is_empty() => {}
        toml::Value::String(s) => drop(sheet.write_string(row, col, s).unwrap()),
        toml::Value::Integer(n) => drop(sheet.write_number(row, col, *n as f64).unwrap()),
        toml::Value::Float(n) => drop(sheet.write_number(row, col, *n).unwrap()),
        toml::Value::Table(t) => {
            if let Some(p) = t.get("percent").and_then(toml::Value::as_float) {
                let format = Format::new().set_num_format("0.0%");
                sheet.write_number_with_format(row, col, p, &format).unwrap();
            } else if let Some(e) = t.get("error").and_then(toml::Value::as_str) {
                let formula = Formula::new("1/0").set_result(e);
                sheet.write_formula(row, col, formula).unwrap();
            } else if let Some(f) = t.get("formula").and_then(toml::Value::as_str) {
                sheet.write_formula(row, col, Formula::new(f)).unwrap();
            }
        }
        other => panic!("no cell: {other:?}"),
    }
}

fn add_sheet(workbook: &mut Workbook, name: &str, rows: &[Vec<toml::Value>], hidden: bool) {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name).unwrap();
    if hidden {
        sheet.set_hidden(true);
    }
    for (r, row) in rows.iter().enumerate() {
        for (c, value) in row.iter().enumerate() {
            write(sheet, r as u32, c as u16, value);
        }
    }
}

fn xlsx(book: &Book) -> Vec<u8> {
    let mut workbook = Workbook::new();
    add_sheet(&mut workbook, &book.sheet, &book.rows, book.hidden);
    let format = Format::new();
    for [r1, c1, r2, c2] in &book.merges {
        let text = book.rows[*r1 as usize][*c1 as usize].as_str().unwrap().to_owned();
        let sheet = workbook.worksheet_from_index(0).unwrap();
        sheet.merge_range(*r1, *c1 as u16, *r2, *c2 as u16, &text, &format).unwrap();
    }
    for more in &book.more {
        add_sheet(&mut workbook, &more.sheet, &more.rows, more.hidden);
    }
    let bytes = workbook.save_to_buffer().unwrap();
    strip_results(bytes)
}

/// rust_xlsxwriter always saves a result for a formula; a book that was never calculated
/// has none. Results of `0` behind a formula are taken out of the XML, and error words get
/// their cell type.
fn strip_results(bytes: Vec<u8>) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).unwrap();
        let name = part.name().unwrap().to_string();
        let mut data = Vec::new();
        part.read_to_end(&mut data).unwrap();
        if name.contains("worksheets/sheet") {
            let text = String::from_utf8(data).unwrap();
            data = text.replace("</f><v>0</v>", "</f>").into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&data).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn plan_xlsx(case: &Case) -> Vec<u8> {
    let mut sheets = common("plan.toml").plan;
    sheets.extend(case.plan.clone());
    let mut workbook = Workbook::new();
    for (name, rows) in &sheets {
        if !case.without_sheets.contains(name) {
            add_sheet(&mut workbook, name, rows, false);
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn folder(case: &Case) -> PlanFolder {
    let has = |name: &str| !case.without.iter().any(|w| w == name);
    let edition = case.edition.as_deref().unwrap_or("案");
    let config = case.config.clone().unwrap_or_else(|| CONFIG.replace("EDITION", edition));
    let manuscript = case.manuscript.clone().unwrap_or_else(|| MANUSCRIPT.to_owned());
    let mut books: Vec<Book> =
        if case.common_books == Some(false) { Vec::new() } else { common("books.toml").book };
    for book in &case.book {
        books.retain(|b| b.path != book.path);
        books.push(book.clone());
    }
    books.retain(|b| has(&b.path));
    let year = |path: &str| path.split('/').nth(1).unwrap_or_default().to_owned();
    let mut returned: Vec<Returned> = books
        .iter()
        .map(|b| Returned {
            path: b.path.clone(),
            year: year(&b.path),
            bytes: Some(xlsx(b)),
        })
        .collect();
    for file in &case.file {
        let hex = |h: &str| -> Vec<u8> {
            let digits: Vec<u8> =
                h.bytes().filter(u8::is_ascii_hexdigit).collect();
            digits
                .chunks(2)
                .map(|c| u8::from_str_radix(std::str::from_utf8(c).unwrap(), 16).unwrap())
                .collect()
        };
        let bytes = match (&file.hex, &file.text) {
            _ if file.listed_only => None,
            (Some(h), _) => Some(hex(h)),
            (None, text) => Some(text.clone().unwrap_or_default().into_bytes()),
        };
        returned.retain(|r| r.path != file.path);
        returned.push(Returned { path: file.path.clone(), year: year(&file.path), bytes });
    }
    returned.sort_by(|a, b| a.path.cmp(&b.path));
    PlanFolder {
        config: has("tenken.toml").then(|| config.into_bytes()),
        plan: has("計画.xlsx").then(|| plan_xlsx(case)),
        manuscript: has("概要版.md").then(|| manuscript.into_bytes()),
        returned,
    }
}

fn findings(case: &Case) -> BTreeSet<String> {
    let folder = folder(case);
    let mut checked = pipeline::check(&folder, &mut |_| {});
    if case.typeset {
        pipeline::build(&mut checked).unwrap();
    }
    let cells = &checked.reconciliation.cells;
    assert_eq!(cells.lost(), 0, "cells without a fate: {cells:?}");
    assert_eq!(checked.reconciliation.values.lost(), 0);
    checked.diagnostics.iter().map(|d| diagnostics::short(d, &checked.sources)).collect()
}

#[test]
fn every_case_gives_its_findings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut failures = Vec::new();
    let mut triggered: BTreeSet<String> = BTreeSet::new();
    let mut count = 0;
    let mut dirs: Vec<_> =
        std::fs::read_dir(&root).unwrap().map(|e| e.unwrap().path()).collect();
    dirs.sort();
    for dir in dirs {
        let Ok(text) = std::fs::read_to_string(dir.join("case.toml")) else { continue };
        count += 1;
        let name = dir.file_name().unwrap().to_string_lossy().into_owned();
        let case: Case =
            toml::from_str(&text).unwrap_or_else(|e| panic!("{name}/case.toml: {e}"));
        let expected: BTreeSet<String> = std::fs::read_to_string(dir.join("expected.txt"))
            .unwrap_or_else(|e| panic!("{name}/expected.txt: {e}"))
            .lines()
            .filter(|l| !l.trim().is_empty() && !l.starts_with('#'))
            .map(str::to_owned)
            .collect();
        let found = findings(&case);
        for line in expected.difference(&found) {
            failures.push(format!("{name}: missing   {line}"));
        }
        for line in found.difference(&expected) {
            failures.push(format!("{name}: unexpected {line}"));
        }
        for line in &expected {
            let code = RULES.iter().find(|r| line.contains(&format!(" {}: ", r.code)));
            triggered.extend(code.map(|r| r.code.to_owned()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 10, "no cases found");
    // E402 is a fault of the program and has its unit test; E105 needs 50 MB.
    let untested: Vec<&str> = RULES
        .iter()
        .map(|r| r.code)
        .filter(|c| !triggered.contains(*c) && !["E402", "E105"].contains(c))
        .collect();
    assert!(untested.is_empty(), "rules without a case: {untested:?}");
}
