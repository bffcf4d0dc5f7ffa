//! Shared by the Excel workbooks: the book, its tables, and how a page is printed.
//!
//! A [`Table`] writes rows from top to bottom. It knows the widths of its columns, so it
//! computes the height of every row, and what is higher than Excel allows (409.5 pt) goes
//! on in a further row instead of being cut.

mod cell;
pub mod style;
pub mod wrap;

pub use cell::{Cell, float};

use anyhow::{Context, Result};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use crate::diag::{Diagnostic, Sources};
use crate::model::progress::Progress;

/// Height of a line of Meiryo 9 pt, and what a row has beside its lines.
const LINE: f64 = 15.4;
const PADDING: f64 = 5.0;
/// Excel's limit.
const MAX_HEIGHT: f64 = 409.5;
/// Pixels of a 9 pt em at 96 dpi, and of the sides of a cell.
const EM: f64 = 12.0;
const SIDES: f64 = 10.0;

/// A new book. Its date is fixed: the same input gives the same bytes.
pub fn book(p: &Progress, title: &str, subject: &str) -> Result<Workbook> {
    let basics = &p.plan.basics;
    let author = if basics.publisher.is_empty() {
        &basics.municipality
    } else {
        &basics.publisher
    };
    let mut book = Workbook::new();
    // 64 px is the default column of a font whose digits are 7 px wide, as here.
    book.set_default_format(&style::default(), 20, 64)?;
    let properties = DocProperties::new()
        .set_title(wrap::one_line(title))
        .set_subject(wrap::one_line(subject))
        .set_author(wrap::one_line(author))
        .set_company(wrap::one_line(&basics.municipality))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    Ok(book)
}

/// `令和9年度［見本］`.
pub fn year_and_edition(p: &Progress) -> String {
    let mark = p.edition.mark().map(|m| format!("［{m}］")).unwrap_or_default();
    format!("{}{mark}", p.year.era_label())
}

/// File, sheet and cell of a finding, empty where it has none.
pub fn place(found: &Diagnostic, sources: &Sources) -> (String, String, String) {
    found.origin.map(|origin| sources.parts(origin)).unwrap_or_default()
}

/// A column of a table. Widths are in full-width characters of 9 pt.
#[derive(Debug, Clone)]
pub struct Column {
    title: String,
    width: f64,
    slack: f64,
    this_year: bool,
}

impl Column {
    /// Texts, which stand a little in from the left: that indent is as wide as three
    /// digits. One character more is left to the rules of line breaking (禁則).
    pub fn text(title: impl Into<String>, width: f64) -> Self {
        Column { title: title.into(), width, slack: 2.6, this_year: false }
    }

    /// Figures and short words.
    pub fn short(title: impl Into<String>, width: f64) -> Self {
        Column { slack: 1.0, ..Column::text(title, width) }
    }

    /// Belongs to the year reported: its title is yellow.
    pub fn current(self) -> Self {
        Column { this_year: true, ..self }
    }
}

/// How a sheet is printed.
pub struct Page<'a> {
    /// A3, else A4.
    pub a3: bool,
    /// Name of the table, for the footer.
    pub name: &'a str,
    /// Columns that stay in view.
    pub frozen: u16,
    /// With arrows to choose rows by.
    pub filter: bool,
}

/// A sheet that is being filled from top to bottom.
pub struct Table<'a> {
    sheet: &'a mut Worksheet,
    columns: Vec<Column>,
    row: u32,
    header: Option<u32>,
}

impl<'a> Table<'a> {
    /// Names the sheet and sets the widths.
    pub fn new(
        sheet: &'a mut Worksheet,
        name: &str,
        columns: Vec<Column>,
    ) -> Result<Self> {
        sheet.set_name(name)?.set_screen_gridlines(false);
        for (i, column) in columns.iter().enumerate() {
            sheet.set_column_width_pixels(column_index(i)?, pixels(column.width))?;
        }
        Ok(Table { sheet, columns, row: 0, header: None })
    }

    /// The next row to be written, zero-based.
    pub fn row(&self) -> u32 {
        self.row
    }

    /// The sheet, for what only one table needs.
    pub fn sheet(&mut self) -> &mut Worksheet {
        self.sheet
    }

    /// A line of text over all columns, which goes on in further rows if it is long.
    pub fn flow(&mut self, text: &str, format: &Format, size: f64) -> Result<()> {
        let text = wrap::clean(text);
        let whole: f64 = self.columns.iter().map(|c| f64::from(pixels(c.width))).sum();
        // A line that flows out of the print area is cut, so it ends well before.
        let limit = whole / (size * 96.0 / 72.0) * 0.95 - 2.0;
        for line in wrap::lines(&text, limit) {
            self.sheet.write_string_with_format(self.row, 0, &text[line], format)?;
            self.sheet.set_row_height(self.row, whole_pixels(size * 1.5 + 6.0))?;
            self.row += 1;
        }
        Ok(())
    }

    /// Like [`Table::flow`], with the colour of the format over all columns.
    pub fn band(&mut self, text: &str, format: &Format, size: f64) -> Result<()> {
        let first = self.row;
        self.flow(text, format, size)?;
        for row in first..self.row {
            for col in 1..self.columns.len() {
                self.sheet.write_blank(row, column_index(col)?, format)?;
            }
        }
        Ok(())
    }

    /// An empty row.
    pub fn gap(&mut self) {
        self.row += 1;
    }

    /// The row of titles, which is printed on every page.
    pub fn header(&mut self) -> Result<()> {
        self.header = Some(self.row);
        let columns = self.columns.clone();
        self.titles(&columns)
    }

    /// A row of titles for a further block under the same widths.
    pub fn titles(&mut self, columns: &[Column]) -> Result<()> {
        let title = |c: &Column| Cell::text(&c.title, style::header(c.this_year));
        let cells: Vec<Cell> = columns.iter().map(title).collect();
        let limits: Vec<f64> = columns.iter().map(|c| c.width - 1.0).collect();
        self.rows(&cells, &limits)
    }

    /// One record.
    pub fn line(&mut self, cells: &[Cell]) -> Result<()> {
        let limits: Vec<f64> = self.columns.iter().map(|c| c.width - c.slack).collect();
        self.rows(cells, &limits)
    }

    /// One record in one row, however long: for a table that is read again.
    pub fn record(&mut self, cells: &[Cell]) -> Result<()> {
        let mut most = 1;
        for (col, cell) in cells.iter().enumerate() {
            let width = self.columns.get(col).map_or(1.0, |c| c.width - c.slack);
            most = most.max(cell.lines(width));
            cell.write(self.sheet, self.row, column_index(col)?)?;
        }
        self.sheet.set_row_height(self.row, height(most))?;
        self.row += 1;
        Ok(())
    }

    fn rows(&mut self, cells: &[Cell], widths: &[f64]) -> Result<()> {
        let parts: Vec<Vec<String>> =
            cells.iter().zip(widths).map(|(cell, w)| cell.parts(*w)).collect();
        let rows = parts.iter().map(Vec::len).max().unwrap_or(1).max(1);
        for index in 0..rows {
            let mut most = 1;
            for (col, ((cell, parts), width)) in
                cells.iter().zip(&parts).zip(widths).enumerate()
            {
                let (cell, lines) = cell.nth(index, parts, *width);
                most = most.max(lines);
                cell.write(self.sheet, self.row, column_index(col)?)?;
            }
            self.sheet.set_row_height(self.row, height(most))?;
            self.row += 1;
        }
        Ok(())
    }

    /// Panes, filter and print setup. Nothing can be written afterwards.
    pub fn finish(self, page: &Page) -> Result<()> {
        let last = self.row.saturating_sub(1);
        let last_col = column_index(self.columns.len().saturating_sub(1))?;
        let sheet = self.sheet;
        if let Some(header) = self.header {
            sheet.set_freeze_panes(header + 1, page.frozen)?;
            sheet.set_repeat_rows(0, header)?;
            if page.filter && last > header {
                sheet.autofilter(header, 0, last, last_col)?;
            }
        }
        sheet.set_print_area(0, 0, last, last_col)?;
        print_setup(sheet, page);
        Ok(())
    }
}

/// Paper, margins (10 mm at the sides, 14 mm above and below), footer.
fn print_setup(sheet: &mut Worksheet, page: &Page) {
    sheet
        .set_paper_size(if page.a3 { 8 } else { 9 })
        .set_landscape()
        .set_margins(0.394, 0.394, 0.552, 0.552, 0.3, 0.3)
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true);
    // A footer holds 255 characters; & begins a code.
    let name: String = wrap::one_line(page.name).chars().take(80).collect();
    let font = format!("&8&\"{},標準\"", style::TEXT_FONT);
    sheet.set_footer(format!("&L{font}{}&R{font}&P／&N", name.replace('&', "&&")));
}

fn column_index(index: usize) -> Result<u16> {
    u16::try_from(index).context("列が多すぎます")
}

fn pixels(width: f64) -> u32 {
    (width * EM + SIDES).round() as u32
}

/// Rows are whole pixels high: 0.75 pt.
fn whole_pixels(points: f64) -> f64 {
    ((points / 0.75).ceil() * 0.75).min(MAX_HEIGHT)
}

fn height(lines: usize) -> f64 {
    whole_pixels(lines as f64 * LINE + PADDING)
}

/// Characters of 9 pt that a figure of BIZ UD Gothic 10 pt needs.
pub fn figure_width(text: &str) -> f64 {
    let half: f64 = text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum();
    // And the gap to its right.
    (half + 0.5) * 10.0 / 9.0
}
