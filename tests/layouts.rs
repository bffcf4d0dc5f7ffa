//! Books as municipal officials really make them: each folder of `tests/layouts/` holds
//! one (`case.toml`), the errors and warnings that must come of it (`expected.txt`; remarks
//! only where they are asked for) and everything that a careful colleague would read in it
//! (`reading.txt`). `LAYOUT=name` runs one, `LAYOUT_DUMP=folder` saves its books to look at,
//! `LAYOUT_SHOW=1` prints what the program says and reads.

use std::path::Path;

use crate::common::{Case, check};

#[test]
fn every_layout_is_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts");
    let only = std::env::var("LAYOUT").unwrap_or_default();
    let mut dirs: Vec<_> =
        std::fs::read_dir(&root).unwrap().map(|e| e.unwrap().path()).collect();
    dirs.sort();
    let (mut count, mut failed, mut failures) = (0, 0, Vec::new());
    for dir in dirs {
        let name = dir.file_name().unwrap().to_string_lossy().into_owned();
        if !name.contains(&only) {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(dir.join("case.toml")) else { continue };
        count += 1;
        let case: Case =
            toml::from_str(&text).unwrap_or_else(|e| panic!("{name}/case.toml: {e}"));
        assert!(!case.about.is_empty(), "{name}: about is empty");
        assert!(dir.join("reading.txt").exists(), "{name}/reading.txt is missing");
        let text = std::fs::read_to_string(dir.join("expected.txt"))
            .unwrap_or_else(|e| panic!("{name}/expected.txt: {e}"));
        let expected = check::wanted(&text);
        if let Ok(place) = std::env::var("LAYOUT_DUMP") {
            crate::common::dump(&case, Path::new(&place));
        }
        let result = std::panic::catch_unwind(|| {
            let checked = check::run(&case);
            if std::env::var("LAYOUT_SHOW").is_ok() {
                check::show(&case, &checked);
            }
            let mut out = check::losses(&checked);
            out.extend(check::compare(&expected, check::findings(&checked), false));
            out.extend(check::compare_readings(&dir, &case, &checked));
            out
        });
        let found = result.unwrap_or(vec!["the program panicked".to_owned()]);
        failed += usize::from(!found.is_empty());
        failures.extend(found.iter().map(|what| format!("{name}: {what}")));
    }
    assert!(failures.is_empty(), "{failed} of {count} differ\n{}", failures.join("\n"));
    assert!(!only.is_empty() || count >= 50, "{count} layouts");
}
