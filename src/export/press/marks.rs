//! トンボ・カラーバー: what stands outside the trim, drawn by printpdf as a small PDF of
//! one page, in CMYK. The registration colour is named afterwards, see [`NAMED`].

use printpdf::{
    Cmyk, Color, Line, LinePoint, Mm, Op, PaintMode, PdfDocument, PdfPage,
    PdfSaveOptions, Point, Polygon, PolygonRing, Pt, WindingOrder,
};

use crate::preflight::MM;

/// Operands of the stand-in for the registration colour: all four inks in full. Spot
/// colours are not printpdf's; whoever takes the drawing over puts `/Separation /All` in
/// the place of this colour, so that the marks come on every plate there is.
pub(super) const STAND_IN: [f64; 4] = [1.0; 4];

/// Length of a mark, mm: the 9 to 10 mm of Japanese layout programs.
const LENGTH: f64 = 10.0;
/// Half the width of a centre mark, mm.
const CENTRE: f64 = 12.0;
/// Thickness of a mark, pt (0.1 mm).
const THIN: f32 = 0.28;
/// A field of the colour bar, mm.
const FIELD: f64 = 5.0;

/// Where a sheet is cut, and how far art goes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Frame {
    /// Width of the trim, pt.
    pub width: f64,
    /// Height of the trim, pt.
    pub height: f64,
    /// 塗り足し, pt.
    pub bleed: f64,
    /// Room for marks beyond the bleed, pt.
    pub margin: f64,
    /// Where it is folded, from the left of the trim, pt.
    pub folds: Vec<f64>,
}

impl Frame {
    /// From the edge of the sheet to the trim.
    pub fn inset(&self) -> f64 {
        self.bleed + self.margin
    }
}

/// Draws the marks of a sheet.
pub(super) fn draw(frame: &Frame) -> Vec<u8> {
    let mut pen = Pen::default();
    pen.corners(frame);
    pen.centres(frame);
    for fold in &frame.folds {
        pen.fold(frame, *fold);
    }
    pen.colour_bar(frame);
    let sheet = |length: f64| Mm(((length + 2.0 * frame.inset()) / MM) as f32);
    let page = PdfPage::new(sheet(frame.width), sheet(frame.height), pen.ops);
    let options = PdfSaveOptions { optimize: false, ..PdfSaveOptions::default() };
    PdfDocument::new("marks").with_pages(vec![page]).save(&options, &mut Vec::new())
}

#[derive(Default)]
struct Pen {
    ops: Vec<Op>,
}

impl Pen {
    fn corners(&mut self, frame: &Frame) {
        self.stroke(THIN);
        let (left, bottom) = (frame.inset(), frame.inset());
        let (right, top) = (left + frame.width, bottom + frame.height);
        let length = LENGTH * MM;
        for (x, to_x) in [(left, -1.0), (right, 1.0)] {
            for (y, to_y) in [(bottom, -1.0), (top, 1.0)] {
                // 外トンボ (塗り足し) and 内トンボ (仕上がり) make two angles at each corner.
                let (outer_x, outer_y) = (x + to_x * frame.bleed, y + to_y * frame.bleed);
                let (end_x, end_y) = (outer_x + to_x * length, outer_y + to_y * length);
                self.line(outer_x, y, end_x, y);
                self.line(x, outer_y, x, end_y);
                self.line(x, outer_y, end_x, outer_y);
                self.line(outer_x, y, outer_x, end_y);
            }
        }
    }

    fn centres(&mut self, frame: &Frame) {
        let (half, gap) = (CENTRE * MM, 3.0 * MM);
        let (left, bottom) = (frame.margin, frame.margin);
        let right = left + frame.width + 2.0 * frame.bleed;
        let top = bottom + frame.height + 2.0 * frame.bleed;
        let (x, y) = ((left + right) / 2.0, (bottom + top) / 2.0);
        for (edge, out) in [(bottom, -1.0), (top, 1.0)] {
            self.line(x - half, edge + out * gap, x + half, edge + out * gap);
            self.line(x, edge, x, edge + out * LENGTH * MM);
        }
        for (edge, out) in [(left, -1.0), (right, 1.0)] {
            self.line(edge + out * gap, y - half, edge + out * gap, y + half);
            self.line(edge, y, edge + out * LENGTH * MM, y);
        }
    }

    /// 折りトンボ: dashes where the sheet is folded.
    fn fold(&mut self, frame: &Frame, at: f64) {
        let x = frame.inset() + at;
        let bottom = frame.margin;
        let top = bottom + frame.height + 2.0 * frame.bleed;
        for (edge, out) in [(bottom, -1.0), (top, 1.0)] {
            for i in 0..4 {
                let from = edge + out * f64::from(i) * 2.5 * MM;
                self.line(x, from, x, from + out * 1.5 * MM);
            }
        }
    }

    /// C, M, Y, K in full and by half, and the three overprints of two inks.
    fn colour_bar(&mut self, frame: &Frame) {
        const FIELDS: [[f32; 4]; 11] = [
            [1.0, 0.0, 0.0, 0.0],
            [0.0, 1.0, 0.0, 0.0],
            [0.0, 0.0, 1.0, 0.0],
            [0.0, 0.0, 0.0, 1.0],
            [0.0, 1.0, 1.0, 0.0],
            [1.0, 0.0, 1.0, 0.0],
            [1.0, 1.0, 0.0, 0.0],
            [0.5, 0.0, 0.0, 0.0],
            [0.0, 0.5, 0.0, 0.0],
            [0.0, 0.0, 0.5, 0.0],
            [0.0, 0.0, 0.0, 0.5],
        ];
        let bottom = frame.margin - (4.0 + FIELD) * MM;
        for (i, [c, m, y, k]) in FIELDS.into_iter().enumerate() {
            let left = frame.inset() + (8.0 + i as f64 * FIELD) * MM;
            let (right, top) = (left + FIELD * MM, bottom + FIELD * MM);
            let corners = [(left, bottom), (right, bottom), (right, top), (left, top)];
            let color = Color::Cmyk(Cmyk::new(c, m, y, k, None));
            self.ops.push(Op::SetFillColor { col: color });
            let points = corners.into_iter().map(|(x, y)| point(x, y)).collect();
            let polygon = Polygon {
                rings: vec![PolygonRing { points }],
                mode: PaintMode::Fill,
                winding_order: WindingOrder::NonZero,
            };
            self.ops.push(Op::DrawPolygon { polygon });
        }
    }

    fn stroke(&mut self, width: f32) {
        let [c, m, y, k] = STAND_IN.map(|ink| ink as f32);
        let color = Color::Cmyk(Cmyk::new(c, m, y, k, None));
        self.ops.push(Op::SetOutlineColor { col: color });
        self.ops.push(Op::SetOutlineThickness { pt: Pt(width) });
    }

    fn line(&mut self, x0: f64, y0: f64, x1: f64, y1: f64) {
        let points = vec![point(x0, y0), point(x1, y1)];
        self.ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
    }
}

fn point(x: f64, y: f64) -> LinePoint {
    LinePoint { p: Point { x: Pt(x as f32), y: Pt(y as f32) }, bezier: false }
}
