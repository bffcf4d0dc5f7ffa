//! 全角と半角: one width of digits, letters and brackets in one booklet.

use std::ops::Range;

use super::{Pattern, Text, each, patterns, whole};
use crate::catalog;
use crate::diag::{Diagnostic, Place};

patterns! {
    FULL_DIGITS = "[０-９]+";
    HALF_DIGITS = "[0-9]+";
    FULL_LETTERS = "[Ａ-Ｚａ-ｚ]+";
    HALF_LETTERS = "[A-Za-z][A-Za-z0-9.:/@_-]*";
    FULL_BRACKETS = "（[^（）]*）";
    HALF_BRACKETS = r"\([^()]*\)";
}

/// How many places are listed.
const LISTED: usize = 8;

struct Hit<'a> {
    text: &'a Text<'a>,
    part: Range<usize>,
}

fn hits<'a>(texts: &'a [Text<'a>], pattern: &'static Pattern) -> Vec<Hit<'a>> {
    let of = |text: &'a Text<'a>| {
        let all = each(pattern, text.text).filter_map(|hit| Some(whole(&hit)?.range()));
        all.filter(|part| !text.is_named(part)).map(move |part| Hit { text, part })
    };
    texts.iter().flat_map(of).collect()
}

/// One remark a kind, at the first place of the rarer width.
pub(super) fn check(texts: &[Text]) -> Vec<Diagnostic> {
    let address =
        |hit: &Hit| hit.text.text[hit.part.clone()].contains(['.', ':', '/', '@']);
    let mut letters = hits(texts, &HALF_LETTERS);
    letters.retain(|hit| !address(hit));
    // 「(2026)」 and 「(WHO)」 belong to the half-width text in them.
    let mut brackets = hits(texts, &HALF_BRACKETS);
    brackets.retain(|hit| !hit.text.text[hit.part.clone()].is_ascii());
    let kinds = [
        ("数字", hits(texts, &FULL_DIGITS), hits(texts, &HALF_DIGITS)),
        ("英字", hits(texts, &FULL_LETTERS), letters),
        ("丸括弧", hits(texts, &FULL_BRACKETS), brackets),
    ];
    kinds.iter().filter_map(|(what, full, half)| mixed(what, full, half)).collect()
}

fn mixed(what: &str, full: &[Hit], half: &[Hit]) -> Option<Diagnostic> {
    let (rare, width, usual) = match full.len() > half.len() {
        true => (half, "半角", "全角"),
        false => (full, "全角", "半角"),
    };
    let first = rare.first()?;
    let place = |hit: &Hit| match hit.text.passage.origin(hit.part.start).place {
        Place::Column(line, column) => format!("{line}行目{column}字目"),
        _ => String::new(),
    };
    let places: Vec<String> = rare.iter().take(LISTED).map(place).collect();
    let more = if rare.len() > LISTED { " ほか" } else { "" };
    let say = |around: &str| {
        format!(
            "{what}の全角（{} か所）と半角（{} か所）が混ざっています: 「{around}」",
            full.len(),
            half.len()
        )
    };
    let hint =
        format!("多い方の{usual}にそろえます。{width}の所: {}{more}", places.join("、"));
    first.text.remark(&catalog::MIXED_WIDTH, first.part.clone(), say, hint)
}
