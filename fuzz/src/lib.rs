//! The reading half of tenken and the preflight of PDF under their own module names,
//! without the typesetter.

// A target uses its part of what is taken from ../src, which is judged there.
#![allow(dead_code, missing_docs, clippy::all)]

#[path = "../../src"]
mod sources {
    pub mod catalog;
    pub mod config;
    pub mod diag;
    pub mod model;
    pub mod preflight;
    pub mod read;
    pub mod text;
}

pub use sources::{catalog, config, diag, model, preflight, read, text};
