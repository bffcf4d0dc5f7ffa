//! Any bytes as a picture of 画像 and of 印刷.

#![no_main]

use std::panic::{catch_unwind, set_hook};

use libfuzzer_sys::fuzz_target;
use tenken_fuzz::read::picture::{inspect, inspect_inked, likeness, without_metadata};

fuzz_target!(
    // The decoders may panic inside; libFuzzer would stop there.
    init: set_hook(Box::new(|_| {})),
    |data: &[u8]| {
        let outcome = catch_unwind(|| {
            let seen = inspect(data);
            let inked = inspect_inked(data);
            assert!(seen.is_err() || inked.is_err(), "both for the screen and in ink");
            if let Ok(seen) = seen {
                // What is published is the same picture.
                assert_eq!(inspect(&without_metadata(data)).ok(), Some(seen));
            }
            if let Some(like) = likeness(data, data) {
                assert!((like - 1.0).abs() < 1e-6, "not like itself: {like}");
            }
        });
        if outcome.is_err() {
            eprintln!("a panic came out of the pictures");
            std::process::abort();
        }
    }
);
