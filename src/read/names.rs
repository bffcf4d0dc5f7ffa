//! だれの行か: 事業, 指標 and 課 found by id, number or name; nothing unsure is merged.

use crate::model::plan::Plan;
use crate::text::{key1, key2};

/// The result of looking for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// Found as written.
    Exact(usize),
    /// Found after reading another spelling; the sentence says how.
    Loose(usize, String),
    /// Number and name mean different records: (by number, by name).
    Conflict(usize, Option<usize>),
    /// Found more than once; the titles of all.
    Several(Vec<String>),
    /// Not found; the most similar names, best first.
    Unknown(Vec<String>),
}

/// Names this similar are offered as candidates (0–1).
const CANDIDATE: f64 = 0.45;
/// Longer texts are not compared with names, in characters.
const LONGEST_NAME: usize = 200;
/// A name this similar to that of its number is a slip of the pen.
const SLIP: f64 = 0.5;

/// Keys of the plan's names, made once.
pub struct Names {
    projects: Vec<Keys>,
    divisions: Vec<DivisionKeys>,
    indicators: Vec<(String, String, String)>,
    /// Names of 基本目標 and 施策.
    bands: Vec<String>,
}

struct Keys {
    id: String,
    number: String,
    name1: String,
    name2: String,
    name: String,
}

struct DivisionKeys {
    name: String,
    /// Every accepted spelling: (key, is the plan's own name).
    spellings: Vec<(String, bool)>,
}

impl Names {
    /// Makes the keys of a plan.
    pub fn new(plan: &Plan) -> Self {
        let projects = plan
            .projects
            .iter()
            .map(|p| Keys {
                id: key1(&p.id),
                number: key1(&p.number),
                name1: key1(&p.name),
                name2: key2(&p.name),
                name: p.name.clone(),
            })
            .collect();
        let divisions = plan
            .divisions
            .iter()
            .map(|d| {
                let own = key1(&d.name);
                let with_department = key1(&format!("{}{}", d.department, d.name));
                let mut spellings = vec![(own, true), (with_department, true)];
                spellings.extend(d.aliases.iter().map(|a| (key1(a), false)));
                DivisionKeys { name: d.name.clone(), spellings }
            })
            .collect();
        let indicators = plan
            .indicators
            .iter()
            .map(|i| (key1(&i.id), key1(&i.name), key2(&i.name)))
            .collect();
        let goals = plan.goals.iter().map(|g| key1(&g.name));
        let bands = goals.chain(plan.measures.iter().map(|m| key1(&m.name))).collect();
        Names { projects, divisions, indicators, bands }
    }

    /// Whether a row that holds only this is a band: 「基本目標1 …」, 「1-2 …」.
    pub fn is_band(&self, texts: &[String]) -> bool {
        let key = key1(&texts.concat());
        let opens_goal = texts.len() == 1 && key.starts_with("基本目標");
        opens_goal || self.bands.iter().any(|name| key.ends_with(name.as_str()))
    }

    /// Whether a text is the name of a 事業.
    pub fn is_project_name(&self, text: &str) -> bool {
        let key = key1(text);
        !key.is_empty() && self.projects.iter().any(|p| p.name1 == key)
    }

    /// The project of a row, from what its id, number and name cells say.
    pub fn project(&self, id: &str, number: &str, name: &str) -> Match {
        let name = strip_marks(name);
        let (id_key, number_key) = (key1(id), key1(number));
        let (name1, name2) = (key1(&name), key2(&name));
        let by = |wanted: &str, field: fn(&Keys) -> &str| {
            if wanted.is_empty() {
                return None;
            }
            self.projects.iter().position(|p| field(p) == wanted)
        };
        let by_code = by(&id_key, |p| &p.id).or_else(|| by(&number_key, |p| &p.number));
        // Two projects may bear one name: that of the row's own number goes first.
        let own = |key: &str, field: fn(&Keys) -> &str| {
            by_code.filter(|code| field(&self.projects[*code]) == key)
        };
        let by_name =
            own(&name1, |p| &p.name1).or_else(|| self.only(&name1, |p| &p.name1));
        let by_loose_name = by_name
            .or_else(|| own(&name2, |p| &p.name2))
            .or_else(|| self.only(&name2, |p| &p.name2));
        match (by_code, by_loose_name) {
            (Some(code), _) if name1.is_empty() => Match::Exact(code),
            (Some(code), Some(named)) if code == named => {
                self.spelled(code, by_name, &name)
            }
            (Some(code), Some(named)) => Match::Conflict(code, Some(named)),
            (Some(code), None) => {
                let own = &self.projects[code];
                if strsim::normalized_levenshtein(&own.name1, &name1) >= SLIP {
                    let text =
                        format!("事業名「{name}」を番号から「{}」と読みました", own.name);
                    Match::Loose(code, text)
                } else {
                    Match::Conflict(code, None)
                }
            }
            (None, Some(named)) if id_key.is_empty() && number_key.is_empty() => {
                self.spelled(named, by_name, &name)
            }
            (None, Some(named)) => {
                let code = if id.is_empty() { number } else { id };
                let text = format!(
                    "番号「{}」は計画にありませんが、事業名から「{}」と読みました",
                    code.trim(),
                    self.projects[named].name
                );
                Match::Loose(named, text)
            }
            (None, None) => {
                let same = self.projects.iter().filter(|p| p.name1 == name1);
                let titles: Vec<String> =
                    same.map(|p| format!("{} {}", p.number, p.name)).collect();
                if titles.is_empty() {
                    Match::Unknown(self.similar_projects(&name1))
                } else {
                    Match::Several(titles)
                }
            }
        }
    }

    fn spelled(&self, found: usize, exact: Option<usize>, name: &str) -> Match {
        if exact.is_some() {
            return Match::Exact(found);
        }
        let own = &self.projects[found].name;
        Match::Loose(found, format!("事業名「{name}」を「{own}」と読みました"))
    }

    /// The project with this key, if there is no other one.
    fn only(&self, key: &str, field: fn(&Keys) -> &str) -> Option<usize> {
        if key.is_empty() {
            return None;
        }
        let mut found = self.projects.iter().enumerate().filter(|(_, p)| field(p) == key);
        match (found.next(), found.next()) {
            (Some((i, _)), None) => Some(i),
            _ => None,
        }
    }

    fn similar_projects(&self, name1: &str) -> Vec<String> {
        similar(name1, self.projects.iter().map(|p| (&*p.name1, &*p.name)))
    }

    /// The indicator of a row among those of its project.
    pub fn indicator(&self, plan: &Plan, project: usize, id: &str, name: &str) -> Match {
        let (id, name1, name2) = (key1(id), key1(name), key2(name));
        let own = || plan.indicators_of(project).map(|(i, _)| i);
        if !id.is_empty()
            && let Some(i) = own().find(|i| self.indicators[*i].0 == id)
        {
            return Match::Exact(i);
        }
        if let Some(i) = own().find(|i| self.indicators[*i].1 == name1) {
            return Match::Exact(i);
        }
        let mut loose = own().filter(|i| self.indicators[*i].2 == name2);
        if let (Some(i), None) = (loose.next(), loose.next()) {
            let text =
                format!("指標名「{name}」を「{}」と読みました", plan.indicators[i].name);
            return Match::Loose(i, text);
        }
        Match::Unknown(own().map(|i| plan.indicators[i].name.clone()).collect())
    }

    /// The division that a text names, whole.
    pub fn division(&self, text: &str) -> Match {
        let key = key1(text);
        for (i, division) in self.divisions.iter().enumerate() {
            if let Some((_, own)) = division.spellings.iter().find(|(s, _)| *s == key) {
                return if *own {
                    Match::Exact(i)
                } else {
                    let (was, is) = (text.trim(), &division.name);
                    Match::Loose(i, format!("課名「{was}」を「{is}」と読みました"))
                };
            }
        }
        let names = self.divisions.iter().map(|d| (&*d.spellings[0].0, &*d.name));
        Match::Unknown(similar(&key, names))
    }

    /// The division whose name or alias stands inside a text (a file name, a title); the
    /// longest wins, two of one length are no answer.
    pub fn division_in(&self, text: &str) -> Option<usize> {
        let key = key1(text);
        let mut best: Option<(usize, usize)> = None;
        let mut tie = false;
        for (i, division) in self.divisions.iter().enumerate() {
            for (spelling, _) in &division.spellings {
                if spelling.chars().count() < 2 || !key.contains(spelling.as_str()) {
                    continue;
                }
                let length = spelling.len();
                match best {
                    Some((_, known)) if known > length => {}
                    Some((other, known)) if known == length => tie |= other != i,
                    _ => (best, tie) = (Some((i, length)), false),
                }
            }
        }
        best.filter(|_| !tie).map(|(i, _)| i)
    }
}

/// 「★産後ケア事業【重点】（再掲）」 → 「産後ケア事業」.
fn strip_marks(name: &str) -> String {
    let mut name =
        name.trim().trim_start_matches(['★', '☆', '◎', '●', '○', '◆', '■', '・']);
    for mark in [
        "【重点】",
        "（重点）",
        "[重点]",
        "【再掲】",
        "（再掲）",
        "(再掲)",
        "［再掲］",
        "（新規）",
        "【新規】",
    ] {
        name = name.trim();
        name = name.strip_prefix(mark).unwrap_or(name);
        name = name.strip_suffix(mark).unwrap_or(name);
    }
    name.trim().to_owned()
}

fn similar<'a>(
    wanted: &str,
    names: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<String> {
    // A long text is no name, and comparing it would take its length times theirs.
    if wanted.chars().count() > LONGEST_NAME {
        return Vec::new();
    }
    let mut scored: Vec<(f64, &str)> = names
        .map(|(key, name)| (strsim::normalized_levenshtein(wanted, key), name))
        .filter(|(score, _)| *score >= CANDIDATE)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}
