//! `tenken check --rules 機械可読`: what we publish scores full marks in every level, and
//! each rule is broken by a file that is meant to break it, and by no clean file.

use std::path::Path;
use std::process::Command;

use rust_xlsxwriter::{Color, Format, Note, Shape, Workbook, Worksheet};
use tenken::fs;
use tenken::pipeline;
use tenken::read::grid;
use tenken::readability::rules::RULES;
use tenken::readability::{Report, Verdict, human, judge, judge_after, short};

/// The ids of the rules that a report finds broken.
fn broken(report: &Report) -> Vec<&str> {
    let failed = report.verdicts.iter().filter(|(_, v)| matches!(v, Verdict::Fail(_)));
    failed.map(|(rule, _)| rule.id).collect()
}

fn verdict<'a>(report: &'a Report, id: &str) -> &'a Verdict {
    &report.verdicts.iter().find(|(rule, _)| rule.id == id).unwrap().1
}

#[test]
fn what_we_publish_scores_full_marks_in_every_level() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let folder = fs::read_plan_folder(&root, grid::is_book_name).unwrap();
    let mut checked = pipeline::check(&folder, &mut |_| {});
    let artifacts = pipeline::build(&mut checked, &|p| p.starts_with("公開/")).unwrap();
    let package =
        artifacts.iter().find(|a| a.path.ends_with("datapackage.json")).unwrap();
    let mut judged = 0;
    for artifact in &artifacts {
        let Some(name) = artifact.path.strip_prefix("公開/data/") else { continue };
        if name.ends_with(".json") {
            continue;
        }
        let beside = name.ends_with(".csv").then_some(&*package.bytes);
        let report = judge(name, &artifact.bytes, beside);
        assert!(report.is_clean(), "{name}\n{}", short(&report, name).join("\n"));
        for level in 1..=3 {
            assert_eq!(report.score(level), Some(100), "{name} {level}");
        }
        judged += 1;
    }
    assert_eq!(judged, 15);
    // Most rules were really judged on the table with figures.
    let values =
        artifacts.iter().find(|a| a.path.ends_with("indicator_value.csv")).unwrap();
    let report = judge("indicator_value.csv", &values.bytes, Some(&package.bytes));
    let judged = report.verdicts.iter().filter(|(_, v)| *v == Verdict::Pass).count();
    assert!(judged >= 22, "{}", human(&report, "x").join("\n"));
}

/// A clean table, with its package.
const CLEAN: &str = "id,region,fiscal_year,fiscal_year_label,kind,item,value,unit,status
A1,小美玉市,2026,令和8年度,output,利用者数,120,人,value
A2,小美玉市,2026,令和8年度,outcome,満足度,85.5,％,value
A3,小美玉市,2026,令和8年度,output,実施回数,0,回,value
A4,小美玉市,2027,令和9年度,output,利用者数,131,人,value
A5,小美玉市,2027,令和9年度,outcome,満足度,,％,pending
A6,小美玉市,2027,令和9年度,output,実施回数,12,回,value
A7,小美玉市,2028,令和10年度,output,利用者数,140,人,value
A8,小美玉市,2028,令和10年度,outcome,満足度,88,％,value
A9,小美玉市,2028,令和10年度,output,実施回数,12,回,value
A10,小美玉市,2028,令和10年度,output,講座数,3,回,value
";

fn package() -> String {
    let names = [
        "id",
        "region",
        "fiscal_year",
        "fiscal_year_label",
        "kind",
        "item",
        "value",
        "unit",
        "status",
    ];
    let fields: Vec<String> = names
        .iter()
        .map(|n| {
            let codes = match *n {
                "kind" | "status" => r#","constraints":{"enum":["a"]}"#,
                _ => "",
            };
            format!(r#"{{"name":"{n}","description":"説明"{codes}}}"#)
        })
        .collect();
    format!(
        r#"{{"version":"2027.0.0","resources":[{{"name":"t","path":"t.csv","encoding":"utf-8","schema":{{"fields":[{}]}}}}]}}"#,
        fields.join(",")
    )
}

fn csv(change: impl Fn(&str) -> String) -> Report {
    judge("t.csv", change(CLEAN).as_bytes(), Some(package().as_bytes()))
}

#[test]
fn a_clean_text_breaks_no_rule() {
    let report = csv(str::to_owned);
    assert!(report.is_clean(), "{}", short(&report, "t.csv").join("\n"));
    assert_eq!([1, 2, 3].map(|l| report.score(l)), [Some(100); 3]);
}

#[test]
fn each_rule_is_broken_by_what_it_is_about() {
    let cases: [(&str, &str, &str, &str); 20] = [
        // rule, what is replaced in the clean text, by what, part of the message
        (
            "L1-02",
            "A10,",
            "\nid,region,fiscal_year,fiscal_year_label,kind,item,value,unit,status\nA10,",
            "もう一つの表",
        ),
        ("L1-03", "A4,", "\nA4,", "空の行"),
        ("L1-04", "id,region", "一覧表,,,,,,,,\nid,region", "表題"),
        ("L1-05", "region,", ",", "項目名がありません"),
        ("L1-06", "A2,小美玉市", "A2, 小美玉市", "端の空白"),
        ("L1-06", "A2,小美玉市", "A2,小 美 玉 市", "字の間の空白"),
        ("L1-07", "実施回数,0", "講座、相談、見学,0", "三つ以上の値"),
        ("L1-08", "実施回数,0", "①実施回数,0", "「①」（U+2460）"),
        ("L1-08", "実施回数,0", "ｼﾞｯｼ回数,0", "「ｼ」"),
        ("L1-14", "実施回数,0", "\"実施\n回数\",0", "改行"),
        ("L1-15", "A1,小美玉市", "A1,小美玉市,", "10 個あり"),
        ("L2-01", ",120,", ",120人,", "「120人」"),
        ("L2-01", ",120,", ",\"1,120\",", "「1,120」"),
        ("L2-02", "A2,小美玉市", "A2,〃", "同上"),
        ("L2-03", "unit,status", "item,status", "項目名「item」"),
        (
            "L2-04",
            "A2,小美玉市,2026,令和8年度,outcome",
            "A2,小美玉市,2026,令和8年度,ｏutcome",
            "同じ選択肢",
        ),
        ("L2-05", "実施回数,0", "その他（講座）,0", "その他"),
        ("L3-01", "id,region", "一覧表,,,,,,,,\nid,region", "1行目"),
        ("L3-04", ",unit,", ",x,", "単位が分かりません"),
        ("L3-09", "item,value", "令和8年度,令和9年度", "縦持ち"),
    ];
    let mut seen: Vec<&str> = Vec::new();
    for (id, from, to, message) in cases {
        assert!(CLEAN.contains(from), "{id}: {from}");
        let report = csv(|text| text.replacen(from, to, 1));
        let Verdict::Fail(faults) = verdict(&report, id) else {
            panic!("{id} {to}: {:?}", broken(&report));
        };
        let told: Vec<&str> = faults.iter().map(|f| &*f.text).collect();
        assert!(told.iter().any(|t| t.contains(message)), "{id}: {told:?}");
        seen.push(id);
    }
    // A blank beside a zero, and no column that says why.
    let report = csv(|text| text.replace("status", "x"));
    assert!(broken(&report).contains(&"L1-09"), "{:?}", broken(&report));
    // Signs without a table of codes; codes without one; names that are no names.
    let bare = |text: &str| judge("t.csv", text.as_bytes(), None);
    assert!(broken(&bare(&CLEAN.replace(",,％", ",x,％"))).contains(&"L3-03"));
    assert_eq!(broken(&bare(CLEAN)), ["L3-02", "L3-08"]);
    assert!(
        broken(&bare(&CLEAN.replace("region", "市町村名").replace("小美玉市", "茨城")))
            .contains(&"L3-06")
    );
    // 和暦 alone.
    let eras = CLEAN.replace("fiscal_year,", "number,");
    let eras =
        eras.replace(",2026,", ",1,").replace(",2027,", ",2,").replace(",2028,", ",3,");
    assert!(broken(&bare(&eras)).contains(&"L3-05"), "{:?}", broken(&bare(&eras)));
    seen.extend(["L1-09", "L3-02", "L3-03", "L3-05", "L3-06", "L3-08"]);
    // Those of workbooks, of the format and of two years are below.
    let elsewhere = ["L1-01", "L1-10", "L1-11", "L1-12", "L1-13", "L2-06", "L3-07"];
    for rule in &RULES {
        assert!(seen.contains(&rule.id) || elsewhere.contains(&rule.id), "{}", rule.id);
    }
}

#[test]
fn the_form_of_two_years_is_compared_when_both_are_given() {
    let years = |now: &str, before: &str| {
        let report = judge_after("t.csv", now.as_bytes(), None, Some(before.as_bytes()));
        verdict(&report, "L3-07").clone()
    };
    let alone = judge("t.csv", CLEAN.as_bytes(), None);
    let Verdict::NotJudged(why) = verdict(&alone, "L3-07") else { panic!() };
    assert!(why.contains("--before"), "{why}");
    assert_eq!(years(CLEAN, CLEAN), Verdict::Pass);
    // Nine headers: one more is 9 of 10, two of them renamed are 7 of 11.
    let more = CLEAN.replace(",status\n", ",status,note\n");
    assert_eq!(years(&more, CLEAN), Verdict::Pass);
    let renamed = CLEAN.replacen("kind,item", "shubetsu,komoku", 1);
    let Verdict::Fail(faults) = years(&renamed, CLEAN) else { panic!() };
    assert_eq!(faults.len(), 1);
    let text = &faults[0].text;
    assert!(text.contains("同じ項目が 11 のうち 7 しかありません"), "{text}");
    assert!(text.contains("なくなった項目 「item」、「kind」"), "{text}");
    // The same headers in another order.
    let moved = CLEAN.replacen("kind,item", "item,kind", 1);
    let Verdict::Fail(faults) = years(&moved, CLEAN) else { panic!() };
    assert!(faults[0].text.contains("並びが前の年と違います（「item」から）"));
    // Bytes that are no table.
    assert!(matches!(years(CLEAN, ""), Verdict::NotJudged(_)));
}

/// What is done to a sheet.
type Change = fn(&mut Worksheet);

/// A small clean sheet, changed.
fn book(change: impl Fn(&mut Worksheet)) -> Report {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in
        [["id", "item", "value（人）"], ["A1", "利用者", ""], ["A2", "参加者", ""]]
            .iter()
            .enumerate()
    {
        for (col, text) in cells.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            sheet.write_string(row as u32, col as u16, *text).unwrap();
        }
        if row > 0 {
            sheet.write_number(row as u32, 2, row as f64).unwrap();
        }
    }
    change(sheet);
    judge("t.xlsx", &book.save_to_buffer().unwrap(), None)
}

#[test]
fn rules_about_workbooks() {
    // Nothing is said about this one: only that is missing.
    assert_eq!(broken(&book(|_| ())), ["L3-08"]);
    let cases: [(&str, Change); 10] = [
        ("L1-04", |s| {
            s.insert_note(1, 1, &Note::new("確認中")).unwrap();
        }),
        ("L1-10", |s| {
            s.insert_shape(5, 5, &Shape::textbox().set_text("1年目")).unwrap();
        }),
        ("L1-11", |s| {
            let red = Format::new().set_background_color(Color::Red);
            s.write_string_with_format(2, 1, "参加者", &red).unwrap();
        }),
        ("L1-11", |s| {
            s.write_string_with_format(2, 1, "参加者", &Format::new().set_bold())
                .unwrap();
        }),
        ("L1-12", |s| {
            s.merge_range(1, 0, 2, 0, "A1", &Format::new()).unwrap();
        }),
        ("L1-13", |s| {
            s.set_row_hidden(2).unwrap();
        }),
        ("L1-13", |s| {
            s.set_column_hidden(1).unwrap();
        }),
        ("L2-01", |s| {
            s.write_string(1, 2, "1").unwrap();
        }),
        ("L2-06", |s| {
            s.write_formula(1, 2, "=1+0").unwrap();
        }),
        ("L2-03", |s| {
            s.write_string(0, 1, "id").unwrap();
        }),
    ];
    for (id, change) in cases {
        let found = book(change);
        assert!(broken(&found).contains(&id), "{id}: {:?}", broken(&found));
    }
}

#[test]
fn files_that_are_no_tables_break_the_first_rule() {
    for bytes in [&b"%PDF-1.7 "[..], b"", b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\n\0\0"] {
        let report = judge("x.xlsx", bytes, None);
        assert_eq!(broken(&report), ["L1-01"], "{bytes:?}");
        assert_eq!(report.score(1), Some(0));
        assert_eq!(report.score(2), None);
    }
}

#[test]
fn the_command_reports_places_and_ends_with_one() {
    let dir = tempfile::tempdir().unwrap();
    let write =
        |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write("t.csv", &CLEAN.replacen(",120,", ",120人,", 1));
    write("datapackage.json", &package());
    let tenken = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tenken"));
        let output = command.args(args).current_dir(dir.path()).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.code(), text + &String::from_utf8(output.stderr).unwrap())
    };
    let (code, text) = tenken(&["check", "--rules", "機械可読", "t.csv"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("レベル1 100点"), "{text}");
    assert!(text.contains("レベル2 0点"), "{text}");
    assert!(
        text.contains("× L2-01 数値データは数値属性とし、文字列を含まないこと（致命的）"),
        "{text}"
    );
    assert!(text.contains("G2: 「120人」は数値だけではありません"), "{text}");
    let (_, text) =
        tenken(&["check", "--rules", "機械可読", "t.csv", "--format", "short"]);
    assert!(text.contains("t.csv G2: 致命的: L2-01: 「120人」"), "{text}");
    write("t.csv", CLEAN);
    let (code, text) = tenken(&["check", "--rules", "機械可読", "t.csv"]);
    assert_eq!(code, Some(0), "{text}");
    let (code, text) = tenken(&["check", "--rules", "機械可読", "ない.csv"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("「ない.csv」"), "{text}");
}
