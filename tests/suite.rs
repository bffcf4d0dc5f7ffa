//! Cases that a colleague can read: each folder of `tests/suite/` holds books as tables
//! (`case.toml`), built into real workbooks in memory, and the findings that must come of
//! them (`expected.txt`): one line a finding, in any order. An indented line below a
//! finding is a part of it that must be there too: 「参考: …」 or 「課: …」.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, missing_docs)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use common::{Case, folder};
use tenken::catalog::RULES;
use tenken::diag::Diagnostic;
use tenken::export::diagnostics;
use tenken::pipeline;

/// One finding: its line, and what else it says.
struct Finding {
    line: String,
    parts: Vec<String>,
}

fn expected(text: &str) -> Vec<Finding> {
    let mut list: Vec<Finding> = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        match (line.strip_prefix("  "), list.last_mut()) {
            (Some(part), Some(finding)) => finding.parts.push(part.to_owned()),
            _ => list.push(Finding { line: line.to_owned(), parts: Vec::new() }),
        }
    }
    list
}

fn findings(case: &Case) -> Vec<Finding> {
    let folder = folder(case);
    let mut checked = pipeline::check(&folder, &mut |_| {});
    if case.typeset {
        pipeline::build(&mut checked, &|_| true).unwrap();
    }
    let cells = &checked.reconciliation.cells;
    assert_eq!(cells.lost(), 0, "cells without a fate: {cells:?}");
    assert_eq!(checked.reconciliation.values.lost(), 0);
    let one = |d: &Diagnostic| {
        let hints = d.hints.iter().map(|h| format!("参考: {h}"));
        let division = d.division.iter().map(|name| format!("課: {name}"));
        Finding {
            line: diagnostics::short(d, &checked.sources),
            parts: hints.chain(division).collect(),
        }
    };
    checked.diagnostics.iter().map(one).collect()
}

/// What is wrong with the findings of a case; a finding that is made twice is noise.
fn differences(name: &str, expected: &[Finding], mut found: Vec<Finding>) -> Vec<String> {
    let mut out = Vec::new();
    for wanted in expected {
        let Some(i) = found.iter().position(|f| f.line == wanted.line) else {
            out.push(format!("{name}: missing    {}", wanted.line));
            continue;
        };
        let finding = found.remove(i);
        for part in wanted.parts.iter().filter(|p| !finding.parts.contains(p)) {
            out.push(format!("{name}: not said   {part}: {:?}", finding.parts));
        }
    }
    out.extend(found.iter().map(|f| format!("{name}: unexpected {}", f.line)));
    out
}

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
        let expected = expected(&text);
        match std::panic::catch_unwind(|| findings(&case)) {
            Ok(found) => failures.extend(differences(&name, &expected, found)),
            Err(_) => failures.push(format!("{name}: the program panicked")),
        }
        for finding in &expected {
            let code =
                RULES.iter().find(|r| finding.line.contains(&format!(": {}: ", r.code)));
            triggered.extend(code.map(|r| r.code));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 10, "no cases found");
    // E402 is a fault of the program and has its unit test; E105 needs 50 MB.
    let untested: Vec<&str> = RULES
        .iter()
        .map(|r| r.code)
        .filter(|c| !triggered.contains(c) && !["E402", "E105"].contains(c))
        .collect();
    assert!(untested.is_empty(), "rules without a case: {untested:?}");
}
