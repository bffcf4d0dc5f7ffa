//! レベル3: what makes the values comparable.

use std::collections::BTreeSet;

use super::columns::{Column, Figure, Grid, figure};
use super::{Faults, Subject, Verdict, fault, verdict, years};
use crate::model::year::FiscalYear;
use crate::read::grid::CellValue;

/// Judges one rule.
pub fn judge(id: &str, s: &Subject) -> Verdict {
    let mut faults = Faults::default();
    let grids = || s.grids.iter().filter(|g| !g.is_empty());
    match id {
        "L3-01" => grids().for_each(|g| first_row(g, &mut faults)),
        "L3-02" => return codes(s),
        "L3-03" => return signs(s),
        "L3-04" => grids().for_each(|g| units(s, g, &mut faults)),
        "L3-05" => return times(s),
        "L3-06" => return regions(s),
        "L3-07" => return years::judge(s),
        "L3-08" => described(s, &mut faults),
        _ => grids().for_each(|g| wide(g, &mut faults)),
    }
    verdict(faults)
}

fn first_row(g: &Grid, faults: &mut Faults) {
    let texts = g.columns.iter().all(|c| {
        let title = g.sheet.cells.get(&(g.header, c.index));
        title.is_none_or(|v| matches!(v, CellValue::Text(_)))
    });
    if g.header != 0 {
        let text = "1行目が項目名でありません。表題や空の行を除いてください";
        faults.push(fault(g.name(), "1行", text));
    } else if !texts {
        let text = "1行目に数値があり、項目名の行に見えません";
        faults.push(fault(g.name(), "1行", text));
    }
}

/// Columns whose values are codes in letters.
fn coded(column: &Column) -> bool {
    let distinct = column.distinct();
    let code = |v: &String| {
        v.len() <= 20
            && v.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && v.bytes().any(|b| b.is_ascii_alphabetic())
    };
    let named = column.is_name() && column.title.to_lowercase().ends_with("id");
    !named
        && distinct.len() <= 20
        && column.cells.len() >= 10
        && column.cells.len() >= 3 * distinct.len()
        && distinct.iter().all(code)
}

fn codes(s: &Subject) -> Verdict {
    let mut any = false;
    let mut faults = Faults::default();
    for g in &s.grids {
        for column in g.columns.iter().filter(|c| coded(c)) {
            any = true;
            let entry = s.definitions.entry(g.name(), &column.title);
            if !s.definitions.has_codes && !entry.has_codes {
                let text = "コードの意味を示すコード表がありません。別の表かシートで示してください";
                faults.push(fault(g.name(), column.name(), text));
            }
        }
    }
    match any {
        true => verdict(faults),
        false => Verdict::NotJudged("コードの列がありません"),
    }
}

fn signs(s: &Subject) -> Verdict {
    let mut any = false;
    let mut faults = Faults::default();
    for g in &s.grids {
        for column in g.columns.iter().filter(|c| c.is_figures()) {
            let sign = column.cells.iter().find(|(_, v)| figure(v) == Figure::Sign);
            any |= sign.is_some();
            if let Some((row, value)) = sign.filter(|_| !s.definitions.has_codes) {
                let text = format!(
                    "数値の列に記号「{}」があり、その意味が書かれていません",
                    value.text()
                );
                faults.push(fault(g.name(), column.at(*row), text));
            }
        }
    }
    match any {
        true => verdict(faults),
        false => Verdict::NotJudged("数値の列に特殊記号がありません"),
    }
}

fn units(s: &Subject, g: &Grid, faults: &mut Faults) {
    let beside = g.columns.iter().any(|c| {
        c.title.contains("単位") || c.title.to_lowercase().split('_').any(|w| w == "unit")
    });
    for column in g.columns.iter().filter(|c| c.is_figures() && !c.is_time()) {
        let title = &column.title;
        let in_title = title.contains(['（', '(', '％', '%'])
            || ["率", "割合", "数", "人口", "額", "年齢"]
                .iter()
                .any(|w| title.ends_with(w));
        let flag = column.distinct().iter().all(|v| matches!(&**v, "0" | "1"));
        let entry = s.definitions.entry(g.name(), title);
        if !beside && !in_title && !flag && entry.unit.is_empty() {
            let text = format!(
                "数値の列「{title}」の単位が分かりません。項目名か単位の列で示してください"
            );
            faults.push(fault(g.name(), column.name(), text));
        }
    }
}

/// 和暦 and western years in a column of times.
fn times(s: &Subject) -> Verdict {
    let mut any = false;
    let mut faults = Faults::default();
    for g in &s.grids {
        let times: Vec<&Column> = g.columns.iter().filter(|c| c.is_time()).collect();
        let era = |text: &str| {
            let first = text.chars().next();
            first.is_some_and(|c| "令平昭RrHhSs㋿".contains(c))
                && FiscalYear::parse(text).is_some()
        };
        let western = |text: &str| {
            text.get(..4)
                .and_then(|y| y.parse::<u16>().ok())
                .is_some_and(|y| (1900..=2100).contains(&y))
        };
        let has_western =
            times.iter().any(|c| c.cells.iter().any(|(_, v)| western(&v.text())));
        for column in times {
            any |= !column.cells.is_empty();
            let alone = column.cells.iter().find(|(_, v)| era(&v.text()));
            if let Some((row, value)) = alone.filter(|_| !has_western) {
                let text = format!(
                    "「{}」に西暦がありません。西暦の列を添えてください",
                    value.text()
                );
                faults.push(fault(g.name(), column.at(*row), text));
            }
        }
    }
    match any {
        true => verdict(faults),
        false => Verdict::NotJudged("時間を示す列がありません"),
    }
}

fn regions(s: &Subject) -> Verdict {
    let mut any = false;
    let mut faults = Faults::default();
    let words = [
        "都道府県",
        "市町村",
        "市区町村",
        "自治体",
        "団体名",
        "地域名",
        "municipality",
        "prefecture",
    ];
    for g in &s.grids {
        let regions: Vec<&Column> = g
            .columns
            .iter()
            .filter(|c| words.iter().any(|w| c.title.to_lowercase().contains(w)))
            .collect();
        any |= regions.iter().any(|c| !c.cells.is_empty());
        let is_code = |t: &str| {
            (t.len() == 5 || t.len() == 6) && t.bytes().all(|b| b.is_ascii_digit())
        };
        let has_code = regions.iter().any(|c| {
            !c.cells.is_empty() && c.cells.iter().all(|(_, v)| is_code(&v.text()))
        });
        for column in
            regions.iter().filter(|c| !c.title.contains("コード") && !c.is_name())
        {
            let informal = column.cells.iter().find(|(_, v)| {
                !v.text().ends_with(['都', '道', '府', '県', '市', '区', '町', '村'])
            });
            if let Some((row, value)) = informal.filter(|_| !has_code) {
                let text = format!(
                    "「{}」は正式な地域の名でなく、地域コードもありません",
                    value.text()
                );
                faults.push(fault(g.name(), column.at(*row), text));
            }
        }
    }
    match any {
        true => verdict(faults),
        false => Verdict::NotJudged("地域を示す列がありません"),
    }
}

/// Definitions, ASCII names, character set, history.
fn described(s: &Subject, faults: &mut Faults) {
    for g in s.grids.iter().filter(|g| !g.is_empty()) {
        let undefined: BTreeSet<&str> = g
            .columns
            .iter()
            .filter(|c| !s.definitions.entry(g.name(), &c.title).is_defined)
            .map(|c| &*c.title)
            .collect();
        if let Some(first) = undefined.first() {
            let text = format!(
                "「{first}」など {} 列の定義がありません（datapackage.json か項目定義のシートで示してください）",
                undefined.len()
            );
            faults.push(fault(g.name(), "", text));
        }
        let local = g.columns.iter().find(|c| !c.title.is_ascii());
        if let Some(column) = local {
            let text =
                format!("項目名「{}」が英数字ではありません（物理名）", column.title);
            faults.push(fault(g.name(), column.at(g.header), text));
        }
    }
    if s.is_text() && !s.definitions.has_charset {
        let bom = if s.survey.has_bom { "あり" } else { "なし" };
        let text = format!("文字コードと BOM（{bom}）が、どこにも書かれていません");
        faults.push(fault("", "", text));
    }
    if !s.definitions.has_history {
        faults.push(fault("", "", "更新履歴か更新日が書かれていません"));
    }
}

/// Years, months or goals as columns.
fn wide(g: &Grid, faults: &mut Faults) {
    let period = |title: &str| {
        let digits: String = title.chars().filter(char::is_ascii_digit).collect();
        let year = (title.contains('年') || title.len() <= 4 && title.is_ascii())
            && !digits.is_empty();
        let era = ["令和", "平成", "昭和", "R", "H"].iter().any(|e| {
            title.strip_prefix(e).is_some_and(|rest| {
                rest.starts_with(|c: char| c.is_ascii_digit() || c == '元')
            })
        });
        let month = title.ends_with('月') && !digits.is_empty();
        year || era || month
    };
    let columns: Vec<&Column> = g.columns.iter().filter(|c| period(&c.title)).collect();
    if let [first, _, ..] = columns.as_slice() {
        let text = format!(
            "「{}」など、年や月ごとの列が {} 列あります。一行に一つの時点の縦持ちにしてください",
            first.title,
            columns.len()
        );
        faults.push(fault(g.name(), first.at(g.header), text));
    }
}
