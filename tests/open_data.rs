//! 公開データ, re-read as another program would: every figure equals the model's, keys
//! hold, and nothing of a person is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::common::folder;
use rust_decimal::Decimal;
use tenken::fs::{self, Artifact};
use tenken::model::progress::Progress;
use tenken::model::quantity::Reading;
use tenken::model::rate::Rate;
use tenken::pipeline;
use tenken::read::grid;

type Record = BTreeMap<String, String>;

fn built(folder: &fs::PlanFolder) -> (Progress, BTreeMap<String, Vec<u8>>) {
    let mut checked = pipeline::check(folder, &mut |_| {});
    let artifacts =
        pipeline::build(&mut checked, &|path| path != pipeline::REPORT).unwrap();
    let files = artifacts.into_iter().map(|Artifact { path, bytes }| (path, bytes));
    (checked.progress.unwrap(), files.collect())
}

fn sample() -> (Progress, BTreeMap<String, Vec<u8>>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    built(&fs::read_plan_folder(&root, grid::is_book_name).unwrap())
}

fn case(changes: &str) -> (Progress, BTreeMap<String, Vec<u8>>) {
    built(&folder(&toml::from_str(&format!("about = \"公開\"\n{changes}")).unwrap()))
}

/// The records of a table, by the `csv` crate.
fn records(files: &BTreeMap<String, Vec<u8>>, table: &str) -> Vec<Record> {
    let bytes = &files[&format!("公開/data/{table}.csv")];
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap();
    let mut reader = csv::Reader::from_reader(text);
    reader.deserialize().map(|r| r.unwrap()).collect()
}

fn figure(text: &str) -> Option<Decimal> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

#[test]
fn every_figure_equals_the_models() {
    let (p, files) = sample();
    let years = p.plan.years();
    let mut seen = 0;
    for record in records(&files, "indicator_value") {
        let row = p
            .indicators
            .iter()
            .find(|r| p.plan.indicators[r.indicator].id == record["indicator_id"])
            .unwrap();
        let indicator = &p.plan.indicators[row.indicator];
        let year = years
            .iter()
            .find(|y| y.western().to_string() == record["fiscal_year"])
            .unwrap();
        assert_eq!(record["fiscal_year_label"], year.era_label());
        assert_eq!(figure(&record["target"]), indicator.target(*year));
        let actual = row.actual(*year).and_then(Reading::value);
        assert_eq!(figure(&record["actual"]), actual, "{record:?}");
        assert_eq!(record["actual_status"] == "value", actual.is_some(), "{record:?}");
        seen += 1;
    }
    assert_eq!(seen, p.indicators.len() * years.len());
    let rates = records(&files, "achievement");
    for (record, row) in rates.iter().zip(&p.indicators) {
        let exact = match row.rate {
            Rate::Percent(percent) => Some(percent),
            _ => None,
        };
        let told = figure(&record["rate"]);
        assert_eq!(told.is_some(), exact.is_some());
        // Rounded to one decimal: never further away than half of it.
        let off = told.zip(exact).map_or(Decimal::ZERO, |(a, b)| (a - b).abs());
        assert!(off <= Decimal::new(5, 2), "{record:?} {exact:?}");
    }
    let mut total = 0;
    for record in records(&files, "tally") {
        let goal = p.plan.goals.iter().position(|g| g.id == record["goal_id"]).unwrap();
        let history = p
            .history
            .iter()
            .find(|h| h.year.western().to_string() == record["fiscal_year"])
            .unwrap();
        let tally = &history.goals.as_ref().unwrap()[goal];
        let grades = &p.plan.scale.grades;
        let count = match &*record["item"] {
            "ungraded" => tally.ungraded,
            "unsubmitted" => tally.unsubmitted,
            "answers" => tally.answers,
            "answers_due" => tally.answers_due,
            code => tally.by_grade[grades.iter().position(|g| g.code == code).unwrap()],
        };
        assert_eq!(record["value"], count.to_string(), "{record:?}");
        if record["fiscal_year_label"] == p.year.era_label() && record["unit"] == "事業"
        {
            total += count;
        }
    }
    assert_eq!(total, p.total.projects);
}

#[test]
fn the_workbook_holds_what_the_files_hold() {
    let (_, files) = sample();
    let sheets = grid::read(&files["公開/data/tables.xlsx"]).unwrap();
    for sheet in &sheets {
        let csv =
            &grid::read(&files[&format!("公開/data/{}.csv", sheet.name)]).unwrap()[0];
        let cells = |s: &grid::Sheet| -> BTreeMap<(u32, u32), String> {
            s.cells.iter().map(|(at, value)| (*at, value.text())).collect()
        };
        assert_eq!(cells(sheet), cells(csv), "{}", sheet.name);
        assert!(sheet.merges.is_empty() && sheet.floats.is_empty());
    }
    let named =
        files.keys().filter(|f| f.starts_with("公開/data/") && f.ends_with(".csv"));
    assert_eq!(named.count(), sheets.len());
}

#[test]
fn primary_and_foreign_keys_hold() {
    let (_, files) = sample();
    let package: serde_json::Value =
        serde_json::from_slice(&files["公開/data/datapackage.json"]).unwrap();
    let column = |table: &str, fields: &serde_json::Value| -> Vec<Vec<String>> {
        let fields: Vec<String> = serde_json::from_value(fields.clone()).unwrap();
        let rows = records(&files, &table.replace('-', "_"));
        rows.iter().map(|r| fields.iter().map(|f| r[f].clone()).collect()).collect()
    };
    let mut keys = 0;
    for resource in package["resources"].as_array().unwrap() {
        let name = resource["name"].as_str().unwrap();
        let schema = &resource["schema"];
        let own = column(name, &schema["primaryKey"]);
        let unique: BTreeSet<_> = own.iter().collect();
        assert_eq!(unique.len(), own.len(), "{name}");
        for key in schema["foreignKeys"].as_array().into_iter().flatten() {
            let there = key["reference"]["resource"].as_str().unwrap();
            let there = if there.is_empty() { name } else { there };
            let known = column(there, &key["reference"]["fields"]);
            for value in column(name, &key["fields"]) {
                assert!(
                    value[0].is_empty() || known.contains(&value),
                    "{name} {value:?}"
                );
            }
            keys += 1;
        }
    }
    assert!(keys >= 12, "{keys}");
}

#[test]
fn nothing_of_a_person_is_published() {
    let book = "評価/令和9年度/健康増進課.xlsx";
    let (_, files) = case(&format!(
        r#"
[[edit]]
path = "{book}"
cell = "M1"
values = ["担当者", "内線", "メール"]
[[edit]]
path = "{book}"
cell = "M2"
values = ["点検花子", "98765", "hanako@city.example.jp"]
[[edit]]
path = "{book}"
cell = "G2"
values = ["始めた。連絡は０９０－１２３４－５６７８か taro@city.example.jp へ。"]
"#
    ));
    let secrets =
        ["点検花子", "98765", "hanako", "1234－5678", "1234-5678", "１２３４", "taro@"];
    let mut looked = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("公開/")) {
        let text = if path.ends_with(".xlsx") {
            let sheets = grid::read(bytes).unwrap();
            let cells = sheets.iter().flat_map(|s| s.cells.iter());
            cells.map(|(_, value)| value.text() + "\n").collect()
        } else {
            String::from_utf8_lossy(bytes).into_owned()
        };
        for secret in secrets {
            assert!(!text.contains(secret), "{path} holds {secret}");
        }
        looked += usize::from(text.contains("（連絡先は非公開）"));
    }
    // The sentence itself is there, in the CSV and in the workbook.
    assert!(looked >= 2, "{looked}");
}

#[test]
fn states_of_missing_figures_are_told_apart() {
    let (_, files) = case(
        r#"
[[edit]]
path = "評価/令和9年度/健康増進課.xlsx"
cell = "F2"
values = ["集計中"]
[[edit]]
path = "評価/令和9年度/健康増進課.xlsx"
cell = "F3"
values = ["－"]
[[edit]]
path = "評価/令和9年度/健康増進課.xlsx"
cell = "F4"
values = ["約97"]
"#,
    );
    let value = |indicator: &str, year: &str| {
        let all = records(&files, "indicator_value");
        let found = all
            .iter()
            .find(|r| r["indicator_id"] == indicator && r["fiscal_year"] == year);
        let r = found.unwrap();
        (r["actual"].clone(), r["actual_status"].clone(), r["approximate"].clone())
    };
    let told = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(value("J1-1", "2027"), told("", "pending", "0"));
    assert_eq!(value("J1-2", "2027"), told("", "not_applicable", "0"));
    assert_eq!(value("J2-1", "2027"), told("97", "value", "1"));
    // A real 0, a year that nobody answered, a year to come.
    assert_eq!(value("J3-2", "2027"), told("0", "value", "0"));
    assert_eq!(value("J1-1", "2026"), told("", "unsubmitted", "0"));
    assert_eq!(value("J1-1", "2028"), told("", "future", "0"));
}

#[test]
fn cp932_is_written_on_request() {
    let (_, files) = case(
        "config = \"対象年度 = \\\"令和9年度\\\"\\n[公開]\\n文字コード = \\\"CP932\\\"\\n利用条件 = \\\"PDL1.0\\\"\\n\"\n",
    );
    let bytes = &files["公開/data/division.csv"];
    // 「課」 is 0x89DB in CP932.
    assert!(bytes.windows(2).any(|b| b == [0x89, 0xdb]));
    assert!(bytes.starts_with(b"municipality_code,"));
    let package = String::from_utf8(files["公開/data/datapackage.json"].clone()).unwrap();
    assert!(package.contains("\"encoding\": \"cp932\""));
    assert!(package.contains("公共データ利用規約（第1.0版）"));
    // The same text comes back.
    let sheet = &grid::read(bytes).unwrap()[0];
    assert_eq!(sheet.text(2, 3), "健康増進課");
}
