//! The words that offices put at the head of a column.

use std::collections::BTreeMap;

use crate::model::year::FiscalYear;
use crate::text::{header_key, key1};

/// What a column of a returned book can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 事業ID.
    ProjectId,
    /// 事業番号.
    ProjectNumber,
    /// 事業名.
    ProjectName,
    /// 一列に事業名と指標名が上下に並ぶ様式の、その列.
    ProjectOrIndicator,
    /// 担当課.
    Division,
    /// 取組内容・実績（文章）.
    Activities,
    /// 評価.
    Grade,
    /// 評価の理由.
    Reason,
    /// 課題.
    Issues,
    /// 改善策・来年度の取組.
    Improvements,
    /// 今後の方向性.
    Direction,
    /// 指標ID.
    IndicatorId,
    /// 指標名.
    IndicatorName,
    /// 単位.
    Unit,
    /// 目標値.
    Target,
    /// 実績値.
    Actual,
    /// What the plan already holds, printed on the form for reference.
    Reference,
    /// 担当者名・電話など: never used, never published.
    Personal,
}

impl Field {
    /// Belongs to one year: under the name of another year it is only for reference.
    fn is_yearly(self) -> bool {
        matches!(self, Field::Actual | Field::Activities | Field::Target | Field::Grade)
    }
}

/// (field, its name in `tenken.toml`, header words). Words are compared by
/// [`header_key`]; a two-row header is tried as 親＋子, then 子, then 親.
const FIELDS: &[(Field, &str, &[&str])] = &[
    (Field::ProjectId, "事業ID", &["事業ID", "ID", "管理番号", "整理番号", "事業コード"]),
    (
        Field::ProjectNumber,
        "事業番号",
        &["事業番号", "番号", "No", "No.", "№", "事業No", "事業No.", "事業番号"],
    ),
    (
        Field::ProjectName,
        "事業名",
        &[
            "事業名",
            "事業名称",
            "事務事業名",
            "取組名",
            "取組事業名",
            "具体的な事業",
            "事業",
            "事業事業名",
        ],
    ),
    (
        Field::ProjectOrIndicator,
        "事業名・指標",
        &[
            "事業名・指標",
            "事業名／指標名",
            "事業・指標",
            "事業名及び指標名",
            "事業名・指標名",
        ],
    ),
    (
        Field::Division,
        "担当課",
        &[
            "担当課",
            "課",
            "課名",
            "所管課",
            "主管課",
            "所管",
            "担当部署",
            "担当",
            "回答課",
            "記入課",
            "実施課",
            "担当課名",
            "所属",
        ],
    ),
    (
        Field::Activities,
        "取組実績",
        &[
            "取組実績",
            "取組内容",
            "取組状況",
            "実施状況",
            "実施内容",
            "主な取組",
            "取組の実績",
            "事業実績",
            "実績",
            "取組内容・実績",
            "取組内容と実績",
            "今年度の取組実績",
            "取組の内容",
            "実施した内容",
            "主な実績",
            "取組実績の概要",
        ],
    ),
    (
        Field::Grade,
        "評価",
        &[
            "評価",
            "評価区分",
            "達成度",
            "進捗",
            "進捗状況",
            "自己評価",
            "進捗評価",
            "評価評価区分",
            "評価区分評価",
            "担当課評価",
            "達成状況",
        ],
    ),
    (
        Field::Reason,
        "評価の理由",
        &[
            "評価の理由",
            "評価理由",
            "理由",
            "評価の根拠",
            "評価説明",
            "評価の説明",
            "判断理由",
        ],
    ),
    (
        Field::Issues,
        "課題",
        &["課題", "今後の課題", "問題点", "課題・問題点", "主な課題"],
    ),
    (
        Field::Improvements,
        "改善策",
        &[
            "改善策",
            "来年度の取組",
            "次年度の取組",
            "今後の取組",
            "改善内容",
            "対応策",
            "課題解決のための改善策",
            "翌年度の取組",
        ],
    ),
    (
        Field::Direction,
        "今後の方向性",
        &["今後の方向性", "方向性", "今後の方向", "次年度の方向性", "来年度の方向性"],
    ),
    (Field::IndicatorId, "指標ID", &["指標ID", "指標番号"]),
    (
        Field::IndicatorName,
        "指標名",
        &[
            "指標名",
            "指標",
            "指標名称",
            "指標の名称",
            "成果指標",
            "活動指標",
            "評価指標",
            "指標指標名",
        ],
    ),
    (Field::Unit, "単位", &["単位", "指標単位"]),
    (
        Field::Target,
        "目標値",
        &[
            "目標値",
            "目標",
            "計画値",
            "指標目標値",
            "指標目標",
            "年度目標",
            "年度目標値",
            "当年度目標",
        ],
    ),
    (
        Field::Actual,
        "実績値",
        &[
            "実績値",
            "指標実績値",
            "指標実績",
            "実績数",
            "当年度実績",
            "年度実績",
            "年度実績値",
            "指標の実績",
            "指標の実績値",
        ],
    ),
    (
        Field::Reference,
        "参考",
        &[
            "基本目標",
            "施策",
            "施策の展開",
            "施策名",
            "事業概要",
            "事業の概要",
            "概要",
            "事業内容",
            "基準値",
            "最終目標値",
            "最終目標",
            "重点",
            "重点事業",
            "区分",
            "種別",
            "前年度評価",
            "昨年度評価",
            "前年度の改善策",
            "関係課",
            "再掲",
            "指標種別",
            "前年度の実績",
            "令和11年度目標値",
            "部名",
            "部",
        ],
    ),
    (
        Field::Personal,
        "個人",
        &[
            "担当者",
            "担当者名",
            "氏名",
            "記入者",
            "記入者名",
            "課長名",
            "電話",
            "電話番号",
            "内線",
            "内線番号",
            "メール",
            "メールアドレス",
            "連絡先",
        ],
    ),
];

/// The words for each field: built-in, and those of `tenken.toml`.
pub struct Vocabulary {
    words: BTreeMap<String, Field>,
}

impl Vocabulary {
    /// The built-in words and a city's own.
    ///
    /// # Errors
    /// The names in `aliases` that are no field.
    pub fn new(aliases: &BTreeMap<String, Vec<String>>) -> Result<Self, Vec<String>> {
        let mut words = BTreeMap::new();
        for (field, _, names) in FIELDS {
            for name in *names {
                words.entry(header_key(name)).or_insert(*field);
            }
        }
        let mut unknown = Vec::new();
        for (name, headers) in aliases {
            match FIELDS.iter().find(|(_, n, _)| n == name) {
                Some((field, ..)) => {
                    for header in headers {
                        words.insert(header_key(header), *field);
                    }
                }
                None => unknown.push(name.clone()),
            }
        }
        if unknown.is_empty() { Ok(Vocabulary { words }) } else { Err(unknown) }
    }

    /// Names that `[列名の別名]` accepts.
    pub fn field_names() -> impl Iterator<Item = &'static str> {
        FIELDS.iter().map(|(_, name, _)| *name)
    }

    /// The field that a label names, for a form of this year.
    pub(super) fn find(&self, label: &str, year: FiscalYear) -> Option<Field> {
        let key = header_key(label);
        if let Some(field) = self.words.get(&key) {
            // 「実績値（令和8年度）」: the bracket tells whose value it is.
            let other_year = year_in_brackets(label).is_some_and(|y| y != year);
            return Some(if other_year && field.is_yearly() {
                Field::Reference
            } else {
                *field
            });
        }
        let (named, rest) = split_year(&key)?;
        let field = self.words.get(&rest).copied()?;
        match field {
            // 「令和8年度実績」 on the form of 令和9年度 is last year's value.
            field if named != year && field.is_yearly() => Some(Field::Reference),
            // 「令和9年度実績」 heads numbers more often than sentences; a sentence
            // column is called 取組実績.
            Field::Activities if rest == "実績" => Some(Field::Actual),
            other => Some(other),
        }
    }
}

/// 「実績値（令和8年度）」 → 令和8年度.
fn year_in_brackets(label: &str) -> Option<FiscalYear> {
    let key = key1(label);
    let (_, rest) = key.split_once('(')?;
    let (inside, _) = rest.split_once(')')?;
    FiscalYear::parse(inside)
}

/// 「令和9年度実績値」 → (令和9年度, 「実績値」).
fn split_year(key: &str) -> Option<(FiscalYear, String)> {
    let cut = key.find("年度").map(|i| i + "年度".len()).or_else(|| key.find("年"))?;
    let year = FiscalYear::parse(&key[..cut])?;
    let rest = key[cut..].trim_start_matches('の').to_owned();
    Some((year, rest))
}
