//! Any settings file (tenken.toml).

#![no_main]

use libfuzzer_sys::fuzz_target;
use tenken_fuzz::diag::Sources;
use tenken_fuzz::read::{config, grid};

fuzz_target!(|data: &[u8]| {
    let book = Sources::default().add_book("tenken.toml");
    let _ = config::read(&grid::decode_text(data), book);
});
