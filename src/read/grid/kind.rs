//! What the bytes of a file are, whatever the file is called.

use super::xml::Package;

/// A kind of workbook that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// .xlsx and its kin.
    Xlsx,
    /// .xls.
    Xls,
    /// .xlsb.
    Xlsb,
    /// .ods.
    Ods,
    /// .csv and .tsv.
    Text,
}

impl Format {
    /// The format that an extension promises.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        Some(match &*extension.trim_end().to_lowercase() {
            "xlsx" | "xlsm" | "xltx" | "xltm" => Format::Xlsx,
            "xls" | "xlt" => Format::Xls,
            "xlsb" => Format::Xlsb,
            "ods" => Format::Ods,
            "csv" | "tsv" => Format::Text,
            _ => return None,
        })
    }

    /// Its name for officials, as it stands behind 「は」.
    pub fn label(self) -> &'static str {
        match self {
            Format::Xlsx => " Excel ブック（.xlsx）",
            Format::Xls => "古い形式の Excel ブック（.xls）",
            Format::Xlsb => " Excel バイナリ ブック（.xlsb）",
            Format::Ods => " OpenDocument の表（.ods）",
            Format::Text => "区切り文字のテキスト（.csv）",
        }
    }
}

/// Whether a file is looked into as a returned book, by its name. A shortcut in the place
/// of a book is opened too, so that it is named as what it is.
pub fn is_book_name(name: &str) -> bool {
    Format::of_name(name).is_some() || name.to_lowercase().ends_with(".lnk")
}

/// Whether a file is an archive that may hold books, by its name.
pub fn is_archive_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    [".zip", ".lzh", ".7z", ".rar"].iter().any(|extension| lower.ends_with(extension))
}

/// A kind of file that holds no table that could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// HTML, often saved as .xls by a web system.
    WebPage,
    /// 「XML スプレッドシート 2003」.
    Xml2003,
    /// Other XML.
    Xml,
    /// PDF.
    Pdf,
    /// A picture.
    Picture,
    /// .lnk.
    Shortcut,
    /// .zip, .lzh, .7z and so on.
    Archive,
    /// Word and other texts.
    Document,
    /// PowerPoint.
    Slides,
    /// A mail of Outlook.
    Mail,
    /// Numbers of Apple.
    Numbers,
    /// Excel 4.0 and older.
    OldExcel,
    /// .xlsb with a sheet of Excel 4.0 macros.
    MacroBinary,
    /// Text under the extension of a workbook.
    PlainText,
    /// Anything else.
    Unknown,
}

/// How a file is opened.
pub(super) enum Container {
    Zip,
    Compound,
    Text,
}

/// Looks at the first bytes.
pub(super) fn sniff(bytes: &[u8]) -> Result<Container, Kind> {
    let head = &bytes[..bytes.len().min(4096)];
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(b"PK\x03\x04") {
        return Ok(Container::Zip);
    }
    if starts(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Ok(Container::Compound);
    }
    let magics: [(&[u8], Kind); 10] = [
        (b"%PDF", Kind::Pdf),
        (b"\x4C\x00\x00\x00\x01\x14\x02\x00", Kind::Shortcut),
        (b"\x89PNG", Kind::Picture),
        (b"\xFF\xD8\xFF", Kind::Picture),
        (b"GIF8", Kind::Picture),
        (b"PK", Kind::Archive),
        (b"7z\xBC\xAF", Kind::Archive),
        (b"Rar!", Kind::Archive),
        (b"\x1F\x8B", Kind::Archive),
        (b"{\\rtf", Kind::Document),
    ];
    if let Some((_, kind)) = magics.iter().find(|(magic, _)| starts(magic)) {
        return Err(*kind);
    }
    if head.get(2..5) == Some(b"-lh") {
        return Err(Kind::Archive);
    }
    // A BOF record of BIFF2, 3 or 4 at the very beginning.
    if let [0x09, 0x00 | 0x02 | 0x04, 0x04 | 0x06 | 0x08, 0x00, ..] = head {
        return Err(Kind::OldExcel);
    }
    match text_kind(head) {
        Some(kind) => Err(kind),
        None => Ok(Container::Text),
    }
}

/// Texts that are no tables.
fn text_kind(head: &[u8]) -> Option<Kind> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase().replace('\0', "");
    let text = text.trim_start_matches(['\u{feff}', '\u{fffd}', ' ', '\r', '\n', '\t']);
    let is_page = |s: &str| {
        ["<!doctype html", "<html", "<head", "<meta", "<body", "<table", "<style"]
            .iter()
            .any(|tag| s.starts_with(tag))
    };
    if is_page(text) || text.starts_with("mime-version:") {
        return Some(Kind::WebPage);
    }
    if !text.starts_with("<?xml") {
        return None;
    }
    let behind = text.split_once("?>").map_or("", |(_, rest)| rest.trim_start());
    Some(if text.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        Kind::Xml2003
    } else if is_page(behind) {
        Kind::WebPage
    } else {
        Kind::Xml
    })
}

/// The kind of workbook in a zip.
pub(super) fn of_package(package: &mut Package) -> Result<Format, Kind> {
    let has = |end: &str| package.names().any(|n| n.ends_with(end));
    if has("workbook.bin") {
        return Ok(Format::Xlsb);
    }
    if has("workbook.xml") {
        return Ok(Format::Xlsx);
    }
    if has("word/document.xml") {
        return Err(Kind::Document);
    }
    if has("ppt/presentation.xml") {
        return Err(Kind::Slides);
    }
    if has(".iwa") || has("index.zip") {
        return Err(Kind::Numbers);
    }
    if package.find("content.xml").is_none() {
        return Err(Kind::Archive);
    }
    let kind = package.find("mimetype").and_then(|part| package.bytes(part).ok());
    let kind = String::from_utf8_lossy(&kind.unwrap_or_default()).into_owned();
    if kind.contains("opendocument.text") {
        Err(Kind::Document)
    } else if kind.contains("opendocument.presentation") {
        Err(Kind::Slides)
    } else {
        Ok(Format::Ods)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_kinds_of_files_are_told_apart() {
        let kind = |bytes: &[u8]| sniff(bytes).err();
        assert_eq!(kind(b"%PDF-1.7"), Some(Kind::Pdf));
        let page = b"\xEF\xBB\xBF\r\n<html><table></table></html>";
        assert_eq!(kind(page), Some(Kind::WebPage));
        let page = b"<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC>";
        assert_eq!(kind(page), Some(Kind::WebPage));
        let utf16: Vec<u8> =
            "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(kind(&utf16), Some(Kind::WebPage));
        let book = b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
            <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
        assert_eq!(kind(book), Some(Kind::Xml2003));
        assert_eq!(kind(b"\x09\x04\x06\x00\x00\x00\x10\x00"), Some(Kind::OldExcel));
        assert_eq!(kind(b"L\0\0\0\x01\x14\x02\0"), Some(Kind::Shortcut));
        assert_eq!(kind(b"PK\x05\x06\0\0"), Some(Kind::Archive));
        assert!(kind("事業名,評価\n".as_bytes()).is_none());
    }

    #[test]
    fn names_promise_a_format() {
        assert_eq!(Format::of_name("こども課.XLSX"), Some(Format::Xlsx));
        assert_eq!(Format::of_name("こども課.xls"), Some(Format::Xls));
        assert_eq!(Format::of_name("こども課.docx"), None);
        assert!(is_book_name("こども課.xlsx.lnk"));
        assert!(!is_book_name("送付状.pdf"));
    }
}
