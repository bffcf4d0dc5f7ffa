//! 秘匿: which values are not published, and why.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::model::year::FiscalYear;

/// Why a value is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// 数が小さい (一次秘匿).
    Small,
    /// The 課 itself wrote x.
    Division,
    /// Another hidden value could be computed from it (二次秘匿).
    Guards {
        /// The indicator of that value.
        indicator: usize,
        /// Its year.
        year: FiscalYear,
    },
}

/// One value that is not published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Position in [`crate::model::plan::Plan::indicators`].
    pub indicator: usize,
    /// The year it is a value of.
    pub year: FiscalYear,
    /// The value, in the indicator's unit; `None` where the 課 wrote x.
    pub value: Option<Decimal>,
    /// Why.
    pub why: Why,
}

/// A hidden value that stays computable within less than the configured width.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposed {
    /// Position in [`crate::model::plan::Plan::indicators`].
    pub indicator: usize,
    /// The year it is a value of.
    pub year: FiscalYear,
    /// The range that can be computed, in the indicator's unit; `None` where it could
    /// not be determined.
    pub range: Option<(f64, f64)>,
}

/// All that is hidden in the publications of one year.
#[derive(Debug, Clone, Default)]
pub struct Secrecy {
    secrets: Vec<Secret>,
    places: HashMap<(usize, FiscalYear), usize>,
    /// What could not be protected.
    pub exposed: Vec<Exposed>,
    /// Small values that are public already, because the plan holds them as 基準値.
    pub in_plan: Vec<(usize, FiscalYear)>,
}

impl Secrecy {
    /// Of these values, by year and order of the plan.
    pub fn new(mut secrets: Vec<Secret>, exposed: Vec<Exposed>) -> Self {
        secrets.sort_by_key(|s| (s.year, s.indicator));
        let places = secrets.iter().enumerate();
        let places = places.map(|(i, s)| ((s.indicator, s.year), i)).collect();
        Secrecy { secrets, places, exposed, in_plan: Vec::new() }
    }

    /// The hidden values.
    pub fn secrets(&self) -> &[Secret] {
        &self.secrets
    }

    /// The hidden value of an indicator in a year.
    pub fn of(&self, indicator: usize, year: FiscalYear) -> Option<&Secret> {
        self.places.get(&(indicator, year)).map(|i| &self.secrets[*i])
    }
}
