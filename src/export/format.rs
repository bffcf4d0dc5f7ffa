//! How figures are printed: the only place that turns a number into characters.

use rust_decimal::Decimal;

use crate::model::rate::{self, Rate, Status};

/// With thousands separators and fixed decimals: `12,640`, `98.0`, `−3.2`.
pub fn number(value: Decimal, decimals: u32) -> String {
    let rounded = rate::round(value, decimals);
    let text = rounded.abs().to_string();
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (&*text, None),
    };
    let mut out = String::new();
    // A figure that rounds to zero has no sign.
    if rounded.is_sign_negative() && !rounded.is_zero() {
        out.push('−');
    }
    let digits = whole.chars().count();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (digits - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Like [`number`], in 万 from a million up, for narrow columns: `126.4万`.
pub fn compact(value: Decimal, decimals: u32) -> String {
    let man = Decimal::from(10_000);
    if value.abs() >= Decimal::from(1_000_000) {
        return format!("{}万", number(value / man, 1));
    }
    number(value, decimals)
}

/// 達成率 for a table: `85.1％`, `達成`, `－`; capped as configured.
pub fn rate(value: Rate, cap: u32) -> String {
    match value {
        Rate::Percent(p) if p > Decimal::from(cap) => format!("{cap}％超"),
        Rate::Percent(p) => format!("{}％", number(p, 1)),
        Rate::Met => "達成".to_owned(),
        Rate::NotMet => "未達成".to_owned(),
        Rate::None(why) => why.label().to_owned(),
    }
}

/// The change of a share in points: `＋3.6`, `−1.2`, `±0.0`.
pub fn points(value: Decimal) -> String {
    let rounded = rate::round(value, 1);
    let text = number(rounded.abs(), 1);
    if rounded.is_zero() {
        format!("±{text}")
    } else if rounded.is_sign_negative() {
        format!("−{text}")
    } else {
        format!("＋{text}")
    }
}

/// Sign, word and style of a 状況.
pub fn status(status: Status) -> (&'static str, &'static str, &'static str) {
    match status {
        Status::Achieved => ("◎", "達成", "dark"),
        Status::OnPace => ("○", "順調", "mid"),
        Status::Behind => ("△", "遅れ", "light"),
        Status::Worse => ("×", "後退", "hatch"),
        Status::NotYet => ("－", "未集計", "none"),
        Status::NotJudged => ("－", "判定外", "none"),
        Status::Suppressed => ("x", "秘匿", "none"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_as_printed() {
        let d = |v: &str| v.parse::<Decimal>().unwrap();
        assert_eq!(number(d("12640"), 0), "12,640");
        assert_eq!(number(d("1264000.5"), 1), "1,264,000.5");
        assert_eq!(number(d("98"), 1), "98.0");
        assert_eq!(number(d("-3.25"), 1), "−3.3");
        assert_eq!(number(d("-0.04"), 1), "0.0");
        assert_eq!(number(d("999"), 0), "999");
        assert_eq!(compact(d("1264000"), 0), "126.4万");
        assert_eq!(compact(d("999999"), 0), "999,999");
        assert_eq!(points(d("3.61")), "＋3.6");
        assert_eq!(points(d("-0.01")), "±0.0");
        assert_eq!(rate(Rate::Percent(d("234.7")), 200), "200％超");
        assert_eq!(rate(Rate::Percent(d("75")), 200), "75.0％");
    }
}
