//! The words that offices put at the head of a column or beside a cell.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::label;
use crate::model::plan::Plan;
use crate::model::year::FiscalYear;
use crate::text::{header_key, key1};

/// What a column of a returned book, or a cell of a 個票, can mean.
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
    /// 年度, of a row or a 個票.
    Year,
    /// 内訳: rows under one indicator that are parts of it.
    Breakdown,
    /// 「実績」: sentences or numbers; the cells below decide.
    Results,
    /// One grade a column, marked with a ○: the column of one grade.
    GradeMark,
    /// 計画・実績・達成率 in lines: the column that names the line.
    LineKind,
    /// What the plan already holds, printed on the form for reference.
    Reference,
    /// 担当者名・電話など: never used, never published.
    Personal,
    /// Set to 付記 in `tenken.toml`.
    Note,
    /// Set to 読まない in `tenken.toml`.
    Ignored,
}

impl Field {
    /// Belongs to one year: under the name of another year it is only for reference.
    pub(super) fn is_yearly(self) -> bool {
        use Field::{Activities, Actual, Grade, Reason, Results, Target};
        matches!(self, Actual | Activities | Target | Grade | Reason | Results)
    }

    /// Tells which 事業 it is.
    pub fn names_project(self) -> bool {
        use Field::{ProjectId, ProjectName, ProjectNumber, ProjectOrIndicator};
        matches!(self, ProjectId | ProjectName | ProjectNumber | ProjectOrIndicator)
    }

    /// An office's own answer.
    pub(super) fn is_answer(self) -> bool {
        use Field::{Activities, Actual, Direction, Grade, Improvements, Issues, Reason};
        matches!(
            self,
            Activities | Actual | Direction | Grade | Improvements | Issues | Reason
        ) || self == Field::Results
    }

    /// Whether a label of this field may stand over a column that is set to `other`.
    pub fn may_be(self, other: Field) -> bool {
        let open = [Field::Results, Field::Reference, Field::LineKind];
        self == other || open.contains(&self)
    }

    /// Says something that 「同上」 must not stand for.
    pub fn is_told(self) -> bool {
        use Field::{Activities, Actual, Direction, Grade, Improvements, Issues, Reason};
        matches!(
            self,
            Activities | Actual | Direction | Grade | Improvements | Issues | Reason
        )
    }

    /// Belongs to one indicator: repeated for each where indicators stand side by side.
    pub fn is_of_indicator(self) -> bool {
        use Field::{Actual, IndicatorId, IndicatorName, Results, Target, Unit};
        matches!(self, Actual | IndicatorId | IndicatorName | Results | Target | Unit)
    }

    /// Its name in `tenken.toml` and in messages.
    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| name)
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
            "事業の名称",
            "事業の名",
            "取組の名称",
            "取組項目",
            "事務事業",
            "事務事業名称",
            "具体的取組",
            "具体的事業",
            "事業番号・事業名",
            "番号・事業名",
            "事業番号及び事業名",
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
            "担当部課",
            "担当部課名",
            "担当課・係",
            "担当課係",
            "課・係",
            "課係",
            "部課名",
            "部課",
            "所管部課",
            "担当部署名",
            "報告課",
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
            "取組内容・実績",
            "取組内容と実績",
            "今年度の取組実績",
            "取組の内容",
            "実施した内容",
            "主な実績",
            "取組実績の概要",
            "取組結果",
            "実施結果",
            "実施概要",
            "事業の実績",
            "事業の実施状況",
            "活動実績",
            "活動内容",
            "取組事項",
            "取組・実績",
            "事業の成果",
            "取組の成果",
            "成果",
            "実施実績",
            "事業実施状況",
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
            "一次評価",
            "1次評価",
            "所管課評価",
            "課評価",
            "判定",
            "評価結果",
            "達成度評価",
            "達成度の評価",
            "事業評価",
            "進捗度",
            "評価ランク",
            "総合評価",
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
            "評価の判断理由",
            "理由・根拠",
            "評価した理由",
            "評価の考え方",
            "判定理由",
            "評価評価の理由",
            "評価理由等",
        ],
    ),
    (
        Field::Issues,
        "課題",
        &[
            "課題",
            "今後の課題",
            "問題点",
            "課題・問題点",
            "主な課題",
            "現状の課題",
            "事業の課題",
            "残された課題",
            "取組の課題",
        ],
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
            "改善点",
            "改善方法",
            "課題への対応",
            "課題解決に向けた改善策",
            "今後の対応",
            "次年度への改善",
            "次年度の取組予定",
            "来年度の取組予定",
            "今後の取組内容",
            "今後の改善策",
            "改善の内容",
        ],
    ),
    (
        Field::Direction,
        "今後の方向性",
        &[
            "今後の方向性",
            "方向性",
            "今後の方向",
            "次年度の方向性",
            "来年度の方向性",
            "翌年度の方向性",
            "事業の方向性",
            "今後の展開",
            "今後の事業の方向性",
        ],
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
            "目標指標",
            "指標項目",
            "数値指標",
            "評価指標名",
            "成果指標名",
            "活動指標名",
            "主な指標",
            "KPI",
            "指標(KPI)",
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
            "計画",
            "計画数値",
            "計画数",
            "予定",
            "目標数値",
            "目標数",
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
            "実績数値",
            "実績値等",
            "実施数",
            "実数",
            "実績件数",
            "実績人数",
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
            "基本施策",
            "基本方針",
            "施策の方向",
            "事業の内容",
            "事業の目的",
            "目的",
            "対象",
            "対象者",
            "達成率",
            "進捗率",
            "達成率等",
            "前年度実績",
            "前年度の実績値",
            "計画期間",
            "最終目標年度",
            "重点区分",
            "新規・継続",
            "事業区分",
            "体系",
            "基準年度",
            "策定時",
            "策定時の値",
            "策定時現状値",
            "現状値",
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
            "担当者氏名",
            "担当職員",
            "作成者",
            "回答者",
            "記入担当者",
            "電話・内線",
            "課長",
            "内線電話",
            "決裁",
        ],
    ),
    (
        Field::Year,
        "年度",
        &["年度", "評価年度", "対象年度", "評価対象年度", "実績年度", "報告年度"],
    ),
    (Field::Breakdown, "内訳", &["内訳", "内訳区分", "うち書き", "内訳項目"]),
    (Field::Results, "実績", &["実績", "結果", "当年度の実績"]),
    (
        Field::LineKind,
        "計画・実績の別",
        &["計画・実績", "計画実績", "目標・実績", "計画/実績"],
    ),
    (Field::Note, "付記", &[]),
    (Field::Ignored, "読まない", &[]),
];

/// What a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Said {
    /// The field, if the words are known.
    pub field: Option<Field>,
    /// The year it names.
    pub year: Option<FiscalYear>,
    /// Nothing but a year stands there.
    pub only_year: bool,
}

/// The words for each field: built-in, and those of `tenken.toml`; and the names of the
/// plan's indicators, which some offices put at the head of a column.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    words: HashMap<String, Field>,
    indicators: HashSet<String>,
    grades: HashSet<String>,
}

impl Vocabulary {
    /// The built-in words, a city's own, and the indicators of the plan.
    ///
    /// # Errors
    /// The names in `aliases` that are no field.
    pub fn new(
        aliases: &BTreeMap<String, Vec<String>>,
        plan: &Plan,
    ) -> Result<Self, Vec<String>> {
        let mut words = HashMap::new();
        for (field, _, names) in FIELDS {
            for name in *names {
                words.entry(header_key(name)).or_insert(*field);
            }
        }
        let indicators = plan.indicators.iter().map(|i| key1(&i.name)).collect();
        let spellings = |g: &crate::model::plan::Grade| {
            let own = [g.code.clone(), g.symbol.clone(), g.name.clone()];
            own.into_iter().chain(g.aliases.iter().cloned()).collect::<Vec<String>>()
        };
        let grades =
            plan.scale.grades.iter().flat_map(spellings).map(|s| key1(&s)).collect();
        Vocabulary { words, indicators, grades }.with(aliases)
    }

    /// Whether a cell holds one of the plan's grades and nothing else.
    pub(super) fn is_grade(&self, text: &str) -> bool {
        self.grades.contains(&key1(text))
    }

    /// The same words and more.
    ///
    /// # Errors
    /// The names in `aliases` that are no field.
    pub fn with(
        mut self,
        aliases: &BTreeMap<String, Vec<String>>,
    ) -> Result<Self, Vec<String>> {
        let mut unknown = Vec::new();
        for (name, headers) in aliases {
            match Self::field(name) {
                Some(field) => {
                    for header in headers {
                        self.words.insert(header_key(header), field);
                        self.words.insert(key1(header), field);
                    }
                }
                None => unknown.push(name.clone()),
            }
        }
        if unknown.is_empty() { Ok(self) } else { Err(unknown) }
    }

    /// The field of a name in `tenken.toml`.
    pub fn field(name: &str) -> Option<Field> {
        let key = key1(name);
        FIELDS.iter().find(|(_, n, _)| key1(n) == key).map(|(field, ..)| *field)
    }

    /// Names that `[列名の別名]` and `[[様式]]` accept.
    pub fn field_names() -> impl Iterator<Item = &'static str> {
        FIELDS.iter().map(|(_, name, _)| *name)
    }

    /// What a label says on a form of this year. 「令和9年度の取組実績（400字以内）」 is
    /// 取組実績 of 令和9年度, whatever stands around the words.
    pub fn read(&self, text: &str, year: FiscalYear) -> Said {
        let key = key1(text);
        // A city's own words come first, as they stand.
        if let Some(field) = self.words.get(&key) {
            return Said { field: Some(*field), year: None, only_year: false };
        }
        let (named, rest) = label::take_year(&key, year);
        let field = label::forms(&rest).find_map(|form| self.words.get(&*form)).copied();
        let only_year = named.is_some() && label::is_empty(&rest);
        // A year between 現状 and 実績 belongs to the label, not to a heading of years.
        Said { field, year: named, only_year }
    }

    /// Whether a label stands in the words as it is, bracket and all.
    pub(super) fn knows(&self, label: &str) -> bool {
        self.words.contains_key(&key1(label))
    }

    /// Whether a label is the name of an indicator of the plan, with its unit or year in
    /// brackets or without.
    pub fn indicator(&self, text: &str) -> bool {
        let key = key1(text);
        self.indicators.contains(&key) || self.indicators.contains(&header_key(text))
    }
}
