//! Words by which a row or a cell is no answer.

use crate::model::year::FiscalYear;
use crate::read::layout::years_in_title;
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

/// A title over what is no answer: 「参考：近隣市の状況」.
pub fn is_aside_title(text: &str) -> bool {
    let key = key1(text);
    let bare = key.trim_start_matches(['(', '■', '●', '◆', '○', '<']);
    bare.starts_with("参考")
        || ["近隣市", "他市", "県内他"].iter().any(|w| key.contains(w))
}

/// A title over another year's rows: 「以下は令和8年度の実績」「来年度の計画」.
pub fn other_year_title(text: &str, year: FiscalYear) -> bool {
    let key = key1(text);
    let relative = ["前年度", "昨年度", "次年度", "翌年度", "来年度"];
    let found = years_in_title(&key, year);
    let other = !found.is_empty() && found.iter().all(|f| f.year != year);
    other || relative.iter().any(|w| key.contains(w))
}
