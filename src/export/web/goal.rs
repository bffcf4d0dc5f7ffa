//! The page of a 基本目標: its 施策, their 事業, what was done and measured.

use super::html::{Html, close_table, header_row, open_table};
use super::{Site, goal_file, project_id, year_grade};
use crate::export::format::{self, number};
use crate::model::evaluation::Evaluation;
use crate::model::personal;
use crate::model::progress::{IndicatorRow, ProjectRow};
use crate::model::year::FiscalYear;

/// One of the texts of an answer.
type TextOf = fn(&Evaluation) -> Option<&str>;

/// What stands for a telephone number or mail address.
const MASK: &str = "（連絡先は非公開）";

impl Site<'_> {
    /// The page.
    pub(super) fn goal_page(&self, goal: usize) -> String {
        let own = &self.p.plan.goals[goal];
        let short = format!("基本目標{}", own.number);
        let heading = format!("{short} {}", own.name);
        let mut html = Html::default();
        html.element("h1", &[], &heading).line();
        self.edition_note(&mut html);
        let tally = &self.p.goals[goal];
        let share = super::chart::share(tally.share(), 1);
        let lead = match tally.rated {
            0 => format!(
                "{}の事業は{}です。評価の済んだ事業はまだありません。",
                self.p.year.era_label(),
                tally.projects
            ),
            _ => format!(
                "{}の事業は{}です。評価した{}事業のうち{}事業（{share}）が、「{}」以上でした。",
                self.p.year.era_label(),
                tally.projects,
                tally.rated,
                tally.on_track,
                self.p.plan.scale.on_track_name()
            ),
        };
        html.element("p", &[("class", "lead")], &lead).line();
        let hides = |row: &&IndicatorRow| {
            let project = &self.p.plan.indicators[row.indicator].project;
            self.p.plan.goal_of(&self.p.plan.projects[*project]) == goal
                && row.hides_something()
        };
        if self.p.indicators.iter().any(|row| hides(&row)) {
            html.element("p", &[("class", "note")], &self.p.secrecy_note()).line();
        }
        self.goal(&mut html, goal, ["h2", "h3"]);
        let name = &self.p.plan.basics.name;
        let title = format!("{heading}｜{}｜{name}", self.heading());
        self.page(&title, &lead, &short, &html)
    }

    /// The 施策 of a goal under headings of these two levels.
    pub(super) fn goal(&self, html: &mut Html, goal: usize, levels: [&'static str; 2]) {
        let plan = &self.p.plan;
        for (m, measure) in
            plan.measures.iter().enumerate().filter(|(_, x)| x.goal == goal)
        {
            let number = plan.measure_number(m);
            let title = format!("{number} {}", measure.name);
            html.element(levels[0], &[], &title).line();
            let own: Vec<&ProjectRow> = self
                .p
                .rows
                .iter()
                .filter(|row| plan.projects[row.project].measure == m)
                .collect();
            if own.is_empty() {
                html.element("p", &[], "この施策だけの事業はありません。").line();
            } else {
                self.list(html, &number, &own);
            }
            self.reposts(html, m);
            for row in own {
                self.project(html, row, levels[1]);
            }
        }
    }

    /// The projects of a 施策 at a glance.
    fn list(&self, html: &mut Html, number: &str, rows: &[&ProjectRow]) {
        let plan = &self.p.plan;
        open_table(html, &format!("m{number}"), &format!("施策{number}の事業と評価"));
        let this = format!("{}の評価", self.p.year.era_label());
        header_row(
            html,
            &[
                ("事業", false),
                ("担当課", false),
                (&this, false),
                ("前年度の評価", false),
            ],
        );
        for row in rows {
            let project = &plan.projects[row.project];
            html.open("tr", &[]).open("th", &[("scope", "row")]);
            let link = format!("#{}", project_id(row.project));
            html.element("a", &[("href", &link)], &project.title()).close("th");
            html.element("td", &[], &plan.divisions[project.division].name);
            html.open("td", &[("class", "grade")]);
            year_grade(html, self.p, Some(&row.this));
            html.close("td").open("td", &[("class", "grade")]);
            self.last_grade(html, row);
            html.close("td").close("tr").line();
        }
        close_table(html);
    }

    fn last_grade(&self, html: &mut Html, row: &ProjectRow) {
        let known = self.p.previous().is_some_and(|y| y.total.is_some());
        match &row.last {
            Some(last) if known => year_grade(html, self.p, Some(last)),
            _ => {
                html.text("－（資料なし）");
            }
        }
    }

    /// Projects that are shown here again, with the way to where they are told.
    fn reposts(&self, html: &mut Html, measure: usize) {
        let plan = &self.p.plan;
        let again: Vec<usize> = (0..plan.projects.len())
            .filter(|i| plan.projects[*i].reposts.contains(&measure))
            .collect();
        if again.is_empty() {
            return;
        }
        html.element("p", &[], "再掲の事業:").open("ul", &[]);
        for project in again {
            let own = &plan.projects[project];
            let file = match self.has_goal_pages() {
                true => goal_file(plan.goal_of(own)),
                false => String::new(),
            };
            let link = format!("{file}#{}", project_id(project));
            html.open("li", &[]).element("a", &[("href", &link)], &own.title());
            let place = plan.measure_number(own.measure);
            html.text(&format!("（施策{place}）")).close("li");
        }
        html.close("ul").line();
    }

    /// One project: what it is, what was answered, its indicators.
    fn project(&self, html: &mut Html, row: &ProjectRow, level: &'static str) {
        let plan = &self.p.plan;
        let project = &plan.projects[row.project];
        let id = project_id(row.project);
        html.element(level, &[("id", &id)], &project.title()).line();
        html.open("dl", &[]).line();
        let divisions: Vec<&str> =
            project.answering().map(|d| &*plan.divisions[d].name).collect();
        entry(html, "担当課", &divisions.join("、"));
        entry(html, "概要", &project.summary);
        html.element("dt", &[], "評価").open("dd", &[]);
        year_grade(html, self.p, Some(&row.this));
        html.close("dd").line();
        let texts: [(&str, TextOf); 4] = [
            ("評価の理由", |e| Some(&e.reason.as_ref()?.value)),
            ("取組実績", |e| Some(&e.activities.as_ref()?.value)),
            ("課題", |e| Some(&e.issues.as_ref()?.value)),
            ("来年度の取組", |e| Some(&e.improvements.as_ref()?.value)),
        ];
        for (title, text) in texts {
            self.answers(html, title, row, text);
        }
        let direction = row.this.main.as_ref().and_then(|e| e.direction.as_ref());
        let direction = direction.and_then(|d| plan.directions.get(d.value));
        entry(html, "今後の方向性", direction.map_or("", |d| &d.name));
        html.close("dl").line();
        let indicators: Vec<usize> = (0..self.p.indicators.len())
            .filter(|i| {
                plan.indicators[self.p.indicators[*i].indicator].project == row.project
            })
            .collect();
        if !indicators.is_empty() {
            let caption = format!("「{}」の指標", project.name);
            self.indicator_table(html, &format!("i{id}"), &caption, &indicators, false);
        }
    }

    /// The 担当課's words, then those of 関係課 under their names.
    fn answers(
        &self,
        html: &mut Html,
        title: &'static str,
        row: &ProjectRow,
        text: TextOf,
    ) {
        let answers = row.this.main.iter().chain(&row.this.partners);
        let told: Vec<(&Evaluation, &str)> =
            answers.filter_map(|e| Some((e, text(e)?))).collect();
        if told.is_empty() {
            return;
        }
        html.element("dt", &[], title).open("dd", &[]);
        for (answer, text) in told {
            let division = &self.p.plan.divisions[answer.division].name;
            let head = match row.this.partners.is_empty() {
                true => String::new(),
                false => format!("【{division}】"),
            };
            let (text, _) = personal::mask(text, MASK);
            for (i, line) in text.lines().filter(|l| !l.trim().is_empty()).enumerate() {
                let head = if i == 0 { &*head } else { "" };
                html.open("p", &[]).text(head).text(line.trim()).close("p");
            }
        }
        html.close("dd").line();
    }

    /// Indicators with their figures of every year up to the one reported.
    pub(super) fn indicator_table(
        &self,
        html: &mut Html,
        id: &str,
        caption: &str,
        rows: &[usize],
        with_status: bool,
    ) {
        let p = self.p;
        let years: Vec<FiscalYear> =
            p.plan.years().into_iter().filter(|y| *y <= p.year).collect();
        let last = p.plan.basics.period.map(|(_, last)| last);
        open_table(html, id, caption);
        let year_titles: Vec<String> =
            years.iter().map(|y| format!("{} 実績", y.short())).collect();
        let target = format!("{} 目標", p.year.short());
        let goal = last.map_or(String::new(), |y| format!("{} 目標", y.short()));
        let mut titles = vec![("指標", false), ("単位", false), ("基準値", true)];
        titles.extend(year_titles.iter().map(|t| (&**t, true)));
        titles.extend([(&*target, true), ("達成率", true), (&*goal, true)]);
        if with_status {
            titles.push(("状況", false));
        }
        header_row(html, &titles);
        for row in rows.iter().map(|i| &p.indicators[*i]) {
            let indicator = &p.plan.indicators[row.indicator];
            let figure = |value: Option<rust_decimal::Decimal>| {
                value.map_or("－".to_owned(), |v| number(v, indicator.decimals))
            };
            html.open("tr", &[]).element("th", &[("scope", "row")], &indicator.name);
            html.element("td", &[], &indicator.unit);
            let mut cells = vec![figure(indicator.baseline)];
            cells.extend(years.iter().map(|y| match p.actual(row.indicator, *y) {
                Ok(q) => {
                    let about = if q.approx { "約" } else { "" };
                    format!("{about}{}", number(q.value, indicator.decimals))
                }
                Err(word) => word.to_owned(),
            }));
            cells.push(figure(indicator.target(p.year)));
            cells.push(format::rate(row.rate, p.judging.rate_cap));
            cells.push(figure(last.and_then(|y| indicator.target(y))));
            for cell in &cells {
                html.element("td", &[("class", "num")], cell);
            }
            if with_status {
                let (sign, word, style) = format::status(row.status);
                let class = format!("sym {style}");
                let mark = [("class", &*class), ("aria-hidden", "true")];
                html.open("td", &[("class", "grade")]).element("span", &mark, sign);
                html.text(word).close("td");
            }
            html.close("tr").line();
        }
        close_table(html);
    }
}

/// A term and its text, when there is one.
fn entry(html: &mut Html, term: &str, text: &str) {
    if !text.is_empty() {
        let (text, _) = personal::mask(text, MASK);
        html.element("dt", &[], term).element("dd", &[], &text).line();
    }
}
