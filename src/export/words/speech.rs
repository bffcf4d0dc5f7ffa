//! Signs that are seen and not heard, turned into words.

/// A text as it is to be read aloud: without marks of phrases, ranges in words.
///
/// `8～11年度` becomes 「8から11年度」; a wave that is only an ornament
/// (`～みんなで～`) is left out. Lines are joined.
pub fn spoken(text: &str) -> String {
    let chars: Vec<char> = text.chars().filter(|c| *c != '|').collect();
    let mut out = String::new();
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).map(|k| chars[k]);
        let after = chars.get(i + 1).copied();
        match c {
            '〜' | '～' => out.push_str(wave(before, after)),
            '−' if after.is_some_and(|a| a.is_ascii_digit()) => {
                out.push_str("マイナス")
            }
            '＋' if after.is_some_and(|a| a.is_ascii_digit()) => out.push_str("プラス"),
            '±' => out.push_str("プラスマイナス"),
            '｜' => out.push('、'),
            '\n' | '\r' => out.push_str(line_break(before, after)),
            other => out.push(other),
        }
    }
    out.trim().to_owned()
}

fn wave(before: Option<char>, after: Option<char>) -> &'static str {
    let (Some(before), after) = (before, after) else { return "" };
    let word = |c: char| c.is_alphanumeric();
    match after {
        Some(after) if word(before) && word(after) => "から",
        // 「9月～」: from then on, without an end.
        None | Some('、' | '。' | '）') if before.is_numeric() || ends_a_date(before) => {
            "から"
        }
        Some(after) if word(after) && !before.is_whitespace() => "、",
        _ => "",
    }
}

fn ends_a_date(c: char) -> bool {
    matches!(c, '年' | '度' | '月' | '日' | '時' | '分' | '歳')
}

/// What a listener hears where a line was broken: nothing in the middle of a clause,
/// 「、」 after a noun or a whole clause.
fn line_break(before: Option<char>, after: Option<char>) -> &'static str {
    let goes_on =
        ['が', 'を', 'に', 'は', 'で', 'と', 'の', 'し', 'て', 'へ', 'も', 'や'];
    match (before, after) {
        (None, _) | (_, None) => "",
        (Some('、' | '。' | '\n' | ' ' | '　'), _) => "",
        (Some(c), _) if goes_on.contains(&c) => "",
        _ => "、",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_words() {
        for (text, heard) in [
            ("令和8年度～令和11年度", "令和8年度から令和11年度"),
            ("10〜15人", "10から15人"),
            ("翌年度 9月～", "翌年度 9月から"),
            ("翌年度（9月～）", "翌年度（9月から）"),
            ("～みんなで育つ～", "みんなで育つ"),
            ("こども|計画", "こども計画"),
            ("−2.0", "マイナス2.0"),
            ("＋3.6ポイント", "プラス3.6ポイント"),
            ("計画を立てる\n指標を決める", "計画を立てる、指標を決める"),
            ("各課と地域が\n取組を実施する", "各課と地域が取組を実施する"),
        ] {
            assert_eq!(spoken(text), heard);
        }
    }
}
