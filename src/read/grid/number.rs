//! What a stored number shows: its fifteen digits, a percentage, a date, a time.

use rust_decimal::Decimal;

use super::CellValue;

/// How a number format shows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    /// As a number.
    #[default]
    Plain,
    /// 0.5 as 50 %.
    Percent,
    /// Days since the epoch as a date or a time of day.
    Date,
    /// Days as hours: `[h]:mm`.
    Duration,
}

/// Numbers from here on are no figures of a city and would overflow exact sums.
const MAX_NUMBER: f64 = 1e18;

/// A stored number under its format.
pub(super) fn number(stored: f64, shown: Shown, is_1904: bool) -> CellValue {
    let plain = |x: f64, percent| match decimal(x) {
        Some(value) => CellValue::Number { value, percent },
        None => CellValue::Error(stored.to_string()),
    };
    match shown {
        Shown::Plain => plain(stored, false),
        Shown::Percent => plain(stored, true),
        // The number of hours is what a person sees.
        Shown::Duration => plain(stored * 24.0, false),
        Shown::Date if (0.0..1.0).contains(&stored) && stored > 0.0 => {
            let minutes = (stored * 1440.0).round() as u32;
            CellValue::Text(format!("{}:{:02}", minutes / 60, minutes % 60))
        }
        Shown::Date => match from_serial(stored, is_1904) {
            Some((year, month, day)) => CellValue::Date { year, month, day },
            None => CellValue::Error(stored.to_string()),
        },
    }
}

/// A number of a cell as Excel shows it: 15 significant digits, `None` if not finite.
pub(super) fn decimal(value: f64) -> Option<Decimal> {
    if !value.is_finite() || value.abs() >= MAX_NUMBER {
        return None;
    }
    // A decimal of at most 15 digits that rounds to this double is the one that is shown.
    for scale in 0..=4u32 {
        let power = [1.0, 10.0, 100.0, 1_000.0, 10_000.0][scale as usize];
        let digits = (value * power).round();
        if digits.abs() < 1e15 && digits / power == value {
            return Some(Decimal::new(digits as i64, scale));
        }
    }
    let shown = format!("{value:.14e}");
    // A remainder like 5.55E-17 has more places than a decimal holds.
    let exact = Decimal::from_scientific(&shown);
    exact.or_else(|_| format!("{value:.27}").parse()).ok().map(|d| d.normalize())
}

/// What a format shows, by its number and, where the file holds one, its code.
pub(super) fn shown(id: u32, code: Option<&str>) -> Shown {
    if let Some(code) = code {
        return shown_by_code(code);
    }
    // The formats that every book has; 27–36 and 50–58 are the Japanese dates.
    match id {
        9 | 10 => Shown::Percent,
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shown::Date,
        46 => Shown::Duration,
        _ => Shown::Plain,
    }
}

/// Reads a format code: only the signs outside quotes, escapes and brackets count, and
/// only the first of its sections.
fn shown_by_code(code: &str) -> Shown {
    let lower = code.to_ascii_lowercase().replace("general", "").replace("標準", "");
    let mut signs = String::new();
    let mut chars = lower.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '\\' | '_' | '*' => drop(chars.next()),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let is_time = |unit| inside.chars().all(|c| c == unit);
                if !inside.is_empty() && ['h', 'm', 's'].into_iter().any(is_time) {
                    return Shown::Duration;
                }
            }
            ';' => break,
            c => signs.push(c),
        }
    }
    let is_number = signs.contains(['0', '#', '?']);
    let has_date = signs.contains(['y', 'm', 'd', 'h', 'g']) || signs.contains("aaa");
    // `e` is a year of an era, but the exponent in 0.00E+00.
    let has_era = signs.contains('e') && !signs.contains("e+") && !signs.contains("e-");
    if has_date || (has_era && !is_number) || signs.contains("ss") || signs == "s" {
        Shown::Date
    } else if signs.contains('%') {
        Shown::Percent
    } else {
        Shown::Plain
    }
}

/// By how many thousands a format divides what it shows: `#,##0,` by one. A format that
/// says so itself (`#,##0,"千円"`) hides nothing.
pub(super) fn thousands(code: &str) -> u32 {
    let (mut commas, mut digits, mut whole) = (0, false, true);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                let words: String = chars.by_ref().take_while(|c| *c != '"').collect();
                if words.contains(['千', '万', '億']) {
                    return 0;
                }
            }
            '\\' | '_' | '*' => drop(chars.next()),
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            '0' | '#' | '?' if whole => (commas, digits) = (0, true),
            // Behind the point, too, a comma ends the digits.
            '0' | '#' | '?' => {}
            ',' if digits => commas += 1,
            '.' => whole = false,
            '千' | '万' | '億' => return 0,
            ';' => break,
            _ => {}
        }
    }
    commas.min(6)
}

/// Days since Excel's epoch → (year, month, day).
pub(super) fn from_serial(serial: f64, is_1904: bool) -> Option<(i32, u8, u8)> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let mut days = serial as i64 + if is_1904 { 1462 } else { 0 };
    // Excel believes in 29 February 1900.
    if days < 60 {
        days += 1;
    }
    // Days since 0000-03-01, after Howard Hinnant's civil calendar.
    let z = days - 25_569 + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    Some((i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}

/// `2026-04-01` and `2026-04-01T09:30:00`.
pub(super) fn iso_date(text: &str) -> Option<CellValue> {
    let mut parts = text.get(..10)?.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok().filter(|m| (1..=12).contains(m))?;
    let day = parts.next()?.parse().ok().filter(|d| (1..=31).contains(d))?;
    Some(CellValue::Date { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_days_are_excels_dates() {
        // Excel: 46113 = 2026-04-01, 61 = 1900-03-01, 1 = 1900-01-01; in the 1904
        // system 44651 is the same day as 46113.
        assert_eq!(from_serial(46_113.0, false), Some((2026, 4, 1)));
        assert_eq!(from_serial(61.0, false), Some((1900, 3, 1)));
        assert_eq!(from_serial(1.0, false), Some((1900, 1, 1)));
        assert_eq!(from_serial(44_651.0, true), Some((2026, 4, 1)));
        assert_eq!(from_serial(-1.0, false), None);
    }

    #[test]
    fn numbers_have_the_fifteen_digits_that_excel_shows() {
        let shown = |x| decimal(x).map(|d| d.to_string());
        assert_eq!(shown(0.1 + 0.2), Some("0.3".to_owned()));
        assert_eq!(shown(98.0), Some("98".to_owned()));
        assert_eq!(shown(-12.345), Some("-12.345".to_owned()));
        assert_eq!(shown(1.0 / 3.0), Some("0.333333333333333".to_owned()));
        assert_eq!(shown(123_456_789_012_345.6), Some("123456789012346".to_owned()));
        assert_eq!(shown(2.5e-17), Some("0.000000000000000025".to_owned()));
        assert_eq!(shown(1e-300), Some("0".to_owned()));
        assert_eq!(shown(f64::NAN), None);
        assert_eq!(shown(f64::INFINITY), None);
    }

    #[test]
    fn format_codes_say_what_is_shown() {
        for date in [
            "[$-411]ggge\"年\"",
            "[$-411]e",
            "gg e\"年度\"",
            "yyyy/m/d",
            "m\"月\"d\"日\"",
            "[$-411]ge.m.d;@",
            "aaa",
            "h:mm AM/PM",
        ] {
            assert_eq!(shown_by_code(date), Shown::Date, "{date}");
        }
        for percent in ["0%", "0.0%", "#,##0.0%;▲0.0%", "[Red]0%"] {
            assert_eq!(shown_by_code(percent), Shown::Percent, "{percent}");
        }
        for plain in [
            "General",
            "標準",
            "\"令和\"0\"年度\"",
            "0.00E+00",
            "0\"%\"",
            "0\\%",
            "#,##0;[Red]▲#,##0",
            "@",
            "#,##0_ ",
            "0\"day\"",
        ] {
            assert_eq!(shown_by_code(plain), Shown::Plain, "{plain}");
        }
        assert_eq!(shown_by_code("[h]:mm"), Shown::Duration);
        assert_eq!(shown(9, None), Shown::Percent);
        assert_eq!(shown(57, None), Shown::Date);
    }

    #[test]
    fn a_format_may_hide_thousands() {
        for (code, hidden) in [
            ("#,##0,", 1),
            ("0,,", 2),
            ("#,##0.0,;▲#,##0.0,", 1),
            ("#,##0,.0", 1),
            ("[Red]#,##0,_ ", 1),
            ("#,##0", 0),
            ("#,##0;[Red]▲#,##0,", 0),
            ("#,##0,\"千円\"", 0),
            ("\"a,\"0", 0),
            ("General", 0),
        ] {
            assert_eq!(thousands(code), hidden, "{code}");
        }
    }

    #[test]
    fn a_time_of_day_is_shown_as_such() {
        assert_eq!(number(0.25, Shown::Date, false).text(), "6:00");
        assert_eq!(number(1.25, Shown::Duration, false).text(), "30");
        assert_eq!(number(0.125, Shown::Percent, false).text(), "12.5％");
    }
}
