//! Static data as Rust writes it: tables of rows, laid out as people lay out tables. They are the
//! larger part of some files, and nothing but constructors and texts, so they are written at once
//! rather than parsed and printed as code is.

mod layout;

use super::mentions::Mentions;

/// A constant expression.
#[derive(Clone, Debug)]
pub(crate) enum Data {
    /// A path, a number, or another short piece of code. It stands as it is: nothing of a document is
    /// ever in it that isn't an identifier.
    Code(String),
    /// A text of the document.
    Text(String),
    /// `&…`
    Ref(Box<Self>),
    /// `[…, …]`
    List(Vec<Self>),
    /// `path(…, …)`
    Call(String, Vec<Self>),
    /// `path { name: …, … }`
    Struct(String, Vec<(&'static str, Self)>),
    /// `….name(…)`
    Method(Box<Self>, &'static str, Box<Self>),
}

impl Data {
    /// A path, or another short piece of code.
    pub(crate) fn code(code: impl Into<String>) -> Self {
        Self::Code(code.into())
    }

    /// A text of the document.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A call of what this path names.
    pub(crate) fn call(path: &str, arguments: impl IntoIterator<Item = Self>) -> Self {
        Self::Call(path.to_owned(), arguments.into_iter().collect())
    }

    /// A struct.
    pub(crate) fn object(
        path: &str,
        members: impl IntoIterator<Item = (&'static str, Self)>,
    ) -> Self {
        Self::Struct(path.to_owned(), members.into_iter().collect())
    }

    /// A slice.
    pub(crate) fn slice(items: impl IntoIterator<Item = Self>) -> Self {
        Self::List(items.into_iter().collect()).by_ref()
    }

    /// A slice of texts.
    pub(crate) fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::slice(texts.into_iter().map(|text| Self::text(text.as_ref())))
    }

    /// A reference to this.
    pub(crate) fn by_ref(self) -> Self {
        Self::Ref(Box::new(self))
    }

    /// This, with a method called upon it.
    pub(crate) fn with(self, method: &'static str, argument: Self) -> Self {
        Self::Method(Box::new(self), method, Box::new(argument))
    }

    /// Adds what is named.
    pub(super) fn mentioned(&self, mentions: &mut Mentions) {
        match self {
            Self::Code(path) => mentions.add_path(path),
            Self::Text(_) => {}
            Self::Ref(inner) => inner.mentioned(mentions),
            Self::List(items) => items.iter().for_each(|item| item.mentioned(mentions)),
            Self::Call(path, arguments) => {
                mentions.add_path(path);
                arguments.iter().for_each(|argument| argument.mentioned(mentions));
            }
            Self::Struct(path, members) => {
                mentions.add_path(path);
                members.iter().for_each(|(_, value)| value.mentioned(mentions));
            }
            Self::Method(inner, _, argument) => {
                inner.mentioned(mentions);
                argument.mentioned(mentions);
            }
        }
    }
}
