//! Sums, rates and changes: every expected figure is worked out in the comment beside it.

use super::small::{small, year};
use super::{formulas, rows_with, sheet, texts, write};
use crate::diag::Located;
use crate::model::plan::Alias;

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
