//! Quantities (数量), the states of a cell without one (値の状態), and units (単位).

use rust_decimal::Decimal;

use crate::text;

/// One measured value (数量): exact decimal, its unit as stated, and whether 約.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The value, with the decimals that were written (85.0 keeps its zero).
    pub value: Decimal,
    /// Canonical unit if the cell states one; `None` means the unit of the plan.
    pub unit: Option<String>,
    /// True for 約, 程度, 前後.
    pub approx: bool,
}

impl Quantity {
    /// An exact quantity without a stated unit.
    pub fn of(value: Decimal) -> Self {
        Self { value, unit: None, approx: false }
    }
}

/// What a value cell says (値の状態). 0, 空欄, － and 集計中 are four different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// 数値, including 0.
    Value(Quantity),
    /// 該当なし (－).
    NotApplicable,
    /// 未実施, 中止, 廃止.
    NotDone,
    /// 集計中, 未集計, 調査中.
    Pending,
    /// 未定.
    Undecided,
    /// 秘匿 (x).
    Suppressed,
    /// 指標になじまない.
    Unsuited,
    /// 不明, 不詳 (…): not counted, and no figure is to be expected.
    Unknown,
    /// 空欄, 未記入.
    Blank,
}

impl Reading {
    /// The sign printed in a table in place of a number; empty for a value.
    ///
    /// －, x and … are the statistical signs (統計記号) used by 山梨県 and 厚労省.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Value(_) => "",
            Self::NotApplicable => "－",
            Self::NotDone => "未実施",
            Self::Pending => "集計中",
            Self::Undecided => "未定",
            Self::Suppressed => "x",
            Self::Unsuited => "－（なじまない）",
            Self::Unknown => "…",
            Self::Blank => "未記入",
        }
    }

    /// The number, if there is one. A missing sign is never 0.
    pub fn value(&self) -> Option<Decimal> {
        self.quantity().map(|q| q.value)
    }

    /// The quantity with unit and 約, if there is one.
    pub fn quantity(&self) -> Option<&Quantity> {
        match self {
            Self::Value(quantity) => Some(quantity),
            _ => None,
        }
    }
}

/// Spellings of one unit: the canonical one first.
const SPELLINGS: [&[&str]; 23] = [
    &["か所", "ヶ所", "ケ所", "ヵ所", "カ所", "箇所", "個所"],
    &["か月", "ヶ月", "ケ月", "ヵ月", "カ月", "箇月", "個月", "ヶ月間", "か月間"],
    &["か国", "ヶ国", "ケ国", "ヵ国", "カ国", "箇国"],
    &["人", "名"],
    &["千人", "千名"],
    &["万人", "万名"],
    &["％", "%", "パーセント", "㌫", "percent"],
    &["ポイント", "pt", "％ポイント", "%ポイント"],
    &["円", "¥", "yen"],
    &["㎡", "m2", "m²", "平方メートル", "平米"],
    &["㎥", "m3", "m³", "立方メートル", "立米"],
    &["㎢", "km2", "km²", "平方キロメートル"],
    &["ha", "㏊", "ヘクタール", "㌶"],
    &["a", "アール", "㌃"],
    &["t", "トン", "㌧"],
    &["kg", "㎏", "キログラム", "㌔グラム"],
    &["g", "グラム"],
    &["km", "㎞", "キロメートル"],
    &["m", "メートル"],
    &["cm", "㎝", "センチメートル"],
    &["L", "ℓ", "リットル", "㍑"],
    &["kL", "kℓ", "キロリットル", "㎘"],
    &["時間", "hour"],
];

/// Units counted in whole numbers (個数の単位).
const COUNTING: &str = "人 件 か所 世帯 回 校 園 団体 組 冊 台 戸 室 店 店舗 社 枚 部 本 個 施設 \
                        クラス 学級 クラブ グループ サークル 事業 講座 事業所 企業 地区 チーム か国 市 \
                        町 村 市町村 自治体 教室 棟 区画 基 箱 通 便 種類 種 項目 品目 点数 席 床 \
                        家庭 自治会 隻 頭 匹 羽 株 公園 路線 名義 児童 コース 会場 カ国 組織 票";

/// Units that may have decimals (量の単位).
const MEASURING: &str = "％ ポイント 円 ㎡ ㎥ ㎢ ha a t kg g km m cm L kL 時間 分 秒 日 週 か月 \
                         月 年 年度 歳 点 倍 割 位 泊 人日 度 ℃ kWh mm mg 日間 年間 番 段階";

/// True if `unit` (canonical) counts things that have no fraction.
pub fn is_counting(unit: &str) -> bool {
    COUNTING.split_whitespace().any(|known| known == unit)
}

/// True if `unit` (canonical, 千円 and 万人 included) is a unit this tool knows.
pub fn is_known(unit: &str) -> bool {
    let bare = split_scale(unit).1;
    let mut known = COUNTING.split_whitespace().chain(MEASURING.split_whitespace());
    known.any(|known| known == unit || known == bare)
}

/// The one spelling used in print: か所 for 箇所・ヶ所, 人 for 名, ％ for ㌫, ㎡ for m2 ….
///
/// A unit it does not know comes back with its width levelled and spaces removed.
pub fn canonical_unit(unit: &str) -> String {
    let plain: String = text::fold(unit).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = plain.strip_prefix('(').and_then(|u| u.strip_suffix(')'));
    let plain = bare.unwrap_or(&plain);
    // A single letter keeps its case: 「A」 is not アール.
    let same = |name: &&str| {
        *name == plain || (name.len() > 1 && name.eq_ignore_ascii_case(plain))
    };
    match SPELLINGS.iter().find(|names| names.iter().any(same)) {
        Some(names) => names.first().copied().unwrap_or_default().to_string(),
        None => plain.to_string(),
    }
}

/// Every spelling of a unit (canonical), itself first.
pub fn spellings(unit: &str) -> Vec<&str> {
    let known = SPELLINGS.iter().find(|names| names.first() == Some(&unit));
    known.map_or(vec![unit], |names| names.to_vec())
}

/// Exact multiple: a value in `from` times this is the value in `to`.
///
/// Only for decimal multiples of the same thing: 円・千円・百万円・億円, 人・千人・万人, kg・t,
/// 時間→分. 分→時間 is `None` here because 1/60 has no exact decimal; see [`convert`].
pub fn factor(from: &str, to: &str) -> Option<Decimal> {
    let (from, to) = (canonical_unit(from), canonical_unit(to));
    if from == to {
        return Some(Decimal::ONE);
    }
    let (many, base) = base_unit(&from);
    let (other, same) = base_unit(&to);
    if base != same {
        return None;
    }
    let ratio = many.checked_div(other)?.normalize();
    (ratio.scale() <= 12).then_some(ratio)
}

/// `value` in the unit `to`, if the result is exact (90 分 is 1.5 時間; 100 分 is none).
pub fn convert(value: Decimal, from: &str, to: &str) -> Option<Decimal> {
    if let Some(factor) = factor(from, to) {
        // The decimals that were written stay unless a conversion takes place.
        let same = factor == Decimal::ONE;
        return if same {
            Some(value)
        } else {
            Some(value.checked_mul(factor)?.normalize())
        };
    }
    let quotient = value.checked_div(factor(to, from)?)?.normalize();
    (quotient.scale() <= 12).then_some(quotient)
}

/// How many of the smallest unit of its family one `unit` is, and that unit.
fn base_unit(unit: &str) -> (Decimal, &str) {
    const SIZES: [(&str, i64, &str); 14] = [
        ("t", 1_000_000, "g"),
        ("kg", 1_000, "g"),
        ("km", 100_000, "cm"),
        ("m", 100, "cm"),
        ("ha", 10_000, "㎡"),
        ("a", 100, "㎡"),
        ("㎢", 1_000_000, "㎡"),
        ("kL", 1_000, "L"),
        ("㎥", 1_000, "L"),
        ("時間", 3_600, "秒"),
        ("分", 60, "秒"),
        ("年", 12, "か月"),
        ("年間", 12, "か月"),
        ("割", 10, "％"),
    ];
    if let Some((_, size, base)) = SIZES.iter().find(|(name, ..)| *name == unit) {
        return (Decimal::from(*size), base);
    }
    split_scale(unit)
}

/// 百万円 as (1,000,000, 円); a unit without 千・万 … as (1, unit).
fn split_scale(unit: &str) -> (Decimal, &str) {
    const SCALES: [(&str, i64); 8] = [
        ("十億", 1_000_000_000),
        ("百万", 1_000_000),
        ("千万", 10_000_000),
        ("百", 100),
        ("千", 1_000),
        ("万", 10_000),
        ("億", 100_000_000),
        ("兆", 1_000_000_000_000),
    ];
    for (name, size) in SCALES {
        if let Some(rest) = unit.strip_prefix(name).filter(|rest| !rest.is_empty()) {
            return (Decimal::from(size), rest);
        }
    }
    (Decimal::ONE, unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for (written, want) in [
            ("ヶ所", "か所"),
            ("ｹ所", "か所"),
            ("箇所", "か所"),
            ("名", "人"),
            ("%", "％"),
            ("㌫", "％"),
            ("ﾊﾟｰｾﾝﾄ", "％"),
            ("m²", "㎡"),
            ("ｈａ", "ha"),
            ("ｔ", "t"),
            ("（人）", "人"),
            ("ｍGAP", "mGAP"),
        ] {
            assert_eq!(canonical_unit(written), want, "{written}");
        }
    }

    #[test]
    fn only_exact_multiples_of_the_same_thing() {
        let num = |s: &str| Decimal::from_str_exact(s).unwrap();
        assert_eq!(factor("千円", "円"), Some(num("1000")));
        assert_eq!(factor("百万円", "千円"), Some(num("1000")));
        assert_eq!(factor("円", "億円"), Some(num("0.00000001")));
        assert_eq!(factor("万名", "人"), Some(num("10000")));
        assert_eq!(factor("kg", "t"), Some(num("0.001")));
        assert_eq!(factor("時間", "分"), Some(num("60")));
        assert_eq!(factor("分", "時間"), None);
        assert_eq!(factor("人", "円"), None);
        assert_eq!(factor("人", "世帯"), None);
        assert_eq!(convert(num("90"), "分", "時間"), Some(num("1.5")));
        assert_eq!(convert(num("100"), "分", "時間"), None);
    }

    #[test]
    fn signs_are_not_numbers() {
        assert_eq!(
            Reading::Value(Quantity::of(Decimal::ZERO)).value(),
            Some(Decimal::ZERO)
        );
        for missing in [Reading::Blank, Reading::NotApplicable, Reading::Pending] {
            assert_eq!(missing.value(), None);
            assert!(!missing.label().is_empty());
        }
    }
}
