//! A table as CSV (RFC 4180): CRLF, a header row, fields quoted where they need it.

use encoding_rs::SHIFT_JIS;

use super::schema::Table;
use crate::config::Charset;

/// The file.
pub fn bytes(table: &Table, charset: Charset) -> Vec<u8> {
    let mut text = String::new();
    let names = table.layout.columns.iter().map(|c| c.name.to_owned());
    line(&mut text, names);
    for row in &table.rows {
        line(&mut text, row.iter().map(|value| value.field()));
    }
    match charset {
        Charset::Utf8 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        // Every character was made writable when the table was made.
        Charset::Cp932 => SHIFT_JIS.encode(&text).0.into_owned(),
    }
}

fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    for (i, field) in fields.enumerate() {
        if i > 0 {
            out.push(',');
        }
        if field.contains([',', '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&field);
        }
    }
    out.push_str("\r\n");
}
