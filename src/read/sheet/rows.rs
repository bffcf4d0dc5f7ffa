//! What a row of the table is.

use super::SheetReader;
use crate::catalog;
use crate::diag::{Diagnostic, NameKind};
use crate::read::header::Field;
use crate::read::names::{Match, Near, Remark, Unknown};
use crate::read::submission::{is_remark_text, is_total_word, shorten};
use crate::text::{keep, key1};

/// What a row is.
pub(super) enum RowKind {
    Project(usize, Option<Remark>),
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
    pub(super) fn kind(
        &mut self,
        row: u32,
        current: Option<usize>,
        refused: bool,
    ) -> RowKind {
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
        let indicator = self.text(row, Field::IndicatorName);
        if [&id, &number, &name, &indicator].iter().any(|t| is_total_word(t)) {
            return RowKind::Total;
        }
        if self.is_band(row) {
            return RowKind::Band;
        }
        let coded = !id.trim().is_empty() || !number.trim().is_empty();
        if !coded && name.trim().is_empty() {
            let columns = &self.header.columns;
            let is_ours =
                |col: u32| columns.binary_search_by_key(&col, |c| c.col).is_ok();
            let inside = self.sheet.row(row).any(|(col, _)| is_ours(col));
            return match current {
                _ if !inside || self.is_remark(row) => RowKind::Remark,
                Some(_) => RowKind::Continued,
                None if refused => RowKind::Unknown,
                None => self.orphan(row),
            };
        }
        if combined && !coded {
            return match current {
                Some(_) => RowKind::Indicator(strip_indicator_mark(&name)),
                None if refused => RowKind::Unknown,
                None => match self.project(row, current, "", "", &name) {
                    Match::Unknown(unknown) => self.unknown(row, &name, unknown),
                    _ => {
                        let unknown = Unknown::new(NameKind::Project, name.trim());
                        self.unknown(row, &name, unknown)
                    }
                },
            };
        }
        if self.is_remark(row) {
            return RowKind::Remark;
        }
        match self.project(row, current, &id, &number, &name) {
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
                let mut asked = self.context.names.conflict(by_code, by_name, &name);
                asked.division = self.likely_division(row);
                self.findings.push(
                    Diagnostic::new(&catalog::NAME_NUMBER_CONFLICT, text)
                        .at(self.first_origin(row))
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
                let near = Near { division: self.likely_division(row), above: None };
                let asked = self.context.names.several(&found, &name, near);
                self.findings.push(
                    Diagnostic::new(&catalog::PROJECT_UNKNOWN, text)
                        .at(self.first_origin(row))
                        .hint(format!("当たる事業: {}", titles.join("、")))
                        .asking(asked),
                );
                RowKind::Unknown
            }
            // A sentence of its own under the table: a legend, a closing word.
            Match::Unknown(unknown)
                if !unknown.near && self.sheet.row(row).nth(1).is_none() =>
            {
                RowKind::Remark
            }
            Match::Unknown(unknown) => {
                let shown = format!("{} {}", number.trim(), name.trim());
                self.unknown(row, shown.trim(), unknown)
            }
        }
    }

    pub(super) fn unknown(&mut self, row: u32, shown: &str, unknown: Unknown) -> RowKind {
        let text = format!("「{}」は計画の事業にありません", shorten(shown, 40));
        let finding =
            Diagnostic::new(&catalog::PROJECT_UNKNOWN, text).at(self.first_origin(row));
        self.findings.push(unknown.ask(finding));
        RowKind::Unknown
    }

    /// The project of a row, with what the rows around it say.
    fn project(
        &self,
        row: u32,
        current: Option<usize>,
        id: &str,
        number: &str,
        name: &str,
    ) -> Match {
        let above = current.map(|i| self.evaluations[i].project);
        let near = Near { division: self.likely_division(row), above };
        self.context.names.project_near(id, number, name, near)
    }

    /// The 課 of a row, as far as it is known; nothing is reported.
    fn likely_division(&self, row: u32) -> Option<usize> {
        match self.context.names.division(&self.text(row, Field::Division)) {
            Match::Exact(i) | Match::Loose(i, _) => Some(i),
            _ => self.division,
        }
    }

    pub(super) fn orphan(&mut self, row: u32) -> RowKind {
        let text = "事業の分からない行です";
        self.findings.push(
            Diagnostic::new(&catalog::PROJECT_UNKNOWN, text).at(self.first_origin(row)),
        );
        RowKind::Unknown
    }

    pub(super) fn is_remark(&self, row: u32) -> bool {
        let mut cells = self.sheet.row(row);
        let first = cells.next().map(|(_, v)| v.text()).unwrap_or_default();
        cells.next().is_none() && is_remark_text(&first)
    }

    pub(super) fn is_repeated_header(&self, row: u32) -> bool {
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
    pub(super) fn is_band(&self, row: u32) -> bool {
        let texts: Vec<String> =
            self.sheet.row(row).take(3).map(|(_, v)| v.text()).collect();
        texts.len() <= 2 && self.context.names.is_band(&texts)
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
