//! 表紙 and 裏表紙: what stands on them, for the booklet and the text edition.

use serde::Serialize;

use super::booklet::fact;
use crate::diag::Edition;
use crate::look::{Look, Shown};
use crate::model::progress::{IndicatorRow, Progress};
use crate::model::quantity::Reading;

/// What the booklet calls itself.
pub const BOOKLET: &str = "概要版";
/// What the yearly report calls itself.
pub const REPORT: &str = "進捗状況報告";

/// 表紙.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cover {
    /// 計画期間.
    pub period: String,
    /// 計画名.
    pub title: String,
    /// 概要版 or 進捗状況報告.
    pub label: &'static str,
    /// What marks the edition: 見本, 案 or words of the configuration.
    pub mark: Option<String>,
    /// Which year's progress it holds.
    pub year_line: String,
    /// 基本理念, one entry a line.
    pub vision: Vec<String>,
    /// 市町村名.
    pub publisher: String,
    /// 市章, ロゴ.
    pub logo: Option<Shown>,
    /// 表紙写真.
    pub photo: Option<Shown>,
}

/// An entry of 評価の見方.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Legend {
    /// 記号.
    pub sym: String,
    /// 名称.
    pub name: String,
    /// 意味.
    pub text: String,
    /// 模様.
    pub style: &'static str,
}

/// 裏表紙.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Back {
    /// The booklet's title.
    pub title: String,
    /// What marks the edition: 見本, 案 or words of the configuration.
    pub mark: Option<String>,
    /// 奥付: (項目, 内容).
    pub rows: Vec<[String; 2]>,
    /// Notes to the figures.
    pub notes: Vec<String>,
    /// 評価の見方.
    pub legend: Vec<Legend>,
}

/// 冊子の題.
pub fn title(p: &Progress, label: &str) -> String {
    format!("{} {label}", p.plan.basics.name)
}

/// The sentence that every page of a 見本 carries.
pub fn sample_note(p: &Progress) -> Option<&'static str> {
    (p.edition == Edition::Sample)
        .then_some("この冊子の事業・数値・文章は見本（架空）です。")
}

/// 表紙.
pub fn cover(p: &Progress, look: &Look, label: &'static str) -> Cover {
    let year = p.year.era_label();
    let basics = &p.plan.basics;
    Cover {
        period: fact(p, "計画期間").unwrap_or_default(),
        title: basics.name.clone(),
        label,
        mark: p.mark.clone(),
        year_line: if label == REPORT {
            year
        } else {
            format!("{year}の進捗状況を掲載")
        },
        vision: basics.vision.clone(),
        publisher: basics.municipality.clone(),
        logo: look.logo.clone(),
        photo: look.photo.clone(),
    }
}

/// 裏表紙.
pub fn back(p: &Progress, label: &str) -> Back {
    Back {
        title: title(p, label),
        mark: p.mark.clone(),
        rows: colophon(p),
        notes: notes(p),
        legend: legend(p),
    }
}

fn legend(p: &Progress) -> Vec<Legend> {
    let grades = p.plan.scale.grades.iter();
    let mut legend: Vec<Legend> = grades
        .map(|g| Legend {
            sym: g.symbol.clone(),
            name: g.name.clone(),
            text: g.meaning.clone(),
            style: g.style.key(),
        })
        .collect();
    if p.total.unrated() > 0 {
        legend.push(Legend {
            sym: "未".to_owned(),
            name: "未評価".to_owned(),
            text: "担当課の評価がまだ届いていないか、決まっていない".to_owned(),
            style: "none",
        });
    }
    legend
}

fn colophon(p: &Progress) -> Vec<[String; 2]> {
    let basics = &p.plan.basics;
    let mut rows = vec![["発行・編集".to_owned(), basics.publisher.clone()]];
    if !basics.address.is_empty() {
        let address = format!("{} {}", basics.postcode, basics.address);
        rows.push(["所在地".to_owned(), address.trim().to_owned()]);
    }
    if !basics.phone.is_empty() {
        rows.push(["電話".to_owned(), basics.phone.clone()]);
    }
    for (key, value) in &basics.others {
        if matches!(&**key, "ファクス" | "メール" | "ホームページ") {
            rows.push([key.clone(), value.clone()]);
        }
    }
    if !p.issued.is_empty() {
        rows.push(["発行".to_owned(), p.issued.clone()]);
    }
    rows
}

fn notes(p: &Progress) -> Vec<String> {
    let last = p.plan.basics.period.map(|(_, last)| last.era_label()).unwrap_or_default();
    let mut notes = vec![
        "評価は、各事業の担当課による自己評価です。再掲した事業は1回だけ数えています。"
            .to_owned(),
        format!(
            "割合は、評価のある事業（評価対象外と未評価を除く）を母数とし、小数第2位を四捨五入しています。増減は、四捨五入した割合の差です。指標の状況は、基準値から{last}の目標値までの道のりで判定しています。"
        ),
    ];
    let shown = p.indicators.iter().filter(|r| p.plan.indicators[r.indicator].featured);
    let hides = |r: &IndicatorRow| matches!(r.actual(p.year), Some(Reading::Suppressed));
    notes.extend(shown.into_iter().any(hides).then(|| p.secrecy_note()));
    notes.extend(sample_note(p).map(str::to_owned));
    notes
}
