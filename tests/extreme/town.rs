//! A plan of any shape, from a short table: `tests/extreme/NAME.toml` → a plan folder.

use std::collections::BTreeMap;

use serde::Deserialize;
use tenken::sample::plan_headers;
use toml::Value;

use crate::common::Case;
use crate::common::book::{Book, Rows, Sheet};

/// The table of a plan, and what must come of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Town {
    /// What the plan shows, for people.
    pub about: String,
    /// A manuscript of `tests/extreme/`.
    pub manuscript: String,
    /// The plan of `input/` instead of the tables below.
    #[serde(default)]
    pub sample: bool,
    /// 対象年度.
    #[serde(default = "this_year")]
    year: String,
    /// 体系.
    #[serde(default)]
    pillars: Vec<String>,
    /// 基本目標: 体系 from 1, 名称, 略称, 施策 and 事業 that it has.
    #[serde(default)]
    goals: Vec<(usize, String, String, usize, usize)>,
    /// How many grades the scale has: 3, 4 or 6, beside 評価対象外.
    #[serde(default = "four")]
    grades: usize,
    /// The grades that 事業 get, one after the other; none when nothing was returned.
    #[serde(default)]
    ratings: Vec<String>,
    /// 概要版に載せる指標: 名, 単位, 方向, 小数桁, 基準, 最終目標, 実績.
    #[serde(default)]
    indicators: Vec<[Value; 7]>,
    /// 関連個別計画.
    #[serde(default)]
    related: usize,
    /// 支援パッケージ.
    #[serde(default)]
    supports: usize,
    /// Names of 42 characters for 施策, 事業, 関連計画 and 支援.
    #[serde(default)]
    long_names: bool,
    /// Real pages of the booklet.
    pub pages: usize,
    /// Titles of the pages that a topic needs beyond its own, in order.
    #[serde(default)]
    pub continued: Vec<String>,
    /// Figures that go on on another page.
    #[serde(default)]
    pub divided: usize,
    /// Codes of the findings that typesetting must give, beside those of the folder.
    #[serde(default)]
    pub findings: Vec<String>,
}

fn this_year() -> String {
    "令和9年度".to_owned()
}

fn four() -> usize {
    4
}

/// Names of 42 characters, as long as the longest of published plans.
pub const LONG: [&str; 5] = [
    "医療的ケアを必要とするこどもとその家族への保育所等の受入体制の整備及び相談支援の充実",
    "保護者が就労などで家庭にいない小学生の安全な居場所となる放課後児童クラブの計画的整備",
    "外国につながりのあるこどもと保護者が安心して暮らすための日本語学習と相談の機会の充実",
    "妊娠前から出産後までの健康づくりと、不安や悩みに寄り添い続ける切れ目のない相談支援策",
    "困難な状況にある若者が進路を選び直すための学習・就労・社会参加の継続的な支援の推進策",
];
const SHORT: [&str; 5] = [
    "産後ケアの充実",
    "放課後の居場所づくり",
    "日本語学習の支援",
    "いじめ・不登校の防止と相談体制の充実",
    "若者の就労支援",
];
const DIVISIONS: [&str; 3] = ["こども課", "健康増進課", "学校教育課"];
const YEARS: [&str; 4] = ["令和8年度", "令和9年度", "令和10年度", "令和11年度"];
const STAGES: [[&str; 3]; 13] = [
    ["妊娠前", "誕生前", "1"],
    ["妊娠期", "誕生前", "1"],
    ["出産", "誕生前", "1"],
    ["0歳", "乳児期", "1"],
    ["1歳", "幼児期", "1"],
    ["2歳", "幼児期", "1"],
    ["3～5歳", "幼児期", "1"],
    ["小1～3", "学童期", "2"],
    ["小4～6", "学童期", "2"],
    ["中学生", "思春期", "2"],
    ["高校生", "思春期", "2"],
    ["18～22歳", "若者期", "2"],
    ["23～39歳", "若者期", "2"],
];
/// Grades of a scale: コード, 記号, 名称, 計画どおり以上, 模様.
const SIX: [[&str; 5]; 6] = [
    ["S", "★", "大きく上回る", "○", "濃"],
    ["A", "◎", "計画を上回る", "○", "濃"],
    ["B", "○", "計画どおり", "○", "中"],
    ["C", "△", "やや遅れ", "", "淡"],
    ["D", "▲", "遅れている", "", "斜線"],
    ["E", "×", "未着手", "", "斜線"],
];

fn row<const N: usize>(cells: [&str; N]) -> Vec<Value> {
    cells.iter().map(|c| Value::String((*c).to_owned())).collect()
}

/// The headers of a sheet of 計画.xlsx.
fn titles(sheet: &str) -> Vec<Value> {
    plan_headers(sheet).iter().map(|c| Value::String((*c).to_owned())).collect()
}

impl Town {
    fn name(&self, i: usize) -> String {
        if self.long_names { LONG[i % 5] } else { SHORT[i % 5] }.to_owned()
    }

    /// 事業: 番号, 名, 施策の ID, 課.
    fn projects(&self) -> Vec<[String; 4]> {
        let mut out = Vec::new();
        for (g, (_, _, _, measures, projects)) in self.goals.iter().enumerate() {
            for k in 0..*projects {
                let i = out.len();
                let number = format!("{}{:02}", g + 1, k + 1);
                let name = format!("{}{}", self.name(i), i + 1);
                let measure = format!("M{}-{}", g + 1, k % measures + 1);
                out.push([number, name, measure, DIVISIONS[i % 3].to_owned()]);
            }
        }
        out
    }

    fn scale(&self) -> Rows {
        let used: Vec<usize> = match self.grades {
            3 => vec![1, 2, 3],
            4 => vec![1, 2, 3, 5],
            _ => (0..6).collect(),
        };
        let mut rows = vec![row([
            "コード",
            "記号",
            "名称",
            "意味",
            "順位",
            "計画どおり以上",
            "分母に入れる",
            "理由必須",
            "模様",
            "別名",
        ])];
        for (rank, i) in used.into_iter().enumerate() {
            let [code, symbol, name, good, style] = SIX[i];
            let rank = (rank + 1).to_string();
            rows.push(row([code, symbol, name, name, &rank, good, "○", "", style, ""]));
        }
        let outside = "年度内に実施の予定がない";
        rows.push(row(["－", "－", "評価対象外", outside, "9", "", "", "", "なし", ""]));
        rows
    }

    fn plan(&self) -> BTreeMap<String, Rows> {
        let mut tree = vec![row(["ID", "種別", "上位ID", "番号", "名称", "略称"])];
        for (i, name) in self.pillars.iter().enumerate() {
            tree.push(row([&format!("P{}", i + 1), "体系", "", "", name, ""]));
        }
        for (g, (pillar, name, short, measures, _)) in self.goals.iter().enumerate() {
            let (id, n) = (format!("G{}", g + 1), (g + 1).to_string());
            let parent = format!("P{pillar}");
            tree.push(row([&id, "基本目標", &parent, &n, name, short]));
            for m in 1..=*measures {
                let name = self.name(g + m);
                let key = format!("M{n}-{m}");
                tree.push(row([&key, "施策", &id, &m.to_string(), &name, ""]));
            }
        }
        let mut projects = vec![titles("事業")];
        for [number, name, measure, division] in self.projects() {
            let id = format!("J{number}");
            projects.push(row([
                &id, &number, &name, &measure, "", &division, "", "", "継続", "", "", "",
            ]));
        }
        let mut indicators = vec![titles("指標")];
        let owner = self.projects().first().map(|p| format!("J{}", p[0]));
        for (i, [name, unit, way, decimals, base, target, _]) in
            self.indicators.iter().enumerate()
        {
            let blank = || Value::String(String::new());
            let mut cells = row([&format!("K{}", i + 1), owner.as_deref().unwrap_or("")]);
            cells.extend([name.clone(), blank(), unit.clone(), way.clone()]);
            cells.extend([decimals.clone(), base.clone(), blank()]);
            cells.extend([target, target, target, target].map(Value::clone));
            cells.extend(row(["", "", "○"]));
            indicators.push(cells);
        }
        BTreeMap::from([
            ("体系".to_owned(), tree),
            ("評価区分".to_owned(), self.scale()),
            ("事業".to_owned(), projects),
            ("指標".to_owned(), indicators),
            ("関連計画".to_owned(), self.related_plans()),
            ("ライフステージ".to_owned(), {
                let head = row(["名称", "時期", "図"]);
                [vec![head], STAGES.iter().map(|s| row(*s)).collect()].concat()
            }),
            ("支援パッケージ".to_owned(), self.support_items()),
        ])
    }

    fn related_plans(&self) -> Rows {
        let mut rows = vec![
            row([
                "名称",
                "略称",
                "区分",
                "開始年度",
                "終了年度",
                "帯の文字",
                "次期",
                "一体化",
            ]),
            row(["こども基本法", "", "国・県", "", "", "", "", ""]),
            row(["こども大綱", "", "国・県", "", "", "", "", ""]),
            row([
                "みほん市総合計画",
                "",
                "上位計画",
                "令和5年度",
                "令和9年度",
                "後期",
                "",
                "",
            ]),
            row([
                "みほん市こども計画",
                "こども計画",
                "本計画",
                "令和8年度",
                "令和11年度",
                "こども計画",
                "",
                "",
            ]),
        ];
        for i in 0..self.related {
            let name = format!("第{}次{}計画", i + 1, self.name(i));
            rows.push(row([&name, "", "関連", "", "", "", "", ""]));
        }
        rows
    }

    /// Every length of time, spread over the stages and four kinds.
    /// How many 基本目標 there are.
    pub fn goal_count(&self) -> usize {
        self.goals.len()
    }

    /// The names of the 支援, each with a number of its own at the end.
    pub fn support_names(&self) -> Vec<String> {
        (0..self.supports).map(|i| format!("{}{}", self.name(i), i + 1)).collect()
    }

    fn support_items(&self) -> Rows {
        let mut rows = vec![row(["支援名", "種類", "開始", "終了", "その先も続く"])];
        for (i, name) in self.support_names().into_iter().enumerate() {
            let kind = ["健康・医療", "相談・交流", "保育・教育", "経済的支援"][i % 4];
            let from = (i * 5) % 13;
            let to = (from + i % 4).min(12);
            let on = if i % 3 == 0 { "○" } else { "" };
            rows.push(row([&name, kind, STAGES[from][0], STAGES[to][0], on]));
        }
        rows
    }

    /// What the divisions returned in one year.
    fn books(&self, year: usize) -> Vec<Book> {
        let mut books = Vec::new();
        for division in DIVISIONS {
            let mut rows = vec![row([
                "番号",
                "事業名",
                "指標名",
                "単位",
                "目標値",
                "実績値",
                "取組実績",
                "評価",
                "評価の理由",
                "課題",
                "今後の方向性",
            ])];
            for (i, [number, name, _, owner]) in self.projects().into_iter().enumerate() {
                if owner != division {
                    continue;
                }
                let grade = &self.ratings[(i + 3 - year) % self.ratings.len()];
                let done =
                    format!("{}回実施し、延べ{}人が参加した。", i + 3, 12 * i + 40);
                rows.push(row([
                    &number,
                    &name,
                    "",
                    "",
                    "",
                    "",
                    &done,
                    grade,
                    "計画の進みによる。",
                    "担い手の確保が難しく、開催の回数を増やせなかった。",
                    "継続",
                ]));
                if i == 0 {
                    self.add_indicators(&mut rows);
                }
            }
            let sheets = vec![Sheet { rows, ..Sheet::default() }];
            let path = format!("評価/{}/{division}.xlsx", YEARS[year]);
            books.push(Book { path, format: "xlsx".to_owned(), sheets });
        }
        books
    }

    /// The indicators stand in the rows of the first 事業.
    fn add_indicators(&self, rows: &mut Rows) {
        for (k, [name, unit, _, _, _, target, actual]) in
            self.indicators.iter().enumerate()
        {
            let values = [name, unit, target, actual].map(Value::clone);
            if k == 0 {
                rows.last_mut().unwrap().splice(2..6, values);
            } else {
                rows.push([row(["", ""]), values.to_vec()].concat());
            }
        }
    }

    /// The plan folder as a case of `tests/common`.
    pub fn case(&self, manuscript: String) -> Case {
        let year = YEARS.iter().position(|y| *y == self.year).unwrap();
        let returned = if self.ratings.is_empty() { 0..0 } else { 0..year + 1 };
        Case {
            config: Some(format!("対象年度 = \"{}\"\n版 = \"案\"\n", self.year)),
            manuscript: Some(manuscript),
            plan: self.plan(),
            book: returned.flat_map(|y| self.books(y)).collect(),
            without_common_books: true,
            ..Case::default()
        }
    }
}
