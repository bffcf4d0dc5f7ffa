//! Events of the Markdown parser → blocks and pages.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::containers::{OpenBox, OpenList};
use super::images::OpenImage;
use super::inline::Inline;
use super::tables::OpenTable;
use super::{Desk, Source, strays};
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::manuscript::{Block, Manuscript, Page, Run};
use crate::model::passage::{Passage, PassageKind};

/// A link that is open: its target, where it begins, the text before it.
struct OpenLink {
    target: String,
    byte: usize,
    shown: String,
    typed: bool,
}

pub(super) struct Builder<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) source: &'a Source,
    pub(super) findings: Vec<Diagnostic>,
    made: Manuscript,
    pub(super) inline: Inline,
    bold: u32,
    pub(super) open_box: Option<OpenBox>,
    pub(super) list: Option<OpenList>,
    pub(super) table: Option<OpenTable>,
    pub(super) image: Option<OpenImage>,
    link: Option<OpenLink>,
    pub(super) in_heading: bool,
    /// Blocks that stand inside something that cannot hold them: they follow it.
    after: Vec<Block>,
    /// Text that is collected to be named, not printed: HTML, code.
    aside: Option<(String, usize)>,
    /// A line `---` was read and nothing after it.
    page_break: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        desk: &'a Desk<'a>,
        source: &'a Source,
        findings: Vec<Diagnostic>,
    ) -> Self {
        Builder {
            desk,
            source,
            findings,
            made: Manuscript::default(),
            inline: Inline::default(),
            bold: 0,
            open_box: None,
            list: None,
            table: None,
            image: None,
            link: None,
            in_heading: false,
            after: Vec::new(),
            aside: None,
            page_break: false,
        }
    }

    pub(super) fn finish(self) -> (Manuscript, Vec<Diagnostic>) {
        (self.made, self.findings)
    }

    pub(super) fn event(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) | Event::Html(text) if self.aside.is_some() => {
                if let Some((aside, _)) = &mut self.aside {
                    aside.push_str(&text);
                }
            }
            Event::Text(text) => self.push(&text, &range),
            Event::Code(text) => {
                self.push(&text, &range);
                self.unprinted(range.start, "「`」の印は載らず、中の文字だけが載ります");
            }
            Event::SoftBreak => self.inline.soft_break(),
            Event::HardBreak => self.push("\n", &range),
            Event::InlineHtml(html) => self.inline_html(&html, &range),
            Event::Rule => self.rule(range.start),
            _ => {}
        }
    }

    pub(super) fn push(&mut self, text: &str, range: &Range<usize>) {
        if let Some(link) = &mut self.link {
            link.shown.push_str(text);
        }
        match &mut self.image {
            Some(image) => image.alt.push(text, false, self.source, range),
            None => self.inline.push(text, self.bold > 0, self.source, range),
        }
    }

    fn start(&mut self, tag: Tag, range: &Range<usize>) {
        match tag {
            Tag::Heading { .. } => {
                self.leave_list("見出し", range.start);
                self.inline.clear();
                self.in_heading = true;
            }
            // The next paragraph of an item goes on below the first.
            Tag::Paragraph if self.list.is_some() && !self.inline.is_blank() => {
                self.inline.paragraph_break();
            }
            Tag::Paragraph => self.inline.clear(),
            Tag::TableCell => self.inline.clear(),
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => {
                self.unprinted(
                    range.start,
                    "斜体の印「*」「_」は載らず、並の字で載ります",
                );
            }
            Tag::BlockQuote(_) => self.open_box(range.start),
            Tag::List(first) => self.open_list(first, range.start),
            Tag::Item if self.list.is_some() => self.inline.clear(),
            Tag::Table(align) => {
                self.leave_list("表", range.start);
                self.table = Some(OpenTable::new(&align));
            }
            Tag::TableRow => self.table_row(range),
            Tag::Image { dest_url, title, .. } => {
                self.image = Some(OpenImage::new(&dest_url, &title, range.start));
            }
            Tag::Link { link_type, dest_url, .. } => {
                self.link = Some(OpenLink {
                    target: dest_url.into_string(),
                    byte: range.start,
                    shown: String::new(),
                    typed: !matches!(link_type, LinkType::Autolink | LinkType::Email),
                });
            }
            Tag::HtmlBlock | Tag::CodeBlock(_) => {
                self.leave_list("囲みの書き方", range.start);
                self.aside = Some((String::new(), range.start));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Heading(level) => self.heading(level, range),
            TagEnd::Paragraph if self.list.is_none() => self.paragraph(range.start),
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::BlockQuote(_) => self.close_box(range.start),
            TagEnd::Item => self.item(),
            TagEnd::List(_) => self.close_list(range.start),
            TagEnd::TableCell => self.table_cell(range.start),
            TagEnd::TableHead => self.table_head_end(),
            TagEnd::TableRow => self.table_row_end(),
            TagEnd::Table => self.table_end(range.start),
            TagEnd::Image => self.image_end(),
            TagEnd::Link => {
                if let Some(link) = self.link.take().filter(|link| link.typed) {
                    self.link(&link.target, &link.shown, link.byte);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some((html, byte)) = self.aside.take() {
                    self.html_block(&html, byte);
                }
            }
            TagEnd::CodeBlock => {
                if let Some((code, byte)) = self.aside.take() {
                    self.code_block(&code, byte);
                }
            }
            _ => {}
        }
    }

    /// Files a text for the proof-readers, and what is odd about its signs.
    pub(super) fn passage(&mut self, passage: Passage) {
        if passage.text.trim().is_empty() {
            return;
        }
        self.findings.extend(strays::check(&passage, self.desk.facts));
        self.made.passages.push(passage);
    }

    fn heading(&mut self, level: HeadingLevel, range: &Range<usize>) {
        self.in_heading = false;
        let taken = self.inline.take();
        let text = taken.text();
        self.odd_heading(level, text.trim(), range);
        self.passage(taken.passage(PassageKind::Heading, self.desk.book));
        let mut parts: Vec<String> =
            text.split(['｜', '|']).map(|part| part.trim().to_owned()).collect();
        if let Some(open) = &mut self.open_box {
            if open.title.is_empty() && open.blocks.is_empty() {
                open.title = text;
            } else {
                let runs = vec![Run { text, bold: true }];
                open.blocks.push(Block::Paragraph { runs });
            }
        } else if level == HeadingLevel::H1 {
            let meta = (parts.len() == 3).then(|| parts.remove(2));
            let (kicker, title) = match &mut parts[..] {
                [kicker, title] => (Some(std::mem::take(kicker)), std::mem::take(title)),
                _ => (None, text.trim().to_owned()),
            };
            let line = self.source.place(range.start).0;
            self.page_break = false;
            self.made.pages.push(Page { kicker, title, meta, blocks: Vec::new(), line });
        } else {
            let level = if level == HeadingLevel::H2 { 2 } else { 3 };
            let sub = (parts.len() > 1).then(|| parts.split_off(1).join("｜"));
            let title = parts.remove(0);
            self.block(Block::Heading { level, title, sub }, range.start);
        }
        self.deferred(range.start);
    }

    pub(super) fn paragraph(&mut self, byte: usize) {
        let mut taken = self.inline.take();
        if taken.is_blank() {
            return;
        }
        let wants_title = |b: &OpenBox| b.title.is_empty() && b.blocks.is_empty();
        if self.open_box.as_ref().is_some_and(wants_title) {
            let whole = taken.is_bold();
            let title = if whole { None } else { taken.split_bold_line() };
            if let Some(title) = &title {
                self.box_title(title);
            } else if whole {
                return self.box_title(&taken);
            }
        }
        let taken = taken.without_indent();
        let bold = taken.is_bold() && self.open_box.is_none();
        let is_note = taken.runs.first().is_some_and(|r| r.text.starts_with('※'));
        let kind = match (bold, is_note) {
            (true, _) => PassageKind::Lead,
            (false, true) => PassageKind::Note,
            (false, false) => PassageKind::Body,
        };
        self.passage(taken.passage(kind, self.desk.book));
        let runs = taken.runs;
        let block = match kind {
            PassageKind::Lead => Block::Lead { runs },
            PassageKind::Note => Block::Note { runs },
            _ => Block::Paragraph { runs },
        };
        self.block(block, byte);
    }

    fn rule(&mut self, byte: usize) {
        self.leave_list("「---」", byte);
        if self.open_box.is_some() {
            self.unprinted(byte, "囲みの中では頁を改められません");
        } else {
            self.page_break = true;
        }
    }

    /// Adds a block where it may stand: in the box, on the page, or after what cannot
    /// hold it.
    pub(super) fn block(&mut self, block: Block, byte: usize) {
        let lone =
            matches!(block, Block::Table { .. } | Block::Figure { .. } | Block::Photo(_));
        if lone && (self.table.is_some() || self.in_heading || self.open_box.is_some()) {
            let text = "囲み・表・見出しの中の図、写真、表は、そのすぐ後に載せます";
            self.unprinted(byte, text);
            self.after.push(block);
            return;
        }
        self.place(block, byte);
    }

    /// Puts out what waited for the end of a box, a table or a heading.
    pub(super) fn deferred(&mut self, byte: usize) {
        if self.open_box.is_none() {
            for block in std::mem::take(&mut self.after) {
                self.place(block, byte);
            }
        }
    }

    pub(super) fn place(&mut self, block: Block, byte: usize) {
        if let Some(open) = &mut self.open_box {
            open.blocks.push(block);
            return;
        }
        let line = self.source.place(byte).0;
        if let Some(page) = self.made.pages.last()
            && std::mem::take(&mut self.page_break)
            && !page.blocks.is_empty()
        {
            let title = page.title.trim_end_matches(CONTINUED);
            self.made.pages.push(Page {
                kicker: page.kicker.clone(),
                title: format!("{title}{CONTINUED}"),
                meta: None,
                blocks: Vec::new(),
                line,
            });
        }
        match self.made.pages.last_mut() {
            Some(page) => page.blocks.push(block),
            None => {
                let finding = Diagnostic::new(
                    &catalog::MANUSCRIPT_SYNTAX,
                    "最初の # の見出しより前に文や図があり、載せる頁がありません",
                );
                let origin = self.source.origin(self.desk.book, byte);
                self.findings.push(finding.at(origin));
            }
        }
    }
}

/// What the title of a page says that goes on from the page before.
const CONTINUED: &str = "（つづき）";
