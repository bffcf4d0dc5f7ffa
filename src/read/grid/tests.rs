//! The same book in every format, and calamine as the second opinion on .xlsx.

use std::io::{Cursor, Write};

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::{FilterCondition, Format, Formula, Note, Shape, Workbook};

use super::*;

/// A returned book with everything that people do to one.
fn messy() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let as_ = |code: &str| Format::new().set_num_format(code);
    sheet.set_name("評価").unwrap();
    sheet.write_string(0, 0, "事業名").unwrap();
    sheet.write_string(0, 1, "二行\nの見出し").unwrap();
    sheet.merge_range(0, 2, 0, 3, "令和9年度", &Format::new()).unwrap();
    sheet.write_string(1, 0, "産後ケア ①㈱髙").unwrap();
    sheet.write_number_with_format(1, 1, 0.5, &as_("0%")).unwrap();
    sheet.write_number_with_format(1, 2, 46113, &as_("yyyy/m/d")).unwrap();
    sheet.write_number_with_format(1, 3, 46113, &as_("[$-411]ggge\"年\"")).unwrap();
    sheet.write_number(2, 0, 12.345).unwrap();
    sheet.write_number_with_format(2, 1, 3, &as_("0\"%\"")).unwrap();
    sheet.write_number_with_format(2, 2, 0.125, &as_("0.0%")).unwrap();
    sheet.write_formula(2, 3, Formula::new("1/0").set_result("#DIV/0!")).unwrap();
    for row in 4..10 {
        sheet.write_string(row, 0, format!("事業{row}")).unwrap();
        sheet.write_number(row, 1, row).unwrap();
        sheet.write_string(row, 4, "隠").unwrap();
    }
    sheet.set_column_hidden(4).unwrap();
    sheet.autofilter(3, 0, 9, 1).unwrap();
    sheet.filter_column(1, &FilterCondition::new().add_list_filter(6)).unwrap();
    let note = Note::new("確認してください").set_author("山田太郎");
    sheet.insert_note(1, 0, &note).unwrap();
    let shape = Shape::textbox().set_text("１年目（令和8年度実績）");
    sheet.insert_shape(0, 2, &shape).unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("隠し").unwrap();
    hidden.write_string(0, 0, "x").unwrap();
    hidden.set_hidden(true);
    book.save_to_buffer().unwrap()
}

/// What `messy` holds, whatever format it was saved in.
fn check_messy(sheets: &[Sheet]) {
    let number = |value: &str, percent| CellValue::Number {
        value: value.parse().unwrap(),
        percent,
    };
    let april = CellValue::Date { year: 2026, month: 4, day: 1 };
    let names: Vec<(&str, bool)> = sheets.iter().map(|s| (&*s.name, s.hidden)).collect();
    assert_eq!(names, [("評価", false), ("隠し", true)]);
    let sheet = &sheets[0];
    for (at, value) in [
        ((0, 1), CellValue::Text("二行\nの見出し".to_owned())),
        ((1, 0), CellValue::Text("産後ケア ①㈱髙".to_owned())),
        ((1, 1), number("0.5", true)),
        ((1, 2), april.clone()),
        ((1, 3), april),
        ((2, 0), number("12.345", false)),
        ((2, 1), number("3", false)),
        ((2, 2), number("0.125", true)),
        ((2, 3), CellValue::Error("#DIV/0!".to_owned())),
    ] {
        assert_eq!(sheet.cells.get(&at), Some(&value), "{at:?}");
    }
    assert_eq!(sheet.merges, [Merge { start: (0, 2), end: (0, 3) }]);
    // The filter keeps the row of 6 alone.
    assert_eq!(sheet.hidden_rows, [4, 5, 7, 8, 9]);
    assert_eq!(sheet.hidden_cols, [(4, 4)]);
    assert!(sheet.filtered);
    assert_eq!(sheet.declared_rows, 10);
}

fn floats(sheet: &Sheet) -> Vec<(bool, Position, &str)> {
    let mut list: Vec<_> =
        sheet.floats.iter().map(|f| (f.is_comment, f.start, &*f.text)).collect();
    list.sort_unstable();
    list
}

#[test]
fn a_messy_book_is_read_whole() {
    let sheets = read(&messy()).unwrap();
    check_messy(&sheets);
    let shape = (false, (0, 2), "１年目（令和8年度実績）");
    assert_eq!(floats(&sheets[0]), [shape, (true, (1, 0), "確認してください")]);
}

/// The book above as LibreOffice saves it. It writes the author into the comment.
#[test]
fn older_and_open_formats_give_the_same() {
    let xls = read(include_bytes!("../../../tests/books/messy.xls")).unwrap();
    let ods = read(include_bytes!("../../../tests/books/messy.ods")).unwrap();
    for sheets in [xls, ods] {
        check_messy(&sheets);
        let shape = (false, (0, 2), "１年目（令和8年度実績）");
        let comment = (true, (1, 0), "山田太郎:\n確認してください");
        assert_eq!(floats(&sheets[0]), [shape, comment]);
    }
}

#[test]
fn calamine_gives_the_same_cells() {
    let bytes = messy();
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
    let mut compared = 0;
    for sheet in read(&bytes).unwrap() {
        let range = book.worksheet_range(&sheet.name).unwrap();
        for (row, col, data) in range.used_cells() {
            compared += 1;
            match (data, sheet.cells.get(&(row as u32, col as u32)).unwrap()) {
                (Data::String(a), CellValue::Text(b)) => assert_eq!(a, b),
                (Data::Float(a), CellValue::Number { value, .. }) => {
                    assert_eq!(a.to_string(), value.to_string());
                }
                (Data::Error(a), CellValue::Error(b)) => assert_eq!(&a.to_string(), b),
                (Data::DateTime(_) | Data::Float(_), CellValue::Date { .. }) => {}
                (a, b) => panic!("{row} {col}: {a:?} {b:?}"),
            }
        }
        assert_eq!(range.used_cells().count(), sheet.cells.len());
    }
    assert_eq!(compared, 30);
}

#[test]
fn struck_out_words_are_not_the_value() {
    let strings = "<sst><si><r><rPr><strike/></rPr><t>4</t></r><r><t>0</t></r></si>\
        <si><r><rPr><strike val=\"1\"/></rPr><t>消した</t></r></si>\
        <si><r><rPr><strike val=\"0\"/></rPr><t>残す</t></r></si></sst>";
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"#,##0,\"/>\
        </numFmts><fonts><font/><font><strike/></font></fonts>\
        <cellStyleXfs><xf fontId=\"1\"/></cellStyleXfs><cellXfs><xf fontId=\"0\"/>\
        <xf fontId=\"1\"/><xf numFmtId=\"164\" fontId=\"0\"/></cellXfs>\
        <dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>";
    let sheet = "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>\
        <c t=\"s\"><v>2</v></c><c s=\"1\"><v>5</v></c><c s=\"2\"><v>1250000</v></c>\
        <c t=\"inlineStr\"><is><r><rPr><strike/></rPr><t>予定</t></r><r><t>実施</t></r></is></c>\
        <c t=\"inlineStr\"><is><t>次</t></is></c></row></sheetData></worksheet>";
    let workbook =
        "<workbook><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets></workbook>";
    let rels = relations(&[
        ("r1", "worksheet", "worksheets/sheet1.xml"),
        ("r2", "sharedStrings", "sharedStrings.xml"),
        ("r3", "styles", "styles.xml"),
    ]);
    let parts: [(&str, &[u8]); 5] = [
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", &rels),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
    ];
    let sheets = read(&package(&parts)).unwrap();
    let words = |text: &str| Some(Look::StruckWords(text.to_owned()));
    let wanted = [
        ("0", words("4")),
        ("消した", Some(Look::Struck)),
        ("残す", None),
        ("5", Some(Look::Struck)),
        ("1250000", Some(Look::Shortened(Decimal::from(1250)))),
        ("実施", words("予定")),
        ("次", None),
    ];
    for (col, (text, look)) in (0..).zip(wanted) {
        assert_eq!(sheets[0].text(0, col), text);
        assert_eq!(sheets[0].looks.get(&(0, col)).cloned(), look, "{text}");
    }
}

/// A zip of parts.
pub(super) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(data).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const NS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A relations part: id, type, target.
pub(super) fn relations(list: &[(&str, &str, &str)]) -> Vec<u8> {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id=\"{id}\" Type=\"{NS}/{kind}\" Target=\"{target}\"/>")
    };
    let all: String = list.iter().map(one).collect();
    format!("<Relationships>{all}</Relationships>").into_bytes()
}

/// A book of one sheet with this XML inside `<worksheet>`, and more parts.
fn xlsx(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!("<worksheet>{sheet}</worksheet>");
    let workbook = "<workbook><sheets><sheet name=\"S\" r:id=\"r1\"/>\
        <sheet name=\"M\" r:id=\"r2\"/></sheets></workbook>";
    let rels = relations(&[
        ("r1", "worksheet", "worksheets/sheet1.xml"),
        ("r2", "xlMacrosheet", "macrosheets/sheet1.xml"),
        ("r3", "sharedStrings", "sharedStrings.xml"),
    ]);
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", &rels),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend(more);
    package(&parts)
}

#[test]
fn what_other_programs_write_is_read_too() {
    let strings = "<sst uniqueCount=\"4000000000\"><si><t>一</t><rPh sb=\"0\" eb=\"1\">\
        <t>イチ</t></rPh></si><si><r><t>太</t></r><r><t xml:space=\"preserve\">字 </t></r>\
        </si></sst>";
    let bytes = xlsx(
        "<sheetData><row r=\"2\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>\
         <c t=\"s\"><v>9</v></c></row><row><c r=\"B3\" t=\"e\"><f>x</f><v>#SPILL!</v></c>\
         <c t=\"inlineStr\"><is><t>&#12354;&amp;_x0041_</t></is></c>\
         <c><f>1+1</f></c><c t=\"str\"><f>\"\"</f><v></v></c><c><f>2</f><v/></c>\
         <c t=\"d\"><v>2026-04-01T00:00:00</v></c><c t=\"b\"><v>true</v></c></row>\
         </sheetData>",
        &[("xl/sharedStrings.xml", strings.as_bytes())],
    );
    let sheets = read(&bytes).unwrap();
    assert_eq!(sheets.len(), 1, "a macro sheet holds no table");
    let text = |t: &str| CellValue::Text(t.to_owned());
    let all: Vec<(Position, CellValue)> =
        sheets[0].cells.iter().map(|(at, v)| (*at, v.clone())).collect();
    assert_eq!(
        all,
        [
            ((1, 0), text("一")),
            ((1, 1), text("太字 ")),
            ((1, 2), CellValue::Error("文字列 9（記録がない）".to_owned())),
            ((2, 1), CellValue::Error("#SPILL!".to_owned())),
            ((2, 2), text("あ&A")),
            ((2, 3), CellValue::Uncomputed),
            ((2, 5), CellValue::Uncomputed),
            ((2, 6), CellValue::Date { year: 2026, month: 4, day: 1 }),
            ((2, 7), CellValue::Bool(true)),
        ]
    );
}

#[test]
fn groups_of_shapes_and_threads_of_comments() {
    let sheet_rels = relations(&[
        ("a", "drawing", "../drawings/drawing1.xml"),
        ("b", "comments", "../comments1.xml"),
        ("c", "threadedComment", "../threadedComments/threadedComment1.xml"),
    ]);
    let shape = |t: &str| {
        format!(
            "<xdr:sp><xdr:txBody><a:p><a:r><a:t>{t}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
        )
    };
    let drawing = format!(
        "<xdr:wsDr><xdr:twoCellAnchor><xdr:from><xdr:col>4</xdr:col><xdr:row>1</xdr:row>\
         </xdr:from><xdr:to><xdr:col>7</xdr:col><xdr:row>2</xdr:row></xdr:to><xdr:grpSp>\
         {}<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback>\
         </mc:AlternateContent></xdr:grpSp></xdr:twoCellAnchor></xdr:wsDr>",
        shape("１年目"),
        shape("２年目"),
        shape("２年目")
    );
    let comments = "<comments><authors><author>tc={1}</author></authors><commentList>\
        <comment ref=\"A2\" authorId=\"0\"><text><t>[スレッド化されたコメント]</t></text>\
        </comment></commentList></comments>";
    let thread = "<ThreadedComments><threadedComment ref=\"A2\"><text>要確認</text>\
        </threadedComment><threadedComment ref=\"A2\"><text>済</text></threadedComment>\
        </ThreadedComments>";
    let bytes = xlsx(
        "<sheetData/>",
        &[
            ("xl/worksheets/_rels/sheet1.xml.rels", &sheet_rels),
            ("xl/drawings/drawing1.xml", drawing.as_bytes()),
            ("xl/comments1.xml", comments.as_bytes()),
            ("xl/threadedComments/threadedComment1.xml", thread.as_bytes()),
        ],
    );
    let sheets = read(&bytes).unwrap();
    assert_eq!(
        floats(&sheets[0]),
        [
            (false, (1, 4), "１年目"),
            (false, (1, 4), "２年目"),
            (true, (1, 0), "済"),
            (true, (1, 0), "要確認"),
        ]
    );
    assert_eq!(sheets[0].floats[2].end, (2, 7));
}

#[test]
fn an_ods_repeats_and_spells_as_it_likes() {
    let content = "<office:document-content><office:body><office:spreadsheet>\
        <table:tracked-changes><table:table-cell office:value-type=\"string\"><text:p>消した\
        </text:p></table:table-cell></table:tracked-changes>\
        <table:table table:name=\"S\"><table:table-column table:number-columns-repeated=\"2\"/>\
        <table:table-column table:visibility=\"collapse\"/>\n<table:table-row \
        table:number-rows-repeated=\"2\">\n<table:table-cell office:value-type=\"string\">\
        <office:annotation><dc:creator>山田</dc:creator><text:p>メモ</text:p>\
        </office:annotation><text:p><text:ruby><text:ruby-base>小美玉</text:ruby-base>\
        <text:ruby-text>おみたま</text:ruby-text></text:ruby>市<text:s text:c=\"2\"/>x</text:p>\
        <text:p>二行目</text:p></table:table-cell><table:table-cell \
        table:number-columns-repeated=\"2\" office:value-type=\"percentage\" \
        office:value=\"0.5\"><text:p>50%</text:p></table:table-cell><table:table-cell \
        table:formula=\"of:=1\"/></table:table-row><table:table-row \
        table:number-rows-repeated=\"1048574\"><table:table-cell \
        table:number-columns-repeated=\"16384\"/></table:table-row></table:table>\
        </office:spreadsheet></office:body></office:document-content>";
    let sheets = read(&package(&[("content.xml", content.as_bytes())])).unwrap();
    let sheet = &sheets[0];
    for row in 0..2 {
        assert_eq!(sheet.text(row, 0), "小美玉市  x\n二行目");
        assert_eq!(sheet.text(row, 1), "50％");
        assert_eq!(sheet.text(row, 2), "50％");
        assert_eq!(sheet.cells.get(&(row, 3)), Some(&CellValue::Uncomputed));
    }
    assert_eq!(sheet.cells.len(), 8);
    assert_eq!(sheet.hidden_cols, [(2, 2)]);
    assert_eq!(floats(sheet), [(true, (0, 0), "メモ")]);
    assert_eq!(sheet.declared_rows, 2);
}

#[test]
fn a_name_does_not_make_a_book() {
    let kind = |bytes: &[u8], name| read_named(bytes, name).unwrap_err();
    let csv = "事業名,評価\n産後ケア,◎\n".as_bytes();
    assert_eq!(kind(csv, "こども課.xlsx"), Trouble::Kind(Kind::PlainText));
    assert_eq!(read_named(csv, "こども課.csv").unwrap().0, super::Format::Text);
    assert_eq!(read_named(&messy(), "こども課.xls").unwrap().0, super::Format::Xlsx);
    assert_eq!(kind(b"", "こども課.xlsx"), Trouble::Empty);
    let word = package(&[("word/document.xml", b"<w/>")]);
    assert_eq!(kind(&word, "こども課.xlsx"), Trouble::Kind(Kind::Document));
    let folder = package(&[("こども課.xlsx", b"PK")]);
    assert_eq!(kind(&folder, "こども課.xlsx"), Trouble::Kind(Kind::Archive));
    let bytes = messy();
    let cut = &bytes[..bytes.len() - 1_000];
    assert!(matches!(kind(cut, "こども課.xlsx"), Trouble::CutOff(_)));
}
