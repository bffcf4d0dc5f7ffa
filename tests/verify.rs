//! `tenken verify`: publications that were changed in any way are named, with the place
//! and what should be there; untouched ones are re-read figure by figure.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::common::folder;
use tenken::export::diagnostics::short;
use tenken::fs::{self, PlanFolder};
use tenken::pipeline::{self, Verified};
use tenken::read::grid;

type Files = BTreeMap<String, Vec<u8>>;

fn plan(changes: &str) -> PlanFolder {
    folder(&toml::from_str(&format!("about = \"検証\"\n{changes}")).unwrap())
}

fn built(folder: &PlanFolder) -> Files {
    let mut checked = pipeline::check(folder, &mut |_| {});
    let artifacts =
        pipeline::build(&mut checked, &|path| path != pipeline::REPORT).unwrap();
    artifacts.into_iter().map(|a| (a.path, a.bytes)).collect()
}

fn verified(files: &Files, folder: &PlanFolder) -> (Verified, Vec<String>) {
    let found = pipeline::verify(files, Some(folder), &mut |_| {}).unwrap();
    let told = found.diagnostics.iter().map(|d| short(d, &found.sources)).collect();
    (found, told)
}

/// A cell of the common books: 実績値 of 利用者数 is 66 there.
const OTHER: &str =
    "[[edit]]\npath = \"評価/令和9年度/健康増進課.xlsx\"\ncell = \"F2\"\nvalues = [67]\n";

fn replace(files: &mut Files, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[path].clone()).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{path}: {from}");
    files.insert(path.to_owned(), text.replace(from, to).into_bytes());
}

#[test]
fn what_was_made_just_now_is_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let sample = fs::read_plan_folder(&root, grid::is_book_name).unwrap();
    let files = built(&sample);
    let (found, told) = verified(&files, &sample);
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(found.outputs, (files.len() - 1, files.len() - 1));
    let inputs = found.inputs.unwrap();
    assert_eq!(inputs.0, inputs.1);
    // 218 indicators: 実績 and 目標 of four years twice (CSV, xlsx), of two years in the
    // council's workbook, 実績 of two years and 目標 of one on the pages.
    // 7 goals × 5 grades: two years in the CSV, one year on the first page.
    let indicators = 218 * (2 * 4 * 2 + 2 * 2 + 3);
    // The text edition, there twice. まとめ: share, rated, on track, change, four counted
    // grades of two years, one grade that is not counted, 未評価. 基本目標別の評価: of 7
    // goals and all of them 事業数, five grades, 未評価, share. Seven 主な指標: 基準値, 実績,
    // 目標値, 状況. 推移: eight shares of two years. 一覧: eight rows of 事業数, two shares,
    // change, 判定した指標, 順調な指標.
    let text = (4 + 4 * 2 + 1 + 1) + 8 * 8 + 7 * 4 + 8 * 2 + 8 * 6;
    assert_eq!(found.figures, indicators + 7 * 5 * 3 + 2 * text);
}

#[test]
fn a_changed_figure_is_named_in_every_kind_of_file() {
    let folder = plan("");
    let good = built(&folder);
    let mut csv = good.clone();
    let line = "999997,みほん市,2027,令和9年度,J1-1,人,60,66,value,0";
    replace(&mut csv, "公開/data/indicator_value.csv", line, &line.replace("66", "68"));
    let (_, told) = verified(&csv, &folder);
    let place = "公開/data/indicator_value.csv H3";
    let figure =
        "産後ケア事業 指標「利用者数」の令和9年度の実績値が 68 です（計算では 66）";
    assert!(told.contains(&format!("{place}: 誤り: E705: {figure}")), "{told:?}");
    let content = "「68」 です（入力からは 「66」）";
    assert!(told.contains(&format!("{place}: 誤り: E706: {content}")), "{told:?}");
    assert!(told.iter().any(|t| t.contains("E701")), "{told:?}");
    assert_eq!(told.len(), 3);

    let mut page = good.clone();
    let row = "<td class=\"num\">66</td>";
    let text = String::from_utf8(page["公開/index.html"].clone()).unwrap();
    // The small plan stands on one page, its figures in the tables of the projects.
    assert!(text.contains(row));
    page.insert(
        "公開/index.html".to_owned(),
        text.replacen(row, "<td>68</td>", 1).into(),
    );
    let (_, told) = verified(&page, &folder);
    assert!(told.iter().any(|t| t.contains("E706") && t.contains("行目")), "{told:?}");

    // Workbooks of a run with another figure, under the manifest of this one.
    let other = built(&plan(OTHER));
    for (path, sheet) in
        [("進捗状況一覧表.xlsx", "データ"), ("公開/data/tables.xlsx", "indicator_value")]
    {
        let mut book = good.clone();
        book.insert(path.to_owned(), other[path].clone());
        let (_, told) = verified(&book, &folder);
        let figure = "の実績値が 67 です（計算では 66）";
        let found = told
            .iter()
            .any(|t| t.starts_with(&format!("{path} ［{sheet}］")) && t.contains(figure));
        assert!(found, "{path}: {told:?}");
    }
}

#[test]
fn tallies_on_pages_are_the_models() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let sample = fs::read_plan_folder(&root, grid::is_book_name).unwrap();
    let mut files = built(&sample);
    let text = String::from_utf8(files["公開/index.html"].clone()).unwrap();
    // The count of the first grade of the first goal.
    let at = text.find("1 誕生前から").unwrap();
    let cell = at + text[at..].find("<td class=\"num\">6</td>").unwrap();
    let changed = format!(
        "{}<td class=\"num\">9</td>{}",
        &text[..cell],
        &text[cell + "<td class=\"num\">6</td>".len()..]
    );
    files.insert("公開/index.html".to_owned(), changed.into_bytes());
    let page = String::from_utf8(files["公開/goal-2.html"].clone()).unwrap();
    let cut = page.find("</main>").unwrap();
    files.insert("公開/goal-2.html".to_owned(), page.as_bytes()[..cut].to_vec());
    let (_, told) = verified(&files, &sample);
    let wrong = "基本目標1の令和9年度の「計画を上回る」の事業数が 9 です（計算では 6）";
    assert!(told.contains(&format!("公開/index.html: 誤り: E705: {wrong}")), "{told:?}");
    let cut = "公開/goal-2.html: 誤り: E705: 数の表を読み直せません（見出しか形が変わっています）";
    assert!(told.iter().any(|t| t == cut), "{told:?}");
}

#[test]
fn a_changed_figure_of_the_text_edition_is_named_by_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let sample = fs::read_plan_folder(&root, grid::is_book_name).unwrap();
    let good = built(&sample);
    let text = String::from_utf8(good["概要版.txt"].clone()).unwrap();
    // (what is there, what is put in its place, the finding)
    let cases = [
        (
            "以上の割合は74.8％で、",
            "以上の割合は74.9％で、",
            "全体の令和9年度の「計画どおり」以上の割合が 74.9 です（計算では 74.8）",
        ),
        (
            "前年度より2.0ポイント下がりました",
            "前年度より2.0ポイント上がりました",
            "前年度との増減が 2 です（計算では -2）",
        ),
        (
            "「計画どおり」は61事業です",
            "「計画どおり」は62事業です",
            "全体の令和9年度の「計画どおり」の事業数が 62 です（計算では 61）",
        ),
        (
            "前年度は78事業でした",
            "前年度は87事業でした",
            "全体の令和8年度の「計画どおり」の事業数が 87 です（計算では 78）",
        ),
        (
            "は23事業で、「計画を上回る」が6事業、",
            "は23事業で、",
            "基本目標1の令和9年度の「計画を上回る」の事業数が 0 です（計算では 6）",
        ),
        (
            "実績が51.3％",
            "実績が53.1％",
            "の令和9年度の実績値が 53.1 です（計算では 51.3）",
        ),
        (
            "目標値が80人で、状況は「順調」",
            "目標値が80人で、状況は「達成」",
            "の状況が 「達成」 です（計算では 「順調」）",
        ),
        ("基準値が22世帯", "基準値が2世帯", "の基準値が 2 です（計算では 22）"),
        (
            "令和8年度が64％",
            "令和8年度が46％",
            "基本目標3の令和8年度の「計画どおり」以上の割合が 46 です（計算では 64）",
        ),
        (
            "増減はマイナス22.5ポイント",
            "増減はプラス22.5ポイント",
            "基本目標6の「計画どおり」以上の割合の前年度との増減が 22.5 です（計算では -22.5）",
        ),
        (
            "判定した168のうち119",
            "判定した168のうち118",
            "全体の順調な指標の数が 118 です（計算では 119）",
        ),
    ];
    let mut changed = text.clone();
    for (from, to, _) in &cases {
        assert_eq!(changed.matches(from).count(), 1, "{from}");
        changed = changed.replace(from, to);
    }
    let mut files = good.clone();
    files.insert("概要版.txt".to_owned(), changed.clone().into_bytes());
    let (_, told) = verified(&files, &sample);
    for (_, to, finding) in &cases {
        let line = changed.lines().position(|l| l.contains(to)).unwrap() + 1;
        let start = format!("概要版.txt {line}行目: 誤り: E705: ");
        let found = told.iter().any(|t| t.starts_with(&start) && t.contains(finding));
        assert!(found, "{finding}: {told:#?}");
    }
    let wrong = told.iter().filter(|t| t.contains("E705")).count();
    assert_eq!(wrong, cases.len(), "{told:#?}");
    // A sentence that is left out.
    let line = changed
        .lines()
        .find(|l| l.starts_with("基本目標2「学童期・思春期の支援」。"))
        .unwrap();
    let without =
        text.replace(&format!("{line}\r\n"), "").replace(&format!("{line}\n"), "");
    assert_ne!(without, text);
    files.insert("概要版.txt".to_owned(), without.into_bytes());
    let (_, told) = verified(&files, &sample);
    let missing = "E705: 基本目標2の判定した指標の数が載っていません";
    assert!(told.iter().any(|t| t.contains(missing)), "{told:#?}");
}

#[test]
fn a_changed_figure_of_the_booklet_is_named_with_its_page() {
    let pages = "manuscript = \"# 小題｜進捗状況\\n\\n![](図:進捗のまとめ)\\n\"\n";
    // 産後ケア事業 has the grade A there; with B one more of two, and none with A.
    let grade = "[[edit]]\npath = \"評価/令和9年度/健康増進課.xlsx\"\ncell = \"H2\"\nvalues = [\"B\"]\n";
    let folder = plan(pages);
    let good = built(&folder);
    // The booklet of a run with another grade, under the manifest of this one.
    let other = built(&plan(&format!("{pages}{grade}")));
    let mut files = good.clone();
    files.insert("概要版.pdf".to_owned(), other["概要版.pdf"].clone());
    let (_, told) = verified(&files, &folder);
    let content: Vec<&String> = told.iter().filter(|t| t.contains("E706")).collect();
    assert!(!content.is_empty(), "{told:#?}");
    for line in &content {
        assert!(line.starts_with("概要版.pdf: 誤り: E706: "), "{line}");
        assert!(line.contains("頁の「"), "{line}");
    }
    for figures in ["「0」 です（入力からは 「1」）", "「3」 です（入力からは 「2」）"]
    {
        let found =
            content.iter().any(|t| t.contains("「進捗状況」") && t.contains(figures));
        assert!(found, "{figures}: {told:#?}");
    }
    // Cut in the middle it is no PDF to be read.
    let half = good["概要版.pdf"].len() / 2;
    files.insert("概要版.pdf".to_owned(), good["概要版.pdf"][..half].to_vec());
    let (_, told) = verified(&files, &folder);
    assert!(told.iter().any(|t| t.contains("E706")), "{told:#?}");
}

#[test]
fn missing_and_strange_outputs_and_changed_inputs_are_told() {
    let folder = plan("");
    let mut files = built(&folder);
    files.remove("概要版.pdf");
    files.insert("公開/古い.html".to_owned(), b"x".to_vec());
    let (found, told) = verified(&files, &folder);
    let wanted = [
        "概要版.pdf: 誤り: E702: 作ったファイルがありません",
        "公開/古い.html: 注意: W703: 最後の回に作ったものでないファイルがあります",
    ];
    assert_eq!(told, wanted);
    assert_eq!(found.outputs.0, found.outputs.1 + 1);

    let files = built(&folder);
    // Only this book comes of another hand.
    let book = "評価/令和9年度/健康増進課.xlsx";
    let mut later = folder.clone();
    let other = plan(OTHER).returned.into_iter().find(|r| r.path == book).unwrap();
    *later.returned.iter_mut().find(|r| r.path == book).unwrap() = other;
    let (found, told) = verified(&files, &later);
    let changed = "評価/令和9年度/健康増進課.xlsx: 誤り: E704: 作った後に変わっています";
    assert!(told.iter().any(|t| t == changed), "{told:?}");
    assert!(told.iter().any(|t| t.contains("計算では 67")), "{told:?}");
    let inputs = found.inputs.unwrap();
    assert_eq!(inputs.0, inputs.1 + 1);
    // Inputs that cannot be published any more.
    let broken = plan("without = [\"概要版.md\"]");
    let (_, told) = verified(&files, &broken);
    assert!(told.iter().any(|t| t.contains("今の入力には誤りが")), "{told:?}");
}

#[test]
fn the_command_finds_the_plan_beside_its_output() {
    let dir = tempfile::tempdir().unwrap();
    let tenken = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tenken"));
        let output = command.args(args).current_dir(dir.path()).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.code(), text + &String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(tenken(&["new", "計画", "--sample"]).0, Some(0));
    assert_eq!(tenken(&["build", "計画"]).0, Some(0));
    let (code, text) = tenken(&["verify", "output/令和9年度"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("違い 0、注意 0"), "{text}");
    assert!(text.contains("読み直した数"), "{text}");
    std::fs::write(dir.path().join("output/令和9年度/公開/data/code.csv"), "x").unwrap();
    let (code, text) = tenken(&["verify", "output/令和9年度", "--plan", "計画"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("誤り[E701 作った後に変わった出力]"), "{text}");
    assert!(text.contains("→ 公開/data/code.csv"), "{text}");
    assert!(text.contains("対処: "), "{text}");
    // Without a plan folder only the sums are known.
    std::fs::rename(dir.path().join("計画"), dir.path().join("output/計画")).unwrap();
    let (code, text) = tenken(&["verify", "output/令和9年度", "--format", "short"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("出力の指紋だけを確かめました"), "{text}");
    let (code, text) = tenken(&["verify", "計画のない所"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("出力のフォルダ「計画のない所」がありません"), "{text}");
    let (code, text) = tenken(&["verify", "output"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("manifest.json がありません"), "{text}");
}
