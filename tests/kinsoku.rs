//! 禁則: which signs may begin or end a line, read off the pages that our templates make.

use std::collections::BTreeMap;

use tenken::export::booklet;
use tenken::typeset::{self, Medium, PlacedText, TemplateFile};

/// The 87 code points that must not begin a line in Japanese text with `line-break:
/// strict`: the character lists of web-platform-tests, `css/css-text/i18n/ja/
/// css-text-line-break-ja-{cj,cpm,hyphens,in,iteration,po}-strict.html`.
const STRICT: [(&str, &str); 6] = [
    (
        "cj",
        "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯｰ",
    ),
    ("cpm", "・：；･‼⁇⁈⁉！？"),
    ("hyphens", "‐–〜゠"),
    ("in", "․‥…⋯︙\u{10AF6}"),
    ("iteration", "々〻ゝゞヽヾ"),
    ("po", "°‰′″‵℃℉﹪％￠"),
];
/// 終わり括弧類・句点類・読点類 (JLREQ cl-02, cl-06, cl-07): never first.
const CLOSING: &str = "’”）〕］｝〉》」』】。．、，";
/// 始め括弧類 (JLREQ cl-01): never last.
const OPENING: &str = "‘“（〔［｛〈《「『【";

/// Every line on the pages, from its first sign to its last.
fn lines(main: &str) -> Vec<String> {
    let mut templates: Vec<TemplateFile> = booklet::templates().to_vec();
    let head = "#import \"base.typ\": *\n#import \"components/blocks.typ\": *\n\
        #set document(title: \"t\")\n#set page(width: 260mm, height: 5000mm)\n#show: base\n";
    templates.push(("kinsoku.typ", format!("{head}{main}").leak()));
    let job = typeset::Job {
        main: "kinsoku.typ",
        templates: &templates,
        data: "{}",
        files: &BTreeMap::new(),
        fonts: &[],
    };
    // The press edition draws signs that no font has as blanks, the public one refuses them.
    let press = Medium::Press { bleed: 0 };
    let mut texts = typeset::typeset_for(&job, press).unwrap().texts;
    let key = |t: &PlacedText| {
        (t.page, (t.y * 10.0).round() as i64, (t.x * 10.0).round() as i64)
    };
    texts.sort_by_key(key);
    // A gap of more than a sign parts two columns.
    let same = |a: &PlacedText, b: &PlacedText| {
        a.page == b.page && (a.y - b.y).abs() < 0.1 && b.x - a.x - a.width < a.size
    };
    let line = |line: &[PlacedText]| line.iter().map(|t| &*t.text).collect::<String>();
    texts.chunk_by(same).map(line).collect()
}

/// The places where our templates break lines. `t` is the text, `n` what stands before
/// the sign in question; the widths are such that the sign comes to the end of a line.
const PLACES: [(&str, &str); 6] = [
    (
        "段落",
        "for w in (12, 17) { for n in (2*w - 3, 2*w - 2, 2*w - 1, 2*w) { (paragraph(run(n, 3), w * hon).body,) } }",
    ),
    (
        "短い文",
        "for w in (9, 14) { for n in (w - 1, w) { (flow(w * hon, run(n, 3), hon, okuri),) } }",
    ),
    (
        "囲み",
        "for n in (69, 70, 71, 72) { let b = framed((title: \"囲み\", blocks: ((kind: \"paragraph\", runs: run(n, 3)),)), true); ((b.draw)(b.min),) }",
    ),
    (
        "表のセル",
        "for n in (20, 21, 22) { let t = grid-table((header: (\"項\", \"目\"), rows: ((word(n, 9), word(n + 1, 9)),))); ((t.draw)(t.min),) }",
    ),
    ("見出し", "for n in (31, 32, 33, 34) { (h2(word(n, 3)),) }"),
    (
        "名前",
        "for w in (6, 9.5) { for n in (calc.floor(w) - 1, calc.floor(w)) { (label(w * hon, word(n, 2), hon, okuri), label(w * hon, word(n, 4), hon, okuri)) } }",
    ),
];

/// Sets a sign at the end of lines in every place; the lines that `wrong` finds.
fn broken(signs: &str, wrong: fn(&str, char) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (place, make) in PLACES {
        let list: Vec<String> = signs.chars().map(|c| format!("{c:?}")).collect();
        let list = list.join(",").replace('\'', "\"");
        let main = format!(
            "#context for c in ({list},) {{
              let word(n, m) = \"文\" * n + c + \"字\" * m
              let run(n, m) = ((text: word(n, m), bold: false),)
              let made = {{ {make} }}
              for m in made {{ block(below: 5mm, m) }}
            }}"
        );
        let lines = lines(&main);
        assert!(lines.len() > signs.chars().count() * 4, "{place}: {}", lines.len());
        for line in lines {
            for sign in signs.chars().filter(|c| wrong(&line, *c)) {
                found.push(format!("{place}: {line} ({sign})"));
            }
        }
    }
    found
}

#[test]
fn the_table_has_the_87_code_points_of_the_strict_tests() {
    assert_eq!(STRICT.map(|(_, s)| s.chars().count()), [51, 10, 4, 6, 6, 10]);
}

#[test]
fn what_strict_forbids_never_begins_a_line() {
    let signs: String = STRICT.iter().map(|(_, s)| *s).collect::<String>() + CLOSING;
    let found = broken(&signs, |line, sign| line.starts_with(sign));
    assert!(found.is_empty(), "{}: {:#?}", found.len(), &found[..found.len().min(40)]);
}

#[test]
fn an_opening_bracket_never_ends_a_line() {
    let found = broken(OPENING, |line, sign| line.ends_with(sign));
    assert!(found.is_empty(), "{}: {:#?}", found.len(), &found[..found.len().min(40)]);
}

#[test]
fn a_number_is_never_torn_from_its_unit() {
    let numbers = ["令和9年度", "94,956人", "12.3％", "第2次", "3歳", "127か所"];
    let list = numbers.map(|n| format!("{n:?}")).join(",");
    let mut found = Vec::new();
    for (place, make) in PLACES {
        let main = format!(
            "#context for c in ({list}) {{
              let word(n, m) = \"文\" * n + c + \"字\" * m
              let run(n, m) = ((text: word(n, m), bold: false),)
              let made = {{ {make} }}
              for m in made {{ block(below: 5mm, m) }}
            }}"
        );
        for line in lines(&main) {
            let line = line.trim_matches(['文', '字', '　']).to_owned();
            let whole = line.is_empty() || numbers.contains(&&*line);
            if !whole && !"囲み項目".contains(&line) {
                found.push(format!("{place}: {line}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
