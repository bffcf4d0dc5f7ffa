//! The tables of what was reported: 実績値, 達成状況, 評価, 集計.

use super::Source;
use super::schema::{Column, ForeignKey, Layout, Table, Value};
use super::structure::{CODE, NAME};
use crate::model::evaluation::Evaluation;
use crate::model::progress::{ProjectYear, State};
use crate::model::quantity::Reading;
use crate::model::rate::{self, NoRate, Rate, Status};
use crate::model::year::FiscalYear;

const YEAR: Column = Column::integer(
    "fiscal_year",
    "年度（西暦）",
    "年度",
    "4月に始まる年度の西暦。2027は令和9年度",
)
.required();
const LABEL: Column = Column::text("fiscal_year_label", "年度", "和暦").required();

const VALUES: Layout = Layout {
    name: "indicator_value",
    title: "実績値",
    about: "指標の年度ごとの目標値と実績値。1行に1指標の1年度。値のない理由は actual_status で示す。",
    columns: &[
        CODE,
        NAME,
        YEAR,
        LABEL,
        Column::text("indicator_id", "指標のID", "indicator の indicator_id").required(),
        Column::text("unit", "単位", "目標値と実績値の単位"),
        Column::number(
            "target",
            "目標値",
            "unit 列",
            "年度の目標値。定めのない年度は空欄",
        ),
        Column::number(
            "actual",
            "実績値",
            "unit 列",
            "0 は 0。値がないときは空欄で、理由は actual_status",
        ),
        Column::text("actual_status", "実績値の状態", "値があるか、なければその理由")
            .required()
            .coded("actual_status"),
        Column::integer("approximate", "概数", "", "「約」の付いた実績値であれば1")
            .required()
            .coded("flag"),
    ],
    primary_key: &["fiscal_year", "indicator_id"],
    foreign_keys: &[ForeignKey::new("indicator_id", "indicator", "indicator_id")],
};

const ACHIEVEMENT: Layout = Layout {
    name: "achievement",
    title: "達成状況",
    about: "対象年度の指標の達成率と状況。1行に1指標。増やす指標は 実績値÷目標値、減らす指標は（基準値−実績値）÷（基準値−目標値）。維持する指標と、目標値が 0 又は基準値と同じ指標は、率を出さず達成・未達成とする。",
    columns: &[
        CODE,
        NAME,
        YEAR,
        LABEL,
        Column::text("indicator_id", "指標のID", "indicator の indicator_id").required(),
        Column::number("rate", "達成率（対 年度目標）", "％", "小数第2位を四捨五入"),
        Column::text("rate_status", "達成率の状態", "率があるか、なければその代わり")
            .required()
            .coded("rate_status"),
        Column::number(
            "final_rate",
            "達成率（対 最終年度目標）",
            "％",
            "小数第2位を四捨五入",
        ),
        Column::text(
            "final_rate_status",
            "最終年度目標への達成率の状態",
            "率があるか、なければその代わり",
        )
        .required()
        .coded("rate_status"),
        Column::text("progress", "状況", "基準値から最終年度の目標値までの道のりで判定")
            .required()
            .coded("progress"),
    ],
    primary_key: &["fiscal_year", "indicator_id"],
    foreign_keys: &[ForeignKey::new("indicator_id", "indicator", "indicator_id")],
};

const EVALUATION: Layout = Layout {
    name: "evaluation",
    title: "評価",
    about: "課の回答した評価。対象年度と前年度。1行に1事業の1課の1年度。担当課の評価を事業の評価とする。",
    columns: &[
        CODE,
        NAME,
        YEAR,
        LABEL,
        Column::text("project_id", "事業のID", "project の project_id").required(),
        Column::text("division_id", "課のID", "division の division_id").required(),
        Column::text("role", "役割", "担当課・関係課の別").required().coded("role"),
        Column::text("answer_status", "回答の状態", "評価があるか、なければその理由")
            .required()
            .coded("answer_status"),
        Column::text("grade", "評価区分", "評価のコード。評価がないときは空欄")
            .coded("grade"),
        Column::text("reason", "評価の理由", "課の文章"),
        Column::text("activities", "取組実績", "課の文章"),
        Column::text("issues", "課題", "課の文章"),
        Column::text("improvements", "来年度の取組", "課の文章"),
        Column::text("direction", "今後の方向性", "方向性の名").coded("direction"),
    ],
    primary_key: &["fiscal_year", "project_id", "division_id"],
    foreign_keys: &[
        ForeignKey::new("project_id", "project", "project_id"),
        ForeignKey::new("division_id", "division", "division_id"),
    ],
};

const TALLY: Layout = Layout {
    name: "tally",
    title: "集計",
    about: "基本目標ごとの評価の集計。1行に1年度の1目標の1項目。再掲は数えず、共管は担当課の評価を採る。",
    columns: &[
        CODE,
        NAME,
        YEAR,
        LABEL,
        Column::text("goal_id", "基本目標のID", "structure の structure_id").required(),
        Column::text("item", "項目", "評価区分のコード、又は集計の項目")
            .required()
            .coded("tally_item"),
        Column::integer("value", "値", "unit 列", "件数").required(),
        Column::text("unit", "単位", "事業、又は回答（事業×課）").required(),
    ],
    primary_key: &["fiscal_year", "goal_id", "item"],
    foreign_keys: &[ForeignKey::new("goal_id", "structure", "structure_id")],
};

/// Code of a 値の状態.
pub fn reading_code(reading: &Reading) -> &'static str {
    match reading {
        Reading::Value(_) => "value",
        Reading::NotApplicable => "not_applicable",
        Reading::NotDone => "not_done",
        Reading::Pending => "pending",
        Reading::Undecided => "undecided",
        Reading::Suppressed => "suppressed",
        Reading::Unsuited => "unsuited",
        Reading::Unknown => "unknown",
        Reading::Blank => "blank",
    }
}

fn rate_fields(value: Rate) -> [Value; 2] {
    let (number, code) = match value {
        Rate::Percent(percent) => (Some(rate::round(percent, 1)), "percent"),
        Rate::Met => (None, "met"),
        Rate::NotMet => (None, "not_met"),
        Rate::None(NoRate::Actual) => (None, "no_actual"),
        Rate::None(NoRate::Target) => (None, "no_target"),
        Rate::None(NoRate::Baseline) => (None, "no_baseline"),
        Rate::None(NoRate::Unsuited) => (None, "unsuited"),
        Rate::None(NoRate::Suppressed) => (None, "suppressed"),
    };
    [Value::maybe(number), Value::Text(code.to_owned())]
}

fn progress_code(status: Status) -> &'static str {
    match status {
        Status::Achieved => "achieved",
        Status::OnPace => "on_pace",
        Status::Behind => "behind",
        Status::Worse => "worse",
        Status::NotYet => "not_yet",
        Status::NotJudged => "not_judged",
        Status::Suppressed => "suppressed",
    }
}

fn answer_code(year: &ProjectYear, answer: Option<&Evaluation>) -> &'static str {
    match answer {
        _ if year.state == State::Inactive => "inactive",
        None => "unsubmitted",
        Some(e) if e.grade.is_some() => "graded",
        Some(_) => "ungraded",
    }
}

impl Source<'_> {
    /// The tables of what was reported.
    pub(super) fn result_tables(&mut self) -> Vec<Table> {
        vec![self.values(), self.achievement(), self.evaluations(), self.tallies()]
    }

    fn dated(&self, year: FiscalYear) -> Vec<Value> {
        let mut row = self.place.to_vec();
        row.push(Value::Integer(i64::from(year.western())));
        row.push(Value::Text(year.era_label()));
        row
    }

    fn values(&mut self) -> Table {
        let mut table = Table { layout: &VALUES, rows: Vec::new() };
        for line in &self.p.indicators {
            let indicator = &self.p.plan.indicators[line.indicator];
            for year in self.p.plan.years() {
                let (actual, status, approximate) = self.actual(line.indicator, year);
                let mut row = self.dated(year);
                row.push(self.letters.text(&indicator.id));
                row.push(self.letters.text(&indicator.unit));
                row.push(Value::maybe(indicator.target(year)));
                row.push(actual);
                row.push(Value::Text(status.to_owned()));
                row.push(Value::Integer(i64::from(approximate)));
                table.rows.push(row);
            }
        }
        table
    }

    /// 実績値, its state, and whether it is 約.
    fn actual(&self, indicator: usize, year: FiscalYear) -> (Value, &'static str, bool) {
        let row = self.p.indicators.get(indicator);
        match row.and_then(|r| r.actual(year)) {
            Some(Reading::Value(quantity)) => {
                (Value::Number(quantity.value), "value", quantity.approx)
            }
            Some(reading) => (Value::Missing, reading_code(reading), false),
            None if year > self.p.year => (Value::Missing, "future", false),
            None => {
                let code = match self.p.actual(indicator, year) {
                    Err("－") => "inactive",
                    Err("資料なし") => "no_data",
                    Err("未提出") => "unsubmitted",
                    _ => "blank",
                };
                (Value::Missing, code, false)
            }
        }
    }

    fn achievement(&mut self) -> Table {
        let mut table = Table { layout: &ACHIEVEMENT, rows: Vec::new() };
        for line in &self.p.indicators {
            let mut row = self.dated(self.p.year);
            row.push(self.letters.text(&self.p.plan.indicators[line.indicator].id));
            row.extend(rate_fields(line.rate));
            row.extend(rate_fields(line.final_rate));
            row.push(Value::Text(progress_code(line.status).to_owned()));
            table.rows.push(row);
        }
        table
    }

    fn evaluations(&mut self) -> Table {
        let mut table = Table { layout: &EVALUATION, rows: Vec::new() };
        for line in &self.p.rows {
            let last = self.p.previous().filter(|y| y.total.is_some());
            let last = last.and_then(|y| Some((y.year, line.last.as_ref()?)));
            let years = last.into_iter().chain([(self.p.year, &line.this)]);
            for (year, found) in years {
                let project = &self.p.plan.projects[line.project];
                for (i, division) in project.answering().enumerate() {
                    let partner =
                        || found.partners.iter().find(|e| e.division == division);
                    let answer = if i == 0 { found.main.as_ref() } else { partner() };
                    let mut row = self.dated(year);
                    row.push(self.letters.text(&project.id));
                    row.push(self.letters.text(&self.p.plan.divisions[division].id));
                    let role = if i == 0 { "main" } else { "partner" };
                    row.push(Value::Text(role.to_owned()));
                    row.push(Value::Text(answer_code(found, answer).to_owned()));
                    row.extend(self.answer(answer));
                    table.rows.push(row);
                }
            }
        }
        table
    }

    /// 評価区分, the four texts, 方向性.
    fn answer(&mut self, answer: Option<&Evaluation>) -> Vec<Value> {
        let Some(answer) = answer else { return vec![Value::Missing; 6] };
        let plan = &self.p.plan;
        let grade = answer.grade.as_ref().and_then(|g| plan.scale.grades.get(g.value));
        let direction =
            answer.direction.as_ref().and_then(|d| plan.directions.get(d.value));
        let mut row = vec![self.letters.text(grade.map_or("", |g| &g.code))];
        for text in
            [&answer.reason, &answer.activities, &answer.issues, &answer.improvements]
        {
            row.push(self.letters.text(text.as_ref().map_or("", |t| &t.value)));
        }
        row.push(self.letters.text(direction.map_or("", |d| &d.name)));
        row
    }

    fn tallies(&mut self) -> Table {
        let mut table = Table { layout: &TALLY, rows: Vec::new() };
        let plan = &self.p.plan;
        for history in &self.p.history {
            let Some(goals) = &history.goals else { continue };
            for (goal, tally) in plan.goals.iter().zip(goals) {
                let grades = plan.scale.grades.iter().zip(&tally.by_grade);
                let mut items: Vec<(&str, usize, &str)> =
                    grades.map(|(g, count)| (&*g.code, *count, "事業")).collect();
                items.extend([
                    ("ungraded", tally.ungraded, "事業"),
                    ("unsubmitted", tally.unsubmitted, "事業"),
                    ("answers", tally.answers, "回答"),
                    ("answers_due", tally.answers_due, "回答"),
                ]);
                for (item, count, unit) in items {
                    let mut row = self.dated(history.year);
                    row.push(self.letters.text(&goal.id));
                    row.push(self.letters.text(item));
                    row.push(Value::count(count));
                    row.push(Value::Text(unit.to_owned()));
                    table.rows.push(row);
                }
            }
        }
        table
    }
}
