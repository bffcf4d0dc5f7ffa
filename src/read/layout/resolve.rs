//! What the columns of one table mean together: years, repeated columns, 「実績」 by its
//! cells, lines of 計画・実績, and what only a person can decide.

use std::collections::BTreeMap;

use super::groups::groups;
use super::lines::lines;
use super::words::{Field, Said};
use super::{Block, Body, Guide};
use super::{doubt, question};
use crate::model::year::FiscalYear;
use crate::read::grid::{CellValue, Sheet};
use crate::text::key1;

/// What the label of one column says by itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Meaning {
    pub field: Option<Field>,
    pub year: Option<FiscalYear>,
    /// One part is the name of an indicator of the plan.
    pub indicator: bool,
    /// Nothing but a year.
    pub only_year: bool,
}

/// Words under a parent that say nothing of their own.
const GENERIC: [&str; 8] =
    ["値", "数値", "内容", "記入欄", "数", "記載欄", "区分", "結果"];

/// Words under 実績値 for the whole year.
const WHOLE: [&str; 9] =
    ["年間", "計", "合計", "年計", "通年", "年度計", "年間計", "総数", "累計"];

/// Words under 実績値 for a part of it.
const PARTS: [&str; 28] = [
    "上半期",
    "下半期",
    "前期",
    "後期",
    "上期",
    "下期",
    "第1四半期",
    "第2四半期",
    "第3四半期",
    "第4四半期",
    "男",
    "女",
    "男性",
    "女性",
    "内訳",
    "うち男",
    "うち女",
    "4月",
    "5月",
    "6月",
    "7月",
    "8月",
    "9月",
    "10月",
    "11月",
    "12月",
    "1月",
    "2月",
];

/// The meaning of a label, from its parts; parents first.
pub(super) fn meaning(path: &[String], guide: &Guide) -> Meaning {
    let words = guide.vocabulary;
    let said: Vec<Said> = path.iter().map(|p| words.read(p, guide.year)).collect();
    let year = said.iter().rev().find_map(|s| s.year);
    let of_indicator = |p: &String| words.indicator(p);
    let mut texts: Vec<&String> = Vec::new();
    let mut known: Vec<Option<Field>> = Vec::new();
    let mut indicator = false;
    for (part, said) in path.iter().zip(&said) {
        if said.only_year {
            continue;
        }
        // 「（400字以内）」 under a label explains it.
        if !texts.is_empty() && said.field.is_none() && is_bracket(part) {
            continue;
        }
        if said.field.is_none() && of_indicator(part) {
            indicator = true;
            continue;
        }
        texts.push(part);
        known.push(said.field);
    }
    let field = match (&texts[..], &known[..]) {
        ([], _) if indicator => Some(Field::Actual),
        ([.., parent, child], [.., above, own]) => {
            // A bracket at the end of a label is no word of it.
            let joined = match is_bracket(child) {
                true => None,
                false => words.read(&format!("{parent}{child}"), guide.year).field,
            };
            let key = key1(child);
            let generic = GENERIC.contains(&&*key)
                || WHOLE.contains(&&*key)
                || is_unit_or_mark(child);
            let marked = *above == Some(Field::Grade) && words.is_grade(child);
            let part = above.is_some_and(Field::is_answer) && PARTS.contains(&&*key);
            match (joined, own) {
                _ if marked => Some(Field::GradeMark),
                (Some(field), _) => Some(field),
                (None, Some(field)) => Some(*field),
                _ if part => Some(Field::Reference),
                _ if generic => *above,
                _ => None,
            }
        }
        (_, [own]) => *own,
        _ => None,
    };
    // Under the name of an indicator 「実績」 is a number.
    let field = match field {
        Some(Field::Results | Field::Activities) if indicator => Some(Field::Actual),
        // 「指標の目標」 under a name is no other name.
        Some(Field::IndicatorName) if indicator => Some(Field::Actual),
        other => other,
    };
    let only_year = texts.is_empty() && !indicator && year.is_some();
    Meaning { field, year, indicator, only_year }
}

/// 「（人）」「①」
fn is_unit_or_mark(text: &str) -> bool {
    is_bracket(text) || key1(text).chars().count() == 1
}

fn is_bracket(text: &str) -> bool {
    let key = key1(text);
    key.starts_with('(') && key.ends_with(')')
}

/// Cells of a column that are looked at for what they hold.
const SAMPLE: usize = 60;

/// Gives every column of a block its meaning.
pub(super) fn resolve(sheet: &Sheet, guide: &Guide, block: &mut Block) {
    let below = Below { sheet, rows: block.rows };
    let mut names: Vec<Option<String>> = Vec::new();
    let mut only_years: Vec<usize> = Vec::new();
    for (i, column) in block.columns.iter_mut().enumerate() {
        let found = meaning(&column.path, guide);
        column.field = found.field;
        column.year = found.year;
        if found.only_year {
            only_years.push(i);
        }
        if found.indicator {
            let name = column.path.iter().find(|p| guide.vocabulary.indicator(p));
            let name = name.cloned();
            let group = names.iter().position(|n| *n == name).unwrap_or(names.len());
            if group == names.len() {
                names.push(name);
            }
            column.group = Some(group);
        }
    }
    block.groups = names;
    units_below(sheet, block);
    fixed_by_setting(sheet, guide, block);
    years_of_shapes(sheet, guide, block);
    running_number(block);
    lines(sheet, guide, block, &only_years);
    results(&below, block);
    if !matches!(block.body, Body::Lines { .. }) {
        groups(block);
        years_only(&below, guide, block, &only_years);
    }
    doubt::mixed(&below, guide, block);
    doubt::units_beside_values(&below, block);
    doubt::qualified(guide, block);
    doubt::unsure_years(&below, guide, block);
    other_years(guide, block);
    doubt::only_other_years(&below, guide, block);
    question::ambiguous(sheet, &below, guide, block);
    question::unknown(&below, guide, block);
    two_decks(sheet, guide, block);
}

/// A row of labels right under the header that is no part of it: each 事業 takes two rows.
fn two_decks(sheet: &Sheet, guide: &Guide, block: &mut Block) {
    if block.decks {
        doubt::two_decks(guide, block, (block.header.1, block.cols.0));
        return;
    }
    let row = block.header.1 + 1;
    let own = |(c, _): &(u32, &CellValue)| (block.cols.0..=block.cols.1).contains(c);
    let mut cells = sheet.row(row).filter(own).peekable();
    let Some((first, _)) = cells.peek().map(|(c, v)| (*c, *v)) else { return };
    let said = |v: &CellValue| guide.vocabulary.read(&v.text(), guide.year).field;
    let labels: Vec<Option<Field>> = cells.map(|(_, v)| said(v)).collect();
    let all = labels.iter().all(Option::is_some);
    let names = block.columns.iter().any(|c| c.field.is_some_and(Field::names_project));
    let answers = labels.iter().flatten().any(|f| f.is_answer());
    // The same words again are a header printed twice.
    let again = sheet.row(row).filter(own).all(|(col, v)| {
        block.columns.iter().any(|c| c.col == col && key1(&c.label) == key1(&v.text()))
    });
    if all && names && answers && !again {
        doubt::two_decks(guide, block, (row, first));
    }
}

/// The cells under the header.
pub(super) struct Below<'a> {
    pub sheet: &'a Sheet,
    pub rows: (u32, u32),
}

impl Below<'_> {
    /// The first filled cells of a column.
    pub fn cells(&self, col: u32) -> Vec<&CellValue> {
        let last = self.rows.1.min(self.rows.0.saturating_add(2_000));
        (self.rows.0..=last)
            .filter_map(|row| self.sheet.cells.get(&(row, col)))
            .filter(|v| !v.text().trim().is_empty())
            .take(SAMPLE)
            .collect()
    }

    /// Whether anything stands under the header.
    pub fn is_filled(&self, col: u32) -> bool {
        (self.rows.0..=self.rows.1.min(self.rows.0.saturating_add(20_000)))
            .any(|row| !self.sheet.text(row, col).trim().is_empty())
    }

    /// At least half of the filled cells begin like a number or are a sign for none.
    pub fn is_numeric(&self, col: u32) -> bool {
        let cells = self.cells(col);
        let numbers = cells.iter().filter(|v| looks_numeric(v)).count();
        !cells.is_empty() && numbers * 2 >= cells.len()
    }
}

/// A number, or a text that begins like one and is short.
fn looks_numeric(value: &CellValue) -> bool {
    match value {
        CellValue::Number { .. } | CellValue::Uncomputed | CellValue::Error(_) => true,
        CellValue::Text(text) => {
            let key = key1(text);
            let bare =
                key.trim_start_matches(['約', '△', '▲', '-', '延', 'べ', '計', '(']);
            let digits = bare.starts_with(|c: char| c.is_ascii_digit())
                && !key.contains(['。', '、']);
            let state = ["-", "ー", "…", "集計中", "未集計", "該当なし", "未実施"];
            (digits && key.chars().count() <= 20) || state.contains(&&*key)
        }
        _ => false,
    }
}

/// A row of units in brackets under the header belongs to the labels.
fn units_below(sheet: &Sheet, block: &mut Block) {
    let row = block.header.1 + 1;
    let own = |(c, _): &(u32, &CellValue)| (block.cols.0..=block.cols.1).contains(c);
    let cells: Vec<(u32, String)> =
        sheet.row(row).filter(own).map(|(c, v)| (c, v.text())).collect();
    if cells.is_empty() || !cells.iter().all(|(_, text)| is_bracket(text)) {
        return;
    }
    for (col, text) in cells {
        if let Some(column) = block.columns.iter_mut().find(|c| c.col == col) {
            column.label.push_str(text.trim());
        }
    }
}

fn fixed_by_setting(sheet: &Sheet, guide: &Guide, block: &mut Block) {
    let Some(form) = guide.form else { return };
    for column in &mut block.columns {
        if let Some(field) = form.columns.get(&column.col) {
            column.field = Some(*field);
            column.group = None;
        }
        let year = form.years.iter().find(|(a, b, _)| (*a..=*b).contains(&column.col));
        if let Some((_, _, year)) = year {
            column.year = Some(*year);
        }
    }
    // A column without a header, named by its letter.
    for (&col, &field) in &form.columns {
        let known = block.columns.iter().any(|c| c.col == col);
        let filled =
            (block.rows.0..=block.rows.1).any(|r| sheet.cells.get(&(r, col)).is_some());
        if known || !filled {
            continue;
        }
        block.columns.push(super::Column::new(col, (block.header.1, col), field));
        block.columns.sort_by_key(|c| c.col);
        block.cols = (block.cols.0.min(col), block.cols.1.max(col));
    }
}

/// 「図形の年度」: a shape over the header names the year of the columns under it.
fn years_of_shapes(sheet: &Sheet, guide: &Guide, block: &mut Block) {
    if !guide.form.is_some_and(|f| f.shapes) {
        return;
    }
    for (float, year) in question::shapes_with_years(sheet, guide) {
        if float.start.0 > block.header.1 {
            continue;
        }
        let cols = float.start.1..=float.end.1;
        for column in block.columns.iter_mut().filter(|c| cols.contains(&c.col)) {
            column.year = column.year.or(Some(year));
        }
    }
}

/// 「No.」 beside 「事業番号」 is a running number.
fn running_number(block: &mut Block) {
    let is_number = |c: &super::Column| c.field == Some(Field::ProjectNumber);
    let is_spelled = |c: &super::Column| is_number(c) && key1(&c.label).ends_with("番号");
    if block.columns.iter().any(is_spelled) {
        for column in block.columns.iter_mut() {
            if is_number(column) && !is_spelled(column) {
                column.field = None;
            }
        }
    }
    // Of two columns that name the 事業 or the 課 in the same way the first counts.
    let mut seen = Vec::new();
    for column in &mut block.columns {
        let Some(field) = column.field else { continue };
        if !field.names_project() && field != Field::Division {
            continue;
        }
        if seen.contains(&field) {
            column.field = None;
        } else {
            seen.push(field);
        }
    }
    // Of 「担当課」 and 「回答課」 it is the second that answers.
    let answers = |c: &super::Column| {
        ["回答", "記入", "報告", "実施"].iter().any(|w| c.label.contains(w))
    };
    let own = block.columns.iter().position(|c| c.field == Some(Field::Division));
    let other = block
        .columns
        .iter()
        .position(|c| c.field.is_none() && answers(c) && key1(&c.label).ends_with('課'));
    if let (Some(own), Some(other)) = (own, other)
        && !answers(&block.columns[own])
    {
        block.columns[own].field = Some(Field::Reference);
        block.columns[other].field = Some(Field::Division);
    }
}

/// 「実績」 over numbers is 実績値, over sentences 取組実績.
fn results(below: &Below, block: &mut Block) {
    let has = |block: &Block, field| block.columns.iter().any(|c| c.field == Some(field));
    let (sentences, numbers) = (has(block, Field::Activities), has(block, Field::Actual));
    for column in &mut block.columns {
        if column.field != Some(Field::Results) {
            continue;
        }
        let numeric = if below.cells(column.col).is_empty() {
            sentences || column.year.is_some()
        } else {
            below.is_numeric(column.col)
        };
        column.field = Some(match (numeric, sentences, numbers) {
            (true, ..) => Field::Actual,
            (false, true, false) => Field::Actual,
            _ => Field::Activities,
        });
    }
}

/// 「令和9年度」 alone heads this year's values where the table has no other column of
/// them and the parent or title speaks of 実績.
fn years_only(below: &Below, guide: &Guide, block: &mut Block, only_years: &[usize]) {
    let has = |field| block.columns.iter().any(|c| c.field == Some(field));
    if has(Field::Actual) {
        for i in only_years {
            block.columns[*i].field.get_or_insert(Field::Reference);
        }
        return;
    }
    let title = match block.titles {
        Some((first, last)) => (first..=last)
            .flat_map(|r| below.sheet.row(r))
            .any(|(_, v)| key1(&v.text()).contains("実績")),
        None => false,
    };
    let named = has(Field::IndicatorName);
    for i in only_years {
        let column = &mut block.columns[*i];
        let this_year = column.year == Some(guide.year);
        if column.field.is_none() && this_year && !title && named {
            if below.is_numeric(column.col) {
                column.field = Some(Field::Actual);
                column.asked = true;
                let question = doubt::bare_year(guide, column);
                block.questions.push(question);
            }
        } else if column.field.is_none() && !this_year {
            column.field = Some(Field::Reference);
        } else if column.field.is_none() && title && below.is_numeric(column.col) {
            column.field = Some(Field::Actual);
        }
    }
}

/// What belongs to another year is for reference.
fn other_years(guide: &Guide, block: &mut Block) {
    let fixed: BTreeMap<u32, Field> =
        guide.form.map(|f| f.columns.clone()).unwrap_or_default();
    for column in &mut block.columns {
        let (Some(field), Some(year)) = (column.field, column.year) else { continue };
        if column.asked {
            continue;
        }
        if year == guide.year
            || fixed.contains_key(&column.col)
                && guide.form.is_some_and(|f| f.years.is_empty() && !f.shapes)
        {
            continue;
        }
        let next = year > guide.year;
        column.field = match field {
            // 「令和10年度の取組」 on the form of 令和9年度.
            Field::Activities if next => Some(Field::Improvements),
            Field::Improvements | Field::Direction if next => Some(field),
            field if field.is_yearly() || field.is_answer() => Some(Field::Reference),
            other => Some(other),
        };
    }
    // 「目標値」 beside 「令和9年度目標値」 is the last year's.
    let this_year =
        |c: &super::Column| c.field == Some(Field::Target) && c.year.is_some();
    if block.columns.iter().any(|c| this_year(c) && c.group.is_none()) {
        for column in block.columns.iter_mut() {
            if column.field == Some(Field::Target)
                && column.year.is_none()
                && column.group.is_none()
            {
                column.field = Some(Field::Reference);
            }
        }
    }
}
