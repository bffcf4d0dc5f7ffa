//! What people do to a form.

use toml::Value;

use super::Dice;
use super::form::{Column, Form, Kind, Line, Shape};
use super::town::Town;

/// Damages a form in one way.
pub fn apply(town: &Town, form: &mut Form, dice: &mut Dice) {
    let done = match dice.below(15) {
        0 => blank_or_note_rows(form, dice),
        1 => more_columns(form, dice),
        2 => fewer_columns(form, dice),
        3 => other_order(form, dice),
        4 => sheet_name(form, dice),
        5 | 6 => synonyms(form, dice),
        7 => merged(form),
        8 | 9 => values(form, dice),
        10 | 11 => names(form, dice),
        12 => titles(town, form, dice),
        13 => sums(form, dice),
        _ => format(form, dice),
    };
    form.damages.push(done);
}

/// A line that belongs to no 事業, with one text in it.
fn line(form: &Form, col: usize, text: &str) -> Line {
    let mut cells = vec![Value::from(""); form.columns.len()];
    cells[col] = text.into();
    Line { project: None, first: false, cells }
}

fn blank_or_note_rows(form: &mut Form, dice: &mut Dice) -> &'static str {
    for _ in 0..1 + dice.below(3) {
        let texts = ["", "", "※実績値は3月末現在", "（注）前年度の数を含まない。"];
        let text = *dice.pick(&texts);
        let at = dice.below(form.lines.len() + 1);
        form.lines.insert(at, line(form, 0, text));
    }
    "rows"
}

fn more_columns(form: &mut Form, dice: &mut Dice) -> &'static str {
    let titles = ["", "備考", "担当者", "予算額（千円）", "関係団体", "予備"];
    let title = *dice.pick(&titles);
    let at = match form.shape {
        // A column inside a group of years or indicators is another form.
        Shape::TwoRows | Shape::Groups | Shape::GroupsTwoRows | Shape::Cards => {
            form.columns.len()
        }
        Shape::List => dice.below(form.columns.len() + 1),
    };
    form.columns
        .insert(at, Column { parent: "", title: title.to_owned(), kind: Kind::Extra });
    for (i, line) in form.lines.iter_mut().enumerate() {
        let cell = match title {
            "備考" if line.first && i % 2 == 0 => "3月に聞き取り".into(),
            "担当者" if line.first => "見本　花子".into(),
            "予算額（千円）" if line.first => Value::from(1200 + i as i64),
            "関係団体" if line.first => "社会福祉協議会".into(),
            _ => Value::from(""),
        };
        line.cells.insert(at, cell);
    }
    "column"
}

fn remove(form: &mut Form, col: usize) {
    form.columns.remove(col);
    for line in &mut form.lines {
        line.cells.remove(col);
    }
}

fn fewer_columns(form: &mut Form, dice: &mut Dice) -> &'static str {
    let spare = [Kind::Unit, Kind::Target, Kind::Issues, Kind::IndicatorId, Kind::Number];
    if let Some(col) = form.column(*dice.pick(&spare)) {
        remove(form, col);
    }
    "fewer"
}

fn other_order(form: &mut Form, dice: &mut Dice) -> &'static str {
    if form.shape == Shape::TwoRows {
        return "kept";
    }
    for _ in 0..1 + dice.below(4) {
        let (a, b) = (dice.below(form.columns.len()), dice.below(form.columns.len()));
        form.columns.swap(a, b);
        for line in form.lines.iter_mut().filter(|l| l.project.is_some()) {
            line.cells.swap(a, b);
        }
    }
    "order"
}

fn sheet_name(form: &mut Form, dice: &mut Dice) -> &'static str {
    let names = ["Sheet1", "評価 ", "R9調査票（提出用）", "様式第１号", "Ｒ９こども計画"];
    form.sheet = (*dice.pick(&names)).to_owned();
    "sheet"
}

/// Other words for a header.
fn words(kind: Kind, two_rows: bool) -> &'static [&'static str] {
    match kind {
        Kind::Number => &["事業番号", "No.", "事業No", "№", "整理番号"],
        Kind::Name => {
            &["事務事業名", "取組名", "事業の名称", "事業名（取組名）", "事 業 名"]
        }
        Kind::Indicator => {
            &["指標", "成果指標", "評価指標", "指標の名称", "指標名\n（計画書のとおり）"]
        }
        Kind::Actual if two_rows => &["実績", "実績値", "実績数"],
        Kind::Actual => &[
            "令和9年度実績値",
            "実績値（令和9年度）",
            "R9実績値",
            "今年度実績値",
            "実績値\n※数値のみ",
            "実　績　値",
        ],
        Kind::Target if two_rows => &["目標", "計画値"],
        Kind::Target => {
            &["令和9年度目標値", "目標", "計画値", "R9目標値", "本年度目標値"]
        }
        Kind::Activities => &[
            "取組内容",
            "①取組実績\n※具体的に",
            "実施状況",
            "令和９年度の取組実績（400字以内）",
            "主な取組の内容",
        ],
        Kind::Grade => {
            &["評価区分", "自己評価", "達成度", "(3)評価（A〜C）", "担当課評価"]
        }
        Kind::Reason => {
            &["評価理由", "評価の根拠", "（４）評価の理由\n※A・Cは必須", "理由"]
        }
        Kind::Issues => &["今後の課題", "課題・問題点", "⑤課題"],
        Kind::Unit => &["単 位", "指標の単位", "（単位）"],
        _ => &[],
    }
}

fn synonyms(form: &mut Form, dice: &mut Dice) -> &'static str {
    let two_rows = form.shape == Shape::TwoRows;
    for _ in 0..1 + dice.below(4) {
        let col = dice.below(form.columns.len());
        let words = words(form.columns[col].kind, two_rows);
        if !words.is_empty() {
            form.columns[col].title = (*dice.pick(words)).to_owned();
        }
    }
    "synonyms"
}

fn merged(form: &mut Form) -> &'static str {
    form.merged = true;
    "merged"
}

/// 1234567 → 1,234,567.
fn with_commas(text: &str) -> String {
    let (whole, rest) =
        text.split_once('.').map_or((text, ""), |(w, _)| (w, &text[w.len()..]));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out + rest
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap(),
            c => c,
        })
        .collect()
}

fn values(form: &mut Form, dice: &mut Dice) -> &'static str {
    let (Some(actual), unit) = (form.column(Kind::Actual), form.column(Kind::Unit))
    else {
        return "kept";
    };
    for line in form.lines.iter_mut().filter(|l| l.project.is_some()) {
        let text = match &line.cells[actual] {
            Value::Integer(n) => n.to_string(),
            Value::Float(n) => n.to_string(),
            _ => continue,
        };
        let unit = unit.and_then(|u| line.cells[u].as_str()).unwrap_or_default();
        line.cells[actual] = match dice.below(8) {
            0 => wide(&text),
            1 => with_commas(&text),
            2 => format!("{text}{unit}"),
            3 => format!(" {text} "),
            4 => format!("約{text}{unit}"),
            5 => format!("{} {unit}", wide(&with_commas(&text))),
            _ => continue,
        }
        .into();
    }
    "values"
}

/// Full-width katakana as half-width, where they have it.
fn half_kana(text: &str) -> String {
    const PAIRS: [(&str, &str); 24] = [
        ("ジ", "ｼﾞ"),
        ("ド", "ﾄﾞ"),
        ("バ", "ﾊﾞ"),
        ("ブ", "ﾌﾞ"),
        ("グ", "ｸﾞ"),
        ("ポ", "ﾎﾟ"),
        ("フ", "ﾌ"),
        ("ァ", "ｧ"),
        ("ミ", "ﾐ"),
        ("リ", "ﾘ"),
        ("ー", "ｰ"),
        ("サ", "ｻ"),
        ("ト", "ﾄ"),
        ("セ", "ｾ"),
        ("ン", "ﾝ"),
        ("タ", "ﾀ"),
        ("ス", "ｽ"),
        ("ク", "ｸ"),
        ("ル", "ﾙ"),
        ("ラ", "ﾗ"),
        ("カ", "ｶ"),
        ("ケ", "ｹ"),
        ("ア", "ｱ"),
        ("ヤ", "ﾔ"),
    ];
    PAIRS.iter().fold(text.to_owned(), |t, (from, to)| t.replace(from, to))
}

fn names(form: &mut Form, dice: &mut Dice) -> &'static str {
    for kind in [Kind::Name, Kind::Indicator, Kind::Division] {
        let Some(col) = form.column(kind) else { continue };
        for line in form.lines.iter_mut().filter(|l| l.project.is_some()) {
            let Some(name) = line.cells[col].as_str().filter(|n| !n.is_empty()) else {
                continue;
            };
            let spaced: Vec<String> = name.chars().map(String::from).collect();
            line.cells[col] = match dice.below(8) {
                0 | 1 if kind == Kind::Division => format!("市民部　{name}"),
                2 | 3 if kind == Kind::Division => format!("{name}　"),
                4.. if kind == Kind::Division => continue,
                0 => half_kana(name),
                1 => spaced.join(" "),
                2 if name.contains("子ども") => name.replace("子ども", "こども"),
                2 => name.replace("こども", "子ども"),
                3 if kind == Kind::Name => format!("★{name}【重点】"),
                3 => format!("・{name}"),
                4 => format!("{name}　"),
                5 if kind == Kind::Name => format!("（再掲）{name}"),
                6 if name.ends_with("事業") => name.replace("事業", "\n事業"),
                _ => continue,
            }
            .into();
        }
    }
    "names"
}

fn titles(town: &Town, form: &mut Form, dice: &mut Dice) -> &'static str {
    let division = form.division.map_or("各課", |d| town.divisions[d]);
    let all = [
        "令和9年度　こども計画　点検・評価シート".to_owned(),
        format!("担当課：{division}"),
        "提出期限　令和10年5月29日".to_owned(),
        "※太枠の中だけ記入してください。".to_owned(),
        String::new(),
        "計画期間　令和8年度～令和11年度".to_owned(),
        "単位：人、％ほか".to_owned(),
    ];
    for _ in 0..1 + dice.below(5) {
        form.titles.push(dice.pick(&all).clone());
    }
    form.left = dice.below(3);
    "titles"
}

fn sums(form: &mut Form, dice: &mut Dice) -> &'static str {
    let (Some(name), Some(actual)) = (form.column(Kind::Name), form.column(Kind::Actual))
    else {
        return "kept";
    };
    let numbers = form.lines.iter().filter_map(|l| match &l.cells[actual] {
        Value::Integer(n) => Some(*n as f64),
        Value::Float(n) => Some(*n),
        _ => None,
    });
    let sum: f64 = numbers.sum();
    let word = *dice.pick(&["合計", "小　計", "計"]);
    let mut total = line(form, name, word);
    if form.shape == Shape::List || form.shape == Shape::TwoRows {
        total.cells[actual] = ((sum * 10.0).round() / 10.0).into();
    }
    form.lines.push(total);
    "sums"
}

fn format(form: &mut Form, dice: &mut Dice) -> &'static str {
    form.format = *dice.pick(&[
        "ods",
        "xls",
        "csv-utf8",
        "csv-bom",
        "csv-cp932",
        "csv-utf16",
        "tsv",
    ]);
    "format"
}
