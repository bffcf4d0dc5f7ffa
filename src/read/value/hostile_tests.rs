//! No text makes reading panic, and the longest cell takes no time.

use super::tests::{SIGNS, expect};
use super::*;

/// A generator of pseudo-random numbers (xorshift), the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

const COLUMNS: [&str; 7] = [
    "件数(人)",
    "実人数(人)",
    "割合(％)",
    "金額(千円)",
    "満足度(点)",
    "時間(時間)",
    "回数(回)",
];

/// Everything a public function may do with one text.
fn exercise(text: &str, columns: &[&'static str]) {
    for column in columns {
        let outcome = read(&Input::Text(text), &expect(column));
        let ask = outcome.action == Action::Ask;
        assert_eq!(outcome.reading.is_none(), ask, "{text:?} {outcome:?}");
        assert_eq!(outcome.why.is_none(), outcome.action == Action::Ok, "{text:?}");
    }
    read(&Input::Text(text), &Expect::new(Kind::Date, None));
    read(&Input::Error(text), &Expect::new(Kind::Measure, None));
    read_grade(text, &SIGNS);
    read_label(text, &SIGNS);
    FiscalYear::parse(text);
    FiscalYear::parse_range(text);
    text::header_key(text);
    assert_eq!(text::key1(&text::keep(text)), text::key1(text), "{text:?}");
    assert_eq!(text::keep(&text::keep(text)), text::keep(text), "{text:?}");
    text::key2(text);
    crate::model::quantity::factor(text, "円");
}

#[test]
fn no_text_makes_it_panic() {
    let alphabet: Vec<char> = "0123456789０９,，、.．-－‐ー−─▲△+±%％㌫ 　\n\r\t()（）［］/／~～〜→:：\
        ※*年月日週回人名円千百十万億兆〇一二割分厘時間半強弱以上未満約延べ実計うち前年度令和平成元RHr㋿\
        OlIxX×○△◎か所ヶ㈱①Ⅲ…〃\u{3099}\u{309a}゛ﾊﾟｶﾞ\u{200b}\u{feff}\u{fe0f}\u{e0100}\
        \u{0}\u{b}\u{2028}𠮷神#!?\"'の中を点満校İßŉ"
        .chars()
        .collect();
    let mut random = Random(0x5eed_cafe_f00d_1234);
    for _ in 0..10_000 {
        let length = random.below(24);
        let text: String =
            (0..length).map(|_| alphabet[random.below(alphabet.len())]).collect();
        let column = random.below(COLUMNS.len());
        exercise(&text, &COLUMNS[column..=column]);
    }
}

#[test]
fn the_longest_cell_is_read() {
    for piece in [
        "1", "(", ")", "1,", "1 ", " ", "千", "~1", "/1", "令和", "年", "゛", "か゛", "…",
    ] {
        let text: String = piece.chars().cycle().take(32_767).collect();
        exercise(&text, &COLUMNS);
        exercise(&format!("1{text}2"), &COLUMNS);
    }
}
