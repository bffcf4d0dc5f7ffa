//! The widths that the templates add up, against what Typst sets.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;

use tenken::export::booklet;
use tenken::typeset::{self, Remark, TemplateFile};

/// Sets a template of our own beside the real ones; what it reports as shortened.
fn reported(main: &str) -> Vec<(String, String)> {
    let mut templates: Vec<TemplateFile> = booklet::templates().to_vec();
    let head = "#import \"base.typ\": *\n#set document(title: \"t\")\n#show: base\n";
    let text = format!("{head}{main}");
    templates.push(("widths.typ", text.leak()));
    let job = typeset::Job {
        main: "widths.typ",
        templates: &templates,
        data: "{}",
        files: &BTreeMap::new(),
        fonts: &[],
    };
    let remarks = typeset::typeset(&job).unwrap().remarks;
    let shortened = |r| match r {
        Remark::Shortened { figure, text, .. } => Some((figure, text)),
        _ => None,
    };
    remarks.into_iter().filter_map(shortened).collect()
}

#[test]
fn one_line_is_as_wide_as_typst_sets_it() {
    let wrong = reported(
        r#"#context for s in ("こども計画", "令和8年度～令和11年度", "1,264,000人", "98.5％",
          "「市町村こども計画」", "（仮称）「こども」の、計画。", "です。」", "あ」（い", "子育て・若者", "・始め", "「（二重", "だ！」と",
          "ABC xyz 012", "TEL：0299-00-0000", "○△×◎－", "年　度", "葛󠄀城", "終わり：") {
          for weight in ("regular", "bold") {
            for font in (gothic, tnum-font) {
              let real = measure(text(size: 100pt, weight: weight, font: font, s)).width
              let ours = text-width(s, 100pt, weight: weight, font: font)
              if calc.abs(real - ours) > 0.2pt { overflow(s, repr(real) + " / " + repr(ours)) }
            }
          }
        }"#,
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_name_is_as_high_as_typst_sets_it() {
    let wrong = reported(
        r#"#context for s in ("妊娠・|出産・|子育て期の|切れ目のない|支援の|充実", "区切りのない長い名前の事業の名前をここに置いてみたところです",
          "（仮称）|こども家庭|センターの|設置・|運営、|相談", "前の行\n後ろの|行", "短い名", "とても長い文節なのでこの幅には入らない|名") {
          for w in (20mm, 27mm, 33.3mm, 60mm) {
            let real = measure(label(w, s, 14 * Q, 18 * Q)).height
            let ours = label-height(w, s, 14 * Q, 18 * Q)
            if calc.abs(real - ours) > 0.01mm { overflow(s, repr(w) + ": " + repr(real) + " / " + repr(ours)) }
          }
        }"#,
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_line_never_begins_with_a_closing_mark_nor_ends_with_an_opening_one() {
    let wrong = reported(
        r#"#context for s in ("文節のない「かぎ括弧」（丸括弧）とーちょっとした、句読点。々々", "一つだけ長すぎる文節「あいうえおー、っゃ」。の|後", "（（始め））「「括弧」」") {
          for w in range(4, 14) {
            for line in name-lines(s, "regular", w * 1.0).lines {
              if line.first() in _no-start or line.last() in _open { overflow(str(w), line) }
            }
          }
        }"#,
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}
