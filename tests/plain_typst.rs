//! The templates as a designer uses them: plain Typst, the folder `templates/`, the files of
//! `fonts/` and nothing of this program.

use std::path::{Path, PathBuf};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

/// `typst compile --root templates --font-path fonts --ignore-system-fonts
/// --input data=/sample/data.json templates/booklet.typ`.
struct Plain {
    root: PathBuf,
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Plain {
    fn new(root: &Path, fonts: &Path, ink: &str) -> Self {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(fonts).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        let fonts: Vec<Font> = files
            .iter()
            .filter(|f| f.extension().is_some_and(|e| e == "ttf"))
            .flat_map(|f| Font::iter(Bytes::new(std::fs::read(f).unwrap())))
            .collect();
        let mut inputs = Dict::new();
        inputs.insert("data".into(), "/sample/data.json".into_value());
        inputs.insert("ink".into(), ink.into_value());
        Plain {
            root: root.to_owned(),
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
        }
    }

    fn read(&self, id: FileId) -> FileResult<Vec<u8>> {
        let path = self.root.join(id.vpath().get_without_slash());
        std::fs::read(&path).map_err(|_| FileError::NotFound(path))
    }
}

impl World for Plain {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        let path = VirtualPath::new("booklet.typ").unwrap();
        RootedPath::new(VirtualRoot::Project, path).intern()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        Ok(Source::new(id, String::from_utf8(self.read(id)?).unwrap()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        Ok(Bytes::new(self.read(id)?))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[test]
fn the_sample_can_be_set_with_plain_typst() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for ink in ["rgb", "cmyk"] {
        let world = Plain::new(&root.join("templates"), &root.join("fonts"), ink);
        let result = typst::compile::<PagedDocument>(&world);
        assert!(result.warnings.is_empty(), "{:?}", result.warnings);
        assert_eq!(result.output.unwrap().pages().len(), 12);
    }
}
