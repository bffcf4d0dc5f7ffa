//! Shared by the Excel workbooks: the book, its tables, and how a page is printed.
//!
//! A [`Table`] writes rows from top to bottom. It knows the widths of its columns, so it
//! computes the height of every row, and what is higher than Excel allows (409.5 pt) goes
//! on in a further row instead of being cut. Its [`Page`] says how it is printed.

mod cell;
mod chart;
mod formula;
mod page;
pub mod style;
mod table;
mod theme;
pub mod wrap;

pub use cell::{Cell, float, looks_like_a_formula};
pub use chart::{Part, bars, columns as columns_chart, insert};
pub use formula::{cell_name, count_exact, literal, range, sum};
pub use page::{Handout, Page};
pub use table::{Column, Table};
pub use theme::save;

use anyhow::Result;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::diag::{Diagnostic, Sources};
use crate::model::progress::Progress;

/// A new book. Its date is fixed: the same input gives the same bytes.
pub fn book(p: &Progress, title: &str, subject: &str) -> Result<Workbook> {
    let basics = &p.plan.basics;
    let author = if basics.publisher.is_empty() {
        &basics.municipality
    } else {
        &basics.publisher
    };
    let mut book = Workbook::new();
    // Of a large book, the best compression takes a quarter of the time.
    book.set_zip_compression_level(1);
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
    let mark = p.bare_mark().map(|m| format!("［{m}］")).unwrap_or_default();
    format!("{}{mark}", p.year.era_label())
}

/// File, sheet and cell of a finding, empty where it has none.
pub fn place(found: &Diagnostic, sources: &Sources) -> (String, String, String) {
    found.origin.map(|origin| sources.parts(origin)).unwrap_or_default()
}

/// Characters of 9 pt that a figure of BIZ UD Gothic 10 pt needs.
pub fn figure_width(text: &str) -> f64 {
    let half: f64 = text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum();
    // And the gap to its right.
    (half + 0.5) * 10.0 / 9.0
}
