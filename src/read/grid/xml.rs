//! The parts of a zip package as XML events, under limits that hold before anything is
//! allocated from the file's own numbers.

use std::io::{BufRead, BufReader, Cursor, Read, Result as IoResult};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::Trouble;

/// Largest single part of a zip, expanded, in bytes. 100,000 rows of 25 columns are 120 MB.
const MAX_PART: u64 = 200 << 20;
/// All parts of a zip together, expanded, in bytes.
const MAX_TOTAL: u64 = 400 << 20;
/// Parts in a zip.
const MAX_PARTS: usize = 5_000;
/// Events of all parts; three million cells with formulas make 24 million. Many sheets
/// may point to one part.
const MAX_EVENTS: usize = 36_000_000;
/// Nesting of elements; office programs stay below 40.
const MAX_DEPTH: usize = 256;
/// One tag or one run of text in bytes. A cell holds at most 32,767 characters.
const MAX_TOKEN: usize = 1 << 20;

/// A zip package whose sizes were checked.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Paths in lower case with `/`, by index.
    names: Vec<String>,
    events: usize,
    /// Bytes that were taken whole.
    taken: u64,
}

/// A line of a `.rels` part.
pub(super) struct Relation {
    pub id: String,
    /// The last word of its type: `worksheet`, `drawing`, `comments`.
    pub kind: String,
    /// The path of the part it points to.
    pub target: String,
}

impl<'a> Package<'a> {
    /// Checks the declared sizes; the zip crate refuses parts longer than declared.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Trouble> {
        // The list of the parts stands at the end: without it the file was cut off.
        let tail = &bytes[bytes.len().saturating_sub(66_000)..];
        let whole = tail.windows(4).any(|w| w == b"PK\x05\x06");
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|e| match whole {
                true => broken(e),
                false => Trouble::CutOff(e.to_string()),
            })?;
        if archive.len() > MAX_PARTS {
            return Err(Trouble::TooLarge("中の部品の数が上限を超えます".to_owned()));
        }
        let mut total = 0u64;
        let mut names = Vec::new();
        for i in 0..archive.len() {
            let part = archive.by_index_raw(i).map_err(broken)?;
            if part.encrypted() {
                return Err(Trouble::Password);
            }
            let name = part.name().map(|n| n.replace('\\', "/").to_ascii_lowercase());
            let name = name.unwrap_or_default();
            if [".xml", ".rels", ".bin"].iter().any(|end| name.ends_with(end)) {
                total = total.saturating_add(part.size());
                if part.size() > MAX_PART || total > MAX_TOTAL {
                    let text = format!("展開すると {} MB を超えます", MAX_PART >> 20);
                    return Err(Trouble::TooLarge(text));
                }
            }
            names.push(name);
        }
        Ok(Package { archive, names, events: 0, taken: 0 })
    }

    /// The paths of all parts, in lower case.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|n| &**n)
    }

    /// The index of a part. Excel does not tell letter cases apart.
    pub fn find(&self, path: &str) -> Option<usize> {
        let path = path.trim_start_matches('/').to_ascii_lowercase();
        self.names.iter().rposition(|n| *n == path)
    }

    /// A whole part.
    pub fn bytes(&mut self, part: usize) -> Result<Vec<u8>, Trouble> {
        let file = self.archive.by_index(part).map_err(broken)?;
        let mut bytes = Vec::new();
        file.take(MAX_PART).read_to_end(&mut bytes).map_err(broken)?;
        self.taken += bytes.len() as u64;
        if self.taken > MAX_TOTAL {
            return Err(Trouble::TooLarge("同じ部品が何度も使われています".to_owned()));
        }
        Ok(bytes)
    }

    /// Calls back for every event of a part, an empty element as a start and an end.
    pub fn each(
        &mut self,
        part: usize,
        mut visit: impl FnMut(&Event) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let file = self.archive.by_index(part).map_err(broken)?;
        let inner = BufReader::with_capacity(1 << 16, file.take(MAX_PART));
        let mut reader = Reader::from_reader(Tokens { inner, used: 0 });
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().check_end_names = true;
        let mut buffer = Vec::new();
        let mut depth = 0usize;
        while self.events < MAX_EVENTS {
            self.events += 1;
            buffer.clear();
            reader.get_mut().used = 0;
            let event = reader.read_event_into(&mut buffer).map_err(broken)?;
            match &event {
                Event::Eof if depth > 0 => {
                    return Err(Trouble::CutOff("要素が閉じていない".to_owned()));
                }
                Event::Eof => return Ok(()),
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > MAX_DEPTH {
                return Err(Trouble::TooLarge("要素の入れ子が深すぎます".to_owned()));
            }
            visit(&event)?;
        }
        Err(Trouble::TooLarge("中の要素の数が上限を超えます".to_owned()))
    }

    /// What a part points to; the path `""` stands for the package itself.
    pub fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Trouble> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let Some(rels) = self.find(&format!("{folder}{slash}_rels/{name}.rels")) else {
            return Ok(Vec::new());
        };
        let mut list = Vec::new();
        self.each(rels, |event| {
            if let Event::Start(e) = event
                && let (Some(id), Some(target)) =
                    (attribute(e, "Id"), attribute(e, "Target"))
            {
                let kind = attribute(e, "Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                list.push(Relation { id, kind, target: resolve(folder, &target) });
            }
            Ok(())
        })?;
        Ok(list)
    }
}

/// A target of a relation, absolute or seen from the folder of its part.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The parser's own words, for the record.
pub(super) fn broken(error: impl std::fmt::Display) -> Trouble {
    Trouble::Broken(error.to_string())
}

/// Stops a tag or a text that never ends before it fills the memory.
struct Tokens<R> {
    inner: R,
    used: usize,
}

impl<R: BufRead> BufRead for Tokens<R> {
    fn fill_buf(&mut self) -> IoResult<&[u8]> {
        if self.used > MAX_TOKEN {
            return Err(std::io::Error::other("一つの要素が長すぎる"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.used += amount;
        self.inner.consume(amount);
    }
}

impl<R: BufRead> Read for Tokens<R> {
    fn read(&mut self, into: &mut [u8]) -> IoResult<usize> {
        let amount = self.fill_buf()?.read(into)?;
        self.consume(amount);
        Ok(amount)
    }
}

/// An attribute by its name, or by its local name where `key` has no prefix.
pub(super) fn attribute(element: &BytesStart, key: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|a| {
        a.key.as_ref() == key
            || (!key.contains(':') && a.key.local_name().as_ref() == key)
    })?;
    found.normalized_value(XmlVersion::default()).ok().map(|v| v.into_owned())
}

/// A number in an attribute.
pub(super) fn number<T: std::str::FromStr>(element: &BytesStart, key: &str) -> Option<T> {
    attribute(element, key)?.trim().parse().ok()
}

/// An attribute that says yes.
pub(super) fn is_true(element: &BytesStart, key: &str) -> bool {
    matches!(attribute(element, key).as_deref(), Some("1" | "true"))
}

/// Adds the characters of a text event; entities of the file's own are left as they are.
pub(super) fn push_text(event: &Event, out: &mut String) {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(name) => match &**name {
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "amp" => out.push('&'),
            "quot" => out.push('"'),
            "apos" => out.push('\''),
            other => match name.resolve_char_ref() {
                Ok(Some(c)) => out.push(c),
                _ => out.extend(["&", other, ";"]),
            },
        },
        _ => {}
    }
}

/// Excel writes characters that XML cannot hold as `_x000D_`, and `_` before such a word
/// as `_x005F_`.
pub(super) fn unescape(text: &str) -> Option<String> {
    let mut at = text.find("_x")?;
    let mut out = String::new();
    let mut rest = text;
    let mut changed = false;
    let unit = |s: &str| {
        let hex = s.strip_prefix("_x")?.get(..5)?.strip_suffix('_')?;
        hex.bytes().all(|b| b.is_ascii_hexdigit()).then_some(())?;
        u16::from_str_radix(hex, 16).ok()
    };
    loop {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let mut units = Vec::new();
        while let Some(u) = unit(rest) {
            units.push(u);
            rest = &rest[7..];
        }
        changed |= !units.is_empty();
        out.push_str(&String::from_utf16_lossy(&units));
        if units.is_empty() {
            out.push_str("_x");
            rest = &rest[2..];
        }
        match rest.find("_x") {
            Some(next) => at = next,
            None => break,
        }
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// `E14` → zero-based (13, 4).
pub(super) fn parse_ref(text: &str) -> Option<(u32, u32)> {
    let bytes = text.as_bytes();
    let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if letters == 0 || letters > 3 || bytes.len() - letters > 7 {
        return None;
    }
    let col = bytes[..letters]
        .iter()
        .fold(0u32, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let mut row = 0u32;
    for b in &bytes[letters..] {
        row = row * 10 + u32::from(b.is_ascii_digit().then(|| b - b'0')?);
    }
    Some((row.checked_sub(1)?, col - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cell_references() {
        assert_eq!(parse_ref("E14"), Some((13, 4)));
        assert_eq!(parse_ref("AA1"), Some((0, 26)));
        assert_eq!(parse_ref("XFD1048576"), Some((1_048_575, 16_383)));
        assert_eq!(parse_ref("A0"), None);
        assert_eq!(parse_ref("14"), None);
        assert_eq!(parse_ref("A"), None);
        assert_eq!(parse_ref("ABCD1"), None);
        assert_eq!(parse_ref("A99999999"), None);
        assert_eq!(parse_ref("A1é"), None);
    }

    #[test]
    fn characters_that_xml_cannot_hold() {
        let read = |s: &str| unescape(s).unwrap_or_else(|| s.to_owned());
        assert_eq!(read("一行_x000D_\n二行"), "一行\r\n二行");
        assert_eq!(read("_x005F_x000D_"), "_x000D_");
        assert_eq!(read("_xD842__xDFB7_野家"), "𠮷野家");
        assert_eq!(read("a_x12_b_xあ"), "a_x12_b_xあ");
    }

    #[test]
    fn targets_are_seen_from_their_folder() {
        assert_eq!(
            resolve("xl/worksheets", "../drawings/drawing1.xml"),
            "xl/drawings/drawing1.xml"
        );
        assert_eq!(
            resolve("xl", "/xl/worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(resolve("xl", "../../../etc/passwd"), "etc/passwd");
    }
}
