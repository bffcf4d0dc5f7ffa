//! The widths that the templates add up, against what Typst sets.

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

/// The program offers the templates a fast copy of their own arithmetic.
#[test]
fn the_fast_functions_and_the_templates_make_the_same_lines() {
    let wrong = reported(
        r#"#let texts = ("妊娠・|出産・|子育て期の|切れ目のない|支援の|充実", "区切りのない長い名前の事業の名前をここに置いてみたところです",
          "（仮称）|こども家庭|センターの|設置・|運営、|相談", "前の行\n後ろの|行\n", "短い名", "", "|", "。", "「「（", "・・・", "第2次総合計画", "約120人（うち令和9年度の34.5％）",
          "とても長い文節なのでこの幅には入らない|名", "ABC def、|ghi（JKL）", "葛󠄀城市の髙橋|さんの家", "計画は|、|だめ。", "￥1,264,000|円", "が゛か\u{3099}")
        #assert(_kumi != none)
        #context for s in texts {
          for weight in ("regular", "bold") {
            if calc.abs(line-width(s, weight) - _line-width(s, weight)) > 1e-6 { overflow(s, weight + ": " + repr(line-width(s, weight)) + " / " + repr(_line-width(s, weight))) }
            if calc.abs(line-width(s, weight, font: tnum-font) - _line-width(s, weight, font: tnum-font)) > 1e-6 { overflow(s, "tnum") }
            for manner in ("even", "flow", "plain") {
              for w in range(2, 30) {
                let (fast, slow) = (name-lines(s, weight, w * 0.75, manner: manner), _name-lines(s, weight, w * 0.75, manner: manner))
                if fast.lines != slow.lines or calc.abs(fast.width - slow.width) > 1e-6 { overflow(s, manner + str(w) + ": " + repr(fast) + " / " + repr(slow)) }
              }
            }
          }
        }"#,
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_placed_by_calculation_is_as_high_as_typst_sets_it() {
    let wrong = reported(
        r#"#import "components/blocks.typ": *
        #let run(t, bold: false) = (text: t, bold: bold)
        #let long = "この計画は、令和8年度から令和11年度までの4年間に、市が取り組むことを定めたもので、94,956人の市民の声をもとにしています。" * 2
        #let check(name, body, h) = context { let real = measure(block(width: haba, body)).height; if calc.abs(real - h) > 0.05mm { overflow(name, repr(real) + " / " + repr(h)) } }
        #for p in ((title: "短い題"), (title: "短い題", kicker: "小題", meta: "計画期間の2年目"), (title: "とても長い題なので、|一行には|どの大きさの字でも|入らない|題です。|そうです。", kicker: "小題")) { check(p.title, h1(p), h1-height(p)) }
        #for (t, sub) in (("中見出し", none), ("中見出し", "補足"), ("中見出しの長いもの" * 3, "補足の長いもの" * 3), ("中見出しの|とても長いもの" * 6, "補足")) { check(t, h2(t, sub: sub), h2-height(t, sub: sub)) }
        #for t in ("小見出し", "小見出しの|長いもの" * 7) { check(t, h3(t), h3-height(t)) }
        #let parts = (
          (() => paragraph((run(long), run("太字。", bold: true), run(long)), haba)), (() => paragraph((run("短い|文です。"),), haba)), (() => paragraph((run("二行に|なる|文で、|" * 8 + "終わり。"),), haba, indent: false)),
          (() => bullets((ordered: false, items: ((run("項目の|一。"),), (run("長い|項目、" * 16), run("太字。", bold: true)))), haba)), (() => bullets((ordered: true, items: ((run("項目"),),) * 3), haba)),
          (() => lead((run("結論の|文は、|" * 9 + "です。"),))), (() => note((run("※注は|小さく、" * 20),))))
        #for (i, part) in parts.enumerate() { context { let p = part(); check(str(i), p.body, p.h) } }
        #context { let b = framed((title: "囲みの題", blocks: ((kind: "paragraph", runs: (run(long),)), (kind: "list", ordered: false, items: ((run("項目"),),)), (kind: "note", runs: (run("※注"),)))), true); check("box", (b.draw)(b.min), b.min) }
        #context { let t = grid-table((header: ("項目", "内容"), rows: (("あ", "長い|内容が|" * 12), ("い", "短い")), align: ("left", "left"))); check("table", (t.draw)(t.min), t.min) }"#,
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}
