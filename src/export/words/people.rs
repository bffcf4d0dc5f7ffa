//! 推進体制 and PDCA in words.

use super::{Form, Told};
use crate::model::plan::{Governance, Plan, Role};

/// `こども課（事務局・取りまとめ）`.
fn with_note(one: &Governance) -> String {
    if one.text.is_empty() {
        return one.name.clone();
    }
    format!("{}（{}）", one.name, one.text)
}

/// 推進体制.
pub(super) fn governance(plan: &Plan) -> Told {
    let of = |role: Role| plan.governance.iter().filter(move |g| g.role == role);
    let one = |role: Role| of(role).next().map(with_note);
    let city = &plan.basics.municipality;
    let mut told = Told::new("推進体制", Form::Diagram)
        .lead("計画を進める会議、市、地域の主体のつながりを示します。");
    match (one(Role::Office), one(Role::Divisions)) {
        (Some(office), Some(divisions)) => told.line(format!(
            "{city}では、{office}と{divisions}が、連絡調整をしながら計画を進めます。"
        )),
        (Some(only), None) | (None, Some(only)) => {
            told.line(format!("{city}では、{only}が計画を進めます。"));
        }
        (None, None) => {}
    }
    if let Some(council) = one(Role::Council) {
        told.line(format!(
            "{city}は、{council}に進捗の報告をし、会議から意見・提言を受けます。"
        ));
    }
    let partners: Vec<String> =
        of(Role::Partner).map(|g| g.name.replace('\n', "・")).collect();
    if !partners.is_empty() {
        told.line(format!("{city}は、{}と、連携・協働します。", partners.join("、")));
    }
    told
}

/// The English word for a letter of PDCA; empty for another letter.
pub(in crate::export) fn cycle_word(letter: &str) -> &'static str {
    match letter {
        "P" => "Plan",
        "D" => "Do",
        "C" => "Check",
        "A" => "Action",
        _ => "",
    }
}

/// PDCA: what is done at each letter, and when.
pub(super) fn cycle(plan: &Plan) -> Told {
    let steps: Vec<&Governance> =
        plan.governance.iter().filter(|g| g.role == Role::Cycle).collect();
    let mut told = Told::new("PDCAサイクル", Form::Diagram)
        .lead(format!("{}つの段階を、毎年度くり返して改善します。", steps.len()));
    for step in steps {
        let when = match &*step.when {
            "" => String::new(),
            when => format!("時期は、{when}です。"),
        };
        told.line(format!(
            "{}（{}）は、{}の段階です。{when}{}。",
            step.letter,
            cycle_word(&step.letter),
            step.name,
            step.text.trim_end_matches('。')
        ));
    }
    told
}
