//! .csv and .tsv: which encoding, which delimiter, then the cells.

use super::{Budget, CellValue, Sheet, Trouble};

/// Reads delimited text as one sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Trouble> {
    let text = decode(bytes)?;
    let delimiter = delimiter(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut sheet = Sheet { name: "CSV".to_owned(), ..Sheet::default() };
    let mut budget = Budget::default();
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|e| Trouble::Broken(e.to_string()))?;
        sheet.declared_rows = row as u32 + 1;
        for (col, field) in record.iter().enumerate() {
            if field.trim().is_empty() {
                continue;
            }
            let (row, col) = (row as u32, col as u32);
            let value = CellValue::Text(field.to_owned());
            budget.put(&mut sheet, (row, col), value)?;
        }
    }
    Ok(vec![sheet])
}

/// BOM, strict UTF-8, UTF-16 by its zero bytes, then chardetng; only a decoding without
/// replacement is accepted.
fn decode(bytes: &[u8]) -> Result<String, Trouble> {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(&bytes[length..]);
        return if damaged { Err(not_text()) } else { Ok(text.into_owned()) };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return if text.contains('\0') { Err(not_text()) } else { Ok(text.to_owned()) };
    }
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0);
    let encoding = if zeros(1).count() > head.len() / 16 {
        encoding_rs::UTF_16LE
    } else if zeros(0).count() > head.len() / 16 {
        encoding_rs::UTF_16BE
    } else {
        let mut detector =
            chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
        detector.feed(bytes, true);
        detector.guess(Some(b"jp"), chardetng::Utf8Detection::Allow)
    };
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let unreadable = damaged || text.chars().any(|c| c == '\0');
    if unreadable { Err(not_text()) } else { Ok(text.into_owned()) }
}

fn not_text() -> Trouble {
    Trouble::Kind("文字コードの分からない、表でないファイル")
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

    #[test]
    fn reads_what_offices_save() {
        // 「事業名,㈱髙﨑」 by hand: CP932 keeps the machine-dependent characters.
        let cp932 = b"\x8E\x96\x8B\xC6\x96\xBC,\x87\x8A\xFB\xFC\xED\x95\r\n";
        assert_eq!(cell(cp932), "㈱髙﨑");
        assert_eq!(cell("\u{feff}事業名,産後ケア".as_bytes()), "産後ケア");
        let utf16: Vec<u8> = "\u{feff}事業名\t産後ケア"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(cell(&utf16), "産後ケア");
        assert_eq!(cell("a,\"二行\nの値\"".as_bytes()), "二行\nの値");
    }

    #[test]
    fn binary_is_refused() {
        let bytes: Vec<u8> = (0..4096u32).map(|i| (i * 97 % 256) as u8).collect();
        assert!(matches!(read(&bytes), Err(Trouble::Kind(_))));
    }
}
