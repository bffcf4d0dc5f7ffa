//! Any bytes as a PDF: looked at and judged, or one trouble; then what is said of it.

#![no_main]

use std::panic::{catch_unwind, set_hook};

use libfuzzer_sys::fuzz_target;
use tenken_fuzz::preflight::{Limits, inspect, judge};

fuzz_target!(
    // lopdf may panic inside; libFuzzer would stop there.
    init: set_hook(Box::new(|_| {})),
    |data: &[u8]| {
        let outcome = catch_unwind(|| {
            if let Ok(file) = inspect(data) {
                for page in &file.pages {
                    for mark in &page.marks {
                        let area = [mark.area.x0, mark.area.y0, mark.area.x1, mark.area.y1];
                        assert!(area.iter().all(|v| !v.is_nan()), "no number");
                    }
                }
                judge(&file, &Limits::default());
            }
        });
        if outcome.is_err() {
            eprintln!("a panic came out of the preflight");
            std::process::abort();
        }
    }
);
