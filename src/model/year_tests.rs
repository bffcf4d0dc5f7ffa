//! Tests of fiscal years and dates; kept apart so that each file stays short.

use super::*;

fn western(text: &str) -> Option<u16> {
    FiscalYear::parse(text).map(FiscalYear::western)
}

#[test]
fn years_in_every_spelling() {
    for text in [
        "令和9年度",
        "令和９",
        "令9",
        "R9",
        "Ｒ９",
        "r9年度",
        "R.9",
        "㋿9",
        "令和九年度",
        "2027",
        "２０２７年度",
        "令和9(2027)年度",
        "令和９年度（２０２７年度）",
        "2027（令和9）年度",
        "　令和 9 年度\n",
        "令和09年度",
    ] {
        assert_eq!(western(text), Some(2027), "{text}");
    }
    assert_eq!(western("令和元"), Some(2019));
    assert_eq!(western("R元年度"), Some(2019));
    assert_eq!(western("平成31"), Some(2019));
    assert_eq!(western("㍻30"), Some(2018));
    assert_eq!(western("昭和六十三年度"), Some(1988));
}

#[test]
fn not_years() {
    for text in [
        "",
        "令和0",
        "平成40",
        "平成32年度",
        "9",
        "R",
        "令和",
        "令和9(2028)年度",
        "令和9年4月",
        "令和100",
        "12345",
        "1800",
        "risk",
        "令和9年度実績",
        "R8～R9",
        "元",
        "令和9(2027",
    ] {
        assert_eq!(western(text), None, "{text}");
    }
    assert_eq!(western(&"9".repeat(40_000)), None);
}

#[test]
fn labels() {
    let year = |western| FiscalYear::new(western).unwrap();
    assert_eq!(year(2027).era_label(), "令和9年度");
    assert_eq!(year(2027).short(), "令和9");
    assert_eq!(year(2027).era_number(), "9");
    assert_eq!(year(2019).era_label(), "令和元年度");
    assert_eq!(year(2018).to_string(), "平成30年度");
    assert_eq!(year(1988).short(), "昭和63");
    assert_eq!(FiscalYear::range_label(year(2026), year(2029)), "令和8～11年度");
    assert_eq!(FiscalYear::range_label(year(2018), year(2020)), "平成30～令和2年度");
    assert_eq!(FiscalYear::range_label(year(2026), year(2026)), "令和8年度");
    assert_eq!(year(2027).months_label(), "令和9年4月～令和10年3月");
    // 改元は令和元年5月1日
    assert_eq!(year(2019).months_label(), "平成31年4月～令和2年3月");
    assert_eq!(year(2018).months_label(), "平成30年4月～平成31年3月");
    assert_eq!(year(1988).months_label(), "昭和63年4月～平成元年3月");
    assert_eq!(FiscalYear::containing((2027, 3, 31)), FiscalYear::new(2026));
    assert_eq!(FiscalYear::containing((2027, 4, 1)), FiscalYear::new(2027));
}

#[test]
fn spans() {
    let span = |text| FiscalYear::parse_range(text).map(|(a, b)| (a.0, b.0));
    assert_eq!(span("令和8～11年度"), Some((2026, 2029)));
    assert_eq!(span("令和8年度〜令和11年度"), Some((2026, 2029)));
    assert_eq!(span("Ｒ８－Ｒ１１"), Some((2026, 2029)));
    assert_eq!(span("令和8年度から令和11年度まで"), Some((2026, 2029)));
    assert_eq!(span("平成30～令和2年度"), Some((2018, 2020)));
    assert_eq!(span("平成9～25年度"), Some((1997, 2013)));
    assert_eq!(span("2026～2029年度"), Some((2026, 2029)));
    assert_eq!(span("平成30～3年度"), None);
    assert_eq!(span("令和8年度"), None);
    assert_eq!(span("～"), None);
}

#[test]
fn dates() {
    use DateReading::*;
    for (text, want) in [
        ("令和８年４月１日", Exact((2026, 4, 1))),
        ("令和八年十二月二十一日", Exact((2026, 12, 21))),
        ("令和8年4月1日（水）", Exact((2026, 4, 1))),
        ("R元.5.1", Exact((2019, 5, 1))),
        ("H31.4.1", Exact((2019, 4, 1))),
        ("H31.4.30", Exact((2019, 4, 30))),
        ("H31.5.1", EraMismatch((2019, 5, 1))),
        ("R1.4.30", EraMismatch((2019, 4, 30))),
        ("S64.1.7", Exact((1989, 1, 7))),
        ("S64.1.8", EraMismatch((1989, 1, 8))),
        ("2026/4/1", Exact((2026, 4, 1))),
        ("2026-04-01", Exact((2026, 4, 1))),
        ("2026年4月1日", Exact((2026, 4, 1))),
        ("2028.2.29", Exact((2028, 2, 29))),
        ("6/1/2021", Ambiguous),
        ("6/13/2021", Exact((2021, 6, 13))),
        ("6/6/2021", Exact((2021, 6, 6))),
        ("13/14/2021", Impossible),
        ("8.4.1", Ambiguous),
        ("4月1日", Ambiguous),
        ("R8.2.30", Impossible),
        ("2026.2.29", Impossible),
        ("令和0年4月1日", Impossible),
        ("H40.1.1", Impossible),
        ("R8", NotADate),
        ("1.234", NotADate),
        ("1.234.567", NotADate),
        ("1/3", NotADate),
        ("2026年4月", NotADate),
        ("2026.元.1", NotADate),
        ("R8.4.1～R9.3.31", NotADate),
        ("", NotADate),
    ] {
        assert_eq!(read_date(text), want, "{text}");
    }
    assert_eq!(parse_date("R8.2.30"), None);
    assert_eq!(parse_date("Ｒ８．４．１"), Some((2026, 4, 1)));
}
