//! What the laid-out pages of the sample show: can every text be read on its ground, and are
//! the groups and the grades told apart by everybody, and on a grey copy?

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tenken::colour::{Rgb, contrast};
use tenken::diag::Edition;
use tenken::export::booklet;
use tenken::look::Look;
use tenken::look::pairs::{NEEDED_CONTRAST, PAIRS};
use tenken::read::grid::is_book_name;
use tenken::tokens::Tokens;
use tenken::typeset::{self, Ground, Job, Painted};
use tenken::{fs, pipeline};

fn sample() -> serde_json::Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/sample/data.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn painted(data: &serde_json::Value, look: &Look) -> Vec<Painted> {
    let tokens = look.tokens.to_text();
    let mut templates = booklet::templates().to_vec();
    templates.push(("tokens.toml", tokens.leak()));
    typeset::inspect(&Job {
        main: "booklet.typ",
        templates: &templates,
        data: &data.to_string(),
        files: &BTreeMap::new(),
        fonts: &[],
    })
    .unwrap()
}

#[test]
fn every_text_can_be_read_on_its_ground_and_the_pair_is_in_the_table() {
    let colours = &Tokens::built_in().colors;
    let known: BTreeSet<(String, String)> = PAIRS
        .iter()
        .map(|p| ((p.ink)(colours), (p.ground)(colours)))
        .map(|(ink, ground)| (ink.rgb.to_string(), ground.rgb.to_string()))
        .collect();
    let texts = painted(&sample(), &Look::built_in());
    assert!(texts.len() > 500, "{}", texts.len());
    let mut faults = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for text in texts.iter().filter(|t| !t.text.trim().is_empty()) {
        let Some((ink, ground)) = text.colours() else {
            faults.insert(format!(
                "page {}: 「{}」 stands on {:?}",
                text.page, text.text, text.ground
            ));
            continue;
        };
        let pair = (ink.to_string(), ground.to_string());
        if !known.contains(&pair) {
            faults.insert(format!(
                "page {}: {ink} on {ground} is not in the table: 「{}」",
                text.page, text.text
            ));
        }
        let measured = contrast(ink, ground);
        if measured < NEEDED_CONTRAST {
            let what = format!("page {}: 「{}」 {measured:.2}", text.page, text.text);
            faults.insert(what);
        }
        seen.insert(pair);
    }
    assert!(faults.is_empty(), "{faults:#?}");
    // The table would be worth nothing if the pages showed only black on white.
    assert!(seen.len() >= 14, "{seen:#?}");
}

#[test]
fn a_pale_text_would_be_found() {
    // The same pages with a yellow 主色: the walk over the pages itself sees it.
    let mut look = Look::built_in();
    look.tokens.colors.kon.rgb = Rgb(0xFF, 0xC7, 0x00);
    let texts = painted(&sample(), &look);
    let pale =
        texts.iter().filter_map(Painted::colours).filter(|(i, g)| contrast(*i, *g) < 4.5);
    assert!(pale.count() > 10);
}

/// 凡例 and bars of the page of results: the sign of a grade → what lies under it.
fn grounds_of_signs(texts: &[Painted]) -> BTreeMap<String, Vec<Ground>> {
    let mut found: BTreeMap<String, Vec<Ground>> = BTreeMap::new();
    for text in texts {
        let sign = text.text.split(' ').next().unwrap_or_default();
        if ["◎", "○", "△", "×"].contains(&sign)
            && !matches!(text.ground, Ground::Paper)
            && text.page == 8
        {
            found.entry(sign.to_owned()).or_default().push(text.ground);
        }
    }
    found
}

#[test]
fn grades_differ_on_a_grey_copy_by_lightness_and_always_by_their_sign() {
    let found = grounds_of_signs(&painted(&sample(), &Look::built_in()));
    let face = |sign: &str| -> Rgb {
        let plain = found[sign].iter().filter_map(|g| match g {
            Ground::Plain(colour, _) => Some(*colour),
            _ => None,
        });
        let faces: Vec<Rgb> = plain.collect();
        assert!(faces.iter().all(|f| f == &faces[0]), "one face a grade: {sign}");
        faces[0]
    };
    // CIE L* of a grey copy: neighbours in a bar stand at least 15 apart (a difference of
    // 10 is seen at a glance). ×'s sign lies on a white tag on the hatching.
    let levels = ["◎", "○", "△"].map(|sign| face(sign).lightness());
    assert!(levels.windows(2).all(|w| w[1] - w[0] >= 15.0), "{levels:?}");
    assert_eq!(face("×"), Rgb(255, 255, 255));
    // And the tag lies on a hatching, which no other grade has.
    let mut hatched = sample();
    for grade in hatched["figures"]["進捗のまとめ"]["grades"].as_array_mut().unwrap()
    {
        if grade["sym"] == "×" {
            assert_eq!(grade["style"], "hatch");
        } else {
            assert_ne!(grade["style"], "hatch");
        }
    }
}

#[test]
fn the_groups_differ_by_the_shape_of_their_badges() {
    // 施策の体系: goals 1 to 3 are of group 1, the others of group 2. A disc fills
    // π/4 = 0.785 of its box, the rounded square about 0.97.
    let texts = painted(&sample(), &Look::built_in());
    let badge = |n: &str| {
        let found = texts.iter().filter(|t| t.page == 5 && t.text == n);
        let grounds = found.filter_map(|t| match t.ground {
            Ground::Plain(_, filling) => Some(filling),
            _ => None,
        });
        grounds.collect::<Vec<f64>>()
    };
    for n in ["1", "2", "3"] {
        let found = badge(n);
        assert!(!found.is_empty() && found.iter().all(|f| (0.7..0.86).contains(f)));
    }
    for n in ["4", "5", "6", "7"] {
        let found = badge(n);
        assert!(!found.is_empty() && found.iter().all(|f| *f > 0.9), "{n} {found:?}");
    }
}

/// The sample in an edition, with words of its own.
fn edition(edition: Edition, mark: Option<&str>) -> (serde_json::Value, Vec<Painted>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = fs::read_plan_folder(&root.join("input"), is_book_name).unwrap();
    let checked = pipeline::check(&folder, &mut |_| {});
    let mut progress = checked.progress.unwrap();
    progress.edition = edition;
    progress.mark = mark.map(str::to_owned);
    let document = booklet::document(&progress, &checked.pages, &checked.look);
    let texts = painted(&document, &Look::built_in());
    (document, texts)
}

#[test]
fn the_mark_stands_on_the_cover_and_on_every_page_but_never_on_a_final_edition() {
    // A mark may be painted in more than one run, where its font changes.
    let pages_with = |texts: &[Painted], mark: &str| -> BTreeSet<usize> {
        let on = |page: usize| -> String {
            texts.iter().filter(|t| t.page == page).map(|t| &*t.text).collect()
        };
        (1..=12).filter(|page| on(*page).contains(mark)).collect()
    };
    let all: BTreeSet<usize> = (1..=12).collect();
    let (document, texts) = edition(Edition::Draft, Some("（案）"));
    assert_eq!(pages_with(&texts, "（案）"), all);
    assert_eq!(document["meta"]["title"], "小美玉市こども計画 概要版（案）");
    let (_, texts) = edition(Edition::Draft, Some("パブリックコメント用の素案"));
    assert_eq!(pages_with(&texts, "パブリックコメント用の素案"), all);
    let (document, texts) = edition(Edition::Final, None);
    assert_eq!(document["meta"]["title"], "小美玉市こども計画 概要版");
    assert_eq!(pages_with(&texts, "（案）"), BTreeSet::new());
    let single = texts.iter().filter(|t| ["見本", "案"].contains(&&*t.text));
    assert_eq!(single.count(), 0);
}
