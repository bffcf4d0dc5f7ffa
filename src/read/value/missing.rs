//! Signs and words in place of a number (－, 集計中, 該当なし …). None of them is 0.

use rust_decimal::Decimal;

use super::signs::{ABOLISHED, MARKS, NONE, NOT_DONE, WORDS};
use super::{Draft, Expect, Form, Kind, Missing, quote, value_of};
use crate::model::quantity::{self, Reading};
use crate::model::year::FiscalYear;
use crate::text;

/// An empty cell.
pub(super) fn blank() -> Draft {
    missing(Missing::Blank)
}

/// The draft for a kind of missing value, without any finding.
fn missing(kind: Missing) -> Draft {
    let reading = match kind {
        Missing::Blank => Some(Reading::Blank),
        Missing::NoneOrNa | Missing::NotApplicable => Some(Reading::NotApplicable),
        Missing::NotYet => Some(Reading::Pending),
        Missing::NotDone | Missing::Abolished => Some(Reading::NotDone),
        Missing::Suppressed => Some(Reading::Suppressed),
        Missing::Undecided => Some(Reading::Undecided),
        Missing::Unsuited => Some(Reading::Unsuited),
        Missing::Unknown => Some(Reading::Unknown),
        Missing::Elsewhere => None,
    };
    let mut draft = Draft::new(Form::Missing, reading);
    draft.missing = Some(kind);
    draft
}

/// Reads a sign or word; `None` if the text is something else.
pub(super) fn read(kept: &str, expect: &Expect) -> Option<Draft> {
    template(kept, expect)
        .or_else(|| dash(kept))
        .or_else(|| reference(kept))
        .or_else(|| word(kept))
        .or_else(|| zero_word(kept, expect))
        .or_else(|| whole_change(kept, expect))
        .or_else(|| sentence(kept))
}

/// The unit that the form has printed, with nothing filled in: 「　　　人」「（　）か所」.
fn template(kept: &str, expect: &Expect) -> Option<Draft> {
    let left = kept.trim_matches(|c: char| c.is_whitespace() || "()（）_＿".contains(c));
    let printed = expect.canonical().is_some_and(|u| u == quantity::canonical_unit(left));
    (left.is_empty() || printed).then(blank)
}

/// One dash or several: － and - are the sign of the form, others are remarked.
fn dash(kept: &str) -> Option<Draft> {
    let bare = kept.strip_prefix(['(', '（']).and_then(|k| k.strip_suffix([')', '）']));
    let signs = bare.unwrap_or(kept);
    let dashes = !signs.is_empty()
        && signs.chars().all(text::is_dash)
        && signs.chars().count() <= 4;
    let draft = dashes.then(|| missing(Missing::NoneOrNa))?;
    let plain = matches!(kept, "-" | "－");
    Some(if plain { draft } else { draft.note(meaning(kept, Missing::NoneOrNa)) })
}

/// The remark on a sign or word for no number.
fn meaning(kept: &str, kind: Missing) -> String {
    let meant = match kind {
        Missing::Blank => "未記入",
        Missing::NoneOrNa => "－：該当なし",
        Missing::NotApplicable => "対象外、該当なし",
        Missing::NotYet => "集計中",
        Missing::NotDone => "未実施",
        Missing::Abolished => "廃止",
        Missing::Suppressed => "秘匿",
        Missing::Undecided => "未定",
        Missing::Unsuited => "指標になじまない",
        Missing::Unknown => "不明",
        Missing::Elsewhere => "別の資料",
    };
    format!("{}を値なし（{meant}）と読みました", quote(kept))
}

/// 〃 and 同上: never copied.
fn reference(kept: &str) -> Option<Draft> {
    let key = text::key1(kept);
    let same = ["〃", "々", "\"", "''", "同上", "同左", "同じ", "上に同じ", "同前", "仝"];
    let why = format!("{}は写しません。値を書いてください", quote(kept));
    same.contains(&key.as_str()).then(|| Draft::new(Form::Reference, None).ask(why))
}

/// The text before a final bracket, and what the bracket says.
fn tail(kept: &str) -> (&str, Option<&str>) {
    let open = |c: char| c == '(' || c == '（';
    let close = |c: char| c == ')' || c == '）';
    match kept.strip_suffix(close).and_then(|k| k.split_once(open)) {
        Some((head, inner)) if head.trim().is_empty() => (inner, None),
        Some((head, inner)) => (head, Some(inner)),
        None => (kept, None),
    }
}

/// A word of the table, with or without a bracket behind it; marks such as ○.
fn word(kept: &str) -> Option<Draft> {
    let (head, inner) = tail(kept);
    let key = text::key1(head);
    let key = key.trim_end_matches(['。', '.']);
    // Dots alone are a sign themselves.
    let key = if key.is_empty() { text::key1(head) } else { key.to_string() };
    let name = quote(kept);
    let mut chars = key.chars();
    if let (Some(mark), None) = (chars.next(), chars.next())
        && MARKS.contains(mark)
    {
        let why =
            format!("{name}は数ではありません。実施した意味なら、数を書いてください");
        return Some(Draft::new(Form::Ambiguous, None).ask(why));
    }
    let (kind, _) = WORDS.iter().find(|(_, words)| words.contains(&key.as_str()))?;
    let mut draft = missing(*kind);
    draft.remarks.extend(inner.map(|inner| inner.trim().to_string()));
    Some(match (kind, draft.best.clone()) {
        (Missing::Elsewhere, _) | (_, None) => {
            draft.ask(format!("{name}とあり、値は別の資料にあります。値を書いてください"))
        }
        (_, Some(_)) => draft.note(meaning(kept, *kind)),
    })
}

/// なし, 該当者なし, 全員: zero or all of it, if anybody counted.
fn zero_word(kept: &str, expect: &Expect) -> Option<Draft> {
    let key = text::key1(kept);
    let key = key.trim_end_matches('。');
    let name = quote(kept);
    if NONE.contains(&key) {
        let zero = Some(value_of(Decimal::ZERO, None));
        let zero = if key == "一" { None } else { zero };
        let why = match zero {
            Some(_) => format!("{name}は0とも、把握していないとも読めます"),
            None => format!("{name}は漢数字の1とも、横棒（該当なし）とも読めます"),
        };
        return Some(Draft::new(Form::Ambiguous, zero).ask(why));
    }
    if ["ゼロ", "零"].contains(&key) {
        let draft = Draft::new(Form::Number, Some(value_of(Decimal::ZERO, None)));
        return Some(draft.note(format!("{name}を0と読みました")));
    }
    if ["全員", "全て", "すべて", "全部", "全校", "全園", "全地区", "全戸"].contains(&key)
    {
        let all = Some(value_of(Decimal::ONE_HUNDRED, Some("％".into())));
        let all = all.filter(|_| expect.kind == Kind::Ratio);
        return Some(
            Draft::new(Form::Ambiguous, all)
                .ask(format!("{name}の母数が書かれていません")),
        );
    }
    let subject = key.strip_suffix("なし").or_else(|| key.strip_suffix("無し"))?;
    let counted =
        ["者", "実績", "利用", "申請", "相談", "希望", "申込", "件数", "参加", "発生"];
    if !counted.iter().any(|word| subject.ends_with(word)) || has_digit(subject) {
        return None;
    }
    let zero = value_of(Decimal::ZERO, expect.canonical());
    let unit = expect.unit.unwrap_or_default();
    let why = format!("{name}は0{unit}と読めますが、数えた結果か確かめてください");
    Some(Draft::new(Form::Number, Some(zero)).ask(why))
}

/// 皆減 (last year some, this year none: −100％), 皆増 (no rate exists), ±0.
fn whole_change(kept: &str, expect: &Expect) -> Option<Draft> {
    let name = quote(kept);
    let fits = expect.kind == Kind::Change;
    let minus = value_of(-Decimal::ONE_HUNDRED, Some("％".into()));
    match text::key1(kept).as_str() {
        "±0" | "±0%" | "±0.0" | "±0.0%" if fits => {
            Some(Draft::new(Form::Number, Some(value_of(Decimal::ZERO, None))))
        }
        "皆減" if fits => {
            let why = format!("{name}を−100％（前年あり、今年0）と読みました");
            Some(Draft::new(Form::Relative, Some(minus)).note(why))
        }
        "皆減" => {
            let why = format!("{name}は今年が0という意味のようです。数を書いてください");
            Some(Draft::new(Form::Relative, None).ask(why))
        }
        "皆増" => {
            let why =
                format!("{name}は前年が0で、増減率を出せません。数を書いてください");
            Some(Draft::new(Form::Relative, None).ask(why))
        }
        _ => None,
    }
}

/// コロナにより中止, 令和7年度で事業終了, 資料3参照.
fn sentence(kept: &str) -> Option<Draft> {
    let key = text::key1(kept);
    let key = key.trim_end_matches('。');
    let name = quote(kept);
    let refers =
        key.ends_with("参照") || key.ends_with("のとおり") || key.ends_with("の通り");
    if refers && ["別紙", "別添", "別表", "資料", "備考"].iter().any(|w| key.contains(w))
    {
        let why = format!("{name}とあり、値は別の資料にあります。値を書いてください");
        return Some(missing(Missing::Elsewhere).ask(why));
    }
    let plain = ["しました", "した", "のため", "となった", "になった", "です"]
        .iter()
        .find_map(|end| key.strip_suffix(end))
        .unwrap_or(key);
    let ends = |list: &[&str]| list.iter().any(|word| plain.ends_with(word));
    let kind = match (ends(&NOT_DONE), ends(&ABOLISHED)) {
        (true, _) => Missing::NotDone,
        (_, true) => Missing::Abolished,
        _ => return None,
    };
    // 10回中止 and 一部中止 hold a number or leave one open.
    let partly = ["一部", "途中", "半数", "大半"].iter().any(|word| plain.contains(word));
    if partly || has_digit(without_year(plain)) {
        return None;
    }
    let mut draft = missing(kind);
    draft.remarks.push(kept.to_string());
    Some(draft.note(meaning(kept, kind)))
}

/// The text behind a fiscal year at its start.
fn without_year(key: &str) -> &str {
    let ends = ["年度末", "年度", "年"];
    let cut = ends.iter().find_map(|end| {
        let (year, rest) = key.split_once(end)?;
        FiscalYear::parse(year).map(|_| rest)
    });
    cut.unwrap_or(key)
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}
