//! What a case expects, compared with what the program found and read.

use std::path::Path;

use tenken::diag::{Diagnostic, Sources};
use tenken::export::diagnostics;
use tenken::model::evaluation::Evaluation;
use tenken::model::progress::Progress;
use tenken::model::quantity::Reading;
use tenken::pipeline::{self, Checked};

use super::{Case, folder};

/// One finding: its line, its code and place, and what else it says.
#[derive(Debug)]
pub struct Finding {
    /// As `--short` prints it.
    pub line: String,
    code: String,
    place: (String, String, String),
    parts: Vec<String>,
}

/// One line of `expected.txt` with the indented lines below it.
#[derive(Debug)]
pub struct Wanted {
    /// A full line, or the short form 「E120 評価/令和9年度/x.xlsx「評価」F4」.
    pub line: String,
    /// 「? 」 stands before a line that may be there or not.
    optional: bool,
    parts: Vec<String>,
}

/// Reads `expected.txt`.
pub fn wanted(text: &str) -> Vec<Wanted> {
    let mut list: Vec<Wanted> = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        match (line.strip_prefix("  "), list.last_mut()) {
            (Some(part), Some(wanted)) => wanted.parts.push(part.to_owned()),
            _ => {
                let rest = line.strip_prefix("? ");
                let (line, optional) = (rest.unwrap_or(line), rest.is_some());
                let line = line.to_owned();
                list.push(Wanted { line, optional, parts: Vec::new() });
            }
        }
    }
    list
}

impl Wanted {
    /// The code of the short form, and the place behind it.
    fn short_form(&self) -> Option<(&str, &str)> {
        let (code, place) = self.line.split_once(' ').unwrap_or((&self.line, ""));
        let good = code.split('|').all(|c| {
            let digits = c.strip_prefix(['E', 'W', 'N']).unwrap_or_default();
            digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit())
        });
        good.then_some((code, place.trim()))
    }

    /// Codes and cells may be alternatives, 「E306|E312」 「F4|G4」; the cell 「*」 is any
    /// cell, and 「*」 behind the file is any place in it.
    fn matches(&self, found: &Finding) -> bool {
        let Some((code, place)) = self.short_form() else {
            return found.line == self.line;
        };
        let (path, sheet, cell) = &found.place;
        if code.split('|').all(|c| c != found.code) {
            return false;
        }
        if let Some(file) = place.strip_suffix('*').filter(|p| !p.ends_with('」')) {
            return path == file.trim_end();
        }
        match place
            .split_once('「')
            .and_then(|(p, rest)| Some((p, rest.split_once('」')?)))
        {
            None => place == path && sheet.is_empty() && cell.is_empty(),
            Some((file, (name, cells))) => {
                let any = cells == "*" || cells.split('|').any(|c| c == cell);
                file == path && name == sheet && any
            }
        }
    }
}

fn finding(d: &Diagnostic, sources: &Sources) -> Finding {
    let hints = d.hints.iter().map(|h| format!("参考: {h}"));
    let division = d.division.iter().map(|name| format!("課: {name}"));
    Finding {
        line: diagnostics::short(d, sources),
        code: d.rule.code.to_owned(),
        place: d.origin.map(|o| sources.parts(o)).unwrap_or_default(),
        parts: hints.chain(division).collect(),
    }
}

/// Runs a case; no cell and no value may be lost.
pub fn run(case: &Case) -> Checked {
    let folder = folder(case);
    let mut checked = pipeline::check(&folder, &mut |_| {});
    if case.typeset || case.report {
        let wanted = |path: &str| path != pipeline::REPORT || case.report;
        pipeline::build(&mut checked, &wanted).unwrap();
    }
    checked
}

/// The findings of a run.
pub fn findings(checked: &Checked) -> Vec<Finding> {
    checked.diagnostics.iter().map(|d| finding(d, &checked.sources)).collect()
}

/// What is lost in a run.
pub fn losses(checked: &Checked) -> Vec<String> {
    let cells = &checked.reconciliation.cells;
    let values = &checked.reconciliation.values;
    let mut out = Vec::new();
    if cells.lost() != 0 {
        out.push(format!("lost       cells without a fate: {cells:?}"));
    }
    if values.lost() != 0 {
        out.push(format!("lost       values without a class: {values:?}"));
    }
    out
}

/// What is wrong with the findings of a case; a finding that is made twice is noise.
/// Remarks that are not asked for do not matter where `remarks` is false.
pub fn compare(
    expected: &[Wanted],
    mut found: Vec<Finding>,
    remarks: bool,
) -> Vec<String> {
    let mut out = Vec::new();
    let (may, must): (Vec<_>, Vec<_>) = expected.iter().partition(|w| w.optional);
    // Full lines go before short forms, which match more.
    let mut order = must;
    order.sort_by_key(|w| (w.short_form().is_some(), w.line.contains(['*', '|'])));
    for wanted in order.into_iter().chain(may) {
        let Some(i) = found.iter().position(|f| wanted.matches(f)) else {
            if !wanted.optional {
                out.push(format!("missing    {}", wanted.line));
            }
            continue;
        };
        let finding = found.remove(i);
        for part in wanted.parts.iter().filter(|p| !finding.parts.contains(p)) {
            out.push(format!("not said   {part}: {:?}", finding.parts));
        }
    }
    let noise = found.iter().filter(|f| remarks || !f.code.starts_with('N'));
    out.extend(noise.map(|f| format!("unexpected {} {}", f.line, f.parts.join("／"))));
    out
}

/// A reading by its word; numbers without trailing zeros.
pub fn word(reading: Option<&Reading>) -> String {
    match reading {
        None => "要確認".to_owned(),
        Some(Reading::Value(q)) => {
            let about = if q.approx { "約" } else { "" };
            format!("{about}{}", q.value.normalize())
        }
        Some(Reading::NotApplicable) => "該当なし".to_owned(),
        Some(Reading::NotDone) => "未実施".to_owned(),
        Some(Reading::Pending) => "集計中".to_owned(),
        Some(Reading::Undecided) => "未定".to_owned(),
        Some(Reading::Suppressed) => "秘匿".to_owned(),
        Some(Reading::Unsuited) => "指標になじまない".to_owned(),
        Some(Reading::Unknown) => "不明".to_owned(),
        Some(Reading::Blank) => "未記入".to_owned(),
    }
}

/// One answer as the lines of `reading.txt`.
fn lines(progress: &Progress, e: &Evaluation) -> Vec<String> {
    let plan = &progress.plan;
    let head = format!(
        "{} {}: ",
        plan.projects[e.project].number, plan.divisions[e.division].name
    );
    let mut out = Vec::new();
    let mut say = |what: &str, value: &str| {
        out.push(format!("{head}{what} = {}", value.trim().replace('\n', "⏎")));
    };
    for (what, text) in [
        ("取組実績", &e.activities),
        ("評価の理由", &e.reason),
        ("課題", &e.issues),
        ("改善策", &e.improvements),
    ] {
        if let Some(text) = text {
            say(what, &text.value);
        }
    }
    if let Some(grade) = &e.grade {
        say("評価", &plan.scale.grades[grade.value].symbol);
    }
    if let Some(direction) = &e.direction {
        say("今後の方向性", &plan.directions[direction.value].name);
    }
    for actual in &e.actuals {
        let name = &plan.indicators[actual.indicator].name;
        say(&format!("指標「{name}」"), &word(actual.reading.as_ref()));
    }
    for (label, text) in &e.notes {
        say(&format!("付記「{}」", label.replace('\n', "")), &text.value);
    }
    out
}

/// What was read from the case's own books for the year reported.
pub fn readings(case: &Case, checked: &Checked) -> Vec<String> {
    let Some(progress) = &checked.progress else { return Vec::new() };
    let own = case.own_paths();
    let answers =
        progress.rows.iter().flat_map(|r| r.this.main.iter().chain(&r.this.partners));
    let answers = answers.filter(|e| own.contains(&checked.sources.path(e.origin.book)));
    answers.flat_map(|e| lines(progress, e)).collect()
}

/// `reading.txt`, when the case has one, both ways and order-free. 「未記入」 says no
/// more than silence, so it need not be written.
pub fn compare_readings(dir: &Path, case: &Case, checked: &Checked) -> Vec<String> {
    let Ok(text) = std::fs::read_to_string(dir.join("reading.txt")) else {
        return Vec::new();
    };
    let mut found = readings(case, checked);
    let mut out = Vec::new();
    let all = text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#'));
    // What may be read or not, 「? 」, goes last.
    let (may, must): (Vec<&str>, Vec<&str>) = all.partition(|l| l.starts_with("? "));
    for line in must.into_iter().chain(may) {
        // 「= 要確認 ｜ 2」: one of these.
        let plain = line.trim_start_matches("? ").trim_end();
        let (head, values) = plain.split_once(" = ").unwrap_or((plain, ""));
        let good = |f: &String| {
            let one = |v: &str| *f == format!("{head} = {v}");
            one(values) || values.split(" ｜ ").any(one)
        };
        match found.iter().position(good) {
            Some(i) => drop(found.remove(i)),
            None if line.starts_with("? ") => {}
            None => out.push(format!("not read   {line}")),
        }
    }
    found.retain(|line| !line.ends_with("= 未記入"));
    out.extend(found.iter().map(|line| format!("wrongly read {line}")));
    out
}

/// Prints everything that the program says and reads, for a person who looks into a case.
pub fn show(case: &Case, checked: &Checked) {
    for d in checked.diagnostics.iter() {
        println!("{}", diagnostics::human(d, &checked.sources));
    }
    readings(case, checked).iter().for_each(|line| println!("{line}"));
}
