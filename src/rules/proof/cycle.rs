//! PDCA: four letters, four steps.

use super::{Text, each, group, patterns, whole};
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::plan::{Plan, Role};

const STEPS: [(&str, &str); 4] = [
    ("plan", "Plan（計画）"),
    ("do", "Do（実行）"),
    ("check", "Check（評価）"),
    ("act", "Act（改善）"),
];

patterns! {
    LETTERS = "([PDCAＰＤＣＡ]{2,6})(?:サイクル|の循環|の考え方|の流れ|により|に基づ)";
    STEP = "(?i)(?:^|[^a-z])(plan|do|check|action|act)(?:$|[^a-z])";
    LISTED = "(?:PDCA|ＰＤＣＡ)(?:サイクル)?[（(]([^（()）]{4,60})[）)]";
}

pub(super) fn check(text: &Text) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for hit in each(&LETTERS, text.text) {
        let Some(part) = hit.get(1) else { continue };
        let plain: String = part.as_str().chars().map(narrow).collect();
        if plain != "PDCA" {
            let say = |around: &str| {
                format!(
                    "「{}」は「PDCA」の誤りではありませんか: 「{around}」",
                    part.as_str()
                )
            };
            found.extend(text.remark(
                &catalog::CYCLE,
                part.range(),
                say,
                "「PDCA」と書きます",
            ));
        }
    }
    // Steps may touch: 「Plan→Do」, so the text is looked at word by word.
    let plain: String =
        text.text.chars().map(|c| narrow(c).to_ascii_lowercase()).collect();
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|w| !w.is_empty())
        .collect();
    let said = |step: &str| {
        words.iter().any(|w| *w == step || (step == "act" && *w == "action"))
    };
    let missing: Vec<&str> =
        STEPS.iter().filter(|(step, _)| !said(step)).map(|(_, name)| *name).collect();
    if matches!(missing.len(), 1 | 2)
        && let Some(part) = each(&STEP, text.text).find_map(|hit| hit.get(1))
    {
        let missing = missing.join("と");
        let say = |around: &str| {
            format!("PDCA の段のうち、{missing}がありません: 「{around}」")
        };
        let hint = "Plan（計画）、Do（実行）、Check（評価）、Act（改善）の四つを書きます";
        found.extend(text.remark(&catalog::CYCLE, part.range(), say, hint));
    }
    for hit in each(&LISTED, text.text) {
        let Some(part) = whole(&hit) else { continue };
        let list = group(&hit, 1);
        let steps: Vec<&str> = list
            .split(['・', '→', '⇒', '、', ',', '／', '/', '＝', '－', '-'])
            .filter(|step| !step.trim().is_empty())
            .collect();
        let is_steps = steps.iter().any(|step| step.contains("計画")) && steps.len() > 1;
        if is_steps && steps.len() < 4 {
            let say = |_: &str| {
                format!("PDCA の段が {} つしかありません: 「{list}」", steps.len())
            };
            let hint = "計画、実行、評価、改善の四つを書きます";
            found.extend(text.remark(&catalog::CYCLE, part.range(), say, hint));
        }
    }
    found
}

fn narrow(c: char) -> char {
    match c {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// The rows 「PDCA」 of 推進体制: one of each letter.
pub(super) fn letters(plan: &Plan) -> Option<Diagnostic> {
    let cycle = plan.governance.iter().filter(|g| g.role == Role::Cycle);
    let letter = |text: &str| {
        let first = text.trim().chars().next().map(narrow)?;
        Some(first.to_ascii_uppercase())
    };
    let typed: Vec<Option<char>> = cycle.clone().map(|g| letter(&g.letter)).collect();
    let first = cycle.clone().next()?;
    let wrong =
        "PDCA".chars().find(|c| typed.iter().filter(|t| **t == Some(*c)).count() != 1)?;
    let count = typed.iter().filter(|t| **t == Some(wrong)).count();
    let text = format!("「推進体制」の PDCA の行に、記号「{wrong}」が {count} あります");
    let finding = Diagnostic::new(&catalog::CYCLE, text).at(first.origin);
    Some(finding.hint("P・D・C・A の行を一つずつにします"))
}
