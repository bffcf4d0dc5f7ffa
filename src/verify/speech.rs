//! The figures of the text edition (概要版.txt), re-read from its sentences.

use std::collections::BTreeSet;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::Spot;
use super::model::{Key, Model, Said, Scope, Seen, Shown};
use crate::model::year::FiscalYear;

/// A line of the text: its number from 1, and its words.
type Line<'a> = (u32, &'a str);

/// What a text says in its figures and tables, and what those have to hold.
pub(super) fn read(model: &Model, text: &str) -> (Vec<Seen>, BTreeSet<Key>) {
    let mut reader = Reader { model, seen: Vec::new(), wanted: BTreeSet::new() };
    let text = text.trim_start_matches('\u{FEFF}');
    let lines: Vec<Line> = text.lines().zip(1u32..).map(|(l, n)| (n, l)).collect();
    let mut rest = lines.as_slice();
    while let Some(((_, line), after)) = rest.split_first() {
        rest = after;
        let Some(title) = opened(line) else { continue };
        let length = rest.iter().take_while(|(_, l)| !l.ends_with(" ここまで")).count();
        reader.figure(title, &rest[..length]);
        rest = &rest[length..];
    }
    (reader.seen, reader.wanted)
}

/// The name of a figure or table that opens here.
fn opened(line: &str) -> Option<&str> {
    let name = line.strip_prefix("図「").or_else(|| line.strip_prefix("表「"))?;
    name.strip_suffix("」 ここから")
}

struct Reader<'m> {
    model: &'m Model<'m>,
    seen: Vec<Seen>,
    wanted: BTreeSet<Key>,
}

impl Reader<'_> {
    fn figure(&mut self, title: &str, lines: &[Line]) {
        match title {
            _ if title.ends_with("の進捗のまとめ") => self.summary(lines),
            "基本目標別の評価" => self.by_goal(lines),
            "主な指標" => self.indicators(lines),
            "基本目標別の状況" => self.goal_table(lines),
            _ if title.ends_with("以上の事業の割合の推移") => {
                self.trend(lines)
            }
            _ => {}
        }
    }

    fn year(&self) -> FiscalYear {
        self.model.p.year
    }

    fn put(&mut self, line: u32, key: Key, value: Option<Said>, shown: Option<Shown>) {
        let (sheet, spot) = (String::new(), Spot::Line(line));
        self.seen.push(Seen { key, value, shown, sheet, spot });
    }

    fn count(&mut self, line: u32, key: Key, value: Option<Decimal>) {
        self.put(line, key, value.map(Said::Number), Shown::with(0));
    }

    fn percent(&mut self, line: u32, key: Key, text: Option<&str>, decimals: u32) {
        let value = text.and_then(number).map(Said::Number);
        self.put(line, key, value, Shown::with(decimals));
    }

    /// 「計画どおり」以上の割合, and the counts of this year and of the last.
    fn summary(&mut self, lines: &[Line]) {
        let model = self.model;
        let (year, scale) = (self.year(), &model.p.plan.scale);
        let before = year.previous().filter(|y| model.tally(None, *y).is_some());
        if model.p.total.rated > 0 {
            self.wanted.extend([Key::Share(None, year), Key::Rated, Key::OnTrack]);
        }
        let counted = scale.grades.iter().enumerate().filter(|(_, g)| g.counted);
        self.wanted.extend(counted.map(|(g, _)| Key::Graded(None, g, year)));
        let share = format!("{}以上の割合は", quoted(scale.on_track_name()));
        for (line, text) in lines {
            if let Some(rest) = text.strip_prefix(&*share) {
                self.percent(*line, Key::Share(None, year), Some(rest), 1);
                self.count(*line, Key::Rated, after(text, "評価した").and_then(number));
                let good = after(text, "事業のうち").and_then(number);
                self.count(*line, Key::OnTrack, good);
            }
            if let Some(rest) = text.strip_prefix("前年度より") {
                let size = number(rest);
                let value = if rest.contains("下がりました") {
                    size.map(|v| -v)
                } else {
                    size
                };
                let value = value.map(Said::Number);
                self.put(*line, Key::Change(None), value, Shown::with(1));
            }
            if let Some(rest) = text.strip_prefix("未評価は") {
                self.count(*line, Key::Unrated(None), number(rest));
            }
            for (g, grade) in scale.grades.iter().enumerate() {
                let start = format!("{}は", quoted(&grade.name));
                let Some(rest) = text.strip_prefix(&*start) else { continue };
                self.count(*line, Key::Graded(None, g, year), number(rest));
                if let (Some(last), Some(rest)) = (before, after(text, "前年度は")) {
                    self.count(*line, Key::Graded(None, g, last), number(rest));
                }
            }
        }
    }

    /// The scopes of a figure that tells goal by goal, with the words each begins with.
    fn scopes(&self) -> Vec<(Scope, String)> {
        let goals = self.model.p.plan.goals.iter().enumerate();
        let goals = goals.map(|(g, goal)| {
            (Some(g), format!("基本目標{}{}", goal.number, quoted(&goal.name)))
        });
        goals.chain([(None, "全体".to_owned())]).collect()
    }

    /// Lines with their scope and what follows its name.
    fn by_scope<'l>(&self, lines: &[Line<'l>], sign: &str) -> Vec<(u32, Scope, &'l str)> {
        let scopes = self.scopes();
        let of = |(line, text): &Line<'l>| {
            scopes.iter().find_map(|(scope, title)| {
                let rest = text.strip_prefix(&**title)?.strip_prefix(sign)?;
                Some((*line, *scope, rest))
            })
        };
        lines.iter().filter_map(of).collect()
    }

    /// 基本目標別の評価.
    fn by_goal(&mut self, lines: &[Line]) {
        let model = self.model;
        let (year, scale) = (self.year(), &model.p.plan.scale);
        for (scope, _) in self.scopes() {
            let tally = model.tally(scope, year);
            if tally.is_some_and(|t| t.projects > 0) {
                let grades = 0..scale.grades.len();
                self.wanted.extend(grades.map(|g| Key::Graded(scope, g, year)));
                self.wanted.extend([Key::Projects(scope), Key::Unrated(scope)]);
            }
        }
        for (line, scope, rest) in self.by_scope(lines, "は") {
            self.count(line, Key::Projects(scope), number(rest));
            // A grade without projects is not told.
            let told = |name: &str| after(rest, name).map_or(Some(Decimal::ZERO), number);
            for (g, grade) in scale.grades.iter().enumerate() {
                let value = told(&format!("{}が", quoted(&grade.name)));
                self.count(line, Key::Graded(scope, g, year), value);
            }
            self.count(line, Key::Unrated(scope), told("未評価が"));
            let share = format!("{}以上の割合は", quoted(scale.on_track_name()));
            self.percent(line, Key::Share(scope, year), after(rest, &share), 0);
        }
    }

    /// 主な指標, in the order of the plan: two may have one name.
    fn indicators(&mut self, lines: &[Line]) {
        let model = self.model;
        let plan = &model.p.plan;
        let last = plan.basics.period.map(|(_, last)| last);
        let mut lines = lines.iter();
        for (i, indicator) in plan.indicators.iter().enumerate() {
            if !indicator.featured {
                continue;
            }
            let actual = Key::Actual(i, self.year());
            let target = last.map(|last| Key::Target(i, last));
            self.wanted.extend([Key::Baseline(i), actual, Key::State(i)]);
            self.wanted.extend(target);
            let start = format!("{}は、基準値が", indicator.name);
            let found = lines.clone().position(|(_, text)| text.starts_with(&start));
            let Some((line, text)) = found.and_then(|at| lines.nth(at)) else { continue };
            let parts = [
                (Some(Key::Baseline(i)), "は、基準値が"),
                (Some(actual), "、実績が"),
                (target, "、目標値が"),
            ];
            let mut rest = text.strip_prefix(&*indicator.name).unwrap_or(text);
            for (key, words) in parts {
                rest = after(rest, words).unwrap_or_default();
                let Some(key) = key else { continue };
                let (value, shown) = quantity(rest, model.decimals(key));
                self.put(*line, key, value, Some(shown));
            }
            let state = after(rest, "状況は「").and_then(|s| s.split_once('」'));
            let state = state.map(|(word, _)| Said::Word(word.to_owned()));
            self.put(*line, Key::State(i), state, None);
        }
    }

    /// 評価の推移.
    fn trend(&mut self, lines: &[Line]) {
        let model = self.model;
        let known = model.p.history.iter().filter(|h| h.total.is_some());
        let years: Vec<FiscalYear> = known.map(|h| h.year).collect();
        for (scope, _) in self.scopes() {
            self.wanted.extend(years.iter().map(|y| Key::Share(scope, *y)));
        }
        for (line, scope, rest) in self.by_scope(lines, "は、") {
            for year in &years {
                if let Some(text) = after(rest, &format!("{}が", year.era_label())) {
                    self.percent(line, Key::Share(scope, *year), Some(text), 0);
                }
            }
        }
    }

    /// 目標別の一覧.
    fn goal_table(&mut self, lines: &[Line]) {
        let year = self.year();
        for (scope, _) in self.scopes() {
            self.wanted.extend([Key::Projects(scope), Key::Share(scope, year)]);
            self.wanted.extend([
                Key::Change(scope),
                Key::Judged(scope),
                Key::OnPace(scope),
            ]);
        }
        for (line, scope, rest) in self.by_scope(lines, "。") {
            self.count(
                line,
                Key::Projects(scope),
                after(rest, "事業数は").and_then(number),
            );
            self.percent(line, Key::Share(scope, year), after(rest, "、割合は"), 1);
            if let Some(last) = year.previous() {
                self.percent(line, Key::Share(scope, last), after(rest, "、前年度は"), 1);
            }
            let change = after(rest, "、増減は").and_then(signed).map(Said::Number);
            self.put(line, Key::Change(scope), change, Shown::with(1));
            let none = rest.contains("判定した指標はなし").then_some(Decimal::ZERO);
            let judged = after(rest, "判定した").and_then(number);
            self.count(line, Key::Judged(scope), none.or(judged));
            let good = after(rest, "判定した").and_then(|r| after(r, "のうち"));
            self.count(line, Key::OnPace(scope), none.or(good.and_then(number)));
        }
    }
}

/// A name within 「」: its own brackets are the double ones.
fn quoted(name: &str) -> String {
    format!("「{}」", name.replace('「', "『").replace('」', "』"))
}

fn after<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    text.find(words).map(|at| &text[at + words.len()..])
}

/// The digits at the start of a text.
fn digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.' | '−' | '-'))
        .unwrap_or(text.len());
    text.split_at(end)
}

fn number(text: &str) -> Option<Decimal> {
    let (digits, _) = digits(text);
    Decimal::from_str(&digits.replace(',', "").replace('−', "-")).ok()
}

/// `プラス6.8`, `マイナス16.5`; no change has no sign that is read aloud.
fn signed(text: &str) -> Option<Decimal> {
    match text.strip_prefix("マイナス") {
        Some(rest) => number(rest).map(|v| -v),
        None => {
            number(text.trim_start_matches("プラスマイナス").trim_start_matches("プラス"))
        }
    }
}

/// A value with its unit, and how exactly it is shown: `38人`, `126.4万人`.
fn quantity(text: &str, decimals: u32) -> (Option<Said>, Shown) {
    let (_, unit) = digits(text);
    let shown = match unit.starts_with('万') {
        true => Shown { unit: Decimal::from(10_000), decimals: 1 },
        false => Shown { unit: Decimal::ONE, decimals },
    };
    (number(text).map(Said::Number), shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_their_signs() {
        let d = |v: &str| Decimal::from_str(v).unwrap();
        assert_eq!(number("1,264人、"), Some(d("1264")));
        assert_eq!(number("−3.2"), Some(d("-3.2")));
        assert_eq!(number("なし"), None);
        assert_eq!(signed("マイナス16.5ポイント"), Some(d("-16.5")));
        assert_eq!(signed("プラスマイナス0.0ポイント"), Some(d("0.0")));
        assert_eq!(signed("プラス6.8ポイント"), Some(d("6.8")));
        let (value, shown) = quantity("126.4万人、", 0);
        assert_eq!(value, Some(Said::Number(d("126.4"))));
        assert_eq!((shown.unit, shown.decimals), (d("10000"), 1));
    }

    #[test]
    fn figures_open_by_their_names() {
        assert_eq!(opened("図「主な指標」 ここから"), Some("主な指標"));
        assert_eq!(opened("図「主な指標」 ここまで"), None);
        assert_eq!(opened("囲み「主な指標」 ここから"), None);
    }
}
