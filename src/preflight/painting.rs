//! Paths and text of a content stream.

use lopdf::Dictionary;

use super::Trouble;
use super::content::{Painter, Shape, Text};
use super::geometry::{Matrix, Rect};
use super::lexer::{Operand, Operations};

/// A path under construction, on the page.
#[derive(Default)]
pub(super) struct Path {
    around: Option<Rect>,
    segments: u32,
    at: (f64, f64),
    clips: bool,
}

impl Path {
    fn add(&mut self, points: &[(f64, f64)]) {
        let found = Rect::around(points.iter().copied());
        self.around = match (self.around, found) {
            (Some(a), Some(b)) => Some(Rect {
                x0: a.x0.min(b.x0),
                y0: a.y0.min(b.y0),
                x1: a.x1.max(b.x1),
                y1: a.y1.max(b.y1),
            }),
            (a, b) => a.or(b),
        };
        self.at = points.last().copied().unwrap_or(self.at);
        self.segments = self.segments.saturating_add(1);
    }
}

impl<'a> Painter<'_, 'a> {
    /// Path construction and the transformation; false for another operator.
    pub fn draw(&mut self, word: &[u8], ops: &Operations) -> bool {
        let ctm = self.state.ctm;
        let on_page = |x: f64, y: f64| ctm.apply((x, y));
        match word {
            b"cm" => {
                let matrix = ops.numbers::<6>().map(Matrix).unwrap_or(Matrix::IDENTITY);
                self.state.ctm = matrix.then(&ctm);
            }
            b"w" => self.state.width = ops.numbers::<1>().map_or(1.0, |[w]| w.abs()),
            b"m" | b"l" => {
                if let Some([x, y]) = ops.numbers() {
                    self.path.add(&[on_page(x, y)]);
                }
            }
            b"c" => {
                if let Some([a, b, c, d, x, y]) = ops.numbers() {
                    let curve = [on_page(a, b), on_page(c, d), on_page(x, y)];
                    self.add_curve(curve);
                }
            }
            b"v" => {
                if let Some([c, d, x, y]) = ops.numbers() {
                    self.add_curve([self.path.at, on_page(c, d), on_page(x, y)]);
                }
            }
            b"y" => {
                if let Some([a, b, x, y]) = ops.numbers() {
                    self.add_curve([on_page(a, b), on_page(x, y), on_page(x, y)]);
                }
            }
            b"re" => {
                if let Some([x, y, w, h]) = ops.numbers() {
                    let rect = Rect::new(x, y, x + w, y + h);
                    self.path.add(&rect.corners().map(|(x, y)| on_page(x, y)));
                }
            }
            b"h" => {}
            b"W" | b"W*" => self.path.clips = true,
            _ => return false,
        }
        true
    }

    /// A curve lies within its extremes, not within its control points.
    fn add_curve(&mut self, [a, b, end]: [(f64, f64); 3]) {
        let start = self.path.at;
        let along = |p: [f64; 4], t: f64| {
            let u = 1.0 - t;
            u * u * u * p[0]
                + 3.0 * u * u * t * p[1]
                + 3.0 * u * t * t * p[2]
                + t * t * t * p[3]
        };
        let xs = [start.0, a.0, b.0, end.0];
        let ys = [start.1, a.1, b.1, end.1];
        let mut points: Vec<(f64, f64)> = extremes(xs)
            .chain(extremes(ys))
            .map(|t| (along(xs, t), along(ys, t)))
            .collect();
        points.push(end);
        self.path.add(&points);
    }

    /// Painting operators; false for another operator.
    pub fn paint_path(
        &mut self,
        word: &[u8],
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) -> Result<bool, Trouble> {
        let (fills, strokes) = match word {
            b"f" | b"F" | b"f*" => (true, false),
            b"S" | b"s" => (false, true),
            b"B" | b"B*" | b"b" | b"b*" => (true, true),
            b"n" => (false, false),
            _ => return Ok(false),
        };
        let path = std::mem::take(&mut self.path);
        if let Some(area) = path.around {
            if fills && !self.put_pattern(true, area, resources, depth)? {
                let side = &self.state.fill;
                let (paint, over) = (side.paint, self.overprints(side));
                self.put(Shape::Fill { segments: path.segments }, area, paint, over);
            }
            if strokes {
                let width = self.state.width * self.state.ctm.scale();
                let area = area.grown(width / 2.0);
                if !self.put_pattern(false, area, resources, depth)? {
                    let side = &self.state.stroke;
                    let (paint, over) = (side.paint, self.overprints(side));
                    let shape = Shape::Stroke { width, segments: path.segments };
                    self.put(shape, area, paint, over);
                }
            }
            if path.clips {
                self.clip(&area);
            }
        }
        Ok(true)
    }

    /// Text operators.
    pub fn write(
        &mut self,
        word: &[u8],
        ops: &Operations,
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) -> Result<(), Trouble> {
        let one = ops.numbers::<1>().map_or(0.0, |[n]| n);
        match word {
            b"BT" => {
                self.text_matrix = Matrix::IDENTITY;
                self.line_matrix = Matrix::IDENTITY;
            }
            b"Tc" => self.state.character_space = one,
            b"Tw" => self.state.word_space = one,
            b"Tz" => self.state.stretch = one / 100.0,
            b"TL" => self.state.leading = one,
            b"Ts" => self.state.rise = one,
            b"Tr" => self.state.mode = one as i64,
            b"Tm" => {
                self.line_matrix =
                    ops.numbers::<6>().map(Matrix).unwrap_or(Matrix::IDENTITY);
                self.text_matrix = self.line_matrix;
            }
            b"Td" | b"TD" => {
                if let Some([x, y]) = ops.numbers() {
                    if word == b"TD" {
                        self.state.leading = -y;
                    }
                    self.new_line(x, y);
                }
            }
            b"T*" => self.new_line(0.0, -self.state.leading),
            b"Tj" | b"TJ" => self.show(&ops.operands, resources, depth)?,
            b"'" | b"\"" => {
                if let (b"\"", [Operand::Number(w), Operand::Number(c), ..]) =
                    (word, &ops.operands[..])
                {
                    self.state.word_space = *w;
                    self.state.character_space = *c;
                }
                self.new_line(0.0, -self.state.leading);
                self.show(&ops.operands, resources, depth)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn new_line(&mut self, x: f64, y: f64) {
        self.line_matrix = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(&self.line_matrix);
        self.text_matrix = self.line_matrix;
    }

    fn show(
        &mut self,
        operands: &[Operand],
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) -> Result<(), Trouble> {
        let state = &self.state;
        let Some(font) = state.font.and_then(|f| self.shelf.fonts.get(f)) else {
            return Ok(());
        };
        let items = match operands.last() {
            Some(Operand::List(items)) => items.as_slice(),
            Some(_) => &operands[operands.len() - 1..],
            None => return Ok(()),
        };
        let mut text = String::new();
        let mut advance = 0.0;
        for item in items {
            match item {
                Operand::Number(n) => advance -= n / 1000.0 * state.size,
                Operand::Text(bytes) => {
                    for sign in font.signs(bytes) {
                        text.push_str(&sign.text);
                        let width = if font.vertical { 1.0 } else { sign.width };
                        advance += width * state.size + state.character_space;
                        if sign.space {
                            advance += state.word_space;
                        }
                    }
                }
                _ => {}
            }
        }
        let place = self.text_matrix.then(&state.ctm);
        let (size, rise) = (state.size, state.rise);
        // The em box of Japanese type: 0.88 above the base line, 0.12 below it.
        let (step, em) = if font.vertical {
            ((0.0, -advance), Rect::new(-size / 2.0, -advance, size / 2.0, 0.0))
        } else {
            let across = advance * state.stretch;
            (
                (across, 0.0),
                Rect::new(0.0, rise - 0.12 * size, across, rise + 0.88 * size),
            )
        };
        let area = place.rect(&em);
        let shown = Text {
            text,
            origin: place.apply((0.0, rise)),
            size: size.abs() * place.steps().1,
            font: state.font,
        };
        self.text_matrix =
            Matrix([1.0, 0.0, 0.0, 1.0, step.0, step.1]).then(&self.text_matrix);
        let mode = self.state.mode;
        // 3 is invisible, 7 only clips.
        let (fills, strokes) =
            (matches!(mode, 0 | 2 | 4 | 6), matches!(mode, 1 | 2 | 5 | 6));
        if fills && !self.put_pattern(true, area, resources, depth)? {
            let side = &self.state.fill;
            let (paint, over) = (side.paint, self.overprints(side));
            self.put(Shape::Text(Box::new(shown.clone())), area, paint, over);
        }
        if strokes {
            let side = &self.state.stroke;
            let (paint, over) = (side.paint, self.overprints(side));
            self.put(Shape::Text(Box::new(shown)), area, paint, over);
        }
        Ok(())
    }
}

/// Where a cubic curve turns in one direction: the roots of its derivative within 0 to 1.
fn extremes(p: [f64; 4]) -> impl Iterator<Item = f64> {
    let a = -p[0] + 3.0 * p[1] - 3.0 * p[2] + p[3];
    let b = 2.0 * (p[0] - 2.0 * p[1] + p[2]);
    let c = p[1] - p[0];
    // 3at² + 3bt + 3c, divided by 3: at² + bt + c.
    let roots = if a.abs() < 1e-9 {
        [if b.abs() < 1e-9 { -1.0 } else { -c / b }, -1.0]
    } else {
        let d = b * b - 4.0 * a * c;
        if d < 0.0 {
            [-1.0, -1.0]
        } else {
            [(-b + d.sqrt()) / (2.0 * a), (-b - d.sqrt()) / (2.0 * a)]
        }
    };
    roots.into_iter().filter(|t| *t > 0.0 && *t < 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_turn_where_their_derivative_is_zero() {
        // 0, 1, 1, 0 rises to 3/4 at t = 1/2.
        let found: Vec<f64> = extremes([0.0, 1.0, 1.0, 0.0]).collect();
        assert_eq!(found, [0.5]);
        assert_eq!(extremes([0.0, 1.0, 2.0, 3.0]).count(), 0);
    }
}
