//! Words by which a row or a cell is no answer.

use crate::text::key1;

/// Bytes of the longest word for a sum, with brackets and spaces between its characters.
const LONGEST_TOTAL: usize = 48;

/// Whether a text is a remark for the reader: 「※…」「（注1）…」「以上」.
pub fn is_remark_text(text: &str) -> bool {
    let marked = text.trim_start().trim_start_matches(['（', '(']);
    marked.starts_with(['※', '注', '＊']) || key1(text) == "以上"
}

/// Whether a text is one of the words on a row of sums.
pub fn is_total_word(text: &str) -> bool {
    // Most cells are sentences: a word this short is not looked for in them.
    if text.trim().len() > LONGEST_TOTAL {
        return false;
    }
    let key = key1(text);
    let number = |c: char| matches!(c, '①'..='⑳') || c.is_ascii_digit();
    let bare = key.trim_matches(['(', ')']).trim_end_matches(number);
    // 「計（2事業）」
    let bare = bare.split_once('(').map_or(bare, |(head, _)| head);
    let sums =
        ["合計", "計", "小計", "総計", "総合計", "累計", "合計額", "合計数", "総額"];
    sums.contains(&bare) || bare.ends_with("を除く計") || bare.ends_with("を含む計")
}
