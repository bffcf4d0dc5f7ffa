//! 内訳: how the figures of indicators hang together, so that one can be computed from
//! the others.

use crate::diag::Origin;

/// One row of the sheet 内訳.
#[derive(Debug, Clone)]
pub struct Composition {
    /// What is computed from what.
    pub kind: CompositionKind,
    /// 出どころ: the cell of 種類.
    pub origin: Origin,
}

/// 種類 of a 内訳. Indicators are positions in [`crate::model::plan::Plan::indicators`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompositionKind {
    /// 合計: in every year the whole is the sum of its parts.
    Total {
        /// 合計.
        whole: usize,
        /// 内訳.
        parts: Vec<usize>,
    },
    /// 累計: the running total of a year is that of the year before and the year's value.
    Running {
        /// 累計.
        running: usize,
        /// 単年度の値.
        yearly: usize,
    },
    /// 率: part ÷ base × 100.
    Rate {
        /// 率, in ％.
        rate: usize,
        /// 分子.
        part: usize,
        /// 分母.
        base: usize,
    },
}

impl CompositionKind {
    /// The word in the sheet.
    pub fn label(&self) -> &'static str {
        match self {
            CompositionKind::Total { .. } => "合計",
            CompositionKind::Running { .. } => "累計",
            CompositionKind::Rate { .. } => "率",
        }
    }

    /// The indicator that is computed: 合計, 累計 or 率.
    pub fn whole(&self) -> usize {
        match self {
            CompositionKind::Total { whole, .. } => *whole,
            CompositionKind::Running { running, .. } => *running,
            CompositionKind::Rate { rate, .. } => *rate,
        }
    }

    /// The indicators it is computed from.
    pub fn parts(&self) -> Vec<usize> {
        match self {
            CompositionKind::Total { parts, .. } => parts.clone(),
            CompositionKind::Running { yearly, .. } => vec![*yearly],
            CompositionKind::Rate { part, base, .. } => vec![*part, *base],
        }
    }
}
