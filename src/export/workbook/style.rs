//! 書式: fonts, colours and cell formats of every workbook.
//!
//! Long texts are in Meiryo, whose line gap is built in: BIZ UD fonts have none, and
//! Excel has no setting for it. Colour is never the only sign.

use rust_xlsxwriter::{FontScheme, Format, FormatAlign, FormatBorder, FormatPattern};

use crate::diag::Severity;
use crate::model::plan::GradeStyle;
use crate::tokens::{Colours, Ink, Tokens};

/// 長文と見出しの書体.
pub const TEXT_FONT: &str = "メイリオ";
/// 数値の書体; the default of the book, on which column widths rest.
pub const FIGURE_FONT: &str = "BIZ UDゴシック";

/// A colour of the design as Excel takes it.
fn ink(pick: fn(&Colours) -> &Ink) -> u32 {
    pick(&Tokens::built_in().colors).rgb.hex()
}

/// The default of the book. Charset 128 is Japanese; without a scheme the font does not
/// change with the theme of the reader's Excel.
pub fn default() -> Format {
    font(FIGURE_FONT, 10.0)
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

/// 文章.
pub fn text() -> Format {
    // Without an explicit left, the indent has no effect.
    ruled(font(TEXT_FONT, 9.0))
        .set_text_wrap()
        .set_align(FormatAlign::Left)
        .set_align(FormatAlign::Top)
        .set_indent(1)
}

/// 事業名.
pub fn name() -> Format {
    text().set_bold()
}

/// 繰り返しの名、未提出などの言葉.
pub fn faint() -> Format {
    text().set_font_color(ink(|c| &c.usuji))
}

/// For tables of short rows: everything in the middle of its row.
pub fn level(format: Format) -> Format {
    format.set_align(FormatAlign::VerticalCenter)
}

/// Short words in the middle of a column.
pub fn centred() -> Format {
    ruled(font(TEXT_FONT, 9.0))
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::Top)
}

/// Like [`centred`], for what stands in place of an answer.
pub fn centred_faint() -> Format {
    centred().set_font_color(ink(|c| &c.usuji))
}

/// 数値 with fixed decimals. A figure too wide for its column shrinks instead of turning
/// into ####.
pub fn figure(decimals: u32, approx: bool) -> Format {
    ruled(font(FIGURE_FONT, 10.0))
        .set_align(FormatAlign::Right)
        .set_align(FormatAlign::Top)
        .set_shrink()
        .set_num_format(number_format(decimals, approx))
}

/// 数値の書式: `#,##0.0`.
pub fn number_format(decimals: u32, approx: bool) -> String {
    let mut format = if approx { "\"約\"#,##0".to_owned() } else { "#,##0".to_owned() };
    if decimals > 0 {
        format.push('.');
        format.push_str(&"0".repeat(decimals.min(20) as usize));
    }
    // The width of a space keeps the figure off the rule to its right.
    format + "_ "
}

/// What stands in a column of figures in place of one.
pub fn sign() -> Format {
    ruled(font(TEXT_FONT, 9.0))
        .set_text_wrap()
        .set_font_color(ink(|c| &c.usuji))
        .set_align(FormatAlign::Right)
        .set_align(FormatAlign::Top)
        .set_num_format("General_ ;-General_ ;General_ ;@_ ")
}

/// 見出し; the columns of the year reported are yellow.
pub fn header(this_year: bool) -> Format {
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
        .set_border_bottom_color(ink(|c| &c.kon))
}

/// 表題.
pub fn title() -> Format {
    font(TEXT_FONT, 14.0).set_bold().set_font_color(ink(|c| &c.kon))
}

/// 小見出し.
pub fn heading() -> Format {
    font(TEXT_FONT, 11.0).set_bold().set_font_color(ink(|c| &c.kon))
}

/// 凡例・注.
pub fn note() -> Format {
    font(TEXT_FONT, 9.0).set_font_color(ink(|c| &c.sumi2))
}

/// 基本目標の帯, by the position of its 体系.
pub fn goal_band(pillar: usize) -> Format {
    let colour = if pillar.is_multiple_of(2) { ink(|c| &c.ao) } else { ink(|c| &c.dai) };
    font(TEXT_FONT, 11.0)
        .set_bold()
        .set_font_color(ink(|c| &c.kami))
        .set_background_color(colour)
        .set_align(FormatAlign::Left)
        .set_indent(1)
}

/// 施策の帯.
pub fn measure_band() -> Format {
    font(TEXT_FONT, 9.0)
        .set_bold()
        .set_background_color(ink(|c| &c.men))
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(ink(|c| &c.kei2))
        .set_align(FormatAlign::Left)
        .set_indent(1)
}

/// 評価 and 状況: the fill follows the style of the grade, not its sign.
pub fn grade(style: GradeStyle) -> Format {
    let format = fill(ruled(font(FIGURE_FONT, 12.0)), style);
    format.set_align(FormatAlign::Center).set_text_wrap()
}

/// 状況 with its word, at the size of a text.
pub fn status(style: GradeStyle) -> Format {
    let format = fill(ruled(font(TEXT_FONT, 9.0)), style);
    format.set_align(FormatAlign::Center).set_align(FormatAlign::Top).set_text_wrap()
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

/// 前年度評価: the sign without the fill, so that this year stands out.
pub fn last_grade() -> Format {
    ruled(font(FIGURE_FONT, 10.0))
        .set_font_color(ink(|c| &c.usuji))
        .set_align(FormatAlign::Center)
        .set_text_wrap()
}

/// 誤り・注意・備考.
pub fn severity(severity: Severity) -> Format {
    status(match severity {
        Severity::Error => GradeStyle::Hatch,
        Severity::Warning => GradeStyle::Light,
        Severity::Note => GradeStyle::None,
    })
}

/// 合計.
pub fn total(format: Format) -> Format {
    level(format)
        .set_bold()
        .set_background_color(ink(|c| &c.men))
        .set_border_top(FormatBorder::Medium)
        .set_border_top_color(ink(|c| &c.kon))
}

/// 回答欄: to be filled in.
pub fn answer() -> Format {
    text().set_background_color(ink(|c| &c.ki_goku))
}

/// Short words in the middle of their column.
pub fn centre(format: Format) -> Format {
    format.set_align(FormatAlign::Center).set_indent(0)
}

/// Header and cells of the machine-readable sheet.
pub fn plain(bold: bool) -> Format {
    let format = font(FIGURE_FONT, 10.0);
    if bold { format.set_bold() } else { format }
}
