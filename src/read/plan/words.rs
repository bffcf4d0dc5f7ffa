//! The words of 評価区分 and 方向性: what departments type must mean one thing.

use std::collections::HashMap;

use super::Reader;
use crate::catalog::Rule;
use crate::diag::{Diagnostic, Origin};
use crate::read::table::Row;
use crate::text::key1;

/// A word, its column and its cell.
pub(super) type Word = (String, &'static str, Origin);

impl Reader<'_> {
    /// The words by which a row may be named: its columns and its 別名.
    pub(super) fn words(&self, row: Row, columns: &[&'static str]) -> Vec<Word> {
        let own = columns.iter().map(|c| (row.text(c), *c, row.origin(c)));
        let aliases = row.list("別名").into_iter();
        let aliases = aliases.map(|alias| (alias, "別名", row.origin("別名")));
        own.chain(aliases).filter(|(word, ..)| !word.is_empty()).collect()
    }

    /// A word that already names another row is a fault of its cell.
    pub(super) fn told_apart(
        &mut self,
        words: Vec<Word>,
        known: &mut HashMap<String, (Origin, String)>,
        name: &str,
        rule: &'static Rule,
    ) {
        let Some(row) = words.first().map(|(_, _, origin)| *origin) else { return };
        for (word, column, origin) in words {
            let entry = (row, name.to_owned());
            let (other, title) = known.entry(key1(&word)).or_insert(entry);
            if *other != row {
                let text = format!(
                    "{column}「{word}」が「{title}」と「{name}」の両方にあります"
                );
                self.diagnostics.push(Diagnostic::new(rule, text).at(origin));
            }
        }
    }
}
