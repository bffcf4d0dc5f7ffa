//! Turns one parsed value into an outcome by what the plan expects of it.

use rust_decimal::Decimal;

use super::numeral::{Fault, Numeral};
use super::single::{Sign, Single};
use super::words::Mark;
use super::{Draft, Expect, Form, Kind, paren, plausible, quote, value_of};
use crate::model::quantity::{self, Quantity, Reading};

/// A numeric cell.
pub(super) fn number_cell(
    value: Decimal,
    percent_format: bool,
    decimals: Option<u32>,
    expect: &Expect,
) -> Draft {
    let hundred = Decimal::ONE_HUNDRED;
    let scaled = if percent_format { value.checked_mul(hundred) } else { Some(value) };
    let whole = value.trunc().mantissa().unsigned_abs();
    let too_long = scaled.is_none() || whole >= 1_000_000_000_000_000;
    let scaled = scaled.map(|v| if percent_format { v.normalize() } else { v });
    let numeral = Numeral {
        value: scaled.map(|v| v.abs()).filter(|_| !too_long),
        fault: too_long.then_some(Fault::TooLong),
        head: None,
        scale: String::new(),
        kanji: false,
        scaled: false,
        bare: true,
    };
    let mut single = Single::bare(numeral);
    single.unit = percent_format.then(|| "％".to_string());
    single.sign = if value.is_sign_negative() { Sign::Minus } else { Sign::None };
    let mut draft = judge(&single, &value.to_string(), expect);
    if let (Some(exact), Some(decimals)) = (scaled, decimals) {
        let shown = exact.round_dp_with_strategy(
            decimals,
            rust_decimal::RoundingStrategy::MidpointAwayFromZero,
        );
        if shown != exact && draft.best.is_some() {
            draft = draft
                .note(format!("画面の表示は{shown}ですが、セルの中の値は{exact}です"));
        }
    }
    draft
}

/// One value; `raw` is the cell for messages.
pub(super) fn judge(single: &Single, raw: &str, expect: &Expect) -> Draft {
    let mut draft = Draft::new(Form::Number, None);
    let name = quote(raw);
    if let Some(why) = fault(single, &name) {
        draft.asks.push(why);
    }
    let (Some(value), Some(written)) = (single.signed(), single.value) else {
        return draft;
    };
    let (value, unit) = match unit(single, value, expect, &name, &mut draft) {
        Some(pair) => pair,
        None => return draft,
    };
    let mut quantity = Quantity { value, unit, approx: false };
    sign(single, &quantity, expect, &name, &mut draft);
    bounds(single, written, &name, &mut quantity, &mut draft);
    qualifiers(single, expect, &name, &mut draft);
    plausible::check(single, &quantity, expect, &name, &mut draft);
    if single.numeral.kanji {
        draft.notes.push(format!("漢数字の{name}を{value}と読みました"));
    }
    draft.remarks.extend(single.feet.iter().cloned());
    if !single.feet.is_empty() {
        draft
            .notes
            .push(format!("注の印「{}」は数値から除きました", single.feet.join("、")));
    }
    let open = draft.form == Form::Ambiguous;
    draft.best = (!open).then_some(Reading::Value(quantity));
    let mut yearly = false;
    for inner in &single.parens {
        yearly |= paren::apply(inner, single, expect, &mut draft);
    }
    if !yearly {
        rate(single, expect, &name, &mut draft);
    }
    draft
}

/// A question about the way the number is written.
fn fault(single: &Single, name: &str) -> Option<String> {
    let likely = single.value.map(|v| format!("{v}とも、")).unwrap_or_default();
    Some(match single.numeral.fault.as_ref()? {
        Fault::Letters(meant) => {
            format!(
                "{name}に数字と紛らわしい英字があります。{meant} の打ち間違いではありませんか"
            )
        }
        Fault::Space => {
            format!("{name}は数字の間に空白があります。{likely}別々の数とも読めます")
        }
        Fault::Touten => {
            format!("{name}は数字の間に読点があります。{likely}別々の数とも読めます")
        }
        Fault::Grouping => {
            format!("{name}は桁区切りの位置がおかしく、一つの数に決められません")
        }
        Fault::LeadingZero => {
            format!("{name}は先頭に0があり、番号のようにも読めます")
        }
        Fault::TooLong => {
            format!("{name}は15桁を超えています。Excelは16桁目から先を保てません")
        }
    })
}

/// Brings the value to the plan's unit; `None` if what is written is no quantity.
fn unit(
    single: &Single,
    value: Decimal,
    expect: &Expect,
    name: &str,
    draft: &mut Draft,
) -> Option<(Decimal, Option<String>)> {
    let want = expect.canonical();
    let head = single.numeral.head.filter(|_| !single.compound);
    let scale = &single.numeral.scale;
    if let Some(head) = head.filter(|head| !head.fract().is_zero() && !scale.is_empty()) {
        let digits = head.mantissa().unsigned_abs().to_string().len();
        draft.second.push(("有効数字".into(), Decimal::from(digits)));
        draft.notes.push(format!("{name}は有効数字{digits}桁で書かれています"));
    }
    let Some(unit) = single.unit.clone() else {
        let scaled_plan =
            want.as_deref().is_some_and(|w| w.starts_with(['千', '万', '百', '億']));
        if scaled_plan && !scale.is_empty() {
            let want = want.unwrap_or_default();
            draft
                .asks
                .push(format!("計画の単位は{want}です。{name}が何の数か決められません"));
            draft.form = Form::Ambiguous;
        }
        if single.numeral.scaled {
            draft.notes.push(format!("{name}を{value}と読みました"));
        }
        return Some((value, None));
    };
    let Some(want) = want else {
        return Some((value, Some(unit)));
    };
    // 1,200千円 in a column of 千円 is 1,200 as it stands.
    if let Some(head) =
        head.filter(|_| quantity::canonical_unit(&format!("{scale}{unit}")) == want)
    {
        return Some((if value < Decimal::ZERO { -head } else { head }, Some(want)));
    }
    if let Some(converted) = quantity::convert(value, &unit, &want) {
        if single.compound || single.numeral.scaled || unit != want {
            draft.notes.push(format!("{name}を{converted}{want}と読みました"));
        }
        return Some((converted, Some(want)));
    }
    if unit == "ポイント" {
        draft.form = Form::Relative;
        draft.asks.push(format!(
            "{name}は増減（ポイント）で、計画の単位（{want}）の値そのものではありません"
        ));
    } else if matches!(unit.as_str(), "月" | "年" | "年度" | "月末" | "月頃" | "年目")
    {
        draft.form = Form::Period;
        draft.asks.push(format!(
            "{name}は期間とも時期とも読め、計画の単位（{want}）と合いません"
        ));
        return None;
    } else if let Some(base) = unit.strip_suffix("/年").filter(|base| *base == want) {
        draft.notes.push(format!("{name}を年間の値として読みました"));
        return Some((value, Some(base.to_string())));
    } else {
        if unit.split_once('/').is_some_and(|(base, _)| base == want) {
            draft.form = Form::Rate;
        }
        draft.asks.push(format!("{name}の単位は{unit}ですが、計画の単位は{want}です"));
        // 「6廃止」: words that are no unit make no value either.
        let bare = unit.split_once('/').map_or(unit.as_str(), |(base, _)| base);
        if !quantity::is_known(bare) {
            return None;
        }
    }
    Some((value, Some(unit)))
}

/// Minus, plus, 増 and 減.
fn sign(
    single: &Single,
    quantity: &Quantity,
    expect: &Expect,
    name: &str,
    draft: &mut Draft,
) {
    let value = quantity.value;
    if single.sign == Sign::OddMinus {
        draft.notes.push(format!("{name}の先頭の記号をマイナスと読みました"));
    }
    let minus = matches!(single.sign, Sign::Minus | Sign::OddMinus);
    if minus && value.is_zero() {
        draft.remarks.push("0.0のマイナス（単位未満の減）".into());
    } else if minus {
        match expect.kind {
            Kind::Change => {}
            Kind::Money | Kind::Measure => {
                draft.notes.push(format!("{name}はマイナスの値です"));
            }
            _ => draft.asks.push(format!(
                "{name}はマイナスの値です。増減を書いたものではありませんか"
            )),
        }
    }
    let moved = single.has(Mark::Up) || single.has(Mark::Down);
    if expect.kind != Kind::Change
        && (single.sign == Sign::Plus || moved || single.has(Mark::Versus))
    {
        draft.form = Form::Relative;
        draft.asks.push(format!(
            "{name}は増減を書いたもののようです。実績の値そのものを書いてください"
        ));
    } else if moved {
        draft.notes.push(format!("{name}を増減率{value}と読みました"));
    }
}

/// 以上, 未満, 強, 弱, 約 and 減 in a column of changes.
fn bounds(
    single: &Single,
    written: Decimal,
    name: &str,
    quantity: &mut Quantity,
    draft: &mut Draft,
) {
    for mark in &single.marks {
        match mark {
            Mark::Approx => quantity.approx = true,
            Mark::Bound(word) | Mark::NearBound(word) => {
                quantity.approx |= matches!(mark, Mark::NearBound(_));
                draft.form = Form::Bound;
                draft.second.push(((*word).into(), quantity.value));
                let unit = quantity.unit.as_deref().unwrap_or_default();
                draft.asks.push(format!(
                    "{name}は「{}{unit}{word}」という範囲で、一つの数値に決められません",
                    quantity.value
                ));
            }
            Mark::Down if !quantity.value.is_sign_negative() && !written.is_zero() => {
                quantity.value = -quantity.value;
            }
            _ => {}
        }
    }
    if single.has(Mark::Approx) {
        draft.notes.push(format!("{name}をおおよその数として読みました"));
    }
}

/// 延べ, 実, 平均, 満点 and words that are only remarked.
fn qualifiers(single: &Single, expect: &Expect, name: &str, draft: &mut Draft) {
    for mark in &single.marks {
        match (mark, expect.kind) {
            (Mark::Total, kind) => {
                draft.remarks.push("延べ".into());
                match kind {
                    Kind::Total | Kind::Times => {}
                    Kind::Unique => draft
                        .asks
                        .push(format!("{name}は延べの数ですが、計画の指標は実人数です")),
                    _ => draft.notes.push(format!("{name}は延べの数です")),
                }
            }
            (Mark::Unique, kind) => {
                draft.remarks.push("実".into());
                match kind {
                    Kind::Unique => {}
                    Kind::Total => draft
                        .asks
                        .push(format!("{name}は実人数ですが、計画の指標は延べ人数です")),
                    _ => draft.notes.push(format!("{name}は実人数です")),
                }
            }
            (Mark::Mean, _) => {
                draft.form = Form::Rate;
                draft.asks.push(format!("{name}は平均の値です"));
            }
            (Mark::Full, _) => {
                draft.asks.push(format!("{name}は満点で、得点ではないようです"));
            }
            (Mark::Remark(word), _) => {
                draft.remarks.push((*word).into());
                if *word == "推計" {
                    draft.notes.push(format!("{name}は推計の値です"));
                } else {
                    draft.asks.push(format!(
                        "{name}は{word}の値で、今年度の実績か分かりません"
                    ));
                }
            }
            _ => {}
        }
    }
}

/// 月2回: a rate, unless a bracket gave the number of the year.
fn rate(single: &Single, expect: &Expect, name: &str, draft: &mut Draft) {
    let per = single
        .marks
        .iter()
        .find_map(|m| if let Mark::Per(p) = m { Some(*p) } else { None });
    let Some(per) = per else { return };
    let Some(Reading::Value(quantity)) = draft.best.clone() else {
        return;
    };
    let want = expect.canonical().unwrap_or_default();
    let unit = quantity.unit.clone().unwrap_or(want);
    draft.form = Form::Rate;
    draft.best = Some(value_of(quantity.value, Some(format!("{unit}/{per}"))));
    let year = match per {
        "月" => quantity.value.checked_mul(Decimal::from(12)),
        _ => None,
    };
    let hint =
        year.map(|y| format!("年間の値（{y}{unit}）に直してよいか")).unwrap_or_default();
    let hint = if hint.is_empty() { "年間の値を".to_string() } else { hint };
    draft.asks.push(format!("{name}は{per}ごとの値です。{hint}確かめてください"));
}
