//! Every text that can reach a publication, with where it was read: the plan with the
//! former names of its projects, the answers of the year reported and of the year before
//! (「前年との違い」, 「データ」 and the open data show them), and what a meeting puts on the
//! council's workbook. Not among them, because no publication shows them: 付記 (they stand
//! in 確認/受付簿.xlsx alone), other names of 課 and 事業 that only find a row, 名寄せ.xlsx,
//! and the texts of earlier years.

use crate::diag::Origin;
use crate::export::table::Handout;
use crate::model::evaluation::Evaluation;
use crate::model::progress::Progress;

/// One text.
pub(super) struct Text<'a> {
    /// Whose it is: the 事業, or the item of the plan.
    pub(super) about: String,
    /// The 課 that wrote it, of an answer.
    pub(super) division: Option<&'a str>,
    pub(super) origin: Origin,
    pub(super) value: &'a str,
}

struct List<'a>(Vec<Text<'a>>);

impl<'a> List<'a> {
    fn add(&mut self, about: &str, origin: Origin, values: &[&'a str]) {
        let values = values.iter().filter(|v| !v.is_empty());
        self.0.extend(values.map(|value| Text {
            about: about.to_owned(),
            division: None,
            origin,
            value,
        }));
    }
}

pub(super) fn of_plan(p: &Progress) -> Vec<Text<'_>> {
    let plan = &p.plan;
    let mut list = List(Vec::new());
    basics(p, &mut list);
    plan.pillars.iter().for_each(|x| list.add("体系", x.origin, &[&x.name]));
    plan.goals.iter().for_each(|x| {
        list.add("基本目標", x.origin, &[&x.number, &x.name, &x.short]);
    });
    plan.measures.iter().for_each(|x| list.add("施策", x.origin, &[&x.number, &x.name]));
    for x in &plan.projects {
        let texts: [&str; 4] = [&x.number, &x.name, &x.kind, &x.summary];
        list.add(&x.title(), x.origin, &texts);
        let former: Vec<&str> = x.former.iter().map(|f| &*f.name).collect();
        list.add(&x.title(), x.origin, &former);
    }
    for x in &plan.indicators {
        list.add(&x.name, x.origin, &[&x.name, &x.unit, &x.timing, &x.source]);
    }
    plan.divisions.iter().for_each(|x| {
        list.add("担当課", x.origin, &[&x.name, &x.department]);
    });
    for x in &plan.scale.grades {
        list.add("評価区分", x.origin, &[&x.code, &x.symbol, &x.name, &x.meaning]);
    }
    plan.directions.iter().for_each(|x| list.add("方向性", x.origin, &[&x.name]));
    for x in &plan.related {
        list.add("関連計画", x.origin, &[&x.name, &x.short]);
        x.terms.iter().for_each(|t| list.add("関連計画", x.origin, &[&t.label]));
    }
    plan.stages.iter().for_each(|x| {
        list.add("ライフステージ", x.origin, &[&x.name, &x.band]);
    });
    plan.supports.iter().for_each(|x| list.add("支援", x.origin, &[&x.name, &x.kind]));
    for x in &plan.governance {
        list.add("推進体制", x.origin, &[&x.letter, &x.name, &x.text, &x.when]);
    }
    list.0
}

fn basics<'a>(p: &'a Progress, list: &mut List<'a>) {
    let basics = &p.plan.basics;
    for (item, origin) in &basics.origins {
        let values: Vec<&str> = match item.as_str() {
            "計画名" => vec![&basics.name],
            "市町村名" => vec![&basics.municipality],
            "基本理念" => basics.vision.iter().map(|v| &**v).collect(),
            "発行・編集" => vec![&basics.publisher],
            "取りまとめ担当課" => vec![&basics.office],
            "郵便番号" => vec![&basics.postcode],
            "所在地" => vec![&basics.address],
            "電話番号" => vec![&basics.phone],
            "支援パッケージ名" => vec![&basics.package],
            other => {
                let found = basics.others.iter().filter(|(k, _)| k == other);
                found.map(|(_, v)| &**v).collect()
            }
        };
        list.add(item, *origin, &values);
    }
}

/// The answers of the year reported and of the year before, those of 関係課 too.
pub(super) fn of_answers(p: &Progress) -> Vec<Text<'_>> {
    let mut list = Vec::new();
    for row in &p.rows {
        let about = p.plan.projects[row.project].title();
        let years = [Some(&row.this), row.last.as_ref()];
        let answers = years.into_iter().flatten();
        for answer in answers.flat_map(|y| y.main.iter().chain(&y.partners)) {
            let division = p.plan.divisions.get(answer.division).map(|d| &*d.name);
            list.extend(fields(answer).map(|text| Text {
                about: about.clone(),
                division,
                origin: text.origin,
                value: &text.value,
            }));
        }
    }
    list
}

/// What a meeting puts on every page of the council's workbook.
pub(super) fn of_handout<'a>(
    handout: &'a Handout,
    place: &dyn Fn(&str) -> Origin,
) -> Vec<Text<'a>> {
    let mut list = List(Vec::new());
    for (key, value) in [("資料番号", &handout.number), ("会議名", &handout.meeting)]
    {
        list.add(key, place(key), &[value]);
    }
    list.0
}

fn fields(answer: &Evaluation) -> impl Iterator<Item = &crate::diag::Located<String>> {
    let all = [&answer.activities, &answer.reason, &answer.issues, &answer.improvements];
    all.into_iter().flatten()
}
