//! Plan folders built in memory from tables that a colleague can read: the common plan
//! and books of `tests/suite/common/`, and what a case changes in them.

pub mod book;
pub mod check;
pub mod formats;
pub mod pdf;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::Path;

use image::{ImageFormat, RgbImage};
use rust_xlsxwriter::Workbook;
use serde::Deserialize;
use tenken::fs::{Content, PlanFolder, Returned};
use toml::Value;

use self::book::{Book, Rows, Sheet, position};

/// `case.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case shows, for people.
    pub about: String,
    /// 版; 案 when absent.
    pub edition: Option<String>,
    /// The whole of `tenken.toml`, instead of the usual one.
    pub config: Option<String>,
    /// `概要版.md`, instead of the usual one.
    pub manuscript: Option<String>,
    /// Inputs of the plan folder that this case has not.
    #[serde(default)]
    pub without: Vec<String>,
    /// Sheets of `計画.xlsx`, instead of the usual ones.
    #[serde(default)]
    pub plan: BTreeMap<String, Rows>,
    /// Sheets of `計画.xlsx` that this case has not.
    #[serde(default)]
    pub without_sheets: Vec<String>,
    /// The sheet 名寄せ of `名寄せ.xlsx`, when there is one.
    pub decisions: Option<Rows>,
    /// Returned books, beside the common ones or in their place.
    #[serde(default)]
    pub book: Vec<Book>,
    /// Leaves the common books out.
    #[serde(default)]
    pub without_common_books: bool,
    /// Cells that are different in the plan or in a book.
    #[serde(default)]
    pub edit: Vec<Edit>,
    /// Returned files that are no books.
    #[serde(default)]
    pub file: Vec<RawFile>,
    /// Files of the folder 画像.
    #[serde(default)]
    pub picture: Vec<Picture>,
    /// Files of 画像, ひな形 and 書体.
    #[serde(default)]
    pub material: Vec<RawFile>,
    /// Makes the yearly report and takes its findings in.
    #[serde(default)]
    pub report: bool,
    /// Makes the booklet too and takes its findings in.
    #[serde(default)]
    pub typeset: bool,
}

/// `values` replace the cells from `cell` to the right; `""` empties one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// `計画.xlsx`, or a returned book.
    pub path: String,
    /// A sheet of `計画.xlsx`; of a book it is always the first.
    pub sheet: Option<String>,
    /// The first cell.
    pub cell: String,
    /// What the cells hold.
    pub values: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawFile {
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

/// A file of the folder 画像: a picture of a size in pixels, or bytes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    path: String,
    #[serde(default)]
    jpeg: Option<(u32, u32)>,
    #[serde(default)]
    png: Option<(u32, u32)>,
    hex: Option<String>,
    /// Keeps only the first bytes of it.
    cut: Option<usize>,
}

impl Picture {
    fn bytes(&self) -> Vec<u8> {
        let format =
            if self.jpeg.is_some() { ImageFormat::Jpeg } else { ImageFormat::Png };
        let mut bytes = match self.jpeg.or(self.png) {
            Some((w, h)) => picture(w, h, format),
            None => hex_bytes(self.hex.as_deref().unwrap_or_default()),
        };
        bytes.truncate(self.cut.unwrap_or(bytes.len()));
        bytes
    }
}

/// A picture of a sky over a meadow.
pub fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| {
        let sky = y * 2 < height;
        image::Rgb(if sky { [130, 180, 240] } else { [90, 160, (x % 50) as u8] })
    });
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn hex_bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pairs = digits.chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
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
        hex_bytes(hex)
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

fn apply(edit: &Edit, rows: &mut Rows) {
    let (row, col) = position(&edit.cell);
    let (row, col) = (row as usize, col as usize);
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
            let (sheet, rows) = (Some(name.clone()), rows.clone());
            book::add_sheet(&mut workbook, &Sheet { sheet, rows, ..Sheet::default() });
        }
    }
    workbook.save_to_buffer().unwrap()
}

impl Case {
    /// The returned books that the case itself brings or changes.
    pub fn own_paths(&self) -> Vec<&str> {
        let books = self.book.iter().map(|b| &*b.path);
        let edits = self.edit.iter().map(|e| &*e.path);
        books.chain(edits).chain(self.file.iter().map(|f| &*f.path)).collect()
    }
}

/// The plan folder of a case.
pub fn folder(case: &Case) -> PlanFolder {
    let has = |name: &str| !case.without.iter().any(|w| w == name);
    let edition = case.edition.as_deref().unwrap_or("案");
    let config =
        case.config.clone().unwrap_or_else(|| CONFIG.replace("EDITION", edition));
    let manuscript = case.manuscript.clone().unwrap_or_else(|| MANUSCRIPT.to_owned());
    let mut books = common("books.toml").book;
    books.retain(|_| !case.without_common_books);
    for book in &case.book {
        books.retain(|b| b.path != book.path);
        books.push(book.clone());
    }
    for edit in case.edit.iter().filter(|e| e.path != PLAN) {
        let book = books.iter_mut().find(|b| b.path == edit.path).unwrap();
        apply(edit, &mut book.sheets[0].rows);
    }
    let files = books.iter().map(|b| (b.path.clone(), Content::Book(formats::bytes(b))));
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
        decisions: case.decisions.as_ref().map(|rows| {
            let mut workbook = Workbook::new();
            let (sheet, rows) = (Some("名寄せ".to_owned()), rows.clone());
            book::add_sheet(&mut workbook, &Sheet { sheet, rows, ..Sheet::default() });
            workbook.save_to_buffer().unwrap()
        }),
        returned: returned.collect(),
        materials: {
            let pictures = case.picture.iter().map(|p| (p.path.clone(), p.bytes()));
            let others = case.material.iter().map(|f| (f.path.clone(), f.bytes()));
            pictures.chain(others).collect()
        },
    }
}

/// Writes the returned books of a case into a folder, to look at them in Excel.
pub fn dump(case: &Case, dir: &Path) {
    for file in folder(case).returned {
        let path = dir.join(file.path.replace('/', "_"));
        std::fs::write(path, file.bytes().unwrap_or_default()).unwrap();
    }
}
