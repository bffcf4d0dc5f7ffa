//! Zip containers: .xlsx and .xlsm by streaming, .xlsb by streaming, .ods after a scan.

use std::io::{Cursor, Read};

use calamine::{
    Data, Ods, OdsError, Reader, SheetType, SheetVisible, Xlsb, XlsbError, Xlsx,
    XlsxError, open_workbook_from_rs,
};
use zip::ZipArchive;

use super::{
    Budget, CellValue, MAX_PART, MAX_PARTS, MAX_TOTAL, Sheet, Trouble, decimal,
    from_serial, is_date_format, legacy, sheet_xml,
};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A damaged cell costs that cell, not the sheet; this many cost the file.
const MAX_BAD_CELLS: usize = 100;

/// Reads any workbook in a zip.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Trouble> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|e| Trouble::Broken(e.to_string()))?;
    let names = guard(&mut archive)?;
    if names.iter().any(|n| n == "content.xml") {
        return read_ods(bytes, &mut archive);
    }
    if names.iter().any(|n| n.ends_with("workbook.bin")) {
        return read_xlsb(bytes);
    }
    if !names.iter().any(|n| n.ends_with("workbook.xml")) {
        return Err(Trouble::Kind("表計算でない zip（Word や圧縮フォルダなど）"));
    }
    read_xlsx(bytes, &mut archive, &names)
}

/// Checks the declared sizes; the zip crate refuses parts longer than declared.
fn guard(archive: &mut Archive) -> Result<Vec<String>, Trouble> {
    if archive.len() > MAX_PARTS {
        return Err(Trouble::TooLarge("中の部品の数が上限を超えます".to_owned()));
    }
    let mut total = 0;
    let mut names = Vec::new();
    for i in 0..archive.len() {
        let part = archive.by_index_raw(i).map_err(|e| Trouble::Broken(e.to_string()))?;
        if part.encrypted() {
            return Err(Trouble::Password);
        }
        let name = part.name().map(|n| n.replace('\\', "/").to_ascii_lowercase());
        let name = name.unwrap_or_default();
        if name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".bin") {
            total += part.size();
            if part.size() > MAX_PART || total > MAX_TOTAL {
                let text = format!("展開すると {} MB を超えます", MAX_PART >> 20);
                return Err(Trouble::TooLarge(text));
            }
        }
        names.push(name);
    }
    Ok(names)
}

fn read_xlsx(
    bytes: &[u8],
    archive: &mut Archive,
    names: &[String],
) -> Result<Vec<Sheet>, Trouble> {
    if let Some(i) = names.iter().position(|n| n.ends_with("sharedstrings.xml")) {
        guard_shared_strings(archive, i)?;
    }
    let mut sides = sheet_xml::read_all(archive)?;
    let mut book: Xlsx<_> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|e| match e {
            XlsxError::Password => Trouble::Password,
            other => Trouble::Broken(other.to_string()),
        })?;
    let is_1904 = book.has_1904_epoch();
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    for meta in book.sheets_metadata().to_vec() {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        let side = sides.remove(&meta.name).unwrap_or_default();
        let mut sheet = Sheet {
            name: meta.name.clone(),
            hidden: meta.visible != SheetVisible::Visible,
            hidden_rows: side.hidden_rows,
            hidden_cols: side.hidden_cols,
            merges: side.merges,
            ..Sheet::default()
        };
        let mut cells = book
            .worksheet_cells_reader(&meta.name)
            .map_err(|e| Trouble::Broken(e.to_string()))?;
        let formats: Vec<String> = cells
            .styles()
            .iter()
            .map(|s| s.number_format.as_ref().map_or("", |f| &f.format_code).to_owned())
            .collect();
        let mut bad = 0;
        loop {
            let (cell, style) = match cells.next_cell_with_style_id() {
                Ok(Some(found)) => found,
                Ok(None) => break,
                Err(e) => {
                    bad += 1;
                    if bad > MAX_BAD_CELLS || is_fatal(&e) {
                        return Err(Trouble::Broken(e.to_string()));
                    }
                    continue;
                }
            };
            let (row, col) = cell.get_position();
            let format = formats.get(style).map_or("", |s| s);
            if let Some(value) = convert(cell.get_value().clone().into(), format, is_1904)
            {
                budget.take(row, col, &value)?;
                sheet.cells.push((row, col), value);
            }
        }
        for (row, col) in side.uncomputed {
            budget.take(row, col, &CellValue::Uncomputed)?;
            sheet.cells.push((row, col), CellValue::Uncomputed);
        }
        // calamine stops at a cell type or error word it does not know; the cell is
        // named instead of lost.
        for (row, col, text) in side.odd_errors {
            sheet.cells.push((row, col), CellValue::Error(text));
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn is_fatal(error: &XlsxError) -> bool {
    matches!(
        error,
        XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::Io(_) | XlsxError::Zip(_)
    )
}

/// calamine allocates by `uniqueCount`: a claim of 4 billion strings aborts the process.
fn guard_shared_strings(archive: &mut Archive, index: usize) -> Result<(), Trouble> {
    let part = archive.by_index(index).map_err(|e| Trouble::Broken(e.to_string()))?;
    let size = part.size();
    let mut head = Vec::new();
    part.take(4096).read_to_end(&mut head).map_err(|e| Trouble::Broken(e.to_string()))?;
    let head = String::from_utf8_lossy(&head);
    let Some((_, claim)) = head.split_once("uniqueCount=") else { return Ok(()) };
    let digits: String = claim.chars().skip(1).take_while(char::is_ascii_digit).collect();
    let claimed = digits.parse::<u64>().unwrap_or(u64::MAX);
    if !digits.is_empty() && claimed > size / 5 + 16 {
        return Err(Trouble::Broken("文字列の数の記録が誤っている".to_owned()));
    }
    Ok(())
}

fn read_xlsb(bytes: &[u8]) -> Result<Vec<Sheet>, Trouble> {
    let mut book: Xlsb<_> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|e| match e {
            XlsbError::Password => Trouble::Password,
            other => Trouble::Broken(other.to_string()),
        })?;
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    for meta in book.sheets_metadata().to_vec() {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        let mut sheet = Sheet {
            name: meta.name.clone(),
            hidden: meta.visible != SheetVisible::Visible,
            ..Sheet::default()
        };
        let mut cells = book
            .worksheet_cells_reader(&meta.name)
            .map_err(|e| Trouble::Broken(e.to_string()))?;
        while let Some(cell) =
            cells.next_cell().map_err(|e| Trouble::Broken(e.to_string()))?
        {
            let (row, col) = cell.get_position();
            if let Some(value) = convert(cell.get_value().clone().into(), "", false) {
                budget.take(row, col, &value)?;
                sheet.cells.push((row, col), value);
            }
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn read_ods(bytes: &[u8], archive: &mut Archive) -> Result<Vec<Sheet>, Trouble> {
    sheet_xml::scan_ods(archive)?;
    let mut book: Ods<_> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|e| match e {
            OdsError::Password => Trouble::Password,
            other => Trouble::Broken(other.to_string()),
        })?;
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    for meta in book.sheets_metadata().to_vec() {
        let mut sheet = Sheet {
            name: meta.name.clone(),
            hidden: meta.visible != SheetVisible::Visible,
            ..Sheet::default()
        };
        let range = book
            .worksheet_range(&meta.name)
            .map_err(|e| Trouble::Broken(e.to_string()))?;
        legacy::collect(&range, &mut sheet, &mut budget)?;
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// One calamine cell as ours; `None` for an empty one.
pub(super) fn convert(data: Data, format: &str, is_1904: bool) -> Option<CellValue> {
    Some(match data {
        Data::String(text) => CellValue::Text(text),
        Data::Int(n) => CellValue::Number { value: n.into(), percent: false },
        Data::Float(x) if is_date_format(format) => match from_serial(x, is_1904) {
            Some((year, month, day)) => CellValue::Date { year, month, day },
            None => CellValue::Error(x.to_string()),
        },
        Data::Float(x) => match decimal(x) {
            Some(value) => CellValue::Number { value, percent: format.contains('%') },
            None => CellValue::Error(x.to_string()),
        },
        Data::Bool(b) => CellValue::Bool(b),
        Data::DateTime(d) if d.is_datetime() => {
            let (year, month, day, ..) = d.to_ymd_hms_milli();
            CellValue::Date { year: i32::from(year), month, day }
        }
        // A duration: its number of hours is what a person sees.
        Data::DateTime(d) => match decimal(d.as_f64() * 24.0) {
            Some(value) => CellValue::Number { value, percent: false },
            None => CellValue::Error(d.as_f64().to_string()),
        },
        Data::DateTimeIso(text) | Data::DurationIso(text) => {
            iso_date(&text).unwrap_or(CellValue::Text(text))
        }
        Data::Error(e) => CellValue::Error(e.to_string()),
        Data::Empty => return None,
    })
}

fn iso_date(text: &str) -> Option<CellValue> {
    let mut parts = text.get(..10)?.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    Some(CellValue::Date { year, month, day })
}
