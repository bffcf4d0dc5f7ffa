//! ［秘匿］: small counts that are not published.

use serde::Deserialize;

/// ［秘匿］ as written. Without the table nothing is hidden.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecrecySetting {
    /// 未満: a count from 1 up to one less than this is small.
    ///
    /// 10 and the 0 that is no small count are the rule of 厚生労働省 for 患者等の数
    /// (「匿名レセプト情報・匿名特定健診等情報の提供に関するガイドライン」最小集計単位の原則).
    #[serde(rename = "未満", default = "usual_below")]
    pub below: u32,
    /// ゼロも隠す: 0 is a small count too.
    #[serde(rename = "ゼロも隠す", default)]
    pub zero: bool,
    /// 単位: the units that count people.
    #[serde(rename = "単位", default = "usual_units")]
    pub units: Vec<String>,
    /// 幅: the least width of the range that can be computed for a hidden value; what the
    /// threshold itself tells when absent.
    #[serde(rename = "幅", default)]
    pub width: Option<u32>,
    /// 始めた年度: the first year that was published with hidden values.
    #[serde(rename = "始めた年度")]
    pub since: String,
    /// 許す: words in texts that are no hidden value, 「3人に1人」.
    #[serde(rename = "許す", default)]
    pub allowed: Vec<String>,
}

fn usual_below() -> u32 {
    10
}

/// People, and what stands for one person or one family each.
fn usual_units() -> Vec<String> {
    ["人", "件", "世帯", "家庭", "組", "児童"].map(str::to_owned).to_vec()
}

impl SecrecySetting {
    /// The smallest and the largest hidden count.
    fn range(&self) -> (u32, u32) {
        (u32::from(!self.zero), self.below.saturating_sub(1))
    }

    /// 幅, or the width of what the threshold tells: 1 to 9 is 8 wide.
    pub fn width(&self) -> u32 {
        let (least, most) = self.range();
        self.width.unwrap_or(most.saturating_sub(least))
    }

    /// A value that cannot be: its name, and what may stand there.
    pub fn fault(&self) -> Option<(&'static str, String)> {
        let (least, most) = self.range();
        let widest = most.saturating_sub(least);
        if !(3..=1000).contains(&self.below) {
            Some(("未満", "3 から 1000 まで".to_owned()))
        } else if !(1..=widest).contains(&self.width()) {
            let why = format!("x は {least}～{most} のどれか");
            Some(("幅", format!("1 から {widest} まで（{why}と分かるため）")))
        } else if self.units.iter().all(|u| u.trim().is_empty()) {
            Some(("単位", "[\"人\", \"件\"] のような、人などを数える単位".to_owned()))
        } else {
            None
        }
    }
}
