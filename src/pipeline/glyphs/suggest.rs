//! What to write in place of a character that cannot be shown.

use unicode_normalization::UnicodeNormalization;

use crate::typeset::{Coverage, is_private};

/// Signs that people take from other fonts → what our fonts have.
const USUAL: &[(&str, &str)] = &[
    ("✔☑✅🗸", "✓"),
    ("✖❌✘✗❎", "×"),
    ("☐⬜🔲◻", "□"),
    ("⬛🔳◼", "■"),
    ("⭕🔵🟢⚪", "○"),
    ("🔴⚫🟠🟡", "●"),
    ("⭐🌟", "★"),
    ("➡⇨➔➜👉⮕", "→"),
    ("⬅⇦👈", "←"),
    ("⬆⇧☝", "↑"),
    ("⬇⇩👇", "↓"),
    ("▶►", "▷"),
    ("◀◄", "◁"),
    ("⚠❗❕", "！"),
    ("❓❔", "？"),
    ("☎📞📱", "電話"),
    ("✉📧📩", "メール"),
    ("🏠🏡", "家"),
    ("✕⨯", "×"),
    ("∼˜", "〜"),
    ("‐‑⁃", "-"),
    ("➀", "①"),
    ("➁", "②"),
    ("➂", "③"),
    ("⁉", "！？"),
    ("‼", "！！"),
    ("⦅", "（（"),
    ("⦆", "））"),
    ("🈳", "空"),
    ("㊙", "秘"),
];

/// Forms of 漢字 outside the fonts → the form that everybody can read.
const STANDARD: &[(char, char)] = &[
    ('𡈽', '土'),
    ('𠮟', '叱'),
    ('𣘺', '橋'),
    ('𣜿', '樋'),
    ('𤭯', '甕'),
    ('𥫣', '籠'),
    ('𦚰', '脇'),
    ('𦰩', '莫'),
    ('𧦴', '証'),
    ('𨳝', '開'),
    ('𩸽', '鯡'),
    ('𪚲', '亀'),
    ('𫝆', '今'),
    ('𫝑', '勢'),
    ('𬜬', '蔦'),
    ('𮟇', '辻'),
];

/// Advice in one sentence.
pub(super) fn suggest(c: char, coverage: &Coverage) -> String {
    if is_private(c) {
        return "外字（そのパソコンだけの文字）です。同じ意味の普通の文字に打ち直してください"
            .to_owned();
    }
    if c.is_control() || is_format(c) {
        return "見えない文字です。前後の文字を打ち直すと消えます".to_owned();
    }
    if c == '\u{FFFD}' {
        return "文字化けの印です。元の文字を打ち直してください".to_owned();
    }
    let usual = USUAL.iter().find(|(from, _)| from.contains(c)).map(|(_, to)| *to);
    if let Some(to) = usual.filter(|to| to.chars().all(|x| coverage.shows(x))) {
        return format!("「{to}」に置き換えられます");
    }
    if let Some((_, to)) = STANDARD.iter().find(|(from, _)| *from == c) {
        return format!("異体字です。普通の字体は「{to}」です");
    }
    // Circled numbers, squared words, compatibility forms: what they stand for.
    let plain: String = c.to_string().nfkc().collect();
    if plain != c.to_string() && plain.chars().all(|x| coverage.shows(x)) {
        let circled = plain.chars().all(|x| x.is_ascii_digit());
        return match circled {
            true => format!("「（{plain}）」か「{plain}」に置き換えられます"),
            false => format!("「{plain}」に置き換えられます"),
        };
    }
    match c as u32 {
        0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF => {
            "絵文字や飾りの記号です。言葉か ○・● などの記号に置き換えてください"
                .to_owned()
        }
        0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => {
            "めったに使わない漢字です。普通の字体か仮名に置き換えてください".to_owned()
        }
        _ => "似た普通の文字か言葉に置き換えてください".to_owned(),
    }
}

/// Marks that only steer how text is laid out.
fn is_format(c: char) -> bool {
    matches!(c as u32,
        0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F
        | 0xFFF9..=0xFFFB | 0xE0000..=0xE007F | 0x34F | 0x115F | 0x1160 | 0x3164 | 0xFFA0
        | 0x17B4 | 0x17B5 | 0x180B..=0x180F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_proposal_can_be_shown_and_is_needed() {
        let coverage = Coverage::new(&[]);
        for (_, to) in USUAL {
            assert!(coverage.missing(to).is_empty(), "{to}");
        }
        for (from, to) in STANDARD {
            assert!(coverage.shows(*to), "{to}");
            // U+FA20 to U+2FA1F: a plain form stands in the basic plane.
            assert!((*from as u32) > 0xFFFF && (*to as u32) < 0xFFFF, "{from}");
        }
    }

    #[test]
    fn advice_fits_the_kind_of_character() {
        let coverage = Coverage::new(&[]);
        for (c, word) in [
            ('✔', "「✓」"),
            ('😀', "絵文字"),
            ('\u{E000}', "外字"),
            ('\u{7}', "見えない"),
            ('\u{FFFD}', "文字化け"),
            ('𝟗', "「9」"),
            ('ⁿ', "「n」"),
            ('𫝆', "「今」"),
            ('\u{2A6D0}', "漢字"),
        ] {
            let found = suggest(c, &coverage);
            assert!(found.contains(word), "{c}: {found}");
        }
    }
}
