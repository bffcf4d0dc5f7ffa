//! Every row of `tests/values.tsv` is a test: what officials type and how it is read.

use super::*;

const CONTRACT: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/values.tsv"));

/// Information of a row that the cell does not hold: fiscal year, last year's value.
const BESIDE: [(u32, Option<u16>, Option<i64>); 2] = [
    (20, None, Some(150)), // 2026: last year's value has another number of digits
    (149, Some(2026), None), // R7：100　R8：120: the year asked for is R8
];

/// Rows that cannot be met, with the reason. Empty: every row is met.
const UNMET: [(u32, &str); 0] = [];

/// Ratings of column 評価(Ａ～Ｄ): letters only, so ◎ is not among them.
const LETTERS: [(&str, &[&str]); 4] =
    [("A", &["順調"]), ("B", &[]), ("C", &[]), ("D", &[])];

#[derive(Debug)]
struct Row<'a> {
    id: u32,
    name: &'a str,
    unit: Option<&'a str>,
    cell: String,
    kind: &'a str,
    value: &'a str,
    value_unit: &'a str,
    approx: bool,
    missing: &'a str,
    detail: &'a str,
    action: Action,
}

fn rows() -> Vec<Row<'static>> {
    let row = |line: &'static str| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [
            id,
            column,
            cell,
            kind,
            value,
            value2,
            value_unit,
            approx,
            missing,
            detail,
            act,
            _,
        ] = columns[..]
        else {
            panic!("12 columns: {line}")
        };
        assert_eq!(value2, "", "column value2 is not used: {line}");
        let (name, unit) = match column.strip_suffix(')').and_then(|c| c.split_once('('))
        {
            Some((name, unit)) => (name, Some(unit)),
            None => (column, None),
        };
        let action = match act {
            "ok" => Action::Ok,
            "note" => Action::Note,
            "ask" => Action::Ask,
            other => panic!("action {other}"),
        };
        Row {
            id: id.parse().unwrap(),
            name,
            unit,
            cell: cell.replace("\\n", "\n"),
            kind,
            value,
            value_unit,
            approx: approx == "1",
            missing,
            detail,
            action,
        }
    };
    CONTRACT.lines().skip(1).map(row).collect()
}

fn number(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

/// `<数値0.85 書式なし>` and `<日付2026-01-03 書式m/d>` describe typed cells.
fn input(cell: &str) -> Input<'_> {
    let Some(typed) = cell.strip_prefix('<').and_then(|c| c.strip_suffix('>')) else {
        return Input::Text(cell);
    };
    let (what, format) = typed.split_once(" 書式").unwrap();
    if let Some(value) = what.strip_prefix("数値") {
        let percent_format = format.contains('%');
        return Input::Number { value: number(value), percent_format, decimals: None };
    }
    let date: Vec<u16> = what
        .strip_prefix("日付")
        .unwrap()
        .split('-')
        .map(|n| n.parse().unwrap())
        .collect();
    Input::Date { y: date[0].into(), m: date[1] as u8, d: date[2] as u8, text: "1/3" }
}

#[test]
fn every_row_of_the_contract() {
    let rows = rows();
    assert_eq!(rows.len(), 115);
    let mut failures = Vec::new();
    for row in &rows {
        let problems =
            if row.name == "評価" { check_grade(row) } else { check_value(row) };
        let excused = UNMET.iter().any(|(id, _)| *id == row.id);
        if problems.is_empty() == excused {
            failures.push(format!("{} {:?}: {}", row.id, row.cell, problems.join("; ")));
        }
    }
    assert!(failures.is_empty(), "{} rows\n{}", failures.len(), failures.join("\n"));
}

fn check_grade(row: &Row) -> Vec<String> {
    let outcome = read_grade(&row.cell, &LETTERS);
    let mut problems = Vec::new();
    let mut check = |good: bool, what: &str| {
        if !good {
            problems.push(format!("{what} {outcome:?}"));
        }
    };
    check(outcome.action == row.action, "action");
    check(outcome.code.is_none() == (row.action == Action::Ask), "code");
    check(outcome.why.is_some() == (row.action != Action::Ok), "why");
    // A sign that is not on the list is quoted in the question, not offered.
    let listed = LETTERS.iter().any(|(code, _)| *code == row.value);
    let got = outcome.code.as_deref().or(outcome.candidate.as_deref());
    check(got == listed.then_some(row.value), "value");
    check(outcome.why.as_ref().is_none_or(|why| why.contains(&row.cell)), "quote");
    match row.detail.split_once('=') {
        Some(("note", note)) => check(outcome.note.as_deref() == Some(note), "note"),
        Some(("from", from)) => check(outcome.from.as_deref() == Some(from), "from"),
        _ => check(row.detail.is_empty(), "detail"),
    }
    problems
}

fn check_value(row: &Row) -> Vec<String> {
    let mut expect = Expect::of(row.name, row.unit);
    if row.name == "日付" {
        expect.kind = Kind::Date;
    }
    if let Some((_, year, reference)) = BESIDE.iter().find(|(id, ..)| *id == row.id) {
        expect.year = year.and_then(FiscalYear::new);
        expect.reference = reference.map(Decimal::from);
    }
    let outcome = read(&input(&row.cell), &expect);
    let best = outcome.reading.clone().or_else(|| outcome.candidate.clone());
    let quantity = best.as_ref().and_then(Reading::quantity).cloned();
    let value = quantity.as_ref().map(|q| q.value);
    let mut problems = Vec::new();
    let mut check = |good: bool, what: &str| {
        if !good {
            problems.push(format!("{what} {outcome:?}"));
        }
    };
    check(outcome.action == row.action, "action");
    check(format!("{:?}", outcome.form).to_lowercase() == row.kind, "kind");
    let ask = row.action == Action::Ask;
    let dated = outcome.date.is_some() && expect.kind == Kind::Date;
    check(outcome.reading.is_none() == (ask || dated), "reading");
    check(outcome.candidate.is_none() || ask, "candidate");
    check(outcome.why.is_some() == (row.action != Action::Ok), "why");
    match row.kind {
        "multi" => {
            let wanted: Vec<Decimal> = row.value.split('|').map(number).collect();
            let got = outcome.second.iter().map(|(_, v)| *v).take(wanted.len());
            check(got.eq(wanted), "value");
        }
        "date" => {
            let date = outcome.date.map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"));
            check(date.as_deref() == Some(row.value), "date");
        }
        // The words stay in the cell and in the question; they are no value.
        "text" | "period" => {
            check(value.is_none() && row.cell == row.value, "value");
        }
        _ if row.value.is_empty() => check(value.is_none(), "value"),
        _ => check(value == Some(number(row.value)), "value"),
    }
    match &quantity {
        Some(quantity) => {
            check(quantity.unit.as_deref().unwrap_or("") == row.value_unit, "unit");
            check(quantity.approx == row.approx, "approx");
        }
        // A missing sign has no unit of its own: 「　　　人」 shows the plan's.
        None => {
            check(row.value_unit.is_empty() || Some(row.value_unit) == row.unit, "unit");
            check(!row.approx, "approx");
        }
    }
    let missing = outcome.missing.map(|m| match m {
        Missing::Blank => ("blank", Some(Reading::Blank)),
        Missing::NoneOrNa => ("none_or_na", Some(Reading::NotApplicable)),
        Missing::NotApplicable => ("not_applicable", Some(Reading::NotApplicable)),
        Missing::NotYet => ("not_yet", Some(Reading::Pending)),
        Missing::NotDone => ("not_done", Some(Reading::NotDone)),
        Missing::Abolished => ("abolished", Some(Reading::NotDone)),
        Missing::Suppressed => ("suppressed", Some(Reading::Suppressed)),
        Missing::Undecided => ("undecided", Some(Reading::Undecided)),
        Missing::Unsuited => ("unsuited", Some(Reading::Unsuited)),
        Missing::Unknown => ("unknown", Some(Reading::Unknown)),
        Missing::Elsewhere => ("elsewhere", None),
    });
    let (sign, reading) = missing.unwrap_or(("", best.clone()));
    check(sign == row.missing, "missing");
    check(reading == best, "reading of the missing sign");
    for detail in row.detail.split(';').filter(|d| !d.is_empty()) {
        check(has_detail(&outcome, row, detail), detail);
    }
    problems
}

/// Where each key of the contract's column `detail` is kept.
fn has_detail(outcome: &Outcome, row: &Row, detail: &str) -> bool {
    let second = |label: &str, value: &str| {
        outcome.second.contains(&(label.to_string(), number(value)))
    };
    let noted =
        |word: &str| outcome.note.as_ref().is_some_and(|note| note.contains(word));
    let labels = |want: &str| {
        let mut pairs = want.split('|').zip(&outcome.second);
        pairs.all(|(want, (label, _))| label.starts_with(want))
    };
    for (sign, label) in [(">=", "以上"), ("<=", "以下"), (">", "超"), ("<", "未満")]
    {
        if let Some(value) = detail.strip_prefix(sign) {
            return second(label, value);
        }
    }
    match detail.split_once('=').unwrap() {
        ("num", value) => second("分子", value),
        ("den", value) => second("分母", value),
        ("check", "ok") => outcome.action == Action::Ok,
        ("prev", value) => second("前年", value),
        ("max", value) => second("満点", value),
        ("sum", value) => second("合計", value),
        ("from", value) => second("前の値", value),
        ("sigfig", value) => second("有効数字", value),
        ("rate", "1回/月") => second("月", "1"),
        ("footnote", value) => noted(&format!("※{value}")),
        ("sign", "-") => noted("マイナス"),
        ("due" | "note", word) => noted(word),
        ("qual", want) if row.kind == "multi" => labels(want),
        ("qual", word) => noted(word),
        ("year", want) => labels(want),
        (label, value) => second(label, value),
    }
}
