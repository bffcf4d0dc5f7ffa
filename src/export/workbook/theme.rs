//! The theme of a book, the fonts of its charts, and the city's colours.
//!
//! rust_xlsxwriter names a font for Latin letters only, and takes a theme only from a
//! file. In Excel the Japanese of a chart would be set in the theme's ＭＳ Ｐゴシック, so
//! the finished package gets its fonts here; every other part is copied as it stands.
//!
//! Formats are made once with the colours inside the program ([`super::style`]); where
//! ［見た目］ sets others, they take their place here, in the parts that hold colours.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use anyhow::{Context, Result};
use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use crate::tokens::{Ink, Tokens};

/// 図表と既定の書体.
pub const CHART_FONT: &str = "BIZ UDPゴシック";

/// The bytes of a book, with Japanese fonts in its theme and charts and these colours.
///
/// # Errors
/// Faults of the workbook writer.
pub fn save(book: &mut Workbook, tokens: &Tokens) -> Result<Vec<u8>> {
    let changes = changes(tokens);
    let bytes = book.save_to_buffer()?;
    let mut source = ZipArchive::new(Cursor::new(bytes)).context("表計算のファイル")?;
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..source.len() {
        let mut part = source.by_index(index)?;
        let name = part.name()?.into_owned();
        let change: &dyn Fn(&str) -> String = match &*name {
            "xl/theme/theme1.xml" => &theme,
            name if name.starts_with("xl/charts/chart") => {
                &|xml| coloured(&chart(xml), "srgbClr val=\"", &changes)
            }
            "xl/styles.xml" if !changes.is_empty() => {
                &|xml| coloured(xml, "olor rgb=\"FF", &changes)
            }
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

/// The colours that are not those of the program, in the digits of Excel's files.
fn changes(tokens: &Tokens) -> BTreeMap<String, String> {
    let digits = |ink: &Ink| format!("{:06X}", ink.rgb.hex());
    let own = Tokens::built_in().colors.all().into_iter();
    let pairs = own.zip(tokens.colors.all());
    pairs
        .map(|((_, ours), (_, theirs))| (digits(ours), digits(theirs)))
        .filter(|(ours, theirs)| ours != theirs)
        .collect()
}

/// A part with its colours changed: six digits behind each `mark`.
fn coloured(xml: &str, mark: &str, changes: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find(mark) {
        let (before, after) = rest.split_at(at + mark.len());
        out.push_str(before);
        let digits = after.get(..6).unwrap_or_default();
        out.push_str(changes.get(digits).map_or(digits, |c| c));
        rest = &after[digits.len()..];
    }
    out + rest
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
    fn only_colours_that_the_city_changed_are_changed() {
        let mut tokens = Tokens::built_in().clone();
        assert!(changes(&tokens).is_empty());
        // templates/tokens.toml: ao is #0055AD.
        tokens.colors.ao.rgb = "#006B3C".parse().unwrap();
        let xml = r#"<color rgb="FF0055AD"/><fgColor rgb="FFF2F2F2"/><x val="0055AD"/>"#;
        let wanted =
            r#"<color rgb="FF006B3C"/><fgColor rgb="FFF2F2F2"/><x val="0055AD"/>"#;
        assert_eq!(coloured(xml, "olor rgb=\"FF", &changes(&tokens)), wanted);
        let chart = r#"<a:solidFill><a:srgbClr val="0055AD"/></a:solidFill>"#;
        let wanted = r#"<a:solidFill><a:srgbClr val="006B3C"/></a:solidFill>"#;
        assert_eq!(coloured(chart, "srgbClr val=\"", &changes(&tokens)), wanted);
    }

    #[test]
    fn two_roles_never_share_a_colour() {
        // The digits tell the role; so each has its own.
        let all = Tokens::built_in().colors.all();
        let digits: std::collections::BTreeSet<u32> =
            all.iter().map(|(_, ink)| ink.rgb.hex()).collect();
        assert_eq!(digits.len(), all.len());
    }

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
