//! Cases worked by hand, and a table of a textbook.

use std::collections::BTreeSet;

use super::*;
use crate::diag::{Origin, Sources};
use crate::model::plan::{Composition, CompositionKind, Indicator, Project};
use crate::model::quantity::Quantity;
use crate::model::secrecy::Why;

/// A plan of one 事業 with indicators A, B, C …, and their values by year.
struct Case {
    plan: Plan,
    readings: Vec<Vec<Option<Reading>>>,
}

fn year(western: u16) -> FiscalYear {
    FiscalYear::from_western(western)
}

fn origin() -> Origin {
    Origin::book(Sources::default().add_book("計画.xlsx"))
}

/// From 令和8年度 (2026); values are `/`-separated years, x is 秘匿, － is 該当なし.
fn case(indicators: &[(&str, &str)]) -> Case {
    let mut plan = Plan::default();
    plan.basics.period = Some((year(2026), year(2029)));
    plan.projects.push(Project::new("1", "事業", 0, origin()));
    let mut readings = Vec::new();
    for (name, values) in indicators {
        let unit = if name.ends_with('％') { "％" } else { "人" };
        plan.indicators.push(Indicator::new(name, 0, name, unit, origin()));
        let reading = |text: &str| match text {
            "" => None,
            "x" => Some(Reading::Suppressed),
            "－" => Some(Reading::NotApplicable),
            number => Some(Reading::Value(Quantity::of(number.parse().unwrap()))),
        };
        readings.push(values.split('/').map(reading).collect());
    }
    Case { plan, readings }
}

impl Case {
    fn at(&self, name: &str) -> usize {
        self.plan.indicators.iter().position(|i| i.id == name).unwrap()
    }

    fn with(mut self, kind: CompositionKind) -> Self {
        self.plan.compositions.push(Composition { kind, origin: origin() });
        self
    }

    fn total(self, whole: &str, parts: &[&str]) -> Self {
        let parts = parts.iter().map(|p| self.at(p)).collect();
        let whole = self.at(whole);
        self.with(CompositionKind::Total { whole, parts })
    }

    fn running(self, running: &str, yearly: &str) -> Self {
        let (running, yearly) = (self.at(running), self.at(yearly));
        self.with(CompositionKind::Running { running, yearly })
    }

    fn rate(self, rate: &str, part: &str, base: &str) -> Self {
        let (rate, part, base) = (self.at(rate), self.at(part), self.at(base));
        self.with(CompositionKind::Rate { rate, part, base })
    }

    fn decide(&self, western: u16, rule: &Rule) -> Secrecy {
        super::decide(&self.plan, &self.readings, year(western), rule)
    }

    /// Names of what is hidden: 「A2026」.
    fn hidden(&self, western: u16, rule: &Rule) -> Vec<String> {
        let secrecy = self.decide(western, rule);
        assert!(secrecy.exposed.is_empty(), "{:?}", secrecy.exposed);
        names(self, &secrecy)
    }
}

fn names(case: &Case, secrecy: &Secrecy) -> Vec<String> {
    let name = |i: usize| case.plan.indicators[i].id.clone();
    let of = |s: &crate::model::secrecy::Secret| {
        format!("{}{}", name(s.indicator), s.year.western())
    };
    secrecy.secrets().iter().map(of).collect()
}

fn rule(below: u32, width: u32) -> Rule {
    Rule { below, least: 1, width, units: vec!["人".to_owned()], since: year(2026) }
}

#[test]
fn the_threshold_hides_small_counts_and_not_zero() {
    let case = case(&[("A", "0"), ("B", "1"), ("C", "9"), ("D", "10"), ("E％", "5")]);
    assert_eq!(case.hidden(2026, &rule(10, 8)), ["B2026", "C2026"]);
    let with_zero = Rule { least: 0, ..rule(10, 8) };
    assert_eq!(case.hidden(2026, &with_zero), ["A2026", "B2026", "C2026"]);
    // Published in full before the first year of hiding.
    let later = Rule { since: year(2027), ..rule(10, 8) };
    assert!(case.hidden(2026, &later).is_empty());
    // 0.005千人 is 5人.
    let mut thousands = case;
    thousands.plan.indicators[3].unit = "千人".to_owned();
    thousands.readings[3][0] =
        Some(Reading::Value(Quantity::of("0.005".parse().unwrap())));
    assert_eq!(thousands.hidden(2026, &rule(10, 8)), ["B2026", "C2026", "D2026"]);
}

/// 53 = 3 + 20 + 30: without a second cell 3 = 53 − 50. The next smallest part goes.
#[test]
fn one_hidden_part_takes_the_smallest_other_figure_with_it() {
    let case = case(&[("T", "53"), ("A", "3"), ("B", "30"), ("C", "20")])
        .total("T", &["A", "B", "C"]);
    assert_eq!(case.hidden(2026, &rule(10, 8)), ["A2026", "C2026"]);
    let secrecy = case.decide(2026, &rule(10, 8));
    let guard = Why::Guards { indicator: 1, year: year(2026) };
    assert_eq!(secrecy.of(3, year(2026)).unwrap().why, guard);
    // What does not hang together needs nothing further.
    let mut alone = case;
    alone.plan.compositions.clear();
    assert_eq!(alone.hidden(2026, &rule(10, 8)), ["A2026"]);
}

/// The same with figures as long as a cell of Excel holds: 15 digits, and more.
#[test]
fn long_figures_do_not_mislead() {
    let long = case(&[("T", "999999999999999"), ("A", "3"), ("B", "999999999999996")])
        .total("T", &["A", "B"]);
    // The sum and B are as good as equal; either of them protects A.
    assert_eq!(long.hidden(2026, &rule(10, 8)).len(), 2);
    let longest = "79228162514264337593543950335";
    let case =
        case(&[("T", longest), ("A", "3"), ("B", longest)]).total("T", &["A", "B"]);
    let secrecy = case.decide(2026, &rule(10, 8));
    assert!(secrecy.of(1, year(2026)).is_some());
}

/// 30 = 3 + 7 + 20: A + B = 10, so A can be 1 to 9: nothing else is needed.
/// 22 = 1 + 1 + 20: A + B = 2 gives both away; 20 goes too.
/// 32 = 9 + 3 + 20: A + B = 12, so A is 3 to 9: 6 wide. Enough for 幅 6, not for 8.
#[test]
fn two_hidden_parts_protect_each_other_or_not() {
    let table = |t: &str, a: &str, b: &str| {
        case(&[("T", t), ("A", a), ("B", b), ("C", "20")]).total("T", &["A", "B", "C"])
    };
    assert_eq!(table("30", "3", "7").hidden(2026, &rule(10, 8)), ["A2026", "B2026"]);
    let all = ["A2026", "B2026", "C2026"];
    assert_eq!(table("22", "1", "1").hidden(2026, &rule(10, 8)), all);
    assert_eq!(table("32", "9", "3").hidden(2026, &rule(10, 6)), ["A2026", "B2026"]);
    assert_eq!(table("32", "9", "3").hidden(2026, &rule(10, 8)), all);
}

/// Number of delinquent children by county and education of the head of household:
/// U.S. Federal Committee on Statistical Methodology, Statistical Policy Working Paper 22,
/// chapter II, the invented table with which it explains suppression of counts below 5.
/// The paper shows that hiding a second cell of every row and column by eye is not
/// enough: (row 1 + row 2) − (column 2 + column 3) gives back the 1 of Alpha.
#[test]
fn the_table_of_working_paper_22_is_protected() {
    let rows = [
        ("α", [15, 1, 3, 1], 20),
        ("β", [20, 10, 10, 15], 55),
        ("γ", [3, 10, 10, 2], 25),
        ("δ", [12, 14, 7, 2], 35),
    ];
    let mut figures: Vec<(String, String)> = Vec::new();
    for (name, cells, total) in rows {
        let cells = cells.iter().enumerate();
        figures.extend(cells.map(|(c, v)| (format!("{name}{c}"), v.to_string())));
        figures.push((format!("{name}T"), total.to_string()));
    }
    for (c, total) in [50, 35, 30, 20, 135].into_iter().enumerate() {
        let name = if c == 4 { "TT".to_owned() } else { format!("T{c}") };
        figures.push((name, total.to_string()));
    }
    let figures: Vec<(&str, &str)> = figures.iter().map(|(a, b)| (&**a, &**b)).collect();
    let mut case = case(&figures);
    let counties = ["α", "β", "γ", "δ"];
    for county in counties.into_iter().chain(["T"]) {
        let parts: Vec<String> = (0..4).map(|c| format!("{county}{c}")).collect();
        let parts: Vec<&str> = parts.iter().map(|p| &**p).collect();
        case = case.total(&format!("{county}T"), &parts);
    }
    for c in ["0", "1", "2", "3", "T"] {
        let parts: Vec<String> = counties.iter().map(|r| format!("{r}{c}")).collect();
        let parts: Vec<&str> = parts.iter().map(|p| &**p).collect();
        case = case.total(&format!("T{c}"), &parts);
    }
    // Below 5: 1 to 4 is 3 wide.
    let rule = rule(5, 3);
    let hidden: BTreeSet<String> = case.hidden(2026, &rule).into_iter().collect();
    for small in ["α1", "α2", "α3", "γ0", "γ3", "δ3"] {
        assert!(hidden.contains(&format!("{small}2026")), "{small}");
    }
    // δ has a single small count: a row with one hidden cell gives it back.
    let of_row = |r: &str| hidden.iter().filter(|h| h.starts_with(r)).count();
    for row in counties {
        assert!(of_row(row) != 1, "{row}: {hidden:?}");
    }
    // The pattern of the paper that looks right and is not: what an attack finds.
    let by_eye = ["α1", "α2", "α3", "β1", "β2", "γ0", "γ3", "δ0", "δ3"];
    let narrow = attack_of(&case, &by_eye);
    assert!(narrow.contains(&("α3".to_owned(), 1.0, 1.0)), "{narrow:?}");
    let ours: Vec<String> =
        hidden.iter().map(|h| h.trim_end_matches("2026").to_owned()).collect();
    let ours: Vec<&str> = ours.iter().map(|h| &**h).collect();
    assert_eq!(attack_of(&case, &ours), []);
}

/// Ranges narrower than 3 when these figures are hidden: name, from, to.
fn attack_of(case: &Case, hidden: &[&str]) -> Vec<(String, f64, f64)> {
    use super::figures::{Equation, Figure, Figures, Shown};
    let mut figures = Figures::default();
    for (i, indicator) in case.plan.indicators.iter().enumerate() {
        let value = case.readings[i][0].as_ref().and_then(Reading::value).unwrap();
        let value: f64 = value.to_string().parse().unwrap();
        let is_hidden = hidden.contains(&&*indicator.id);
        figures.add(Figure {
            shown: if is_hidden { Shown::Hidden } else { Shown::Yes },
            bounds: (0.0, f64::INFINITY),
            guarded: true,
            ..Figure::known(value)
        });
    }
    for composition in &case.plan.compositions {
        let parts = composition.kind.parts().into_iter().map(|p| (p, -1.0));
        let terms = std::iter::once((composition.kind.whole(), 1.0)).chain(parts);
        let terms = terms.collect();
        figures.relate(Equation { terms, low: 0.0, high: 0.0, rate: None });
    }
    let mut found = Vec::new();
    for name in hidden {
        let group = figures.group(case.at(name), false);
        for narrow in super::attack::narrow(&figures, &group, 3.0) {
            let name = case.plan.indicators[narrow.figure].id.clone();
            let (low, high) = narrow.range.unwrap();
            let entry = (name, (low * 1e6).round() / 1e6, (high * 1e6).round() / 1e6);
            if !found.contains(&entry) {
                found.push(entry);
            }
        }
    }
    found
}

/// T = U + V, U = A + B: A = 2 is hidden, so B is; both sums stay.
#[test]
fn sums_of_sums() {
    let case = case(&[("T", "72"), ("U", "32"), ("V", "40"), ("A", "2"), ("B", "30")])
        .total("T", &["U", "V"])
        .total("U", &["A", "B"]);
    assert_eq!(case.hidden(2026, &rule(10, 8)), ["A2026", "B2026"]);
}

/// 累計 60 (published) → 63, 年間 3: 63 − 60 gives back 3, so the 63 goes.
#[test]
fn a_running_total_gives_back_the_years_value() {
    let case = case(&[("累", "60/63/90"), ("年", "20/3/27")]).running("累", "年");
    let since = Rule { since: year(2027), ..rule(10, 8) };
    assert_eq!(case.hidden(2027, &since), ["累2027", "年2027"]);
    // In the third year 90 − 60 = 30 = 3 + 27: the 27 goes (the smaller loss), and what
    // was hidden last year stays hidden.
    assert_eq!(case.hidden(2028, &since), ["累2027", "年2027", "年2028"]);
}

/// The count begins with the plan: 累計 4 = 年間 4 is small itself.
#[test]
fn a_running_total_that_begins_with_the_plan() {
    let case = case(&[("累", "4/19"), ("年", "4/15")]).running("累", "年");
    assert_eq!(case.hidden(2026, &rule(10, 8)), ["累2026", "年2026"]);
    // 19 − 15 = 4: one of the two goes, the smaller one.
    assert_eq!(case.hidden(2027, &rule(10, 8)), ["累2026", "年2026", "年2027"]);
}

/// 3 of 200 is 1.5 ％, published with one decimal: 200 × 1.45 ％ = 2.9 to 3.1. The rate
/// goes, and only the rate.
#[test]
fn a_rate_gives_back_its_count() {
    let case = case(&[("率％", "1.5"), ("A", "3"), ("B", "200")]).rate("率％", "A", "B");
    assert_eq!(case.hidden(2026, &rule(10, 8)), ["率％2026", "A2026"]);
    let harmless = case_of_a_coarse_rate().hidden(2026, &rule(10, 8));
    assert_eq!(harmless, ["A2026"]);
}

/// 3 of 100000 is 0 ％ without decimals: up to 0.5 ％ is up to 500.
fn case_of_a_coarse_rate() -> Case {
    case(&[("率％", "0"), ("A", "3"), ("B", "100000")]).rate("率％", "A", "B")
}

/// The sum was published last year, the parts come now: nothing that is new can be hidden
/// to protect the 3 but the other part; with a zero there is none.
#[test]
fn what_cannot_be_protected_is_said() {
    let case = case(&[("T", "3"), ("A", "3"), ("B", "0")]).total("T", &["A", "B"]);
    // T is small too: both are hidden, 1 to 9.
    assert_eq!(case.hidden(2026, &rule(10, 8)), ["T2026", "A2026"]);
    let mut public = case;
    public.plan.indicators[0].baseline = Some(Decimal::from(3));
    public.plan.indicators[0].baseline_year = Some(year(2026));
    let secrecy = public.decide(2026, &rule(10, 8));
    assert_eq!(names(&public, &secrecy), ["A2026"]);
    assert_eq!(secrecy.in_plan, [(0, year(2026))]);
    let exposed = &secrecy.exposed[0];
    assert_eq!((exposed.indicator, exposed.year), (1, year(2026)));
    let (low, high) = exposed.range.unwrap();
    assert!((low - 3.0).abs() < 1e-6 && (high - 3.0).abs() < 1e-6);
}

/// 53 = x + 20 + 30 where the 課 wrote x: 20 goes.
#[test]
fn an_x_of_the_division_is_protected_too() {
    let case = case(&[("T", "53"), ("A", "x"), ("B", "30"), ("C", "20")])
        .total("T", &["A", "B", "C"]);
    let secrecy = case.decide(2026, &rule(10, 8));
    assert_eq!(names(&case, &secrecy), ["A2026", "C2026"]);
    assert_eq!(secrecy.of(1, year(2026)).unwrap().why, Why::Division);
    // 「－」 is read as nothing: 53 = x + － + 53.
    let dash = case_with_a_dash();
    assert_eq!(dash.hidden(2026, &rule(10, 8)), ["A2026", "C2026"]);
}

fn case_with_a_dash() -> Case {
    case(&[("T", "53"), ("A", "4"), ("B", "－"), ("C", "49")])
        .total("T", &["A", "B", "C"])
}

/// 3,000 parts of one sum, a third of them small: a few programs prove them all.
#[test]
fn a_long_sum_takes_moments() {
    let names: Vec<String> = (0..3000).map(|i| format!("A{i}")).collect();
    let values: Vec<u32> =
        (0..3000).map(|i| if i % 3 == 0 { 4 } else { 50 + i }).collect();
    let total: u32 = values.iter().sum();
    let texts: Vec<String> = values.iter().map(u32::to_string).collect();
    let total = total.to_string();
    let mut figures = vec![("T", &*total)];
    figures.extend(names.iter().zip(&texts).map(|(n, t)| (&**n, &**t)));
    let parts: Vec<&str> = names.iter().map(|n| &**n).collect();
    let case = case(&figures).total("T", &parts);
    assert_eq!(case.hidden(2026, &rule(10, 8)).len(), 1000);
}

/// One small count in a sum of 10,000: the smallest of the others goes with it.
#[test]
fn one_small_count_in_a_long_sum() {
    let names: Vec<String> = (0..10_000).map(|i| format!("A{i}")).collect();
    let value = |i: u32| if i == 7000 { 4 } else { 20 + (i * 7919) % 9973 };
    let values: Vec<u32> = (0..10_000).map(value).collect();
    let total = values.iter().sum::<u32>().to_string();
    let texts: Vec<String> = values.iter().map(u32::to_string).collect();
    let mut figures = vec![("T", &*total)];
    figures.extend(names.iter().zip(&texts).map(|(n, t)| (&**n, &**t)));
    let parts: Vec<&str> = names.iter().map(|n| &**n).collect();
    let case = case(&figures).total("T", &parts);
    // 20 is the first, and again the 9,974th: of equals the first of the plan.
    assert_eq!(case.hidden(2026, &rule(10, 8)), ["A02026", "A70002026"]);
}

/// The plan may say that an indicator does not count people, or that it does.
#[test]
fn an_indicator_may_be_hidden_or_not_whatever_its_unit() {
    let mut case = case(&[("A", "3"), ("B", "4"), ("C％", "5")]);
    case.plan.indicators[0].secrecy = Some(false);
    case.plan.indicators[2].secrecy = Some(true);
    assert_eq!(case.hidden(2026, &rule(10, 8)), ["B2026", "C％2026"]);
}

/// 10,000 indicators: 1,000 sums of nine parts, of which three are small.
#[test]
fn a_large_plan_takes_moments() {
    let mut figures: Vec<(String, String)> = Vec::new();
    for group in 0..1000_u32 {
        let value =
            |p: u32| if p.is_multiple_of(3) { 1 + group % 9 } else { 20 + group + p };
        let parts = (0..9).map(|p| (format!("{group}-{p}"), value(p).to_string()));
        figures.extend(parts);
        let total: u32 = (0..9).map(value).sum();
        figures.push((format!("T{group}"), total.to_string()));
    }
    let figures: Vec<(&str, &str)> = figures.iter().map(|(a, b)| (&**a, &**b)).collect();
    let mut case = case(&figures);
    for group in 0..1000 {
        let parts = (0..9).map(|p| group * 10 + p).collect();
        let kind = CompositionKind::Total { whole: group * 10 + 9, parts };
        case = case.with(kind);
    }
    let hidden = case.hidden(2026, &rule(10, 8));
    // Of 1 + 1 + 1 and of 9 + 9 + 9 nothing is open, of the sums between them enough.
    assert!(hidden.len() > 3000 && hidden.len() < 4000, "{}", hidden.len());
}
