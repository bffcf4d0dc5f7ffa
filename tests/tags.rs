//! What a screen reader gets from the booklet: the tags of the PDF.

use std::path::Path;
use std::sync::OnceLock;

use crate::reader::{Kid, Pdf, Tag};
use tenken::export::booklet;
use tenken::{fs, pipeline};

/// The sample's booklet, made once.
fn sample() -> &'static Pdf {
    static SAMPLE: OnceLock<Pdf> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
        let folder =
            fs::read_plan_folder(&input, tenken::read::grid::is_book_name).unwrap();
        let checked = pipeline::check(&folder, &mut |_| {});
        let made =
            booklet::typeset(&checked.progress.unwrap(), &checked.pages, &checked.look)
                .unwrap();
        Pdf::read(&made.pdf)
    })
}

/// At most this many characters of a text stand in the snapshot.
const SHOWN: usize = 40;

fn short(text: &str) -> String {
    let text = text.replace('\n', "⏎");
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// One line an element: role, scope, the beginning of its 代替文 or of its own text.
fn write(tag: &Tag, depth: usize, page: &mut usize, out: &mut String) {
    if let Some(here) = tag.page()
        && here != *page
    {
        *page = here;
        out.push_str(&format!("\n―― {here}頁 ――\n"));
    }
    let own: String = tag
        .kids
        .iter()
        .filter_map(|kid| match kid {
            Kid::Text(_, text) => Some(text.as_str()),
            Kid::Tag(_) => None,
        })
        .collect();
    let scope = tag.scope.as_ref().map_or(String::new(), |s| format!(" ［{s}］"));
    let says = match &tag.alt {
        Some(alt) => format!(" 代替文: {}", short(alt)),
        None if own.is_empty() => String::new(),
        None => format!(" {}", short(&own)),
    };
    out.push_str(&format!("{}{}{scope}{says}\n", "  ".repeat(depth), tag.role));
    // What stands inside a figure is told by its 代替文.
    if tag.alt.is_none() {
        for kid in tag.tags() {
            write(kid, depth + 1, page, out);
        }
    }
}

#[test]
fn the_tag_tree_is_the_one_that_was_looked_at() {
    let pdf = sample();
    let mut found = String::from("しおり\n");
    for (depth, title) in pdf.bookmarks() {
        found.push_str(&format!("{}{title}\n", "  ".repeat(depth)));
    }
    found.push_str("\nタグ\n");
    write(&pdf.tree(), 0, &mut 0, &mut found);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tags/概要版.txt");
    if std::env::var_os("TAGS_WRITE").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == found,
        "タグが変わりました。TAGS_WRITE=1 で書き直し、差を見てください"
    );
}

fn with_role<'a>(tree: &'a Tag, role: &str) -> Vec<&'a Tag> {
    tree.all().into_iter().filter(|tag| tag.role == role).collect()
}

/// ISO 14289-1 (PDF/UA-1) 7.1: content is tagged or an artifact, nothing lies beside.
#[test]
fn nothing_stands_outside_the_tags() {
    for (i, page) in sample().pages.iter().enumerate() {
        assert!(page.loose.is_empty(), "{}頁: {:?}", i + 1, page.loose);
        assert!(!page.marked.is_empty(), "{}頁", i + 1);
    }
}

/// 7.1: the title is shown; 7.2: the language is known. Page labels are those printed.
#[test]
fn the_document_says_its_title_language_and_page_numbers() {
    let pdf = sample();
    let catalog = pdf.catalog();
    let text = |key: &[u8]| {
        lopdf::decode_text_string(catalog.get_deref(key, &pdf.doc).unwrap()).unwrap()
    };
    assert_eq!(text(b"Lang"), "ja-JP");
    let entry = |key: &[u8], inner: &[u8]| {
        let dict = catalog.get_deref(key, &pdf.doc).unwrap().as_dict().unwrap();
        dict.get(inner).and_then(lopdf::Object::as_bool).unwrap()
    };
    assert!(entry(b"MarkInfo", b"Marked"));
    assert!(entry(b"ViewerPreferences", b"DisplayDocTitle"));
    assert!(catalog.has(b"PageLabels"));
    let info = pdf.doc.trailer.get_deref(b"Info", &pdf.doc).unwrap().as_dict().unwrap();
    let title = lopdf::decode_text_string(info.get(b"Title").unwrap()).unwrap();
    assert_eq!(title, "小美玉市こども計画 概要版（見本）");
}

/// 7.4.2: no level is skipped, the first is 1. Each heading has its bookmark.
#[test]
fn headings_descend_by_one_level_and_are_the_bookmarks() {
    let pdf = sample();
    let tree = pdf.tree();
    let mut headings = Vec::new();
    for tag in tree.all() {
        let level = tag.role.strip_prefix('H').and_then(|n| n.parse::<usize>().ok());
        headings.extend(level.map(|level| (level, tag.text())));
    }
    let mut before = 0;
    for (level, title) in &headings {
        assert!(*level <= before + 1, "「{title}」の前の見出しの段は {before}");
        assert!(!title.contains(['|', '｜', '\n']), "{title}");
        before = *level;
    }
    assert_eq!(headings, pdf.bookmarks());
    assert!(headings.len() > 20, "{}", headings.len());
}

/// 7.5: the cells of a table have heads, and a head says for what it stands.
#[test]
fn every_table_has_heads_of_columns_or_rows() {
    let tree = sample().tree();
    let tables = with_role(&tree, "Table");
    assert_eq!(tables.len(), 5, "計画のあらまし・一覧・取組・評価の見方・奥付");
    for table in tables {
        let rows = with_role(table, "TR");
        let width = |row: &Tag| row.tags().map(|cell| cell.span.0).sum::<i64>();
        for row in &rows {
            assert_eq!(width(row), width(rows[0]), "{}", short(&row.text()));
            let heads: Vec<&Tag> = row.tags().filter(|c| c.role == "TH").collect();
            assert!(!heads.is_empty(), "見出しのない行: {}", short(&row.text()));
            for head in heads {
                assert!(head.scope.is_some(), "{}", short(&head.text()));
                assert!(!head.text().trim().is_empty());
            }
        }
    }
}

/// 7.6: a list is a list: items with a mark and a body.
#[test]
fn lists_are_lists() {
    let tree = sample().tree();
    let lists = with_role(&tree, "L");
    assert!(lists.len() > 10, "{}", lists.len());
    for list in lists {
        for item in list.tags() {
            assert_eq!(item.role, "LI");
            let parts: Vec<&str> = item.tags().map(|part| &*part.role).collect();
            assert_eq!(parts, ["Lbl", "LBody"]);
        }
    }
}

/// 7.3: a figure has a 代替文, and it is the one that the text edition tells too.
#[test]
fn every_figure_is_told_in_words() {
    let tree = sample().tree();
    let alts: Vec<&String> =
        with_role(&tree, "Figure").into_iter().map(|f| f.alt.as_ref().unwrap()).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = std::fs::read_to_string(root.join("templates/sample/data.json")).unwrap();
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    let mut wanted = Vec::new();
    for page in data["pages"].as_array().unwrap() {
        for block in page["blocks"].as_array().unwrap() {
            let name = block["name"].as_str().unwrap_or_default();
            // These two are tables, with cells to be read.
            if block["kind"] == "figure"
                && !["目標別の一覧", "主な取組と課題"].contains(&name)
            {
                wanted.push(data["figures"][name]["alt"].as_str().unwrap());
            }
        }
    }
    assert_eq!(alts, wanted);
    assert_eq!(alts.len(), 12);
    for alt in alts {
        assert!(alt.chars().count() > 40 && !alt.contains(['|', '～', '〜']), "{alt}");
    }
}

/// Text that is to be read stands in a paragraph, a heading, a cell, a list or a figure;
/// in a bare Span only as part of one of them.
#[test]
fn no_text_hangs_in_the_air() {
    fn look(tag: &Tag, inside: bool) {
        let holds = ["P", "H1", "H2", "H3", "TH", "TD", "Lbl", "LBody", "Figure"];
        let inside = inside || holds.contains(&tag.role.as_str());
        for kid in &tag.kids {
            match kid {
                Kid::Tag(tag) => look(tag, inside),
                Kid::Text(page, text) => {
                    assert!(inside || text.trim().is_empty(), "{page}頁: {text}");
                }
            }
        }
    }
    look(&sample().tree(), false);
}
