//! 公開データ: the model as tables for other programs, one a file (CSV) and one a sheet
//! (xlsx without decoration), with `datapackage.json` (Frictionless Data Package).
//!
//! Made for 「行政データにおける機械可読性に関するルール」（令和8年3月31日）: one record a row,
//! headers in row 1 under ASCII names, numbers as numbers with their unit in a column,
//! codes with their table, the western year beside the era, a state for every missing
//! figure. Names of persons, telephone numbers and mail addresses are in none of them.

mod book;
mod codes;
mod csv;
mod letters;
mod package;
mod results;
pub mod schema;
mod structure;

use anyhow::Result;

use self::letters::Letters;
use self::schema::{Table, Value};
use crate::catalog;
use crate::config::{Charset, Licence, Publication};
use crate::diag::Diagnostic;
use crate::model::progress::Progress;
use crate::model::year::FiscalYear;

/// Whether a character is 機種依存: another computer may show or sort it differently.
pub fn machine_dependent(c: char) -> bool {
    let half_kana = matches!(c, '\u{ff61}'..='\u{ff9f}');
    !c.is_control() && (half_kana || letters::plain(c).is_some())
}

/// Where the tables lie below the output folder.
pub const FOLDER: &str = "公開/data/";
/// The tables in one workbook.
pub const BOOK: &str = "tables.xlsx";

impl Charset {
    /// The name in the data's own description.
    pub fn label(self) -> &'static str {
        match self {
            Charset::Utf8 => "UTF-8（BOM あり）",
            Charset::Cp932 => "CP932（Windows-31J、BOM なし）",
        }
    }
}

impl Publication {
    /// The name of the licence.
    pub fn licence_title(&self) -> &'static str {
        match self.licence {
            Some(Licence::CcBy4) => "クリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）",
            Some(Licence::Pdl1) => "公共データ利用規約（第1.0版）（PDL1.0）",
            Some(Licence::Cc0) => "CC0 1.0 全世界（CC0）",
            None => "定めていない",
        }
    }

    /// Name and address of the licence, for programs.
    pub fn licence_link(&self) -> Option<(&'static str, &'static str)> {
        Some(match self.licence? {
            Licence::CcBy4 => {
                ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/deed.ja")
            }
            Licence::Pdl1 => (
                "PDL-1.0",
                "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
            ),
            Licence::Cc0 => {
                ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.ja")
            }
        })
    }
}

/// The tables and what was found while making them.
#[derive(Debug)]
pub struct OpenData {
    /// Every table, in the order of the package.
    pub tables: Vec<Table>,
    /// What was changed in the texts.
    pub findings: Vec<Diagnostic>,
    settings: Publication,
}

/// What the tables are made of.
struct Source<'a> {
    p: &'a Progress,
    settings: Publication,
    letters: Letters,
    /// 団体コード and 団体名, which begin the rows of the plan.
    place: [Value; 2],
}

impl Source<'_> {
    /// A year as number and label, both missing where there is none.
    fn year(&self, year: Option<FiscalYear>) -> [Value; 2] {
        match year {
            Some(year) => {
                [Value::Integer(i64::from(year.western())), Value::Text(year.era_label())]
            }
            None => [Value::Missing, Value::Missing],
        }
    }
}

/// Makes the tables.
pub fn tables(p: &Progress, settings: Publication) -> OpenData {
    let mut letters = Letters::new(settings.charset);
    let basics = &p.plan.basics;
    let place = [letters.text(&basics.code), letters.text(&basics.municipality)];
    let mut source = Source { p, settings, letters, place };
    let mut tables = vec![source.dataset()];
    tables.extend(source.structure_tables());
    tables.extend(source.result_tables());
    tables.push(source.codes());
    tables.push(codes::definitions(&tables));
    tables.push(source.substitutions());
    OpenData { tables, findings: findings(&source.letters), settings }
}

fn findings(letters: &Letters) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (c, replaced) in &letters.replaced {
        let times = replaced.count;
        let code = u32::from(*c);
        if replaced.by == letters::GETA {
            let text = format!(
                "文字「{c}」（U+{code:04X}）は公開データの文字コードにないため、「{}」にしました（{times} 個）",
                letters::GETA
            );
            found.push(Diagnostic::new(&catalog::LETTER_LOST, text));
            continue;
        }
        let by = match &*replaced.by {
            "" => "取り除きました".to_owned(),
            by => format!("「{by}」にしました"),
        };
        let shown = if c.is_control() || replaced.by.is_empty() {
            "見えない文字".to_owned()
        } else {
            format!("文字「{c}」")
        };
        let text = format!("公開データの{shown}（U+{code:04X}）を{by}（{times} 個）");
        found.push(Diagnostic::new(&catalog::LETTER_REPLACED, text));
    }
    if letters.masked > 0 {
        let text = format!(
            "公開データの文章で、電話番号かメールアドレスらしい文字を {} か所伏せました",
            letters.masked
        );
        found.push(Diagnostic::new(&catalog::CONTACT_WITHHELD, text));
    }
    found
}

impl OpenData {
    /// The files: path below the output folder, bytes.
    ///
    /// # Errors
    /// Faults of the workbook writer.
    pub fn files(&self, p: &Progress) -> Result<Vec<(String, Vec<u8>)>> {
        let mut files: Vec<(String, Vec<u8>)> = self
            .tables
            .iter()
            .map(|t| (t.file(), csv::bytes(t, self.settings.charset)))
            .collect();
        let package = package::bytes(p, &self.settings, &self.tables, &files);
        files.push(("datapackage.json".to_owned(), package));
        files.push((BOOK.to_owned(), book::bytes(p, &self.tables)?));
        Ok(files.into_iter().map(|(name, b)| (format!("{FOLDER}{name}"), b)).collect())
    }

    /// A table by its physical name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|t| t.layout.name == name)
    }
}
