//! 印刷用: the press files of the sample, read back as a stranger would.

use std::collections::BTreeSet;

use lopdf::{Document, Object};
use tenken::config::{Cover, CropMarks, PressStandard, Printing};
use tenken::export::booklet;
use tenken::export::press::{self, Order, Press};
use tenken::pipeline::{self, Checked};
use tenken::preflight::{self, Inspection, MM, Rect, Shape, Way};
use tenken::sample;
use tenken::typeset::Medium;

fn checked() -> Checked {
    pipeline::check(&sample::folder(), &mut |_| {})
}

/// The sample with its public PDF.
struct Sample {
    checked: Checked,
    public: Vec<u8>,
}

impl Sample {
    fn new() -> Self {
        let checked = checked();
        let progress = checked.progress.as_ref().unwrap();
        let public =
            booklet::typeset(progress, &checked.pages, &checked.look).unwrap().pdf;
        Sample { checked, public }
    }

    fn press(&self, printing: &Printing, profile: Option<&[u8]>) -> Press {
        let progress = self.checked.progress.as_ref().unwrap();
        let (pages, look) = (&self.checked.pages, &self.checked.look);
        press::make(&Order {
            progress,
            public: &self.public,
            inked: &press::typeset(progress, pages, look, printing).unwrap(),
            printing,
            profile,
        })
        .unwrap()
    }
}

fn named<'a>(press: &'a Press, part: &str) -> &'a [u8] {
    &press.files.iter().find(|(name, _)| name.contains(part)).unwrap().1
}

fn messages(press: &Press) -> Vec<String> {
    press.findings.iter().map(|f| format!("{} {}", f.rule.code, f.message)).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.02
}

#[test]
fn the_press_file_is_what_a_printer_takes() {
    let sample = Sample::new();
    let made = sample.press(&Printing::default(), None);
    assert_eq!(messages(&made), Vec::<String>::new());
    for (name, _) in &made.files {
        assert!(name.is_ascii(), "{name}");
    }
    let file = preflight::inspect(named(&made, "press.pdf")).unwrap();
    assert_eq!(file.pages.len(), 12);
    assert_eq!(file.claims.standard.as_deref(), Some("PDF/X-1a:2003"));
    assert_eq!(file.claims.condition.as_deref(), Some("JC200103"));
    assert_eq!(file.claims.version, "1.4");
    assert!(file.fonts.iter().all(|f| f.embedded && f.subset));
    assert!(file.spots.is_empty());
    let mut black_over = 0;
    for page in &file.pages {
        let trim = page.boxes.trim.unwrap();
        assert!(near(trim.width(), 210.0 * MM) && near(trim.height(), 297.0 * MM));
        assert!(page.boxes.bleed.unwrap().distance(&trim.grown(3.0 * MM)) < 0.02);
        assert!(page.boxes.media.distance(&trim.grown(16.0 * MM)) < 0.02);
        assert!(page.oddities.is_empty());
        for mark in &page.marks {
            let inside = mark.area.intersect(&trim.grown(-0.1)).is_some();
            // Nothing but CMYK, and the marks' colour of every plate outside the trim.
            assert!(!inside || mark.paint.way == Way::Cmyk, "{mark:?}");
            assert!(matches!(mark.paint.way, Way::Cmyk | Way::Registration), "{mark:?}");
            if let Shape::Text(text) = &mark.shape
                && mark.paint.is_black_alone()
                && inside
            {
                assert!(mark.overprint, "{}", text.text);
                black_over += text.text.chars().count();
            } else if inside && matches!(mark.shape, Shape::Fill { .. } | Shape::Text(_))
            {
                assert!(!mark.overprint, "{mark:?}");
            }
        }
    }
    assert!(black_over > 3000, "{black_over}");
}

/// The marks of the first page that are drawn outside the bleed, as lines.
fn lines_outside(file: &Inspection) -> Vec<Rect> {
    let page = &file.pages[0];
    let bleed = page.boxes.bleed.unwrap();
    page.marks
        .iter()
        .filter(|m| matches!(m.shape, Shape::Stroke { .. }))
        .filter(|m| m.paint.way == Way::Registration)
        .filter(|m| bleed.grown(-0.3).intersect(&m.area).is_none())
        .map(|m| m.area)
        .collect()
}

#[test]
fn marks_stand_outside_the_bleed_at_their_places() {
    let made = Sample::new().press(&Printing::default(), None);
    let file = preflight::inspect(named(&made, "press.pdf")).unwrap();
    let lines = lines_outside(&file);
    // Four corners of four lines, four centre marks of two.
    assert_eq!(lines.len(), 24);
    let trim = file.pages[0].boxes.trim.unwrap();
    // The inner mark of the upper left corner: level with the trim, from the bleed to 10 mm
    // beyond it.
    let left = Rect::new(trim.x0 - 13.0 * MM, trim.y1, trim.x0 - 3.0 * MM, trim.y1);
    assert!(lines.iter().any(|l| l.distance(&left) < 0.2), "{lines:?}");
    let all = named(&made, "press.pdf");
    let strip: String = {
        let inspected = preflight::inspect(all).unwrap();
        let outside =
            inspected.pages[2].marks.iter().filter(|m| m.area.y0 > trim.y1 + 3.0 * MM);
        outside
            .filter_map(|m| match &m.shape {
                Shape::Text(text) => Some(text.text.clone()),
                _ => None,
            })
            .collect()
    };
    assert!(strip.contains("小美玉市こども計画 概要版（見本） 令和9年度"), "{strip}");
    assert!(strip.contains("3 / 12頁"), "{strip}");
    assert!(strip.contains("PDF/X-1a:2003 JC200103"), "{strip}");
}

#[test]
fn text_and_fonts_are_as_typst_wrote_them() {
    let sample = Sample::new();
    let progress = sample.checked.progress.as_ref().unwrap();
    let medium = Medium::Press { bleed: 3 };
    let before = booklet::typeset_for(
        progress,
        &sample.checked.pages,
        &sample.checked.look,
        medium,
    )
    .unwrap()
    .pdf;
    let before = Document::load_mem(&before).unwrap();
    let made = sample.press(&Printing::default(), None);
    let after = Document::load_mem(named(&made, "press.pdf")).unwrap();
    let programs = |doc: &Document| -> BTreeSet<Vec<u8>> {
        let dictionaries = doc.objects.values().filter_map(|o| o.as_dict().ok());
        dictionaries
            .filter_map(|d| d.get(b"FontFile2").or(d.get(b"FontFile3")).ok())
            .filter_map(|o| {
                Some(doc.dereference(o).ok()?.1.as_stream().ok()?.content.clone())
            })
            .collect()
    };
    let fonts = programs(&before);
    assert!(fonts.len() >= 4);
    assert!(programs(&after).is_superset(&fonts));
    // The content of a page, without what was put in for overprint.
    let forms: Vec<String> = after
        .objects
        .values()
        .filter_map(|o| o.as_stream().ok())
        .filter(|s| {
            s.dict.get(b"Subtype").is_ok_and(|n| n.as_name().is_ok_and(|n| n == b"Form"))
        })
        .map(|s| String::from_utf8_lossy(&s.get_plain_content().unwrap()).into_owned())
        .map(|s| s.replace("/OpT gs ", "").replace(" /OpF gs", ""))
        .map(|s| s.replace(" /OpL gs", "").replace(" /OpN gs", ""))
        .collect();
    for page in before.page_iter() {
        let content =
            String::from_utf8_lossy(&before.get_page_content(page)).into_owned();
        assert!(forms.contains(&content), "a page was changed");
    }
}

#[test]
fn a_booklet_that_differs_from_its_twin_is_refused() {
    let sample = Sample::new();
    let mut other = checked().progress.unwrap();
    other.issued = "令和10年10月".to_owned();
    let public = booklet::typeset(&other, &sample.checked.pages, &sample.checked.look)
        .unwrap()
        .pdf;
    let made = Sample { public, ..sample }.press(&Printing::default(), None);
    assert!(made.files.is_empty());
    let text = messages(&made);
    assert_eq!(text.len(), 1, "{text:?}");
    assert!(
        text[0].starts_with("E821 文字が違います（公開用「") && text[0].contains("月"),
        "{text:?}"
    );
    assert_eq!(made.findings[0].subject.as_deref(), Some("12頁"));
}

#[test]
fn printers_rules_are_followed() {
    let sample = Sample::new();
    let printing = Printing {
        bleed: 5,
        marks: CropMarks::Without,
        cover: Cover::Spread,
        ..Printing::default()
    };
    let made = sample.press(&printing, None);
    assert_eq!(messages(&made), Vec::<String>::new());
    let cover = preflight::inspect(named(&made, "cover.pdf")).unwrap();
    assert_eq!(cover.pages.len(), 1);
    let boxes = &cover.pages[0].boxes;
    assert!(near(boxes.trim.unwrap().width(), 420.0 * MM));
    assert!(boxes.media.distance(&boxes.trim.unwrap().grown(5.0 * MM)) < 0.02);
    let inside = preflight::inspect(named(&made, "inside.pdf")).unwrap();
    assert_eq!(inside.pages.len(), 10);
    let ticket = String::from_utf8_lossy(named(&made, "ticket.txt")).into_owned();
    assert!(
        ticket.contains("トンボ: なし") && ticket.contains("頁の順はファイルの順"),
        "{ticket}"
    );
    assert!(ticket.contains("booklet2027_cover.pdf（1頁、"), "{ticket}");
    assert!(ticket.contains("塗り足し: 四辺 5.0mm"), "{ticket}");
    assert!(
        ticket.contains("ノンブル: booklet2027_cover.pdf は頁番号がありません。booklet2027_inside.pdf は1～10頁に、2から11までの番号が"),
        "{ticket}"
    );
    // A limit below what the colours need is a finding, and nothing is written.
    let tight = sample.press(&Printing { ink_limit: 200, ..Printing::default() }, None);
    assert!(
        messages(&tight).iter().all(|m| m.starts_with("E805")),
        "{:?}",
        messages(&tight)
    );
    assert!(!tight.findings.is_empty() && tight.files.is_empty());
    assert!(tight.findings[0].hints[0].contains("印刷用のファイルは作っていません"));
}

#[test]
fn a_photograph_for_the_screen_is_not_printed() {
    let mut folder = sample::folder();
    let mut photo = Vec::new();
    let pixels = image::RgbImage::from_pixel(600, 400, image::Rgb([90, 160, 60]));
    pixels
        .write_to(&mut std::io::Cursor::new(&mut photo), image::ImageFormat::Jpeg)
        .unwrap();
    folder.materials.insert("画像/園庭.jpg".to_owned(), photo);
    let text = String::from_utf8(folder.manuscript.take().unwrap()).unwrap();
    let text = text.replacen("\n## ", "\n![園庭で遊ぶ子ども](画像/園庭.jpg)\n\n## ", 1);
    folder.manuscript = Some(text.into_bytes());
    let mut checked = pipeline::check(&folder, &mut |_| {});
    let made =
        pipeline::build(&mut checked, &|path| path.starts_with("印刷用/")).unwrap();
    assert!(made.iter().all(|a| !a.path.starts_with("印刷用/")), "it was written");
    let found = checked.diagnostics.iter().find(|d| d.rule.code == "E804").unwrap();
    assert!(found.message.contains("画像が ICC の RGB の色です"), "{}", found.message);
    assert!(found.hints.iter().any(|h| h.contains("「印刷」のフォルダに同じ名で置く")));
}

/// The smallest file that is a CMYK output profile, by hand from ICC.1 clause 7.
pub fn profile() -> Vec<u8> {
    let mut bytes = vec![0; 168];
    bytes[8] = 2;
    bytes[12..16].copy_from_slice(b"prtr");
    bytes[16..20].copy_from_slice(b"CMYK");
    bytes[36..40].copy_from_slice(b"acsp");
    bytes[131] = 3;
    for (i, name) in [b"A2B0", b"B2A0", b"desc"].into_iter().enumerate() {
        let at = 132 + i * 12;
        bytes[at..at + 4].copy_from_slice(name);
        bytes[at + 7] = 168;
        bytes[at + 11] = 21;
    }
    bytes.extend(b"desc\0\0\0\0\0\0\0\x09Coated 1\0");
    let length = bytes.len() as u32;
    bytes[..4].copy_from_slice(&length.to_be_bytes());
    bytes
}

#[test]
fn the_newer_standard_takes_the_offices_profile() {
    let sample = Sample::new();
    let printing = Printing {
        standard: PressStandard::X4,
        profile: "印刷/Coated.icc".to_owned(),
        ..Printing::default()
    };
    let icc = profile();
    let made = sample.press(&printing, Some(&icc));
    assert_eq!(messages(&made), Vec::<String>::new());
    let bytes = named(&made, "press.pdf");
    let file = preflight::inspect(bytes).unwrap();
    assert_eq!(file.claims.standard.as_deref(), Some("PDF/X-4"));
    assert_eq!(file.claims.condition.as_deref(), Some("Coated 1"));
    assert_eq!(file.claims.version, "1.6");
    let doc = Document::load_mem(bytes).unwrap();
    let kept = doc.objects.values().filter_map(|o| o.as_stream().ok());
    assert!(kept.into_iter().any(|s| s.get_plain_content().is_ok_and(|c| c == icc)));
    // Without the file, or with one that is no such profile, nothing is written.
    let missing = sample.press(&printing, None);
    assert_eq!(
        messages(&missing),
        ["E822 「印刷/Coated.icc」が計画のフォルダにありません"]
    );
    let wrong = sample.press(&printing, Some(b"RIFF"));
    assert_eq!(
        messages(&wrong),
        ["E822 「印刷/Coated.icc」は ICC プロファイルではありません"]
    );
    assert!(wrong.files.is_empty());
}

#[test]
fn copier_sheets_hold_all_pages_once_with_their_fonts_once() {
    let made = Sample::new().press(&Printing::default(), None);
    let bytes = named(&made, "copier");
    let doc = Document::load_mem(bytes).unwrap();
    assert_eq!(doc.get_pages().len(), 6);
    let single = named(&made, "press.pdf").len();
    assert!(bytes.len() < single, "{} and {single}", bytes.len());
    let used = |page| -> Vec<String> {
        let dict = doc.get_dictionary(page).unwrap();
        let resources = dict.get_deref(b"Resources", &doc).unwrap().as_dict().unwrap();
        let Ok(Object::Dictionary(list)) = resources.get(b"XObject") else { panic!() };
        list.iter().map(|(k, _)| String::from_utf8_lossy(k).into_owned()).collect()
    };
    let sheets: Vec<Vec<String>> = doc.page_iter().map(used).collect();
    assert_eq!(sheets[0], ["P12", "P1"]);
    assert_eq!(sheets[1], ["P2", "P11"]);
    assert_eq!(sheets[5], ["P6", "P7"]);
}

#[test]
fn the_ticket_says_what_was_measured_and_what_was_not() {
    let made = Sample::new().press(&Printing::default(), None);
    let text = String::from_utf8(named(&made, "ticket.txt").to_vec()).unwrap();
    for part in [
        "規格: PDF/X-1a:2003（PDF 1.4）、印刷の条件 JC200103、プロファイルなし",
        "仕上がり: 210.0×297.0mm",
        "塗り足し: 四辺 3.0mm",
        "仕上がりの中は CMYK だけ。特色 なし",
        "画像: なし",
        "透明: なし",
        "白紙の頁: なし",
        "一番細い線: 0.10mm（2頁）。0.3mm より細い線は、すべて一つのインキの100％",
        // 24 mm of foot, 20 mm of margin: templates/system.typ.
        "ノンブル: 2～11頁に、2から11までの番号が仕上がりの下から11.6mm、外側の端から20.0mmにあります。1、12頁にはありません。全頁の頁番号が、仕上がりの外にもあります。",
        "確かめていないこと",
        "ISO の PDF/X の検査",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let sum = tenken::fs::sha256(named(&made, "press.pdf"));
    assert!(text.contains(&format!("sha256 {sum}")), "{text}");
    assert!(named(&made, "ticket.pdf").starts_with(b"%PDF-1.7"));
}
