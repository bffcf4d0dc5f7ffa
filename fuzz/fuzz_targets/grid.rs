//! Any bytes → sheets or one trouble. The parsers may panic inside, never outside.

#![no_main]

use std::panic::{catch_unwind, set_hook};

use libfuzzer_sys::fuzz_target;
use tenken_fuzz::read::grid::{self, CellValue};

fuzz_target!(
    // libFuzzer would stop at panics that are caught inside.
    init: set_hook(Box::new(|_| {})),
    |data: &[u8]| {
        let outcome = catch_unwind(|| {
            for name in ["a.xlsx", "a.csv"] {
                let Ok((_, sheets)) = grid::read_named(data, name) else { continue };
                for sheet in &sheets {
                    check(sheet);
                }
            }
            grid::decode_text(data);
        });
        if outcome.is_err() {
            eprintln!("a panic came out of the reader");
            std::process::abort();
        }
    }
);

fn check(sheet: &grid::Sheet) {
    let places: Vec<_> = sheet.cells.keys().collect();
    assert!(places.windows(2).all(|w| w[0] < w[1]), "cells out of order");
    assert!(places.iter().all(|at| at.0 < 1_048_576 && at.1 < 16_384), "off the grid");
    for (_, value) in &sheet.cells {
        assert!(!matches!(value, CellValue::Text(t) if t.is_empty()), "an empty cell");
        value.text();
    }
    for merge in &sheet.merges {
        assert!(merge.start <= merge.end && merge.end.0 < 1_048_576);
    }
    assert!(sheet.hidden_rows.windows(2).all(|w| w[0] < w[1]));
    assert!(sheet.hidden_cols.iter().all(|(a, b)| a <= b && *b < 16_384));
}
