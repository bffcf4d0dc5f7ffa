//! Ratings (評価区分) and labels such as 今後の方向性, by the plan's own list.

use super::{Action, quote};
use crate::text;

/// What was understood from a rating or label cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeOutcome {
    /// Position in the list; `None` with [`Action::Ask`].
    pub index: Option<usize>,
    /// Code of the list; `None` with [`Action::Ask`].
    pub code: Option<String>,
    /// With [`Action::Ask`]: the likeliest code, for a person to confirm.
    pub candidate: Option<String>,
    /// The code before the arrow in B→A.
    pub from: Option<String>,
    /// What has to be done.
    pub action: Action,
    /// For an official, in Japanese: what is odd.
    pub why: Option<String>,
    /// Words beside the code: 順調 of Ａ（順調）.
    pub note: Option<String>,
    /// True if the cell is empty.
    pub blank: bool,
}

impl GradeOutcome {
    fn ask(why: String) -> Self {
        Self {
            index: None,
            code: None,
            candidate: None,
            from: None,
            action: Action::Ask,
            why: Some(why),
            note: None,
            blank: false,
        }
    }

    fn found(index: usize, code: &str) -> Self {
        Self {
            index: Some(index),
            code: Some(code.to_string()),
            candidate: None,
            from: None,
            action: Action::Ok,
            why: None,
            note: None,
            blank: false,
        }
    }
}

/// One entry of a list: code, and its symbols, names and aliases.
type Entry<'a> = (&'a str, &'a [&'a str]);

/// Result of looking a word up.
enum Found<'a> {
    One(usize, &'a str),
    Several,
    None,
}

/// Reads a rating (評価) by `codes`: code, and its symbols, names and aliases.
///
/// Ａ（順調） is A with a note. A～B, B→A, an unknown sign, and a bracket that names
/// another rating ask. 〇, ◯ and ○ are taken for each other with a remark.
pub fn read_grade(text: &str, codes: &[(&str, &[&str])]) -> GradeOutcome {
    read_listed(text, codes, "評価区分")
}

/// Reads a label such as 今後の方向性 by `labels`; １　現状維持 is 現状維持.
pub fn read_label(text: &str, labels: &[(&str, &[&str])]) -> GradeOutcome {
    let exact = read_listed(text, labels, "選択肢");
    if exact.action != Action::Ask || exact.blank {
        return exact;
    }
    let kept = text::keep(text);
    let bare = without_number(&kept);
    if bare.is_empty() || bare.len() == kept.len() {
        return exact;
    }
    let stripped = read_listed(bare, labels, "選択肢");
    if stripped.action == Action::Ask { exact } else { stripped }
}

/// The text behind 1, （1）, ① or 1. at its start.
fn without_number(kept: &str) -> &str {
    let open = kept.trim_start_matches(['(', '（', '[', '［']);
    let number = |c: char| c.is_numeric() && !"〇一二三四五六七八九十".contains(c);
    let rest = open.trim_start_matches(number);
    if rest.len() == open.len() {
        return kept;
    }
    let closing = |c: char| c.is_whitespace() || ")）]］.．:：、,，-－・".contains(c);
    rest.trim_start_matches(closing)
}

fn read_listed(raw: &str, codes: &[Entry], what: &str) -> GradeOutcome {
    let kept = text::keep(raw);
    if kept.is_empty() {
        let why = format!("{what}が記入されていません");
        return GradeOutcome { blank: true, ..GradeOutcome::ask(why) };
    }
    let name = quote(&kept);
    if kept.chars().nth(super::LONGEST).is_some() {
        return GradeOutcome::ask(unknown(&name, codes, what));
    }
    match look_up(&kept, codes) {
        Found::One(at, code) => return exact(at, code, &kept, &name, codes),
        Found::Several => {
            return GradeOutcome::ask(format!("{name}は二つ以上の{what}に当たります"));
        }
        Found::None => {}
    }
    if let Some(outcome) = with_bracket(&kept, &name, codes, what) {
        return outcome;
    }
    if let Some(outcome) = code_and_name(&kept, codes) {
        return outcome;
    }
    several(&kept, &name, codes, what)
        .unwrap_or_else(|| GradeOutcome::ask(unknown(&name, codes, what)))
}

/// A whole cell that is on the list; another shape of circle is remarked.
fn exact(
    index: usize,
    code: &str,
    kept: &str,
    name: &str,
    codes: &[Entry],
) -> GradeOutcome {
    let key = text::key1(kept);
    let spelt = |word: &str| text::key1(word) == key;
    let literal = codes
        .iter()
        .any(|(code, words)| spelt(code) || words.iter().any(|word| spelt(word)));
    let mut outcome = GradeOutcome::found(index, code);
    if !literal {
        outcome.action = Action::Note;
        outcome.why = Some(format!("{name}は形の似た記号です。「{code}」と読みました"));
    }
    outcome
}

/// The code of a word; first by key1, then with signs of like shape made equal.
fn look_up<'a>(word: &str, codes: &[Entry<'a>]) -> Found<'a> {
    let mut result = find(word, codes, text::key1);
    if matches!(result, Found::None) {
        result = find(word, codes, like_shape);
    }
    result
}

fn find<'a>(word: &str, codes: &[Entry<'a>], key: fn(&str) -> String) -> Found<'a> {
    let wanted = key(word);
    if wanted.is_empty() {
        return Found::None;
    }
    let same = |word: &str| key(word) == wanted;
    let mut hits = codes
        .iter()
        .enumerate()
        .filter(|(_, (code, words))| same(code) || words.iter().any(|word| same(word)));
    match (hits.next(), hits.next()) {
        (Some((at, (code, _))), None) => Found::One(at, code),
        (Some(_), Some(_)) => Found::Several,
        (None, _) => Found::None,
    }
}

/// key1 with signs of the same shape made equal.
fn like_shape(word: &str) -> String {
    let shape = |c| match c {
        '〇' | '◯' | '⭕' | '⚪' => '○',
        '✕' | '✖' | '╳' | '❌' => '×',
        '▵' | '∆' => '△',
        '⊚' | '⦾' => '◎',
        c => c,
    };
    text::key1(word).chars().map(shape).collect()
}

/// Ａ（順調）: the words in the bracket must not name another rating.
fn with_bracket(
    kept: &str,
    name: &str,
    codes: &[Entry],
    what: &str,
) -> Option<GradeOutcome> {
    let body = kept.strip_suffix([')', '）'])?;
    let (head, inner) = body.split_once(['(', '（'])?;
    let Found::One(at, code) = look_up(head, codes) else {
        return None;
    };
    let note = text::keep(inner);
    if let Found::One(_, other) = look_up(&note, codes)
        && other != code
    {
        let mut outcome = GradeOutcome::ask(format!(
            "{name}は{what}「{code}」と「{other}」の両方に読めます"
        ));
        outcome.note = Some(note);
        return Some(outcome);
    }
    let mut outcome = exact(at, code, head, name, codes);
    outcome.note = (!note.is_empty()).then_some(note);
    Some(outcome)
}

/// Ｂ：計画どおり and C　やや遅れ: the code and the name of one entry.
fn code_and_name(kept: &str, codes: &[Entry]) -> Option<GradeOutcome> {
    let folded = text::fold(kept);
    let is_cut = |c: char| ":/・、,;.\n ".contains(c) || text::is_dash(c);
    let mut cuts = folded.char_indices().filter(|(_, c)| is_cut(*c));
    let (head, rest) = cuts.find_map(|(at, _)| {
        let (head, rest) = folded.split_at(at);
        let rest = rest.trim_start_matches(is_cut);
        Some((head, rest)).filter(|_| !head.trim().is_empty() && !rest.is_empty())
    })?;
    let (Found::One(at, code), Found::One(same, _)) =
        (look_up(head, codes), look_up(rest, codes))
    else {
        return None;
    };
    // 「B、B」 are two ratings, although of one kind.
    let differ = text::key1(head) != text::key1(rest);
    let note = Some(text::keep(rest));
    (at == same && differ).then(|| GradeOutcome { note, ..GradeOutcome::found(at, code) })
}

/// A～B, A・B and B→A: two ratings in one cell.
fn several(kept: &str, name: &str, codes: &[Entry], what: &str) -> Option<GradeOutcome> {
    let folded = text::fold(kept);
    let code = |word: &str| match look_up(word, codes) {
        Found::One(_, code) => Some(code.to_string()),
        _ => None,
    };
    if let Some((left, right)) = folded.split_once('→') {
        let (from, to) = (code(left)?, code(right)?);
        let why = format!(
            "{name}は変化を書いています。今年度の{what}は「{to}」でよいか確かめてください"
        );
        let outcome = GradeOutcome::ask(why);
        return Some(GradeOutcome { candidate: Some(to), from: Some(from), ..outcome });
    }
    let parts: Vec<&str> =
        folded.split(|c: char| "~/・、,;\n&+ ".contains(c) || text::is_dash(c)).collect();
    let named = parts.iter().filter(|part| !part.trim().is_empty());
    let all: Option<Vec<String>> = named.map(|part| code(part)).collect();
    let several = all.filter(|all| all.len() > 1)?;
    let list = several.join("、");
    Some(GradeOutcome::ask(format!(
        "{name}には{what}が二つ以上あります（{list}）。一つにしてください"
    )))
}

/// Message for a word that is not on the list.
fn unknown(name: &str, codes: &[Entry], what: &str) -> String {
    let known: Vec<&str> = codes.iter().map(|(code, _)| *code).collect();
    format!("{name}は計画の{what}にありません（{}）", known.join("、"))
}
