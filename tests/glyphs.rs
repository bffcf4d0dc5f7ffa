//! After the check for glyphs a compile never fails for one: every character of Unicode
//! either is found or can be set.

use std::collections::BTreeMap;

use crate::common::{Case, folder};
use tenken::export::booklet;
use tenken::pipeline;
use tenken::typeset::{self, Coverage, Job};

/// Sets texts in both weights, as PDF/A-2a and PDF/UA-1.
fn set(texts: &[String]) -> Result<(), String> {
    let main = "#set document(title: \"t\")\n#import \"base.typ\": *\n#show: base\n#heading[t]\n#for t in json(\"/data.json\") { par(t); par(strong(t)) }";
    let mut templates = booklet::templates().to_vec();
    templates.push(("glyphs.typ", main));
    // As the booklet does with every text.
    let texts: Vec<String> = texts.iter().map(|t| booklet::settable(t)).collect();
    let data = serde_json::to_string(&texts).unwrap();
    let job = Job {
        main: "glyphs.typ",
        templates: &templates,
        data: &data,
        files: &BTreeMap::new(),
        fonts: &[],
    };
    typeset::typeset(&job).map(|_| ()).map_err(|e| format!("{e:#}"))
}

#[test]
fn every_character_that_passes_the_check_can_be_set() {
    let coverage = Coverage::new(&[]);
    let shown: Vec<char> = ('\0'..=char::MAX).filter(|c| coverage.shows(*c)).collect();
    // The fonts have more than ten thousand 漢字, all alike to the typesetter: of those one
    // in sixty is set, of all other characters every one.
    assert!(shown.len() > 15_000, "{}", shown.len());
    let alike = |c: char| matches!(c as u32, 0x3400..=0x9FFF | 0xAC00..=0xD7A3 | 0x20000..=0x3FFFF);
    let tried: Vec<char> = shown
        .into_iter()
        .filter(|&c| !alike(c) || (c as u32).is_multiple_of(60))
        .collect();
    let texts: Vec<String> =
        tried.chunks(100).map(|part| part.iter().collect()).collect();
    // The error names the character.
    assert_eq!(set(&texts), Ok(()));
}

/// Texts that people and their programs write, beyond single characters.
const SAMPLES: &[&str] = &[
    "葛\u{E0100}城 葛\u{E0101} 辻\u{E0100} い\u{E0100} 邉\u{E0105}",
    "が か\u{3099} ハ\u{309A} é e\u{301} ｶﾞ",
    "👨‍👩‍👧 ❤\u{FE0F} ☎\u{FE0E} 1\u{FE0F}\u{20E3}",
    "①⑳㉑㊿ ⓪ ㊤㊥ ㋿ ㍻ ㌔ ㎡ ℃ № ℡ ㈱",
    "～〜−－—―‐ ¥ ￥ ＼ ¦ ‖ ∥",
    "שלום مرحبا हिन्दी 한국어 简体 繁體",
    "a\u{AD}b\u{200B}c\u{200D}d\u{2060}e\u{FEFF}f\u{A0}g\u{3000}h\u{2009}i",
    "x\u{202E}y\u{202C} \u{2066}z\u{2069} \u{61C}",
    "\u{1}\u{7F}\u{85}\u{9F}",
    "\u{E000}\u{F8FF}\u{F0000}\u{10FFFD}\u{FFFE}\u{FDD0}\u{FFFD}",
    "𠮷野 𡈽 𠮟 𩸽 髙﨑 神\u{FA19} 塚\u{FA10} 〻〼〽",
    "𝐀𝟗 ᵃ ⁿ ½ Ⅷ ㎝ ﬁ ﷺ",
    "☑ ✔ ✓ ☆★ ♪ ♨ ☞ ⇒ ⇔ ➡ ⭕ 🈲",
    "\u{3164}\u{115F}\u{1160}\u{FFA0}\u{34F}\u{17B4}\u{180E}\u{E0001}\u{E0041}",
];

/// A plan folder with a text in the plan, in an answer and in every block of the manuscript.
fn case(text: &str) -> Case {
    let manuscript = format!(
        "# 小題{text}｜題{text}\n\n**結論{text}**\n\n## 見出し{text}｜補足{text}\n\n本文{text}です。\n\n- 項目{text}\n\n> **囲み{text}**\n>\n> 中の文{text}。\n\n| 欄{text} | 値 |\n|---|---|\n| あ | {text} |\n\n※注{text}\n\n# つづき\n\n![](図:主な取組と課題)\n"
    );
    let value = toml::Value::String(format!("名前{text}"));
    let cell = |path: &str, sheet: Option<&str>, cell: &str| crate::common::Edit {
        path: path.to_owned(),
        sheet: sheet.map(str::to_owned),
        cell: cell.to_owned(),
        values: vec![value.clone()],
    };
    Case {
        manuscript: Some(manuscript),
        edit: vec![
            cell("計画.xlsx", Some("基本情報"), "B2"),
            cell("評価/令和9年度/健康増進課.xlsx", None, "G2"),
        ],
        ..Case::default()
    }
}

#[test]
fn a_text_is_either_told_or_set() {
    let mut set = 0;
    for text in SAMPLES {
        let mut checked = pipeline::check(&folder(&case(text)), &mut |_| {});
        let told = checked.diagnostics.iter().filter(|d| d.rule.code == "E604").count();
        // Without the findings about glyphs, so that the booklet is tried in every case.
        checked.diagnostics.retain(|d| d.rule.code == "X");
        let made = pipeline::build(&mut checked, &|path| path == "概要版.pdf");
        let made = made.map(|files| files.iter().any(|f| f.path == "概要版.pdf"));
        match made {
            Ok(true) => set += 1,
            Ok(false) => panic!("{text:?}: no booklet"),
            Err(error) => assert!(told > 0, "{text:?} is not told: {error:#}"),
        }
    }
    // The samples must not all be refused.
    assert!(set >= 4, "{set}");
}
