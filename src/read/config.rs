//! `tenken.toml` → [`Config`], with an unknown key named beside the nearest known one.

use super::toml_words;
use crate::catalog;
use crate::config::Config;
use crate::diag::{BookId, Diagnostic, Origin};

/// Reads the configuration.
///
/// # Errors
/// One finding, with its line, for the first fault: the file decides everything that
/// follows, so nothing is read on a guess.
pub fn read(text: &str, book: BookId) -> Result<Config, Box<Diagnostic>> {
    let text = &quote_names(text);
    let config = toml::from_str::<Config>(text).map_err(|error| {
        let line = error.span().map_or(1, |span| {
            text.get(..span.start).map_or(1, |head| head.matches('\n').count() as u32 + 1)
        });
        Box::new(
            translate(error.message(), text, error.span()).at(Origin::line(book, line)),
        )
    })?;
    let refused = |table: &str, name: &str, may_be: &str| {
        let message = format!("［{table}］の「{name}」に書けるのは、{may_be}です");
        Box::new(fault_at(table, name, message, text, book))
    };
    if let Some((name, may_be)) = config.printing.fault() {
        return Err(refused("印刷", name, may_be));
    }
    if let Some((name, may_be)) = config.secrecy.as_ref().and_then(|s| s.fault()) {
        return Err(refused("秘匿", name, &may_be));
    }
    Ok(config)
}

/// A fault of a key, at its line.
fn fault_at(
    table: &str,
    key: &str,
    message: String,
    text: &str,
    book: BookId,
) -> Diagnostic {
    let line =
        line_of(text, table, key).or_else(|| line_of(text, &format!("\"{table}\""), key));
    Diagnostic::new(&catalog::CONFIG_INVALID, message)
        .at(Origin::line(book, line.unwrap_or(1)))
}

/// The line on which a key of a table stands, from 1, if it is written there.
pub fn line_of(text: &str, table: &str, key: &str) -> Option<u32> {
    let (header, mut inside) = (format!("[{table}]"), false);
    for (line, number) in text.lines().zip(1u32..) {
        let line = line.trim_start();
        if line.starts_with('[') {
            inside = line.starts_with(&header);
        }
        let name = line.trim_start_matches(['"', '\'']);
        let rest = name.strip_prefix(key).unwrap_or_default();
        let rest = rest.trim_start_matches(['"', '\'', ' ', '\t', '　']);
        if inside && rest.starts_with('=') {
            return Some(number);
        }
    }
    None
}

/// TOML allows only ASCII names without quotes; officials write 対象年度 = …, so names
/// outside ASCII are quoted first, in tables 「[様式.別名]」 and in 「{ 実績値 = [] }」 too.
/// Lines stay where they are.
fn quote_names(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let is_name =
        |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() || "-_".contains(c);
    for line in text.lines() {
        let in_header = line.trim_start().starts_with('[');
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let length = match c {
                '#' => rest.len(),
                '"' | '\'' => string_length(rest, c),
                c if is_name(c) && c != '　' => {
                    let end =
                        rest.find(|c| !is_name(c) || c == '　').unwrap_or(rest.len());
                    let (name, tail) = rest.split_at(end);
                    let after = tail.trim_start_matches([' ', '\t', '　']);
                    let is_key = after.starts_with('=')
                        || (in_header && after.starts_with([']', '.']));
                    if is_key && !name.is_ascii() {
                        out.push_str(&format!("\"{name}\""));
                        rest = tail;
                        continue;
                    }
                    end
                }
                c => c.len_utf8(),
            };
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
        out.push('\n');
    }
    out
}

/// The length of a quoted text at the start of `rest`, with its quotes; of the rest of
/// the line where it is not closed.
fn string_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\\' if quote == '"' && !escaped => escaped = true,
            c if c == quote && !escaped => return at + c.len_utf8(),
            _ => escaped = false,
        }
    }
    rest.len()
}

fn translate(
    message: &str,
    text: &str,
    span: Option<std::ops::Range<usize>>,
) -> Diagnostic {
    let quoted = message.split('`').nth(1).unwrap_or_default();
    let found = span.and_then(|s| text.get(s)).unwrap_or_default().trim().to_owned();
    if message.starts_with("unknown field") {
        let finding = Diagnostic::new(
            &catalog::CONFIG_INVALID,
            format!("「{quoted}」という項目はありません"),
        );
        // toml lists the names that may stand there.
        let known: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        return match nearest(quoted, known.iter().copied()) {
            Some(near) => finding.hint(format!("「{near}」の書き間違いではありませんか")),
            None => finding.hint(format!("書ける項目は {} です", known.join("、"))),
        };
    }
    if message.starts_with("missing field") {
        let text = format!("「{quoted}」の項目がありません");
        return Diagnostic::new(&catalog::CONFIG_INVALID, text);
    }
    if message.starts_with("unknown variant") {
        let known: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        let text = match &known[..] {
            [] | ["見本", ..] => {
                format!("「{quoted}」という版はありません（見本・案・確定のどれか）")
            }
            known => format!("「{quoted}」は書けません（{}のどれか）", known.join("・")),
        };
        return Diagnostic::new(&catalog::CONFIG_INVALID, text);
    }
    if message.starts_with("invalid type") || message.starts_with("invalid value") {
        let text = format!(
            "値「{found}」の種類が違います（文字は \" \" で囲み、数は囲みません）"
        );
        return Diagnostic::new(&catalog::CONFIG_INVALID, text);
    }
    if message.contains("ColourSetting") {
        return Diagnostic::new(&catalog::CONFIG_INVALID, "色の書き方が正しくありません")
            .hint("「\"#00428C\"」か「{ RGB = \"#00428C\", CMYK = [100, 70, 0, 30] }」の形で書きます");
    }
    if message.contains("duplicate") {
        let text = format!(
            "「{}」が二度書かれています。一つにまとめてください",
            found.trim_matches('"')
        );
        return Diagnostic::new(&catalog::CONFIG_INVALID, text);
    }
    let text = format!("設定の書き方: {}", toml_words::in_japanese(message));
    Diagnostic::new(&catalog::CONFIG_INVALID, text)
        .hint("項目は「対象年度 = \"令和9年度\"」の形で、一行に一つ書きます")
}

/// The candidate nearest to a mistyped word, if it is near enough to be meant.
pub fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|c| (strsim::normalized_damerau_levenshtein(word, c), c))
        .filter(|(score, _)| *score >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Place, Sources};

    fn fault(text: &str) -> (String, Vec<String>, Place) {
        let book = Sources::default().add_book("tenken.toml");
        let finding = read(text, book).unwrap_err();
        (finding.message, finding.hints, finding.origin.unwrap().place)
    }

    #[test]
    fn names_may_be_japanese() {
        let book = Sources::default().add_book("tenken.toml");
        let text = "# 説明\n対象年度 = \"令和9年度\" # =\n版 = \"確定\"\n[列名の別名]\n\"評価\" = [\"判定\"]\n取組実績 = [\"やったこと\"]\n";
        let config = read(text, book).unwrap();
        assert_eq!(config.year, "令和9年度");
        assert_eq!(config.edition.mark(), None);
        assert_eq!(config.aliases["評価"], ["判定"]);
        assert_eq!(config.aliases["取組実績"], ["やったこと"]);
    }

    #[test]
    fn an_unknown_name_is_told_with_the_near_one_and_its_line() {
        let (message, hints, place) = fault("\n対象年 = \"令和9年度\"\n");
        assert_eq!(message, "「対象年」という項目はありません");
        assert_eq!(hints, ["「対象年度」の書き間違いではありませんか"]);
        assert_eq!(place, Place::Line(2));
    }

    #[test]
    fn a_printers_rule_that_cannot_be_is_told_with_its_line() {
        let start = "対象年度 = \"令和9年度\"\n[印刷]\n塗り足し = 5\n";
        let (message, _, place) = fault(&format!("{start}総インキの上限 = 500\n"));
        assert_eq!(
            message,
            "［印刷］の「総インキの上限」に書けるのは、200 から 400 まで（％）です"
        );
        assert_eq!(place, Place::Line(4));
        let (message, ..) = fault(&format!("{start}トンボ = \"西洋式\"\n"));
        assert_eq!(message, "「西洋式」は書けません（日本式・なしのどれか）");
        let book = Sources::default().add_book("tenken.toml");
        assert_eq!(read(start, book).unwrap().printing.bleed, 5);
    }

    #[test]
    fn wrong_values_are_told() {
        let (message, ..) = fault("対象年度 = 9\n");
        assert_eq!(
            message,
            "値「9」の種類が違います（文字は \" \" で囲み、数は囲みません）"
        );
        let (message, ..) = fault("対象年度 = \"令和9年度\"\n版 = \"最終\"\n");
        assert_eq!(message, "「最終」という版はありません（見本・案・確定のどれか）");
        let (message, ..) = fault("版 = \"案\"\n");
        assert_eq!(message, "「対象年度」の項目がありません");
    }
}
