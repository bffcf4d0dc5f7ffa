//! 入稿票: what goes to the printer with the file. Every figure is measured on the
//! finished file; what was not looked at is said too.

use serde_json::{Value, json};

use super::folio;
use super::twins::{self, Comparison};
use crate::preflight::{Inspection, Limits, MM, Mark, Oddity, Page, Shape, Way, ink};

/// One delivered file.
pub(super) struct Delivered<'a> {
    /// Its name.
    pub name: String,
    /// Its sha256.
    pub sum: String,
    /// How many bytes.
    pub size: usize,
    /// What was read back from it.
    pub file: &'a Inspection,
}

/// What the ticket says beside the measurements.
pub(super) struct About<'a> {
    /// 「小美玉市こども計画 概要版（見本）」.
    pub title: &'a str,
    /// 発行.
    pub issued: &'a str,
    /// Who sends it.
    pub sender: &'a str,
    /// Marks are drawn.
    pub marks: bool,
    /// What was asked for.
    pub limits: Limits,
}

/// What no program here looked at.
const UNCHECKED: [&str; 5] = [
    "ISO の PDF/X の検査（Acrobat のプリフライトなど）は通していません。規格の宣言と、この票の項目だけを確かめています。",
    "総インキの量は、塗りの色、写真の画素、オーバープリントの重なりから計算しています（YCCK の JPEG と JPEG 2000 の画素は測っていません）。",
    "色の見え方（印刷機・用紙・プロファイルによる違い）は確かめていません。色校正をお願いします。",
    "書体の使用許諾と、印刷会社の機械での字形は確かめていません。",
    "紙の厚さによる中の頁の小口側のずれは、印刷会社の面付けで調整してください。",
];

/// The lines of the ticket: what, and what was found.
fn rows(
    delivered: &[Delivered],
    about: &About,
    twins: &Comparison,
) -> Vec<(String, String)> {
    let mut rows = vec![
        ("件名".to_owned(), about.title.to_owned()),
        ("発行".to_owned(), or_dash(about.issued)),
        ("送り主".to_owned(), or_dash(about.sender)),
    ];
    for d in delivered {
        rows.push((
            "ファイル".to_owned(),
            format!(
                "{}（{}頁、{} バイト）\nsha256 {}",
                d.name,
                d.file.pages.len(),
                d.size,
                d.sum
            ),
        ));
    }
    let Some(first) = delivered.first() else { return rows };
    let file = first.file;
    let pages: Vec<&Page> = delivered.iter().flat_map(|d| &d.file.pages).collect();
    let mut add = |title: &str, text: String| rows.push((title.to_owned(), text));
    add("規格", standard(file));
    add("仕上がり", sizes(&pages));
    add("塗り足し", bleed(&pages));
    let marks = if about.marks {
        "日本式（内・外の角トンボ、センタートンボ）、カラーバー、頁番号"
    } else {
        "なし（印刷会社の指定）"
    };
    add("トンボ", marks.to_owned());
    add("色", colours(delivered, &pages));
    add("総インキの量", heaviest(&pages, &about.limits));
    add("文字", text(&pages));
    add("端に近い文字", nearest(&pages));
    add("一番細い線", thinnest(&pages, &about.limits));
    add("書体", fonts(delivered));
    add("画像", images(&pages));
    add("透明", yes_no(&pages, Oddity::Transparency));
    add("白紙の頁", blank(&pages));
    let several = delivered.len() > 1;
    let numbered: Vec<folio::File> = delivered
        .iter()
        .map(|d| folio::File { name: several.then_some(&*d.name), pages: &d.file.pages })
        .collect();
    add("ノンブル", format!("{}{}", folio::tell(&numbered), folio::outside(&numbered)));
    add("公開用との一致", alike(twins));
    add("作成ソフト", maker(file));
    rows
}

fn or_dash(text: &str) -> String {
    if text.is_empty() { "－".to_owned() } else { text.to_owned() }
}

fn standard(file: &Inspection) -> String {
    let claims = &file.claims;
    let condition = claims.condition.as_deref().unwrap_or("なし");
    let profile = if claims.profile {
        "プロファイル入り"
    } else {
        "プロファイルなし"
    };
    format!(
        "{}（PDF {}）、印刷の条件 {condition}、{profile}",
        claims.standard.as_deref().unwrap_or("宣言なし"),
        claims.version
    )
}

fn sizes(pages: &[&Page]) -> String {
    let mut sizes: Vec<String> = pages
        .iter()
        .map(|p| p.boxes.finished())
        .map(|t| format!("{:.1}×{:.1}mm", t.width() / MM, t.height() / MM))
        .collect();
    sizes.sort();
    sizes.dedup();
    sizes.join("、")
}

fn bleed(pages: &[&Page]) -> String {
    let least = pages
        .iter()
        .flat_map(|p| {
            let (t, b) = (p.boxes.finished(), p.boxes.printed());
            [t.x0 - b.x0, t.y0 - b.y0, b.x1 - t.x1, b.y1 - t.y1]
        })
        .fold(f64::INFINITY, f64::min);
    format!("四辺 {:.1}mm", least / MM)
}

fn inside<'a>(pages: &'a [&Page]) -> impl Iterator<Item = (usize, &'a Page, &'a Mark)> {
    pages.iter().enumerate().flat_map(|(i, page)| {
        let trim = page.boxes.finished().grown(-0.1 * MM);
        page.marks
            .iter()
            .filter(move |m| m.area.intersect(&trim).is_some())
            .map(move |m| (i + 1, *page, m))
    })
}

fn colours(delivered: &[Delivered], pages: &[&Page]) -> String {
    let mut ways: Vec<&str> = inside(pages)
        .map(|(_, _, mark)| match mark.paint.way {
            Way::Gray => "グレー（墨）",
            Way::Rgb => "RGB",
            Way::Cmyk => "CMYK",
            Way::Icc(4) => "ICC の CMYK",
            Way::Icc(_) => "ICC",
            Way::Calibrated => "Lab など",
            Way::Spot => "特色",
            Way::Registration => "レジストレーション",
            Way::Unknown => "不明",
        })
        .collect();
    ways.sort_unstable();
    ways.dedup();
    let spots: Vec<&str> =
        delivered.iter().flat_map(|d| d.file.spots.iter().map(|s| &**s)).collect();
    let spots = if spots.is_empty() { "なし".to_owned() } else { spots.join("、") };
    format!("仕上がりの中は {} だけ。特色 {spots}", ways.join("、"))
}

fn heaviest(pages: &[&Page], limits: &Limits) -> String {
    let most = pages
        .iter()
        .enumerate()
        .filter_map(|(i, page)| {
            let within = page.boxes.finished().grown((limits.bleed - 0.2) * MM);
            Some((i + 1, page, ink::heaviest(&page.marks, &within)?))
        })
        .max_by(|a, b| a.2.total.total_cmp(&b.2.total));
    match most {
        None => "－".to_owned(),
        Some((number, page, most)) => {
            let trim = page.boxes.finished();
            let (x, y) = (most.area.x0 - trim.x0, trim.y1 - most.area.y1);
            format!(
                "最大 {:.0}％（{number}頁、左から{:.0}mm・上から{:.0}mm）。上限 {:.0}％",
                most.total,
                x / MM,
                y / MM,
                limits.ink
            )
        }
    }
}

fn text(pages: &[&Page]) -> String {
    let mut smallest: Option<(f64, usize)> = None;
    let (mut black, mut over, mut all) = (0, 0, 0);
    for (number, _, mark) in inside(pages) {
        let Shape::Text(text) = &mark.shape else { continue };
        let signs = text.text.chars().filter(|c| !c.is_whitespace()).count();
        all += signs;
        if mark.paint.is_black_alone() {
            black += signs;
            over += if mark.overprint { signs } else { 0 };
        }
        if signs > 0 && smallest.is_none_or(|(size, _)| text.size < size) {
            smallest = Some((text.size, number));
        }
    }
    let least = smallest.map_or(String::new(), |(size, page)| {
        format!("。一番小さい文字 {size:.1}pt（{page}頁）")
    });
    format!(
        "{all}字のうち K100％だけの文字 {black}字（うちオーバープリント {over}字）{least}"
    )
}

fn nearest(pages: &[&Page]) -> String {
    let least = inside(pages)
        .filter(|(_, _, m)| matches!(m.shape, Shape::Text(_)))
        .map(|(number, page, m)| {
            let t = page.boxes.finished();
            let gaps =
                [m.area.x0 - t.x0, m.area.y0 - t.y0, t.x1 - m.area.x1, t.y1 - m.area.y1];
            (gaps.into_iter().fold(f64::INFINITY, f64::min), number)
        })
        .min_by(|a, b| a.0.total_cmp(&b.0));
    least.map_or("－".to_owned(), |(gap, page)| {
        format!("仕上がりの端から {:.1}mm（{page}頁）", gap / MM)
    })
}

fn thinnest(pages: &[&Page], limits: &Limits) -> String {
    let lines = || inside(pages).filter(|(_, _, m)| !m.paint.is_paper());
    let least = lines()
        .filter_map(|(number, _, m)| match m.shape {
            Shape::Stroke { width, .. } => Some((width, number)),
            _ => None,
        })
        .min_by(|a, b| a.0.total_cmp(&b.0));
    let thin = limits.thin_line;
    let screened = lines().filter(|(_, _, m)| match m.shape {
        Shape::Stroke { width, .. } => width / MM < thin - 0.005 && !m.paint.is_solid(),
        _ => false,
    });
    let screened = match screened.count() {
        0 => format!("{thin}mm より細い線は、すべて一つのインキの100％"),
        n => format!("{thin}mm より細い線のうち {n}本が、網か二色以上"),
    };
    least.map_or("－".to_owned(), |(width, page)| {
        format!("{:.2}mm（{page}頁）。{screened}", width / MM)
    })
}

fn fonts(delivered: &[Delivered]) -> String {
    let mut list: Vec<String> = delivered
        .iter()
        .flat_map(|d| &d.file.fonts)
        .map(|f| {
            let kept = match (f.embedded, f.subset) {
                (true, true) => "埋め込み（使った字だけ）",
                (true, false) => "埋め込み",
                (false, _) => "埋め込みなし",
            };
            format!("{} {kept}", f.name)
        })
        .collect();
    list.sort();
    list.dedup();
    list.join("\n")
}

fn images(pages: &[&Page]) -> String {
    let dpi: Vec<f64> = inside(pages)
        .filter_map(|(_, _, m)| match &m.shape {
            Shape::Image(image) => Some(image.dpi),
            _ => None,
        })
        .collect();
    match dpi.iter().copied().reduce(f64::min) {
        None => "なし（図はすべて線と面です）".to_owned(),
        Some(least) => {
            format!("{}点、実効解像度は一番低いもので {least:.0}dpi", dpi.len())
        }
    }
}

fn yes_no(pages: &[&Page], oddity: Oddity) -> String {
    let found = pages.iter().any(|p| p.oddities.contains(&oddity));
    if found { "あり" } else { "なし" }.to_owned()
}

fn blank(pages: &[&Page]) -> String {
    let empty: Vec<String> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| {
            let trim = page.boxes.finished().grown(-0.1 * MM);
            let seen =
                |m: &&Mark| !m.paint.is_paper() && m.area.intersect(&trim).is_some();
            !page.marks.iter().any(|m| seen(&m))
        })
        .map(|(i, _)| format!("{}頁", i + 1))
        .collect();
    if empty.is_empty() { "なし".to_owned() } else { empty.join("、") }
}

fn alike(twins: &Comparison) -> String {
    format!(
        "全頁で、公開用 PDF と文字 {}字・描画 {}点が同じ（位置の差 {}mm 以内、色差 ΔE00 最大 {:.1}、上限 {}）。灰色の文字と線 {}点は K100％にしています。",
        twins.signs,
        twins.marks,
        twins::PLACE,
        twins.colour,
        twins::COLOUR,
        twins.blackened
    )
}

fn maker(file: &Inspection) -> String {
    let names = [&file.claims.creator, &file.claims.producer];
    names.into_iter().flatten().map(|s| &**s).collect::<Vec<_>>().join("、")
}

/// The ticket as a plain text and as the data of its page.
pub(super) fn write(
    delivered: &[Delivered],
    about: &About,
    twins: &Comparison,
) -> (String, Value) {
    let rows = rows(delivered, about, twins);
    let mut text = String::from("入稿票\r\n\r\n");
    for (title, value) in &rows {
        let value = value.replace('\n', "\r\n　　");
        text.push_str(&format!("{title}: {value}\r\n"));
    }
    text.push_str("\r\n確かめていないこと\r\n");
    for line in UNCHECKED {
        text.push_str(&format!("・{line}\r\n"));
    }
    // The sum is longer than a line of the page.
    let halves = |value: &str| match value.split_once("sha256 ") {
        Some((head, sum)) if sum.len() == 64 => {
            format!("{head}sha256 {}\n{}", &sum[..32], &sum[32..])
        }
        _ => value.to_owned(),
    };
    let rows: Vec<_> = rows.iter().map(|(k, v)| (k, halves(v))).collect();
    let data = json!({
        "title": format!("入稿票 {}", about.title),
        "author": about.sender,
        "rows": rows,
        "unchecked": UNCHECKED,
    });
    (text, data)
}
