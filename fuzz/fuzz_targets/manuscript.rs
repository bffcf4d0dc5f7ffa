//! Any manuscript (概要版.md).

#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use tenken_fuzz::diag::Sources;
use tenken_fuzz::read::{grid, manuscript};

fuzz_target!(|data: &[u8]| {
    let text = grid::decode_text(data).replace("\r\n", "\n");
    let desk = manuscript::Desk {
        book: Sources::default().add_book("概要版.md"),
        facts: &["事業数"],
        fact: &|name| (name == "事業数").then(|| "111".to_owned()),
        pictures: &BTreeMap::from([("画像/写真.jpg".to_owned(), data.to_vec())]),
    };
    manuscript::read(&text, &desk);
});
