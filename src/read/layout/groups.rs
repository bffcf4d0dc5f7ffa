//! Columns of one indicator beside those of another.

use std::collections::BTreeSet;

use super::Block;
use super::words::Field;
use crate::model::year::FiscalYear;
use crate::text::key1;

/// Columns of one indicator beside those of another: 指標1｜指標2. A group ends where a
/// column repeats, or where its parent does.
pub(super) fn groups(block: &mut Block) {
    let named = |c: &super::Column| c.field == Some(Field::IndicatorName);
    let count = block.columns.iter().filter(|c| c.group.is_none() && named(c)).count();
    if count < 2 {
        return;
    }
    if numbered(block) {
        return;
    }
    let parent = |c: &super::Column| c.path[..c.path.len().max(1) - 1].join("／");
    let parents: BTreeSet<String> =
        block.columns.iter().filter(|c| named(c)).map(parent).collect();
    let by_parent = parents.len() == count;
    let first = block.groups.len();
    let mut heads: Vec<String> = Vec::new();
    let mut seen: Vec<(Field, Option<FiscalYear>)> = Vec::new();
    let mut group = 0;
    for column in &mut block.columns {
        let Some(field) = column.field.filter(|f| f.is_of_indicator()) else { continue };
        if column.group.is_some() {
            continue;
        }
        if by_parent {
            let head = parent(column);
            group = heads.iter().position(|h| *h == head).unwrap_or(heads.len());
            if group == heads.len() {
                heads.push(head);
            }
        } else if seen.contains(&(field, column.year)) {
            group += 1;
            seen.clear();
        }
        seen.push((field, column.year));
        column.group = Some(first + group);
    }
    let groups = if by_parent { heads.len() } else { group + 1 };
    block.groups.extend((0..groups).map(|_| None));
}

/// 指標名① 実績① 指標名② 実績②: every column of an indicator bears its number.
pub(super) fn numbered(block: &mut Block) -> bool {
    let number = |c: &super::Column| -> Option<String> {
        let key = key1(c.path.last()?);
        let sign = |c: char| matches!(c, '①'..='⑳') || c.is_ascii_digit();
        let bare = key.trim_end_matches(sign);
        (bare.len() < key.len() && !bare.is_empty()).then(|| key[bare.len()..].to_owned())
    };
    let ours = |c: &super::Column| {
        c.group.is_none() && c.field.is_some_and(Field::is_of_indicator)
    };
    let all: Option<Vec<String>> =
        block.columns.iter().filter(|c| ours(c)).map(number).collect();
    let Some(all) = all else { return false };
    let mut heads: Vec<String> = Vec::new();
    for number in all {
        if !heads.contains(&number) {
            heads.push(number);
        }
    }
    if heads.len() < 2 {
        return false;
    }
    let first = block.groups.len();
    for column in block.columns.iter_mut().filter(|c| ours(c)) {
        let head = number(column);
        let group = heads.iter().position(|h| Some(h) == head.as_ref());
        column.group = group.map(|g| first + g);
    }
    block.groups.extend(heads.iter().map(|_| None));
    true
}
