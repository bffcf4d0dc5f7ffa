//! `datapackage.json`: the tables for programs, as a Frictionless Data Package.

use serde_json::{Map, Value as Json, json};

use super::schema::{Column, Layout, Table};
use crate::config::{Charset, Publication};
use crate::model::progress::Progress;

/// The description of the files, which it counts and signs.
pub fn bytes(
    p: &Progress,
    settings: &Publication,
    tables: &[Table],
    files: &[(String, Vec<u8>)],
) -> Vec<u8> {
    let basics = &p.plan.basics;
    let mark = p.bare_mark().map(|m| format!("（{m}）")).unwrap_or_default();
    let sample = match p.edition.mark() {
        Some("見本") => "事業・指標・評価は見本（架空）です。",
        _ => "",
    };
    let mut package = json!({
        "name": format!("progress-{}", p.year.western()),
        "profile": "tabular-data-package",
        "title": format!("{} {}の進捗状況{mark}", basics.name, p.year.era_label()),
        "description": format!(
            "{}の点検・評価の結果です。{sample}列の定義は definition、コードの意味は code、データの説明と更新の記録は dataset にあります。",
            basics.name
        ),
        "version": format!("{}.0.0", p.year.western()),
        "keywords": [basics.municipality, basics.name, p.year.era_label(), "進捗状況"],
        "contributors": [{ "title": basics.publisher, "role": "publisher" }],
        "resources": tables.iter().zip(files)
            .map(|(table, (path, bytes))| resource(table, path, bytes, settings, tables))
            .collect::<Vec<_>>(),
    });
    if let (Some((name, path)), Some(map)) =
        (settings.licence_link(), package.as_object_mut())
    {
        let title = settings.licence_title();
        let licence = json!([{ "name": name, "path": path, "title": title }]);
        map.insert("licenses".to_owned(), licence);
    }
    let mut text = format!("{package:#}");
    text.push('\n');
    text.into_bytes()
}

fn resource(
    table: &Table,
    path: &str,
    bytes: &[u8],
    settings: &Publication,
    tables: &[Table],
) -> Json {
    let layout = table.layout;
    json!({
        "name": layout.name.replace('_', "-"),
        "path": path,
        "profile": "tabular-data-resource",
        "title": layout.title,
        "description": layout.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": match settings.charset {
            Charset::Utf8 => "utf-8-sig",
            Charset::Cp932 => "cp932",
        },
        "bytes": bytes.len(),
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": "\"",
            "doubleQuote": true,
            "header": true,
        },
        "schema": schema(layout, tables),
    })
}

fn schema(layout: &Layout, tables: &[Table]) -> Json {
    let mut schema = Map::new();
    let fields: Vec<Json> = layout.columns.iter().map(|c| field(c, tables)).collect();
    schema.insert("fields".to_owned(), json!(fields));
    schema.insert("missingValues".to_owned(), json!([""]));
    schema.insert("primaryKey".to_owned(), json!(layout.primary_key));
    let keys: Vec<Json> = layout
        .foreign_keys
        .iter()
        .map(|key| {
            json!({
                "fields": [key.column],
                "reference": {
                    "resource": key.table.replace('_', "-"),
                    "fields": [key.to],
                },
            })
        })
        .collect();
    if !keys.is_empty() {
        schema.insert("foreignKeys".to_owned(), json!(keys));
    }
    Json::Object(schema)
}

fn field(column: &Column, tables: &[Table]) -> Json {
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), json!(true));
    }
    let codes = codes(column, tables);
    if !codes.is_empty() {
        constraints.insert("enum".to_owned(), json!(codes));
    }
    let mut field = json!({
        "name": column.name,
        "type": column.kind.labels().1,
        "title": column.title,
        "description": column.about,
    });
    if let Some(map) = field.as_object_mut() {
        if !constraints.is_empty() {
            map.insert("constraints".to_owned(), Json::Object(constraints));
        }
        if !column.unit.is_empty() {
            map.insert("unit".to_owned(), json!(column.unit));
        }
    }
    field
}

/// The codes that a column may hold, from the code table.
fn codes(column: &Column, tables: &[Table]) -> Vec<Json> {
    let Some(table) = tables.iter().find(|t| t.layout.name == "code") else {
        return Vec::new();
    };
    let of_list = table.rows.iter().filter(|row| {
        !column.codes.is_empty() && row.first().is_some_and(|v| v.field() == column.codes)
    });
    let codes = of_list.filter_map(|row| row.get(1)).map(|value| value.field());
    match column.kind {
        super::schema::Kind::Integer => {
            codes.filter_map(|c| c.parse::<i64>().ok()).map(Json::from).collect()
        }
        _ => codes.map(Json::from).collect(),
    }
}
