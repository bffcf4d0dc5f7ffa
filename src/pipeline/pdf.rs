//! One PDF, looked at as a printer would: `check --rules 入稿`.

use crate::catalog::press as rules;
use crate::diag::{Diagnostic, Diagnostics, Edition, Origin, Sources};
use crate::preflight::{self, Inspection, Limits, MM, Trouble};

/// What was found in a PDF.
pub struct Examined {
    /// All findings, sorted.
    pub diagnostics: Diagnostics,
    /// The name of the file.
    pub sources: Sources,
    /// What was looked at, in lines for a person.
    pub summary: Vec<String>,
}

/// Looks at a PDF. What it is meant for is not known, so the customs of printers hold:
/// 3 mm of bleed, 300 % of ink.
pub fn check_pdf(name: &str, bytes: &[u8]) -> Examined {
    let mut sources = Sources::default();
    let book = sources.add_book(name);
    // What goes to a printer is final, whatever the edition says.
    let mut diagnostics = Diagnostics::new(Edition::Final);
    let limits = Limits::default();
    let summary = match preflight::inspect(bytes) {
        Ok(file) => {
            let found = preflight::judge(&file, &limits);
            diagnostics
                .extend(found.into_iter().map(|d| d.at(Origin::book(book))).collect());
            summary(&file, &limits)
        }
        Err(trouble) => {
            let finding = Diagnostic::new(&rules::PDF_UNREADABLE, why(trouble));
            diagnostics.push(finding.at(Origin::book(book)));
            Vec::new()
        }
    };
    // Stable: pages stay in their order within a rule.
    diagnostics.sort();
    Examined { diagnostics, sources, summary }
}

fn why(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::NotPdf => "PDF のファイルではありません",
        Trouble::TooLarge => "ファイルが 128MB より大きく、調べていません",
        Trouble::Encrypted => "パスワードか、印刷や編集の制限がかかっています",
        Trouble::Broken => "ファイルが壊れているか、途中で切れています",
        Trouble::TooComplex => "頁か部品が多すぎて、調べるのをやめました",
    }
}

fn summary(file: &Inspection, limits: &Limits) -> Vec<String> {
    let claims = &file.claims;
    let trim = file.pages.first().map(|p| p.boxes.finished());
    let size = trim.map_or(String::new(), |t| {
        format!("{:.0}×{:.0}mm", t.width() / MM, t.height() / MM)
    });
    vec![
        format!(
            "調べた PDF: {}頁、仕上がり {size}、規格 {}（{}）",
            file.pages.len(),
            claims.standard.as_deref().unwrap_or("宣言なし"),
            claims.condition.as_deref().unwrap_or("印刷の条件なし")
        ),
        format!(
            "比べた約束: 塗り足し {}mm、総インキ {}％、文字は端から {}mm、線は {}mm 以上、画像は {}dpi",
            limits.bleed, limits.ink, limits.safe, limits.hairline, limits.dpi
        ),
        "調べていないこと: ISO の PDF/X の全項目、JPEG の写真の中のインキの量、透明を重ねた後の色、色の見え方".to_owned(),
    ]
}
