//! 名寄せ: the candidates of one run, decided by a person, are the decisions of the next.

use crate::common::{Case, folder};
use rust_xlsxwriter::Workbook;
use tenken::fs::PlanFolder;
use tenken::pipeline;
use tenken::read::grid;

fn case() -> Case {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/names-proposed/case.toml");
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The rows of 確認/名寄せの候補.xlsx, and the codes of the run.
fn run(folder: &PlanFolder) -> (Vec<Vec<String>>, Vec<&'static str>) {
    let mut checked = pipeline::check(folder, &mut |_| {});
    let codes = checked.diagnostics.iter().map(|d| d.rule.code).collect();
    let made = pipeline::build(&mut checked, &|path| path.starts_with("確認/")).unwrap();
    let candidates = made.iter().find(|a| a.path == "確認/名寄せの候補.xlsx");
    let rows = candidates.map(|a| rows(&a.bytes));
    (rows.unwrap_or_default(), codes)
}

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let sheets = grid::read(bytes).unwrap();
    let sheet = sheets.iter().find(|s| s.name == "名寄せ").unwrap();
    let text = |row: u32| (0..8).map(|col| sheet.text(row, col)).collect();
    sheet.rows().into_iter().map(text).collect()
}

fn saved(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("名寄せ").unwrap();
    for (r, row) in rows.iter().enumerate() {
        for (c, text) in row.iter().enumerate() {
            sheet.write_string(r as u32, c as u16, text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn what_a_person_marks_is_used_in_the_next_run() {
    let mut folder = folder(&case());
    let (mut rows, codes) = run(&folder);
    assert!(codes.contains(&"E301") && codes.contains(&"E306"));
    let head = "種類 帳票の書き方 課 読み替え先のID 読み替え先の名 採用 理由 場所";
    assert_eq!(rows[0].join(" "), head);
    let best = |rows: &[Vec<String>], kind: &str| {
        rows.iter().position(|r| r[0] == kind).unwrap()
    };
    let project = best(&rows, "事業");
    assert_eq!(
        rows[project][1..5].join(" "),
        "乳児健診 健康増進課 J2 1201 乳幼児健康診査"
    );
    assert_eq!(rows[project][7], "評価/令和9年度/健康増進課.xlsx ［評価］ A4");
    let indicator = best(&rows, "指標");
    assert_eq!(rows[indicator][1..5].join(" "), "利用者の数 健康増進課 J1-1 利用者数");
    assert!(rows[1..].iter().all(|r| r[5].is_empty()));
    rows[project][5] = "○".to_owned();
    rows[indicator][5] = "○".to_owned();
    folder.decisions = Some(saved(&rows));
    let (kept, codes) = run(&folder);
    // Nothing is open; what was decided stands there for the next year.
    assert!(codes.iter().all(|c| *c == "N315" || *c == "N308"), "{codes:?}");
    assert_eq!(codes.iter().filter(|c| **c == "N315").count(), 2);
    assert_eq!(kept.len(), 3);
    assert!(kept[1..].iter().all(|r| r[5] == "○"));
}

#[test]
fn what_a_person_refuses_is_not_offered_again() {
    let mut folder = folder(&case());
    let (mut rows, _) = run(&folder);
    for row in &mut rows[1..] {
        row[5] = "×".to_owned();
    }
    folder.decisions = Some(saved(&rows));
    let (kept, codes) = run(&folder);
    assert!(codes.contains(&"E301") && codes.contains(&"E306"));
    assert_eq!(kept.len(), rows.len());
    assert!(kept[1..].iter().all(|r| r[5] == "×"));
}
