//! 設計の値: colours, sizes and fonts, from the one file `templates/tokens.toml` that the
//! Typst templates read too. No colour is written twice.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::colour::Rgb;

/// The file inside the program.
const BUILT_IN: &str = include_str!("../templates/tokens.toml");

/// `tokens.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// 色.
    pub colors: Colours,
    /// 字の大きさ, Q (0.25 mm).
    pub sizes: BTreeMap<String, f64>,
    /// 書体.
    pub fonts: Fonts,
}

/// One colour, on the screen and on paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ink {
    /// What it is for, as messages call it.
    pub role: String,
    /// sRGB.
    pub rgb: Rgb,
    /// Cyan, magenta, yellow and black, ％.
    pub cmyk: [u8; 4],
}

impl Ink {
    /// 総インキ量, ％.
    pub fn total(&self) -> u32 {
        self.cmyk.iter().map(|&c| u32::from(c)).sum()
    }
}

macro_rules! colours {
    ($($(#[$meta:meta])* $field:ident $name:literal)*) => {
        /// 色, by their names in the file. What each is for stands there.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Colours {
            $(#[doc = concat!("`", $name, "`.")] #[serde(rename = $name)] pub $field: Ink,)*
        }

        impl Colours {
            /// Every colour with its name in the file.
            pub fn all(&self) -> Vec<(&'static str, &Ink)> {
                vec![$(($name, &self.$field)),*]
            }
        }
    };
}

colours! {
    sumi "sumi"
    sumi2 "sumi2"
    usuji "usuji"
    kei "kei"
    kei2 "kei2"
    men "men"
    kami "kami"
    kon "kon"
    ao "ao"
    ao_usu "ao-usu"
    ao_goku "ao-goku"
    dai "dai"
    dai_usu "dai-usu"
    dai_goku "dai-goku"
    ki "ki"
    ki_usu "ki-usu"
    ki_goku "ki-goku"
    midori "midori"
    midori_usu "midori-usu"
    oudo "oudo"
    h_b "hB"
    h_c "hC"
}

/// 書体, by family name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Fonts {
    /// 欧数字.
    pub latin: String,
    /// The characters that `latin` sets, as a regular expression.
    pub latin_covers: String,
    /// 和文.
    pub japanese: String,
    /// Digits of equal width.
    pub figures: String,
    /// What the others lack.
    pub fallback: String,
}

impl Tokens {
    /// The values inside the program.
    pub fn built_in() -> &'static Tokens {
        static TOKENS: OnceLock<Tokens> = OnceLock::new();
        // A test holds that the file can be read.
        TOKENS.get_or_init(|| Tokens::parse(BUILT_IN).unwrap_or_default())
    }

    /// The file again.
    pub fn to_text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// Reads a token file.
    ///
    /// # Errors
    /// What toml says about the text.
    pub fn parse(text: &str) -> Result<Tokens, toml::de::Error> {
        toml::from_str(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_can_be_read_and_keeps_the_limits_of_print() {
        let tokens = Tokens::parse(BUILT_IN).unwrap();
        assert_eq!(&tokens, Tokens::built_in());
        assert_eq!(Tokens::parse(&tokens.to_text()), Ok(tokens.clone()));
        for (name, ink) in tokens.colors.all() {
            assert!(!ink.role.is_empty(), "{name}");
            assert!(ink.total() <= 240, "{name}: {} %", ink.total());
            assert!(ink.cmyk.iter().all(|&c| c <= 100), "{name}");
        }
        // Text is black ink alone: four inks out of register blur small characters.
        for ink in [&tokens.colors.sumi, &tokens.colors.sumi2, &tokens.colors.usuji] {
            assert_eq!(ink.cmyk[..3], [0, 0, 0]);
        }
    }

    #[test]
    fn a_missing_and_an_unknown_colour_are_faults() {
        let without = BUILT_IN.replace("kon = ", "kom = ");
        assert!(Tokens::parse(&without).is_err());
    }
}
