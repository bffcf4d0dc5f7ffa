//! The program as an official meets it: commands, messages, exit codes, files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn tenken(args: &[&str], dir: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tenken"))
        .args(args)
        .current_dir(dir)
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A new sample plan folder in a new folder.
fn sample() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let output = tenken(&["new", "計画", "--sample"], dir.path());
    assert!(output.status.success(), "{}", stderr(&output));
    let plan = dir.path().join("計画");
    (dir, plan)
}

fn files_below(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn the_sample_builds_with_warnings_and_no_error() {
    let (dir, plan) = sample();
    let before = files_below(&plan);
    let output = tenken(&["build", "計画"], dir.path());
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    let text = stdout(&output);
    assert!(text.contains("誤り 0、"), "{text}");
    assert!(!text.contains("注意 0、"), "{text}");
    assert!(text.contains("失われた 0"), "{text}");
    let out = dir.path().join("output/令和9年度");
    for name in ["概要版.pdf", "進捗状況一覧表.xlsx", "manifest.json", "確認/受付簿.xlsx"]
    {
        let bytes = std::fs::read(out.join(name)).unwrap();
        assert!(bytes.len() > 500, "{name} has {} bytes", bytes.len());
    }
    assert!(std::fs::read(out.join("概要版.pdf")).unwrap().starts_with(b"%PDF-1.7"));
    assert_eq!(files_below(&plan), before, "inputs were changed");
}

#[test]
fn the_same_inputs_give_the_same_bytes_anywhere() {
    let (first, _) = sample();
    let (second, _) = sample();
    let build = |dir: &Path, zone: &str, language: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_tenken"))
            .args(["build", "計画"])
            .current_dir(dir)
            .env("TZ", zone)
            .env("LANG", language)
            .env("SOURCE_DATE_EPOCH", "1")
            .output()
            .unwrap();
        assert!(output.status.success());
        files_below(&dir.join("output"))
    };
    let a = build(first.path(), "Asia/Tokyo", "ja_JP.UTF-8");
    let b = build(second.path(), "America/Los_Angeles", "C");
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, bytes) in &a {
        assert!(b[name] == *bytes, "{name} differs between two runs");
    }
}

#[test]
fn the_manifest_names_every_file_with_its_sum() {
    let (dir, plan) = sample();
    assert!(tenken(&["build", "計画"], dir.path()).status.success());
    let out = dir.path().join("output/令和9年度");
    let text = std::fs::read_to_string(out.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    let sums = |files: BTreeMap<String, Vec<u8>>| -> BTreeMap<String, String> {
        files
            .into_iter()
            .map(|(name, bytes)| (name, tenken::fs::sha256(&bytes)))
            .collect()
    };
    let mut outputs = sums(files_below(&out));
    outputs.remove("manifest.json");
    let listed = |key: &str| -> BTreeMap<String, String> {
        serde_json::from_value(manifest[key].clone()).unwrap()
    };
    assert_eq!(listed("outputs"), outputs);
    assert_eq!(listed("inputs"), sums(files_below(&plan)));
    // The sum of the three letters "abc", from FIPS 180-2.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(tenken::fs::sha256(b"abc"), abc);
}

#[test]
fn errors_write_only_the_confirmation() {
    let (dir, plan) = sample();
    let book = plan.join("評価/令和9年度/商工観光課_出力.csv");
    std::fs::write(&book, b"%PDF-1.4 not a table").unwrap();
    // Also where something else was asked for: with errors this is what the office needs.
    for asked in [&["build", "計画"][..], &["build", "計画", "--only", "概要版"]] {
        let output = tenken(asked, dir.path());
        assert_eq!(output.status.code(), Some(1));
        let text = stdout(&output);
        assert!(text.contains("誤り[E104 表計算のファイルでない]"), "{text}");
        assert!(text.contains("→ 評価/令和9年度/商工観光課_出力.csv"), "{text}");
        assert!(text.contains("対処: "), "{text}");
        assert!(text.contains("確認の資料だけを書きました"), "{text}");
        let out = dir.path().join("output/令和9年度");
        assert!(out.join("確認/diagnostics.json").is_file());
        assert!(!out.join("概要版.pdf").exists());
        assert!(!out.join("manifest.json").exists());
        std::fs::remove_dir_all(out).unwrap();
    }
}

#[test]
fn a_blocked_target_changes_nothing() {
    let (dir, plan) = sample();
    assert!(tenken(&["build", "計画"], dir.path()).status.success());
    let out = dir.path().join("output/令和9年度");
    // A folder in the place of a file can be written over by nobody, not even root.
    std::fs::remove_file(out.join("進捗状況一覧表.xlsx")).unwrap();
    std::fs::create_dir(out.join("進捗状況一覧表.xlsx")).unwrap();
    let before = files_below(&out);
    let toml = std::fs::read_to_string(plan.join("tenken.toml")).unwrap();
    std::fs::write(plan.join("tenken.toml"), toml.replace("令和10年9月", "令和10年10月"))
        .unwrap();
    let output = tenken(&["build", "計画"], dir.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("進捗状況一覧表.xlsx"), "{}", stderr(&output));
    assert_eq!(files_below(&out), before, "something changed");
}

#[test]
fn files_of_an_earlier_run_do_not_linger() {
    let (dir, plan) = sample();
    assert!(tenken(&["build", "計画"], dir.path()).status.success());
    let out = dir.path().join("output/令和9年度");
    std::fs::write(out.join("手元のメモ.txt"), "残す").unwrap();
    let notice = "確認/確認票_都市整備課.xlsx";
    assert!(out.join(notice).is_file(), "{:?}", files_below(&out).keys());
    // 都市整備課 sends last year's book as this year's: its missing answers are gone.
    let from = plan.join("評価/令和8年度/都市整備課_R8.xlsx");
    let rows = std::fs::read(&from).unwrap();
    std::fs::write(plan.join("評価/令和9年度/都市整備課.xlsx"), rows).unwrap();
    let output = tenken(&["build", "計画"], dir.path());
    // Its title says 令和8年度: the year is an error, not a guess.
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    assert!(stdout(&output).contains("E309"), "{}", stdout(&output));
    assert!(out.join("手元のメモ.txt").is_file());
}

#[test]
fn only_makes_what_is_asked_for() {
    let (dir, _) = sample();
    let output = tenken(&["build", "計画", "--only", "一覧表"], dir.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let out = dir.path().join("output/令和9年度");
    let names: Vec<String> = files_below(&out).into_keys().collect();
    assert_eq!(names, ["manifest.json", "進捗状況一覧表.xlsx"]);
    // The rest of an earlier run stays.
    assert!(tenken(&["build", "計画"], dir.path()).status.success());
    let whole = files_below(&out).len();
    assert!(tenken(&["build", "計画", "--only", "概要版"], dir.path()).status.success());
    assert_eq!(files_below(&out).len(), whole);
    // The manifest still knows all of them, so that they can be verified.
    let verified = tenken(&["verify", "output/令和9年度", "--plan", "計画"], dir.path());
    assert!(stdout(&verified).contains("違い 0、注意 0"), "{}", stdout(&verified));
}

#[test]
fn what_was_not_made_anew_is_told_when_it_may_be_old() {
    let (dir, plan) = sample();
    assert!(tenken(&["build", "計画"], dir.path()).status.success());
    // A word of the manuscript is changed, and only the booklet is made.
    let text = std::fs::read_to_string(plan.join("概要版.md")).unwrap();
    let text = text.replacen("切れ目なく支えます", "切れ目なく支えていきます", 1);
    std::fs::write(plan.join("概要版.md"), text).unwrap();
    let output = tenken(&["build", "計画", "--only", "概要版"], dir.path());
    let told = stdout(&output);
    assert!(told.contains("今回は作らず、今の入力と合うか分からないもの: "), "{told}");
    assert!(told.contains("進捗状況一覧表.xlsx") || told.contains("ほか"), "{told}");
    let verified = tenken(&["verify", "output/令和9年度", "--plan", "計画"], dir.path());
    let told = stdout(&verified);
    assert!(told.contains("W703") && told.contains("進捗状況一覧表.xlsx"), "{told}");
}

#[test]
fn deny_warnings_publishes_nothing() {
    let (dir, _) = sample();
    let output = tenken(&["build", "計画", "--deny-warnings"], dir.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(!dir.path().join("output/令和9年度/概要版.pdf").exists());
}

#[test]
fn the_final_edition_refuses_what_is_missing() {
    let (dir, plan) = sample();
    let toml = std::fs::read_to_string(plan.join("tenken.toml")).unwrap();
    std::fs::write(plan.join("tenken.toml"), toml.replace("\"見本\"", "\"確定\""))
        .unwrap();
    let output = tenken(&["check", "計画"], dir.path());
    assert_eq!(output.status.code(), Some(1));
    for code in ["誤り[E304", "誤り[E305", "誤り[E202"] {
        assert!(stdout(&output).contains(code), "{code}: {}", stdout(&output));
    }
}

#[test]
fn help_and_usage_errors_are_japanese() {
    let dir = tempfile::tempdir().unwrap();
    let help = tenken(&["--help"], dir.path());
    assert_eq!(help.status.code(), Some(0));
    for args in [&["--help"][..], &["build", "--help"], &["new", "--help"]] {
        let text = stdout(&tenken(args, dir.path()));
        assert!(text.contains("使い方:"), "{text}");
        for english in
            ["Usage", "Options", "Commands", "Arguments", "Print", "default", "OPTIONS"]
        {
            assert!(!text.contains(english), "{english} in {text}");
        }
    }
    for (args, message) in [
        (&["biuld"][..], "命令「biuld」はありません。「build」ではありませんか。"),
        (&["build", "--outptu", "x"], "「--outptu」という指定はありません。"),
        (&["build", "--format", "xml"], "「xml」は使えません"),
        (&[], "命令を指定してください。"),
        (&["new"], "フォルダ"),
        (&["build", "ない所"], "計画のフォルダ「ない所」がありません"),
        (&["explain", "E999"], "番号「E999」はありません"),
    ] {
        let output = tenken(args, dir.path());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let text = stderr(&output);
        assert!(text.contains(message), "{args:?}: {text}");
        assert!(!text.contains("error"), "{text}");
    }
}

#[test]
fn explain_tells_what_why_and_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let text = stdout(&tenken(&["explain", "e203"], dir.path()));
    assert!(
        text.starts_with("E203 実績値を一つの数値に決められない（誤り）\n"),
        "{text}"
    );
    for part in ["何が: ", "なぜ: ", "対処: "] {
        assert!(text.contains(part), "{text}");
    }
    let list = stdout(&tenken(&["explain"], dir.path()));
    assert_eq!(list.lines().count(), tenken::catalog::all().count());
}

#[test]
fn a_new_folder_can_be_checked_and_an_old_one_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    assert!(tenken(&["new", "新しい計画"], dir.path()).status.success());
    let output = tenken(&["check", "新しい計画"], dir.path());
    // An empty plan has faults to be filled in, each with its cell.
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("計画名"), "{}", stdout(&output));
    let again = tenken(&["new", "新しい計画"], dir.path());
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("空ではありません"), "{}", stderr(&again));
}

#[test]
fn json_is_whole_and_a_pipe_has_no_colour_or_progress() {
    let (dir, _) = sample();
    let output = Command::new(env!("CARGO_BIN_EXE_tenken"))
        .args(["check", "計画", "--format", "json"])
        .current_dir(dir.path())
        .output()
        .unwrap();
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["summary"]["errors"], 0);
    assert_eq!(value["reconciliation"]["cells"]["total"], {
        let cells = &value["reconciliation"]["cells"];
        let parts = [
            "title",
            "header",
            "used",
            "note",
            "reference",
            "personal",
            "totals",
            "reported",
        ];
        serde_json::json!(parts.iter().map(|p| cells[p].as_u64().unwrap()).sum::<u64>())
    });
    assert!(output.stderr.is_empty());
    let plain = Command::new(env!("CARGO_BIN_EXE_tenken"))
        .args(["check", "計画"])
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(!plain.stdout.contains(&0x1b));
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_told() {
    let (dir, _) = sample();
    let run = |args: &[&str]| {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        Command::new(env!("CARGO_BIN_EXE_tenken"))
            .args(args)
            .current_dir(dir.path())
            .stdout(full)
            .output()
            .unwrap()
    };
    for args in [
        &["check", "計画"][..],
        &["check", "計画", "--format", "short"],
        &["check", "計画", "--format", "json"],
        &["explain", "E203"],
        &["--help"],
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let text = stderr(&output);
        assert!(text.contains("結果を書き出せません: 空き容量がありません"), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let (dir, _) = sample();
    let mut child = Command::new(env!("CARGO_BIN_EXE_tenken"))
        .args(["check", "計画", "--format", "short"])
        .current_dir(dir.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stderr(&output), "");
}

#[test]
fn the_examples_in_the_settings_work_without_their_mark() {
    let (dir, plan) = sample();
    let before = stdout(&tenken(&["check", "計画", "--format", "short"], dir.path()));
    let path = plan.join("tenken.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    // Explanations have a space behind the mark, examples have none.
    let line = |line: &str| match line.strip_prefix('#') {
        Some(example) if !example.starts_with(' ') => format!("{example}\n"),
        _ => format!("{line}\n"),
    };
    let opened: String = text.lines().map(line).collect();
    for example in ["\n[読み取り]", "\n[[様式]]", "\n見出し行", "\n[様式.別名]"]
    {
        assert!(opened.contains(example), "{example} is no example in\n{opened}");
    }
    std::fs::write(&path, opened).unwrap();
    let output = tenken(&["check", "計画", "--format", "short"], dir.path());
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert_eq!(stdout(&output), before, "the examples fit no book of the sample");
}

#[test]
fn the_settings_shown_in_the_readme_are_understood() {
    let (dir, plan) = sample();
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let blocks: Vec<&str> = readme
        .split("```toml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    assert!(blocks.len() >= 3, "{blocks:?}");
    let text = format!("対象年度 = \"令和9年度\"\n{}", blocks.concat());
    std::fs::write(plan.join("tenken.toml"), text).unwrap();
    let output = tenken(&["check", "計画", "--format", "short"], dir.path());
    let said = stdout(&output);
    assert!(said.contains("照合"), "{said}");
    assert!(!said.contains("tenken.toml"), "{said}");
}
