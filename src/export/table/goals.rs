//! 「目標別集計」: how many projects stand where, by 基本目標 and by 課.

use anyhow::Result;
use rust_decimal::Decimal;
use rust_xlsxwriter::Worksheet;

use super::{sample_note, title};
use crate::diag::column_name;
use crate::export::workbook::{Cell, Column, Page, Table, float, style};
use crate::model::progress::{Progress, ProjectRow, ProjectYear, State, Tally};
use crate::model::rate;

/// One line of a block: this year beside the share of the year before.
struct Line {
    name: String,
    tally: Tally,
    last: Option<Decimal>,
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, p: &Progress) -> Result<()> {
    let mut table = Table::new(sheet, "目標別集計", columns(p, "基本目標"))?;
    let name = title(p, "目標別集計");
    table.flow(&name, &style::title(), 14.0)?;
    for note in notes(p) {
        table.flow(&note, &style::note(), 9.0)?;
    }
    table.header()?;
    let last = p.previous().and_then(|y| y.total.as_ref()).and_then(Tally::share);
    block(&mut table, p, &goals(p), &p.total, last)?;
    table.gap();
    table.flow("担当課別", &style::heading(), 11.0)?;
    header_again(&mut table, p)?;
    let mut whole = p.total.clone();
    let lines = divisions(p);
    whole.answers = lines.iter().map(|l| l.tally.answers).sum();
    whole.answers_due = lines.iter().map(|l| l.tally.answers_due).sum();
    block(&mut table, p, &lines, &whole, last)?;
    table.finish(&Page { a3: false, name: &name, frozen: 1, filter: false })
}

fn columns(p: &Progress, first: &str) -> Vec<Column> {
    let mut columns =
        vec![Column::text(first, 24.0), Column::short("事業数", 4.5).current()];
    for grade in &p.plan.scale.grades {
        columns.push(
            Column::short(format!("{}\n{}", grade.symbol, grade.name), 6.9).current(),
        );
    }
    let on_track = p.plan.scale.on_track_name();
    columns.extend([
        Column::short("未評価", 4.5).current(),
        Column::short("未提出", 4.5).current(),
        Column::short("評価した\n事業数（Ａ）", 6.0).current(),
        Column::short(format!("「{on_track}」\n以上（Ｂ）"), 8.0).current(),
        Column::short("割合（％）\nＢ÷Ａ", 6.0).current(),
        Column::short("前年度の\n割合（％）", 6.0),
        Column::short("増減\n（ポイント）", 6.0),
        Column::short("回答数\n（事業×課）", 6.5),
        Column::short("回答すべき数\n（事業×課）", 6.5),
    ]);
    columns
}

fn notes(p: &Progress) -> Vec<String> {
    let on_track = p.plan.scale.on_track_name();
    let not_counted: Vec<String> = p
        .plan
        .scale
        .grades
        .iter()
        .filter(|g| !g.counted)
        .map(|g| format!("「{} {}」", g.symbol, g.name))
        .collect();
    let without = match not_counted.is_empty() {
        true => "未評価・未提出".to_owned(),
        false => format!("{}・未評価・未提出", not_counted.join("")),
    };
    let mut notes = vec![
        format!(
            "割合は、評価した事業数（{without}を除く）を母数とする、「{on_track}」以上の事業の割合です。"
        ),
        "事業数は再掲を除き、一つの事業を1回だけ数えています。回答数は、事業ごとに担当課と関係課の回答を数えています。"
            .to_owned(),
    ];
    notes.extend(sample_note(p).map(str::to_owned));
    notes
}

fn header_again(table: &mut Table, p: &Progress) -> Result<()> {
    table.titles(&columns(p, "担当課"))
}

fn goals(p: &Progress) -> Vec<Line> {
    let last = p.previous().and_then(|y| y.goals.as_ref());
    let line = |(i, goal): (usize, &crate::model::plan::Goal)| Line {
        name: format!("{}　{}", goal.number, goal.name),
        tally: p.goals.get(i).cloned().unwrap_or_default(),
        last: last.and_then(|goals| goals.get(i)).and_then(Tally::share),
    };
    p.plan.goals.iter().enumerate().map(line).collect()
}

fn divisions(p: &Progress) -> Vec<Line> {
    let line = |(i, division): (usize, &crate::model::plan::Division)| Line {
        name: format!("{}　{}", division.department, division.name).trim().to_owned(),
        tally: tally(p, i, |row| Some(&row.this)),
        last: tally(p, i, |row| row.last.as_ref()).share(),
    };
    p.plan.divisions.iter().enumerate().map(line).collect()
}

/// Projects by their 担当課, so that each is counted once; answers by who gave them.
fn tally(
    p: &Progress,
    division: usize,
    year: fn(&ProjectRow) -> Option<&ProjectYear>,
) -> Tally {
    let scale = &p.plan.scale.grades;
    let mut out = Tally { by_grade: vec![0; scale.len()], ..Tally::default() };
    for row in &p.rows {
        let project = &p.plan.projects[row.project];
        let Some(found) = year(row).filter(|y| y.state != State::Inactive) else {
            continue;
        };
        let given = found.main.iter().chain(&found.partners);
        out.answers += given.filter(|e| e.division == division).count();
        out.answers_due += project.answering().filter(|d| *d == division).count();
        if project.division != division {
            continue;
        }
        out.projects += 1;
        match (found.state, found.grade) {
            (State::Answered, Some(g)) => {
                let grade = &scale[g];
                out.by_grade[g] += 1;
                out.rated += usize::from(grade.counted);
                out.on_track += usize::from(grade.counted && grade.on_track);
            }
            (State::Answered, None) => out.ungraded += 1,
            _ => out.unsubmitted += 1,
        }
    }
    out
}

/// The counts in the order of the columns, without name and shares.
fn counts(p: &Progress, tally: &Tally) -> (Vec<usize>, [usize; 2]) {
    let mut front = vec![tally.projects];
    let graded = |i: usize| tally.by_grade.get(i).copied().unwrap_or(0);
    front.extend((0..p.plan.scale.grades.len()).map(graded));
    front.extend([tally.ungraded, tally.unsubmitted, tally.rated, tally.on_track]);
    (front, [tally.answers, tally.answers_due])
}

/// 増減, of the exact shares: the same figure as in the booklet.
fn change(now: Option<Decimal>, last: Option<Decimal>) -> Cell {
    let change = now.zip(last).map(|(a, b)| a - b);
    match Cell::figure(change, 1, "－") {
        Cell::Number(value, format) => {
            Cell::Number(value, format.set_num_format("＋0.0_ ;−0.0_ ;±0.0_ "))
        }
        cell => cell,
    }
}

fn block(
    table: &mut Table,
    p: &Progress,
    lines: &[Line],
    total: &Tally,
    last: Option<Decimal>,
) -> Result<()> {
    let first = table.row();
    for line in lines {
        let (front, back) = counts(p, &line.tally);
        let mut cells =
            vec![Cell::text(&line.name, style::text()).map_format(style::level)];
        cells.extend(front.iter().map(|n| count(*n)));
        cells.push(Cell::share(line.tally.share()).map_format(style::level));
        cells.push(Cell::share(line.last).map_format(style::level));
        cells.push(change(line.tally.share(), line.last).map_format(style::level));
        cells.extend(back.iter().map(|n| count(*n)));
        table.line(&cells)?;
    }
    let rows = (first < table.row()).then(|| (first + 1, table.row()));
    totals(table, p, rows, total, last)
}

fn count(value: usize) -> Cell {
    Cell::count(value, style::level(style::figure(0, false)))
}

/// 合計: live sums, with the results that the model computed.
fn totals(
    table: &mut Table,
    p: &Progress,
    rows: Option<(u32, u32)>,
    total: &Tally,
    last: Option<Decimal>,
) -> Result<()> {
    let (front, back) = counts(p, total);
    let format = || style::total(style::figure(0, false));
    let sum = |col: usize, value: usize| match rows {
        Some((from, to)) => {
            let letters = column_name(col as u32);
            let formula = format!("=SUM({letters}{from}:{letters}{to})");
            Cell::Formula(formula, value.to_string(), format())
        }
        None => Cell::count(value, format()),
    };
    let here = table.row() + 1;
    let (rated, on_track) = (front.len() - 1, front.len());
    let share = match total.share() {
        Some(share) => float(rate::round(share, 1))?.to_string(),
        None => "－".to_owned(),
    };
    let (a, b) = (column_name(rated as u32), column_name(on_track as u32));
    let formula = format!("=IF({a}{here}=0,\"－\",ROUND({b}{here}/{a}{here}*100,1))");
    let mut cells = vec![Cell::text("合計", style::total(style::name()))];
    cells.extend(front.iter().enumerate().map(|(i, n)| sum(i + 1, *n)));
    cells.push(Cell::Formula(formula, share, style::total(style::figure(1, false))));
    cells.push(Cell::share(last).map_format(style::total));
    cells.push(change(total.share(), last).map_format(style::total));
    let behind = cells.len();
    cells.extend(back.iter().enumerate().map(|(i, n)| sum(behind + i, *n)));
    table.line(&cells)
}
