//! An .xlsb, record by record.

use super::tests::{package, relations};
use super::*;

/// One BIFF12 record.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut out = if kind < 0x80 {
        vec![kind as u8]
    } else {
        vec![(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8]
    };
    assert!(data.len() < 0x80);
    out.push(data.len() as u8);
    out.extend(data);
    out
}

fn longs(list: &[u32]) -> Vec<u8> {
    list.iter().flat_map(|n| n.to_le_bytes()).collect()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = longs(&[units.len() as u32]);
    out.extend(units.iter().flat_map(|u| u.to_le_bytes()));
    out
}

/// No free program writes .xlsb: the records by hand, after [MS-XLSB].
#[test]
fn binary_books_tell_the_same() {
    let bundle = [longs(&[0, 1]), wide("r1"), wide("評価")].concat();
    let workbook = [
        record(0x83, &[]),
        record(0x99, &[0; 12]),
        record(0x8F, &[]),
        record(0x9C, &bundle),
        record(0x90, &[]),
        record(0x9D, &[0; 26]),
        record(0x84, &[]),
    ]
    .concat();
    let format = |id: u16, code: &str| {
        record(0x2C, &[id.to_le_bytes().to_vec(), wide(code)].concat())
    };
    let xf = |id: u8| record(0x2F, &[[0, 0, id, 0].to_vec(), vec![0; 12]].concat());
    let styles = [
        record(0x267, &longs(&[1])),
        format(170, "[$-411]ggge\"年\""),
        record(0x268, &[]),
        record(0x269, &longs(&[3])),
        xf(0),
        xf(9),
        xf(170),
        record(0x26A, &[]),
    ]
    .concat();
    let cell = |kind, col: u32, style: u32, value: &[u8]| {
        record(kind, &[longs(&[col, style]), value.to_vec()].concat())
    };
    let row = |n: u32, flags: u8| {
        record(0x00, &[longs(&[n, 0]), vec![0, 0, 0, flags, 0]].concat())
    };
    let sheet = [
        record(0x81, &[]),
        record(0x94, &longs(&[0, 1, 0, 3])),
        record(0x186, &[]),
        record(0x3C, &[longs(&[2, 3, 0, 0]), vec![1, 0]].concat()),
        record(0x187, &[]),
        record(0x91, &[]),
        row(0, 0),
        cell(0x06, 0, 0, &wide("事業")),
        cell(0x05, 1, 1, &0.5f64.to_le_bytes()),
        cell(0x05, 2, 2, &46113f64.to_le_bytes()),
        row(1, 0x10),
        cell(0x0B, 0, 0, &[0x17, 0, 0, 0, 0, 0, 0]),
        cell(0x05, 1, 0, &66f64.to_le_bytes()),
        record(0x92, &[]),
        record(0xB1, &longs(&[1])),
        record(0xB0, &longs(&[0, 0, 0, 1])),
        record(0xB2, &[]),
        record(0x82, &[]),
    ]
    .concat();
    let root = relations(&[("a", "officeDocument", "xl/workbook.bin")]);
    let rels = relations(&[("r1", "worksheet", "worksheets/sheet1.bin")]);
    let bytes = package(&[
        ("_rels/.rels", &root),
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", &rels),
        ("xl/styles.bin", &styles),
        ("xl/worksheets/sheet1.bin", &sheet),
    ]);
    let sheets = read(&bytes).unwrap();
    let sheet = &sheets[0];
    assert_eq!(sheet.name, "評価");
    let values: Vec<CellValue> = sheet.cells.iter().map(|(_, v)| v.clone()).collect();
    let number =
        |n: &str, percent| CellValue::Number { value: n.parse().unwrap(), percent };
    assert_eq!(
        values,
        [
            CellValue::Text("事業".to_owned()),
            number("0.5", true),
            CellValue::Date { year: 2026, month: 4, day: 1 },
            CellValue::Error("#REF!".to_owned()),
            number("66", false),
        ]
    );
    assert_eq!(sheet.hidden_rows, [1]);
    assert_eq!(sheet.hidden_cols, [(2, 3)]);
    assert_eq!(sheet.merges, [Merge { start: (0, 0), end: (0, 1) }]);
    assert_eq!(sheet.declared_rows, 2);
}
