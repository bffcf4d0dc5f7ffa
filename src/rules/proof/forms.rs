//! 公用文の書き方: か所・か月, telephone numbers, postcodes.

use super::{Text, each, group, patterns};
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::passage::PassageKind;

patterns! {
    // 「公用文作成の考え方」（令和4年1月7日文化審議会建議）: 算用数字の後は「か所」「か月」.
    KA = "[0-9０-９]([ヶケヵカ箇個])(所|月|年|国|村)";
    KA_AFTER_KANJI = "[一二三四五六七八九十数]([ヶケヵカ])(所|月|年|国)";
    PHONE = "(?:電話|TEL|Tel|ＴＥＬ|℡|☎|FAX|Fax|ＦＡＸ|ファクス|ファックス|ファクシミリ)(?:番号)?[：:\\s　]*([0０][0-9０-９（()）\\-－ー‐−―–]{5,18}[0-9０-９])";
    POSTCODE = "〒[ 　]*([0-9０-９][0-9０-９\\-－ー‐−―–]*)";
}

pub(super) fn check(text: &Text) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // Names of 計画.xlsx are as the city decided them.
    let typed = if text.kind() == PassageKind::Plan { "" } else { text.text };
    for hit in each(&KA, typed).chain(each(&KA_AFTER_KANJI, typed)) {
        let Some(sign) = hit.get(1) else { continue };
        let (typed, unit) = (sign.as_str(), group(&hit, 2));
        let part = sign.start()..sign.end() + unit.len();
        let say = |around: &str| {
            format!("「{typed}{unit}」は、公用文では「か{unit}」と書きます: 「{around}」")
        };
        let hint = format!("「か{unit}」と書きます");
        found.extend(text.remark(&catalog::OFFICIAL_WRITING, part, say, hint));
    }
    for hit in each(&PHONE, text.text) {
        let Some(part) = hit.get(1) else { continue };
        let Some(what) = phone_fault(part.as_str()) else { continue };
        let say = |_: &str| format!("電話・ファクスの番号「{}」{what}", part.as_str());
        let hint = "市外局番から「0299-48-1111」の形で書きます";
        found.extend(text.remark(&catalog::NUMBER_FORM, part.range(), say, hint));
    }
    for hit in each(&POSTCODE, text.text) {
        let Some(part) = hit.get(1) else { continue };
        let groups: Vec<usize> = digits(part.as_str()).split('-').map(str::len).collect();
        if groups != [3, 4] || has_long_mark(part.as_str()) {
            let say = |_: &str| format!("郵便番号「{}」の形が違います", part.as_str());
            let hint = "「〒311-3495」のように、3桁と4桁を「-」でつなぎます";
            found.extend(text.remark(&catalog::NUMBER_FORM, part.range(), say, hint));
        }
    }
    found
}

/// Half-width digits, anything else as one hyphen.
fn digits(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => out.push(c),
            '０'..='９' => out.push(char::from_u32(c as u32 - 0xfee0).unwrap_or(c)),
            _ if out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    out
}

fn has_long_mark(text: &str) -> bool {
    text.contains(['ー', '―'])
}

/// Numbers in Japan have 10 digits; 050, 070, 080, 090 and 0800 have 11.
fn phone_fault(typed: &str) -> Option<&'static str> {
    let plain = digits(typed);
    let count = plain.bytes().filter(u8::is_ascii_digit).count();
    let long = ["050", "070", "080", "090"].iter().any(|head| plain.starts_with(head));
    if count != if long { 11 } else { 10 } {
        return Some("の桁数が違います");
    }
    has_long_mark(typed).then_some("に長音「ー」やダッシュ「―」が使われています")
}
