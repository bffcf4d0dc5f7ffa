//! What printers ask for, compared with what is on the pages.

mod marks;
mod sheet;

use super::{Inspection, MM, Oddity, words};
use crate::catalog::{Rule, press as rules};
use crate::diag::Diagnostic;

/// What a printer asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// 塗り足し, mm. 3 is the custom of Japanese printers.
    pub bleed: f64,
    /// 総インキ量, ％. 300 is what most printers call safe.
    pub ink: f64,
    /// Nothing to be read lies nearer to the trim, mm.
    pub safe: f64,
    /// Text below this size is small, pt: 13 Q is 9.2 pt.
    pub small_text: f64,
    /// Thinner lines are hairlines, mm: the thinnest rule of Japanese type is 0.1 mm.
    pub hairline: f64,
    /// Thinner lines want one ink in full, mm: of the dots of 175 lines an inch, 0.145 mm
    /// apart, two rows stand across 0.3 mm. In thinner lines a tint comes out as a dotted
    /// line (so the glossary of ddc.co.jp on 罫線), and two inks show every shift.
    pub thin_line: f64,
    /// 実効解像度 of photographs, dpi: twice the 175 lines of offset printing.
    pub dpi: f64,
    /// The pages are those of a booklet, stitched by fours.
    pub booklet: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bleed: 3.0,
            ink: 300.0,
            safe: 5.0,
            small_text: 9.0,
            hairline: 0.1,
            thin_line: 0.3,
            dpi: 350.0,
            booklet: true,
        }
    }
}

/// One rule broken on one page, with the first place and the number of places.
pub(super) struct Found {
    rule: &'static Rule,
    first: String,
    count: usize,
}

/// Findings of one page, by rule.
#[derive(Default)]
pub(super) struct Page(Vec<Found>);

impl Page {
    /// Counts one place; its words are made only for the first one.
    fn add(&mut self, rule: &'static Rule, words: impl FnOnce() -> String) {
        match self.0.iter_mut().find(|f| f.rule.code == rule.code) {
            Some(found) => found.count += 1,
            None => self.0.push(Found { rule, first: words(), count: 1 }),
        }
    }
}

/// What is said of one page or, in the same words, of several.
struct Told {
    rule: &'static Rule,
    text: String,
    pages: Vec<usize>,
}

/// Compares a file with what printers ask for. Findings are in the order of the pages.
pub fn judge(file: &Inspection, limits: &Limits) -> Vec<Diagnostic> {
    let mut out = whole(file, limits);
    let mut told: Vec<Told> = Vec::new();
    for (i, page) in file.pages.iter().enumerate() {
        for found in of_page(file, page, limits).0 {
            let more = match found.count {
                1 => String::new(),
                n => format!("（ほか{}か所）", n - 1),
            };
            let text = format!("{}{more}", found.first);
            let same = |t: &&mut Told| t.rule.code == found.rule.code && t.text == text;
            match told.iter_mut().find(same) {
                Some(told) => told.pages.push(i + 1),
                None => told.push(Told { rule: found.rule, text, pages: vec![i + 1] }),
            }
        }
    }
    let tell = |t: Told| Diagnostic::new(t.rule, t.text).about(words::pages(&t.pages));
    out.extend(told.into_iter().map(tell));
    out
}

fn of_page(file: &Inspection, page: &super::Page, limits: &Limits) -> Page {
    let modern = claims_x4(file);
    let mut found = Page::default();
    sheet::judge(page, &file.pages[0], limits, &mut found);
    marks::judge(page, limits, modern, &mut found);
    for oddity in &page.oddities {
        let (rule, text) = match oddity {
            Oddity::Transparency if modern => continue,
            Oddity::Transparency => {
                (&rules::PRESS_TRANSPARENCY, "半透明、ぼかし、影などの透明があります")
            }
            Oddity::Annotation => {
                (&rules::PRESS_ANNOTATION, "リンクか注釈か入力欄があります")
            }
            Oddity::Unread => {
                (&rules::PRESS_UNREAD, "調べられないグラデーション又は部品があります")
            }
        };
        found.add(rule, || text.to_owned());
    }
    found
}

/// Whether the rules of PDF/X-4 hold: it allows transparency and ICC CMYK.
pub(super) fn claims_x4(file: &Inspection) -> bool {
    file.claims.standard.as_deref().is_some_and(|s| s.starts_with("PDF/X-4"))
}

/// What concerns the file and no single page.
fn whole(file: &Inspection, limits: &Limits) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut say = |rule, text: String| out.push(Diagnostic::new(rule, text));
    match (&file.claims.standard, &file.claims.condition) {
        (None, _) => {
            say(&rules::PRESS_STANDARD, "PDF/X の規格が書かれていません".to_owned());
        }
        (Some(standard), None) => say(
            &rules::PRESS_STANDARD,
            format!("{standard} とありますが、印刷の条件が書かれていません"),
        ),
        (Some(standard), Some(condition)) if claims_x4(file) && !file.claims.profile => {
            say(
                &rules::PRESS_STANDARD,
                format!(
                    "{standard}（{condition}）とありますが、プロファイルが入っていません"
                ),
            )
        }
        _ => {}
    }
    if file.claims.repaired {
        let text = "PDF の目次（相互参照表）が壊れていて、直して読みました";
        say(&rules::PRESS_UNREAD, text.to_owned());
    }
    for font in file.fonts.iter().filter(|f| !f.embedded) {
        say(&rules::PRESS_FONT, format!("書体「{}」が埋め込まれていません", font.name));
    }
    for spot in &file.spots {
        say(&rules::PRESS_SPOT, format!("特色「{spot}」の版があります"));
    }
    let count = file.pages.len();
    if limits.booklet && !count.is_multiple_of(4) {
        say(&rules::PRESS_PAGES, format!("{count}頁です"));
    }
    out
}

/// Millimetres with one digit.
pub(super) fn mm(points: f64) -> String {
    format!("{:.1}", points / MM)
}
