//! Signs of Markdown that stayed in the text because they were typed a little wrong:
//! they would be printed.

use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::passage::{Passage, PassageKind};
use crate::read::config::nearest;
use crate::text::{key1, shorten};

/// A sign that has no place in printed text, and what it was probably meant to be.
const SIGNS: [(&str, &str); 6] = [
    (
        "**",
        "太字になっていません。「**」のすぐ内側に空白か括弧・句読点があるときは、それを「**」の外に出してください",
    ),
    ("~~", "取り消し線は使えません。消す文を取り除いてください"),
    ("[^", "脚注は使えません。「※」で始まる段落（注）にしてください"),
    ("__", "太字は「**」で囲みます"),
    (
        "](",
        "画像は「![代替テキスト](画像/名.jpg)」と書きます。名に空白があるときは「<画像/名 前.jpg>」と囲みます",
    ),
    ("`", "「`」を取り除いてください"),
];

/// The findings of one text; `facts` are the names that {{ }} can hold.
pub(super) fn check(passage: &Passage, facts: &[&str]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (sign, remedy) in SIGNS {
        if let Some(at) = passage.text.find(sign) {
            let text = format!("「{sign}」がそのまま載ります");
            findings.push(odd(passage, at, text).hint(remedy));
        }
    }
    findings.extend(braces(passage, facts));
    findings.extend(line_starts(passage));
    findings
}

fn odd(passage: &Passage, at: usize, text: String) -> Diagnostic {
    Diagnostic::new(&catalog::MANUSCRIPT_SYNTAX, text).at(passage.origin(at))
}

/// `{ 事業数 }`, ｛｛ 事業数 ｝｝ and braces that are left alone.
fn braces(passage: &Passage, facts: &[&str]) -> Option<Diagnostic> {
    let text = &passage.text;
    let at = text.find(['{', '}', '｛', '｝'])?;
    let opens = text[at..].starts_with(['{', '｛']);
    let inner = text[at..].trim_start_matches(['{', '｛']);
    let name = inner.split(['}', '｝']).next().unwrap_or_default().trim();
    let near = facts
        .iter()
        .copied()
        .find(|fact| key1(fact) == key1(name))
        .or_else(|| nearest(name, facts.iter().copied()));
    match near.filter(|_| opens) {
        Some(near) => {
            let text = format!("「{}」は差し込みになっていません", shorten(name, 20));
            let finding = Diagnostic::new(&catalog::MANUSCRIPT_VARIABLE, text);
            let hint =
                format!("半角の波括弧を二つずつ使い「{{{{ {near} }}}}」と書きます");
            Some(finding.at(passage.origin(at)).hint(hint))
        }
        None => {
            let sign: String = text[at..].chars().take(1).collect();
            Some(odd(passage, at, format!("「{sign}」がそのまま載ります")))
        }
    }
}

/// What a line begins with, when it is no more than text.
fn line_starts(passage: &Passage) -> Option<Diagnostic> {
    if !matches!(
        passage.kind,
        PassageKind::Body | PassageKind::Lead | PassageKind::Note | PassageKind::Item
    ) {
        return None;
    }
    let mut bullets = Vec::new();
    let mut lines = 0;
    for (index, (at, c)) in passage.text.char_indices().enumerate() {
        if !passage.begins_line(index) {
            continue;
        }
        lines += 1;
        let rest = &passage.text[at..];
        let remedy = match c {
            '#' | '＃' => {
                "見出しにするときは、半角の「#」の後に半角の空白を一つ入れてください"
            }
            '＞' => "囲みにするときは、半角の「> 」で始めてください",
            '|' | '｜' => {
                "表にするときは、半角の「|」で区切り、見出しの次に「|---|---|」の行を入れてください"
            }
            '＊' if rest.starts_with("＊＊") => "太字は半角の「**」で囲みます",
            '・' | '●' | '○' | '■' | '◆' | '①'..='⑳' => {
                bullets.push((at, c));
                continue;
            }
            _ => continue,
        };
        return Some(
            odd(passage, at, format!("行の初めの「{c}」がそのまま載ります")).hint(remedy),
        );
    }
    // One line alone is text; a line after another is a list that would run together.
    let (at, c) = *bullets.last().filter(|(at, _)| *at > 0 && lines > 1)?;
    let text = format!("行の初めの「{c}」は箇条書きにならず、前の行に続けて載ります");
    let remedy = "箇条書きの行は、半角の「- 」で始めてください";
    Some(odd(passage, at, text).hint(remedy))
}
