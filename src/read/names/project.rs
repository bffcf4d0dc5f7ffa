//! 事業 by id, number and name.

use std::collections::HashMap;

use super::rank::{self, Entry, Ranking};
use super::{How, Match, Remark, Unknown};
use crate::diag::{Candidate, NameKind, Question};
use crate::model::plan::Plan;
use crate::read::decisions::Decisions;
use crate::text::{key1, key2};

/// A name this similar to that of its number is a slip of the pen.
const SLIP: f64 = 0.5;

/// What is known about the place of a row; it ranks candidates and picks decisions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Near {
    /// The 課 that answers.
    pub division: Option<usize>,
    /// The project above.
    pub above: Option<usize>,
}

/// Keys of the projects.
pub(super) struct Projects {
    records: Vec<Record>,
    ids: HashMap<String, usize>,
    numbers: HashMap<String, usize>,
    names1: HashMap<String, Vec<usize>>,
    names2: HashMap<String, Vec<usize>>,
    divisions: Vec<String>,
    ranking: Ranking,
}

struct Record {
    id: String,
    number: String,
    name: String,
    name1: String,
    name2: String,
    measure: usize,
    measure_number: String,
    divisions: Vec<usize>,
}

impl Record {
    fn title(&self) -> String {
        format!("{} {}", self.number, self.name).trim().to_owned()
    }
}

impl Projects {
    /// The one project whose name stands inside a key (`key1`); the longest name counts,
    /// and a number of another project speaks against it.
    pub(super) fn inside(&self, key: &str) -> Option<usize> {
        let named = |r: &&Record| !r.name1.is_empty() && key.contains(r.name1.as_str());
        let longest = self.records.iter().filter(named).map(|r| r.name1.len()).max()?;
        let mut found = self
            .records
            .iter()
            .enumerate()
            .filter(|(_, r)| named(r) && r.name1.len() == longest)
            .map(|(i, _)| i);
        let only = found.next().filter(|_| found.next().is_none())?;
        let is_part = |c: char| c.is_ascii_digit() || c == '-';
        let other = key
            .split(|c| !is_part(c))
            .filter_map(|part| self.numbers.get(part))
            .any(|i| *i != only);
        (!other).then_some(only)
    }

    /// Whether a key (`key1`) is the name of a project.
    pub(super) fn is_name(&self, key: &str) -> bool {
        !key.is_empty() && self.names1.contains_key(key)
    }

    pub(super) fn new(plan: &Plan) -> Self {
        let numbers: Vec<String> =
            (0..plan.measures.len()).map(|m| plan.measure_number(m)).collect();
        let record = |p: &crate::model::plan::Project| Record {
            id: p.id.clone(),
            number: p.number.clone(),
            name: p.name.clone(),
            name1: key1(&p.name),
            name2: key2(&p.name),
            measure: p.measure,
            measure_number: numbers.get(p.measure).cloned().unwrap_or_default(),
            divisions: p.answering().collect(),
        };
        let records: Vec<Record> = plan.projects.iter().map(record).collect();
        let mut projects = Projects {
            ids: HashMap::new(),
            numbers: HashMap::new(),
            names1: HashMap::new(),
            names2: HashMap::new(),
            divisions: plan.divisions.iter().map(|d| d.name.clone()).collect(),
            ranking: Ranking::default(),
            records: Vec::new(),
        };
        for (i, record) in records.iter().enumerate() {
            projects.ids.entry(key1(&record.id)).or_insert(i);
            projects.numbers.entry(key1(&record.number)).or_insert(i);
            projects.names1.entry(record.name1.clone()).or_default().push(i);
            projects.names2.entry(record.name2.clone()).or_default().push(i);
            // A former name is a name too; where another project bears it, people are asked.
            for former in plan.projects[i].former.iter().map(|f| key1(&f.name)) {
                let bearers = projects.names1.entry(former).or_default();
                if !bearers.contains(&i) {
                    bearers.push(i);
                }
            }
        }
        projects.records = records;
        projects
    }

    pub(super) fn find(
        &self,
        decisions: &Decisions,
        id: &str,
        number: &str,
        name: &str,
        near: Near,
    ) -> Match {
        let name = strip_marks(name);
        let (id_key, number_key) = (key1(id), key1(number));
        let name1 = key1(&name);
        let by = |map: &HashMap<String, usize>, key: &str| {
            (!key.is_empty()).then(|| map.get(key).copied()).flatten()
        };
        let by_code = by(&self.ids, &id_key).or_else(|| by(&self.numbers, &number_key));
        if let Some(code) = by_code
            && name1.is_empty()
        {
            return Match::Exact(code);
        }
        // Two projects may bear one name: that of the row's own number goes first.
        let one = |map: &HashMap<String, Vec<usize>>, key: &str| {
            let found = map.get(key).filter(|_| !key.is_empty())?;
            let own = by_code.filter(|code| found.contains(code));
            own.or_else(|| <[usize; 1]>::try_from(&found[..]).ok().map(|[i]| i))
        };
        let exact = one(&self.names1, &name1);
        let bare = if name1.is_empty() { &number_key } else { &name1 };
        let decided = || decisions.chosen(NameKind::Project, bare, near.division);
        let refused =
            |i: usize| decisions.refuses(NameKind::Project, bare, near.division, i);
        let by_name = exact
            .map(|i| (i, None))
            .or_else(|| decided().map(|(i, row)| (i, Some(row))))
            .or_else(|| {
                let loose = one(&self.names2, &key2(&name)).filter(|i| !refused(*i))?;
                Some((loose, None))
            });
        let coded = !id_key.is_empty() || !number_key.is_empty();
        match (by_code, by_name) {
            (Some(code), Some((named, row))) if code == named => {
                self.spelled(code, exact, row, &name)
            }
            // A decision about a name is not stronger than the row's own number.
            (Some(code), Some((named, _))) => Match::Conflict(code, Some(named)),
            (Some(code), None) => {
                let own = &self.records[code];
                let slip = strsim::normalized_levenshtein(&own.name1, &name1) >= SLIP;
                if slip && !refused(code) {
                    let text =
                        format!("事業名「{name}」を番号から「{}」と読みました", own.name);
                    Match::Loose(code, Remark::spelling(text))
                } else {
                    Match::Conflict(code, None)
                }
            }
            (None, Some((named, row))) if row.is_some() || !coded => {
                self.spelled(named, exact, row, &name)
            }
            (None, Some((named, _))) => {
                let code = if id.trim().is_empty() { number } else { id };
                let text = format!(
                    "番号「{}」は計画にありませんが、事業名から「{}」と読みました",
                    code.trim(),
                    self.records[named].name
                );
                Match::Loose(named, Remark::spelling(text))
            }
            (None, None) => match self.names1.get(&name1) {
                Some(same) if !name1.is_empty() => Match::Several(same.clone()),
                _ => self.unknown(decisions, bare, number, &name, near),
            },
        }
    }

    fn spelled(
        &self,
        found: usize,
        exact: Option<usize>,
        decision: Option<u32>,
        name: &str,
    ) -> Match {
        let record = &self.records[found];
        if let Some(row) = decision {
            let title = record.title();
            let text = format!(
                "名寄せ.xlsx の {row} 行目の決定で、事業名「{name}」を「{title}」と読みました"
            );
            return Match::Loose(found, Remark { text, how: How::Decision });
        }
        if exact.is_some() {
            return Match::Exact(found);
        }
        let text = format!("事業名「{name}」を「{}」と読みました", record.name);
        Match::Loose(found, Remark::spelling(text))
    }

    fn entries(&self) -> Vec<Entry> {
        let entry = |(i, r): (usize, &Record)| Entry { target: i, key: r.name2.clone() };
        self.records.iter().enumerate().map(entry).collect()
    }

    fn unknown(
        &self,
        decisions: &Decisions,
        key: &str,
        number: &str,
        name: &str,
        near: Near,
    ) -> Match {
        let written = if name.is_empty() { number.trim() } else { name };
        let mut unknown = Unknown::new(NameKind::Project, written);
        let number = key1(number);
        let mut found = self.ranking.near(&key2(name), || self.entries());
        unknown.near = found.iter().any(|f| f.looks_like_a_name());
        found.retain(|f| {
            !decisions.refuses(NameKind::Project, key, near.division, f.target)
        });
        let above = near.above.and_then(|p| self.records.get(p)).map(|r| r.measure);
        for hit in &mut found {
            let record = &self.records[hit.target];
            hit.blocks(name, &record.name);
            if let Some(division) = near.division.filter(|d| record.divisions.contains(d))
            {
                let division = self.divisions.get(division).map_or("", String::as_str);
                hit.add(0.1, format!("担当課が同じ（{division}）"));
            }
            if !number.is_empty()
                && strsim::levenshtein(&number, &key1(&record.number)) == 1
            {
                hit.add(0.1, format!("番号が1字違い（{}）", record.number));
            }
            if above == Some(record.measure) {
                let measure = &record.measure_number;
                hit.add(0.05, format!("上の行と同じ施策（{measure}）"));
            }
        }
        unknown.question.division = near.division;
        unknown.question.candidates = rank::candidates(found, |i| {
            let record = &self.records[i];
            (record.id.clone(), record.title())
        });
        Match::Unknown(unknown)
    }

    /// Several projects bear the name.
    pub(super) fn several(&self, found: &[usize], name: &str, near: Near) -> Question {
        let candidates = found.iter().map(|i| self.candidate(*i, "名が同じ")).collect();
        Question {
            kind: NameKind::Project,
            written: strip_marks(name),
            division: near.division,
            candidates,
            decidable: true,
        }
    }

    fn candidate(&self, position: usize, reason: &str) -> Candidate {
        Candidate {
            position,
            id: self.records[position].id.clone(),
            name: self.records[position].title(),
            reason: reason.to_owned(),
            likely: true,
        }
    }

    /// Number and name disagree: both may be meant. Where the name is unknown, a person
    /// can say that it is the new name of the number's project.
    pub(super) fn conflict(
        &self,
        code: usize,
        named: Option<usize>,
        name: &str,
    ) -> Question {
        let mut candidates = vec![self.candidate(code, "番号が同じ")];
        candidates.extend(named.map(|i| self.candidate(i, "名が同じ")));
        Question {
            kind: NameKind::Project,
            written: strip_marks(name),
            division: None,
            candidates,
            decidable: named.is_none(),
        }
    }
}

/// 「★産後ケア事業【重点】（ 再 掲 ）」 → 「産後ケア事業」.
pub(super) fn strip_marks(name: &str) -> String {
    const OPEN: [char; 8] = ['（', '(', '【', '［', '[', '〔', '〈', '《'];
    const CLOSE: [char; 8] = ['）', ')', '】', '］', ']', '〕', '〉', '》'];
    let is_mark = |text: &str| matches!(&*key1(text), "重点" | "再掲" | "新規");
    let signs = ['★', '☆', '◎', '●', '○', '◆', '■', '・'];
    let mut rest = name.trim().trim_start_matches(signs).trim();
    loop {
        let inner = rest.strip_prefix(OPEN).and_then(|r| r.split_once(CLOSE));
        let outer = rest.strip_suffix(CLOSE).and_then(|r| r.rsplit_once(OPEN));
        rest = match (inner, outer) {
            (Some((mark, after)), _) if is_mark(mark) => after.trim(),
            (_, Some((before, mark))) if is_mark(mark) => before.trim(),
            _ => return rest.to_owned(),
        };
    }
}

/// The key under which 名寄せ.xlsx and a row of a form meet.
pub(crate) fn decision_key(name: &str) -> String {
    key1(&strip_marks(name))
}
