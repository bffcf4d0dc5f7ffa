//! 照合: files, sheets, cells, answers and values of one run, in and out.

use serde::Serialize;

use crate::model::quantity::Reading;

/// Cells of one or more sheets by fate. All figures are numbers of cells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CellCounts {
    /// Cells with content.
    pub total: usize,
    /// 表題・注記.
    pub title: usize,
    /// 見出し.
    pub header: usize,
    /// 回答に使った.
    pub used: usize,
    /// 付記.
    pub note: usize,
    /// 計画の写し.
    pub reference: usize,
    /// 個人に関わる列.
    pub personal: usize,
    /// 合計の行.
    pub totals: usize,
    /// 診断で知らせた.
    pub reported: usize,
}

impl CellCounts {
    /// Cells without any fate: must be 0.
    pub fn lost(&self) -> usize {
        let known = self.title
            + self.header
            + self.used
            + self.note
            + self.reference
            + self.personal
            + self.totals
            + self.reported;
        self.total.abs_diff(known)
    }

    /// Adds the counts of another sheet.
    pub fn add(&mut self, other: &CellCounts) {
        self.total += other.total;
        self.title += other.title;
        self.header += other.header;
        self.used += other.used;
        self.note += other.note;
        self.reference += other.reference;
        self.personal += other.personal;
        self.totals += other.totals;
        self.reported += other.reported;
    }
}

/// 実績値 of one or more books by kind. All figures are numbers of indicator cells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ValueCounts {
    /// Cells read for an indicator, blank ones too.
    pub total: usize,
    /// Numbers other than 0.
    pub numbers: usize,
    /// 0.
    pub zeros: usize,
    /// －・集計中・未実施 and the like.
    pub states: usize,
    /// 空欄.
    pub blank: usize,
    /// Left to a person.
    pub undecided: usize,
    /// Of the numbers, those read with a remark.
    pub remarked: usize,
}

impl ValueCounts {
    /// Cells that are in no class: must be 0.
    pub fn lost(&self) -> usize {
        let known = self.numbers + self.zeros + self.states + self.blank + self.undecided;
        self.total.abs_diff(known)
    }

    /// Adds the counts of another book.
    pub fn add(&mut self, other: &ValueCounts) {
        self.total += other.total;
        self.numbers += other.numbers;
        self.zeros += other.zeros;
        self.states += other.states;
        self.blank += other.blank;
        self.undecided += other.undecided;
        self.remarked += other.remarked;
    }

    /// Counts one cell.
    pub fn count(&mut self, reading: Option<&Reading>, remarked: bool) {
        self.total += 1;
        match reading {
            None => self.undecided += 1,
            Some(Reading::Blank) => self.blank += 1,
            Some(Reading::Value(q)) if q.value.is_zero() => self.zeros += 1,
            Some(Reading::Value(_)) => self.numbers += 1,
            Some(_) => self.states += 1,
        }
        self.remarked += usize::from(remarked);
    }
}

/// What one run read, counted. Printed at the end of every run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Reconciliation {
    /// Files of the year folders.
    pub files: usize,
    /// Of these, read.
    pub files_read: usize,
    /// Of these, unreadable (each an error).
    pub files_failed: usize,
    /// Of these, not books (each a remark).
    pub files_ignored: usize,
    /// Sheets with answers, and all sheets of the books read.
    pub sheets: (usize, usize),
    /// Cells with content.
    pub cells: CellCounts,
    /// 実績値.
    pub values: ValueCounts,
    /// 回答数 of the year reported, received and due (事業 × 課).
    pub answers: (usize, usize),
    /// 事業数 of the year reported.
    pub projects: usize,
}

impl Reconciliation {
    /// The block of text at the end of a run, one fact a line.
    pub fn lines(&self) -> Vec<String> {
        let c = &self.cells;
        let v = &self.values;
        vec![
            format!(
                "ファイル {} ＝ 読んだ {} ＋ 読めない {} ＋ 対象外 {}",
                self.files, self.files_read, self.files_failed, self.files_ignored
            ),
            format!("シート {} のうち回答の表 {}", self.sheets.1, self.sheets.0),
            format!(
                "セル {} ＝ 回答 {} ＋ 見出し {} ＋ 表題・注記 {} ＋ 計画の写し {} ＋ 付記 {} ＋ 個人欄 {} ＋ 合計 {} ＋ 診断 {} ＋ 失われた {}",
                c.total,
                c.used,
                c.header,
                c.title,
                c.reference,
                c.note,
                c.personal,
                c.totals,
                c.reported,
                c.lost()
            ),
            format!(
                "実績値 {} ＝ 数 {} ＋ 0 {} ＋ －など {} ＋ 空 {} ＋ 要確認 {} ＋ 失われた {}（読み替え {}）",
                v.total,
                v.numbers,
                v.zeros,
                v.states,
                v.blank,
                v.undecided,
                v.lost(),
                v.remarked
            ),
            format!(
                "事業数 {}、回答数（事業×課） {} ／ {}",
                self.projects, self.answers.0, self.answers.1
            ),
        ]
    }
}

/// 受付: what arrived from one 課 for the year reported.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Receipt {
    /// Position in the plan's divisions.
    pub division: usize,
    /// Its files, by path.
    pub files: Vec<String>,
    /// 回答数 due (事業 × 課).
    pub due: usize,
    /// 回答数 received.
    pub answered: usize,
    /// Findings for it: 誤り.
    pub errors: usize,
    /// Findings for it: 注意.
    pub warnings: usize,
}
