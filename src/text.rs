//! Three levels of text normalisation (文字の正規化).
//!
//! [`keep`] is what is stored and printed, [`key1`] matches by itself, [`key2`] matches
//! only when the match is unique and is told to a person. Anything looser (妊婦健診 and
//! 妊婦健康診査) is a suggestion and has no place here. NFC and NFKC are not used on whole
//! texts: NFKC turns ① into 1, and both replace characters of people's names (U+FA19).

mod number;

pub use self::number::{is_digit, number_of, numeral};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// Kana written with half-width code points, U+FF61 to U+FF9F in order.
const HALF_KANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテト\
                         ナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}";

/// Spellings that officials use for the same word; left is read as right at level 2.
const SAME_WORD: [(&str, &str); 33] = [
    ("髙", "高"),
    ("﨑", "崎"),
    ("邉", "辺"),
    ("邊", "辺"),
    ("齋", "斎"),
    ("德", "徳"),
    ("瀨", "瀬"),
    ("子供", "こども"),
    ("子ども", "こども"),
    ("障害", "障がい"),
    ("障碍", "障がい"),
    ("箇所", "か所"),
    ("個所", "か所"),
    ("ヶ所", "か所"),
    ("ケ所", "か所"),
    ("カ所", "か所"),
    ("ヵ所", "か所"),
    ("箇月", "か月"),
    ("ヶ月", "か月"),
    ("ケ月", "か月"),
    ("カ月", "か月"),
    ("ヵ月", "か月"),
    ("および", "及び"),
    ("ならびに", "並びに"),
    ("または", "又は"),
    ("取り組み", "取組"),
    ("取組み", "取組"),
    ("とりくみ", "取組"),
    ("うけつけ", "受付"),
    ("㈱", "(株)"),
    ("㈲", "(有)"),
    ("№", "no."),
    ("ヴ", "ブ"),
];

/// True for hiragana, katakana and the long vowel mark.
fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー')
}

/// True for every character that officials type for a dash or a minus (横棒).
pub(crate) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '－'
            | '‐'
            | '‑'
            | '‒'
            | '–'
            | '—'
            | '―'
            | '−'
            | '─'
            | '━'
            | '﹣'
            | 'ー'
            | 'ｰ'
    )
}

/// True for characters that show nothing and only disturb comparison.
fn is_invisible(c: char) -> bool {
    let zero_width = matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}'
    );
    zero_width || (c.is_control() && c != '\n' && c != '\t')
}

/// The full-width kana for a half-width one, any other character unchanged.
fn widen_kana(c: char) -> char {
    match (c as usize).checked_sub(0xff61) {
        Some(i) if i <= 0x3e => HALF_KANA.chars().nth(i).unwrap_or(c),
        _ => c,
    }
}

/// The ASCII character for a full-width one, any other character unchanged.
fn narrow_ascii(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// Brackets and other signs that exist in several shapes, brought to one.
fn one_shape(c: char) -> char {
    match c {
        '￥' => '¥',
        '〜' | '∼' | '˜' => '~',
        '･' | '•' | '‧' | '∙' | '·' => '・',
        '“' | '”' | '〝' | '〟' => '"',
        '‘' | '’' => '\'',
        '〔' | '【' | '〈' | '《' | '[' | '{' => '(',
        '〕' | '】' | '〉' | '》' | ']' | '}' => ')',
        c => c,
    }
}

/// True for the selectors that choose a glyph of the same character (異体字セレクタ).
fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// The text as it is stored and printed: nothing that a person sees changes.
///
/// Line ends become LF, characters that show nothing go, a no-break space becomes a
/// space, a kana followed by a separate 濁点 or 半濁点 becomes one character, and white
/// space at both ends goes. ①, ㈱, full-width letters and 髙 stay.
pub fn keep(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mark = match c {
            '\u{3099}' | '゛' => Some('\u{3099}'),
            '\u{309a}' | '゜' => Some('\u{309a}'),
            _ => None,
        };
        let joined = match (mark, out.chars().next_back()) {
            (Some(mark), Some(last)) if is_kana(last) => compose(last, mark),
            _ => None,
        };
        match c {
            _ if joined.is_some() => {
                out.pop();
                out.extend(joined);
            }
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\u{a0}' | '\u{202f}' => out.push(' '),
            c if is_invisible(c) => {}
            c => out.push(c),
        }
    }
    let kept = out.trim();
    if kept.len() == out.len() { out } else { kept.to_string() }
}

/// The text with one width for letters, digits, kana and signs; spaces and lines stay.
///
/// For reading numbers: full-width ASCII and half-width kana are brought to the usual
/// width, every white space except a line end is one kind of space. Dashes other than
/// the full-width hyphen keep their shape, because how a minus was typed is reported.
pub(crate) fn fold(text: &str) -> String {
    let wide: String = text.chars().map(widen_kana).collect();
    let shape = |c: char| match one_shape(narrow_ascii(c)) {
        '㌫' => '%',
        '⇒' | '➡' | '➔' | '⟶' => '→',
        '[' | '{' => '(',
        ']' | '}' => ')',
        c if c.is_whitespace() && c != '\n' => ' ',
        c => c,
    };
    keep(&wide).chars().filter(|c| !is_variation_selector(*c)).map(shape).collect()
}

/// Key for automatic matching: the same text typed with another keyboard.
///
/// Widths, white space, dashes, waves, brackets, middle dots, glyph selectors and upper
/// case are levelled. A dash after a kana is read as the long vowel mark ー, so
/// サポ－ト equals サポート while 1ー1ー01 equals 1-1-01.
pub fn key1(text: &str) -> String {
    let wide: String = text.chars().map(widen_kana).collect();
    let mut out = String::with_capacity(wide.len());
    let mut before = ' ';
    for c in keep(&wide).chars() {
        if c.is_whitespace() || is_variation_selector(c) {
            continue;
        }
        let c = match c {
            c if is_dash(c) && is_kana(before) => 'ー',
            c if is_dash(c) => '-',
            c => one_shape(one_shape(narrow_ascii(c))),
        };
        out.extend(c.to_lowercase());
        before = c;
    }
    out
}

/// Looser key: use it only when exactly one candidate has it, and say so in the report.
///
/// On top of [`key1`]: 髙＝高, 子ども＝子供＝こども, 障害＝障がい, the か所 family, 取組, ①＝1,
/// Ⅲ＝3, and punctuation dropped unless a digit stands beside it (1-10-1 is not 1-1-01).
pub fn key2(text: &str) -> String {
    let mut key: String = key1(text)
        .chars()
        .flat_map(|c| {
            let compat = matches!(c, '\u{f900}'..='\u{faff}');
            let one = (!compat).then_some(c);
            let plain = compat.then(|| std::iter::once(c).nfkc());
            one.into_iter().chain(plain.into_iter().flatten())
        })
        .collect();
    for (from, to) in SAME_WORD {
        if key.contains(from) {
            key = key.replace(from, to);
        }
    }
    let mut out = String::with_capacity(key.len());
    let mut before = ' ';
    let mut chars = key.chars().peekable();
    while let Some(c) = chars.next() {
        let beside_digit =
            before.is_ascii_digit() || chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            '①'..='⑳' => out.push_str(&(c as u32 - 0x245f).to_string()),
            'Ⅰ'..='Ⅻ' => out.push_str(&(c as u32 - 0x215f).to_string()),
            'ⅰ'..='ⅻ' => out.push_str(&(c as u32 - 0x216f).to_string()),
            c if is_punctuation(c) && !beside_digit => {}
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// Punctuation that [`key2`] ignores.
fn is_punctuation(c: char) -> bool {
    "・、,.-~/:;「」『』\"'※*".contains(c)
}

/// Key of a column title (見出し): [`key1`] without （…） and ※… at its end.
///
/// Never for values: 一時預かり事業（幼稚園型） and （一般型） are different things. A title that
/// is nothing but a bracket keeps it. 実績値（R7） and 実績値（R8） get the same key, so look
/// for the year in [`key1`] first.
pub fn header_key(text: &str) -> String {
    let full = key1(text);
    let mut key = full.as_str();
    if let Some(at) = key.find('※').filter(|at| *at > 0) {
        key = &key[..at];
    }
    while let Some(at) = tail_bracket(key).filter(|at| *at > 0) {
        key = &key[..at];
    }
    key.to_string()
}

/// Byte position of the bracket that closes at the very end of `key`.
fn tail_bracket(key: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in key.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (c == '(').then_some(at);
        }
    }
    None
}

/// 「A、B ほか 3 件」: the few that are shown of `total`, and how many more there are.
pub fn some_of(shown: &[String], total: usize, unit: &str) -> String {
    match total.saturating_sub(shown.len()) {
        0 => shown.join("、"),
        more => format!("{} ほか {more} {unit}", shown.join("、")),
    }
}

/// The beginning of a text on one line, for messages: at most `chars` characters and 「…」.
pub fn shorten(text: &str, chars: usize) -> String {
    let line = text.replace(['\n', '\r'], " ");
    if line.chars().count() <= chars {
        return line;
    }
    let head: String = line.chars().take(chars).collect();
    format!("{head}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 31 pairs of spellings from real books: 1 same by key1, 2 same by key2 only, 0 different.
    const PAIRS: [(&str, &str, u8); 31] = [
        ("事業名", "事 業 名", 1),
        ("事業名", "事業名\n", 1),
        ("R8実績値", "Ｒ８実績値", 1),
        ("今後の方向性", "今後の方向性（★）", 0),
        ("担当課", "担当課 ", 1),
        ("こども課", "子ども課", 2),
        ("産後ケア事業", "産後ｹｱ事業", 1),
        ("ファミリー・サポート・センター事業", "ﾌｧﾐﾘｰ･ｻﾎﾟｰﾄ･ｾﾝﾀｰ事業", 1),
        ("ファミリー・サポート・センター事業", "ファミリーサポートセンター事業", 2),
        ("ファミリー・サポート・センター事業", "ファミリ－・サポ－ト・センタ－事業", 1),
        ("パパ教室", "ハ\u{309a}ハ\u{309a}教室", 1),
        ("がん検診", "か\u{3099}ん検診", 1),
        ("課題", "課\u{3000}題", 1),
        ("No.", "№", 2),
        ("1-1-01", "１－１－０１", 1),
        ("1-1-01", "1ー1ー01", 1),
        ("1-1-01", "１―１―０１", 1),
        ("～", "〜", 1),
        ("髙橋", "高橋", 2),
        ("取組", "取り組み", 2),
        ("か所数", "箇所数", 2),
        ("学童・思春期", "学童､思春期", 2),
        ("R8.4.1", "Ｒ８．４．１", 1),
        ("健康増進課", "健康推進課", 0),
        ("乳児家庭全戸訪問事業", "乳幼児家庭全戸訪問事業", 0),
        ("一時預かり事業（幼稚園型）", "一時預かり事業（一般型）", 0),
        ("第1期計画", "第2期計画", 0),
        ("1-1-01", "1-10-1", 0),
        ("1-1-1", "1-11", 0),
        ("実績値", "目標値", 0),
        ("妊婦健診", "妊婦健康診査", 0),
    ];

    #[test]
    fn pairs_match_at_their_level_and_no_other() {
        for (a, b, want) in PAIRS {
            let got = match (key1(a) == key1(b), key2(a) == key2(b)) {
                (true, _) => 1,
                (false, true) => 2,
                (false, false) => 0,
            };
            assert_eq!(got, want, "{a:?} {b:?}: {} {}", key2(a), key2(b));
        }
    }

    #[test]
    fn keep_changes_nothing_that_is_seen() {
        assert_eq!(keep("　①㈱　髙﨑…½\r\n２行目\u{200b} "), "①㈱　髙﨑…½\n２行目");
        assert_eq!(keep("\u{fa19}社"), "\u{fa19}社");
        assert_eq!(keep("か\u{3099}く゛\u{309a}"), "がぐ\u{309a}");
        assert_eq!(keep("A\u{3099}゛"), "A\u{3099}゛");
        assert_eq!(keep("a\rb\u{b}c"), "a\nb\nc");
    }

    #[test]
    fn header_tails_are_dropped_but_not_the_title() {
        assert_eq!(header_key("今後の\n方向性（★）"), "今後の方向性");
        assert_eq!(header_key("実績値（令和9年度（見込））※注1参照"), "実績値");
        assert_eq!(header_key("（単位：人）"), "(単位:人)");
        assert_eq!(header_key("（第1回）計"), "(第1回)計");
        assert_eq!(header_key("計）"), "計)");
    }

    #[test]
    fn compatibility_ideographs_meet_at_level_two() {
        assert_eq!(key2("\u{fa19}社"), key2("神社"));
        assert_ne!(key1("\u{fa19}社"), key1("神社"));
    }
}
