//! A small model of a workbook, written as .xlsx or as CP932 CSV.

use std::error::Error;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
};

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    Text(String),
    Number(f64),
}

/// A cell with the little formatting that hand-made books have.
#[derive(Clone, Debug)]
pub struct Cell {
    pub content: Content,
    pub decimals: usize,
    pub percent: bool,
    pub header: bool,
    pub title: bool,
}

impl Cell {
    fn new(content: Content) -> Self {
        Cell { content, decimals: 0, percent: false, header: false, title: false }
    }

    pub fn text(text: &str) -> Self {
        Cell::new(Content::Text(text.to_owned()))
    }

    pub fn number(value: f64, decimals: usize) -> Self {
        Cell { decimals, ..Cell::new(Content::Number(value)) }
    }

    /// 0.945 shown as 94.5%.
    pub fn percent(value: f64, decimals: usize) -> Self {
        Cell { decimals, percent: true, ..Cell::new(Content::Number(value)) }
    }

    pub fn header(text: &str) -> Self {
        Cell { header: true, ..Cell::text(text) }
    }

    pub fn title(text: &str) -> Self {
        Cell { title: true, ..Cell::text(text) }
    }
}

/// A sheet as rows and columns from 0.
#[derive(Default, Debug)]
pub struct Sheet {
    pub name: String,
    pub cells: Vec<(usize, usize, Cell)>,
    /// (first row, first column, last row, last column) of a merged header.
    pub merges: Vec<(usize, usize, usize, usize)>,
    /// Rows above the frozen line.
    pub freeze: Option<usize>,
}

impl Sheet {
    pub fn new(name: &str) -> Self {
        Sheet { name: name.to_owned(), ..Sheet::default() }
    }

    pub fn put(&mut self, row: usize, col: usize, cell: Cell) {
        if cell.content != Content::Text(String::new()) {
            self.cells.push((row, col, cell));
        }
    }
}

/// A workbook.
#[derive(Default, Debug)]
pub struct Book {
    pub sheets: Vec<Sheet>,
}

/// Writes .xlsx with fixed dates, so that the same tables give the same bytes.
pub fn write_xlsx(book: &Book, author: Option<&str>) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 4, 1)?;
    let author = author.unwrap_or("見本");
    workbook.set_properties(
        &DocProperties::new().set_author(author).set_creation_datetime(&created),
    );
    for sheet in &book.sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&sheet.name)?;
        for (row, col, cell) in &sheet.cells {
            let (row, col) = (u32::try_from(*row)?, u16::try_from(*col)?);
            let format = format_of(cell);
            match &cell.content {
                Content::Number(n) => {
                    worksheet.write_number_with_format(row, col, *n, &format)?
                }
                Content::Text(t) => {
                    worksheet.write_string_with_format(row, col, t, &format)?
                }
            };
        }
        for (row1, col1, row2, col2) in &sheet.merges {
            let text = sheet.cells.iter().find(|(r, c, _)| r == row1 && c == col1);
            let Some((_, _, cell)) = text else { continue };
            let Content::Text(text) = &cell.content else { continue };
            worksheet.merge_range(
                u32::try_from(*row1)?,
                u16::try_from(*col1)?,
                u32::try_from(*row2)?,
                u16::try_from(*col2)?,
                text,
                &format_of(cell),
            )?;
        }
        set_widths(worksheet, sheet)?;
        if let Some(rows) = sheet.freeze {
            worksheet.set_freeze_panes(u32::try_from(rows)?, 0)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn format_of(cell: &Cell) -> Format {
    let font = if cell.title { 14.0 } else { 10.0 };
    let mut format = Format::new()
        .set_font_name("ＭＳ Ｐゴシック")
        .set_font_size(font)
        .set_align(FormatAlign::Top);
    if cell.title {
        return format.set_bold();
    }
    format = format.set_border(FormatBorder::Thin).set_text_wrap();
    if cell.header {
        format = format
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(0xDD_EE_DD));
    }
    if let Content::Number(_) = cell.content {
        let zeros = "0".repeat(cell.decimals);
        let dot = if cell.decimals > 0 { "." } else { "" };
        let percent = if cell.percent { "%" } else { "" };
        format = format.set_num_format(format!("#,##0{dot}{zeros}{percent}"));
    }
    format
}

/// Wide columns for sentences, narrow ones for the rest.
fn set_widths(
    worksheet: &mut rust_xlsxwriter::Worksheet,
    sheet: &Sheet,
) -> Result<(), Box<dyn Error>> {
    let columns = sheet.cells.iter().map(|(_, c, _)| *c).max().unwrap_or(0);
    for col in 0..=columns {
        let texts = sheet.cells.iter().filter(|(_, c, cell)| *c == col && !cell.title);
        let longest = texts
            .filter_map(|(_, _, cell)| match &cell.content {
                Content::Text(t) => Some(t.chars().count()),
                Content::Number(_) => None,
            })
            .max();
        let width = longest.unwrap_or(4).clamp(4, 30) as f64 * 2.0;
        worksheet.set_column_width(u16::try_from(col)?, width)?;
    }
    Ok(())
}

/// Writes the first sheet as CP932 with CRLF, as old systems do.
pub fn write_csv(book: &Book) -> Result<Vec<u8>, Box<dyn Error>> {
    let Some(sheet) = book.sheets.first() else { return Ok(Vec::new()) };
    let rows = sheet.cells.iter().map(|(r, _, _)| *r).max().unwrap_or(0);
    let columns = sheet.cells.iter().map(|(_, c, _)| *c).max().unwrap_or(0);
    let mut grid = vec![vec![String::new(); columns + 1]; rows + 1];
    for (row, col, cell) in &sheet.cells {
        grid[*row][*col] = match &cell.content {
            Content::Text(t) => t.clone(),
            Content::Number(n) => format!("{n:.*}", cell.decimals),
        };
    }
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in grid {
        writer.write_record(&row)?;
    }
    let text = String::from_utf8(writer.into_inner()?)?;
    let (bytes, _, unmappable) = encoding_rs::SHIFT_JIS.encode(&text);
    if unmappable {
        return Err("CP932 で書けない文字があります".into());
    }
    Ok(bytes.into_owned())
}
