//! The rows of one table → evaluations.
//!
//! A row with a 事業 opens an answer; rows under it without one add indicators or
//! continue its texts. Every cell that is looked at gets its [`Fate`].

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::catalog;
use crate::diag::{BookId, Diagnostic, Located, Origin, SheetId};
use crate::model::evaluation::{Actual, Evaluation};
use crate::model::quantity::{Reading, canonical_unit, convert};
use crate::model::reconcile::ValueCounts;
use crate::read::grid::{CellValue, Sheet};
use crate::read::header::{Field, Header};
use crate::read::ledger::{Fate, Ledger};
use crate::read::names::Match;
use crate::read::submission::{Context, is_total_word, shorten};
use crate::read::value::{self, Action, Expect, Input, Kind};
use crate::text::{keep, key1};

/// Reads one sheet under one header.
pub struct SheetReader<'a, 'b> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Its header.
    pub header: &'a Header,
    /// The book.
    pub book: BookId,
    /// The sheet's id.
    pub id: SheetId,
    /// Plan, names, words, year.
    pub context: &'a Context<'a>,
    /// The 課 of the sheet where rows do not say.
    pub division: Option<usize>,
    /// Fates of the cells.
    pub ledger: &'b mut Ledger,
    /// Findings.
    pub findings: &'b mut Vec<Diagnostic>,
    /// Answers.
    pub evaluations: &'b mut Vec<Evaluation>,
    /// 実績値 by kind.
    pub values: &'b mut ValueCounts,
}

/// What a row is.
enum RowKind {
    Project(usize, Option<String>),
    Indicator(String),
    Continued,
    Total,
    Band,
    Repeated,
    /// Not of the table: whoever looks at the cells outside it names them.
    Remark,
    Unknown,
}

impl SheetReader<'_, '_> {
    /// Reads all rows below the header.
    pub fn read(&mut self) {
        let mut current: Option<usize> = None;
        let mut sums: BTreeMap<u32, (Decimal, Decimal)> = BTreeMap::new();
        self.report_unknown_columns();
        let last = self.header.last;
        for row in self.sheet.rows().into_iter().filter(|r| *r > last) {
            match self.kind(row, current) {
                RowKind::Repeated => {
                    self.ledger.mark_rest_of_row(self.sheet, row, Fate::Header);
                }
                RowKind::Band => {
                    self.ledger.mark_rest_of_row(self.sheet, row, Fate::Reference);
                }
                RowKind::Total => self.total(row, &mut sums),
                RowKind::Remark => {}
                RowKind::Unknown => {
                    self.ledger.mark_rest_of_row(self.sheet, row, Fate::Reported);
                    current = None;
                }
                RowKind::Project(project, remark) => {
                    current = self.open(row, project, current, remark);
                    if let Some(evaluation) = current {
                        self.fill(row, evaluation, None, &mut sums);
                    }
                }
                RowKind::Indicator(name) => {
                    if let Some(evaluation) = current {
                        self.fill(row, evaluation, Some(name), &mut sums);
                    }
                }
                RowKind::Continued => {
                    if let Some(evaluation) = current {
                        self.fill(row, evaluation, None, &mut sums);
                    }
                }
            }
        }
    }

    fn text(&self, row: u32, field: Field) -> String {
        self.header.column(field).map(|c| self.sheet.text(row, c)).unwrap_or_default()
    }

    fn origin(&self, row: u32, col: u32) -> Origin {
        Origin::cell(self.book, self.id, row, col)
    }

    /// Columns that the plan has no field for are said once, with their header.
    fn report_unknown_columns(&mut self) {
        let below = |col: u32| {
            self.sheet.cells.keys().any(|(r, c)| *c == col && *r > self.header.last)
        };
        for column in &self.header.columns {
            let rule = match column.field {
                None if below(column.col) => &catalog::COLUMN_KEPT,
                Some(Field::Personal) if below(column.col) => &catalog::PERSONAL_COLUMN,
                _ => continue,
            };
            let label = column.label.replace('\n', "");
            let text = if column.field.is_none() {
                format!("列「{label}」は計画にない列なので、付記として残しました")
            } else {
                format!("列「{label}」は個人に関わるため、使いませんでした")
            };
            self.findings.push(
                Diagnostic::new(rule, text).at(self.origin(self.header.last, column.col)),
            );
        }
    }

    fn kind(&mut self, row: u32, current: Option<usize>) -> RowKind {
        if self.is_repeated_header(row) {
            return RowKind::Repeated;
        }
        let id = self.text(row, Field::ProjectId);
        let number = self.text(row, Field::ProjectNumber);
        let combined = self.header.column(Field::ProjectOrIndicator).is_some();
        let name = if combined {
            self.text(row, Field::ProjectOrIndicator)
        } else {
            self.text(row, Field::ProjectName)
        };
        if [&id, &number, &name].iter().any(|t| is_total_word(t)) {
            return RowKind::Total;
        }
        if self.is_band(row) {
            return RowKind::Band;
        }
        let coded = !id.trim().is_empty() || !number.trim().is_empty();
        if !coded && name.trim().is_empty() {
            let columns = &self.header.columns;
            let inside =
                self.sheet.row(row).any(|(c, _)| columns.iter().any(|x| x.col == c));
            return match current {
                _ if !inside || self.is_remark(row) => RowKind::Remark,
                Some(_) => RowKind::Continued,
                None => self.orphan(row),
            };
        }
        if combined && !coded {
            return match current {
                Some(_) => RowKind::Indicator(strip_indicator_mark(&name)),
                None => self.unknown(row, &name, Vec::new()),
            };
        }
        if self.is_remark(row) {
            return RowKind::Remark;
        }
        match self.context.names.project(&id, &number, &name) {
            Match::Exact(project) => RowKind::Project(project, None),
            Match::Loose(project, how) => RowKind::Project(project, Some(how)),
            Match::Conflict(by_code, by_name) => {
                let plan = self.context.plan;
                let code = plan.projects[by_code].title();
                let text = match by_name {
                    Some(other) => format!(
                        "番号は「{code}」、名は「{}」を指しています",
                        plan.projects[other].title()
                    ),
                    None => format!(
                        "番号は「{code}」を指していますが、名は「{}」です",
                        name.trim()
                    ),
                };
                let origin = self.first_origin(row);
                self.findings.push(
                    Diagnostic::new(&catalog::NAME_NUMBER_CONFLICT, text).at(origin),
                );
                RowKind::Unknown
            }
            Match::Unknown(candidates) => {
                let shown = format!("{} {}", number.trim(), name.trim());
                self.unknown(row, shown.trim(), candidates)
            }
        }
    }

    fn unknown(&mut self, row: u32, shown: &str, candidates: Vec<String>) -> RowKind {
        let text = format!("「{}」は計画の事業にありません", shorten(shown, 40));
        let mut finding =
            Diagnostic::new(&catalog::PROJECT_UNKNOWN, text).at(self.first_origin(row));
        if !candidates.is_empty() {
            finding = finding.hint(format!("近い名の事業: {}", candidates.join("、")));
        }
        self.findings.push(finding);
        RowKind::Unknown
    }

    fn orphan(&mut self, row: u32) -> RowKind {
        let text = "事業の分からない行です";
        self.findings.push(
            Diagnostic::new(&catalog::PROJECT_UNKNOWN, text).at(self.first_origin(row)),
        );
        RowKind::Unknown
    }

    fn first_origin(&self, row: u32) -> Origin {
        let col = self.sheet.row(row).next().map_or(0, |(col, _)| col);
        self.origin(row, col)
    }

    fn is_remark(&self, row: u32) -> bool {
        let mut cells = self.sheet.row(row);
        let first = cells.next().map(|(_, v)| v.text()).unwrap_or_default();
        cells.next().is_none() && first.trim_start().starts_with(['※', '注', '＊'])
    }

    fn is_repeated_header(&self, row: u32) -> bool {
        let mut same = 0;
        for column in &self.header.columns {
            let text = self.sheet.text(row, column.col);
            if text.trim().is_empty() {
                continue;
            }
            let label = column.label.rsplit('／').next().unwrap_or_default();
            if key1(&text) != key1(label) {
                return false;
            }
            same += 1;
        }
        same >= 3
    }

    /// 「基本目標1 …」「1-2 …」: a band across the table, naming what the plan holds.
    fn is_band(&self, row: u32) -> bool {
        let texts: Vec<String> = self.sheet.row(row).map(|(_, v)| v.text()).collect();
        if texts.len() > 2 {
            return false;
        }
        let key = key1(&texts.concat());
        let plan = self.context.plan;
        plan.goals.iter().any(|g| key.ends_with(&key1(&g.name)))
            || plan.measures.iter().any(|m| key.ends_with(&key1(&m.name)))
    }

    /// Opens an answer, or goes on with the current one when the row repeats it.
    fn open(
        &mut self,
        row: u32,
        project: usize,
        current: Option<usize>,
        remark: Option<String>,
    ) -> Option<usize> {
        let division = self.row_division(row);
        if let Some(i) = current
            && self.evaluations[i].project == project
            && division.is_none_or(|d| d == self.evaluations[i].division)
        {
            self.mark_identity(row);
            return current;
        }
        let plan = self.context.plan;
        let title = plan.projects[project].title();
        if let Some(how) = remark {
            let finding = Diagnostic::new(&catalog::MATCHED_LOOSELY, how);
            self.findings.push(finding.at(self.first_origin(row)).about(&title));
        }
        let Some(division) = division.or(self.division) else {
            self.findings.push(
                Diagnostic::new(
                    &catalog::DIVISION_UNKNOWN,
                    "どの課の回答か、欄・表題・ファイル名のどれからも分かりません",
                )
                .at(self.first_origin(row))
                .about(title),
            );
            self.ledger.mark_rest_of_row(self.sheet, row, Fate::Reported);
            return None;
        };
        self.mark_identity(row);
        self.evaluations.push(Evaluation {
            project,
            division,
            year: self.context.year,
            activities: None,
            grade: None,
            reason: None,
            issues: None,
            improvements: None,
            direction: None,
            actuals: Vec::new(),
            notes: Vec::new(),
            origin: self.first_origin(row),
        });
        Some(self.evaluations.len() - 1)
    }

    fn mark_identity(&mut self, row: u32) {
        use Field::{
            Division, ProjectId, ProjectName, ProjectNumber, ProjectOrIndicator,
        };
        for field in [ProjectId, ProjectNumber, ProjectName, ProjectOrIndicator, Division]
        {
            if let Some(col) = self.header.column(field) {
                self.ledger.mark(row, col, Fate::Used);
            }
        }
    }

    fn row_division(&mut self, row: u32) -> Option<usize> {
        let col = self.header.column(Field::Division)?;
        let text = self.sheet.text(row, col);
        if text.trim().is_empty() {
            return None;
        }
        match self.context.names.division(&text) {
            Match::Exact(i) => Some(i),
            Match::Loose(i, how) => {
                let origin = self.origin(row, col);
                let known = self.findings.iter().any(|f| {
                    f.message == how && f.origin.is_some_and(|o| o.book == self.book)
                });
                if !known {
                    self.findings
                        .push(Diagnostic::new(&catalog::MATCHED_LOOSELY, how).at(origin));
                }
                Some(i)
            }
            Match::Unknown(candidates) => {
                let text = format!("課「{}」は計画の担当課にありません", text.trim());
                let mut finding = Diagnostic::new(&catalog::DIVISION_UNKNOWN, text)
                    .at(self.origin(row, col));
                if !candidates.is_empty() {
                    finding =
                        finding.hint(format!("近い名の課: {}", candidates.join("、")));
                }
                self.findings.push(finding);
                None
            }
            Match::Conflict(..) => None,
        }
    }

    /// Reads the fields of a row into its answer.
    fn fill(
        &mut self,
        row: u32,
        evaluation: usize,
        indicator_name: Option<String>,
        sums: &mut BTreeMap<u32, (Decimal, Decimal)>,
    ) {
        if indicator_name.is_some() {
            self.mark_identity(row);
        }
        for column in &self.header.columns.clone() {
            let Some(cell) = self.sheet.cells.get(&(row, column.col)) else { continue };
            let origin = self.origin(row, column.col);
            match column.field {
                Some(Field::Reference) => {
                    self.ledger.mark(row, column.col, Fate::Reference);
                }
                Some(Field::Personal) => {
                    self.ledger.mark(row, column.col, Fate::Personal);
                }
                Some(Field::Grade) => self.grade(cell, origin, evaluation),
                Some(Field::Direction) => self.direction(cell, origin, evaluation),
                Some(
                    field @ (Field::Activities
                    | Field::Reason
                    | Field::Issues
                    | Field::Improvements),
                ) => self.sentence(cell, origin, evaluation, field),
                None => self.note(cell, origin, evaluation, &column.label),
                _ => {}
            }
            if !matches!(column.field, Some(Field::Reference | Field::Personal)) {
                let fate = if column.field.is_none() { Fate::Note } else { Fate::Used };
                self.ledger.mark(row, column.col, fate);
            }
        }
        self.indicator(row, evaluation, indicator_name, sums);
    }

    /// The cell's text for print; a damaged cell is reported and gives nothing.
    fn clean(&mut self, cell: &CellValue, origin: Origin, about: &str) -> Option<String> {
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
                            format!("「{}」", shorten(&keep(&typed), 30)),
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

    fn title(&self, evaluation: usize) -> String {
        self.context.plan.projects[self.evaluations[evaluation].project].title()
    }

    fn sentence(
        &mut self,
        cell: &CellValue,
        origin: Origin,
        evaluation: usize,
        field: Field,
    ) {
        let title = self.title(evaluation);
        let Some(text) = self.clean(cell, origin, &title) else { return };
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

    fn note(&mut self, cell: &CellValue, origin: Origin, evaluation: usize, label: &str) {
        let title = self.title(evaluation);
        if let Some(text) = self.clean(cell, origin, &title) {
            let note = (label.to_owned(), Located::new(text, origin));
            self.evaluations[evaluation].notes.push(note);
        }
    }

    fn grade(&mut self, cell: &CellValue, origin: Origin, evaluation: usize) {
        let title = self.title(evaluation);
        let Some(text) = self.clean(cell, origin, &title) else { return };
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
            let known: Vec<String> = scale
                .grades
                .iter()
                .map(|g| format!("{}（{}）", g.symbol, g.name))
                .collect();
            let why = outcome.why.map(|w| format!("。{w}")).unwrap_or_default();
            let finding = Diagnostic::new(
                &catalog::GRADE_UNKNOWN,
                format!("評価「{}」は評価区分にありません{why}", shorten(&text, 20)),
            );
            let hint = format!("評価区分: {}", known.join("、"));
            self.findings.push(finding.at(origin).about(title).hint(hint));
            return;
        };
        if outcome.action == Action::Note {
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

    fn direction(&mut self, cell: &CellValue, origin: Origin, evaluation: usize) {
        let title = self.title(evaluation);
        let Some(text) = self.clean(cell, origin, &title) else { return };
        let directions = &self.context.plan.directions;
        let labels: Vec<Vec<&str>> =
            directions.iter().map(|d| d.aliases.iter().map(|a| &**a).collect()).collect();
        let codes: Vec<(&str, &[&str])> =
            directions.iter().zip(&labels).map(|(d, l)| (&*d.name, &l[..])).collect();
        let outcome = value::read_label(&text, &codes);
        match outcome.index {
            Some(found) => {
                if outcome.action == Action::Note {
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

    /// The indicator of a row, if it has one, and its 実績値.
    fn indicator(
        &mut self,
        row: u32,
        evaluation: usize,
        name: Option<String>,
        sums: &mut BTreeMap<u32, (Decimal, Decimal)>,
    ) {
        let plan = self.context.plan;
        let project = self.evaluations[evaluation].project;
        let name = name.unwrap_or_else(|| keep(&self.text(row, Field::IndicatorName)));
        let id = self.text(row, Field::IndicatorId);
        let actual_col = self.header.column(Field::Actual);
        let cell = actual_col.and_then(|c| self.sheet.cells.get(&(row, c)));
        let named = !name.is_empty() || !id.trim().is_empty();
        if !named && cell.is_none() {
            return;
        }
        let origin = match actual_col {
            Some(col) => self.origin(row, col),
            None => self.first_origin(row),
        };
        let title = plan.projects[project].title();
        let own: Vec<usize> = plan.indicators_of(project).map(|(i, _)| i).collect();
        let none_word =
            matches!(&*key1(&name), "-" | "ー" | "なし" | "設定なし" | "指標なし");
        let says_nothing =
            cell.is_none_or(|c| matches!(&*key1(&c.text()), "" | "-" | "ー"));
        if own.is_empty() && (none_word || !named) && says_nothing {
            return;
        }
        let found = match (named, &own[..]) {
            (false, [only]) => Match::Exact(*only),
            (false, _) => Match::Unknown(Vec::new()),
            (true, _) => self.context.names.indicator(plan, project, &id, &name),
        };
        let indicator = match found {
            Match::Exact(i) => i,
            Match::Loose(i, how) => {
                let finding = Diagnostic::new(&catalog::MATCHED_LOOSELY, how);
                self.findings.push(finding.at(origin).about(&title));
                i
            }
            Match::Unknown(_) | Match::Conflict(..) => {
                self.unknown_indicator(row, &name, cell, origin, &own, &title);
                return;
            }
        };
        self.unit_and_target(row, indicator, &title);
        let subject = format!("{title} ／ 指標「{}」", plan.indicators[indicator].name);
        let before = self.findings.len();
        let reading = self.actual(row, cell, indicator, origin, &subject);
        let remarked = self.findings.len() > before;
        self.values.count(reading.as_ref(), remarked);
        if let (Some(col), Some(Reading::Value(quantity))) = (actual_col, &reading) {
            let (part, whole) = sums.entry(col).or_default();
            *part += quantity.value;
            *whole += quantity.value;
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

    fn unknown_indicator(
        &mut self,
        row: u32,
        name: &str,
        cell: Option<&CellValue>,
        origin: Origin,
        own: &[usize],
        title: &str,
    ) {
        for field in [Field::IndicatorName, Field::IndicatorId, Field::Actual] {
            if let Some(col) = self.header.column(field) {
                self.ledger.mark(row, col, Fate::Reported);
            }
        }
        let shown = cell.map(CellValue::text).unwrap_or_default();
        let text = if name.is_empty() {
            format!("実績値「{}」がどの指標のものか分かりません", shorten(&shown, 20))
        } else {
            format!("指標「{}」はこの事業の指標にありません", shorten(name, 40))
        };
        let mut finding = Diagnostic::new(&catalog::INDICATOR_UNKNOWN, text).at(origin);
        let names: Vec<&str> =
            own.iter().map(|i| &*self.context.plan.indicators[*i].name).collect();
        finding = if names.is_empty() {
            finding.hint("計画では、この事業に指標はありません")
        } else {
            finding.hint(format!("この事業の指標: {}", names.join("、")))
        };
        self.findings.push(finding.about(title));
    }

    /// The unit and target that the form repeats must be those of the plan.
    fn unit_and_target(&mut self, row: u32, indicator: usize, title: &str) {
        let plan_indicator = &self.context.plan.indicators[indicator];
        let subject = format!("{title} ／ 指標「{}」", plan_indicator.name);
        let unit = canonical_unit(&self.text(row, Field::Unit));
        if let Some(col) = self.header.column(Field::Unit)
            && !unit.is_empty()
            && !matches!(&*unit, "-" | "ー" | "－")
            && key1(&unit) != key1(&plan_indicator.unit)
        {
            let text = format!(
                "単位「{unit}」は、計画の単位「{}」と違います",
                plan_indicator.unit
            );
            let finding = Diagnostic::new(&catalog::UNIT_DIFFERS, text);
            self.findings.push(finding.at(self.origin(row, col)).about(&subject));
        }
        let Some(col) = self.header.column(Field::Target) else { return };
        let Some(cell) = self.sheet.cells.get(&(row, col)) else { return };
        let outcome = value::read(&input(cell), &self.expect(indicator));
        let (Some(Reading::Value(typed)), Some(planned)) =
            (outcome.reading, plan_indicator.target(self.context.year))
        else {
            return;
        };
        if typed.value != planned {
            let text = format!(
                "目標値「{}」は、計画の{}の目標値 {} と違います",
                shorten(&cell.text(), 20),
                self.context.year.era_label(),
                planned.normalize()
            );
            let finding = Diagnostic::new(&catalog::TARGET_DIFFERS, text);
            self.findings.push(finding.at(self.origin(row, col)).about(subject));
        }
    }

    /// What the plan expects in a cell of this indicator.
    fn expect(&self, indicator: usize) -> Expect<'_> {
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
        row: u32,
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
        let outcome = value::read(&input(cell), &self.expect(indicator));
        let shown = shorten(&cell.text(), 30);
        let why = outcome.why.clone().unwrap_or_default();
        let Some(reading) = outcome.reading else {
            let finding = Diagnostic::new(
                &catalog::ACTUAL_UNREADABLE,
                format!("実績値「{shown}」は数値に決められません。{why}"),
            );
            self.findings.push(finding.at(origin).about(subject));
            if let Some(col) = self.header.column(Field::Actual) {
                self.ledger.mark(row, col, Fate::Reported);
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
    fn in_plan_unit(
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

    /// A row of sums is compared with ours and not read as a project.
    fn total(&mut self, row: u32, sums: &mut BTreeMap<u32, (Decimal, Decimal)>) {
        self.ledger.mark_rest_of_row(self.sheet, row, Fate::Total);
        let is_subtotal = self.sheet.row(row).any(|(_, v)| key1(&v.text()) == "小計");
        let Some(col) = self.header.column(Field::Actual) else { return };
        let (part, whole) = sums.get(&col).copied().unwrap_or_default();
        let ours = if is_subtotal { part } else { whole };
        if let Some(cell) = self.sheet.cells.get(&(row, col)) {
            let outcome = value::read(&input(cell), &Expect::default());
            if let Some(Reading::Value(theirs)) = outcome.reading
                && theirs.value != ours
            {
                let text = format!(
                    "合計「{}」は、上の実績値の和 {} と違います",
                    shorten(&cell.text(), 20),
                    ours.normalize()
                );
                let finding = Diagnostic::new(&catalog::TOTAL_DIFFERS, text);
                self.findings.push(finding.at(self.origin(row, col)));
            }
        }
        if let Some((part, _)) = sums.get_mut(&col) {
            *part = Decimal::ZERO;
        }
    }
}

/// 「・【指標】利用者数」 → 「利用者数」.
fn strip_indicator_mark(name: &str) -> String {
    let mut name = keep(name);
    for mark in [
        "・",
        "－",
        "└",
        "→",
        "【指標】",
        "［指標］",
        "[指標]",
        "（指標）",
        "指標：",
        "指標:",
    ] {
        name = name.trim_start().strip_prefix(mark).unwrap_or(&name).to_owned();
    }
    name.trim().to_owned()
}

/// A cell as the value reader takes it.
fn input(cell: &CellValue) -> Input<'_> {
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
