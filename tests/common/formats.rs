//! The other kinds of files that offices send: text tables, OpenDocument, and the old
//! Excel book (BIFF8), written as their specifications say.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use super::book::{Book, Cell, Sheet, xlsx};

/// The bytes of a book in its format.
pub fn bytes(book: &Book) -> Vec<u8> {
    match &*book.format {
        "xlsx" => xlsx(book),
        "ods" => ods(book),
        "xls" => xls(book),
        "tsv" => table(book, '\t').into_bytes(),
        "csv-utf8" => table(book, ',').into_bytes(),
        "csv-bom" => ["\u{feff}", &table(book, ',')].concat().into_bytes(),
        "csv-utf16" => {
            let text = ["\u{feff}", &table(book, '\t')].concat();
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
        "csv-cp932" => {
            // Windows' wave dash is U+FF5E.
            let text = table(book, ',').replace('〜', "～");
            let (bytes, _, damaged) = encoding_rs::SHIFT_JIS.encode(&text);
            assert!(!damaged, "{}: not in CP932", book.path);
            bytes.into_owned()
        }
        other => panic!("no format: {other}"),
    }
}

/// What a cell shows in a text table.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(n, Some(format)) if format.ends_with('%') => {
            let decimals = format.split_once('.').map_or(0, |(_, d)| d.len() - 1);
            format!("{:.decimals$}%", n * 100.0)
        }
        Cell::Number(n, _) => n.to_string(),
        Cell::Date(date, _) => date.replace('-', "/"),
        Cell::Formula(_, result) => result.clone().unwrap_or_default(),
    }
}

/// The first sheet as Excel saves it as text: every row up to the last, CR LF.
fn table(book: &Book, delimiter: char) -> String {
    let cells: BTreeMap<(u32, u32), Cell> = book.sheets[0].cells().into_iter().collect();
    let rows = cells.keys().map(|(r, _)| r + 1).max().unwrap_or(0);
    let cols = cells.keys().map(|(_, c)| c + 1).max().unwrap_or(0);
    let mut out = String::new();
    for row in 0..rows {
        let fields: Vec<String> = (0..cols)
            .map(|col| {
                let text = cells.get(&(row, col)).map(shown).unwrap_or_default();
                if text.contains([delimiter, '"', '\n']) {
                    format!("\"{}\"", text.replace('"', "\"\""))
                } else {
                    text
                }
            })
            .collect();
        out.push_str(&fields.join(&delimiter.to_string()));
        out.push_str("\r\n");
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// One cell of `content.xml`.
fn ods_cell(cell: Option<&Cell>, covered: bool, span: Option<(u32, u32)>) -> String {
    let name = if covered { "table:covered-table-cell" } else { "table:table-cell" };
    let span = span.map_or(String::new(), |(rows, cols)| {
        format!(
            " table:number-rows-spanned=\"{rows}\" table:number-columns-spanned=\"{cols}\""
        )
    });
    let Some(cell) = cell else { return format!("<{name}{span}/>") };
    let kind = match cell {
        Cell::Text(_) | Cell::Formula(..) => "string".to_owned(),
        Cell::Number(n, Some(format)) if format.ends_with('%') => {
            format!("percentage\" table:style-name=\"percent\" office:value=\"{n}")
        }
        Cell::Number(n, _) => format!("float\" office:value=\"{n}"),
        Cell::Date(date, _) => format!("date\" office:date-value=\"{date}"),
    };
    let lines: String =
        shown(cell).lines().map(|l| format!("<text:p>{}</text:p>", escape(l))).collect();
    format!("<{name}{span} office:value-type=\"{kind}\">{lines}</{name}>")
}

fn ods_sheet(sheet: &Sheet) -> String {
    let cells: BTreeMap<(u32, u32), Cell> = sheet.cells().into_iter().collect();
    let areas = sheet.areas();
    let ends = areas.iter().map(|[_, _, r, c]| (*r, *c));
    let all: Vec<(u32, u32)> = cells.keys().copied().chain(ends).collect();
    let rows = all.iter().map(|(r, _)| r + 1).max().unwrap_or(0);
    let cols = all.iter().map(|(_, c)| c + 1).max().unwrap_or(0);
    let mut out = format!("<table:table table:name=\"{}\">", escape(sheet.name()));
    for row in 0..rows {
        out.push_str("<table:table-row>");
        for col in 0..cols {
            let area = areas.iter().find(|[r1, c1, r2, c2]| {
                (*r1..=*r2).contains(&row) && (*c1..=*c2).contains(&col)
            });
            let first = area.filter(|a| (a[0], a[1]) == (row, col));
            let span = first.map(|[r1, c1, r2, c2]| (r2 - r1 + 1, c2 - c1 + 1));
            let covered = area.is_some() && span.is_none();
            out.push_str(&ods_cell(cells.get(&(row, col)), covered, span));
        }
        out.push_str("</table:table-row>");
    }
    out + "</table:table>"
}

/// OpenDocument: the smallest package that LibreOffice opens.
fn ods(book: &Book) -> Vec<u8> {
    let sheets: String = book.sheets.iter().map(ods_sheet).collect();
    let spaces = ["office", "table", "text"]
        .map(|n| format!(" xmlns:{n}=\"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0\""));
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content{} \
         office:version=\"1.3\"><office:automatic-styles><number:percentage-style \
         style:name=\"N11\"><number:number number:decimal-places=\"2\" \
         number:min-integer-digits=\"1\"/><number:text>%</number:text>\
         </number:percentage-style><style:style style:name=\"percent\" \
         style:family=\"table-cell\" style:data-style-name=\"N11\"/>\
         </office:automatic-styles><office:body><office:spreadsheet>{sheets}\
         </office:spreadsheet></office:body></office:document-content>",
        spaces.concat()
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><manifest:manifest \
         xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" \
         manifest:version=\"1.3\"><manifest:file-entry manifest:full-path=\"/\" \
         manifest:media-type=\"{kind}\"/><manifest:file-entry manifest:full-path=\
         \"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
    );
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let stored = options.compression_method(zip::CompressionMethod::Stored);
    for (name, text, options) in [
        ("mimetype", kind, stored),
        ("content.xml", &content, options),
        ("META-INF/manifest.xml", &manifest, options),
    ] {
        writer.start_file(name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn record(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
    out.extend(kind.to_le_bytes());
    out.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
    out.extend(data);
}

/// Little-endian words, one after the other.
fn words(list: &[u16]) -> Vec<u8> {
    list.iter().flat_map(|w| w.to_le_bytes()).collect()
}

/// XLUnicodeString: the length, the flag for 16-bit characters, and these.
fn unicode(text: &str, long: bool) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = words(&[units.len() as u16]);
    let length = if long { &length[..] } else { &length[..1] };
    [length, &[1], &words(&units)].concat()
}

/// Number of the format record's built-in formats: general, 0.00%, date.
const FORMATS: [u16; 3] = [0, 10, 14];

fn biff_cell(out: &mut Vec<u8>, (row, col): (u32, u32), cell: &Cell) {
    let style = match cell {
        Cell::Number(_, Some(format)) if format.ends_with('%') => 1,
        Cell::Date(..) => 2,
        _ => 0,
    };
    let head = words(&[row as u16, col as u16, style]);
    match cell {
        Cell::Text(text) => record(out, 0x204, &[head, unicode(text, true)].concat()),
        Cell::Number(n, _) => {
            record(out, 0x203, &[head, n.to_le_bytes().into()].concat())
        }
        Cell::Date(date, _) => {
            let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(date).unwrap();
            let serial = date.to_excel().to_le_bytes().into();
            record(out, 0x203, &[head, serial].concat());
        }
        Cell::Formula(..) => panic!("no formulas in xls"),
    }
}

/// BIFF8 in an OLE container: globals, then a substream a sheet.
fn xls(book: &Book) -> Vec<u8> {
    let mut sheets = Vec::new();
    for sheet in &book.sheets {
        let mut out = Vec::new();
        record(&mut out, 0x809, &words(&[0x600, 0x10, 0, 0, 0, 0, 0, 0]));
        let cells = sheet.cells();
        let rows = cells.iter().map(|((r, _), _)| *r + 1).max().unwrap_or(0);
        let cols = cells.iter().map(|((_, c), _)| *c + 1).max().unwrap_or(0);
        let size =
            [words(&[0, 0]), rows.to_le_bytes().into(), words(&[0, cols as u16, 0])];
        record(&mut out, 0x200, &size.concat());
        cells.iter().for_each(|(at, cell)| biff_cell(&mut out, *at, cell));
        let areas = sheet.areas();
        if !areas.is_empty() {
            let ends = areas.iter().flat_map(|[r1, c1, r2, c2]| [*r1, *r2, *c1, *c2]);
            let ends = ends.map(|n| n as u16);
            let list: Vec<u16> = [areas.len() as u16].into_iter().chain(ends).collect();
            record(&mut out, 0xE5, &words(&list));
        }
        record(&mut out, 0x0A, &[]);
        sheets.push(out);
    }
    let mut globals = Vec::new();
    record(&mut globals, 0x809, &words(&[0x600, 5, 0, 0, 0, 0, 0, 0]));
    record(&mut globals, 0x42, &words(&[1200]));
    for format in FORMATS {
        record(&mut globals, 0xE0, &words(&[0, format, 0, 0, 0, 0, 0, 0, 0, 0]));
    }
    let names: Vec<Vec<u8>> =
        book.sheets.iter().map(|s| unicode(s.name(), false)).collect();
    let listed: usize = names.iter().map(|n| 4 + 6 + n.len()).sum();
    let mut at = globals.len() + listed + 4;
    for ((name, spec), sheet) in names.iter().zip(&book.sheets).zip(&sheets) {
        let state = [u8::from(spec.hidden), 0];
        let data = [&(at as u32).to_le_bytes()[..], &state, name].concat();
        record(&mut globals, 0x85, &data);
        at += sheet.len();
    }
    record(&mut globals, 0x0A, &[]);
    let mut stream = [globals, sheets.concat()].concat();
    // A stream under 4,096 bytes lies in the small blocks, which Excel never does.
    stream.resize(stream.len().max(4096), 0);
    let disk = Cursor::new(Vec::new());
    let mut file =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, disk).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}
