//! Proof-reading: more than a hundred right sentences that raise nothing, and wrong ones
//! that raise one remark each.

use std::path::Path;

use crate::common::{Case, check, folder};
use tenken::diag::Place;
use tenken::pipeline;

fn lines(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/proof").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter(|l| !l.starts_with('#')).map(str::to_owned).collect()
}

/// What is said of each of these paragraphs: code and message.
fn remarks(sentences: &[String], edition: &str) -> Vec<Vec<String>> {
    let manuscript =
        format!("# 題\n\n{}\n\n# 次\n\n本文です。\n", sentences.join("\n\n"));
    let case = Case {
        manuscript: Some(manuscript),
        edition: Some(edition.to_owned()),
        ..Case::default()
    };
    let checked = pipeline::check(&folder(&case), &mut |_| {});
    let mut found = vec![Vec::new(); sentences.len()];
    for d in checked.diagnostics.iter() {
        let Some(origin) = d.origin else { continue };
        if let (Place::Column(line, _), "概要版.md") =
            (origin.place, checked.sources.path(origin.book))
        {
            let index = (line as usize - 3) / 2;
            found[index].push(format!("{} {}", d.rule.code, d.message));
        }
    }
    found
}

#[test]
fn right_sentences_raise_nothing() {
    let sentences = lines("right.txt");
    assert!(sentences.len() > 100);
    let found = remarks(&sentences, "確定");
    let wrong: Vec<String> = sentences
        .iter()
        .zip(&found)
        .filter(|(_, remarks)| !remarks.is_empty())
        .map(|(sentence, remarks)| format!("{sentence}\n    {}", remarks.join("\n    ")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn wrong_sentences_raise_their_remark_and_no_other() {
    let rows = lines("wrong.tsv");
    let rows: Vec<Vec<&str>> = rows.iter().map(|r| r.split('\t').collect()).collect();
    let mut wrong = Vec::new();
    // One by one: some remarks are made of the document as a whole.
    let sentences: Vec<String> = rows.iter().map(|row| row[2].to_owned()).collect();
    let found = remarks(&sentences, "案");
    for (row, remarks) in rows.iter().zip(&found) {
        // W528 is about the document.
        let own: Vec<&String> =
            remarks.iter().filter(|r| !r.starts_with("W528")).collect();
        let good =
            own.len() == 1 && own[0].starts_with(row[0]) && own[0].contains(row[1]);
        if !good {
            wrong.push(format!("{}\n    {own:?}", row.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_sample_raises_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let folder =
        tenken::fs::read_plan_folder(&root, tenken::read::grid::is_book_name).unwrap();
    let checked = pipeline::check(&folder, &mut |_| {});
    let said: Vec<String> = check::findings(&checked)
        .into_iter()
        .map(|finding| finding.line)
        .filter(|line| line.starts_with("概要版.md") || line.starts_with("計画.xlsx"))
        .collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn a_paragraph_without_end_takes_no_time() {
    let text = "子どものの〇〇と令和8（2025）年の「".repeat(3000);
    let began = std::time::Instant::now();
    let found = remarks(&[text], "案");
    assert!(found[0].iter().any(|r| r.contains("長すぎるため")), "{found:?}");
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}
