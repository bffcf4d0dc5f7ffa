//! A plan of 40 事業 in six 課, and what they achieved.

use tenken::sample::plan_headers;
use toml::Value;

use crate::common::Case;

/// The town.
pub struct Town {
    /// 課.
    pub divisions: Vec<&'static str>,
    /// 事業 with their answers.
    pub projects: Vec<Project>,
}

/// One 事業 and its answer.
pub struct Project {
    /// 番号.
    pub number: String,
    /// 事業名.
    pub name: String,
    /// Position in the divisions.
    pub division: usize,
    /// 取組実績.
    pub activities: String,
    /// 評価, as a code.
    pub grade: String,
    /// 評価の理由.
    pub reason: String,
    /// 指標.
    pub indicators: Vec<Indicator>,
}

/// One 指標 and its 実績値.
pub struct Indicator {
    /// 指標名.
    pub name: String,
    /// 単位.
    pub unit: &'static str,
    /// 令和9年度の目標.
    pub target: Value,
    /// 実績値.
    pub value: String,
}

const DIVISIONS: [&str; 6] =
    ["こども課", "健康増進課", "学校教育課", "生涯学習課", "社会福祉課", "都市計画課"];

const NAMES: &str = "産後ケア事業 乳幼児健康診査 妊婦健康診査 新生児訪問指導事業 \
    一時預かり事業 延長保育事業 病児・病後児保育事業 休日保育事業 \
    ファミリー・サポート・センター事業 地域子育て支援拠点事業 利用者支援事業 \
    子どもの権利の出前授業 スクールカウンセラーの配置 スクールソーシャルワーカーの配置 \
    放課後児童クラブの運営 放課後子ども教室 学習支援事業 こども食堂の支援 \
    ひとり親家庭等日常生活支援事業 母子・父子自立支援員の相談 児童扶養手当の支給 \
    就学援助 奨学金の貸付け ブックスタート事業 図書館おはなし会 家庭教育学級 \
    青少年の体験活動 ジュニアリーダーの育成 公園遊具の整備 通学路の安全点検 \
    子育て世帯の住宅取得支援 バリアフリーの推進 障害児通所支援 児童発達支援センターの運営 \
    医療的ケア児の支援 ヤングケアラーの支援 児童虐待の防止 女性のための相談 \
    若者の就労支援 結婚新生活支援事業";

const INDICATORS: [(&str, &str); 9] = [
    ("利用者数", "人"),
    ("実施回数", "回"),
    ("相談件数", "件"),
    ("受診率", "％"),
    ("満足度", "％"),
    ("参加者数", "人"),
    ("登録者数", "人"),
    ("実施か所数", "か所"),
    ("認知度", "％"),
];

impl Town {
    /// Always the same town.
    pub fn new() -> Self {
        let project = |(i, name): (usize, &str)| {
            let indicators = (0..1 + i % 3).map(|k| {
                let (name, unit) = INDICATORS[(i * 2 + k * 4 + i / 9) % INDICATORS.len()];
                let percent = unit == "％";
                let target =
                    if percent { 60 + (i % 30) } else { 20 + i * 37 % 1900 } as i64;
                // Every figure is another one: 3 or 7 hundredths around the target.
                let value = match (percent, (i + k) % 11) {
                    (true, n) => {
                        format!("{}.{}", target - 3 + n as i64 % 7, 1 + (i + k) % 9)
                    }
                    (false, 0) => "0".to_owned(),
                    (false, n) => (target + n as i64 * 2 - 9).to_string(),
                };
                Indicator { name: name.to_owned(), unit, target: target.into(), value }
            });
            let number = format!("{}", 1101 + i + i / 10 * 990);
            Project {
                activities: format!("第{number}号の計画により、{}回開いた。", 3 + i),
                reason: format!("{number}の目安に照らした。"),
                grade: ["A", "B", "C"][i * 5 % 3].to_owned(),
                number,
                name: name.to_owned(),
                division: i * 6 / 40,
                indicators: indicators.collect(),
            }
        };
        let projects = NAMES.split_whitespace().enumerate().map(project).collect();
        Town { divisions: DIVISIONS.to_vec(), projects }
    }

    /// The plan as a case without books.
    pub fn case(&self) -> Case {
        let cells = |line: &[&str]| line.iter().map(|c| Value::from(*c)).collect();
        let mut divisions = vec![cells(&["ID", "課名", "部名", "別名"])];
        for (i, name) in self.divisions.iter().enumerate() {
            divisions.push(cells(&[&format!("D{i}"), name, "市民部", ""]));
        }
        let mut projects: Vec<Vec<Value>> = vec![cells(plan_headers("事業"))];
        let mut indicators: Vec<Vec<Value>> = vec![cells(plan_headers("指標"))];
        for p in &self.projects {
            let id = format!("J{}", p.number);
            let (number, division) = (&*p.number, self.divisions[p.division]);
            let measure = ["M11", "M12", "M21"][p.division / 2];
            projects.push(cells(&[
                &id, number, &p.name, measure, "", division, "", "", "継続", "", "", "",
            ]));
            for (k, i) in p.indicators.iter().enumerate() {
                let decimals = if i.unit == "％" { "1" } else { "0" };
                let t = i.target.to_string();
                indicators.push(cells(&[
                    &format!("{id}-{}", k + 1),
                    &id,
                    &i.name,
                    "活動",
                    i.unit,
                    "増やす",
                    decimals,
                    &t,
                    "令和6年度",
                    &t,
                    &t,
                    &t,
                    &t,
                    "年計",
                    "",
                    "",
                ]));
            }
        }
        let plan = [("担当課", divisions), ("事業", projects), ("指標", indicators)];
        Case {
            about: "damaged".to_owned(),
            plan: plan.map(|(name, rows)| (name.to_owned(), rows)).into(),
            without_common_books: true,
            ..Case::default()
        }
    }
}
