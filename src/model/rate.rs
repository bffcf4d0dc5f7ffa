//! 達成率: the one place that judges an indicator.
//!
//! Rules (requirement E-6): 増やす = 実績 ÷ 目標; 減らす = (基準 − 実績) ÷ (基準 − 目標); a
//! target of 0 or a target equal to the baseline gives no rate but 達成／未達成; 維持 is
//! met within a tolerance. Everything is computed from exact values, never from rounded
//! ones.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::plan::Tendency;

/// 達成率 of one value against one target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// ％, exact.
    Percent(Decimal),
    /// 達成, where a percentage has no meaning.
    Met,
    /// 未達成, likewise.
    NotMet,
    /// Cannot be judged, with the reason.
    None(NoRate),
}

/// Why there is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRate {
    /// 実績なし.
    Actual,
    /// 目標なし.
    Target,
    /// 基準値なし (needed for 減らす).
    Baseline,
    /// 指標になじまない.
    Unsuited,
    /// 実績は秘匿 (x).
    Suppressed,
}

impl NoRate {
    /// The words in a table.
    pub fn label(self) -> &'static str {
        match self {
            NoRate::Actual => "実績なし",
            NoRate::Target => "目標なし",
            NoRate::Baseline => "基準値なし",
            NoRate::Unsuited => "判定外",
            NoRate::Suppressed => "x",
        }
    }
}

/// What a rate is computed from.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// 増やす・減らす・維持・なじまない.
    pub tendency: Tendency,
    /// 基準値.
    pub baseline: Option<Decimal>,
    /// 目標値.
    pub target: Option<Decimal>,
    /// 実績値.
    pub actual: Option<Decimal>,
    /// 維持の許容幅, ％ of the target.
    pub tolerance: u32,
}

/// 達成率 (requirement E-6).
pub fn rate(f: &Figures) -> Rate {
    if f.tendency == Tendency::Unsuited {
        return Rate::None(NoRate::Unsuited);
    }
    let Some(target) = f.target else { return Rate::None(NoRate::Target) };
    let Some(actual) = f.actual else { return Rate::None(NoRate::Actual) };
    let met = |yes: bool| if yes { Rate::Met } else { Rate::NotMet };
    match f.tendency {
        Tendency::Increase if target.is_zero() => met(actual >= target),
        Tendency::Increase => quotient(actual, target),
        Tendency::Decrease => match f.baseline {
            _ if target.is_zero() => met(actual <= target),
            None => Rate::None(NoRate::Baseline),
            Some(base) if base == target => met(actual <= target),
            Some(base) => quotient(base - actual, base - target),
        },
        Tendency::Keep => {
            let width = target.abs() * Decimal::from(f.tolerance) / Decimal::ONE_HUNDRED;
            met((actual - target).abs() <= width || is_better_kept(f, actual, target))
        }
        Tendency::Unsuited => Rate::None(NoRate::Unsuited),
    }
}

/// 「維持」 of a level that started at or below the target is met by exceeding it, of one
/// that started above by staying below: only leaving the level for the worse misses it.
fn is_better_kept(f: &Figures, actual: Decimal, target: Decimal) -> bool {
    match f.baseline {
        Some(base) if base < target => actual >= target,
        Some(base) if base > target => actual <= target,
        _ => false,
    }
}

fn quotient(part: Decimal, whole: Decimal) -> Rate {
    let percent =
        part.checked_mul(Decimal::ONE_HUNDRED).and_then(|p| p.checked_div(whole));
    percent.map_or(Rate::None(NoRate::Target), Rate::Percent)
}

/// How far the way from the baseline to the final target is gone: 0 at the baseline, 1 at
/// the target, negative when it went back. `None` where there is no way to go.
pub fn position(f: &Figures) -> Option<Decimal> {
    if matches!(f.tendency, Tendency::Unsuited) {
        return None;
    }
    let (base, target, actual) = (f.baseline?, f.target?, f.actual?);
    (actual - base).checked_div(target - base)
}

/// 状況 of an indicator on its way to the final target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// ◎ 達成.
    Achieved,
    /// ○ 順調: at or beyond the pace of the year.
    OnPace,
    /// △ 遅れ.
    Behind,
    /// × 後退: worse than the baseline.
    Worse,
    /// － 未集計.
    NotYet,
    /// － 判定外.
    NotJudged,
    /// x 秘匿: told, the judgement would tell where the value lies.
    Suppressed,
}

/// 状況 against the final target; `pace` is elapsed years ÷ years of the plan.
pub fn status(f: &Figures, pace: Decimal) -> Status {
    if f.tendency == Tendency::Unsuited || f.target.is_none() {
        return Status::NotJudged;
    }
    if f.actual.is_none() {
        return Status::NotYet;
    }
    let flat = f.baseline.is_some() && f.baseline == f.target;
    if f.tendency == Tendency::Keep || flat {
        return match rate(f) {
            Rate::Percent(p) if p >= Decimal::ONE_HUNDRED => Status::Achieved,
            Rate::Met => Status::Achieved,
            _ => Status::Behind,
        };
    }
    match position(f) {
        None => Status::NotJudged,
        Some(p) if p >= Decimal::ONE => Status::Achieved,
        Some(p) if p >= pace => Status::OnPace,
        Some(p) if p >= Decimal::ZERO => Status::Behind,
        Some(_) => Status::Worse,
    }
}

/// Rounds half up (四捨五入), as printed figures are.
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    let mut value =
        value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    value.rescale(decimals);
    value
}

/// ％ of a whole to one decimal; `None` of nothing.
pub fn share(part: usize, whole: usize) -> Option<Decimal> {
    let (part, whole) = (Decimal::from(part), Decimal::from(whole));
    (part * Decimal::ONE_HUNDRED).checked_div(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Tendency::{Decrease, Increase, Keep, Unsuited};

    fn d(text: &str) -> Option<Decimal> {
        (!text.is_empty()).then(|| text.parse().unwrap())
    }

    fn figures(tendency: Tendency, base: &str, target: &str, actual: &str) -> Figures {
        Figures {
            tendency,
            baseline: d(base),
            target: d(target),
            actual: d(actual),
            tolerance: 5,
        }
    }

    fn percent(text: &str) -> Rate {
        Rate::Percent(text.parse().unwrap())
    }

    // Worked by hand from the rule: each comment shows the sum.
    #[test]
    fn rates_follow_the_direction() {
        // 90 ÷ 120 = 75 ％
        assert_eq!(rate(&figures(Increase, "60", "120", "90")), percent("75"));
        // A child waiting list from 24 to 4, now 9: (24−9) ÷ (24−4) = 15 ÷ 20 = 75 ％
        assert_eq!(rate(&figures(Decrease, "24", "4", "9")), percent("75"));
        // Worse than the baseline is negative: (24−30) ÷ (24−4) = −30 ％
        assert_eq!(rate(&figures(Decrease, "24", "4", "30")), percent("-30"));
        // 234.7 ％ is a rate like any other; the cap belongs to the printing.
        assert_eq!(rate(&figures(Increase, "", "1000", "2347")), percent("234.7"));
        // 0 is a value: 0 ÷ 50 = 0 ％
        assert_eq!(rate(&figures(Increase, "10", "50", "0")), percent("0"));
    }

    #[test]
    fn targets_of_zero_and_flat_targets_have_no_percentage() {
        assert_eq!(rate(&figures(Decrease, "24", "0", "0")), Rate::Met);
        assert_eq!(rate(&figures(Decrease, "24", "0", "3")), Rate::NotMet);
        assert_eq!(rate(&figures(Decrease, "5", "5", "5")), Rate::Met);
        assert_eq!(rate(&figures(Decrease, "5", "5", "6")), Rate::NotMet);
        assert_eq!(rate(&figures(Increase, "0", "0", "0")), Rate::Met);
    }

    #[test]
    fn keeping_a_level_has_a_tolerance() {
        // 5 ％ of 200 is 10.
        assert_eq!(rate(&figures(Keep, "200", "200", "190")), Rate::Met);
        assert_eq!(rate(&figures(Keep, "200", "200", "189")), Rate::NotMet);
        // From 95 kept at 100 or more: 120 is no failure.
        assert_eq!(rate(&figures(Keep, "95", "100", "120")), Rate::Met);
    }

    #[test]
    fn what_is_missing_is_said() {
        assert_eq!(rate(&figures(Increase, "1", "", "1")), Rate::None(NoRate::Target));
        assert_eq!(rate(&figures(Increase, "1", "2", "")), Rate::None(NoRate::Actual));
        assert_eq!(rate(&figures(Decrease, "", "2", "1")), Rate::None(NoRate::Baseline));
        assert_eq!(rate(&figures(Unsuited, "1", "2", "1")), Rate::None(NoRate::Unsuited));
    }

    #[test]
    fn status_compares_with_the_pace_of_the_year() {
        let half: Decimal = "0.5".parse().unwrap();
        let of = |b, t, a| status(&figures(Increase, b, t, a), half);
        // 基準 100, 目標 200, half way is 150.
        assert_eq!(of("100", "200", "200"), Status::Achieved);
        assert_eq!(of("100", "200", "150"), Status::OnPace);
        assert_eq!(of("100", "200", "149"), Status::Behind);
        assert_eq!(of("100", "200", "99"), Status::Worse);
        assert_eq!(of("100", "200", ""), Status::NotYet);
        assert_eq!(of("100", "", "150"), Status::NotJudged);
        // Falling: 基準 24, 目標 0; 12 is half way.
        let falling = |a| status(&figures(Decrease, "24", "0", a), half);
        assert_eq!(falling("12"), Status::OnPace);
        assert_eq!(falling("0"), Status::Achieved);
        assert_eq!(falling("25"), Status::Worse);
    }

    #[test]
    fn printed_figures_round_half_up() {
        let r = |v: &str, n| round(v.parse().unwrap(), n).to_string();
        assert_eq!(r("85.05", 1), "85.1");
        assert_eq!(r("84.949", 1), "84.9");
        assert_eq!(r("-0.25", 1), "-0.3");
        assert_eq!(r("98", 1), "98.0");
        // 126 of 148 projects = 85.135…
        assert_eq!(
            share(126, 148).map(|v| round(v, 1).to_string()).as_deref(),
            Some("85.1")
        );
        assert_eq!(share(0, 0), None);
    }
}
