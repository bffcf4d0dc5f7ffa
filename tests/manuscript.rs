//! The manuscript as it is printed: blocks, pages, places.

use std::collections::BTreeMap;

use crate::common::picture;
use image::{GenericImageView, ImageDecoder, ImageFormat};
use tenken::diag::{Diagnostic, Place, Sources};
use tenken::model::manuscript::{Block, Manuscript, Run};
use tenken::read::manuscript::{Desk, read};
use tenken::read::picture::{inspect, without_metadata};

fn run(text: &str) -> (Manuscript, Vec<Diagnostic>) {
    let pictures = BTreeMap::from([(
        "画像/園庭.jpg".to_owned(),
        picture(1500, 1000, ImageFormat::Jpeg),
    )]);
    let desk = Desk {
        book: Sources::default().add_book("概要版.md"),
        facts: &["計画名", "事業数"],
        fact: &|name| match name {
            "計画名" => Some("みほん市*こども*計画".to_owned()),
            "事業数" => Some("111".to_owned()),
            _ => None,
        },
        pictures: &pictures,
    };
    read(text, &desk)
}

fn plain(runs: &[Run]) -> String {
    let one = |r: &Run| if r.bold { format!("《{}》", r.text) } else { r.text.clone() };
    runs.iter().map(one).collect()
}

/// One line a block, for people.
fn line(block: &Block) -> String {
    match block {
        Block::Paragraph { runs } => format!("段落 {}", plain(runs)),
        Block::Lead { runs } => format!("結論 {}", plain(runs)),
        Block::Note { runs } => format!("注 {}", plain(runs)),
        Block::Heading { level, title, sub } => {
            format!("見出し{level} {title} {}", sub.clone().unwrap_or_default())
        }
        Block::List { ordered, items } => {
            let items: Vec<String> = items.iter().map(|i| plain(i)).collect();
            format!("{} {}", if *ordered { "番号" } else { "点" }, items.join("／"))
        }
        Block::Box { title, blocks } => {
            let blocks: Vec<String> = blocks.iter().map(line).collect();
            format!("囲み［{title}］ {}", blocks.join("／"))
        }
        Block::Table { header, rows, .. } => {
            let rows: Vec<String> = rows.iter().map(|r| r.join("・")).collect();
            format!("表 {}: {}", header.join("・"), rows.join("／"))
        }
        Block::Figure { name } => format!("図 {name}"),
        Block::Photo(p) => format!(
            "写真 {} {} {} {}×{}",
            p.path,
            p.alt,
            p.caption.clone().unwrap_or_default(),
            p.width,
            p.height
        ),
    }
}

fn blocks(text: &str) -> Vec<String> {
    let (made, _) = run(text);
    made.pages.iter().flat_map(|p| &p.blocks).map(line).collect()
}

#[test]
fn every_kind_of_block_is_read() {
    let text = "# 小題｜題｜右\n\n　{{ 計画名 }}は\n**{{ 事業数 }}事業**です。\n\n## 見出し|補足\n\n\
        - 一\n- 二\n\n1. い\n2. ろ\n\n**結論**\n\n※注です。\n\n\
        | 項目 | 値 |\n|---|--:|\n| 数 | 5<br>6 |\n\n\
        前の文![園庭](画像/園庭.jpg \"春｜幅 100mm\")後の文\n";
    let (made, findings) = run(text);
    assert!(findings.is_empty(), "{findings:?}");
    let page = &made.pages[0];
    assert_eq!(
        (page.kicker.as_deref(), &*page.title, page.meta.as_deref(), page.line),
        (Some("小題"), "題", Some("右"), 1)
    );
    assert_eq!(
        blocks(text),
        [
            "段落 みほん市*こども*計画は《111事業》です。",
            "見出し2 見出し 補足",
            "点 一／二",
            "番号 い／ろ",
            "結論 《結論》",
            "注 ※注です。",
            "表 項目・値: 数・5\n6",
            "段落 前の文",
            // 1500×1000 pixels, 100.0 mm wide.
            "写真 画像/園庭.jpg 園庭 春 1000×666",
            "段落 後の文",
        ]
    );
}

#[test]
fn a_box_has_its_title_and_what_it_cannot_hold_follows_it() {
    for text in [
        "# 題\n\n> **囲みの題**\n> 本文。\n>\n> - 一\n>\n> ※注\n",
        "# 題\n\n> ### 囲みの題\n>\n> 本文。\n>\n> - 一\n>\n> ※注\n",
    ] {
        let expected = ["囲み［囲みの題］ 段落 本文。／点 一／注 ※注"];
        assert_eq!(blocks(text), expected);
        assert!(run(text).1.is_empty());
    }
    let text = "# 題\n\n> **囲み**\n>\n> 前。\n>\n> ![](図:PDCA)\n>\n> 後。\n\n- 一\n\n  ![](図:PDCA)\n- 二\n";
    assert_eq!(
        blocks(text),
        ["囲み［囲み］ 段落 前。／段落 後。", "図 PDCA", "点 一", "図 PDCA", "点 二"]
    );
}

#[test]
fn a_line_of_dashes_turns_the_page() {
    let text = "---\n\n# 小題｜題｜右\n\n一\n\n---\n\n二\n\n***\n\n---\n\n三\n\n---\n\n# 次\n\n四\n\n---\n";
    let (made, findings) = run(text);
    assert!(findings.is_empty(), "{findings:?}");
    let pages: Vec<(&str, usize, u32)> =
        made.pages.iter().map(|p| (&*p.title, p.blocks.len(), p.line)).collect();
    assert_eq!(
        pages,
        [("題", 1, 3), ("題（つづき）", 1, 9), ("題（つづき）", 1, 15), ("次", 1, 19)]
    );
    assert_eq!(made.pages[1].kicker.as_deref(), Some("小題"));
    assert_eq!(made.pages[1].meta, None);
}

#[test]
fn every_character_knows_its_line_and_column() {
    let text = "# 題\n\n一{{ 事業数 }}二\n三&amp;\\*四\n";
    let (made, _) = run(text);
    let body = &made.passages[1];
    assert_eq!(body.text, "一111二三&*四");
    let place = |what: &str| body.origin(body.text.find(what).unwrap()).place;
    assert_eq!(place("一"), Place::Column(3, 1));
    // All of a fact stands where its braces open.
    assert_eq!(place("11二"), Place::Column(3, 2));
    assert_eq!(place("二"), Place::Column(3, 11));
    assert_eq!(place("三"), Place::Column(4, 1));
    assert_eq!(place("四"), Place::Column(4, 9));
}

#[test]
fn words_of_two_lines_are_parted_and_japanese_is_not() {
    let text = "# 題\n\nplan\ndo\nこども\nPDCA\nの輪\n";
    assert_eq!(blocks(text), ["段落 plan doこどもPDCAの輪"]);
}

#[test]
fn a_manuscript_without_end_is_refused() {
    let (made, findings) = run(&"# 題\n\n本文。\n".repeat(100_000));
    assert!(made.pages.is_empty());
    assert_eq!(findings.len(), 1);
}

/// Exif with the place of a camera: orientation 6 (turn by 90°) and a maker's name.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut tiff = b"II\x2a\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend(b"\x0f\x01\x02\0\x04\0\0\0CAM\0");
    tiff.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0");
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
    out.extend(b"Exif\0\0");
    out.extend(tiff);
    out.extend([0xff, 0xfe, 0, 6]);
    out.extend(b"MEMO");
    out.extend(&jpeg[2..]);
    out
}

#[test]
fn a_photograph_is_published_without_what_the_camera_wrote() {
    let plain = picture(300, 200, ImageFormat::Jpeg);
    let typed = with_exif(&plain);
    // Turned by 90°, it is looked at as 200 × 300.
    let seen = inspect(&typed).unwrap();
    assert_eq!((seen.width, seen.height), (200, 300));
    let published = without_metadata(&typed);
    for secret in [&b"CAM"[..], b"MEMO"] {
        assert!(typed.windows(secret.len()).any(|w| w == secret));
        assert!(!published.windows(secret.len()).any(|w| w == secret));
    }
    assert_eq!(inspect(&published).unwrap(), seen);
    // The pixels are the same.
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap();
    assert_eq!(pixels(&published).dimensions(), (300, 200));
    assert_eq!(pixels(&published), pixels(&plain));
    let mut decoder =
        image::codecs::jpeg::JpegDecoder::new(std::io::Cursor::new(&published)).unwrap();
    assert_eq!(decoder.orientation().unwrap(), image::metadata::Orientation::Rotate90);
    // What is no JPEG is left alone.
    assert_eq!(without_metadata(b"\x89PNG"), b"\x89PNG");
}

#[test]
fn damaged_pictures_are_refused_and_never_panic() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let good = picture(64, 48, format);
        inspect(&good).unwrap();
        for cut in 0..good.len() {
            // A picture is whole or it is a fault; only what follows it may be missing.
            let _ = inspect(&good[..cut]);
            let _ = without_metadata(&good[..cut]);
        }
        assert!(inspect(&good[..good.len() / 2]).is_err());
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0xff;
            let _ = inspect(&bad);
        }
    }
}
