//! 凡例: 評価区分, 値の印, 母数, 端数処理, 達成率, 集計時点, 出典.

use std::collections::BTreeMap;

use anyhow::Result;

use super::super::cells::or_dash;
use super::super::goals::not_counted;
use super::super::view::View;
use crate::export::workbook::{Cell, Column, Table, style};
use crate::model::plan::Indicator;

/// Writes all legends.
pub fn write(table: &mut Table, view: &View) -> Result<()> {
    scale(table, view)?;
    directions(table, view)?;
    rules(table, view)?;
    signs(table)?;
    listed(table, view, "集計時点", "集計時点（指標ごと）", |i| &i.timing)?;
    listed(table, view, "出典", "指標の出典", |i| &i.source)?;
    sources(table, view)
}

/// Lines of 集計時点 or 出典 at most; the rest stands in 「指標」.
const MOST_LINES: usize = 12;

fn scale(table: &mut Table, view: &View) -> Result<()> {
    let scale = &view.p.plan.scale;
    table.flow("評価区分（担当課による自己評価）", &style::heading(), 11.0)?;
    table.titles(&[
        Column::text("記号（コード）", 0.0),
        Column::text("名称", 0.0),
        Column::text("意味と数え方", 0.0),
    ])?;
    table.join(true);
    for grade in &scale.grades {
        let symbol = match grade.symbol == grade.code || grade.code.is_empty() {
            true => grade.symbol.clone(),
            false => format!("{}（{}）", grade.symbol, grade.code),
        };
        let filled = style::centre(style::level(style::marked(grade.style)));
        let mut how = vec![if grade.counted {
            "母数に入れる"
        } else {
            "母数に入れない"
        }];
        let on_track = format!("「{}」以上", scale.on_track_name());
        how.extend(grade.on_track.then_some(on_track.as_str()));
        how.extend(grade.reason_required.then_some("理由が要る"));
        let text = format!("{}（{}）", or_dash(&grade.meaning), how.join("・"));
        table.line(&[
            Cell::text(symbol, filled),
            Cell::text(&grade.name, style::level(style::name())),
            Cell::text(text, style::level(style::text())),
        ])?;
    }
    table.join(false);
    table.gap()
}

fn directions(table: &mut Table, view: &View) -> Result<()> {
    let names: Vec<&str> =
        view.p.plan.directions.iter().map(|d| d.name.as_str()).collect();
    if names.is_empty() {
        return Ok(());
    }
    let text = format!("今後の方向性：{}", names.join("・"));
    table.flow(&text, &style::note(), 9.0)?;
    table.gap()
}

/// A line of two texts over the first three columns.
fn line(table: &mut Table, item: &str, kind: &str, text: &str) -> Result<()> {
    table.line(&[
        Cell::text(item, style::level(style::name())),
        Cell::text(kind, style::level(style::text())),
        Cell::text(text, style::level(style::text())),
    ])
}

fn rules(table: &mut Table, view: &View) -> Result<()> {
    let p = view.p;
    let on_track = p.plan.scale.on_track_name();
    let out = not_counted(view);
    table.flow("数え方・計算のしかた", &style::heading(), 11.0)?;
    table.titles(&[
        Column::text("項目", 0.0),
        Column::text("母数・単位", 0.0),
        Column::text("決まり", 0.0),
    ])?;
    table.join(true);
    let cap = p.judging.rate_cap;
    let keep = p.judging.keep_tolerance;
    let lines = [
        ("事業数", "事業", "その年度に実施する事業を1回ずつ数えます。再掲は数えません。共管の事業は担当課の評価を採ります。".to_owned()),
        ("回答数", "事業×課", "事業ごとに、担当課と関係課の回答を数えます。".to_owned()),
        ("割合", "評価した事業数", format!("「{on_track}」以上の事業数÷評価した事業数。母数は {out} を除きます。")),
        ("増減", "ポイント", "今年度の割合−前年度の割合。小数第1位に四捨五入した割合どうしの差です。".to_owned()),
        ("回答率", "回答すべき数", "回答数÷回答すべき数（事業×課）。".to_owned()),
        ("達成率", "指標ごと", format!("増やす指標：実績÷目標。減らす指標：（基準値−実績）÷（基準値−目標）。目標が0又は基準値と同じときと、維持の指標（許容幅±{keep}％）は、達成・未達成で示します。{cap}％を超えるときは「{cap}％超」と示します。")),
        ("状況", "指標ごと", "基準値から最終目標までの道のりを、計画期間の経過に照らして判定します。◎ 達成、○ 順調（経過以上）、△ 遅れ、× 後退（基準値より悪い）。".to_owned()),
        ("端数処理", "四捨五入", "割合と達成率は、丸める前の値から計算し、小数第1位に四捨五入します。実績と目標の桁は指標ごとに決めています。".to_owned()),
        ("数式", "Excel", "合計・割合・達成率・増減は数式です。「一覧」の評価を直すと「目標別集計」の数も変わります。「課別」「前年との違い」「データ」の評価は作成時の値です。".to_owned()),
    ];
    for (item, unit, rule) in lines {
        line(table, item, unit, &rule)?;
    }
    table.join(false);
    table.gap()
}

fn signs(table: &mut Table) -> Result<()> {
    table.flow("値の印", &style::heading(), 11.0)?;
    table.titles(&[
        Column::text("印", 0.0),
        Column::text("読み", 0.0),
        Column::text("意味", 0.0),
    ])?;
    table.join(true);
    let lines = [
        ("0", "ゼロ", "実績が0であった（値です。空欄ではありません）"),
        ("－", "該当なし", "該当する値・設定がない、又は実施期間の外"),
        ("集計中", "集計中", "実施したが、集計が済んでいない"),
        ("未実施", "未実施", "その年度に実施しなかった"),
        ("未定", "未定", "まだ決まっていない"),
        ("…", "不詳", "把握できない"),
        ("x", "秘匿", "人数が少ないなどのため、又は少ない数を逆算できるため公表しない"),
        ("約", "概数", "担当課が概数で答えた値"),
        ("未記入", "未記入", "回答はあるが、その欄が空"),
        ("未提出", "未提出", "担当課の回答がまだない"),
        ("資料なし", "資料なし", "その年度の帳票がない"),
    ];
    for (sign, reading, meaning) in lines {
        line(table, sign, reading, meaning)?;
    }
    table.join(false);
    table.gap()
}

/// 集計時点 or 出典, each with how many indicators have it.
fn listed(
    table: &mut Table,
    view: &View,
    column: &str,
    heading: &str,
    pick: fn(&Indicator) -> &str,
) -> Result<()> {
    let mut counts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for indicator in &view.p.plan.indicators {
        let name = indicator.name.as_str();
        counts.entry(pick(indicator)).or_default().push(name);
    }
    let mut counts: Vec<(&str, Vec<&str>)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, names)| std::cmp::Reverse(names.len()));
    table.flow(heading, &style::heading(), 11.0)?;
    table.titles(&[
        Column::text(column, 0.0),
        Column::text("指標の数", 0.0),
        Column::text("指標", 0.0),
    ])?;
    if counts.is_empty() {
        line(table, "－", "0", "計画に指標はありません")?;
    }
    let more = counts.len().saturating_sub(MOST_LINES);
    for (word, names) in counts.into_iter().take(MOST_LINES) {
        let word = if word.is_empty() { "（計画に記載なし）" } else { word };
        let shown = names.iter().take(3).copied().collect::<Vec<_>>().join("、");
        let others = match names.len() {
            0..=3 => String::new(),
            n => format!(" ほか {}", n - 3),
        };
        let count = names.len().to_string();
        line(table, word, &count, &format!("{shown}{others}"))?;
    }
    if more > 0 {
        line(table, "ほか", &format!("{more} 種類"), "「指標」の列にあります")?;
    }
    table.gap()
}

fn sources(table: &mut Table, view: &View) -> Result<()> {
    let p = view.p;
    let text = format!(
        "出典：各課が提出した{}の評価の帳票（回答 {} ／ 回答すべき数 {}、事業×課）。過去の年度の値は、その年度の帳票によります。",
        p.year.era_label(),
        p.total.answers,
        p.total.answers_due
    );
    table.flow(&text, &style::note(), 9.0)
}
