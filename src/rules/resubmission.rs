//! 再提出: one 事業 answered in two books. The later one goes first where the names of
//! the books say which it is; otherwise it is a question.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::difference::{Change, differences};
use crate::catalog;
use crate::diag::{BookId, Diagnostic, Diagnostics, Origin, Place, Sources};
use crate::model::evaluation::Evaluation;
use crate::model::file_name::{FileName, Order};
use crate::model::plan::Plan;
use crate::text::some_of;

/// Answers to one question beyond which their books are not put in order: each is
/// compared with the next, so that a table that repeats one 事業 takes no longer.
const MANY_ANSWERS: usize = 100;
/// Changed values that one finding shows.
const SHOWN_CHANGES: usize = 10;
/// 事業 that one finding shows.
const SHOWN_PROJECTS: usize = 5;

/// Answers of all books and years, in reading order: what is to be settled.
pub struct Returned<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The answers.
    pub evaluations: Vec<Evaluation>,
    /// Names of books.
    pub sources: &'a Sources,
}

/// Two answers of one 課 for one 事業, by position: the older, or first, and the other.
type Pair = (usize, usize);

/// Takes out the answers that a later book replaces, with the findings about them, and
/// says what cannot be settled. The rest are the answers that count.
pub fn settle(returned: Returned, out: &mut Diagnostics) -> Vec<Evaluation> {
    let mut desk = Desk::new(&returned);
    let mut found = Vec::new();
    for (books, pairs) in desk.pairs() {
        found.push(desk.judge(books, &pairs, out));
    }
    desk.drop_findings(out);
    out.extend(found);
    let dropped = desk.dropped;
    let kept = returned.evaluations.into_iter().enumerate();
    kept.filter(|(i, _)| !dropped.contains(i)).map(|(_, e)| e).collect()
}

struct Desk<'a> {
    plan: &'a Plan,
    evaluations: &'a [Evaluation],
    sources: &'a Sources,
    names: HashMap<BookId, FileName>,
    /// How many answers a book holds.
    counts: HashMap<BookId, usize>,
    dropped: HashSet<usize>,
    /// Books of which nothing is left.
    superseded: HashSet<BookId>,
}

impl<'a> Desk<'a> {
    fn new(returned: &'a Returned) -> Self {
        let mut names = HashMap::new();
        let mut counts = HashMap::new();
        for answer in returned.evaluations.iter().filter(|e| e.is_answered()) {
            let book = answer.origin.book;
            let path = returned.sources.path(book);
            names.entry(book).or_insert_with(|| FileName::parse(path));
            *counts.entry(book).or_default() += 1;
        }
        Desk {
            plan: returned.plan,
            evaluations: &returned.evaluations,
            sources: returned.sources,
            names,
            counts,
            dropped: HashSet::new(),
            superseded: HashSet::new(),
        }
    }

    fn order(&self, a: usize, b: usize) -> Order {
        let name = |i: usize| self.names.get(&self.evaluations[i].origin.book);
        match (name(a), name(b)) {
            (Some(a), Some(b)) => a.order(b),
            _ => Order::Unrelated,
        }
    }

    /// Answers to one question, two and two, by the books they stand in.
    fn pairs(&self) -> BTreeMap<(BookId, BookId), Vec<Pair>> {
        let mut answers: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (i, e) in self.evaluations.iter().enumerate().filter(|(_, e)| e.is_answered())
        {
            answers.entry((e.year, e.project, e.division)).or_default().push(i);
        }
        let mut pairs: BTreeMap<(BookId, BookId), Vec<Pair>> = BTreeMap::new();
        for list in answers.into_values().filter(|list| list.len() > 1) {
            for pair in self.chain(list) {
                let book = |i: usize| self.evaluations[i].origin.book;
                pairs.entry((book(pair.0), book(pair.1))).or_default().push(pair);
            }
        }
        pairs
    }

    /// Books of one name in their order, then the last of each name with the next.
    fn chain(&self, list: Vec<usize>) -> Vec<Pair> {
        if list.len() > MANY_ANSWERS {
            return list
                .windows(2)
                .filter_map(|w| Some((*w.first()?, *w.last()?)))
                .collect();
        }
        let mut named: Vec<Vec<usize>> = Vec::new();
        for i in list {
            let related = |known: &usize| self.order(*known, i) != Order::Unrelated;
            match named.iter_mut().find(|group| group.iter().any(related)) {
                Some(group) => group.push(i),
                None => named.push(vec![i]),
            }
        }
        let mut pairs = Vec::new();
        for group in &mut named {
            // A stable sort of a few: the number of books that are newer.
            let known = group.clone();
            group.sort_by_key(|i| {
                known.iter().filter(|j| self.order(**j, *i) == Order::Older).count()
            });
            pairs
                .extend(group.windows(2).filter_map(|w| Some((*w.first()?, *w.last()?))));
        }
        let last: Vec<usize> = named.iter().filter_map(|g| g.last().copied()).collect();
        pairs.extend(last.windows(2).filter_map(|w| Some((*w.first()?, *w.last()?))));
        pairs
    }

    fn judge(
        &mut self,
        books: (BookId, BookId),
        pairs: &[Pair],
        out: &Diagnostics,
    ) -> Diagnostic {
        let changes: Vec<Vec<Change>> = pairs
            .iter()
            .map(|(a, b)| {
                differences(self.plan, &self.evaluations[*a], &self.evaluations[*b])
            })
            .collect();
        let order = pairs.first().map_or(Order::Unrelated, |(a, b)| self.order(*a, *b));
        let same = changes.iter().all(Vec::is_empty);
        let finding = match order {
            _ if books.0 == books.1 => self.question(books, pairs, &changes),
            _ if same => {
                self.replace(pairs);
                self.identical(books, pairs.len())
            }
            Order::Older => {
                self.replace(pairs);
                let finding = self.replaced(books, pairs, &changes);
                self.supersede(books, pairs.len(), out, finding)
            }
            Order::Newer | Order::Unclear => self.unclear(books, pairs, &changes),
            Order::Unrelated => self.question(books, pairs, &changes),
        };
        let divisions: BTreeSet<usize> =
            pairs.iter().map(|(a, _)| self.evaluations[*a].division).collect();
        match divisions.first().filter(|_| divisions.len() == 1) {
            Some(d) => finding.for_division(&self.plan.divisions[*d].name),
            None => finding,
        }
    }

    fn replace(&mut self, pairs: &[Pair]) {
        self.dropped.extend(pairs.iter().map(|(older, _)| *older));
    }

    /// 「健康増進課.xlsx」.
    fn file(&self, book: BookId) -> String {
        let path = self.sources.path(book);
        format!("「{}」", path.split('/').skip(2).collect::<Vec<_>>().join("/"))
    }

    fn title(&self, i: usize) -> String {
        self.plan.projects[self.evaluations[i].project].title()
    }

    fn identical(&self, (a, b): (BookId, BookId), count: usize) -> Diagnostic {
        let text = format!(
            "{}の回答 {count} 件は{}と同じなので、一度だけ数えました",
            self.file(a),
            self.file(b)
        );
        Diagnostic::new(&catalog::FILE_IGNORED, text).at(Origin::book(a))
    }

    fn replaced(
        &self,
        (older, newer): (BookId, BookId),
        pairs: &[Pair],
        changes: &[Vec<Change>],
    ) -> Diagnostic {
        let text = format!(
            "{}の回答で、{}の回答 {} 件を差し替えました",
            self.file(newer),
            self.file(older),
            pairs.len()
        );
        let mut lines = Vec::new();
        for ((_, i), changes) in pairs.iter().zip(changes) {
            let title = self.title(*i);
            lines.extend(changes.iter().map(|c| format!("{title} {}", c.arrow())));
        }
        let finding = Diagnostic::new(&catalog::RESUBMISSION_REPLACED, text)
            .at(Origin::book(newer));
        finding.hint(format!(
            "変わった値 {} 件: {}",
            lines.len(),
            listed(&lines, SHOWN_CHANGES)
        ))
    }

    /// Where the newer book answers at least as many rows as the older one had, known or
    /// not, nothing is left of the older one.
    fn supersede(
        &mut self,
        (older, newer): (BookId, BookId),
        replaced: usize,
        out: &Diagnostics,
        finding: Diagnostic,
    ) -> Diagnostic {
        let count = |book: BookId| self.counts.get(&book).copied().unwrap_or_default();
        let of_older = |d: &&Diagnostic| d.origin.is_some_and(|o| o.book == older);
        let refused = ["E301", "E307", "E312"];
        let rows = out.iter().filter(of_older);
        let rows = rows.filter(|d| refused.contains(&d.rule.code)).count();
        if replaced < count(older) || count(newer) < count(older) + rows || rows == 0 {
            return finding;
        }
        self.superseded.insert(older);
        finding.hint(format!(
            "{}の事業や課の分からない行（{rows} 件）についての指摘も、差し替えたので除きました",
            self.file(older)
        ))
    }

    fn unclear(
        &self,
        (a, b): (BookId, BookId),
        pairs: &[Pair],
        changes: &[Vec<Change>],
    ) -> Diagnostic {
        let text = format!(
            "{}と{}に同じ事業の違う回答 {} 件があり、ファイルの名からはどちらが後か決められません",
            self.file(a),
            self.file(b),
            pairs.len()
        );
        let finding = Diagnostic::new(&catalog::RESUBMISSION_UNCLEAR, text);
        self.both(finding.at(Origin::book(b)), pairs, changes)
    }

    fn question(
        &self,
        (a, b): (BookId, BookId),
        pairs: &[Pair],
        changes: &[Vec<Change>],
    ) -> Diagnostic {
        let Some(&(first, other)) = pairs.first() else {
            return Diagnostic::new(&catalog::ANSWER_DUPLICATE, "回答が二つあります");
        };
        let (first, answer) = (&self.evaluations[first], &self.evaluations[other]);
        let division = &self.plan.divisions[answer.division].name;
        let year = answer.year.era_label();
        if let [_] = pairs {
            let text = format!("{division}の{year}の回答が二つあります");
            let finding = Diagnostic::new(&catalog::ANSWER_DUPLICATE, text)
                .at(answer.origin)
                .about(self.title(other))
                .hint(format!("もう一つの回答: {}", self.sources.describe(first.origin)));
            let lines: Vec<String> =
                changes.iter().flatten().map(Change::sides).collect();
            return finding.hint(if lines.is_empty() {
                "二つの回答の中身は同じです".to_owned()
            } else {
                format!(
                    "違うところ（もう一つ／この回答）: {}",
                    listed(&lines, SHOWN_CHANGES)
                )
            });
        }
        let text = if a == b {
            format!("{year}の同じ事業の回答が二つずつ、{} 事業分あります", pairs.len())
        } else {
            format!(
                "{year}の同じ事業の回答が{}と{}に {} 事業分あります",
                self.file(a),
                self.file(b),
                pairs.len()
            )
        };
        let finding = Diagnostic::new(&catalog::ANSWER_DUPLICATE, text);
        self.both(finding.at(answer.origin), pairs, changes)
    }

    /// Both readings and both places of the first 事業.
    fn both(
        &self,
        mut finding: Diagnostic,
        pairs: &[Pair],
        changes: &[Vec<Change>],
    ) -> Diagnostic {
        let shown = pairs.iter().zip(changes).take(SHOWN_PROJECTS);
        for ((a, b), changes) in shown {
            let cell = |i: usize| {
                let (_, sheet, cell) = self.sources.parts(self.evaluations[i].origin);
                format!("［{sheet}］ {cell}")
            };
            let lines: Vec<String> = changes.iter().map(Change::sides).collect();
            let lines = if lines.is_empty() {
                "中身は同じ".to_owned()
            } else {
                listed(&lines, SHOWN_CHANGES)
            };
            let title = self.title(*a);
            finding =
                finding.hint(format!("{title}（{} と {}）: {lines}", cell(*a), cell(*b)));
        }
        match pairs.len().saturating_sub(SHOWN_PROJECTS) {
            0 => finding,
            more => finding.hint(format!("ほか {more} 事業")),
        }
    }

    /// What was found about a replaced answer is settled with it.
    fn drop_findings(&self, out: &mut Diagnostics) {
        let mut rows: BTreeMap<_, usize> = BTreeMap::new();
        for (i, e) in self.evaluations.iter().enumerate() {
            if let Place::Cell(cell) = e.origin.place {
                rows.insert((e.origin.book, e.origin.sheet, cell.row), i);
            }
        }
        out.retain(|d| {
            let (Some(origin), subject) = (d.origin, d.subject.as_deref()) else {
                return true;
            };
            if self.superseded.contains(&origin.book) {
                return false;
            }
            let (Place::Cell(cell), Some(subject)) = (origin.place, subject) else {
                return true;
            };
            let at = (origin.book, origin.sheet, cell.row);
            let answer = rows.range(..=at).next_back().filter(|(key, i)| {
                (key.0, key.1) == (at.0, at.1) && self.dropped.contains(i)
            });
            answer.is_none_or(|(_, i)| !subject.starts_with(&self.title(*i)))
        });
    }
}

fn listed(lines: &[String], most: usize) -> String {
    some_of(&lines[..lines.len().min(most)], lines.len(), "件")
}
