//! Any manuscript (概要版.md).

#![no_main]

use libfuzzer_sys::fuzz_target;
use tenken_fuzz::diag::Sources;
use tenken_fuzz::read::{grid, manuscript};

fuzz_target!(|data: &[u8]| {
    let book = Sources::default().add_book("概要版.md");
    let text = grid::decode_text(data).replace("\r\n", "\n");
    manuscript::read(&text, book, &["事業数"], |name| {
        (name == "事業数").then(|| "111".to_owned())
    });
});
