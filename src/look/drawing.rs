//! SVG: drawings that only draw, so that they print alike everywhere and cannot harm.

use quick_xml::Reader;
use quick_xml::events::Event;

/// The most bytes and levels of a drawing.
const MOST_SVG: usize = 4 << 20;
const MOST_LEVELS: usize = 64;

/// Elements of a drawing that only draw. Others may reach outside, run, or be multiplied
/// without bound.
const DRAWING: [&str; 21] = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "title",
    "desc",
    "metadata",
    "style",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "switch",
    "a",
    "view",
];

/// Reads a drawing through.
///
/// # Errors
/// Why it cannot be used, in words for the person who chose it.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    if bytes.len() > MOST_SVG {
        return Err("SVG が大きすぎます（4 MB まで）".to_owned());
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| "SVG の文字が UTF-8 でありません".to_owned())?;
    let mut reader = Reader::from_str(text);
    let (mut levels, mut foreign) = (0usize, None);
    loop {
        let event = reader.read_event().map_err(|_| "SVG が壊れています".to_owned())?;
        let opens = matches!(event, Event::Start(_));
        match &event {
            Event::Start(e) | Event::Empty(e) => {
                let name = e.name().as_ref().to_owned();
                // What stands in an editor's own namespace is not drawn.
                let skipped =
                    foreign.is_some() || name.contains(':') && !name.starts_with("svg:");
                let local = name.trim_start_matches("svg:");
                if !skipped && !DRAWING.contains(&local) {
                    return Err(unfit(local));
                }
                if opens {
                    levels += 1;
                    if skipped && foreign.is_none()
                        || local == "metadata" && foreign.is_none()
                    {
                        foreign = Some(levels);
                    }
                }
            }
            Event::End(_) => {
                if foreign == Some(levels) {
                    foreign = None;
                }
                levels = levels.saturating_sub(1);
            }
            Event::DocType(d) if d.contains("<!ENTITY") => {
                return Err("SVG に実体の宣言（<!ENTITY>）があります。別の設定で書き出し直してください".to_owned());
            }
            Event::Eof if levels > 0 => return Err("SVG が途中で切れています".to_owned()),
            Event::Eof => return Ok(()),
            _ => {}
        }
        if levels > MOST_LEVELS {
            return Err("SVG の入れ子が深すぎます".to_owned());
        }
    }
}

fn unfit(element: &str) -> String {
    let what = match element {
        "text" | "tspan" | "textPath" => "文字。アウトライン（図形）に変換してください",
        "image" => "貼り込んだ画像。画像は PNG か JPEG のファイルにしてください",
        "use" | "symbol" => "使い回しの部品。シンボルを分解してから書き出してください",
        "filter" | "mask" | "pattern" => {
            "ぼかし・マスク・模様。図形に分解（ラスタライズを除く）してください"
        }
        _ => "図形でないもの。図形だけにして書き出し直してください",
    };
    format!("SVG に、確かに刷れないもの（<{element}>）があります: {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_may_only_draw() {
        let head = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\">";
        let fine = format!(
            "{head}<metadata><rdf:RDF><x/></rdf:RDF></metadata><g><path d=\"M0 0\"/></g></svg>"
        );
        assert_eq!(check(fine.as_bytes()), Ok(()));
        for (body, word) in [
            ("<text>市</text></svg>", "アウトライン"),
            ("<use href=\"#a\"/></svg>", "シンボル"),
            ("<script>x</script></svg>", "script"),
            ("<g>", "途中で切れて"),
        ] {
            let found = check(format!("{head}{body}").as_bytes()).unwrap_err();
            assert!(found.contains(word), "{found}");
        }
        let bomb = format!("<!DOCTYPE svg [<!ENTITY a \"aa\">]>{head}</svg>");
        assert!(check(bomb.as_bytes()).unwrap_err().contains("ENTITY"));
        let deep = format!("{head}{}", "<g>".repeat(100));
        assert!(check(deep.as_bytes()).unwrap_err().contains("深すぎ"));
    }
}
