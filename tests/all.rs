//! All tests of the product from outside, as one program: linking the typesetter once
//! instead of once a file is most of the time of a test run.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs
)]

mod common;
mod reader;

mod boundaries;
mod cli;
mod extreme;
mod figures;
mod fonts;
mod glyphs;
mod hostile;
mod kinsoku;
mod layouts;
mod look;
mod manuscript;
mod mutations;
mod names;
mod open_data;
mod plain_typst;
mod preflight;
mod press;
mod press_pictures;
mod proof;
mod readability;
mod secrecy;
mod suite;
mod tags;
mod templates;
mod text;
mod verify;
mod web;
mod widths;
mod words;
