//! The plan of the tests, by hand.

use crate::catalog;
use crate::diag::{Diagnostic, Diagnostics, Edition, Located, Origin, Sources};
use crate::model::evaluation::{Actual, Evaluation};
use crate::model::plan::*;
use crate::model::progress::{Join, Judging, Progress, join};
use crate::model::quantity::{Quantity, Reading};
use crate::model::year::FiscalYear;

pub fn year(western: u16) -> FiscalYear {
    FiscalYear::from_western(western)
}

pub fn number(text: &str) -> rust_decimal::Decimal {
    text.parse().unwrap()
}

/// The model and what was found about it.
pub struct Small {
    pub progress: Progress,
    pub diagnostics: Diagnostics,
    pub sources: Sources,
}

fn grade(
    origin: Origin,
    code: &str,
    symbol: &str,
    name: &str,
    style: GradeStyle,
) -> Grade {
    Grade {
        origin,
        code: code.to_owned(),
        symbol: symbol.to_owned(),
        name: name.to_owned(),
        meaning: String::new(),
        rank: match style {
            GradeStyle::Dark => 1,
            GradeStyle::Mid => 2,
            GradeStyle::Light => 3,
            GradeStyle::Hatch => 4,
            GradeStyle::None => 9,
        },
        on_track: matches!(style, GradeStyle::Dark | GradeStyle::Mid),
        counted: style != GradeStyle::None,
        reason_required: false,
        style,
        aliases: Vec::new(),
    }
}

fn indicator(id: &str, project: usize, name: &str, origin: Origin) -> Indicator {
    Indicator {
        baseline: Some(number("10")),
        baseline_year: Some(year(2024)),
        targets: vec![(year(2027), number("20")), (year(2029), number("40"))],
        ..Indicator::new(id, project, name, "回", origin)
    }
}

fn plan(origin: Origin) -> Plan {
    let division = |id: &str, name: &str, department: &str| Division {
        origin,
        id: id.to_owned(),
        name: name.to_owned(),
        department: department.to_owned(),
        aliases: Vec::new(),
    };
    let goal = |number: &str, name: &str, pillar: usize| Goal {
        origin,
        id: format!("G{number}"),
        pillar,
        number: number.to_owned(),
        name: name.to_owned(),
        short: String::new(),
    };
    let measure = |id: &str, goal: usize, number: &str, name: &str| Measure {
        origin,
        id: id.to_owned(),
        goal,
        number: number.to_owned(),
        name: name.to_owned(),
    };
    let mut shared = Project::new("1101", "こども食堂の支援", 0, origin);
    shared.partners = vec![1];
    shared.reposts = vec![1];
    let mut later = Project::new("1104", "新しい相談窓口", 0, origin);
    later.start = Some(year(2028));
    let mut rate = indicator("S2", 0, "満足した割合", origin);
    rate.unit = "％".to_owned();
    rate.decimals = 1;
    rate.baseline = Some(number("80.5"));
    rate.baseline_year = Some(year(2023));
    rate.targets = vec![(year(2027), number("90"))];
    let mut waiting = indicator("S3", 2, "待機児童数", origin);
    waiting.tendency = Tendency::Decrease;
    waiting.targets = vec![(year(2027), number("0")), (year(2029), number("0"))];
    Plan {
        basics: Basics {
            name: "見本市こども計画".to_owned(),
            municipality: "見本市".to_owned(),
            publisher: "見本市 福祉部 こども課".to_owned(),
            office: "こども課".to_owned(),
            period: Some((year(2026), year(2029))),
            ..Basics::default()
        },
        pillars: vec![
            Pillar {
                id: "H1".to_owned(), name: "ライフステージ".to_owned(), origin
            },
            Pillar { id: "H2".to_owned(), name: "横断".to_owned(), origin },
        ],
        goals: vec![goal("1", "安心して育つ", 0), goal("2", "権利を守る", 1)],
        measures: vec![measure("M11", 0, "1", "居場所"), measure("M21", 1, "1", "周知")],
        projects: vec![
            shared,
            Project::new("1102", "学習の支援", 1, origin),
            Project::new("1103", "保育の確保", 0, origin),
            later,
        ],
        indicators: vec![indicator("S1", 0, "開催回数", origin), rate, waiting],
        divisions: vec![
            division("D1", "こども課", "福祉部"),
            division("D2", "学校教育課", "教育部"),
        ],
        scale: GradeScale {
            grades: vec![
                grade(origin, "A", "◎", "計画を上回る", GradeStyle::Dark),
                grade(origin, "B", "○", "計画どおり", GradeStyle::Mid),
                grade(origin, "C", "△", "やや遅れ", GradeStyle::Light),
                grade(origin, "D", "×", "遅れ", GradeStyle::Hatch),
                grade(origin, "E", "－", "対象外", GradeStyle::None),
            ],
        },
        directions: vec![Direction {
            origin,
            name: "継続".to_owned(),
            kind: "継続".to_owned(),
            aliases: Vec::new(),
        }],
        ..Plan::default()
    }
}

struct Answer<'a> {
    project: usize,
    division: usize,
    western: u16,
    grade: usize,
    activities: &'a str,
    actuals: Vec<(usize, Reading)>,
}

fn evaluation(answer: Answer, origin: Origin) -> Evaluation {
    let actual = |(indicator, reading): (usize, Reading)| Actual {
        indicator,
        reading: Some(reading),
        original: String::new(),
        origin,
    };
    Evaluation {
        project: answer.project,
        division: answer.division,
        year: year(answer.western),
        activities: Some(Located::new(answer.activities.to_owned(), origin)),
        grade: Some(Located::new(answer.grade, origin)),
        grade_cell: None,
        grade_asked: false,
        reason: None,
        issues: None,
        improvements: None,
        direction: None,
        actuals: answer.actuals.into_iter().map(actual).collect(),
        notes: Vec::new(),
        origin,
    }
}

fn value(text: &str, approx: bool) -> Reading {
    Reading::Value(Quantity { value: number(text), unit: None, approx })
}

/// The small plan; `change` may alter it and the words of 1101 before the join.
pub fn small(change: impl FnOnce(&mut Plan, &mut Vec<Evaluation>)) -> Small {
    let mut sources = Sources::default();
    let book = sources.add_book("評価/令和9年度/こども課.xlsx");
    let sheet = sources.add_sheet(book, "回答");
    let origin = Origin::cell(book, sheet, 4, 5);
    let answer = |project, division, western, grade, activities, actuals| {
        let answer = Answer { project, division, western, grade, activities, actuals };
        evaluation(answer, origin)
    };
    let mut evaluations = vec![
        answer(0, 0, 2026, 0, "始めた", vec![(0, value("15", false))]),
        answer(
            0,
            0,
            2027,
            1,
            "=1+1 は数式ではない\r\n二行目\u{1}",
            vec![(0, value("24", false)), (1, value("85.05", true))],
        ),
        answer(0, 1, 2027, 1, "出前授業を3回", Vec::new()),
        answer(2, 0, 2027, 3, "調整した", vec![(2, Reading::Pending)]),
    ];
    let mut plan = plan(origin);
    change(&mut plan, &mut evaluations);
    let mut diagnostics = Diagnostics::new(Edition::Sample);
    let blank = Diagnostic::new(&catalog::ACTUAL_BLANK, "実績値の欄が空です");
    diagnostics
        .push(blank.at(origin).about("1101 こども食堂の支援").for_division("こども課"));
    diagnostics.push(Diagnostic::new(&catalog::VALUE_REMARK, "備考は載せない"));
    let progress = join(
        plan,
        &Join {
            year: year(2027),
            edition: Edition::Sample,
            edition_words: None,
            issued: "",
            judging: Judging { keep_tolerance: 5, rate_cap: 110, small_below: None },
            evaluations: &evaluations,
        },
    );
    Small { progress, diagnostics, sources }
}
