//! Outputs into their folder: all of them or none.
//!
//! They are written beside their targets, synced, and renamed into place, the manifest
//! last. A target that is open elsewhere stops the run before anything has changed; a
//! fault in the middle puts back what was there.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{Artifact, file_name};

/// The manifest's file name: written last, it is the mark of a whole commit.
pub const MANIFEST: &str = "manifest.json";

/// Writes all artifacts below `dir`, or none.
///
/// # Errors
/// A target that is open elsewhere or may not be written, a full disk. Nothing has then
/// changed, unless the message says otherwise.
pub fn commit(dir: &Path, artifacts: &[Artifact]) -> Result<()> {
    let mut ordered: Vec<&Artifact> = artifacts.iter().collect();
    ordered.sort_by_key(|a| (a.path == MANIFEST, &a.path));
    for artifact in &ordered {
        let relative = Path::new(&artifact.path);
        if !relative.components().all(|c| matches!(c, Component::Normal(_))) {
            bail!("出力の名「{}」が正しくありません", artifact.path);
        }
    }
    for artifact in &ordered {
        check_writable(&dir.join(&artifact.path))?;
    }
    let mut staged = Vec::new();
    for artifact in &ordered {
        let target = dir.join(&artifact.path);
        let parent = target.parent().unwrap_or(dir);
        fs::create_dir_all(parent)
            .with_context(|| format!("フォルダ「{}」を作れません", parent.display()))?;
        let mut file = tempfile::Builder::new()
            .prefix(".tenken-")
            .tempfile_in(parent)
            .with_context(|| format!("「{}」に書けません", parent.display()))?;
        file.write_all(&artifact.bytes)
            .and_then(|()| file.as_file().sync_all())
            .with_context(|| format!("「{}」を書けません", target.display()))?;
        ordinary_permissions(file.as_file())?;
        staged.push((file, target));
    }
    let mut done: Vec<(PathBuf, Option<PathBuf>)> = Vec::new();
    for (file, target) in staged {
        match put(file, &target) {
            Ok(backup) => done.push((target, backup)),
            Err(error) => {
                undo(&done);
                return Err(error);
            }
        }
    }
    for (_, backup) in done {
        if let Some(backup) = backup {
            // The new file stands; a backup that cannot be removed harms nothing.
            let _ = fs::remove_file(backup);
        }
    }
    Ok(())
}

/// A temporary file is private; an output has the permissions of any new file.
fn ordinary_permissions(file: &File) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// Opens an existing target for writing without touching it: on Windows this fails while
/// Excel or a PDF viewer holds it.
fn check_writable(target: &Path) -> Result<()> {
    if !target.exists() {
        return Ok(());
    }
    if !target.is_file() {
        bail!("出力先「{}」がファイルではありません", target.display());
    }
    OpenOptions::new().append(true).open(target).map(drop).with_context(|| {
        format!(
            "出力先「{}」に書けません。Excel や PDF の画面で開いていれば閉じて、もう一度実行してください。何も変えていません",
            target.display()
        )
    })
}

/// Puts a finished file in its place in one step, so that a target is always whole; a
/// copy of the older one is kept aside until all are placed.
fn put(file: tempfile::NamedTempFile, target: &Path) -> Result<Option<PathBuf>> {
    let refused = || format!("「{}」を置き換えられません", target.display());
    let mut backup = None;
    if target.exists() {
        let aside = target.with_file_name(format!(".tenken-old-{}", file_name(target)));
        fs::copy(target, &aside).with_context(refused)?;
        backup = Some(aside);
    }
    let mut file = Some(file);
    let placed = retry(|| match file.take() {
        Some(f) => f.persist(target).map(drop).map_err(|e| {
            file = Some(e.file);
            e.error
        }),
        None => Ok(()),
    });
    if let Err(error) = placed {
        if let Some(aside) = backup {
            // The target is as it was; only the copy goes.
            let _ = fs::remove_file(aside);
        }
        return Err(error).with_context(refused);
    }
    Ok(backup)
}

/// Virus scanners and indexers hold new files for a moment on Windows.
fn retry(mut action: impl FnMut() -> std::io::Result<()>) -> std::io::Result<()> {
    let mut wait = std::time::Duration::from_millis(10);
    for _ in 0..6 {
        match action() {
            Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => {
                std::thread::sleep(wait);
                wait *= 2;
            }
            other => return other,
        }
    }
    action()
}

fn undo(done: &[(PathBuf, Option<PathBuf>)]) {
    for (target, backup) in done.iter().rev() {
        // Best effort: the first error is what the user has to see.
        let _ = match backup {
            Some(backup) => fs::rename(backup, target),
            None => fs::remove_file(target),
        };
    }
}

/// Removes files of an earlier run that this run no longer makes.
///
/// Only files below `dir` that the old manifest lists are touched.
///
/// # Errors
/// A file that cannot be removed.
pub fn remove_stale(dir: &Path, old: &[String], artifacts: &[Artifact]) -> Result<()> {
    for path in old {
        let relative = Path::new(path);
        let inside = relative.components().all(|c| matches!(c, Component::Normal(_)));
        if !inside || artifacts.iter().any(|a| a.path == *path) {
            continue;
        }
        let target = dir.join(relative);
        if target.is_file() {
            fs::remove_file(&target).with_context(|| {
                format!("古い出力「{}」を消せません", target.display())
            })?;
        }
    }
    Ok(())
}

/// The manifest of an earlier run, if there is one.
pub fn read_manifest(dir: &Path) -> Option<Vec<u8>> {
    fs::read(dir.join(MANIFEST)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::sorted_entries;

    fn artifact(path: &str, text: &str) -> Artifact {
        Artifact { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn names(dir: &Path) -> Vec<String> {
        sorted_entries(dir).unwrap().iter().map(|p| file_name(p)).collect()
    }

    #[test]
    fn a_commit_replaces_and_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        commit(dir.path(), &[artifact("表.txt", "一回目"), artifact(MANIFEST, "{}")])
            .unwrap();
        commit(dir.path(), &[artifact("表.txt", "二回目"), artifact("下/a", "x")])
            .unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("表.txt")).unwrap(), "二回目");
        assert_eq!(names(dir.path()), [MANIFEST, "下", "表.txt"]);
        assert_eq!(names(&dir.path().join("下")), ["a"]);
    }

    #[test]
    fn a_fault_in_the_middle_puts_back_what_was_there() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "old").unwrap();
        fs::write(dir.path().join(".tenken-old-a"), "old").unwrap();
        fs::write(dir.path().join("b"), "new file of this run").unwrap();
        fs::write(dir.path().join("a"), "new").unwrap();
        undo(&[
            (dir.path().join("a"), Some(dir.path().join(".tenken-old-a"))),
            (dir.path().join("b"), None),
        ]);
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "old");
        assert_eq!(names(dir.path()), ["a"]);
    }

    #[test]
    fn outputs_stay_below_their_folder() {
        let dir = tempfile::tempdir().unwrap();
        for path in ["../x", "/x", "a/../../x"] {
            assert!(commit(dir.path(), &[artifact(path, "x")]).is_err(), "{path}");
        }
        assert!(names(dir.path()).is_empty());
    }
}
