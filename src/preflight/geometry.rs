//! Points, matrices and rectangles of a page, in points (1/72 inch), y upwards.

/// Millimetres to points.
pub const MM: f64 = 72.0 / 25.4;

/// A rectangle whose corners are in order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left.
    pub x0: f64,
    /// Bottom.
    pub y0: f64,
    /// Right.
    pub x1: f64,
    /// Top.
    pub y1: f64,
}

impl Rect {
    /// Larger than any page: what a page without a clip shows.
    pub const EVERYWHERE: Rect = Rect { x0: -1e9, y0: -1e9, x1: 1e9, y1: 1e9 };

    /// From two opposite corners, in any order.
    pub fn new(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Rect { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }
    }

    /// The smallest rectangle around points; `None` without points.
    pub fn around(points: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        points.into_iter().fold(None, |found: Option<Rect>, (x, y)| {
            Some(found.map_or(Rect::new(x, y, x, y), |r| Rect {
                x0: r.x0.min(x),
                y0: r.y0.min(y),
                x1: r.x1.max(x),
                y1: r.y1.max(y),
            }))
        })
    }

    /// Width, pt.
    pub fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    /// Height, pt.
    pub fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    /// The corners.
    pub fn corners(&self) -> [(f64, f64); 4] {
        [(self.x0, self.y0), (self.x1, self.y0), (self.x1, self.y1), (self.x0, self.y1)]
    }

    /// Moved outwards on every side; inwards for a negative distance.
    pub fn grown(&self, by: f64) -> Rect {
        Rect { x0: self.x0 - by, y0: self.y0 - by, x1: self.x1 + by, y1: self.y1 + by }
    }

    /// What two rectangles share; an edge or a point counts (a thin line has no area).
    pub fn intersect(&self, other: &Rect) -> Option<Rect> {
        let r = Rect {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        (r.x0 <= r.x1 && r.y0 <= r.y1).then_some(r)
    }

    /// Whether `other` lies within, up to a tolerance.
    pub fn contains(&self, other: &Rect, tolerance: f64) -> bool {
        other.x0 >= self.x0 - tolerance
            && other.y0 >= self.y0 - tolerance
            && other.x1 <= self.x1 + tolerance
            && other.y1 <= self.y1 + tolerance
    }

    /// The greatest distance between the same sides of two rectangles.
    pub fn distance(&self, other: &Rect) -> f64 {
        [self.x0 - other.x0, self.y0 - other.y0, self.x1 - other.x1, self.y1 - other.y1]
            .into_iter()
            .map(f64::abs)
            .fold(0.0, f64::max)
    }
}

/// A transformation `[a b c d e f]` as PDF writes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matrix(pub [f64; 6]);

impl Matrix {
    /// Leaves everything where it is.
    pub const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This transformation first, `next` after it.
    pub fn then(&self, next: &Matrix) -> Matrix {
        let [a, b, c, d, e, f] = self.0;
        let [p, q, r, s, t, u] = next.0;
        Matrix([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }

    /// Where a point goes.
    pub fn apply(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// The rectangle around a transformed rectangle.
    pub fn rect(&self, rect: &Rect) -> Rect {
        let points = rect.corners().map(|p| self.apply(p));
        Rect::around(points).unwrap_or(*rect)
    }

    /// By how much lengths grow: the square root of the change of area.
    pub fn scale(&self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }

    /// The lengths of a unit step to the right and of one upwards.
    pub fn steps(&self) -> (f64, f64) {
        let [a, b, c, d, ..] = self.0;
        (a.hypot(b), c.hypot(d))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matrices_follow_the_order_of_the_pdf_reference() {
        // ISO 32000-1, 8.3.4: scale by 2, then move by (10, 20): (1, 1) → (12, 22).
        let scale = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        let moved = Matrix([1.0, 0.0, 0.0, 1.0, 10.0, 20.0]);
        assert_eq!(scale.then(&moved).apply((1.0, 1.0)), (12.0, 22.0));
        assert_eq!(moved.then(&scale).apply((1.0, 1.0)), (22.0, 42.0));
    }

    #[test]
    fn what_only_touches_still_meets() {
        let page = Rect::new(0.0, 0.0, 10.0, 10.0);
        let line = Rect::new(10.0, 2.0, 10.0, 5.0);
        assert_eq!(page.intersect(&line), Some(line));
        assert_eq!(page.intersect(&Rect::new(11.0, 0.0, 12.0, 1.0)), None);
    }
}
