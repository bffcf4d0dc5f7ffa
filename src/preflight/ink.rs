//! 総インキ量: the most ink that lies on one place of a page.
//!
//! Computed from the colours that are painted. A paint that knocks out what is below
//! counts by itself; one that overprints counts together with each thing below whose
//! rectangle it meets, which is never less than what comes to lie on the paper.
//! The inside of photographs is known only where their pixels can be read.

use super::content::{Mark, Shape};
use super::geometry::Rect;

/// Comparisons of a page; beyond, what overprints is added to the most that lies below.
const MAX_PAIRS: usize = 20_000_000;

/// The heaviest place of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heaviest {
    /// ％.
    pub total: f64,
    /// Where it lies.
    pub area: Rect,
}

/// The heaviest place of a page within `bounds`; `None` on an empty page.
pub fn heaviest(marks: &[Mark], bounds: &Rect) -> Option<Heaviest> {
    let mut most: Option<Heaviest> = None;
    let mut grounds: Vec<&Mark> = Vec::new();
    let mut pairs = 0;
    for mark in marks {
        let Some(area) = mark.area.intersect(bounds) else { continue };
        let mut total = own_total(mark);
        if mark.overprint {
            for ground in &grounds {
                pairs += 1;
                if pairs > MAX_PAIRS || ground.area.intersect(&mark.area).is_some() {
                    total = total.max(together(mark, ground));
                }
            }
        }
        if most.is_none_or(|m| total > m.total + 1e-6) {
            most = Some(Heaviest { total, area });
        }
        if !matches!(mark.shape, Shape::Text(_))
            && own_total(mark) > 0.0
            && grounds.len() < 100_000
        {
            grounds.push(mark);
        }
    }
    most
}

fn own_total(mark: &Mark) -> f64 {
    match &mark.shape {
        Shape::Image(image) => image.ink.unwrap_or(mark.paint.total_ink()),
        _ => mark.paint.total_ink(),
    }
}

/// Under `OPM 1` an ink of 0 leaves what is below, another replaces it.
fn together(over: &Mark, ground: &Mark) -> f64 {
    if let Shape::Image(image) = &ground.shape
        && let Some(ink) = image.ink
    {
        return ink + own_total(over);
    }
    let inks = over.paint.inks.iter().zip(&ground.paint.inks);
    let process: f64 = inks.map(|(o, g)| if *o > 0.0 { *o } else { *g }).sum();
    (process + over.paint.spot + ground.paint.spot) * 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preflight::colour::{Paint, Way};

    fn area(inks: [f64; 4], overprint: bool, x: f64) -> Mark {
        Mark {
            shape: Shape::Fill { segments: 4 },
            area: Rect::new(x, 0.0, x + 10.0, 10.0),
            paint: Paint { way: Way::Cmyk, inks, spot: 0.0, rgb: None },
            overprint,
        }
    }

    #[test]
    fn ink_is_added_only_where_it_overprints() {
        let navy = [1.0, 0.7, 0.0, 0.3];
        let black = [0.0, 0.0, 0.0, 1.0];
        let total =
            |marks: &[Mark]| heaviest(marks, &Rect::EVERYWHERE).unwrap().total.round();
        // Knocked out: 100+70+30. Overprinted: black replaces the 30 of the ground.
        assert_eq!(total(&[area(navy, false, 0.0), area(black, false, 5.0)]), 200.0);
        assert_eq!(total(&[area(navy, false, 0.0), area(black, true, 5.0)]), 270.0);
        // Side by side nothing lies on anything.
        assert_eq!(total(&[area(navy, false, 0.0), area(black, true, 50.0)]), 200.0);
    }
}
