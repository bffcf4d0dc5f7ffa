//! Doubts about values that can be read: fractions of persons, years, 0.85 in ％.

use rust_decimal::Decimal;

use super::single::Single;
use super::words::Mark;
use super::{Draft, Expect, Form, Kind};
use crate::model::quantity::{self, Quantity};

/// Western years that a person may type into the wrong column by mistake.
const LIKE_A_YEAR: std::ops::RangeInclusive<u32> = 2015..=2045;

/// Values that are readable but can hardly be meant.
pub(super) fn check(
    single: &Single,
    quantity: &Quantity,
    expect: &Expect,
    name: &str,
    draft: &mut Draft,
) {
    let value = quantity.value;
    let want = expect.canonical().unwrap_or_default();
    // A plan that measures 件 or 人 with decimals means an average.
    let average = expect.kind == Kind::Measure && quantity::is_counting(&want);
    let counted =
        !average && quantity::is_counting(quantity.unit.as_deref().unwrap_or(&want));
    let rate = single.marks.iter().any(|m| matches!(m, Mark::Per(_) | Mark::Mean));
    if counted && !value.fract().is_zero() && !rate {
        let mut why = format!("{name}は小数ですが、{want}は整数で数えます");
        if value.scale() == 3 && single.numeral.scale.is_empty() {
            let comma = value.to_string().replace('.', ",");
            why += &format!("。桁区切りの打ち間違い（{comma}）ではありませんか");
        }
        draft.asks.push(why);
    }
    let alone = single.numeral.bare && single.unit.is_none() && single.marks.is_empty();
    if counted && alone && like_a_year(value) && !same_size(value, expect.reference) {
        let beside =
            expect.reference.map(|r| format!("（比べる値は{r}）")).unwrap_or_default();
        draft.asks.push(format!("{name}は年度を書いたもののようにも読めます{beside}"));
    }
    let percent = matches!(expect.kind, Kind::Ratio | Kind::Change) && want == "％";
    if percent && single.unit.is_none() && !value.is_zero() {
        let small = value.abs() < Decimal::ONE
            || (value.abs() == Decimal::ONE && expect.kind == Kind::Ratio);
        // Beside a value that is itself below 1 ％, hundredfold is no reading.
        let beside_small = expect.reference.is_some_and(|r| r.abs() < Decimal::ONE)
            && value.abs() < Decimal::ONE;
        if small && !beside_small {
            draft.form = Form::Ambiguous;
            let hundredfold = value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value);
            let beside = expect
                .reference
                .map(|r| format!("。比べる値は{r}％です"))
                .unwrap_or_default();
            draft.asks.push(format!(
                "{name}は{}％とも{value}％とも読めます{beside}",
                hundredfold.normalize()
            ));
        }
    }
    if expect.kind == Kind::Ratio
        && draft.form == Form::Number
        && value > Decimal::ONE_HUNDRED
    {
        draft.notes.push(format!("{name}は100％を超えています"));
    }
}

/// True for a whole number that may be a western year.
fn like_a_year(value: Decimal) -> bool {
    let (low, high) =
        (Decimal::from(*LIKE_A_YEAR.start()), Decimal::from(*LIKE_A_YEAR.end()));
    value.fract().is_zero() && value >= low && value <= high
}

/// True if both have the same number of digits before the point.
fn same_size(value: Decimal, reference: Option<Decimal>) -> bool {
    let digits = |v: Decimal| v.trunc().normalize().abs().to_string().len();
    reference.is_some_and(|reference| digits(reference) == digits(value))
}
