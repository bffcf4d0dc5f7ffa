//! 課の別名 and 旧事業名, each with the years in which it was used.

use std::collections::HashMap;

use super::Reader;
use crate::catalog;
use crate::diag::{Diagnostic, Origin};
use crate::model::plan::Alias;
use crate::model::year::FiscalYear;
use crate::read::table::Row;
use crate::text::key1;

/// The years of an alias: first and last.
type Years = (Option<FiscalYear>, Option<FiscalYear>);

impl Reader<'_> {
    /// The names in a column: 別名 of a 課, 旧事業名 of a 事業. Years that cannot be read
    /// are a fault of the cell.
    pub(super) fn aliases(&mut self, row: Row, column: &str) -> Vec<Alias> {
        let mut aliases = Vec::new();
        for text in row.list(column) {
            match alias(&text) {
                Some(alias) => aliases.push(alias),
                None => {
                    let like = match column {
                        "別名" => {
                            "「健康推進課（令和8年度まで）」「子育て課（令和9年度から）」"
                        }
                        _ => "「妊婦健診（令和8年度まで）」",
                    };
                    let text = format!(
                        "{column}「{text}」の年度を読めません（{like}のように書きます）"
                    );
                    self.value_fault(row.origin(column), text);
                }
            }
        }
        aliases
    }

    /// Files every alias under its 課. One that in some year means two 課, or is the name
    /// of another, is a fault of its cell.
    pub(super) fn division_aliases(&mut self, cells: &[Origin]) {
        let mut known: HashMap<String, Vec<(usize, Alias)>> = HashMap::new();
        let divisions = std::mem::take(&mut self.plan.divisions);
        for (i, (division, cell)) in divisions.iter().zip(cells).enumerate() {
            for alias in &division.aliases {
                let key = key1(&alias.name);
                let named = self.division_names.get(&key).copied();
                let bearing = known.entry(key.clone()).or_default();
                let own = named.filter(|_| bearing.is_empty());
                let clash = bearing.iter().find(|(d, a)| *d != i && overlap(a, alias));
                let other = clash.map(|(d, _)| *d).or(own).filter(|other| *other != i);
                if let Some(other) = other {
                    let text = format!(
                        "別名「{}」が「{}」と「{}」の両方を指します",
                        alias.name, divisions[other].name, division.name
                    );
                    let finding = Diagnostic::new(&catalog::PLAN_DUPLICATE, text);
                    self.diagnostics.push(finding.at(*cell));
                }
                bearing.push((i, alias.clone()));
                self.division_names.entry(key).or_insert(i);
            }
        }
        self.plan.divisions = divisions;
    }
}

/// Whether there is a year in which both are valid.
fn overlap(a: &Alias, b: &Alias) -> bool {
    let ends_before =
        |x: &Alias, y: &Alias| x.to.zip(y.from).is_some_and(|(to, from)| to < from);
    !ends_before(a, b) && !ends_before(b, a)
}

/// 「健康推進課（令和8年度まで）」. A bracket without years is a part of the name.
fn alias(text: &str) -> Option<Alias> {
    let plain = || Alias { name: text.trim().to_owned(), from: None, to: None };
    let Some(body) = text.trim().strip_suffix([')', '）']) else { return Some(plain()) };
    let Some(at) = body.rfind(['(', '（']) else { return Some(plain()) };
    let (name, bracket) = body.split_at(at);
    let inner = key1(bracket.trim_start_matches(['(', '（']));
    let timed =
        inner.ends_with("まで") || inner.ends_with("から") || inner.contains('年');
    if !timed {
        return Some(plain());
    }
    let (from, to) = years(&inner)?;
    let name = name.trim().to_owned();
    (!name.is_empty()).then_some(Alias { name, from, to })
}

/// 令和8年度まで, 令和9年度から, 令和8年度, 令和8〜9年度.
fn years(inner: &str) -> Option<Years> {
    if let Some(year) = FiscalYear::parse(inner) {
        return Some((Some(year), Some(year)));
    }
    if let Some((from, to)) = FiscalYear::parse_range(inner) {
        return Some((Some(from), Some(to)));
    }
    if let Some(from) = inner.strip_suffix("から") {
        return Some((Some(FiscalYear::parse(from)?), None));
    }
    Some((None, Some(FiscalYear::parse(inner.strip_suffix("まで")?)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_the_bracket_of_an_alias() {
        let read = |text| {
            let found = alias(text)?;
            let western = |y: Option<FiscalYear>| y.map(FiscalYear::western);
            Some((found.name, western(found.from), western(found.to)))
        };
        let named = |name: &str, from, to| Some((name.to_owned(), from, to));
        assert_eq!(read("子育て課"), named("子育て課", None, None));
        assert_eq!(read("A課（令和8年度まで）"), named("A課", None, Some(2026)));
        assert_eq!(read("A課(Ｒ9から)"), named("A課", Some(2027), None));
        assert_eq!(read("A課（令和8年度）"), named("A課", Some(2026), Some(2026)));
        assert_eq!(read("B課（令和8〜9年度）"), named("B課", Some(2026), Some(2027)));
        let both = "B課（令和8年度から令和9年度まで）";
        assert_eq!(read(both), named("B課", Some(2026), Some(2027)));
        let office = "学校教育課（教育研究所）";
        assert_eq!(read(office), named(office, None, None));
        for bad in ["A課（令和0年度まで）", "A課（令和9〜8年度）", "A課（昨年度まで）"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
