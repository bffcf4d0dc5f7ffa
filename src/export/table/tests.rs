//! A small plan, worked out by hand: what stands in every sheet.
//!
//! 令和8～11年度, reported 令和9年度. 事業 1101 (こども課 with 学校教育課, two indicators,
//! 再掲 under 2-1), 1102 (学校教育課, nothing returned), 1103 (こども課, 集計中),
//! 1104 (from 令和10年度).

mod hostile;
mod package;
mod small;

use std::io::Cursor;

use calamine::{Range, Reader, Xlsx};

use self::small::{Small, number, project, small, year};
use super::{Handout, workbook};
use crate::catalog;
use crate::diag::{Diagnostic, Located, Severity};
use crate::export::notice;
use crate::model::plan::Alias;
use crate::model::reconcile::{CellCounts, Receipt, Reconciliation};
use crate::read::grid::{self, CellValue, Sheet};

fn write(small: &Small) -> (Vec<u8>, Vec<Sheet>) {
    write_for(small, &Handout::default())
}

fn write_for(small: &Small, handout: &Handout) -> (Vec<u8>, Vec<Sheet>) {
    let Small { progress, diagnostics, sources } = small;
    let bytes = workbook(progress, handout, diagnostics, sources).unwrap();
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
fn sums_are_live_and_agree_with_the_model() {
    let small = small(|_, _| {});
    let (bytes, sheets) = write(&small);
    let goals = sheet(&sheets, "目標別集計");
    // 事業数 3 = ○ 1 ＋ × 1 ＋ 未提出 1; 割合 1 ÷ 2; 前年度 1 ÷ 1; 回答 3 of 4.
    let expected = [
        "合計", "3", "0", "1", "0", "1", "0", "0", "1", "2", "1", "50", "1", "1", "100",
        "-50",
    ];
    let totals = rows_with(goals, 0, "合計");
    assert_eq!(totals.len(), 4);
    assert_eq!(totals[0][..16], expected);
    assert_eq!(totals[1][..16], expected);
    for answers in &totals[2..] {
        assert_eq!(answers[..4], ["合計", "3", "4", "75"]);
    }
    let empty = rows_with(goals, 0, "2　権利を守る").remove(0);
    assert_eq!(empty[1], "0");
    assert_eq!(empty[11..16], ["－", "0", "0", "－", "－"]);
    let school = rows_with(goals, 0, "教育部　学校教育課");
    // One project of its own; two answers due, one received.
    assert_eq!(school[0][1], "1");
    assert_eq!(school[1][1..4], ["1", "2", "50"]);
    // 令和8: only 1101 was answered, with ◎; 令和10 is to come.
    let past = rows_with(goals, 0, "令和8年度").remove(0);
    assert_eq!(past[1..12], ["3", "1", "0", "0", "0", "0", "0", "2", "1", "1", "100"]);
    assert_eq!(rows_with(goals, 0, "令和10年度")[0][1], "－");

    let formula = |sheet: &str, row: u32, col: u32| {
        formulas(&bytes, sheet).get_value((row, col)).cloned().unwrap_or_default()
    };
    let row_of = |text: &str| {
        goals.rows().into_iter().find(|r| goals.text(*r, 0) == text).unwrap()
    };
    let total = row_of("合計");
    let (first, last, here) = (total - 1, total, total + 1);
    assert_eq!(formula("目標別集計", total, 2), format!("SUM(C{first}:C{last})"));
    assert_eq!(formula("目標別集計", total, 1), format!("SUM(C{here}:I{here})"));
    let share = format!("IF(J{here}=0,\"－\",ROUND(K{here}*100/J{here},1))");
    assert_eq!(formula("目標別集計", total, 11), share);
    assert_eq!(
        formula("目標別集計", row_of("1　安心して育つ"), 3),
        "SUMPRODUCT(--EXACT(基本目標1の評価,\"○ 計画どおり\"))"
    );
    let list = sheet(&sheets, "一覧");
    let row =
        list.rows().into_iter().find(|r| list.text(*r, 3) == "満足した割合").unwrap();
    let at = row + 1;
    assert_eq!(
        formula("一覧", row, 9),
        format!("IF(ROUND(H{at}*100/I{at},6)>110,\"110％超\",ROUND(H{at}*100/I{at},1))")
    );
    assert!(formulas(&bytes, "データ").used_cells().next().is_none());
}

#[test]
fn the_indicators_stand_beside_all_years() {
    let (_, sheets) = write(&small(|_, _| {}));
    let list = sheet(&sheets, "指標");
    let first = rows_with(list, 3, "開催回数").remove(0);
    assert_eq!(
        first[4..22],
        [
            // 種別 単位 方向 基準年度 基準値; 実績 令和8, 令和9; 24 − 15; 推移
            "活動",
            "回",
            "増やす",
            "令和6",
            "10",
            "15",
            "24",
            "9",
            "",
            // 目標 令和8 to 令和11
            "－",
            "20",
            "－",
            "40",
            // 24 ÷ 20 over the cap, 24 ÷ 40 = 60 ％; half of the time, (24−10)÷(40−10) < 0.5
            "110％超",
            "60",
            "実績÷目標",
            "△ 遅れ",
            "－"
        ]
    );
    // No answer for 1103 in 令和8, but others answered: 未提出.
    let waiting = rows_with(list, 3, "待機児童数").remove(0);
    assert_eq!((&*waiting[9], &*waiting[10]), ("未提出", "集計中"));
    assert_eq!(waiting[19], "目標以下で達成");
}

#[test]
fn each_division_has_its_rows() {
    let (_, sheets) = write(&small(|_, _| {}));
    let list = sheet(&sheets, "課別");
    let rows = list.rows();
    let at = |text: &str| *rows.iter().find(|r| list.text(**r, 0) == text).unwrap();
    let children = at("福祉部　こども課（担当 3　関係 0）");
    let school = at("教育部　学校教育課（担当 1　関係 1）");
    assert!(children < school);
    // Its own answer for 1101, which it shares: graded ○ this year, nothing last year.
    let shared = texts(list, school + 2);
    assert_eq!(shared[..4], ["1101", "こども食堂の支援", "関係", "1-1"]);
    assert_eq!(shared[9..13], ["○ 計画どおり", "未提出", "未記入", "あり"]);
    let own = texts(list, school + 1);
    assert_eq!(own[..5], ["1102", "学習の支援", "担当", "1-1", "指標なし"]);
    assert_eq!(own[9..13], ["未提出", "未提出", "－", "未提出"]);
    let later = rows_with(list, 0, "1104").remove(0);
    assert_eq!(later[9..13], ["－", "－", "－", "実施期間外"]);
}

#[test]
fn what_moved_since_last_year_is_named() {
    let changed = small(|plan, evaluations| {
        plan.directions.push(plan.directions[0].clone());
        plan.directions[1].name = "拡充".to_owned();
        // 1102 is new, 1104 ended last year, 1103 bore another name.
        plan.projects[1].start = Some(year(2027));
        plan.projects[3].start = None;
        plan.projects[3].end = Some(year(2026));
        let old =
            Alias {
                name: "保育の充実".to_owned(), from: None, to: Some(year(2026))
            };
        plan.projects[2].former = vec![old];
        let origin = evaluations[0].origin;
        evaluations[0].direction = Some(Located::new(0, origin));
        evaluations[1].direction = Some(Located::new(1, origin));
        evaluations[1].reason = Some(Located::new("会場が減った".to_owned(), origin));
        // × last year for 1103 too.
        let mut before = evaluations[3].clone();
        before.year = year(2026);
        evaluations.push(before);
    });
    let (_, sheets) = write(&changed);
    let list = sheet(&sheets, "前年との違い");
    let one = |kind: &str| {
        let mut rows = rows_with(list, 0, kind);
        rows.retain(|row| !row[2].is_empty());
        assert_eq!(rows.len(), 1, "{kind}");
        rows.remove(0)[1..8].to_vec()
    };
    assert_eq!(
        one("評価が下がった"),
        [
            "1101",
            "こども食堂の支援",
            "こども課",
            "1",
            "◎ 計画を上回る",
            "○ 計画どおり",
            "会場が減った"
        ]
    );
    assert_eq!(one("方向性が変わった")[4..6], ["継続", "拡充"]);
    assert_eq!(one("新規")[4..7], ["－", "未提出", "令和9年度から実施"]);
    assert_eq!(one("終了")[4..7], ["未提出", "－", "令和8年度で終了"]);
    assert_eq!(one("名称が変わった")[4..6], ["保育の充実", "保育の確保"]);
    // 3 projects of this year: 1 worse, 1 new, 1 with the same grade.
    let counts: Vec<(String, String)> = list
        .rows()
        .into_iter()
        .filter(|row| list.text(*row, 2).is_empty() && !list.text(*row, 1).is_empty())
        .map(|row| (list.text(row, 0), list.text(row, 1)))
        .collect();
    let counts: Vec<(&str, &str)> =
        counts.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        counts,
        [
            ("違い", "事業数"),
            ("評価が上がった", "0"),
            ("評価が下がった", "1"),
            ("評価を比べられない", "0"),
            ("新規", "1"),
            ("終了", "1"),
            ("方向性が変わった", "1"),
            ("名称が変わった", "1"),
            ("評価は同じ", "1"),
            ("今年度の事業数", "3"),
        ]
    );
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
            plan.projects.push(project(&format!("12{i:02}"), "多い事業", 1, origin));
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

#[test]
fn the_register_counts_and_the_notice_asks() {
    let small = small(|_, _| {});
    let receipts = [
        Receipt {
            division: 0,
            files: vec!["評価/令和9年度/こども課.xlsx".to_owned()],
            due: 2,
            answered: 2,
            errors: 0,
            warnings: 1,
        },
        Receipt { division: 1, due: 2, answered: 1, ..Receipt::default() },
    ];
    let mut counts = Reconciliation { files: 2, files_read: 2, ..Default::default() };
    counts.cells = CellCounts { total: 9, used: 8, ..CellCounts::default() };
    let bytes =
        notice::register(&small.progress, &receipts, &counts, &small.sources).unwrap();
    let sheets = grid::read(&bytes).unwrap();
    let register = sheet(&sheets, "受付簿");
    let came = rows_with(register, 0, "こども課").remove(0);
    assert_eq!(came[2..9], ["○ 提出済", "こども課.xlsx", "2", "2", "0", "0", "1"]);
    let not = rows_with(register, 0, "学校教育課").remove(0);
    assert_eq!(not[2..9], ["× 未提出", "－", "2", "1", "1", "0", "0"]);
    assert_eq!(rows_with(register, 0, "合計")[0][4..9], ["4", "3", "1", "0", "1"]);
    let check = sheet(&sheets, "照合");
    // One cell of nine has no fate.
    let difference = rows_with(check, 1, "差（0でなければならない）");
    let values: Vec<&str> = difference.iter().map(|row| &*row[2]).collect();
    assert_eq!(values, ["0", "1", "0"]);

    let mut error = Diagnostic::new(&catalog::ACTUAL_UNREADABLE, "「10～12」");
    error.severity = Severity::Error;
    let mut note = Diagnostic::new(&catalog::VALUE_REMARK, "10 と読みました");
    note.severity = Severity::Note;
    let found = [&note, &error];
    let bytes =
        notice::notice(&small.progress, "こども課", &found, &small.sources).unwrap();
    let sheets = grid::read(&bytes).unwrap();
    let notice = sheet(&sheets, "確認票");
    assert_eq!(notice.text(0, 0), "確認票　こども課");
    let order: Vec<String> =
        ["1", "2"].iter().map(|n| rows_with(notice, 0, n)[0][1].clone()).collect();
    assert_eq!(order, ["誤り", "備考"]);
}
