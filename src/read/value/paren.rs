//! Brackets behind a value: （うち市外5人）, （170/200）, （前年度80.1％）, （5点満点）.

use rust_decimal::Decimal;

use super::single::{self, Sign, Single};
use super::words::Mark;
use super::{Draft, Expect, Kind, shape, value_of};
use crate::model::quantity::{self, Reading};
use crate::model::year::FiscalYear;

/// Adds what the bracket says to the draft of the value before it; `true` if the bracket
/// gave the value of the whole year, which then replaces a rate.
pub(super) fn apply(
    inner: &str,
    main: &Single,
    expect: &Expect,
    draft: &mut Draft,
) -> bool {
    let c: Vec<char> = inner.trim().chars().collect();
    let unit = quantity::canonical_unit(inner);
    if c.is_empty() || Some(&unit) == expect.canonical().as_ref() {
        if main.unit.is_none() && !c.is_empty() {
            set_unit(draft, unit);
        }
        return false;
    }
    if inner.trim().starts_with(['※', '*', '注']) {
        remark(inner, draft);
    } else if let Some(full) = full_marks(&c, expect) {
        draft.second.push(("満点".into(), full));
    } else if let Some((part, whole)) = fraction(&c) {
        ratio(part, whole, main, expect, draft);
    } else if annual(&c, main, expect, draft) {
        return true;
    } else {
        labelled(&c, inner, expect, draft);
    }
    false
}

fn set_unit(draft: &mut Draft, unit: String) {
    if let Some(Reading::Value(quantity)) = &mut draft.best {
        quantity.unit = Some(unit);
    }
}

/// 5点満点, 満点5点.
fn full_marks(c: &[char], expect: &Expect) -> Option<Decimal> {
    let named = single::after(c, 0, "満点");
    let one = single::parse(c.get(named.unwrap_or(0)..)?, expect.canonical().as_deref())?;
    let full = named.is_some() || one.has(Mark::Full);
    one.value.filter(|_| full && one.parens.is_empty())
}

/// 170/200 and 200人中170人 as (170, 200).
fn fraction(c: &[char]) -> Option<(Decimal, Decimal)> {
    let (first, second, of) = shape::two_parts(c)?;
    Some(if of { (second.value?, first.value?) } else { (first.value?, second.value?) })
}

/// Keeps 分子 and 分母, and checks them against the percentage.
fn ratio(
    part: Decimal,
    whole: Decimal,
    main: &Single,
    expect: &Expect,
    draft: &mut Draft,
) {
    draft.second.push(("分子".into(), part));
    draft.second.push(("分母".into(), whole));
    if expect.kind != Kind::Ratio {
        draft.notes.push(format!("括弧内の{part}/{whole}は控えとして残しました"));
        return;
    }
    let Some(value) = main.signed() else { return };
    let sides = part
        .checked_mul(Decimal::ONE_HUNDRED)
        .zip(value.checked_mul(whole))
        .and_then(|(part, value)| part.checked_sub(value));
    let step = Decimal::new(1, value.scale()).checked_mul(whole);
    let (Some(off), Some(step)) = (sides.map(|off| off.abs()), step) else {
        return;
    };
    let off_twice = off.checked_mul(Decimal::TWO).unwrap_or(off);
    if whole <= Decimal::ZERO || off >= step {
        draft.asks.push(format!("割合{value}％と括弧内の{part}/{whole}が合いません"));
    } else if off_twice > step {
        draft
            .notes
            .push(format!("割合{value}％は{part}/{whole}を四捨五入した値ではありません"));
    }
}

/// 月1回（年12回）: the number of the year is the value, the rate is kept.
fn annual(c: &[char], main: &Single, expect: &Expect, draft: &mut Draft) -> bool {
    let per = main
        .marks
        .iter()
        .find_map(|m| if let Mark::Per(p) = m { Some(*p) } else { None });
    let year = single::parse(c, expect.canonical().as_deref());
    let (Some(per), Some(year)) = (per, year) else {
        return false;
    };
    let (Some(rate), Some(value)) = (main.value, year.value) else {
        return false;
    };
    if !year.has(Mark::Yearly) || !year.parens.is_empty() {
        return false;
    }
    draft.second.push((per.into(), rate));
    let unit = year.unit.or_else(|| main.unit.clone());
    let want = expect.canonical();
    if let (Some(unit), Some(want)) = (&unit, &want)
        && unit != want
    {
        draft.asks.push(format!("括弧内の単位は{unit}ですが、計画の単位は{want}です"));
    }
    draft.best = Some(value_of(value, unit));
    let months = rate.checked_mul(Decimal::from(12));
    if per == "月" && months != Some(value) {
        draft.asks.push(format!("月{rate}の12か月分と括弧内の年{value}が合いません"));
    } else {
        draft.notes.push(format!("括弧内の年間の値{value}を使いました"));
    }
    true
}

/// うち市外5人, 男5人、女7人, 前年度80.1％; any other words become a remark.
fn labelled(c: &[char], inner: &str, expect: &Expect, draft: &mut Draft) {
    let parts = shape::split(c, &['、', ',', ';', '\n', '・']);
    let read: Option<Vec<_>> =
        parts.iter().map(|part| shape::labelled(part, expect)).collect();
    let dated = |one: &Single| {
        one.unit.as_deref().is_some_and(|unit| {
            !quantity::is_known(unit)
                || matches!(unit, "月" | "日" | "年" | "年度" | "週")
        })
    };
    let clear = |one: &Single| !dated(one) && one.numeral.fault.is_none();
    let year =
        parts.iter().any(|p| FiscalYear::parse(&p.iter().collect::<String>()).is_some());
    let values = read.filter(|parts| !year && parts.iter().all(|(_, one)| clear(one)));
    let Some(values) = values else {
        return remark(inner, draft);
    };
    for (label, one) in values {
        let label = match label.as_str() {
            "" => "括弧内",
            "前年" | "前年度" | "昨年" | "昨年度" | "前年実績" | "前年度実績" => {
                "前年"
            }
            l => l,
        };
        let Some(value) = one.signed() else { continue };
        // 5人減, 約5人: the number alone would say less than the bracket does.
        if one.sign == Sign::Plus || one.marks.iter().any(|mark| *mark != Mark::Silent) {
            draft.remarks.push(inner.trim().to_string());
        }
        draft.second.push((label.to_string(), value));
        let of = match label {
            "括弧内" => "括弧内".to_string(),
            _ => format!("括弧内の「{label}」"),
        };
        let meant = match expect.kind {
            _ if label.contains("実績") => !label.contains('前'),
            Kind::Unique => label.starts_with('実'),
            Kind::Total => label.starts_with('延') || label.starts_with("のべ"),
            _ => false,
        };
        if meant {
            draft.asks.push(format!("{of}の値{value}が計画の指標に当たるようです"));
        } else {
            draft.notes.push(format!("{of}の値{value}は控えとして残しました"));
        }
    }
}

/// Words in a bracket: kept as a remark; 見込み and 予定 are no actual values.
fn remark(inner: &str, draft: &mut Draft) {
    let words = inner.trim();
    draft.remarks.push(words.to_string());
    if ["見込", "予定", "目標", "計画"].iter().any(|word| words.contains(word)) {
        draft.asks.push(format!("「{words}」とあり、実績の値か分かりません"));
    } else {
        draft.notes.push(format!("括弧内の「{words}」は数値に含めていません"));
    }
}
