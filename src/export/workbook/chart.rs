//! 図: charts over the cells of a sheet, in the fonts and colours of the tables.

use anyhow::Result;
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartPatternFill, ChartPatternFillType, ChartSolidFill, ChartType, ObjectMovement,
    Worksheet,
};

use super::style;
use super::theme::CHART_FONT;
use crate::model::plan::GradeStyle;

/// The longest alternative text that Excel takes.
const ALT_LIMIT: usize = 255;

/// Cells of one column: sheet, first row, column, last row, column.
pub type Cells<'a> = (&'a str, u32, u16, u32, u16);

/// A part of every bar.
pub struct Part<'a> {
    /// Its name in the legend.
    pub name: String,
    /// One value a bar.
    pub values: Cells<'a>,
    /// How the grade is drawn.
    pub style: GradeStyle,
}

fn font(size: f64, colour: u32) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(CHART_FONT).set_size(size).set_color(colour);
    font
}

fn chart(kind: ChartType, title: &str, alt: &str) -> Chart {
    let mut chart = Chart::new(kind);
    let mut heading = font(11.0, style::ink(|c| &c.sumi));
    heading.set_bold();
    chart.title().set_name(title).set_font(&heading);
    chart.set_alt_text(shortened(alt));
    chart.set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
    chart
}

/// Excel takes 255 characters; the cells of the chart are in the table beside it.
fn shortened(alt: &str) -> String {
    if alt.encode_utf16().count() <= ALT_LIMIT {
        return alt.to_owned();
    }
    let mut room = ALT_LIMIT - 1;
    let fits = |c: &char| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    };
    let kept: String = alt.chars().take_while(fits).collect();
    kept + "…"
}

/// One bar a category, from top to bottom, each divided into parts of 100 ％ with the
/// counts written on them.
pub fn bars(title: &str, alt: &str, categories: Cells, parts: &[Part]) -> Chart {
    let mut chart = chart(ChartType::BarPercentStacked, title, alt);
    for part in parts {
        let (dark, pattern) = match part.style {
            GradeStyle::Dark => (true, None),
            GradeStyle::Hatch => (false, Some(())),
            _ => (false, None),
        };
        let colour = style::chart_colour(part.style);
        let mut fill = ChartFormat::new();
        fill.set_border(
            ChartLine::new().set_color(style::ink(|c| &c.kei)).set_width(0.5),
        );
        match pattern {
            Some(()) => fill.set_pattern_fill(
                ChartPatternFill::new()
                    .set_pattern(ChartPatternFillType::DiagonalStripesLightUpwards)
                    .set_foreground_color(colour)
                    .set_background_color(style::ink(|c| &c.kami)),
            ),
            None => fill.set_solid_fill(ChartSolidFill::new().set_color(colour)),
        };
        let ink = if dark { style::ink(|c| &c.kami) } else { style::ink(|c| &c.sumi) };
        let mut label = ChartDataLabel::new();
        // Nothing is written on a part that is not there.
        label.show_value().set_num_format("#,##0;;").set_font(&font(9.0, ink));
        if pattern.is_some() {
            let mut paper = ChartFormat::new();
            paper
                .set_solid_fill(ChartSolidFill::new().set_color(style::ink(|c| &c.kami)));
            label.set_format(&mut paper);
        }
        chart
            .add_series()
            .set_name(&part.name)
            .set_categories(categories)
            .set_values(part.values)
            .set_format(&mut fill)
            .set_gap(40)
            .set_overlap(100)
            .set_data_label(&label);
    }
    let axis = font(9.0, style::ink(|c| &c.sumi));
    // The categories of bars are counted from below, and rust_xlsxwriter calls their axis
    // y, as it stands on the page.
    chart.y_axis().set_font(&axis).set_reverse();
    chart.x_axis().set_font(&axis).set_num_format("0%").set_major_unit(0.25);
    chart
        .x_axis()
        .set_major_gridlines_line(ChartLine::new().set_color(style::ink(|c| &c.kei2)));
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&axis);
    chart
}

/// One column a category, in ％ from 0 to 100, with its value above it.
pub fn columns(title: &str, alt: &str, categories: Cells, values: Cells) -> Chart {
    let mut chart = chart(ChartType::Column, title, alt);
    let mut fill = ChartFormat::new();
    fill.set_solid_fill(
        ChartSolidFill::new().set_color(style::chart_colour(GradeStyle::Dark)),
    );
    let mut label = ChartDataLabel::new();
    label
        .show_value()
        .set_num_format("0.0;;")
        .set_font(&font(10.0, style::ink(|c| &c.sumi)));
    chart
        .add_series()
        .set_name("割合（％）")
        .set_categories(categories)
        .set_values(values)
        .set_format(&mut fill)
        .set_gap(100)
        .set_data_label(&label);
    let axis = font(9.0, style::ink(|c| &c.sumi));
    chart.x_axis().set_font(&axis);
    chart.y_axis().set_font(&axis).set_num_format("0").set_min(0).set_max(100);
    chart.y_axis().set_major_unit(25);
    chart
        .y_axis()
        .set_major_gridlines_line(ChartLine::new().set_color(style::ink(|c| &c.kei2)));
    chart.legend().set_hidden();
    chart
}

/// Puts a chart over the cells at a row, `left` pixels from the first column.
///
/// # Errors
/// Faults of the workbook writer.
pub fn insert(
    sheet: &mut Worksheet,
    chart: &mut Chart,
    (row, left): (u32, u32),
    (width, height): (u32, u32),
) -> Result<()> {
    chart.set_width(width).set_height(height);
    sheet.insert_chart_with_offset(row, 0, chart, left, 4)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alternative_text_is_as_long_as_excel_takes() {
        assert_eq!(shortened("短い"), "短い");
        let long = shortened(&"𠮷".repeat(200));
        assert_eq!(long, "𠮷".repeat(127) + "…");
        assert!(long.encode_utf16().count() <= 255);
    }
}
