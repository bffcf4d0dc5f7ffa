//! `tenken check --explain-layout`: what was found on a sheet, and how to fix it.

use super::{Block, Body, Column, Layout};
use crate::diag::{CellRef, column_name};
use crate::read::grid::Sheet;

/// The layout of one sheet, line by line.
pub fn explain(sheet: &str, layout: &Layout) -> Vec<String> {
    let mut lines = Vec::new();
    for (i, block) in layout.blocks.iter().enumerate() {
        let number = if layout.blocks.len() > 1 {
            format!("（{}）", i + 1)
        } else {
            String::new()
        };
        lines
            .push(format!("シート「{sheet}」{number}: {}", shape(block, layout.flipped)));
        if layout.flipped {
            lines.push("  事業が横に並ぶ表なので、行と列を入れ替えて読みます".to_owned());
        }
        for column in &block.columns {
            lines.push(format!("  {}", meaning(block, column, layout.flipped)));
        }
        if let Body::Lines { kind, value } = block.body {
            let value = value.map_or("分かりません".to_owned(), |v| {
                format!("{}列", column_name(v))
            });
            lines.push(format!(
                "  計画・実績の行: {}列の言葉で分け、値は {value}",
                column_name(kind)
            ));
        }
        for question in &block.questions {
            lines.push(format!("  ？ {}", question.text));
        }
    }
    lines
}

fn shape(block: &Block, flipped: bool) -> String {
    if block.is_form() {
        return format!("個票（{}行目から）", block.header.0 + 1);
    }
    let name = |n: u32| if flipped { column_name(n) } else { (n + 1).to_string() };
    let (first, last) = block.header;
    let header = if first == last {
        name(first)
    } else {
        format!("{}-{}", name(first), name(last))
    };
    let unit = if flipped { "列" } else { "行" };
    let rows = if block.rows.1 < block.rows.0 {
        "中身の行なし".to_owned()
    } else {
        format!("中身は {}〜{}", name(block.rows.0), name(block.rows.1))
    };
    let year = block.year.map(|y| format!("、{}の表", y.era_label())).unwrap_or_default();
    format!("表（見出し{unit} {header}、{rows}{year}）")
}

fn meaning(block: &Block, column: &Column, flipped: bool) -> String {
    let turn = |(row, col): (u32, u32)| {
        let (row, col) = if flipped { (col, row) } else { (row, col) };
        CellRef { row, col }.to_string()
    };
    let label = column.label.replace('\n', "");
    let field = match column.field {
        _ if column.asked => "？（問い）",
        Some(field) => field.name(),
        None => "付記",
    };
    let group = column.group.map(|g| match block.groups.get(g).cloned().flatten() {
        Some(name) => format!("、指標「{}」", name.replace('\n', "")),
        None => format!("、{}つ目の指標", g + 1),
    });
    let year = column.year.map(|y| format!("、{}", y.era_label()));
    format!(
        "{}「{label}」→ {field}{}{}",
        turn(column.at),
        year.unwrap_or_default(),
        group.unwrap_or_default()
    )
}

/// A sheet on which nothing was found, with a ［［様式］］ to begin with.
pub fn no_layout(file: &str, sheet: &Sheet) -> Vec<String> {
    vec![
        format!(
            "シート「{}」: 回答の表が見付かりません（文字や数のあるセル {} 個）",
            sheet.name,
            sheet.cells.len()
        ),
        "  見出しの行と列が分かっていれば、tenken.toml に次のように書くと読めます"
            .to_owned(),
        format!(
            "[[様式]]\n名前 = \"{file}\"\nファイル = \"{file}\"\nシート = \"{}\"\n見出し行 = \"1\"\n列 = {{ A = \"事業番号\", B = \"事業名\", C = \"指標名\", D = \"実績値\", E = \"評価\" }}",
            sheet.name
        ),
    ]
}

/// A ［［様式］］ that fixes what was found, for `tenken.toml`.
pub fn setting(file: &str, sheet: &str, layout: &Layout) -> Option<String> {
    let [block] = &layout.blocks[..] else { return None };
    if layout.flipped || block.is_form() {
        return None;
    }
    let (first, last) = block.header;
    let columns: Vec<String> = block
        .columns
        .iter()
        .map(|c| {
            let field = match c.field {
                _ if c.asked => "？",
                Some(field) => field.name(),
                None => "付記",
            };
            format!("{} = \"{field}\"", column_name(c.col))
        })
        .collect();
    Some(format!(
        "[[様式]]\n名前 = \"{file}\"\nファイル = \"{file}\"\nシート = \"{sheet}\"\n見出し行 = \"{}-{}\"\n列 = {{ {} }}",
        first + 1,
        last + 1,
        columns.join(", ")
    ))
}
