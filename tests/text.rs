//! 読み上げ用テキスト版: nothing of the booklet is missing in it, and it is in order.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::common::folder;
use crate::reader::Pdf;
use serde_json::Value;
use tenken::export::{booklet, text};
use tenken::model::manuscript::{Block, Photo};
use tenken::pipeline::{self, Checked};
use unicode_normalization::UnicodeNormalization;

fn checked(changes: &str) -> Checked {
    let case = toml::from_str(&format!("about = \"テキスト版\"\n{changes}")).unwrap();
    pipeline::check(&folder(&case), &mut |_| {})
}

fn sample() -> Checked {
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let folder =
        tenken::fs::read_plan_folder(&input, tenken::read::grid::is_book_name).unwrap();
    pipeline::check(&folder, &mut |_| {})
}

fn edition(checked: &Checked) -> String {
    text::edition(checked.progress.as_ref().unwrap(), &checked.pages, &checked.look, &[])
}

const MANUSCRIPT: &str = r#"
manuscript = """
# はじめに｜計画とは｜副題

**要点です。**

本文の**太字**と、10～15人。

## 表の題｜注記

| 区分 | 印 | 数 |
|---|:-:|--:|
| 対象 | ◎ | 0 |
|  | － | 1,234 |

- 一つ
- 二つ

1. 先に
2. 後に

> **「大綱」とは**
>
> 説明です。

※3人以上です。

### 小さな題

![](図:PDCA)

# 二頁目

おわりです。
"""
"#;

/// Written by hand: every kind of block of a manuscript, both covers.
const EXPECTED: &str = "\
みほん市こども計画 概要版（案） 読み上げ用テキスト版

このファイルは、「みほん市こども計画 概要版」を読み上げソフトなどで読むためのものです。
内容と順番は冊子（概要版.pdf）と同じです。
表と図は、「ここから」と「ここまで」の間に、言葉で説明しています。
この冊子は、案の段階のものです。

表紙

みほん市こども計画 概要版
版は、案です。
計画の期間、令和8年度から令和11年度。
令和9年度の進捗状況を掲載。
基本理念、「こどもが 輝くまち」。
発行、みほん市。

2ページ

はじめに
大見出し、計画とは
副題

要点です。

本文の太字と、10から15人。

中見出し、表の題
注記

表「表の題」 ここから
横に、区分、印、数の3列、縦に2行です。
1行目。区分は、対象。印は、二重丸。数は、0。
2行目。区分は、空欄。印は、横線。数は、1,234。
表「表の題」 ここまで

・一つ
・二つ

1、先に
2、後に

囲み「『大綱』とは」 ここから
説明です。
囲み「『大綱』とは」 ここまで

注、3人以上です。

小見出し、小さな題

図「PDCAサイクル」 ここから
4つの段階を、毎年度くり返して改善します。
P（Plan）は、計画の段階です。時期は、4月です。計画を立てる。
D（Do）は、実行の段階です。時期は、通年です。実施する。
C（Check）は、評価の段階です。時期は、5月です。評価する。
A（Action）は、改善の段階です。時期は、9月です。見直す。
図「PDCAサイクル」 ここまで

3ページ

大見出し、二頁目

おわりです。

裏表紙（4ページ）

中見出し、評価の見方
・「計画を上回る」、冊子での記号は二重丸。
・「計画どおり」、冊子での記号は丸。
・「やや遅れ」、冊子での記号は三角。
・「評価対象外」、冊子での記号は横線。

注、評価は、各事業の担当課による自己評価です。再掲した事業は1回だけ数えています。
注、割合は、評価のある事業（評価対象外と未評価を除く）を母数とし、小数第2位を四捨五入しています。増減は、四捨五入した割合の差です。指標の状況は、基準値から令和11年度の目標値までの道のりで判定しています。

奥付、みほん市こども計画 概要版（案）
発行・編集、みほん市 福祉部 こども課
";

#[test]
fn a_whole_edition_as_a_person_would_write_it() {
    let checked = checked(MANUSCRIPT);
    let made = edition(&checked);
    for (made, expected) in made.lines().zip(EXPECTED.lines()) {
        assert_eq!(made, expected);
    }
    assert_eq!(made, EXPECTED);
}

#[test]
fn the_file_is_utf8_with_a_mark_and_windows_line_ends() {
    let checked = checked(MANUSCRIPT);
    let bytes = text::file(
        checked.progress.as_ref().unwrap(),
        &checked.pages,
        &checked.look,
        &[],
    );
    let file = String::from_utf8(bytes).unwrap();
    assert!(file.starts_with('\u{FEFF}'));
    assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
    assert!(file.ends_with("\r\n"));
}

/// Letters and figures alone: brackets, commas and line breaks are a matter of telling.
fn bare(text: &str) -> String {
    text.nfkc().filter(|c| c.is_alphanumeric()).collect()
}

/// What the eye reads as marks or as the measure of a chart, not as content; `empty` and
/// `none` stand only where there is nothing.
const DRAWN: [&str; 12] = [
    "alt",
    "alt_parts",
    "group",
    "style",
    "key",
    "kind",
    "sym",
    "legend",
    "heads",
    "title_note",
    "empty",
    "none",
];

/// Every text of a figure's data, in pieces as long as they can be compared. Where the
/// figure has room for a 略称 alone, the whole name is heard.
fn pieces(value: &Value, names: &BTreeMap<&str, &str>, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let text = text.replace('|', "");
            let text = names.get(text.as_str()).map_or(text.as_str(), |whole| whole);
            let text = text.replace(['〜', '～'], "から");
            let parts =
                text.split(|c: char| !c.is_alphanumeric() && c != '.' && c != ',');
            found.extend(parts.map(bare).filter(|p| !p.is_empty()));
        }
        Value::Array(list) => list.iter().for_each(|v| pieces(v, names, found)),
        Value::Object(map) => {
            for (key, value) in map {
                if !DRAWN.contains(&key.as_str()) {
                    pieces(value, names, found);
                }
            }
        }
        _ => {}
    }
}

/// The part of the text between the line that opens a figure and the one that closes it.
fn section<'a>(text: &'a str, title: &str) -> (&'a str, &'a str) {
    let opens = ["図", "表"].map(|kind| format!("{kind}「{title}」 ここから\n"));
    let open = opens.iter().find(|o| text.contains(o.as_str()));
    let open = open.unwrap_or_else(|| panic!("{title} がない"));
    let (_, rest) = text.split_once(open.as_str()).unwrap();
    assert!(!rest.contains(open.as_str()), "{title} が二度ある");
    rest.split_once(&open.replace("ここから", "ここまで")).unwrap()
}

#[test]
fn every_figure_and_cell_occurs_once_and_in_order() {
    let checked = sample();
    let progress = checked.progress.as_ref().unwrap();
    let document = booklet::document(progress, &checked.pages, &checked.look);
    let plan = &progress.plan;
    let goals = plan.goals.iter().map(|g| (g.short.as_str(), g.name.as_str()));
    let related = plan.related.iter().map(|r| (r.short.as_str(), r.name.as_str()));
    let names: BTreeMap<&str, &str> = goals.chain(related).collect();
    let whole = edition(&checked);
    let mut rest = whole.as_str();
    let mut figures = 0;
    let mut cells = 0;
    for page in &checked.pages {
        for block in &page.blocks {
            match block {
                Block::Figure { name } => {
                    let told = tenken::export::words::tell(progress, name).unwrap();
                    let title = told.title.replace('「', "『").replace('」', "』");
                    let (inside, after) = section(rest, &title);
                    let heard = bare(inside);
                    let mut texts = Vec::new();
                    pieces(&document["figures"][name], &names, &mut texts);
                    assert!(!texts.is_empty());
                    texts.retain(|piece| !heard.contains(piece));
                    assert!(texts.is_empty(), "図「{name}」にない: {texts:?}");
                    rest = after;
                    figures += 1;
                }
                Block::Table { header, rows, .. } => {
                    for row in rows {
                        for (head, cell) in header.iter().zip(row) {
                            let told = format!(
                                "{}は、{}。",
                                head,
                                cell.replace(['～', '〜'], "から")
                            );
                            let at = rest
                                .find(&told)
                                .unwrap_or_else(|| panic!("{told} が順にない"));
                            rest = &rest[at + told.len()..];
                            cells += 1;
                        }
                    }
                }
                _ => {}
            }
        }
    }
    assert_eq!((figures, cells), (14, 10));
}

fn numbers(text: &str) -> BTreeSet<String> {
    let text: String = text.nfkc().collect();
    let mut found = BTreeSet::new();
    let figure = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    for part in text.split(|c: char| !figure(c)) {
        let number = part.trim_matches(['.', ',']);
        if !number.is_empty() {
            found.insert(number.to_owned());
        }
    }
    found
}

#[test]
fn every_number_of_the_pdf_is_heard() {
    let checked = sample();
    let progress = checked.progress.as_ref().unwrap();
    let pdf = Pdf::read(
        &booklet::typeset(progress, &checked.pages, &checked.look).unwrap().pdf,
    );
    let heard = numbers(&edition(&checked));
    let mut seen = BTreeSet::new();
    for page in &pdf.pages {
        // A run is a stretch of one size and place; a line may be several of them.
        for run in &page.runs {
            seen.extend(numbers(run));
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
    let silent: Vec<&String> = seen.difference(&heard).collect();
    assert!(silent.is_empty(), "テキスト版にない数: {silent:?}");
}

/// A sign that a listener cannot hear, or hears wrongly, stands nowhere.
#[test]
fn no_sign_is_left_that_is_only_seen() {
    let made = edition(&sample());
    for sign in ["｜", "|", "～", "〜", "◎", "△", "※", "−", "±"] {
        let line = made.lines().find(|l| l.contains(sign));
        assert_eq!(line, None, "{sign}");
    }
}

#[test]
fn a_photograph_is_told_by_its_words() {
    let checked = checked("");
    let photo = Photo {
        path: "画像/園庭.jpg".to_owned(),
        format: "jpg",
        alt: "園庭で遊ぶこどもたち".to_owned(),
        caption: Some("みほん保育園".to_owned()),
        width: 800,
        height: 600,
    };
    let mut pages = checked.pages.clone();
    pages[0].blocks.push(Block::Photo(photo));
    let made = text::edition(
        checked.progress.as_ref().unwrap(),
        &pages,
        &checked.look,
        &[1, 2, 5],
    );
    let told = "\n写真、園庭で遊ぶこどもたち。\n写真の説明、みほん保育園\n";
    assert!(made.contains(told), "{made}");
    // The first page of the manuscript takes three pages here.
    assert!(made.contains("\n5ページ\n"), "{made}");
}
