//! The reading half of tenken under its own module names, without the typesetter.

#![allow(dead_code, missing_docs, clippy::all)]

#[path = "../../src/catalog.rs"]
pub mod catalog;
#[path = "../../src/config.rs"]
pub mod config;
#[path = "../../src/diag.rs"]
pub mod diag;
#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/read/mod.rs"]
pub mod read;
#[path = "../../src/text.rs"]
pub mod text;
