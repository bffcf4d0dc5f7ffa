//! オーバープリント: black text and black lines are printed over what lies below, so that
//! no white shows where plates do not quite meet. Everything else knocks out.
//!
//! Graphics state operators are put in between the others; the bytes of typst's content,
//! its text and its fonts stay as they are.

use crate::preflight::lexer::Operations;

/// The graphics state under which black text overprints: `op` with `OPM 1`.
pub(super) const TEXT_ON: &str = "OpT";
/// … and under which it does no more.
pub(super) const TEXT_OFF: &str = "OpF";
/// The graphics state under which black lines overprint: `OP` with `OPM 1`.
pub(super) const LINE_ON: &str = "OpL";
/// … and under which they do no more.
pub(super) const LINE_OFF: &str = "OpN";

/// What matters here of the graphics state.
#[derive(Clone, Copy, Default)]
struct Inks {
    black_fill: bool,
    lines_on: bool,
}

/// Black alone, in full.
const BLACK: [f64; 4] = [0.0, 0.0, 0.0, 1.0];

/// Puts the overprint of black text and lines into a content stream.
pub(super) fn apply(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + content.len() / 8);
    let mut copied = 0;
    let mut ops = Operations::new(content);
    let mut inks = Inks::default();
    let mut saved = Vec::new();
    let mut in_text = false;
    let mut text_on = false;
    while let Some((word, range)) = ops.advance() {
        let mut before = "";
        let mut after = "";
        match word {
            b"q" => saved.push(inks),
            b"Q" => inks = saved.pop().unwrap_or_default(),
            b"k" => inks.black_fill = ops.numbers() == Some(BLACK),
            b"g" | b"rg" | b"cs" | b"sc" | b"scn" => inks.black_fill = false,
            b"K" | b"G" | b"RG" | b"CS" | b"SC" | b"SCN" => {
                let black = word == b"K" && ops.numbers() == Some(BLACK);
                after = match (inks.lines_on, black) {
                    (false, true) => LINE_ON,
                    (true, false) => LINE_OFF,
                    _ => "",
                };
                inks.lines_on = black;
            }
            b"BT" => {
                in_text = true;
                if inks.black_fill {
                    (before, text_on) = (TEXT_ON, true);
                }
            }
            b"ET" => {
                if text_on {
                    (after, text_on) = (TEXT_OFF, false);
                }
                in_text = false;
            }
            _ => {}
        }
        let changes_fill = matches!(word, b"k" | b"g" | b"rg" | b"cs" | b"sc" | b"scn");
        if in_text && changes_fill && inks.black_fill != text_on {
            after = if inks.black_fill { TEXT_ON } else { TEXT_OFF };
            text_on = inks.black_fill;
        }
        if !before.is_empty() {
            out.extend_from_slice(&content[copied..range.start]);
            out.extend_from_slice(format!("/{before} gs ").as_bytes());
            copied = range.start;
        }
        if !after.is_empty() {
            out.extend_from_slice(&content[copied..range.end]);
            out.extend_from_slice(format!(" /{after} gs").as_bytes());
            copied = range.end;
        }
    }
    out.extend_from_slice(&content[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(content: &str) -> String {
        String::from_utf8(apply(content.as_bytes())).unwrap()
    }

    #[test]
    fn black_text_overprints_and_nothing_else() {
        assert_eq!(
            applied("q 0 0 0 1 k\nBT <01>Tj\nET\nQ 1 0 0 0 k BT <01>Tj ET"),
            "q 0 0 0 1 k\n/OpT gs BT <01>Tj\nET /OpF gs\nQ 1 0 0 0 k BT <01>Tj ET"
        );
        // White text over a colour has to knock out, black areas too.
        assert_eq!(applied("0 0 0 0 k BT <01>Tj ET"), "0 0 0 0 k BT <01>Tj ET");
        assert_eq!(applied("0 0 0 1 k 0 0 9 9 re f"), "0 0 0 1 k 0 0 9 9 re f");
    }

    #[test]
    fn a_colour_that_changes_within_text_changes_the_overprint() {
        assert_eq!(
            applied("BT 0 0 0 1 k <01>Tj 0 0 0 0 k <02>Tj ET"),
            "BT 0 0 0 1 k /OpT gs <01>Tj 0 0 0 0 k /OpF gs <02>Tj ET"
        );
    }

    #[test]
    fn black_lines_overprint_until_the_state_comes_back() {
        assert_eq!(
            applied("q 0 0 0 1 K 0 0 m 9 9 l S Q 0 1 0 0 K"),
            "q 0 0 0 1 K /OpL gs 0 0 m 9 9 l S Q 0 1 0 0 K"
        );
        assert_eq!(applied("0 0 0 1 K 0 1 0 0 K"), "0 0 0 1 K /OpL gs 0 1 0 0 K /OpN gs");
    }
}
