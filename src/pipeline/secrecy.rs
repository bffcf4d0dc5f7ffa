//! 秘匿 in a run: what is decided of the answers, what is said about it, and what of the
//! findings may be published.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::Checked;
use crate::catalog;
use crate::config::{Config, SecrecySetting};
use crate::diag::{BookId, Diagnostic, Diagnostics, Origin};
use crate::model::evaluation::Evaluation;
use crate::model::plan::Plan;
use crate::model::progress;
use crate::model::quantity::Reading;
use crate::model::secrecy::{Exposed, Secrecy, Why};
use crate::model::year::FiscalYear;
use crate::read;
use crate::rules;
use crate::secrecy::{self, Rule};
use crate::text::{number_of, numeral};

/// What is hidden, and what the findings must not say of it.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    pub(super) secrecy: Secrecy,
    veil: Veil,
}

/// ［秘匿］ with its years; `None` where there is none, or it is at fault.
pub(super) fn rule(
    config: &Config,
    (text, book): (&str, BookId),
    year: FiscalYear,
    out: &mut Checked,
) -> Option<Rule> {
    let setting = config.secrecy.as_ref()?;
    let line = read::config::line_of(text, "秘匿", "始めた年度");
    let mut fault = |text: String| {
        let finding = Diagnostic::new(&catalog::CONFIG_INVALID, text);
        let place = line.map_or(Origin::book(book), |line| Origin::line(book, line));
        out.diagnostics.push(finding.at(place));
    };
    let Some(since) = FiscalYear::parse(&setting.since) else {
        fault(format!(
            "［秘匿］の「始めた年度」の「{}」を年度として読めません（「令和9年度」のように書きます）",
            setting.since
        ));
        return None;
    };
    if since > year {
        fault(format!(
            "［秘匿］の「始めた年度」の「{}」は、対象年度より後です",
            setting.since
        ));
        return None;
    }
    Some(of_setting(setting, since))
}

fn of_setting(setting: &SecrecySetting, since: FiscalYear) -> Rule {
    Rule {
        below: setting.below,
        least: u32::from(!setting.zero),
        width: setting.width(),
        units: setting.units.clone(),
        since,
    }
}

/// Compares what hangs together, decides what is hidden and takes it out of the answers.
pub(super) fn hide(
    plan: &Plan,
    evaluations: &mut [Evaluation],
    rule: Option<&Rule>,
    year: FiscalYear,
    diagnostics: &mut Diagnostics,
) -> Hidden {
    let readings = progress::readings(plan, evaluations);
    rules::compositions(plan, &readings, year, diagnostics);
    let Some(rule) = rule else { return Hidden::default() };
    let secrecy = secrecy::decide(plan, &readings, year, rule);
    diagnostics.extend(findings(plan, evaluations, &secrecy, rule));
    let veil = Veil::new(plan, evaluations, &secrecy);
    secrecy::mask(evaluations, &secrecy);
    Hidden { secrecy, veil }
}

fn findings(
    plan: &Plan,
    evaluations: &[Evaluation],
    secrecy: &Secrecy,
    rule: &Rule,
) -> Vec<Diagnostic> {
    let mut list = Vec::new();
    let count = |wanted: fn(&Why) -> bool| {
        secrecy.secrets().iter().filter(|s| wanted(&s.why)).count()
    };
    let small = count(|w| *w == Why::Small);
    let guards = count(|w| matches!(w, Why::Guards { .. }));
    let own = count(|w| *w == Why::Division);
    if small + guards + own > 0 {
        let text = format!(
            "実績値を秘匿にしました: 小さな数 {small}、逆算を防ぐため {guards}、担当課の x {own}"
        );
        list.push(Diagnostic::new(&catalog::SECRETS_MADE, text));
    }
    for exposed in &secrecy.exposed {
        list.push(told(plan, evaluations, exposed));
    }
    let small = |value| {
        value >= Decimal::from(rule.least.max(1)) && value < Decimal::from(rule.below)
    };
    for (i, indicator) in plan.indicators.iter().enumerate() {
        let counted = rule.scale(indicator);
        let again = secrecy.in_plan.iter().any(|(x, _)| *x == i);
        let baseline =
            indicator.baseline.zip(counted).and_then(|(b, scale)| b.checked_mul(scale));
        if again || baseline.is_some_and(small) {
            let project = &plan.projects[indicator.project];
            let text = "基準値が小さな数です。計画に載せたものとして、隠しません";
            let subject = format!("{} ／ 指標「{}」", project.title(), indicator.name);
            let finding = Diagnostic::new(&catalog::SECRET_IN_PLAN, text);
            list.push(finding.at(indicator.origin).about(subject));
        }
    }
    list
}

/// A hidden value that can still be computed; its number stands in no message.
fn told(plan: &Plan, evaluations: &[Evaluation], exposed: &Exposed) -> Diagnostic {
    let indicator = &plan.indicators[exposed.indicator];
    let project = &plan.projects[indicator.project];
    let width = match exposed.range {
        Some((low, high)) if high - low < 1.0 => "一つの値に決まります",
        Some(_) => "「幅」より狭い範囲に決まります",
        None => "範囲を確かめられません",
    };
    let text = format!(
        "{}の値は、x としても、公表済みの値や 0 から計算すると{width}",
        exposed.year.era_label()
    );
    let mut finding = Diagnostic::new(&catalog::SECRET_EXPOSED, text)
        .about(format!("{} ／ 指標「{}」", project.title(), indicator.name))
        .for_division(&plan.divisions[project.division].name);
    let of = |e: &&Evaluation| e.year == exposed.year && e.division == project.division;
    let actuals = evaluations.iter().filter(of).flat_map(|e| &e.actuals);
    let cell = actuals.into_iter().find(|a| a.indicator == exposed.indicator);
    finding.origin = Some(cell.map_or(indicator.origin, |a| a.origin));
    finding
}

/// What findings must not say where they are published (「要確認」 of the workbook).
#[derive(Debug, Default)]
struct Veil {
    /// Cells that hold a hidden value.
    cells: HashSet<Origin>,
    /// Names of all indicators: what follows one in a list of changes is its value.
    names: HashSet<String>,
    /// Names of the indicators with a hidden value.
    hidden: HashSet<String>,
    /// Hidden numbers, as they are compared.
    numbers: HashSet<String>,
}

impl Veil {
    fn new(plan: &Plan, evaluations: &[Evaluation], secrecy: &Secrecy) -> Self {
        let name = |i: usize| plan.indicators[i].name.clone();
        let secrets = secrecy.secrets().iter();
        let mut veil = Veil {
            names: (0..plan.indicators.len()).map(name).collect(),
            hidden: secrets.clone().map(|s| name(s.indicator)).collect(),
            numbers: secrets.filter_map(|s| Some(written(s.value?))).collect(),
            ..Veil::default()
        };
        for e in evaluations {
            let own = e.actuals.iter();
            for actual in own.filter(|a| secrecy.of(a.indicator, e.year).is_some()) {
                veil.cells.insert(actual.origin);
                let number = actual.reading.as_ref().and_then(Reading::value);
                veil.numbers.extend(number.map(written));
            }
        }
        veil
    }

    /// A text with x for the numbers that may be hidden ones: those after the name of an
    /// indicator, and in quotations those that are hidden somewhere.
    fn cover(&self, text: &str, all: bool) -> String {
        let mut out = String::with_capacity(text.len());
        let (mut quoted, mut follows) = (0_usize, false);
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some(name) = quotation(rest).filter(|name| self.names.contains(*name))
            {
                let end = '「'.len_utf8() + name.len() + '」'.len_utf8();
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                follows = true;
                continue;
            }
            let digits = numeral(rest);
            if digits > 0 {
                let number = &rest[..digits];
                let hidden = |n: Decimal| self.numbers.contains(&written(n));
                let secret = quoted > 0 && number_of(number).is_some_and(hidden);
                out.push_str(if all || follows || secret { "x" } else { number });
                rest = &rest[digits..];
                continue;
            }
            match c {
                '「' => quoted += 1,
                '」' => quoted = quoted.saturating_sub(1),
                '、' | '。' | '\n' => follows = false,
                _ => {}
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
        out
    }

    fn covered(&self, finding: &Diagnostic) -> Diagnostic {
        let of_cell = finding.origin.is_some_and(|o| self.cells.contains(&o));
        let subject = finding.subject.as_deref().unwrap_or_default();
        let named = subject.split_once("指標").and_then(|(_, rest)| quotation(rest));
        let of_name = named.is_some_and(|name| self.hidden.contains(name));
        // A sum that does not fit gives away its hidden part, and the value of a 関係課 is
        // published nowhere else.
        let told = [&catalog::COMPOSITION_DIFFERS, &catalog::GRADE_CONFLICT];
        let all = of_cell || of_name || told.iter().any(|r| r.code == finding.rule.code);
        let mut covered = finding.clone();
        covered.message = self.cover(&finding.message, all);
        covered.hints = finding.hints.iter().map(|h| self.cover(h, all)).collect();
        covered
    }
}

/// The text between 「 at the beginning and the next 」.
fn quotation(text: &str) -> Option<&str> {
    Some(text.strip_prefix('「')?.split_once('」')?.0)
}

fn written(value: Decimal) -> String {
    value.normalize().to_string()
}

impl Hidden {
    /// The findings as they may be published: without hidden numbers, and without those
    /// that would tell readers where a hidden value can be found.
    pub(super) fn publishable(&self, diagnostics: &Diagnostics) -> Diagnostics {
        let inside = [&catalog::SECRET_EXPOSED, &catalog::SECRET_IN_TEXT];
        let mut list = Diagnostics::new(diagnostics.edition());
        for finding in diagnostics.iter() {
            if inside.iter().any(|rule| rule.code == finding.rule.code) {
                continue;
            }
            list.push(match self.secrecy.secrets().is_empty() {
                true => finding.clone(),
                false => self.veil.covered(finding),
            });
        }
        list
    }
}
