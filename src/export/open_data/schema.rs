//! What a published table is: its columns, keys and values.

use rust_decimal::Decimal;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text on one line, never empty.
    Text(String),
    /// A whole number: a year, a count, a flag.
    Integer(i64),
    /// A figure, exact.
    Number(Decimal),
    /// Nothing; the state column beside it says why.
    Missing,
}

impl Value {
    /// The value as a CSV field.
    pub fn field(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Number(number) => number.normalize().to_string(),
            Value::Missing => String::new(),
        }
    }

    /// A count.
    pub fn count(count: usize) -> Self {
        i64::try_from(count).map_or(Value::Missing, Value::Integer)
    }

    /// A figure that may be absent.
    pub fn maybe(number: Option<Decimal>) -> Self {
        number.map_or(Value::Missing, Value::Number)
    }
}

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 文字列.
    Text,
    /// 整数.
    Integer,
    /// 数値.
    Number,
}

impl Kind {
    /// The word of the definitions, and the type of Frictionless Table Schema.
    pub fn labels(self) -> (&'static str, &'static str) {
        match self {
            Kind::Text => ("文字列", "string"),
            Kind::Integer => ("整数", "integer"),
            Kind::Number => ("数値", "number"),
        }
    }
}

/// A column. Its physical name is ASCII (rule L3-08).
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// 物理名.
    pub name: &'static str,
    /// 項目名.
    pub title: &'static str,
    /// 型.
    pub kind: Kind,
    /// Never missing.
    pub required: bool,
    /// 単位 of a number.
    pub unit: &'static str,
    /// The list of the code table that its values are taken from.
    pub codes: &'static str,
    /// 定義.
    pub about: &'static str,
}

impl Column {
    /// A column of texts.
    pub const fn text(
        name: &'static str,
        title: &'static str,
        about: &'static str,
    ) -> Self {
        Column {
            name,
            title,
            kind: Kind::Text,
            required: false,
            unit: "",
            codes: "",
            about,
        }
    }

    /// A column of whole numbers in a unit.
    pub const fn integer(
        name: &'static str,
        title: &'static str,
        unit: &'static str,
        about: &'static str,
    ) -> Self {
        Column { kind: Kind::Integer, unit, ..Column::text(name, title, about) }
    }

    /// A column of figures in a unit.
    pub const fn number(
        name: &'static str,
        title: &'static str,
        unit: &'static str,
        about: &'static str,
    ) -> Self {
        Column { kind: Kind::Number, unit, ..Column::text(name, title, about) }
    }

    /// The same column, never missing.
    pub const fn required(self) -> Self {
        Column { required: true, ..self }
    }

    /// The same column, its values taken from a list of the code table.
    pub const fn coded(self, codes: &'static str) -> Self {
        Column { codes, ..self }
    }
}

/// 外部キー: a column whose values stand in a column of a table.
#[derive(Debug, Clone, Copy)]
pub struct ForeignKey {
    /// The column here.
    pub column: &'static str,
    /// The table there; empty for this table.
    pub table: &'static str,
    /// The column there.
    pub to: &'static str,
}

impl ForeignKey {
    /// `column` here → `to` of `table`.
    pub const fn new(
        column: &'static str,
        table: &'static str,
        to: &'static str,
    ) -> Self {
        ForeignKey { column, table, to }
    }
}

/// What a table is, without its rows.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// 物理名: of the file and of the sheet.
    pub name: &'static str,
    /// 表の名.
    pub title: &'static str,
    /// 説明.
    pub about: &'static str,
    /// The columns, left to right.
    pub columns: &'static [Column],
    /// 主キー.
    pub primary_key: &'static [&'static str],
    /// 外部キー.
    pub foreign_keys: &'static [ForeignKey],
}

/// A table: one record a row.
#[derive(Debug, Clone)]
pub struct Table {
    /// What it is.
    pub layout: &'static Layout,
    /// As many values a row as there are columns.
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// The file name.
    pub fn file(&self) -> String {
        format!("{}.csv", self.layout.name)
    }
}
