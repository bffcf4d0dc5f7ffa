//! Candidates for a name that was not found, best first, with what speaks for each.
//!
//! Three measures are combined: pairs of characters in common, the rarer the better; the
//! longest common stretch; the edit distance. Of many names only those that share a pair
//! of characters are compared, a bounded number of them for a bounded number of unknown
//! names, so that a thousand strange rows cost no more than a few.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

use crate::diag::Candidate;

/// A longer text is no name, in characters.
const LONGEST_NAME: usize = 200;
/// Names compared with one unknown name.
const COMPARED: usize = 2_000;
/// Of so few names all are compared: short ones may share no pair.
const FEW: usize = 300;
/// Unknown names ranked in one run; the next ones get no candidates.
const RANKED: usize = 500;
/// Candidates kept for one name.
const KEPT: usize = 5;
/// Names less like are no candidates (0–1).
const FLOOR: f64 = 0.22;
/// A text this like some name is meant as a name, by edit distance.
const NAME_LIKE: f64 = 0.45;
/// The best candidate is clear with this much, and this far ahead of the next.
const LIKELY: (f64, f64) = (0.5, 0.1);

/// A name to compare with.
pub(super) struct Entry {
    /// The record it belongs to.
    pub target: usize,
    /// Its key.
    pub key: String,
}

/// One comparison.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// The record.
    pub target: usize,
    score: f64,
    edits: usize,
    edit_likeness: f64,
    reasons: Vec<String>,
}

impl Hit {
    /// A text this near to a name is a name.
    pub(super) fn looks_like_a_name(&self) -> bool {
        self.edit_likeness >= NAME_LIKE
    }

    /// Something else speaks for it.
    pub(super) fn add(&mut self, score: f64, reason: String) {
        self.score += score;
        self.reasons.push(reason);
    }

    /// Says what the two names have in common.
    pub(super) fn blocks(&mut self, written: &str, name: &str) {
        let a: Vec<char> = written.chars().filter(|c| !c.is_whitespace()).collect();
        let b: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
        let mut blocks = Vec::new();
        common_blocks(&a, &b, &mut blocks);
        let quoted: Vec<String> = blocks.iter().map(|b| format!("「{b}」")).collect();
        if !quoted.is_empty() {
            self.reasons.insert(0, format!("{}が共通", quoted.concat()));
        }
        if (1..=3).contains(&self.edits) {
            self.reasons.push(format!("{}字違い", self.edits));
        }
    }
}

/// The hits as candidates, best first; `describe` gives id and name of a record.
pub(super) fn candidates(
    mut hits: Vec<Hit>,
    describe: impl Fn(usize) -> (String, String),
) -> Vec<Candidate> {
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.target.cmp(&b.target)));
    let next = hits.get(1).map_or(0.0, |h| h.score);
    let clear = hits
        .first()
        .is_some_and(|best| best.score >= LIKELY.0 && best.score >= next + LIKELY.1);
    let candidate = |(i, hit): (usize, Hit)| {
        let (id, name) = describe(hit.target);
        let reason = if hit.reasons.is_empty() {
            "字の並びが近い".to_owned()
        } else {
            hit.reasons.join("、")
        };
        Candidate { position: hit.target, id, name, reason, likely: clear && i == 0 }
    };
    hits.into_iter().take(KEPT).enumerate().map(candidate).collect()
}

/// Names to compare with, indexed when the first unknown name comes.
#[derive(Default)]
pub(super) struct Ranking {
    index: OnceCell<Index>,
    known: RefCell<HashMap<String, Vec<Hit>>>,
}

struct Index {
    entries: Vec<(usize, Vec<char>)>,
    postings: HashMap<[char; 2], Vec<usize>>,
}

impl Ranking {
    /// The names nearest to a key, unordered; `entries` is asked once.
    pub(super) fn near(
        &self,
        key: &str,
        entries: impl FnOnce() -> Vec<Entry>,
    ) -> Vec<Hit> {
        let wanted: Vec<char> = key.chars().take(LONGEST_NAME + 1).collect();
        if wanted.is_empty() || wanted.len() > LONGEST_NAME {
            return Vec::new();
        }
        if let Some(hits) = self.known.borrow().get(key) {
            return hits.clone();
        }
        if self.known.borrow().len() >= RANKED {
            return Vec::new();
        }
        let hits = self.index.get_or_init(|| Index::new(entries())).near(&wanted);
        self.known.borrow_mut().insert(key.to_owned(), hits.clone());
        hits
    }
}

impl Index {
    fn new(entries: Vec<Entry>) -> Self {
        let mut postings: HashMap<[char; 2], Vec<usize>> = HashMap::new();
        let mut list = Vec::new();
        for (i, entry) in entries.into_iter().enumerate() {
            let chars: Vec<char> = entry.key.chars().take(LONGEST_NAME).collect();
            for pair in pairs(&chars) {
                postings.entry(pair).or_default().push(i);
            }
            list.push((entry.target, chars));
        }
        Index { entries: list, postings }
    }

    /// A pair that every name holds says little: 1 for a pair of one name, less for more.
    fn weight(&self, pair: &[char; 2]) -> f64 {
        let bearing = self.postings.get(pair).map_or(1, Vec::len).max(1);
        let all = self.entries.len().max(1) as f64;
        (1.0 + all / bearing as f64).ln() / (1.0 + all).ln()
    }

    fn near(&self, wanted: &[char]) -> Vec<Hit> {
        let own = pairs(wanted);
        let mut lists: Vec<(&[char; 2], &Vec<usize>)> =
            own.iter().filter_map(|p| self.postings.get_key_value(p)).collect();
        lists.sort_by_key(|(pair, list)| (list.len(), **pair));
        let mut seen = HashSet::new();
        let mut hits: Vec<Hit> = Vec::new();
        let all = (0..self.entries.len()).filter(|_| self.entries.len() <= FEW);
        let met = lists.into_iter().flat_map(|(_, list)| list.iter().copied());
        for i in all.chain(met).filter(|i| seen.insert(*i)).take(COMPARED) {
            let (target, chars) = &self.entries[i];
            let hit = self.compare(wanted, &own, chars, *target);
            if hit.score >= FLOOR {
                hits.push(hit);
            }
        }
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.target.cmp(&b.target)));
        let mut taken = HashSet::new();
        hits.retain(|h| taken.insert(h.target));
        // What else is known of a row may still change the order of these.
        hits.truncate(KEPT * 4);
        hits
    }

    fn compare(
        &self,
        a: &[char],
        own: &HashSet<[char; 2]>,
        b: &[char],
        target: usize,
    ) -> Hit {
        let theirs = pairs(b);
        let sum = |set: &HashSet<[char; 2]>| -> f64 {
            let mut weights: Vec<f64> = set.iter().map(|p| self.weight(p)).collect();
            // The order of a set differs from run to run, and so would the sum.
            weights.sort_by(f64::total_cmp);
            weights.iter().sum()
        };
        let common: HashSet<[char; 2]> = own.intersection(&theirs).copied().collect();
        let both = (sum(own) + sum(&theirs)).max(f64::EPSILON);
        let pairs = 2.0 * sum(&common) / both;
        let (_, _, longest) = longest_common(a, b);
        let stretch = 2.0 * longest as f64 / (a.len() + b.len()).max(1) as f64;
        let edits = strsim::generic_levenshtein(&Chars(a), &Chars(b));
        let edit_likeness = 1.0 - edits as f64 / a.len().max(b.len()).max(1) as f64;
        let score = 0.4 * pairs + 0.3 * stretch + 0.3 * edit_likeness;
        Hit { target, score, edits, edit_likeness, reasons: Vec::new() }
    }
}

/// A slice of characters as strsim takes it.
struct Chars<'a>(&'a [char]);

impl<'b> IntoIterator for &'b Chars<'_> {
    type Item = &'b char;
    type IntoIter = std::slice::Iter<'b, char>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

fn pairs(chars: &[char]) -> HashSet<[char; 2]> {
    chars.windows(2).filter_map(|pair| <[char; 2]>::try_from(pair).ok()).collect()
}

/// Start in `a`, start in `b` and length of the longest common stretch.
fn longest_common(a: &[char], b: &[char]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    let mut before = vec![0; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        let mut now = vec![0; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            if x == y {
                let length = before[j] + 1;
                now[j + 1] = length;
                if length > best.2 {
                    best = (i + 1 - length, j + 1 - length, length);
                }
            }
        }
        before = now;
    }
    best
}

/// The common stretches in reading order; single characters only if they are 漢字.
fn common_blocks(a: &[char], b: &[char], out: &mut Vec<String>) {
    let (i, j, length) = longest_common(a, b);
    let Some(block) = a.get(i..i + length).filter(|block| !block.is_empty()) else {
        return;
    };
    let is_kanji = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}');
    if length == 1 && !block.iter().all(is_kanji) {
        return;
    }
    common_blocks(&a[..i], &b[..j], out);
    out.push(block.iter().collect());
    common_blocks(&a[i + length..], &b[j + length..], out);
}
