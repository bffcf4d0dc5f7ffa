//! 公開する文字: texts on one line, without machine-dependent characters (rules L1-06,
//! L1-08), without what looks like a person's number or address, and without what a
//! spreadsheet would take for a formula. Everything that is changed is counted.

use std::collections::BTreeMap;

use encoding_rs::SHIFT_JIS;
use unicode_normalization::UnicodeNormalization;

use super::schema::Value;
use crate::config::Charset;
use crate::model::personal;

/// What stands for a character that cannot be written: the 下駄記号 of printers.
pub const GETA: &str = "〓";
/// What stands for a telephone number or mail address.
pub const MASK: &str = "（連絡先は非公開）";

/// One kind of character that was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// By what.
    pub by: String,
    /// How often.
    pub count: usize,
}

/// Makes texts publishable and keeps count of what it changes.
#[derive(Debug)]
pub struct Letters {
    charset: Charset,
    /// By the character that was replaced.
    pub replaced: BTreeMap<char, Replaced>,
    /// Telephone numbers and mail addresses that were withheld.
    pub masked: usize,
}

impl Letters {
    /// For files in this character set.
    pub fn new(charset: Charset) -> Self {
        Letters { charset, replaced: BTreeMap::new(), masked: 0 }
    }

    /// A text as a value; an empty one is missing.
    pub fn text(&mut self, text: &str) -> Value {
        let text = self.clean(text);
        if text.is_empty() { Value::Missing } else { Value::Text(text) }
    }

    /// A text on one line.
    pub fn clean(&mut self, text: &str) -> String {
        let (text, masked) = personal::mask(text, MASK);
        self.masked += masked;
        let mut plain = String::with_capacity(text.len());
        let mut half_kana = String::new();
        for c in text.chars() {
            if matches!(c, '\u{ff61}'..='\u{ff9f}') {
                half_kana.push(c);
                self.note(c, c.nfkc().collect());
                continue;
            }
            // Half-width voicing marks join the kana before them.
            plain.extend(half_kana.drain(..).nfkc());
            match self.replacement(c) {
                Some(by) => {
                    plain.push_str(&by);
                    self.note(c, by);
                }
                None => plain.push(c),
            }
        }
        plain.extend(half_kana.nfkc());
        let words: Vec<&str> = plain.split_whitespace().collect();
        let mut line = words.join(" ");
        // A field that a spreadsheet would take for a formula.
        if let Some(first @ ('=' | '+' | '-' | '@')) = line.chars().next() {
            let wide = char::from_u32(first as u32 + 0xfee0).unwrap_or(first);
            line.replace_range(..1, &wide.to_string());
            self.note(first, wide.to_string());
        }
        line
    }

    fn note(&mut self, c: char, by: String) {
        let entry = self.replaced.entry(c).or_insert(Replaced { by, count: 0 });
        entry.count += 1;
    }

    /// What is written for a character, where it is not the character itself.
    fn replacement(&self, c: char) -> Option<String> {
        if c.is_whitespace() {
            // All of them separate words; which one is used is layout.
            return None;
        }
        if let Some(by) = plain(c) {
            return Some(by);
        }
        (self.charset == Charset::Cp932).then(|| for_cp932(c)).flatten()
    }
}

/// 機種依存文字 → characters of JIS X 0208; `None` for a character that may stay.
///
/// Kanji stay as they are: those outside the standard are mostly names of people and
/// places, which the rule exempts.
pub fn plain(c: char) -> Option<String> {
    let normal = || c.nfkc().collect::<String>();
    let numbered =
        |first: char, from: u32| format!("({})", (c as u32 - first as u32) + from);
    Some(match c {
        '①'..='⑳' => numbered('①', 1),
        '⓪' => "(0)".to_owned(),
        '❶'..='❿' => numbered('❶', 1),
        '➀'..='➉' => numbered('➀', 1),
        '➊'..='➓' => numbered('➊', 1),
        '⓫'..='⓴' => numbered('⓫', 11),
        '㉑'..='㉟' => numbered('㉑', 21),
        '㊱'..='㊿' => numbered('㊱', 36),
        // ⑴ and ⒜ are (1) and (a) by NFKC, ㈱ is (株).
        '⑴'..='⒵' | '㈠'..='㉃' | '㈀'..='㈞' => normal(),
        '㉈'..='㉏' | 'Ⓐ'..='ⓩ' | '㉐' => format!("({})", normal()),
        '㉄'..='㉇' | '㉠'..='㉾' | '㊀'..='㊰' | '㋀'..='㋾' => {
            format!("({})", normal())
        }
        'Ⅰ'..='ⅿ' | '㋿' | '㌀'..='㏿' | '℡' | '№' | '℻' | '㉿' => normal(),
        '︰'..='﹏' => normal(),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => String::new(),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fffd}' => {
            GETA.to_owned()
        }
        c if c.is_control() => String::new(),
        _ => return None,
    })
}

/// What CP932 has for a character that it has not; `None` where it has the character.
fn for_cp932(c: char) -> Option<String> {
    // The encoder writes these as the sign of ASCII at their place, or as another one.
    let near = match c {
        '〜' => "～",
        '−' => "－",
        '—' => "―",
        '–' | '‐' | '‑' => "-",
        '‖' => "∥",
        '¥' => "￥",
        '‾' => "￣",
        '•' | '·' => "・",
        '✓' | '✔' => "レ",
        _ => "",
    };
    if !near.is_empty() {
        return Some(near.to_owned());
    }
    let mut buffer = [0; 4];
    let (_, _, lost) = SHIFT_JIS.encode(c.encode_utf8(&mut buffer));
    if !lost {
        return None;
    }
    // é is e with a mark; ² is 2.
    let base: String = c.nfkd().filter(|c| c.is_ascii()).collect();
    Some(if base.is_empty() { GETA.to_owned() } else { base })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(charset: Charset, text: &str) -> String {
        Letters::new(charset).clean(text)
    }

    #[test]
    fn machine_dependent_characters_become_ordinary_ones() {
        for (text, wanted) in [
            ("①新規 ②継続", "(1)新規 (2)継続"),
            ("㈱髙﨑　㊙", "(株)髙﨑 (秘)"),
            ("Ⅱ期 100㎡ ㋿9年 ㌔", "II期 100m2 令和9年 キロ"),
            ("№３ ℡", "No３ TEL"),
            ("ﾎﾞﾗﾝﾃｨｱ ｶﾞｲﾄﾞ", "ボランティア ガイド"),
            (" 二行\r\n の　 文\t。 ", "二行 の 文 。"),
            ("𠮷田\u{200b}\u{e000}", "𠮷田〓"),
            ("=1+1", "＝1+1"),
            ("-5度", "－5度"),
            ("問合せは0299-48-1111まで", "問合せは（連絡先は非公開）まで"),
        ] {
            assert_eq!(clean(Charset::Utf8, text), wanted, "{text}");
        }
    }

    #[test]
    fn cp932_gets_only_what_it_has() {
        let text = "1〜3歳 −5 ¥100 café x² 𠮷田 髙 ✓";
        assert_eq!(clean(Charset::Cp932, text), "1～3歳 －5 ￥100 cafe x2 〓田 髙 レ");
        assert_eq!(clean(Charset::Utf8, text), text);
    }

    #[test]
    fn what_is_replaced_is_counted() {
        let mut letters = Letters::new(Charset::Utf8);
        letters.clean("①と①と㎡");
        assert_eq!(letters.replaced[&'①'], Replaced { by: "(1)".to_owned(), count: 2 });
        assert_eq!(letters.replaced[&'㎡'].count, 1);
        assert_eq!(letters.replaced.len(), 2);
    }
}
