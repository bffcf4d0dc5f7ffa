//! Figures of the plan itself.

use serde_json::{Value, json};

use super::group;
use crate::export::phrase::Phrases;
use crate::export::words;
use crate::model::plan::{Plan, RelatedPlan, Relation, Role, Term};

/// Related plans shown by name; more are counted.
const RELATED_SHOWN: usize = 8;

fn plans_of(plan: &Plan, relation: Relation) -> Vec<&RelatedPlan> {
    plan.related.iter().filter(|p| p.relation == relation).collect()
}

/// 関連計画との位置付け.
pub fn position(plan: &Plan, phrases: &Phrases) -> Value {
    let outer = plans_of(plan, Relation::Outer);
    let upper = plans_of(plan, Relation::Upper);
    let joint = plans_of(plan, Relation::Joint);
    let related = plans_of(plan, Relation::Related);
    let more = related.len().saturating_sub(RELATED_SHOWN);
    let named = |plans: &[&RelatedPlan]| -> Vec<Value> {
        plans.iter().map(|p| json!({ "name": phrases.mark(&p.name) })).collect()
    };
    json!({
        "outer_title": "国・県",
        "outer": named(&outer),
        "outer_verb": "勘案",
        "city": plan.basics.municipality,
        "upper": named(&upper),
        "plan": { "name": phrases.mark(&plan.basics.name) },
        "joint": named(&joint),
        "joint_verb": "一体的に推進",
        "related_title": "関連個別計画",
        "related": related.iter().take(RELATED_SHOWN).map(|p| phrases.mark(&p.name)).collect::<Vec<_>>(),
        "related_more": (more > 0).then(|| format!("ほか{more}計画")),
        "related_verb": "連携・整合",
    })
}

/// 計画の期間: one year before the period to two years after it.
pub fn period(plan: &Plan, phrases: &Phrases) -> Value {
    let (Some((first, last)), Some((from, to))) =
        (plan.basics.period, words::timeline_years(plan))
    else {
        return json!({});
    };
    let (from, to) = (from.western(), to.western());
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
    let joint = rows.iter().flat_map(|p| &p.terms).find(|t| t.joint);
    json!({
        "years": years,
        "rows": rows.iter().map(|p| json!({
            "name": phrases.mark(if p.short.is_empty() { &p.name } else { &p.short }),
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
pub fn vision(plan: &Plan, phrases: &Phrases) -> Value {
    let source = |key: &str| {
        plan.basics.others.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone())
    };
    let from = source("理念のもとになった計画").zip(source("もとになった理念"));
    let pillars: Vec<Value> = pillars(plan)
        .into_iter()
        .map(|(i, name, goals)| {
            json!({
                "name": phrases.mark(name),
                "group": group(i),
                "goals": goals.iter().map(|g| json!({
                    "n": plan.goals[*g].number,
                    "name": phrases.mark(&plan.goals[*g].name),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "lines": plan.basics.vision,
        "label": "基本理念",
        "from": from.map(|(label, text)| json!({
            "label": format!("{label}の基本理念"),
            "text": phrases.mark(&text),
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

/// 施策の体系.
pub fn tree(plan: &Plan, phrases: &Phrases) -> Value {
    let measures = |goal: usize| {
        plan.measures.iter().enumerate().filter(move |(_, m)| m.goal == goal)
    };
    let mut shown = Vec::new();
    for (i, name, goals) in pillars(plan) {
        let mut entries = Vec::new();
        for g in goals {
            let goal = &plan.goals[g];
            entries.push(json!({
                "n": goal.number,
                "name": phrases.mark(&goal.name),
                "measures": measures(g).map(|(m, measure)| json!({
                    "n": plan.measure_number(m),
                    "name": phrases.mark(&measure.name),
                })).collect::<Vec<_>>(),
                "empty": "この目標に位置づける施策はありません",
            }));
        }
        shown.push(json!({
            "name": phrases.mark(name), "group": group(i), "goals": entries,
        }));
    }
    json!({
        "vision": plan.basics.vision,
        "label": "基本理念",
        "pillars": shown,
    })
}

/// ライフステージごとの支援: chart 1 or 2 of the plan's stages.
pub fn life_stages(plan: &Plan, chart: usize, phrases: &Phrases) -> Value {
    let stages: Vec<usize> =
        (0..plan.stages.len()).filter(|i| plan.stages[*i].chart == chart).collect();
    let (Some(&first), Some(&last)) = (stages.first(), stages.last()) else {
        return json!({ "bands": [], "stages": [], "kinds": [], "note": null });
    };
    let mut bands: Vec<(usize, usize, &str)> = Vec::new();
    for (i, stage) in stages.iter().map(|s| &plan.stages[*s]).enumerate() {
        match bands.last_mut() {
            Some((_, to, name)) if *name == stage.band => *to = i,
            _ => bands.push((i, i, &stage.band)),
        }
    }
    let mut kinds: Vec<(&str, Vec<Value>)> =
        plan.support_kinds().into_iter().map(|kind| (kind, Vec::new())).collect();
    for support in plan.supports.iter().filter(|s| s.from <= last && s.to >= first) {
        let from = support.from.max(first);
        let to = support.to.min(last);
        let entry = json!({
            "name": support.name,
            "from": from - first,
            "to": to - first,
            "open_left": support.from < first,
            "open_right": support.to > last || (support.continues && support.to == last),
        });
        if let Some((_, items)) = kinds.iter_mut().find(|(k, _)| *k == support.kind) {
            items.push(entry);
        }
    }
    let kinds = kinds.into_iter().enumerate().filter(|(_, (_, items))| !items.is_empty());
    let kinds: Vec<Value> = kinds
        .map(|(hue, (name, items))| json!({ "name": name, "hue": hue, "items": items }))
        .collect();
    json!({
        "bands": bands.iter().map(|(a, b, n)| json!({ "from": a, "to": b, "name": n })).collect::<Vec<_>>(),
        "stages": stages.iter().map(|s| &*plan.stages[*s].name).collect::<Vec<_>>(),
        "kinds": kinds,
        "note": format!("※{}", phrases.mark(words::STAGES_NOTE)),
        "legend": phrases.mark("端が矢形の帯は、この図の前後の時期にも続きます。"),
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
    let partners: Vec<&str> = of(Role::Partner).map(|g| &*g.name).collect();
    json!({
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
    let steps: Vec<_> =
        plan.governance.iter().filter(|g| g.role == Role::Cycle).collect();
    json!({
        "center": "毎年度\nくり返して改善",
        "steps": steps.iter().map(|s| json!({
            "letter": s.letter,
            "en": words::cycle_word(&s.letter),
            "name": s.name,
            "text": s.text,
            "when": s.when,
        })).collect::<Vec<_>>(),
    })
}
