//! 公開/index.html and a page a 基本目標: static pages from the model. No script runs, and
//! nothing is fetched; the colours are those of the booklet.

mod chart;
mod dataset;
mod goal;
mod html;
mod index;

use self::html::{Html, escape};
use crate::config::Publication;
use crate::model::plan::Grade;
use crate::model::progress::{Progress, ProjectYear, State};
use crate::tokens::Tokens;

const PAGE: &str = include_str!("../../templates/web/page.html");
const STYLE: &str = include_str!("../../templates/web/style.css");

/// Where the pages lie below the output folder.
pub const FOLDER: &str = "公開/";
/// With no more projects than this, everything stands on one page.
const ONE_PAGE: usize = 20;

/// A file that the page offers.
#[derive(Debug, Clone)]
pub struct Download {
    /// Path below the folder of the pages.
    pub path: String,
    /// What it is.
    pub title: String,
    /// Its kind, as a reader calls it: 「PDF、12ページ」.
    pub kind: String,
    /// Its kind for programs.
    pub media: &'static str,
    /// Size in bytes.
    pub size: usize,
}

/// What the pages are made of.
struct Site<'a> {
    p: &'a Progress,
    downloads: &'a [Download],
    publication: Publication,
    style: String,
}

/// The pages: path below the output folder, bytes.
pub fn pages(
    p: &Progress,
    tokens: &Tokens,
    publication: Publication,
    downloads: &[Download],
) -> Vec<(String, Vec<u8>)> {
    let colours = tokens.colors.all();
    let variables: Vec<String> =
        colours.iter().map(|(name, ink)| format!("--{name}:{}", ink.rgb)).collect();
    let style = format!(":root{{{}}}\n{STYLE}", variables.join(";"));
    let site = Site { p, downloads, publication, style };
    let mut pages = vec![("index.html".to_owned(), site.index())];
    if site.has_goal_pages() {
        for goal in 0..p.plan.goals.len() {
            pages.push((goal_file(goal), site.goal_page(goal)));
        }
    }
    pages
        .into_iter()
        .map(|(n, text)| (format!("{FOLDER}{n}"), text.into_bytes()))
        .collect()
}

/// `goal-1.html`: by position, because a number of the plan need not be ASCII.
fn goal_file(goal: usize) -> String {
    format!("goal-{}.html", goal + 1)
}

/// The place of a project on its page.
fn project_id(project: usize) -> String {
    format!("p{}", project + 1)
}

impl Site<'_> {
    fn has_goal_pages(&self) -> bool {
        self.p.plan.projects.len() > ONE_PAGE
    }

    /// A whole page around its contents.
    fn page(&self, title: &str, description: &str, trail: &str, main: &Html) -> String {
        let plan = &self.p.plan.basics;
        let mut header = Html::default();
        header.open("p", &[("class", "site")]).text(&plan.name);
        if let Some(mark) = self.p.bare_mark() {
            header.element("span", &[("class", "mark")], mark);
        }
        header.close("p").line();
        if !trail.is_empty() {
            header.open("nav", &[("aria-label", "現在の位置")]).open("ol", &[]);
            header.open("li", &[]);
            header.element("a", &[("href", "index.html")], &self.heading()).close("li");
            header.element("li", &[("aria-current", "page")], trail);
            header.close("ol").close("nav").line();
        }
        let head = if trail.is_empty() { self.dataset() } else { String::new() };
        let footer = self.footer();
        fill(PAGE, |name| match name {
            "title" => escape(title),
            "description" => escape(description),
            "style" => self.style.clone(),
            "head" => head.clone(),
            "header" => header.as_str().to_owned(),
            "main" => main.as_str().to_owned(),
            _ => footer.as_str().to_owned(),
        })
    }

    /// 「令和9年度の進捗状況」.
    fn heading(&self) -> String {
        format!("{}の進捗状況", self.p.year.era_label())
    }

    fn footer(&self) -> Html {
        let basics = &self.p.plan.basics;
        let mut html = Html::default();
        html.element("p", &[], &basics.publisher).line();
        let place = format!("{} {}", basics.postcode, basics.address);
        let phone = match &*basics.phone {
            "" => String::new(),
            phone => format!("電話 {phone}"),
        };
        let licence = match self.publication.licence {
            Some(_) => format!("データの利用条件: {}", self.publication.licence_title()),
            None => String::new(),
        };
        for line in [place.trim(), &phone, &licence] {
            if !line.is_empty() {
                html.element("p", &[("class", "note")], line).line();
            }
        }
        html
    }

    /// What a reader must know before any figure.
    fn edition_note(&self, html: &mut Html) {
        let text = match self.p.edition.mark() {
            Some("見本") => "このページの事業・数値・文章は見本（架空）です。",
            Some(_) => "このページは案です。確定した内容ではありません。",
            None => return,
        };
        html.element("p", &[("class", "sample")], text).line();
    }
}

/// The sign of a grade and its words; the sign is decoration for those who listen.
fn grade(html: &mut Html, grade: &Grade) {
    let class = format!("sym {}", grade.style.key());
    let sign = [("class", &*class), ("aria-hidden", "true")];
    html.element("span", &sign, &grade.symbol).text(&grade.name);
}

/// 評価 of a year, or why there is none.
fn year_grade(html: &mut Html, p: &Progress, year: Option<&ProjectYear>) {
    let found = year.and_then(|y| y.grade).and_then(|g| p.plan.scale.grades.get(g));
    match (found, year.map(|y| y.state)) {
        (Some(found), _) => grade(html, found),
        (None, Some(State::Answered)) => {
            html.text("未評価");
        }
        (None, Some(State::Unsubmitted)) => {
            html.text("未提出");
        }
        (None, _) => {
            html.text("－（実施期間外）");
        }
    }
}

/// Puts values into `{{ }}` places; what they hold is not looked at again.
fn fill(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut parts = template.split("{{");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once("}}").unwrap_or((part, ""));
        out.push_str(&value(name.trim()));
        out.push_str(rest);
    }
    out
}
