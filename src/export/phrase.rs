//! 文節: where a name may be broken over two lines.
//!
//! Typst breaks Japanese anywhere between two characters; names and titles read better
//! when they break between phrases. A phrase ends where kana gives way to a word of
//! another script, after a middle dot or comma, and before an opening bracket.

/// Puts `|` where a line may be broken.
pub fn phrases(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (i, &c) in chars.iter().enumerate() {
        if i > 0 && may_break(&chars, i) {
            out.push('|');
        }
        // A bar in a name is not a place to break it.
        out.push(if c == '|' { '｜' } else { c });
    }
    out
}

#[derive(PartialEq, Clone, Copy)]
enum Script {
    Hiragana,
    Katakana,
    Kanji,
    Latin,
    Open,
    Close,
    Separator,
}

fn script(c: char) -> Script {
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => Script::Hiragana,
        'ァ'..='ヺ' | 'ー' | 'ｦ'..='ﾟ' => Script::Katakana,
        '（' | '「' | '『' | '【' | '［' | '“' | '(' => Script::Open,
        '）' | '」' | '』' | '】' | '］' | '”' | ')' => Script::Close,
        '・' | '、' | '。' | '，' | '．' | '／' | '　' | ' ' => Script::Separator,
        c if c.is_ascii_alphanumeric() || matches!(c, '０'..='９' | 'Ａ'..='Ｚ') => {
            Script::Latin
        }
        _ => Script::Kanji,
    }
}

/// Compounds in which kana stands between two kanji without ending a phrase.
const COMPOUNDS: [&str; 26] = [
    "切れ目",
    "取り組",
    "引き続",
    "受け入",
    "話し合",
    "働き方",
    "子ども",
    "子育て",
    "居場所",
    "立ち寄",
    "見守り",
    "読み聞",
    "申し込",
    "問い合",
    "呼び掛",
    "送り迎",
    "分かり",
    "食べ物",
    "乗り越",
    "言い換",
    "預かり",
    "一時預",
    "お知ら",
    "学び直",
    "ひとり親",
    "子供",
];

/// Words made of hiragana that begin a phrase after other hiragana.
const KANA_WORDS: [&str; 8] = [
    "こども",
    "いじめ",
    "ひとり親",
    "まち",
    "つながる",
    "よらず",
    "ふるさと",
    "おみたま",
];

fn may_break(chars: &[char], i: usize) -> bool {
    let (before, after) = (script(chars[i - 1]), script(chars[i]));
    if matches!(after, Script::Close | Script::Separator) || before == Script::Open {
        return false;
    }
    if after == Script::Open {
        return true;
    }
    if matches!(before, Script::Separator) {
        return true;
    }
    if before == Script::Close {
        // Particles hang on what the bracket closes.
        return after != Script::Hiragana;
    }
    let window = |word: &str| {
        let word: Vec<char> = word.chars().collect();
        (0..word.len()).any(|k| {
            k > 0
                && i >= k
                && chars.len() >= i - k + word.len()
                && chars[i - k..i - k + word.len()] == word[..]
        })
    };
    if COMPOUNDS.iter().any(|w| window(w)) {
        return false;
    }
    if before == Script::Hiragana && after == Script::Hiragana {
        let rest: String = chars[i..].iter().collect();
        let particle = matches!(
            chars[i - 1],
            'の' | 'を' | 'に' | 'は' | 'が' | 'と' | 'で' | 'も' | 'な'
        );
        return particle && KANA_WORDS.iter().any(|w| rest.starts_with(w));
    }
    // 「お」 and 「ご」 belong to the word that follows.
    let honorific = matches!(chars[i - 1], 'お' | 'ご')
        && (i == 1 || script(chars[i - 2]) != Script::Hiragana);
    before == Script::Hiragana && after != Script::Hiragana && !honorific
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_break_between_phrases() {
        for (name, expected) in [
            ("誕生前から幼児期までの支援", "誕生前から|幼児期までの|支援"),
            ("学童期・思春期の支援", "学童期・|思春期の|支援"),
            ("こどもの権利の尊重", "こどもの|権利の|尊重"),
            ("切れ目のない支援", "切れ目のない|支援"),
            (
                "こども家庭センター（総合相談）の運営",
                "こども|家庭センター|（総合相談）の|運営",
            ),
            ("児童虐待の防止", "児童虐待の|防止"),
            ("特に配慮が必要なこどもへの支援", "特に|配慮が|必要な|こどもへの|支援"),
            ("ひとり親家庭の自立支援", "ひとり親家庭の|自立支援"),
        ] {
            assert_eq!(phrases(name), expected);
        }
    }

    #[test]
    fn nothing_is_lost() {
        let name = "「第3期 子ども・子育て支援事業計画」（案）の進捗";
        assert_eq!(phrases(name).replace('|', ""), name);
    }
}
