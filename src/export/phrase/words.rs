//! Words: what must never be torn, and what kind of thing it is.

use icu_segmenter::WordSegmenterBorrowed;

/// What a word is, as far as line breaks are concerned.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Kind {
    /// Kanji, katakana or Latin, and nouns that are written in kana.
    Noun,
    /// Kanji with hiragana behind it: 輝く, 行う.
    Verb,
    /// Particles, endings and other words of hiragana.
    Kana,
    /// A number with its unit.
    Number,
    /// 始め括弧.
    Open,
    /// 終わり括弧.
    Close,
    /// What a line may end with: ・ 、 。 ： and blanks.
    Separator,
}

/// A word: its characters from `start` to before `end`.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
}

impl Word {
    pub fn len(&self) -> usize {
        self.end - self.start
    }
}

/// Words with kana in them that the dictionary does not know as one word, and terms of
/// child, welfare and municipal plans that are read as one.
pub const TERMS: &[&str] = &[
    "こども",
    "子ども",
    "子供",
    "子育て",
    "子育ち",
    "共育て",
    "とも育て",
    "ひとり親",
    "ふたり親",
    "障がい者",
    "障がい児",
    "障がい",
    "発達障がい",
    "いじめ",
    "ひきこもり",
    "引きこもり",
    "こころ",
    "いのち",
    "ふるさと",
    "まちづくり",
    "ものづくり",
    "居場所",
    "切れ目",
    "働き方",
    "学び直し",
    "出し方",
    "見守り",
    "見直し",
    "取り組み",
    "受け入れ",
    "呼び掛け",
    "送り迎え",
    "読み聞かせ",
    "話し合い",
    "問い合わせ",
    "申し込み",
    "預かり",
    "一時預かり",
    "立ち寄り",
    "お知らせ",
    "おはなし会",
    "ふれあい",
    "支え合い",
    "助け合い",
    "気付き",
    "気づき",
    "暮らし",
    "高齢者",
    "当事者",
    "保護者",
    "相談者",
    "担い手",
    "若者",
    "こどもまんなか社会",
    "後継者",
    "医療的ケア児",
    "赤ちゃん",
    "いきがい",
    "生きがい",
    "づくり",
    "うち",
    "取組",
    "健康診査",
    "児童対策",
    "地域協議会",
    "こども家庭センター",
    "ひとり親家庭",
    "お母さん",
    "お父さん",
    "すべての人",
    "か所",
    "カ所",
    "ヶ所",
    "箇所",
];

/// Nouns of [`TERMS`] and names that begin with hiragana are nouns all the same.
fn kind_of(word: &[char], known: bool) -> Kind {
    let Some(&first) = word.first() else { return Kind::Noun };
    match first {
        '（' | '「' | '『' | '【' | '［' | '〔' | '〈' | '《' | '“' | '‘' | '(' | '[' => {
            Kind::Open
        }
        '）' | '」' | '』' | '】' | '］' | '〕' | '〉' | '》' | '”' | '’' | ')' | ']' => {
            Kind::Close
        }
        '・' | '、' | '。' | '，' | '．' | '：' | '；' | '／' | '　' | ' ' | '\n'
        | '！' | '？' | '～' | '〜' | '→' | '⇒' | '＝' => Kind::Separator,
        c if is_digit(c) => Kind::Number,
        _ if known => Kind::Noun,
        c if is_hiragana(c) => Kind::Kana,
        _ if word.last().is_some_and(|c| is_hiragana(*c)) => Kind::Verb,
        _ => Kind::Noun,
    }
}

/// Hiragana, with its iteration marks.
pub fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ゝ' | 'ゞ')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// Whether a number begins here as the upper end of 「0～5歳」.
pub fn is_range(chars: &[char], start: usize) -> bool {
    let tilde = start > 1 && matches!(chars[start - 1], '～' | '〜');
    tilde && is_digit(chars[start - 2])
}

/// Splits a text into words. What stands together: a name of the plan or a term, a
/// number with the words before and behind it that count (第3期, 令和9年度, 4か所).
pub fn split(
    chars: &[char],
    text: &str,
    names: &[Vec<char>],
    segmenter: WordSegmenterBorrowed<'static>,
) -> Vec<Word> {
    let mut boundary = vec![false; chars.len() + 1];
    let mut at = 0;
    let mut byte = 0;
    for end in segmenter.segment_str(text) {
        at += text[byte..end].chars().count();
        byte = end;
        boundary[at] = true;
    }
    // A particle that the dictionary took for the beginning of a word: 「の内／容」.
    let mut start = 0;
    for end in 1..=chars.len() {
        if boundary[end] {
            let word = &chars[start..end];
            let kana = word.iter().take_while(|c| is_hiragana(**c)).count();
            boundary[start + kana] |= kana > 0;
            start = end;
        }
    }
    // ICU tears no separator or bracket from its neighbours in Latin text: 「(a).b」.
    for (i, c) in chars.iter().enumerate() {
        let mark = kind_of(&[*c], false);
        if matches!(mark, Kind::Open | Kind::Close | Kind::Separator) {
            (boundary[i], boundary[i + 1]) = (true, true);
        }
    }
    let mut known = vec![false; chars.len()];
    let mut i = 0;
    while i < chars.len() {
        let name = names.iter().find(|n| chars[i..].starts_with(n));
        let Some(name) = name else {
            i += 1;
            continue;
        };
        let end = i + name.len();
        boundary[i + 1..end].fill(false);
        (boundary[i], boundary[end]) = (true, true);
        known[i] = true;
        i = end;
    }
    for i in 1..chars.len() {
        let (before, after) = (chars[i - 1], chars[i]);
        let inside_number =
            is_digit(after) && (is_digit(before) || matches!(before, ',' | '.' | '，'));
        let point = matches!(after, ',' | '.') && is_digit(before);
        // The unit, if it is one: 人, 年度, か所; but not the particle in 「1の」.
        let particle =
            matches!(after, 'の' | 'を' | 'に' | 'は' | 'が' | 'と' | 'で' | 'も');
        let unit = is_digit(before)
            && !particle
            && !matches!(
                kind_of(&[after], false),
                Kind::Open | Kind::Close | Kind::Separator
            );
        if inside_number || point || unit {
            boundary[i] = false;
        }
        if is_digit(after) && COUNTED.iter().any(|w| ends_with(&chars[..i], w)) {
            boundary[i] = false;
        }
    }
    let ends: Vec<usize> = (1..=chars.len()).filter(|i| boundary[*i]).collect();
    let mut start = 0;
    ends.into_iter()
        .map(|end| {
            let is_number = chars[start..end].iter().any(|c| is_digit(*c))
                && !known[start]
                && !matches!(kind_of(&chars[start..end], false), Kind::Open);
            let kind = if is_number {
                Kind::Number
            } else {
                kind_of(&chars[start..end], known[start])
            };
            let word = Word { start, end, kind };
            start = end;
            word
        })
        .collect()
}

/// Words that a number follows without a break.
const COUNTED: [&str; 13] = [
    "第", "令和", "平成", "昭和", "約", "計", "延べ", "全", "各", "満", "小", "中", "高",
];

fn ends_with(chars: &[char], word: &str) -> bool {
    let mut rest = chars.iter().rev();
    word.chars().rev().all(|c| rest.next() == Some(&c))
}

/// Whether a word of hiragana ends a phrase by itself.
pub fn ends_phrase(word: &[char]) -> bool {
    const PARTICLES: [&str; 27] = [
        "の",
        "を",
        "に",
        "は",
        "が",
        "と",
        "で",
        "も",
        "へ",
        "や",
        "な",
        "た",
        "だ",
        "る",
        "ない",
        "から",
        "まで",
        "など",
        "より",
        "ごと",
        "のうち",
        "による",
        "における",
        "に関する",
        "に対する",
        "について",
        "として",
    ];
    // 「やさしい」「つながる」 before a noun.
    let modifier =
        word.len() > 2 && word.last().is_some_and(|c| *c == 'い' || modifies(*c));
    modifier || PARTICLES.iter().any(|p| p.chars().eq(word.iter().copied()))
}

/// Whether a verb with this ending describes the noun behind it: 行う, 守る, 示した.
pub fn modifies(last: char) -> bool {
    matches!(
        last,
        'う' | 'く' | 'ぐ' | 'す' | 'つ' | 'ぬ' | 'ぶ' | 'む' | 'る' | 'た' | 'だ' | 'な'
    )
}

/// Whether what follows leans on the word before it, though it could stand alone.
pub fn hangs_on(rest: &[char]) -> bool {
    const HANGING: [&str; 31] = [
        "から",
        "まで",
        "など",
        "ため",
        "こと",
        "もの",
        "とき",
        "よう",
        "により",
        "による",
        "によっ",
        "における",
        "において",
        "について",
        "に関",
        "に対",
        "として",
        "とともに",
        "という",
        "といっ",
        "ください",
        "いる",
        "いた",
        "います",
        "ある",
        "あり",
        "ない",
        "なく",
        "する",
        "した",
        "します",
    ];
    HANGING.iter().any(|w| {
        let mut rest = rest.iter();
        w.chars().all(|c| rest.next() == Some(&c))
    })
}

/// A name without 「第3期」「第2次」 before it.
pub fn without_ordinal(name: &str) -> &str {
    let Some(rest) = name.strip_prefix('第') else { return name };
    let rest = rest.trim_start_matches(is_digit);
    rest.strip_prefix(['期', '次']).unwrap_or(name)
}
