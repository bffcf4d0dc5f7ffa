//! The published pages, re-read by an XML parser: well formed, every figure the model's,
//! every text escaped, nothing fetched, no script that runs.

use std::collections::BTreeMap;
use std::path::Path;

use crate::common::folder;
use quick_xml::Reader;
use quick_xml::events::Event;
use tenken::export::format::number;
use tenken::fs;
use tenken::model::progress::Progress;
use tenken::model::quantity::Reading;
use tenken::pipeline;
use tenken::read::grid;

/// Caption → rows of cell texts.
type Tables = BTreeMap<String, Vec<Vec<String>>>;

fn built(folder: &fs::PlanFolder) -> (Progress, BTreeMap<String, String>) {
    let mut checked = pipeline::check(folder, &mut |_| {});
    let artifacts = pipeline::build(&mut checked, &|path| path.starts_with("公開/"));
    let pages = artifacts.unwrap().into_iter().filter(|a| a.path.ends_with(".html"));
    let pages = pages.map(|a| (a.path, String::from_utf8(a.bytes).unwrap())).collect();
    (checked.progress.unwrap(), pages)
}

fn sample() -> (Progress, BTreeMap<String, String>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    built(&fs::read_plan_folder(&root, grid::is_book_name).unwrap())
}

fn main_part(page: &str) -> &str {
    let start = page.find("<main").unwrap();
    &page[start..page.find("</main>").unwrap() + "</main>".len()]
}

/// The tables of a page; panics where tags do not match.
fn tables(page: &str) -> Tables {
    let mut reader = Reader::from_str(main_part(page));
    reader.config_mut().check_end_names = true;
    let (mut found, mut caption, mut rows) = (Tables::new(), String::new(), Vec::new());
    let (mut text, mut row, mut depth) = (String::new(), Vec::new(), 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                depth += 1;
                match tag.name().as_ref() {
                    "caption" | "th" | "td" => text.clear(),
                    "tr" => row.clear(),
                    "table" => rows.clear(),
                    _ => {}
                }
            }
            Event::End(tag) => {
                depth -= 1;
                match tag.name().as_ref() {
                    "caption" => caption = text.clone(),
                    "th" | "td" => row.push(text.trim().to_owned()),
                    "tr" => rows.push(row.clone()),
                    "table" => {
                        let old = found.insert(caption.clone(), rows.clone());
                        assert!(old.is_none(), "two tables 「{caption}」");
                    }
                    _ => {}
                }
            }
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(name) => text.push(match &*name {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                _ => '\'',
            }),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found
}

#[test]
fn the_tallies_are_the_models() {
    let (p, pages) = sample();
    let found = tables(&pages["公開/index.html"]);
    let rows = &found["基本目標別の、評価ごとの事業数（令和9年度）"];
    let all = p.goals.iter().chain([&p.total]);
    assert_eq!(rows.len(), p.goals.len() + 2);
    for (row, tally) in rows[1..].iter().zip(all) {
        let mut wanted = vec![tally.projects.to_string()];
        wanted.extend(tally.by_grade.iter().map(usize::to_string));
        wanted.push((tally.ungraded + tally.unsubmitted).to_string());
        wanted.push(format!("{}％", number(tally.share().unwrap(), 1)));
        assert_eq!(row[2..], wanted, "{}", row[0]);
    }
    let trend = &found["「計画どおり」以上の事業数と割合"];
    for (row, history) in trend[1..].iter().zip(&p.history) {
        let total = history.total.as_ref();
        let wanted = total.map_or("－".to_owned(), |t| t.on_track.to_string());
        assert_eq!(row[3], wanted);
        assert_eq!(row[4] == "これから", total.is_none());
    }
}

#[test]
fn every_actual_stands_once_on_the_page_of_its_goal() {
    let (p, pages) = sample();
    let mut seen = 0;
    for (goal, own) in p.plan.goals.iter().enumerate() {
        let found = tables(&pages[&format!("公開/goal-{}.html", goal + 1)]);
        for (i, project) in p.plan.projects.iter().enumerate() {
            if p.plan.goal_of(project) != goal {
                continue;
            }
            let indicators: Vec<_> = p.plan.indicators_of(i).collect();
            if indicators.is_empty() {
                continue;
            }
            let rows = &found[&format!("「{}」の指標", project.name)];
            for ((index, indicator), row) in indicators.iter().zip(&rows[1..]) {
                assert_eq!(row[0], indicator.name, "{}", own.name);
                let reading = p.indicators[*index].actual(p.year);
                let wanted = match reading {
                    Some(Reading::Value(q)) => {
                        let about = if q.approx { "約" } else { "" };
                        format!("{about}{}", number(q.value, indicator.decimals))
                    }
                    Some(other) => other.label().to_owned(),
                    None => "未提出".to_owned(),
                };
                // 指標, 単位, 基準値, 令和8, 令和9.
                let inactive = !project.active_in(p.year) && row[4] == "－";
                assert!(row[4] == wanted || inactive, "{row:?} {wanted}");
                seen += 1;
            }
        }
    }
    assert_eq!(seen, p.indicators.len());
}

#[test]
fn no_page_fetches_or_runs_anything() {
    let (_, pages) = sample();
    assert_eq!(pages.len(), 8);
    for (name, page) in &pages {
        for part in ["src=", "@import", "url(http", "<link", "<iframe", "<object", "on"] {
            let part = if part == "on" { " onclick" } else { part };
            assert!(!page.contains(part), "{name}: {part}");
        }
        // The only script element holds data.
        let scripts = page.matches("<script").count();
        assert_eq!(
            page.matches("<script type=\"application/ld+json\">").count(),
            scripts
        );
        assert!(page.contains("default-src 'none'"));
        let fills = page.matches("{{").count();
        assert_eq!(fills, 0, "{name}");
    }
    let index = &pages["公開/index.html"];
    let data =
        index.split("ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["@type"], "Dataset");
    assert!(data["distribution"].as_array().unwrap().len() >= 15);
    assert_eq!(data["temporalCoverage"], "2026-04-01/2028-03-31");
}

#[test]
fn texts_of_departments_stay_texts() {
    let evil =
        "</script><script>alert(1)</script><img src=x onerror=alert(2)>{{main}}&amp;";
    let changes = format!(
        r#"about = "害"
[[edit]]
path = "評価/令和9年度/健康増進課.xlsx"
cell = "G2"
values = ['{evil}']
[[edit]]
path = "計画.xlsx"
sheet = "基本情報"
cell = "B2"
values = ['計画</title></script><script>alert(3)</script>']
"#
    );
    let (p, pages) = built(&folder(&toml::from_str(&changes).unwrap()));
    // Five projects stand on the one page.
    assert_eq!(pages.len(), 1);
    let page = &pages["公開/index.html"];
    assert_eq!(page.matches("<script").count(), 1);
    assert!(!page.contains("<img"));
    assert!(page.contains("&lt;img src=x onerror=alert(2)&gt;{{main}}&amp;amp;"));
    assert!(p.plan.basics.name.contains("</title>"));
    tables(page);
}
