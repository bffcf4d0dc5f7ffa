//! 指標 among those of their project.

use std::cell::Cell;
use std::collections::HashMap;

use super::rank::{self, Entry, Ranking};
use super::{How, Match, Remark, Unknown};
use crate::diag::NameKind;
use crate::model::plan::Plan;
use crate::read::decisions::Decisions;
use crate::text::{key1, key2};

/// Keys of the indicators, by project.
pub(super) struct Indicators {
    /// key1 of id and name, key2 of the name.
    keys: Vec<(String, String, String)>,
    of: HashMap<usize, Vec<usize>>,
    /// Unknown names ranked so far.
    ranked: Cell<usize>,
}

/// A name this similar to that of its id is a slip of the pen.
const SLIP: f64 = 0.5;

/// Unknown names ranked in one run; the next ones get no candidates.
const RANKED: usize = 2_000;

impl Indicators {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut of: HashMap<usize, Vec<usize>> = HashMap::new();
        for (i, indicator) in plan.indicators.iter().enumerate() {
            of.entry(indicator.project).or_default().push(i);
        }
        let keys = plan.indicators.iter();
        let keys = keys.map(|i| (key1(&i.id), key1(&i.name), key2(&i.name))).collect();
        Indicators { keys, of, ranked: Cell::new(0) }
    }

    pub(super) fn of(&self, project: usize) -> &[usize] {
        self.of.get(&project).map_or(&[], |list| list)
    }

    /// The indicator of an id, unless the name beside it is another's.
    fn by_id(&self, plan: &Plan, own: &[usize], id: usize, name: &str) -> Match {
        let (name1, name2) = (key1(name), key2(name));
        let keys = &self.keys[id];
        if name1.is_empty() || keys.1 == name1 || keys.2 == name2 {
            return Match::Exact(id);
        }
        if let Some(other) = own.iter().find(|i| self.keys[**i].1 == name1) {
            return Match::Conflict(id, Some(*other));
        }
        if strsim::normalized_levenshtein(&keys.1, &name1) < SLIP {
            return Match::Conflict(id, None);
        }
        let text = format!(
            "指標名「{}」を指標IDから「{}」と読みました",
            name.trim(),
            plan.indicators[id].name
        );
        Match::Loose(id, Remark::spelling(text))
    }

    pub(super) fn find(
        &self,
        plan: &Plan,
        decisions: &Decisions,
        project: usize,
        division: Option<usize>,
        id: &str,
        name: &str,
    ) -> Match {
        let kind = NameKind::Indicator;
        let (id, name1, name2) = (key1(id), key1(name), key2(name));
        let own = self.of(project);
        if !id.is_empty()
            && let Some(i) = own.iter().find(|i| self.keys[**i].0 == id)
        {
            return self.by_id(plan, own, *i, name);
        }
        if let Some(i) = own.iter().find(|i| self.keys[**i].1 == name1) {
            return Match::Exact(*i);
        }
        if let Some((i, row)) = decisions.chosen_among(kind, &name1, division, own) {
            let text = format!(
                "名寄せ.xlsx の {row} 行目の決定で、指標名「{name}」を「{}」と読みました",
                plan.indicators[i].name
            );
            return Match::Loose(i, Remark { text, how: How::Decision });
        }
        let refused = |i: usize| decisions.refuses(kind, &name1, division, i);
        let mut loose = own.iter().filter(|i| self.keys[**i].2 == name2);
        if let (Some(i), None) = (loose.next(), loose.next())
            && !refused(*i)
        {
            let text =
                format!("指標名「{name}」を「{}」と読みました", plan.indicators[*i].name);
            return Match::Loose(*i, Remark::spelling(text));
        }
        let mut unknown = Unknown::new(kind, name.trim());
        unknown.question.division = division;
        self.ranked.set(self.ranked.get().saturating_add(1));
        if self.ranked.get() > RANKED {
            return Match::Unknown(unknown);
        }
        let entries = || {
            let entry = |i: &usize| Entry { target: *i, key: self.keys[*i].2.clone() };
            own.iter().map(entry).collect()
        };
        let mut hits = Ranking::default().near(&name2, entries);
        hits.retain(|hit| !refused(hit.target));
        for hit in &mut hits {
            hit.blocks(name, &plan.indicators[hit.target].name);
        }
        unknown.question.candidates = rank::candidates(hits, |i| {
            (plan.indicators[i].id.clone(), plan.indicators[i].name.clone())
        });
        Match::Unknown(unknown)
    }
}
