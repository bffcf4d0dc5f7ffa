//! What a row of the table is.

use super::SheetReader;
use crate::catalog;
use crate::diag::{Diagnostic, NameKind};
use crate::read::grid::CellValue;
use crate::read::layout::{Column, Field, Kind, Record};
use crate::read::names::{Match, Near, Remark, Unknown};
use crate::read::row_words::{is_remark_text, is_total_word};
use crate::text::{keep, key1, shorten};

/// What a record is.
pub(super) enum RowKind {
    Project(usize, Option<Remark>),
    Indicator(String),
    Continued,
    Total,
    Band,
    Repeated,
    /// 記入例.
    Example,
    /// Not of the table: whoever looks at the cells outside it names them.
    Remark,
    Unknown,
}

impl SheetReader<'_, '_> {
    pub(super) fn kind(&mut self, record: &Record) -> RowKind {
        if record.kind == Kind::Part {
            return self.part(record);
        }
        if let (Kind::Answer, Some((project, named))) = (record.kind, &self.block.project)
        {
            let text = format!(
                "「{}」から、「{}」の個票と読みました",
                shorten(named.trim(), 40),
                self.context.plan.projects[*project].title()
            );
            let finding = Diagnostic::new(&catalog::COLUMN_READ_SO, text);
            self.findings.push(finding.at(self.origin(record.at)));
            return RowKind::Project(*project, None);
        }
        let is_row = record.kind == Kind::Row;
        if is_row && self.takes_division(record) {
            self.aside = false;
            return RowKind::Band;
        }
        if is_row && (self.opens_section(record) || self.aside) {
            return RowKind::Example;
        }
        if is_row && (self.is_repeated_header(record) || self.is_numbering(record)) {
            return RowKind::Repeated;
        }
        let id = self.text(record, Field::ProjectId);
        let number = self.text(record, Field::ProjectNumber);
        let combined = record.at(Field::ProjectOrIndicator).is_some();
        let name = if combined {
            self.text(record, Field::ProjectOrIndicator)
        } else {
            self.text(record, Field::ProjectName)
        };
        let indicator = self.text(record, Field::IndicatorName);
        let named = [&id, &number, &name, &indicator];
        if is_row && self.is_foreign(record) {
            return RowKind::Remark;
        }
        let nameless = [&id, &number, &name].iter().all(|t| t.trim().is_empty());
        let sums = named.iter().any(|t| is_total_word(t))
            || (nameless && self.has_total_word(record));
        if is_row && sums {
            return RowKind::Total;
        }
        if is_row && named.iter().any(|t| is_example_word(t)) {
            self.example(record);
            return RowKind::Example;
        }
        if is_row && self.is_band(record) {
            return RowKind::Band;
        }
        if is_row && self.is_sentinel(record) {
            return RowKind::Example;
        }
        let strip = |text: String| if is_ditto(&text) { String::new() } else { text };
        let (id, number) = (strip(id), strip(number));
        let coded = [&id, &number].iter().any(|t| !t.trim().is_empty());
        if !coded && is_ditto(&name) {
            return self.ditto_name(record, &name);
        }
        // 「2101｜〃」: the number says enough, and another row of names is above.
        let name = strip(name);
        if !coded && name.trim().is_empty() && self.says_remarks_alone(record) {
            return RowKind::Remark;
        }
        if !coded && name.trim().is_empty() {
            let inside = !record.cells(self.sheet).is_empty();
            let apart = inside && self.is_apart(record);
            return match self.current {
                _ if !inside || apart || self.is_remark(record) => RowKind::Remark,
                Some(_) => RowKind::Continued,
                None if self.refused => RowKind::Unknown,
                None => self.orphan(record),
            };
        }
        if combined && !coded {
            return match self.current {
                Some(_) => RowKind::Indicator(strip_indicator_mark(&name)),
                None if self.refused => RowKind::Unknown,
                None => match self.find_project(record, "", "", &name) {
                    Match::Unknown(unknown) => self.unknown(record, &name, unknown),
                    _ => {
                        let unknown = Unknown::new(NameKind::Project, name.trim());
                        self.unknown(record, &name, unknown)
                    }
                },
            };
        }
        if is_row && self.is_remark(record) {
            return RowKind::Remark;
        }
        self.project(record, &id, &number, &name)
    }

    /// The project of a record, with what stands around it.
    fn find_project(&self, record: &Record, id: &str, number: &str, name: &str) -> Match {
        let above = self.current.map(|i| self.evaluations[i].project);
        let near = Near { division: self.likely_division(record), above };
        self.context.names.project_near(id, number, name, near)
    }

    fn is_found(&self, record: &Record, id: &str, (number, name): (&str, &str)) -> bool {
        let found = self.find_project(record, id, number, name);
        matches!(found, Match::Exact(_) | Match::Loose(..))
    }

    /// The 課 of a record, as far as it is known; nothing is reported.
    fn likely_division(&self, record: &Record) -> Option<usize> {
        match self.context.names.division(&self.text(record, Field::Division)) {
            Match::Exact(i) | Match::Loose(i, _) => Some(i),
            _ => self.division,
        }
    }

    /// The project that id, number and name mean.
    fn project(
        &mut self,
        record: &Record,
        id: &str,
        number: &str,
        name: &str,
    ) -> RowKind {
        // 「1201　乳幼児健康診査」 in one cell.
        let (number, name) = match split_number(name) {
            Some(parts)
                if number.trim().is_empty() && self.is_found(record, id, parts) =>
            {
                parts
            }
            _ => (number, name),
        };
        match self.find_project(record, id, number, name) {
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
                let mut asked = self.context.names.conflict(by_code, by_name, name);
                asked.division = self.likely_division(record);
                self.findings.push(
                    Diagnostic::new(&catalog::NAME_NUMBER_CONFLICT, text)
                        .at(self.name_origin(record))
                        .asking(asked),
                );
                RowKind::Unknown
            }
            Match::Several(found) => {
                let projects = &self.context.plan.projects;
                let titles: Vec<String> =
                    found.iter().map(|i| projects[*i].title()).collect();
                let text =
                    format!("「{}」に当たる事業が計画に二つ以上あります", name.trim());
                let near = Near { division: self.likely_division(record), above: None };
                let asked = self.context.names.several(&found, name, near);
                self.findings.push(
                    Diagnostic::new(&catalog::PROJECT_UNKNOWN, text)
                        .at(self.name_origin(record))
                        .hint(format!("当たる事業: {}", titles.join("、")))
                        .asking(asked),
                );
                RowKind::Unknown
            }
            // A sentence of its own under the table: a legend, a closing word.
            Match::Unknown(unknown)
                if !unknown.near && record.cells(self.sheet).len() == 1 =>
            {
                RowKind::Remark
            }
            // Under a blank row, and nothing answered: a legend, a box for signatures.
            Match::Unknown(_) if record.kind == Kind::Row && self.is_aside(record) => {
                RowKind::Remark
            }
            // 「こども課 計」: a sum under a name of its own.
            Match::Unknown(_)
                if [number, name].iter().any(|n| self.is_named_total(record, n)) =>
            {
                RowKind::Total
            }
            Match::Unknown(unknown) => {
                let shown = format!("{} {}", number.trim(), name.trim());
                self.unknown(record, shown.trim(), unknown)
            }
        }
    }

    /// One more indicator of the answer above.
    fn part(&mut self, record: &Record) -> RowKind {
        if self.current.is_none() {
            return RowKind::Unknown;
        }
        let Some(name) = record.indicator else { return RowKind::Continued };
        RowKind::Indicator(header_name(name))
    }

    /// 「〃」 under 事業名: the 事業 above, and said.
    fn ditto_name(&mut self, record: &Record, name: &str) -> RowKind {
        let Some(current) = self.current else {
            return if self.refused { RowKind::Unknown } else { self.orphan(record) };
        };
        let title = self.title(current);
        let text = format!("事業名「{}」を上の行の「{title}」と読みました", name.trim());
        let origin = self.name_origin(record);
        self.findings.push(Diagnostic::new(&catalog::MATCHED_LOOSELY, text).at(origin));
        self.mark_identity(record);
        RowKind::Continued
    }

    fn example(&mut self, record: &Record) {
        let text = "記入例の行なので読みませんでした";
        let finding = Diagnostic::new(&catalog::COLUMN_READ_SO, text);
        self.findings.push(finding.at(self.origin(record.at)));
    }

    /// 「○○計」 with a number and no project of that name.
    fn is_named_total(&self, record: &Record, name: &str) -> bool {
        let key = key1(name);
        let ends = ["計", "合計額", "合計数"].iter().any(|w| key.ends_with(w));
        let number = record
            .value(self.sheet, Field::Actual)
            .is_some_and(|v| matches!(v, CellValue::Number { .. }));
        ends && number && key.chars().count() <= 20
    }

    fn unknown(&mut self, record: &Record, shown: &str, unknown: Unknown) -> RowKind {
        let text = format!("「{}」は計画の事業にありません", shorten(shown, 40));
        let finding =
            Diagnostic::new(&catalog::PROJECT_UNKNOWN, text).at(self.name_origin(record));
        self.findings.push(unknown.ask(finding));
        RowKind::Unknown
    }

    pub(super) fn orphan(&mut self, record: &Record) -> RowKind {
        let own = |(c, _): &(u32, &CellValue)| self.block.covers(*c);
        let cells = self.sheet.row(record.row).filter(own).take(3);
        let shown: Vec<String> =
            cells.map(|(_, v)| format!("「{}」", shorten(v.text().trim(), 15))).collect();
        let text = format!("どの事業の行か分かりません: {}", shown.join(""));
        self.findings.push(
            Diagnostic::new(&catalog::PROJECT_UNKNOWN, text).at(self.name_origin(record)),
        );
        RowKind::Unknown
    }

    fn is_remark(&self, record: &Record) -> bool {
        let own = |(c, _): &(u32, &CellValue)| self.block.covers(*c);
        let mut cells = self.sheet.row(record.row).filter(own);
        let first = cells.next().map(|(_, v)| v.text()).unwrap_or_default();
        cells.next().is_none() && is_remark_text(&first)
    }

    /// The answer of which a record is only a second print: it says no more than where
    /// the 事業 is answered, 「上記のとおり」.
    pub(super) fn reprint(&self, record: &Record, project: usize) -> Option<usize> {
        let answer = match self.likely_division(record) {
            Some(division) => self.answered.get(&(project, division)).copied()?,
            None => {
                let known = self.answered.iter().filter(|((p, _), _)| *p == project);
                known.map(|(_, i)| *i).max()?
            }
        };
        let told = |column: &Column| match column.field {
            None | Some(Field::Note) => true,
            Some(field) => field.is_told() || field == Field::GradeMark,
        };
        let cells = record.cells(self.sheet);
        let said = cells.iter().filter(|(column, ..)| told(column));
        let said: Vec<String> = said.map(|(.., value)| value.text()).collect();
        let mut filled = said.iter().filter(|t| !t.trim().is_empty()).peekable();
        filled.peek()?;
        filled.all(|text| is_see_above(text)).then_some(answer)
    }

    fn is_repeated_header(&self, record: &Record) -> bool {
        let mut same = 0;
        for column in &self.block.columns {
            let text = self.sheet.text(record.row, column.col);
            if text.trim().is_empty() {
                continue;
            }
            let key = key1(&text);
            if !column.label.split('／').any(|label| key1(label) == key) {
                return false;
            }
            same += 1;
        }
        same >= 3
    }

    /// A row under the header that only numbers the columns or tells their units:
    /// 「①②③…」「1 2 3 …」「（人）」.
    fn is_numbering(&self, record: &Record) -> bool {
        if record.row > self.block.header.1 + 1 {
            return false;
        }
        let own = |(c, _): &(u32, &CellValue)| self.block.covers(*c);
        let keys: Vec<String> = self
            .sheet
            .row(record.row)
            .filter(own)
            .map(|(_, v)| key1(&v.text()))
            .collect();
        let bracket = |k: &String| k.starts_with('(') && k.ends_with(')');
        let circled = |k: &String| k.chars().all(|c| matches!(c, '①'..='⑳'));
        let counted = keys.iter().enumerate().all(|(i, k)| *k == (i + 1).to_string());
        let marks = !keys.is_empty() && keys.iter().all(|k| bracket(k) || circled(k));
        marks || (counted && keys.len() >= 4)
    }

    /// 「基本目標1 …」「1-2 …」: a band across the table, naming what the plan holds.
    pub(super) fn is_band(&self, record: &Record) -> bool {
        let own = |(c, _): &(u32, &CellValue)| self.block.covers(*c);
        let texts: Vec<String> = self
            .sheet
            .row(record.row)
            .filter(own)
            .take(3)
            .map(|(_, v)| v.text())
            .collect();
        texts.len() <= 2 && self.context.names.is_band(&texts)
    }
}

/// 「1201　乳幼児健康診査」「1-2-1．…」 → number and name.
fn split_number(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let is_part = |c: char| {
        c.is_ascii_digit() || ('０'..='９').contains(&c) || "-－‐ー−.．".contains(c)
    };
    let end = text.find(|c| !is_part(c)).filter(|end| *end > 0)?;
    let (number, rest) = text.split_at(end);
    let name = rest.trim_start_matches([' ', '　', '\n', '、', ':', '：', ')', '）']);
    let number = number.trim_end_matches(['.', '．']);
    (!number.is_empty() && !name.is_empty()).then_some((number, name))
}

/// Bytes of the longest sign for 「as above」, with spaces between its characters.
const LONGEST_DITTO: usize = 24;

/// 「〃」「同上」: what stands above.
pub(super) fn is_ditto(text: &str) -> bool {
    // Most cells are sentences: a word this short is not looked for in them.
    text.trim().len() <= LONGEST_DITTO
        && matches!(
            &*key1(text),
            "〃" | "々" | "同上" | "″" | "\"" | "''" | "同じ" | "同左" | "仝"
        )
}

/// Bytes of the longest word for 「as written above」.
const LONGEST_SEE_ABOVE: usize = 60;

/// 「上記のとおり」「再掲のため省略」: the answer stands where the 事業 was printed first.
pub(super) fn is_see_above(text: &str) -> bool {
    if text.trim().len() > LONGEST_SEE_ABOVE {
        return false;
    }
    let key = key1(text);
    let bare = key.trim_matches(['(', ')', '※', '【', '】', '。']);
    let place = ["上記", "再掲", "前掲", "上掲"];
    let Some(rest) = place.iter().find_map(|w| bare.strip_prefix(w)) else {
        return false;
    };
    let ways = [
        "",
        "の通り",
        "のとおり",
        "と同じ",
        "に同じ",
        "参照",
        "を参照",
        "に記載",
        "に記入",
        "のため省略",
        "につき省略",
        "により省略",
        "のため記入省略",
        "のため記載省略",
        "のため記入不要",
        "のため記入なし",
        "に記載のとおり",
        "に記載の通り",
    ];
    ways.contains(&rest)
}

/// 「例」「記入例」 where a number or a name should stand.
fn is_example_word(text: &str) -> bool {
    let key = key1(text);
    matches!(
        key.trim_matches(['(', ')']),
        "例" | "記入例" | "記載例" | "入力例" | "(例" | "見本"
    )
}

/// The name of an indicator at the head of a column, without its unit or year.
pub(super) fn header_name(label: &str) -> String {
    let text = keep(label);
    match text.rfind(['（', '(']) {
        Some(at) if at > 0 && text.ends_with(['）', ')']) => {
            text[..at].trim().to_owned()
        }
        _ => text,
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
