//! 原稿: the pages of the booklet between its covers.

use serde::Serialize;

use crate::model::passage::Passage;

/// 原稿.
#[derive(Debug, Clone, Default)]
pub struct Manuscript {
    /// The pages, in order.
    pub pages: Vec<Page>,
    /// Every text of them, with its places, for those who proof-read.
    pub passages: Vec<Passage>,
}

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
    /// 写真.
    Photo(Photo),
}

/// 写真, at the size at which it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Photo {
    /// The file, below the plan folder: `画像/園庭.jpg`.
    pub path: String,
    /// What its bytes are, whatever its name says: `jpg` or `png`.
    pub format: &'static str,
    /// 代替テキスト: what is told to those who do not see it.
    pub alt: String,
    /// 説明, printed below it.
    pub caption: Option<String>,
    /// Width on paper, 0.1 mm.
    pub width: u32,
    /// Height on paper, 0.1 mm.
    pub height: u32,
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
    /// The line of 概要版.md with which it begins, one-based.
    #[serde(skip)]
    pub line: u32,
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
