//! Cells with more than one number: 10～15人, 1/3, 12校中10校, R7：100　R8：120.

use rust_decimal::Decimal;

use super::judge::judge;
use super::single::{self, Single};
use super::words::Mark;
use super::{Draft, Expect, Form, Kind, quote, value_of};
use crate::model::quantity::Reading;
use crate::model::year::FiscalYear;
use crate::text;

/// Reads the folded text of a cell as numbers; `None` if it is something else.
pub(super) fn read(c: &[char], raw: &str, expect: &Expect) -> Option<Draft> {
    let want = expect.canonical();
    if let Some(draft) = bracketed(c, raw) {
        return Some(draft);
    }
    if let Some(one) = single::parse(c, want.as_deref()) {
        return Some(judge(&one, raw, expect));
    }
    arrow(c, raw, expect)
        .or_else(|| range(c, raw, expect))
        .or_else(|| fraction(c, raw, expect))
        .or_else(|| multi(c, raw, expect))
}

/// (3.2): a minus in accounting, or a part, or a reference value.
fn bracketed(c: &[char], raw: &str) -> Option<Draft> {
    let inner = c.strip_prefix(&['('])?.strip_suffix(&[')'])?;
    let value = single::parse(inner, None)?.value?;
    let why = format!("{}は{value}のマイナスとも、内数・参考値とも読めます", quote(raw));
    Some(Draft::new(Form::Ambiguous, None).ask(why))
}

/// The pieces between separators outside brackets, trimmed, empty ones left out. The
/// comma of 1,200 is no separator.
pub(super) fn split<'a>(c: &'a [char], at: &[char]) -> Vec<&'a [char]> {
    let mut depth = 0usize;
    let mut pieces = Vec::new();
    let mut from = 0;
    for (i, here) in c.iter().enumerate() {
        match here {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && at.contains(here) && !(*here == ',' && groups_digits(c, i)) {
            pieces.push(trim(&c[from..i]));
            from = i + 1;
        }
    }
    pieces.push(trim(&c[from..]));
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Whether the comma at `i` stands before a group of three digits: 1,200 and 12,345,678.
fn groups_digits(c: &[char], i: usize) -> bool {
    let digit = |c: &&char| c.is_ascii_digit();
    let ahead = c[i + 1..].iter().take(4).take_while(digit).count() == 3;
    let behind = c[..i].iter().rev().take(4).take_while(digit).count();
    ahead && (1..=3).contains(&behind)
}

/// Characters without white space at both ends.
fn trim(c: &[char]) -> &[char] {
    let start = c.iter().position(|c| !c.is_whitespace()).unwrap_or(c.len());
    let end = c.iter().rposition(|c| !c.is_whitespace()).map_or(start, |at| at + 1);
    c.get(start..end).unwrap_or_default()
}

/// 10人→15人.
fn arrow(c: &[char], raw: &str, expect: &Expect) -> Option<Draft> {
    let at = c.iter().position(|c| *c == '→')?;
    let want = expect.canonical();
    let before = single::parse(c.get(..at)?, want.as_deref())?;
    let after = single::parse(c.get(at + 1..)?, want.as_deref())?;
    let mut draft = judge(&after, raw, expect);
    draft.form = Form::Relative;
    draft.second.insert(0, ("前の値".into(), before.signed()?));
    Some(draft.ask(format!(
        "{}は変化を書いています。右側が今年度の値か確かめてください",
        quote(raw)
    )))
}

/// 10～15人, 100人～, ～30人, 10-15人.
fn range(c: &[char], raw: &str, expect: &Expect) -> Option<Draft> {
    let want = expect.canonical();
    let name = quote(raw);
    for (at, here) in c.iter().enumerate() {
        if *here != '~' && (!text::is_dash(*here) || at == 0) {
            continue;
        }
        let low = single::parse(c.get(..at)?, want.as_deref());
        let high = single::parse(c.get(at + 1..)?, want.as_deref());
        let empty = |side: Option<&[char]>| side.is_some_and(|s| trim(s).is_empty());
        let open_high = *here == '~' && empty(c.get(at + 1..));
        let open_low = *here == '~' && empty(c.get(..at));
        let (form, ends) = match (low, high) {
            (Some(low), Some(high)) => (Form::Range, vec![("下限", low), ("上限", high)]),
            (Some(low), None) if open_high => (Form::Bound, vec![("以上", low)]),
            (None, Some(high)) if open_low => (Form::Bound, vec![("以下", high)]),
            _ => continue,
        };
        let mut draft = Draft::new(form, None)
            .ask(format!("{name}は幅で書かれていて、一つの数値に決められません"));
        for (label, end) in ends {
            draft.second.push((label.into(), end.signed()?));
        }
        return Some(draft);
    }
    None
}

/// Two values joined by / or 中 (then `true`), without any label.
pub(super) fn two_parts(c: &[char]) -> Option<(Single, Single, bool)> {
    for (at, here) in c.iter().enumerate() {
        let of = *here == '中';
        if !of && *here != '/' {
            continue;
        }
        let first = single::parse(c.get(..at)?, None);
        let second = single::parse(c.get(at + 1..)?, None);
        if let (Some(first), Some(second)) = (first, second) {
            let plain = [&first, &second].iter().all(|one| {
                let labels = [Mark::Total, Mark::Unique];
                one.value.is_some() && !labels.iter().any(|mark| one.has(*mark))
            });
            return plain.then_some((first, second, of));
        }
    }
    None
}

/// 1/3, 12校中10校, 3分の1, and 4.2／5点 in a column of points.
fn fraction(c: &[char], raw: &str, expect: &Expect) -> Option<Draft> {
    let name = quote(raw);
    if let Some(at) =
        c.windows(2).position(|pair| *pair == ['の', '1'] || *pair == ['分', 'の'])
    {
        let text: String = c.iter().collect();
        let (whole, part) = text.split_once("分の")?;
        let good =
            at > 0 && !part.is_empty() && whole.chars().all(|c| c.is_ascii_digit());
        let good = good && part.chars().all(|c| c.is_ascii_digit());
        let why = format!("{name}は分数です。割合（％）か数に直して書いてください");
        return good.then(|| Draft::new(Form::Ambiguous, None).ask(why));
    }
    let (first, second, of) = two_parts(c)?;
    let (part, whole) = if of { (&second, &first) } else { (&first, &second) };
    let (number, total) = (part.value?, whole.value?);
    if expect.kind == Kind::Score && !of && number <= total {
        let mut one = first.clone();
        one.unit = second.unit.clone().or(one.unit);
        let mut draft = judge(&one, raw, expect);
        draft.second.push(("満点".into(), total));
        return Some(
            draft.note(format!("{name}は{total}点満点の{number}点と読みました")),
        );
    }
    let best = match expect.kind {
        Kind::Count if of && part.unit == expect.canonical() => {
            Some(value_of(number, part.unit.clone()))
        }
        Kind::Ratio if of => percent(number, total),
        _ => None,
    };
    let why = match of {
        true => format!(
            "{name}は{total}のうち{number}と書かれています。どの数を使うか確かめてください"
        ),
        false => format!(
            "{name}は{total}分の{number}（分数）、{total}のうち{number}、日付などいくつもの読み方があります"
        ),
    };
    let mut draft = Draft::new(Form::Ambiguous, best).ask(why);
    if of {
        draft.second = vec![("分子".into(), number), ("分母".into(), total)];
    }
    Some(draft)
}

/// `part` of `whole` in ％ if it has an end.
fn percent(part: Decimal, whole: Decimal) -> Option<Reading> {
    let value = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?.normalize();
    (value.scale() <= 12).then(|| value_of(value, Some("％".into())))
}

/// A label and one value: うち市外5人, R7：100, 第1回：10人; the label may be empty.
pub(super) fn labelled(c: &[char], expect: &Expect) -> Option<(String, Single)> {
    let want = expect.canonical();
    let colon = c.iter().rposition(|c| *c == ':');
    let digit = c.iter().position(char::is_ascii_digit);
    let at = colon.or(digit)?;
    // A sign belongs to the number, a label never ends with one.
    let signed = colon.is_none()
        && at > 0
        && c.get(at - 1).is_some_and(|c| "+▲△".contains(*c) || text::is_dash(*c));
    let at = if signed { at - 1 } else { at };
    let label: String = c.get(..at)?.iter().filter(|c| !c.is_whitespace()).collect();
    // A second colon means a second value, which must not vanish in a label.
    if label.contains(':') {
        return None;
    }
    let rest = c.get(at + usize::from(colon.is_some())..)?;
    Some((label, single::parse(rest, want.as_deref())?))
}

/// Several labelled values, by line, slash, comma or space.
fn multi(c: &[char], raw: &str, expect: &Expect) -> Option<Draft> {
    let close = closed_colons(c);
    let strong = split(&close, &['\n', '/', '、', ',', ';']);
    let weak = split(&close, &['\n', '/', '、', ',', ';', ' ']);
    let all = |parts: &[&[char]]| -> Option<Vec<(String, Single)>> {
        parts.iter().map(|part| labelled(part, expect)).collect()
    };
    let parts = all(&strong).or_else(|| all(&weak))?;
    let name = quote(raw);
    if let [(label, one)] = parts.as_slice() {
        // 「5,」 and 「.5」 and 「6:00」 have no word that could be a label.
        if !label.contains(char::is_alphabetic) {
            return None;
        }
        return Some(one_label(label, one, raw, expect));
    }
    let second = parts.iter().enumerate().map(|(i, (label, one))| {
        let label =
            if label.is_empty() { format!("{}番目", i + 1) } else { label.clone() };
        Some((label, one.signed()?))
    });
    let second: Vec<(String, Decimal)> = second.collect::<Option<_>>()?;
    let mut draft = match choose(&parts, expect) {
        Some((label, one)) => judge(one, raw, expect).note(format!(
            "{name}には値が{}個あります。「{label}」の値を使いました",
            parts.len()
        )),
        None => add_up(&parts, &name, expect)?,
    };
    draft.form = Form::Multi;
    let more = std::mem::take(&mut draft.second);
    draft.second = second.into_iter().chain(more).collect();
    Some(draft)
}

/// 実績：10人 is the value; with any other word (目標120人) a person has to look.
fn one_label(label: &str, one: &Single, raw: &str, expect: &Expect) -> Draft {
    let name = quote(raw);
    let mut draft = judge(one, raw, expect);
    draft.remarks.push(label.to_string());
    let year = FiscalYear::parse(label);
    let plain = [
        "実績",
        "実績値",
        "結果",
        "全体",
        "人数",
        "件数",
        "回数",
        "参加者数",
        "利用者数",
    ];
    match (year, expect.year) {
        (Some(year), Some(want)) if year == want => draft,
        (Some(year), _) => draft.ask(format!("{name}は{year}の値と書かれています")),
        (None, _) if plain.contains(&label) => {
            draft.note(format!("{name}の「{label}」は数値に含めていません"))
        }
        (None, _) => {
            draft.ask(format!("{name}の「{label}」が実績の値を指すのか確かめてください"))
        }
    }
}

/// The text without spaces around colons.
fn closed_colons(c: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(c.len());
    for here in c {
        if *here == ':' {
            while out.last() == Some(&' ') {
                out.pop();
            }
        }
        if *here != ' ' || out.last() != Some(&':') {
            out.push(*here);
        }
    }
    out
}

/// The one value that the plan means: its year, 実 or 延べ, 実績 beside 目標, or a total
/// that equals the sum of its parts.
fn choose<'a>(
    parts: &'a [(String, Single)],
    expect: &Expect,
) -> Option<&'a (String, Single)> {
    let years: Option<Vec<_>> =
        parts.iter().map(|(label, _)| FiscalYear::parse(label)).collect();
    let mut fitting = parts.iter().filter(|(label, _)| match (&years, expect.kind) {
        (Some(_), _) => FiscalYear::parse(label) == expect.year,
        (None, _) if label.starts_with("実績") => true,
        (None, Kind::Unique) => label.starts_with('実'),
        (None, Kind::Total) => label.starts_with('延') || label.starts_with("のべ"),
        (None, _) => false,
    });
    let one = fitting.next();
    let one = one.filter(|_| fitting.next().is_none());
    one.or_else(|| total(parts))
}

/// 男10人、女12人、計22人: the total, if it adds up.
fn total(parts: &[(String, Single)]) -> Option<&(String, Single)> {
    let is_total = |label: &str| ["計", "合計", "総数", "総計"].contains(&label);
    let mut totals = parts.iter().filter(|(label, _)| is_total(label));
    let one = totals.next().filter(|_| totals.next().is_none())?;
    let mut sum = Decimal::ZERO;
    for (_, part) in parts.iter().filter(|(label, _)| !is_total(label)) {
        sum = sum.checked_add(part.signed()?)?;
    }
    (one.1.signed() == Some(sum)).then_some(one)
}

/// Values that nobody chose between: a question, with the sum where one may add.
fn add_up(parts: &[(String, Single)], name: &str, expect: &Expect) -> Option<Draft> {
    let mut sum = Decimal::ZERO;
    for (_, one) in parts {
        sum = sum.checked_add(one.signed()?)?;
    }
    let (_, first) = parts.first()?;
    let alike = parts.iter().all(|(_, one)| one.unit == first.unit);
    // 目標, 定員, 前年 and a total do not add up with an actual value.
    let other = [
        "目標", "計画", "前年", "昨年", "見込", "定員", "対象", "計", "総数", "延",
        "のべ", "実",
    ];
    let other = parts.iter().any(|(label, _)| {
        FiscalYear::parse(label).is_some()
            || other.iter().any(|word| label.contains(word))
    });
    let adds =
        matches!(expect.kind, Kind::Count | Kind::Total | Kind::Times | Kind::Money);
    let several = format!("{name}には値が{}個あり、一つに決められません", parts.len());
    if !alike || !adds || other {
        return Some(Draft::new(Form::Multi, None).ask(several));
    }
    let why = format!("{several}。延べの数なら合計は{sum}です");
    let mut draft =
        Draft::new(Form::Multi, Some(value_of(sum, first.unit.clone()))).ask(why);
    draft.second.push(("合計".into(), sum));
    Some(draft)
}
