//! 原稿: the pages of the booklet between its covers.

use serde::Serialize;

/// A stretch of text in one weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The text; `\n` is a forced line break.
    pub text: String,
    /// 太字.
    pub bold: bool,
}

/// One block of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// 段落.
    Paragraph {
        /// Its text.
        runs: Vec<Run>,
    },
    /// 中見出し, 小見出し.
    Heading {
        /// 2 or 3.
        level: u8,
        /// The title.
        title: String,
        /// A remark beside it.
        sub: Option<String>,
    },
    /// 箇条書き.
    List {
        /// Numbered.
        ordered: bool,
        /// The entries.
        items: Vec<Vec<Run>>,
    },
    /// 囲み.
    Box {
        /// Its title.
        title: String,
        /// What it holds.
        blocks: Vec<Block>,
    },
    /// 結論文: a paragraph that is bold throughout.
    Lead {
        /// Its text.
        runs: Vec<Run>,
    },
    /// 注: a paragraph that begins with ※.
    Note {
        /// Its text.
        runs: Vec<Run>,
    },
    /// 表.
    Table {
        /// Header cells.
        header: Vec<String>,
        /// Rows of cells.
        rows: Vec<Vec<String>>,
        /// `left`, `center` or `right` for each column.
        align: Vec<&'static str>,
    },
    /// 図.
    Figure {
        /// A name of [`FIGURES`].
        name: String,
    },
}

/// One page between the covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page {
    /// 小題.
    pub kicker: Option<String>,
    /// 題.
    pub title: String,
    /// Small text to the right of the title.
    pub meta: Option<String>,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// Every figure that a manuscript can call.
pub const FIGURES: [&str; 14] = [
    "位置付け",
    "計画期間",
    "基本理念",
    "施策の体系",
    "ライフステージ1",
    "ライフステージ2",
    "進捗のまとめ",
    "目標別の評価",
    "主な指標",
    "評価の推移",
    "目標別の一覧",
    "主な取組と課題",
    "推進体制",
    "PDCA",
];
