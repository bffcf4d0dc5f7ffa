//! A small plan, worked out by hand: what stands in every sheet.
//!
//! 令和8～11年度, reported 令和9年度. 事業 1101 (こども課 with 学校教育課, two indicators,
//! 再掲 under 2-1), 1102 (学校教育課, nothing returned), 1103 (こども課, 集計中),
//! 1104 (from 令和10年度).

mod figures;
mod hostile;
mod notices;
mod package;
mod small;

use std::io::Cursor;

use calamine::{Range, Reader, Xlsx};

use self::small::{Small, number, small, year};
use super::{Handout, workbook};
use crate::diag::Located;
use crate::model::plan::Project;
use crate::read::grid::{self, CellValue, Sheet};
use crate::tokens::Tokens;

fn write(small: &Small) -> (Vec<u8>, Vec<Sheet>) {
    write_for(small, &Handout::default())
}

fn write_for(small: &Small, handout: &Handout) -> (Vec<u8>, Vec<Sheet>) {
    let Small { progress, diagnostics, sources } = small;
    let bytes =
        workbook(progress, handout, diagnostics, sources, Tokens::built_in()).unwrap();
    let sheets = grid::read(&bytes).unwrap();
    (bytes, sheets)
}

/// The formulas of a sheet, as an independent program reads them.
fn formulas(bytes: &[u8], sheet: &str) -> Range<String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.worksheet_formula(sheet).unwrap()
}

fn sheet<'a>(sheets: &'a [Sheet], name: &str) -> &'a Sheet {
    sheets.iter().find(|s| s.name == name).unwrap()
}

fn texts(sheet: &Sheet, row: u32) -> Vec<String> {
    (0..50).map(|col| sheet.text(row, col)).collect()
}

/// The texts of the rows that hold `text` in column `col`.
fn rows_with(sheet: &Sheet, col: u32, text: &str) -> Vec<Vec<String>> {
    let rows = sheet.rows();
    let found = rows.iter().filter(|row| sheet.text(**row, col) == text);
    found.map(|row| texts(sheet, *row)).collect()
}

fn data(sheet: &Sheet, row: u32, title: &str) -> Option<CellValue> {
    let (_, col) =
        *sheet.cells.keys().find(|(r, c)| *r == 0 && sheet.text(0, *c) == title).unwrap();
    sheet.cells.get(&(row, col)).cloned()
}

#[test]
fn the_list_shows_every_project_and_says_what_is_missing() {
    let (_, sheets) = write(&small(|_, _| {}));
    let list = sheet(&sheets, "一覧");
    assert_eq!(list.text(0, 0), "見本市こども計画　進捗状況一覧表（令和9年度［見本］）");
    assert!(list.text(1, 0).contains("対 年度目標"));
    let head: Vec<String> = (0..5).map(|row| list.text(row, 0)).collect();
    assert!(head.iter().any(|line| line.contains("見本（架空）")), "{head:?}");

    let shared = rows_with(list, 0, "1101");
    // Two indicators, and 再掲.
    assert_eq!(shared.len(), 3);
    assert_eq!(
        shared[0][1..11],
        [
            "こども食堂の支援",
            "こども課\n（関係）学校教育課",
            "開催回数",
            "回",
            "10",
            // 令和8, 令和9
            "15",
            "24",
            "20",
            // 24 ÷ 20 = 120 ％, over the cap of 110.
            "110％超",
            "=1+1 は数式ではない\n二行目\n【学校教育課】出前授業を3回"
        ]
    );
    let answer = ["○ 計画どおり", "◎ 計画を上回る", "未記入", "未記入", "未記入"];
    assert_eq!(shared[0][11..16], answer);
    // 85.05 ÷ 90 = 94.5 ％; the name is repeated, the answer is not.
    assert_eq!(
        shared[1][1..12],
        [
            "こども食堂の支援",
            "こども課\n（関係）学校教育課",
            "満足した割合",
            "％",
            "80.5",
            "未記入",
            "85.05",
            "90",
            "94.5",
            "",
            ""
        ]
    );
    assert_eq!(shared[2][1], "こども食堂の支援（再掲）");
    assert_eq!(shared[2][3], "→ 1101（施策1-1）");
    assert!(shared[2][4..16].iter().all(String::is_empty));

    let missing = rows_with(list, 0, "1102").remove(0);
    let mut expected = vec!["指標なし"];
    expected.extend(["－"; 6]);
    expected.extend(["未提出"; 6]);
    assert_eq!(missing[3..16], expected);
    let pending = rows_with(list, 0, "1103").remove(0);
    let expected = ["未提出", "集計中", "0", "実績なし", "調整した", "× 遅れ"];
    assert_eq!(pending[6..12], expected);
    let later = rows_with(list, 0, "1104").remove(0);
    assert_eq!(later[10..13], ["実施期間外（令和10年度から）", "－", "－"]);
}

#[test]
fn the_cover_explains_what_was_counted() {
    let (_, sheets) = write_for(
        &small(|_, _| {}),
        &Handout {
            number: "資料1".to_owned(), meeting: "会議".to_owned(), a4: false
        },
    );
    let cover = sheet(&sheets, "表紙・凡例");
    assert_eq!(cover.text(0, 0), "会議　資料1");
    let all: Vec<String> = cover.cells.iter().map(|(_, value)| value.text()).collect();
    let says = |text: &str| assert!(all.iter().any(|c| c.contains(text)), "{text}");
    says("評価した 2 事業のうち、「計画どおり」以上は 1 事業（50.0％）");
    says("母数は 「－ 対象外」・未評価・未提出 を除きます");
    says("四捨五入");
    says("110％を超えるときは「110％超」");
    says("許容幅±5％");
    assert_eq!(rows_with(cover, 0, "◎（A）")[0][1], "計画を上回る");
    // Three indicators, none with 集計時点.
    assert_eq!(rows_with(cover, 0, "（計画に記載なし）")[0][1], "3");
    for sheet in sheets.iter().skip(1) {
        says(&sheet.name);
    }
}

#[test]
fn the_data_are_for_machines() {
    let (_, sheets) = write(&small(|_, _| {}));
    let sheet = sheet(&sheets, "データ");
    // 1101: 2 indicators × 2 years; 1102: 2 years; 1103: 1 × 2; 1104: 2 years.
    assert_eq!(sheet.rows().len(), 1 + 4 + 2 + 2 + 2);
    assert!(sheet.merges.is_empty());
    for (at, value) in &sheet.cells {
        let text = value.text();
        assert!(!text.contains('\n') && text.trim() == text, "{at:?} {text}");
    }
    let number_at = |row, title| match data(sheet, row, title) {
        Some(CellValue::Number { value, .. }) => value.normalize().to_string(),
        other => panic!("{title}: {other:?}"),
    };
    // Row 4 is 満足した割合 in 令和9年度.
    assert_eq!(number_at(4, "年度（西暦）"), "2027");
    assert_eq!(number_at(4, "実績値"), "85.05");
    assert_eq!(number_at(4, "基準年度（西暦）"), "2023");
    assert_eq!(number_at(4, "達成率（対年度目標）％"), "94.5");
    assert_eq!(data(sheet, 4, "概数").unwrap().text(), "約");
    assert_eq!(number_at(2, "達成率（対年度目標）％"), "120");
    assert_eq!(data(sheet, 8, "実績値"), None);
    assert_eq!(data(sheet, 8, "実績値の状態").unwrap().text(), "集計中");
    assert_eq!(data(sheet, 6, "評価の状態").unwrap().text(), "未提出");
    assert_eq!(data(sheet, 10, "評価の状態").unwrap().text(), "実施期間外");
}

#[test]
fn open_points_are_the_warnings() {
    let (_, sheets) = write(&small(|_, _| {}));
    let open = sheet(&sheets, "要確認");
    let found = rows_with(open, 0, "注意");
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0][1..8],
        [
            "E209",
            "こども課",
            "1101 こども食堂の支援",
            "実績値の欄が空です",
            "評価/令和9年度/こども課.xlsx",
            "回答",
            "F5"
        ]
    );
}

#[test]
fn extremes_keep_every_word() {
    let long: String = (0..800).map(|i| if i % 40 == 39 { '。' } else { '長' }).collect();
    let small = small(|plan, evaluations| {
        let origin = plan.projects[0].origin;
        plan.projects[0].name = "名".repeat(42);
        plan.indicators[0].name = "指".repeat(158);
        plan.indicators[0].targets = vec![(year(2027), number("1264000"))];
        for i in 0..60 {
            plan.projects.push(Project::new(&format!("12{i:02}"), "多い事業", 1, origin));
        }
        evaluations[1].issues = Some(Located::new(long.clone(), origin));
        evaluations[1].improvements = Some(Located::new("あ".repeat(40_000), origin));
    });
    let (bytes, sheets) = write(&small);
    let list = sheet(&sheets, "一覧");
    let all = |col: u32| -> String {
        let rows = list.rows().into_iter().filter(|r| list.text(*r, 0) == "1101");
        rows.map(|r| list.text(r, col).replace("（続き）", "")).collect()
    };
    assert_eq!(all(13), long);
    assert_eq!(all(15), "あ".repeat(40_000));
    let goals = sheet(&sheets, "目標別集計");
    assert_eq!(rows_with(goals, 0, "1　安心して育つ")[0][1], "63");
    let empty = sheets.iter().all(|s| s.merges.is_empty());
    assert!(empty);
    assert_eq!(bytes, write(&small).0);
}

#[test]
fn a_plan_without_anything_still_makes_a_book() {
    let small = small(|plan, evaluations| {
        evaluations.clear();
        plan.goals.clear();
        plan.measures.clear();
        plan.projects.clear();
        plan.indicators.clear();
        plan.divisions.clear();
        plan.scale.grades.clear();
        plan.basics.period = None;
    });
    let (_, sheets) = write(&small);
    assert_eq!(sheets.len(), 8);
}
