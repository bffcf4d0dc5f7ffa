//! Makes the sample plan folder `input/` from the tables in `examples/make_sample/tables`.
//!
//! `cargo run --example make_sample` writes `計画.xlsx` and the returned books of both
//! years. Every 課 has its own form, as in a real city: our own form, titles above the
//! header, headers over two rows, indicators as rows under a 事業, one sheet a 基本目標,
//! CP932 CSV, .xls and .ods. The last two are converted by LibreOffice (`soffice`), so
//! they are left as they are where it is not installed. The manuscript and the settings
//! are written by hand and not touched. `templates/sample/data.json` is made anew too.

#![allow(clippy::disallowed_methods, clippy::print_stderr, missing_docs)]

mod books;
mod layouts;
mod mess;
mod tables;

use std::error::Error;
use std::path::Path;

use books::{Book, write_csv, write_xlsx};
use layouts::Layout;
use tables::Tables;

/// Which form each 課 uses, and the file it sends, for one year.
struct Sender {
    division: &'static str,
    layout: Layout,
    file: &'static str,
}

const fn sender(division: &'static str, layout: Layout, file: &'static str) -> Sender {
    Sender { division, layout, file }
}

/// 令和9年度. 都市整備課 has not sent anything yet.
const THIS_YEAR: &[Sender] = &[
    sender("こども課", Layout::Titled, "01_こども課_評価シート（R9）.xlsx"),
    sender("こども家庭センター", Layout::TwoRows, "こども家庭センター R9評価.xlsx"),
    sender("社会福祉課", Layout::Nested, "社会福祉課_令和9年度実績.xlsx"),
    sender("健康増進課", Layout::OwnForm, "調査票_健康増進課.xlsx"),
    sender("学校教育課", Layout::Xls, "学校教育課（提出用）.xls"),
    sender("教育指導課", Layout::TwoRows, "【教育指導課】進捗評価.xlsx"),
    sender("生涯学習課", Layout::Ods, "生涯学習課.ods"),
    sender("スポーツ推進課", Layout::OwnForm, "調査票_スポーツ推進課.xlsx"),
    sender("市民協働課", Layout::PerGoal, "市民協働課_目標別.xlsx"),
    sender("企画政策課", Layout::PerGoal, "企画政策課　R9点検.xlsx"),
    sender("商工観光課", Layout::Csv, "商工観光課_出力.csv"),
    sender("防災安全課", Layout::Titled, "防災安全課.xlsx"),
];

/// 令和8年度. こども家庭センター was still called 子育て世代包括支援センター.
const LAST_YEAR: &[Sender] = &[
    sender("こども課", Layout::Titled, "こども課_R8評価.xlsx"),
    sender("こども家庭センター", Layout::Titled, "子育て世代包括支援センター_R8.xlsx"),
    sender("社会福祉課", Layout::Nested, "社会福祉課_令和8年度実績.xlsx"),
    sender("健康増進課", Layout::TwoRows, "健康増進課_R8.xlsx"),
    sender("学校教育課", Layout::Xls, "学校教育課_R8.xls"),
    sender("教育指導課", Layout::TwoRows, "指導室_R8進捗評価.xlsx"),
    sender("生涯学習課", Layout::Ods, "生涯学習課_R8.ods"),
    sender("スポーツ推進課", Layout::Titled, "スポーツ推進課_R8.xlsx"),
    sender("市民協働課", Layout::PerGoal, "市民協働課_R8.xlsx"),
    sender("企画政策課", Layout::PerGoal, "企画政策課_R8.xlsx"),
    sender("商工観光課", Layout::Csv, "商工観光課_R8.csv"),
    sender("都市整備課", Layout::Titled, "都市整備課_R8.xlsx"),
    sender("防災安全課", Layout::Titled, "防災安全課_R8.xlsx"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tables = Tables::read(&root.join("examples/make_sample/tables"))?;
    let input = root.join("input");
    std::fs::create_dir_all(&input)?;
    std::fs::write(input.join("計画.xlsx"), write_xlsx(&tables.plan_book(), None)?)?;
    for (year, senders) in [(8, LAST_YEAR), (9, THIS_YEAR)] {
        let folder = input.join(format!("評価/令和{year}年度"));
        std::fs::create_dir_all(&folder)?;
        for sender in senders {
            let book = layouts::book(&tables, sender.division, year, sender.layout);
            write(&folder, sender, &book)?;
        }
    }
    std::fs::write(root.join("templates/sample/data.json"), designer_data(&input)?)?;
    Ok(())
}

/// The document that the booklet's templates receive, for designers with plain Typst.
fn designer_data(input: &Path) -> Result<String, Box<dyn Error>> {
    let folder = tenken::fs::read_plan_folder(input, tenken::read::grid::is_book_name)?;
    let checked = tenken::pipeline::check(&folder, &mut |_| {});
    let progress = checked.progress.ok_or("見本の計画を読めません")?;
    let document =
        tenken::export::booklet::document(&progress, &checked.pages, &checked.look);
    Ok(format!("{document:#}\n"))
}

fn write(folder: &Path, sender: &Sender, book: &Book) -> Result<(), Box<dyn Error>> {
    let target = folder.join(sender.file);
    match sender.layout {
        Layout::Csv => std::fs::write(target, write_csv(book)?)?,
        Layout::Xls => convert(book, &target, "xls")?,
        Layout::Ods => convert(book, &target, "ods")?,
        _ => std::fs::write(target, write_xlsx(book, Some(sender.division))?)?,
    }
    Ok(())
}

/// Saves the book in another format with LibreOffice.
fn convert(book: &Book, target: &Path, extension: &str) -> Result<(), Box<dyn Error>> {
    let work = std::env::temp_dir().join(format!("tenken-sample-{}", std::process::id()));
    std::fs::create_dir_all(&work)?;
    let source = work.join("book.xlsx");
    std::fs::write(&source, write_xlsx(book, None)?)?;
    let status = std::process::Command::new("soffice")
        .args(["--headless", "--convert-to", extension, "--outdir"])
        .arg(&work)
        .arg(&source)
        .stdout(std::process::Stdio::null())
        .status();
    match status {
        Ok(status) if status.success() => {
            std::fs::copy(work.join(format!("book.{extension}")), target)?;
        }
        _ => eprintln!("soffice がないため {} は作り直していません", target.display()),
    }
    std::fs::remove_dir_all(&work)?;
    Ok(())
}
