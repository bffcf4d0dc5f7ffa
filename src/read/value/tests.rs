//! What the contract does not list: typed cells, near misses, and hostile input.

use super::*;

fn number(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

pub(super) fn expect(column: &'static str) -> Expect<'static> {
    let (name, unit) = column.strip_suffix(')').unwrap().split_once('(').unwrap();
    Expect::of(name, Some(unit))
}

/// The value if usable, with what has to be done.
fn got(column: &'static str, cell: &str) -> (Action, Option<String>) {
    let outcome = read(&Input::Text(cell), &expect(column));
    let value = outcome.reading.and_then(|r| r.value());
    (outcome.action, value.map(|v| v.to_string()))
}

#[test]
fn usable_values() {
    use Action::*;
    for (column, cell, action, value) in [
        ("件数(人)", "0", Ok, "0"),
        ("件数(人)", "０人", Ok, "0"),
        ("件数(人)", "12.0人", Ok, "12.0"),
        ("件数(人)", "94,956 人", Ok, "94956"),
        ("件数(人)", "23(8)", Note, "23"),
        ("件数(人)", "100（人）", Ok, "100"),
        ("件数(人)", "実績：１０人", Note, "10"),
        ("件数(人)", "男10人、女12人、計22人", Note, "22"),
        ("件数(人)", "目標120人、実績100人", Note, "100"),
        ("件数(人)", "百二十三人", Note, "123"),
        ("件数(人)", "10人（R8.3.31現在）", Note, "10"),
        ("件数(千人)", "3.5", Ok, "3.5"),
        ("件数(千人)", "3,500人", Note, "3.5"),
        ("金額(千円)", "1,200千円", Ok, "1200"),
        ("金額(千円)", "1,200", Ok, "1200"),
        ("金額(千円)", "1,200,000円", Note, "1200"),
        ("金額(千円)", "5千円", Ok, "5"),
        ("金額(円)", "▲1,200円", Note, "-1200"),
        ("金額(円)", "▲￥1,200", Note, "-1200"),
        ("金額(円)", "1億2,000万円", Ok, "120000000"),
        ("時間(時間)", "90分", Note, "1.5"),
        ("時間(時間)", "3時間半", Note, "3.5"),
        ("時間(分)", "1時間20分", Note, "80"),
        ("割合(％)", "0", Ok, "0"),
        ("割合(％)", "0.5％", Ok, "0.5"),
        ("割合(％)", "八割五分", Note, "85"),
        ("割合(％)", "83.3％（10/12）", Ok, "83.3"),
        ("割合(％)", "83.4％（10/12）", Note, "83.4"),
        ("割合(％)", "234.7％", Note, "234.7"),
        ("増減率(％)", "3.2％減", Note, "-3.2"),
        ("増減率(％)", "＋3.2", Ok, "3.2"),
        ("増減率(％)", "±0", Ok, "0"),
        ("回数(回)", "年12回", Ok, "12"),
        ("回数(回)", "3回/年", Note, "3"),
        ("件数(人)", "10人（※1）", Note, "10"),
        ("面積(ｈａ)", "3.5㏊", Ok, "3.5"),
    ] {
        assert_eq!(
            got(column, cell),
            (action, Some(value.to_string())),
            "{column} {cell}"
        );
    }
}

#[test]
fn questions() {
    for (column, cell) in [
        ("件数(人)", "10～15人"),
        ("件数(人)", "100人（見込み）"),
        ("件数(人)", "累計100人"),
        ("件数(人)", "10件程度を予定"),
        ("件数(人)", "R6廃止"),
        ("件数(人)", "10人/月"),
        ("件数(人)", "5,"),
        ("件数(人)", ".5"),
        ("実人数(人)", "100人（実50人）"),
        ("延べ人数(人)", "50人（延べ100人）"),
        ("件数(人)", "120人（実績100人）"),
        ("件数(人)", "10-15"),
        ("件数(人)", "100人～"),
        ("件数(人)", "1,2345"),
        ("件数(人)", "1.234.567"),
        ("件数(人)", "10、12"),
        ("件数(人)", "10\n12"),
        ("件数(人)", "0086"),
        ("件数(人)", "一"),
        ("件数(人)", "目標120人"),
        ("件数(人)", "不参加10人"),
        ("件数(人)", "目標120人、前年100人"),
        ("件数(人)", "5人増"),
        ("件数(人)", "前年比5人"),
        ("件数(人)", "R8"),
        ("件数(人)", "令和8年度"),
        ("件数(人)", "4月1日"),
        ("件数(人)", "0299-48-1111"),
        ("件数(人)", "一部実施"),
        ("件数(人)", "一時預かり"),
        ("件数(人)", "千葉市"),
        ("件数(人)", "十分"),
        ("件数(人)", "受付終了"),
        ("件数(人)", "第2回は中止"),
        ("件数(人)", "一部中止"),
        ("件数(人)", "######"),
        ("件数(人)", "3%"),
        ("件数(人)", "R7：100"),
        ("件数(校)", "12校中10校"),
        ("金額(千円)", "2万"),
        ("金額(円)", "12人"),
        ("割合(％)", "0.85"),
        ("割合(％)", "1"),
        ("割合(％)", "85.0％（10/12）"),
        ("割合(％)", "85.0％（0/0）"),
        ("割合(％)", "-5％"),
        ("割合(％)", "3分の1"),
        ("割合(％)", "12校中10校"),
        ("増減率(％)", "皆増"),
        ("増減率(％)", "0.032"),
        ("増減率(％)", "5ポイント減"),
        ("時間(時間)", "100分"),
        ("時間(時間)", "3:30"),
        ("回数(回)", "月2回（月3回）"),
        ("回数(回)", "月1回（年10回）"),
        ("満足度(点)", "6／5点"),
        ("満足度(点)", "5点満点"),
    ] {
        let (action, value) = got(column, cell);
        assert_eq!((action, value), (Action::Ask, None), "{column} {cell}");
    }
}

#[test]
fn zero_blank_dash_and_pending_are_four_things() {
    let reading = |cell| read(&Input::Text(cell), &expect("件数(人)")).reading.unwrap();
    let empty = read(&Input::Empty, &expect("件数(人)")).reading.unwrap();
    let all = [reading("0"), empty, reading("－"), reading("集計中"), reading("…")];
    for (i, one) in all.iter().enumerate() {
        assert!(all.iter().skip(i + 1).all(|other| other != one), "{one:?}");
        assert_eq!(one.value().is_some(), i == 0);
    }
}

#[test]
fn numeric_cells() {
    let cell = |column, value, percent_format, decimals| {
        let input = Input::Number { value: number(value), percent_format, decimals };
        let outcome = read(&input, &expect(column));
        (outcome.action, outcome.reading.and_then(|r| r.value()).map(|v| v.to_string()))
    };
    let value = |v: &str| Some(v.to_string());
    assert_eq!(cell("割合(％)", "0.85", true, Some(0)), (Action::Ok, value("85")));
    assert_eq!(cell("割合(％)", "0.853", true, Some(0)), (Action::Note, value("85.3")));
    assert_eq!(cell("割合(％)", "0.85", false, None), (Action::Ask, None));
    assert_eq!(cell("割合(％)", "85", false, None), (Action::Ok, value("85")));
    assert_eq!(cell("割合(％)", "0", false, None), (Action::Ok, value("0")));
    assert_eq!(cell("増減率(％)", "-0.032", true, Some(1)), (Action::Ok, value("-3.2")));
    assert_eq!(cell("件数(人)", "0.85", true, Some(0)), (Action::Ask, None));
    assert_eq!(cell("件数(人)", "1234", false, None), (Action::Ok, value("1234")));
    assert_eq!(cell("件数(人)", "12.5", false, Some(0)), (Action::Ask, None));
    assert_eq!(cell("件数(人)", "-3", false, None), (Action::Ask, None));
    assert_eq!(cell("件数(人)", "1234567890123456", false, None), (Action::Ask, None));
    assert_eq!(
        cell("割合(％)", "79228162514264337593543950335", true, None).0,
        Action::Ask
    );
    let serial =
        Input::Number { value: number("46113"), percent_format: false, decimals: None };
    assert_eq!(read(&serial, &Expect::new(Kind::Date, None)).action, Action::Ask);
    let date = Input::Date { y: 2026, m: 4, d: 1, text: "4/1" };
    assert_eq!(read(&date, &Expect::new(Kind::Date, None)).date, Some((2026, 4, 1)));
}

#[test]
fn a_year_in_the_wrong_cell_is_told_by_the_size_of_last_year() {
    let mut expect = expect("件数(人)");
    for (reference, action) in
        [(None, Action::Ask), (Some(150), Action::Ask), (Some(1980), Action::Ok)]
    {
        expect.reference = reference.map(Decimal::from);
        assert_eq!(read(&Input::Text("2026"), &expect).action, action, "{reference:?}");
    }
    expect.reference = Some(Decimal::from(150));
    assert_eq!(read(&Input::Text("2,026"), &expect).action, Action::Ok);
    assert_eq!(read(&Input::Text("2026人"), &expect).action, Action::Ok);
}

#[test]
fn nothing_in_a_bracket_is_lost() {
    let outcome = read(&Input::Text("100人（前年より5人減）"), &expect("件数(人)"));
    assert_eq!(outcome.note.as_deref(), Some("前年より5人減"));
    let outcome = read(&Input::Text("22人（男10人、女12人）"), &expect("件数(人)"));
    let parts = [("男".to_string(), number("10")), ("女".to_string(), number("12"))];
    assert_eq!(outcome.second, parts);
    let outcome = read(&Input::Text("10人（R8.3.31）"), &expect("件数(人)"));
    assert_eq!(outcome.note.as_deref(), Some("R8.3.31"));
    let outcome = read(&Input::Text("100%（速報値）"), &expect("割合(％)"));
    assert_eq!(outcome.note.as_deref(), Some("速報値"));
}

pub(super) const SIGNS: [(&str, &[&str]); 5] = [
    ("A", &["◎", "計画を上回る"]),
    ("B", &["○", "計画どおり", "順調"]),
    ("C", &["△", "やや遅れ"]),
    ("D", &["×", "遅れ・未実施"]),
    ("－", &["評価対象外", "対象外"]),
];

#[test]
fn ratings() {
    for (cell, action, code) in [
        ("◎", Action::Ok, Some("A")),
        ("ｂ", Action::Ok, Some("B")),
        ("計画通り", Action::Ask, None),
        ("計画どおり", Action::Ok, Some("B")),
        ("遅れ・未実施", Action::Ok, Some("D")),
        ("〇", Action::Note, Some("B")),
        ("✕", Action::Note, Some("D")),
        ("ー", Action::Ok, Some("－")),
        ("B（順調）", Action::Ok, Some("B")),
        ("A（順調）", Action::Ask, None),
        ("A・B", Action::Ask, None),
        ("A-B", Action::Ask, None),
        ("S", Action::Ask, None),
        ("", Action::Ask, None),
    ] {
        let outcome = read_grade(cell, &SIGNS);
        assert_eq!((outcome.action, outcome.code.as_deref()), (action, code), "{cell}");
    }
    assert!(read_grade(" 　", &SIGNS).blank);
}

#[test]
fn labels_lose_their_numbers() {
    let labels: [(&str, &[&str]); 3] =
        [("継続", &["現状維持"]), ("改善", &["見直し"]), ("拡充", &["拡大"])];
    for (cell, code) in [
        ("１　現状維持", Some("継続")),
        ("（２）見直し", Some("改善")),
        ("③拡大", Some("拡充")),
        ("1.継続", Some("継続")),
        ("継続・改善", None),
        ("1", None),
        ("10", None),
        ("終了", None),
    ] {
        let outcome = read_label(cell, &labels);
        assert_eq!(outcome.code.as_deref(), code, "{cell}");
        let listed = outcome.index.and_then(|at| labels.get(at)).map(|(code, _)| *code);
        assert_eq!(listed, code, "{cell}");
        assert_eq!(outcome.action == Action::Ask, code.is_none(), "{cell}");
    }
}
