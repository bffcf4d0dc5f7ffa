//! L3-07 年によってフォーマットが著しく異なっていないか: the table against that of the year
//! before. The bounds are those of デジタル庁's sample checker (L3_07_format_consistency.py):
//! of all headers of both years eight in ten are the same, the number of columns differs by
//! three at most, and the columns of both years stand in the same order.

use std::collections::BTreeSet;

use super::columns::Grid;
use super::{Faults, Subject, Verdict, fault, verdict};
use crate::read::grid;

/// Headers of both years among those of either, at least.
const SAME: f64 = 0.8;
/// Columns that there may be more or less.
const MORE: usize = 3;

/// Judges the first table against the headers of the year before.
pub(super) fn judge(s: &Subject) -> Verdict {
    let Some(before) = &s.before else {
        return Verdict::NotJudged(
            "前の年のファイルと比べます。--before に前の年のファイルを指定すると判定します",
        );
    };
    let Some(own) = s.grids.iter().find(|g| !g.is_empty()) else {
        return Verdict::NotJudged("表がありません");
    };
    if before.is_empty() {
        return Verdict::NotJudged("前の年のファイルから項目名を読めません");
    }
    let mut faults = Faults::default();
    let now = titles(own);
    let (a, b): (BTreeSet<&String>, BTreeSet<&String>) =
        (now.iter().collect(), before.iter().collect());
    let both = a.intersection(&b).count();
    let either = a.union(&b).count();
    let list = |names: Vec<&&String>| {
        names.iter().map(|n| format!("「{n}」")).collect::<Vec<_>>().join("、")
    };
    if (both as f64) < SAME * either as f64 {
        let (gone, new) = (b.difference(&a).collect(), a.difference(&b).collect());
        let text = format!(
            "前の年と同じ項目が {either} のうち {both} しかありません（なくなった項目 {}、加わった項目 {}）。前の年と同じ項目名にしてください",
            list(gone),
            list(new)
        );
        faults.push(fault(own.name(), "", text));
    }
    if now.len().abs_diff(before.len()) > MORE {
        let text = format!("前の年は {} 列、この年は {} 列です", before.len(), now.len());
        faults.push(fault(own.name(), "", text));
    }
    let common = |names: &[String], other: &BTreeSet<&String>| -> Vec<String> {
        names.iter().filter(|n| other.contains(n)).cloned().collect()
    };
    let (order, wanted) = (common(&now, &b), common(before, &a));
    if let Some((first, _)) = order.iter().zip(&wanted).find(|(a, b)| a != b) {
        let text = format!(
            "項目の並びが前の年と違います（「{first}」から）。同じ順にしてください"
        );
        faults.push(fault(own.name(), "", text));
    }
    verdict(faults)
}

/// The headers of the first table of a file; none where it cannot be read.
pub(super) fn headers(bytes: &[u8]) -> Vec<String> {
    let Ok(survey) = grid::survey(bytes) else { return Vec::new() };
    let looks = survey.looks.as_deref().unwrap_or_default();
    let grids = survey.sheets.iter().enumerate();
    let mut grids = grids.map(|(i, sheet)| Grid::new(sheet, looks.get(i)));
    grids.find(|g| !g.is_empty()).map(|g| titles(&g)).unwrap_or_default()
}

fn titles(grid: &Grid) -> Vec<String> {
    let named = grid.columns.iter().filter(|c| !c.title.trim().is_empty());
    named.map(|c| c.title.trim().to_owned()).collect()
}
