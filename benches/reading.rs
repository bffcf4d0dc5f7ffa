//! Reading, against the least that reading can cost: every part inflated and every XML
//! event of it seen. Both in one run, on the same bytes. `cargo bench --bench reading`.

#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;
use std::io::{BufReader, Cursor};
use std::sync::OnceLock;

use divan::Bencher;
use quick_xml::events::Event;
use rust_xlsxwriter::{Format, Workbook};
use tenken::read::grid;

fn main() {
    divan::main();
}

/// A book of sentences, figures, percentages and repeated words.
fn book(rows: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let percent = Format::new().set_num_format("0.0%");
    for row in 0..rows {
        for col in 0..25u16 {
            match col % 5 {
                0 => drop(
                    sheet.write_string(row, col, format!("事業{row}-{col}")).unwrap(),
                ),
                1 => drop(sheet.write_number(row, col, f64::from(row * 3 + 1)).unwrap()),
                2 => drop(sheet.write_string(row, col, "継続").unwrap()),
                3 => {
                    let value = f64::from(row % 1_000) / 1_000.0;
                    sheet.write_number_with_format(row, col, value, &percent).unwrap();
                }
                _ => drop(sheet.write_number(row, col, f64::from(row) / 8.0).unwrap()),
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// (a) the returned books of a small city.
fn city() -> &'static Vec<Vec<u8>> {
    static BOOKS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    BOOKS.get_or_init(|| (0..20).map(|_| book(40)).collect())
}

/// (b) one book of 100,000 rows.
fn large() -> &'static Vec<Vec<u8>> {
    static BOOKS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    BOOKS.get_or_init(|| vec![book(100_000)])
}

fn floor(books: &[Vec<u8>]) -> usize {
    let mut events = 0;
    for bytes in books {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for i in 0..archive.len() {
            let part = BufReader::with_capacity(1 << 16, archive.by_index(i).unwrap());
            let mut reader = quick_xml::Reader::from_reader(part);
            let mut buffer = Vec::new();
            loop {
                buffer.clear();
                match reader.read_event_into(&mut buffer).unwrap() {
                    Event::Eof => break,
                    event => {
                        black_box(&event);
                        events += 1;
                    }
                }
            }
        }
    }
    events
}

fn ours(books: &[Vec<u8>]) -> usize {
    books.iter().map(|b| grid::read(b).unwrap()[0].cells.len()).sum()
}

#[divan::bench(sample_count = 30)]
fn a_twenty_books_floor(bencher: Bencher) {
    let books = city();
    bencher.bench_local(|| floor(books));
}

#[divan::bench(sample_count = 30)]
fn a_twenty_books_ours(bencher: Bencher) {
    let books = city();
    bencher.bench_local(|| ours(books));
}

#[divan::bench(sample_count = 5)]
fn b_hundred_thousand_rows_floor(bencher: Bencher) {
    let books = large();
    bencher.bench_local(|| floor(books));
}

#[divan::bench(sample_count = 5)]
fn b_hundred_thousand_rows_ours(bencher: Bencher) {
    let books = large();
    bencher.bench_local(|| ours(books));
}
