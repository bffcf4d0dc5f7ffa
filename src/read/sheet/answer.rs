//! The cells of an answer: sentences, grade, direction, 付記.

use std::sync::Arc;

use super::SheetReader;
use crate::catalog;
use crate::diag::{Diagnostic, Located, Origin};
use crate::model::personal::looks_personal;
use crate::read::grid::CellValue;
use crate::read::layout::{At, Field};
use crate::read::value::{self, Action, GradeOutcome};
use crate::text::{keep, key1, shorten};

/// Notes that are kept of one table; a form of a hundred 事業 has some thousands.
const MAX_NOTES: usize = 500_000;

impl SheetReader<'_, '_> {
    /// The cell's text for print; a damaged cell is reported and gives nothing.
    pub(super) fn clean(
        &mut self,
        cell: &CellValue,
        origin: Origin,
        about: &str,
    ) -> Option<String> {
        match cell {
            CellValue::Uncomputed => {
                self.findings.push(
                    Diagnostic::new(
                        &catalog::CELL_NOT_CACHED,
                        "数式の計算結果が保存されていません",
                    )
                    .at(origin)
                    .about(about),
                );
                None
            }
            CellValue::Error(text) => {
                self.findings.push(
                    Diagnostic::new(&catalog::CELL_ERROR, format!("値が {text} です"))
                        .at(origin)
                        .about(about),
                );
                None
            }
            other => {
                let typed = other.text();
                if typed
                    .chars()
                    .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
                {
                    self.findings.push(
                        Diagnostic::new(
                            &catalog::NAME_CONTROL,
                            format!(
                                "見えない文字を除いて「{}」と読みました",
                                shorten(&keep(&typed), 30)
                            ),
                        )
                        .at(origin)
                        .about(about),
                    );
                }
                let text = keep(&typed);
                (!text.is_empty()).then_some(text)
            }
        }
    }

    pub(super) fn sentence(
        &mut self,
        cell: &CellValue,
        origin: Origin,
        evaluation: usize,
        field: Field,
    ) {
        let title = self.title(evaluation);
        let Some(text) = self.clean(cell, origin, &title) else { return };
        let answer = &self.evaluations[evaluation];
        let begun = match field {
            Field::Activities => answer.activities.is_some(),
            Field::Reason => answer.reason.is_some(),
            Field::Issues => answer.issues.is_some(),
            _ => answer.improvements.is_some(),
        };
        // A number under a sentence belongs to another column.
        if begun && matches!(cell, CellValue::Number { .. }) {
            let message =
                format!("{}の欄に数「{text}」だけが書かれています", field.name());
            let finding = Diagnostic::new(&catalog::ACTUAL_UNREADABLE, message);
            self.findings.push(finding.at(origin).about(title));
            return;
        }
        if let Some(part) = looks_personal(&text) {
            let message = format!("{}の文に「{part}」があります", field.name());
            let finding = Diagnostic::new(&catalog::PERSONAL_TEXT, message);
            self.findings.push(finding.at(origin).about(&title));
        }
        let answer = &mut self.evaluations[evaluation];
        let slot = match field {
            Field::Activities => &mut answer.activities,
            Field::Reason => &mut answer.reason,
            Field::Issues => &mut answer.issues,
            _ => &mut answer.improvements,
        };
        match slot {
            None => *slot = Some(Located::new(text, origin)),
            // A form may repeat the text on each indicator row.
            Some(known) if known.value == text => {}
            Some(known) => {
                known.value.push('\n');
                known.value.push_str(&text);
            }
        }
    }

    /// 「同上」 is not copied: the office says what it means.
    pub(super) fn ditto(
        &mut self,
        cell: &CellValue,
        origin: Origin,
        evaluation: usize,
        field: Field,
    ) {
        if field == Field::Grade {
            self.evaluations[evaluation].grade_asked = true;
        }
        let text = format!(
            "{}の欄に「{}」（上と同じ）と書かれています。上の内容は写していません",
            field.name(),
            cell.text().trim()
        );
        let finding = Diagnostic::new(&catalog::DITTO_MARK, text);
        self.findings.push(finding.at(origin).about(self.title(evaluation)));
    }

    pub(super) fn note(
        &mut self,
        cell: &CellValue,
        origin: Origin,
        evaluation: usize,
        label: &str,
    ) {
        let title = self.title(evaluation);
        let Some(text) = self.clean(cell, origin, &title) else { return };
        self.noted += 1;
        if self.noted > MAX_NOTES {
            let message = format!(
                "付記の列のセルが {} 万を超えるので、残りは控えませんでした",
                MAX_NOTES / 10_000
            );
            if self.said.insert(message.clone()) {
                let finding = Diagnostic::new(&catalog::CELL_OUTSIDE, message);
                self.findings.push(finding.at(origin));
            }
            return;
        }
        // One label stands over very many notes.
        let label = match self.labels.get(label) {
            Some(known) => Arc::clone(known),
            None => {
                let shared: Arc<str> = label.into();
                self.labels.insert(label.to_owned(), Arc::clone(&shared));
                shared
            }
        };
        self.evaluations[evaluation].notes.push((label, Located::new(text, origin)));
    }

    /// One grade a column: the column with a ○ is the grade.
    pub(super) fn grade_marks(&mut self, marks: &[(String, At)], evaluation: usize) {
        let Some((_, first)) = marks.first() else { return };
        let origin = self.origin(*first);
        let labels: Vec<&str> =
            marks.iter().filter_map(|(label, _)| label.rsplit('／').next()).collect();
        if let [only] = labels[..] {
            self.grade(&CellValue::Text(only.to_owned()), origin, evaluation);
            return;
        }
        self.evaluations[evaluation].grade_asked = true;
        let text = format!("評価の列のうち {} に印があります", labels.join("と"));
        let finding = Diagnostic::new(&catalog::GRADE_UNKNOWN, text);
        self.findings.push(finding.at(origin).about(self.title(evaluation)));
    }

    pub(super) fn grade(&mut self, cell: &CellValue, origin: Origin, evaluation: usize) {
        let title = self.title(evaluation);
        let damaged = matches!(cell, CellValue::Uncomputed | CellValue::Error(_));
        self.evaluations[evaluation].grade_asked |= damaged;
        let Some(text) = self.clean(cell, origin, &title) else { return };
        let text = match ticked(&text) {
            None => text,
            Some(options) => match &options[..] {
                [] => return,
                [only] => only.clone(),
                several => {
                    self.evaluations[evaluation].grade_asked = true;
                    let text =
                        format!("評価に印が二つ以上あります: {}", several.join("、"));
                    let finding = Diagnostic::new(&catalog::GRADE_UNKNOWN, text);
                    self.findings.push(finding.at(origin).about(title));
                    return;
                }
            },
        };
        let scale = &self.context.plan.scale;
        let labels: Vec<Vec<&str>> = scale
            .grades
            .iter()
            .map(|g| {
                let mut names = vec![&*g.symbol, &*g.name];
                names.extend(g.aliases.iter().map(|a| &**a));
                names
            })
            .collect();
        let codes: Vec<(&str, &[&str])> =
            scale.grades.iter().zip(&labels).map(|(g, l)| (&*g.code, &l[..])).collect();
        let outcome = value::read_grade(&text, &codes);
        let Some(found) = outcome.index else {
            self.evaluations[evaluation].grade_asked = true;
            let known: Vec<String> = scale
                .grades
                .iter()
                .map(|g| format!("{}（{}）", g.symbol, g.name))
                .collect();
            let unknown =
                || format!("評価「{}」は評価区分にありません", shorten(&text, 20));
            let finding = Diagnostic::new(
                &catalog::GRADE_UNKNOWN,
                outcome.why.unwrap_or_else(unknown),
            );
            let hint = format!("評価区分: {}", known.join("、"));
            self.findings.push(finding.at(origin).about(title).hint(hint));
            return;
        };
        if outcome.action == Action::Note || says_more(&outcome, codes[found]) {
            let grade = &scale.grades[found];
            let message = format!(
                "評価「{text}」を「{} {}」と読みました",
                grade.symbol, grade.name
            );
            let finding = Diagnostic::new(&catalog::GRADE_REMARK, message);
            self.findings.push(finding.at(origin).about(&title));
        }
        let answer = &mut self.evaluations[evaluation];
        match &answer.grade {
            Some(known) if known.value != found => {
                let text = "一つの事業に違う評価が二つ書かれています";
                self.findings.push(
                    Diagnostic::new(&catalog::ANSWER_DUPLICATE, text)
                        .at(origin)
                        .about(title),
                );
            }
            _ => answer.grade = Some(Located::new(found, origin)),
        }
    }

    pub(super) fn direction(
        &mut self,
        cell: &CellValue,
        origin: Origin,
        evaluation: usize,
    ) {
        let title = self.title(evaluation);
        let Some(text) = self.clean(cell, origin, &title) else { return };
        let text = match ticked(&text).as_deref() {
            Some([]) => return,
            Some([only]) => only.clone(),
            _ => text,
        };
        let directions = &self.context.plan.directions;
        let labels: Vec<Vec<&str>> =
            directions.iter().map(|d| d.aliases.iter().map(|a| &**a).collect()).collect();
        let codes: Vec<(&str, &[&str])> =
            directions.iter().zip(&labels).map(|(d, l)| (&*d.name, &l[..])).collect();
        let outcome = value::read_label(&text, &codes);
        match outcome.index {
            Some(found) => {
                if outcome.action == Action::Note || says_more(&outcome, codes[found]) {
                    let message = format!(
                        "方向性「{text}」を「{}」と読みました",
                        directions[found].name
                    );
                    let finding = Diagnostic::new(&catalog::GRADE_REMARK, message);
                    self.findings.push(finding.at(origin).about(title));
                }
                self.evaluations[evaluation].direction =
                    Some(Located::new(found, origin));
            }
            // 「－」 in this column means that there is none.
            None if matches!(&*key1(&text), "-" | "ー") => {}
            None => {
                let names: Vec<&str> = directions.iter().map(|d| &*d.name).collect();
                let finding = Diagnostic::new(
                    &catalog::DIRECTION_UNKNOWN,
                    format!("方向性「{}」は一覧にありません", shorten(&text, 20)),
                );
                let hint = format!("一覧の言葉: {}", names.join("、"));
                self.findings.push(finding.at(origin).about(title).hint(hint));
            }
        }
    }
}

/// The options of 「□A ■B □C」 that are ticked; `None` where there are no boxes.
fn ticked(text: &str) -> Option<Vec<String>> {
    let is_box = |c: char| matches!(c, '□' | '☐' | '▢');
    let is_tick = |c: char| matches!(c, '■' | '☑' | '☒' | '✓' | '✔' | '🗹' | '🗷');
    if !text.chars().any(|c| is_box(c) || is_tick(c)) {
        return None;
    }
    let mut options: Vec<(bool, String)> = Vec::new();
    for c in text.chars() {
        if is_box(c) || is_tick(c) {
            options.push((is_tick(c), String::new()));
        } else if let Some((_, option)) = options.last_mut() {
            option.push(c);
        }
    }
    let ticked = options.into_iter().filter(|(ticked, _)| *ticked);
    let names = ticked.map(|(_, option)| {
        option
            .trim()
            .trim_end_matches(['、', '，', ',', '/', '／', '・'])
            .trim()
            .to_owned()
    });
    Some(names.filter(|name| !name.is_empty()).collect())
}

/// Whether the bracket behind a grade says more than the grade's own words.
fn says_more(outcome: &GradeOutcome, (code, words): (&str, &[&str])) -> bool {
    let Some(note) = outcome.note.as_ref().map(|n| key1(n)) else { return false };
    key1(code) != note && words.iter().all(|word| key1(word) != note)
}
