//! The runs: check a plan folder, build its publications.

mod build;
mod earlier;
mod glyphs;
mod inputs;
mod pdf;
mod printing;
mod public;
mod receipts;
pub mod remarks;
mod returned;
mod secrecy;
mod verify;

use std::collections::BTreeMap;

pub use self::build::{REPORT, build};
pub use self::earlier::take_over;
pub use self::pdf::{Examined, check_pdf};
use self::printing::PressShop;
use self::returned::Shelf;
pub use self::verify::{Verified, verify};
use crate::catalog;
use crate::config::Publication;
use crate::diag::{Diagnostic, Diagnostics, Edition, Origin, Severity, Sources};
use crate::export::table::Handout;
use crate::fs::{PlanFolder, sha256};
use crate::look::Look;
use crate::model::manuscript::Page;
use crate::model::progress::{self, Join, Judging, Progress};
use crate::model::reconcile::{Receipt, Reconciliation};
use crate::model::year::FiscalYear;
use crate::read::grid;
use crate::read::names::Names;
use crate::read::submission::Submission;
use crate::rules;

/// Everything a run found out about a plan folder.
pub struct Checked {
    /// The joined model; `None` when the plan or the configuration could not be read.
    pub progress: Option<Progress>,
    /// The pages of the manuscript.
    pub pages: Vec<Page>,
    /// All findings, sorted.
    pub diagnostics: Diagnostics,
    /// Names behind their origins.
    pub sources: Sources,
    /// What went in and came out.
    pub reconciliation: Reconciliation,
    /// What arrived from each 課.
    pub receipts: Vec<Receipt>,
    /// 対象年度, for the name of the output folder.
    pub year: Option<FiscalYear>,
    /// How each returned book was understood: path, lines.
    pub layouts: Vec<(String, Vec<String>)>,
    /// The design, with what the plan folder puts in its place.
    pub look: Look,
    /// `--deny-warnings`: with a warning nothing is published.
    pub deny_warnings: bool,
    /// ［公開］ of tenken.toml.
    pub publication: Publication,
    /// ［印刷］ and the files of the folder 印刷.
    press_shop: PressShop,
    /// Rows of 名寄せ.xlsx in which something is decided.
    decided: Vec<[String; 8]>,
    /// How the council workbook is headed and printed.
    handout: Handout,
    /// What is hidden.
    hidden: secrecy::Hidden,
    inputs: BTreeMap<String, String>,
}

impl Checked {
    fn may_publish(&self) -> bool {
        let warned = self.diagnostics.count(Severity::Warning) > 0;
        let refused = self.deny_warnings && warned;
        let forbids = |d: &Diagnostic| {
            d.severity == Severity::Error && !catalog::press::is_of_press_alone(d.rule)
        };
        !refused && !self.diagnostics.iter().any(forbids)
    }

    /// Counts one book into the sums of the run.
    fn count(&mut self, submission: &Submission) {
        let sums = &mut self.reconciliation;
        sums.files_read += usize::from(!submission.failed);
        sums.files_failed += usize::from(submission.failed);
        sums.sheets.0 += submission.sheets.0;
        sums.sheets.1 += submission.sheets.1;
        sums.cells.add(&submission.cells);
        sums.values.add(&submission.values);
    }
}

/// Reads and checks a plan folder. Nothing is written.
pub fn check(folder: &PlanFolder, progress_line: &mut dyn FnMut(&str)) -> Checked {
    let mut sources = Sources::default();
    let mut checked = Checked {
        progress: None,
        pages: Vec::new(),
        diagnostics: Diagnostics::new(Edition::Draft),
        sources: Sources::default(),
        reconciliation: Reconciliation::default(),
        receipts: Vec::new(),
        year: None,
        layouts: Vec::new(),
        look: Look::built_in(),
        deny_warnings: false,
        publication: Publication::default(),
        press_shop: PressShop::default(),
        decided: Vec::new(),
        handout: Handout::default(),
        hidden: secrecy::Hidden::default(),
        inputs: hash_inputs(folder),
    };
    checked.progress = run(folder, &mut sources, &mut checked, progress_line);
    checked.diagnostics.sort();
    checked.diagnostics.put_repeats_together();
    checked.sources = sources;
    checked
}

fn hash_inputs(folder: &PlanFolder) -> BTreeMap<String, String> {
    let named = [
        ("tenken.toml", &folder.config),
        ("計画.xlsx", &folder.plan),
        ("概要版.md", &folder.manuscript),
        ("名寄せ.xlsx", &folder.decisions),
    ];
    let mut inputs: BTreeMap<String, String> = named
        .into_iter()
        .filter_map(|(name, bytes)| Some((name.to_owned(), sha256(bytes.as_ref()?))))
        .collect();
    inputs.extend(folder.materials.iter().map(|(path, b)| (path.clone(), sha256(b))));
    for file in &folder.returned {
        if let Some(bytes) = file.bytes() {
            inputs.insert(file.path.clone(), sha256(bytes));
        }
    }
    inputs
}

/// The steps in their order; `None` where one of them has said why it cannot go on.
fn run(
    folder: &PlanFolder,
    sources: &mut Sources,
    out: &mut Checked,
    progress_line: &mut dyn FnMut(&str),
) -> Option<Progress> {
    let (config, year, config_book) = inputs::configure(folder, sources, out)?;
    out.publication = config.publication;
    out.handout = inputs::handout(&config);
    out.press_shop = PressShop::new(&config.printing, folder);
    inputs::read_look(folder, &config, config_book, sources, out);
    let plan = inputs::read_plan(folder, sources, &mut out.diagnostics)?;
    if !plan.years().contains(&year) {
        let text = format!("対象年度「{}」は計画期間の年度ではありません", config.year);
        let finding = Diagnostic::new(&catalog::YEAR_OUTSIDE, text);
        out.diagnostics.push(finding.at(Origin::book(config_book)));
        return None;
    }
    let text = folder.config.as_deref().map(grid::decode_text).unwrap_or_default();
    let secret = secrecy::rule(&config, (&text, config_book), year, out);
    if config.secrecy.is_some() && secret.is_none() {
        return None;
    }
    let (vocabulary, forms) =
        inputs::words(&config, config_book, &plan, &mut out.diagnostics)?;
    let mut decisions =
        inputs::read_decisions(folder, &plan, sources, &mut out.diagnostics);
    out.decided = std::mem::take(&mut decisions.rows);
    let names = Names::new(&plan, decisions);
    let shelf = Shelf {
        plan: &plan,
        names: &names,
        vocabulary: &vocabulary,
        forms: &forms,
        hidden: config.hidden,
        year,
    };
    let mut books = returned::read(folder, &shelf, sources, out, progress_line);
    let evaluations = std::mem::take(&mut books.evaluations);
    let unsettled = rules::Returned { plan: &plan, evaluations, sources };
    let mut evaluations = rules::settle(unsettled, &mut out.diagnostics);
    let answers = rules::Answers {
        plan: &plan,
        year,
        evaluations: &evaluations,
        submitted: &books.arrived(year, false),
        unreadable: &books.arrived(year, true),
        books: &books.of_this_year,
    };
    rules::check(&answers, &mut out.diagnostics);
    // From here on a hidden value is x: nothing that is published knows its number.
    out.hidden = secrecy::hide(
        &plan,
        &mut evaluations,
        secret.as_ref(),
        year,
        &mut out.diagnostics,
    );
    let judging = Judging {
        keep_tolerance: config.keep_tolerance,
        rate_cap: config.rate_cap,
        small_below: secret.as_ref().map(|rule| rule.below),
    };
    let join = Join {
        year,
        edition: config.edition,
        edition_words: config.edition_words.as_deref(),
        issued: &config.issued,
        judging,
        evaluations: &evaluations,
    };
    let joined = progress::join(plan, &join);
    out.reconciliation.answers = (joined.total.answers, joined.total.answers_due);
    out.reconciliation.projects = joined.total.projects;
    rules::reconcile(&out.reconciliation, &joined, &mut out.diagnostics);
    let manuscript =
        inputs::read_manuscript(folder, &joined, sources, &mut out.diagnostics);
    out.look.files.extend(inputs::photographs(folder, &manuscript.pages));
    let proof = rules::Proof {
        progress: &joined,
        passages: &manuscript.passages,
        allowed: &config.proof.allowed,
    };
    rules::proofread(&proof, &mut out.diagnostics);
    let texts = rules::SecretTexts {
        plan: &joined.plan,
        year,
        evaluations: &evaluations,
        passages: &manuscript.passages,
        secrecy: &out.hidden.secrecy,
        allowed: config.secrecy.as_ref().map_or(&[], |s| &s.allowed),
    };
    rules::secret_texts(&texts, &mut out.diagnostics);
    out.pages = manuscript.pages;
    glyphs::report(&joined, &out.pages, &out.look, &out.handout, folder, sources)
        .into_iter()
        .for_each(|finding| out.diagnostics.push(finding));
    // All rules have looked; what is counted and told from here on is what people read.
    out.diagnostics.sort();
    out.diagnostics.put_repeats_together();
    out.receipts =
        receipts::receipts(&joined, &books.submissions, year, &out.diagnostics);
    Some(joined)
}
