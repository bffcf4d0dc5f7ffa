//! The most memory that `tenken build --only 概要版` holds on the sample, as the system
//! counts it. The bound is 120 MB. `cargo bench --bench memory`; only Linux tells it.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]
#![allow(missing_docs)]

use std::path::Path;
use std::process::Command;
use std::time::Duration;

fn main() {
    let place = tempfile::tempdir().unwrap();
    for only in ["概要版", "印刷", "一覧表", "公開"] {
        let peaks: Vec<u64> = (0..5).map(|_| peak(place.path(), only)).collect();
        println!(
            "build --only {only}: {} MB at the most",
            peaks.iter().max().unwrap() / 1000
        );
    }
}

/// kB.
fn peak(place: &Path, only: &str) -> u64 {
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let mut child = Command::new(env!("CARGO_BIN_EXE_tenken"))
        .args(["build", "--only", only, "--output"])
        .arg(place)
        .arg(input)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let found = text.lines().find_map(|line| {
            line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok()
        });
        peak = peak.max(found.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(1));
    }
    peak
}
