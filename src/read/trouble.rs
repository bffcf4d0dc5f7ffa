//! A file that cannot be read → one finding: what it is, and how to make it readable.

use crate::catalog;
use crate::diag::{BookId, Diagnostic, Origin};
use crate::read::grid::{Kind, Trouble};
use crate::read::submission::{Context, Submission};

/// The finding for a file that cannot be read.
pub fn describe(trouble: &Trouble) -> Diagnostic {
    let record = |detail: &str| format!("記録: {detail}");
    match trouble {
        Trouble::Broken(detail) => {
            Diagnostic::new(&catalog::FILE_BROKEN, "ファイルが壊れていて読めません")
                .hint("Excel で開けるときは、名前を付けて保存し直すと直ることがあります")
                .hint(record(detail))
        }
        Trouble::CutOff(detail) => {
            Diagnostic::new(&catalog::FILE_BROKEN, "ファイルが途中で切れていて読めません")
                .hint(
                    "写しや送信が途中で終わっています。担当課から受け取り直してください",
                )
                .hint(record(detail))
        }
        Trouble::OpenQuote(line) => {
            let text = format!(
                "{line} 行目の引用符（\"）が閉じていないため、後ろの行が一つの欄に入ってしまいます"
            );
            Diagnostic::new(&catalog::FILE_BROKEN, text)
                .hint("その行の引用符を閉じるか、元の表から CSV を作り直してください")
        }
        Trouble::Password => {
            Diagnostic::new(&catalog::FILE_PASSWORD, "パスワードがかかっていて読めません")
        }
        Trouble::Empty => {
            Diagnostic::new(&catalog::FILE_EMPTY, "ファイルの中身がありません")
        }
        Trouble::Kind(kind) => {
            let (what, remedy) = explain(*kind);
            let text = format!("中身は{what}で、表計算のブックではありません");
            Diagnostic::new(&catalog::FILE_KIND, text).hint(remedy)
        }
        Trouble::TooLarge(text) => Diagnostic::new(&catalog::FILE_TOO_LARGE, text),
    }
}

/// What a kind of file is called, and what to do with it.
fn explain(kind: Kind) -> (&'static str, &'static str) {
    const SAVE: &str = "Excel で開き、［名前を付けて保存］で「Excel ブック（.xlsx）」を選んで保存し直してください";
    match kind {
        Kind::WebPage => ("ウェブページ（HTML）", SAVE),
        Kind::Xml2003 => ("「XML スプレッドシート 2003」", SAVE),
        Kind::OldExcel => (" Excel 4.0 以前の古いファイル", SAVE),
        Kind::MacroBinary => (
            " Excel 4.0 のマクロのシートがあるバイナリ ブック",
            "Excel で開き、「Excel ブック（.xlsx）」として保存し直してください。マクロは外れます",
        ),
        Kind::PlainText => (
            "ただの文字（テキスト）",
            "表であれば拡張子を .csv に直すか、Excel で開いて「Excel ブック（.xlsx）」として保存し直してください",
        ),
        Kind::Xml => (" XML ", "元のファイルを担当課に確かめてください"),
        Kind::Pdf => {
            (" PDF ", "PDF にする前の Excel のファイルを担当課から受け取ってください")
        }
        Kind::Picture => {
            ("画像", "画像にする前の Excel のファイルを担当課から受け取ってください")
        }
        Kind::Shortcut => (
            "ショートカット",
            "ショートカットは置き場所の札で、中身を持ちません。元のファイルそのものを写してください",
        ),
        Kind::Archive => (
            "圧縮したファイル（zip など）",
            "中のファイルを取り出して、年度のフォルダの直下に置いてください",
        ),
        Kind::Document => {
            ("文書（Word など）", "表を Excel の帳票に写して保存し直してください")
        }
        Kind::Slides => (
            "スライド（PowerPoint など）",
            "表を Excel の帳票に写して保存し直してください",
        ),
        Kind::Mail => ("メール", "メールに添えられた帳票を取り出して置いてください"),
        Kind::Numbers => {
            (" Numbers の書類", "Numbers の［書き出す］で Excel の形式にしてください")
        }
        Kind::Unknown => (
            "表でないか、文字コードの分からないもの",
            "元のファイルを Excel で開けるか確かめ、「Excel ブック（.xlsx）」として保存し直してください",
        ),
    }
}

/// The finding for a file that the machine refused to open, `reason` in Japanese.
pub fn refused(reason: &str, path: &str) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    let text = format!("「{name}」を開けませんでした");
    Diagnostic::new(&catalog::FILE_UNOPENABLE, text).hint(reason)
}

/// A book of which nothing was read; its name may still say whose it is.
pub fn failed(
    finding: Diagnostic,
    path: &str,
    book: BookId,
    context: &Context,
) -> (Submission, Vec<Diagnostic>) {
    let file_name = path.rsplit('/').next().unwrap_or(path);
    let division = context.names.division_in(file_name);
    let mut finding = finding.at(Origin::book(book));
    if let Some(division) = division {
        finding = finding.for_division(&context.plan.divisions[division].name);
    }
    let submission = Submission {
        path: path.to_owned(),
        year: Some(context.year),
        divisions: division.into_iter().collect(),
        failed: true,
        ..Submission::default()
    };
    (submission, vec![finding])
}
