//! From any text to an identifier of a certain case. The only user of heck.

use heck::{ToShoutySnakeCase as _, ToSnakeCase as _, ToUpperCamelCase as _};

/// How Rust writes names of a sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Types and variants.
    UpperCamel,
    /// Functions, fields, modules.
    Snake,
    /// Constants.
    ShoutySnake,
}

impl Case {
    /// Writes a text in this case. What identifiers cannot hold parts words; the result may be
    /// empty or start with a digit.
    pub(super) fn convert(self, text: &str) -> String {
        if self == Self::Snake && is_snake(text) {
            return text.to_owned();
        }
        let clean: String =
            text.chars().map(|c| if is_identifier_char(c) { c } else { ' ' }).collect();
        let converted = match self {
            Self::UpperCamel => clean.to_upper_camel_case(),
            Self::Snake => clean.to_snake_case(),
            Self::ShoutySnake => clean.to_shouty_snake_case(),
        };
        // A few letters have a case and no counterpart in the other one; rustc's lints see them.
        converted.chars().filter(|c| is_identifier_char(*c) && self.allows(*c)).collect()
    }

    fn allows(self, c: char) -> bool {
        match self {
            Self::UpperCamel => c != '_',
            Self::Snake => !c.is_uppercase(),
            Self::ShoutySnake => !c.is_lowercase(),
        }
    }

    /// A name that the config gives is written in this case.
    pub(super) fn fits(self, ident: &str) -> bool {
        let first_fits = self != Self::UpperCamel || !ident.starts_with(|c: char| c.is_lowercase());
        first_fits && ident.chars().all(|c| self.allows(c))
    }

    /// The name, and a number that tells it from others.
    pub(super) fn numbered(self, ident: &str, number: u32) -> String {
        let base = ident.strip_prefix("r#").unwrap_or(ident).trim_end_matches('_');
        match self {
            Self::UpperCamel => format!("{base}{number}"),
            Self::Snake | Self::ShoutySnake => format!("{base}_{number}"),
        }
    }
}

/// Small letters, digits and lone underscores, as most members of JSON are called: nothing to convert.
fn is_snake(text: &str) -> bool {
    let plain = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.split('_').all(plain)
}

/// The character may stand inside of an identifier.
pub(super) fn is_identifier_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    // syn asks Unicode's own table (`XID_Continue`).
    c.is_alphanumeric() && is_identifier(&format!("a{c}"))
}

/// The text is an identifier and no keyword.
pub(super) fn is_identifier(text: &str) -> bool {
    if super::keywords::is_keyword(text) {
        return false;
    }
    if text.is_ascii() {
        let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        return starts && text != "_" && text.chars().all(is_identifier_char);
    }
    syn::parse_str::<syn::Ident>(text).is_ok()
}
