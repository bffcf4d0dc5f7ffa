//! 囲み and 箇条書き: what is open until its end is read.

use super::blocks::Builder;
use super::inline::Taken;
use crate::model::manuscript::{Block, Run};
use crate::model::passage::PassageKind;

/// The box that is open, with the boxes in it.
pub(super) struct OpenBox {
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
    depth: u32,
}

/// The list that is open; the lists inside it are put on its level.
pub(super) struct OpenList {
    ordered: bool,
    items: Vec<Vec<Run>>,
    depth: u32,
}

impl Builder<'_> {
    pub(super) fn box_title(&mut self, title: &Taken) {
        self.passage(title.passage(PassageKind::Heading, self.desk.book));
        if let Some(open) = &mut self.open_box {
            open.title = title.text().trim().to_owned();
        }
    }

    pub(super) fn open_box(&mut self, byte: usize) {
        self.leave_list("囲み", byte);
        match &mut self.open_box {
            Some(open) => {
                open.depth += 1;
                self.unprinted(byte, "囲みの中の囲みは、外の囲みに続けて載せます");
            }
            None => {
                let (title, blocks) = (String::new(), Vec::new());
                self.open_box = Some(OpenBox { title, blocks, depth: 1 });
            }
        }
    }

    pub(super) fn close_box(&mut self, byte: usize) {
        if let Some(open) = &mut self.open_box
            && open.depth > 1
        {
            open.depth -= 1;
            return;
        }
        let Some(OpenBox { title, blocks, .. }) = self.open_box.take() else { return };
        if title.is_empty() {
            let text = "囲みに題がありません。最初の行を「> **題**」としてください";
            self.unprinted(byte, text);
        }
        self.block(Block::Box { title, blocks }, byte);
        self.deferred(byte);
    }

    pub(super) fn open_list(&mut self, first: Option<u64>, byte: usize) {
        if first.is_some_and(|n| n != 1) {
            self.unprinted(byte, "箇条書きの番号は 1 から振り直して載せます");
        }
        if self.list.is_some() {
            self.item();
            let text = "段のある箇条書きは使えないため、外の箇条書きと同じ段に載せます";
            self.unprinted(byte, text);
        }
        match &mut self.list {
            Some(list) => list.depth += 1,
            None => {
                let ordered = first.is_some();
                self.list = Some(OpenList { ordered, items: Vec::new(), depth: 1 });
            }
        }
    }

    pub(super) fn item(&mut self) {
        let taken = self.inline.take();
        if taken.is_blank() {
            return;
        }
        self.passage(taken.passage(PassageKind::Item, self.desk.book));
        if let Some(list) = &mut self.list {
            list.items.push(taken.runs);
        }
    }

    pub(super) fn close_list(&mut self, byte: usize) {
        let Some(list) = &mut self.list else { return };
        list.depth -= 1;
        if list.depth == 0 {
            self.flush_list(byte);
            self.list = None;
        }
    }

    /// Puts out the items that were read so far.
    fn flush_list(&mut self, byte: usize) {
        let Some(list) = &mut self.list else { return };
        let (ordered, items) = (list.ordered, std::mem::take(&mut list.items));
        if !items.is_empty() {
            self.place(Block::List { ordered, items }, byte);
        }
    }

    /// Something that is no text begins inside a list.
    pub(super) fn leave_list(&mut self, what: &str, byte: usize) {
        if self.list.is_none() {
            return;
        }
        self.item();
        self.flush_list(byte);
        let text = format!("箇条書きの中の{what}は、箇条書きを分けて載せます");
        self.unprinted(byte, text);
    }
}
