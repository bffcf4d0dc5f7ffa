//! What Typst says of a template, a font or a picture, in Japanese. Typst's own words stay
//! behind it as 技術情報: a designer can look them up.

/// Kinds of values and signs, as Typst calls them.
const KINDS: [(&str, &str); 24] = [
    ("expression", "式"),
    ("identifier", "名"),
    ("block", "ブロック"),
    ("comma", "コンマ"),
    ("semicolon or line break", "行の終わり"),
    ("closing paren", "閉じる括弧「)」"),
    ("closing bracket", "閉じる括弧「]」"),
    ("closing brace", "閉じる括弧「}」"),
    ("integer", "整数"),
    ("float", "小数"),
    ("length", "長さ（10mm など）"),
    ("relative length", "長さか割合"),
    ("ratio", "割合（50% など）"),
    ("angle", "角度"),
    ("color", "色"),
    ("stroke", "線"),
    ("string", "文字列"),
    ("content", "組む中身"),
    ("boolean", "真か偽"),
    ("array", "配列"),
    ("dictionary", "辞書"),
    ("function", "関数"),
    ("none", "なし（none）"),
    ("auto", "自動（auto）"),
];

/// How a message begins, and what it means. `{}` is the rest of the message.
const BEGINNINGS: [(&str, &str); 26] = [
    ("unknown variable: ", "「{}」という名がありません"),
    ("unknown font family: ", "「{}」という名の書体がありません"),
    ("unclosed ", "括弧か引用符が閉じていません"),
    ("unexpected argument: ", "「{}」という引数は書けません"),
    ("unexpected argument", "引数が多すぎます"),
    ("unexpected end of", "途中で終わっています"),
    ("unexpected ", "ここに書けないものがあります"),
    ("missing argument: ", "引数「{}」がありません"),
    ("unresolved import", "読み込む先のひな形に、その名がありません"),
    ("file not found", "読み込むファイルがありません"),
    ("failed to load file", "ファイルを読めません"),
    ("failed to decode image", "画像を開けません"),
    ("failed to parse SVG", "SVG の絵を開けません"),
    ("unknown image format", "画像の種類が分かりません"),
    ("cannot access fields on", "この値に項目はありません"),
    ("cannot mutate", "この値は変えられません"),
    ("cannot divide by zero", "0 で割っています"),
    ("cannot ", "この値どうしでは計算も比較もできません"),
    ("variables from outside", "関数の外の変数は変えられません"),
    ("maximum ", "入れ子が深すぎるか、自分を呼び続けています"),
    ("layout did not converge", "頁の割り付けが決まりません"),
    ("assertion failed", "ひな形の確かめ（assert）に合いません"),
    ("panicked", "ひな形が止めました（panic）"),
    ("array ", "配列に、その番目の値がありません"),
    ("label ", "参照する札（label）がないか、二つあります"),
    ("type ", "この種類の値には、その項目も働きもありません"),
];

/// A message of Typst for people who read Japanese.
pub(super) fn in_japanese(message: &str) -> String {
    let meaning = expected(message)
        .or_else(|| contained(message).map(str::to_owned))
        .or_else(|| {
            BEGINNINGS.iter().find_map(|(start, meaning)| {
                let rest = message.strip_prefix(start)?;
                Some(meaning.replace("{}", rest.trim()))
            })
        });
    let meaning = meaning.unwrap_or_else(|| "組めない所があります".to_owned());
    format!("{meaning}（技術情報: {}）", message.replace('\n', " "))
}

/// `expected length, found string`.
fn expected(message: &str) -> Option<String> {
    let rest = message.strip_prefix("expected ")?;
    let (wanted, found) = match rest.split_once(", found ") {
        Some((wanted, found)) => (wanted, Some(found)),
        None => (rest, None),
    };
    let wanted: Vec<&str> =
        wanted.split(", ").flat_map(|w| w.split(" or ")).map(kind).collect();
    let wanted = wanted.join("か");
    Some(match found {
        Some(found) => format!("ここには{wanted}が要りますが、{}です", kind(found)),
        None => format!("ここには{wanted}が要ります"),
    })
}

fn kind(name: &str) -> &str {
    let name = name.trim();
    KINDS.iter().find(|(english, _)| *english == name).map_or(name, |(_, own)| own)
}

fn contained(message: &str) -> Option<&'static str> {
    [
        ("does not contain key", "データにない項目を使っています"),
        ("could not be displayed with", "書体にない文字を使っています"),
        ("missing alt text", "絵に代替テキスト（alt）がありません"),
    ]
    .into_iter()
    .find_map(|(part, meaning)| message.contains(part).then_some(meaning))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The messages are those of typst 0.15, as its own tests write them.
    #[test]
    fn common_messages_are_told_in_japanese_with_the_original() {
        for (message, meaning) in [
            ("unknown variable: colr", "「colr」という名がありません"),
            (
                "expected length, found string",
                "ここには長さ（10mm など）が要りますが、文字列です",
            ),
            ("expected expression", "ここには式が要ります"),
            ("expected integer or float", "ここには整数か小数が要ります"),
            ("unclosed delimiter", "括弧か引用符が閉じていません"),
            ("unclosed string", "括弧か引用符が閉じていません"),
            (
                "file not found (searched at /components/x.typ)",
                "読み込むファイルがありません",
            ),
            ("cannot add integer and string", "この値どうしでは計算も比較もできません"),
            ("cannot divide by zero", "0 で割っています"),
            ("missing argument: body", "引数「body」がありません"),
            ("unexpected argument: fil", "「fil」という引数は書けません"),
            (
                "dictionary does not contain key \"titel\"",
                "データにない項目を使っています",
            ),
            ("some new message", "組めない所があります"),
        ] {
            let told = in_japanese(message);
            assert_eq!(told, format!("{meaning}（技術情報: {message}）"));
        }
    }
}
