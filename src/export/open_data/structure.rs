//! The tables of the plan: 体系, 担当課, 事業, 指標 and what links them.

use super::Source;
use super::schema::{Column, ForeignKey, Layout, Table, Value};
use crate::model::plan::Tendency;

/// 団体コード and 団体名 stand first in every table of the plan, as in 自治体標準オープン
/// データセット (rule L3-06).
pub const CODE: Column = Column::text(
    "municipality_code",
    "全国地方公共団体コード",
    "総務省の6桁のコード（検査数字を含む）。表計算で開くと頭の0が消えることがある",
);
/// 団体名.
pub const NAME: Column =
    Column::text("municipality", "地方公共団体名", "正式な名称").required();

const STRUCTURE: Layout = Layout {
    name: "structure",
    title: "体系",
    about: "計画の体系・基本目標・施策。1行に1件。上位のものを parent_id で示す。",
    columns: &[
        CODE,
        NAME,
        Column::text("structure_id", "体系のID", "計画の中で変わらない識別子").required(),
        Column::text(
            "parent_id",
            "上位のID",
            "この表の structure_id。体系（大分類）にはない",
        ),
        Column::text("level", "種別", "体系・基本目標・施策の別")
            .required()
            .coded("level"),
        Column::text(
            "number",
            "番号",
            "計画書の番号。施策は「基本目標の番号-施策の番号」",
        ),
        Column::text("name", "名称", "計画書の名称").required(),
    ],
    primary_key: &["structure_id"],
    foreign_keys: &[ForeignKey::new("parent_id", "", "structure_id")],
};

const DIVISION: Layout = Layout {
    name: "division",
    title: "担当課",
    about: "事業を担当し、評価を回答する課。1行に1課。",
    columns: &[
        CODE,
        NAME,
        Column::text("division_id", "課のID", "課の名が変わっても変わらない識別子")
            .required(),
        Column::text("name", "課名", "対象年度の課の名").required(),
        Column::text("department", "部名", "課の属する部"),
    ],
    primary_key: &["division_id"],
    foreign_keys: &[],
};

const PROJECT: Layout = Layout {
    name: "project",
    title: "事業",
    about: "計画に載る事業。1行に1事業。再掲は project_repost、担当課は project_division にある。",
    columns: &[
        CODE,
        NAME,
        Column::text("project_id", "事業のID", "年度と計画をまたいで変わらない識別子")
            .required(),
        Column::text("number", "事業番号", "計画書の番号"),
        Column::text("name", "事業名", "計画書の名称").required(),
        Column::text(
            "measure_id",
            "施策のID",
            "事業を数える施策。structure の structure_id",
        )
        .required(),
        Column::integer("priority", "重点事業", "", "重点事業であれば1")
            .required()
            .coded("flag"),
        Column::text(
            "project_kind",
            "計画時の区分",
            "計画を作った時の新規・拡充・継続などの別",
        ),
        Column::text("summary", "概要", "事業の内容"),
        Column::integer(
            "start_year",
            "開始年度（西暦）",
            "年度",
            "計画期間の途中で始まる事業だけにある",
        ),
        Column::text("start_year_label", "開始年度", "和暦"),
        Column::integer(
            "end_year",
            "終了年度（西暦）",
            "年度",
            "計画期間の途中で終わる事業だけにある",
        ),
        Column::text("end_year_label", "終了年度", "和暦"),
    ],
    primary_key: &["project_id"],
    foreign_keys: &[ForeignKey::new("measure_id", "structure", "structure_id")],
};

const PROJECT_DIVISION: Layout = Layout {
    name: "project_division",
    title: "事業の担当課",
    about: "事業を担当する課と関係課。1行に1事業の1課。",
    columns: &[
        CODE,
        NAME,
        Column::text("project_id", "事業のID", "project の project_id").required(),
        Column::text("division_id", "課のID", "division の division_id").required(),
        Column::text("role", "役割", "担当課・関係課の別").required().coded("role"),
    ],
    primary_key: &["project_id", "division_id"],
    foreign_keys: &[
        ForeignKey::new("project_id", "project", "project_id"),
        ForeignKey::new("division_id", "division", "division_id"),
    ],
};

const PROJECT_REPOST: Layout = Layout {
    name: "project_repost",
    title: "再掲",
    about: "二つ目以降の施策に再び載る事業。1行に1事業の1施策。集計では数えない。",
    columns: &[
        CODE,
        NAME,
        Column::text("project_id", "事業のID", "project の project_id").required(),
        Column::text("measure_id", "施策のID", "再び載る施策。structure の structure_id")
            .required(),
    ],
    primary_key: &["project_id", "measure_id"],
    foreign_keys: &[
        ForeignKey::new("project_id", "project", "project_id"),
        ForeignKey::new("measure_id", "structure", "structure_id"),
    ],
};

const INDICATOR: Layout = Layout {
    name: "indicator",
    title: "指標",
    about: "事業の進み具合を測る指標。1行に1指標。年度ごとの値は indicator_value にある。",
    columns: &[
        CODE,
        NAME,
        Column::text("indicator_id", "指標のID", "年度をまたいで変わらない識別子")
            .required(),
        Column::text("project_id", "事業のID", "project の project_id").required(),
        Column::text("name", "指標名", "計画書の名称").required(),
        Column::text("indicator_kind", "種別", "活動指標・成果指標の別")
            .required()
            .coded("indicator_kind"),
        Column::text("unit", "単位", "基準値・目標値・実績値の単位"),
        Column::text("tendency", "方向", "値がどう動けばよいか")
            .required()
            .coded("tendency"),
        Column::integer("decimals", "小数桁", "桁", "印刷物での小数点以下の桁数")
            .required(),
        Column::number(
            "baseline",
            "基準値",
            "unit 列",
            "計画を作った時の値。ないときは空欄",
        ),
        Column::text("baseline_status", "基準値の状態", "基準値があるかどうか")
            .required()
            .coded("baseline_status"),
        Column::integer("baseline_year", "基準年度（西暦）", "年度", "基準値の年度"),
        Column::text("baseline_year_label", "基準年度", "和暦"),
        Column::text("timing", "集計時点", "年計、4月1日など"),
        Column::text("source", "出典", "値のもとになる台帳など"),
    ],
    primary_key: &["indicator_id"],
    foreign_keys: &[ForeignKey::new("project_id", "project", "project_id")],
};

/// Code of a 方向.
pub fn tendency(value: Tendency) -> &'static str {
    match value {
        Tendency::Increase => "increase",
        Tendency::Decrease => "decrease",
        Tendency::Keep => "keep",
        Tendency::Unsuited => "unsuited",
    }
}

impl Source<'_> {
    /// The tables of the plan.
    pub(super) fn structure_tables(&mut self) -> Vec<Table> {
        vec![
            self.structure(),
            self.divisions(),
            self.projects(),
            self.project_divisions(),
            self.reposts(),
            self.indicators(),
        ]
    }

    fn structure(&mut self) -> Table {
        let plan = &self.p.plan;
        let mut list: Vec<[String; 5]> = Vec::new();
        let level = |l: &str| l.to_owned();
        for (i, pillar) in plan.pillars.iter().enumerate() {
            let none = String::new;
            let name = pillar.name.clone();
            list.push([pillar.id.clone(), none(), level("pillar"), none(), name]);
            for (j, goal) in plan.goals.iter().enumerate().filter(|(_, g)| g.pillar == i)
            {
                let (number, name) = (goal.number.clone(), goal.name.clone());
                let parent = pillar.id.clone();
                list.push([goal.id.clone(), parent, level("goal"), number, name]);
                let own = plan.measures.iter().enumerate().filter(|(_, m)| m.goal == j);
                for (k, measure) in own {
                    let number = plan.measure_number(k);
                    let (parent, name) = (goal.id.clone(), measure.name.clone());
                    list.push([
                        measure.id.clone(),
                        parent,
                        level("measure"),
                        number,
                        name,
                    ]);
                }
            }
        }
        let mut row = |fields: [String; 5]| {
            let fields = fields.iter().map(|f| self.letters.text(f));
            self.place.iter().cloned().chain(fields).collect()
        };
        Table { layout: &STRUCTURE, rows: list.into_iter().map(&mut row).collect() }
    }

    fn divisions(&mut self) -> Table {
        let mut table = Table { layout: &DIVISION, rows: Vec::new() };
        for division in &self.p.plan.divisions {
            let mut row = self.place.to_vec();
            for text in [&division.id, &division.name, &division.department] {
                row.push(self.letters.text(text));
            }
            table.rows.push(row);
        }
        table
    }

    fn projects(&mut self) -> Table {
        let plan = &self.p.plan;
        let mut table = Table { layout: &PROJECT, rows: Vec::new() };
        for project in &plan.projects {
            let mut row = self.place.to_vec();
            let measure = &plan.measures[project.measure].id;
            for text in [&project.id, &project.number, &project.name, measure] {
                row.push(self.letters.text(text));
            }
            row.push(Value::Integer(i64::from(project.priority)));
            for text in [&project.kind, &project.summary] {
                row.push(self.letters.text(text));
            }
            row.extend(self.year(project.start));
            row.extend(self.year(project.end));
            table.rows.push(row);
        }
        table
    }

    fn project_divisions(&mut self) -> Table {
        let plan = &self.p.plan;
        let mut table = Table { layout: &PROJECT_DIVISION, rows: Vec::new() };
        for project in &plan.projects {
            for (i, division) in project.answering().enumerate() {
                let mut row = self.place.to_vec();
                let role = if i == 0 { "main" } else { "partner" };
                for text in [&project.id, &plan.divisions[division].id, role] {
                    row.push(self.letters.text(text));
                }
                table.rows.push(row);
            }
        }
        table
    }

    fn reposts(&mut self) -> Table {
        let plan = &self.p.plan;
        let mut table = Table { layout: &PROJECT_REPOST, rows: Vec::new() };
        for project in &plan.projects {
            for measure in &project.reposts {
                let mut row = self.place.to_vec();
                row.push(self.letters.text(&project.id));
                row.push(self.letters.text(&plan.measures[*measure].id));
                table.rows.push(row);
            }
        }
        table
    }

    fn indicators(&mut self) -> Table {
        let plan = &self.p.plan;
        let mut table = Table { layout: &INDICATOR, rows: Vec::new() };
        for indicator in &plan.indicators {
            let mut row = self.place.to_vec();
            let kind = match indicator.kind {
                crate::model::plan::IndicatorKind::Output => "output",
                crate::model::plan::IndicatorKind::Outcome => "outcome",
            };
            let project = &plan.projects[indicator.project].id;
            let tendency = tendency(indicator.tendency);
            let (name, unit) = (&indicator.name, &indicator.unit);
            for text in [&indicator.id, project, name, kind, unit, tendency] {
                row.push(self.letters.text(text));
            }
            row.push(Value::Integer(i64::from(indicator.decimals)));
            row.push(Value::maybe(indicator.baseline));
            let status = if indicator.baseline.is_some() { "value" } else { "none" };
            row.push(Value::Text(status.to_owned()));
            row.extend(self.year(indicator.baseline_year));
            for text in [&indicator.timing, &indicator.source] {
                row.push(self.letters.text(text));
            }
            table.rows.push(row);
        }
        table
    }
}
