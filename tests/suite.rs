//! Cases that a colleague can read: each folder of `tests/suite/` holds books as tables
//! (`case.toml`), built into real workbooks in memory, and the findings that must come of
//! them (`expected.txt`): one line a finding, in any order. An indented line below a
//! finding is a part of it that must be there too: 「参考: …」 or 「課: …」. Where a case
//! has `reading.txt`, it holds what is read from the case's own books, one thing a line.

use std::collections::BTreeSet;
use std::path::Path;

use crate::common::{Case, check};
use tenken::catalog::RULES;

#[test]
fn every_case_gives_its_findings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut failures = Vec::new();
    let mut triggered: BTreeSet<&str> = BTreeSet::new();
    let mut count = 0;
    let mut dirs: Vec<_> =
        std::fs::read_dir(&root).unwrap().map(|e| e.unwrap().path()).collect();
    dirs.sort();
    for dir in dirs {
        let Ok(text) = std::fs::read_to_string(dir.join("case.toml")) else { continue };
        count += 1;
        let name = dir.file_name().unwrap().to_string_lossy().into_owned();
        let case: Case =
            toml::from_str(&text).unwrap_or_else(|e| panic!("{name}/case.toml: {e}"));
        assert!(!case.about.is_empty(), "{name}: about is empty");
        let text = std::fs::read_to_string(dir.join("expected.txt"))
            .unwrap_or_else(|e| panic!("{name}/expected.txt: {e}"));
        let expected = check::wanted(&text);
        let result = std::panic::catch_unwind(|| {
            let checked = check::run(&case);
            let mut out = check::losses(&checked);
            out.extend(check::compare(&expected, check::findings(&checked), true));
            out.extend(check::compare_readings(&dir, &case, &checked));
            out
        });
        let found = result.unwrap_or(vec!["the program panicked".to_owned()]);
        failures.extend(found.iter().map(|what| format!("{name}: {what}")));
        for finding in &expected {
            let code =
                RULES.iter().find(|r| finding.line.contains(&format!(": {}: ", r.code)));
            triggered.extend(code.map(|r| r.code));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 10, "no cases found");
    // The layouts ask for rules too: 「E120 評価/…」.
    for dir in std::fs::read_dir(root.with_file_name("layouts")).unwrap() {
        let Ok(text) = std::fs::read_to_string(dir.unwrap().path().join("expected.txt"))
        else {
            continue;
        };
        let codes = text.lines().filter_map(|line| line.split_once(' ')).map(|(c, _)| c);
        triggered
            .extend(codes.filter_map(|c| Some(RULES.iter().find(|r| r.code == c)?.code)));
    }
    // E402 is a fault of the program and has its unit test; E105 needs 50 MB; the rules
    // of 7 are about outputs on disk, in tests/verify.rs.
    let untested: Vec<&str> = RULES
        .iter()
        .map(|r| r.code)
        .filter(|c| !triggered.contains(c) && !["E402", "E105"].contains(c))
        .filter(|c| !c[1..].starts_with('7'))
        .collect();
    assert!(untested.is_empty(), "rules without a case: {untested:?}");
}
