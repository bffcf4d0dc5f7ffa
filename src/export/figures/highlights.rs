//! 主な取組と課題: sentences quoted from the answers.

use serde_json::{Value, json};

use super::group;
use crate::export::phrase::Phrases;
use crate::model::progress::{Progress, ProjectRow, State};

/// 主な取組 and 課題 of one goal.
const HIGHLIGHTS_SHOWN: usize = 2;
/// Characters of one page that the quotes of all goals share.
const HIGHLIGHT_BUDGET: usize = 300;

/// A sentence of an answer, with the project it is about.
pub(in crate::export) struct Quote {
    /// 事業名.
    pub name: String,
    /// One sentence, without its full stop.
    pub sentence: String,
}

impl Quote {
    fn printed(&self) -> String {
        format!("{}：{}", self.name, self.sentence)
    }

    /// What is printed, as runs: the name in bold, then the sentence.
    fn runs(&self, phrases: &Phrases) -> Value {
        let name = phrases.mark(&format!("{}：", self.name));
        let sentence = format!("|{}", phrases.mark(&self.sentence));
        json!([{ "text": name, "bold": true }, { "text": sentence, "bold": false }])
    }
}

/// The first sentence of a text, without its full stop.
fn first_sentence(text: &str) -> &str {
    let line = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default().trim();
    let line = line.trim_start_matches(['・', '①']);
    // 「1.」 numbers the sentence; 「103回」 is a figure and stays whole.
    let numbered = ["1.", "1．", "１.", "１．"].iter().find_map(|n| line.strip_prefix(n));
    let line = numbered
        .filter(|rest| !rest.starts_with(|c: char| c.is_numeric()))
        .unwrap_or(line);
    line.split('。').next().unwrap_or_default().trim()
}

/// 主な取組 (`done`) or 課題 of one goal, quoted from the answers: 重点事業 first, then
/// the best grades (for 取組) or the worst (for 課題), then the order of the plan.
pub(in crate::export) fn quotes(p: &Progress, goal: usize, done: bool) -> Vec<Quote> {
    let longest = (HIGHLIGHT_BUDGET / p.plan.goals.len().max(1)).clamp(24, 60);
    let mut rows: Vec<&ProjectRow> = p
        .rows
        .iter()
        .filter(|r| r.this.state == State::Answered)
        .filter(|r| p.plan.goal_of(&p.plan.projects[r.project]) == goal)
        .filter(|r| {
            let grade = r.this.grade.map(|g| &p.plan.scale.grades[g]);
            grade.is_some_and(|g| g.counted && g.on_track == done)
        })
        .collect();
    rows.sort_by_key(|r| {
        let grade = r.this.grade.unwrap_or(0) as i64;
        let rank = if done { grade } else { -grade };
        (rank, !p.plan.projects[r.project].priority)
    });
    let mut quotes: Vec<Quote> = rows
        .iter()
        .filter_map(|row| {
            let answer = row.this.main.as_ref()?;
            let text = if done { &answer.activities } else { &answer.issues };
            let sentence = first_sentence(&text.as_ref()?.value).to_owned();
            let name = p.plan.projects[row.project].name.clone();
            (!sentence.is_empty()).then_some(Quote { name, sentence })
        })
        .collect();
    let length = |quote: &Quote| quote.printed().chars().count();
    if quotes.iter().any(|q| length(q) <= longest) {
        quotes.retain(|q| length(q) <= longest);
        quotes.truncate(HIGHLIGHTS_SHOWN);
    } else {
        // A goal with only long sentences still says its shortest one.
        quotes.sort_by_key(length);
        quotes.truncate(1);
    }
    quotes
}

/// What stands where a goal has no 主な取組 or no 課題.
pub(in crate::export) const NO_QUOTE: &str = "該当する記載はありません";
/// What stands once where no goal has any of them.
pub(in crate::export) const NO_QUOTES: &str = "どの基本目標にも、まだ記載はありません";

/// 主な取組 and 課題 of every goal.
pub fn highlights(p: &Progress, phrases: &Phrases) -> Value {
    let printed = |goal: usize, done: bool| -> Vec<Value> {
        quotes(p, goal, done).iter().map(|q| q.runs(phrases)).collect()
    };
    let goals: Vec<Value> = p
        .plan
        .goals
        .iter()
        .enumerate()
        .map(|(g, goal)| {
            json!({
                "n": goal.number,
                "group": group(goal.pillar),
                "name": phrases.mark(&goal.name),
                "done": printed(g, true),
                "issues": printed(g, false),
            })
        })
        .collect();
    json!({
        "goals": goals,
        "done_head": "主な取組",
        "issue_head": "課題",
        "none": NO_QUOTE,
        "empty": NO_QUOTES,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_at_the_beginning_keeps_its_digits() {
        assert_eq!(first_sentence("103回実施した。次も続ける。"), "103回実施した");
        assert_eq!(first_sentence("1.5倍に増えた。"), "1.5倍に増えた");
        assert_eq!(first_sentence("１．相談を受けた。"), "相談を受けた");
        assert_eq!(first_sentence("・①講座を開いた。"), "講座を開いた");
    }
}
