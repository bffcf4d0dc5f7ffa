//! The theme of a book, and the fonts of its charts.
//!
//! rust_xlsxwriter names a font for Latin letters only, and takes a theme only from a
//! file. In Excel the Japanese of a chart would be set in the theme's ＭＳ Ｐゴシック, so
//! the finished package gets its fonts here; every other part is copied as it stands.

use std::io::{Cursor, Read, Write};

use anyhow::{Context, Result};
use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

/// 図表と既定の書体.
pub const CHART_FONT: &str = "BIZ UDPゴシック";

/// The bytes of a book, with Japanese fonts in its theme and charts.
///
/// # Errors
/// Faults of the workbook writer.
pub fn save(book: &mut Workbook) -> Result<Vec<u8>> {
    let bytes = book.save_to_buffer()?;
    let mut source = ZipArchive::new(Cursor::new(bytes)).context("表計算のファイル")?;
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..source.len() {
        let mut part = source.by_index(index)?;
        let name = part.name()?.into_owned();
        let change: fn(&str) -> String = match &*name {
            "xl/theme/theme1.xml" => theme,
            name if name.starts_with("xl/charts/chart") => chart,
            _ => {
                target.raw_copy_file(part)?;
                continue;
            }
        };
        let mut text = String::new();
        part.read_to_string(&mut text)?;
        let options = SimpleFileOptions::default()
            .last_modified_time(DateTime::default())
            .compression_method(zip::CompressionMethod::Deflated);
        target.start_file(name, options)?;
        target.write_all(change(&text).as_bytes())?;
    }
    Ok(target.finish()?.into_inner())
}

/// Latin, East Asian and Japanese fonts of headings and bodies.
fn theme(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find("<a:") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        let replaced = tag.starts_with("<a:latin ")
            || tag.starts_with("<a:ea ")
            || tag.starts_with("<a:font script=\"Jpan\"");
        match tag.split_once("typeface=\"") {
            Some((head, _)) if replaced => {
                out.push_str(&format!("{head}typeface=\"{CHART_FONT}\"/>"));
            }
            _ => out.push_str(tag),
        }
        rest = after;
    }
    out + rest
}

/// `a:ea` beside every `a:latin`.
fn chart(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len() + 1024);
    let mut rest = xml;
    while let Some(at) = rest.find("<a:latin ") {
        let end = rest[at..].find("/>").map_or(rest.len(), |end| at + end + 2);
        let (before, after) = rest.split_at(end);
        out.push_str(before);
        out.push_str(&before[at..].replacen("<a:latin ", "<a:ea ", 1));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_is_set_in_a_japanese_font() {
        let xml = r#"<a:majorFont><a:latin typeface="Cambria"/><a:ea typeface=""/><a:cs typeface=""/><a:font script="Jpan" typeface="ＭＳ Ｐゴシック"/><a:font script="Hang" typeface="맑은 고딕"/></a:majorFont>"#;
        let wanted = r#"<a:majorFont><a:latin typeface="BIZ UDPゴシック"/><a:ea typeface="BIZ UDPゴシック"/><a:cs typeface=""/><a:font script="Jpan" typeface="BIZ UDPゴシック"/><a:font script="Hang" typeface="맑은 고딕"/></a:majorFont>"#;
        assert_eq!(theme(xml), wanted);
        let xml = r#"<a:defRPr sz="900"><a:latin typeface="X"/></a:defRPr>"#;
        let wanted = r#"<a:defRPr sz="900"><a:latin typeface="X"/><a:ea typeface="X"/></a:defRPr>"#;
        assert_eq!(chart(xml), wanted);
    }
}
