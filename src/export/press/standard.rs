//! PDF/X: the words that make a CMYK file one.
//!
//! PDF/X-1a:2003 (ISO 15930-4): CMYK without profiles and without transparency; the
//! printing condition is named, 「JC200103」 in the registry of the ICC. PDF/X-4 (ISO
//! 15930-7): the profile of the printing condition is inside.

use anyhow::{Context, Result};
use lopdf::{Document, Object, ObjectId, Stream, dictionary};

/// The standard of a file and its printing condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standard {
    /// The printing condition, as its registry or the profile calls it.
    pub condition: String,
    /// The ICC profile; with it the file is a PDF/X-4, without it a PDF/X-1a:2003.
    pub profile: Option<Vec<u8>>,
    /// A name for the second part of the file's ID: what the file is.
    pub role: &'static str,
}

impl Standard {
    /// `PDF/X-1a:2003` or `PDF/X-4`.
    pub fn name(&self) -> &'static str {
        if self.profile.is_some() { "PDF/X-4" } else { "PDF/X-1a:2003" }
    }
}

/// Gives a document its catalogue, its standard, and writes it.
pub(super) fn finish(
    mut doc: Document,
    pages: ObjectId,
    standard: &Standard,
) -> Result<Vec<u8>> {
    let metadata =
        doc.catalog().ok().and_then(|c| c.get(b"Metadata").ok()?.as_reference().ok());
    let intent = intent(&mut doc, standard);
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => pages,
        "OutputIntents" => vec![Object::from(intent)],
    };
    if let Some(id) = metadata {
        describe(&mut doc, id, standard)?;
        catalog.set("Metadata", id);
    }
    let catalog = doc.add_object(catalog);
    doc.trailer.set("Root", catalog);
    let information = doc.trailer.get(b"Info").ok().and_then(|o| o.as_reference().ok());
    if let Some(id) = information {
        let info = doc.get_dictionary_mut(id)?;
        info.set("Trapped", Object::Name(b"False".to_vec()));
        info.set("Producer", Object::string_literal(producer()));
        info.set("GTS_PDFXVersion", Object::string_literal(standard.name()));
    }
    name_file(&mut doc, standard);
    doc.version = if standard.profile.is_some() { "1.6" } else { "1.4" }.to_owned();
    doc.prune_objects();
    doc.renumber_objects();
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).context("印刷用の PDF を書けません")?;
    Ok(bytes)
}

fn producer() -> String {
    format!("tenken {}", env!("CARGO_PKG_VERSION"))
}

/// 出力インテント: for which printing condition the inks are meant.
fn intent(doc: &mut Document, standard: &Standard) -> ObjectId {
    let text = |s: &str| Object::string_literal(s);
    let mut intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFX",
        "OutputConditionIdentifier" => text(&standard.condition),
        "OutputCondition" => text(&standard.condition),
        "Info" => text(&standard.condition),
    };
    match &standard.profile {
        Some(profile) => {
            let mut stream = Stream::new(dictionary! { "N" => 4 }, profile.clone());
            // A profile that cannot be made smaller stays as it is.
            let _ = stream.compress();
            intent.set("DestOutputProfile", doc.add_object(stream));
        }
        // A name of the registry stands for its characterisation data.
        None => intent.set("RegistryName", text("http://www.color.org")),
    }
    doc.add_object(intent)
}

/// Says the standard in the XMP metadata that typst wrote, in the same words as Info.
fn describe(doc: &mut Document, id: ObjectId, standard: &Standard) -> Result<()> {
    let stream = doc.get_object_mut(id)?.as_stream_mut()?;
    let xmp = String::from_utf8(stream.get_plain_content()?)?;
    let about = |namespace: &str, inner: String| {
        format!(
            "<rdf:Description rdf:about=\"\" xmlns:{namespace}>{inner}</rdf:Description>"
        )
    };
    let named = match standard.profile {
        Some(_) => about(
            "pdfxid=\"http://www.npes.org/pdfx/ns/id/\"",
            format!(
                "<pdfxid:GTS_PDFXVersion>{}</pdfxid:GTS_PDFXVersion>",
                standard.name()
            ),
        ),
        None => about(
            "pdfx=\"http://ns.adobe.com/pdfx/1.3/\"",
            format!("<pdfx:GTS_PDFXVersion>{}</pdfx:GTS_PDFXVersion>", standard.name()),
        ),
    };
    let trapped = about(
        "pdf=\"http://ns.adobe.com/pdf/1.3/\"",
        format!(
            "<pdf:Trapped>False</pdf:Trapped><pdf:Producer>{}</pdf:Producer>",
            producer()
        ),
    );
    let dated = xmp
        .split_once("<xmp:ModifyDate>")
        .and_then(|(_, rest)| Some(rest.split_once('<')?.0))
        .map(|date| {
            about(
                "xmp=\"http://ns.adobe.com/xap/1.0/\"",
                format!("<xmp:MetadataDate>{date}</xmp:MetadataDate>"),
            )
        })
        .unwrap_or_default();
    let version = about(
        "xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"",
        "<xmpMM:VersionID>1</xmpMM:VersionID>".to_owned(),
    );
    let added = format!("{named}{trapped}{dated}{version}</rdf:RDF>");
    let xmp = xmp.replacen("</rdf:RDF>", &added, 1).replacen(
        ">proof</xmpMM:RenditionClass>",
        ">default</xmpMM:RenditionClass>",
        1,
    );
    let dict = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    *stream = Stream::new(dict, xmp.into_bytes()).with_compression(false);
    Ok(())
}

/// The second half of the ID tells the files of one booklet apart.
fn name_file(doc: &mut Document, standard: &Standard) {
    let Ok(Object::Array(ids)) = doc.trailer.get(b"ID") else { return };
    let mut ids = ids.clone();
    if let [_, Object::String(second, _)] = &mut ids[..] {
        for (byte, letter) in second.iter_mut().zip(standard.role.bytes().cycle()) {
            *byte ^= letter;
        }
    }
    doc.trailer.set("ID", Object::Array(ids));
}
