//! Doubts about the columns of 実績値: whose year, what part, which row.

use super::question::{cell, label, shapes_with_years};
use super::resolve::Below;
use super::words::Field;
use super::{At, Block, Column, Guide, Question};
use crate::catalog;
use crate::model::quantity::{canonical_unit, is_known};
use crate::model::year::FiscalYear;
use crate::read::grid::Sheet;
use crate::text::key1;

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
const PARTIAL: [&str; 28] = [
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
    "策定",
    "基準",
    "当初",
    "次年度",
    "翌年度",
    "来年度",
    "県",
    "全国",
    "平均",
    "比",
    "増減",
    "他市",
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

/// 「目標・実績」 over cells that hold both.
pub(super) fn mixed(below: &Below, guide: &Guide, block: &mut Block) {
    if matches!(block.body, super::Body::Lines { .. }) {
        return;
    }
    let has = block.columns.iter().any(|c| c.field == Some(Field::Actual));
    let mut questions = Vec::new();
    for column in &mut block.columns {
        let key = key1(&column.label);
        let both = column.field == Some(Field::LineKind)
            || (column.field == Some(Field::Reference) && key.contains("実績値"));
        if has || !both || column.year.is_some() || !below.is_filled(column.col) {
            continue;
        }
        column.field = Some(Field::Actual);
        column.asked = true;
        questions.push(Question {
            rule: &catalog::COLUMN_QUESTION,
            at: column.at,
            text: format!(
                "{}「{}」の列から実績値だけを取り出せません",
                cell(guide, column.at),
                label(column)
            ),
            hints: vec!["実績値だけの列を作ってもらってください".to_owned()],
        });
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

/// A header of two decks, of which each 事業 takes two rows: which row is which is asked.
pub(super) fn two_decks(guide: &Guide, block: &mut Block, at: At) {
    block.questions.push(Question {
        rule: &catalog::COLUMN_QUESTION,
        at,
        text: format!(
            "見出しが二段に重なっていて（{}）、どの行がどの項目か決められません",
            cell(guide, at)
        ),
        hints: vec!["一つの項目を一つの列に分けた表に直してもらってください".to_owned()],
    });
    for column in &mut block.columns {
        if column.field.is_some_and(Field::is_answer) {
            column.asked = true;
        }
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
