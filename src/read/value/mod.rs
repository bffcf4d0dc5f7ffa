//! Reads what an official put into a value cell (値の欄), without ever guessing.
//!
//! The contract is `tests/values.tsv`, one test per row. A missing sign is never 0, and
//! bounds, ranges, changes and sums never become one number without a person. Numbers are
//! exact decimals. Every answer takes linear time and no input makes it panic.

mod grade;
mod judge;
mod missing;
mod numeral;
mod paren;
mod plausible;
mod shape;
mod signs;
mod single;
mod types;
mod words;

#[cfg(test)]
mod contract_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

pub use self::grade::{GradeOutcome, read_grade, read_label};
pub use self::types::{Action, Expect, Form, Input, Kind, Missing, Outcome};
use crate::model::quantity::{Quantity, Reading};
use crate::model::year::{self, DateReading, FiscalYear, Ymd};
use crate::text;

/// Longest text that can be a value, in characters; longer ones are sentences.
const LONGEST: usize = 200;

/// An outcome in the making: findings are collected, the worst decides the action.
#[derive(Debug)]
struct Draft {
    form: Form,
    best: Option<Reading>,
    asks: Vec<String>,
    notes: Vec<String>,
    second: Vec<(String, Decimal)>,
    remarks: Vec<String>,
    date: Option<Ymd>,
    missing: Option<Missing>,
}

impl Draft {
    fn new(form: Form, best: Option<Reading>) -> Self {
        Self {
            form,
            best,
            asks: Vec::new(),
            notes: Vec::new(),
            second: Vec::new(),
            remarks: Vec::new(),
            date: None,
            missing: None,
        }
    }

    fn ask(mut self, why: impl Into<String>) -> Self {
        self.asks.push(why.into());
        self
    }

    fn note(mut self, why: impl Into<String>) -> Self {
        self.notes.push(why.into());
        self
    }

    fn finish(self) -> Outcome {
        let action = match (self.asks.is_empty(), self.notes.is_empty()) {
            (false, _) => Action::Ask,
            (true, false) => Action::Note,
            (true, true) => Action::Ok,
        };
        let usable = action != Action::Ask;
        let sentences = [self.asks, self.notes].concat();
        Outcome {
            form: self.form,
            reading: if usable { self.best.clone() } else { None },
            candidate: if usable { None } else { self.best },
            action,
            why: (!sentences.is_empty()).then(|| sentences.join("。")),
            second: self.second,
            note: (!self.remarks.is_empty()).then(|| self.remarks.join("、")),
            date: self.date,
            missing: self.missing,
        }
    }
}

/// Reads one cell.
pub fn read(input: &Input, expect: &Expect) -> Outcome {
    let draft = match *input {
        Input::Empty => missing::blank(),
        Input::Text(text) => read_text(text, expect),
        Input::Error(text) => error(text),
        Input::Date { y, m, d, text } => read_date_cell((y, m, d), text, expect),
        Input::Number { value, .. } if expect.kind == Kind::Date => {
            let why = format!(
                "日付の欄に数（{value}）が入っています。日付として入れてください"
            );
            Draft::new(Form::Number, None).ask(why)
        }
        Input::Number { value, percent_format, decimals } => {
            judge::number_cell(value, percent_format, decimals, expect)
        }
    };
    draft.finish()
}

/// The text as quoted in a message: one line, not too long.
fn quote(text: &str) -> String {
    let kept = text::keep(text).replace('\n', " ");
    match kept.char_indices().nth(40) {
        Some((at, _)) => format!("「{}…」", kept.get(..at).unwrap_or_default()),
        None => format!("「{kept}」"),
    }
}

fn error(text: &str) -> Draft {
    let why = format!(
        "{}は計算式のエラー又は列幅の不足による表示で、値が分かりません",
        quote(text)
    );
    Draft::new(Form::Error, None).ask(why)
}

fn read_text(raw: &str, expect: &Expect) -> Draft {
    let kept = text::keep(raw);
    if kept.is_empty() {
        let blank = missing::blank();
        let why =
            "空欄に見えますが、空白が入力されています。値がないのか確かめてください";
        return if raw.is_empty() { blank } else { blank.ask(why) };
    }
    if kept.chars().nth(LONGEST).is_some() {
        return sentence(&kept);
    }
    if is_error(&kept) {
        return error(&kept);
    }
    if let Some(draft) = missing::read(&kept, expect) {
        return draft;
    }
    let written = year::read_date(&kept);
    if expect.kind == Kind::Date {
        return date(written, &kept);
    }
    if let Some(draft) = date_in_number_column(written, &kept) {
        return draft;
    }
    let folded: Vec<char> = text::fold(&kept).chars().collect();
    shape::read(&folded, &kept, expect).unwrap_or_else(|| sentence(&kept))
}

fn sentence(kept: &str) -> Draft {
    let why = format!(
        "{}は数値として読めません。数値の欄には数だけを入れてください",
        quote(kept)
    );
    Draft::new(Form::Text, None).ask(why)
}

/// `#DIV/0!`, `#REF!`, and the ###### of a column that was too narrow.
fn is_error(kept: &str) -> bool {
    let key = text::key1(kept);
    key.strip_prefix('#').is_some_and(|rest| {
        let hashes = !rest.is_empty() && rest.bytes().all(|b| b == b'#');
        let code = rest.trim_end_matches(['!', '?']);
        const CODES: [&str; 10] = [
            "div/0", "ref", "n/a", "value", "name", "num", "null", "spill", "calc",
            "field",
        ];
        hashes || CODES.contains(&code)
    })
}

/// A text in a date column.
fn date(written: DateReading, kept: &str) -> Draft {
    let mut draft = Draft::new(Form::Date, None);
    let name = quote(kept);
    match written {
        DateReading::Exact(date) => draft.date = Some(date),
        DateReading::EraMismatch(date) => {
            draft.date = Some(date);
            let (y, m, d) = date;
            draft = draft.note(format!(
                "{name}の元号はその日には使われていません。{y}年{m}月{d}日と読みました"
            ));
        }
        DateReading::Ambiguous => {
            draft.form = Form::Ambiguous;
            draft = draft.ask(format!(
                "{name}は年、月、日の順が分かりません。元号又は西暦から書いてください"
            ));
        }
        DateReading::Impossible => {
            draft.form = Form::Error;
            draft = draft.ask(format!("{name}という日は暦にありません"));
        }
        DateReading::NotADate => {
            draft.form = Form::Text;
            draft = draft.ask(format!("{name}は日付として読めません"));
        }
    }
    draft
}

/// A date or a fiscal year in a column of numbers; `None` if it is neither.
fn date_in_number_column(written: DateReading, kept: &str) -> Option<Draft> {
    let name = quote(kept);
    let form = match written {
        DateReading::Exact(_) | DateReading::EraMismatch(_) => Form::Date,
        DateReading::Ambiguous => Form::Ambiguous,
        DateReading::Impossible => Form::Error,
        DateReading::NotADate => {
            let bare = kept.chars().all(|c| c.is_numeric());
            FiscalYear::parse(kept).filter(|_| !bare)?;
            return Some(
                Draft::new(Form::Period, None)
                    .ask(format!("{name}は年度です。数値の欄に年度が書かれています")),
            );
        }
    };
    let mut draft = Draft::new(form, None);
    if let DateReading::Exact(date) | DateReading::EraMismatch(date) = written {
        draft.date = Some(date);
    }
    Some(draft.ask(format!("{name}は日付のようです。数値の欄に日付が書かれています")))
}

/// A cell that Excel holds as a date.
fn read_date_cell((y, m, d): Ymd, text: &str, expect: &Expect) -> Draft {
    let name = if text.is_empty() { "このセル".to_string() } else { quote(text) };
    let real = year::valid(y, m.into(), d.into());
    if expect.kind == Kind::Date {
        let mut draft = Draft::new(Form::Date, None);
        draft.date = real;
        return match real {
            Some(_) => draft,
            None => draft.ask(format!("{name}という日は暦にありません")),
        };
    }
    let mut draft = Draft::new(Form::Ambiguous, None);
    draft.date = real;
    draft.ask(format!(
        "{name}は日付（{y}年{m}月{d}日）になっています。「{m}/{d}」や「{m}-{d}」と入力したものをExcelが日付に変えた疑いがあります"
    ))
}

/// A value with the unit that the plan expects.
fn value_of(value: Decimal, unit: Option<String>) -> Reading {
    Reading::Value(Quantity { value, unit, approx: false })
}
