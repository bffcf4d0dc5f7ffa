//! The files of a new plan folder.

use anyhow::Result;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
};

use crate::export::booklet;
use crate::fs::{Artifact, Content, PlanFolder, Returned};
use crate::typeset;

include!(concat!(env!("OUT_DIR"), "/sample.rs"));

/// The complete sample: an invented plan with the returned books of two years.
pub fn files() -> Vec<Artifact> {
    SAMPLE
        .iter()
        .map(|(path, bytes)| Artifact { path: (*path).to_owned(), bytes: bytes.to_vec() })
        .collect()
}

/// The sample as a plan folder, without a disk.
pub fn folder() -> PlanFolder {
    let mut folder = PlanFolder::default();
    for file in files() {
        match file.path.as_str() {
            "tenken.toml" => folder.config = Some(file.bytes),
            "計画.xlsx" => folder.plan = Some(file.bytes),
            "概要版.md" => folder.manuscript = Some(file.bytes),
            path => folder.returned.push(Returned {
                path: path.to_owned(),
                year: path.split('/').nth(1).unwrap_or_default().to_owned(),
                content: Content::Book(file.bytes),
            }),
        }
    }
    folder
}

/// What a designer works with: the templates with their manual and sample, and the fonts.
pub fn designer() -> Vec<Artifact> {
    let below = |folder: &str, path: &str, bytes: &[u8]| Artifact {
        path: format!("{folder}/{path}"),
        bytes: bytes.to_vec(),
    };
    let templates = booklet::templates().iter();
    let templates =
        templates.map(|(path, text)| below("templates", path, text.as_bytes()));
    let manual = DESIGN.iter().map(|(path, bytes)| below("templates", path, bytes));
    let fonts = typeset::font_files().iter();
    let fonts = fonts.map(|(name, bytes)| below("fonts", name, bytes));
    templates.chain(manual).chain(fonts).collect()
}

/// The headers of a sheet of `計画.xlsx`; none for a sheet that it has not.
pub fn plan_headers(sheet: &str) -> &'static [&'static str] {
    let found = BLANK.iter().find(|(name, ..)| *name == sheet);
    found.map_or(&[], |(_, headers, _)| headers)
}

/// A sheet of an empty `計画.xlsx`: its name, its headers, rows that most cities keep.
type BlankSheet =
    (&'static str, &'static [&'static str], &'static [&'static [&'static str]]);

const BLANK: &[BlankSheet] = &[
    (
        "基本情報",
        &["項目", "内容"],
        &[
            &["計画名", ""],
            &["市町村名", ""],
            &["団体コード", ""],
            &["計画期間の初年度", ""],
            &["計画期間の最終年度", ""],
            &["基本理念", ""],
            &["支援パッケージ名", ""],
            &["取りまとめ担当課", ""],
            &["発行・編集", ""],
            &["郵便番号", ""],
            &["所在地", ""],
            &["電話番号", ""],
        ],
    ),
    ("体系", &["ID", "種別", "上位ID", "番号", "名称", "略称"], &[]),
    (
        "事業",
        &[
            "ID",
            "番号",
            "事業名",
            "施策ID",
            "再掲",
            "担当課",
            "関係課",
            "重点",
            "区分",
            "概要",
            "開始年度",
            "終了年度",
            "旧事業名",
        ],
        &[],
    ),
    (
        "指標",
        &[
            "ID",
            "事業ID",
            "指標名",
            "種別",
            "単位",
            "方向",
            "小数桁",
            "基準値",
            "基準年度",
            "令和8年度目標",
            "令和9年度目標",
            "令和10年度目標",
            "令和11年度目標",
            "集計時点",
            "出典",
            "概要版",
        ],
        &[],
    ),
    ("担当課", &["ID", "課名", "部名", "別名", "備考"], &[]),
    (
        "評価区分",
        &[
            "コード",
            "記号",
            "名称",
            "意味",
            "順位",
            "計画どおり以上",
            "分母に入れる",
            "理由必須",
            "模様",
            "別名",
        ],
        &[
            &[
                "A",
                "◎",
                "計画を上回る",
                "年度の計画を上回る成果があった",
                "1",
                "○",
                "○",
                "○",
                "濃",
                "",
            ],
            &[
                "B",
                "○",
                "計画どおり",
                "年度の計画どおりに実施した",
                "2",
                "○",
                "○",
                "",
                "中",
                "",
            ],
            &[
                "C",
                "△",
                "やや遅れ",
                "一部が計画に届かなかった",
                "3",
                "",
                "○",
                "○",
                "淡",
                "",
            ],
            &[
                "D",
                "×",
                "遅れ・未実施",
                "大半が届かない、又は実施しなかった",
                "4",
                "",
                "○",
                "○",
                "斜線",
                "",
            ],
            &[
                "－",
                "－",
                "評価対象外",
                "年度内に実施の予定がない",
                "9",
                "",
                "",
                "",
                "なし",
                "対象外",
            ],
        ],
    ),
    (
        "方向性",
        &["名称", "区分", "意味", "別名"],
        &[
            &["拡充", "拡大", "内容や量を広げる", "拡大"],
            &["継続", "継続", "今の内容で続ける", "現状維持"],
            &["改善", "改善", "やり方を見直して続ける", "見直し"],
            &["縮小", "縮小", "内容や量を減らす", ""],
            &["統合", "統合", "ほかの事業とまとめる", ""],
            &["休止", "休止", "しばらく行わない", ""],
            &["廃止", "廃止", "取りやめる", ""],
            &["完了", "完了", "目的を果たして終える", "終了"],
        ],
    ),
    (
        "関連計画",
        &[
            "名称",
            "略称",
            "区分",
            "開始年度",
            "終了年度",
            "帯の文字",
            "次期",
            "一体化",
            "備考",
        ],
        &[],
    ),
    ("ライフステージ", &["名称", "時期", "図"], &[]),
    ("支援パッケージ", &["支援名", "種類", "開始", "終了", "その先も続く", "備考"], &[]),
    ("内訳", &["種類", "指標ID", "内訳", "分母"], &[]),
    (
        "推進体制",
        &["区分", "記号", "名称", "説明", "時期"],
        &[
            &["会議", "", "", "", ""],
            &["事務局", "", "", "事務局・取りまとめ", ""],
            &["庁内", "", "関係各課", "事業の実施・自己評価", ""],
            &["PDCA", "P", "計画", "計画を立てる", "4月"],
            &["PDCA", "D", "実行", "取組を実施する", "通年"],
            &["PDCA", "C", "点検・評価", "評価を集計し、会議で審議する", "翌年度 5～8月"],
            &[
                "PDCA",
                "A",
                "改善・見直し",
                "結果を公表し、次年度に生かす",
                "翌年度 9月～",
            ],
        ],
    ),
];

/// An empty plan folder to be filled in: settings, plan, manuscript, a place for the
/// returned books.
///
/// # Errors
/// Faults of the workbook writer.
pub fn scaffold() -> Result<Vec<Artifact>> {
    let text = |name: &str| {
        let found = SAMPLE.iter().find(|(path, _)| *path == name);
        found.map(|(_, bytes)| bytes.to_vec()).unwrap_or_default()
    };
    let config = String::from_utf8_lossy(&text("tenken.toml"))
        .replace("版 = \"見本\"", "版 = \"案\"")
        .replace("資料番号 = \"資料1-2\"", "資料番号 = \"\"")
        .replace("会議名 = \"子ども・子育て会議\"", "会議名 = \"\"");
    let artifact = |path: &str, bytes: Vec<u8>| Artifact { path: path.to_owned(), bytes };
    Ok(vec![
        artifact("tenken.toml", config.into_bytes()),
        artifact("計画.xlsx", blank_plan()?),
        artifact("概要版.md", include_bytes!("sample/概要版.md").to_vec()),
        artifact(
            "評価/令和9年度/ここに各課の帳票を置きます.txt",
            "年度ごとのフォルダに、各課から戻った帳票（.xlsx .xls .ods .csv など）を置きます。\r\n"
                .as_bytes()
                .to_vec(),
        ),
    ])
}

fn blank_plan() -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let header = Format::new()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0xDC_F0_FF));
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (name, headers, rows) in BLANK {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name)?.set_freeze_panes(1, 0)?;
        for (col, title) in (0u16..).zip(headers.iter()) {
            sheet.write_with_format(0, col, *title, &header)?;
            let wide = ["内容", "概要", "事業名", "名称", "意味", "説明", "指標名"];
            sheet
                .set_column_width(col, if wide.contains(title) { 36.0 } else { 14.0 })?;
        }
        for (row, cells) in (1u32..).zip(rows.iter()) {
            for (col, text) in (0u16..).zip(cells.iter()) {
                match text.parse::<u32>() {
                    Ok(number) => sheet.write_with_format(row, col, number, &wrap)?,
                    Err(_) => sheet.write_with_format(row, col, *text, &wrap)?,
                };
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}
