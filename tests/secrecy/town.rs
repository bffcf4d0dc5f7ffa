//! Plan folders of a few indicators that hang together.

use tenken::fs::PlanFolder;
use toml::Value;

use crate::common::book::{Book, Rows, Sheet};
use crate::common::{Case, folder};

/// One indicator of a town: its values from 令和8年度 on, empty where there is none.
#[derive(Debug, Clone, Default)]
pub struct Series {
    pub id: String,
    pub unit: &'static str,
    pub decimals: u32,
    /// 基準値 of 令和7年度.
    pub baseline: String,
    pub values: Vec<String>,
}

/// What a town declares, and how it hides.
#[derive(Debug, Clone)]
pub struct Town {
    pub series: Vec<Series>,
    /// 種類, 指標ID, 内訳, 分母.
    pub compositions: Vec<[String; 4]>,
    pub below: u32,
    pub width: u32,
    /// 始めた年度, western.
    pub since: u16,
    /// 取組実績 of the year reported.
    pub activities: String,
    /// What is written into 概要版.md.
    pub manuscript: String,
    /// Other returned books of the year reported.
    pub books: Vec<Book>,
}

fn text(value: impl Into<String>) -> Value {
    Value::String(value.into())
}

/// A number as a number, so that the books hold what a 課 types.
fn cell(value: &str) -> Value {
    match value.parse::<i64>() {
        Ok(number) => Value::Integer(number),
        Err(_) => value.parse::<f64>().map_or(text(value), Value::Float),
    }
}

pub fn era(western: u16) -> String {
    format!("令和{}年度", western - 2018)
}

impl Town {
    /// A town of these indicators in 人 (％ where the ID says so), hidden from 令和8年度.
    pub fn new(series: &[(&str, &str)]) -> Self {
        let series = series.iter().map(|(id, values)| Series {
            id: (*id).to_owned(),
            unit: if id.contains('率') { "％" } else { "人" },
            decimals: u32::from(id.contains('率')),
            baseline: String::new(),
            values: values.split('/').map(str::to_owned).collect(),
        });
        Town {
            series: series.collect(),
            compositions: Vec::new(),
            below: 10,
            width: 8,
            since: 2026,
            activities: "取り組んだ。".to_owned(),
            manuscript: "本文です。".to_owned(),
            books: Vec::new(),
        }
    }

    pub fn ties(mut self, kind: &str, whole: &str, parts: &str, base: &str) -> Self {
        self.compositions.push([kind, whole, parts, base].map(str::to_owned));
        self
    }

    /// The name of an indicator, which no other name contains.
    pub fn name(id: &str) -> String {
        format!("指標{id}の数")
    }

    pub fn of(&self, id: &str) -> &Series {
        self.series.iter().find(|s| s.id == id).unwrap()
    }

    fn indicators(&self) -> Rows {
        let head = [
            "ID",
            "事業ID",
            "指標名",
            "種別",
            "単位",
            "方向",
            "小数桁",
            "基準値",
            "基準年度",
            "令和8年度目標",
            "令和9年度目標",
            "令和10年度目標",
            "令和11年度目標",
            "概要版",
        ];
        let mut rows = vec![head.map(text).to_vec()];
        for series in &self.series {
            rows.push(vec![
                text(&series.id),
                text("J3"),
                text(Town::name(&series.id)),
                text("活動"),
                text(series.unit),
                text("増やす"),
                Value::Integer(i64::from(series.decimals)),
                cell(&series.baseline),
                text(if series.baseline.is_empty() { "" } else { "令和7年度" }),
                text(""),
                text(""),
                text(""),
                Value::Integer(9_000_000),
                text("○"),
            ]);
        }
        rows
    }

    /// The book of こども課 of a year.
    pub fn book(&self, western: u16) -> Book {
        let head = ["番号", "事業名", "指標名", "単位", "実績値", "取組実績", "評価"];
        let mut rows = vec![head.map(text).to_vec()];
        for (i, series) in self.series.iter().enumerate() {
            let first = i == 0;
            let when_first = |value: &str| text(if first { value } else { "" });
            let at = usize::from(western - 2026);
            rows.push(vec![
                when_first("1102"),
                when_first("一時預かり事業"),
                text(Town::name(&series.id)),
                text(series.unit),
                cell(series.values.get(at).map_or("", |v| v)),
                when_first(&self.activities),
                when_first("B"),
            ]);
        }
        let sheet = Sheet { rows, ..Sheet::default() };
        let path = format!("評価/{}/こども課.xlsx", era(western));
        Book { path, format: "xlsx".to_owned(), sheets: vec![sheet] }
    }

    /// The plan folder as it stood when the year was published.
    pub fn folder(&self, western: u16) -> PlanFolder {
        let mut case = Case { about: "秘匿".to_owned(), ..Case::default() };
        let mut config = format!("対象年度 = \"{}\"\n版 = \"案\"\n", era(western));
        if western >= self.since {
            config.push_str(&format!(
                "[秘匿]\n始めた年度 = \"{}\"\n未満 = {}\n幅 = {}\n",
                era(self.since),
                self.below,
                self.width
            ));
        }
        case.config = Some(config);
        case.manuscript = Some(format!(
            "# はじめに\n\n{}\n\n# 指標\n\n![](図:主な指標)\n\n# 一覧\n\n![](図:目標別の一覧)\n",
            self.manuscript
        ));
        case.without_common_books = true;
        case.plan.insert("指標".to_owned(), self.indicators());
        if !self.compositions.is_empty() {
            let head = ["種類", "指標ID", "内訳", "分母"].map(text).to_vec();
            let rows = self.compositions.iter().map(|c| c.each_ref().map(text).to_vec());
            let rows = std::iter::once(head).chain(rows).collect();
            case.plan.insert("内訳".to_owned(), rows);
        }
        case.book = (2026..=western).map(|y| self.book(y)).collect();
        let own = self.books.iter().filter(|b| b.path.contains(&era(western)));
        case.book.extend(own.cloned());
        folder(&case)
    }
}
