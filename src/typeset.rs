//! 組版: templates, fonts and data in memory → PDF. Knows nothing of plans.
//!
//! The compiler sees no file system, no clock and no network: what it asks for is
//! answered from the program itself.

mod fault;
mod fonts;
mod frames;
mod inspect;
mod lines;
mod remarks;

use std::collections::{BTreeMap, HashMap};
use std::sync::{LazyLock, Mutex, PoisonError};

pub use self::fault::TemplateFault;
pub use self::fonts::{
    Coverage, Face, MAX_FACES, built_in_faces, claimed_faces, faces, font_files,
    is_private,
};
pub use self::inspect::{Ground, Painted};
use anyhow::{Error, Result, anyhow};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

pub use frames::PlacedText;
pub use remarks::Remark;

use frames::placed_texts;
use remarks::remarks;

/// A template file: its path under `templates/` and its text.
pub type TemplateFile = (&'static str, &'static str);

/// What a job is typeset for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Medium {
    /// The public edition: RGB, tagged, PDF/A-2a and PDF/UA-1 in one file.
    #[default]
    Screen,
    /// The press: CMYK, PDF 1.4 without tags. `page(bleed: …)` of the templates makes the
    /// pages larger by this many mm on every side.
    Press {
        /// 塗り足し, mm.
        bleed: u32,
    },
}

/// What is typeset, all of it in memory.
pub struct Job<'a> {
    /// The template to begin with.
    pub main: &'a str,
    /// Templates: path below the root, text. Of one path the last counts.
    pub templates: &'a [(&'a str, &'a str)],
    /// The document as JSON, served as `/data.json`.
    pub data: &'a str,
    /// Other files that the templates may ask for, by path below the root: photographs.
    pub files: &'a BTreeMap<String, Vec<u8>>,
    /// Font files that go before those in the program.
    pub fonts: &'a [Vec<u8>],
}

/// A finished booklet.
pub struct Typeset {
    /// The PDF file.
    pub pdf: Vec<u8>,
    /// 頁数.
    pub pages: usize,
    /// What the templates had to say.
    pub remarks: Vec<Remark>,
    /// Where the texts stand.
    pub texts: Vec<PlacedText>,
}

struct MemoryWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

fn file_id(path: &str) -> Result<FileId> {
    let path = VirtualPath::new(path).map_err(|e| anyhow!("{path}: {e:?}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for MemoryWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let missing = || FileError::NotFound(id.vpath().get_without_slash().into());
        self.sources.get(&id).cloned().ok_or_else(missing)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let missing = || FileError::NotFound(id.vpath().get_without_slash().into());
        self.files.get(&id).cloned().ok_or_else(missing)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// The clock is not asked: documents carry the dates of the configuration.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// What the templates read from `sys.inputs`. With fonts of the office they measure
/// instead of asking for widths.
fn inputs(medium: Medium, usual_fonts: bool) -> Dict {
    let mut inputs = Dict::new();
    if usual_fonts {
        inputs.insert("kumi".into(), lines::functions().into_value());
    } else {
        inputs.insert("own-fonts".into(), true.into_value());
    }
    if let Medium::Press { bleed } = medium {
        inputs.insert("ink".into(), "cmyk".into_value());
        inputs.insert("bleed".into(), bleed.to_string().into_value());
    }
    inputs
}

/// The standards of a medium. The press file becomes a PDF/X only when its boxes and its
/// output condition are put in, which Typst does not do.
fn standards(medium: Medium) -> Result<PdfStandards> {
    let list: &[PdfStandard] = match medium {
        Medium::Screen => &[PdfStandard::A_2a, PdfStandard::Ua_1],
        Medium::Press { .. } => &[PdfStandard::V_1_4],
    };
    PdfStandards::new(list).map_err(|e| anyhow!("PDF の規格: {}", e.message()))
}

/// Typesets a job for the screen.
///
/// # Errors
/// Those of [`typeset_for`].
pub fn typeset(job: &Job) -> Result<Typeset> {
    typeset_for(job, Medium::Screen)
}

/// Typesets a job.
///
/// # Errors
/// Template errors and warnings (an unknown font is only a warning to Typst), with the
/// template's file and line; characters without a glyph.
pub fn typeset_for(job: &Job, medium: Medium) -> Result<Typeset> {
    let (world, document) = lay_out(job, medium)?;
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Auto,
        timestamp: Datetime::from_ymd_hms(2000, 1, 1, 0, 0, 0).map(Timestamp::new_utc),
        page_ranges: None,
        standards: standards(medium)?,
        tagged: medium == Medium::Screen,
        pretty: false,
    };
    let pdf = typst_pdf::pdf(&document, &options)
        .map_err(|errors| told(&world, "PDF の誤り", &errors))?;
    Ok(Typeset {
        pdf,
        pages: document.pages().len(),
        remarks: remarks(&document),
        texts: placed_texts(&document),
    })
}

/// What the pages of a job show, without making a PDF. After [`typeset`] it costs little:
/// the compiler remembers.
///
/// # Errors
/// Those of [`typeset`], but for the PDF's own.
pub fn inspect(job: &Job) -> Result<Vec<Painted>> {
    let (_, document) = lay_out(job, Medium::Screen)?;
    Ok(inspect::texts(&document))
}

fn lay_out(job: &Job, medium: Medium) -> Result<(MemoryWorld, PagedDocument)> {
    let mut sources = HashMap::new();
    let mut files = HashMap::new();
    for (path, text) in job.templates {
        let id = file_id(path)?;
        if path.ends_with(".typ") {
            sources.insert(id, source(id, text));
        } else {
            files.insert(id, Bytes::from_string((*text).to_owned()));
        }
    }
    for (path, bytes) in job.files {
        files.insert(file_id(path)?, Bytes::new(bytes.clone()));
    }
    files.insert(file_id("data.json")?, Bytes::from_string(job.data.to_owned()));
    let own = job.fonts.iter().flat_map(|bytes| fonts::of_file(bytes));
    let fonts: Vec<Font> = own.chain(fonts::built_in().iter().cloned()).collect();
    // Header cells of rows: `pdf.header-cell` is not yet in Typst's settled part.
    let features = Features::from_iter([Feature::A11yExtras]);
    let world = MemoryWorld {
        library: LazyHash::new(
            Library::builder()
                .with_features(features)
                .with_inputs(inputs(medium, job.fonts.is_empty()))
                .build(),
        ),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        main: file_id(job.main)?,
        sources,
        files,
    };
    let result = typst::compile::<PagedDocument>(&world);
    if !result.warnings.is_empty() {
        return Err(told(&world, "組版の注意", &result.warnings));
    }
    let document = result.output.map_err(|e| told(&world, "組版の誤り", &e))?;
    Ok((world, document))
}

/// A template, parsed. The jobs of one run use the same ones, so what was parsed last for a
/// path is kept.
fn source(id: FileId, text: &str) -> Source {
    static KEPT: LazyLock<Mutex<HashMap<FileId, Source>>> = LazyLock::new(Mutex::default);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    match kept.get(&id) {
        Some(source) if source.text() == text => source.clone(),
        _ => {
            let source = Source::new(id, text.to_owned());
            kept.insert(id, source.clone());
            source
        }
    }
}

/// One error of all that Typst said, with the first as a [`TemplateFault`] inside.
fn told(world: &MemoryWorld, stage: &str, diagnostics: &[SourceDiagnostic]) -> Error {
    let faults: Vec<TemplateFault> =
        diagnostics.iter().map(|d| locate(world, d)).collect();
    let others: Vec<String> =
        faults.iter().skip(1).map(TemplateFault::to_string).collect();
    let stage = match others.is_empty() {
        true => stage.to_owned(),
        false => format!("{stage}（ほかに {}）", others.join(" / ")),
    };
    match faults.into_iter().next() {
        Some(first) => Error::new(first).context(stage),
        None => anyhow!(stage),
    }
}

fn locate(world: &MemoryWorld, d: &SourceDiagnostic) -> TemplateFault {
    let place = d.span.id().and_then(|id| {
        let range = world.range(d.span)?;
        let head = world.sources.get(&id)?.text().get(..range.start)?;
        let line = head.matches('\n').count() as u32 + 1;
        let column = head.rsplit('\n').next()?.chars().count() as u32 + 1;
        Some((id.vpath().get_without_slash().to_owned(), line, column))
    });
    let (file, line, column) = place.unwrap_or_default();
    let hints: String = d.hints.iter().map(|h| format!("（{}）", h.v)).collect();
    TemplateFault { file, line, column, message: d.message.to_string(), hints }
}
