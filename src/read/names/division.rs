//! 課 by name, former name, and the ways in which people write a 部 or a 係 with it.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::rank::{self, Entry, Ranking};
use super::{How, Match, Remark, Unknown};
use crate::diag::NameKind;
use crate::model::plan::{Alias, Plan};
use crate::model::year::FiscalYear;
use crate::read::decisions::Decisions;
use crate::text::{key1, key2};

/// Longer texts name no 課, in characters.
const LONGEST: usize = 60;

/// Keys of the divisions.
pub(super) struct Divisions {
    records: Vec<Record>,
    /// key1 of every name → who bears it.
    names: HashMap<String, Vec<Name>>,
    /// key2 of the present names.
    loose: HashMap<String, Vec<usize>>,
    departments: HashSet<String>,
    ranking: Ranking,
}

struct Record {
    id: String,
    name: String,
    key: String,
    department: String,
    aliases: Vec<Alias>,
}

#[derive(Clone)]
struct Name {
    division: usize,
    /// `None`: the present name.
    alias: Option<Alias>,
}

impl Name {
    fn valid(&self, year: Option<FiscalYear>) -> bool {
        match (&self.alias, year) {
            (Some(alias), Some(year)) => alias.valid_in(year),
            _ => true,
        }
    }
}

/// The only division of some names.
fn only<'a>(names: impl Iterator<Item = &'a Name>) -> Option<usize> {
    let divisions: BTreeSet<usize> = names.map(|n| n.division).collect();
    divisions.first().copied().filter(|_| divisions.len() == 1)
}

impl Divisions {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut names: HashMap<String, Vec<Name>> = HashMap::new();
        let mut loose: HashMap<String, Vec<usize>> = HashMap::new();
        let mut records = Vec::new();
        for (division, d) in plan.divisions.iter().enumerate() {
            let own = Name { division, alias: None };
            let whole = key1(&format!("{}{}", d.department, d.name));
            names.entry(key1(&d.name)).or_default().push(own.clone());
            if !d.department.is_empty() {
                names.entry(whole).or_default().push(own);
            }
            for alias in &d.aliases {
                let name = Name { division, alias: Some(alias.clone()) };
                names.entry(key1(&alias.name)).or_default().push(name);
            }
            loose.entry(key2(&d.name)).or_default().push(division);
            records.push(Record {
                id: d.id.clone(),
                name: d.name.clone(),
                key: key1(&d.name),
                department: key1(&d.department),
                aliases: d.aliases.clone(),
            });
        }
        names.remove("");
        let departments = records.iter().map(|r| r.department.clone());
        let departments = departments.filter(|d| !d.is_empty()).collect();
        Divisions { records, names, loose, departments, ranking: Ranking::default() }
    }

    pub(super) fn find(
        &self,
        decisions: &Decisions,
        text: &str,
        year: Option<FiscalYear>,
    ) -> Match {
        let key = key1(text);
        let bearing = self.names.get(&key).map_or(&[][..], |list| list);
        if let Some(own) = bearing.iter().find(|n| n.alias.is_none()) {
            return Match::Exact(own.division);
        }
        let written = text.trim().replace('\n', " ");
        let read = |division: usize| {
            let is = &self.records[division].name;
            let text = format!("課名「{written}」を「{is}」と読みました");
            Match::Loose(division, Remark::spelling(text))
        };
        if let Some(division) = only(bearing.iter().filter(|n| n.valid(year))) {
            return read(division);
        }
        if let Some((division, row)) = decisions.chosen(NameKind::Division, &key, None) {
            let is = &self.records[division].name;
            let text = format!(
                "名寄せ.xlsx の {row} 行目の決定で、課名「{written}」を「{is}」と読みました"
            );
            return Match::Loose(division, Remark { text, how: How::Decision });
        }
        let refused = |i: usize| decisions.refuses(NameKind::Division, &key, None, i);
        if let Some(division) = only(bearing.iter()).filter(|i| !refused(*i)) {
            return Match::Loose(division, self.outside_years(&written, division, year));
        }
        let spelled = || match self.loose.get(&key2(text)).map(Vec::as_slice) {
            Some(&[division]) => Some(division),
            _ => self.with_units(&key, year),
        };
        if bearing.is_empty()
            && let Some(division) = spelled().filter(|i| !refused(*i))
        {
            return read(division);
        }
        let mut unknown = self.unknown(&key, &written);
        unknown.question.candidates.retain(|c| !refused(c.position));
        let several: Vec<String> = bearing
            .iter()
            .filter_map(|n| {
                let years = n.alias.as_ref()?.years();
                Some(format!("「{}」（{years}）", self.records[n.division].name))
            })
            .collect();
        if let (false, Some(year)) = (several.is_empty(), year) {
            let year = year.era_label();
            let several = several.join("と");
            unknown.why = Some(format!("{several}の別名で、{year}の別名ではありません"));
        }
        Match::Unknown(unknown)
    }

    fn outside_years(
        &self,
        written: &str,
        division: usize,
        year: Option<FiscalYear>,
    ) -> Remark {
        let record = &self.records[division];
        let key = key1(written);
        let years: Vec<String> = record
            .aliases
            .iter()
            .filter(|a| key1(&a.name) == key)
            .map(Alias::years)
            .collect();
        let text = format!(
            "「{written}」は「{}」の{}の別名ですが、{}の帳票にあります。「{}」と読みました",
            record.name,
            years.join("・"),
            year.map(FiscalYear::era_label).unwrap_or_default(),
            record.name
        );
        Remark { text, how: How::OutsideYears }
    }

    /// 「保健福祉部こども家庭センター」, 「学校教育課（教育研究所）」, 「健康増進課母子保健係」:
    /// the one 課 that stands between a 部 and a part of a 課.
    fn with_units(&self, key: &str, year: Option<FiscalYear>) -> Option<usize> {
        if key.chars().nth(LONGEST).is_some() {
            return None;
        }
        let cuts: Vec<usize> =
            key.char_indices().map(|(i, _)| i).chain([key.len()]).collect();
        let starts = cuts.iter().filter(|at| is_department(&key[..**at]));
        let mut found = BTreeSet::new();
        for start in starts {
            for end in cuts.iter().filter(|end| *end > start) {
                let Some(names) = self.names.get(&key[*start..*end]) else { continue };
                let department = &key[..*start];
                for name in names.iter().filter(|n| n.valid(year)) {
                    let own = &self.records[name.division].department;
                    let other =
                        self.departments.contains(department) && own != department;
                    if other || !self.is_part(&key[*end..], name.division) {
                        return None;
                    }
                    found.insert(name.division);
                }
            }
        }
        found.first().copied().filter(|_| found.len() == 1)
    }

    /// What may follow a 課: nothing, a bracket, a 係. It must not name another 課.
    fn is_part(&self, rest: &str, division: usize) -> bool {
        let inner = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')'));
        let part = inner.unwrap_or(rest);
        let unit = ["係", "室", "班", "担当", "チーム", "グループ"];
        let names_a_unit =
            rest.is_empty() || inner.is_some() || unit.iter().any(|u| rest.ends_with(u));
        let several = part.contains(['、', ',', '・', '/', '(', ')', '&']);
        let other = self.names.iter().any(|(name, of)| {
            part.contains(name) && of.iter().any(|n| n.division != division)
        });
        names_a_unit && !several && !other
    }

    fn unknown(&self, key: &str, written: &str) -> Unknown {
        let entries = || {
            let records = self.records.iter().enumerate();
            records
                .flat_map(|(target, r)| {
                    let names = std::iter::once(&r.name);
                    let names = names.chain(r.aliases.iter().map(|a| &a.name));
                    names.map(move |name| Entry { target, key: key2(name) })
                })
                .collect()
        };
        let bare = without_department(key);
        let mut hits = self.ranking.near(&key2(bare), entries);
        for hit in &mut hits {
            let record = &self.records[hit.target];
            hit.blocks(bare, &record.name);
            if bare.len() < key.len() {
                let department = &key[..key.len() - bare.len()];
                let same = department == record.department;
                let reason =
                    if same { "部が同じ" } else { "部の名を除いて比較" };
                hit.add(if same { 0.1 } else { 0.0 }, reason.to_owned());
            }
        }
        let mut unknown = Unknown::new(NameKind::Division, written);
        unknown.near = hits.iter().any(rank::Hit::looks_like_a_name);
        unknown.question.candidates = rank::candidates(hits, |i| {
            (self.records[i].id.clone(), self.records[i].name.clone())
        });
        unknown
    }

    pub(super) fn inside(&self, text: &str, year: Option<FiscalYear>) -> Option<usize> {
        let key = key1(text);
        let longest = |valid: bool| {
            let mut length = 0;
            let mut divisions = BTreeSet::new();
            for (name, bearing) in &self.names {
                let short = name.chars().nth(1).is_none();
                if short || name.len() < length || !key.contains(name.as_str()) {
                    continue;
                }
                let mut of = bearing.iter().filter(|n| n.valid(year) == valid).peekable();
                if of.peek().is_none() {
                    continue;
                }
                if name.len() > length {
                    length = name.len();
                    divisions.clear();
                }
                divisions.extend(of.map(|n| n.division));
            }
            (length, divisions)
        };
        let (now, then) = (longest(true), longest(false));
        let (_, divisions) = if then.0 > now.0 { then } else { now };
        divisions.first().copied().filter(|_| divisions.len() == 1)
    }

    pub(super) fn former_name(
        &self,
        file_name: &str,
        division: usize,
        year: Option<FiscalYear>,
    ) -> Option<Remark> {
        let record = self.records.get(division)?;
        let key = key1(file_name);
        if key.contains(&record.key) {
            return None;
        }
        let inside = record.aliases.iter().filter(|a| key.contains(&key1(&a.name)));
        let (now, then): (Vec<_>, Vec<_>) =
            inside.partition(|a| year.is_none_or(|year| a.valid_in(year)));
        if let Some(was) = now.first() {
            let (was, is) = (&was.name, &record.name);
            let text = format!("課名「{was}」を「{is}」と読みました");
            return Some(Remark::spelling(text));
        }
        let was = then.first()?;
        Some(self.outside_years(&was.name, division, year))
    }
}

/// What may stand before a 課: nothing, or a 部 or the like.
fn is_department(text: &str) -> bool {
    let ends = ["部", "局", "委員会", "市", "町", "村", "役所", "役場"];
    text.is_empty()
        || (!text.contains('課') && ends.iter().any(|end| text.ends_with(end)))
}

/// The key without a 部 at its start.
fn without_department(key: &str) -> &str {
    let cut = |end: &str| key.rfind(end).map(|at| at + end.len());
    let at = ["部", "局", "委員会"].iter().filter_map(|end| cut(end)).max().unwrap_or(0);
    if key[at..].chars().count() < 2 { key } else { &key[at..] }
}
