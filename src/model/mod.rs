//! The plan, the evaluations, and what is computed from them.
//!
//! Nothing here reads files, knows Typst or asks the clock.

pub mod evaluation;
pub mod file_name;
pub mod manuscript;
pub mod passage;
pub mod personal;
pub mod plan;
pub mod progress;
pub mod quantity;
pub mod rate;
pub mod reconcile;
pub mod secrecy;
pub mod year;
