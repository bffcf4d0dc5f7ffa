//! 設定: what one run makes, from `tenken.toml`.

mod printing;
mod secrecy;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use self::printing::{Cover, CropMarks, PressStandard, Printing};
pub use self::secrecy::SecrecySetting;
use crate::diag::Edition;

/// `tenken.toml`. Unknown keys are errors with a near miss (see `read::config`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// 対象年度, as officials write it: 「令和9年度」.
    #[serde(rename = "対象年度")]
    pub year: String,
    /// 版.
    #[serde(rename = "版", default = "draft")]
    pub edition: Edition,
    /// 版の表示: the words on cover and footer in place of 見本 or 案; a 確定 edition has none.
    #[serde(rename = "版の表示", default)]
    pub edition_words: Option<String>,
    /// 発行年月 as printed, e.g. 「令和10年9月」. Dates never come from the clock.
    #[serde(rename = "発行年月", default)]
    pub issued: String,
    /// 維持の指標で、目標との差をどこまで達成とみるか（％）.
    #[serde(rename = "維持の許容幅", default)]
    pub keep_tolerance: u32,
    /// 達成率の表示の上限（％）.
    #[serde(rename = "達成率の上限", default = "rate_cap")]
    pub rate_cap: u32,
    /// 列名の別名: a field of the returned books → the headers a city uses for it.
    #[serde(rename = "列名の別名", default)]
    pub aliases: BTreeMap<String, Vec<String>>,
    /// 様式: what a person has fixed about the layout of some books.
    #[serde(rename = "様式", default)]
    pub forms: Vec<FormSetting>,
    /// 校正: what a person said about the texts.
    #[serde(rename = "校正", default)]
    pub proof: Proofreading,
    /// 読み取り: what happens to hidden cells.
    #[serde(rename = "読み取り", default = "HiddenCells::usual")]
    pub hidden: HiddenCells,
    /// 一覧表: how the council workbook is headed and printed.
    #[serde(rename = "一覧表", default)]
    pub table: TableSetting,
    /// 公開: how the open data are published.
    #[serde(rename = "公開", default)]
    pub publication: Publication,
    /// 印刷: what the printer asks for.
    #[serde(rename = "印刷", default)]
    pub printing: Printing,
    /// 秘匿: small counts that are not published.
    #[serde(rename = "秘匿", default)]
    pub secrecy: Option<SecrecySetting>,
    /// 見た目: the city's own colours, logo, photograph and fonts.
    #[serde(rename = "見た目", default)]
    pub look: LookSetting,
}

/// ［公開］.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// 文字コード of the CSV files.
    #[serde(rename = "文字コード", default)]
    pub charset: Charset,
    /// 利用条件.
    #[serde(rename = "利用条件", default)]
    pub licence: Option<Licence>,
}

/// 文字コード of the CSV files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Charset {
    /// UTF-8 with BOM.
    #[default]
    #[serde(rename = "UTF-8")]
    Utf8,
    /// CP932 (Windows-31J).
    #[serde(rename = "CP932")]
    Cp932,
}

/// 利用条件.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Licence {
    /// クリエイティブ・コモンズ 表示 4.0.
    #[serde(rename = "CC BY 4.0")]
    CcBy4,
    /// 公共データ利用規約（第1.0版）.
    #[serde(rename = "PDL1.0")]
    Pdl1,
    /// パブリック・ドメイン提供.
    #[serde(rename = "CC0")]
    Cc0,
}

fn draft() -> Edition {
    Edition::Draft
}

fn rate_cap() -> u32 {
    200
}

/// ［一覧表］: 進捗状況一覧表.xlsx.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSetting {
    /// 資料番号, printed at the top right of every page: 「資料1-2」.
    #[serde(rename = "資料番号", default)]
    pub number: String,
    /// 会議名, printed at the top left of every page.
    #[serde(rename = "会議名", default)]
    pub meeting: String,
    /// 用紙 of the wide tables.
    #[serde(rename = "用紙", default)]
    pub paper: Paper,
}

/// A3 for the council, A4 for what is read at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Paper {
    /// A3 landscape.
    #[default]
    A3,
    /// A4 landscape, with fewer columns.
    A4,
}

/// ［校正］: what a person said about the texts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proofreading {
    /// 許す: words that are right as they stand.
    #[serde(rename = "許す", default)]
    pub allowed: Vec<String>,
}

/// ［読み取り］: what happens to cells that Excel does not show.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HiddenCells {
    /// 隠れた行.
    #[serde(rename = "隠れた行", default)]
    pub rows: Hidden,
    /// 隠れた列.
    #[serde(rename = "隠れた列", default)]
    pub cols: Hidden,
    /// 隠れたシート; not read unless said so.
    #[serde(rename = "隠れたシート", default = "skip")]
    pub sheets: Hidden,
}

impl HiddenCells {
    /// Rows and columns are read, sheets are not; all of it is told.
    pub fn usual() -> Self {
        HiddenCells { rows: Hidden::Read, cols: Hidden::Read, sheets: Hidden::Skip }
    }
}

fn skip() -> Hidden {
    Hidden::Skip
}

/// 読む or 読まない.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Hidden {
    /// Read like what is shown.
    #[default]
    #[serde(rename = "読む")]
    Read,
    /// Left out, and told.
    #[serde(rename = "読まない")]
    Skip,
}

/// One ［［様式］］ as written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSetting {
    /// 名前, for messages.
    #[serde(rename = "名前")]
    pub name: String,
    /// ファイル, with `*` and `?`.
    #[serde(rename = "ファイル", default = "any")]
    pub file: String,
    /// シート, with `*` and `?`.
    #[serde(rename = "シート", default = "any")]
    pub sheet: String,
    /// 読まない.
    #[serde(rename = "読まない", default)]
    pub skip: bool,
    /// 見出し行: `5` or `5-6`, as Excel counts.
    #[serde(rename = "見出し行", default)]
    pub header: Option<Rows>,
    /// 列: letter → field.
    #[serde(rename = "列", default)]
    pub columns: BTreeMap<String, String>,
    /// 年度: 「E-H」 → year.
    #[serde(rename = "年度", default)]
    pub years: BTreeMap<String, String>,
    /// 図形の年度.
    #[serde(rename = "図形の年度", default)]
    pub shapes: bool,
    /// 別名: field → headers.
    #[serde(rename = "別名", default)]
    pub aliases: BTreeMap<String, Vec<String>>,
}

fn any() -> String {
    "*".to_owned()
}

/// `5` or `"5-6"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Rows {
    /// One row.
    One(u32),
    /// A text: 「5」 or 「5-6」.
    Text(String),
}

/// ［見た目］ as written: what takes the place of the design inside the program.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookSetting {
    /// 主色: headings and the boxes that matter most.
    #[serde(rename = "主色", default)]
    pub main: Option<ColourSetting>,
    /// 群1.
    #[serde(rename = "群1", default)]
    pub first_group: Option<ColourSetting>,
    /// 群2.
    #[serde(rename = "群2", default)]
    pub second_group: Option<ColourSetting>,
    /// 強調: the mark of the edition, the year reported.
    #[serde(rename = "強調", default)]
    pub accent: Option<ColourSetting>,
    /// 市章: a file of 画像.
    #[serde(rename = "市章", default)]
    pub logo: Option<String>,
    /// 市章の説明, for those who listen.
    #[serde(rename = "市章の説明", default)]
    pub logo_alt: String,
    /// 表紙写真: a file of 画像.
    #[serde(rename = "表紙写真", default)]
    pub photo: Option<String>,
    /// 表紙写真の説明, for those who listen.
    #[serde(rename = "表紙写真の説明", default)]
    pub photo_alt: String,
    /// 和文の書体, by family name.
    #[serde(rename = "和文の書体", default)]
    pub japanese_font: Option<String>,
    /// 欧文の書体: Latin letters and digits within sentences.
    #[serde(rename = "欧文の書体", default)]
    pub latin_font: Option<String>,
    /// 数字の書体: digits in columns.
    #[serde(rename = "数字の書体", default)]
    pub figure_font: Option<String>,
}

/// A colour: `"#00428C"`, or with its values in print.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum ColourSetting {
    /// RGB alone; the values in print are computed.
    Rgb(String),
    /// Both.
    Both {
        /// `#00428C`.
        #[serde(rename = "RGB")]
        rgb: String,
        /// ％ of cyan, magenta, yellow and black.
        #[serde(rename = "CMYK")]
        cmyk: [u8; 4],
    },
}

impl ColourSetting {
    /// RGB as written, and CMYK where it is given.
    pub fn parts(&self) -> (&str, Option<[u8; 4]>) {
        match self {
            ColourSetting::Rgb(rgb) => (rgb, None),
            ColourSetting::Both { rgb, cmyk } => (rgb, Some(*cmyk)),
        }
    }
}
