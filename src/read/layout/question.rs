//! 問い: what the words of a header leave open. A question names the columns and takes
//! none of them.

use std::collections::BTreeMap;

use super::resolve::Below;
use super::words::Field;
use super::{At, Block, Column, Guide, Question};
use crate::catalog;
use crate::diag::CellRef;
use crate::model::quantity::{canonical_unit, is_known};
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

fn cell(guide: &Guide, (row, col): At) -> String {
    let (row, col) = if guide.flipped { (col, row) } else { (row, col) };
    CellRef { row, col }.to_string()
}

fn label(column: &Column) -> String {
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
        let question = ask(sheet, guide, block, field, &filled);
        for i in &filled {
            block.columns[*i].asked = true;
        }
        block.questions.push(question);
    }
}

/// 「R9」 alone over numbers.
pub(super) fn bare_year(guide: &Guide, column: &Column) -> Question {
    let label = label(column);
    Question {
        rule: &catalog::COLUMN_QUESTION,
        at: column.at,
        text: format!(
            "「実績値」の列が見当たりません。{}「{label}」は「実績値」の列ですか",
            cell(guide, column.at)
        ),
        hints: vec![format!(
            "そうであれば tenken.toml の［列名の別名］に 実績値 = [\"{label}\"] と書きます"
        )],
    }
}

/// One header merged over values and their units.
pub(super) fn units_beside_values(below: &Below, block: &mut Block) {
    for i in 1..block.columns.len() {
        let (before, this) = (&block.columns[i - 1], &block.columns[i]);
        let shared = before.at == this.at
            && before.field == this.field
            && before.group == this.group;
        let cells = below.cells(this.col);
        let units = cells.iter().all(|v| is_known(&canonical_unit(&v.text())));
        let value = matches!(this.field, Some(Field::Actual | Field::Target));
        if shared && value && units && !cells.is_empty() {
            let group = this.group;
            let known = block
                .columns
                .iter()
                .any(|c| c.field == Some(Field::Unit) && c.group == group);
            let field = if known { Field::Reference } else { Field::Unit };
            block.columns[i].field = Some(field);
        }
    }
}

/// Words in the bracket of 実績値 that make it something else than the year's value.
const PARTIAL: [&str; 16] = [
    "累計",
    "累積",
    "うち",
    "内数",
    "上半期",
    "下半期",
    "上期",
    "下期",
    "前期",
    "後期",
    "中間",
    "決算",
    "予算",
    "円",
    "再掲",
    "四半期",
];

/// Words that say that 実績値 is not final.
const EARLY: [&str; 6] = ["見込", "速報", "概数", "暫定", "推計", "予定"];

/// 「実績値（累計）」「実績値（9月末現在）」: whether it is the year's value is asked.
pub(super) fn qualified(guide: &Guide, block: &mut Block) {
    let finals = block
        .columns
        .iter()
        .any(|c| c.field == Some(Field::Actual) && c.label.contains("確定"));
    let mut questions = Vec::new();
    for column in &mut block.columns {
        let ours = column.field == Some(Field::Actual)
            && column.year.is_none_or(|y| y == guide.year)
            && !column.path.is_empty()
            && !column.asked;
        if !ours
            || column.path.iter().any(|p| guide.vocabulary.knows(p))
                && !column.label.contains(['（', '('])
        {
            continue;
        }
        let text = key1(&column.label);
        let Some((_, bracket)) = text.split_once('(') else { continue };
        if column
            .path
            .iter()
            .any(|p| p.contains(['（', '(']) && guide.vocabulary.knows(p))
        {
            continue;
        }
        let month = bracket.split_once('月').map(|(head, _)| {
            head.rsplit(|c: char| !c.is_ascii_digit())
                .next()
                .unwrap_or_default()
                .to_owned()
        });
        let partial = PARTIAL.iter().any(|w| bracket.contains(w))
            || month.is_some_and(|m| !m.is_empty() && m != "3");
        let shown = format!("{}「{}」", cell(guide, column.at), label(column));
        if partial {
            column.asked = true;
            questions.push(Question {
                rule: &catalog::COLUMN_QUESTION,
                at: column.at,
                text: format!("{shown} が年間の実績値か、見出しからは決められません"),
                hints: vec![format!(
                    "実績値であれば tenken.toml の［列名の別名］に 実績値 = [\"{}\"] と書きます",
                    label(column)
                )],
            });
        } else if !finals && EARLY.iter().any(|w| bracket.contains(w)) {
            questions.push(Question {
                rule: &catalog::COLUMN_READ_SO,
                at: column.at,
                text: format!(
                    "{shown} を実績値として読みました。確定したら入れ直してください"
                ),
                hints: Vec::new(),
            });
        }
    }
    block.questions.extend(questions);
}

/// Years in parents that are not merged, beside columns of the same kind without one:
/// how far each year reaches is a guess.
pub(super) fn unsure_years(below: &Below, guide: &Guide, block: &mut Block) {
    let fields = [Field::Actual, Field::Grade, Field::Activities, Field::Reason];
    for field in fields {
        let of = |c: &Column| c.field == Some(field) && !c.asked;
        let flowed = |c: &Column| of(c) && c.flowed && c.year.is_some();
        let undated = |c: &Column| of(c) && c.year.is_none() && below.is_filled(c.col);
        let columns = &block.columns;
        if !columns.iter().any(flowed) || !columns.iter().any(undated) {
            continue;
        }
        let list: Vec<usize> = (0..columns.len()).filter(|i| of(&columns[*i])).collect();
        let names: Vec<String> = list
            .iter()
            .map(|i| &block.columns[*i])
            .map(|c| format!("{}「{}」", cell(guide, c.at), label(c)))
            .collect();
        block.questions.push(Question {
            rule: &catalog::BLOCK_YEAR_UNKNOWN,
            at: block.columns[list[0]].at,
            text: format!(
                "「{}」の列の年度が、結合されていない見出しからは決められません: {}",
                field.name(),
                names.join("、")
            ),
            hints: Vec::new(),
        });
        for i in list {
            block.columns[i].asked = true;
        }
    }
}

/// 実績値 of other years alone: this year's is not to be found.
pub(super) fn only_other_years(below: &Below, guide: &Guide, block: &mut Block) {
    let has = block.columns.iter().any(|c| c.field == Some(Field::Actual));
    if has || matches!(block.body, super::Body::Lines { .. }) {
        return;
    }
    let words = guide.vocabulary;
    let was = |c: &Column| {
        c.field == Some(Field::Reference)
            && c.year.is_some_and(|y| y < guide.year)
            && c.path.iter().any(|p| {
                let field = words.read(p, guide.year).field;
                matches!(field, Some(Field::Actual | Field::Results))
            })
            && below.is_numeric(c.col)
    };
    let names = block.columns.iter().any(|c| c.field.is_some_and(Field::names_project));
    let Some(i) = block.columns.iter().position(was).filter(|_| names) else { return };
    let column = &mut block.columns[i];
    let year = column.year.map(FiscalYear::era_label).unwrap_or_default();
    let question = Question {
        rule: &catalog::BLOCK_YEAR_UNKNOWN,
        at: column.at,
        text: format!(
            "実績値の列「{}」は{year}のもので、{}の列がありません",
            label(column),
            guide.year.era_label()
        ),
        hints: Vec::new(),
    };
    column.field = Some(Field::Actual);
    column.asked = true;
    block.questions.push(question);
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

/// Lines of 計画・実績 whose values stand under no year.
pub(super) fn no_year_in_lines(sheet: &Sheet, guide: &Guide, at: At) -> Question {
    let shapes = shapes_with_years(sheet, guide);
    let hints = shapes
        .iter()
        .map(|(f, _)| {
            format!("図形に年度があります: {}「{}」", cell(guide, f.start), f.text)
        })
        .collect();
    Question {
        rule: &catalog::BLOCK_YEAR_UNKNOWN,
        at,
        text: format!(
            "計画・実績の行はありますが、{}の値の列が見出しから分かりません",
            guide.year.era_label()
        ),
        hints,
    }
}
