//! What stands in 確認/.

use super::small::small;
use super::{rows_with, sheet};
use crate::catalog;
use crate::diag::{Diagnostic, Severity};
use crate::export::notice;
use crate::model::reconcile::{CellCounts, Receipt, Reconciliation};
use crate::read::grid;

#[test]
fn the_register_counts_and_the_notice_asks() {
    let small = small(|_, _| {});
    let receipts = [
        Receipt {
            division: 0,
            files: vec!["評価/令和9年度/こども課.xlsx".to_owned()],
            due: 2,
            answered: 2,
            errors: 0,
            warnings: 1,
        },
        Receipt { division: 1, due: 2, answered: 1, ..Receipt::default() },
    ];
    let mut counts = Reconciliation { files: 2, files_read: 2, ..Default::default() };
    counts.cells = CellCounts { total: 9, used: 8, ..CellCounts::default() };
    let bytes =
        notice::register(&small.progress, &receipts, &counts, &small.sources).unwrap();
    let sheets = grid::read(&bytes).unwrap();
    let register = sheet(&sheets, "受付簿");
    let came = rows_with(register, 0, "こども課").remove(0);
    assert_eq!(came[2..9], ["○ 提出済", "こども課.xlsx", "2", "2", "0", "0", "1"]);
    let not = rows_with(register, 0, "学校教育課").remove(0);
    assert_eq!(not[2..9], ["× 未提出", "－", "2", "1", "1", "0", "0"]);
    assert_eq!(rows_with(register, 0, "合計")[0][4..9], ["4", "3", "1", "0", "1"]);
    let check = sheet(&sheets, "照合");
    // One cell of nine has no fate.
    let difference = rows_with(check, 1, "差（0でなければならない）");
    let values: Vec<&str> = difference.iter().map(|row| &*row[2]).collect();
    assert_eq!(values, ["0", "1", "0"]);

    let mut error = Diagnostic::new(&catalog::ACTUAL_UNREADABLE, "「10～12」");
    error.severity = Severity::Error;
    let mut note = Diagnostic::new(&catalog::VALUE_REMARK, "10 と読みました");
    note.severity = Severity::Note;
    let found = [&note, &error];
    let bytes =
        notice::notice(&small.progress, "こども課", &found, &small.sources).unwrap();
    let sheets = grid::read(&bytes).unwrap();
    let notice = sheet(&sheets, "確認票");
    assert_eq!(notice.text(0, 0), "確認票　こども課");
    let order: Vec<String> =
        ["1", "2"].iter().map(|n| rows_with(notice, 0, n)[0][1].clone()).collect();
    assert_eq!(order, ["誤り", "備考"]);
}
