//! The only module that touches the file system: find inputs, read bytes, commit outputs.

#![allow(clippy::disallowed_methods, reason = "this is the module that may")]

mod commit;
mod input;
mod refusal;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

pub use self::commit::{MANIFEST, commit, read_manifest, remove_stale};
pub use self::input::{
    Content, PlanFolder, Returned, plan_folders, read_output_folder, read_outputs,
    read_plan_folder,
};
pub use self::refusal::{explain, refusal};

/// A finished output, made in memory.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// Path below the output folder, with `/`.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
}

fn sorted_entries(dir: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dir)
        .with_context(|| format!("フォルダ「{}」を開けません", dir.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry
            .with_context(|| format!("フォルダ「{}」を読めません", dir.display()))?;
        paths.push(entry.path());
    }
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Larger files that a person names are not read whole.
const MAX_NAMED: u64 = 128 << 20;

/// A file that a person named, up to one byte more than is looked at.
///
/// # Errors
/// The machine refuses to read it.
pub fn read_named(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = fs::File::open(path)
        .with_context(|| format!("「{}」を開けません", path.display()))?;
    file.by_ref()
        .take(MAX_NAMED + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("「{}」を読めません", path.display()))?;
    Ok(bytes)
}

/// sha256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// Writes the files of a new plan folder; an existing folder with content is refused.
///
/// # Errors
/// The folder is not empty, or cannot be written.
pub fn create_folder(dir: &Path, files: &[Artifact]) -> Result<()> {
    let occupied = dir.is_dir() && !sorted_entries(dir)?.is_empty();
    if occupied || dir.is_file() {
        bail!(
            "「{}」はすでにあり、空ではありません。新しいフォルダの名を指定してください",
            dir.display()
        );
    }
    commit(dir, files)
}
