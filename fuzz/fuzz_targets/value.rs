//! Any text in a cell of a figure, a grade or a date.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tenken_fuzz::model::year::FiscalYear;
use tenken_fuzz::read::value::{Action, Expect, Input, Kind, read, read_grade};
use tenken_fuzz::text;

const COLUMNS: [(&str, Option<&str>); 6] = [
    ("利用者数", Some("人")),
    ("割合", Some("％")),
    ("事業費", Some("千円")),
    ("満足度", Some("点")),
    ("開催回数", Some("回")),
    ("実施状況", None),
];
const GRADES: [(&str, &[&str]); 3] =
    [("◎", &["計画を上回る"]), ("○", &["計画どおり"]), ("△", &["やや遅れ"])];

fuzz_target!(|data: &str| {
    for (name, unit) in COLUMNS {
        let outcome = read(&Input::Text(data), &Expect::of(name, unit));
        assert_eq!(outcome.reading.is_none(), outcome.action == Action::Ask);
    }
    read(&Input::Text(data), &Expect::new(Kind::Date, None));
    read_grade(data, &GRADES);
    FiscalYear::parse(data);
    assert_eq!(text::keep(&text::keep(data)), text::keep(data));
    assert_eq!(text::key1(&text::keep(data)), text::key1(data));
});
