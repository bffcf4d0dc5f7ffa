//! 概要版.txt: the booklet for those who listen (読み上げ用テキスト版).
//!
//! The same model and manuscript as the booklet, page by page in its order; tables and
//! figures are told in words by [`super::words`], between 「ここから」 and 「おわり」 as
//! the cities do that publish such files (流山市, 世田谷区).

use super::covers;
use super::words::{self, Form, Told, quote, spoken};
use crate::look::Look;
use crate::model::manuscript::{Block, Page, Run};
use crate::model::progress::Progress;

/// The file: UTF-8, lines end in CR LF.
///
/// It begins with a byte order mark. A city's server sends `.txt` without a charset, and
/// a browser then takes the file for Shift_JIS unless the mark says otherwise.
///
/// `starts` are the pages of the booklet on which the cover, each page of the manuscript
/// and the back cover begin: a long one goes on over several.
pub fn file(p: &Progress, pages: &[Page], look: &Look, starts: &[usize]) -> Vec<u8> {
    let text = format!("\u{FEFF}{}", edition(p, pages, look, starts));
    text.replace('\n', "\r\n").into_bytes()
}

/// The text, lines ending in LF.
pub fn edition(p: &Progress, pages: &[Page], look: &Look, starts: &[usize]) -> String {
    let number = |i: usize| starts.get(i).copied().unwrap_or(i + 1);
    let mut out = Script::default();
    preface(p, &mut out);
    cover(p, look, &mut out);
    for (i, page) in pages.iter().enumerate() {
        out.section(&format!("{}ページ", number(i + 1)));
        body_page(p, page, &mut out);
    }
    back(p, number(pages.len() + 1), &mut out);
    out.text
}

/// The lines of the file.
#[derive(Default)]
struct Script {
    text: String,
}

impl Script {
    /// One line as it is heard; nothing for an empty text.
    fn line(&mut self, text: &str) {
        let heard = spoken(text);
        if !heard.is_empty() {
            self.text.push_str(&heard);
            self.text.push('\n');
        }
    }

    /// An empty line, never two.
    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn section(&mut self, name: &str) {
        self.gap();
        self.line(name);
        self.gap();
    }
}

fn preface(p: &Progress, out: &mut Script) {
    let title = covers::title(p, covers::BOOKLET);
    let mark = p.bare_mark().map_or(String::new(), |m| format!("（{m}）"));
    out.line(&format!("{title}{mark} 読み上げ用テキスト版"));
    out.gap();
    out.line(&format!(
        "このファイルは、{}を読み上げソフトなどで読むためのものです。",
        quote(&title)
    ));
    out.line("内容と順番は冊子（概要版.pdf）と同じです。");
    out.line("表と図は、「ここから」と「ここまで」の間に、言葉で説明しています。");
    match (covers::sample_note(p), p.bare_mark()) {
        (Some(note), _) => out.line(note),
        (None, Some(mark)) => out.line(&format!("この冊子は、{mark}の段階のものです。")),
        (None, None) => {}
    }
}

fn cover(p: &Progress, look: &Look, out: &mut Script) {
    let cover = covers::cover(p, look, covers::BOOKLET);
    out.section("表紙");
    out.line(&format!("{} {}", cover.title, cover.label));
    if let Some(mark) = p.bare_mark() {
        out.line(&format!("版は、{mark}です。"));
    }
    if !cover.period.is_empty() {
        out.line(&format!("計画の期間、{}。", cover.period));
    }
    out.line(&format!("{}。", cover.year_line));
    if !cover.vision.is_empty() {
        out.line(&format!("基本理念、{}。", quote(&cover.vision.join(" "))));
    }
    if let Some(logo) = &cover.logo {
        out.line(&format!("マーク、{}。", logo.alt.trim_end_matches('。')));
    }
    out.line(&format!("発行、{}。", cover.publisher));
    if let Some(photo) = &cover.photo {
        out.line(&format!("写真、{}。", photo.alt.trim_end_matches('。')));
    }
}

fn body_page(p: &Progress, page: &Page, out: &mut Script) {
    if let Some(kicker) = &page.kicker {
        out.line(kicker);
    }
    out.line(&format!("大見出し、{}", page.title));
    if let Some(meta) = &page.meta {
        out.line(meta);
    }
    let mut under = page.title.as_str();
    for block in &page.blocks {
        out.gap();
        if let Block::Heading { title, .. } = block {
            under = title;
        }
        tell_block(p, block, under, out);
    }
}

/// `under` is the heading that a table without a name of its own goes by.
fn tell_block(p: &Progress, block: &Block, under: &str, out: &mut Script) {
    match block {
        Block::Paragraph { runs } | Block::Lead { runs } => out.line(&joined(runs)),
        Block::Note { runs } => {
            let text = joined(runs);
            out.line(&format!("注、{}", text.trim_start_matches('※').trim_start()));
        }
        Block::Heading { level, title, sub } => {
            let rank = if *level == 2 { "中見出し" } else { "小見出し" };
            out.line(&format!("{rank}、{title}"));
            if let Some(sub) = sub {
                out.line(sub);
            }
        }
        Block::List { ordered, items } => {
            for (i, item) in items.iter().enumerate() {
                let mark =
                    if *ordered { format!("{}、", i + 1) } else { "・".to_owned() };
                out.line(&format!("{mark}{}", joined(item)));
            }
        }
        Block::Box { title, blocks } => {
            let name = quote(title);
            out.line(&format!("囲み{name} ここから"));
            for block in blocks {
                tell_block(p, block, title, out);
            }
            out.line(&format!("囲み{name} ここまで"));
        }
        Block::Table { header, rows, .. } => tell_table(under, header, rows, out),
        Block::Photo(photo) => {
            out.line(&format!("写真、{}。", photo.alt.trim_end_matches('。')));
            if let Some(caption) = &photo.caption {
                out.line(&format!("写真の説明、{caption}"));
            }
        }
        Block::Figure { name } => {
            if let Some(told) = words::tell(p, name) {
                tell_figure(&told, out);
            }
        }
    }
}

fn joined(runs: &[Run]) -> String {
    runs.iter().map(|r| r.text.as_str()).collect()
}

/// Row by row, every cell with the head of its column.
fn tell_table(name: &str, header: &[String], rows: &[Vec<String>], out: &mut Script) {
    let name = quote(name);
    out.line(&format!("表{name} ここから"));
    out.line(&format!(
        "横に、{}の{}列、縦に{}行です。",
        header.join("、"),
        header.len(),
        rows.len()
    ));
    for (i, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row
            .iter()
            .enumerate()
            .map(|(c, cell)| match header.get(c).filter(|head| !head.is_empty()) {
                Some(head) => format!("{head}は、{}。", cell_in_words(cell)),
                None => format!("{}。", cell_in_words(cell)),
            })
            .collect();
        out.line(&format!("{}行目。{}", i + 1, cells.concat()));
    }
    out.line(&format!("表{name} ここまで"));
}

/// A cell that holds only a sign is told by the name of the sign: 0, blank and － differ.
fn cell_in_words(cell: &str) -> &str {
    let cell = cell.trim().trim_end_matches('。');
    match cell {
        "" => "空欄",
        sign => sign_name(sign).unwrap_or(cell),
    }
}

fn sign_name(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "◎" => "二重丸",
        "○" | "〇" | "◯" => "丸",
        "●" => "黒丸",
        "△" => "三角",
        "▲" => "黒三角",
        "×" | "✕" | "✖" => "ばつ",
        "☆" => "星",
        "★" => "黒星",
        "✓" | "✔" => "チェック",
        "－" | "―" | "‐" | "-" | "–" | "—" | "ー" => "横線",
        _ => return None,
    })
}

fn tell_figure(told: &Told, out: &mut Script) {
    let kind = if told.form == Form::Table { "表" } else { "図" };
    let name = quote(&told.title);
    out.line(&format!("{kind}{name} ここから"));
    if !matches!(told.form, Form::Diagram | Form::Table) {
        out.line(&format!("{}です。", told.form.label()));
    }
    for sentence in told.lead.iter().chain(&told.lines) {
        out.line(sentence);
    }
    out.line(&format!("{kind}{name} ここまで"));
}

fn back(p: &Progress, number: usize, out: &mut Script) {
    let back = covers::back(p, covers::BOOKLET);
    out.section(&format!("裏表紙（{number}ページ）"));
    if !back.legend.is_empty() {
        out.line("中見出し、評価の見方");
        for entry in &back.legend {
            let sign = match sign_name(&entry.sym) {
                Some(name) => name,
                None => &entry.sym,
            };
            let meaning = match &*entry.text {
                "" => String::new(),
                text => format!("{}。", text.trim_end_matches('。')),
            };
            out.line(&format!(
                "・{}、冊子での記号は{sign}。{meaning}",
                quote(&entry.name)
            ));
        }
        out.gap();
    }
    for note in &back.notes {
        out.line(&format!("注、{note}"));
    }
    out.gap();
    let mark = p.bare_mark().map_or(String::new(), |m| format!("（{m}）"));
    out.line(&format!("奥付、{}{mark}", back.title));
    for [key, value] in &back.rows {
        out.line(&format!("{key}、{value}"));
    }
}
