//! 仮置き: what was to be filled in later.

use super::{Text, each, patterns, whole};
use crate::catalog;
use crate::diag::Diagnostic;

patterns! {
    SIGNS = "[〇○◯]{2,}|●{2,}|■{2,}|□{2,}|△{2,}|▲{2,}|[×✕]{2,}|＊{2,}|＿{2,}|_{3,}|[?？]{2,}|[XＸ]{2,}(?:年|月|日|人|課|市|町|村|事業)";
    WORDS = "TBD|ＴＢＤ|要確認|作成中|執筆中|調整中|追記予定|記載予定|差替予定|差し替え予定|後日記載|ダミー文|ダミーテキスト|仮置き|（仮）|\\(仮\\)|［仮］|【仮】";
    UNDECIDED = "(未定)(?:[^義稿]|$)";
    BLANK = "(?:令和|平成)[ 　]*年|第[ 　]+[回期号次]|[年度][ 　]+月";
}

pub(super) fn check(text: &Text) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for pattern in [&SIGNS, &WORDS, &UNDECIDED, &BLANK] {
        for hit in each(pattern, text.text) {
            let Some(part) = hit.get(1).or(whole(&hit)) else { continue };
            // 一〇〇人: the zero among kanji numerals.
            let numeral = |c: Option<char>| {
                c.is_some_and(|c| "一二三四五六七八九十百千年人".contains(c))
            };
            if part.as_str().starts_with('〇') && numeral(text.before(part.start())) {
                continue;
            }
            let say = |around: &str| {
                format!("仮に置いた「{}」が残っています: 「{around}」", part.as_str())
            };
            let hint = "決まった語や数を入れてください。このままでよいときは、tenken.toml の［校正］の「許す」に加えます";
            found.extend(text.remark(&catalog::PLACEHOLDER, part.range(), say, hint));
        }
    }
    found
}
