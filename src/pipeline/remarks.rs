//! What the templates said about their own work → findings.

use crate::catalog;
use crate::diag::{Diagnostic, Origin};
use crate::export::format::number;
use crate::typeset::Remark;

/// One page between the covers.
struct Leaf<'a> {
    page: usize,
    title: &'a str,
    continued: bool,
    need: i64,
    room: i64,
    pictures: i64,
}

/// A title that becomes a 中見出し of the page before needs this much more, mm: the space
/// above and below a heading of level 2, and its line.
const HEADING: i64 = 20;

/// The page, from 1, on which each part begins: the covers and the pages of the
/// manuscript, not where one of them goes on.
pub fn starts(remarks: &[Remark]) -> Vec<usize> {
    let begins = |remark: &Remark| match remark {
        Remark::PageStart { page, continued: false, .. } => Some(*page),
        _ => None,
    };
    remarks.iter().filter_map(begins).collect()
}

/// What a title carries on a page that goes on with the page before (`booklet.typ`).
const CONTINUED: &str = "（つづき）";

/// The findings about a booklet of that many pages. `place` knows where in the manuscript
/// the page of a title begins.
pub fn findings(
    remarks: &[Remark],
    pages: usize,
    place: &dyn Fn(&str) -> Option<Origin>,
) -> Vec<Diagnostic> {
    let located = |finding: Diagnostic, title: &str| match place(
        title.strip_suffix(CONTINUED).unwrap_or(title),
    ) {
        Some(origin) => finding.at(origin),
        None => finding,
    };
    let mut found = Vec::new();
    let mut planned = 0;
    let mut leaves: Vec<Leaf> = Vec::new();
    for remark in remarks {
        if let Remark::PageStart { index, page, title, continued, need, room, pictures } =
            remark
        {
            planned = *index;
            let (page, continued, need) = (*page, *continued, *need);
            let (room, pictures) = (*room, *pictures);
            if room > 0 {
                leaves.push(Leaf { page, title, continued, need, room, pictures });
            }
        }
    }
    let title_of = |page: usize| {
        leaves.iter().find(|l| l.page == page).map_or("表紙", |l| l.title)
    };
    for remark in remarks {
        match remark {
            Remark::PageStart { index, page, title, .. } if index != page => {
                let text = format!(
                    "「{title}」は{index}頁の予定ですが、{page}頁から始まりました"
                );
                found.push(Diagnostic::new(&catalog::PAGES_DIFFER, text));
            }
            Remark::Continued { page, title, text_only, mm, over } => {
                let last = last_of(&leaves, *page);
                let finding = if *text_only {
                    let text = format!(
                        "{page}頁「{title}」の文章が一頁に入る量より{mm}mm（およそ{}字）多く、{last}頁まで続きました",
                        number((*over).into(), 0)
                    );
                    Diagnostic::new(&catalog::PAGES_DIFFER, text)
                } else {
                    let text = format!(
                        "{page}頁「{title}」は一頁に入る高さより{mm}mm高いので、{last}頁まで続けました"
                    );
                    Diagnostic::new(&catalog::PAGE_CONTINUED, text)
                };
                found.push(located(finding, title));
            }
            Remark::PageOverflow { page, title, mm } => {
                let text = format!(
                    "{page}頁「{title}」に一頁に収まらない部品があり、版面から{mm}mmはみ出します"
                );
                let finding = Diagnostic::new(&catalog::PAGES_DIFFER, text);
                found.push(located(finding, title));
            }
            Remark::Shortened { page, figure, text, over } => {
                let over = match over {
                    0 => "枠に収まりません".to_owned(),
                    n => format!("枠から{n}字はみ出します"),
                };
                let title = title_of(*page);
                let text =
                    format!("{page}頁「{title}」の図「{figure}」で「{text}」が{over}");
                let finding = Diagnostic::new(&catalog::TEXT_SHORTENED, text);
                found.push(located(finding, title));
            }
            Remark::PageStart { .. } | Remark::Space { .. } => {}
        }
    }
    if planned != pages {
        let text =
            format!("頁割りでは {planned} 頁ですが、組んだ冊子は {pages} 頁になりました");
        found.push(Diagnostic::new(&catalog::PAGES_DIFFER, text));
    }
    if !pages.is_multiple_of(4) {
        found.push(not_in_fours(&leaves, pages));
    }
    found
}

/// The last page on which what begins on a page goes on.
fn last_of(leaves: &[Leaf], page: usize) -> usize {
    let rest = leaves.iter().skip_while(|l| l.page <= page);
    rest.take_while(|l| l.continued).last().map_or(page, |l| l.page)
}

/// How many pages are missing or too many, and which pages could be joined or divided.
fn not_in_fours(leaves: &[Leaf], pages: usize) -> Diagnostic {
    let (less, more) = (pages % 4, 4 - pages % 4);
    let fewer = if pages > 4 {
        format!("{less} 頁減らして {} 頁にするか、", pages - less)
    } else {
        String::new()
    };
    let text = format!(
        "冊子は {pages} 頁で、4の倍数ではありません。{fewer}{more} 頁増やして {} 頁にしてください",
        pages + more
    );
    let mut finding = Diagnostic::new(&catalog::PAGES_NOT_FOUR, text);
    for (a, b) in leaves.iter().zip(leaves.iter().skip(1)).filter(|_| pages > 4) {
        let free = a.room - a.need - b.need - HEADING;
        if !b.continued && free >= 0 {
            finding = finding.hint(format!(
                "減らすとき: {}頁「{}」と{}頁「{}」は一頁にまとめられます（後の「# 」を「## 」にする）",
                a.page, a.title, b.page, b.title
            ));
        }
    }
    for leaf in leaves.iter().filter(|l| l.pictures > 1 && !l.continued) {
        finding = finding.hint(format!(
            "増やすとき: {}頁「{}」には図や表が{}つあり、途中で二頁に分けられます（間の「## 」を「# 」にする）",
            leaf.page, leaf.title, leaf.pictures
        ));
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(page: usize, title: &str, need: i64, room: i64, pictures: i64) -> Remark {
        let (title, continued) = (title.to_owned(), title.ends_with('続'));
        Remark::PageStart { index: page, page, title, continued, need, room, pictures }
    }

    #[test]
    fn pages_not_in_fours_say_what_could_be_joined_or_divided() {
        let remarks = [
            start(1, "表紙", 0, 0, 0),
            start(2, "甲", 100, 230, 1),
            start(3, "乙", 110, 230, 1),
            start(4, "丙", 200, 230, 3),
            start(5, "丙続", 40, 230, 1),
            start(6, "裏表紙", 0, 0, 0),
        ];
        let found = findings(&remarks, 6, &|_| None);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].message,
            "冊子は 6 頁で、4の倍数ではありません。2 頁減らして 4 頁にするか、2 頁増やして 8 頁にしてください"
        );
        // 100 + 110 + 20 = 230 stands on one page; 110 + 200 does not.
        assert_eq!(
            found[0].hints,
            [
                "減らすとき: 2頁「甲」と3頁「乙」は一頁にまとめられます（後の「# 」を「## 」にする）",
                "増やすとき: 4頁「丙」には図や表が3つあり、途中で二頁に分けられます（間の「## 」を「# 」にする）",
            ]
        );
    }

    #[test]
    fn a_page_that_began_elsewhere_and_a_wrong_count_are_told() {
        let moved = Remark::PageStart {
            index: 2,
            page: 3,
            title: "甲".to_owned(),
            continued: false,
            need: 1,
            room: 230,
            pictures: 0,
        };
        let messages: Vec<String> =
            findings(&[moved], 4, &|_| None).into_iter().map(|d| d.message).collect();
        assert_eq!(
            messages,
            [
                "「甲」は2頁の予定ですが、3頁から始まりました",
                "頁割りでは 2 頁ですが、組んだ冊子は 4 頁になりました",
            ]
        );
    }
}
