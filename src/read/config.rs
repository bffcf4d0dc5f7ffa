//! `tenken.toml` → [`Config`], with an unknown key named beside the nearest known one.

use crate::catalog;
use crate::config::Config;
use crate::diag::{BookId, Diagnostic, Origin};

const KEYS: [&str; 6] =
    ["対象年度", "版", "発行年月", "維持の許容幅", "達成率の上限", "列名の別名"];

/// Reads the configuration.
///
/// # Errors
/// One finding, with its line, for the first fault: the file decides everything that
/// follows, so nothing is read on a guess.
pub fn read(text: &str, book: BookId) -> Result<Config, Box<Diagnostic>> {
    let text = &quote_names(text);
    toml::from_str::<Config>(text).map_err(|error| {
        let line = error.span().map_or(1, |span| {
            text.get(..span.start).map_or(1, |head| head.matches('\n').count() as u32 + 1)
        });
        Box::new(
            translate(error.message(), text, error.span()).at(Origin::line(book, line)),
        )
    })
}

/// TOML allows only ASCII names without quotes; officials write 対象年度 = …, so names
/// outside ASCII are quoted first. Lines stay where they are.
fn quote_names(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.lines() {
        let name_end = if line.trim_start().starts_with('[') {
            line.find(']')
        } else {
            line.find('=')
        };
        let (head, tail) = line.split_at(name_end.unwrap_or(0));
        let name = head.trim().trim_start_matches('[').trim();
        let bare = !name.is_empty()
            && !name.is_ascii()
            && !name.contains(['"', '\'', '#', '.', '[']);
        if bare {
            out.push_str(&head.replacen(name, &format!("\"{name}\""), 1));
        } else {
            out.push_str(head);
        }
        out.push_str(tail);
        out.push('\n');
    }
    out
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
        return match nearest(quoted, KEYS) {
            Some(near) => finding.hint(format!("「{near}」の書き間違いではありませんか")),
            None => finding.hint(format!("書ける項目は {} です", KEYS.join("、"))),
        };
    }
    if message.starts_with("missing field") {
        let text = format!("「{quoted}」の項目がありません");
        return Diagnostic::new(&catalog::CONFIG_INVALID, text);
    }
    if message.starts_with("unknown variant") {
        let text = format!("「{quoted}」という版はありません（見本・案・確定のどれか）");
        return Diagnostic::new(&catalog::CONFIG_INVALID, text);
    }
    if message.starts_with("invalid type") || message.starts_with("invalid value") {
        let text = format!(
            "値「{found}」の種類が違います（文字は \" \" で囲み、数は囲みません）"
        );
        return Diagnostic::new(&catalog::CONFIG_INVALID, text);
    }
    Diagnostic::new(&catalog::CONFIG_INVALID, "設定の書き方が正しくありません")
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
