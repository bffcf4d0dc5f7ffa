//! 印刷: paper, margins, what stands above and below, and where a page ends.

use std::ops::Range;

use anyhow::Result;
use rust_xlsxwriter::Worksheet;

use super::{style, wrap};

/// Margins, in inches: 10 mm at the sides, 14 mm above and below, 7.6 mm for 柱.
const MARGINS: [f64; 6] = [0.394, 0.394, 0.552, 0.552, 0.3, 0.3];
/// Letters of 10 points are read down to 6 points.
const READABLE: f64 = 0.6;
/// Page breaks that Excel takes.
const MOST_BREAKS: usize = 1000;
/// Characters of 資料番号, 会議名 and 表の名: a header holds 255 with its codes.
const RUNNING: usize = 70;

/// What a meeting puts on every page.
#[derive(Debug, Clone, Default)]
pub struct Handout {
    /// 資料番号, at the top right.
    pub number: String,
    /// 会議名, at the top left.
    pub meeting: String,
    /// The wide tables are printed on A4, with fewer columns.
    pub a4: bool,
}

/// How a sheet is printed.
pub struct Page<'a> {
    /// A3 landscape, else A4 landscape.
    pub a3: bool,
    /// Name of the table, for the footer.
    pub name: &'a str,
    /// Columns that stay in view.
    pub frozen: u16,
    /// With arrows to choose rows by.
    pub filter: bool,
    /// 資料番号 and 会議名, of what is taken to a meeting.
    pub handout: Option<&'a Handout>,
}

impl<'a> Page<'a> {
    /// A4 landscape, without panes, filter or 資料番号.
    pub fn a4(name: &'a str) -> Self {
        Page { a3: false, name, frozen: 0, filter: false, handout: None }
    }

    /// What can be printed on, in points: width, height.
    fn area(&self) -> (f64, f64) {
        let (width, height) = if self.a3 { (420.0, 297.0) } else { (297.0, 210.0) };
        let [left, right, top, bottom, ..] = MARGINS.map(|inches| inches * 72.0);
        (width / 25.4 * 72.0 - left - right, height / 25.4 * 72.0 - top - bottom)
    }

    /// The scale in ％ at which a width in points fits the paper. Excel counts a digit of
    /// the default font as 7 pixels, LibreOffice as the 7.4 that it is, so its columns
    /// are a twentieth wider.
    fn scale(&self, width: f64) -> u16 {
        (self.area().0 / width * 94.0).floor().clamp(10.0, 100.0) as u16
    }

    /// The height of a page's rows in points, at a scale.
    fn height(&self, scale: u16) -> f64 {
        self.area().1 / f64::from(scale) * 98.0
    }

    /// Sets up the printing of a sheet whose columns are `width` points wide. `rows` says
    /// how its rows belong together, `repeated` which of them are on every page.
    pub(super) fn set_up(
        &self,
        sheet: &mut Worksheet,
        width: f64,
        rows: &[RowOnPage],
        repeated: Range<usize>,
    ) -> Result<()> {
        let [left, right, top, bottom, header, footer] = MARGINS;
        let scale = self.scale(width);
        sheet
            .set_paper_size(if self.a3 { 8 } else { 9 })
            .set_landscape()
            .set_margins(left, right, top, bottom, header, footer)
            .set_print_center_horizontally(true)
            .set_header_footer_scale_with_doc(false);
        self.running(sheet);
        // Excel ignores page breaks where a sheet is fitted to the page, so the scale is
        // computed here.
        sheet.set_print_scale(scale);
        let titles = rows.get(repeated.clone()).unwrap_or_default();
        let titles: f64 = titles.iter().map(|r| r.height).sum();
        // What is repeated from the top of the first page stands above the first break.
        let head = if repeated.start == 0 { repeated.end.min(rows.len()) } else { 0 };
        let mut breaks = breaks(&rows[head..], self.height(scale) - titles);
        breaks.truncate(MOST_BREAKS);
        let breaks: Vec<u32> = breaks.iter().map(|row| (row + head) as u32).collect();
        sheet.set_page_breaks(&breaks)?;
        Ok(())
    }

    /// Sets up the printing of a listing too wide for one page: as many pages side by side
    /// as it takes for its letters to be read, across before down, the first row on top of
    /// all of them and `repeated` columns on their left.
    pub(in crate::export) fn set_up_listing(
        &self,
        sheet: &mut Worksheet,
        width: f64,
        repeated: (u16, u16),
    ) -> Result<()> {
        let [left, right, top, bottom, header, footer] = MARGINS;
        let pages = (width * READABLE / self.area().0).ceil().max(1.0);
        sheet
            .set_paper_size(if self.a3 { 8 } else { 9 })
            .set_landscape()
            .set_margins(left, right, top, bottom, header, footer)
            .set_header_footer_scale_with_doc(false)
            .set_page_order(true)
            .set_print_fit_to_pages(pages.min(20.0) as u16, 0)
            .set_repeat_rows(0, 0)?
            .set_repeat_columns(repeated.0, repeated.1)?;
        self.running(sheet);
        Ok(())
    }

    fn running(&self, sheet: &mut Worksheet) {
        // & begins a code.
        let text = |text: &str| -> String {
            let text = wrap::one_line(text);
            text.chars().take(RUNNING).collect::<String>().replace('&', "&&")
        };
        let font = format!("&\"{},標準\"", style::TEXT_FONT);
        if let Some(handout) = self.handout {
            let (meeting, number) = (text(&handout.meeting), text(&handout.number));
            if !(meeting.is_empty() && number.is_empty()) {
                sheet.set_header(format!("&L{font}&9{meeting}&R{font}&11{number}"));
            }
        }
        sheet.set_footer(format!("&L{font}&8{}&R{font}&8&P／&N", text(self.name)));
    }
}

/// How a row belongs to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Begins a page.
    Page,
    /// A heading: never the last row of a page.
    Heading,
    /// Begins a record.
    First,
    /// Goes on with what stands above.
    More,
    /// Is never divided from what stands above: a part of a picture.
    Held,
}

/// A row as it is printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowOnPage {
    /// Points.
    pub height: f64,
    /// How it belongs to its neighbours.
    pub kind: Kind,
}

/// Of a page, what has to be filled before a record goes to the next one whole.
const FILLED: f64 = 0.75;

/// The rows before which a page ends: before each [`Kind::Page`], and where the next
/// record with its headings has no room left. A record is divided between its rows where
/// it would leave much of a page empty, or is higher than one.
fn breaks(rows: &[RowOnPage], page: f64) -> Vec<usize> {
    let height = |rows: &[RowOnPage]| rows.iter().map(|r| r.height).sum::<f64>();
    let mut breaks = Vec::new();
    let mut used = 0.0;
    let mut start = 0;
    while let Some(row) = rows.get(start) {
        if row.kind == Kind::Page && start > 0 {
            breaks.push(start);
            used = 0.0;
        }
        let (headings, unit) = unit(&rows[start..]);
        let unit = &rows[start..start + unit];
        // Headings and the first row below them are never divided.
        let head = height(unit.get(..=headings).unwrap_or(unit));
        let whole = used + height(unit) <= page;
        let held = unit.iter().any(|row| row.kind == Kind::Held);
        let divided = !held && used < page * FILLED && used + head <= page;
        if used > 0.0 && !whole && !divided {
            breaks.push(start);
            used = 0.0;
        }
        for (i, row) in unit.iter().enumerate() {
            let may_end = i > headings && row.kind != Kind::Held;
            if may_end && used > 0.0 && used + row.height > page {
                breaks.push(start + i);
                used = 0.0;
            }
            used += row.height;
        }
        start += unit.len();
    }
    breaks
}

/// How many headings stand above a record, and how many rows it has with them.
fn unit(rows: &[RowOnPage]) -> (usize, usize) {
    let heading = |r: &&RowOnPage| matches!(r.kind, Kind::Heading | Kind::Page);
    let begins = usize::from(rows.first().as_ref().is_some_and(heading));
    let further = rows.iter().skip(1).take_while(|r| r.kind == Kind::Heading).count();
    let headings = begins * (1 + further);
    let record = usize::from(rows.get(headings).is_some_and(|r| r.kind == Kind::First));
    let more = rows.iter().skip(headings + record);
    let more = more.take_while(|r| matches!(r.kind, Kind::More | Kind::Held)).count();
    (headings, (headings + record + more).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(kinds: &str) -> Vec<RowOnPage> {
        let row = |c: char| RowOnPage {
            height: 10.0,
            kind: match c {
                'p' => Kind::Page,
                'h' => Kind::Heading,
                'm' => Kind::More,
                '=' => Kind::Held,
                _ => Kind::First,
            },
        };
        kinds.chars().map(row).collect()
    }

    #[test]
    fn a_page_ends_before_what_does_not_fit() {
        // Four rows a page.
        assert_eq!(breaks(&rows("rrrrrrrrr"), 40.0), [4, 8]);
        // A heading goes with the record below it.
        assert_eq!(breaks(&rows("rrrhrr"), 40.0), [3]);
        assert_eq!(breaks(&rows("rrhhrr"), 40.0), [2]);
        // A record is not divided where the page is full enough (3 of 4 rows are),
        assert_eq!(breaks(&rows("rrrrmr"), 40.0), [3]);
        assert_eq!(breaks(&rows("rrrhrmr"), 40.0), [3]);
        // but where it would leave much of it empty, or is higher than a page.
        assert_eq!(breaks(&rows("rrrmmr"), 40.0), [4]);
        assert_eq!(breaks(&rows("rrmmmmm"), 40.0), [4]);
        // A picture is never divided.
        assert_eq!(breaks(&rows("rr==="), 40.0), [1]);
        // A goal begins a page, the first one does not.
        assert_eq!(breaks(&rows("phrphr"), 100.0), [3]);
        assert_eq!(breaks(&rows("p"), 100.0), [0_usize; 0]);
        assert_eq!(breaks(&[], 100.0), [0_usize; 0]);
    }

    #[test]
    fn a_table_as_wide_as_the_paper_is_not_made_smaller() {
        let page = |a3| Page { a3, ..Page::a4("") };
        // A3 is 420 mm less 20 mm = 1133.9 pt wide; A4 is 277 mm = 785.2 pt wide.
        assert_eq!(page(true).scale(1060.0), 100);
        assert_eq!(page(true).scale(2120.0), 50);
        assert_eq!(page(false).scale(783.0), 94);
    }
}
