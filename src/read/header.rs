//! 見出し: which column means what, found by the words of the header, never by position.

use std::collections::BTreeMap;

use crate::model::year::FiscalYear;
use crate::read::grid::Sheet;
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

    fn find(&self, label: &str, year: FiscalYear) -> Option<Field> {
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

/// One column with content under its header.
#[derive(Debug, Clone)]
pub struct Column {
    /// Zero-based.
    pub col: u32,
    /// The header as printed, parents first.
    pub label: String,
    /// What it means; `None` is kept as 付記.
    pub field: Option<Field>,
}

/// The header of a table.
#[derive(Debug, Clone)]
pub struct Header {
    /// First row of the header, zero-based.
    pub first: u32,
    /// Last row of the header.
    pub last: u32,
    /// The columns, left to right.
    pub columns: Vec<Column>,
}

impl Header {
    /// Whether the same columns are found with fewer rows: a title that stands directly
    /// above the header is no part of it.
    fn is_shorter_form_of(&self, other: &Header) -> bool {
        let found = |header: &Header| -> Vec<(u32, Field)> {
            header.columns.iter().filter_map(|c| Some((c.col, c.field?))).collect()
        };
        self.last - self.first < other.last - other.first && found(self) == found(other)
    }

    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<u32> {
        self.columns.iter().find(|c| c.field == Some(field)).map(|c| c.col)
    }
}

/// Rows at the top in which a header is looked for.
const SEARCH_ROWS: usize = 60;
/// Most rows a header is spread over.
const MAX_DEPTH: usize = 3;
/// Most columns of a table; what stands further right is reported as outside.
const MAX_COLUMNS: usize = 1_000;
/// Most merged cells that are looked at among the rows of headers.
const MAX_MERGED: usize = 100_000;

/// The merged cells at the top of a sheet: each answers with the first of its area.
fn merged_cells(sheet: &Sheet, last_row: u32) -> BTreeMap<(u32, u32), (u32, u32)> {
    let mut cells = BTreeMap::new();
    for merge in sheet.merges.iter().filter(|m| m.start.0 <= last_row) {
        for row in merge.start.0..=merge.end.0.min(last_row) {
            for col in merge.start.1..=merge.end.1 {
                if cells.len() >= MAX_MERGED {
                    return cells;
                }
                cells.insert((row, col), merge.start);
            }
        }
    }
    cells
}

/// Finds the header that names a 事業 and at least one thing said about it.
pub fn find(sheet: &Sheet, vocabulary: &Vocabulary, year: FiscalYear) -> Option<Header> {
    let rows: Vec<u32> = sheet.rows().into_iter().take(SEARCH_ROWS + MAX_DEPTH).collect();
    let merged = merged_cells(sheet, rows.last().copied().unwrap_or(0));
    let mut best: Option<(usize, Header)> = None;
    for (i, &first) in rows.iter().take(SEARCH_ROWS).enumerate() {
        for depth in 0..MAX_DEPTH {
            // The rows of one header stand directly under each other.
            let last = first + depth as u32;
            if depth > 0 && rows.get(i + depth) != Some(&last) {
                break;
            }
            let header = flatten(sheet, &merged, (first, last), vocabulary, year);
            let mut fields: Vec<Field> =
                header.columns.iter().filter_map(|c| c.field).collect();
            fields.sort();
            fields.dedup();
            let names_project = fields.iter().any(|f| {
                matches!(
                    f,
                    Field::ProjectName | Field::ProjectOrIndicator | Field::ProjectNumber
                )
            });
            let says_something = fields
                .iter()
                .any(|f| matches!(f, Field::Grade | Field::Activities | Field::Actual));
            let score = fields.len();
            let better = best.as_ref().is_none_or(|(known, other)| {
                score > *known || (score == *known && header.is_shorter_form_of(other))
            });
            if names_project && says_something && score >= 3 && better {
                best = Some((score, header));
            }
        }
    }
    best.map(|(_, header)| header)
}

fn flatten(
    sheet: &Sheet,
    merged: &BTreeMap<(u32, u32), (u32, u32)>,
    (first, last): (u32, u32),
    vocabulary: &Vocabulary,
    year: FiscalYear,
) -> Header {
    let mut cols: Vec<u32> =
        (first..=last).flat_map(|row| sheet.row(row).map(|(col, _)| col)).collect();
    cols.extend(merged.range((first, 0)..=(last, u32::MAX)).map(|((_, col), _)| *col));
    cols.sort_unstable();
    cols.dedup();
    cols.truncate(MAX_COLUMNS);
    let mut columns = Vec::new();
    // A parent without a merge (csv, ods) still heads the columns to its right.
    let mut parents: Vec<String> = vec![String::new(); (last - first) as usize];
    for col in cols {
        let mut path: Vec<String> = Vec::new();
        for row in first..=last {
            let (r, c) = merged.get(&(row, col)).copied().unwrap_or((row, col));
            let mut text = sheet.text(r, c).trim().to_owned();
            if row < last {
                let parent = &mut parents[(row - first) as usize];
                if !text.is_empty() {
                    *parent = text.clone();
                } else if sheet.merges.is_empty()
                    && !sheet.text(last, col).trim().is_empty()
                {
                    text.clone_from(parent);
                }
            }
            if !text.is_empty() && path.last() != Some(&text) {
                path.push(text);
            }
        }
        if path.is_empty() {
            continue;
        }
        let field = match &path[..] {
            [only] => vocabulary.find(only, year),
            [.., parent, child] => {
                // A parent that names a year gives it to its children.
                vocabulary
                    .find(&format!("{parent}{child}"), year)
                    .or_else(|| vocabulary.find(child, year))
                    .or_else(|| vocabulary.find(parent, year))
            }
            [] => None,
        };
        columns.push(Column { col, label: path.join("／"), field });
    }
    // 「No.」 beside 「事業番号」 is a running number.
    let is_number = |c: &Column| c.field == Some(Field::ProjectNumber);
    let is_spelled = |c: &Column| is_number(c) && key1(&c.label).ends_with("番号");
    if columns.iter().any(is_spelled) {
        for column in columns.iter_mut().filter(|c| is_number(c) && !is_spelled(c)) {
            column.field = None;
        }
    }
    // Two columns with one meaning: the first is used, the rest are kept as 付記.
    let mut seen = Vec::new();
    for column in &mut columns {
        let Some(field) = column.field else { continue };
        if matches!(field, Field::Reference | Field::Personal) {
            continue;
        }
        if seen.contains(&field) {
            column.field = None;
        } else {
            seen.push(field);
        }
    }
    Header { first, last, columns }
}
