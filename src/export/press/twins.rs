//! The press file and the public PDF are twins: page by page the same text at the same
//! place, the same areas, lines and images, in colours that look alike.
//!
//! What is compared is what both finished files paint within the trim, mark by mark and
//! in the order of painting; art beyond the trim is the press file's own.

use super::appearance::on_paper;
use crate::colour::{Rgb, Vision, difference};
use crate::preflight::{Inspection, MM, Mark, Page, Paint, Rect, Shape};

/// Places may differ by this much, mm: both files round their coordinates.
pub(super) const PLACE: f64 = 0.02;
/// Rules up to this width on the screen may be thinner and black on paper, mm.
const RULE: f64 = 0.3;
/// Colours may differ by this much, ΔE00, inks seen on paper and screen colours.
pub(super) const COLOUR: f64 = 15.0;

/// What a comparison found.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Comparison {
    /// Differences, in words, with their pages from 1.
    pub faults: Vec<(usize, String)>,
    /// Signs that are the same on both sides.
    pub signs: usize,
    /// Marks that are the same on both sides.
    pub marks: usize,
    /// The greatest colour difference, ΔE00.
    pub colour: f64,
    /// Greys and blacks of text and lines that are printed in full black, by whatever
    /// grey the screen shows.
    pub blackened: usize,
}

/// Compares all pages.
pub(super) fn compare(public: &Inspection, press: &Inspection) -> Comparison {
    let mut found = Comparison::default();
    if public.pages.len() != press.pages.len() {
        let text = format!(
            "公開用は{}頁、印刷用は{}頁です",
            public.pages.len(),
            press.pages.len()
        );
        found.faults.push((1, text));
        return found;
    }
    for (i, (a, b)) in public.pages.iter().zip(&press.pages).enumerate() {
        if let Some(fault) = page(a, b, &mut found) {
            found.faults.push((i + 1, fault));
        }
    }
    found
}

/// What a page shows within its trim, from the corner of the trim.
fn shown(page: &Page) -> Vec<(&Mark, Rect)> {
    let trim = page.boxes.finished();
    let inner = trim.grown(-PLACE * MM);
    let within = |mark: &Mark| {
        inner.intersect(&mark.area)?;
        let area = mark.area.intersect(&trim)?;
        Some(Rect::new(
            area.x0 - trim.x0,
            area.y0 - trim.y0,
            area.x1 - trim.x0,
            area.y1 - trim.y0,
        ))
    };
    page.marks.iter().filter_map(|m| Some((m, within(m)?))).collect()
}

/// The first difference of two pages.
fn page(public: &Page, press: &Page, found: &mut Comparison) -> Option<String> {
    let size = |p: &Page| (p.boxes.finished().width(), p.boxes.finished().height());
    let (a, b) = (size(public), size(press));
    if (a.0 - b.0).abs().max((a.1 - b.1).abs()) > PLACE * MM {
        return Some("頁の大きさが違います".to_owned());
    }
    let (left, right) = (shown(public), shown(press));
    let text = |list: &[(&Mark, Rect)]| -> String {
        list.iter().filter_map(|(m, _)| words(m)).collect()
    };
    let (ours, theirs) = (text(&left), text(&right));
    if ours != theirs {
        let same = ours.chars().zip(theirs.chars()).take_while(|(a, b)| a == b).count();
        let piece = |s: &str| -> String {
            s.chars().skip(same.saturating_sub(4)).take(16).collect()
        };
        return Some(format!(
            "文字が違います（公開用「{}」、印刷用「{}」）",
            piece(&ours),
            piece(&theirs)
        ));
    }
    let left = without_drawings(left, &right);
    if left.len() != right.len() {
        return Some(format!(
            "描かれているものの数が違います（公開用{}、印刷用{}）",
            left.len(),
            right.len()
        ));
    }
    found.signs += ours.chars().count();
    for ((a, area), (b, other)) in left.iter().zip(&right) {
        if let Some(what) = differ(a, area, b, other, found) {
            let (x, y) = (area.x0 / MM, (size(public).1 - area.y1) / MM);
            return Some(format!("左から{x:.1}mm・上から{y:.1}mmの{what}"));
        }
        found.marks += 1;
    }
    None
}

/// The public marks without those of a drawing (市章) in whose place the press file shows a
/// picture: only the first of them is left, to be compared with the picture.
fn without_drawings<'a>(
    public: Vec<(&'a Mark, Rect)>,
    press: &[(&Mark, Rect)],
) -> Vec<(&'a Mark, Rect)> {
    let mut left: Vec<(&Mark, Rect)> = Vec::with_capacity(public.len());
    let mut public = public.into_iter().peekable();
    while let Some(mark) = public.next() {
        let place = press.get(left.len());
        left.push(mark);
        let Some((picture, area)) = place else { continue };
        let drawn =
            |m: &Mark| matches!(m.shape, Shape::Fill { .. } | Shape::Stroke { .. });
        if !matches!(picture.shape, Shape::Image(_)) || !drawn(mark.0) {
            continue;
        }
        let within = area.grown(picture_room(area));
        while public.next_if(|(m, at)| drawn(m) && within.contains(at, 0.0)).is_some() {}
    }
    left
}

/// A picture for the press may have another shape by the share that is let pass where it
/// is taken (1 %), pt.
fn picture_room(area: &Rect) -> f64 {
    PLACE * MM + 0.01 * area.width().max(area.height())
}

fn words(mark: &Mark) -> Option<&str> {
    match &mark.shape {
        Shape::Text(text) => Some(&text.text),
        _ => None,
    }
}

fn differ(
    a: &Mark,
    area: &Rect,
    b: &Mark,
    other: &Rect,
    found: &mut Comparison,
) -> Option<String> {
    let moved = area.distance(other) / MM;
    let thinned = thinned(a, area, b, other);
    let same_kind = match (&a.shape, &b.shape) {
        (Shape::Text(s), Shape::Text(t)) => (s.size - t.size).abs() < 0.01,
        (Shape::Fill { .. }, Shape::Fill { .. }) | (Shape::Shading, Shape::Shading) => {
            true
        }
        (Shape::Stroke { width: s, .. }, Shape::Stroke { width: t, .. }) => {
            thinned.is_some() || (s - t).abs() < 0.01
        }
        // A photograph may come in another file for the press, a drawing as a picture.
        (_, Shape::Image(_)) => return picture(a, area, other),
        _ => false,
    };
    if !same_kind {
        return Some("形か大きさが違います".to_owned());
    }
    if moved > PLACE + thinned.unwrap_or(0.0) / MM {
        return Some(format!("位置が {moved:.2}mm 違います"));
    }
    let Some(screen) = screen(&a.paint) else {
        return Some("公開用の色が分かりません".to_owned());
    };
    let written = matches!(a.shape, Shape::Text(_) | Shape::Stroke { .. });
    if thinned.is_some() || written && b.paint.is_black_alone() && is_grey(screen) {
        found.blackened += 1;
        return None;
    }
    // A colour of the screen in the press file is another finding; it looks the same.
    let printed = self::screen(&b.paint).unwrap_or_else(|| on_paper(b.paint.inks));
    let distance = difference(screen, printed, Vision::Usual);
    found.colour = found.colour.max(distance);
    (distance > COLOUR).then(|| format!("色が違います（色差 {distance:.1}）"))
}

/// A picture of the press against what the public file shows in its place: what it shows
/// was compared when it was taken.
fn picture(public: &Mark, area: &Rect, picture: &Rect) -> Option<String> {
    let moved = match public.shape {
        Shape::Image(_) => area.distance(picture),
        Shape::Fill { .. } | Shape::Stroke { .. } => {
            // One line of a drawing lies somewhere in it.
            let within = picture.grown(picture_room(picture)).contains(area, 0.0);
            if within { 0.0 } else { area.distance(picture) }
        }
        _ => return Some("形か大きさが違います".to_owned()),
    };
    (moved > picture_room(picture))
        .then(|| format!("画像の位置が {:.2}mm 違います", moved / MM))
}

/// By how much a light grey rule of the screen is thinner in the press file, pt: there it
/// is black, because a tint of this width would come out dotted (細罫).
fn thinned(a: &Mark, area: &Rect, b: &Mark, other: &Rect) -> Option<f64> {
    let thickness = |mark: &Mark, area: &Rect| match mark.shape {
        Shape::Stroke { width, .. } => Some(width),
        Shape::Fill { .. } => Some(area.width().min(area.height())),
        _ => None,
    };
    let (wide, narrow) = (thickness(a, area)?, thickness(b, other)?);
    let grey = screen(&a.paint).is_some_and(is_neutral);
    let rule = wide < (RULE + 0.01) * MM && narrow < wide;
    (rule && grey && b.paint.is_black_alone()).then_some(wide - narrow)
}

fn screen(paint: &Paint) -> Option<Rgb> {
    let [r, g, b] = paint.rgb?.map(|v| (v * 255.0).round() as u8);
    Some(Rgb(r, g, b))
}

/// Grey up to the one that text is set in at its lightest.
fn is_grey(colour: Rgb) -> bool {
    is_neutral(colour) && colour.0 <= 0x80
}

fn is_neutral(Rgb(r, g, b): Rgb) -> bool {
    r.max(g).max(b) - r.min(g).min(b) <= 8
}
