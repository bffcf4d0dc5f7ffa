//! What the reader of TOML says of a settings file, in Japanese.

/// How a message begins, and what it means for a person with Notepad.
const BEGINNINGS: [(&str, &str); 25] = [
    ("string values must be quoted", "文字を囲む引用符「\"」がありません"),
    ("missing opening quote", "初めの引用符「\"」がありません"),
    ("invalid basic string", "引用符「\"」が閉じていないか、「\\」の使い方が違います"),
    ("invalid literal string", "引用符「'」が閉じていません"),
    ("invalid multi-line", "三つ重ねた引用符が閉じていません"),
    (
        "missing escaped value",
        "「\\」の後の字が足りません（\\ を書くときは \\\\ とします）",
    ),
    ("unclosed array", "「[」が閉じていません"),
    ("unclosed inline table", "「{」が閉じていません"),
    ("unclosed table", "見出しの「[」が閉じていません"),
    ("missing comma", "値と値の間の「,」がありません"),
    ("extra comma", "「,」が余っています"),
    ("extra `=`", "「=」が余っています"),
    ("extra assignment", "「=」が余っています"),
    ("unexpected `=`", "ここに「=」は書けません"),
    ("missing assignment", "項目の名と値の間の「=」がありません"),
    ("key with no value", "項目の名の後に「= 値」がありません"),
    ("missing value", "「=」の後に値がありません"),
    ("missing key", "「=」の前に項目の名がありません"),
    ("unquoted keys cannot be empty", "「=」の前に項目の名がありません"),
    ("invalid key-value pair", "「項目 = 値」の形になっていません"),
    ("invalid unquoted key", "項目の名に使えない字があります"),
    (
        "unexpected key or value",
        "一行に二つ書かれているか、行の終わりに余った字があります",
    ),
    ("unexpected content", "行の終わりに余った字があります"),
    ("unexpected leading zero", "数の初めに 0 は書けません"),
    ("cannot recurse further", "入れ子が深すぎます"),
];

/// A message of the TOML reader; its own words stay behind as 技術情報.
pub fn in_japanese(message: &str) -> String {
    let message = message.replace('\n', " ");
    let found = BEGINNINGS.iter().find(|(start, _)| message.starts_with(start));
    let meaning = match found {
        Some((_, meaning)) => meaning,
        None if message.starts_with("unknown field") => "知らない項目があります",
        None if message.starts_with("missing field") => "足りない項目があります",
        None if message.starts_with("invalid type") => "値の種類が違います",
        None if message.starts_with("invalid value") => "書けない値です",
        None if message.contains("duplicate") => "同じ項目が二度書かれています",
        None => "書き方が正しくありません",
    };
    format!("{meaning}（技術情報: {message}）")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the reader itself says of files that officials write.
    #[test]
    fn faults_of_the_hand_are_told_in_japanese() {
        for (text, meaning) in [
            ("a = 令和9年度", "引用符「\"」がありません"),
            ("a = \"令和9年度", "引用符「\"」が閉じていない"),
            ("a = [\"x\", \"y\"", "「[」が閉じていません"),
            ("a = { b = 1", "「{」が閉じていません"),
            ("a = [\"x\" \"y\"]", "「,」がありません"),
            ("a = ", "引用符「\"」がありません"),
            ("a", "「= 値」がありません"),
            ("a = 1 b = 2", "余った字があります"),
            ("a = 1\na = 2", "二度書かれています"),
            ("[a", "見出しの「[」が閉じていません"),
            ("a = 012", "数の初めに 0 は書けません"),
        ] {
            let error = toml::from_str::<toml::Table>(text).unwrap_err();
            let told = in_japanese(error.message());
            assert!(told.contains(meaning), "{text}: {told}");
            assert!(told.contains("（技術情報: "), "{told}");
        }
    }
}
