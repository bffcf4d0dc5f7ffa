//! 公開/: a folder that can be put on the city's site as it is: pages, booklet, data.

use anyhow::Result;

use crate::config::Publication;
use crate::export::open_data::{self, OpenData};
use crate::export::web::{self, Download};
use crate::fs::Artifact;
use crate::model::progress::Progress;
use crate::tokens::Tokens;

/// Files of the output folder that are offered for download: path, ASCII name below 公開/,
/// title, kind for people, kind for programs.
const COPIES: [[&str; 5]; 2] = [
    ["概要版.pdf", "booklet.pdf", "概要版", "PDF", "application/pdf"],
    ["概要版.txt", "booklet.txt", "概要版の読み上げ用テキスト", "テキスト", "text/plain"],
];

/// The files of 公開/. `made` are the publications that were made before.
///
/// # Errors
/// Faults of the workbook writer.
pub(super) fn artifacts(
    p: &Progress,
    publication: Publication,
    tokens: &Tokens,
    data: &OpenData,
    booklet_pages: usize,
    made: &[Artifact],
) -> Result<Vec<Artifact>> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut downloads = Vec::new();
    let year = p.year.era_label();
    for [path, name, title, kind, media] in COPIES {
        let Some(copy) = made.iter().find(|a| a.path == path) else { continue };
        let kind = match kind {
            "PDF" => format!("PDF、{booklet_pages}ページ"),
            other => other.to_owned(),
        };
        downloads.push(Download {
            path: name.to_owned(),
            title: format!("{year} {title}"),
            kind,
            media,
            size: copy.bytes.len(),
        });
        files.push((format!("{}{name}", web::FOLDER), copy.bytes.clone()));
    }
    let tables = data.files(p)?;
    for (path, bytes) in &tables {
        let name = path.strip_prefix(open_data::FOLDER).unwrap_or(path);
        let (title, kind, media) = match data.table(name.trim_end_matches(".csv")) {
            Some(table) => {
                let title = format!("データ: {}", table.layout.title);
                (title, format!("CSV、{}行", table.rows.len()), "text/csv")
            }
            None if name == open_data::BOOK => (
                "データ: すべての表".to_owned(),
                "Excel".to_owned(),
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            None => (
                "データの説明書（プログラム用）".to_owned(),
                "JSON".to_owned(),
                "application/json",
            ),
        };
        let below = path.strip_prefix(web::FOLDER).unwrap_or(path);
        downloads.push(Download {
            path: below.to_owned(),
            title,
            kind,
            media,
            size: bytes.len(),
        });
    }
    // All tables at once before the single ones.
    downloads.sort_by_key(|d| d.media == "text/csv");
    files.extend(tables);
    files.extend(web::pages(p, tokens, publication, &downloads));
    Ok(files.into_iter().map(|(path, bytes)| Artifact { path, bytes }).collect())
}
