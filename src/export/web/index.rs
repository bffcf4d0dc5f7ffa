//! The first page: the year in short, and the way to everything else.

use super::html::{Html, close_table, header_row, open_table};
use super::{Download, Site, chart, goal_file, grade};
use crate::export::booklet::fact;
use crate::export::format::{self, number, points};
use crate::model::progress::{Progress, Tally};

impl Site<'_> {
    /// The page.
    pub(super) fn index(&self) -> String {
        let p = self.p;
        let mut html = Html::default();
        chart::patterns(&mut html);
        html.element("h1", &[], &self.heading()).line();
        html.element("p", &[("class", "note")], &self.dates()).line();
        self.edition_note(&mut html);
        let lead = fact(p, "進捗の結論文").unwrap_or_default();
        html.element("p", &[("class", "lead")], &lead).line();
        self.summary(&mut html);
        self.by_goal(&mut html);
        self.trend(&mut html);
        self.indicators(&mut html);
        self.goals(&mut html);
        self.files(&mut html);
        self.notes(&mut html);
        let title = format!("{}｜{}", self.heading(), p.plan.basics.name);
        self.page(&title, &lead, "", &html)
    }

    fn dates(&self) -> String {
        let p = self.p;
        let period = p.plan.basics.period.map_or(String::new(), |(a, b)| {
            let label = crate::model::year::FiscalYear::range_label(a, b);
            format!("計画期間（{label}）の{}年目。", p.year_number())
        });
        let issued = match &*p.issued {
            "" => String::new(),
            issued => format!("発行 {issued}。"),
        };
        format!("{period}{issued}")
    }

    /// 評価のまとめ.
    fn summary(&self, html: &mut Html) {
        let p = self.p;
        let scale = &p.plan.scale;
        let last = p.previous().and_then(|y| y.total.as_ref());
        html.element("h2", &[], "評価のまとめ").line();
        html.open("ul", &[("class", "hero")]).line();
        html.open("li", &[("class", "big")]);
        html.text(&format!("「{}」以上の割合", scale.on_track_name()));
        html.element("b", &[], &chart::share(p.total.share(), 1));
        if let Some(change) = last.and_then(|last| p.total.change_since(last)) {
            let change = format!("前年度より {}ポイント", points(change));
            html.element("small", &[], &change);
        }
        html.close("li").line();
        for (g, one) in scale.grades.iter().enumerate() {
            if !one.counted {
                continue;
            }
            let count = p.total.by_grade[g];
            html.open("li", &[]);
            grade(html, one);
            html.element("b", &[], &format!("{count}事業"));
            if let Some(last) = last {
                let before = format!("前年度 {}事業", last.by_grade[g]);
                html.element("small", &[], &before);
            }
            html.close("li").line();
        }
        html.close("ul").line();
        let mut others: Vec<String> = scale
            .grades
            .iter()
            .zip(&p.total.by_grade)
            .filter(|(one, count)| !one.counted && **count > 0)
            .map(|(one, count)| format!("「{}」が{count}事業", one.name))
            .collect();
        if p.total.unrated() > 0 {
            others.push(format!("未評価が{}事業", p.total.unrated()));
        }
        if !others.is_empty() {
            let others = others.join("、");
            let text =
                format!("ほかに、{others}あります（割合の母数に入れていません）。");
            html.element("p", &[("class", "note")], &text).line();
        }
    }

    /// 基本目標別の評価.
    fn by_goal(&self, html: &mut Html) {
        let p = self.p;
        html.element("h2", &[], "基本目標別の評価").line();
        let caption = format!("基本目標別の、評価ごとの事業数（{}）", p.year.era_label());
        open_table(html, "goals", &caption);
        let unrated = p.total.unrated() > 0;
        let mut titles = vec![("基本目標", false), ("構成", false), ("事業数", true)];
        let grades: Vec<String> = p
            .plan
            .scale
            .grades
            .iter()
            .map(|g| format!("{} {}", g.symbol, g.name))
            .collect();
        titles.extend(grades.iter().map(|t| (&**t, true)));
        if unrated {
            titles.push(("未評価", true));
        }
        let on_track = format!("「{}」以上", p.plan.scale.on_track_name());
        titles.push((&on_track, true));
        header_row(html, &titles);
        for (goal, tally) in p.plan.goals.iter().zip(&p.goals) {
            let name = format!("{} {}", goal.number, goal.name);
            tally_row(html, p, &name, tally, unrated);
        }
        tally_row(html, p, "全体", &p.total, unrated);
        close_table(html);
    }

    /// 評価の推移.
    fn trend(&self, html: &mut Html) {
        let p = self.p;
        html.element("h2", &[], "評価の推移").line();
        let on_track = p.plan.scale.on_track_name();
        html.open("figure", &[]);
        let caption = format!("「{on_track}」以上の割合");
        html.element("figcaption", &[], &caption);
        chart::trend(html, p);
        html.close("figure").line();
        open_table(html, "trend", &format!("「{on_track}」以上の事業数と割合"));
        let above = format!("うち「{on_track}」以上");
        let titles = [
            ("年度", false),
            ("事業数", true),
            ("評価した事業", true),
            (&*above, true),
            ("割合", true),
        ];
        header_row(html, &titles);
        for history in &p.history {
            html.open("tr", &[]);
            let label =
                format!("{}（{}年度）", history.year.era_label(), history.year.western());
            html.element("th", &[("scope", "row")], &label);
            let cells = match &history.total {
                Some(t) => [
                    t.projects.to_string(),
                    t.rated.to_string(),
                    t.on_track.to_string(),
                    chart::share(t.share(), 1),
                ],
                None if history.year > p.year => {
                    ["－", "－", "－", "これから"].map(str::to_owned)
                }
                None => ["－", "－", "－", "資料なし"].map(str::to_owned),
            };
            for cell in &cells {
                html.element("td", &[("class", "num")], cell);
            }
            html.close("tr").line();
        }
        close_table(html);
    }

    /// 主な指標.
    fn indicators(&self, html: &mut Html) {
        let featured: Vec<usize> = (0..self.p.indicators.len())
            .filter(|i| self.p.plan.indicators[self.p.indicators[*i].indicator].featured)
            .collect();
        if featured.is_empty() {
            return;
        }
        html.element("h2", &[], "主な指標").line();
        self.indicator_table(html, "indicators", "主な指標の実績と目標", &featured, true);
    }

    fn goals(&self, html: &mut Html) {
        let p = self.p;
        if !self.has_goal_pages() {
            for goal in 0..p.plan.goals.len() {
                let own = &p.plan.goals[goal];
                let title = format!("基本目標{} {}", own.number, own.name);
                html.element("h2", &[], &title).line();
                self.goal(html, goal, ["h3", "h4"]);
            }
            return;
        }
        html.element("h2", &[], "基本目標ごとの事業").line();
        html.open("ul", &[]).line();
        for (goal, (own, tally)) in p.plan.goals.iter().zip(&p.goals).enumerate() {
            html.open("li", &[]);
            let title = format!("基本目標{} {}", own.number, own.name);
            html.element("a", &[("href", &goal_file(goal))], &title);
            html.text(&format!("（{}事業）", tally.projects)).close("li").line();
        }
        html.close("ul").line();
    }

    fn files(&self, html: &mut Html) {
        html.element("h2", &[], "データと資料").line();
        html.open("ul", &[]).line();
        for file in self.downloads {
            html.open("li", &[]);
            html.element("a", &[("href", &file.path)], &label(file)).close("li").line();
        }
        html.close("ul").line();
    }

    fn notes(&self, html: &mut Html) {
        let p = self.p;
        html.element("h2", &[], "数値の見方").line();
        open_table(html, "scale", "評価区分");
        let titles = [("評価", false), ("意味", false), ("割合の母数", false)];
        header_row(html, &titles);
        for one in &p.plan.scale.grades {
            html.open("tr", &[]).open("th", &[("scope", "row")]);
            grade(html, one);
            html.close("th").element("td", &[], &one.meaning);
            let counted = if one.counted { "入れる" } else { "入れない" };
            html.element("td", &[], counted).close("tr").line();
        }
        close_table(html);
        html.open("ul", &[]).line();
        let last = p.plan.basics.period.map(|(_, last)| last.era_label());
        let notes = [
            "評価は、各事業の担当課による自己評価です。再掲した事業は1回だけ数え、ともに担当する課があるときは担当課の評価を採ります。".to_owned(),
            "割合は、評価のある事業を母数とし、丸める前の値から計算して小数第2位を四捨五入しています。増減は、四捨五入した割合の差です。".to_owned(),
            format!("達成率は年度の目標に対するものです。指標の状況は、基準値から{}の目標値までの道のりで判定しています。", last.unwrap_or_default()),
            "0 は実績が 0 であること、「－」は当てはまらないこと、「集計中」はまだ数がないこと、「未記入」「未提出」は担当課の回答がないことを示します。".to_owned(),
        ];
        let secret = p.hides_something().then(|| p.secrecy_note());
        for note in notes.iter().chain(&secret) {
            html.element("li", &[], note).line();
        }
        html.close("ul").line();
    }
}

fn tally_row(html: &mut Html, p: &Progress, name: &str, tally: &Tally, unrated: bool) {
    let class = if name == "全体" { "all" } else { "" };
    html.open("tr", &[("class", class)]);
    html.element("th", &[("scope", "row")], name);
    html.open("td", &[("class", "bar")]);
    chart::bar(html, p, tally);
    html.close("td");
    let mut cells = vec![tally.projects.to_string()];
    cells.extend(tally.by_grade.iter().map(usize::to_string));
    if unrated {
        cells.push(tally.unrated().to_string());
    }
    cells.push(chart::share(tally.share(), 1));
    for cell in &cells {
        html.element("td", &[("class", "num")], cell);
    }
    html.close("tr").line();
}

/// `令和9年度 概要版（PDF、12ページ、562キロバイト）`.
fn label(file: &Download) -> String {
    format!("{}（{}、{}）", file.title, file.kind, size(file.size))
}

fn size(bytes: usize) -> String {
    let kilo = rust_decimal::Decimal::from(bytes) / rust_decimal::Decimal::from(1024);
    if bytes < 1 << 20 {
        // Even a small file has a size.
        return format!("{}キロバイト", number(kilo.max(1.into()), 0));
    }
    format!("{}メガバイト", format::number(kilo / rust_decimal::Decimal::from(1024), 1))
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_as_people_say_them() {
        assert_eq!(size(170), "1キロバイト");
        assert_eq!(size(138_649), "135キロバイト");
        assert_eq!(size(1_258_291), "1.2メガバイト");
    }
}
