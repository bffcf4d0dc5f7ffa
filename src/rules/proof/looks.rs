//! 似た字・似た語の取り違え: words that are never right as they stand.

use super::{Reader, Text, each, group, patterns, whole};
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::plan::Plan;

/// (wrong, right). Only words that no correct sentence holds.
const MISTAKEN: [(&str, &str); 35] = [
    ("国民健康保健", "国民健康保険"),
    ("介護保健", "介護保険"),
    ("保険師", "保健師"),
    ("保険センター", "保健センター"),
    ("母子保険", "母子保健"),
    ("保険所", "保健所"),
    ("児童擁護施設", "児童養護施設"),
    ("人権養護", "人権擁護"),
    ("権利養護", "権利擁護"),
    ("男女協働参画", "男女共同参画"),
    ("男女協同参画", "男女共同参画"),
    ("対称者", "対象者"),
    ("対称年度", "対象年度"),
    ("乳幼児検診", "乳幼児健診"),
    ("乳児検診", "乳児健診"),
    ("妊婦検診", "妊婦健診"),
    ("がん健診", "がん検診"),
    ("デイサービズ", "デイサービス"),
    ("ディサービス", "デイサービス"),
    ("コミニュケーション", "コミュニケーション"),
    ("コミニュティ", "コミュニティ"),
    ("シュミレーション", "シミュレーション"),
    ("年令", "年齢"),
    ("支援対制", "支援体制"),
    ("推進対制", "推進体制"),
    ("実施機間", "実施期間"),
    ("計画機間", "計画期間"),
    ("機間中", "期間中"),
    ("充実を計", "充実を図"),
    ("推進を計", "推進を図"),
    ("強化を計", "強化を図"),
    ("促進を計", "促進を図"),
    ("連携を計", "連携を図"),
    ("生活送る", "生活を送る"),
    ("生活送れ", "生活を送れ"),
];

patterns! {
    // A dash or a kanji where the long vowel mark or a kana belongs.
    DASH = "[ァ-ヺ]([-－‐‑‒–—―−─━])[ァ-ヺ]";
    KANJI_ONE = "[ァ-ヺー](一)[ァ-ヺ]";
    KANJI_TWO = "[ァ-ヺ](二)[ァ-ヺ]";
    LONG_MARK = "[0-9０-９](ー)[0-9０-９]";
    PREFECTURE = "大阪府|京都府";
}

pub(super) fn check(text: &Text, reader: &Reader) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let say_wrong = |wrong: &str, right: &str| {
        let (wrong, right) = (wrong.to_owned(), right.to_owned());
        move |around: &str| {
            format!("「{wrong}」は「{right}」の誤りではありませんか: 「{around}」")
        }
    };
    let mut mark = |wrong: &str, right: &str| {
        for (at, _) in text.text.match_indices(wrong) {
            let part = at..at + wrong.len();
            let hint = format!("「{right}」と書きます");
            let say = say_wrong(wrong, right);
            found.extend(text.remark(&catalog::LOOK_ALIKE, part, say, hint));
        }
    };
    for (wrong, right) in MISTAKEN {
        mark(wrong, right);
    }
    if !reader.in_prefecture {
        mark("府内", "庁内");
    }
    let signs =
        [(&DASH, "ー"), (&KANJI_ONE, "ー"), (&KANJI_TWO, "ニ"), (&LONG_MARK, "－")];
    for (pattern, right) in signs {
        for hit in each(pattern, text.text) {
            let (Some(all), Some(sign)) = (whole(&hit), hit.get(1)) else { continue };
            // 「コース一カ所」 counts.
            let counts = all.as_str().ends_with(['カ', 'ヵ', 'ケ', 'ヶ']);
            if counts && !std::ptr::eq(pattern, &DASH) {
                continue;
            }
            let say = say_wrong(group(&hit, 1), right);
            let hint = format!("「{right}」と打ち直してください");
            found.extend(text.remark(&catalog::LOOK_ALIKE, sign.range(), say, hint));
        }
    }
    found
}

/// In 大阪府 and 京都府 「府内」 is a right word.
pub(super) fn is_in_prefecture(plan: &Plan, texts: &[Text]) -> bool {
    let basics = &plan.basics;
    let of_plan = [&basics.address, &basics.municipality, &basics.publisher];
    let typed = texts.iter().map(|t| t.text);
    of_plan
        .into_iter()
        .map(String::as_str)
        .chain(typed)
        .any(|text| each(&PREFECTURE, text).next().is_some())
}
