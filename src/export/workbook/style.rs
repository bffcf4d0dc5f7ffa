//! 書式: fonts, colours and cell formats of every workbook.
//!
//! Long texts are in Meiryo, whose line gap is built in: BIZ UD fonts have none, and
//! Excel has no setting for it. Colour is never the only sign.

use std::sync::{Arc, LazyLock, OnceLock};

use rust_xlsxwriter::{
    FontScheme, Format, FormatAlign, FormatBorder, FormatPattern, FormatUnderline,
};

use crate::diag::Severity;
use crate::model::plan::GradeStyle;
use crate::tokens::{Colours, Ink, Tokens};

/// 長文と見出しの書体.
pub const TEXT_FONT: &str = "メイリオ";
/// 数値の書体.
pub const FIGURE_FONT: &str = "BIZ UDゴシック";

/// A colour of the design as Excel takes it.
pub(super) fn ink(pick: fn(&Colours) -> &Ink) -> u32 {
    pick(&Tokens::built_in().colors).rgb.hex()
}

/// A format, made once and shared: a table of 10,000 rows has half a million cells.
pub type Style = Arc<Format>;

/// Makes a format the first time it is asked for.
macro_rules! once {
    ($format:expr) => {{
        static MADE: LazyLock<Style> = LazyLock::new(|| Arc::new($format));
        Arc::clone(&MADE)
    }};
}

/// The default of the book, on which the widths of its columns rest. Where a font is
/// missing, its substitute has wider digits and every column grows with them, so this is
/// the one font (or its metric twin) that every machine has. Without a scheme it does not
/// change with the theme of the reader's Excel.
pub fn default() -> Format {
    Format::new()
        .set_font_name("Arial")
        .set_font_size(10.0)
        .set_font_scheme(FontScheme::None)
        .set_font_color(ink(|c| &c.sumi))
        .set_align(FormatAlign::VerticalCenter)
}

fn font(name: &str, size: f64) -> Format {
    Format::new()
        .set_font_name(name)
        .set_font_size(size)
        .set_font_charset(128)
        .set_font_scheme(FontScheme::None)
        .set_font_color(ink(|c| &c.sumi))
        .set_align(FormatAlign::VerticalCenter)
}

fn ruled(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(ink(|c| &c.kei2))
}

fn words() -> Format {
    // Without an explicit left, the indent has no effect.
    ruled(font(TEXT_FONT, 9.0))
        .set_text_wrap()
        .set_align(FormatAlign::Left)
        .set_align(FormatAlign::Top)
        .set_indent(1)
}

fn middle() -> Format {
    ruled(font(TEXT_FONT, 9.0))
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::Top)
}

/// The same style, changed: for tables of few rows.
pub fn changed(style: &Style, change: impl FnOnce(Format) -> Format) -> Style {
    Arc::new(change(Format::clone(style)))
}

/// The same style for a text that must stay a text when someone edits its cell.
pub fn quoted(style: &Style) -> Style {
    changed(style, Format::set_quote_prefix)
}

/// 文章.
pub fn text() -> Style {
    once!(words())
}

/// 事業名.
pub fn name() -> Style {
    once!(words().set_bold())
}

/// 繰り返しの名、未提出などの言葉.
pub fn faint() -> Style {
    once!(words().set_font_color(ink(|c| &c.usuji)))
}

/// For tables of short rows: everything in the middle of its row.
pub fn level(style: Style) -> Style {
    changed(&style, |format| format.set_align(FormatAlign::VerticalCenter))
}

/// Short words in the middle of a column.
pub fn centred() -> Style {
    once!(middle())
}

/// Like [`centred`], for what stands in place of an answer.
pub fn centred_faint() -> Style {
    once!(middle().set_font_color(ink(|c| &c.usuji)))
}

/// The most decimals that Excel's formats hold.
const MOST_DECIMALS: usize = 20;

/// 数値 with fixed decimals. A figure too wide for its column shrinks instead of turning
/// into ####.
pub fn figure(decimals: u32, approx: bool) -> Style {
    static MADE: [OnceLock<Style>; 2 * (MOST_DECIMALS + 1)] =
        [const { OnceLock::new() }; 2 * (MOST_DECIMALS + 1)];
    let decimals = decimals.min(MOST_DECIMALS as u32);
    let made = &MADE[2 * decimals as usize + usize::from(approx)];
    Arc::clone(made.get_or_init(|| {
        let format = ruled(font(FIGURE_FONT, 10.0))
            .set_align(FormatAlign::Right)
            .set_align(FormatAlign::Top)
            .set_shrink()
            .set_num_format(number_format(decimals, approx));
        Arc::new(format)
    }))
}

/// 数値の書式: `#,##0.0`.
pub fn number_format(decimals: u32, approx: bool) -> String {
    let mut format = if approx { "\"約\"#,##0".to_owned() } else { "#,##0".to_owned() };
    if decimals > 0 {
        format.push('.');
        format.push_str(&"0".repeat(decimals.min(MOST_DECIMALS as u32) as usize));
    }
    // The width of a space keeps the figure off the rule to its right.
    format + "_ "
}

/// A change from last year with its arrow: the sign is never colour alone.
pub fn movement(decimals: u32) -> Style {
    static MADE: [OnceLock<Style>; MOST_DECIMALS + 1] =
        [const { OnceLock::new() }; MOST_DECIMALS + 1];
    let decimals = decimals.min(MOST_DECIMALS as u32);
    Arc::clone(MADE[decimals as usize].get_or_init(|| {
        let plain = number_format(decimals, false);
        changed(&figure(decimals, false), |format| {
            format.set_num_format(format!("↑{plain};↓{plain};→{plain};@_ "))
        })
    }))
}

/// What stands in a column of figures in place of one.
pub fn sign() -> Style {
    once!(
        ruled(font(TEXT_FONT, 9.0))
            .set_text_wrap()
            .set_font_color(ink(|c| &c.usuji))
            .set_align(FormatAlign::Right)
            .set_align(FormatAlign::Top)
            .set_num_format("General_ ;-General_ ;General_ ;@_ ")
    )
}

/// 見出し; the columns of the year reported are yellow.
pub fn header(this_year: bool) -> Style {
    Arc::new(
        ruled(font(TEXT_FONT, 9.0))
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_background_color(if this_year {
                ink(|c| &c.ki_usu)
            } else {
                ink(|c| &c.ao_usu)
            })
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(ink(|c| &c.kon)),
    )
}

/// 表題.
pub fn title() -> Style {
    once!(font(TEXT_FONT, 14.0).set_bold().set_font_color(ink(|c| &c.kon)))
}

/// 小見出し.
pub fn heading() -> Style {
    once!(font(TEXT_FONT, 11.0).set_bold().set_font_color(ink(|c| &c.kon)))
}

/// 凡例・注.
pub fn note() -> Style {
    once!(font(TEXT_FONT, 9.0).set_font_color(ink(|c| &c.sumi2)))
}

/// A link to another sheet.
pub fn link() -> Style {
    once!(words().set_font_color(ink(|c| &c.ao)).set_underline(FormatUnderline::Single))
}

/// 基本目標の帯, by the position of its 体系.
pub fn goal_band(pillar: usize) -> Style {
    let colour = if pillar.is_multiple_of(2) { ink(|c| &c.ao) } else { ink(|c| &c.dai) };
    Arc::new(
        font(TEXT_FONT, 11.0)
            .set_bold()
            .set_font_color(ink(|c| &c.kami))
            .set_background_color(colour)
            .set_align(FormatAlign::Left)
            .set_indent(1),
    )
}

/// 施策の帯.
pub fn measure_band() -> Style {
    once!(
        font(TEXT_FONT, 9.0)
            .set_bold()
            .set_background_color(ink(|c| &c.men))
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(ink(|c| &c.kei2))
            .set_align(FormatAlign::Left)
            .set_indent(1)
    )
}

/// 評価 and 状況: the sign with its word. The fill comes from [`fill`], as a conditional
/// format: it follows what a person writes over it.
pub fn grade() -> Style {
    once!(
        ruled(font(TEXT_FONT, 9.0))
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_bold()
    )
}

/// The fill of a grade.
pub fn fill(format: Format, style: GradeStyle) -> Format {
    match style {
        GradeStyle::Dark => format
            .set_background_color(ink(|c| &c.ao))
            .set_font_color(ink(|c| &c.kami))
            .set_bold(),
        GradeStyle::Mid => format.set_background_color(ink(|c| &c.h_b)),
        GradeStyle::Light => format.set_background_color(ink(|c| &c.h_c)),
        GradeStyle::Hatch => format
            .set_pattern(FormatPattern::LightUp)
            .set_foreground_color(ink(|c| &c.dai))
            .set_background_color(ink(|c| &c.kami))
            .set_bold(),
        GradeStyle::None => format.set_font_color(ink(|c| &c.usuji)),
    }
}

/// The colour of a grade in a chart.
pub fn chart_colour(style: GradeStyle) -> u32 {
    match style {
        GradeStyle::Dark => ink(|c| &c.ao),
        GradeStyle::Mid => ink(|c| &c.h_b),
        GradeStyle::Light => ink(|c| &c.h_c),
        GradeStyle::Hatch => ink(|c| &c.dai),
        GradeStyle::None => ink(|c| &c.kei2),
    }
}

/// 誤り・注意・備考, 提出済・未提出.
pub fn marked(style: GradeStyle) -> Style {
    Arc::new(fill(middle(), style))
}

/// 誤り・注意・備考.
pub fn severity(severity: Severity) -> Style {
    marked(match severity {
        Severity::Error => GradeStyle::Hatch,
        Severity::Warning => GradeStyle::Light,
        Severity::Note => GradeStyle::None,
    })
}

/// 合計.
pub fn total(style: Style) -> Style {
    changed(&style, |format| {
        format
            .set_align(FormatAlign::VerticalCenter)
            .set_bold()
            .set_background_color(ink(|c| &c.men))
            .set_border_top(FormatBorder::Medium)
            .set_border_top_color(ink(|c| &c.kon))
    })
}

/// 回答欄: to be filled in.
pub fn answer() -> Style {
    once!(words().set_background_color(ink(|c| &c.ki_goku)))
}

/// A word in place of a grade, in the middle of its row.
pub fn word() -> Style {
    once!(
        ruled(font(TEXT_FONT, 9.0))
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_font_color(ink(|c| &c.usuji))
    )
}

/// Short words in the middle of their column.
pub fn centre(style: Style) -> Style {
    changed(&style, |format| format.set_align(FormatAlign::Center).set_indent(0))
}

/// The header of the machine-readable sheet.
pub fn plain_header() -> Style {
    once!(font(FIGURE_FONT, 10.0).set_bold())
}

/// Its columns.
pub fn plain() -> Style {
    once!(font(FIGURE_FONT, 10.0))
}

/// A text of that sheet that must stay a text when someone edits its cell.
pub fn quoted_plain() -> Style {
    once!(font(FIGURE_FONT, 10.0).set_quote_prefix())
}
