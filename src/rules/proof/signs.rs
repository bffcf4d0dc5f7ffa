//! 機種依存文字: characters that search, reading aloud and other machines trip over.

use std::ops::Range;

use super::Text;
use crate::catalog;
use crate::diag::Diagnostic;

/// (character, how it is written instead). ①, Ⅲ and ㎡ are in JIS X 0213, in the fonts
/// and in every city's texts, and stay.
const SIGNS: [(char, &str); 44] = [
    ('㈱', "（株）"),
    ('㈲', "（有）"),
    ('㈹', "（代）"),
    ('№', "No."),
    ('℡', "電話"),
    ('㏍', "K.K."),
    ('㍻', "平成"),
    ('㍼', "昭和"),
    ('㍽', "大正"),
    ('㍾', "明治"),
    ('㋿', "令和"),
    ('㊤', "上"),
    ('㊥', "中"),
    ('㊦', "下"),
    ('㊧', "左"),
    ('㊨', "右"),
    ('㍉', "ミリ"),
    ('㌔', "キロ"),
    ('㌢', "センチ"),
    ('㍍', "メートル"),
    ('㌘', "グラム"),
    ('㌧', "トン"),
    ('㌃', "アール"),
    ('㌶', "ヘクタール"),
    ('㍑', "リットル"),
    ('㍗', "ワット"),
    ('㌍', "カロリー"),
    ('㌦', "ドル"),
    ('㌣', "セント"),
    ('㌫', "％"),
    ('㍊', "ミリバール"),
    ('㌻', "ページ"),
    ('㎜', "mm"),
    ('㎝', "cm"),
    ('㎞', "km"),
    ('㎎', "mg"),
    ('㎏', "kg"),
    ('㏄', "cc"),
    ('㏊', "ha"),
    ('∟', "角"),
    ('⊿', "三角"),
    ('∮', "積分"),
    ('㊞', "印"),
    ('〓', "元の字"),
];

pub(super) fn check(text: &Text) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut mark = |part: Range<usize>, what: String, hint: String| {
        let say = |around: &str| format!("{what}: 「{around}」");
        found.extend(text.remark(&catalog::MACHINE_SIGNS, part, say, hint));
    };
    let mut half_kana: Option<Range<usize>> = None;
    for (at, c) in text.text.char_indices() {
        let part = at..at + c.len_utf8();
        if let Some((_, right)) = SIGNS.iter().find(|(sign, _)| *sign == c) {
            let what = format!("「{c}」は機種依存文字です");
            mark(part.clone(), what, format!("「{right}」と書きます"));
        }
        if matches!(c, '｡'..='ﾟ') {
            half_kana = Some(half_kana.map_or(part.clone(), |run| run.start..part.end));
        } else if let Some(run) = half_kana.take() {
            mark_half(&run, text, &mut mark);
        }
    }
    if let Some(run) = half_kana {
        mark_half(&run, text, &mut mark);
    }
    found
}

fn mark_half(
    run: &Range<usize>,
    text: &Text,
    mark: &mut dyn FnMut(Range<usize>, String, String),
) {
    let what = format!("「{}」は半角のカナです", &text.text[run.clone()]);
    mark(run.clone(), what, "全角のカナで書きます".to_owned());
}
