//! The layers of ARCHITECTURE.md, held over the `use crate::` lines of the source.

use std::path::{Path, PathBuf};

/// (part of the source, modules of ours that it may use).
const ALLOWED: &[(&str, &[&str])] = &[
    ("model", &["model", "diag", "text"]),
    ("diag.rs", &["catalog"]),
    ("catalog", &[]),
    ("config", &["diag"]),
    ("preflight", &["preflight", "diag", "catalog"]),
    ("colour.rs", &[]),
    ("tokens.rs", &["colour"]),
    // Before `read`, with which its name begins.
    ("readability", &["readability", "read", "model", "export", "diag", "text"]),
    ("read", &["read", "model", "diag", "catalog", "config", "text"]),
    ("rules", &["rules", "model", "diag", "catalog", "text"]),
    ("secrecy", &["secrecy", "model"]),
    (
        "export",
        &[
            "export",
            "model",
            "diag",
            "catalog",
            "config",
            "typeset",
            "tokens",
            "colour",
            "look",
            "preflight",
        ],
    ),
    (
        "look",
        &["look", "read", "diag", "catalog", "config", "colour", "tokens", "typeset"],
    ),
    ("verify", &["verify", "model", "read", "text", "preflight"]),
    ("text.rs", &[]),
    ("typeset", &["typeset", "colour"]),
    ("fs", &["fs"]),
    ("sample.rs", &["fs", "export", "typeset"]),
];

/// (crate, the only parts of the source that may name it).
const CRATES: &[(&str, &[&str])] = &[
    ("calamine", &["read/grid"]),
    ("encoding_rs", &["read/grid", "export/open_data"]),
    ("zip::", &["read/grid", "export/workbook/theme.rs"]),
    ("cfb::", &["read/grid"]),
    ("image::", &["read/picture"]),
    ("microlp", &["secrecy/solver.rs"]),
    ("regex::", &["rules/proof"]),
    (
        "rust_xlsxwriter",
        &[
            "export/table",
            "export/notice",
            "export/open_data",
            "export/workbook",
            "sample.rs",
        ],
    ),
    ("lopdf", &["export/press", "preflight"]),
    ("printpdf", &["export/press/marks.rs"]),
    ("typst::", &["typeset"]),
    ("typst_pdf", &["typeset"]),
    ("ttf_parser", &["typeset"]),
    ("std::fs", &["fs"]),
];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open: Vec<PathBuf> = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                // Unit tests may look at a product through any door.
                if !name.contains("tests") {
                    files.push((name, std::fs::read_to_string(&path).unwrap()));
                }
            }
        }
    }
    files
}

#[test]
fn modules_use_only_what_they_may() {
    let mut faults = Vec::new();
    for (name, text) in sources() {
        let Some((_, allowed)) = ALLOWED.iter().find(|(part, _)| name.starts_with(part))
        else {
            continue;
        };
        for line in text.lines() {
            for found in line.match_indices("crate::").map(|(i, m)| &line[i + m.len()..])
            {
                let module: String = found
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let ours =
                    ALLOWED.iter().any(|(p, _)| p.trim_end_matches(".rs") == module);
                if ours && !allowed.contains(&&*module) {
                    faults.push(format!("{name}: {}", line.trim()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn outside_crates_stay_in_their_room() {
    let mut faults = Vec::new();
    for (name, text) in sources() {
        for (krate, rooms) in CRATES {
            let at_home = rooms.iter().any(|room| name.starts_with(room));
            for line in text.lines().filter(|l| !l.trim_start().starts_with("//")) {
                let named = line.contains(krate)
                    && !line.contains(&format!("_{krate}"))
                    && !line.contains(&format!("::{krate}"));
                if named && !at_home {
                    faults.push(format!("{name}: {}", line.trim()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
