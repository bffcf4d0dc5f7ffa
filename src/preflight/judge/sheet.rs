//! Boxes of a page, its bleed, and whether anything is on it.

use super::{Limits, Page as Findings, mm};
use crate::catalog::press as rules;
use crate::preflight::content::{Mark, Shape};
use crate::preflight::geometry::{MM, Rect};
use crate::preflight::{Page, words};

/// Coordinates in PDF are rounded; a tenth of a millimetre is nothing on paper.
const NEAR: f64 = 0.1 * MM;

/// Judges boxes and bleed of a page; `first` is the first page of the file.
pub(super) fn judge(page: &Page, first: &Page, limits: &Limits, found: &mut Findings) {
    let boxes = &page.boxes;
    let Some(trim) = boxes.trim else {
        found.add(&rules::PRESS_BOX, || "仕上がりの枠（TrimBox）がありません".to_owned());
        blank(page, &boxes.finished(), found);
        return;
    };
    let printed = boxes.printed();
    if !boxes.media.contains(&printed, 0.02) || !printed.contains(&trim, 0.02) {
        found.add(&rules::PRESS_BOX, || {
            "枠が、用紙・塗り足し・仕上がりの順に入れ子になっていません".to_owned()
        });
    }
    let size = |r: &Rect| (r.width(), r.height());
    let (own, usual) = (size(&trim), size(&first.boxes.finished()));
    if (own.0 - usual.0).abs() > NEAR || (own.1 - usual.1).abs() > NEAR {
        found.add(&rules::PRESS_BOX, || {
            let (w, h, a, b) = (mm(own.0), mm(own.1), mm(usual.0), mm(usual.1));
            format!("仕上がりが {w}×{h}mm で、1頁（{a}×{b}mm）と違います")
        });
    }
    if boxes.rotate % 360 != 0 {
        found
            .add(&rules::PRESS_BOX, || format!("頁が {}度 回されています", boxes.rotate));
    }
    let needed = trim.grown(limits.bleed * MM);
    if !printed.contains(&needed, NEAR) {
        let least = [
            trim.x0 - printed.x0,
            trim.y0 - printed.y0,
            printed.x1 - trim.x1,
            printed.y1 - trim.y1,
        ]
        .into_iter()
        .fold(f64::INFINITY, f64::min);
        found.add(&rules::PRESS_BLEED, || {
            format!(
                "塗り足しの枠が {}mm しかありません（{}mm 要ります）",
                mm(least),
                limits.bleed
            )
        });
    } else {
        bleeding(page, &trim, &needed, found);
    }
    blank(page, &trim, found);
}

/// The sides of a page: its name, how far a rectangle reaches outwards there, and its
/// extent along the side.
type Side = (&'static str, fn(&Rect) -> f64, fn(&Rect) -> (f64, f64));
const SIDES: [Side; 4] = [
    ("左", |r| -r.x0, |r| (r.y0, r.y1)),
    ("右", |r| r.x1, |r| (r.y0, r.y1)),
    ("下", |r| -r.y0, |r| (r.x0, r.x1)),
    ("上", |r| r.y1, |r| (r.x0, r.x1)),
];

/// Art that reaches the trim has to go on to the bleed: by itself, or by a neighbour of
/// the same colour that takes over at the trim.
fn bleeding(page: &Page, trim: &Rect, needed: &Rect, found: &mut Findings) {
    let art = |m: &&Mark| !matches!(m.shape, Shape::Text(_)) && !m.paint.is_paper();
    for (name, reach, along) in SIDES {
        let (edge, goal) = (reach(trim), reach(needed));
        // Candidates alone are compared with each other: few lie at an edge.
        let at_edge: Vec<&Mark> = page
            .marks
            .iter()
            .filter(art)
            .filter(|m| reach(&m.area) >= edge - NEAR)
            .collect();
        for mark in &at_edge {
            let inside = mark.area.intersect(&trim.grown(-NEAR));
            if inside.is_none() || reach(&mark.area) >= goal - NEAR {
                continue;
            }
            let (from, to) = along(&mark.area);
            let goes_on = at_edge.iter().take(10_000).any(|n| {
                let (a, b) = along(&n.area);
                n.paint == mark.paint
                    && reach(&n.area) >= goal - NEAR
                    && a <= from + NEAR
                    && b >= to - NEAR
            });
            if !goes_on {
                found.add(&rules::PRESS_BLEED, || {
                    let (thing, place) = (words::thing(mark), words::place(&mark.area, trim));
                    let short = mm(goal - reach(&mark.area));
                    format!("{place}の{thing}が、{name}の塗り足しの端まで {short}mm 足りません")
                });
            }
        }
    }
}

fn blank(page: &Page, trim: &Rect, found: &mut Findings) {
    let inner = trim.grown(-NEAR);
    let shown = |m: &Mark| !m.paint.is_paper() && m.area.intersect(&inner).is_some();
    if !page.marks.iter().any(shown) {
        found.add(&rules::PRESS_BLANK, || "何も描かれていません".to_owned());
    }
}
