//! 字幅と改行: the arithmetic of `templates/jihaba.typ`, offered to the templates as
//! native functions because a name is measured many times before it is set.
//!
//! The templates work without it (plain `typst watch`): `jihaba.typ` holds the same
//! rules in Typst, and `tests/widths.rs` sets both against each other and against what
//! Typst measures. Widths are in em. Only the fonts inside the program are known here;
//! with others the templates measure.

use std::sync::OnceLock;

use typst::foundations::{Array, Dict, Func, IntoValue, NativeFunc, Str, dict, func};
use typst::layout::Abs;
use typst::text::{Font, FontVariant};

use super::fonts::{latin_bold, latin_regular};

/// The functions, as the templates find them in `sys.inputs.kumi`.
pub fn functions() -> Dict {
    dict! {
        "line-width" => Func::from(line_width::data()),
        "name-lines" => Func::from(name_lines::data()),
    }
}

/// The width of a text set on one line.
#[func]
fn line_width(text: Str, face: Str) -> f64 {
    let widest = |line: &str| piece(&line.replace('|', ""), &face).inner();
    text.as_str().split('\n').map(widest).fold(0.0, f64::max)
}

/// A text as lines no wider than `width`, and the width of the longest one. `manner`:
/// `even` for names, whose lines are made alike; `flow` for sentences, whose lines are
/// full; `plain` to count the lines of a paragraph that may break anywhere.
#[func]
fn name_lines(text: Str, face: Str, width: f64, manner: Str) -> Dict {
    let text = text.as_str();
    let mut lines = Array::new();
    let mut widest: f64 = 0.0;
    let forced = text.contains('\n');
    for part in text.split('\n') {
        let manner = match manner.as_str() {
            "even" if forced => "full",
            other => other,
        };
        let pieces: Vec<Piece> = match manner {
            "plain" => units(part).into_iter().map(|u| piece(u, &face)).collect(),
            _ => pieces(part, &face, width),
        };
        let found = match manner {
            "even" => even(&pieces, width),
            "flow" => flowing(&pieces, width),
            _ => greedy(&pieces, width),
        };
        if found.is_empty() {
            lines.push("".into_value());
        }
        for line in found {
            let text: String =
                pieces[line.start..line.end].iter().map(|p| &*p.text).collect();
            lines.push(text.into_value());
            widest = widest.max(line.width);
        }
    }
    dict! { "lines" => lines, "width" => widest }
}

/// Signs that never begin a line: JLREQ cl-02 to cl-11, and every code point that CSS
/// forbids there with `line-break: strict` (`tests/kinsoku.rs`).
fn never_begins(c: char) -> bool {
    const SIGNS: &str = "、。，．・：；？！‼⁇⁈⁉ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎゕゖ\
        ァィゥェォッャュョヮヵヶ）」』”’】〗》〉〕］｝｠､｡･｣…‥․⋯︙〜～‐–゠％‰℃℉°′″‵﹪￠";
    SIGNS.contains(c)
        || matches!(c, 'ㇰ'..='ㇿ' | 'ｧ'..='ｰ' | '\u{10AF6}')
        || is_joined(c)
}

/// Variation selectors and combining marks belong to the sign before them.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}' | '\u{200D}')
}

fn opens(c: char) -> bool {
    "（「『“‘【〖《〈〔［｛".contains(c)
}

fn closes(c: char) -> bool {
    "、。，．：；）」』”’】〗》〉〕］｝".contains(c)
}

fn is_mark(c: char) -> bool {
    opens(c) || closes(c) || "・！？".contains(c)
}

/// Whether the space between two signs of punctuation is set half an em narrower.
fn squeezed(a: char, b: char) -> bool {
    (closes(a) && is_mark(b)) || (is_mark(a) && opens(b)) || (a == '・' && b == '・')
}

/// Text that is not broken.
struct Piece {
    text: String,
    /// Its width within a line.
    width: f64,
    /// What it loses at the beginning of a line.
    before: f64,
    /// What it loses at the end of a line.
    after: f64,
}

impl Piece {
    /// Its width on a line of its own.
    fn inner(&self) -> f64 {
        self.width - self.before - self.after
    }

    /// What is lost between two pieces on one line.
    fn squeeze(&self, next: &Piece) -> f64 {
        if self.after > 0.0 && next.before > 0.0 { 0.5 } else { 0.0 }
    }
}

fn piece(text: &str, face: &str) -> Piece {
    let chars: Vec<char> = text.chars().collect();
    let width: f64 = chars.iter().map(|c| advance(*c, face)).sum();
    let pairs = chars.windows(2).filter(|p| squeezed(p[0], p[1])).count() as f64;
    let last = chars.iter().rev().find(|c| **c != ' ');
    let half = |yes: bool| if yes { 0.5 } else { 0.0 };
    Piece {
        text: text.to_owned(),
        width: width - 0.5 * pairs,
        before: half(chars.first().is_some_and(|c| opens(*c))),
        after: half(last.is_some_and(|c| closes(*c))),
    }
}

/// The advance of a sign: `face` is regular, bold or tnum. What is not printable ASCII
/// is full width in the Japanese fonts.
fn advance(c: char, face: &str) -> f64 {
    static LATIN: OnceLock<[Vec<f64>; 2]> = OnceLock::new();
    let table = |font: Option<&Font>| -> Vec<f64> {
        let font = font.cloned().map(|font| {
            font.instantiate(FontVariant::default(), Abs::pt(10.0), &Default::default())
        });
        let glyph = |c: char| {
            let font = font.as_ref()?;
            let glyph = font.ttf().glyph_index(c)?;
            font.x_advance(glyph.0).map(|em| em.get())
        };
        (' '..='~').map(|c| glyph(c).unwrap_or(1.0)).collect()
    };
    match (c, face) {
        _ if is_joined(c) => 0.0,
        (' '..='~', "tnum") => 0.5,
        (' '..='~', _) => {
            let latin =
                LATIN.get_or_init(|| [table(latin_regular()), table(latin_bold())]);
            latin[usize::from(face == "bold")][c as usize - 0x20]
        }
        _ => 1.0,
    }
}

/// What may be broken apart: phrases; one that is too wide after 「・」; and what is still
/// too wide between any two signs that may part.
fn pieces(text: &str, face: &str, width: f64) -> Vec<Piece> {
    let phrases = text.split('|').filter(|p| !p.is_empty());
    let mut phrases: Vec<Piece> = phrases.map(|p| piece(p, face)).collect();
    // No last line of one or two signs.
    if let [.., before, last] = &*phrases
        && last.text.trim_matches('。').chars().filter(|c| !is_joined(*c)).count() <= 2
    {
        let joined = piece(&format!("{}{}", before.text, last.text), face);
        if joined.inner() <= width {
            phrases.truncate(phrases.len() - 2);
            phrases.push(joined);
        }
    }
    let mut out = Vec::new();
    for phrase in phrases {
        if phrase.inner() <= width {
            out.push(phrase);
            continue;
        }
        for part in after_dots(&phrase.text) {
            let part = piece(part, face);
            if part.inner() <= width {
                out.push(part);
            } else {
                out.extend(units(&part.text).into_iter().map(|u| piece(u, face)));
            }
        }
    }
    out
}

/// 「出会い・結婚」 → 「出会い・」「結婚」.
fn after_dots(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut dot = false;
    for (i, c) in text.char_indices() {
        if dot && c != '・' {
            out.push(&text[start..i]);
            start = i;
        }
        dot = c == '・';
    }
    out.push(&text[start..]);
    out
}

/// What counts a number, behind it. The longer ones come first.
const COUNTERS: &[&str] = &[
    "ポイント",
    "年度",
    "年間",
    "年生",
    "か所",
    "カ月",
    "か月",
    "世帯",
    "事業",
    "施設",
    "団体",
    "千円",
    "万円",
    "億円",
    "年",
    "月",
    "日",
    "時",
    "分",
    "人",
    "件",
    "回",
    "名",
    "歳",
    "次",
    "期",
    "つ",
    "円",
    "校",
    "台",
    "個",
    "本",
    "点",
    "組",
    "社",
    "戸",
    "級",
    "班",
    "条",
    "項",
    "章",
    "頁",
    "割",
    "倍",
];
/// What stands before a number that belongs to it.
const BEFORE_NUMBERS: &[&str] = &["令和", "平成", "昭和", "第", "約"];

/// The smallest parts: a sign with the brackets before it and what may not begin a line
/// behind it, a number with its unit.
fn units(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (unit, tail) = rest.split_at(unit_length(rest));
        out.push(unit);
        rest = tail;
    }
    out
}

fn unit_length(text: &str) -> usize {
    let skip = |from: usize, wanted: &dyn Fn(char) -> bool| {
        let tail = &text[from..];
        from + tail.find(|c| !wanted(c)).unwrap_or(tail.len())
    };
    let graphic = |c: char| c.is_ascii_graphic();
    let mut end = skip(0, &|c| opens(c) || matches!(c, '￥' | '＄'));
    let prefix = BEFORE_NUMBERS.iter().find(|p| {
        let tail = text[end..].strip_prefix(**p);
        tail.is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
    });
    end += prefix.map_or(0, |p| p.len());
    let number = skip(end, &graphic);
    if number > end {
        let counter = COUNTERS.iter().find(|c| text[number..].starts_with(**c));
        end = number + counter.map_or(0, |c| c.len());
    } else {
        end += text[end..].chars().next().map_or(0, char::len_utf8);
    }
    skip(skip(end, &never_begins), &|c| c == ' ')
}

/// The last line of a sentence takes at least this part of the width.
const SHORTEST_LAST: f64 = 0.28;

/// A line: its pieces from `start` to before `end`.
struct Line {
    start: usize,
    end: usize,
    width: f64,
}

/// Fills line after line.
fn greedy(pieces: &[Piece], width: f64) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut start, mut x, mut after) = (0, 0.0, 0.0);
    for (i, p) in pieces.iter().enumerate() {
        let lost = match i {
            i if i == start => p.before,
            i => pieces[i - 1].squeeze(p),
        };
        if i > start && x + p.width - lost - p.after > width + 1e-6 {
            lines.push(Line { start, end: i, width: x - after });
            (start, x) = (i, p.width - p.before);
        } else {
            x += p.width - lost;
        }
        after = p.after;
    }
    if !pieces.is_empty() {
        lines.push(Line { start, end: pieces.len(), width: x - after });
    }
    lines
}

/// As many lines as `greedy` makes, but as narrow as they can be: the width grows to
/// where the next piece fits until the number is reached.
fn even(pieces: &[Piece], width: f64) -> Vec<Line> {
    let best = greedy(pieces, width);
    let count = best.len();
    if count < 2 {
        return best;
    }
    let mean = best.iter().map(|l| l.width).sum::<f64>() / count as f64;
    let mut narrow = pieces.iter().map(Piece::inner).fold(mean, f64::max);
    while narrow < width {
        let lines = greedy(pieces, narrow);
        if lines.len() <= count {
            return lines;
        }
        let grown = lines[..lines.len() - 1].iter().map(|line| {
            let (last, next) = (&pieces[line.end - 1], &pieces[line.end]);
            line.width + last.after + next.width - next.after - last.squeeze(next)
        });
        narrow = grown.fold(width, f64::min).max(narrow + 0.01);
    }
    best
}

/// Full lines, but the last one is at least [`SHORTEST_LAST`] of the width.
fn flowing(pieces: &[Piece], width: f64) -> Vec<Line> {
    let best = greedy(pieces, width);
    let short = |lines: &[Line], width: f64| {
        lines.last().is_some_and(|l| l.width < SHORTEST_LAST * width)
    };
    if best.len() < 2 || !short(&best, width) {
        return best;
    }
    let mut narrow = width - 0.5;
    while narrow > width * 0.6 {
        let lines = greedy(pieces, narrow);
        if lines.len() > best.len() {
            break;
        }
        if !short(&lines, narrow) {
            return lines;
        }
        narrow -= 0.5;
    }
    even(pieces, width)
}
