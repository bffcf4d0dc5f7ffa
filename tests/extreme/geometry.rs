//! Where the texts of a booklet stand on its pages: A4 with margins of 20, 22 and 24 mm,
//! 1Q = 0.25 mm, nothing to read below 13Q, units of 12Q.

use tenken::typeset::{PlacedText, Typeset};

/// The edges of the 版面, mm.
const LEFT: f64 = 20.0;
const RIGHT: f64 = 190.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 273.0;
/// The foot with 柱 and ノンブル begins here, mm.
const FOOT: f64 = 278.0;
/// What rounding and the side bearings of signs may differ, mm.
const SLACK: f64 = 0.3;
const Q: f64 = 0.25;

/// Upper and lower edge of the character frames.
fn span(t: &PlacedText) -> (f64, f64) {
    (t.y - 0.88 * t.size, t.y + 0.12 * t.size)
}

/// Where the drawn part of a text ends: a justified line is stretched behind each of its
/// characters, behind the last one too, where nothing is drawn.
fn right_of(t: &PlacedText) -> f64 {
    let stretch = t.width / t.text.chars().count() as f64 - t.size;
    t.x + t.width - stretch.max(0.0)
}

/// The texts that leave the 版面, are too small, or stand upon one another.
pub fn faults(made: &Typeset) -> Vec<String> {
    let mut out = Vec::new();
    for page in 1..=made.pages {
        let texts: Vec<&PlacedText> = made
            .texts
            .iter()
            .filter(|t| t.page == page && !t.text.trim().is_empty())
            .collect();
        let cover = page == 1 || page == made.pages;
        for t in &texts {
            let (top, bottom) = span(t);
            let (left, right) = (t.x, right_of(t));
            let in_page = left > 5.0 && right < 205.0 && top > 5.0 && bottom < 292.0;
            let in_frame = left > LEFT - SLACK
                && right < RIGHT + SLACK
                && (top > TOP - SLACK && bottom < BOTTOM + SLACK || top > FOOT);
            if !(if cover { in_page } else { in_frame }) {
                out.push(format!(
                    "{page}: 「{}」 at {left:.1}–{right:.1}, {top:.1}–{bottom:.1} leaves the frame",
                    t.text
                ));
            }
            let unit = t.text.chars().count() <= 4;
            if t.size < if unit { 12.0 * Q } else { 13.0 * Q } - 0.01 {
                out.push(format!("{page}: 「{}」 has {:.1}Q", t.text, t.size / Q));
            }
        }
        for (i, a) in texts.iter().enumerate() {
            for b in &texts[i + 1..] {
                let (a_span, b_span) = (span(a), span(b));
                let high = a_span.1.min(b_span.1) - a_span.0.max(b_span.0);
                let wide = (a.x + a.width).min(b.x + b.width) - a.x.max(b.x);
                // Frames of stacked lines may touch; half a character may not.
                if high > 0.25 * a.size.min(b.size) && wide > 0.25 * a.size.min(b.size) {
                    out.push(format!("{page}: 「{}」 upon 「{}」", a.text, b.text));
                }
            }
        }
    }
    out
}
