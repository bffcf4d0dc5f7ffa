//! Texts that are meant to harm a workbook or its reader.

use super::small::{small, year};
use super::{Handout, formulas, rows_with, sheet, texts, write, write_for};
use crate::diag::Located;
use crate::model::plan::GradeStyle;

#[test]
fn nothing_that_was_typed_becomes_a_formula() {
    let attacks = [
        "=HYPERLINK(\"http://example.invalid\",\"x\")",
        "+1+cmd|' /C calc'!A0",
        "-1+1",
        "@SUM(1,1)",
        "＝1+1",
        "＋1",
        "\t=1+1",
        "\r\n=1+1",
    ];
    for attack in attacks {
        let small = small(|plan, evaluations| {
            plan.projects[0].name = attack.to_owned();
            plan.goals[0].name = attack.to_owned();
            plan.divisions[0].name = attack.to_owned();
            plan.basics.name = attack.to_owned();
            let origin = evaluations[1].origin;
            evaluations[1].issues = Some(Located::new(attack.to_owned(), origin));
        });
        let (bytes, sheets) = write(&small);
        let list = sheet(&sheets, "一覧");
        let written = rows_with(list, 0, "1101").remove(0);
        assert_eq!(written[1].trim(), attack.trim(), "{attack:?}");
        assert_eq!(written[13].trim(), attack.trim(), "{attack:?}");
        // Excel keeps a text a text when its cell is edited.
        for name in ["一覧", "データ", "課別", "要確認", "表紙・凡例"] {
            let formulas = formulas(&bytes, name);
            let harmful = formulas.used_cells().any(|(_, _, f)| f.contains("HYPERLINK"));
            assert!(!harmful, "{name} {attack:?}");
        }
        let styles = super::package::part(&bytes, "xl/styles.xml");
        assert!(styles.contains("quotePrefix=\"1\""), "{attack:?}");
    }
}

#[test]
fn signs_that_no_cell_can_hold_go_and_escapes_stay_text() {
    let small = small(|plan, evaluations| {
        plan.projects[0].name = "事業\u{0}\u{1}\u{b}\u{ffff}名_x0041_".to_owned();
        let origin = evaluations[1].origin;
        let text = "一行目\r\n二行目\u{feff}\u{7f}";
        evaluations[1].issues = Some(Located::new(text.to_owned(), origin));
    });
    let (_, sheets) = write(&small);
    let list = sheet(&sheets, "一覧");
    let written = rows_with(list, 0, "1101").remove(0);
    assert_eq!(written[1], "事業名_x0041_");
    assert_eq!(written[13], "一行目\n二行目");
}

#[test]
fn grades_that_cannot_be_told_apart_are_not_counted_by_formula() {
    let small = small(|plan, _| {
        // A grade that reads like the word for a missing one.
        let grade = &mut plan.scale.grades[3];
        (grade.symbol, grade.name) = (String::new(), "未提出".to_owned());
        grade.style = GradeStyle::None;
    });
    let (bytes, sheets) = write(&small);
    let goals = sheet(&sheets, "目標別集計");
    let first = rows_with(goals, 0, "1　安心して育つ").remove(0);
    assert_eq!((&*first[5], &*first[8]), ("1", "1"));
    let formulas = formulas(&bytes, "目標別集計");
    assert!(!formulas.used_cells().any(|(_, _, f)| f.contains("EXACT")));
}

#[test]
fn an_answer_outside_the_term_is_shown_and_not_counted() {
    let small = small(|plan, _| plan.projects[2].end = Some(year(2026)));
    let (_, sheets) = write(&small);
    let list = sheet(&sheets, "一覧");
    assert_eq!(rows_with(list, 0, "1103")[0][11], "（× 遅れ）");
    let goals = sheet(&sheets, "目標別集計");
    assert_eq!(rows_with(goals, 0, "合計")[0][1..6], ["2", "0", "1", "0", "0"]);
}

#[test]
fn long_names_and_many_goals_fit() {
    for a4 in [false, true] {
        let small = small(|plan, _| {
            let goal = plan.goals[1].clone();
            for i in 0..40 {
                let mut goal = goal.clone();
                goal.id = format!("G{}", i + 3);
                goal.number = (i + 3).to_string();
                goal.name = "長".repeat(300);
                plan.goals.push(goal);
            }
            plan.divisions[0].name = "課".repeat(300);
            plan.basics.name = "計画".repeat(200);
        });
        let (_, sheets) = write_for(
            &small,
            &Handout { number: "資".repeat(400), meeting: "会".repeat(400), a4 },
        );
        let goals = sheet(&sheets, "目標別集計");
        let rows = goals.rows();
        let total = rows.iter().find(|r| goals.text(**r, 0) == "合計").unwrap();
        assert_eq!(texts(goals, *total)[1], "3");
    }
}
