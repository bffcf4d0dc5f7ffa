//! 秘匿: the published tables are attacked with linear programs, and every product is
//! searched for hidden numbers.

mod attacker;
mod town;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use tenken::config::Publication;
use tenken::export::open_data;
use tenken::pipeline;

use self::attacker::Known;
use self::town::{Series, Town, era};
use crate::common::book::Book;
use crate::reader::Pdf;

type Files = BTreeMap<String, Vec<u8>>;

/// Everything that is published in a year.
fn publish(town: &Town, year: u16) -> Files {
    let mut checked = pipeline::check(&town.folder(year), &mut |_| {});
    let wanted = |path: &str| !path.starts_with("印刷用");
    let made = pipeline::build(&mut checked, &wanted).unwrap();
    let files: Files = made.into_iter().map(|a| (a.path, a.bytes)).collect();
    let errors: Vec<&str> = checked.diagnostics.iter().map(|d| &*d.message).collect();
    assert!(files.contains_key("概要版.pdf"), "{errors:?}");
    files
}

/// The open data of a year, without typesetting.
fn csv_of(town: &Town, year: u16) -> Vec<u8> {
    let checked = pipeline::check(&town.folder(year), &mut |_| {});
    let progress = checked.progress.unwrap();
    let data = open_data::tables(&progress, Publication::default());
    let files = data.files(&progress).unwrap();
    let name = "公開/data/indicator_value.csv";
    files.into_iter().find(|(path, _)| path == name).unwrap().1
}

/// What all publications up to a year tell, from four products of each.
fn known_of(town: &Town, last: u16) -> Known {
    let mut known = Known::default();
    for year in 2026..=last {
        let files = publish(town, year);
        known.hidden.clear();
        known.read_csv(&files["公開/data/indicator_value.csv"]);
        let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
        assert!(known.read_workbook(&files["進捗状況一覧表.xlsx"], town) > 0);
        assert!(known.read_text(&text("概要版.txt"), town, year) == town.series.len());
        let pages = files.keys().filter(|p| p.ends_with(".html"));
        let seen: usize = pages.map(|p| known.read_page(&text(p), town)).sum();
        assert!(seen >= town.series.len());
    }
    known
}

/// The town stands against the attack, and would not if tenken did not know its 内訳.
fn stands(town: &Town, last: u16, hidden: &[(&str, u16)]) {
    let known = known_of(town, last);
    let found: Vec<(&str, u16)> =
        known.hidden.iter().map(|(id, year)| (&**id, *year)).collect();
    assert_eq!(found, hidden);
    assert_eq!(known.attack(town, last), []);
    let mut open = town.clone();
    open.compositions.clear();
    let mut naive = known_of(&open, last);
    naive.hidden.retain(|place| !naive.values.contains_key(place));
    assert!(!naive.attack(town, last).is_empty(), "the attack is blind");
}

/// 53 = 3 + 30 + 20.
#[test]
fn one_hidden_part() {
    let town = Town::new(&[("T", "53"), ("A", "3"), ("B", "30"), ("C", "20")]).ties(
        "合計",
        "T",
        "A、B、C",
        "",
    );
    stands(&town, 2026, &[("A", 2026), ("C", 2026)]);
}

/// 22 = 1 + 1 + 20.
#[test]
fn two_hidden_parts() {
    let town = Town::new(&[("T", "22"), ("A", "1"), ("B", "1"), ("C", "20")]).ties(
        "合計",
        "T",
        "A、B、C",
        "",
    );
    stands(&town, 2026, &[("A", 2026), ("B", 2026), ("C", 2026)]);
}

/// T = U + V, U = A + B, V = C + D; A = 2, D = 5.
#[test]
fn nested_totals() {
    let town = Town::new(&[
        ("T", "147"),
        ("U", "32"),
        ("V", "115"),
        ("A", "2"),
        ("B", "30"),
        ("C", "110"),
        ("D", "5"),
    ])
    .ties("合計", "T", "U、V", "")
    .ties("合計", "U", "A、B", "")
    .ties("合計", "V", "C、D", "");
    let hidden = [("A", 2026), ("B", 2026), ("C", 2026), ("D", 2026)];
    stands(&town, 2026, &hidden);
}

/// 累計 20 was published in full last year; 3 is new and small, and so is what the year
/// after would give back.
#[test]
fn a_running_total_over_years_and_last_years_publication() {
    let mut town =
        Town::new(&[("累", "20/23/50"), ("年", "20/3/27")]).ties("累計", "累", "年", "");
    town.since = 2027;
    stands(&town, 2027, &[("年", 2027), ("累", 2027)]);
    let known = known_of(&town, 2028);
    assert_eq!(known.attack(&town, 2028), []);
    // Last year's x stays x.
    assert!(known.hidden.contains(&("年".to_owned(), 2027)));
}

/// 3 of 200 is 1.5 ％.
#[test]
fn a_rate() {
    let town =
        Town::new(&[("率", "1.5"), ("A", "3"), ("B", "200")]).ties("率", "率", "A", "B");
    stands(&town, 2026, &[("A", 2026), ("率", 2026)]);
}

/// A stream of numbers that is the same everywhere (Numerical Recipes' quick generator).
struct Dice(u32);

impl Dice {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % n
    }

    fn count(&mut self) -> u32 {
        match self.below(6) {
            0 => 0,
            1 | 2 => 1 + self.below(9),
            3 => 10 + self.below(10),
            _ => 10 + self.below(90),
        }
    }
}

/// A two-way table of counts with its totals, a running total of one of them and a rate,
/// over two or three years.
fn random_town(dice: &mut Dice) -> (Town, u16) {
    let last = 2027 + dice.below(2) as u16;
    let (rows, cols) = (2 + dice.below(2), 2 + dice.below(2));
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut running = 0;
    for _ in 2026..=last {
        let mut sums: BTreeMap<String, u32> = BTreeMap::new();
        for r in 0..rows {
            for c in 0..cols {
                let n = dice.count();
                for id in
                    [format!("c{r}{c}"), format!("r{r}"), format!("k{c}"), "T".to_owned()]
                {
                    *sums.entry(id).or_default() += n;
                }
            }
        }
        running += sums["c00"];
        sums.insert("累".to_owned(), running);
        let (part, base) = (f64::from(sums["c11"]), f64::from(sums["T"]));
        let rate = if base == 0.0 { 0.0 } else { part * 100.0 / base };
        let rate = format!("{:.1}", (rate * 10.0 + 1e-9).round() / 10.0);
        for (id, n) in sums {
            values.entry(id).or_default().push(n.to_string());
        }
        values.entry("率".to_owned()).or_default().push(rate);
    }
    let texts: Vec<(String, String)> =
        values.into_iter().map(|(id, list)| (id, list.join("/"))).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(a, b)| (&**a, &**b)).collect();
    let join = |ids: Vec<String>| ids.join("、");
    let mut town = Town::new(&texts)
        .ties("合計", "T", &join((0..rows).map(|r| format!("r{r}")).collect()), "")
        .ties("合計", "T", &join((0..cols).map(|c| format!("k{c}")).collect()), "")
        .ties("累計", "累", "c00", "")
        .ties("率", "率", "c11", "T");
    for r in 0..rows {
        let parts = (0..cols).map(|c| format!("c{r}{c}")).collect();
        town = town.ties("合計", &format!("r{r}"), &join(parts), "");
    }
    for c in 0..cols {
        let parts = (0..rows).map(|r| format!("c{r}{c}")).collect();
        town = town.ties("合計", &format!("k{c}"), &join(parts), "");
    }
    town.width = [1, 4, 8][dice.below(3) as usize];
    town.since = 2026 + dice.below(2) as u16;
    (town, last)
}

/// Writes a file for the attack by another program (`.ci/secrecy.py`), where one is asked
/// for.
fn dump(town: u32, name: &str, bytes: &[u8]) {
    let Ok(folder) = std::env::var("SECRECY_DUMP") else { return };
    let folder = Path::new(&folder).join(format!("town-{town:02}"));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

/// What a reader of the publications knows beside them: the 内訳, the threshold, and (more
/// than he would) which values are small.
fn spec(town: &Town, last: u16, told: &[&(String, u16)]) -> Vec<u8> {
    let by_id = |of: &dyn Fn(&Series) -> serde_json::Value| {
        let all = town.series.iter().map(|s| (s.id.clone(), of(s)));
        all.collect::<serde_json::Map<_, _>>()
    };
    let small = town.series.iter().flat_map(|s| {
        let values = (2026..).zip(&s.values).filter(|(year, v)| {
            let count = v.parse::<f64>().unwrap_or(0.0);
            let small = count > 0.0 && count < f64::from(town.below);
            small && s.unit == "人" && *year >= town.since
        });
        values.map(|(year, _)| (s.id.clone(), year)).collect::<Vec<_>>()
    });
    let spec = serde_json::json!({
        "years": (2026..=last).collect::<Vec<u16>>(),
        "below": town.below,
        "width": town.width,
        "compositions": town.compositions,
        "units": by_id(&|s| s.unit.into()),
        "decimals": by_id(&|s| s.decimals.into()),
        "baseline": by_id(&|s| s.baseline.clone().into()),
        "small": small.collect::<Vec<_>>(),
        "told": told,
    });
    serde_json::to_vec(&spec).unwrap()
}

#[test]
fn random_towns_stand_against_the_attack() {
    let mut dice = Dice(20_271_126);
    let (mut hidden, mut naive) = (0, 0);
    // More of them for the other program, which waits for nobody.
    let towns = if std::env::var("SECRECY_DUMP").is_ok() { 40 } else { 10 };
    for number in 0..towns {
        let (town, last) = random_town(&mut dice);
        let mut known = Known::default();
        let mut undeclared = Known::default();
        let mut open = town.clone();
        open.compositions.clear();
        for year in 2026..=last {
            known.hidden.clear();
            let csv = csv_of(&town, year);
            known.read_csv(&csv);
            dump(number, &format!("{year}.csv"), &csv);
        }
        undeclared.read_csv(&csv_of(&open, last));
        hidden += known.hidden.len();
        let checked = pipeline::check(&town.folder(last), &mut |_| {});
        // What tenken says it cannot protect (W411), it may not be asked for.
        let told = |(id, _): &(String, u16)| {
            let name = Town::name(id);
            let mut list = checked.diagnostics.iter();
            list.any(|d| {
                d.rule.code == "W411"
                    && d.subject.as_ref().is_some_and(|s| s.contains(&name))
            })
        };
        let told: Vec<&(String, u16)> = known.hidden.iter().filter(|p| told(p)).collect();
        dump(number, "town.json", &spec(&town, last, &told));
        let found = known.attack(&town, last);
        let found: Vec<_> =
            found.iter().filter(|(place, ..)| !told.contains(&place)).collect();
        assert!(found.is_empty(), "town {number}: {found:?}\n{town:?}");
        naive += undeclared.attack(&town, last).len();
    }
    assert!(hidden > 50, "{hidden}");
    assert!(naive > 20, "without the second cells the attack finds only {naive}");
}

/// With thresholds this large every hidden number is one of a kind, so that it can be
/// searched for anywhere.
fn town_of_rare_numbers() -> Town {
    let mut town = Town::new(&[
        ("T", "90123/84074"),
        ("A", "20000/737"),
        ("B", "40000/31337"),
        ("C", "30123/52000"),
    ])
    .ties("合計", "T", "A、B、C", "");
    // 739 + 31337 + 52000 is 84076, not 84074: a finding whose numbers are told too.
    town.below = 1000;
    town.width = 500;
    town.since = 2027;
    town.series[1].baseline = "15000".to_owned();
    // The book that こども課 sends later, with another value.
    let mut later = town.clone();
    later.series[1].values[1] = "739".to_owned();
    later.activities = "延べ739人を預かった。".to_owned();
    town.books.push(Book {
        path: format!("評価/{}/こども課_第2版.xlsx", era(2027)),
        ..later.book(2027)
    });
    town
}

/// All text of a file, whatever it is: parts of a package, text of a PDF.
fn texts(path: &str, bytes: &[u8]) -> Vec<(String, String)> {
    if path.ends_with(".xlsx") {
        let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let names: Vec<String> =
            package.file_names().map(|n| n.unwrap().into_owned()).collect();
        let part = |name: String| {
            let mut text = String::new();
            package.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
            (format!("{path}/{name}"), text)
        };
        return names.into_iter().map(part).collect();
    }
    if path.ends_with(".pdf") {
        let tree = Pdf::read(bytes).tree();
        // 代替文 are attributes of tags.
        let all: Vec<String> = tree.all().iter().map(|t| format!("{t:?}")).collect();
        return vec![(path.to_owned(), format!("{}\n{}", tree.text(), all.join("\n")))];
    }
    vec![(path.to_owned(), String::from_utf8_lossy(bytes).into_owned())]
}

#[test]
fn no_product_holds_a_hidden_number() {
    let town = town_of_rare_numbers();
    let files = publish(&town, 2027);
    let secret = ["737", "739", "84076", "31337", "31,337", "７３７", "七百三十七"];
    let (mut searched, mut marks) = (0, 0);
    for (path, bytes) in &files {
        if path.starts_with("確認/") || path == "manifest.json" {
            continue;
        }
        for (part, text) in texts(path, bytes) {
            searched += 1;
            marks += usize::from(text.contains("秘匿"));
            for number in secret {
                let free = |at: usize| {
                    let digit = |c: char| c.is_ascii_digit();
                    !text[..at].ends_with(digit)
                        && !text[at + number.len()..].starts_with(digit)
                };
                // The sentence itself is the department's, and has its own finding.
                let mut places = text.match_indices(number).map(|(at, _)| at);
                let leak = places
                    .find(|at| free(*at) && !text[*at..].starts_with("739人を預かった"));
                let around = leak.map(|at| {
                    let start = text[..at].char_indices().rev().nth(60);
                    let start = start.map_or(0, |(i, _)| i);
                    text[start..].chars().take(130).collect::<String>()
                });
                assert!(leak.is_none(), "{part}: {number}: {around:?}");
            }
        }
    }
    assert!(searched > 30 && marks >= 6, "{searched} {marks}");
    // Where to look for a hidden value is no matter for readers.
    let book = texts("一覧表.xlsx", &files["進捗状況一覧表.xlsx"]);
    assert!(book.iter().all(|(_, text)| !text.contains("E412")));
    let found = texts("", &files["確認/diagnostics.json"]);
    assert!(found[0].1.contains("E412") && found[0].1.contains("W410"));
    // What stays in the office says what was hidden, and why.
    let record = &files["確認/秘匿の記録.xlsx"];
    let parts = texts("記録.xlsx", record);
    let all: String = parts.into_iter().map(|(_, text)| text).collect();
    assert!(all.contains("739"));
    assert!(all.contains("31,337") && all.contains("1000未満"));
    // The report of the year is made of the same values.
    assert!(files.contains_key(pipeline::REPORT));
}

#[test]
fn the_publications_of_a_hiding_town_verify() {
    let town = Town::new(&[("T", "53"), ("A", "3"), ("B", "30"), ("C", "20")]).ties(
        "合計",
        "T",
        "A、B、C",
        "",
    );
    let folder = town.folder(2026);
    let mut checked = pipeline::check(&folder, &mut |_| {});
    let made = pipeline::build(&mut checked, &|p| !p.starts_with("印刷用")).unwrap();
    let files: Files = made.into_iter().map(|a| (a.path, a.bytes)).collect();
    let verified = pipeline::verify(&files, Some(&folder), &mut |_| {}).unwrap();
    let said: Vec<&str> = verified.diagnostics.iter().map(|d| &*d.message).collect();
    assert!(said.is_empty(), "{said:?}");
    assert!(verified.figures > 0);
}
