//! What lies in a plan folder. Nothing in it is changed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{explain, file_name, refusal, sorted_entries};

/// A file of a year folder.
#[derive(Debug, Clone)]
pub struct Returned {
    /// Path below the plan folder, with `/`.
    pub path: String,
    /// The name of the folder it lies in: 「令和9年度」.
    pub year: String,
    /// What was found there.
    pub content: Content,
}

/// What lies at a place in the year folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A file with the name of a book.
    Book(Vec<u8>),
    /// A folder.
    Folder,
    /// Something that is not looked into: a lock file, a document.
    Other,
    /// The machine does not let us read it, and why.
    Refused(String),
}

impl Returned {
    /// The file, where it was read.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Book(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// What a plan folder holds.
#[derive(Debug, Clone, Default)]
pub struct PlanFolder {
    /// `tenken.toml`.
    pub config: Option<Vec<u8>>,
    /// `計画.xlsx`.
    pub plan: Option<Vec<u8>>,
    /// `概要版.md`.
    pub manuscript: Option<Vec<u8>>,
    /// `名寄せ.xlsx`, which need not be there.
    pub decisions: Option<Vec<u8>>,
    /// `評価/…`, in the order of their paths.
    pub returned: Vec<Returned>,
    /// Files of 画像, ひな形, 書体 and 印刷 and of folders in them, by path below the plan folder.
    pub materials: BTreeMap<String, Vec<u8>>,
}

/// Folders whose files the publications use as they are.
const MATERIAL_FOLDERS: [&str; 4] = ["画像", "ひな形", "書体", "印刷"];
/// How deep folders of materials are looked into.
const MATERIAL_DEPTH: u32 = 4;

/// What is read of one file; more is refused as too large by whoever looks at it.
const MAX_READ: u64 = 51 << 20;

/// Reads a plan folder; nothing in it is changed. `is_book` tells the names of files that
/// departments return.
///
/// # Errors
/// A missing folder, or a file that the machine refuses to read.
pub fn read_plan_folder(dir: &Path, is_book: fn(&str) -> bool) -> Result<PlanFolder> {
    if !dir.is_dir() {
        bail!(
            "計画のフォルダ「{}」がありません。tenken new で作るか、フォルダの名を確かめてください",
            dir.display()
        );
    }
    let optional = |name: &str| -> Result<Option<Vec<u8>>> {
        let path = dir.join(name);
        if !path.is_file() {
            return Ok(None);
        }
        read(&path).map(Some)
    };
    let mut folder = PlanFolder {
        config: optional("tenken.toml")?,
        plan: optional("計画.xlsx")?,
        manuscript: optional("概要版.md")?,
        decisions: optional("名寄せ.xlsx")?,
        returned: Vec::new(),
        materials: BTreeMap::new(),
    };
    for name in MATERIAL_FOLDERS.iter().filter(|name| dir.join(name).is_dir()) {
        materials(&dir.join(name), name, MATERIAL_DEPTH, &mut folder.materials)?;
    }
    let root = dir.join("評価");
    if root.is_dir() {
        for path in sorted_entries(&root)? {
            let name = file_name(&path);
            let below = format!("評価/{name}");
            let entries = if path.is_dir() { sorted_entries(&path) } else { Ok(vec![]) };
            let (content, entries) = match entries {
                Ok(entries) if path.is_dir() => (None, entries),
                Ok(_) => (Some(Content::Other), vec![]),
                Err(e) => (Some(Content::Refused(explain(&e))), vec![]),
            };
            for path in entries {
                collect(&path, &below, &name, is_book, &mut folder.returned);
            }
            if let Some(content) = content {
                let year = String::new();
                folder.returned.push(Returned { path: below, year, content });
            }
        }
    }
    Ok(folder)
}

/// Files of a folder of materials, without those that editors and systems leave behind.
fn materials(
    dir: &Path,
    below: &str,
    depth: u32,
    found: &mut BTreeMap<String, Vec<u8>>,
) -> Result<()> {
    for path in sorted_entries(dir)? {
        let name = file_name(&path);
        let shown = format!("{below}/{name}");
        let left_behind = name.starts_with(['.', '~']) || name == "Thumbs.db";
        if path.is_dir() && depth > 0 {
            materials(&path, &shown, depth - 1, found)?;
        } else if path.is_file() && !left_behind {
            found.insert(shown, read(&path)?);
        }
    }
    Ok(())
}

/// These files of an output folder, as far as they are there, by path below it. One that
/// the machine refuses to read is empty: it is not as it was made, as far as anyone can say.
pub fn read_outputs(dir: &Path, paths: &[String]) -> BTreeMap<String, Vec<u8>> {
    let inside = |path: &&String| {
        Path::new(path).components().all(|c| matches!(c, Component::Normal(_)))
    };
    let there = paths.iter().filter(inside).filter(|path| dir.join(path).is_file());
    there.map(|path| (path.clone(), read(&dir.join(path)).unwrap_or_default())).collect()
}

/// Every file of an output folder, by path below it.
///
/// # Errors
/// A missing folder, or a file that the machine refuses to read.
pub fn read_output_folder(dir: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    if !dir.is_dir() {
        bail!("出力のフォルダ「{}」がありません", dir.display());
    }
    let mut found = BTreeMap::new();
    for path in sorted_entries(dir)? {
        let name = file_name(&path);
        if path.is_dir() {
            materials(&path, &name, MATERIAL_DEPTH, &mut found)?;
        } else if path.is_file() && !name.starts_with(['.', '~']) {
            found.insert(name, read(&path)?);
        }
    }
    Ok(found)
}

/// The plan folders in a folder: those that hold a `tenken.toml`.
///
/// # Errors
/// A folder that the machine refuses to open.
pub fn plan_folders(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut folders = sorted_entries(dir)?;
    folders.retain(|path| path.join("tenken.toml").is_file());
    Ok(folders)
}

/// Files of a year folder, and of the folders in it that hold what was sent again.
fn collect(
    path: &Path,
    below: &str,
    year: &str,
    is_book: fn(&str) -> bool,
    found: &mut Vec<Returned>,
) {
    let name = file_name(path);
    let shown = format!("{below}/{name}");
    let in_year = below.matches('/').count() == 1;
    let again = in_year && path.is_dir() && is_resubmission(&name);
    let content = match again.then(|| sorted_entries(path)) {
        Some(Ok(entries)) => {
            for entry in entries {
                collect(&entry, &shown, year, is_book, found);
            }
            return;
        }
        Some(Err(e)) => Content::Refused(explain(&e)),
        None => look(path, is_book),
    };
    found.push(Returned { path: shown, year: year.to_owned(), content });
}

/// One file that cannot be read does not keep the others from being read.
fn look(path: &Path, is_book: fn(&str) -> bool) -> Content {
    let name = file_name(path);
    let is_book = is_book(&name) && !name.starts_with("~$");
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Content::Folder,
        Ok(meta) if !meta.is_file() || !is_book => Content::Other,
        Err(_) if !is_book => Content::Other,
        Ok(_) => {
            read_some(path).map_or_else(|e| Content::Refused(refusal(&e)), Content::Book)
        }
        Err(e) => Content::Refused(refusal(&e)),
    }
}

fn read_some(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_READ).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A folder inside that of a year, for what was sent again: 再提出, 差替（6月）.
fn is_resubmission(name: &str) -> bool {
    let words = ["再提出", "再々提出", "再再提出", "差替", "差し替え", "修正", "訂正"];
    words.iter().any(|word| name.starts_with(word))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    read_some(path).with_context(|| {
        format!(
            "「{}」を読めません。ほかのプログラムで開いていないか確かめてください",
            path.display()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_file_that_cannot_be_opened_does_not_hide_the_others() {
        let dir = tempfile::tempdir().unwrap();
        let year = dir.path().join("評価/令和9年度");
        fs::create_dir_all(year.join("こども課.xlsx")).unwrap();
        fs::write(year.join("福祉課.xlsx"), b"PK").unwrap();
        fs::write(year.join("~$福祉課.xlsx"), b"x").unwrap();
        fs::write(year.join("送付状.docx"), b"x").unwrap();
        std::os::unix::fs::symlink("ない", year.join("健康課.xlsx")).unwrap();
        let folder = read_plan_folder(dir.path(), |n| n.ends_with(".xlsx")).unwrap();
        let found: Vec<(&str, bool)> = folder
            .returned
            .iter()
            .map(|r| (&r.path["評価/令和9年度/".len()..], r.bytes().is_some()))
            .collect();
        assert_eq!(
            found,
            [
                ("~$福祉課.xlsx", false),
                ("こども課.xlsx", false),
                ("健康課.xlsx", false),
                ("福祉課.xlsx", true),
                ("送付状.docx", false),
            ]
        );
        assert_eq!(folder.returned[1].content, Content::Folder);
        assert!(matches!(folder.returned[2].content, Content::Refused(_)));
    }

    #[test]
    fn a_folder_of_resubmissions_belongs_to_its_year() {
        let dir = tempfile::tempdir().unwrap();
        for path in ["令和9年度/再提出/課.xlsx", "令和9年度/古い/課.xlsx"]
        {
            let path = dir.path().join("評価").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let found = read_plan_folder(dir.path(), |_| true).unwrap().returned;
        let found: Vec<(&str, &str, bool)> =
            found.iter().map(|r| (&*r.path, &*r.year, r.bytes().is_some())).collect();
        let folder = ("評価/令和9年度/再提出/課.xlsx", "令和9年度", true);
        assert_eq!(found, [folder, ("評価/令和9年度/古い", "令和9年度", false)]);
    }
}
