//! Names of a small plan, and of a very large one.

use super::*;
use crate::diag::{Origin, Sources};
use crate::model::plan::{Alias, Division, Goal, Indicator, Measure, Project};

fn origin() -> Origin {
    Origin::book(Sources::default().add_book("計画.xlsx"))
}

fn project(i: usize, name: &str, division: usize) -> Project {
    Project {
        id: format!("J{i}"),
        ..Project::new(&(1101 + i).to_string(), name, division, origin())
    }
}

fn division(i: usize, department: &str, name: &str, aliases: &[Alias]) -> Division {
    Division {
        id: format!("D{i}"),
        name: name.to_owned(),
        department: department.to_owned(),
        aliases: aliases.to_vec(),
        origin: origin(),
    }
}

fn alias(name: &str, from: Option<u16>, to: Option<u16>) -> Alias {
    let year = |y: Option<u16>| y.and_then(FiscalYear::new);
    Alias { name: name.to_owned(), from: year(from), to: year(to) }
}

fn plan(projects: Vec<Project>, divisions: Vec<Division>) -> Plan {
    let goal = Goal {
        id: "G1".to_owned(),
        pillar: 0,
        number: "1".to_owned(),
        name: "誕生期の支援".to_owned(),
        short: String::new(),
        origin: origin(),
    };
    let measure = Measure {
        id: "M1".to_owned(),
        goal: 0,
        number: "1".to_owned(),
        name: "妊娠期からの支援".to_owned(),
        origin: origin(),
    };
    Plan {
        goals: vec![goal],
        measures: vec![measure],
        projects,
        divisions,
        ..Plan::default()
    }
}

fn units() -> Names {
    let divisions = vec![
        division(0, "保健福祉部", "こども家庭センター", &[]),
        division(
            1,
            "保健部",
            "健康増進課",
            &[alias("健康推進課", None, Some(2026)), alias("子育て課", Some(2027), None)],
        ),
        division(2, "教育部", "学校教育課", &[alias("子育て課", None, Some(2026))]),
        division(3, "上下水道部", "下水道課", &[]),
    ];
    Names::new(&plan(Vec::new(), divisions), Decisions::default())
}

fn year(western: u16) -> FiscalYear {
    FiscalYear::from_western(western)
}

#[test]
fn units_with_their_department_or_a_part_are_the_unit() {
    let names = units().in_year(year(2027));
    for (text, division) in [
        ("健康増進課", 1),
        ("保健福祉部　こども家庭センター", 0),
        ("保健部健康増進課 ", 1),
    ] {
        assert_eq!(names.division(text), Match::Exact(division), "{text}");
    }
    for (text, division) in [
        ("学校教育課（教育研究所）", 2),
        ("健康増進課 母子保健係", 1),
        ("健康福祉部　健康増進課", 1),
        ("保健部 健康増進課 母子保健係", 1),
        ("子ども家庭センター", 0),
    ] {
        let found = names.division(text);
        let Match::Loose(i, remark) = found else { panic!("{text}: {found:?}") };
        assert_eq!((i, remark.how), (division, How::Spelling), "{text}");
    }
    // Another 課 in the bracket, two 課, the 部 of another 課, a slip: all questions.
    for text in [
        "学校教育課（健康増進課）",
        "健康増進課学校教育課相談係",
        "教育部健康増進課",
        "上下水道部下指導課",
        "新健康増進課",
        "健康増進課・学校教育課",
    ] {
        let found = names.division(text);
        assert!(matches!(found, Match::Unknown(_)), "{text}: {found:?}");
    }
}

#[test]
fn a_slip_in_the_name_of_a_unit_is_a_proposal() {
    let names = units().in_year(year(2027));
    let Match::Unknown(unknown) = names.division("上下水道部下指導課") else {
        panic!("a slip was merged")
    };
    // 下指導課 and 下水道課: the first and the last character agree, two are replaced.
    let best = &unknown.question.candidates[0];
    assert_eq!((&*best.id, &*best.name), ("D3", "下水道課"));
    assert_eq!(best.reason, "「下」「課」が共通、2字違い、部が同じ");
}

#[test]
fn an_alias_is_read_in_its_years() {
    let then = units().in_year(year(2026));
    let now = units().in_year(year(2027));
    let how = |found: Match| match found {
        Match::Loose(i, remark) => Some((i, remark.how)),
        _ => None,
    };
    assert_eq!(how(then.division("健康推進課")), Some((1, How::Spelling)));
    assert_eq!(how(now.division("健康推進課")), Some((1, How::OutsideYears)));
    // Of two units in turn, that of the year.
    assert_eq!(how(then.division("子育て課")), Some((2, How::Spelling)));
    assert_eq!(how(now.division("子育て課")), Some((1, How::Spelling)));
    assert_eq!(then.division_in("子育て課_R8.xlsx"), Some(2));
    assert_eq!(now.division_in("子育て課_R9.xlsx"), Some(1));
    assert_eq!(now.division_in("健康推進課.xlsx"), Some(1));
    let remark = now.former_name("健康推進課.xlsx", 1);
    assert_eq!(remark.map(|r| r.how), Some(How::OutsideYears));
}

#[test]
fn marks_are_no_part_of_a_name() {
    for text in [
        "★産後ケア事業【重点】（再掲）",
        "（ 再 掲 ） 産後ケア事業",
        "産後ケア事業 [新規]",
    ] {
        assert_eq!(project::strip_marks(text), "産後ケア事業", "{text}");
    }
    let kept = "一時預かり事業（幼稚園型）";
    assert_eq!(project::strip_marks(kept), kept);
}

#[test]
fn candidates_are_ranked_by_what_people_see() {
    let all = [
        "妊婦健康診査",
        "妊産婦歯科健診",
        "乳幼児健康診査",
        "妊婦への支援給付",
        "高齢者の健康づくり",
    ];
    let projects = all.iter().enumerate().map(|(i, name)| project(i, name, i % 2));
    let divisions =
        vec![division(0, "", "健康増進課", &[]), division(1, "", "こども課", &[])];
    let names = Names::new(&plan(projects.collect(), divisions), Decisions::default());
    let near = Near { division: Some(0), above: None };
    let found = names.project_near("", "1111", "妊婦健診", near);
    let Match::Unknown(unknown) = found else { panic!("merged: {found:?}") };
    let first = &unknown.question.candidates[0];
    assert_eq!(first.name, "1101 妊婦健康診査");
    assert_eq!(
        first.reason,
        "「妊婦健」「診」が共通、2字違い、担当課が同じ（健康増進課）、番号が1字違い（1101）"
    );
}

#[test]
fn a_hundred_thousand_projects_are_found_in_no_time() {
    const MANY: usize = 100_000;
    let projects = (0..MANY).map(|i| project(i, &format!("事業{i}号"), 0)).collect();
    let mut plan = plan(projects, vec![division(0, "", "こども課", &[])]);
    plan.indicators = (0..MANY)
        .map(|i| Indicator::new(&format!("J{i}-1"), i, &format!("利用{i}"), "", origin()))
        .collect();
    let names = Names::new(&plan, Decisions::default());
    // One comparison with every project for every row would take hours.
    for i in 0..MANY {
        let found = names.project("", "", &format!("事業{i}号"));
        assert_eq!(found, Match::Exact(i));
        let found = names.indicator(&plan, i, "", &format!("利用{i}"));
        assert_eq!(found, Match::Exact(i));
        assert!(matches!(names.division("児童課"), Match::Unknown(_)));
    }
    for i in 0..1_000 {
        let found = names.project("", "", &format!("事業{i}番の{i}"));
        assert!(matches!(found, Match::Unknown(_)));
    }
}
