//! Figures of the plan itself.

use serde_json::{Value, json};

use super::group;
use crate::export::phrase::phrases;
use crate::model::plan::{Plan, RelatedPlan, Relation, Role, Term};

/// Related plans shown by name; more are counted.
const RELATED_SHOWN: usize = 8;

fn plans_of(plan: &Plan, relation: Relation) -> Vec<&RelatedPlan> {
    plan.related.iter().filter(|p| p.relation == relation).collect()
}

fn names(plans: &[&RelatedPlan]) -> String {
    plans.iter().map(|p| format!("「{}」", p.name)).collect()
}

/// 関連計画との位置付け.
pub fn position(plan: &Plan) -> Value {
    let outer = plans_of(plan, Relation::Outer);
    let upper = plans_of(plan, Relation::Upper);
    let joint = plans_of(plan, Relation::Joint);
    let related = plans_of(plan, Relation::Related);
    let more = related.len().saturating_sub(RELATED_SHOWN);
    let named = |plans: &[&RelatedPlan]| -> Vec<Value> {
        plans.iter().map(|p| json!({ "name": phrases(&p.name) })).collect()
    };
    let mut alt = format!(
        "関連計画との位置付けの図。{}は、国・県の{}を勘案し、上位計画の{}のもとにあります。",
        plan.basics.name,
        names(&outer),
        names(&upper)
    );
    if !joint.is_empty() {
        alt.push_str(&format!("{}と一体的に推進します。", names(&joint)));
    }
    if !related.is_empty() {
        alt.push_str(&format!(
            "関連個別計画の{}と連携・整合を図ります。",
            names(&related)
        ));
    }
    json!({
        "alt": alt,
        "outer_title": "国・県",
        "outer": named(&outer),
        "outer_verb": "勘案",
        "city": plan.basics.municipality,
        "upper": named(&upper),
        "plan": { "name": phrases(&plan.basics.name) },
        "joint": named(&joint),
        "joint_verb": "一体的に推進",
        "related_title": "関連個別計画",
        "related": related.iter().take(RELATED_SHOWN).map(|p| phrases(&p.name)).collect::<Vec<_>>(),
        "related_more": (more > 0).then(|| format!("ほか{more}計画")),
        "related_verb": "連携・整合",
    })
}

/// 計画の期間: one year before the period to two years after it.
pub fn period(plan: &Plan) -> Value {
    let Some((first, last)) = plan.basics.period else { return json!({ "alt": "" }) };
    let (from, to) = (first.western() - 1, (last.western() + 2).min(first.western() + 8));
    let years: Vec<Value> = (from..=to)
        .filter_map(crate::model::year::FiscalYear::new)
        .map(|y| {
            json!({
                "label": y.era_number(),
                "era": y.era_label().trim_end_matches("年度").trim_end_matches(|c: char| c.is_ascii_digit() || c == '元'),
                "year": y.western(),
                "in_period": first <= y && y <= last,
            })
        })
        .collect();
    let rows: Vec<&RelatedPlan> = [Relation::Upper, Relation::Own, Relation::Joint]
        .into_iter()
        .flat_map(|r| plans_of(plan, r))
        .filter(|p| !p.terms.is_empty())
        .collect();
    let bar = |p: &RelatedPlan, t: &Term| {
        json!({
            "from": t.from.western().max(from),
            "to": t.to.western().min(to),
            "label": t.label,
            "style": match (t.next, p.relation) {
                (true, _) => "next",
                (_, Relation::Own) => "own",
                _ => "other",
            },
            "open_left": t.from.western() < from,
            "open_right": t.to.western() > to,
            "rows": if t.joint { 2 } else { 1 },
        })
    };
    let mut alt = format!(
        "計画の期間の年表。{}の期間は{}から{}までです。",
        plan.basics.name,
        first.era_label(),
        last.era_label()
    );
    for p in &rows {
        for t in &p.terms {
            let next = if t.joint { "、両計画を一体的に策定" } else { "" };
            alt.push_str(&format!(
                "{}の{}は{}から{}まで{next}。",
                p.name,
                t.label,
                t.from.era_label(),
                t.to.era_label()
            ));
        }
    }
    let joint = rows.iter().flat_map(|p| &p.terms).find(|t| t.joint);
    json!({
        "alt": alt,
        "years": years,
        "rows": rows.iter().map(|p| json!({
            "name": phrases(if p.short.is_empty() { &p.name } else { &p.short }),
            "own": p.relation == Relation::Own,
            "bars": p.terms.iter()
                .filter(|t| t.from.western() <= to && t.to.western() >= from)
                .map(|t| bar(p, t)).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "review": joint.map(|t| json!({
            "year": t.from.western() - 1,
            "label": "見直し",
            "after": "2つの計画を一体化",
        })),
    })
}

/// 基本理念, with the goals that carry it.
pub fn vision(plan: &Plan) -> Value {
    let source = |key: &str| {
        plan.basics.others.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone())
    };
    let from = source("理念のもとになった計画").zip(source("もとになった理念"));
    let pillars: Vec<Value> = pillars(plan)
        .into_iter()
        .map(|(i, name, goals)| {
            json!({
                "name": name,
                "group": group(i),
                "goals": goals.iter().map(|g| json!({
                    "n": plan.goals[*g].number,
                    "name": phrases(&plan.goals[*g].name),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let mut alt = format!("基本理念「{}」。", plan.basics.vision.join(" "));
    if let Some((label, text)) = &from {
        alt.push_str(&format!("{label}の基本理念「{text}」をもとにしています。"));
    }
    json!({
        "alt": alt + &describe_goals(plan),
        "lines": plan.basics.vision,
        "label": "基本理念",
        "from": from.map(|(label, text)| json!({
            "label": format!("{label}の基本理念"),
            "text": phrases(&text),
        })),
        "pillars": pillars,
        "links": plan.basics.others.iter().filter(|(k, _)| k == "理念の言葉")
            .flat_map(|(_, v)| v.split('、').map(str::to_owned)).collect::<Vec<_>>(),
    })
}

fn pillars(plan: &Plan) -> Vec<(usize, &str, Vec<usize>)> {
    let goals = |i: usize| {
        (0..plan.goals.len()).filter(|g| plan.goals[*g].pillar == i).collect::<Vec<_>>()
    };
    plan.pillars.iter().enumerate().map(|(i, p)| (i, &*p.name, goals(i))).collect()
}

fn describe_goals(plan: &Plan) -> String {
    let mut out = String::new();
    for (_, name, goals) in pillars(plan) {
        let list: Vec<String> = goals
            .iter()
            .map(|g| format!("基本目標{} {}", plan.goals[*g].number, plan.goals[*g].name))
            .collect();
        out.push_str(&format!("「{name}」に、{}。", list.join("、")));
    }
    out
}

/// 施策の体系.
pub fn tree(plan: &Plan) -> Value {
    let measures = |goal: usize| {
        plan.measures.iter().enumerate().filter(move |(_, m)| m.goal == goal)
    };
    let mut alt =
        format!("施策の体系の図。基本理念「{}」のもと、", plan.basics.vision.join(" "));
    let mut shown = Vec::new();
    for (i, name, goals) in pillars(plan) {
        alt.push_str(&format!("体系「{name}」は、"));
        let mut entries = Vec::new();
        for g in goals {
            let goal = &plan.goals[g];
            let list: Vec<String> = measures(g)
                .map(|(m, measure)| {
                    format!("{} {}", plan.measure_number(m), measure.name)
                })
                .collect();
            alt.push_str(&format!(
                "基本目標{}「{}」（施策の展開は{}）。",
                goal.number,
                goal.name,
                if list.is_empty() { "なし".to_owned() } else { list.join("、") }
            ));
            entries.push(json!({
                "n": goal.number,
                "name": phrases(&goal.name),
                "measures": measures(g).map(|(m, measure)| json!({
                    "n": plan.measure_number(m),
                    "name": phrases(&measure.name),
                })).collect::<Vec<_>>(),
                "empty": "この目標に位置づける施策はありません",
            }));
        }
        shown.push(json!({ "name": name, "group": group(i), "goals": entries }));
    }
    json!({
        "alt": alt,
        "vision": plan.basics.vision,
        "label": "基本理念",
        "pillars": shown,
    })
}

/// ライフステージごとの支援: chart 1 or 2 of the plan's stages.
pub fn life_stages(plan: &Plan, chart: usize) -> Value {
    let stages: Vec<usize> =
        (0..plan.stages.len()).filter(|i| plan.stages[*i].chart == chart).collect();
    let (Some(&first), Some(&last)) = (stages.first(), stages.last()) else {
        return json!({ "alt": "", "bands": [], "stages": [], "kinds": [], "note": null });
    };
    let mut bands: Vec<(usize, usize, &str)> = Vec::new();
    for (i, stage) in stages.iter().map(|s| &plan.stages[*s]).enumerate() {
        match bands.last_mut() {
            Some((_, to, name)) if *name == stage.band => *to = i,
            _ => bands.push((i, i, &stage.band)),
        }
    }
    let mut alt = String::from("時期ごとの支援の図。");
    let mut kinds: Vec<(&str, Vec<Value>)> = Vec::new();
    for support in plan.supports.iter().filter(|s| s.from <= last && s.to >= first) {
        let from = support.from.max(first);
        let to = support.to.min(last);
        alt.push_str(&format!(
            "{}は{}から{}まで（{}）。",
            support.name,
            plan.stages[support.from].name,
            plan.stages[support.to].name,
            support.kind
        ));
        let entry = json!({
            "name": support.name,
            "from": from - first,
            "to": to - first,
            "open_left": support.from < first,
            "open_right": support.to > last || (support.continues && support.to == last),
        });
        match kinds.iter_mut().find(|(k, _)| *k == support.kind) {
            Some((_, items)) => items.push(entry),
            None => kinds.push((&support.kind, vec![entry])),
        }
    }
    json!({
        "alt": alt,
        "bands": bands.iter().map(|(a, b, n)| json!({ "from": a, "to": b, "name": n })).collect::<Vec<_>>(),
        "stages": stages.iter().map(|s| &*plan.stages[*s].name).collect::<Vec<_>>(),
        "kinds": kinds.into_iter().map(|(n, items)| json!({ "name": n, "items": items })).collect::<Vec<_>>(),
        "note": "※帯の長さは対象となる時期のめやすです。所得などの要件がある支援があります。",
    })
}

/// 推進体制.
pub fn governance(plan: &Plan) -> Value {
    let of = |role: Role| plan.governance.iter().filter(move |g| g.role == role);
    let one = |role: Role| {
        of(role)
            .next()
            .map(|g| json!({ "name": g.name, "note": g.text }))
            .unwrap_or(Value::Null)
    };
    let name = |role: Role| of(role).next().map_or("", |g| &g.name);
    let partners: Vec<&str> = of(Role::Partner).map(|g| &*g.name).collect();
    json!({
        "alt": format!(
            "推進体制の図。{}では、{}と{}が連絡調整しながら計画を進め、{}に進捗を報告して意見・提言を受けます。{}と連携・協働します。",
            plan.basics.municipality,
            name(Role::Office),
            name(Role::Divisions),
            name(Role::Council),
            partners.join("、").replace('\n', "・"),
        ),
        "council": one(Role::Council),
        "city": plan.basics.municipality,
        "office": one(Role::Office),
        "divisions": one(Role::Divisions),
        "inner_verb": "連絡調整",
        "up": "進捗の報告",
        "down": "意見・提言",
        "partners": partners.iter().map(|n| json!({ "name": n })).collect::<Vec<_>>(),
        "partners_verb": "連携・協働",
    })
}

/// PDCA: the four letters with what is done and when.
pub fn cycle(plan: &Plan) -> Value {
    let word = |letter: &str| match letter {
        "P" => "Plan",
        "D" => "Do",
        "C" => "Check",
        "A" => "Action",
        _ => "",
    };
    let steps: Vec<_> =
        plan.governance.iter().filter(|g| g.role == Role::Cycle).collect();
    let mut alt = String::from("PDCAサイクルの図。");
    for step in &steps {
        alt.push_str(&format!(
            "{}（{}）{}は{}、{}。",
            step.letter,
            word(&step.letter),
            step.name,
            step.when,
            step.text.replace('\n', "")
        ));
    }
    alt.push_str("これを毎年度くり返して改善します。");
    json!({
        "alt": alt,
        "center": "毎年度\nくり返して改善",
        "steps": steps.iter().map(|s| json!({
            "letter": s.letter,
            "en": word(&s.letter),
            "name": s.name,
            "text": s.text,
            "when": s.when,
        })).collect::<Vec<_>>(),
    })
}
