//! Texts of 計画.xlsx that the booklet prints.

use crate::diag::Origin;
use crate::model::passage::{Passage, PassageKind};
use crate::model::plan::Plan;

/// One passage a cell or, for names, a row.
pub(super) fn passages(plan: &Plan) -> Vec<Passage> {
    let mut found = Vec::new();
    let mut add = |origin: Origin, text: &str| {
        if !text.trim().is_empty() {
            found.push(Passage::at(PassageKind::Plan, text, origin));
        }
    };
    let basics = &plan.basics;
    for (item, origin) in &basics.origins {
        match item.as_str() {
            "計画名" => add(*origin, &basics.name),
            "市町村名" => add(*origin, &basics.municipality),
            "基本理念" => add(*origin, &basics.vision.join("\n")),
            "支援パッケージ名" => add(*origin, &basics.package),
            "発行・編集" => add(*origin, &basics.publisher),
            "所在地" => add(*origin, &basics.address),
            // The words before them tell the rules what the figures are.
            "郵便番号" => {
                let code = basics.postcode.trim_start_matches('〒');
                add(*origin, &format!("〒{code}"));
            }
            "電話番号" => add(*origin, &format!("電話 {}", basics.phone)),
            other => {
                for (key, value) in basics.others.iter().filter(|(key, _)| key == other) {
                    add(*origin, &format!("{key} {value}"));
                }
            }
        }
    }
    plan.pillars.iter().for_each(|x| add(x.origin, &x.name));
    for x in &plan.goals {
        add(x.origin, &x.name);
        if x.short != x.name {
            add(x.origin, &x.short);
        }
    }
    plan.measures.iter().for_each(|x| add(x.origin, &x.name));
    plan.projects.iter().for_each(|x| add(x.origin, &x.name));
    plan.indicators.iter().for_each(|x| add(x.origin, &x.name));
    plan.supports.iter().for_each(|x| add(x.origin, &x.name));
    plan.stages.iter().for_each(|x| add(x.origin, &x.name));
    plan.related.iter().for_each(|x| add(x.origin, &x.name));
    for x in &plan.governance {
        add(x.origin, &x.name);
        add(x.origin, &x.text);
        add(x.origin, &x.when);
    }
    found
}
