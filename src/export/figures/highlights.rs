//! 主な取組と課題: sentences quoted from the answers.

use serde_json::{Value, json};

use super::group;
use crate::export::phrase::phrases;
use crate::model::progress::{Progress, ProjectRow, State};

/// 主な取組 and 課題 of one goal.
const HIGHLIGHTS_SHOWN: usize = 2;
/// Characters of one page that the quotes of all goals share.
const HIGHLIGHT_BUDGET: usize = 300;

/// The first sentence of a text, without its full stop.
fn first_sentence(text: &str) -> &str {
    let line = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default().trim();
    let line = line.trim_start_matches(['・', '①', '1', '１', '.', '．']);
    line.split('。').next().unwrap_or_default().trim()
}

/// 主な取組 and 課題, quoted from the answers: 重点事業 first, then the best grades (for
/// 取組) or the worst (for 課題), then the order of the plan.
pub fn highlights(p: &Progress) -> Value {
    let longest = (HIGHLIGHT_BUDGET / p.plan.goals.len().max(1)).clamp(24, 60);
    let quote = |goal: usize, best_first: bool| -> Vec<String> {
        let mut rows: Vec<&ProjectRow> = p
            .rows
            .iter()
            .filter(|r| r.this.state == State::Answered)
            .filter(|r| p.plan.goal_of(&p.plan.projects[r.project]) == goal)
            .filter(|r| {
                let grade = r.this.grade.map(|g| &p.plan.scale.grades[g]);
                grade.is_some_and(|g| g.counted && g.on_track == best_first)
            })
            .collect();
        rows.sort_by_key(|r| {
            let grade = r.this.grade.unwrap_or(0) as i64;
            let rank = if best_first { grade } else { -grade };
            (rank, !p.plan.projects[r.project].priority)
        });
        let mut quotes: Vec<String> = rows
            .iter()
            .filter_map(|row| {
                let answer = row.this.main.as_ref()?;
                let text = if best_first { &answer.activities } else { &answer.issues };
                let sentence = first_sentence(&text.as_ref()?.value).to_owned();
                let name = &p.plan.projects[row.project].name;
                (!sentence.is_empty()).then(|| format!("{name}：{sentence}"))
            })
            .collect();
        let length = |quote: &String| quote.chars().count();
        if quotes.iter().any(|q| length(q) <= longest) {
            quotes.retain(|q| length(q) <= longest);
            quotes.truncate(HIGHLIGHTS_SHOWN);
        } else {
            // A goal with only long sentences still says its shortest one.
            quotes.sort_by_key(length);
            quotes.truncate(1);
        }
        quotes.iter().map(|q| phrases(q)).collect()
    };
    let mut alt = String::from("基本目標ごとの主な取組と課題。");
    let mut goals = Vec::new();
    for (g, goal) in p.plan.goals.iter().enumerate() {
        let (done, issues) = (quote(g, true), quote(g, false));
        let list = |items: &[String]| {
            if items.is_empty() {
                "なし".to_owned()
            } else {
                items.join("／").replace('|', "")
            }
        };
        alt.push_str(&format!(
            "基本目標{} {}。主な取組は、{}。課題は、{}。",
            goal.number,
            goal.name,
            list(&done),
            list(&issues)
        ));
        goals.push(json!({
            "n": goal.number,
            "group": group(goal.pillar),
            "name": phrases(&goal.name),
            "done": done,
            "issues": issues,
        }));
    }
    json!({
        "alt": alt,
        "goals": goals,
        "done_head": "主な取組",
        "issue_head": "課題",
        "none": "該当する記載はありません",
    })
}
