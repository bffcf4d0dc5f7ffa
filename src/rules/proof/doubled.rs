//! 同じ字・語の重なり.

use super::{Text, each, group, patterns, whole};
use crate::catalog;
use crate::diag::Diagnostic;

/// Words that never stand twice in a row.
const WORDS: [&str; 22] = [
    "について",
    "において",
    "に対して",
    "に関する",
    "に関して",
    "による",
    "によって",
    "として",
    "のため",
    "するため",
    "される",
    "された",
    "している",
    "しました",
    "します",
    "です",
    "であり",
    "という",
    "及び",
    "又は",
    "並びに",
    "することが",
];

/// Kanji words that may stand twice: 一人一人 and the like begin with a number.
const RIGHT_TWICE: [&str; 12] = [
    "地域", "年度", "段階", "家庭", "場面", "時代", "個別", "部分", "節目", "季節",
    "瞬間", "都度",
];

patterns! {
    // A particle after a word, twice, before something that cannot go on as kana.
    NO = "[一-龥々ァ-ヺー0-9０-９」』）](のの)(?:[一-龥々ァ-ヺ「『（、。]|$)";
    NI = "[一-龥々ァ-ヺー0-9０-９」』）](にに)(?:[一-龥々ァ-ヺ「『（、。]|$)";
    GA = "[一-龥々ァ-ヺー0-9０-９」』）](がが)(?:[一-龥々ァ-ヺ「『（、。]|$)";
    HA = "[一-龥々ァ-ヺー0-9０-９」』）](はは)(?:[一-龥々ァ-ヺ「『（、。]|$)";
    DE = "[一-龥々ァ-ヺー0-9０-９」』）](でで)(?:[一-龥々ァ-ヺ「『（、。]|$)";
    TO = "[一-龥々ァ-ヺー0-9０-９」』）](とと)(?:[一-龥々ァ-ヺ「『（、。]|$)";
    WO = "(をを|どものの)";
    MARKS = "(。。|、、|。、|、。|，，)";
    FANGFANG = "(方方)(?:[^一-龥]|$)";
    // Whole words only: 福祉施設施設長 is right.
    RUN = "[一-龥々]{4,}";
    KATAKANA = "[ァ-ヺー]{6,}";
}

pub(super) fn check(text: &Text) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut mark = |part: std::ops::Range<usize>, half: &str| {
        let say = |around: &str| format!("「{half}」が重なっています: 「{around}」");
        let hint = format!("「{half}」を一つにします");
        found.extend(text.remark(&catalog::DOUBLED, part, say, hint));
    };
    for pattern in [&NO, &NI, &GA, &HA, &DE, &TO, &WO, &MARKS, &FANGFANG] {
        for hit in each(pattern, text.text) {
            let Some(part) = hit.get(1) else { continue };
            let last: String = group(&hit, 1).chars().skip(1).collect();
            let last = last.chars().next_back().map(String::from).unwrap_or_default();
            mark(part.range(), &last);
        }
    }
    for word in WORDS {
        let twice = word.repeat(2);
        for (at, _) in text.text.match_indices(&twice) {
            mark(at..at + twice.len(), word);
        }
    }
    for run in each(&RUN, text.text).filter_map(|hit| whole(&hit)) {
        if let Some((at, half)) = repeated_end(run.as_str()) {
            mark(run.start() + at..run.end(), half);
        }
    }
    for run in each(&KATAKANA, text.text).filter_map(|hit| whole(&hit)) {
        if let Some(half) = halves(run.as_str()) {
            mark(run.range(), half);
        }
    }
    found
}

/// A word of two kanji that ends a run twice.
fn repeated_end(run: &str) -> Option<(usize, &str)> {
    let at: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
    let start = *at.get(at.len().checked_sub(4)?)?;
    let middle = *at.get(at.len() - 2)?;
    let (first, second) = (&run[start..middle], &run[middle..]);
    let head = first.chars().next()?;
    let counts = "一二三四五六七八九十毎各何".contains(head) || first.contains('々');
    let same = first.chars().all(|c| c == head);
    (first == second && !counts && !same && !RIGHT_TWICE.contains(&first))
        .then_some((start, first))
}

/// The half of a katakana word that is said twice, three characters or more.
fn halves(run: &str) -> Option<&str> {
    let chars = run.chars().count();
    let middle = run.char_indices().nth(chars / 2)?.0;
    let (first, second) = run.split_at(middle);
    let distinct: std::collections::BTreeSet<char> = first.chars().collect();
    (first == second && distinct.len() > 2).then_some(first)
}
