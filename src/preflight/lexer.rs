//! Content streams: bytes → operators with their operands, one at a time.
//!
//! Nothing is allocated for what is not used, nesting and the number of operands are
//! limited, and every byte string ends in finitely many steps.

use std::ops::Range;

/// Deeper arrays and dictionaries end the operand.
const MAX_DEPTH: usize = 16;
/// More operands than any operator takes; the rest is dropped.
const MAX_OPERANDS: usize = 4096;

/// What stands before an operator.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// A number.
    Number(f64),
    /// `/Name`, with its `#xx` resolved.
    Name(Vec<u8>),
    /// `(…)` or `<…>`.
    Text(Vec<u8>),
    /// `[…]`, and `<<…>>` with names and values in turn.
    List(Vec<Operand>),
    /// `true`, `false`, `null`.
    Word,
}

/// Walks over the operators of a content stream.
pub struct Operations<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The operands of the operator that was returned last.
    pub operands: Vec<Operand>,
}

impl<'a> Operations<'a> {
    /// At the beginning of a stream.
    pub fn new(bytes: &'a [u8]) -> Self {
        Operations { bytes, at: 0, operands: Vec::new() }
    }

    /// The next operator and where it stands, with its operands. An inline image comes
    /// as one `EI` with its dictionary as operands.
    pub fn advance(&mut self) -> Option<(&'a [u8], Range<usize>)> {
        self.operands.clear();
        let mut start = None;
        loop {
            self.skip_space();
            let from = *start.get_or_insert(self.at);
            let byte = *self.bytes.get(self.at)?;
            if is_regular(byte) && !starts_number(byte) {
                let word = self.word();
                match word {
                    b"true" | b"false" | b"null" => self.keep(Operand::Word),
                    b"BI" => self.operands.clear(),
                    b"ID" => {
                        self.skip_image();
                        return Some((b"EI", from..self.at));
                    }
                    _ => return Some((word, from..self.at)),
                }
                continue;
            }
            match self.operand(0) {
                Some(operand) => self.keep(operand),
                // A stray delimiter: stepped over.
                None => self.at += 1,
            }
        }
    }

    fn keep(&mut self, operand: Operand) {
        if self.operands.len() < MAX_OPERANDS {
            self.operands.push(operand);
        }
    }

    /// The last `N` operands as numbers; `None` where there are fewer or others.
    pub fn numbers<const N: usize>(&self) -> Option<[f64; N]> {
        let from = self.operands.len().checked_sub(N)?;
        let mut out = [0.0; N];
        for (slot, operand) in out.iter_mut().zip(&self.operands[from..]) {
            *slot = match operand {
                Operand::Number(n) => *n,
                _ => return None,
            };
        }
        Some(out)
    }

    /// The last operand as a name.
    pub fn name(&self) -> Option<&[u8]> {
        match self.operands.last()? {
            Operand::Name(name) => Some(name),
            _ => None,
        }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'%' => {
                    while self.at < self.bytes.len()
                        && !matches!(self.bytes[self.at], b'\r' | b'\n')
                    {
                        self.at += 1;
                    }
                }
                byte if is_space(*byte) => self.at += 1,
                _ => return,
            }
        }
    }

    fn word(&mut self) -> &'a [u8] {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|b| is_regular(*b)) {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn operand(&mut self, depth: usize) -> Option<Operand> {
        let byte = *self.bytes.get(self.at)?;
        match byte {
            b'/' => {
                self.at += 1;
                Some(Operand::Name(resolve_name(self.word())))
            }
            b'(' => Some(Operand::Text(self.literal())),
            b'<' if self.peek(1) == b'<' => self.list(2, b">>", depth),
            b'<' => Some(Operand::Text(self.hexadecimal())),
            b'[' => self.list(1, b"]", depth),
            byte if starts_number(byte) => Some(Operand::Number(number(self.word()))),
            _ => None,
        }
    }

    fn list(&mut self, opening: usize, closing: &[u8], depth: usize) -> Option<Operand> {
        if depth >= MAX_DEPTH {
            return None;
        }
        self.at += opening;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            let rest = &self.bytes[self.at.min(self.bytes.len())..];
            if rest.is_empty() {
                break;
            }
            if rest.starts_with(closing) {
                self.at += closing.len();
                break;
            }
            let item = if is_regular(rest[0]) && !starts_number(rest[0]) {
                self.word();
                Some(Operand::Word)
            } else {
                self.operand(depth + 1)
            };
            match item {
                Some(item) if items.len() < MAX_OPERANDS => items.push(item),
                Some(_) => {}
                None => self.at += 1,
            }
        }
        Some(Operand::List(items))
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut out = Vec::new();
        let mut open = 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    out.extend(self.escape());
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
        out
    }

    /// What follows a backslash (ISO 32000-1, table 3).
    fn escape(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\n' => return None,
            b'\r' => {
                if self.peek(0) == b'\n' {
                    self.at += 1;
                }
                return None;
            }
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    if !matches!(self.peek(0), b'0'..=b'7') {
                        break;
                    }
                    value = value * 8 + u32::from(self.peek(0) - b'0');
                    self.at += 1;
                }
                (value & 0xFF) as u8
            }
            other => other,
        })
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut out = Vec::new();
        let mut half = None;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = (byte as char).to_digit(16) else { continue };
            half = match half {
                None => Some(digit),
                Some(high) => {
                    out.push((high * 16 + digit) as u8);
                    None
                }
            };
        }
        out.extend(half.map(|high: u32| (high * 16) as u8));
        out
    }

    /// Over the data of an inline image: its end is 「EI」 between white space.
    fn skip_image(&mut self) {
        while self.at < self.bytes.len() {
            let rest = &self.bytes[self.at..];
            let ends = is_space(rest[0])
                && rest.get(1..3) == Some(b"EI")
                && rest.get(3).is_none_or(|b| is_space(*b));
            if ends {
                self.at += 3;
                return;
            }
            self.at += 1;
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

fn starts_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.')
}

/// A number; 0 where it is none, as viewers do.
fn number(word: &[u8]) -> f64 {
    let value = std::str::from_utf8(word).ok().and_then(|w| w.parse::<f64>().ok());
    value.filter(|v| v.is_finite()).unwrap_or(0.0)
}

fn resolve_name(word: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(word.len());
    let mut at = 0;
    while at < word.len() {
        let digits = word.get(at + 1..at + 3).and_then(|d| std::str::from_utf8(d).ok());
        let byte = digits.and_then(|d| u8::from_str_radix(d, 16).ok());
        match byte {
            Some(byte) if word[at] == b'#' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(word[at]);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<(String, Vec<Operand>)> {
        let mut ops = Operations::new(bytes);
        let mut out = Vec::new();
        while let Some((word, _)) = ops.advance() {
            out.push((String::from_utf8_lossy(word).into_owned(), ops.operands.clone()));
        }
        out
    }

    #[test]
    fn operators_come_with_their_operands() {
        let found = all(
            b"q 1 0 0 -1.5 .5 +2 cm/Pattern cs/p#30 scn %rem\n[<00 1>-3(a\\)\\101)]TJ",
        );
        let words: Vec<&str> = found.iter().map(|(w, _)| &**w).collect();
        assert_eq!(words, ["q", "cm", "cs", "scn", "TJ"]);
        assert_eq!(found[1].1[3], Operand::Number(-1.5));
        assert_eq!(found[3].1, [Operand::Name(b"p0".to_vec())]);
        let list = vec![
            Operand::Text(vec![0, 16]),
            Operand::Number(-3.0),
            Operand::Text(b"a)A".to_vec()),
        ];
        assert_eq!(found[4].1, [Operand::List(list)]);
    }

    #[test]
    fn an_inline_image_is_one_step() {
        let found = all(b"q BI /W 2 /CS /RGB ID \x00EI\xff( EI Q");
        let words: Vec<&str> = found.iter().map(|(w, _)| &**w).collect();
        assert_eq!(words, ["q", "EI", "Q"]);
        assert_eq!(found[1].1[3], Operand::Name(b"RGB".to_vec()));
    }

    #[test]
    fn any_bytes_come_to_an_end() {
        for bytes in [
            b"[[[[[[[[[[[[[[[[[[[[[[[[".as_slice(),
            b"<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
            b")))>>>]]]}}}",
            b"((((",
            b"BI ID",
            b"(\\",
            b"<4",
            b"/",
        ] {
            all(bytes);
        }
    }
}
