//! Numbers as people write them: 1,234.5, １２.

use rust_decimal::Decimal;

/// Whether a character is a digit of any width.
pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// The length in bytes of the number with which a text begins: 1,234.5, １２. 0 where it
/// begins with none.
pub fn numeral(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let joins = at > 0 && ",，.．".contains(c) && next.is_some_and(is_digit);
        if !is_digit(c) && !joins {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// The number of a [`numeral`]: half-width, without separators of thousands.
pub fn number_of(numeral: &str) -> Option<Decimal> {
    let half = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        '．' => Some('.'),
        ',' | '，' => None,
        c => Some(c),
    };
    numeral.chars().filter_map(half).collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_every_width() {
        fn read(text: &str) -> (&str, Option<String>) {
            let length = numeral(text);
            (&text[..length], number_of(&text[..length]).map(|n| n.to_string()))
        }
        assert_eq!(read("1,234.5人"), ("1,234.5", Some("1234.5".to_owned())));
        assert_eq!(read("１２名"), ("１２", Some("12".to_owned())));
        // A sign that ends a sentence is no part of the number.
        assert_eq!(read("3.そして"), ("3", Some("3".to_owned())));
        assert_eq!(read("3，と"), ("3", Some("3".to_owned())));
        assert_eq!(read("人"), ("", None));
    }
}
