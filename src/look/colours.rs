//! ［見た目］の色: the city's colours in place of ours, and whether they can be read.

use super::pairs::{NEEDED_CONTRAST, PAIRS, Pair};
use crate::catalog;
use crate::colour::{Rgb, Vision, contrast, difference};
use crate::config::{ColourSetting, LookSetting};
use crate::diag::Diagnostic;
use crate::tokens::{Colours, Ink, Tokens};

/// 群1 と群2 の色差 ΔE00 の下限, in every vision.
pub const NEEDED_DIFFERENCE: f64 = 20.0;
/// 総インキ量の上限, ％.
pub const MOST_INK: u32 = 240;

/// A colour that a city may replace, and those that are made from it.
struct Base {
    key: &'static str,
    setting: fn(&LookSetting) -> &Option<ColourSetting>,
    ink: fn(&mut Colours) -> &mut Ink,
    tints: &'static [fn(&mut Colours) -> &mut Ink],
}

static BASES: [Base; 4] = [
    Base { key: "主色", setting: |s| &s.main, ink: |c| &mut c.kon, tints: &[] },
    Base {
        key: "群1",
        setting: |s| &s.first_group,
        ink: |c| &mut c.ao,
        tints: &[|c| &mut c.ao_usu, |c| &mut c.ao_goku, |c| &mut c.h_b],
    },
    Base {
        key: "群2",
        setting: |s| &s.second_group,
        ink: |c| &mut c.dai,
        tints: &[|c| &mut c.dai_usu, |c| &mut c.dai_goku],
    },
    Base {
        key: "強調",
        setting: |s| &s.accent,
        ink: |c| &mut c.ki,
        tints: &[|c| &mut c.ki_usu, |c| &mut c.ki_goku, |c| &mut c.h_c],
    },
];

impl Base {
    /// Puts a colour in, with its tints: each as much lighter and paler as the built-in
    /// tint is beside the built-in colour.
    fn put(&self, colours: &mut Colours, rgb: Rgb, cmyk: [u8; 4]) {
        let mut model = Tokens::built_in().colors.clone();
        let base = (self.ink)(&mut model).rgb;
        for tint in self.tints {
            let rgb = rgb.tint_like(base, tint(&mut model).rgb);
            let ink = tint(colours);
            (ink.rgb, ink.cmyk) = (rgb, to_cmyk(rgb));
        }
        let ink = (self.ink)(colours);
        (ink.rgb, ink.cmyk) = (rgb, cmyk);
    }
}

/// Replaces the colours of `tokens` by those of the configuration. Findings come with the
/// key they are about.
pub(super) fn apply(
    setting: &LookSetting,
    tokens: &mut Tokens,
) -> Vec<(&'static str, Diagnostic)> {
    let mut findings = Vec::new();
    let mut replaced = Vec::new();
    for base in &BASES {
        let Some(wanted) = (base.setting)(setting) else { continue };
        let (text, cmyk) = wanted.parts();
        let Ok(rgb) = text.trim().parse::<Rgb>() else {
            let what = format!("［見た目］の{}「{text}」を色として読めません", base.key);
            let finding = Diagnostic::new(&catalog::LOOK_COLOUR, what)
                .hint("「#00428C」のように、# と半角の英数字6字で書きます");
            findings.push((base.key, finding));
            continue;
        };
        if cmyk.is_some_and(|c| c.iter().any(|&x| x > 100)) {
            let what =
                format!("［見た目］の{}の CMYK に 100 を超える値があります", base.key);
            findings.push((base.key, Diagnostic::new(&catalog::LOOK_COLOUR, what)));
            continue;
        }
        base.put(&mut tokens.colors, rgb, cmyk.unwrap_or_else(|| to_cmyk(rgb)));
        replaced.push(base);
        if cmyk.is_none() {
            findings.push((base.key, converted(base.key, rgb)));
        }
    }
    for base in replaced {
        let found = [
            unreadable(base, &tokens.colors),
            too_much_ink(base, &mut tokens.colors.clone()),
        ];
        findings.extend(found.into_iter().flatten().map(|f| (base.key, f)));
    }
    if setting.first_group.is_some() || setting.second_group.is_some() {
        findings.extend(alike(setting, &tokens.colors));
    }
    findings
}

/// The whole table of pairs, for tokens of which any may be replaced.
pub(super) fn table(tokens: &Tokens) -> Vec<Diagnostic> {
    if tokens.colors == Tokens::built_in().colors {
        return Vec::new();
    }
    let colours = &tokens.colors;
    let fault = |what: String| Diagnostic::new(&catalog::LOOK_COLOUR, what);
    let mut findings: Vec<Diagnostic> = PAIRS
        .iter()
        .filter_map(|pair| {
            let (ink, ground) = ((pair.ink)(colours), (pair.ground)(colours));
            let measured = contrast(ink.rgb, ground.rgb);
            (measured < NEEDED_CONTRAST).then(|| {
                let near = ink.rgb.nearest(|c| contrast(c, ground.rgb) >= NEEDED_CONTRAST);
                let finding = fault(format!(
                    "設計の値では、{}が読めません: 字「{}」{} と地「{}」{} の対比が {measured:.2} で、{NEEDED_CONTRAST} に足りません",
                    pair.place, ink.role, ink.rgb, ground.role, ground.rgb
                ));
                match near {
                    Some(c) => finding.hint(format!("字の色を「{c}」にすると読めます")),
                    None => finding,
                }
            })
        })
        .collect();
    findings
        .extend(colours.all().into_iter().filter(|(_, ink)| ink.total() > MOST_INK).map(
        |(name, ink)| {
            fault(format!(
                "設計の値 {name}（{}）の CMYK の合計が {} ％で、{MOST_INK} ％を超えます",
                ink.role,
                ink.total()
            ))
        },
    ));
    findings
}

fn converted(key: &str, rgb: Rgb) -> Diagnostic {
    let [c, m, y, k] = to_cmyk(rgb);
    let what = format!(
        "［見た目］の{key}「{rgb}」の印刷用の値を、計算で C{c} M{m} Y{y} K{k} としました"
    );
    Diagnostic::new(&catalog::LOOK_CONVERTED, what)
}

/// The text that the colour makes hardest to read, if any is too hard.
fn unreadable(base: &Base, colours: &Colours) -> Option<Diagnostic> {
    let failing = failing_pairs(base, colours);
    let (pair, measured) =
        failing.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(p, m)| (*p, *m))?;
    let (ink, ground) = ((pair.ink)(colours), (pair.ground)(colours));
    let mut own = colours.clone();
    let rgb = (base.ink)(&mut own).rgb;
    let more = match failing.len() {
        1 => String::new(),
        n => format!("。ほかに {} 組も足りません", n - 1),
    };
    let what = format!(
        "［見た目］の{}「{rgb}」では、{}が読めません: 字「{}」{} と地「{}」{} の対比が {measured:.2} で、{NEEDED_CONTRAST} に足りません{more}",
        base.key, pair.place, ink.role, ink.rgb, ground.role, ground.rgb
    );
    let near = rgb.nearest(|c| {
        let mut trial = colours.clone();
        base.put(&mut trial, c, to_cmyk(c));
        failing_pairs(base, &trial).is_empty()
    });
    let finding = Diagnostic::new(&catalog::LOOK_COLOUR, what);
    Some(match near {
        Some(near) => {
            finding.hint(format!("同じ色合いで読める一番近い色は「{near}」です"))
        }
        None => finding.hint("同じ色合いで読める色がありません。別の色を選んでください"),
    })
}

/// The pairs in which the colour or one of its tints stands and that fall short.
fn failing_pairs<'a>(base: &Base, colours: &Colours) -> Vec<(&'a Pair, f64)> {
    let mut own = colours.clone();
    let mut mine = vec![(base.ink)(&mut own).role.clone()];
    mine.extend(base.tints.iter().map(|tint| tint(&mut own).role.clone()));
    PAIRS
        .iter()
        .filter_map(|pair| {
            let (ink, ground) = ((pair.ink)(colours), (pair.ground)(colours));
            let measured = contrast(ink.rgb, ground.rgb);
            let concerned = mine.contains(&ink.role) || mine.contains(&ground.role);
            (concerned && measured < NEEDED_CONTRAST).then_some((pair, measured))
        })
        .collect()
}

fn too_much_ink(base: &Base, colours: &mut Colours) -> Option<Diagnostic> {
    let ink = (base.ink)(colours).clone();
    if ink.total() <= MOST_INK {
        return None;
    }
    let what = format!(
        "［見た目］の{}の CMYK の合計が {} ％で、{MOST_INK} ％を超えます",
        base.key,
        ink.total()
    );
    let [c, m, y, k] = within(ink.cmyk.map(f64::from));
    let hint = format!("同じ割合で減らすと [{c}, {m}, {y}, {k}] です");
    Some(Diagnostic::new(&catalog::LOOK_COLOUR, what).hint(hint))
}

/// 群1 and 群2 must differ for every reader.
fn alike(setting: &LookSetting, colours: &Colours) -> Option<(&'static str, Diagnostic)> {
    let worst = |a: Rgb, b: Rgb| {
        [Vision::Usual, Vision::Protan, Vision::Deutan]
            .map(|v| (difference(a, b, v), v))
            .into_iter()
            .min_by(|a, b| a.0.total_cmp(&b.0))
    };
    let (first, second) = (colours.ao.rgb, colours.dai.rgb);
    let (measured, vision) = worst(first, second)?;
    if measured >= NEEDED_DIFFERENCE {
        return None;
    }
    // The one that was replaced gives way; of two, the second.
    let base = if setting.second_group.is_some() { &BASES[2] } else { &BASES[1] };
    let other = if setting.second_group.is_some() { first } else { second };
    let own = if setting.second_group.is_some() { second } else { first };
    let what = format!(
        "群1「{first}」と群2「{second}」が、{}の人には見分けられません（色差 {measured:.1}、{NEEDED_DIFFERENCE:.0} 以上が要ります）",
        vision.label()
    );
    let near = own.nearest(|c| {
        let mut trial = colours.clone();
        base.put(&mut trial, c, to_cmyk(c));
        worst(c, other).is_some_and(|(d, _)| d >= NEEDED_DIFFERENCE)
            && failing_pairs(base, &trial).is_empty()
    });
    let finding = Diagnostic::new(&catalog::LOOK_COLOUR, what);
    let finding = match near {
        Some(near) => {
            finding.hint(format!("{}を「{near}」にすると見分けられます", base.key))
        }
        None => finding.hint(format!(
            "{}を、青と橙のように色合いの離れた色にしてください",
            base.key
        )),
    };
    Some((base.key, finding))
}

/// The simple rule: K takes what the three have in common, and where the sum is still too
/// much, C, M and Y give way in proportion. No profile of a press is behind it.
fn to_cmyk(rgb: Rgb) -> [u8; 4] {
    let [r, g, b] = [rgb.0, rgb.1, rgb.2].map(|c| f64::from(c) / 255.0);
    let white = r.max(g).max(b);
    if white == 0.0 {
        return [0, 0, 0, 100];
    }
    let part = |c: f64| (white - c) / white * 100.0;
    within([part(r), part(g), part(b), (1.0 - white) * 100.0])
}

/// C, M and Y reduced in proportion until the sum keeps the limit.
fn within([c, m, y, k]: [f64; 4]) -> [u8; 4] {
    let room = f64::from(MOST_INK) - k;
    let scale = (room / (c + m + y).max(1.0)).min(1.0);
    [c * scale, m * scale, y * scale, k].map(|x| x.floor() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(text: &str) -> LookSetting {
        toml::from_str(text).unwrap()
    }

    fn told(text: &str) -> Vec<String> {
        let mut tokens = Tokens::built_in().clone();
        let findings = apply(&setting(text), &mut tokens);
        findings
            .into_iter()
            .filter(|(_, f)| f.rule.code == catalog::LOOK_COLOUR.code)
            .map(|(_, f)| format!("{} / {}", f.message, f.hints.join(" ")))
            .collect()
    }

    #[test]
    fn the_built_in_colours_pass_their_own_table() {
        let colours = &Tokens::built_in().colors;
        for pair in PAIRS {
            let (ink, ground) = ((pair.ink)(colours), (pair.ground)(colours));
            let found = contrast(ink.rgb, ground.rgb);
            assert!(found >= NEEDED_CONTRAST, "{}: {found:.2}", pair.place);
        }
        for vision in [Vision::Usual, Vision::Protan, Vision::Deutan] {
            let found = difference(colours.ao.rgb, colours.dai.rgb, vision);
            assert!(found >= NEEDED_DIFFERENCE, "{vision:?}: {found:.1}");
        }
    }

    #[test]
    fn a_good_colour_passes_with_its_tints() {
        let text = "\"主色\" = \"#00502F\"\n\"群1\" = { RGB = \"#006B3F\", CMYK = [90, 30, 90, 20] }\n\"群2\" = { RGB = \"#8A3B8F\", CMYK = [45, 85, 0, 10] }\n";
        let mut tokens = Tokens::built_in().clone();
        let findings = apply(&setting(text), &mut tokens);
        let told: Vec<_> = findings.iter().map(|(_, f)| f.rule.code).collect();
        assert_eq!(told, [catalog::LOOK_CONVERTED.code]);
        assert_eq!(tokens.colors.ao.cmyk, [90, 30, 90, 20]);
        // The tints are green now: their greatest part is no longer blue.
        let Rgb(r, g, b) = tokens.colors.ao_usu.rgb;
        assert!(g >= b && g > r, "{}", tokens.colors.ao_usu.rgb);
        // As light as the tint inside the program.
        let built_in = Tokens::built_in().colors.ao_usu.rgb.lightness();
        assert!((tokens.colors.ao_usu.rgb.lightness() - built_in).abs() < 2.0);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_the_measure_and_a_colour_that_can() {
        let found = told("\"主色\" = \"#FFC700\"\n");
        assert_eq!(found.len(), 1, "{found:?}");
        // By the formula of WCAG, computed apart: #FFC700 on #F2F2F2 is 1.397.
        assert!(found[0].contains("対比が 1.40"), "{found:?}");
        let near = found[0].rsplit('「').next().unwrap().split('」').next().unwrap();
        let again = told(&format!("\"主色\" = \"{near}\"\n"));
        assert_eq!(again, Vec::<String>::new(), "{near}");
    }

    #[test]
    fn groups_that_some_readers_cannot_tell_apart_are_told() {
        // Red and green of the same lightness: the pair that everybody warns of.
        let found = told("\"群1\" = \"#1B6E1B\"\n\"群2\" = \"#B01E00\"\n");
        assert!(
            found.iter().any(|f| f.contains("型の人には見分けられません")),
            "{found:?}"
        );
        let near =
            found.iter().find_map(|f| f.split("群2を「").nth(1)?.split('」').next());
        if let Some(near) = near {
            let again = told(&format!("\"群1\" = \"#1B6E1B\"\n\"群2\" = \"{near}\"\n"));
            assert_eq!(again, Vec::<String>::new(), "{near}");
        }
    }

    #[test]
    fn ink_is_limited() {
        let found = told("\"主色\" = { RGB = \"#00428C\", CMYK = [100, 100, 50, 30] }\n");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("合計が 280 ％"), "{found:?}");
        // 240 − 30 = 210 for 100 + 100 + 50 = 250: 84 ％ of each.
        assert!(found[0].contains("[84, 84, 42, 30]"), "{found:?}");
        // By hand: white 0, K only for black; #300000 has K 81 and M, Y 100 before the limit.
        assert_eq!(to_cmyk(Rgb(255, 255, 255)), [0, 0, 0, 0]);
        assert_eq!(to_cmyk(Rgb(0, 0, 0)), [0, 0, 0, 100]);
        assert_eq!(to_cmyk(Rgb(0x30, 0, 0)), [0, 79, 79, 81]);
    }

    #[test]
    fn what_is_no_colour_is_told() {
        for text in [
            "\"主色\" = \"青\"",
            "\"強調\" = { RGB = \"#FFC700\", CMYK = [0, 25, 120, 0] }",
        ] {
            assert_eq!(told(text).len(), 1, "{text}");
        }
    }
}
