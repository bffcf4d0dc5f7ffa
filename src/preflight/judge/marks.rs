//! What is painted: colours, ink, text, lines and images.

use super::{Limits, Page as Findings};
use crate::catalog::press as rules;
use crate::preflight::colour::{Paint, Way};
use crate::preflight::content::{Mark, Shape};
use crate::preflight::geometry::{MM, Rect};
use crate::preflight::{Page, ink, words};

/// A rectangle has at most this many segments.
const RECTANGLE: u32 = 5;
/// Shorter areas are dots and slivers, no rules, mm.
const RULE_LENGTH: f64 = 1.0;

/// Judges everything painted on a page. `modern`: the rules of PDF/X-4.
pub(super) fn judge(page: &Page, limits: &Limits, modern: bool, found: &mut Findings) {
    let trim = page.boxes.finished();
    // トンボ lie on the edge of the bleed.
    let printed = trim.grown((limits.bleed - 0.2) * MM);
    for mark in &page.marks {
        colour(mark, &trim, modern, found);
        // Marks of the printer outside the trim are not the booklet's.
        let Some(inside) = mark.area.intersect(&trim) else { continue };
        if inside.width() < 0.01 && inside.height() < 0.01 {
            continue;
        }
        if mark.overprint && mark.paint.is_paper() {
            found.add(&rules::PRESS_WHITE_OVERPRINT, || {
                format!(
                    "{}の白い{}が下の色のままになります",
                    at(mark, &trim),
                    words::thing(mark)
                )
            });
        }
        match &mark.shape {
            Shape::Text(text) => {
                if text.text.trim().is_empty() && !text.text.is_empty() {
                    continue;
                }
                black(mark, &trim, found);
                small(mark, text.size, &trim, limits, found);
                near(mark, &trim, limits, found);
            }
            Shape::Stroke { width, .. } => line(mark, *width, &trim, limits, found),
            Shape::Fill { segments } if *segments <= RECTANGLE => {
                rule(mark, &trim, limits, found);
            }
            Shape::Image(image) => {
                if image.bits > 1 && image.dpi < limits.dpi * 0.995 {
                    found.add(&rules::PRESS_RESOLUTION, || {
                        format!(
                            "{}の画像（{}×{}画素）は {:.0}dpi です",
                            at(mark, &trim),
                            image.pixels.0,
                            image.pixels.1,
                            image.dpi
                        )
                    });
                }
            }
            Shape::Fill { .. } | Shape::Shading => {}
        }
    }
    if let Some(most) = ink::heaviest(&page.marks, &printed)
        && most.total > limits.ink + 0.5
    {
        found.add(&rules::PRESS_INK, || {
            format!(
                "{}で {:.0}％です（上限 {:.0}％）",
                words::place(&most.area, &trim),
                most.total,
                limits.ink
            )
        });
    }
}

fn at(mark: &Mark, trim: &Rect) -> String {
    words::place(&mark.area, trim)
}

fn colour(mark: &Mark, trim: &Rect, modern: bool, found: &mut Findings) {
    let way = match mark.paint.way {
        Way::Rgb => " RGB の色",
        Way::Icc(3) => " ICC の RGB の色",
        Way::Icc(1) if !modern => " ICC のグレー",
        Way::Icc(4) if !modern => " ICC の CMYK",
        Way::Calibrated => " Lab などの色",
        _ => "",
    };
    if !way.is_empty() {
        found.add(&rules::PRESS_COLOUR, || {
            format!("{}の{}が{way}です", at(mark, trim), words::thing(mark))
        });
    }
    let inside = mark.area.intersect(&trim.grown(-0.1 * MM)).is_some();
    let every_plate =
        mark.paint.way == Way::Registration || mark.paint.inks.iter().all(|i| *i > 0.98);
    if inside && every_plate && !mark.paint.is_paper() {
        found.add(&rules::PRESS_REGISTRATION, || {
            format!("{}の{}がすべての版に刷られます", at(mark, trim), words::thing(mark))
        });
    }
}

/// A black that is printed from more than the black plate.
fn is_rich(paint: &Paint) -> bool {
    let [c, m, y, k] = paint.inks;
    let (most, least) = (c.max(m).max(y), c.min(m).min(y));
    (k >= 0.8 && most > 0.005) || (least >= 0.5 && k >= 0.3) || least >= 0.7
}

fn black(mark: &Mark, trim: &Rect, found: &mut Findings) {
    if is_rich(&mark.paint) {
        found.add(&rules::PRESS_RICH_BLACK, || {
            format!(
                "{}の{}が {} です",
                at(mark, trim),
                words::thing(mark),
                words::inks(mark)
            )
        });
    }
}

/// Printed as halftone dots or from several plates.
fn is_unfit_for_fine_work(paint: &Paint) -> bool {
    paint.plates() > 0 && !paint.is_paper() && !paint.is_solid()
}

fn small(mark: &Mark, size: f64, trim: &Rect, limits: &Limits, found: &mut Findings) {
    let unfit = is_unfit_for_fine_work(&mark.paint) && !is_rich(&mark.paint);
    if size < limits.small_text && unfit {
        found.add(&rules::PRESS_SMALL_TEXT, || {
            format!(
                "{}の{}（{size:.1}pt）が {} です",
                at(mark, trim),
                words::thing(mark),
                words::inks(mark)
            )
        });
    }
}

fn near(mark: &Mark, trim: &Rect, limits: &Limits, found: &mut Findings) {
    let safe = trim.grown(-limits.safe * MM);
    if !safe.contains(&mark.area, 0.1 * MM) {
        let gaps = [
            mark.area.x0 - trim.x0,
            mark.area.y0 - trim.y0,
            trim.x1 - mark.area.x1,
            trim.y1 - mark.area.y1,
        ];
        let least = gaps.into_iter().fold(f64::INFINITY, f64::min) / MM;
        found.add(&rules::PRESS_NEAR_TRIM, || {
            let (place, thing) = (at(mark, trim), words::thing(mark));
            if least < 0.0 {
                format!("{place}の{thing}が仕上がりの外へ {:.1}mm 出ています", -least)
            } else {
                let safe = limits.safe;
                format!(
                    "{place}の{thing}が端から {least:.1}mm です（{safe}mm は空けます）"
                )
            }
        });
    }
}

fn line(mark: &Mark, width: f64, trim: &Rect, limits: &Limits, found: &mut Findings) {
    if mark.paint.is_paper() {
        return;
    }
    if width / MM < limits.hairline - 0.005 {
        found.add(&rules::PRESS_HAIRLINE, || {
            format!("{}の線の幅が {:.2}mm です", at(mark, trim), width / MM)
        });
    }
    thin(mark, width, trim, limits, found);
}

/// A rule that is drawn as an area, as word processors do.
fn rule(mark: &Mark, trim: &Rect, limits: &Limits, found: &mut Findings) {
    let (w, h) = (mark.area.width(), mark.area.height());
    if w.max(h) >= RULE_LENGTH * MM && !mark.paint.is_paper() {
        thin(mark, w.min(h), trim, limits, found);
    }
}

/// Thin lines want one ink in full, as text does.
fn thin(mark: &Mark, width: f64, trim: &Rect, limits: &Limits, found: &mut Findings) {
    if width / MM >= limits.thin_line - 0.005 {
        return;
    }
    if is_rich(&mark.paint) {
        black(mark, trim, found);
    } else if is_unfit_for_fine_work(&mark.paint) {
        found.add(&rules::PRESS_THIN_TINT, || {
            format!(
                "{}の幅 {:.2}mm の線が {} です",
                at(mark, trim),
                width / MM,
                words::inks(mark)
            )
        });
    }
}
