//! Files that are made to harm: for each, the program ends by itself, in little time and
//! memory, and the good books beside it are read as ever.

#![cfg(target_os = "linux")]
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Peak memory of a run, in MiB.
const MAX_RSS: u64 = 512;
const MAX_TIME: Duration = Duration::from_secs(20);

/// A zip of parts, compressed.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_level(Some(1));
    for (name, data) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(data).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const WORKBOOK: &str =
    "<workbook><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets></workbook>";
const RELATIONS: &str = "<Relationships>\
    <Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
    <Relationship Id=\"r2\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/>\
    </Relationships>";

/// A workbook of one sheet; `strings` are its shared strings.
fn xlsx_with(sheet: &str, strings: &str) -> Vec<u8> {
    package(&[
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}

fn xlsx(sheet: &str) -> Vec<u8> {
    xlsx_with(sheet, "<sst/>")
}

fn sheet(data: &str) -> String {
    format!("<worksheet><sheetData>{data}</sheetData></worksheet>")
}

/// Writes another length over the one that every list of the zip declares.
fn declare(mut zip: Vec<u8>, real: u32, claimed: u32) -> Vec<u8> {
    let (real, claimed) = (real.to_le_bytes(), claimed.to_le_bytes());
    for at in 0..zip.len() - 4 {
        if zip[at..at + 4] == real {
            zip[at..at + 4].copy_from_slice(&claimed);
        }
    }
    zip
}

fn ods(content: &str) -> Vec<u8> {
    package(&[("content.xml", content.as_bytes())])
}

fn ods_table(rows: &str) -> String {
    format!("<office:spreadsheet><table:table>{rows}</table:table></office:spreadsheet>")
}

const XLS: &[u8] = include_bytes!("books/messy.xls");

/// Replaces the content of the first record of a kind in the .xls.
fn xls_record(kind: [u8; 2], content: &[u8]) -> Vec<u8> {
    let mut bytes = XLS.to_vec();
    let at = bytes.windows(4).position(|w| w[..2] == kind && w[3] < 0x20).unwrap() + 4;
    bytes[at..at + content.len()].copy_from_slice(content);
    bytes
}

/// A chain of sectors that runs in a circle.
fn xls_loop() -> Vec<u8> {
    let mut bytes = XLS.to_vec();
    let long =
        |b: &[u8], at: usize| u32::from_le_bytes(b[at..at + 4].try_into().unwrap());
    let fat = 512 * (long(&bytes, 76) as usize + 1);
    for sector in 0..128u32 {
        let at = fat + 4 * sector as usize;
        if long(&bytes, at) < 0xFFFF_FFF0 {
            let back = sector.saturating_sub(1);
            bytes[at..at + 4].copy_from_slice(&back.to_le_bytes());
        }
    }
    bytes
}

/// What a cell writes `count` times.
fn repeat(count: usize, one: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    for i in 0..count {
        out.push_str(&one(i));
    }
    out
}

/// Makes one of the files.
type Make = Box<dyn Fn() -> Vec<u8> + Send>;

fn books() -> Vec<(&'static str, Make)> {
    let mega = 1 << 20;
    let cell = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
    let bomb = || xlsx(&sheet(&" ".repeat(64 << 20)));
    let size = sheet("").len() as u32 + (64 << 20);
    let good = xlsx(&sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"));
    let mut list: Vec<(&str, Make)> = vec![
        ("two_gib.xlsx", Box::new(move || declare(bomb(), size, 2 << 30))),
        ("lying_length.xlsx", Box::new(move || declare(bomb(), size, 1_000))),
        ("one_token.xlsx", Box::new(bomb)),
        ("many_elements.xlsx", Box::new(move || xlsx(&sheet(&"<x/>".repeat(3 * mega))))),
        (
            "many_strings.xlsx",
            Box::new(move || {
                xlsx_with(
                    &sheet(cell),
                    &format!("<sst>{}</sst>", "<si><t>x</t></si>".repeat(4 * mega)),
                )
            }),
        ),
        (
            "long_string.xlsx",
            Box::new(move || {
                xlsx_with(
                    &sheet(cell),
                    &format!("<sst><si>{}</si></sst>", "<t>0123456789</t>".repeat(mega)),
                )
            }),
        ),
        (
            "string_often.xlsx",
            Box::new(move || {
                xlsx_with(
                    &sheet(&repeat(20_000, |_| {
                        "<row><c t=\"s\"><v>0</v></c></row>".to_owned()
                    })),
                    &format!("<sst><si><t>{}</t></si></sst>", "字".repeat(30_000)),
                )
            }),
        ),
        (
            "far_corners.xlsx",
            Box::new(move || {
                xlsx(
                    "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\">\
                 <v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>\
                 <row r=\"4294967295\"/></sheetData></worksheet>",
                )
            }),
        ),
        (
            "off_the_grid.xlsx",
            Box::new(move || {
                xlsx(&sheet("<row r=\"9999999\"><c r=\"ZZZ9999999\"><v>1</v></c></row>"))
            }),
        ),
        (
            "claimed_strings.xlsx",
            Box::new(move || {
                xlsx_with(
                    &sheet(cell),
                    "<sst count=\"1\" uniqueCount=\"18446744073709551615\"><si><t>a</t></si></sst>",
                )
            }),
        ),
        (
            "entities.xlsx",
            Box::new(move || {
                xlsx(&format!(
                    "<!DOCTYPE x [<!ENTITY a \"{}\">{}]>{}",
                    "a".repeat(1_000),
                    repeat(20, |i| format!(
                        "<!ENTITY b{i} \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                    )),
                    sheet("<row><c t=\"str\"><v>&b19;&a;</v></c></row>")
                ))
            }),
        ),
        ("nesting.xlsx", Box::new(move || xlsx(&"<a>".repeat(mega)))),
        (
            "shared_formula.xlsx",
            Box::new(move || {
                xlsx(&sheet(
                    "<row><c><f t=\"shared\" ref=\"A1:A9\" si=\"99999999999\">1</f><v>1</v></c></row>",
                ))
            }),
        ),
        (
            "control.xlsx",
            Box::new(move || {
                xlsx(&sheet(
                    "<row><c t=\"str\"><v>\u{1}\u{7}_x0000_\u{202e}</v></c></row>",
                ))
            }),
        ),
        (
            "merges.xlsx",
            Box::new(move || {
                xlsx(&format!(
                    "<worksheet><mergeCells>{}</mergeCells></worksheet>",
                    "<mergeCell ref=\"A1:XFD1048576\"/>".repeat(mega)
                ))
            }),
        ),
        (
            "hidden_columns.xlsx",
            Box::new(move || {
                xlsx(&format!(
                    "<worksheet><cols>{}</cols></worksheet>",
                    repeat(mega, |i| format!(
                        "<col min=\"{0}\" max=\"{0}\" hidden=\"1\"/>",
                        i % 8_000 * 2 + 1
                    ))
                ))
            }),
        ),
        (
            "hidden_rows.xlsx",
            Box::new(move || xlsx(&sheet(&"<row hidden=\"1\"/>".repeat(mega)))),
        ),
        (
            "one_part_often.xlsx",
            Box::new(move || {
                package(&[
                    (
                        "xl/workbook.xml",
                        format!(
                            "<workbook><sheets>{}</sheets></workbook>",
                            repeat(20_000, |i| format!(
                                "<sheet name=\"{i}\" r:id=\"r1\"/>"
                            ))
                        )
                        .as_bytes(),
                    ),
                    ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
                    (
                        "xl/worksheets/sheet1.xml",
                        sheet(&"<x/>".repeat(50_000)).as_bytes(),
                    ),
                ])
            }),
        ),
        (
            "paths.xlsx",
            Box::new(move || {
                package(&[
                    ("../../外へ.xml", b"x"),
                    ("/tmp/外へ.xml", b"x"),
                    ("xl\\workbook.xml", WORKBOOK.as_bytes()),
                    ("XL/_rels/Workbook.xml.RELS", RELATIONS.as_bytes()),
                ])
            }),
        ),
        ("fat_loop.xls", Box::new(xls_loop)),
        ("dimensions.xls", Box::new(move || xls_record([0x00, 0x02], &[0xFF; 12]))),
        ("record_length.xls", Box::new(move || xls_record([0xFC, 0], &[0xFF; 8]))),
        (
            "repeats.ods",
            Box::new(move || {
                ods(&ods_table(
                    "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell \
                 table:number-columns-repeated=\"16384\" office:value-type=\"float\" \
                 office:value=\"1\"/></table:table-row>",
                ))
            }),
        ),
        (
            "text_repeats.ods",
            Box::new(move || {
                ods(&ods_table(&format!(
                    "<table:table-row><table:table-cell table:number-columns-repeated=\"16384\" \
                 office:value-type=\"string\"><text:p>{}<text:s text:c=\"4000000000\"/></text:p>\
                 </table:table-cell></table:table-row>",
                    "字".repeat(50_000)
                )))
            }),
        ),
        (
            "cut_table.ods",
            Box::new(move || ods("<office:spreadsheet><table:table><table:table-row>")),
        ),
        ("quotes.csv", Box::new(move || "\"".repeat(50 * mega - 1).into_bytes())),
        ("commas.csv", Box::new(move || ",".repeat(50 * mega - 1).into_bytes())),
        ("lines.csv", Box::new(move || "\n".repeat(50 * mega - 1).into_bytes())),
        ("too_large.csv", Box::new(move || "a,".repeat(26 * mega).into_bytes())),
    ];
    for (i, name) in ["c0.xlsx", "c1.xlsx", "c2.xlsx", "c3.xlsx", "c4.xlsx", "c5.xlsx"]
        .into_iter()
        .enumerate()
    {
        let cut = good[..good.len() * i / 6 + 5].to_vec();
        list.push((name, Box::new(move || cut.clone())));
    }
    list
}

/// The most memory of the program so far, MiB, of `/proc/PID/status`. The kernel keeps the
/// mark; the last look before the end is close. `None` before the program has begun: until
/// then the process still has the memory of this one, with whatever tests run beside.
fn high_water(status: &str) -> Option<u64> {
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name));
    let begun = field("Name:")?.trim() == "tenken";
    let mark = field("VmHWM:")?.trim().strip_suffix(" kB")?;
    begun.then_some(mark.parse::<u64>().ok()? / 1024)
}

/// Runs the program with little address space; gives its output and its peak in MiB.
fn check(dir: &Path) -> Result<(String, u64), String> {
    let limit = "ulimit -v 1200000; exec \"$0\" check 計画";
    let start = Instant::now();
    let out = dir.join("stdout");
    let mut child = Command::new("sh")
        .args(["-c", limit, env!("CARGO_BIN_EXE_tenken")])
        .current_dir(dir)
        .stdout(std::fs::File::create(&out).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak = 0;
    let status = loop {
        let stat = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
        peak = peak.max(high_water(&stat.unwrap_or_default()).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > MAX_TIME {
            child.kill().unwrap();
            child.wait().unwrap();
            return Err("takes too long".to_owned());
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    if status.code().is_none_or(|code| code > 2) {
        return Err(format!("ended with {status}"));
    }
    Ok((std::fs::read_to_string(out).unwrap(), peak))
}

fn answers(text: &str) -> &str {
    text.lines().find(|l| l.contains("回答数")).unwrap_or("no answers counted")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn no_file_harms_the_run() {
    let root = tempfile::tempdir().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_tenken"))
        .args(["new", "計画", "--sample"])
        .current_dir(root.path())
        .output()
        .unwrap();
    assert!(made.status.success());
    let (good, peak) = check(root.path()).unwrap();
    assert!(peak > 0, "the memory was not seen");
    let queue = Mutex::new(books());
    let faults = Mutex::new(String::new());
    let one = || {
        while let Some((name, make)) = { queue.lock().unwrap().pop() } {
            let dir = tempfile::tempdir().unwrap();
            copy(&root.path().join("計画"), &dir.path().join("計画"));
            let place = dir.path().join("計画/評価/令和9年度").join(name);
            std::fs::write(&place, make()).unwrap();
            let fault = match check(dir.path()) {
                Err(fault) => Some(fault),
                Ok((_, peak)) if peak > MAX_RSS => Some(format!("{peak} MiB")),
                Ok((text, _)) if answers(&text) != answers(&good) => {
                    Some(answers(&text).to_owned())
                }
                Ok((text, _)) if !text.contains(name) => Some("is not named".to_owned()),
                Ok(_) => None,
            };
            if let Some(fault) = fault {
                writeln!(faults.lock().unwrap(), "{name}: {fault}").unwrap();
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(one);
        scope.spawn(one);
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn the_memory_is_that_of_the_program_alone() {
    let status = |name: &str| format!("Name:\t{name}\nVmHWM:\t  631808 kB\n");
    assert_eq!(high_water(&status("tenken")), Some(617));
    assert_eq!(high_water(&status("all-4b50eca84ec")), None);
    assert_eq!(high_water("Name:\ttenken\n"), None);
}
