//! 「1,250」 without quotation marks in a delimited text: two fields, and every field behind
//! them stands one column too far right.

use super::SheetReader;
use crate::catalog;
use crate::diag::Diagnostic;
use crate::read::layout::{At, Field, Record};
use crate::text::key1;

impl SheetReader<'_, '_> {
    /// Whether a cell belongs to a number that was split, or stands behind one.
    pub(super) fn is_shifted(&self, at: At) -> bool {
        self.split(at.0).is_some_and(|col| at.1 >= col)
    }

    /// What is wrong with a row in which a number was split.
    pub(super) fn shifted(&self, row: u32) -> Option<String> {
        let col = self.split(row)?;
        let (left, right) = (self.sheet.text(row, col), self.sheet.text(row, col + 1));
        let (left, right) = (left.trim(), right.trim());
        Some(format!(
            "「{left},{right}」のカンマで欄が「{left}」と「{right}」に分かれたようです（見出しは {} 欄、この行は {} 欄）。ここから右の欄は使っていません",
            self.header_fields(),
            self.fields(row)
        ))
    }

    /// Says so where a record is shifted and its 実績値 is not asked about.
    pub(super) fn report_shifted(&mut self, record: &Record, evaluation: usize) {
        let Some(text) = self.shifted(record.row) else { return };
        let asked = record.at(Field::Actual).filter(|at| self.is_shifted(*at));
        if asked.is_some_and(|at| self.sheet.cells.get(&at).is_some()) {
            return;
        }
        let col = self.split(record.row).unwrap_or_default();
        let finding = Diagnostic::new(&catalog::ACTUAL_UNREADABLE, text);
        let origin = self.origin((record.row, col));
        self.findings.push(finding.at(origin).about(self.title(evaluation)));
    }

    /// The first column of a split number, on a row with more fields than the header.
    fn split(&self, row: u32) -> Option<u32> {
        if self.flipped || self.fields(row) <= self.header_fields() {
            return None;
        }
        let cells: Vec<(u32, String)> =
            self.sheet.row(row).map(|(col, value)| (col, key1(&value.text()))).collect();
        let mut pairs = cells.windows(2);
        pairs.find_map(|pair| match pair {
            [(col, left), (next, right)] if *next == col + 1 => {
                let halves = is_head(left) && is_group(right);
                (halves && !self.is_code(*col)).then_some(*col)
            }
            _ => None,
        })
    }

    /// A column of numbers that are no quantities.
    fn is_code(&self, col: u32) -> bool {
        use Field::{IndicatorId, ProjectId, ProjectName, ProjectNumber, Year};
        let codes = [IndicatorId, ProjectId, ProjectName, ProjectNumber, Year];
        let mut of_col = self.block.columns.iter().filter(|c| c.col == col);
        of_col.any(|c| c.field.is_some_and(|f| codes.contains(&f)))
    }

    fn header_fields(&self) -> u32 {
        let (first, last) = self.block.header;
        (first..=last).map(|row| self.fields(row)).max().unwrap_or_default()
    }

    fn fields(&self, row: u32) -> u32 {
        self.sheet.fields.get(row as usize).copied().unwrap_or_default()
    }
}

/// One to three digits, and what may stand before them: 1, ▲1, 約12, ￥1.
fn is_head(key: &str) -> bool {
    let digits = key.trim_start_matches(['-', '▲', '△', '約', '\\', '¥', '$']);
    (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Three digits, and what may stand behind them: 250, 250人, 250.5.
fn is_group(key: &str) -> bool {
    let digits = key.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_a_number_are_known() {
        for (text, head, group) in [
            ("1", true, false),
            ("▲12", true, false),
            ("250", true, true),
            ("250人", false, true),
            ("1250", false, false),
            ("園を増やした", false, false),
            ("", false, false),
        ] {
            assert_eq!((is_head(text), is_group(text)), (head, group), "{text}");
        }
    }
}
