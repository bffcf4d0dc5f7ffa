//! 色の計算: contrast, colour difference, colour vision, tints. Pure numbers; knows
//! nothing of plans or templates.
//!
//! Sources: sRGB is IEC 61966-2-1; contrast is WCAG 2.2 "contrast ratio"; Lab is CIE 1976
//! with D65; the difference is CIEDE2000 as in Sharma, Wu and Dalal (2005); colour vision is
//! Machado, Oliveira and Fernandes (2009), severity 1.0; tints and darker shades go along
//! the lightness of Oklab (Ottosson 2020).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An sRGB colour; written `#0055AD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rgb(pub u8, pub u8, pub u8);

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

impl From<Rgb> for String {
    fn from(rgb: Rgb) -> String {
        rgb.to_string()
    }
}

impl TryFrom<String> for Rgb {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl FromStr for Rgb {
    type Err = &'static str;

    /// Six hexadecimal digits after `#`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix('#').unwrap_or_default();
        let six = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let part = |at: usize| {
            let pair = digits.get(at..at + 2).filter(|_| six)?;
            u8::from_str_radix(pair, 16).ok()
        };
        match (part(0), part(2), part(4)) {
            (Some(r), Some(g), Some(b)) => Ok(Rgb(r, g, b)),
            _ => Err("a colour is written #RRGGBB"),
        }
    }
}

type Vector = [f64; 3];
type Matrix = [Vector; 3];

/// Linear sRGB → CIE XYZ, D65.
const TO_XYZ: Matrix = [
    [0.412_456_4, 0.357_576_1, 0.180_437_5],
    [0.212_672_9, 0.715_152_2, 0.072_175_0],
    [0.019_333_9, 0.119_192_0, 0.950_304_1],
];
/// P 型（1型2色覚）: Machado et al. 2009, table 1, severity 1.0.
const PROTAN: Matrix = [
    [0.152_286, 1.052_583, -0.204_868],
    [0.114_503, 0.786_281, 0.099_216],
    [-0.003_882, -0.048_116, 1.051_998],
];
/// D 型（2型2色覚）, of the same table.
const DEUTAN: Matrix = [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_820, 0.042_940, 0.968_881],
];
/// Oklab: linear sRGB → cone responses, and their cube roots → Lab.
const TO_LMS: Matrix = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
];
const LMS_TO_OKLAB: Matrix = [
    [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
    [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
    [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
];
const OKLAB_TO_LMS: Matrix = [
    [1.0, 0.396_337_777_4, 0.215_803_757_3],
    [1.0, -0.105_561_345_8, -0.063_854_172_8],
    [1.0, -0.089_484_177_5, -1.291_485_548_0],
];
const FROM_LMS: Matrix = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
];

fn apply(matrix: &Matrix, v: Vector) -> Vector {
    matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
}

/// How a reader sees colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vision {
    /// C 型: the usual one.
    Usual,
    /// P 型: no long-wave cones.
    Protan,
    /// D 型: no middle-wave cones.
    Deutan,
}

impl Vision {
    /// 「P型」.
    pub fn label(self) -> &'static str {
        match self {
            Vision::Usual => "C型",
            Vision::Protan => "P型",
            Vision::Deutan => "D型",
        }
    }
}

impl Rgb {
    fn linear(self) -> Vector {
        [self.0, self.1, self.2].map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn from_linear(v: Vector) -> Rgb {
        let [r, g, b] = v.map(|c| {
            let c = c.clamp(0.0, 1.0);
            let c = if c <= 0.003_130_8 {
                c * 12.92
            } else {
                1.055 * c.powf(1.0 / 2.4) - 0.055
            };
            (c * 255.0).round() as u8
        });
        Rgb(r, g, b)
    }

    /// 相対輝度, 0 to 1.
    pub fn luminance(self) -> f64 {
        apply(&TO_XYZ, self.linear())[1]
    }

    /// The colour as one number, for those who want `0xRRGGBB`.
    pub fn hex(self) -> u32 {
        u32::from(self.0) << 16 | u32::from(self.1) << 8 | u32::from(self.2)
    }

    /// The lightness of a grey copy, CIE L*, 0 to 100.
    pub fn lightness(self) -> f64 {
        lab(self.linear())[0]
    }

    /// Oklab: lightness 0 to 1, and the two axes of colour.
    fn oklab(self) -> Vector {
        apply(&LMS_TO_OKLAB, apply(&TO_LMS, self.linear()).map(f64::cbrt))
    }

    /// The colour of this lightness and chroma with the hue of `self`; chroma gives way
    /// where sRGB has no such colour.
    fn with(self, lightness: f64, chroma: f64) -> Rgb {
        let [_, a, b] = self.oklab();
        let own = a.hypot(b).max(1e-9);
        let mut scale = if own < 1e-4 { 0.0 } else { chroma / own };
        loop {
            let lms = apply(&OKLAB_TO_LMS, [lightness, a * scale, b * scale]);
            let linear = apply(&FROM_LMS, lms.map(|x| x * x * x));
            let inside = linear.iter().all(|c| (-1e-4..=1.0 + 1e-4).contains(c));
            if inside || scale < 1e-3 {
                return Rgb::from_linear(linear);
            }
            scale *= 0.97;
        }
    }

    /// A colour that stands to `self` as `model_tint` stands to `model`: as light as it, and
    /// as much paler.
    pub fn tint_like(self, model: Rgb, model_tint: Rgb) -> Rgb {
        let chroma = |c: Rgb| c.oklab()[1].hypot(c.oklab()[2]);
        let paler = chroma(model_tint) / chroma(model).max(1e-9);
        self.with(model_tint.oklab()[0], chroma(self) * paler)
    }

    /// The nearest colour for which `good` holds, darker or lighter with the same hue;
    /// `None` when there is none.
    pub fn nearest(self, good: impl Fn(Rgb) -> bool) -> Option<Rgb> {
        let [lightness, a, b] = self.oklab();
        let chroma = a.hypot(b);
        (0..=200)
            .map(|step| f64::from(step) * 0.005)
            .flat_map(|d| [lightness - d, lightness + d])
            .filter(|l| (0.0..=1.0).contains(l))
            .map(|l| self.with(l, chroma))
            .find(|&c| good(c))
    }
}

/// 対比, 1 to 21 (WCAG 2.2).
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// 色差 ΔE00 of two colours as somebody sees them.
pub fn difference(a: Rgb, b: Rgb, vision: Vision) -> f64 {
    let seen = |c: Rgb| {
        let simulated = match vision {
            Vision::Usual => c.linear(),
            Vision::Protan => apply(&PROTAN, c.linear()),
            Vision::Deutan => apply(&DEUTAN, c.linear()),
        };
        lab(simulated.map(|x| x.clamp(0.0, 1.0)))
    };
    ciede2000(seen(a), seen(b))
}

fn lab(linear: Vector) -> Vector {
    let [x, y, z] = apply(&TO_XYZ, linear);
    let f = |t: f64| {
        if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 }
    };
    let (x, y, z) = (f(x / 0.950_47), f(y), f(z / 1.088_83));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Sharma, Wu and Dalal 2005, equations 2 to 22.
fn ciede2000(one: Vector, two: Vector) -> f64 {
    let power7 = |c: f64| (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
    let ([l1, a1, b1], [l2, a2, b2]) = (one, two);
    let g = 0.5 * (1.0 - power7((a1.hypot(b1) + a2.hypot(b2)) / 2.0));
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let grey = c1 * c2 == 0.0;
    let turn = match h2 - h1 {
        _ if grey => 0.0,
        d if d > 180.0 => d - 360.0,
        d if d < -180.0 => d + 360.0,
        d => d,
    };
    let mean_hue = match h1 + h2 {
        sum if grey => sum,
        sum if (h1 - h2).abs() <= 180.0 => sum / 2.0,
        sum if sum < 360.0 => (sum + 360.0) / 2.0,
        sum => (sum - 360.0) / 2.0,
    };
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(mean_hue - 30.0)
        + 0.24 * cos(2.0 * mean_hue)
        + 0.32 * cos(3.0 * mean_hue + 6.0)
        - 0.20 * cos(4.0 * mean_hue - 63.0);
    let away = (l - 50.0).powi(2);
    let weight_l = 1.0 + 0.015 * away / (20.0 + away).sqrt();
    let (weight_c, weight_h) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let rotation = 60.0 * (-((mean_hue - 275.0) / 25.0).powi(2)).exp();
    let rotated = -2.0 * power7(c) * rotation.to_radians().sin();
    let dl = (l2 - l1) / weight_l;
    let dc = (c2 - c1) / weight_c;
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin() / weight_h;
    (dl * dl + dc * dc + dh * dh + rotated * dc * dh).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_is_that_of_the_published_pairs() {
        // Sharma, Wu and Dalal 2005, table 1, pairs 1, 4, 7, 9, 13, 17, 25, 31, 34.
        for (one, two, expected) in [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, -1.3802, -84.2814], [50.0, 0.0, -82.7485], 1.0000),
            ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
            ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0009], 7.1792),
            ([50.0, -0.001, 2.49], [50.0, 0.0009, -2.49], 4.8045),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
            ([22.7233, 20.0904, -46.6940], [23.0331, 14.9730, -42.5619], 2.0373),
            ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
        ] {
            let found = ciede2000(one, two);
            assert!((found - expected).abs() < 5e-5, "{one:?} {two:?}: {found}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        // Black on white is 21 by the definition; #767676 is the well-known lightest grey
        // that passes 4.5 on white, #777777 the first that does not.
        let (white, black) = (Rgb(255, 255, 255), Rgb(0, 0, 0));
        assert!((contrast(white, black) - 21.0).abs() < 1e-3);
        assert!(contrast(white, Rgb(0x76, 0x76, 0x76)) >= 4.5);
        assert!(contrast(white, Rgb(0x77, 0x77, 0x77)) < 4.5);
    }

    #[test]
    fn greys_look_the_same_to_everybody_and_red_and_green_do_not() {
        let grey = difference(Rgb(40, 40, 40), Rgb(41, 41, 41), Vision::Deutan);
        assert!(grey < 1.0, "{grey}");
        // The pair of the tokens that people with D-type vision cannot tell apart.
        let (green, brown) = (Rgb(0x80, 0x63, 0x00), Rgb(0xAC, 0x3E, 0x00));
        assert!(difference(green, brown, Vision::Usual) > 20.0);
        assert!(difference(green, brown, Vision::Deutan) < 3.0);
    }

    #[test]
    fn the_way_there_and_back_keeps_a_colour() {
        for rgb in [Rgb(0, 66, 140), Rgb(255, 199, 0), Rgb(26, 26, 26), Rgb(1, 254, 3)] {
            let [l, a, b] = rgb.oklab();
            let back = rgb.with(l, a.hypot(b));
            let near = |x: u8, y: u8| x.abs_diff(y) <= 2;
            assert!(
                near(rgb.0, back.0) && near(rgb.1, back.1) && near(rgb.2, back.2),
                "{rgb} {back}"
            );
        }
        assert_eq!("#0055ad".parse(), Ok(Rgb(0, 0x55, 0xAD)));
        for wrong in ["0055AD", "#05A", "#0055AG", "青", "#００５５ＡＤ"] {
            assert!(wrong.parse::<Rgb>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_nearest_passing_colour_passes_and_keeps_its_hue() {
        let white = Rgb(255, 255, 255);
        let yellow = Rgb(0xFF, 0xC7, 0x00);
        let dark = yellow.nearest(|c| contrast(c, white) >= 4.5).unwrap();
        assert!(contrast(dark, white) >= 4.5);
        let [.., a, b] = dark.oklab();
        let [.., c, d] = yellow.oklab();
        assert!((b.atan2(a) - d.atan2(c)).abs() < 0.1);
        assert_eq!(yellow.nearest(|_| false), None);
    }
}
