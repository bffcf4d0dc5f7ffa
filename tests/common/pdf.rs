//! Small PDF files for a printer, right and wrong, written with lopdf: not our writer.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// Millimetres to points.
pub const MM: f64 = 72.0 / 25.4;

/// What a file is made of; [`Make::right`] is what a printer wants.
pub struct Make {
    /// How many pages.
    pub pages: usize,
    /// MediaBox, BleedBox and TrimBox, mm beyond the trim.
    pub media: f64,
    pub bleed: Option<f64>,
    pub trim: bool,
    /// The drawing of the first page; its origin is the corner of the trim, in points.
    pub content: String,
    /// Drawn on every page.
    pub every: String,
    /// The font program is inside.
    pub embedded: bool,
    /// More resources of the first page.
    pub resources: Dictionary,
    /// More keys of the first page.
    pub page: Dictionary,
    /// `PDF/X-1a:2003`, `JC200103`.
    pub standard: Option<(&'static str, &'static str)>,
    /// An image: `/Im`.
    pub image: Option<Stream>,
}

/// A4, pt.
pub const A4: (f64, f64) = (210.0 * MM, 297.0 * MM);

impl Make {
    /// Four pages of A4: a blue ground with bleed, black text that overprints.
    pub fn right() -> Self {
        let (w, h) = A4;
        let b = 3.0 * MM;
        Make {
            pages: 4,
            media: 16.0,
            bleed: Some(3.0),
            trim: true,
            content: String::new(),
            every: format!(
                "0.15 0 0 0 k {} {} {} {} re f /Op gs 0 0 0 1 k BT /F 12 Tf 1 0 0 1 100 700 Tm (Naiyo 12) Tj ET /No gs\n",
                -b,
                -b,
                w + 2.0 * b,
                h + 2.0 * b
            ),
            embedded: true,
            resources: Dictionary::new(),
            page: Dictionary::new(),
            standard: Some(("PDF/X-1a:2003", "JC200103")),
            image: None,
        }
    }

    /// The file.
    pub fn bytes(self) -> Vec<u8> {
        let mut doc = Document::with_version("1.4");
        let font = font(&mut doc, self.embedded);
        let tree = doc.new_object_id();
        let image = self.image.map(|stream| doc.add_object(stream));
        let around = |by: f64| -> Object {
            let m = self.media * MM;
            let b = by * MM;
            let list = [m - b, m - b, m + A4.0 + b, m + A4.1 + b];
            Object::Array(list.iter().map(|v| Object::Real(*v as f32)).collect())
        };
        let mut kids: Vec<Object> = Vec::new();
        for i in 0..self.pages {
            let own = if i == 0 { &*self.content } else { "" };
            let m = self.media * MM;
            let content = format!("q 1 0 0 1 {m} {m} cm {}{own} Q", self.every);
            let content =
                doc.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
            let mut resources = dictionary! {
                "Font" => dictionary! { "F" => font },
                "ExtGState" => dictionary! {
                    "Op" => dictionary! { "op" => true, "OPM" => 1 },
                    "No" => dictionary! { "op" => false },
                    "Half" => dictionary! { "ca" => 0.5 },
                },
            };
            let mut page = dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "MediaBox" => around(self.media),
            };
            if self.trim {
                page.set("TrimBox", around(0.0));
            }
            if let Some(bleed) = self.bleed {
                page.set("BleedBox", around(bleed));
            }
            if i == 0 {
                resources.extend(&self.resources);
                page.extend(&self.page);
            }
            if let Some(image) = image {
                resources.set("XObject", dictionary! { "Im" => image });
            }
            page.set("Resources", resources);
            kids.push(doc.add_object(page).into());
        }
        let count = self.pages as i64;
        doc.set_object(
            tree,
            dictionary! { "Type" => "Pages", "Count" => count, "Kids" => kids },
        );
        let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => tree };
        let mut info = dictionary! { "Title" => Object::string_literal("Test") };
        if let Some((standard, condition)) = self.standard {
            info.set("GTS_PDFXVersion", Object::string_literal(standard));
            info.set("Trapped", "False");
            let intent = dictionary! {
                "Type" => "OutputIntent", "S" => "GTS_PDFX",
                "OutputConditionIdentifier" => Object::string_literal(condition),
                "RegistryName" => Object::string_literal("http://www.color.org"),
            };
            catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
        }
        let (catalog, info) = (doc.add_object(catalog), doc.add_object(info));
        doc.trailer.set("Root", catalog);
        doc.trailer.set("Info", info);
        let mut bytes = Vec::new();
        doc.save_to(&mut bytes).unwrap();
        bytes
    }
}

/// A TrueType font of our own, or only its name.
fn font(doc: &mut Document, embedded: bool) -> lopdf::ObjectId {
    let mut descriptor = dictionary! {
        "Type" => "FontDescriptor", "FontName" => "BIZUDPGothic", "Flags" => 32,
        "FontBBox" => vec![0.into(), (-250).into(), 1000.into(), 1000.into()],
        "ItalicAngle" => 0, "Ascent" => 880, "Descent" => -120, "CapHeight" => 700, "StemV" => 80,
    };
    if embedded {
        let program = include_bytes!("../../fonts/BIZUDPGothic-Regular-Latin.ttf");
        let mut stream = Stream::new(
            dictionary! { "Length1" => program.len() as i64 },
            program.to_vec(),
        );
        stream.compress().unwrap();
        descriptor.set("FontFile2", doc.add_object(stream));
    }
    let descriptor = doc.add_object(descriptor);
    let widths: Vec<Object> = (32..127).map(|_| 600.into()).collect();
    doc.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "BIZUDPGothic",
        "Encoding" => "WinAnsiEncoding", "FirstChar" => 32, "LastChar" => 126,
        "Widths" => widths, "FontDescriptor" => descriptor,
    })
}

/// An image of one colour.
pub fn image(space: &str, components: usize, side: i64) -> Stream {
    let data = vec![60; (side * side) as usize * components];
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => side, "Height" => side,
        "ColorSpace" => space, "BitsPerComponent" => 8,
    };
    Stream::new(dict, data)
}
