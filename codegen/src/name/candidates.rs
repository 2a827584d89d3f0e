//! The identifiers that a text of the document may become, the best one first.

use super::case::{Case, is_identifier, is_identifier_char};
use super::keywords::escape;

/// A sort of names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Role {
    pub(super) case: Case,
    /// Stands in for a text that gives no name, and in front of one that starts with a digit.
    pub(super) word: &'static str,
}

pub(super) const TYPE: Role = Role { case: Case::UpperCamel, word: "type" };
pub(super) const TRAIT: Role = Role { case: Case::UpperCamel, word: "trait" };
pub(super) const VARIANT: Role = Role { case: Case::UpperCamel, word: "value" };
pub(super) const FIELD: Role = Role { case: Case::Snake, word: "field" };
pub(super) const PARAMETER: Role = Role { case: Case::Snake, word: "parameter" };
pub(super) const FUNCTION: Role = Role { case: Case::Snake, word: "operation" };
pub(super) const MODULE: Role = Role { case: Case::Snake, word: "module" };
pub(super) const SCHEME: Role = Role { case: Case::Snake, word: "scheme" };
pub(super) const CONSTANT: Role = Role { case: Case::ShoutySnake, word: "scheme" };

/// An identifier that something may get.
#[derive(Clone, Debug)]
pub(super) enum Candidate {
    /// This one.
    Known(String),
    /// What [`Role::plain`] makes of a text.
    Plain(Role, String),
    /// What [`Role::spelled`] makes of a text.
    Spelled(Role, String),
}

impl Candidate {
    /// The identifier. Hardly anything needs more than its first candidate, so the others are made
    /// when they are asked for.
    pub(super) fn identifier(&self) -> String {
        match self {
            Self::Known(ident) => ident.clone(),
            Self::Plain(role, text) => role.plain(text),
            Self::Spelled(role, text) => role.spelled(text),
        }
    }
}

impl From<String> for Candidate {
    fn from(ident: String) -> Self {
        Self::Known(ident)
    }
}

impl From<&str> for Candidate {
    fn from(ident: &str) -> Self {
        Self::Known(ident.to_owned())
    }
}

impl Role {
    /// The text as an identifier; signs are left out, unless there is nothing else.
    pub(super) fn plain(self, text: &str) -> String {
        if text.chars().any(|c| c != '_' && is_identifier_char(c)) {
            self.identifier(&signed(text))
        } else {
            self.spelled(text)
        }
    }

    /// The text as an identifier with words for its signs: tells `<5` from `>5`.
    pub(super) fn spelled(self, text: &str) -> String {
        let mut spelled = String::new();
        for c in text.chars() {
            match sign_name(c) {
                Some(name) => spelled.extend([" ", name, " "]),
                None if is_identifier_char(c) || c.is_whitespace() => spelled.push(c),
                None => spelled.push_str(&format!(" u{:x} ", u32::from(c))),
            }
        }
        self.identifier(&spelled)
    }

    fn identifier(self, text: &str) -> String {
        let plain = self.case.convert(text);
        if self.is_fine(&plain) {
            return self.escape(plain);
        }
        let with_word = self.case.convert(&format!("{} {text}", self.word));
        if self.is_fine(&with_word) { self.escape(with_word) } else { self.case.convert(self.word) }
    }

    /// Lower-case keywords can be written raw; `Self` is taken in every scope of types and variants,
    /// so that another candidate is chosen there.
    fn escape(self, ident: String) -> String {
        if self.case == Case::Snake { escape(ident) } else { ident }
    }

    /// An identifier, keywords included, of the right case.
    fn is_fine(self, ident: &str) -> bool {
        self.case.fits(ident) && is_identifier(&format!("{ident}_"))
    }
}

/// A sign in front of a number means something: `+1` and `-1` are reactions, `-1` is a choice.
fn signed(text: &str) -> String {
    let mut chars = text.trim().chars();
    let sign = match chars.next() {
        Some('+') => "plus ",
        Some('-') => "minus ",
        _ => return text.to_owned(),
    };
    let rest = chars.as_str();
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{sign}{rest}")
    } else {
        text.to_owned()
    }
}

fn sign_name(c: char) -> Option<&'static str> {
    Some(match c {
        '!' => "not",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' | ')' => "parenthesis",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '[' | ']' => "bracket",
        '\\' => "backslash",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' | '}' => "brace",
        '|' => "or",
        '~' => "tilde",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_names() {
        for (text, name) in [
            ("DERPRegion", "DerpRegion"),
            ("get-pets", "GetPets"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("-created", "Created"),
            ("404", "Value404"),
            ("<=", "LessEqual"),
            ("", "Value"),
            ("  ", "Value"),
            ("☃", "U2603"),
            ("naïve", "Naïve"),
            ("数据", "数据"),
            ("m²", "M"),
            ("self", "Self"),
        ] {
            assert_eq!(VARIANT.plain(text), name, "{text:?}");
        }
        for (text, name) in [
            ("type", "r#type"),
            ("self", "self_"),
            ("Self", "self_"),
            ("_", "underscore"),
            ("2fa", "field_2fa"),
            ("workspaceID", "workspace_id"),
            ("a\u{301}", "a"),
            ("*/ //", "star_slash_slash_slash"),
        ] {
            assert_eq!(FIELD.plain(text), name, "{text:?}");
        }
        assert_eq!(VARIANT.spelled("-created"), "MinusCreated");
        assert_eq!(CONSTANT.plain("CoderSessionToken"), "CODER_SESSION_TOKEN");
    }
}
