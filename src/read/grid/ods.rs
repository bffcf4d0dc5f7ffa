//! .ods: `content.xml` in one pass.
//!
//! calamine multiplies repeats from the file, never returns from a table that is cut off,
//! reads furigana into the text, and tells no merges, percentages or comments.

use std::collections::HashSet;

use quick_xml::events::{BytesStart, Event};

use super::number::{Shown, iso_date, number as convert};
use super::xml::{Package, attribute, broken, number, parse_ref, push_text};
use super::{Budget, CellValue, Float, MAX_COLS, MAX_ROWS, Merge, Sheet, Trouble};

/// Spaces that one `text:s` may stand for.
const MAX_SPACES: usize = 1_000;

/// Reads all sheets.
pub(super) fn read(package: &mut Package) -> Result<Vec<Sheet>, Trouble> {
    let mut encrypted = false;
    if let Some(part) = package.find("META-INF/manifest.xml") {
        package.each(part, |event| {
            if let Event::Start(e) = event {
                encrypted |= e.local_name().as_ref() == "encryption-data";
            }
            Ok(())
        })?;
    }
    if encrypted {
        return Err(Trouble::Password);
    }
    let Some(part) = package.find("content.xml") else {
        return Err(broken("content.xml がない"));
    };
    let mut pass = Pass::default();
    package.each(part, |event| pass.event(event))?;
    Ok(pass.sheets)
}

#[derive(Default)]
struct Pass {
    sheets: Vec<Sheet>,
    budget: Budget,
    /// Styles of sheets that are not shown.
    hidden_styles: HashSet<String>,
    style: String,
    /// The sheet that is open.
    sheet: Option<Sheet>,
    /// Tables inside a cell.
    inner_tables: usize,
    row: u32,
    row_repeat: u32,
    row_visible: bool,
    col: u32,
    table_col: u32,
    cell: Option<OpenCell>,
    /// Where the cells of the open row begin in the sheet.
    row_start: usize,
    row_merges: Vec<Merge>,
    /// Elements of a drawing or a comment that are open, and its place and text.
    float_depth: usize,
    float: Option<Float>,
    ruby: bool,
    /// The open paragraph is one of the text's.
    in_text: bool,
}

struct OpenCell {
    repeat: u32,
    kind: String,
    stored: Option<String>,
    formula: bool,
    error: bool,
    text: String,
    paragraphs: usize,
}

impl Pass {
    fn event(&mut self, event: &Event) -> Result<(), Trouble> {
        match event {
            Event::Start(e) => self.start(e),
            Event::End(e) => self.end(e.name().as_ref()),
            other if self.in_text && !self.ruby => {
                if let Some(text) = self.text() {
                    push_text(other, text);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Where characters go now.
    fn text(&mut self) -> Option<&mut String> {
        match (&mut self.float, &mut self.cell) {
            (Some(float), _) => Some(&mut float.text),
            (None, Some(cell)) => Some(&mut cell.text),
            _ => None,
        }
    }

    fn start(&mut self, e: &BytesStart) -> Result<(), Trouble> {
        let name = e.name();
        let name = name.as_ref();
        if self.sheet.is_none() {
            self.start_outside(e, name);
            return Ok(());
        }
        if self.inner_tables > 0 || (name == "table:table" && self.cell.is_some()) {
            self.inner_tables += usize::from(name == "table:table");
            return Ok(());
        }
        let is_float = name == "office:annotation"
            || (name.starts_with("draw:") && name != "draw:page");
        if is_float || self.float_depth > 0 {
            self.open_float(e, name, is_float);
        }
        match name {
            "table:table-column" => self.column(e)?,
            "table:table-row" => {
                self.row_repeat = repeat(e, "table:number-rows-repeated");
                let shown = attribute(e, "table:visibility");
                self.row_visible = shown.as_deref().is_none_or(|v| v == "visible");
                if let Some(sheet) = &mut self.sheet {
                    sheet.filtered |= shown.as_deref() == Some("filter");
                    self.row_start = sheet.cells.len();
                }
                self.col = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => self.open_cell(e),
            "text:p" | "text:h" => {
                self.in_text = true;
                if let (None, Some(cell)) = (&self.float, &mut self.cell) {
                    cell.paragraphs += 1;
                    if cell.paragraphs > 1 {
                        cell.text.push('\n');
                    }
                }
            }
            "text:ruby-text" => self.ruby = true,
            "text:s" | "text:tab" | "text:line-break" if self.in_text => {
                let count = number::<usize>(e, "text:c").unwrap_or(1).min(MAX_SPACES);
                let filler = match name {
                    "text:s" => " ".repeat(count),
                    "text:tab" => "\t".to_owned(),
                    _ => "\n".to_owned(),
                };
                if let Some(text) = self.text() {
                    text.push_str(&filler);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn start_outside(&mut self, e: &BytesStart, name: &str) {
        match name {
            "style:style" => self.style = attribute(e, "style:name").unwrap_or_default(),
            "style:table-properties"
                if attribute(e, "table:display").as_deref() == Some("false") =>
            {
                self.hidden_styles.insert(self.style.clone());
            }
            "table:table" => {
                let style = attribute(e, "table:style-name").unwrap_or_default();
                self.sheet = Some(Sheet {
                    name: attribute(e, "table:name").unwrap_or_default(),
                    hidden: self.hidden_styles.contains(&style),
                    ..Sheet::default()
                });
                (self.row, self.col, self.table_col) = (0, 0, 0);
            }
            _ => {}
        }
    }

    fn column(&mut self, e: &BytesStart) -> Result<(), Trouble> {
        let count = repeat(e, "table:number-columns-repeated");
        let first = self.table_col;
        self.table_col = first.saturating_add(count);
        let visible = attribute(e, "table:visibility").is_none_or(|v| v == "visible");
        match &mut self.sheet {
            Some(sheet) if !visible && first < MAX_COLS => {
                let last = (self.table_col - 1).min(MAX_COLS - 1);
                self.budget.hide_cols(sheet, first, last)
            }
            _ => Ok(()),
        }
    }

    fn open_cell(&mut self, e: &BytesStart) {
        let mut cell = OpenCell {
            repeat: repeat(e, "table:number-columns-repeated"),
            kind: String::new(),
            stored: None,
            formula: false,
            error: false,
            text: String::new(),
            paragraphs: 0,
        };
        let (mut rows, mut cols) = (1u32, 1u32);
        for a in e.attributes().with_checks(false).flatten() {
            let value = a.normalized_value(quick_xml::XmlVersion::default());
            let Ok(value) = value else { continue };
            match a.key.as_ref() {
                "office:value-type" => cell.kind = value.into_owned(),
                "calcext:value-type" => cell.error = value == "error",
                "office:value"
                | "office:date-value"
                | "office:time-value"
                | "office:boolean-value"
                | "office:string-value" => {
                    cell.stored = Some(value.into_owned());
                }
                "table:formula" => cell.formula = true,
                "table:number-rows-spanned" => rows = value.parse().unwrap_or(1),
                "table:number-columns-spanned" => cols = value.parse().unwrap_or(1),
                _ => {}
            }
        }
        if rows > 1 || cols > 1 {
            let start = (self.row, self.col);
            let end = (
                start.0.saturating_add(rows.max(1) - 1),
                start.1.saturating_add(cols.max(1) - 1),
            );
            self.row_merges.push(Merge { start, end });
        }
        self.cell = Some(cell);
    }

    /// A drawing or a comment, or an element inside one. A group has several shapes.
    fn open_float(&mut self, e: &BytesStart, name: &str, is_float: bool) {
        self.float_depth += 1;
        if !is_float || matches!(name, "draw:text-box" | "draw:enhanced-geometry") {
            return;
        }
        // Beside the cells a drawing says only where it ends.
        let end = attribute(e, "table:end-cell-address");
        let end = end.as_deref().and_then(|a| a.rsplit('.').next()).and_then(parse_ref);
        let start = match &self.cell {
            Some(_) => (self.row, self.col),
            None => end.unwrap_or_default(),
        };
        let text = String::new();
        let is_comment = name == "office:annotation";
        let end = if is_comment { start } else { end.unwrap_or(start).max(start) };
        self.float.get_or_insert(Float { is_comment, start, end, text });
    }

    fn end(&mut self, name: &str) -> Result<(), Trouble> {
        if self.sheet.is_none() {
            return Ok(());
        }
        if self.inner_tables > 0 {
            self.inner_tables -= usize::from(name == "table:table");
            return Ok(());
        }
        match name {
            "text:p" | "text:h" => {
                self.in_text = false;
                if let Some(float) = &mut self.float {
                    float.text.push('\n');
                }
            }
            "text:ruby-text" => self.ruby = false,
            "table:table-cell" | "table:covered-table-cell" => self.close_cell()?,
            "table:table-row" => self.close_row()?,
            "table:table" => self.sheets.extend(self.sheet.take()),
            _ => {}
        }
        if self.float_depth > 0 {
            self.float_depth -= 1;
            let ends = self.float_depth == 0 || name.starts_with("draw:");
            if ends && let Some(mut float) = self.float.take() {
                float.text = float.text.trim().to_owned();
                let (start, end, is_comment) = (float.start, float.end, float.is_comment);
                match &mut self.sheet {
                    Some(sheet) if !float.text.is_empty() => {
                        self.budget.float(sheet, float)?;
                    }
                    _ => {}
                }
                if self.float_depth > 0 {
                    // The next shape of the group.
                    let text = String::new();
                    self.float = Some(Float { is_comment, start, end, text });
                }
            }
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Trouble> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let first = self.col;
        self.col = first.saturating_add(cell.repeat);
        let value = match value(&cell) {
            Some(value) => value,
            None if cell.formula && cell.kind.is_empty() => CellValue::Uncomputed,
            None => return Ok(()),
        };
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        for col in first..self.col.min(MAX_COLS + 1) {
            self.budget.put(sheet, (self.row, col), value.clone())?;
        }
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), Trouble> {
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        let end = self.row.saturating_add(self.row_repeat).min(MAX_ROWS);
        let cells = self.row_start..sheet.cells.len();
        if !cells.is_empty() {
            sheet.declared_rows = sheet.declared_rows.max(end);
        }
        // The rest of the grid is one empty row, repeated.
        if !self.row_visible && (!cells.is_empty() || self.row_repeat < 1_000) {
            self.budget.hide_rows(sheet, self.row, end.saturating_sub(self.row))?;
        }
        for merge in self.row_merges.drain(..) {
            self.budget.merge(sheet, merge)?;
        }
        if !cells.is_empty() {
            for row in self.row + 1..end {
                for i in cells.clone() {
                    let Some((at, value)) = sheet.cells.nth(i) else { continue };
                    let (at, value) = ((row, at.1), value.clone());
                    self.budget.put(sheet, at, value)?;
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeat);
        Ok(())
    }
}

fn repeat(e: &BytesStart, key: &str) -> u32 {
    number::<u32>(e, key).unwrap_or(1).max(1)
}

fn value(cell: &OpenCell) -> Option<CellValue> {
    if cell.error {
        return Some(CellValue::Error(cell.text.clone()));
    }
    let stored = cell.stored.as_deref();
    let numeric = |shown| {
        let text = stored.unwrap_or(&cell.text).trim();
        Some(match text.parse::<f64>() {
            Ok(x) => convert(x, shown, false),
            Err(_) => CellValue::Text(text.to_owned()),
        })
    };
    match &*cell.kind {
        "float" | "currency" => numeric(Shown::Plain),
        "percentage" => numeric(Shown::Percent),
        "boolean" => Some(CellValue::Bool(stored == Some("true"))),
        "date" => {
            let shown = CellValue::Text(cell.text.clone());
            Some(stored.and_then(iso_date).unwrap_or(shown))
        }
        // What a time shows depends on its format; the text is what a person sees.
        _ if cell.text.is_empty() => {
            let text = stored.unwrap_or_default();
            (!text.is_empty()).then(|| CellValue::Text(text.to_owned()))
        }
        _ => Some(CellValue::Text(cell.text.clone())),
    }
}
