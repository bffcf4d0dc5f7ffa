//! 数式: the few formulas that the tables use, and the names of cells in them.

use crate::diag::column_name;

/// The longest text that may stand in a formula (Excel's own limit).
const LITERAL_LIMIT: usize = 255;

/// `B5`, from zero-based positions.
pub fn cell_name(row: u32, col: u16) -> String {
    format!("{}{}", column_name(u32::from(col)), row + 1)
}

/// `$B$5:$B$20`, from zero-based positions, both rows included.
pub fn range((first, last): (u32, u32), col: u16) -> String {
    let col = column_name(u32::from(col));
    format!("${col}${}:${col}${}", first + 1, last + 1)
}

/// A text as it stands in a formula; `None` where Excel would not take it.
pub fn literal(text: &str) -> Option<String> {
    let fits = text.encode_utf16().count() <= LITERAL_LIMIT && !text.contains('\n');
    fits.then(|| format!("\"{}\"", text.replace('"', "\"\"")))
}

/// The sum of a column from one row to another (zero-based, both included).
pub fn sum(rows: (u32, u32), col: u16) -> String {
    format!("=SUM({})", range(rows, col).replace('$', ""))
}

/// How many cells of a range hold exactly this text. COUNTIF would take `*` and `?` for
/// anything, `<` for a comparison, and `a` for `A`.
pub fn count_exact(range: &str, text: &str) -> Option<String> {
    Some(format!("=SUMPRODUCT(--EXACT({range},{}))", literal(text)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_excel_names_them() {
        assert_eq!(cell_name(0, 0), "A1");
        assert_eq!(cell_name(4, 27), "AB5");
        assert_eq!(range((4, 19), 1), "$B$5:$B$20");
        assert_eq!(sum((4, 19), 1), "=SUM(B5:B20)");
    }

    #[test]
    fn a_text_in_a_formula_is_only_a_text() {
        assert_eq!(literal("◎\"x\"").as_deref(), Some("\"◎\"\"x\"\"\""));
        assert_eq!(literal(&"あ".repeat(256)), None);
        assert_eq!(literal("一\n二"), None);
        let formula = count_exact("一覧の評価", "* 対象外").unwrap();
        assert_eq!(formula, "=SUMPRODUCT(--EXACT(一覧の評価,\"* 対象外\"))");
    }
}
