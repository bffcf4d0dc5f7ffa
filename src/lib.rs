//! tenken（点検）: the evaluation workbooks that departments return → the publications of
//! a municipal plan.
//!
//! ```text
//!  input/ ─fs─► bytes ─read─► Plan, Evaluations (+ Diagnostics) ─rules─► Diagnostics
//!                                      │ no errors
//!                           model::progress::join ─► Progress
//!                          export: booklet · table · notice · manifest
//!  output/ ◄─fs::commit─ all or nothing, manifest last
//! ```
//!
//! `model` knows no files, `read` opens none, `rules` and `export` are pure, `fs` is the
//! only module that touches the disk, and nothing asks the clock. See `ARCHITECTURE.md`.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod catalog;
pub mod colour;
pub mod config;
pub mod diag;
pub mod export;
pub mod fs;
pub mod look;
pub mod model;
pub mod pipeline;
pub mod preflight;
pub mod read;
pub mod readability;
pub mod rules;
pub mod sample;
pub mod secrecy;
pub mod text;
pub mod tokens;
pub mod typeset;
pub mod verify;
