//! Plan folders built in memory from tables that a colleague can read: the common plan
//! and books of `tests/suite/common/`, and what a case changes in them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use serde::Deserialize;
use tenken::fs::{Content, PlanFolder, Returned};
use toml::Value;

/// The cells of a sheet, row by row.
type Rows = Vec<Vec<Value>>;

/// `case.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case shows, for people.
    pub about: String,
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
    plan: BTreeMap<String, Rows>,
    /// Sheets of `計画.xlsx` that this case has not.
    #[serde(default)]
    without_sheets: Vec<String>,
    /// Returned books, beside the common ones or in their place.
    #[serde(default)]
    book: Vec<Book>,
    /// Cells that are different in the plan or in a book.
    #[serde(default)]
    edit: Vec<Edit>,
    /// Returned files that are no books.
    #[serde(default)]
    file: Vec<RawFile>,
    /// Makes the booklet too and takes its findings in.
    #[serde(default)]
    pub typeset: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    path: String,
    #[serde(default = "sheet_name")]
    sheet: String,
    rows: Rows,
    /// Merged areas of the first sheet as `[first row, first column, last row, last
    /// column]`, from 0.
    #[serde(default)]
    merges: Vec<[u32; 4]>,
    /// Rows of the first sheet that Excel does not show, from 0.
    #[serde(default)]
    hidden_rows: Vec<u32>,
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
    rows: Rows,
}

/// `values` replace the cells from `cell` to the right; `""` empties one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    path: String,
    /// A sheet of `計画.xlsx`; of a book it is always the first.
    sheet: Option<String>,
    cell: String,
    values: Vec<Value>,
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
    /// An OLE container with streams of these names.
    streams: Option<Vec<String>>,
    /// Something that is listed but not read.
    #[serde(default)]
    listed_only: bool,
    /// A folder of this name.
    #[serde(default)]
    folder: bool,
    /// A file that the machine does not let us read, in its words.
    refused: Option<String>,
}

impl RawFile {
    fn content(&self) -> Content {
        match &self.refused {
            Some(words) => Content::Refused(words.clone()),
            None if self.folder => Content::Folder,
            None if self.listed_only => Content::Other,
            None => Content::Book(self.bytes()),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        if let Some(streams) = &self.streams {
            return compound(streams);
        }
        let Some(hex) = &self.hex else {
            return self.text.clone().unwrap_or_default().into_bytes();
        };
        let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
        let pairs = digits.chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    #[serde(default)]
    plan: BTreeMap<String, Rows>,
    #[serde(default)]
    book: Vec<Book>,
}

const CONFIG: &str = "対象年度 = \"令和9年度\"\n版 = \"EDITION\"\n維持の許容幅 = 5\n";
const MANUSCRIPT: &str = "# はじめに\n\n本文です。\n\n# つづき\n\n本文です。\n";

fn common(name: &str) -> Common {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/common").join(name);
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A cell: text, number, or a table: `{ formula = "A1" }` (never calculated),
/// `{ error = "#REF!" }`, `{ percent = 0.5 }`.
fn write(sheet: &mut Worksheet, row: u32, col: u16, value: &Value) {
    match value {
        Value::String(s) if s.is_empty() => {}
        Value::String(s) => drop(sheet.write_string(row, col, s).unwrap()),
        Value::Integer(n) => drop(sheet.write_number(row, col, *n as f64).unwrap()),
        Value::Float(n) => drop(sheet.write_number(row, col, *n).unwrap()),
        Value::Table(t) => {
            if let Some(p) = t.get("percent").and_then(Value::as_float) {
                let format = Format::new().set_num_format("0.0%");
                sheet.write_number_with_format(row, col, p, &format).unwrap();
            } else if let Some(e) = t.get("error").and_then(Value::as_str) {
                let formula = Formula::new("1/0").set_result(e);
                sheet.write_formula(row, col, formula).unwrap();
            } else if let Some(f) = t.get("formula").and_then(Value::as_str) {
                sheet.write_formula(row, col, Formula::new(f)).unwrap();
            } else {
                panic!("no cell: {t:?}");
            }
        }
        other => panic!("no cell: {other:?}"),
    }
}

fn add_sheet<'a>(book: &'a mut Workbook, name: &str, rows: &Rows) -> &'a mut Worksheet {
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    for (r, row) in rows.iter().enumerate() {
        for (c, value) in row.iter().enumerate() {
            write(sheet, r as u32, c as u16, value);
        }
    }
    sheet
}

/// `F2` → (1, 5).
fn position(cell: &str) -> (usize, usize) {
    let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap();
    let letters = cell[..digits].bytes();
    let col = letters.fold(0, |n, b| n * 26 + usize::from(b - b'A') + 1);
    (cell[digits..].parse::<usize>().unwrap() - 1, col - 1)
}

fn apply(edit: &Edit, rows: &mut Rows) {
    let (row, col) = position(&edit.cell);
    if rows.len() <= row {
        rows.resize(row + 1, Vec::new());
    }
    let cells = &mut rows[row];
    for (i, value) in edit.values.iter().enumerate() {
        if cells.len() <= col + i {
            cells.resize(col + i + 1, Value::String(String::new()));
        }
        cells[col + i] = value.clone();
    }
}

fn xlsx(book: &Book) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = add_sheet(&mut workbook, &book.sheet, &book.rows);
    for [r1, c1, r2, c2] in &book.merges {
        let text = book.rows[*r1 as usize][*c1 as usize].as_str().unwrap();
        let (c1, c2) = (*c1 as u16, *c2 as u16);
        sheet.merge_range(*r1, c1, *r2, c2, text, &Format::new()).unwrap();
    }
    for row in &book.hidden_rows {
        sheet.set_row_hidden(*row).unwrap();
    }
    for more in &book.more {
        add_sheet(&mut workbook, &more.sheet, &more.rows).set_hidden(more.hidden);
    }
    strip_results(workbook.save_to_buffer().unwrap())
}

/// rust_xlsxwriter always saves a result for a formula; a book that was never calculated
/// has none. Results of `0` behind a formula are taken out of the XML.
fn strip_results(bytes: Vec<u8>) -> Vec<u8> {
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

/// What Excel puts around an encrypted book, without the book.
fn compound(streams: &[String]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for name in streams {
        file.create_stream(name).unwrap().write_all(&[0; 64]).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

const PLAN: &str = "計画.xlsx";

fn plan_xlsx(case: &Case) -> Vec<u8> {
    let mut sheets = common("plan.toml").plan;
    sheets.extend(case.plan.clone());
    for edit in case.edit.iter().filter(|e| e.path == PLAN) {
        apply(edit, sheets.get_mut(edit.sheet.as_deref().unwrap()).unwrap());
    }
    let mut workbook = Workbook::new();
    for (name, rows) in &sheets {
        if !case.without_sheets.contains(name) {
            add_sheet(&mut workbook, name, rows);
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// The plan folder of a case.
pub fn folder(case: &Case) -> PlanFolder {
    let has = |name: &str| !case.without.iter().any(|w| w == name);
    let edition = case.edition.as_deref().unwrap_or("案");
    let config =
        case.config.clone().unwrap_or_else(|| CONFIG.replace("EDITION", edition));
    let manuscript = case.manuscript.clone().unwrap_or_else(|| MANUSCRIPT.to_owned());
    let mut books = common("books.toml").book;
    for book in &case.book {
        books.retain(|b| b.path != book.path);
        books.push(book.clone());
    }
    for edit in case.edit.iter().filter(|e| e.path != PLAN) {
        let book = books.iter_mut().find(|b| b.path == edit.path).unwrap();
        apply(edit, &mut book.rows);
    }
    let files = books.iter().map(|b| (b.path.clone(), Content::Book(xlsx(b))));
    let mut found: BTreeMap<String, Content> = files.collect();
    found.extend(case.file.iter().map(|f| (f.path.clone(), f.content())));
    let returned = found.into_iter().filter(|(path, _)| has(path));
    let returned = returned.map(|(path, content)| {
        let year = path.split('/').nth(1).unwrap_or_default().to_owned();
        Returned { path, year, content }
    });
    PlanFolder {
        config: has("tenken.toml").then(|| config.into_bytes()),
        plan: has(PLAN).then(|| plan_xlsx(case)),
        manuscript: has("概要版.md").then(|| manuscript.into_bytes()),
        returned: returned.collect(),
    }
}
