//! Charts as inline SVG, each with its text equivalent. Colour is never the only sign:
//! the figures stand beside them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::html::Html;
use crate::export::format::number;
use crate::export::words;
use crate::model::plan::GradeStyle;
use crate::model::progress::{Progress, Tally};
use crate::model::rate;

/// The patterns that the charts fill with; once a page.
pub fn patterns(html: &mut Html) {
    html.open(
        "svg",
        &[
            ("width", "0"),
            ("height", "0"),
            ("aria-hidden", "true"),
            ("focusable", "false"),
        ],
    );
    html.open("defs", &[]).open(
        "pattern",
        &[
            ("id", "hatch"),
            ("width", "6"),
            ("height", "6"),
            ("patternUnits", "userSpaceOnUse"),
            ("patternTransform", "rotate(-45)"),
        ],
    );
    html.open("rect", &[("width", "6"), ("height", "6"), ("fill", "var(--kami)")])
        .close("rect")
        .open("rect", &[("width", "6"), ("height", "2"), ("fill", "var(--dai)")])
        .close("rect");
    html.close("pattern").close("defs").close("svg").line();
}

fn fill(style: GradeStyle) -> &'static str {
    match style {
        GradeStyle::Dark => "var(--ao)",
        GradeStyle::Mid => "var(--hB)",
        GradeStyle::Light => "var(--hC)",
        GradeStyle::Hatch => "url(#hatch)",
        GradeStyle::None => "var(--men)",
    }
}

/// The parts of a tally that have projects: name, count, fill.
fn parts(p: &Progress, tally: &Tally) -> Vec<(String, usize, &'static str)> {
    let grades = p.plan.scale.grades.iter().zip(&tally.by_grade);
    let mut parts: Vec<(String, usize, &str)> =
        grades.map(|(g, count)| (g.name.clone(), *count, fill(g.style))).collect();
    parts.push(("未評価".to_owned(), tally.unrated(), "var(--kami)"));
    parts.retain(|(_, count, _)| *count > 0);
    parts
}

/// 帯グラフ of one tally; it takes the width of its cell.
pub fn bar(html: &mut Html, p: &Progress, tally: &Tally) {
    let parts = parts(p, tally);
    let told: Vec<String> =
        parts.iter().map(|(name, count, _)| format!("{name} {count}事業")).collect();
    let label = if told.is_empty() {
        "評価対象の事業はありません".to_owned()
    } else {
        told.join("、")
    };
    // Without a view box the pattern keeps its shape at every width.
    let svg = [("class", "bar"), ("role", "img"), ("aria-label", &*label)];
    html.open("svg", &svg);
    let percent = |count: usize| match rate::share(count, tally.projects) {
        Some(share) => format!("{}%", rate::round(share, 3).normalize()),
        None => "0".to_owned(),
    };
    let mut at = 0;
    for (_, count, fill) in &parts {
        let (x, width) = (percent(at), percent(*count));
        let rect = [("x", &*x), ("width", &*width), ("height", "100%"), ("fill", *fill)];
        html.open("rect", &rect).close("rect");
        if at > 0 {
            // The edge of a part is seen without its colour too.
            let line = [
                ("x1", &*x),
                ("x2", &*x),
                ("y2", "100%"),
                ("stroke", "var(--sumi)"),
                ("stroke-width", "2"),
            ];
            html.open("line", &line).close("line");
        }
        at += count;
    }
    html.close("svg");
}

const WIDTH: f64 = 320.0;
const BASE: f64 = 160.0;
const TOP: f64 = 30.0;

/// 評価の推移: a column for each year of the plan, with its figure.
pub fn trend(html: &mut Html, p: &Progress) {
    let label = words::tell(p, "評価の推移").map(|told| told.alt()).unwrap_or_default();
    let view = format!("0 0 {WIDTH} 190");
    let svg = [
        ("class", "chart"),
        ("viewBox", &*view),
        ("role", "img"),
        ("aria-label", &*label),
    ];
    html.open("svg", &svg);
    let years = p.history.len().max(1);
    let step = WIDTH / years as f64;
    for (i, history) in p.history.iter().enumerate() {
        let middle = format!("{:.1}", step * (i as f64 + 0.5));
        let share = history.total.as_ref().and_then(Tally::share);
        let percent = share.and_then(|s| s.to_f64()).unwrap_or(0.0);
        let height = (BASE - TOP) * percent.clamp(0.0, 100.0) / 100.0;
        let shown = match (share, history.total.is_some()) {
            (Some(share), _) => format!("{}％", number(share, 1)),
            (None, true) => "評価なし".to_owned(),
            (None, false) if history.year > p.year => "これから".to_owned(),
            (None, false) => "資料なし".to_owned(),
        };
        let (x, y) = (
            format!("{:.1}", step * (i as f64 + 0.5) - step * 0.28),
            format!("{:.1}", BASE - height),
        );
        let (width, tall) = (format!("{:.1}", step * 0.56), format!("{height:.1}"));
        let colour = if history.year == p.year { "var(--ao)" } else { "var(--hB)" };
        html.open(
            "rect",
            &[
                ("x", &x),
                ("y", &y),
                ("width", &width),
                ("height", &tall),
                ("fill", colour),
            ],
        )
        .close("rect");
        let above = format!("{:.1}", BASE - height - 6.0);
        let centred = [("x", &*middle), ("text-anchor", "middle")];
        let size = if years > 5 { "10" } else { "14" };
        let at = |y: &str| -> Vec<(&'static str, String)> {
            let mut list: Vec<(&'static str, String)> =
                centred.iter().map(|(n, v)| (*n, (*v).to_owned())).collect();
            list.push(("y", y.to_owned()));
            list.push(("font-size", size.to_owned()));
            list
        };
        text(html, &at(&above), &shown);
        text(html, &at("180"), &history.year.short());
    }
    let line = [
        ("x2", "320"),
        ("y1", "160"),
        ("y2", "160"),
        ("stroke", "var(--kei)"),
        ("stroke-width", "1"),
    ];
    html.open("line", &line).close("line");
    html.close("svg");
}

fn text(html: &mut Html, attributes: &[(&'static str, String)], text: &str) {
    let list: Vec<(&'static str, &str)> =
        attributes.iter().map(|(name, value)| (*name, &**value)).collect();
    html.element("text", &list, text);
}

/// A share for a table.
pub fn share(value: Option<Decimal>, decimals: u32) -> String {
    value.map_or("－".to_owned(), |s| format!("{}％", number(s, decimals)))
}
