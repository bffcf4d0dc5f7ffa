//! A returned book as a table of cells, and the workbook that Excel would save of it.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Note, Shape, Workbook, Worksheet};
use serde::Deserialize;
use toml::{Table, Value};

/// The cells of a sheet, row by row.
pub type Rows = Vec<Vec<Value>>;

/// `[[book]]`: where it lies, how it is saved, and its sheets.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Table")]
pub struct Book {
    /// Path relative to the plan folder.
    pub path: String,
    /// `xlsx`, `csv-cp932`, `csv-utf8`, `csv-bom`, `csv-utf16`, `tsv`, `ods` or `xls`.
    pub format: String,
    /// The sheets, first one first.
    pub sheets: Vec<Sheet>,
}

impl TryFrom<Table> for Book {
    type Error = toml::de::Error;

    /// The first sheet's keys stand beside `path`; `more` holds the other sheets.
    fn try_from(mut table: Table) -> Result<Self, Self::Error> {
        let mut take = |key| table.remove(key);
        let path = String::deserialize(take("path").unwrap_or(Value::Boolean(false)))?;
        let format = take("format").map_or(Ok("xlsx".to_owned()), String::deserialize)?;
        let more = take("more").map_or(Ok(Vec::new()), Vec::deserialize)?;
        let first = Sheet::deserialize(Value::Table(table))?;
        Ok(Book { path, format, sheets: [vec![first], more].concat() })
    }
}

/// One sheet.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sheet {
    /// Its name; 評価 when absent.
    pub sheet: Option<String>,
    /// The cells.
    pub rows: Rows,
    /// The cell at which the rows begin; A1 when absent.
    pub at: Option<String>,
    /// Merged areas.
    pub merges: Vec<Area>,
    /// Not shown.
    pub hidden: bool,
    /// Rows that Excel does not show: from 0 in `rows`, or 「5-8」 as Excel shows them.
    pub hidden_rows: Vec<Value>,
    /// Columns that Excel does not show: 「C」 or 「C-E」.
    pub hidden_cols: Vec<String>,
    /// The area of an auto filter: 「A4:H40」. The rows it hides are `hidden_rows`.
    pub filter: Option<String>,
    /// Text boxes over the cells.
    pub shapes: Vec<TextBox>,
    /// Comments.
    pub comments: Vec<Comment>,
    /// Empty cells with a format down to this row, as Excel numbers it.
    pub blank_rows_to: u32,
}

/// `[first row, first column, last row, last column]` from 0 in `rows`, or 「A4:B5」 as
/// Excel shows it.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Area {
    /// From 0, counted in `rows`.
    Counted([u32; 4]),
    /// As Excel shows it.
    Named(String),
}

/// A text box over the cells `from`–`to`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextBox {
    text: String,
    from: String,
    to: String,
}

/// A comment of a cell.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    cell: String,
    text: String,
}

/// A cell as it is put into a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A number and its number format, if it has one.
    Number(f64, Option<String>),
    /// `2027-06-30` and its number format.
    Date(String, String),
    /// A formula with its saved result; none was ever calculated.
    Formula(String, Option<String>),
}

impl Cell {
    /// Text, number, or a table: `{ formula = "A1" }` (never calculated), `{ error =
    /// "#REF!" }`, `{ percent = 0.5 }`, `{ number = 0.5, format = "0%" }`, `{ date =
    /// "2027-06-30", format = "ggge" }`. The empty text is no cell.
    pub fn of(value: &Value) -> Option<Cell> {
        let text = |t: &Table, key: &str| Some(t.get(key)?.as_str()?.to_owned());
        let number = |v: &Value| v.as_float().or(v.as_integer().map(|n| n as f64));
        Some(match value {
            Value::String(s) if s.is_empty() => return None,
            Value::String(s) => Cell::Text(s.clone()),
            Value::Table(t) => {
                if let Some(p) = t.get("percent").and_then(number) {
                    Cell::Number(p, Some("0.0%".to_owned()))
                } else if let Some(n) = t.get("number").and_then(number) {
                    Cell::Number(n, text(t, "format"))
                } else if let Some(date) = text(t, "date") {
                    Cell::Date(date, text(t, "format").unwrap_or("yyyy/m/d".to_owned()))
                } else if let Some(e) = text(t, "error") {
                    Cell::Formula("1/0".to_owned(), Some(e))
                } else if let Some(f) = text(t, "formula") {
                    Cell::Formula(f, text(t, "result"))
                } else {
                    panic!("no cell: {t:?}");
                }
            }
            other => Cell::Number(
                number(other).unwrap_or_else(|| panic!("no cell: {other:?}")),
                None,
            ),
        })
    }
}

/// `F2` → (1, 5).
pub fn position(cell: &str) -> (u32, u32) {
    let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap();
    (cell[digits..].parse::<u32>().unwrap() - 1, column(&cell[..digits]))
}

/// `C` → 2.
fn column(letters: &str) -> u32 {
    letters.bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1) - 1
}

impl Sheet {
    /// Its name.
    pub fn name(&self) -> &str {
        self.sheet.as_deref().unwrap_or("評価")
    }

    fn start(&self) -> (u32, u32) {
        self.at.as_deref().map_or((0, 0), position)
    }

    /// The cells with content, by row and column from 0.
    pub fn cells(&self) -> Vec<((u32, u32), Cell)> {
        let (top, left) = self.start();
        let mut cells = Vec::new();
        for (r, row) in self.rows.iter().enumerate() {
            for (c, value) in row.iter().enumerate() {
                let at = (top + r as u32, left + c as u32);
                cells.extend(Cell::of(value).map(|cell| (at, cell)));
            }
        }
        cells
    }

    /// The merged areas: first row, first column, last row, last column, from 0.
    pub fn areas(&self) -> Vec<[u32; 4]> {
        let (top, left) = self.start();
        let area = |area: &Area| match area {
            Area::Counted([r1, c1, r2, c2]) => [top + r1, left + c1, top + r2, left + c2],
            Area::Named(name) => {
                let (from, to) = name.split_once(':').unwrap();
                let ((r1, c1), (r2, c2)) = (position(from), position(to));
                [r1, c1, r2, c2]
            }
        };
        self.merges.iter().map(area).collect()
    }

    fn hidden_rows(&self) -> Vec<u32> {
        let mut rows = Vec::new();
        for hidden in &self.hidden_rows {
            match hidden {
                Value::Integer(n) => rows.push(self.start().0 + *n as u32),
                other => {
                    let text = other.as_str().unwrap();
                    let (from, to) = text.split_once('-').unwrap_or((text, text));
                    let row = |s: &str| s.parse::<u32>().unwrap() - 1;
                    rows.extend(row(from)..=row(to));
                }
            }
        }
        rows
    }
}

fn write(sheet: &mut Worksheet, (row, col): (u32, u32), cell: &Cell) {
    let col = col as u16;
    let format = |text: &str| Format::new().set_num_format(text);
    match cell {
        Cell::Text(text) => drop(sheet.write_string(row, col, text).unwrap()),
        Cell::Number(n, None) => drop(sheet.write_number(row, col, *n).unwrap()),
        Cell::Number(n, Some(f)) => {
            sheet.write_number_with_format(row, col, *n, &format(f)).unwrap();
        }
        Cell::Date(date, f) => {
            let date = ExcelDateTime::parse_from_str(date).unwrap();
            sheet.write_datetime_with_format(row, col, &date, &format(f)).unwrap();
        }
        Cell::Formula(f, result) => {
            let formula = Formula::new(f);
            let formula = match result {
                Some(result) => formula.set_result(result),
                None => formula,
            };
            sheet.write_formula(row, col, formula).unwrap();
        }
    }
}

/// Adds a sheet to a workbook.
pub fn add_sheet(book: &mut Workbook, spec: &Sheet) {
    let sheet = book.add_worksheet();
    sheet.set_name(spec.name()).unwrap();
    let cells = spec.cells();
    let border = Format::new().set_border(rust_xlsxwriter::FormatBorder::Thin);
    let last_row = cells.iter().map(|((r, _), _)| *r + 1).max().unwrap_or(0);
    for row in last_row..spec.blank_rows_to {
        for col in 0..4 {
            sheet.write_blank(row, col, &border).unwrap();
        }
    }
    for [r1, c1, r2, c2] in spec.areas() {
        sheet.merge_range(r1, c1 as u16, r2, c2 as u16, "", &border).unwrap();
    }
    for (at, cell) in &cells {
        write(sheet, *at, cell);
    }
    for row in spec.hidden_rows() {
        sheet.set_row_hidden(row).unwrap();
    }
    for cols in &spec.hidden_cols {
        let (from, to) = cols.split_once('-').unwrap_or((cols, cols));
        sheet.set_column_range_hidden(column(from) as u16, column(to) as u16).unwrap();
    }
    if let Some(filter) = &spec.filter {
        let (from, to) = filter.split_once(':').unwrap();
        let ((r1, c1), (r2, c2)) = (position(from), position(to));
        sheet.autofilter(r1, c1 as u16, r2, c2 as u16).unwrap();
    }
    for shape in &spec.shapes {
        let ((r1, c1), (r2, c2)) = (position(&shape.from), position(&shape.to));
        // Excel's own cells are 64 by 20 pixels; the box ends inside its last cell.
        let (width, height) = ((c2 - c1 + 1) * 64 - 4, (r2 - r1 + 1) * 20 - 4);
        let text_box =
            Shape::textbox().set_text(&shape.text).set_width(width).set_height(height);
        sheet.insert_shape_with_offset(r1, c1 as u16, &text_box, 2, 2).unwrap();
    }
    for comment in &spec.comments {
        let (row, col) = position(&comment.cell);
        sheet.insert_note(row, col as u16, &Note::new(&comment.text)).unwrap();
    }
    sheet.set_hidden(spec.hidden);
}

/// The book as Excel would save it.
pub fn xlsx(book: &Book) -> Vec<u8> {
    let mut workbook = Workbook::new();
    book.sheets.iter().for_each(|sheet| add_sheet(&mut workbook, sheet));
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
