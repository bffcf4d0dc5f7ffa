//! 句点 and 括弧.

use super::{Text, each, patterns};
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::passage::PassageKind;

patterns! {
    // The ends of sentences in the styles of です・ます and である.
    PREDICATE = "(?:です|ます|ました|ません|でした|でしょう|ましょう|ください|である|であった|する|した|された|される|している|いる|ある|られる|なる|なった)$";
}

/// Characters that may end a paragraph.
const ENDS: &str = "。．.！？!?」』）)】］〕〉》”：:…―";
/// A shorter text is a label.
const SENTENCE: usize = 10;

pub(super) fn full_stop(text: &Text) -> Option<Diagnostic> {
    let may = match text.kind() {
        PassageKind::Body | PassageKind::Note => true,
        // Leads and items are often without: those that have one need the last too.
        PassageKind::Lead | PassageKind::Item => false,
        _ => return None,
    };
    let shown = text.text.trim_end();
    let last = shown.chars().next_back()?;
    if ENDS.contains(last) || shown.chars().count() < SENTENCE {
        return None;
    }
    let is_sentence = may && each(&PREDICATE, shown).next().is_some();
    if !is_sentence && !shown.contains('。') {
        return None;
    }
    let part = shown.len() - last.len_utf8()..shown.len();
    let say = |around: &str| format!("文の終わりに句点（。）がありません: 「{around}」");
    text.remark(&catalog::FULL_STOP, part, say, "文の終わりに「。」を付けます")
}

const PAIRS: [(char, char); 8] = [
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('【', '】'),
    ('［', '］'),
    ('〈', '〉'),
    ('《', '》'),
    ('(', ')'),
];

/// A bracket without its other half.
pub(super) fn brackets(text: &Text) -> Option<Diagnostic> {
    let mut open: Vec<(usize, char)> = Vec::new();
    for (index, (at, c)) in text.text.char_indices().enumerate() {
        if PAIRS.iter().any(|(opening, _)| *opening == c) {
            open.push((at, c));
            continue;
        }
        let Some((opening, _)) = PAIRS.iter().find(|(_, closing)| *closing == c) else {
            continue;
        };
        match open.pop() {
            Some((_, before)) if before == *opening => {}
            Some((from, before)) => {
                let part = from..at + c.len_utf8();
                return mismatch(text, part, before, c);
            }
            // 1） and ア) begin an item.
            None if index <= 3 => {}
            None => return lone(text, at, c),
        }
    }
    let (at, c) = *open.first()?;
    lone(text, at, c)
}

fn lone(text: &Text, at: usize, c: char) -> Option<Diagnostic> {
    let part = at..at + c.len_utf8();
    let say = |around: &str| format!("括弧「{c}」の片方がありません: 「{around}」");
    text.remark(&catalog::BRACKETS, part, say, "括弧を組にします")
}

fn mismatch(
    text: &Text,
    part: std::ops::Range<usize>,
    opening: char,
    closing: char,
) -> Option<Diagnostic> {
    let say = |around: &str| {
        format!("括弧「{opening}」が「{closing}」で閉じています: 「{around}」")
    };
    text.remark(&catalog::BRACKETS, part, say, "同じ種類・同じ幅の括弧を組にします")
}
