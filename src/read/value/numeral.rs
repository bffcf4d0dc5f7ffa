//! Numerals (数字): 1,234, 2万5千, 十二, 二〇, 12百万, with what is odd about them.

use rust_decimal::Decimal;

/// What is wrong with the way a number is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// Letters that look like digits; holds the number that was probably meant.
    Letters(String),
    /// White space between digits.
    Space,
    /// 、 between digits.
    Touten,
    /// Thousands separators in the wrong place.
    Grouping,
    /// 0086: a number of a thing rather than a quantity.
    LeadingZero,
    /// More than 15 digits, which Excel does not keep.
    TooLong,
}

/// A number as written.
#[derive(Debug, Clone)]
pub(super) struct Numeral {
    /// The number without sign; `None` if a fault leaves it open.
    pub value: Option<Decimal>,
    /// What is odd.
    pub fault: Option<Fault>,
    /// For one run of digits followed by nothing but 千, 百万 …: that run.
    pub head: Option<Decimal>,
    /// What follows `head`: 千, 百万.
    pub scale: String,
    /// True if there is no Arabic digit (漢数字).
    pub kanji: bool,
    /// True for 1,200千 and 12百万 and 3.5万: a unit in thousands, not plain counting.
    pub scaled: bool,
    /// True if it is bare digits, with no separator and no 万.
    pub bare: bool,
}

/// Reads a numeral at `at`; returns it with the position after it.
pub(super) fn scan(c: &[char], at: usize) -> Option<(Numeral, usize)> {
    let mut sum = Sum::default();
    let mut end = at;
    while let Some(&here) = c.get(end) {
        let next = if sum.current.is_none() && starts_run(c, end) {
            let (written, next) = run(c, end);
            sum.run(&written);
            next
        } else if sum.kanji(here) || sum.multiplier(here) {
            end + 1
        } else {
            break;
        };
        end = next;
        if sum.fault.is_some() {
            break;
        }
    }
    (end > at).then(|| (sum.finish(), end))
}

/// The value of a kanji digit.
fn kanji_digit(c: char) -> Option<u32> {
    if c == '零' {
        return Some(0);
    }
    let at = "〇一二三四五六七八九".chars().position(|k| k == c)?;
    u32::try_from(at).ok()
}

fn is_digit(c: &[char], at: usize) -> bool {
    c.get(at).is_some_and(char::is_ascii_digit)
}

/// True if Arabic digits start here, or letters that stand for them (l0人, O3).
fn starts_run(c: &[char], at: usize) -> bool {
    let letter = matches!(c.get(at), Some('l' | 'I' | 'O' | 'o'));
    is_digit(c, at) || (letter && is_digit(c, at + 1))
}

/// Digits with separators, and with letters and spaces between them.
fn run(c: &[char], at: usize) -> (String, usize) {
    let mut out = String::new();
    let mut end = at;
    while let Some(&here) = c.get(end) {
        let after_digit =
            end > at && matches!(c.get(end - 1), Some('0'..='9' | 'O' | 'o'));
        let before_digit = is_digit(c, end + 1);
        match here {
            '0'..='9' => {}
            'O' | 'o' if after_digit || before_digit => {}
            'l' | 'I' if before_digit => {}
            ',' | '.' | '、' if after_digit && before_digit => {}
            ' ' if after_digit => {
                let more = c.iter().skip(end).take_while(|c| **c == ' ').count();
                if !is_digit(c, end + more) {
                    break;
                }
                end += more - 1;
            }
            _ => break,
        }
        out.push(here);
        end += 1;
    }
    (out, end)
}

/// 1,234 and 1234 and 1234.5, but not 12,34.
fn grouped(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = whole.split(',');
    let first = parts.next()?;
    let commas = whole.contains(',');
    let fits = !commas || ((1..=3).contains(&first.len()) && !first.starts_with('0'));
    let good = fits && parts.all(|part| part.len() == 3);
    let plain = !fraction.contains(['.', ',']) && good;
    plain.then(|| Decimal::from_str_exact(&text.replace(',', "")).ok())?
}

/// True for 0086, false for 0, 0.5.
fn is_padded(written: &str) -> bool {
    written
        .strip_prefix('0')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// A numeral being added up: `total` holds 兆・億・万, `section` 千・百・十.
#[derive(Default)]
struct Sum {
    total: Decimal,
    section: Option<Decimal>,
    current: Option<Decimal>,
    last_small: Option<u32>,
    last_big: Option<u64>,
    digits: usize,
    first: Option<Decimal>,
    runs: usize,
    scale: String,
    kanji: bool,
    arabic: bool,
    scaled: bool,
    separated: bool,
    open: bool,
    fault: Option<Fault>,
}

impl Sum {
    /// A run of Arabic digits.
    fn run(&mut self, written: &str) {
        self.arabic = true;
        self.runs += 1;
        self.digits += written.bytes().filter(u8::is_ascii_digit).count();
        self.separated |= written.contains([',', '.']);
        let (value, fault) = if written.contains(['O', 'o', 'l', 'I']) {
            let meant = written.replace(['O', 'o'], "0").replace(['l', 'I'], "1");
            (None, Some(Fault::Letters(meant)))
        } else if self.digits > 15 {
            (None, Some(Fault::TooLong))
        } else if written.contains(' ') {
            (grouped(&written.replace(' ', ",")), Some(Fault::Space))
        } else if written.contains('、') {
            (grouped(&written.replace('、', ",")), Some(Fault::Touten))
        } else {
            let value = grouped(written);
            let padded = is_padded(written);
            let odd = if value.is_none() { Some(Fault::Grouping) } else { None };
            (value, odd.or(padded.then_some(Fault::LeadingZero)))
        };
        self.open |= value.is_none();
        self.fault = fault;
        self.current = Some(value.unwrap_or_default());
        self.first = self.first.or(self.current);
    }

    /// A kanji digit: 二, or the next place of 二〇.
    fn kanji(&mut self, c: char) -> bool {
        let Some(digit) = kanji_digit(c) else {
            return false;
        };
        if self.current.is_some() && !self.kanji
            || (self.arabic && self.current.is_some())
        {
            return false;
        }
        self.kanji = true;
        self.runs += 1;
        self.digits += 1;
        if self.digits > 15 {
            self.too_long();
            return true;
        }
        let before = self.current.unwrap_or_default();
        let next =
            before.checked_mul(Decimal::TEN).and_then(|v| v.checked_add(digit.into()));
        self.keep(next, |sum, value| sum.current = Some(value));
        true
    }

    /// 十百千 within a section, 万億兆 between sections; only in falling order.
    fn multiplier(&mut self, c: char) -> bool {
        let small = [('十', 10u32), ('百', 100), ('千', 1000)];
        let big = [('万', 10_000u64), ('億', 100_000_000), ('兆', 1_000_000_000_000)];
        if let Some((_, size)) = small.into_iter().find(|(name, _)| *name == c) {
            if self.last_small.is_some_and(|last| last <= size) {
                return false;
            }
            let many = self.current.take();
            self.kanji |= many.is_none();
            let many = many.unwrap_or(Decimal::ONE);
            self.scaled |= many >= Decimal::TEN || !many.fract().is_zero();
            self.last_small = Some(size);
            let before = self.section.unwrap_or_default();
            let next = many.checked_mul(size.into()).and_then(|v| v.checked_add(before));
            self.keep(next, |sum, value| sum.section = Some(value));
        } else if let Some((_, size)) = big.into_iter().find(|(name, _)| *name == c) {
            let empty = self.current.is_none() && self.section.is_none();
            if empty || self.last_big.is_some_and(|last| last <= size) {
                return false;
            }
            let low = self.current.take().unwrap_or_default();
            let many = self.section.take().unwrap_or_default().checked_add(low);
            self.scaled |= many.is_some_and(|many| !many.fract().is_zero());
            self.last_small = None;
            self.last_big = Some(size);
            let next = many.and_then(|m| m.checked_mul(size.into()));
            let next = next.and_then(|v| v.checked_add(self.total));
            self.keep(next, |sum, value| sum.total = value);
        } else {
            return false;
        }
        self.scale.push(c);
        true
    }

    fn keep(&mut self, value: Option<Decimal>, store: impl Fn(&mut Self, Decimal)) {
        match value {
            Some(value) => store(self, value),
            None => self.too_long(),
        }
    }

    fn too_long(&mut self) {
        self.fault = Some(Fault::TooLong);
        self.open = true;
    }

    fn finish(self) -> Numeral {
        let low = self.current.unwrap_or_default();
        let sum = self.total.checked_add(self.section.unwrap_or_default());
        // A single run keeps the decimals that were written.
        let sum = if self.scale.is_empty() {
            self.current
        } else {
            sum.and_then(|sum| sum.checked_add(low)).map(|sum| sum.normalize())
        };
        let one_run = self.runs == 1 && self.arabic && self.current.is_none();
        Numeral {
            value: sum.filter(|_| !self.open),
            fault: self.fault,
            head: self.first.filter(|_| one_run),
            bare: self.scale.is_empty() && !self.separated && self.arabic,
            scale: self.scale,
            kanji: !self.arabic && self.kanji,
            scaled: self.scaled,
        }
    }
}
