//! What explains the other tables: データの説明, コード表, 項目定義, 置き換えた文字.

use super::Source;
use super::schema::{Column, Layout, Table, Value};

const DATASET: Layout = Layout {
    name: "dataset",
    title: "データの説明",
    about: "計画名、対象年度、版、利用条件など、このデータそのものの説明と更新の記録。",
    columns: &[
        Column::text("item", "項目", "項目の物理名").required(),
        Column::text("title", "項目名", "項目の名").required(),
        Column::text("content", "内容", "項目の内容"),
    ],
    primary_key: &["item"],
    foreign_keys: &[],
};

const CODE: Layout = Layout {
    name: "code",
    title: "コード表",
    about: "ほかの表のコードの意味。1行に1コード。どの列に使うかは definition の code_list で示す。",
    columns: &[
        Column::text("code_list", "コードの種類", "コード表の名").required(),
        Column::text("code", "コード", "表に入る値").required(),
        Column::text("name", "名称", "コードの名").required(),
        Column::text("meaning", "意味", "コードの説明"),
        Column::integer("sort_order", "並び順", "番目", "コードの種類の中での順")
            .required(),
    ],
    primary_key: &["code_list", "code"],
    foreign_keys: &[],
};

const DEFINITION: Layout = Layout {
    name: "definition",
    title: "項目定義",
    about: "すべての表のすべての列の定義。1行に1列。",
    columns: &[
        Column::text("table_name", "表の物理名", "ファイルとシートの名").required(),
        Column::text("table_title", "表の名", "表の名").required(),
        Column::text("column_name", "列の物理名", "1行目の項目名").required(),
        Column::text("column_title", "列の名", "項目の名").required(),
        Column::text("type", "型", "文字列・整数・数値の別").required(),
        Column::text("unit", "単位", "数の単位"),
        Column::integer("required", "必ず値がある", "", "空欄のない列であれば1")
            .required()
            .coded("flag"),
        Column::integer("primary_key", "主キー", "", "主キーの列であれば1")
            .required()
            .coded("flag"),
        Column::text("code_list", "コードの種類", "code の code_list"),
        Column::text("about", "定義", "列の説明").required(),
    ],
    primary_key: &["table_name", "column_name"],
    foreign_keys: &[],
};

const SUBSTITUTION: Layout = Layout {
    name: "substitution",
    title: "置き換えた文字",
    about: "機種依存文字など、読めるように置き換えた文字の一覧。1行に1字。ないときは0行。",
    columns: &[
        Column::text("code_point", "元の文字の符号位置", "Unicode の符号位置").required(),
        Column::text("replaced_by", "置き換えた文字", "空欄は取り除いたもの"),
        Column::integer("occurrences", "個数", "字", "置き換えた個数").required(),
    ],
    primary_key: &["code_point"],
    foreign_keys: &[],
};

/// Code, name, meaning.
type Code = (&'static str, &'static str, &'static str);

/// 注釈の凡例 of 実績値: what a missing figure means (requirement E-7).
const ACTUAL_STATUS: [Code; 13] = [
    ("value", "数値", "実績値がある（0 を含む）"),
    ("not_applicable", "該当なし", "当てはまるものがない（統計記号「－」）"),
    ("not_done", "未実施", "事業を実施しなかった"),
    ("pending", "集計中", "まだ集計していない"),
    ("undecided", "未定", "まだ決まっていない"),
    (
        "suppressed",
        "秘匿",
        "数が小さいか、小さな数を逆算できるため公表しない（統計記号「x」）",
    ),
    ("unsuited", "なじまない", "数で測ることになじまない"),
    ("unknown", "不詳", "把握していない（統計記号「…」）"),
    ("blank", "未記入", "担当課の回答が空欄"),
    ("unsubmitted", "未提出", "担当課の回答がない"),
    ("no_data", "資料なし", "その年度の帳票がない"),
    ("inactive", "実施期間外", "事業を実施しない年度"),
    ("future", "対象年度より後", "まだ来ていない年度"),
];

/// A list and its codes.
const LISTS: [(&str, &[Code]); 11] = [
    ("flag", &[("0", "いいえ", "当てはまらない"), ("1", "はい", "当てはまる")]),
    (
        "level",
        &[
            ("pillar", "体系", "大分類"),
            ("goal", "基本目標", "体系の下の目標"),
            ("measure", "施策", "基本目標の下の施策の展開"),
        ],
    ),
    (
        "role",
        &[
            ("main", "担当課", "事業を担当し、事業の評価を決める課"),
            ("partner", "関係課", "ともに担当する課"),
        ],
    ),
    (
        "indicator_kind",
        &[
            ("output", "活動指標", "どれだけ行ったか"),
            ("outcome", "成果指標", "どれだけ効果があったか"),
        ],
    ),
    (
        "tendency",
        &[
            ("increase", "増やす", "大きいほどよい"),
            ("decrease", "減らす", "小さいほどよい"),
            ("keep", "維持", "目標値を保つのがよい"),
            ("unsuited", "なじまない", "判定しない"),
        ],
    ),
    (
        "baseline_status",
        &[("value", "あり", "基準値がある"), ("none", "なし", "基準値を定めていない")],
    ),
    ("actual_status", &ACTUAL_STATUS),
    (
        "rate_status",
        &[
            ("percent", "率", "達成率がある"),
            ("met", "達成", "率に意味がなく、目標に達した"),
            ("not_met", "未達成", "率に意味がなく、目標に達していない"),
            ("no_actual", "実績なし", "実績値がない"),
            ("no_target", "目標なし", "目標値がない"),
            ("no_baseline", "基準値なし", "減らす指標で、基準値がない"),
            ("unsuited", "判定外", "指標になじまない"),
            ("suppressed", "秘匿", "実績値を公表しない（統計記号「x」）"),
        ],
    ),
    (
        "progress",
        &[
            ("achieved", "達成", "最終年度の目標値に達した"),
            ("on_pace", "順調", "期間の経過した割合以上に進んだ"),
            ("behind", "遅れ", "期間の経過した割合に届かない"),
            ("worse", "後退", "基準値より悪くなった"),
            ("not_yet", "未集計", "実績値がない"),
            ("not_judged", "判定外", "目標値がないか、指標になじまない"),
            ("suppressed", "秘匿", "実績値を公表しない（統計記号「x」）"),
        ],
    ),
    (
        "answer_status",
        &[
            ("graded", "評価あり", "評価区分がある"),
            ("ungraded", "未評価", "回答はあるが評価区分がない"),
            ("unsubmitted", "未提出", "回答がない"),
            ("inactive", "実施期間外", "事業を実施しない年度"),
        ],
    ),
    (
        "tally_item",
        &[
            ("ungraded", "未評価", "回答はあるが評価区分のない事業"),
            ("unsubmitted", "未提出", "担当課の回答がない事業"),
            ("answers", "回答数", "届いた回答（事業×課）"),
            ("answers_due", "回答すべき数", "届くはずの回答（事業×課）"),
        ],
    ),
];

impl Source<'_> {
    /// What the whole data set is.
    pub(super) fn dataset(&mut self) -> Table {
        let p = self.p;
        let basics = &p.plan.basics;
        let period = basics.period;
        let sample = "事業・指標・評価は見本（架空）です。事実として使わないでください。";
        let note = if p.edition.mark() == Some("見本") { sample } else { "" };
        let year = |label: Option<String>| label.unwrap_or_default();
        let items = [
            ("title", "データの名", format!("{} 進捗状況データ", basics.name)),
            ("plan", "計画名", basics.name.clone()),
            ("municipality_code", "全国地方公共団体コード", basics.code.clone()),
            ("municipality", "地方公共団体名", basics.municipality.clone()),
            (
                "period_first",
                "計画期間の初年度（西暦）",
                year(period.map(|(a, _)| a.western().to_string())),
            ),
            (
                "period_last",
                "計画期間の最終年度（西暦）",
                year(period.map(|(_, b)| b.western().to_string())),
            ),
            ("fiscal_year", "対象年度（西暦）", p.year.western().to_string()),
            ("fiscal_year_label", "対象年度", p.year.era_label()),
            ("edition", "版", p.edition.label().to_owned()),
            ("note", "注意", note.to_owned()),
            ("issued", "更新", p.issued.clone()),
            ("update_frequency", "更新頻度", "年に1回（計画の点検・評価のとき）".to_owned()),
            (
                "history",
                "更新履歴",
                format!("{}の評価を加えた版（{}）", p.year.era_label(), p.edition.label()),
            ),
            ("publisher", "作成者", basics.publisher.clone()),
            ("licence", "利用条件", self.settings.licence_title().to_owned()),
            ("charset", "文字コード", self.settings.charset.label().to_owned()),
            (
                "method",
                "作り方",
                "担当課の評価の帳票から作成。割合と率は丸める前の値から計算し、四捨五入する。"
                    .to_owned(),
            ),
        ];
        let mut rows = Vec::new();
        for (item, title, content) in items {
            let names = [item, title].map(|t| Value::Text(t.to_owned()));
            rows.push([&names[..], &[self.letters.text(&content)]].concat());
        }
        Table { layout: &DATASET, rows }
    }

    /// Every code of every list.
    pub(super) fn codes(&mut self) -> Table {
        let mut table = Table { layout: &CODE, rows: Vec::new() };
        let mut lists: Vec<(&str, Vec<[String; 3]>)> = Vec::new();
        let grades = self.p.plan.scale.grades.iter();
        let grades: Vec<[String; 3]> =
            grades.map(|g| [g.code.clone(), g.name.clone(), g.meaning.clone()]).collect();
        let directions = self.p.plan.directions.iter();
        let directions =
            directions.map(|d| [d.name.clone(), d.name.clone(), d.kind.clone()]);
        for (list, codes) in LISTS {
            let own = codes.iter().map(|(a, b, c)| [a, b, c].map(|t| (*t).to_owned()));
            let graded = if list == "tally_item" { grades.clone() } else { Vec::new() };
            lists.push((list, graded.into_iter().chain(own).collect()));
        }
        lists.push(("grade", grades));
        lists.push(("direction", directions.collect()));
        for (list, codes) in lists {
            for (i, code) in codes.iter().enumerate() {
                let mut row = vec![Value::Text(list.to_owned())];
                row.extend(code.iter().map(|text| self.letters.text(text)));
                row.push(Value::count(i + 1));
                table.rows.push(row);
            }
        }
        table
    }

    /// Every character that was replaced.
    pub(super) fn substitutions(&self) -> Table {
        let row = |(c, replaced): (&char, &super::letters::Replaced)| {
            let by = Some(replaced.by.clone()).filter(|by| !by.is_empty());
            vec![
                Value::Text(format!("U+{:04X}", u32::from(*c))),
                by.map_or(Value::Missing, Value::Text),
                Value::count(replaced.count),
            ]
        };
        let rows = self.letters.replaced.iter().map(row).collect();
        Table { layout: &SUBSTITUTION, rows }
    }
}

/// Every column of the tables, and of those that explain them.
pub fn definitions(tables: &[Table]) -> Table {
    let mut rows = Vec::new();
    let explaining = [&DEFINITION, &SUBSTITUTION];
    for layout in tables.iter().map(|t| t.layout).chain(explaining) {
        for column in layout.columns {
            let text = |text: &str| match text {
                "" => Value::Missing,
                text => Value::Text(text.to_owned()),
            };
            let flag = |yes: bool| Value::Integer(i64::from(yes));
            rows.push(vec![
                text(layout.name),
                text(layout.title),
                text(column.name),
                text(column.title),
                text(column.kind.labels().0),
                text(column.unit),
                flag(column.required),
                flag(layout.primary_key.contains(&column.name)),
                text(column.codes),
                text(column.about),
            ]);
        }
    }
    Table { layout: &DEFINITION, rows }
}
