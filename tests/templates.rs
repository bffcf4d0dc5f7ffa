//! The designer's sample and the templates' contract.

use std::collections::BTreeMap;
use std::path::Path;

use tenken::export::booklet;
use tenken::{fs, pipeline, typeset};

fn job<'a>(templates: &'a [typeset::TemplateFile], data: &'a str) -> typeset::Job<'a> {
    static NO_FILES: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    typeset::Job { main: "booklet.typ", templates, data, files: &NO_FILES, fonts: &[] }
}

#[test]
fn the_designers_data_is_what_the_program_makes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder =
        fs::read_plan_folder(&root.join("input"), tenken::read::grid::is_book_name)
            .unwrap();
    let checked = pipeline::check(&folder, &mut |_| {});
    let document =
        booklet::document(&checked.progress.unwrap(), &checked.pages, &checked.look);
    let kept = std::fs::read_to_string(root.join("templates/sample/data.json")).unwrap();
    let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    assert!(
        kept == document,
        "templates/sample/data.json is old: run `cargo run --example make_sample`"
    );
}

#[test]
fn the_sample_stands_on_its_twelve_pages_without_a_remark() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = std::fs::read_to_string(root.join("templates/sample/data.json")).unwrap();
    let made = typeset::typeset(&job(booklet::templates(), &data)).unwrap();
    assert_eq!(made.pages, 12);
    for remark in &made.remarks {
        match remark {
            typeset::Remark::PageStart { index, page, continued, .. } => {
                assert_eq!(index, page);
                assert!(!continued);
            }
            other => panic!("{other:?}"),
        }
    }
    let starts = made
        .remarks
        .iter()
        .filter(|r| matches!(r, typeset::Remark::PageStart { .. }))
        .count();
    assert_eq!(starts, 12);
}

#[test]
fn a_template_fault_is_told_with_file_and_line() {
    let templates: &[typeset::TemplateFile] =
        &[("booklet.typ", "#let data = json(\"/data.json\")\n#data.titel\n")];
    let error = typeset::typeset(&job(templates, "{\"title\": 1}")).err().unwrap();
    assert!(format!("{error:#}").contains("booklet.typ:2"), "{error:#}");
    let unknown: &[typeset::TemplateFile] =
        &[("booklet.typ", "#set text(font: \"No Such Font\")\nx")];
    let error = typeset::typeset(&job(unknown, "{}")).err().unwrap();
    assert!(format!("{error:#}").contains("font"), "{error:#}");
}

#[test]
fn characters_without_a_glyph_are_found() {
    // BIZ UDGothic has 髙 and IVS, Noto Sans JP has 𠮷; nothing has an emoji.
    let coverage = typeset::Coverage::new(&[]);
    assert!(coverage.missing("髙橋 葛\u{E0100} 𠮷野 ㈱①㎡").is_empty());
    assert_eq!(coverage.missing("a😀b😀").into_iter().collect::<String>(), "😀");
    // 葛 with VS17 is a form of Adobe-Japan1 that BIZ UDGothic has; い has none.
    assert!(coverage.missing_variants("葛\u{E0100}城").is_empty());
    assert_eq!(coverage.missing_variants("い\u{E0100}").len(), 1);
}
