//! One worksheet of an .xlsx in one pass: values, formulas without a result, merges,
//! hidden rows and columns, the auto filter.

use quick_xml::events::{BytesStart, Event};

use super::number::{iso_date, number as convert};
use super::xlsx::{Shared, Style, strikes};
use super::xml::{Package, attribute, is_true, number, parse_ref, push_text, unescape};
use super::{
    Budget, CellValue, Decimal, Look, MAX_COLS, MAX_ROWS, Merge, Sheet, Trouble,
};

/// Reads a worksheet part.
pub(super) fn read(
    package: &mut Package,
    part: usize,
    shared: &Shared,
    sheet: &mut Sheet,
    budget: &mut Budget,
) -> Result<(), Trouble> {
    let mut pass = Pass {
        shared,
        sheet,
        budget,
        row: 0,
        col: 0,
        cell: None,
        text: String::new(),
        struck: String::new(),
        striking: false,
        capture: false,
        in_filter: false,
        in_views: false,
    };
    package.each(part, |event| match event {
        Event::Start(e) => pass.start(e),
        Event::End(e) => pass.end(e.local_name().as_ref()),
        other => {
            if pass.capture {
                let struck = pass.striking;
                push_text(other, if struck { &mut pass.struck } else { &mut pass.text });
            }
            Ok(())
        }
    })
}

struct Pass<'a> {
    shared: &'a Shared,
    sheet: &'a mut Sheet,
    budget: &'a mut Budget,
    /// Where the next row and cell stand if they do not say.
    row: u32,
    col: u32,
    cell: Option<OpenCell>,
    /// The value of the open cell.
    text: String,
    /// Its words through which a line is drawn.
    struck: String,
    /// A line is drawn through the open run.
    striking: bool,
    capture: bool,
    in_filter: bool,
    in_views: bool,
}

struct OpenCell {
    at: (u32, u32),
    kind: Kind,
    style: usize,
    formula: bool,
    phonetic: bool,
}

/// The `t` of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Date,
}

impl Pass<'_> {
    fn start(&mut self, e: &BytesStart) -> Result<(), Trouble> {
        match e.local_name().as_ref() {
            "c" => self.open(e),
            "v" => self.capture = self.cell.is_some(),
            "f" => {
                if let Some(cell) = &mut self.cell {
                    cell.formula = true;
                }
            }
            "t" => self.capture = self.cell.as_ref().is_some_and(|c| !c.phonetic),
            "rPh" => {
                if let Some(cell) = &mut self.cell {
                    cell.phonetic = true;
                }
            }
            "r" => self.striking = false,
            "strike" => self.striking = self.cell.is_some() && strikes(e),
            "row" => self.open_row(e)?,
            "col" => self.columns(e)?,
            "mergeCell" => {
                let area = attribute(e, "ref");
                let ends = area.as_deref().and_then(|a| a.split_once(':'));
                let ends = ends.and_then(|(a, b)| parse_ref(a).zip(parse_ref(b)));
                if let Some((start, end)) = ends {
                    self.budget.merge(self.sheet, Merge { start, end })?;
                }
            }
            "customSheetViews" => self.in_views = true,
            "autoFilter" => self.in_filter = !self.in_views,
            "filters" | "customFilters" | "top10" | "dynamicFilter" | "colorFilter"
            | "iconFilter" => self.sheet.filtered |= self.in_filter,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Trouble> {
        match name {
            "v" | "t" => self.capture = false,
            "r" => self.striking = false,
            "c" => return self.close(),
            "rPh" => {
                if let Some(cell) = &mut self.cell {
                    cell.phonetic = false;
                }
            }
            "row" => (self.row, self.col) = (self.row.saturating_add(1), 0),
            "customSheetViews" => self.in_views = false,
            "autoFilter" => self.in_filter = false,
            _ => {}
        }
        Ok(())
    }

    fn open_row(&mut self, e: &BytesStart) -> Result<(), Trouble> {
        let mut hidden = false;
        for attribute in e.attributes().with_checks(false).flatten() {
            let value: &str = &attribute.value;
            match attribute.key.as_ref() {
                "r" => self.row = value.parse().map_or(self.row, |r: u32| r.max(1) - 1),
                "hidden" => hidden |= matches!(value, "1" | "true"),
                "ht" => hidden |= value.parse::<f64>().is_ok_and(|h| h <= 0.0),
                _ => {}
            }
        }
        self.col = 0;
        let declared = self.row.saturating_add(1).min(MAX_ROWS);
        self.sheet.declared_rows = self.sheet.declared_rows.max(declared);
        if hidden {
            self.budget.hide_rows(self.sheet, self.row, 1)?;
        }
        Ok(())
    }

    fn columns(&mut self, e: &BytesStart) -> Result<(), Trouble> {
        let flat = number::<f64>(e, "width").is_some_and(|w| w <= 0.0);
        if (flat || is_true(e, "hidden"))
            && let (Some(first), Some(last)) = (number(e, "min"), number::<u32>(e, "max"))
        {
            let first = u32::saturating_sub(first, 1);
            let last = last.saturating_sub(1).min(MAX_COLS - 1);
            self.budget.hide_cols(self.sheet, first, last)?;
        }
        Ok(())
    }

    fn open(&mut self, e: &BytesStart) {
        let mut cell = OpenCell {
            at: (self.row, self.col),
            kind: Kind::Number,
            style: 0,
            formula: false,
            phonetic: false,
        };
        for attribute in e.attributes().with_checks(false).flatten() {
            let value: &str = &attribute.value;
            match attribute.key.as_ref() {
                "r" => cell.at = parse_ref(value).unwrap_or((u32::MAX, 0)),
                "s" => cell.style = value.parse().unwrap_or(0),
                "t" => {
                    cell.kind = match value {
                        "s" => Kind::Shared,
                        "str" | "inlineStr" => Kind::Text,
                        "b" => Kind::Bool,
                        "e" => Kind::Error,
                        "d" => Kind::Date,
                        _ => Kind::Number,
                    };
                }
                _ => {}
            }
        }
        self.col = cell.at.1.saturating_add(1);
        self.text.clear();
        self.struck.clear();
        self.striking = false;
        self.cell = Some(cell);
    }

    fn close(&mut self) -> Result<(), Trouble> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let (value, words) = self.value(&cell);
        let whole = words.is_some() && value.is_none();
        let value = value.or_else(|| words.clone().map(CellValue::Text));
        // An empty text is the result of many formulas; no result at all is none.
        let value = match value {
            None if cell.formula && cell.kind != Kind::Text => CellValue::Uncomputed,
            None => return Ok(()),
            Some(value) => value,
        };
        let style = self.shared.styles.get(cell.style).copied().unwrap_or_default();
        let look = match &value {
            CellValue::Uncomputed | CellValue::Error(_) => None,
            _ if style.struck || whole => Some(Look::Struck),
            CellValue::Number { value, percent: false } if style.thousands > 0 => {
                let power = Decimal::from(10_i64.pow(3 * style.thousands));
                let shown = value.checked_div(power);
                shown.filter(|s| s != value).map(Look::Shortened)
            }
            _ => words.map(Look::StruckWords),
        };
        self.budget.put(self.sheet, cell.at, value)?;
        self.budget.look(self.sheet, cell.at, look)
    }

    /// The value of a cell, and the words of it that are struck out.
    fn value(&self, cell: &OpenCell) -> (Option<CellValue>, Option<String>) {
        let words = match cell.kind {
            Kind::Shared => {
                let index = self.text.trim().parse().ok();
                index.and_then(|i| self.shared.strings.struck(i)).map(str::to_owned)
            }
            Kind::Text if !self.struck.is_empty() => {
                Some(unescape(&self.struck).unwrap_or_else(|| self.struck.clone()))
            }
            _ => None,
        };
        let words = words.filter(|w| !w.trim().is_empty());
        match self.plain_value(cell) {
            Some(CellValue::Text(rest)) if words.is_some() && rest.trim().is_empty() => {
                (None, words)
            }
            value => (value, words),
        }
    }

    fn plain_value(&self, cell: &OpenCell) -> Option<CellValue> {
        let text = &*self.text;
        let bare = text.trim();
        Some(match cell.kind {
            Kind::Text if text.is_empty() => return None,
            Kind::Text => {
                CellValue::Text(unescape(text).unwrap_or_else(|| text.to_owned()))
            }
            _ if bare.is_empty() => return None,
            Kind::Shared => {
                let index = bare.parse().ok();
                match index.and_then(|i| self.shared.strings.get(i)) {
                    Some("") => return None,
                    Some(text) => CellValue::Text(text.to_owned()),
                    None => CellValue::Error(format!("文字列 {bare}（記録がない）")),
                }
            }
            Kind::Bool => match bare {
                "1" | "true" | "TRUE" => CellValue::Bool(true),
                "0" | "false" | "FALSE" => CellValue::Bool(false),
                other => CellValue::Error(other.to_owned()),
            },
            Kind::Error => CellValue::Error(bare.to_owned()),
            Kind::Date => {
                iso_date(bare).unwrap_or_else(|| CellValue::Text(bare.to_owned()))
            }
            Kind::Number => match bare.parse::<f64>() {
                Ok(stored) => {
                    let style = self.shared.styles.get(cell.style).copied();
                    let Style { shown, .. } = style.unwrap_or_default();
                    convert(stored, shown, self.shared.is_1904)
                }
                Err(_) => CellValue::Text(bare.to_owned()),
            },
        })
    }
}
