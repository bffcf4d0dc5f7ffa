//! HTML, written so that nothing can be left unescaped: text and attributes pass
//! [`escape`], tags are literals.

/// A text between tags or in an attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // HTML has no way to write these.
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
    }
    out
}

/// Attributes: name and value.
pub type Attributes<'a> = &'a [(&'static str, &'a str)];

/// A piece of a page.
#[derive(Debug, Default)]
pub struct Html(String);

impl Html {
    /// Opens a tag; a class of no name is left out.
    pub fn open(&mut self, tag: &'static str, attributes: Attributes) -> &mut Self {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes {
            if *name == "class" && value.is_empty() {
                continue;
            }
            self.0.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
        self.0.push('>');
        self
    }

    /// Closes a tag.
    pub fn close(&mut self, tag: &'static str) -> &mut Self {
        self.0.push_str(&format!("</{tag}>"));
        self
    }

    /// Text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.0.push_str(&escape(text));
        self
    }

    /// A tag with text in it.
    pub fn element(
        &mut self,
        tag: &'static str,
        attributes: Attributes,
        text: &str,
    ) -> &mut Self {
        self.open(tag, attributes).text(text).close(tag)
    }

    /// A line end in the source, for people who read it.
    pub fn line(&mut self) -> &mut Self {
        self.0.push('\n');
        self
    }

    /// The text of the piece.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Opens a table that scrolls by itself where the window is narrow: the wrapper can be
/// reached by keyboard and is named by the caption.
pub fn open_table(html: &mut Html, id: &str, caption: &str) {
    let region = [
        ("class", "tbl"),
        ("role", "region"),
        ("aria-labelledby", id),
        ("tabindex", "0"),
    ];
    html.open("div", &region).open("table", &[]);
    html.open("caption", &[("id", id)]).element("span", &[], caption);
    html.close("caption").line();
}

/// Closes what [`open_table`] opened.
pub fn close_table(html: &mut Html) {
    html.close("tbody").close("table").close("div").line();
}

/// The header row of a table; a title that is a figure's stands to the right.
pub fn header_row(html: &mut Html, titles: &[(&str, bool)]) {
    html.open("thead", &[]).open("tr", &[]);
    for (title, is_figure) in titles {
        let class = if *is_figure { "num" } else { "" };
        html.element("th", &[("scope", "col"), ("class", class)], title);
    }
    html.close("tr").close("thead").line().open("tbody", &[]).line();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_place() {
        let mut html = Html::default();
        let evil = "\"><script>alert('x')</script>&\u{0}\u{b}";
        html.element("p", &[("title", evil)], evil);
        let safe = "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;";
        assert_eq!(html.as_str(), format!("<p title=\"{safe}\">{safe}</p>"));
    }
}
