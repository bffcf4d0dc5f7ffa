//! How four inks look on paper, to compare the press file with the screen.
//!
//! Neugebauer's model: every place of a halftone shows one of the sixteen overprints of
//! four inks, by Demichel's shares. The colours of the solids are the aims of ISO
//! 12647-2:2004/Amd 1 for coated paper (close to Japan Color 2001 Coated), a dot grows by
//! 14 % at half tone, and everything is seen relative to the paper. It is a comparison
//! for our own check and no colour management.

use crate::colour::Rgb;

/// CIELAB of paper and of the overprints of cyan (1), magenta (2) and yellow (4).
const SOLIDS: [[f64; 3]; 8] = [
    [95.0, 0.0, -2.0],
    [55.0, -37.0, -50.0],
    [48.0, 74.0, -3.0],
    [24.0, 22.0, -46.0],
    [89.0, -5.0, 93.0],
    [50.0, -65.0, 27.0],
    [47.0, 68.0, 48.0],
    [23.0, 0.0, 0.0],
];
/// CIELAB of black, alone and over others.
const BLACK: [f64; 3] = [16.0, 0.0, 0.0];
/// ドットゲイン at half tone.
const GAIN: f64 = 0.14;
/// D50, under which prints are looked at.
const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];

fn xyz([l, a, b]: [f64; 3]) -> [f64; 3] {
    let f = (l + 16.0) / 116.0;
    let back = |t: f64| {
        if t > 6.0 / 29.0 {
            t.powi(3)
        } else {
            3.0 * (6.0f64 / 29.0).powi(2) * (t - 4.0 / 29.0)
        }
    };
    let [x, y, z] = WHITE;
    [x * back(f + a / 500.0), y * back(f), z * back(f - b / 200.0)]
}

/// The screen colour that looks most like inks on paper; inks from 0 to 1.
pub(super) fn on_paper(inks: [f64; 4]) -> Rgb {
    let [c, m, y, k] = inks.map(|a| a + 4.0 * GAIN * a * (1.0 - a));
    let mut sum = [0.0; 3];
    for (i, solid) in SOLIDS.iter().enumerate() {
        let part = |ink: f64, bit: usize| if i & bit == 0 { 1.0 - ink } else { ink };
        let share = part(c, 1) * part(m, 2) * part(y, 4);
        for (colour, weight) in [(*solid, share * (1.0 - k)), (BLACK, share * k)] {
            for (total, value) in sum.iter_mut().zip(xyz(colour)) {
                *total += weight * value;
            }
        }
    }
    let paper = xyz(SOLIDS[0]);
    let [x, y, z] = [0, 1, 2].map(|i| sum[i] / paper[i] * WHITE[i]);
    // XYZ under D50 → linear sRGB (Bradford adaptation to D65).
    let linear = [
        3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
        -0.9787684 * x + 1.9161415 * y + 0.0334540 * z,
        0.0719453 * x - 0.2289914 * y + 1.4052427 * z,
    ];
    let [r, g, b] = linear.map(|v| {
        let v = v.clamp(0.0, 1.0);
        let v =
            if v <= 0.0031308 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
        (v * 255.0).round() as u8
    });
    Rgb(r, g, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_is_white_and_black_is_dark() {
        assert_eq!(on_paper([0.0; 4]), Rgb(255, 255, 255));
        let Rgb(r, g, b) = on_paper([0.0, 0.0, 0.0, 1.0]);
        assert!(r < 50 && g < 50 && b < 55, "{r} {g} {b}");
        // Magenta and yellow make red, cyan and yellow green.
        let Rgb(r, g, b) = on_paper([0.0, 1.0, 1.0, 0.0]);
        assert!(r > 180 && g < 60 && b < 80, "{r} {g} {b}");
        let Rgb(r, g, b) = on_paper([1.0, 0.0, 1.0, 0.0]);
        assert!(g > 120 && r < 60 && b < 110, "{r} {g} {b}");
    }
}
