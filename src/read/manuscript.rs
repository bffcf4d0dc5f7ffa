//! `概要版.md` → the pages of the booklet.
//!
//! CommonMark with a few meanings of our own: a first-level heading opens a page
//! (「小題｜題」 puts a small title above it), a quotation is a box whose first heading or
//! bold line is its title, an image whose target is `図:NAME` is a figure made from the
//! data, and `{{ NAME }}` is a fact of the plan.

use pulldown_cmark::{Alignment, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::catalog;
use crate::diag::{BookId, Diagnostic, Origin};
use crate::model::manuscript::{Block, FIGURES, Page, Run};
use crate::read::config::nearest;

/// Reads the manuscript. `fact` answers `{{ NAME }}`; `names` are the facts it knows.
pub fn read(
    text: &str,
    book: BookId,
    names: &[&str],
    fact: impl Fn(&str) -> Option<String>,
) -> (Vec<Page>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let filled = fill_facts(text, book, names, fact, &mut findings);
    let options = Options::ENABLE_TABLES;
    let mut builder = Builder { findings, ..Builder::new(book, &filled) };
    let breaks: Vec<usize> = filled.match_indices('\n').map(|(at, _)| at).collect();
    for (event, range) in Parser::new_ext(&filled, options).into_offset_iter() {
        let line = breaks.partition_point(|at| *at < range.start) as u32 + 1;
        builder.event(event, line);
    }
    (builder.pages, builder.findings)
}

/// Puts facts in place of `{{ NAME }}`, keeping the lines where they are.
fn fill_facts(
    text: &str,
    book: BookId,
    names: &[&str],
    fact: impl Fn(&str) -> Option<String>,
    findings: &mut Vec<Diagnostic>,
) -> String {
    let mut out = String::with_capacity(text.len());
    // How far the lines of `out` are counted, and which line that is.
    let mut lines = (0, 1);
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        // Comments tell the writer about {{ }}; they are not text.
        if let Some(comment) = rest[..start].rfind("<!--")
            && let Some(length) = rest[comment..].find("-->")
            && comment + length > start
        {
            out.push_str(&rest[..comment + length]);
            rest = &rest[comment + length..];
            continue;
        }
        let Some(length) = rest[start..].find("}}") else { break };
        out.push_str(&rest[..start]);
        let name = rest[start + 2..start + length].trim();
        match fact(name) {
            // The fact is text, whatever signs of Markdown it holds.
            Some(value) => out.extend(value.chars().flat_map(|c| {
                let escape = c.is_ascii_punctuation().then_some('\\');
                escape.into_iter().chain(std::iter::once(c))
            })),
            None => {
                lines.1 += out[lines.0..].matches('\n').count() as u32;
                lines.0 = out.len();
                let line = lines.1;
                let text = format!("「{name}」という差し込みはありません");
                let finding = Diagnostic::new(&catalog::MANUSCRIPT_VARIABLE, text)
                    .at(Origin::line(book, line));
                findings.push(match nearest(name, names.iter().copied()) {
                    Some(near) => finding.hint(format!("「{near}」ではありませんか")),
                    None => finding.hint(format!("差し込める項目: {}", names.join("、"))),
                });
            }
        }
        rest = &rest[start + length + 2..];
    }
    out.push_str(rest);
    out
}

/// The table that is open.
#[derive(Default)]
struct OpenTable {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    align: Vec<&'static str>,
}

struct Builder<'a> {
    book: BookId,
    text: &'a str,
    findings: Vec<Diagnostic>,
    pages: Vec<Page>,
    /// Blocks of the box that is open, with its title.
    open_box: Option<(String, Vec<Block>)>,
    runs: Vec<Run>,
    bold: u32,
    list: Option<(bool, Vec<Vec<Run>>)>,
    table: Option<OpenTable>,
    row: Vec<String>,
    heading_line: u32,
    /// The target of the image that is open: its alternative text is not body text.
    in_image: bool,
}

impl<'a> Builder<'a> {
    fn new(book: BookId, text: &'a str) -> Self {
        Builder {
            book,
            text,
            findings: Vec::new(),
            pages: Vec::new(),
            open_box: None,
            runs: Vec::new(),
            bold: 0,
            list: None,
            table: None,
            row: Vec::new(),
            heading_line: 1,
            in_image: false,
        }
    }

    fn event(&mut self, event: Event, line: u32) {
        match event {
            Event::Start(tag) => self.start(tag, line),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) if !self.in_image => self.push(&text),
            // A line break inside Japanese text is no space.
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.push("\n"),
            // A closing tag belongs to the one that was named already.
            Event::InlineHtml(text)
                if !text.starts_with("<!--") && !text.starts_with("</") =>
            {
                self.unsupported("HTML の書き方", line);
            }
            Event::Rule => {}
            _ => {}
        }
    }

    fn soft_break(&mut self) {
        let ends_ascii = self
            .runs
            .last()
            .and_then(|r| r.text.chars().last())
            .is_some_and(|c| c.is_ascii_alphanumeric());
        if ends_ascii {
            self.push(" ");
        }
    }

    fn push(&mut self, text: &str) {
        let bold = self.bold > 0;
        match self.runs.last_mut() {
            Some(run) if run.bold == bold => run.text.push_str(text),
            _ => self.runs.push(Run { text: text.to_owned(), bold }),
        }
    }

    fn unsupported(&mut self, what: &str, line: u32) {
        let text = format!("{what}は冊子では使えないため、載せません");
        self.findings.push(
            Diagnostic::new(&catalog::MANUSCRIPT_SYNTAX, text)
                .at(Origin::line(self.book, line)),
        );
    }

    fn start(&mut self, tag: Tag, line: u32) {
        match tag {
            Tag::Heading { .. } => {
                self.runs.clear();
                self.heading_line = line;
            }
            Tag::Paragraph | Tag::TableCell => self.runs.clear(),
            Tag::Strong => self.bold += 1,
            Tag::BlockQuote(_) => self.open_box = Some((String::new(), Vec::new())),
            Tag::List(first) => self.list = Some((first.is_some(), Vec::new())),
            Tag::Item => self.runs.clear(),
            Tag::Table(align) => {
                let align = align
                    .iter()
                    .map(|a| match a {
                        Alignment::Right => "right",
                        Alignment::Center => "center",
                        _ => "left",
                    })
                    .collect();
                self.table = Some(OpenTable { align, ..OpenTable::default() });
            }
            Tag::TableRow | Tag::TableHead => self.row.clear(),
            Tag::Image { dest_url, .. } => {
                self.in_image = true;
                self.figure(&dest_url, line);
            }
            Tag::HtmlBlock if !is_comment(self.text, line) => {
                self.unsupported("HTML の書き方", line);
            }
            Tag::CodeBlock(_) => self.unsupported("囲みコード", line),
            _ => {}
        }
    }

    fn figure(&mut self, target: &str, line: u32) {
        let Some(name) = target.strip_prefix("図:") else {
            self.unsupported("画像の貼り付け", line);
            return;
        };
        if FIGURES.contains(&name) {
            self.block(Block::Figure { name: name.to_owned() });
            return;
        }
        let text = format!("「図:{name}」という図はありません");
        let finding = Diagnostic::new(&catalog::MANUSCRIPT_FIGURE, text)
            .at(Origin::line(self.book, line));
        self.findings.push(match nearest(name, FIGURES) {
            Some(near) => finding.hint(format!("「図:{near}」ではありませんか")),
            None => finding.hint(format!("作れる図: {}", FIGURES.join("、"))),
        });
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::Paragraph => self.paragraph(),
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::BlockQuote(_) => {
                if let Some((title, blocks)) = self.open_box.take() {
                    self.block(Block::Box { title, blocks });
                }
            }
            TagEnd::Item => {
                let runs = std::mem::take(&mut self.runs);
                if let Some((_, items)) = &mut self.list
                    && !runs.is_empty()
                {
                    items.push(runs);
                }
            }
            TagEnd::List(_) => {
                if let Some((ordered, items)) = self.list.take() {
                    self.block(Block::List { ordered, items });
                }
            }
            TagEnd::TableCell => {
                let text: String = self.runs.drain(..).map(|r| r.text).collect();
                self.row.push(text);
            }
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.header = std::mem::take(&mut self.row);
                }
            }
            TagEnd::TableRow => {
                let row = std::mem::take(&mut self.row);
                if let Some(table) = &mut self.table {
                    table.rows.push(row);
                }
            }
            TagEnd::Table => {
                if let Some(OpenTable { header, rows, align }) = self.table.take() {
                    self.block(Block::Table { header, rows, align });
                }
            }
            TagEnd::Image => self.in_image = false,
            _ => {}
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        let text: String = self.runs.drain(..).map(|r| r.text).collect();
        match level {
            HeadingLevel::H1 => {
                let mut parts: Vec<&str> = text.split('｜').map(str::trim).collect();
                let meta = (parts.len() > 2).then(|| parts.remove(2).to_owned());
                let (kicker, title) = match parts[..] {
                    [kicker, title] => (Some(kicker.to_owned()), title.to_owned()),
                    _ => (None, text.trim().to_owned()),
                };
                self.pages.push(Page { kicker, title, meta, blocks: Vec::new() });
            }
            _ => {
                if let Some((title, blocks)) = &mut self.open_box
                    && title.is_empty()
                    && blocks.is_empty()
                {
                    *title = text;
                    return;
                }
                let (title, sub) = match text.split_once('｜') {
                    Some((title, sub)) => {
                        (title.trim().to_owned(), Some(sub.trim().to_owned()))
                    }
                    None => (text, None),
                };
                let level = if level == HeadingLevel::H2 { 2 } else { 3 };
                self.block(Block::Heading { level, title, sub });
            }
        }
    }

    fn paragraph(&mut self) {
        // Inside a list the item takes the runs.
        if self.list.is_some() {
            return;
        }
        let runs: Vec<Run> = std::mem::take(&mut self.runs);
        if runs.iter().all(|r| r.text.trim().is_empty()) {
            return;
        }
        let all_bold = runs.iter().all(|r| r.bold);
        if all_bold
            && let Some((title, blocks)) = &mut self.open_box
            && title.is_empty()
            && blocks.is_empty()
        {
            *title = runs.into_iter().map(|r| r.text).collect();
            return;
        }
        let is_note = runs.first().is_some_and(|r| r.text.starts_with('※'));
        self.block(if all_bold {
            Block::Lead { runs }
        } else if is_note {
            Block::Note { runs }
        } else {
            Block::Paragraph { runs }
        });
    }

    fn block(&mut self, block: Block) {
        if let Some((_, blocks)) = &mut self.open_box {
            blocks.push(block);
            return;
        }
        match self.pages.last_mut() {
            Some(page) => page.blocks.push(block),
            None => {
                let line = self.heading_line.min(self.text.lines().count() as u32);
                let finding = Diagnostic::new(
                    &catalog::MANUSCRIPT_SYNTAX,
                    "最初の # の見出しより前に文や図があり、載せる頁がありません",
                );
                self.findings.push(finding.at(Origin::line(self.book, line)));
            }
        }
    }
}

/// Whether the block that begins on this line is a comment.
fn is_comment(text: &str, line: u32) -> bool {
    let first = text.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default();
    first.trim_start().starts_with("<!--")
}
