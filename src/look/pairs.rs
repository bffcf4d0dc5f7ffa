//! What stands on what: every pair of a text and its ground that the publications use.
//!
//! The replaced colours are checked against this table, and a test compares the table with
//! what the laid-out pages really show.

use crate::tokens::{Colours, Ink};

/// 文字と地の対比の下限 (WCAG 2.2, 1.4.3 level AA).
pub const NEEDED_CONTRAST: f64 = 4.5;

/// A text and the ground under it.
pub struct Pair {
    /// The colour of the text.
    pub ink: fn(&Colours) -> &Ink,
    /// The colour under it.
    pub ground: fn(&Colours) -> &Ink,
    /// Where they meet, for messages.
    pub place: &'static str,
}

macro_rules! pairs {
    ($($ink:ident on $ground:ident $place:literal)*) => {
        /// Every pair.
        pub static PAIRS: &[Pair] = &[
            $(Pair { ink: |c| &c.$ink, ground: |c| &c.$ground, place: $place }),*
        ];
    };
}

pairs! {
    kami on kon "主役の箱・概要版の札・表の見出し"
    kon on kami "見出し・ノンブル"
    kon on ao_goku "表紙の題・囲みの題"
    kami on ao "番号の記章・評価の札・一覧表の帯"
    ao on kami "小題・箇条書きの印・施策の番号"
    ao on ao_goku "表紙の期間・囲みの箇条書きの印"
    kami on dai "群2の番号の記章・一覧表の帯"
    dai on kami "群2の施策の番号"
    sumi on kami "本文"
    sumi2 on kami "注・補足"
    usuji on kami "一覧表の繰り返しの名"
    sumi on men "図の面・一覧表の施策の帯"
    sumi2 on men "図の面の補足"
    kon on men "PDCA の輪の文字"
    ao on men "PDCA の輪の文字"
    dai on men "PDCA の輪の文字"
    oudo on men "PDCA の輪の文字"
    oudo on kami "PDCA の時期"
    sumi on ao_usu "表の見出し・群1の目標"
    sumi on ao_goku "囲みの文"
    sumi2 on ao_goku "囲みの注"
    sumi on dai_usu "群2の目標"
    sumi on dai_goku "群2のごく淡い面"
    sumi on ki "版の札"
    sumi on ki_usu "対象の年度・会議の箱"
    sumi on ki_goku "一覧表の回答の欄"
    sumi on h_b "評価の中の札"
    sumi on h_c "評価の下の札"
    sumi on midori_usu "支援の帯"
    kami on midori "支援の種類の名"
    kami on oudo "支援の種類の名"
}
