//! 電話番号・メールアドレスらしい文字: kept out of what is published by being told.

use crate::text::fold;

/// The part of a text that looks like a telephone number or a mail address.
pub fn looks_personal(text: &str) -> Option<String> {
    let plain = fold(text).replace(['ー', '−', '‐', '–', '―'], "-");
    let words =
        plain.split(|c: char| !(c.is_ascii_alphanumeric() || "-.@_+()".contains(c)));
    words
        .map(|word| word.trim_matches(['-', '.', '(', ')', '_', '+']))
        .find(|word| is_mail(word) || is_phone(word))
        .map(str::to_owned)
}

fn is_mail(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    !name.is_empty() && host.contains('.') && !host.contains('@') && host.len() >= 4
}

/// 0299-48-1111, 0299(48)1111, 090-1234-5678, 03-1234-5678: ten or eleven digits from 0
/// in three parts; 「内線 1234」 is no number of its own.
fn is_phone(word: &str) -> bool {
    let word = word.replace(['(', ')'], "-");
    let parts: Vec<&str> = word.split('-').filter(|p| !p.is_empty()).collect();
    let digits: String = parts.concat();
    parts.len() == 3
        && digits.bytes().all(|b| b.is_ascii_digit())
        && digits.starts_with('0')
        && (10..=11).contains(&digits.len())
        && parts[2].len() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_are_seen() {
        for (text, found) in [
            ("問合せは0299-48-1111まで", Some("0299-48-1111")),
            ("電話 ０９０－１２３４－５６７８（担当）", Some("090-1234-5678")),
            ("03(1234)5678", Some("03(1234)5678")),
            ("kodomo@city.example.jp に送付", Some("kodomo@city.example.jp")),
            ("令和9年4月1日〜令和10年3月31日", None),
            ("2027-04-01", None),
            ("事業 1-1-01 と 1-10-1", None),
            ("12,345人（前年 10,000人）", None),
        ] {
            assert_eq!(looks_personal(text).as_deref(), found, "{text}");
        }
    }
}
