//! 入稿前の検査: a right file raises nothing, each wrong file its own rule, and any bytes
//! come to an end. The files are also written to the folder of test files, where programs
//! that are not ours judge them.

use std::collections::BTreeSet;
use std::path::Path;

use crate::common::pdf::{MM, Make, image};
use lopdf::dictionary;
use tenken::catalog::PRESS_RULES;
use tenken::export::diagnostics;
use tenken::pipeline::check_pdf;

/// What is said of a file, one line a finding.
fn said(bytes: &[u8]) -> Vec<String> {
    let examined = check_pdf("冊子.pdf", bytes);
    let list = &examined.diagnostics;
    list.iter().map(|d| diagnostics::short(d, &examined.sources)).collect()
}

fn keep(name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("preflight");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

fn drawn(content: &str) -> Make {
    Make { content: content.to_owned(), ..Make::right() }
}

#[test]
fn a_right_file_raises_nothing() {
    let bytes = Make::right().bytes();
    keep("right.pdf", &bytes);
    assert_eq!(said(&bytes), Vec::<String>::new());
}

/// (name of the file, the code, a part of the message, the file).
fn wrong_files() -> Vec<(&'static str, &'static str, &'static str, Make)> {
    let right = Make::right;
    let separation = |name: &str| {
        let tint = dictionary! {
            "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1,
            "C0" => vec![0.into(), 0.into(), 0.into(), 0.into()],
            "C1" => vec![0.into(), 1.into(), 0.into(), 0.into()],
        };
        let space: Vec<lopdf::Object> =
            vec!["Separation".into(), name.into(), "DeviceCMYK".into(), tint.into()];
        dictionary! { "ColorSpace" => dictionary! { "Sp" => space } }
    };
    let link = dictionary! {
        "Type" => "Annot", "Subtype" => "Link",
        "Rect" => vec![100.into(), 100.into(), 200.into(), 120.into()],
    };
    vec![
        ("rgb.pdf", "E804", "RGB の色です", drawn("1 0 0 rg 100 100 50 50 re f")),
        (
            "rgb-image.pdf",
            "E804",
            "画像が RGB の色です",
            Make {
                image: Some(image("DeviceRGB", 3, 700)),
                ..drawn("q 50 0 0 50 100 100 cm /Im Do Q")
            },
        ),
        (
            "no-trim.pdf",
            "E802",
            "仕上がりの枠（TrimBox）がありません",
            Make { trim: false, ..right() },
        ),
        (
            "small-bleed.pdf",
            "E803",
            "塗り足しの枠が 1.0mm しかありません",
            Make { bleed: Some(1.0), ..right() },
        ),
        (
            "no-bleed.pdf",
            "E803",
            "左から0.0mm・上から0.0mmの面が、左の塗り足しの端まで 3.0mm 足りません",
            Make {
                every: format!(
                    "0.15 0 0 0 k 0 0 {} {} re f\n",
                    crate::common::pdf::A4.0,
                    crate::common::pdf::A4.1
                ),
                ..right()
            },
        ),
        (
            "ink.pdf",
            "E805",
            "350％です（上限 300％）",
            drawn("1 1 1 0.5 k 100 100 50 50 re f"),
        ),
        (
            "ink-overprint.pdf",
            "E805",
            "320％です（上限 300％）",
            drawn(
                "1 0.6 0.6 0 k 100 100 50 50 re f /Op gs 0 0 0 1 k BT /F 12 Tf 1 0 0 1 110 110 Tm (A) Tj ET",
            ),
        ),
        (
            "rich-black.pdf",
            "E806",
            "文字「Kuro」が C50 M40 Y40 K100 です",
            drawn("0.5 0.4 0.4 1 k BT /F 12 Tf 1 0 0 1 100 300 Tm (Kuro) Tj ET"),
        ),
        (
            "small-text.pdf",
            "W807",
            "文字「chiisai」（6.0pt）が C100 M70 Y0 K0 です",
            drawn("1 0.7 0 0 k BT /F 6 Tf 1 0 0 1 100 300 Tm (chiisai) Tj ET"),
        ),
        (
            "tinted-text.pdf",
            "W807",
            "文字「usui」（6.0pt）が C0 M0 Y0 K50 です",
            drawn("0 0 0 0.5 k BT /F 6 Tf 1 0 0 1 100 300 Tm (usui) Tj ET"),
        ),
        (
            "no-font.pdf",
            "E808",
            "書体「BIZUDPGothic」が埋め込まれていません",
            Make { embedded: false, ..right() },
        ),
        (
            "transparent.pdf",
            "E809",
            "透明があります",
            drawn("/Half gs 1 0 0 0 k 100 100 50 50 re f"),
        ),
        (
            "near-trim.pdf",
            "W810",
            "文字「Hashi」が端から 2.",
            drawn(&format!(
                "0 0 0 1 k BT /F 12 Tf 1 0 0 1 {} 300 Tm (Hashi) Tj ET",
                2.0 * MM
            )),
        ),
        (
            "hairline.pdf",
            "W811",
            "線の幅が 0.04mm です",
            drawn("0.1 w 0 0 0 1 K 100 100 m 300 100 l S"),
        ),
        (
            "thin-tint.pdf",
            "W823",
            "幅 0.20mm の線が C0 M0 Y0 K25 です",
            drawn(&format!("{} w 0 0 0 0.25 K 100 100 m 300 100 l S", 0.2 * MM)),
        ),
        (
            "thin-two-inks.pdf",
            "W823",
            "幅 0.25mm の線が C100 M70 Y0 K0 です",
            drawn(&format!("{} w 1 0.7 0 0 K 100 100 m 300 100 l S", 0.25 * MM)),
        ),
        (
            // Word processors draw rules as areas.
            "thin-area.pdf",
            "W823",
            "幅 0.17mm の線が C0 M0 Y0 K50 です",
            drawn("0 0 0 0.5 k 100 100 200 0.48 re f"),
        ),
        (
            "resolution.pdf",
            "W812",
            "画像（100×100画素）は 72dpi です",
            Make {
                image: Some(image("DeviceCMYK", 4, 100)),
                ..drawn("q 100 0 0 100 100 100 cm /Im Do Q")
            },
        ),
        ("six-pages.pdf", "W813", "6頁です", Make { pages: 6, ..right() }),
        (
            "no-standard.pdf",
            "W814",
            "PDF/X の規格が書かれていません",
            Make { standard: None, ..right() },
        ),
        (
            "registration.pdf",
            "E815",
            "面がすべての版に刷られます",
            Make {
                resources: separation("All"),
                ..drawn("/Sp cs 0.5 scn 100 100 50 50 re f")
            },
        ),
        (
            "blank.pdf",
            "W816",
            "何も描かれていません",
            Make { every: String::new(), ..right() },
        ),
        (
            "link.pdf",
            "W817",
            "リンクか注釈か入力欄があります",
            Make {
                page: dictionary! { "Annots" => vec![lopdf::Object::Dictionary(link)] },
                ..right()
            },
        ),
        (
            "white-overprint.pdf",
            "E818",
            "白い文字「shiro」が下の色のままになります",
            drawn("/Op gs 0 0 0 0 k BT /F 12 Tf 1 0 0 1 100 300 Tm (shiro) Tj ET"),
        ),
        (
            "spot.pdf",
            "W819",
            "特色「DIC 156」の版があります",
            Make {
                resources: separation("DIC 156"),
                ..drawn("/Sp cs 1 scn 100 100 50 50 re f")
            },
        ),
        (
            "gradient.pdf",
            "W820",
            "調べられないグラデーション",
            Make {
                resources: dictionary! { "Shading" => dictionary! { "Sh" => dictionary! {
                    "ShadingType" => 2, "ColorSpace" => "DeviceCMYK",
                    "Coords" => vec![0.into(), 0.into(), 100.into(), 0.into()],
                } } },
                ..drawn("q 100 100 50 50 re W n /Sh sh Q")
            },
        ),
    ]
}

#[test]
fn every_wrong_file_is_caught_by_its_rule_and_by_no_other() {
    let mut caught: BTreeSet<&str> = BTreeSet::new();
    for (name, code, part, make) in wrong_files() {
        let bytes = make.bytes();
        keep(name, &bytes);
        let lines = said(&bytes);
        assert!(!lines.is_empty(), "{name}: nothing was found");
        for line in &lines {
            assert!(line.contains(&format!(": {code}: ")), "{name}: {line}");
        }
        assert!(lines.iter().any(|l| l.contains(part)), "{name}: {lines:#?}");
        caught.insert(code);
    }
    // E801 has its own tests below; E821, E822, E824 and W825 are about our own file, tests/press.rs.
    let untested: Vec<&str> = PRESS_RULES
        .iter()
        .map(|r| r.code)
        .filter(|c| {
            !caught.contains(c) && !["E801", "E821", "E822", "E824", "W825"].contains(c)
        })
        .collect();
    assert!(untested.is_empty(), "rules without a file: {untested:?}");
}

#[test]
fn lines_that_print_well_are_not_called_thin() {
    let stroke = |width: f64, inks: &str| {
        drawn(&format!("{} w {inks} K 100 100 m 300 100 l S", width * MM))
    };
    for make in [
        // One ink in full; a tint two dots wide; what is white; a sliver, no rule.
        stroke(0.1, "0 0 0 1"),
        stroke(0.2, "1 0 0 0"),
        stroke(0.3, "0 0 0 0.25"),
        stroke(0.1, "0 0 0 0"),
        drawn("0 0 0 0.5 k 100 100 2 0.48 re f"),
        drawn("0 0 0 0.5 k BT /F 10 Tf 1 0 0 1 100 300 Tm (ookii) Tj ET"),
    ] {
        let content = make.content.clone();
        assert_eq!(said(&make.bytes()), Vec::<String>::new(), "{content}");
    }
}

#[test]
fn what_the_newer_standard_allows_is_not_called_wrong() {
    let make = Make {
        standard: Some(("PDF/X-4", "Japan Color 2011 Coated")),
        ..drawn("/Half gs 1 0 0 0 k 100 100 50 50 re f")
    };
    // Transparency is allowed, but the profile has to be inside.
    let lines = said(&make.bytes());
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].contains("プロファイルが入っていません"), "{lines:#?}");
}

#[test]
fn art_that_is_taken_over_at_the_trim_has_bleed() {
    // Two halves of one disc, cut at the left edge of the trim.
    let halves = "1 0 0 0 k 0 300 20 40 re f -8.6 300 8.6 40 re f";
    assert_eq!(said(&drawn(halves).bytes()), Vec::<String>::new());
    // Another colour beyond the trim is no bleed.
    let other = "1 0 0 0 k 0 300 20 40 re f 0 1 0 0 k -8.6 300 8.6 40 re f";
    assert!(said(&drawn(other).bytes()).iter().any(|l| l.contains("E803")));
}

#[test]
fn places_are_counted_and_told_with_their_page() {
    let two = "1 0 0 rg 100 100 50 50 re f 200 100 50 50 re f";
    let lines = said(&drawn(two).bytes());
    // 100 pt = 35.3 mm from the left; 297 mm − 150 pt = 244.1 mm from the top.
    assert_eq!(
        lines,
        [
            "冊子.pdf: 誤り: E804: 左から35.3mm・上から244.1mmの面が RGB の色です（ほか1か所）: 1頁"
        ]
    );
}

#[test]
fn the_same_of_many_pages_is_said_once() {
    let lines = said(&Make { bleed: Some(1.0), ..Make::right() }.bytes());
    let text = "塗り足しの枠が 1.0mm しかありません（3mm 要ります）";
    assert_eq!(lines, [format!("冊子.pdf: 誤り: E803: {text}: 1～4頁")]);
}

#[test]
fn files_that_cannot_be_looked_at_say_why() {
    let only = |bytes: &[u8], part: &str| {
        let lines = said(bytes);
        assert_eq!(lines.len(), 1, "{lines:#?}");
        assert!(lines[0].contains("E801") && lines[0].contains(part), "{lines:#?}");
    };
    only(b"PK\x03\x04", "PDF のファイルではありません");
    only(b"", "PDF のファイルではありません");
    only(b"%PDF-1.7\nrubbish", "壊れている");
}

#[test]
fn damaged_and_harmful_files_come_to_an_end() {
    let whole = Make::right().bytes();
    // Every length up to the end, in steps; every byte in turn, in steps.
    for cut in (0..whole.len()).step_by(whole.len() / 60 + 1) {
        said(&whole[..cut]);
    }
    for at in (0..whole.len()).step_by(whole.len() / 200 + 1) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        said(&bytes);
    }
    // A form that calls itself, thousands of saved states, a page tree in a circle.
    let circle = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>";
    said(circle);
    said(&drawn(&"q ".repeat(200_000)).bytes());
    said(&drawn(&"[".repeat(200_000)).bytes());
    let mut own = lopdf::Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 9.into(), 9.into()] },
        b"/Im Do /Im Do /Im Do".to_vec(),
    );
    own.dict.set("Resources", dictionary! {});
    said(&Make { image: Some(own), ..drawn("/Im Do") }.bytes());
}

#[test]
fn a_bomb_does_not_go_off() {
    let mut bomb = lopdf::Stream::new(lopdf::Dictionary::new(), vec![b' '; 200 << 20]);
    bomb.compress().unwrap();
    let mut doc = lopdf::Document::load_mem(&Make::right().bytes()).unwrap();
    let page = doc.page_iter().next().unwrap();
    let id = doc.add_object(bomb);
    doc.get_dictionary_mut(page).unwrap().set("Contents", id);
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    let lines = said(&bytes);
    assert!(lines[0].contains("多すぎて"), "{lines:#?}");
}
