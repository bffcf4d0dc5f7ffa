//! Many findings of one kind on one sheet: the first hundred are told one by one, the
//! rest as one finding that names their number and their rows.

use std::collections::{HashMap, HashSet};

use super::{BookId, Diagnostic, NameKind, Origin, Place, SheetId};

/// Findings of one rule for one 課 on one sheet that are told one by one.
pub const TOLD_SINGLY: usize = 100;

/// One rule on one sheet (of a text file: in the file), for one 課. A 課 gets its own
/// hundred, because it gets its own 確認票.
type Kind = (&'static str, BookId, Option<SheetId>, Option<String>);

/// What is put together of one kind.
#[derive(Default)]
struct Group {
    told: usize,
    rest: usize,
    /// First and last place of the rest.
    span: Option<(Origin, Origin)>,
    /// Where in the list the rest is named.
    at: usize,
}

/// Puts together what exceeds [`TOLD_SINGLY`]. `list` is in the order of the places.
///
/// A name that a person may decide upon stays, once, however many there are: the book of
/// candidates is made from it.
pub(super) fn put_together(list: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut groups: HashMap<Kind, Group> = HashMap::new();
    let mut asked: HashSet<(NameKind, String, Option<usize>)> = HashSet::new();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for finding in list {
        let Some(origin) = finding.origin.filter(|o| o.place != Place::Whole) else {
            kept.push(finding);
            continue;
        };
        let kind =
            (finding.rule.code, origin.book, origin.sheet, finding.division.clone());
        let group = groups.entry(kind).or_default();
        let new_question = finding.question.as_ref().is_some_and(|q| {
            let new = asked.insert((q.kind, q.written.clone(), q.division));
            new && q.decidable && !q.candidates.is_empty()
        });
        if group.told < TOLD_SINGLY || new_question {
            group.told += 1;
            kept.push(finding);
            continue;
        }
        group.rest += 1;
        let (first, last) = group.span.unwrap_or((origin, origin));
        group.span = Some((first.min(origin), last.max(origin)));
        if group.rest == 1 {
            group.at = kept.len();
            kept.push(finding);
        }
    }
    for (_, group) in groups.into_iter().filter(|(_, g)| g.rest > 1) {
        let Some((first, last)) = group.span else { continue };
        let rest = &mut kept[group.at];
        let mut summary = Diagnostic::new(
            rest.rule,
            format!(
                "同じ知らせがほかに {} 件あります（{}）",
                group.rest,
                span(first, last)
            ),
        );
        summary.severity = rest.severity;
        summary.origin = Some(first);
        summary.division = rest.division.take();
        *rest = summary;
    }
    kept
}

/// 「101行目〜3000行目」, or the cells where they stand in one row.
fn span(first: Origin, last: Origin) -> String {
    match (first.place, last.place) {
        (Place::Cell(a), Place::Cell(b)) if a.row == b.row => format!("{a}〜{b}"),
        (Place::Cell(a), Place::Cell(b)) => {
            format!("{}行目〜{}行目", a.row + 1, b.row + 1)
        }
        (Place::Line(a), Place::Line(b)) => format!("{a}行目〜{b}行目"),
        _ => "この場所".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use crate::diag::{Diagnostics, Edition, Sources};

    fn list(
        rows: std::ops::Range<u32>,
        division: impl Fn(u32) -> &'static str,
    ) -> Diagnostics {
        let mut sources = Sources::default();
        let book = sources.add_book("評価/令和9年度/課.xlsx");
        let sheet = sources.add_sheet(book, "一覧");
        let mut list = Diagnostics::new(Edition::Draft);
        // The order in which they are found does not matter.
        for row in rows.rev() {
            let finding = Diagnostic::new(&catalog::ACTUAL_BLANK, "実績値の欄が空です");
            list.push(
                finding.at(Origin::cell(book, sheet, row, 4)).for_division(division(row)),
            );
        }
        list.sort();
        list.put_repeats_together();
        list
    }

    #[test]
    fn a_hundred_are_told_and_the_rest_is_named_by_its_rows() {
        let found = list(2..3_002, |_| "こども課");
        let messages: Vec<&str> = found.iter().map(|d| &*d.message).collect();
        assert_eq!(messages.len(), TOLD_SINGLY + 1);
        assert_eq!(messages[99], "実績値の欄が空です");
        // Rows 3 to 102 as Excel counts are told, 103 to 3002 remain.
        let rest = "同じ知らせがほかに 2900 件あります（103行目〜3002行目）";
        assert_eq!(messages[100], rest);
        let last = found.iter().last().unwrap();
        assert_eq!(last.rule.code, catalog::ACTUAL_BLANK.code);
        assert_eq!(last.division.as_deref(), Some("こども課"));
    }

    #[test]
    fn a_hundred_and_one_are_all_told() {
        let found = list(0..101, |_| "こども課");
        assert!(found.iter().all(|d| d.message == "実績値の欄が空です"));
        assert_eq!(found.iter().count(), 101);
    }

    #[test]
    fn each_division_has_its_own_hundred() {
        let odd = |row: u32| if row % 2 == 1 { "福祉課" } else { "こども課" };
        let found = list(0..300, odd);
        for division in ["福祉課", "こども課"] {
            let own = found.iter().filter(|d| d.division.as_deref() == Some(division));
            assert_eq!(own.count(), TOLD_SINGLY + 1);
        }
    }
}
