//! The words that offices put at the head of a column or beside a cell.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::dictionary::FIELDS;
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
