//! .xls: checked with our own scan before calamine may allocate from its numbers.

use std::io::{Cursor, Read};

use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError, XlsOptions};

use super::biff::{self, SheetScan};
use super::xlsb::convert;
use super::xml::broken;
use super::{Budget, Kind, Merge, Sheet, Trouble};

/// Reads a BIFF5 or BIFF8 workbook.
pub(super) fn read_xls(bytes: &[u8]) -> Result<Vec<Sheet>, Trouble> {
    let scan = biff::scan(&workbook_stream(bytes)?)?;
    let mut options = XlsOptions::default();
    if scan.unicode {
        // BIFF8 strings are UTF-16 whatever CODEPAGE claims; calamine believes CODEPAGE
        // and turns Japanese into mojibake without a word.
        options.force_codepage = Some(1200);
    }
    let mut book: Xls<_> =
        Xls::new_with_options(Cursor::new(bytes), options).map_err(|e| match e {
            XlsError::Password => Trouble::Password,
            other => broken(other),
        })?;
    let is_1904 = book.has_1904_epoch();
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    let mut sides = scan.sheets.into_iter();
    for meta in book.sheets_metadata().to_vec() {
        let side = sides.next().unwrap_or_default();
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        let SheetScan { hidden_rows, hidden_cols, shows, floats, .. } = side;
        let mut sheet = Sheet {
            name: meta.name.clone(),
            hidden: meta.visible != SheetVisible::Visible,
            hidden_rows,
            hidden_cols,
            filtered: side.filtered,
            declared_rows: side.declared_rows,
            ..Sheet::default()
        };
        let range = book.worksheet_range(&meta.name).map_err(broken)?;
        let (row0, col0) = range.start().unwrap_or_default();
        for (row, col, data) in range.used_cells() {
            let at = (row as u32 + row0, col as u32 + col0);
            if let Some(value) = convert(data.clone(), shows.get(at), is_1904) {
                budget.put(&mut sheet, at, value)?;
            }
        }
        for m in book.merge_cells_by_sheet_name(&meta.name).unwrap_or_default() {
            budget.merge(&mut sheet, Merge { start: m.start, end: m.end })?;
        }
        for float in floats {
            budget.float(&mut sheet, float)?;
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The stream of the workbook inside the compound file. The crate refuses chains of
/// sectors that run in circles.
fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    let cut_off = |e: std::io::Error| Trouble::CutOff(e.to_string());
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(cut_off)?;
    if file.exists("/EncryptedPackage") {
        return Err(Trouble::Password);
    }
    let names: Vec<(String, std::path::PathBuf)> = file
        .walk()
        .filter(|e| e.is_stream() && e.path().components().count() == 2)
        .map(|e| {
            let path = e.path().to_path_buf();
            (path.to_string_lossy().trim_start_matches('/').to_lowercase(), path)
        })
        .collect();
    let named = |name: &str| names.iter().find(|(n, _)| n == name).map(|(_, p)| p);
    // A book saved for two versions of Excel has both; calamine takes the newer.
    let Some(path) = named("workbook").or_else(|| named("book")) else {
        return Err(Trouble::Kind(if named("worddocument").is_some() {
            Kind::Document
        } else if named("powerpoint document").is_some() {
            Kind::Slides
        } else if names.iter().any(|(n, _)| n.starts_with("__properties")) {
            Kind::Mail
        } else {
            Kind::Unknown
        }));
    };
    let mut stream = Vec::new();
    let limit = bytes.len() as u64 + 1;
    file.open_stream(path)
        .map_err(cut_off)?
        .take(limit)
        .read_to_end(&mut stream)
        .map_err(cut_off)?;
    Ok(stream)
}
