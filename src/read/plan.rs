//! `計画.xlsx` → [`Plan`].

mod alias;
mod composition;
mod figures;
mod structure;
mod words;
mod work;

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::catalog;
use crate::diag::{BookId, Diagnostic, Diagnostics, Origin, Severity, SheetId, Sources};
use crate::model::plan::Plan;
use crate::model::year::FiscalYear;
use crate::read::grid::{CellValue, Sheet};
use crate::read::table::{Row, Table};
use crate::text::{keep, key1};

/// The sheets of `計画.xlsx` and the columns that each must have.
const SHEETS: [(&str, &[&str]); 11] = [
    ("基本情報", &["項目", "内容"]),
    ("体系", &["ID", "種別", "上位ID", "番号", "名称"]),
    ("担当課", &["ID", "課名"]),
    ("評価区分", &["コード", "記号", "名称", "順位", "計画どおり以上", "分母に入れる"]),
    ("方向性", &["名称", "区分"]),
    ("事業", &["ID", "番号", "事業名", "施策ID", "担当課"]),
    ("指標", &["ID", "事業ID", "指標名", "単位", "方向"]),
    ("関連計画", &["名称", "区分", "開始年度", "終了年度"]),
    ("ライフステージ", &["名称", "時期", "図"]),
    ("支援パッケージ", &["支援名", "種類", "開始", "終了"]),
    ("推進体制", &["区分", "名称"]),
];

/// A sheet that a plan may have: how its indicators hang together.
const COMPOSITIONS: (&str, &[&str]) = ("内訳", &["種類", "指標ID", "内訳"]);

/// Reads the whole plan; what is wrong is reported, and the rest is still read, so that
/// all faults are found in one pass. Only a missing sheet or column stops it at once.
pub fn read(
    sheets: &[Sheet],
    book: BookId,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Plan {
    let ids: Vec<SheetId> =
        sheets.iter().map(|s| sources.add_sheet(book, &s.name)).collect();
    let mut reader = Reader {
        sheets,
        ids,
        book,
        diagnostics,
        plan: Plan::default(),
        left_out: HashSet::new(),
        doubled: HashSet::new(),
        division_names: HashMap::new(),
    };
    if !reader.is_complete() {
        return reader.plan;
    }
    reader.basics();
    reader.tree();
    reader.divisions();
    reader.scale();
    reader.directions();
    reader.projects();
    reader.indicators();
    reader.compositions();
    reader.related();
    reader.stages();
    reader.supports();
    reader.governance();
    reader.plan
}

/// Larger figures would overflow exact sums.
const MAX_NUMBER: Decimal = Decimal::from_parts(2_808_348_672, 232_830_643, 0, false, 0);

struct Reader<'a> {
    sheets: &'a [Sheet],
    ids: Vec<SheetId>,
    book: BookId,
    diagnostics: &'a mut Diagnostics,
    plan: Plan,
    /// IDs of records that were left out because of a fault of their own.
    left_out: HashSet<String>,
    /// Sheets in which an ID stands twice: one of the two may be that of another row.
    doubled: HashSet<String>,
    /// ID, name and aliases of every 課, as keys.
    division_names: HashMap<String, usize>,
}

impl<'a> Reader<'a> {
    /// Whether every sheet and column is there. What is missing is reported alone: all
    /// that refers to it would look wrong too.
    fn is_complete(&mut self) -> bool {
        let before = self.diagnostics.count(Severity::Error);
        let optional = self.position(COMPOSITIONS.0).map(|_| COMPOSITIONS);
        for (name, required) in SHEETS.into_iter().chain(optional) {
            match self.position(name) {
                Some(i) => {
                    let sheet = &self.sheets[i];
                    let table = Table::new(sheet, self.book, self.ids[i]);
                    table.require(required, self.diagnostics);
                }
                None => self.diagnostics.push(
                    Diagnostic::new(
                        &catalog::PLAN_MISSING,
                        format!("「{name}」のシートがありません"),
                    )
                    .at(Origin::book(self.book)),
                ),
            }
        }
        self.diagnostics.count(Severity::Error) == before
    }

    fn table(&self, name: &str) -> Option<Table<'a>> {
        let i = self.position(name)?;
        Some(Table::new(&self.sheets[i], self.book, self.ids[i]))
    }

    fn value_fault(&mut self, origin: Origin, text: String) {
        self.diagnostics.push(Diagnostic::new(&catalog::PLAN_VALUE, text).at(origin));
    }

    /// A reference that is empty, or that no record answers. One to a record that was
    /// itself left out for a fault is not reported again, nor one into a sheet where an
    /// ID stands twice: the second may have been meant as the one that is missing.
    fn reference_fault(
        &mut self,
        row: Row,
        column: &str,
        wanted: &str,
        sheet: &str,
        text: String,
    ) {
        let origin = row.origin(column);
        if wanted.is_empty() {
            self.value_fault(origin, format!("{column}が空です"));
            return;
        }
        if self.left_out.contains(wanted) || self.doubled.contains(sheet) {
            return;
        }
        self.diagnostics.push(Diagnostic::new(&catalog::PLAN_REFERENCE, text).at(origin));
    }

    /// A value that must stand once in its column, such as 番号 and 課名.
    fn once(&mut self, row: Row, column: &str, seen: &mut HashMap<String, Origin>) {
        let value = row.text(column);
        if value.is_empty() {
            return;
        }
        let origin = row.origin(column);
        if seen.insert(key1(&value), origin).is_some() {
            let text = format!("{column}「{value}」が二つあります");
            self.diagnostics
                .push(Diagnostic::new(&catalog::PLAN_DUPLICATE, text).at(origin));
        }
    }

    /// The id of a record; an empty or repeated one is reported and the record skipped.
    fn id(&mut self, row: Row, seen: &mut HashMap<String, Origin>) -> Option<String> {
        let id = row.text("ID");
        let origin = row.origin("ID");
        if id.is_empty() {
            self.value_fault(origin, "ID が空です".to_owned());
            return None;
        }
        if seen.insert(id.clone(), origin).is_some() {
            let text = format!("ID「{id}」が二つあります");
            self.diagnostics
                .push(Diagnostic::new(&catalog::PLAN_DUPLICATE, text).at(origin));
            self.doubled.insert(row.sheet().to_owned());
            return None;
        }
        Some(id)
    }

    fn year(&mut self, row: Row, name: &str) -> Option<FiscalYear> {
        let text = row.text(name);
        if text.is_empty() {
            return None;
        }
        let year = FiscalYear::parse(&text);
        if year.is_none() {
            let text = format!("{name}「{text}」を年度として読めません");
            self.value_fault(row.origin(name), text);
        }
        year
    }

    fn decimal(&mut self, row: Row, col: u32, what: &str) -> Option<Decimal> {
        match row.cell_at(col)? {
            CellValue::Number { value, percent } => {
                let factor = if *percent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
                Some(*value * factor)
            }
            other => {
                let text = keep(&other.text());
                let plain = key1(&text).replace(',', "");
                if matches!(plain.as_str(), "" | "-" | "ー") {
                    return None;
                }
                let value =
                    Decimal::from_str(&plain).ok().filter(|v| v.abs() < MAX_NUMBER);
                if value.is_none() {
                    let text = format!("{what}「{text}」を数として読めません");
                    self.value_fault(row.origin_at(col), text);
                }
                value
            }
        }
    }
}
