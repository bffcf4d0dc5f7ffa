//! The report in words, for people and on one line a fault.

use super::{Fault, Report, Verdict};

/// Faults of a rule that people are shown.
const SHOWN: usize = 5;

/// The report over several lines.
pub fn human(report: &Report, file: &str) -> Vec<String> {
    let mut lines = vec![format!("機械可読性 {file}")];
    for (level, name) in [(1, "レベル1"), (2, "レベル2"), (3, "レベル3")] {
        let own = report.verdicts.iter().filter(|(rule, _)| rule.level == level);
        let passed = own.clone().filter(|(_, v)| *v == Verdict::Pass).count();
        let judged = own.clone().filter(|(_, v)| !matches!(v, Verdict::NotJudged(_)));
        let score = match report.score(level) {
            Some(score) => format!("{score}点"),
            None => "判定なし".to_owned(),
        };
        lines.push(format!(
            "{name} {score}（判定した {} のうち合格 {passed}）",
            judged.count()
        ));
        for (rule, verdict) in own {
            match verdict {
                Verdict::Pass => lines.push(format!("  ○ {} {}", rule.id, rule.title)),
                Verdict::NotJudged(why) => {
                    lines.push(format!("  － {} {}（{why}）", rule.id, rule.title));
                }
                Verdict::Fail(faults) => {
                    let grave = rule.gravity.label();
                    lines.push(format!("  × {} {}（{grave}）", rule.id, rule.title));
                    for fault in faults.iter().take(SHOWN) {
                        lines.push(format!("      {}", place(fault, &fault.text)));
                    }
                    if let Some(more) = faults.len().checked_sub(SHOWN).filter(|n| *n > 0)
                    {
                        let all = "--format short ですべて表示します";
                        lines.push(format!("      ほか {more} か所（{all}）"));
                    }
                }
            }
        }
    }
    lines.push(
        "重大度と点はデジタル庁のサンプル実装の値で、政府の公式見解ではありません。"
            .to_owned(),
    );
    lines
}

/// One line a fault, for lists and other programs.
pub fn short(report: &Report, file: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for (rule, verdict) in &report.verdicts {
        let Verdict::Fail(faults) = verdict else { continue };
        for fault in faults {
            let text = format!("{}: {}: {}", rule.gravity.label(), rule.id, fault.text);
            let told = place(fault, &text);
            lines.push(format!("{file} {told}"));
        }
    }
    for level in 1..=3 {
        let score = report.score(level).map_or("-".to_owned(), |s| s.to_string());
        lines.push(format!("{file}: レベル{level}: {score}"));
    }
    lines
}

fn place(fault: &Fault, text: &str) -> String {
    let sheet = match &*fault.sheet {
        "" => String::new(),
        sheet => format!("［{sheet}］ "),
    };
    match &*fault.place {
        "" => format!("{sheet}{text}"),
        place => format!("{sheet}{place}: {text}"),
    }
}
