//! What stands in the package beside the cells: print setup, names, fonts, properties.

use std::io::{Cursor, Read};

use super::small::{Small, small, year};
use super::{Handout, workbook, write, write_for};
use crate::tokens::Tokens;

pub(super) fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn handout() -> Handout {
    Handout {
        number: "資料1-2".to_owned(),
        meeting: "こども&若者会議".to_owned(),
        a4: false,
    }
}

#[test]
fn a_page_ends_at_every_goal() {
    let (bytes, sheets) = write(&small(|_, _| {}));
    let list = super::sheet(&sheets, "一覧");
    let second = list
        .rows()
        .into_iter()
        .find(|r| list.text(*r, 0).starts_with("基本目標2"))
        .unwrap();
    let xml = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(xml.contains(&format!("<brk id=\"{second}\"")), "{second}");
    // Excel ignores breaks where a sheet is fitted to the page.
    assert!(!xml.contains("fitToPage=\"1\""));
    assert!(xml.contains("paperSize=\"8\"") && xml.contains("orientation=\"landscape\""));
}

#[test]
fn every_printed_sheet_bears_the_number_of_the_paper() {
    let (bytes, sheets) = write_for(&small(|_, _| {}), &handout());
    for (i, sheet) in sheets.iter().enumerate() {
        let xml = part(&bytes, &format!("xl/worksheets/sheet{}.xml", i + 1));
        assert!(xml.contains("資料1-2"), "{}", sheet.name);
        // & begins a code, so it is written twice (and each is an entity).
        assert!(xml.contains("こども&amp;&amp;若者会議"), "{}", sheet.name);
        assert!(xml.contains("&amp;P／&amp;N"), "{}", sheet.name);
    }
}

#[test]
fn the_citys_colours_reach_formats_and_charts() {
    let Small { progress, diagnostics, sources } = &small(|_, _| {});
    let mut tokens = Tokens::built_in().clone();
    // templates/tokens.toml: ao is #0055AD, kon is #00428C.
    tokens.colors.ao.rgb = "#006B3C".parse().unwrap();
    tokens.colors.kon.rgb = "#4A1A6B".parse().unwrap();
    let bytes =
        workbook(progress, &Handout::default(), diagnostics, sources, &tokens).unwrap();
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("FF006B3C") && styles.contains("FF4A1A6B"));
    assert!(!styles.contains("0055AD") && !styles.contains("00428C"));
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for index in 0..archive.len() {
        let mut text = Vec::new();
        archive.by_index(index).unwrap().read_to_end(&mut text).unwrap();
        let text = String::from_utf8_lossy(&text);
        assert!(!text.contains("0055AD"), "part {index}");
    }
}

#[test]
fn titles_are_on_every_page() {
    let (bytes, sheets) = write(&small(|_, _| {}));
    let book = part(&bytes, "xl/workbook.xml");
    // 「前年との違い」 has its counts above the titles: those are not repeated.
    let changes = super::sheet(&sheets, "前年との違い");
    let row =
        changes.rows().into_iter().find(|r| changes.text(*r, 1) == "番号").unwrap() + 1;
    for titles in [
        "一覧!$1:$4".to_owned(),
        format!("前年との違い!${row}:${row}"),
        // 事業番号 and 事業名 stand on the left of every page.
        "データ!$N:$O,データ!$1:$1".to_owned(),
    ] {
        assert!(book.contains(&titles), "{titles}");
    }
}

#[test]
fn names_are_in_the_words_of_the_field() {
    let (bytes, sheets) = write(&small(|_, _| {}));
    let names: Vec<&str> = sheets.iter().map(|s| s.name.as_str()).collect();
    let expected = [
        "表紙・凡例",
        "一覧",
        "目標別集計",
        "指標",
        "課別",
        "前年との違い",
        "要確認",
        "データ",
    ];
    assert_eq!(names, expected);
    let banned = ['[', ']', ':', '*', '?', '/', '\\'];
    assert!(names.iter().all(|n| n.chars().count() <= 31 && !n.contains(banned)));
    let book = part(&bytes, "xl/workbook.xml");
    for name in [
        "一覧の評価",
        "一覧の担当課",
        "基本目標1の評価",
        "基本目標2の評価",
        "データの範囲",
    ] {
        assert!(book.contains(&format!("name=\"{name}\"")), "{name}");
    }
}

#[test]
fn charts_speak_japanese_and_can_be_read_aloud() {
    let (bytes, _) = write(&small(|_, _| {}));
    assert!(
        part(&bytes, "xl/theme/theme1.xml")
            .contains("<a:ea typeface=\"BIZ UDPゴシック\"/>")
    );
    let chart = part(&bytes, "xl/charts/chart1.xml");
    assert!(chart.contains("<a:ea typeface=\"BIZ UDPゴシック\"/>"));
    let drawing = part(&bytes, "xl/drawings/drawing1.xml");
    // 1 of 2 rated projects is on track; nothing stands under the second goal.
    assert!(drawing.contains("目標1 50.0％（2のうち1）、2 評価なし"), "{drawing}");
    assert!(drawing.contains("令和8年度100.0％、令和9年度50.0％"), "{drawing}");
}

#[test]
fn grades_are_filled_by_what_is_written() {
    let (bytes, _) = write(&small(|_, _| {}));
    let list = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(list.contains("<formula>EXACT(L5,\"◎ 計画を上回る\")</formula>"));
    assert!(list.contains("<dataValidation "));
    assert!(list.contains("<autoFilter ") && list.contains("<pane "));
}

#[test]
fn properties_name_the_publisher_and_nobody() {
    let (bytes, _) = write(&small(|_, _| {}));
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("<dc:creator>見本市 福祉部 こども課</dc:creator>"));
    assert!(
        core.contains("<cp:lastModifiedBy>見本市 福祉部 こども課</cp:lastModifiedBy>")
    );
    assert!(core.contains("2000-01-01T00:00:00Z"));
}

#[test]
fn on_a4_there_are_fewer_columns() {
    let small = small(|_, _| {});
    let (bytes, sheets) = write_for(&small, &Handout { a4: true, ..handout() });
    let list = super::sheet(&sheets, "一覧");
    let shared = super::rows_with(list, 0, "1101").remove(0);
    assert_eq!(
        shared[3],
        "開催回数（回）\n実績24／目標20\n達成率 110％超\n満足した割合（％）\n実績約85.1／目標90.0\n達成率 94.5％"
    );
    assert_eq!(shared[5..8], ["○ 計画どおり", "◎ 計画を上回る", "未記入"]);
    assert!(shared[8].is_empty());
    for sheet in 1..=7 {
        let xml = part(&bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
        assert!(xml.contains("paperSize=\"9\""), "{sheet}");
    }
    // The counts are made from the list all the same.
    let goals = super::sheet(&sheets, "目標別集計");
    assert_eq!(super::rows_with(goals, 0, "合計")[0][1..4], ["3", "0", "1"]);
}

#[test]
fn a_long_plan_shows_its_latest_years() {
    let small = small(|plan, _| plan.basics.period = Some((year(2022), year(2033))));
    let (_, sheets) = write(&small);
    let list = super::sheet(&sheets, "指標");
    let head = list.rows().into_iter().find(|r| list.text(*r, 3) == "指標").unwrap();
    let titles = super::texts(list, head);
    let actuals = titles.iter().filter(|t| t.starts_with("実績"));
    // 令和5 to 令和9; of the targets this year's and the last.
    assert_eq!(actuals.count(), 5);
    assert_eq!(titles.iter().filter(|t| t.contains("目標\n（")).count(), 2);
    let notes = (0..head).map(|row| list.text(row, 0)).collect::<String>();
    assert!(notes.contains("載せていない年度"));
}
