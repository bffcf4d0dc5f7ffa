//! schema.org Dataset as JSON-LD: what catalogues of open data read.

use serde_json::json;

use super::{Download, Site};

impl Site<'_> {
    /// The element of the page's head.
    pub(super) fn dataset(&self) -> String {
        let p = self.p;
        let basics = &p.plan.basics;
        let known: Vec<u16> = p
            .history
            .iter()
            .filter(|h| h.total.is_some())
            .map(|h| h.year.western())
            .collect();
        let first = known.first().copied().unwrap_or(p.year.western());
        let year = p.year.western();
        let files = self.downloads.iter().map(distribution).collect::<Vec<_>>();
        let sample = match p.edition.mark() {
            Some("見本") => "事業・指標・評価は見本（架空）です。",
            _ => "",
        };
        let mut data = json!({
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": format!("{} {}", basics.name, self.heading()),
            "description": format!(
                "{}の{}の点検・評価の結果（事業、指標、実績値、評価）。{sample}",
                basics.name,
                p.year.era_label()
            ),
            "inLanguage": "ja",
            "version": year.to_string(),
            "keywords": [basics.municipality, basics.name, p.year.era_label(), "進捗状況"],
            "isAccessibleForFree": true,
            "temporalCoverage": format!("{first}-04-01/{}-03-31", year + 1),
            "spatialCoverage": {
                "@type": "AdministrativeArea",
                "name": basics.municipality,
                "identifier": basics.code,
            },
            "creator": { "@type": "GovernmentOrganization", "name": basics.publisher },
            "distribution": files,
        });
        if let (Some((_, link)), Some(map)) =
            (self.publication.licence_link(), data.as_object_mut())
        {
            map.insert("license".to_owned(), json!(link));
        }
        // A text of the plan must not end the element.
        let text = format!("{data:#}").replace('<', "\\u003c");
        format!("<script type=\"application/ld+json\">\n{text}\n</script>\n")
    }
}

fn distribution(file: &Download) -> serde_json::Value {
    json!({
        "@type": "DataDownload",
        "name": file.title,
        "encodingFormat": file.media,
        "contentUrl": file.path,
        "contentSize": format!("{} B", file.size),
    })
}
