//! Where a node of the model stands in the document, and what the document says about it.

use std::fmt;

/// A JSON pointer (RFC 6901) into the document, kept as unescaped tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Vec<String>);

impl Pointer {
    /// The document itself.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// This place's member `token`.
    #[must_use]
    pub fn join(&self, token: impl fmt::Display) -> Self {
        let mut tokens = self.0.clone();
        tokens.push(token.to_string());
        Self(tokens)
    }

    /// Goes on to the member `token`.
    pub(crate) fn push(&mut self, token: impl fmt::Display) {
        self.0.push(token.to_string());
    }

    /// This place's member of a member, and so on.
    #[must_use]
    pub fn join_all<'a>(&self, tokens: impl IntoIterator<Item = &'a str>) -> Self {
        let mut joined = self.0.clone();
        joined.extend(tokens.into_iter().map(str::to_owned));
        Self(joined)
    }

    /// The unescaped tokens.
    #[must_use]
    pub fn tokens(&self) -> &[String] {
        &self.0
    }

    /// Reads the text form, such as `/paths/~1pets/get`; a leading `#` is accepted.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('#').unwrap_or(text);
        if text.is_empty() {
            return Some(Self::root());
        }
        let tokens = text.strip_prefix('/')?.split('/');
        Some(Self(tokens.map(|token| token.replace("~1", "/").replace("~0", "~")).collect()))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for token in &self.0 {
            f.write_str("/")?;
            let mut rest = token.as_str();
            while let Some(at) = rest.find(['~', '/']) {
                let (plain, special) = rest.split_at(at);
                f.write_str(plain)?;
                f.write_str(if special.starts_with('~') { "~0" } else { "~1" })?;
                rest = special.get(1..).unwrap_or_default();
            }
            f.write_str(rest)?;
        }
        Ok(())
    }
}

/// What a document says about a thing for people to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// One line: `summary` or `title`; empty when there is none.
    pub summary: String,
    /// Markdown; empty when there is none.
    pub description: String,
    /// `deprecated: true`.
    pub deprecated: bool,
}
