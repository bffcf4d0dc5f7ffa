//! Figures worked out by hand for the small plan and books of `tests/suite/common/`,
//! compared with what the whole reading makes of the same workbooks.

use crate::common::folder;
use rust_decimal::Decimal;
use tenken::model::progress::{IndicatorRow, Progress, State, Tally};
use tenken::model::quantity::Reading;
use tenken::model::rate::{NoRate, Rate, Status};
use tenken::model::year::FiscalYear;
use tenken::pipeline;

const KENKO: &str = "評価/令和9年度/健康増進課.xlsx";
const KODOMO: &str = "評価/令和9年度/こども課.xlsx";
const GAKKO: &str = "評価/令和9年度/学校教育課.xlsx";

/// What comes of the common folder with the changes of a `case.toml`.
fn progress(changes: &str) -> Progress {
    let case = toml::from_str(&format!("about = \"計算\"\n{changes}")).unwrap();
    pipeline::check(&folder(&case), &mut |_| {}).progress.unwrap()
}

/// One changed cell, as `case.toml` writes it.
fn cell(path: &str, cell: &str, value: &str) -> String {
    format!("[[edit]]\npath = \"{path}\"\ncell = \"{cell}\"\nvalues = [{value}]\n")
}

/// One changed cell of a sheet of the plan.
fn plan_cell(sheet: &str, cell: &str, value: &str) -> String {
    format!(
        "[[edit]]\npath = \"計画.xlsx\"\nsheet = \"{sheet}\"\ncell = \"{cell}\"\nvalues = [{value}]\n"
    )
}

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn year(western: u16) -> FiscalYear {
    FiscalYear::new(western).unwrap()
}

fn indicator<'a>(p: &'a Progress, id: &str) -> &'a IndicatorRow {
    p.indicators.iter().find(|row| p.plan.indicators[row.indicator].id == id).unwrap()
}

fn value(row: &IndicatorRow, western: u16) -> Option<Decimal> {
    row.actual(year(western)).and_then(Reading::value)
}

/// Rates that have no end are compared to four decimals.
fn percent(rate: Rate) -> String {
    match rate {
        Rate::Percent(p) => p.round_dp(4).normalize().to_string(),
        other => format!("{other:?}"),
    }
}

/// The marks of the scale are ◎ ○ △ －, in this order.
fn tally(
    by_grade: [usize; 4],
    rest: [usize; 2],
    on: [usize; 2],
    of: [usize; 2],
) -> Tally {
    Tally {
        projects: by_grade.iter().sum::<usize>() + rest[0] + rest[1],
        by_grade: by_grade.to_vec(),
        ungraded: rest[0],
        unsubmitted: rest[1],
        on_track: on[0],
        rated: on[1],
        answers: of[0],
        answers_due: of[1],
    }
}

#[test]
fn this_year_by_goal() {
    let p = progress("");
    // Goal 1: 1101 ◎, 1201 ○, 1102 ○. One 課 answers each: 3 of 3.
    assert_eq!(p.goals[0], tally([1, 2, 0, 0], [0, 0], [3, 3], [3, 3]));
    // Goal 2: 2101 △ by two 課: 2 answers of 2. 2102 ended the year before: not counted.
    assert_eq!(p.goals[1], tally([0, 0, 1, 0], [0, 0], [0, 1], [2, 2]));
    // 4 projects, 5 answers.
    assert_eq!(p.total, tally([1, 2, 1, 0], [0, 0], [3, 4], [5, 5]));
    // 3 ÷ 3, 0 ÷ 1, 3 ÷ 4.
    assert_eq!(p.goals[0].share(), Some(d("100")));
    assert_eq!(p.goals[1].share(), Some(d("0")));
    assert_eq!(p.total.share(), Some(d("75")));
    // The second of four years.
    assert_eq!((p.year_number(), p.pace()), (2, d("0.5")));
}

#[test]
fn last_year_beside_this_year() {
    let p = progress("");
    let last = p.previous().unwrap();
    assert_eq!(last.year, year(2026));
    let goals = last.goals.as_ref().unwrap();
    // Only こども課 returned a book: 1102 ○; 1101 and 1201 未提出; 1 answer of 3.
    assert_eq!(goals[0], tally([0, 1, 0, 0], [0, 2], [1, 1], [1, 3]));
    // 2102 was still running: ○. 2101 未提出 by two 課: 1 answer of 1 + 2.
    assert_eq!(goals[1], tally([0, 1, 0, 0], [0, 1], [1, 1], [1, 3]));
    assert_eq!(last.total, Some(tally([0, 2, 0, 0], [0, 3], [2, 2], [2, 6])));
    // Nothing is known of the years to come.
    assert!(p.history.iter().filter(|h| h.year > p.year).all(|h| h.total.is_none()));
    assert_eq!(p.history.len(), 4);
    // 2102: counted last year, not this year.
    let states =
        |i: usize| (p.rows[i].this.state, p.rows[i].last.as_ref().unwrap().state);
    assert_eq!(states(4), (State::Inactive, State::Answered));
    assert_eq!(states(0), (State::Answered, State::Unsubmitted));
}

#[test]
fn a_repost_under_another_goal_is_counted_once() {
    // 1102 stands again under 2-1: goal 2 still has its one project.
    let p = progress(&plan_cell("事業", "E4", "\"M21\""));
    assert_eq!((p.goals[0].projects, p.goals[1].projects, p.total.projects), (3, 1, 4));
    assert_eq!((p.goals[1].answers, p.goals[1].answers_due), (2, 2));
}

#[test]
fn not_rated_ungraded_and_unsubmitted_are_out_of_the_denominator() {
    // 1201 is －: 3 projects, 2 rated.
    let p = progress(&cell(KENKO, "H4", "\"－\""));
    assert_eq!(p.goals[0], tally([1, 1, 0, 1], [0, 0], [2, 2], [3, 3]));
    // 1201 has no grade: answered, 2 rated.
    let p = progress(&cell(KENKO, "H4", "\"\""));
    assert_eq!(p.goals[0], tally([1, 1, 0, 0], [1, 0], [2, 2], [3, 3]));
    // 健康増進課 returned nothing: 2 未提出, 1 rated; 1 + 2 answers of 5.
    let p = progress(&format!("without = [\"{KENKO}\"]"));
    assert_eq!(p.goals[0], tally([0, 1, 0, 0], [0, 2], [1, 1], [1, 3]));
    assert_eq!((p.total.answers, p.total.answers_due), (3, 5));
    // 1 of 1 + 0 of 1 rated: 50 ％.
    assert_eq!(p.total.share(), Some(d("50")));
}

#[test]
fn of_a_shared_project_the_responsible_division_decides() {
    // こども課 △, 学校教育課 ○: △.
    let p = progress(&cell(GAKKO, "D2", "\"B\""));
    assert_eq!(p.goals[1], tally([0, 0, 1, 0], [0, 0], [0, 1], [2, 2]));
    // Only 学校教育課 answered: 未提出, and 1 answer of 2.
    let p = progress(&format!("without = [\"{KODOMO}\"]"));
    assert_eq!(p.goals[1], tally([0, 0, 0, 0], [0, 1], [0, 0], [1, 2]));
    assert_eq!(p.goals[1].share(), None);
}

#[test]
fn a_project_is_due_from_its_first_year() {
    // 1201 begins in 令和10年度: goal 1 has 2 projects, and 健康増進課 owes 1 answer.
    let p = progress(&plan_cell("事業", "K3", "\"令和10年度\""));
    assert_eq!(p.goals[0], tally([1, 1, 0, 0], [0, 0], [2, 2], [2, 2]));
}

#[test]
fn indicators_that_shall_rise() {
    let p = progress("");
    let users = indicator(&p, "J1-1");
    // 基準 40, 目標 60 (最終 80), 実績 66: 66÷60, 66÷80, (66−40)÷(80−40).
    assert_eq!(
        (users.rate, users.final_rate),
        (Rate::Percent(d("110")), Rate::Percent(d("82.5")))
    );
    assert_eq!((users.position, users.status), (Some(d("0.65")), Status::OnPace));
    assert_eq!((value(users, 2026), value(users, 2027)), (None, Some(d("66"))));
    // 85.5÷84 = 101.7857…, 85.5÷90 = 95, (85.5−80)÷(90−80).
    let content = indicator(&p, "J1-2");
    assert_eq!(
        (percent(content.rate), percent(content.final_rate)),
        ("101.7857".into(), "95".into())
    );
    assert_eq!((content.position, content.status), (Some(d("0.55")), Status::OnPace));
    // 1250÷1200 = 104.1667, 1250÷1400 = 89.2857, (1250−1000)÷400; last year 1120.
    let total = indicator(&p, "J3-1");
    assert_eq!(
        (percent(total.rate), percent(total.final_rate)),
        ("104.1667".into(), "89.2857".into())
    );
    assert_eq!((total.position, total.status), (Some(d("0.625")), Status::OnPace));
    assert_eq!(
        (value(total, 2026), value(total, 2027)),
        (Some(d("1120")), Some(d("1250")))
    );
    // 5÷6 = 83.3333, 5÷10, (5−2)÷(10−2) = 0.375: less than half way after half the time.
    let schools = indicator(&p, "J4-1");
    assert_eq!(
        (percent(schools.rate), percent(schools.final_rate)),
        ("83.3333".into(), "50".into())
    );
    assert_eq!((schools.position, schools.status), (Some(d("0.375")), Status::Behind));
}

#[test]
fn indicators_that_shall_fall_to_zero() {
    let p = progress("");
    let waiting = indicator(&p, "J3-2");
    // 基準 8, 目標 4: (8−0)÷(8−4) = 200 ％; 最終目標 0 has no ％: 0 is 達成.
    assert_eq!((waiting.rate, waiting.final_rate), (Rate::Percent(d("200")), Rate::Met));
    assert_eq!((waiting.position, waiting.status), (Some(d("1")), Status::Achieved));
    assert_eq!(
        (value(waiting, 2026), value(waiting, 2027)),
        (Some(d("5")), Some(d("0")))
    );
    // 3 left: (8−3)÷(8−4) = 125 ％; not 0 yet; (3−8)÷(0−8) = 0.625.
    let p = progress(&cell(KODOMO, "F3", "3"));
    let waiting = indicator(&p, "J3-2");
    assert_eq!(
        (waiting.rate, waiting.final_rate),
        (Rate::Percent(d("125")), Rate::NotMet)
    );
    assert_eq!((waiting.position, waiting.status), (Some(d("0.625")), Status::OnPace));
    // 10, more than at the start: (8−10)÷(8−4) = −50 ％, (10−8)÷(0−8) = −0.25.
    let p = progress(&cell(KODOMO, "F3", "10"));
    let waiting = indicator(&p, "J3-2");
    assert_eq!(
        (waiting.rate, waiting.final_rate),
        (Rate::Percent(d("-50")), Rate::NotMet)
    );
    assert_eq!((waiting.position, waiting.status), (Some(d("-0.25")), Status::Worse));
}

#[test]
fn indicators_that_shall_be_kept() {
    // 目標 98, 許容幅 5 ％ = 4.9: 97.2 and 93.1 are inside, 93.0 is not.
    for (actual, rate, status) in [
        ("97.2", Rate::Met, Status::Achieved),
        ("93.1", Rate::Met, Status::Achieved),
        ("93.0", Rate::NotMet, Status::Behind),
    ] {
        let p = progress(&cell(KENKO, "F4", actual));
        let checkup = indicator(&p, "J2-1");
        assert_eq!((checkup.rate, checkup.status), (rate, status), "{actual}");
        assert_eq!((checkup.final_rate, checkup.position), (rate, None), "{actual}");
    }
}

#[test]
fn zero_is_a_value_and_worse_than_the_baseline_is_said() {
    // 基準 2, 実績 0: 0÷6 = 0 ％, (0−2)÷(10−2) = −0.25.
    let p = progress(&cell(KODOMO, "F4", "0"));
    let schools = indicator(&p, "J4-1");
    assert_eq!((schools.rate, schools.status), (Rate::Percent(d("0")), Status::Worse));
    assert_eq!(schools.position, Some(d("-0.25")));
}

#[test]
fn signs_for_no_number_have_no_rate() {
    let none = Rate::None(NoRate::Actual);
    // 該当なし・未実施・不詳: no figure is to come, so there is nothing to judge.
    for (typed, reading, status) in [
        ("\"集計中\"", Some(Reading::Pending), Status::NotYet),
        ("\"－\"", Some(Reading::NotApplicable), Status::NotJudged),
        ("\"未実施\"", Some(Reading::NotDone), Status::NotJudged),
        ("\"不詳\"", Some(Reading::Unknown), Status::NotJudged),
        ("\"\"", Some(Reading::Blank), Status::NotYet),
        ("\"60～66\"", None, Status::NotYet),
    ] {
        let p = progress(&cell(KENKO, "F2", typed));
        let users = indicator(&p, "J1-1");
        assert_eq!(users.actual(year(2027)).cloned(), reading, "{typed}");
        assert_eq!((users.rate, users.final_rate), (none, none), "{typed}");
        assert_eq!((users.position, users.status), (None, status), "{typed}");
    }
}

#[test]
fn indicators_without_direction_target_or_baseline() {
    // 指標になじまない: shown, never judged.
    let p = progress(&plan_cell("指標", "F2", "\"なじまない\""));
    let users = indicator(&p, "J1-1");
    assert_eq!(
        (users.rate, users.status),
        (Rate::None(NoRate::Unsuited), Status::NotJudged)
    );
    assert_eq!(value(users, 2027), Some(d("66")));
    // No final target: 66÷60 for the year, no way to go.
    let p = progress(&plan_cell("指標", "M2", "\"\""));
    let users = indicator(&p, "J1-1");
    assert_eq!(users.rate, Rate::Percent(d("110")));
    assert_eq!(
        (users.final_rate, users.status),
        (Rate::None(NoRate::Target), Status::NotJudged)
    );
    // 減らす without a baseline: how far it has come cannot be told.
    let p = progress(&plan_cell("指標", "H6", "\"\""));
    let waiting = indicator(&p, "J3-2");
    assert_eq!(
        (waiting.rate, waiting.final_rate),
        (Rate::None(NoRate::Baseline), Rate::Met)
    );
}

#[test]
fn spellings_of_a_value_give_the_same_figure() {
    // 66 typed in many ways, 0.855 in a cell that shows percent.
    for typed in ["66", "\"６６\"", "\"66人\"", "\"66　名\"", "\"約66人\""] {
        let p = progress(&cell(KENKO, "F2", typed));
        assert_eq!(value(indicator(&p, "J1-1"), 2027), Some(d("66")), "{typed}");
    }
    for typed in ["85.5", "{ percent = 0.855 }", "\"８５．５％\""] {
        let p = progress(&cell(KENKO, "F3", typed));
        assert_eq!(value(indicator(&p, "J1-2"), 2027), Some(d("85.5")), "{typed}");
    }
}

#[test]
fn of_two_years_in_the_header_this_year_is_used() {
    let p = progress(
        r#"[[book]]
path = "評価/令和9年度/健康増進課.xlsx"
rows = [
  ["番号", "事業名", "指標名", "令和8年度実績", "令和9年度実績", "取組実績", "評価"],
  ["1101", "産後ケア事業", "利用者数", 45, 66, "訪問型を始めた。", "B"],
  ["", "", "満足度", 81.0, 85.5],
]"#,
    );
    assert_eq!(value(indicator(&p, "J1-1"), 2027), Some(d("66")));
    assert_eq!(value(indicator(&p, "J1-1"), 2026), None);
    assert_eq!(value(indicator(&p, "J1-2"), 2027), Some(d("85.5")));
    // The same under a header of two rows: the years above, 実績値 twice below.
    let p = progress(
        r#"[[book]]
path = "評価/令和9年度/健康増進課.xlsx"
rows = [
  ["番号", "事業名", "事業概要", "指標名", "令和8年度", "令和9年度", "取組実績", "評価"],
  ["", "", "", "", "実績値", "実績値", "", ""],
  ["1101", "産後ケア事業", "訪問と宿泊", "利用者数", 45, 66, "訪問型を始めた。", "B"],
]
merges = [[0, 0, 1, 0], [0, 1, 1, 1], [0, 2, 1, 2], [0, 3, 1, 3], [0, 6, 1, 6], [0, 7, 1, 7]]"#,
    );
    assert_eq!(value(indicator(&p, "J1-1"), 2027), Some(d("66")));
}

#[test]
fn answers_of_a_csv_count_like_those_of_a_workbook() {
    let p = progress(
        r#"without = ["評価/令和9年度/こども課.xlsx"]
[[file]]
path = "評価/令和9年度/こども課.csv"
text = """
番号,事業名,指標名,実績値,取組実績,評価,評価の理由
１１０２,一時預かり事業,延べ利用者数,"1,250",3園で実施した。,B,
,,待機児童数,0,,,
２１０１,こどもの権利の出前授業,実施校数,5,5校で実施した。,C,1校が延期した。
""""#,
    );
    assert_eq!(p.total, progress("").total);
    assert_eq!(value(indicator(&p, "J3-1"), 2027), Some(d("1250")));
    assert_eq!(value(indicator(&p, "J3-2"), 2027), Some(d("0")));
}

#[test]
fn the_change_is_the_difference_of_the_shares_as_they_are_printed() {
    let rated = |rated, on_track| Tally { rated, on_track, ..Tally::default() };
    // 10/17 = 58.823… is printed as 58.8, 13/16 = 81.25 as 81.3. The exact difference,
    // −22.42…, would be printed as −22.4, which no reader could find.
    assert_eq!(rated(17, 10).change_since(&rated(16, 13)), Some(d("-22.5")));
    assert_eq!(rated(17, 10).change_since(&rated(0, 0)), None);
    assert_eq!(rated(0, 0).change_since(&rated(16, 13)), None);
}
