//! Rules over the answers of one year: who is missing, what is incomplete.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::catalog;
use crate::diag::{BookId, Diagnostic, Diagnostics, NameKind};
use crate::model::evaluation::Evaluation;
use crate::model::plan::Plan;
use crate::model::quantity::Reading;
use crate::model::year::FiscalYear;

/// What the rules look at.
pub struct Answers<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The year reported.
    pub year: FiscalYear,
    /// All answers of all years, in reading order.
    pub evaluations: &'a [Evaluation],
    /// The 課 from which a book of the year reported arrived.
    pub submitted: &'a [usize],
    /// The 課 of which a book arrived that could not be read: what it holds is unknown.
    pub unreadable: &'a [usize],
    /// The books of the year reported.
    pub books: &'a BTreeSet<BookId>,
}

/// Runs every rule.
pub fn check(answers: &Answers, out: &mut Diagnostics) {
    let mut indicators: HashMap<usize, Vec<usize>> = HashMap::new();
    for (i, indicator) in answers.plan.indicators.iter().enumerate() {
        indicators.entry(indicator.project).or_default().push(i);
    }
    for evaluation in answers.evaluations {
        belongs(answers, evaluation, out);
        if evaluation.year == answers.year && evaluation.is_answered() {
            let own = indicators.get(&evaluation.project).map_or(&[][..], |own| own);
            complete(answers, evaluation, own, out);
        }
    }
    missing(answers, out);
    shared(answers, out);
}

fn belongs(a: &Answers, evaluation: &Evaluation, out: &mut Diagnostics) {
    let project = &a.plan.projects[evaluation.project];
    let division = &a.plan.divisions[evaluation.division].name;
    if !project.answering().any(|d| d == evaluation.division) {
        let owner = &a.plan.divisions[project.division].name;
        let text = format!("{division}の回答ですが、担当課は{owner}です");
        out.push(
            Diagnostic::new(&catalog::DIVISION_WRONG, text)
                .at(evaluation.origin)
                .about(project.title())
                .for_division(division),
        );
    }
    if evaluation.is_answered() && !project.active_in(evaluation.year) {
        let text = format!(
            "計画では、{}に実施する事業ではありません",
            evaluation.year.era_label()
        );
        out.push(
            Diagnostic::new(&catalog::PROJECT_INACTIVE, text)
                .at(evaluation.origin)
                .about(project.title())
                .for_division(division),
        );
    }
}

fn complete(
    a: &Answers,
    evaluation: &Evaluation,
    indicators: &[usize],
    out: &mut Diagnostics,
) {
    let project = &a.plan.projects[evaluation.project];
    let division = &a.plan.divisions[evaluation.division].name;
    let mut report = |rule, text: String, origin, subject: String| {
        out.push(
            Diagnostic::new(rule, text).at(origin).about(subject).for_division(division),
        );
    };
    match &evaluation.grade {
        // What stands in the cell has its own finding.
        None if evaluation.grade_asked => {}
        None => report(
            &catalog::GRADE_BLANK,
            "評価の欄が空です".to_owned(),
            evaluation.grade_cell.unwrap_or(evaluation.origin),
            project.title(),
        ),
        Some(grade) => {
            let level = &a.plan.scale.grades[grade.value];
            if level.reason_required && evaluation.reason.is_none() {
                let text =
                    format!("評価「{} {}」には理由が必要です", level.symbol, level.name);
                report(&catalog::REASON_MISSING, text, grade.origin, project.title());
            }
        }
    }
    if evaluation.division != project.division {
        return;
    }
    for i in indicators.iter().copied() {
        let indicator = &a.plan.indicators[i];
        let subject = format!("{} ／ 指標「{}」", project.title(), indicator.name);
        match evaluation.actuals.iter().find(|x| x.indicator == i) {
            None => report(
                &catalog::ACTUAL_MISSING,
                "この指標の実績値がありません".to_owned(),
                evaluation.origin,
                subject,
            ),
            Some(actual) if actual.reading == Some(Reading::Blank) => report(
                &catalog::ACTUAL_BLANK,
                "実績値の欄が空です".to_owned(),
                actual.origin,
                subject,
            ),
            Some(_) => {}
        }
    }
}

/// Projects for which a row came whose name is still a question, by 課; `None` where the
/// 課 is not known either.
fn questioned(a: &Answers, out: &Diagnostics) -> HashSet<(usize, Option<usize>)> {
    let mut found = HashSet::new();
    for finding in out.iter() {
        let Some(question) = &finding.question else { continue };
        let ours = finding.origin.is_some_and(|o| a.books.contains(&o.book));
        if ours && question.kind == NameKind::Project {
            let likely = question.candidates.iter().filter(|c| c.likely);
            found.extend(likely.map(|c| (c.position, question.division)));
        }
    }
    found
}

fn missing(a: &Answers, out: &mut Diagnostics) {
    let mut due: Vec<Vec<usize>> = vec![Vec::new(); a.plan.divisions.len()];
    for (p, project) in a.plan.projects.iter().enumerate() {
        if project.active_in(a.year) {
            let divisions: BTreeSet<usize> = project.answering().collect();
            divisions.into_iter().for_each(|d| due[d].push(p));
        }
    }
    let this_year = |e: &&Evaluation| e.year == a.year && e.is_answered();
    let answered: HashSet<(usize, usize)> =
        a.evaluations.iter().filter(this_year).map(|e| (e.project, e.division)).collect();
    let questioned = questioned(a, out);
    for (d, division) in a.plan.divisions.iter().enumerate() {
        if due[d].is_empty() || a.unreadable.contains(&d) {
            continue;
        }
        if !a.submitted.contains(&d) {
            let text = format!(
                "{}の{}の帳票が届いていません（担当する事業 {}）",
                division.name,
                a.year.era_label(),
                due[d].len()
            );
            out.push(
                Diagnostic::new(&catalog::SUBMISSION_MISSING, text)
                    .for_division(&division.name),
            );
            continue;
        }
        for p in &due[d] {
            let open = [Some(d), None].map(|of| questioned.contains(&(*p, of)));
            if !answered.contains(&(*p, d)) && open == [false, false] {
                let text = format!("{}の回答がありません", division.name);
                out.push(
                    Diagnostic::new(&catalog::ANSWER_MISSING, text)
                        .about(a.plan.projects[*p].title())
                        .for_division(&division.name),
                );
            }
        }
    }
}

/// 共管: the 担当課 and its 関係課 should say the same.
fn shared(a: &Answers, out: &mut Diagnostics) {
    let mut answers: HashMap<(usize, usize), &Evaluation> = HashMap::new();
    for answer in a.evaluations.iter().filter(|e| e.year == a.year) {
        answers.entry((answer.project, answer.division)).or_insert(answer);
    }
    for (p, project) in a.plan.projects.iter().enumerate() {
        let of = |division: usize| answers.get(&(p, division)).copied();
        let Some(main) = of(project.division) else { continue };
        for partner in project.partners.iter().filter_map(|d| of(*d)) {
            let names = (
                &a.plan.divisions[main.division].name,
                &a.plan.divisions[partner.division].name,
            );
            if let (Some(x), Some(y)) = (&main.grade, &partner.grade)
                && x.value != y.value
            {
                let symbol = |g: usize| &a.plan.scale.grades[g].symbol;
                let text = format!(
                    "担当課（{}）の評価は「{}」、関係課（{}）の評価は「{}」です",
                    names.0,
                    symbol(x.value),
                    names.1,
                    symbol(y.value)
                );
                out.push(
                    Diagnostic::new(&catalog::GRADE_CONFLICT, text)
                        .at(y.origin)
                        .about(project.title())
                        .for_division(names.1),
                );
            }
            for theirs in &partner.actuals {
                let ours = main.actuals.iter().find(|x| x.indicator == theirs.indicator);
                let values = (
                    ours.and_then(|x| x.reading.as_ref()).and_then(Reading::value),
                    theirs.reading.as_ref().and_then(Reading::value),
                );
                if let (Some(x), Some(y)) = values
                    && x != y
                {
                    let indicator = &a.plan.indicators[theirs.indicator].name;
                    let text = format!(
                        "担当課（{}）の実績値は {x}、関係課（{}）の実績値は {y} です",
                        names.0, names.1
                    );
                    out.push(
                        Diagnostic::new(&catalog::GRADE_CONFLICT, text)
                            .at(theirs.origin)
                            .about(format!("{} ／ 指標「{indicator}」", project.title()))
                            .for_division(names.1),
                    );
                }
            }
        }
    }
}
