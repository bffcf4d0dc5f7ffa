//! ひな形/: templates in place of ours, file by file, by the same path.

use std::collections::BTreeMap;

use super::pairs::NEEDED_CONTRAST;
use super::typst_words::in_japanese;
use super::{Look, Materials, colours};
use crate::catalog;
use crate::colour::contrast;
use crate::diag::{Diagnostic, Origin, Sources};
use crate::read::config::nearest;
use crate::read::grid::decode_text;
use crate::read::toml_words;
use crate::tokens::Tokens;
use crate::typeset::{Painted, TemplateFault, TemplateFile};

const FOLDER: &str = "ひな形/";
const TOKENS: &str = "tokens.toml";

pub(super) fn apply(
    materials: &Materials,
    look: &mut Look,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (path, bytes) in materials.files {
        let Some(below) = path.strip_prefix(FOLDER) else { continue };
        let ending = below.rsplit('.').next().unwrap_or_default();
        if matches!(ending, "md" | "txt" | "json" | "pdf") {
            continue;
        }
        let book = sources.add_book(path);
        let is_text = matches!(ending, "typ" | "toml");
        let known = materials.templates.iter().any(|(name, _)| *name == below);
        if !known {
            findings.push(unknown(below, materials.templates).at(Origin::book(book)));
        }
        if !is_text {
            look.files.insert(below.to_owned(), bytes.clone());
            continue;
        }
        let text = decode_text(bytes);
        if known {
            let what = format!("もとのひな形「{below}」の代わりに使いました");
            let finding = Diagnostic::new(&catalog::TEMPLATE_REPLACED, what);
            findings.push(finding.at(Origin::book(book)));
        }
        if below == TOKENS {
            match Tokens::parse(&text) {
                Ok(tokens) => {
                    let found = colours::table(&tokens);
                    findings.extend(found.into_iter().map(|f| f.at(Origin::book(book))));
                    look.tokens = tokens;
                }
                Err(error) => {
                    let line = error.span().map_or(1, |s| line_of(&text, s.start));
                    let what = format!(
                        "設計の値の表を読めません: {}",
                        toml_words::in_japanese(error.message())
                    );
                    let finding = Diagnostic::new(&catalog::TEMPLATE_FAULT, what)
                        .hint("もとの tokens.toml を写し、rgb・cmyk などの値だけを直してください");
                    findings.push(finding.at(Origin::line(book, line)));
                }
            }
        } else {
            look.templates.insert(below.to_owned(), text);
        }
    }
    findings
}

fn line_of(text: &str, at: usize) -> u32 {
    text.get(..at).map_or(1, |head| head.matches('\n').count() as u32 + 1)
}

fn unknown(below: &str, templates: &[TemplateFile]) -> Diagnostic {
    let what = format!(
        "「{below}」という名のひな形はもともとないので、ほかのひな形から読み込まないかぎり使われません"
    );
    let finding = Diagnostic::new(&catalog::TEMPLATE_UNKNOWN, what);
    match nearest(below, templates.iter().map(|(name, _)| *name)) {
        Some(near) => finding.hint(format!("「{near}」の書き間違いではありませんか")),
        None => finding,
    }
}

/// Texts that cannot be read on their ground, on pages set with replaced templates: each
/// pair of colours once, with the first text.
pub fn pale(texts: &[Painted]) -> Vec<Diagnostic> {
    let mut told: BTreeMap<(String, String), (usize, &Painted, f64)> = BTreeMap::new();
    for text in texts.iter().filter(|t| !t.text.trim().is_empty()) {
        let Some((ink, ground)) = text.colours() else { continue };
        let measured = contrast(ink, ground);
        if measured < NEEDED_CONTRAST {
            let pair = (ink.to_string(), ground.to_string());
            told.entry(pair).or_insert((0, text, measured)).0 += 1;
        }
    }
    told.into_iter()
        .map(|((ink, ground), (count, text, measured))| {
            let what = format!(
                "{}頁の「{}」などの字（{ink}）と地（{ground}）の対比が {measured:.2} で、{NEEDED_CONTRAST} に足りません（{count} か所）",
                text.page, text.text
            );
            Diagnostic::new(&catalog::TEMPLATE_PALE, what)
        })
        .collect()
}

/// What Typst says about the templates, when some of them are not ours.
pub fn fault(look: &Look, fault: &TemplateFault, sources: &mut Sources) -> Diagnostic {
    let replaced: Vec<&str> = look.templates.keys().map(|name| &**name).collect();
    let finding = Diagnostic::new(
        &catalog::TEMPLATE_FAULT,
        format!("差し替えたひな形で組めません: {}", in_japanese(&fault.message)),
    );
    let mine = look.templates.contains_key(&fault.file);
    let path = if mine { format!("{FOLDER}{}", fault.file) } else { FOLDER.to_owned() };
    let book = sources.add_book(&path);
    let finding = if mine {
        finding.at(Origin::column(book, fault.line, fault.column))
    } else {
        let where_found = format!(
            "見付かった所はもとのひな形「{}」の {} 行目です。それが使う、差し替えたひな形（{}）を確かめてください",
            fault.file,
            fault.line,
            replaced.join("、")
        );
        finding.at(Origin::book(book)).hint(where_found)
    };
    finding
        .hint("もとのひな形を写し直し、一か所ずつ直して確かめると、誤りの所が分かります")
}
