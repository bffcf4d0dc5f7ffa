//! The signs and words that stand for no number, as data.

use super::Missing;

/// Words with one meaning, as key1.
pub(super) const WORDS: [(Missing, &[&str]); 9] = [
    (Missing::Suppressed, &["x", "秘匿", "非公表", "非公開"]),
    (
        Missing::NotApplicable,
        &[
            "/",
            "\\",
            "n/a",
            "n.a",
            "na",
            "斜線",
            "対象外",
            "評価対象外",
            "該当なし",
            "該当無し",
            "該当せず",
            "非該当",
            "該当しない",
            "該当事業なし",
        ],
    ),
    (
        Missing::NotYet,
        &[
            "未集計",
            "集計中",
            "集計前",
            "調査中",
            "調整中",
            "精査中",
            "算定中",
            "算出中",
            "確認中",
            "未確定",
            "未公表",
            "公表前",
            "公表待ち",
            "集計待ち",
            "未調査",
        ],
    ),
    (
        Missing::NotDone,
        &[
            "未実施",
            "実施なし",
            "実施無し",
            "実施せず",
            "実施していない",
            "未開催",
            "開催なし",
            "開催せず",
            "未着手",
        ],
    ),
    (Missing::Abolished, &["廃止", "廃止済", "廃止済み", "事業終了", "終了"]),
    (Missing::Undecided, &["未定", "未設定"]),
    (
        Missing::Unsuited,
        &["指標になじまない", "数値化になじまない", "なじまない", "指標に馴染まない"],
    ),
    (
        Missing::Unknown,
        &[
            "不明",
            "不詳",
            "未把握",
            "把握していない",
            "把握できず",
            "把握できない",
            "...",
            "…",
            "……",
            "・・・",
            "データなし",
        ],
    ),
    (
        Missing::Elsewhere,
        &["別紙", "別添", "別表", "別紙のとおり", "別添のとおり", "別表のとおり", "別途"],
    ),
];

/// Ends of sentences that say that something did not take place.
pub(super) const NOT_DONE: [&str; 7] =
    ["中止", "延期", "休止", "見送り", "未実施", "実施できず", "実施できなかった"];

/// Ends of sentences that say that something is over.
pub(super) const ABOLISHED: [&str; 6] =
    ["廃止", "事業終了", "事業は終了", "事業を終了", "で終了", "をもって終了"];

/// Words for zero that may as well mean that nobody counted.
pub(super) const NONE: [&str; 6] = ["なし", "無", "無し", "ナシ", "皆無", "一"];

/// Marks that are no number.
pub(super) const MARKS: &str = "○〇◯◎●△▲▽▼×✕✖☆★□■☑✓✔レ有";
