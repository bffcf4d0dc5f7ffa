//! .csv and .tsv: which encoding, which delimiter, then the cells.

use super::{Budget, CellValue, Kind, MAX_COLS, MAX_ROWS, Sheet, Trouble};

/// Reads delimited text as one sheet. The rows are those that Excel shows: an empty line
/// is a row too.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Trouble> {
    let text = decode(bytes).ok_or(Trouble::Kind(Kind::Unknown))?;
    let mut sheet = Sheet { name: "CSV".to_owned(), ..Sheet::default() };
    let mut budget = Budget::default();
    each_field(&text, delimiter(&text), |row, col, field| {
        sheet.declared_rows = row + 1;
        sheet.fields.resize(row as usize + 1, 0);
        sheet.fields[row as usize] = col + 1;
        if field.trim().is_empty() {
            return Ok(());
        }
        budget.put(&mut sheet, (row, col), CellValue::Text(field.to_owned()))
    })?;
    Ok(vec![sheet])
}

/// Calls back for every field, so that a line of nothing but commas costs no memory.
fn each_field(
    text: &str,
    delimiter: u8,
    mut visit: impl FnMut(u32, u32, &str) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let bytes = text.as_bytes();
    let (mut row, mut col, mut at) = (0u32, 0u32, 0usize);
    let mut quoted = String::new();
    while at < bytes.len() {
        if row >= MAX_ROWS || col >= MAX_COLS {
            let text = "行や列の数が Excel で開ける数を超えます".to_owned();
            return Err(Trouble::TooLarge(text));
        }
        let is_quoted = bytes[at] == b'"';
        let (opened, mut closed) = (at, true);
        if is_quoted {
            quoted.clear();
            at += 1;
            loop {
                let length = bytes[at..].iter().position(|b| *b == b'"');
                let end = length.map_or(bytes.len(), |length| at + length);
                closed = length.is_some();
                quoted.push_str(&text[at..end]);
                at = (end + 1).min(bytes.len());
                // 「""」 inside quotes is one quote.
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                quoted.push('"');
                at += 1;
            }
        }
        let ends = |b: &u8| *b == delimiter || *b == b'\n' || *b == b'\r';
        let length = bytes[at..].iter().position(ends).unwrap_or(bytes.len() - at);
        let plain = &text[at..at + length];
        at += length;
        if is_quoted {
            // The next quotation mark belongs to another field, or there is none.
            let swallows = quoted.trim_end().contains(['\n', '\r']);
            if swallows && (!closed || !plain.trim().is_empty()) {
                let ends = |c| text[..opened].matches(c).count();
                return Err(Trouble::OpenQuote(ends('\n').max(ends('\r')) + 1));
            }
            quoted.push_str(plain);
            visit(row, col, &quoted)?;
        } else {
            visit(row, col, plain)?;
        }
        match bytes.get(at) {
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => {
                at += 2;
                (row, col) = (row + 1, 0);
            }
            Some(b'\r' | b'\n') => {
                at += 1;
                (row, col) = (row + 1, 0);
            }
            Some(_) => {
                at += 1;
                col += 1;
            }
            None => {}
        }
    }
    Ok(())
}

/// The text of a file that people write by hand, in whatever encoding their editor chose;
/// what cannot be decoded becomes U+FFFD.
pub fn decode_text(bytes: &[u8]) -> String {
    decode(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

/// BOM, then UTF-16 by its zero bytes, strict UTF-8, chardetng. A few damaged characters
/// are let through as U+FFFD, and named by the cell; more is no text.
fn decode(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[length..]);
        return plausible(text.into_owned());
    }
    let zeros = |parity: usize| {
        bytes.iter().skip(parity).step_by(2).take(4096).filter(|b| **b == 0).count()
    };
    // No other encoding of a text has a zero byte.
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        let encoding =
            if odd > even { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE };
        let (text, damaged) = encoding.decode_without_bom_handling(bytes);
        return if damaged { None } else { plausible(text.into_owned()) };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return plausible(text.to_owned());
    }
    let mut detector =
        chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"jp"), chardetng::Utf8Detection::Allow);
    let tried = [guess, encoding_rs::UTF_8, encoding_rs::SHIFT_JIS];
    let mut texts: Vec<String> = tried
        .iter()
        .map(|e| e.decode_without_bom_handling(bytes).0.into_owned())
        .collect();
    texts.sort_by_key(|t| t.matches('\u{fffd}').count());
    texts.into_iter().next().and_then(plausible)
}

/// Whether this is a text that somebody wrote.
fn plausible(text: String) -> Option<String> {
    let odd =
        |c: char| c == '\u{fffd}' || (c.is_control() && !"\t\r\n\u{1a}".contains(c));
    let damaged = text.chars().filter(|c| odd(*c)).count();
    let whole = text.chars().take(damaged * 50 + 1).count() > damaged * 50;
    (whole && !text.contains('\0')).then_some(text)
}

/// Tab when the first lines hold more tabs than commas.
fn delimiter(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(10).collect();
    let count = |c: char| head.iter().map(|l| l.matches(c).count()).sum::<usize>();
    if count('\t') > count(',') { b'\t' } else { b',' }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(bytes: &[u8]) -> String {
        read(bytes).unwrap()[0].text(0, 1)
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn reads_what_offices_save() {
        // 「事業名,㈱髙﨑」 by hand: CP932 keeps the machine-dependent characters.
        let cp932 = b"\x8E\x96\x8B\xC6\x96\xBC,\x87\x8A\xFB\xFC\xED\x95\r\n";
        assert_eq!(cell(cp932), "㈱髙﨑");
        // 外字 0xF040 of CP932 is U+E000 in the private area.
        assert_eq!(cell(b"\x8E\x96\x8B\xC6\x96\xBC,\xF0\x40\x93\x63\r\n"), "\u{e000}田");
        assert_eq!(cell("\u{feff}事業名,産後ケア".as_bytes()), "産後ケア");
        assert_eq!(cell("事業名,産後ケア".as_bytes()), "産後ケア");
        for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(cell(&utf16("\u{feff}事業名\t産後ケア", to_bytes)), "産後ケア");
            assert_eq!(cell(&utf16("事業名,産後ケア\r\n", to_bytes)), "産後ケア");
            assert_eq!(cell(&utf16("a,b\r\n", to_bytes)), "b");
        }
    }

    #[test]
    fn quotes_and_empty_lines_are_those_of_excel() {
        let text =
            "a,\"二行\nの値\",\"\"\"引用\"\"\"\r\n\r\n,x\"y,\"z\" 後\n\"閉じない,\n";
        let sheets = read(text.as_bytes()).unwrap();
        let cells: Vec<(u32, u32, String)> =
            sheets[0].cells.iter().map(|((r, c), v)| (*r, *c, v.text())).collect();
        let wanted = [
            (0, 0, "a"),
            (0, 1, "二行\nの値"),
            (0, 2, "\"引用\""),
            (2, 1, "x\"y"),
            (2, 2, "z 後"),
            (3, 0, "閉じない,\n"),
        ];
        let wanted: Vec<_> =
            wanted.iter().map(|(r, c, t)| (*r, *c, (*t).to_owned())).collect();
        assert_eq!(cells, wanted);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_swallows_no_line() {
        for (text, line) in [
            ("a,b\nc,\"d\ne,f\ng,h\n", 2),
            ("a,b\r\nc,d\r\ne,\"f\r\ng,\"h\"\r\n", 3),
            ("\"a,b\nc,d", 1),
        ] {
            assert_eq!(read(text.as_bytes()), Err(Trouble::OpenQuote(line)), "{text}");
        }
    }

    #[test]
    fn a_few_damaged_characters_are_let_through() {
        let mut bytes = "事業名,評価\n産後ケア,".repeat(20).into_bytes();
        bytes.push(0xE3);
        let text = decode(&bytes).unwrap();
        assert_eq!(text.matches('\u{fffd}').count(), 1);
        assert!(text.starts_with("事業名,評価"));
    }

    #[test]
    fn binary_is_refused() {
        let bytes: Vec<u8> = (0..4096u32).map(|i| (i * 97 % 256) as u8).collect();
        assert!(matches!(read(&bytes), Err(Trouble::Kind(Kind::Unknown))));
        assert_eq!(decode_text(b"\x8E\x96\x8B\xC6"), "事業");
    }
}
