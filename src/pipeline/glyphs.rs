//! Characters of the plan and the answers that no embedded font can show.

use crate::catalog;
use crate::diag::{Diagnostic, Diagnostics, Origin};
use crate::export::booklet;
use crate::model::manuscript::Page;
use crate::model::progress::Progress;
use crate::typeset::missing_glyphs;

/// Names each missing character once, at the first text that holds it, before Typst
/// refuses the whole file.
pub(super) fn report(progress: &Progress, pages: &[Page], diagnostics: &mut Diagnostics) {
    let document = booklet::document(progress, pages).to_string();
    let missing = missing_glyphs(&document);
    if missing.is_empty() {
        return;
    }
    let texts = texts(progress);
    for c in missing {
        let text = format!("「{c}」（U+{:04X}）は埋め込みの書体にありません", c as u32);
        let mut finding = Diagnostic::new(&catalog::GLYPH_MISSING, text);
        for (what, origin, value) in &texts {
            if value.contains(c) {
                finding = finding.about(what.clone());
                finding.origin = *origin;
                break;
            }
        }
        diagnostics.push(finding);
    }
}

/// Texts that can reach the booklet, with where they were read.
fn texts(p: &Progress) -> Vec<(String, Option<Origin>, String)> {
    let mut texts = Vec::new();
    let mut named = |what: &str, origin: Origin, text: &str| {
        texts.push((what.to_owned(), Some(origin), text.to_owned()));
    };
    for (item, origin) in &p.plan.basics.origins {
        let basics = &p.plan.basics;
        let value = match item.as_str() {
            "計画名" => basics.name.clone(),
            "市町村名" => basics.municipality.clone(),
            "基本理念" => basics.vision.join("\n"),
            "発行・編集" => basics.publisher.clone(),
            "所在地" => basics.address.clone(),
            other => {
                let found = basics.others.iter().find(|(k, _)| k == other);
                found.map(|(_, v)| v.clone()).unwrap_or_default()
            }
        };
        named(item, *origin, &value);
    }
    p.plan.pillars.iter().for_each(|x| named("体系", x.origin, &x.name));
    p.plan.goals.iter().for_each(|x| named("基本目標", x.origin, &x.name));
    p.plan.measures.iter().for_each(|x| named("施策", x.origin, &x.name));
    p.plan.scale.grades.iter().for_each(|x| named("評価区分", x.origin, &x.name));
    p.plan.related.iter().for_each(|x| named("関連計画", x.origin, &x.name));
    p.plan.stages.iter().for_each(|x| named("ライフステージ", x.origin, &x.name));
    p.plan.supports.iter().for_each(|x| named("支援", x.origin, &x.name));
    p.plan.governance.iter().for_each(|x| named("推進体制", x.origin, &x.name));
    for project in &p.plan.projects {
        texts.push((project.title(), Some(project.origin), project.name.clone()));
    }
    for indicator in &p.plan.indicators {
        texts.push((
            indicator.name.clone(),
            Some(indicator.origin),
            indicator.name.clone(),
        ));
    }
    for row in &p.rows {
        let Some(answer) = &row.this.main else { continue };
        let title = p.plan.projects[row.project].title();
        for text in [&answer.activities, &answer.issues].into_iter().flatten() {
            texts.push((title.clone(), Some(text.origin), text.value.clone()));
        }
    }
    texts
}
