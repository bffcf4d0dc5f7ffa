//! What the laid-out pages show: every text with the ground it stands on.

use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst::visualize::{Color, Curve, CurveItem, Geometry, Paint};
use typst_layout::PagedDocument;

use crate::colour::Rgb;

/// A run of text as it is painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Painted {
    /// The page, from 1.
    pub page: usize,
    /// The text.
    pub text: String,
    /// Its size, points.
    pub size: f64,
    /// Its colour; `None` for a pattern.
    pub ink: Option<Rgb>,
    /// What lies under its middle.
    pub ground: Ground,
    /// Left and baseline, points from the top left of the page.
    pub at: (f64, f64),
}

impl Painted {
    /// The text's colour and that of a plain ground under it; paper is white.
    pub fn colours(&self) -> Option<(Rgb, Rgb)> {
        let ground = match self.ground {
            Ground::Paper => Rgb(255, 255, 255),
            Ground::Plain(colour, _) => colour,
            Ground::Pattern | Ground::Picture => return None,
        };
        Some((self.ink?, ground))
    }
}

/// What lies under a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ground {
    /// Nothing but paper.
    Paper,
    /// A face of one colour, and how much of its own bounding box it fills: a disc fills
    /// 0.79 of it, a rounded square more.
    Plain(Rgb, f64),
    /// A hatching.
    Pattern,
    /// A picture.
    Picture,
}

/// Every text of a document, in the order of painting.
pub(super) fn texts(document: &PagedDocument) -> Vec<Painted> {
    let mut out = Vec::new();
    for (number, page) in document.pages().iter().enumerate() {
        let mut painter = Painter { page: number + 1, faces: Vec::new(), out: &mut out };
        painter.walk(&page.frame, Transform::identity());
    }
    out
}

/// A face that later texts may stand on.
struct Face {
    outline: Vec<Vec<Point>>,
    ground: Ground,
}

struct Painter<'a> {
    page: usize,
    faces: Vec<Face>,
    out: &'a mut Vec<Painted>,
}

impl Painter<'_> {
    fn walk(&mut self, frame: &Frame, at: Transform) {
        for (position, item) in frame.items() {
            let here = at.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    self.walk(&group.frame, here.pre_concat(group.transform));
                }
                FrameItem::Shape(shape, _) => {
                    let outline = match &shape.geometry {
                        Geometry::Line(_) => continue,
                        Geometry::Rect(size) => rectangle(*size),
                        Geometry::Curve(curve) => flatten(curve),
                    };
                    if let Some(paint) = &shape.fill {
                        self.face(outline, here, paint_of(paint));
                    }
                }
                FrameItem::Image(_, size, _) => {
                    self.face(rectangle(*size), here, Some(Ground::Picture));
                }
                FrameItem::Text(text) => {
                    let width: Abs = text.width();
                    let middle = Point::new(width * 0.5, text.size * -0.35);
                    let middle = middle.transform(here);
                    let under =
                        self.faces.iter().rev().find(|f| holds(&f.outline, middle));
                    let ink = match &text.fill {
                        Paint::Solid(colour) => Some(rgb(colour)),
                        _ => None,
                    };
                    let start = Point::zero().transform(here);
                    self.out.push(Painted {
                        page: self.page,
                        text: text.text.to_string(),
                        size: text.size.to_pt(),
                        ink,
                        ground: under.map_or(Ground::Paper, |f| f.ground),
                        at: (start.x.to_pt(), start.y.to_pt()),
                    });
                }
                _ => {}
            }
        }
    }

    fn face(
        &mut self,
        outline: Vec<Vec<Point>>,
        here: Transform,
        ground: Option<Ground>,
    ) {
        let moved = |line: &Vec<Point>| line.iter().map(|p| p.transform(here)).collect();
        let outline: Vec<Vec<Point>> = outline.iter().map(moved).collect();
        let ground = match ground {
            Some(Ground::Plain(colour, _)) => Ground::Plain(colour, filling(&outline)),
            Some(other) => other,
            None => return,
        };
        self.faces.push(Face { outline, ground });
    }
}

fn paint_of(paint: &Paint) -> Option<Ground> {
    match paint {
        Paint::Solid(colour) if colour.to_vec4_u8()[3] == 0 => None,
        Paint::Solid(colour) => Some(Ground::Plain(rgb(colour), 1.0)),
        _ => Some(Ground::Pattern),
    }
}

fn rgb(colour: &Color) -> Rgb {
    let [r, g, b, _] = colour.to_vec4_u8();
    Rgb(r, g, b)
}

fn rectangle(size: Size) -> Vec<Vec<Point>> {
    let (w, h) = (size.x, size.y);
    vec![vec![
        Point::zero(),
        Point::new(w, Abs::zero()),
        Point::new(w, h),
        Point::new(Abs::zero(), h),
    ]]
}

/// Straight pieces in place of curves.
fn flatten(curve: &Curve) -> Vec<Vec<Point>> {
    const PIECES: u32 = 8;
    let mut lines: Vec<Vec<Point>> = Vec::new();
    for item in &curve.0 {
        match *item {
            CurveItem::Move(p) => lines.push(vec![p]),
            CurveItem::Line(p) => lines.last_mut().into_iter().for_each(|l| l.push(p)),
            CurveItem::Cubic(a, b, c) => {
                let Some(line) = lines.last_mut() else { continue };
                let Some(&start) = line.last() else { continue };
                for piece in 1..=PIECES {
                    let t = f64::from(piece) / f64::from(PIECES);
                    let s = 1.0 - t;
                    let weights =
                        [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
                    let x = start.x * weights[0] + a.x * weights[1] + b.x * weights[2];
                    let y = start.y * weights[0] + a.y * weights[1] + b.y * weights[2];
                    line.push(Point::new(x + c.x * weights[3], y + c.y * weights[3]));
                }
            }
            CurveItem::Close => {}
        }
    }
    lines
}

/// Whether a point lies inside, by the crossings of a ray (even-odd).
fn holds(outline: &[Vec<Point>], point: Point) -> bool {
    let mut inside = false;
    for line in outline {
        let ends = line.iter().skip(1).chain(line.first());
        for (a, b) in line.iter().zip(ends) {
            if (a.y > point.y) != (b.y > point.y) {
                let part = (point.y - a.y) / (b.y - a.y);
                inside ^= point.x < a.x + (b.x - a.x) * part;
            }
        }
    }
    inside
}

/// How much of its bounding box an outline fills.
fn filling(outline: &[Vec<Point>]) -> f64 {
    const STEPS: u32 = 12;
    let points = || outline.iter().flatten();
    let Some(first) = points().next() else { return 0.0 };
    let low = points().fold(*first, |m, p| m.min(*p));
    let high = points().fold(*first, |m, p| m.max(*p));
    let part = |i: u32| (f64::from(i) + 0.5) / f64::from(STEPS);
    let inside = (0..STEPS)
        .flat_map(|i| (0..STEPS).map(move |j| (part(i), part(j))))
        .filter(|(u, v)| {
            let x = low.x + (high.x - low.x) * *u;
            let y = low.y + (high.y - low.y) * *v;
            holds(outline, Point::new(x, y))
        })
        .count();
    inside as f64 / f64::from(STEPS * STEPS)
}
