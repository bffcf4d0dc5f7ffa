//! 図を言葉で: what each figure of the booklet shows, in sentences that a listener can
//! follow. The same sentences are the PDF's 代替文 and the 図 and 表 of the text edition.
//!
//! They are written from the model, as the figures are, and tell everything that the
//! figure shows: names, values with their units, in the order in which it is read.

mod people;
mod plans;
mod results;
mod speech;
mod stages;
mod tables;
mod vision;

pub(in crate::export) use self::people::cycle_word;
pub(in crate::export) use self::plans::timeline_years;
pub use self::speech::spoken;
pub(in crate::export) use self::stages::NOTE as STAGES_NOTE;
use serde::Serialize;

use crate::model::plan::Plan;
use crate::model::progress::Progress;

/// What a figure is, as a reader calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// 図.
    Diagram,
    /// 年表.
    Timeline,
    /// 帯グラフ.
    Bars,
    /// 折れ線グラフ.
    Lines,
    /// 表.
    Table,
}

impl Form {
    /// The word for it.
    pub fn label(self) -> &'static str {
        match self {
            Form::Diagram => "図",
            Form::Timeline => "年表",
            Form::Bars => "帯グラフ",
            Form::Lines => "折れ線グラフ",
            Form::Table => "表",
        }
    }
}

/// A figure told in words. Every entry is one or more whole sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// 図の名.
    pub title: String,
    /// What it is.
    pub form: Form,
    /// How it is laid out, told before its contents.
    pub lead: Vec<String>,
    /// Its contents in reading order.
    pub lines: Vec<String>,
    /// Where each part that can stand on another page begins in `lines`; empty when the
    /// figure stays whole.
    pub units: Vec<usize>,
    /// The last lines, so many, are about every part.
    pub common: usize,
}

/// The alternative text of a figure that may be divided over pages, to be put together
/// by the templates: each page tells what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parts {
    /// What the figure is, for the page on which it begins.
    pub lead: String,
    /// The same for the pages on which it goes on.
    pub again: String,
    /// For the pages after which it goes on.
    pub more: String,
    /// Each part.
    pub units: Vec<String>,
    /// What is told on every page.
    pub common: String,
}

impl Told {
    fn new(title: &str, form: Form) -> Self {
        Self {
            title: spoken(title),
            form,
            lead: Vec::new(),
            lines: Vec::new(),
            units: Vec::new(),
            common: 0,
        }
    }

    fn lead(mut self, sentence: impl AsRef<str>) -> Self {
        self.lead.push(spoken(sentence.as_ref()));
        self
    }

    fn line(&mut self, sentence: impl AsRef<str>) {
        self.lines.push(spoken(sentence.as_ref()));
    }

    /// The next line begins a part that can stand on another page.
    fn unit(&mut self) {
        self.units.push(self.lines.len());
    }

    /// A line about every part of the figure; the last ones.
    fn common(&mut self, sentence: impl AsRef<str>) {
        self.line(sentence);
        self.common += 1;
    }

    /// 代替文: all of it in one text.
    pub fn alt(&self) -> String {
        format!("{}{}", self.opening(), self.lines.concat())
    }

    fn opening(&self) -> String {
        let head = format!("{}の{}です。", self.title, self.form.label());
        format!("{head}{}", self.lead.concat())
    }

    /// 代替文 of a figure that can be divided; `None` when it stays whole.
    pub fn parts(&self) -> Option<Parts> {
        let first = self.units.first()?;
        let end = self.lines.len() - self.common;
        let ends = self.units.iter().skip(1).chain(std::iter::once(&end));
        let text = |from: usize, to: usize| self.lines.get(from..to).map(<[_]>::concat);
        let units = self.units.iter().zip(ends).filter_map(|(a, b)| text(*a, *b));
        Some(Parts {
            lead: format!("{}{}", self.opening(), text(0, *first).unwrap_or_default()),
            again: format!("{}の{}の続きです。", self.title, self.form.label()),
            more: "続きは次の頁にあります。".to_owned(),
            units: units.collect(),
            common: text(end, self.lines.len()).unwrap_or_default(),
        })
    }
}

/// Tells a figure by the name that the manuscript uses; `None` for an unknown name.
pub fn tell(p: &Progress, figure: &str) -> Option<Told> {
    let plan = &p.plan;
    Some(match figure {
        "位置付け" => plans::position(plan),
        "計画期間" => plans::period(plan),
        "基本理念" => vision::vision(plan),
        "施策の体系" => vision::tree(plan),
        "ライフステージ1" => stages::life_stages(plan, 1),
        "ライフステージ2" => stages::life_stages(plan, 2),
        "進捗のまとめ" => results::summary(p),
        "目標別の評価" => results::by_goal(p),
        "主な指標" => results::indicators(p),
        "評価の推移" => results::trend(p),
        "目標別の一覧" => tables::goal_table(p),
        "主な取組と課題" => tables::highlights(p),
        "推進体制" => people::governance(plan),
        "PDCA" => people::cycle(plan),
        _ => return None,
    })
}

/// `「A」`; brackets inside become 『』.
pub(in crate::export) fn quote(name: &str) -> String {
    format!("「{}」", name.replace('「', "『").replace('」', "』"))
}

/// `「A」、「B」`.
fn quoted<T: AsRef<str>>(names: &[T]) -> String {
    names.iter().map(|n| quote(n.as_ref())).collect::<Vec<_>>().join("、")
}

/// `基本目標1「誕生前から幼児期までの支援」`.
fn goal_title(plan: &Plan, goal: usize) -> String {
    let goal = &plan.goals[goal];
    format!("基本目標{}{}", goal.number, quote(&goal.name))
}
