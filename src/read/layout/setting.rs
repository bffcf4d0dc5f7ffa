//! ［［様式］］ and ［読み取り］ of `tenken.toml`: what a person has fixed about a layout.

use std::collections::BTreeMap;

use super::words::{Field, Vocabulary};
use crate::config::{FormSetting, Rows};
use crate::model::year::FiscalYear;
use crate::text::key1;

/// One ［［様式］］, checked.
#[derive(Debug, Clone)]
pub struct Form {
    /// 名前.
    pub name: String,
    file: String,
    sheet: String,
    /// Sheets of this form are not read.
    pub skip: bool,
    /// Rows of the header, zero-based.
    pub header: Option<(u32, u32)>,
    /// Columns that a person has named.
    pub columns: BTreeMap<u32, Field>,
    /// Columns of one year: first, last, year.
    pub years: Vec<(u32, u32, FiscalYear)>,
    /// The texts of shapes name the years of the columns below them.
    pub shapes: bool,
    /// The words for this form.
    pub vocabulary: Vocabulary,
}

/// All ［［様式］］.
#[derive(Debug, Clone, Default)]
pub struct Forms(Vec<Form>);

impl Forms {
    /// Checks the settings.
    ///
    /// # Errors
    /// One sentence for each fault.
    pub fn new(
        settings: &[FormSetting],
        words: &Vocabulary,
    ) -> Result<Self, Vec<String>> {
        let mut faults = Vec::new();
        let mut forms = Vec::new();
        for setting in settings {
            match Form::new(setting, words) {
                Ok(form) => forms.push(form),
                Err(fault) => faults.push(format!("様式「{}」: {fault}", setting.name)),
            }
        }
        if faults.is_empty() { Ok(Forms(forms)) } else { Err(faults) }
    }

    /// The first form whose patterns fit.
    pub fn of(&self, file: &str, sheet: &str) -> Option<&Form> {
        self.0.iter().find(|f| {
            matches(&key1(&f.file), &key1(file)) && matches(&key1(&f.sheet), &key1(sheet))
        })
    }
}

impl Form {
    fn new(s: &FormSetting, words: &Vocabulary) -> Result<Self, String> {
        let mut columns = BTreeMap::new();
        for (letters, name) in &s.columns {
            let (first, last) = span(letters)?;
            let field = Vocabulary::field(name).ok_or_else(|| {
                format!("列 {letters} の「{name}」は項目の名ではありません")
            })?;
            columns.extend((first..=last).map(|col| (col, field)));
        }
        let mut years = Vec::new();
        for (letters, text) in &s.years {
            let (first, last) = span(letters)?;
            let year = FiscalYear::parse(text).ok_or_else(|| {
                format!("列 {letters} の「{text}」を年度として読めません")
            })?;
            years.push((first, last, year));
        }
        let header = match &s.header {
            None => None,
            Some(rows) => Some(zero_based(rows).ok_or_else(|| {
                "見出し行は「5」又は「5-6」のように書きます".to_owned()
            })?),
        };
        let vocabulary = words.clone().with(&s.aliases).map_err(|unknown| {
            format!("別名の「{}」は項目の名ではありません", unknown.join("」「"))
        })?;
        Ok(Form {
            name: s.name.clone(),
            file: s.file.clone(),
            sheet: s.sheet.clone(),
            skip: s.skip,
            header,
            columns,
            years,
            shapes: s.shapes,
            vocabulary,
        })
    }
}

/// 「5」「5-6」 → zero-based first and last row.
fn zero_based(rows: &Rows) -> Option<(u32, u32)> {
    let (first, last) = match rows {
        Rows::One(row) => (*row, *row),
        Rows::Text(text) => {
            let key = key1(text);
            let (a, b) = key.split_once(['-', '~', 'ー']).unwrap_or((&key, &key));
            (a.parse().ok()?, b.parse().ok()?)
        }
    };
    let ordered = first >= 1 && first <= last && last - first < 10;
    ordered.then(|| (first - 1, last - 1))
}

/// 「E-H」 → zero-based first and last column.
fn span(letters: &str) -> Result<(u32, u32), String> {
    let key = key1(letters);
    let (a, b) = key.split_once(['-', '~', ':', 'ー']).unwrap_or((&key, &key));
    match (column(a), column(b)) {
        (Some(first), Some(last)) if first <= last => Ok((first, last)),
        _ => Err(format!("「{letters}」は列の名（C、E-H など）ではありません")),
    }
}

fn column(letters: &str) -> Option<u32> {
    let is_name = (1..=3).contains(&letters.len());
    let fold =
        |n: u32, b: u8| b.is_ascii_lowercase().then(|| n * 26 + u32::from(b - b'a') + 1);
    let number = letters.bytes().try_fold(0, fold).filter(|_| is_name)?;
    (number <= 16_384).then(|| number - 1)
}

/// `*` any text, `?` one character.
fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match star {
                // The last star takes one character more.
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_file_names() {
        for (pattern, text, fits) in [
            ("*", "", true),
            ("*子育て支援課*", "01_子育て支援課.xlsx", true),
            ("*子育て支援課*", "健康増進課.xlsx", false),
            ("評価?", "評価1", true),
            ("評価?", "評価", false),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn columns_are_named_by_letters() {
        assert_eq!(span("C"), Ok((2, 2)));
        assert_eq!(span("Ｅ－Ｈ"), Ok((4, 7)));
        assert_eq!(span("AA:AC"), Ok((26, 28)));
        assert!(span("H-E").is_err());
        assert!(span("1").is_err());
    }
}
