//! The indicators of an answer and their 実績値.

use super::SheetReader;
use super::rows::{is_ditto, is_see_above};
use super::totals::Totals;
use crate::catalog;
use crate::diag::{Diagnostic, NameKind, Origin};
use crate::model::evaluation::Actual;
use crate::model::quantity::{Reading, canonical_unit, convert, is_known};
use crate::model::year::FiscalYear;
use crate::read::grid::CellValue;
use crate::read::layout::{At, Field, Record, year_in_cell};
use crate::read::ledger::Fate;
use crate::read::names::{Match, Unknown};
use crate::read::value::{self, Action, Expect, Input, Kind};
use crate::text::{keep, key1, shorten};

impl SheetReader<'_, '_> {
    /// The indicator of a record, if it has one, and its 実績値.
    pub(super) fn indicator(
        &mut self,
        record: &Record,
        evaluation: usize,
        name: Option<String>,
        totals: &mut Totals,
    ) {
        let plan = self.context.plan;
        let project = self.evaluations[evaluation].project;
        let name = name.unwrap_or_else(|| keep(&self.text(record, Field::IndicatorName)));
        let id = self.text(record, Field::IndicatorId);
        let actual_at = record.at(Field::Actual);
        let cell = record.value(self.sheet, Field::Actual);
        let cell = cell.as_ref();
        if let Some(at) = actual_at {
            self.mark(at, Fate::Used);
        }
        let named = !name.is_empty() || !id.trim().is_empty();
        // The column of 実績値 is asked about: its values are a person's to give.
        if cell.is_none() && self.block.asks(Field::Actual) {
            if named {
                self.undecided(evaluation, &id, &name, None, self.name_origin(record));
            }
            return;
        }
        if !named && cell.is_none() {
            return;
        }
        let origin = match actual_at {
            Some(at) => self.origin(at),
            None => self.name_origin(record),
        };
        let name_at = record.at(Field::IndicatorName);
        let name_at = name_at.or_else(|| record.at(Field::ProjectOrIndicator));
        let name_origin = match name_at {
            Some(at) if !name.is_empty() && record.indicator.is_none() => self.origin(at),
            _ => origin,
        };
        let title = plan.projects[project].title();
        let names = self.context.names;
        let own = names.indicators_of(project);
        let none_word =
            matches!(&*key1(&name), "-" | "ー" | "なし" | "設定なし" | "指標なし");
        let says_nothing =
            cell.is_none_or(|c| matches!(&*key1(&c.text()), "" | "-" | "ー"));
        if says_nothing && (none_word || (own.is_empty() && !named)) {
            return;
        }
        // 「同上」 has its own question.
        if cell.is_some_and(|c| is_ditto(&c.text()) || is_see_above(&c.text())) {
            self.values.count(None, true);
            self.undecided(evaluation, &id, &name, cell, origin);
            return;
        }
        let found = match (named, own) {
            // A column headed by an indicator that this 事業 has not.
            (true, _)
                if record.indicator.is_some()
                    && says_nothing
                    && !self.owns_indicator(project, &name) =>
            {
                return;
            }
            (false, [only]) => Match::Exact(*only),
            (false, _) => Match::Unknown(Unknown::new(NameKind::Indicator, "")),
            (true, _) => {
                let division = Some(self.evaluations[evaluation].division);
                let of =
                    |name: &str| names.indicator_of(plan, project, division, &id, name);
                match of(&name) {
                    // 「利用者数（人）」: the unit in a bracket.
                    Match::Unknown(unknown) => match without_unit(&name).map(of) {
                        Some(found @ (Match::Exact(_) | Match::Loose(..))) => found,
                        _ => Match::Unknown(unknown),
                    },
                    found => found,
                }
            }
        };
        let indicator = match found {
            Match::Exact(i) => i,
            Match::Loose(i, how) => {
                self.read_so(how, name_origin, Some(&title));
                i
            }
            Match::Unknown(unknown) => {
                let finding = self.unknown_indicator(record, &name, cell, own);
                let finding = unknown.ask(finding).at(name_origin).about(&title);
                self.findings.push(finding);
                return;
            }
            Match::Conflict(by_id, by_name) => {
                let of_id = &plan.indicators[by_id].name;
                let text = match by_name {
                    Some(other) => format!(
                        "指標IDは「{of_id}」、指標名は「{}」を指しています",
                        plan.indicators[other].name
                    ),
                    None => format!(
                        "指標IDは「{of_id}」を指していますが、指標名は「{}」です",
                        name.trim()
                    ),
                };
                let finding = Diagnostic::new(&catalog::NAME_NUMBER_CONFLICT, text);
                self.findings.push(finding.at(name_origin).about(&title));
                for at in [name_at, actual_at].into_iter().flatten() {
                    self.mark(at, Fate::Reported);
                }
                return;
            }
            Match::Several(_) => return,
        };
        // 「延べ利用者数（千人）」 of an indicator that counts 人.
        if let Some((_, stated)) = unit_in_bracket(&name)
            && key1(&stated) != key1(&plan.indicators[indicator].unit)
            && key1(&name) != key1(&plan.indicators[indicator].name)
        {
            let text = format!(
                "指標名「{name}」の単位「{stated}」は、計画の単位「{}」と違います",
                plan.indicators[indicator].unit
            );
            let finding = Diagnostic::new(&catalog::UNIT_DIFFERS, text);
            self.findings.push(finding.at(name_origin).about(&title));
        }
        self.unit_and_target(record, indicator, &title);
        let subject = format!("{title} ／ 指標「{}」", plan.indicators[indicator].name);
        let before = self.findings.len();
        let reading = self.actual(actual_at, cell, indicator, origin, &subject);
        let remarked = self.findings.len() > before;
        self.values.count(reading.as_ref(), remarked);
        if let Some(Reading::Value(quantity)) = &reading {
            totals.add(&plan.indicators[indicator].unit, quantity.value);
        }
        let actual = Actual {
            indicator,
            reading,
            original: cell.map(CellValue::text).unwrap_or_default(),
            origin,
        };
        let answer = &mut self.evaluations[evaluation];
        let known = answer.actuals.iter().position(|a| a.indicator == indicator);
        match known {
            Some(i) if answer.actuals[i].reading == actual.reading => {}
            // A row that only names the indicator says nothing against another.
            Some(i) if answer.actuals[i].reading == Some(Reading::Blank) => {
                answer.actuals[i] = actual;
            }
            Some(_) if actual.reading == Some(Reading::Blank) => {}
            Some(_) => {
                let finding = Diagnostic::new(
                    &catalog::ANSWER_DUPLICATE,
                    "一つの指標に違う実績値が二つ書かれています",
                );
                self.findings.push(finding.at(origin).about(subject));
            }
            None => answer.actuals.push(actual),
        }
    }

    pub(super) fn owns_indicator(&self, project: usize, name: &str) -> bool {
        let found = self.context.names.indicator(self.context.plan, project, "", name);
        matches!(found, Match::Exact(_) | Match::Loose(..))
    }

    /// An indicator whose value a person has to write in: known to have been asked.
    fn undecided(
        &mut self,
        evaluation: usize,
        id: &str,
        name: &str,
        cell: Option<&CellValue>,
        origin: Origin,
    ) {
        let plan = self.context.plan;
        let project = self.evaluations[evaluation].project;
        let only = || {
            let mut own = plan.indicators_of(project).map(|(i, _)| i);
            own.next().filter(|_| own.next().is_none())
        };
        let indicator = match self.context.names.indicator(plan, project, id, name) {
            Match::Exact(i) | Match::Loose(i, _) => Some(i),
            _ if name.is_empty() => only(),
            _ => None,
        };
        if let Some(indicator) = indicator {
            self.evaluations[evaluation].actuals.push(Actual {
                indicator,
                reading: None,
                original: cell.map(CellValue::text).unwrap_or_default(),
                origin,
            });
        }
    }

    pub(super) fn unknown_indicator(
        &mut self,
        record: &Record,
        name: &str,
        cell: Option<&CellValue>,
        own: &[usize],
    ) -> Diagnostic {
        for field in [Field::IndicatorName, Field::IndicatorId, Field::Actual] {
            if let Some(at) = record.at(field) {
                self.mark(at, Fate::Reported);
            }
        }
        let shown = cell.map(CellValue::text).unwrap_or_default();
        let text = if name.is_empty() {
            format!("実績値「{}」がどの指標のものか分かりません", shorten(&shown, 20))
        } else {
            format!("指標「{}」はこの事業の指標にありません", shorten(name, 40))
        };
        let finding = Diagnostic::new(&catalog::INDICATOR_UNKNOWN, text);
        let names: Vec<&str> =
            own.iter().map(|i| &*self.context.plan.indicators[*i].name).collect();
        if names.is_empty() {
            finding.hint("計画では、この事業に指標はありません")
        } else {
            finding.hint(format!("この事業の指標: {}", names.join("、")))
        }
    }

    /// What the plan expects in a cell of this indicator.
    pub(super) fn expect(&self, indicator: usize) -> Expect<'_> {
        let indicator = &self.context.plan.indicators[indicator];
        let kind = match Kind::of(&indicator.name, Some(&indicator.unit)) {
            // The plan prints decimals: a mean, not a count.
            Kind::Count | Kind::Unique | Kind::Total | Kind::Times
                if indicator.decimals > 0 =>
            {
                Kind::Measure
            }
            kind => kind,
        };
        Expect {
            year: Some(self.context.year),
            reference: indicator.baseline.or(indicator.target(self.context.year)),
            ..Expect::new(kind, Some(&indicator.unit))
        }
    }

    fn actual(
        &mut self,
        at: Option<At>,
        cell: Option<&CellValue>,
        indicator: usize,
        origin: Origin,
        subject: &str,
    ) -> Option<Reading> {
        let plan_indicator = &self.context.plan.indicators[indicator];
        let Some(cell) = cell else { return Some(Reading::Blank) };
        if matches!(cell, CellValue::Uncomputed | CellValue::Error(_)) {
            self.clean(cell, origin, subject);
            return None;
        }
        if let CellValue::Text(text) = cell
            && let Some(year) = year_beside(text, self.context.year)
        {
            let text =
                format!("実績値「{}」は{}の値です", shorten(text, 30), year.era_label());
            let finding = Diagnostic::new(&catalog::ACTUAL_UNREADABLE, text);
            self.findings.push(finding.at(origin).about(subject));
            if let Some(at) = at {
                self.mark(at, Fate::Reported);
            }
            return None;
        }
        let shifted = at.filter(|at| self.is_shifted(*at));
        let shifted = shifted.and_then(|(row, _)| self.shifted(row));
        if let Some(text) =
            shifted.or_else(|| at.and_then(|at| self.looks_other(at, cell)))
        {
            let finding = Diagnostic::new(&catalog::ACTUAL_UNREADABLE, text);
            self.findings.push(finding.at(origin).about(subject));
            return None;
        }
        if let Some(at) = at {
            self.struck_words(at, "実績値", subject);
        }
        let outcome = value::read(&input(cell), &self.expect(indicator));
        let shown = shorten(&cell.text(), 30);
        let why = outcome.why.clone().unwrap_or_default();
        let Some(reading) = outcome.reading else {
            let finding = Diagnostic::new(
                &catalog::ACTUAL_UNREADABLE,
                format!("実績値「{shown}」は数値に決められません。{why}"),
            );
            self.findings.push(finding.at(origin).about(subject));
            if let Some(at) = at {
                self.mark(at, Fate::Reported);
            }
            return None;
        };
        let reading = self.in_plan_unit(reading, indicator, origin, subject)?;
        match &reading {
            Reading::Value(quantity) if outcome.action == Action::Note => {
                let value = quantity.value.normalize();
                let unit = &plan_indicator.unit;
                let text = format!("実績値「{shown}」を {value} {unit}と読みました");
                let mut finding = Diagnostic::new(&catalog::VALUE_REMARK, text)
                    .at(origin)
                    .about(subject);
                if !why.is_empty() {
                    finding = finding.hint(why);
                }
                for (what, part) in &outcome.second {
                    finding = finding.hint(format!("{what} {}", part.normalize()));
                }
                if let Some(note) = &outcome.note {
                    finding = finding.hint(note);
                }
                self.findings.push(finding);
            }
            Reading::Value(_) | Reading::Blank => {}
            state => {
                let text =
                    format!("実績値「{shown}」を「{}」として載せます", state.label());
                let finding = Diagnostic::new(&catalog::VALUE_STATE, text);
                self.findings.push(finding.at(origin).about(subject));
            }
        }
        Some(reading)
    }

    /// A value that states its own unit is converted when the unit is a multiple of the
    /// plan's (千円 → 円), and reported otherwise.
    pub(super) fn in_plan_unit(
        &mut self,
        reading: Reading,
        indicator: usize,
        origin: Origin,
        subject: &str,
    ) -> Option<Reading> {
        let unit = &self.context.plan.indicators[indicator].unit;
        let Reading::Value(mut quantity) = reading else { return Some(reading) };
        let Some(stated) = quantity.unit.clone() else {
            return Some(Reading::Value(quantity));
        };
        if key1(&stated) == key1(unit) {
            return Some(Reading::Value(quantity));
        }
        match convert(quantity.value, &stated, unit) {
            Some(value) => {
                quantity.value = value;
                quantity.unit = Some(unit.clone());
                Some(Reading::Value(quantity))
            }
            None => {
                let text =
                    format!("実績値の単位「{stated}」は、計画の単位「{unit}」と違います");
                let finding = Diagnostic::new(&catalog::UNIT_DIFFERS, text);
                self.findings.push(finding.at(origin).about(subject));
                None
            }
        }
    }
}

/// 「利用者数（人）」 → (「利用者数」, 「人」), where the bracket holds a known unit.
pub(super) fn unit_in_bracket(label: &str) -> Option<(&str, String)> {
    let label = label.trim();
    let open = label.rfind(['（', '('])?;
    let inner = label.get(open..)?.trim_matches(['（', '）', '(', ')']);
    let inner = inner.trim_start_matches("単位").trim_start_matches(['：', ':']);
    let unit = canonical_unit(inner);
    is_known(&unit).then(|| (label[..open].trim(), unit))
}

/// 「1,120（前年度）」: the other year that a value says it is of.
fn year_beside(text: &str, year: FiscalYear) -> Option<FiscalYear> {
    let (_, bracket) = text.split_once(['（', '('])?;
    let inner = bracket.trim_end_matches(['）', ')']);
    year_in_cell(inner, year).filter(|y| *y != year)
}

/// A name without the unit in its bracket.
fn without_unit(name: &str) -> Option<&str> {
    unit_in_bracket(name).map(|(name, _)| name).filter(|name| !name.is_empty())
}

/// A cell as the value reader takes it.
pub(super) fn input(cell: &CellValue) -> Input<'_> {
    match cell {
        CellValue::Text(text) => Input::Text(text),
        CellValue::Number { value, percent } => {
            Input::Number { value: *value, percent_format: *percent, decimals: None }
        }
        CellValue::Date { year, month, day } => {
            Input::Date { y: *year, m: *month, d: *day, text: "" }
        }
        CellValue::Bool(true) => Input::Text("TRUE"),
        CellValue::Bool(false) => Input::Text("FALSE"),
        CellValue::Error(text) => Input::Error(text),
        CellValue::Uncomputed => Input::Error(""),
    }
}
