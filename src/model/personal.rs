//! 電話番号・メールアドレスらしい文字: kept out of what is published.

/// The part of a text that looks like a telephone number or a mail address.
pub fn looks_personal(text: &str) -> Option<String> {
    find(text).into_iter().next().map(|(_, _, word)| word)
}

/// The text with `mask` in place of each telephone number and mail address, and how many
/// there were.
pub fn mask(text: &str, mask: &str) -> (String, usize) {
    let found = find(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end, _) in &found {
        out.push_str(&text[at..*start]);
        out.push_str(mask);
        at = *end;
    }
    out.push_str(&text[at..]);
    (out, found.len())
}

/// Every such part: first byte, byte after the last, and its letters in half width.
fn find(text: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let mut word: Vec<(usize, usize, char)> = Vec::new();
    // Each character is folded alone, so that its place in the text is known.
    for (at, c) in text.char_indices() {
        let plain = narrow(c);
        if plain.is_ascii_alphanumeric() || "-.@_+()".contains(plain) {
            word.push((at, at + c.len_utf8(), plain));
        } else {
            found.extend(personal_word(&word));
            word.clear();
        }
    }
    found.extend(personal_word(&word));
    found
}

/// The half-width form of a character that telephone numbers are written with.
fn narrow(c: char) -> char {
    match c {
        'ー' | '−' | '‐' | '‑' | '–' | '―' => '-',
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn personal_word(letters: &[(usize, usize, char)]) -> Option<(usize, usize, String)> {
    let edge =
        |l: &&(usize, usize, char)| matches!(l.2, '-' | '.' | '(' | ')' | '_' | '+');
    let skip = letters.iter().take_while(edge).count();
    let tail = letters.iter().rev().take_while(edge).count();
    let letters = letters.get(skip..letters.len().checked_sub(tail)?)?;
    let word: String = letters.iter().map(|(_, _, c)| *c).collect();
    let (first, last) = (letters.first()?, letters.last()?);
    (is_mail(&word) || is_phone(&word)).then_some((first.0, last.1, word))
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

    #[test]
    fn they_are_withheld_where_they_stand() {
        let text =
            "窓口は（０２９９ー４８ー１１１１）か kodomo@city.example.jp です。12-3-4";
        let (masked, count) = mask(text, "■");
        assert_eq!((&*masked, count), ("窓口は（■）か ■ です。12-3-4", 2));
        assert_eq!(mask("12月5日", "■"), ("12月5日".to_owned(), 0));
    }
}
