//! What explains a table: `datapackage.json` beside a text, or sheets of definitions and
//! codes in a workbook.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::read::grid::{Sheet, Survey};

/// Words by which a sheet of codes or definitions is known.
const CODE_SHEETS: [&str; 3] = ["code", "コード表", "凡例"];
const DEFINITION_SHEETS: [&str; 3] = ["definition", "項目定義", "定義"];

/// What is said about the columns of a file.
#[derive(Debug, Default)]
pub struct Definitions {
    /// (sheet or nothing, column) → what it says.
    columns: BTreeMap<(String, String), Entry>,
    /// There is a table of codes.
    pub has_codes: bool,
    /// When and how it is updated is said.
    pub has_history: bool,
    /// The character set of a text is declared.
    pub has_charset: bool,
}

/// What is said about a column.
#[derive(Debug, Default, Clone)]
pub struct Entry {
    /// It is defined.
    pub is_defined: bool,
    /// Its unit.
    pub unit: String,
    /// Its codes are listed.
    pub has_codes: bool,
}

impl Definitions {
    /// Looks for what explains a file.
    pub fn read(name: &str, survey: &Survey, package: Option<&[u8]>) -> Self {
        let mut found = Definitions::default();
        if survey.sheets.len() > 1 {
            found.of_sheets(&survey.sheets);
        }
        let package = package.and_then(|b| serde_json::from_slice::<Value>(b).ok());
        if let Some(package) = package {
            found.of_package(name, &package);
        }
        found
    }

    /// What is said about a column of a sheet.
    pub fn entry(&self, sheet: &str, column: &str) -> Entry {
        let sheet = if sheet == "CSV" { "" } else { sheet };
        self.columns
            .get(&(sheet.to_owned(), column.to_owned()))
            .cloned()
            .unwrap_or_default()
    }

    fn of_sheets(&mut self, sheets: &[Sheet]) {
        let named = |names: &[&str]| {
            sheets
                .iter()
                .find(|s| names.iter().any(|n| s.name.to_lowercase().contains(n)))
        };
        self.has_codes = named(&CODE_SHEETS).is_some();
        self.has_history = sheets.iter().any(|sheet| {
            let mut texts = sheet.cells.iter().map(|(_, v)| v.text());
            texts.any(|t| matches!(&*t, "更新履歴" | "更新日" | "最終更新日" | "history"))
        });
        let Some(sheet) = named(&DEFINITION_SHEETS) else { return };
        let column = |names: [&str; 2]| {
            sheet.row(0).find(|(_, v)| names.contains(&&*v.text())).map(|(col, _)| col)
        };
        let (Some(table), Some(name), Some(about)) = (
            column(["table_name", "表の物理名"]),
            column(["column_name", "列の物理名"]),
            column(["about", "定義"]),
        ) else {
            return;
        };
        let (unit, codes) =
            (column(["unit", "単位"]), column(["code_list", "コードの種類"]));
        for row in sheet.rows().into_iter().filter(|row| *row > 0) {
            let text =
                |col: Option<u32>| col.map(|c| sheet.text(row, c)).unwrap_or_default();
            let entry = Entry {
                is_defined: !sheet.text(row, about).is_empty(),
                unit: text(unit),
                has_codes: !text(codes).is_empty(),
            };
            self.columns.insert((sheet.text(row, table), sheet.text(row, name)), entry);
        }
    }

    fn of_package(&mut self, name: &str, package: &Value) {
        let resources = package["resources"].as_array().cloned().unwrap_or_default();
        let Some(own) = resources.iter().find(|r| r["path"].as_str() == Some(name))
        else {
            return;
        };
        self.has_charset = own["encoding"].is_string();
        self.has_history = package["version"].is_string();
        self.has_codes = resources
            .iter()
            .any(|r| r["name"].as_str().is_some_and(|n| CODE_SHEETS.contains(&n)));
        for field in own["schema"]["fields"].as_array().into_iter().flatten() {
            let text = |key: &str| field[key].as_str().unwrap_or_default().to_owned();
            let entry = Entry {
                is_defined: !text("description").is_empty(),
                unit: text("unit"),
                has_codes: field["constraints"]["enum"].is_array(),
            };
            self.columns.insert((String::new(), text("name")), entry);
        }
    }
}
