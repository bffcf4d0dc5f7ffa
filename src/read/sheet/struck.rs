//! What a line through the words of a cell says: they were taken back. And a number that
//! looks other than it is.

use super::SheetReader;
use crate::catalog;
use crate::diag::Diagnostic;
use crate::read::grid::{CellValue, Look};
use crate::read::layout::{At, Column, Field};
use crate::text::shorten;

impl SheetReader<'_, '_> {
    /// Whether an answer is wholly struck out; the 実績値 has its own question.
    pub(super) fn is_struck(&self, at: At, field: Option<Field>) -> bool {
        let asked = match field {
            None | Some(Field::Note | Field::GradeMark) => true,
            Some(field) => field.is_told() && field != Field::Actual,
        };
        asked && self.sheet.looks.get(&at) == Some(&Look::Struck)
    }

    /// An answer that is wholly struck out is not used: of a 評価 or 方向性 a person says
    /// what it is now, a sentence was deleted.
    pub(super) fn struck_out(
        &mut self,
        cell: &CellValue,
        at: At,
        evaluation: usize,
        column: &Column,
    ) {
        let shown = shorten(cell.text().trim(), 20);
        let name = name_of(column);
        let (rule, text) = match column.field {
            Some(Field::Grade) => {
                self.evaluations[evaluation].grade_asked = true;
                let text = format!("評価「{shown}」は、取り消し線の引かれた評価です");
                (&catalog::GRADE_UNKNOWN, text)
            }
            Some(Field::Direction) => {
                let text = format!("方向性「{shown}」は、取り消し線の引かれた方向性です");
                (&catalog::DIRECTION_UNKNOWN, text)
            }
            _ => {
                let text = format!(
                    "{name}の「{shown}」は、取り消し線で消してあるので使いませんでした"
                );
                (&catalog::VALUE_REMARK, text)
            }
        };
        let finding = Diagnostic::new(rule, text).at(self.origin(at));
        self.findings.push(finding.about(self.title(evaluation)));
    }

    /// Says so where words of an answer are struck out; the 実績値 has its own remark.
    pub(super) fn struck_part(&mut self, at: At, evaluation: usize, column: &Column) {
        let own = matches!(column.field, None | Some(Field::Note))
            || column.field.is_some_and(|f| f.is_told() && f != Field::Actual);
        if own && self.sheet.looks.contains_key(&at) {
            let title = self.title(evaluation);
            self.struck_words(at, name_of(column), &title);
        }
    }

    /// Says which words of a cell were left out because a line is drawn through them.
    pub(super) fn struck_words(&mut self, at: At, name: &str, subject: &str) {
        let Some(Look::StruckWords(words)) = self.sheet.looks.get(&at) else { return };
        let words = shorten(words.trim(), 30);
        let text =
            format!("{name}の欄の、取り消し線で消した「{words}」を除いて読みました");
        let finding = Diagnostic::new(&catalog::VALUE_REMARK, text);
        self.findings.push(finding.at(self.origin(at)).about(subject));
    }

    /// Why the value of a cell cannot be taken for what a person sees there.
    pub(super) fn looks_other(&self, at: At, cell: &CellValue) -> Option<String> {
        let value = shorten(cell.text().trim(), 20);
        match self.sheet.looks.get(&at)? {
            Look::Struck => {
                Some(format!("実績値「{value}」は、取り消し線の引かれた値です"))
            }
            Look::StruckWords(_) => None,
            Look::Shortened(shown) => Some(format!(
                "セルの値は {value} ですが、書式のため {} と見えます。どちらが実績値か決められません",
                shown.round_dp(2).normalize()
            )),
        }
    }
}

fn name_of(column: &Column) -> &str {
    match column.field.filter(|f| f.is_told()) {
        Some(field) => field.name(),
        None => &column.label,
    }
}
