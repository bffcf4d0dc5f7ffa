//! The small slips of real books, put in by the position of a row, never by chance.

use crate::books::Cell;
use crate::tables::decimals;

/// 実績値 as a hand would type it: full-width digits, units, commas as text, dashes.
pub fn actual(text: &str, unit: &str, position: usize) -> Cell {
    let Ok(number) = text.parse::<f64>() else {
        return Cell::text(match (text, position % 3) {
            ("－", 0) => "―",
            ("－", 1) => "-",
            ("集計中", 0) => "集計中 ",
            ("集計中", 1) => "集計中（7月確定予定）",
            (other, _) => other,
        });
    };
    let places = decimals(text);
    match position % 11 {
        2 => Cell::text(&full_width(text)),
        4 if unit == "人" || unit == "件" => Cell::text(&format!("{text}{unit}")),
        5 => Cell::text(&format!(" {text} ")),
        7 if unit == "人" && number >= 20.0 => {
            Cell::text(&format!("{}名", full_width(text)))
        }
        8 if number >= 1000.0 => Cell::text(&with_commas(text)),
        9 if unit == "％" => Cell::percent(number / 100.0, places),
        _ => Cell::number(number, places),
    }
}

/// A grade as typed: the letter, its full-width form, the sign, the letter with its name.
pub fn grade(code: &str, position: usize) -> String {
    let (sign, name) = match code {
        "A" => ("◎", "計画を上回る"),
        "B" => ("○", "計画どおり"),
        "C" => ("△", "やや遅れ"),
        "D" => ("×", "遅れ・未実施"),
        other => return other.to_owned(),
    };
    match position % 7 {
        1 => full_width(code),
        3 => sign.to_owned(),
        5 => format!("{}（{name}）", full_width(code)),
        6 => format!("{code} "),
        _ => code.to_owned(),
    }
}

/// A direction as typed: other words of the list, numbered choices.
pub fn direction(name: &str, position: usize) -> String {
    match (name, position % 5) {
        ("継続", 1) => "現状維持".to_owned(),
        ("継続", 3) => "２　継続".to_owned(),
        ("拡充", 2) => "拡大".to_owned(),
        (other, 4) => format!("{other}　"),
        (other, _) => other.to_owned(),
    }
}

/// Sentences with the spaces and line ends that cells collect.
pub fn sentence(text: &str, position: usize) -> String {
    match position % 6 {
        2 if !text.is_empty() => format!("　{text}"),
        4 if !text.is_empty() => format!("{text}\n"),
        _ => text.to_owned(),
    }
}

fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

fn with_commas(text: &str) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}
