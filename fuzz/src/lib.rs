//! The reading half of tenken under its own module names, without the typesetter.

#![allow(dead_code, missing_docs, clippy::all)]

#[path = "../../src"]
mod sources {
    pub mod catalog;
    pub mod config;
    pub mod diag;
    pub mod model;
    pub mod read;
    pub mod text;
}

pub use sources::{catalog, config, diag, model, read, text};
