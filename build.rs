//! Puts every template of `templates/` and the sample of `input/` into the program, so
//! that no list of files has to be kept.

#![allow(clippy::disallowed_methods, reason = "a build script reads the source")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let templates = list(
        &root.join("templates"),
        "/// Every template: its path below `templates/` and its text.\n\
         static TEMPLATES: &[TemplateFile] = &[\n",
        |path| path.extension().is_some_and(|e| e == "typ" || e == "toml"),
        "include_str!",
    );
    let sample = list(
        &root.join("input"),
        "/// Every file of the sample: its path below `input/` and its bytes.\n\
         static SAMPLE: &[(&str, &[u8])] = &[\n",
        |path| {
            !path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(['.', '~']))
        },
        "include_bytes!",
    );
    let design = list(
        &root.join("templates"),
        "/// What stands beside the templates for designers: the manual and the sample.\n\
         static DESIGN: &[(&str, &[u8])] = &[\n",
        |path| path.extension().is_some_and(|e| e == "md" || e == "json"),
        "include_bytes!",
    );
    for (name, text) in [("templates.rs", templates), ("sample.rs", sample + &design)] {
        if let Err(error) = fs::write(out.join(name), text) {
            println!("cargo::error={name}: {error}");
        }
    }
}

fn list(root: &Path, head: &str, wanted: fn(&Path) -> bool, include: &str) -> String {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(root, wanted, &mut files);
    files.sort();
    let mut out = String::from(head);
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file);
        let name = name.to_string_lossy().replace('\\', "/");
        let _ = writeln!(out, "({name:?}, {include}({:?})),", file.to_string_lossy());
    }
    out.push_str("];\n");
    out
}

fn collect(dir: &Path, wanted: fn(&Path) -> bool, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, wanted, files);
        } else if wanted(&path) {
            files.push(path);
        }
    }
}
