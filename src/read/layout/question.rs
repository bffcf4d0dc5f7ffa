//! 問い: what the words of a header leave open. A question names the columns and takes
//! none of them.

use std::collections::BTreeMap;

use super::resolve::Below;
use super::words::Field;
use super::{At, Block, Column, Guide, Question};
use crate::catalog;
use crate::diag::CellRef;
use crate::model::year::FiscalYear;
use crate::read::grid::{Float, Sheet};
use crate::text::key1;

/// Shapes and comments whose text names a year.
pub(super) fn shapes_with_years<'a>(
    sheet: &'a Sheet,
    guide: &Guide,
) -> Vec<(&'a Float, FiscalYear)> {
    let year = |text: &str| super::label::take_year(&key1(text), guide.year).0;
    sheet.floats.iter().filter_map(|f| Some((f, year(&f.text)?))).collect()
}

pub(super) fn cell(guide: &Guide, (row, col): At) -> String {
    let (row, col) = if guide.flipped { (col, row) } else { (row, col) };
    CellRef { row, col }.to_string()
}

pub(super) fn label(column: &Column) -> String {
    column.label.replace('\n', "")
}

/// Two filled columns with one meaning.
pub(super) fn ambiguous(sheet: &Sheet, below: &Below, guide: &Guide, block: &mut Block) {
    let mut by_meaning: BTreeMap<(Option<usize>, Field), Vec<usize>> = BTreeMap::new();
    for (i, column) in block.columns.iter().enumerate() {
        let Some(field) = column.field else { continue };
        let single = field.is_answer()
            || matches!(field, Field::Unit | Field::Target | Field::IndicatorName);
        if single {
            by_meaning.entry((column.group, field)).or_default().push(i);
        }
    }
    for ((_, field), columns) in by_meaning {
        if columns.len() < 2 {
            continue;
        }
        let filled: Vec<usize> = columns
            .iter()
            .copied()
            .filter(|i| below.is_filled(block.columns[*i].col))
            .collect();
        if filled.len() < 2 || !field.is_answer() {
            let keep = filled.first().or(columns.first()).copied();
            for i in columns.iter().filter(|i| Some(**i) != keep) {
                block.columns[*i].field = None;
            }
            continue;
        }
        // 「令和9年度実績」 beside 「実績」: the one with the year.
        let dated: Vec<usize> = filled
            .iter()
            .copied()
            .filter(|i| block.columns[*i].year == Some(guide.year))
            .collect();
        if dated.len() == 1 {
            for i in filled.iter().filter(|i| !dated.contains(i)) {
                block.columns[*i].field = Some(Field::Reference);
            }
            continue;
        }
        // 「実績値（速報）」 beside 「実績値（確定）」: the final one.
        let says = |i: &usize, words: &[&str]| {
            words.iter().any(|w| block.columns[*i].label.contains(w))
        };
        let sure: Vec<usize> =
            filled.iter().copied().filter(|i| says(i, &["確定"])).collect();
        let early = ["速報", "見込", "暫定", "概数", "途中"];
        if let [_] = sure[..]
            && filled.iter().all(|i| sure.contains(i) || says(i, &early))
        {
            for i in filled.iter().filter(|i| !sure.contains(i)) {
                block.columns[*i].field = Some(Field::Reference);
            }
            continue;
        }
        if let Some(one) = preferred(block, field, &filled) {
            for i in filled.iter().filter(|i| **i != one) {
                block.columns[*i].field = None;
            }
            continue;
        }
        let question = ask(sheet, guide, block, field, &filled);
        for i in &filled {
            block.columns[*i].asked = true;
        }
        block.questions.push(question);
    }
}

/// Which of two columns a person would take: 「取組実績」 beside 「取組内容」, the reason
/// right after the grade.
fn preferred(block: &Block, field: Field, filled: &[usize]) -> Option<usize> {
    match field {
        Field::Activities => {
            let done = |i: &&usize| {
                let label = &block.columns[**i].label;
                ["実績", "結果", "状況"].iter().any(|w| label.contains(w))
            };
            let planned = |i: &&usize| {
                let label = &block.columns[**i].label;
                ["内容", "予定", "計画"].iter().any(|w| label.contains(w))
                    && !label.contains("実績")
            };
            let mut found = filled.iter().filter(done);
            let only = found.next().filter(|_| found.next().is_none())?;
            let rest = filled.iter().filter(|i| *i != only);
            (rest.clone().count() == rest.filter(planned).count()).then_some(*only)
        }
        Field::Reason => {
            let grade = block
                .columns
                .iter()
                .find(|c| c.field == Some(Field::Grade) && !c.asked)?;
            filled.iter().copied().find(|i| block.columns[*i].col == grade.col + 1)
        }
        _ => None,
    }
}

fn ask(
    sheet: &Sheet,
    guide: &Guide,
    block: &Block,
    field: Field,
    columns: &[usize],
) -> Question {
    let first = &block.columns[columns[0]];
    let list: Vec<String> = columns
        .iter()
        .map(|i| &block.columns[*i])
        .map(|c| format!("{}「{}」", cell(guide, c.at), label(c)))
        .collect();
    let shapes = shapes_with_years(sheet, guide);
    if field.is_yearly() && !shapes.is_empty() {
        let texts: Vec<String> = shapes
            .iter()
            .map(|(f, _)| {
                format!("{}「{}」", cell(guide, f.start), f.text.replace('\n', " "))
            })
            .collect();
        return Question {
            rule: &catalog::BLOCK_YEAR_UNKNOWN,
            at: first.at,
            text: format!(
                "「{}」の列が{}あり、どれが{}か見出しから分かりません: {}",
                field.name(),
                columns.len(),
                guide.year.era_label(),
                list.join("、")
            ),
            hints: vec![format!("図形に年度があります: {}", texts.join("、"))],
        };
    }
    Question {
        rule: &catalog::COLUMN_AMBIGUOUS,
        at: first.at,
        text: format!(
            "「{}」と読める列が{}あります: {}",
            field.name(),
            columns.len(),
            list.join("、")
        ),
        hints: Vec::new(),
    }
}

/// Words in a label that point at a field without naming it.
const KEYWORDS: [(Field, &[&str]); 6] = [
    (Field::Reason, &["理由", "根拠", "説明"]),
    (Field::Direction, &["方向"]),
    (Field::Improvements, &["改善", "今後の取", "次年度", "来年度"]),
    (Field::Issues, &["課題", "問題"]),
    (Field::Grade, &["評価", "判定", "進捗", "達成"]),
    (Field::Activities, &["取組", "取り組", "実施", "活動", "やったこと", "実績"]),
];

/// Labels that hold what the plan has no field for, whatever else they say.
const ASIDE: [&str; 17] = [
    "備考",
    "参考",
    "予算",
    "決算",
    "事業費",
    "根拠法",
    "法令",
    "特記",
    "連携",
    "メモ",
    "意見",
    "二次",
    "2次",
    "外部",
    "事務局",
    "コメント",
    "費用",
];

/// A column with an unknown label, where a field that offices answer is missing.
pub(super) fn unknown(below: &Below, guide: &Guide, block: &mut Block) {
    let names = block.columns.iter().any(|c| c.field.is_some_and(Field::names_project));
    if !names {
        return;
    }
    let lines = matches!(block.body, super::Body::Lines { .. });
    let asked = block.columns.iter().any(|c| c.asked);
    let marked = block.columns.iter().any(|c| c.field == Some(Field::GradeMark));
    let has = |block: &Block, field| {
        block.columns.iter().any(|c| c.field == Some(field))
            || (field == Field::Grade && marked)
    };
    let mut found: BTreeMap<Field, Vec<usize>> = BTreeMap::new();
    for (i, column) in block.columns.iter().enumerate() {
        let key = key1(&column.label);
        let aside = ASIDE.iter().any(|w| key.contains(w));
        let open = column.field.is_none() && !column.asked && !aside;
        if !open || column.year.is_some_and(|y| y < guide.year) {
            continue;
        }
        let cells = below.cells(column.col);
        if cells.is_empty() {
            continue;
        }
        let graded =
            cells.iter().filter(|v| guide.vocabulary.is_grade(&v.text())).count();
        let numeric = below.is_numeric(column.col);
        let field = if !has(block, Field::Actual)
            && !lines
            && !asked
            && numeric
            && has(block, Field::IndicatorName)
        {
            Some(Field::Actual)
        } else if !has(block, Field::Grade) && graded * 10 >= cells.len() * 7 {
            Some(Field::Grade)
        } else if numeric {
            None
        } else {
            KEYWORDS
                .iter()
                .find(|(f, words)| {
                    *f != Field::Grade
                        && !has(block, *f)
                        && words.iter().any(|w| key.contains(w))
                })
                .map(|(f, _)| *f)
        };
        if let Some(field) = field {
            found.entry(field).or_default().push(i);
        }
    }
    for (field, columns) in found {
        let first = &block.columns[columns[0]];
        let list: Vec<String> = columns
            .iter()
            .map(|i| &block.columns[*i])
            .map(|c| format!("{}「{}」", cell(guide, c.at), label(c)))
            .collect();
        let question = Question {
            rule: &catalog::COLUMN_QUESTION,
            at: first.at,
            text: format!(
                "「{name}」の列が見当たりません。{} は「{name}」の列ですか",
                list.join("、"),
                name = field.name(),
            ),
            hints: vec![format!(
                "そうであれば tenken.toml の［列名の別名］に {} = [\"{}\"] と書きます",
                field.name(),
                label(first)
            )],
        };
        for i in &columns {
            block.columns[*i].field = Some(field);
            block.columns[*i].asked = true;
        }
        block.questions.push(question);
    }
}
