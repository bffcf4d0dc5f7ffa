//! 設定: what one run makes, from `tenken.toml`.

use serde::Deserialize;

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
    pub aliases: std::collections::BTreeMap<String, Vec<String>>,
}

fn draft() -> Edition {
    Edition::Draft
}

fn rate_cap() -> u32 {
    200
}
