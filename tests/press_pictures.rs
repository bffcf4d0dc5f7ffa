//! Photographs for the press: a booklet with a photograph, a cover photograph and a 市章,
//! with CMYK pictures in 印刷/ that fit and that do not. The pictures are made by Pillow
//! (tests/pictures); what is printed of them is read back by lopdf and by Ghostscript.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use lopdf::{Document, Object, Stream};
use tenken::diag::Severity;
use tenken::fs::{Artifact, PlanFolder};
use tenken::pipeline::{self, Checked};
use tenken::preflight::{self, Inspection, MM, Shape, Way};
use tenken::sample;

const SCREEN: &[u8] = include_bytes!("pictures/garden.jpg");
const INKED: &[u8] = include_bytes!("pictures/garden_cmyk.jpg");
const NEGATIVE: &[u8] = include_bytes!("pictures/garden_cmyk_negative.jpg");
const OTHER: &[u8] = include_bytes!("pictures/pond_cmyk.jpg");

/// The sample with a photograph 30 mm wide: 420 pixels are 356 dpi.
fn with_photo() -> PlanFolder {
    with_photo_as("30mm")
}

fn with_photo_as(width: &str) -> PlanFolder {
    let mut folder = sample::folder();
    folder.materials.insert("画像/園庭.jpg".to_owned(), SCREEN.to_vec());
    let text = String::from_utf8(folder.manuscript.take().unwrap()).unwrap();
    let photo = format!("\n![園庭で遊ぶ子ども](画像/園庭.jpg \"幅{width}\")\n\n## ");
    folder.manuscript = Some(text.replacen("\n## ", &photo, 1).into_bytes());
    folder
}

/// The sample with a photograph and a 市章 on the cover.
fn with_cover(logo: &str, bytes: &[u8]) -> PlanFolder {
    let mut folder = sample::folder();
    let mut config = String::from_utf8(folder.config.take().unwrap()).unwrap();
    config.push_str(&format!(
        "\n[見た目]\n市章 = \"{logo}\"\n市章の説明 = \"市章\"\n表紙写真 = \"公園.jpg\"\n表紙写真の説明 = \"公園で遊ぶこどもたち\"\n"
    ));
    folder.config = Some(config.into_bytes());
    folder.materials.insert(format!("画像/{logo}"), bytes.to_vec());
    folder.materials.insert("画像/公園.jpg".to_owned(), SCREEN.to_vec());
    folder
}

const LOGO: &[u8] = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><rect width="30" height="20" fill="#0a6"/><circle cx="10" cy="10" r="6" fill="#fff"/><path d="M20 4L26 16H14Z" fill="#fc0" stroke="#000"/></svg>"##;

fn put(folder: &mut PlanFolder, path: &str, bytes: &[u8]) {
    folder.materials.insert(path.to_owned(), bytes.to_vec());
}

fn build(folder: &PlanFolder) -> (Checked, Vec<Artifact>) {
    let mut checked = pipeline::check(folder, &mut |_| {});
    let made =
        pipeline::build(&mut checked, &|path| path.starts_with("印刷用/")).unwrap();
    (checked, made)
}

fn press_file(made: &[Artifact]) -> Option<&[u8]> {
    let found = made.iter().find(|a| a.path.ends_with("_press.pdf"));
    found.map(|a| &*a.bytes)
}

/// 「E824 …」 of what was found about the press.
fn told(checked: &Checked) -> Vec<String> {
    let press = checked.diagnostics.iter().filter(|d| &d.rule.code[1..2] == "8");
    press.map(|d| format!("{} {}", d.rule.code, d.message)).collect()
}

fn images(file: &Inspection) -> Vec<(usize, preflight::Mark)> {
    let pages = file.pages.iter().enumerate();
    pages
        .flat_map(|(i, page)| page.marks.iter().map(move |m| (i + 1, m.clone())))
        .filter(|(_, m)| matches!(m.shape, Shape::Image(_)))
        .collect()
}

/// The image streams of a PDF.
fn streams(bytes: &[u8]) -> Vec<Stream> {
    let doc = Document::load_mem(bytes).unwrap();
    let streams = doc.objects.values().filter_map(|o| o.as_stream().ok());
    let image = |s: &&Stream| {
        s.dict.get(b"Subtype").is_ok_and(|n| n.as_name().is_ok_and(|n| n == b"Image"))
    };
    streams.filter(image).cloned().collect()
}

/// A JPEG segment put in after the start of the picture.
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, marker]);
    out.extend((content.len() as u16 + 2).to_be_bytes());
    out.extend(content);
    out.extend(&jpeg[2..]);
    out
}

/// Without Adobe's mark: the fourteen bytes of APP14.
fn without_adobe(jpeg: &[u8]) -> Vec<u8> {
    let at = jpeg.windows(4).position(|w| w == [0xff, 0xee, 0, 14]).unwrap();
    [&jpeg[..at], &jpeg[at + 16..]].concat()
}

#[test]
fn a_cmyk_photograph_is_printed_as_it_is() {
    let mut folder = with_photo();
    put(&mut folder, "印刷/園庭.jpg", INKED);
    let (checked, made) = build(&folder);
    assert_eq!(told(&checked), Vec::<String>::new());
    let bytes = press_file(&made).unwrap();
    let file = preflight::inspect(bytes).unwrap();
    let images = images(&file);
    assert_eq!(images.len(), 1);
    assert_eq!(images[0].1.paint.way, Way::Cmyk);
    let Shape::Image(image) = &images[0].1.shape else { panic!() };
    // 420 pixels on 30 mm.
    assert!((image.dpi - 420.0 / 30.0 * 25.4).abs() < 1.0, "{}", image.dpi);
    // Pillow finds 267.06 ％ in its darkest pixel; decoders round differently.
    assert!(image.ink.is_some_and(|ink| (ink - 267.06).abs() < 2.0), "{:?}", image.ink);
    let limits = preflight::Limits { ink: 250.0, ..Default::default() };
    let told = preflight::judge(&file, &limits);
    assert!(told.iter().any(|d| d.rule.code == "E805"), "{told:?}");
    // The file of the office, byte by byte, told to count from white (Adobe's way).
    let streams = streams(bytes);
    assert_eq!(streams.len(), 1);
    assert_eq!(streams[0].content, INKED);
    let decode = streams[0].dict.get(b"Decode").unwrap().as_array().unwrap();
    let ends: Vec<f32> = decode.iter().map(|o| o.as_float().unwrap()).collect();
    assert_eq!(ends, [1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
    let ticket = made.iter().find(|a| a.path.ends_with("ticket.txt")).unwrap();
    let ticket = String::from_utf8_lossy(&ticket.bytes);
    assert!(ticket.contains("画像: 1点、実効解像度は一番低いもので 356dpi"), "{ticket}");
}

#[test]
fn ghostscript_sees_the_photograph_and_not_its_negative() {
    if Command::new("gs").arg("--version").output().is_err() {
        return;
    }
    let mut folder = with_photo();
    put(&mut folder, "印刷/園庭.jpg", INKED);
    let (_, made) = build(&folder);
    let bytes = press_file(&made).unwrap();
    let file = preflight::inspect(bytes).unwrap();
    let (page, mark) = images(&file).remove(0);
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("press-picture");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("press.pdf"), bytes).unwrap();
    let run = Command::new("gs")
        .args(["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=ppmraw", "-r72"])
        .args([&format!("-dFirstPage={page}"), &format!("-dLastPage={page}")])
        .arg("-sOutputFile=page.ppm")
        .arg("press.pdf")
        .current_dir(&dir)
        .status()
        .unwrap();
    assert!(run.success());
    let picture = std::fs::read(dir.join("page.ppm")).unwrap();
    let (width, height, pixels) = ppm(&picture);
    let media = file.pages[page - 1].boxes.media;
    let average = |from: f64, to: f64| {
        let rows =
            (from * mark.area.height()) as usize..(to * mark.area.height()) as usize;
        let top = (media.y1 - mark.area.y1) as usize;
        let left = (mark.area.x0 - media.x0) as usize;
        let mut sum = [0u64; 3];
        let mut count = 0;
        for y in rows.map(|y| y + top).filter(|y| *y < height) {
            for x in left + 2..left + mark.area.width() as usize - 2 {
                let at = (y * width + x) * 3;
                for (s, p) in sum.iter_mut().zip(&pixels[at..at + 3]) {
                    *s += u64::from(*p);
                }
                count += 1;
            }
        }
        sum.map(|s| s / count)
    };
    // Light blue sky above, dark green below, as tests/pictures/garden.jpg shows them.
    let (sky, grass) = (average(0.02, 0.12), average(0.85, 0.97));
    // In the negative the sky would be brown and the grass violet.
    assert!(sky[2] > sky[0] + 40, "{sky:?}");
    assert!(grass[1] > grass[2] + 20, "{grass:?}");
}

/// Width, height and pixels of a binary PPM.
fn ppm(bytes: &[u8]) -> (usize, usize, &[u8]) {
    let start = bytes.windows(4).position(|w| w == b"255\n").unwrap() + 4;
    let numbers: Vec<usize> = String::from_utf8_lossy(&bytes[..start])
        .lines()
        .filter(|l| !l.starts_with('#'))
        .flat_map(str::split_whitespace)
        .filter_map(|w| w.parse().ok())
        .collect();
    (numbers[0], numbers[1], &bytes[start..])
}

/// The photograph with a file in 印刷/ that cannot take its place: what is said.
fn refused(bytes: &[u8]) -> String {
    let mut folder = with_photo();
    put(&mut folder, "印刷/園庭.jpg", bytes);
    let (checked, made) = build(&folder);
    assert!(press_file(&made).is_none(), "it was written");
    let told = told(&checked);
    assert_eq!(told.len(), 1, "{told:?}");
    let finding = checked.diagnostics.iter().find(|d| d.rule.code == "E824").unwrap();
    assert!(finding.hints.last().unwrap().contains("作っていません"));
    told[0].clone()
}

#[test]
fn pictures_that_cannot_be_printed_are_told_and_nothing_is_written() {
    let json = include_bytes!("../templates/sample/data.json");
    for (bytes, part) in [
        (SCREEN.to_vec(), "画面の色（RGB）の JPEG です"),
        (NEGATIVE.to_vec(), "明暗が逆です"),
        (OTHER.to_vec(), "違う絵のようです"),
        (without_adobe(INKED), "インキの数え方の印（Adobe の APP14）のない"),
        (INKED[..INKED.len() / 2].to_vec(), "壊れているか、途中で切れています"),
        (Vec::new(), "中身がありません"),
        (json.to_vec(), "画像ではありません"),
    ] {
        let text = refused(&bytes);
        assert!(text.starts_with("E824 「印刷/園庭.jpg」は"), "{text}");
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_profile_in_the_photograph_is_for_the_newer_standard_only() {
    let profile =
        [b"ICC_PROFILE\0\x01\x01".as_slice(), &crate::press::profile()].concat();
    let tagged = with_segment(INKED, 0xe2, &profile);
    assert!(refused(&tagged).contains("ICC プロファイルが付いていて"));
}

#[test]
fn a_photograph_of_another_shape_is_not_stretched() {
    let doubled = {
        // The same picture with its height halved in the frame header would not decode:
        // a really other one is cut from the public side.
        let mut folder = with_photo();
        let wide = image::load_from_memory(SCREEN).unwrap().crop_imm(0, 0, 420, 200);
        let mut bytes = Vec::new();
        wide.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Jpeg)
            .unwrap();
        put(&mut folder, "画像/園庭.jpg", &bytes);
        put(&mut folder, "印刷/園庭.jpg", INKED);
        build(&folder)
    };
    assert!(press_file(&doubled.1).is_none());
    let told = told(&doubled.0);
    assert_eq!(
        told,
        [
            "E824 「印刷/園庭.jpg」は縦横の比が公開用の写真と違います（420×280 画素と 420×200 画素）"
        ]
    );
}

#[test]
fn a_coarse_photograph_is_printed_with_a_warning() {
    let mut folder = with_photo_as("60mm");
    put(&mut folder, "印刷/園庭.jpg", INKED);
    let (checked, made) = build(&folder);
    assert!(press_file(&made).is_some());
    let told = told(&checked);
    assert_eq!(told.len(), 1, "{told:?}");
    // 420 pixels on 60 mm.
    assert!(told[0].starts_with("W812") && told[0].contains("178dpi"), "{told:?}");
}

#[test]
fn a_picture_that_stands_for_none_is_named() {
    let mut folder = with_photo();
    put(&mut folder, "印刷/園庭.jpg", INKED);
    put(&mut folder, "印刷/園亭.jpg", INKED);
    let (checked, made) = build(&folder);
    assert!(press_file(&made).is_some());
    let told = told(&checked);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("W825 「印刷/園亭.jpg」は"), "{told:?}");
}

#[test]
fn a_png_of_the_screen_may_have_a_jpeg_for_the_press() {
    let mut folder = with_photo();
    let png = {
        let picture = image::load_from_memory(SCREEN).unwrap();
        let mut bytes = Vec::new();
        picture
            .write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png)
            .unwrap();
        bytes
    };
    folder.materials.remove("画像/園庭.jpg");
    put(&mut folder, "画像/園庭.png", &png);
    let text = String::from_utf8(folder.manuscript.take().unwrap()).unwrap();
    folder.manuscript = Some(text.replace("園庭.jpg", "園庭.png").into_bytes());
    put(&mut folder, "印刷/園庭.jpg", INKED);
    let (checked, made) = build(&folder);
    assert_eq!(told(&checked), Vec::<String>::new());
    assert_eq!(streams(press_file(&made).unwrap())[0].content, INKED);
}

#[test]
fn the_cover_has_its_photograph_and_mark_in_ink_under_their_own_names() {
    // Without them both are named, and nothing is printed.
    let (checked, made) = build(&with_cover("市章.svg", LOGO));
    assert!(press_file(&made).is_none());
    let told_without = told(&checked);
    // The drawing and the photograph of the screen; no word of twins, they look the same.
    let codes: Vec<&str> = told_without.iter().map(|t| &t[..4]).collect();
    assert_eq!(codes, ["E804", "W812"], "{told_without:?}");
    // The drawing 30 × 20 is a picture of the same shape for the press.
    let mut folder = with_cover("市章.svg", LOGO);
    put(&mut folder, "印刷/市章.jpg", INKED);
    put(&mut folder, "印刷/公園.jpg", INKED);
    let (checked, made) = build(&folder);
    // 420 pixels on 140 mm are coarse, on 18 mm they are not.
    let told = told(&checked);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("W812"), "{told:?}");
    let file = preflight::inspect(press_file(&made).unwrap()).unwrap();
    let images = images(&file);
    assert_eq!(images.len(), 2);
    let trim = file.pages[0].boxes.trim.unwrap();
    let cover =
        images.iter().max_by(|a, b| a.1.area.width().total_cmp(&b.1.area.width()));
    // Up to the outer edge of the bleed.
    let right = cover.unwrap().1.area.x1;
    assert!((right - trim.x1 - 3.0 * MM).abs() < 0.1, "{}", (right - trim.x1) / MM);
    assert!(images.iter().all(|(page, m)| *page == 1 && m.paint.way == Way::Cmyk));
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("press-cover.pdf");
    std::fs::write(dir, press_file(&made).unwrap()).unwrap();
}

#[test]
fn no_image_keeps_what_the_camera_wrote() {
    let mut folder = with_photo();
    let with_place = with_segment(INKED, 0xe1, b"Exif\0\0MM\0*\0\0\0\x08\0\0GPS 36.2N");
    put(&mut folder, "印刷/園庭.jpg", &with_place);
    let (_, made) = build(&folder);
    let stream = streams(press_file(&made).unwrap()).remove(0);
    assert!(!stream.content.windows(3).any(|w| w == b"GPS"));
    assert!(
        matches!(stream.dict.get(b"ColorSpace"), Ok(Object::Name(n)) if n == b"DeviceCMYK")
    );
}

#[test]
fn a_file_whose_name_holds_a_wave_dash_is_found_by_the_typesetter() {
    // U+FF5E, as Japanese Windows types it; in texts it becomes U+301C, in names it stays.
    for name in ["夏\u{FF5E}秋.jpg", "夏\u{3000}秋.jpg"] {
        let mut folder = with_photo();
        let photo = folder.materials.remove("画像/園庭.jpg").unwrap();
        put(&mut folder, &format!("画像/{name}"), &photo);
        put(&mut folder, &format!("印刷/{name}"), INKED);
        let text = String::from_utf8(folder.manuscript.take().unwrap()).unwrap();
        let target = format!("<画像/{name}>");
        let text = text.replace("画像/園庭.jpg", &target);
        folder.manuscript = Some(text.into_bytes());
        let (checked, made) = build(&folder);
        assert!(press_file(&made).is_some(), "{name}: {:?}", told(&checked));
    }
}

/// Whatever else is asked for, an output holds the same; and what is verified after a run
/// that kept the press files back is right.
#[test]
fn a_refused_press_file_changes_no_other_output() {
    let folder = with_photo();
    let made = |wanted: &dyn Fn(&str) -> bool| -> BTreeMap<String, Vec<u8>> {
        let mut checked = pipeline::check(&folder, &mut |_| {});
        let made = pipeline::build(&mut checked, wanted).unwrap();
        made.into_iter().map(|a| (a.path, a.bytes)).collect()
    };
    let all = made(&|path| path != pipeline::REPORT);
    assert!(!all.keys().any(|path| path.starts_with("印刷用/")));
    let told = String::from_utf8_lossy(&all["確認/diagnostics.json"]);
    assert!(told.contains("E804"), "the office is not told");
    let verified = pipeline::verify(&all, Some(&folder), &mut |_| {}).unwrap();
    let found = verified.diagnostics.iter();
    let found: Vec<&str> = found.map(|d| &*d.message).collect();
    assert!(found.is_empty(), "{found:#?}");
    for only in ["進捗状況一覧表.xlsx", "確認/", "公開/"] {
        // The yearly report too: what is found in it belongs to no other output.
        let alone = made(&|path| path.starts_with(only) || path == pipeline::REPORT);
        for (path, bytes) in alone.iter().filter(|(path, _)| path.starts_with(only)) {
            assert!(all[path] == *bytes, "{path} differs with --only {only}");
        }
    }
}

/// In 確定 too: an office that does not print at a printer's publishes all the same.
#[test]
fn a_picture_that_cannot_be_printed_keeps_back_the_press_files_alone() {
    let case = toml::from_str("about = \"写真\"\nedition = \"確定\"").unwrap();
    let mut folder = crate::common::folder(&case);
    put(&mut folder, "画像/園庭.jpg", SCREEN);
    let mut text = String::from_utf8(folder.manuscript.take().unwrap()).unwrap();
    text.push_str("\n![園庭で遊ぶこども](画像/園庭.jpg \"幅30mm\")\n");
    folder.manuscript = Some(text.into_bytes());
    let mut checked = pipeline::check(&folder, &mut |_| {});
    let made = pipeline::build(&mut checked, &|path| path != pipeline::REPORT).unwrap();
    let errors = checked.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    assert_eq!(errors.map(|d| d.rule.code).collect::<Vec<_>>(), ["E804"]);
    let paths: Vec<&str> = made.iter().map(|a| &*a.path).collect();
    assert!(
        paths.contains(&"概要版.pdf") && paths.contains(&"manifest.json"),
        "{paths:?}"
    );
    assert!(!paths.iter().any(|path| path.starts_with("印刷用/")), "{paths:?}");
}
