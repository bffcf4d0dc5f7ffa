//! Which sheets of a book are read, and what is said of the others.

use super::Context;
use crate::catalog;
use crate::config::Hidden;
use crate::diag::{CellRef, Diagnostic, Origin};
use crate::read::grid::Sheet;
use crate::read::layout::{self, Block, Field, Form, Guide, Layout};
use crate::text::{key1, shorten};

/// What happens to one sheet.
pub(super) enum Choice<'a> {
    /// Its blocks are read.
    Read(Layout, Option<&'a Form>),
    /// Left out, with the finding that says why.
    Skip(Option<Diagnostic>),
}

impl Choice<'_> {
    /// The sheet has a table or a form of answers.
    pub(super) fn has_answers(&self) -> bool {
        matches!(self, Choice::Read(layout, _) if !layout.blocks.is_empty())
    }

    /// A ［［様式］］ does not fit the sheet: the finding explains why nothing is read.
    pub(super) fn is_refused_form(&self) -> bool {
        let Choice::Skip(Some(finding)) = self else { return false };
        finding.rule.code == catalog::FORM_UNMET.code
    }
}

/// Decides whether a sheet is read, and finds its blocks.
pub(super) fn choose<'a>(
    sheet: &Sheet,
    file_name: &str,
    origin: Origin,
    context: &Context<'a>,
) -> Choice<'a> {
    let cells = sheet.cells.len();
    let skip = |rule, why: &str| {
        let text = format!(
            "シート「{}」は{why}ため読みませんでした（文字や数のあるセル {cells} 個）",
            sheet.name
        );
        Choice::Skip((cells > 0).then(|| Diagnostic::new(rule, text).at(origin)))
    };
    if sheet.hidden && context.hidden.sheets == Hidden::Skip {
        return skip(&catalog::HIDDEN_SHEET, "隠されている");
    }
    let form = context.forms.of(file_name, &sheet.name);
    if let Some(form) = form.filter(|f| f.skip) {
        let why = format!("様式「{}」の設定で読まないことになっている", form.name);
        return skip(&catalog::COLUMN_READ_SO, &why);
    }
    let name = key1(&sheet.name);
    let example = ["記入例", "記載例", "入力例", "作成例", "記入見本"];
    if form.is_none() && (example.iter().any(|w| name.contains(w)) || name == "例") {
        return skip(&catalog::COLUMN_READ_SO, "記入例と思われる");
    }
    let old = ["使わない", "不使用", "下書き", "バックアップ", "控え", "ボツ"];
    let is_old =
        old.iter().any(|w| name.contains(w)) || name == "旧" || name.starts_with("旧(");
    if form.is_none() && is_old {
        return skip(&catalog::SHEET_IGNORED, "使わないものと思われる");
    }
    let vocabulary = form.map_or(context.vocabulary, |f| &f.vocabulary);
    let guide = Guide { vocabulary, year: context.year, form, flipped: false };
    let mut layout = layout::find(sheet, &guide);
    name_cards(sheet, &mut layout, context);
    if let Some(form) = form
        && let Some(what) = unmet(sheet, form, &layout, &guide)
    {
        let text =
            format!("様式「{}」の設定が、このシートと合いません: {what}", form.name);
        return Choice::Skip(Some(
            Diagnostic::new(&catalog::FORM_UNMET, text).at(origin),
        ));
    }
    Choice::Read(layout, form)
}

/// A 個票 without a label of 事業名 is of the 事業 that its title or its sheet names; of
/// none, it is no 個票.
fn name_cards(sheet: &Sheet, layout: &mut Layout, context: &Context) {
    for block in layout.blocks.iter_mut().filter(|b| !b.names_project()) {
        let titles =
            block.titles.map(|(first, last)| (first, last + 1)).unwrap_or_default();
        let cells = sheet.cells.range((titles.0, 0)..(titles.1, 0));
        let texts = cells.map(|(_, v)| v.text()).chain([sheet.name.clone()]);
        block.project = texts
            .filter(|text| text.chars().count() <= 80)
            .find_map(|text| Some((context.names.project_in(&text)?, text)));
    }
    layout.blocks.retain(|b| b.names_project() || b.project.is_some());
}

/// How a sheet differs from the setting that should describe it.
fn unmet(sheet: &Sheet, form: &Form, layout: &Layout, guide: &Guide) -> Option<String> {
    let Some((first, last)) = form.header else {
        let none = layout.blocks.is_empty() && !form.columns.is_empty();
        if none {
            return Some("回答の表が見付かりません".to_owned());
        }
        let mut tables = layout.blocks.iter().filter(|b| !b.is_form());
        return match layout.flipped {
            true => None,
            false => tables.find_map(|b| contradicted(sheet, form, b.header, guide)),
        };
    };
    let rows = format!("{}", first + 1);
    if (first..=last).all(|row| sheet.row(row).next().is_none()) {
        return Some(format!("見出し行の {rows} 行目に何もありません"));
    }
    if let Some(what) = contradicted(sheet, form, (first, last), guide) {
        return Some(what);
    }
    let named = layout.blocks.iter().any(Block::names_project);
    (!named).then(|| format!("見出し行の {rows} 行目に事業名の列がありません"))
}

/// Where the words of a header say another field or year than the setting.
fn contradicted(
    sheet: &Sheet,
    form: &Form,
    (first, last): (u32, u32),
    guide: &Guide,
) -> Option<String> {
    for (&col, &field) in &form.columns {
        if matches!(field, Field::Note | Field::Ignored | Field::Reference) {
            continue;
        }
        let cell = (first..=last).rev().map(|row| sheet.text(row, col));
        let text = cell.into_iter().find(|t| !t.trim().is_empty()).unwrap_or_default();
        let said = guide.vocabulary.read(&text, guide.year).field;
        let at = CellRef { row: last, col };
        if let Some(other) = said.filter(|f| !f.may_be(field)) {
            return Some(format!(
                "{at} の見出し「{}」は「{}」で、設定の「{}」ではありません",
                shorten(&text, 20),
                other.name(),
                field.name()
            ));
        }
    }
    for &(from, to, year) in &form.years {
        let cells = sheet.cells.range((first, from)..(last.saturating_add(1), 0));
        for ((row, col), value) in cells.filter(|((_, c), _)| (from..=to).contains(c)) {
            let text = value.text();
            let said = guide.vocabulary.read(&text, guide.year).year;
            if let Some(other) = said.filter(|said| *said != year) {
                let at = CellRef { row: *row, col: *col };
                return Some(format!(
                    "{at} の見出し「{}」は{}で、設定の{}ではありません",
                    shorten(&text, 20),
                    other.era_label(),
                    year.era_label()
                ));
            }
        }
    }
    None
}

/// No sheet holds a table of answers; what it does hold is said.
pub(super) fn no_table(
    file_name: &str,
    sheets: &[Sheet],
    context: &Context,
) -> Diagnostic {
    let finding = Diagnostic::new(
        &catalog::NO_TABLE,
        format!(
            "{file_name} に、事業名と評価（又は取組実績・実績値）の見出しがある表がありません"
        ),
    );
    let named: usize = sheets.iter().map(|s| projects_named(s, context)).sum();
    let hidden = sheets.iter().filter(|s| s.hidden && !s.cells.is_empty()).count();
    let shapes = sheets.iter().any(|s| s.floats.iter().any(|f| !f.is_comment));
    let mut finding = finding;
    if named > 0 {
        finding = finding.hint(format!("計画の事業の名は {named} 個あります"));
    }
    if hidden > 0 {
        finding = finding.hint(format!("隠されたシートが {hidden} 枚あります"));
    }
    if shapes {
        finding = finding.hint("図形に書かれた文字があります");
    }
    finding
}

/// Cells that hold the name of a 事業 of the plan.
fn projects_named(sheet: &Sheet, context: &Context) -> usize {
    let is_name = |text: &str| context.names.is_project_name(text);
    let texts = sheet.cells.iter().take(20_000).map(|(_, v)| v.text());
    texts.filter(|t| t.chars().count() <= 60 && is_name(t)).count()
}

pub(super) fn ignored_sheet(sheet: &Sheet, context: &Context) -> Diagnostic {
    let text = format!(
        "シート「{}」は事業の見出しがないため読みませんでした（文字や数のあるセル {} 個）",
        sheet.name,
        sheet.cells.len()
    );
    let named = projects_named(sheet, context);
    // 「記入要領」 explains the form: a remark is enough while no 事業 stands in it.
    let key = key1(&sheet.name);
    let explains = ["要領", "手引", "説明", "注意事項", "使い方", "凡例", "目次", "表紙"];
    let is_guide = named == 0 && explains.iter().any(|word| key.contains(word));
    let rule = if is_guide { &catalog::COLUMN_READ_SO } else { &catalog::SHEET_IGNORED };
    let finding = Diagnostic::new(rule, text);
    if named == 0 {
        return finding;
    }
    finding.hint(format!(
        "計画の事業の名が {named} 個あります。回答でないか確かめてください"
    ))
}
