//! Bytes of the plan folder → the model, with a diagnostic for whatever is odd.
//!
//! Nothing here opens a file: bytes come in, values and findings go out.

pub mod book;
pub mod config;
pub mod decisions;
pub mod grid;
pub mod layout;
pub mod ledger;
pub mod manuscript;
pub mod names;
pub mod picture;
pub mod plan;
pub mod row_words;
pub mod sheet;
pub mod submission;
pub mod table;
pub mod toml_words;
pub mod trouble;
pub mod value;
