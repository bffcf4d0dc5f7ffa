//! ［印刷］: what the printer asks for.

use serde::Deserialize;

/// ［印刷］ as written. Every value has the custom of Japanese printers as its default.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Printing {
    /// 規格.
    #[serde(rename = "規格")]
    pub standard: PressStandard,
    /// 印刷の条件, a name of the ICC registry; for PDF/X-1a.
    #[serde(rename = "印刷条件")]
    pub condition: String,
    /// プロファイル: path of an ICC profile below the plan folder; for PDF/X-4.
    #[serde(rename = "プロファイル")]
    pub profile: String,
    /// 塗り足し, mm.
    #[serde(rename = "塗り足し")]
    pub bleed: u32,
    /// トンボ.
    #[serde(rename = "トンボ")]
    pub marks: CropMarks,
    /// 総インキの上限, ％.
    #[serde(rename = "総インキの上限")]
    pub ink_limit: u32,
    /// 表紙.
    #[serde(rename = "表紙")]
    pub cover: Cover,
    /// 紙の厚さ of the copier's paper, mm.
    #[serde(rename = "紙の厚さ")]
    pub paper: f64,
}

impl Default for Printing {
    fn default() -> Self {
        Printing {
            standard: PressStandard::X1a,
            condition: "JC200103".to_owned(),
            profile: String::new(),
            bleed: 3,
            marks: CropMarks::Japanese,
            ink_limit: 300,
            cover: Cover::Single,
            paper: 0.1,
        }
    }
}

impl Printing {
    /// A value that cannot be: its name, and what may stand there.
    pub fn fault(&self) -> Option<(&'static str, &'static str)> {
        let ascii =
            |s: &str| !s.is_empty() && s.bytes().all(|b| (0x21..0x7F).contains(&b));
        if self.bleed > 10 {
            Some(("塗り足し", "0 から 10 まで（mm）"))
        } else if !(200..=400).contains(&self.ink_limit) {
            Some(("総インキの上限", "200 から 400 まで（％）"))
        } else if !(0.0..=0.5).contains(&self.paper) {
            Some(("紙の厚さ", "0 から 0.5 まで（mm）"))
        } else if !ascii(&self.condition) {
            Some(("印刷条件", "\"JC200103\" のような半角の名"))
        } else {
            None
        }
    }
}

/// 規格.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum PressStandard {
    /// PDF/X-1a:2003.
    #[default]
    #[serde(rename = "X-1a")]
    X1a,
    /// PDF/X-4.
    #[serde(rename = "X-4")]
    X4,
}

/// トンボ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum CropMarks {
    /// Double corner marks, centre marks, colour bar and page numbers.
    #[default]
    #[serde(rename = "日本式")]
    Japanese,
    /// The sheet ends with the bleed.
    #[serde(rename = "なし")]
    Without,
}

/// 表紙.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Cover {
    /// Like the other pages.
    #[default]
    #[serde(rename = "単ページ")]
    Single,
    /// 表4 and 表1 side by side in a file of their own.
    #[serde(rename = "見開き")]
    Spread,
}
