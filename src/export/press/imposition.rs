//! 面付け: pages on sheets for a printer, for the city's own copier, and for a proof.

use super::marks::Frame;
use super::sheets::{Placed, Sheet};
use crate::preflight::{MM, Rect};

/// The pages of the booklet and how they are printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// 頁数.
    pub pages: usize,
    /// Width of the trim of a page, pt.
    pub width: f64,
    /// Height of the trim of a page, pt.
    pub height: f64,
    /// 塗り足し, pt.
    pub bleed: f64,
    /// Room for marks beyond the bleed, pt; 0 without marks.
    pub margin: f64,
}

impl Plan {
    fn frame(&self, across: usize) -> Frame {
        let folds = (1..across).map(|i| self.width * i as f64).collect();
        Frame {
            width: self.width * across as f64,
            height: self.height,
            bleed: self.bleed,
            margin: self.margin,
            folds,
        }
    }

    /// Single pages in order, as printers ask for.
    pub fn single(&self, pages: std::ops::Range<usize>) -> Vec<Sheet> {
        pages
            .map(|page| {
                let frame = self.frame(1);
                let shown =
                    Rect::new(0.0, 0.0, self.width, self.height).grown(self.bleed);
                let placed = Placed { page, at: (0.0, 0.0), scale: 1.0, shown };
                Sheet { frame, pages: vec![placed], ticks: Vec::new(), strip: Some(page) }
            })
            .collect()
    }

    /// 表4・表1: the last page to the left of the first, folded between them.
    pub fn cover(&self) -> Sheet {
        let pages = vec![self.half(self.pages - 1, 0, 0.0), self.half(0, 1, 0.0)];
        Sheet { frame: self.frame(2), pages, ticks: Vec::new(), strip: Some(self.pages) }
    }

    /// A page on the left (0) or right (1) half of a spread, moved towards the fold.
    fn half(&self, page: usize, half: usize, creep: f64) -> Placed {
        let x = self.width * half as f64;
        let to_fold = if half == 0 { creep } else { -creep };
        // At the fold a page ends; on its other sides the bleed stays.
        let (left, right) = if half == 0 {
            (x - self.bleed, x + self.width)
        } else {
            (x, x + self.width + self.bleed)
        };
        let shown = Rect::new(left, -self.bleed, right, self.height + self.bleed);
        Placed { page, at: (x + to_fold, 0.0), scale: 1.0, shown }
    }

    /// A3 sheets for saddle stitching on a copier: 12｜1, 2｜11, … Inner sheets stick out
    /// when the booklet is folded, so their pages move towards the fold by the thickness
    /// of the paper (pt) a sheet.
    pub fn saddle(&self, thickness: f64) -> Vec<Sheet> {
        let flat = Plan { bleed: 0.0, margin: 0.0, ..*self };
        let whole = self.pages.next_multiple_of(4);
        let mut sheets = Vec::new();
        for sheet in 0..whole / 4 {
            let creep = thickness * sheet as f64;
            let outer = (whole - 1 - 2 * sheet, 2 * sheet);
            let inner = (2 * sheet + 1, whole - 2 - 2 * sheet);
            for (left, right) in [outer, inner] {
                let pages = [(left, 0), (right, 1)]
                    .into_iter()
                    .filter(|(page, _)| *page < self.pages)
                    .map(|(page, half)| flat.half(page, half, creep))
                    .collect();
                let outside = sheets.is_empty();
                sheets.push(Sheet {
                    frame: Frame { folds: Vec::new(), ..flat.frame(2) },
                    pages,
                    ticks: self.fold_and_staples(outside),
                    strip: None,
                });
            }
        }
        sheets
    }

    /// Where a copied sheet is folded; on the outermost side also where it is stapled: a
    /// quarter of the height from either end, hidden under the staples.
    fn fold_and_staples(&self, outside: bool) -> Vec<[f64; 4]> {
        let (x, length) = (self.width, 3.0 * MM);
        let mut ticks =
            vec![[x, 0.0, x, length], [x, self.height - length, x, self.height]];
        if outside {
            for y in [self.height / 4.0, self.height * 3.0 / 4.0] {
                let half = 6.0 * MM;
                ticks.push([x, y - half, x, y + half]);
            }
        }
        ticks
    }

    /// A3 sheets with all pages small, side by side in reading order, for looking through.
    pub fn proof(&self) -> Vec<Sheet> {
        const ACROSS: usize = 4;
        const DOWN: usize = 2;
        let (sheet_width, sheet_height) = (420.0 * MM, 297.0 * MM);
        let (gap, top) = (6.0 * MM, 14.0 * MM);
        let scale = ((sheet_width - gap) / ACROSS as f64 - gap) / self.width;
        let scale =
            scale.min(((sheet_height - 2.0 * top) / DOWN as f64 - gap) / self.height);
        let (w, h) = (self.width * scale, self.height * scale);
        let left = (sheet_width - ACROSS as f64 * w - (ACROSS - 1) as f64 * gap) / 2.0;
        let frame = Frame {
            width: sheet_width,
            height: sheet_height,
            bleed: 0.0,
            margin: 0.0,
            folds: Vec::new(),
        };
        let all: Vec<usize> = (0..self.pages).collect();
        all.chunks(ACROSS * DOWN)
            .map(|pages| {
                let mut ticks = Vec::new();
                let placed = pages.iter().enumerate().map(|(i, page)| {
                    let x = left + (i % ACROSS) as f64 * (w + gap);
                    let y = sheet_height - top - h - (i / ACROSS) as f64 * (h + gap);
                    let (r, u) = (x + w, y + h);
                    ticks.extend([
                        [x, y, r, y],
                        [r, y, r, u],
                        [r, u, x, u],
                        [x, u, x, y],
                    ]);
                    Placed {
                        page: *page,
                        at: (x, y),
                        scale,
                        shown: Rect::new(x, y, r, u),
                    }
                });
                let pages = placed.collect();
                Sheet { frame: frame.clone(), pages, ticks, strip: None }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(pages: usize) -> Plan {
        Plan {
            pages,
            width: 210.0 * MM,
            height: 297.0 * MM,
            bleed: 3.0 * MM,
            margin: 13.0 * MM,
        }
    }

    fn numbers(sheets: &[Sheet]) -> Vec<Vec<usize>> {
        sheets.iter().map(|s| s.pages.iter().map(|p| p.page + 1).collect()).collect()
    }

    #[test]
    fn eight_pages_are_stitched_as_bookbinders_do() {
        // 8|1 2|7 6|3 4|5, the order of every table of saddle stitching.
        let sheets = plan(8).saddle(0.0);
        assert_eq!(numbers(&sheets), [[8, 1], [2, 7], [6, 3], [4, 5]]);
        // A booklet of seven pages has a white eighth.
        assert_eq!(numbers(&plan(7).saddle(0.0))[0], [1]);
    }

    #[test]
    fn inner_sheets_creep_towards_the_fold() {
        let sheets = plan(12).saddle(0.1 * MM);
        let at = |sheet: usize, page: usize| sheets[sheet].pages[page].at.0 / MM;
        assert!((at(0, 0) - 0.0).abs() < 1e-9 && (at(0, 1) - 210.0).abs() < 1e-9);
        assert!((at(4, 0) - 0.2).abs() < 1e-9 && (at(4, 1) - 209.8).abs() < 1e-9);
    }

    #[test]
    fn a_cover_is_the_last_page_beside_the_first() {
        let cover = plan(12).cover();
        assert_eq!(numbers(std::slice::from_ref(&cover)), [[12, 1]]);
        assert_eq!(cover.frame.folds, [210.0 * MM]);
        // No bleed across the fold.
        assert_eq!(cover.pages[0].shown.x1, 210.0 * MM);
        assert_eq!(cover.pages[1].shown.x0, 210.0 * MM);
    }
}
