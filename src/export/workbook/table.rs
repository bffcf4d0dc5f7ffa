//! A table that is written from top to bottom.

use anyhow::{Context, Result};
use rust_xlsxwriter::Worksheet;

use super::cell::Cell;
use super::page::{Kind, Page, RowOnPage};
use super::style::{self, Style};
use super::wrap;

/// Height of a line of Meiryo 9 pt, and what a row has beside its lines.
const LINE: f64 = 15.4;
const PADDING: f64 = 5.0;
/// Excel's limit.
const MAX_HEIGHT: f64 = 409.5;
/// A row whose height nobody has set.
const PLAIN_HEIGHT: f64 = 15.0;
/// Pixels of a 9 pt em at 96 dpi, and of the sides of a cell.
const EM: f64 = 12.0;
const SIDES: f64 = 10.0;

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

/// A sheet that is being filled from top to bottom.
pub struct Table<'a> {
    sheet: &'a mut Worksheet,
    columns: Vec<Column>,
    /// The first row that is repeated on every page, and the row of titles.
    header: Option<(u32, u32)>,
    rows: Vec<RowOnPage>,
    joined: bool,
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
        Ok(Table { sheet, columns, header: None, rows: Vec::new(), joined: false })
    }

    /// The next row to be written, zero-based.
    pub fn row(&self) -> u32 {
        self.rows.len() as u32
    }

    /// The sheet, for what only one table needs.
    pub fn sheet(&mut self) -> &mut Worksheet {
        self.sheet
    }

    /// The width of all columns, in pixels.
    pub fn width(&self) -> u32 {
        self.columns.iter().map(|c| pixels(c.width)).sum()
    }

    /// Whether the records that follow stay on one page with what stands above.
    pub fn join(&mut self, joined: bool) {
        self.joined = joined;
    }

    fn next(&mut self, kind: Kind, height: Option<f64>) -> Result<()> {
        if let Some(height) = height {
            self.sheet.set_row_height(self.row(), height)?;
        }
        let kind = match kind {
            Kind::First if self.joined => Kind::More,
            kind => kind,
        };
        self.rows.push(RowOnPage { height: height.unwrap_or(PLAIN_HEIGHT), kind });
        Ok(())
    }

    /// A line of text over all columns, which goes on in further rows if it is long.
    pub fn flow(&mut self, text: &str, style: &Style, size: f64) -> Result<()> {
        self.spread(text, style, size, Kind::Heading)
    }

    /// Like [`Table::flow`], at the top of a page.
    pub fn page_flow(&mut self, text: &str, style: &Style, size: f64) -> Result<()> {
        self.spread(text, style, size, Kind::Page)
    }

    fn spread(
        &mut self,
        text: &str,
        style: &Style,
        size: f64,
        first: Kind,
    ) -> Result<()> {
        let text = wrap::clean(text);
        // A line that flows out of the print area is cut, so it ends well before.
        let limit = f64::from(self.width()) / (size * 96.0 / 72.0) * 0.95 - 2.0;
        for (i, line) in wrap::lines(&text, limit).into_iter().enumerate() {
            Cell::text(&text[line], style.clone()).write(self.sheet, self.row(), 0)?;
            let kind = if i == 0 { first } else { Kind::Heading };
            self.next(kind, Some(whole_pixels(size * 1.5 + 6.0)))?;
        }
        Ok(())
    }

    /// Like [`Table::flow`], with the colour of the style over all columns.
    pub fn band(&mut self, text: &str, style: &Style, size: f64) -> Result<()> {
        self.coloured(text, style, size, Kind::Heading)
    }

    /// A band that begins a page.
    pub fn page_band(&mut self, text: &str, style: &Style, size: f64) -> Result<()> {
        self.coloured(text, style, size, Kind::Page)
    }

    fn coloured(
        &mut self,
        text: &str,
        style: &Style,
        size: f64,
        kind: Kind,
    ) -> Result<()> {
        let first = self.row();
        self.spread(text, style, size, kind)?;
        for row in first..self.row() {
            for col in 1..self.columns.len() {
                self.sheet.write_blank(row, column_index(col)?, style)?;
            }
        }
        Ok(())
    }

    /// An empty row.
    pub fn gap(&mut self) -> Result<()> {
        self.next(Kind::More, None)
    }

    /// Rows of 15 pt for a picture, which is not divided.
    pub fn room(&mut self, rows: usize) -> Result<()> {
        self.joined = false;
        self.next(Kind::First, Some(PLAIN_HEIGHT))?;
        (1..rows).try_for_each(|_| self.next(Kind::Held, Some(PLAIN_HEIGHT)))
    }

    /// The row of titles, which is printed on every page with all that stands above it.
    pub fn header(&mut self) -> Result<()> {
        self.titles_from(0)
    }

    /// The row of titles, which alone is printed on the further pages: something else
    /// stands above it.
    pub fn lower_header(&mut self) -> Result<()> {
        self.titles_from(self.row())
    }

    fn titles_from(&mut self, first: u32) -> Result<()> {
        self.header = Some((first, self.row()));
        let columns = self.columns.clone();
        self.titles(&columns)
    }

    /// A row of titles for a further block under the same widths.
    pub fn titles(&mut self, columns: &[Column]) -> Result<()> {
        let title = |c: &Column| Cell::text(&c.title, style::header(c.this_year));
        let cells: Vec<Cell> = columns.iter().map(title).collect();
        let limits: Vec<f64> = self.columns.iter().map(|c| c.width - 1.0).collect();
        self.put(&cells, &limits, Kind::Heading)
    }

    /// One record.
    pub fn line(&mut self, cells: &[Cell]) -> Result<()> {
        self.put(cells, &self.limits(), Kind::First)
    }

    /// A record that stays with the one above.
    pub fn further_line(&mut self, cells: &[Cell]) -> Result<()> {
        self.put(cells, &self.limits(), Kind::More)
    }

    fn limits(&self) -> Vec<f64> {
        self.columns.iter().map(|c| c.width - c.slack).collect()
    }

    /// One record in one row, however long: for a table that is read again.
    pub fn record(&mut self, cells: &[Cell]) -> Result<()> {
        let mut most = 1;
        for ((col, cell), limit) in cells.iter().enumerate().zip(self.limits()) {
            most = most.max(cell.lines(limit));
            cell.write(self.sheet, self.row(), column_index(col)?)?;
        }
        self.next(Kind::First, Some(height(most)))
    }

    fn put(&mut self, cells: &[Cell], limits: &[f64], kind: Kind) -> Result<()> {
        let mut most = 1;
        let mut fits = true;
        for (cell, limit) in cells.iter().zip(limits) {
            let lines = cell.lines(*limit);
            most = most.max(lines);
            fits &= cell.fits(lines);
        }
        if !fits {
            return self.put_in_parts(cells, limits, kind);
        }
        for (col, cell) in cells.iter().enumerate().take(limits.len()) {
            cell.write(self.sheet, self.row(), column_index(col)?)?;
        }
        self.next(kind, Some(height(most)))
    }

    /// A record that goes on in further rows.
    fn put_in_parts(&mut self, cells: &[Cell], limits: &[f64], kind: Kind) -> Result<()> {
        let parts: Vec<Vec<(String, usize)>> =
            cells.iter().zip(limits).map(|(cell, limit)| cell.parts(*limit)).collect();
        let rows = parts.iter().map(Vec::len).max().unwrap_or(1).max(1);
        for index in 0..rows {
            let mut most = 1;
            for (col, ((cell, parts), limit)) in
                cells.iter().zip(&parts).zip(limits).enumerate()
            {
                let (cell, lines) = cell.nth(index, parts, *limit);
                most = most.max(lines);
                cell.write(self.sheet, self.row(), column_index(col)?)?;
            }
            let kind = if index == 0 { kind } else { Kind::More };
            self.next(kind, Some(height(most)))?;
        }
        Ok(())
    }

    /// Panes, filter and print setup. Nothing can be written afterwards.
    pub fn finish(self, page: &Page) -> Result<()> {
        let (last, last_col) = (
            self.row().saturating_sub(1),
            column_index(self.columns.len().saturating_sub(1))?,
        );
        let width = f64::from(self.width()) * 0.75;
        let Table { sheet, header, rows, .. } = self;
        if let Some((first, header)) = header {
            // Panes that hold more than titles would fill the screen.
            let frozen = if first == 0 { header + 1 } else { 0 };
            sheet.set_freeze_panes(frozen, page.frozen)?;
            sheet.set_repeat_rows(first, header)?;
            if page.filter && last > header {
                sheet.autofilter(header, 0, last, last_col)?;
            }
        }
        sheet.set_print_area(0, 0, last, last_col)?;
        let repeated = header.map_or(0..0, |(a, b)| a as usize..b as usize + 1);
        page.set_up(sheet, width, &rows, repeated)
    }
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
