//! Media types: how a body is written.

use super::{Pointer, Style, TypeId};

/// One way in which a body may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Where it stands in the document.
    pub origin: Pointer,
    /// As it is sent; a range (`image/*`, `*/*`) where the document leaves it open.
    pub media_type: MediaType,
    /// What is in it.
    pub kind: BodyKind,
}

/// A way to write a body. A new one is a variant here, a codec in the runtime, and an arm in the
/// client's and the server's emitter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// `application/json` and everything that ends in `+json`: a value of the schema.
    Json(TypeId),
    /// `application/x-www-form-urlencoded`: an object, and how its members are written that are not
    /// written as usual.
    Form(TypeId, Vec<(String, Style)>),
    /// `multipart/form-data`: an object whose members are parts, or any parts.
    Multipart(TypeId, Vec<Part>),
    /// `text/…` and XML: a plain value of the schema, or any text.
    Text(Option<TypeId>),
    /// `application/x-ndjson` and its kin: values of the schema, one per line.
    Lines(TypeId),
    /// Anything else: bytes as they come.
    Bytes,
}

impl BodyKind {
    /// The schema of what is in it, if it has one.
    #[must_use]
    pub fn schema(&self) -> Option<TypeId> {
        match self {
            Self::Json(schema)
            | Self::Form(schema, _)
            | Self::Multipart(schema, _)
            | Self::Lines(schema) => Some(*schema),
            Self::Text(schema) => *schema,
            Self::Bytes => None,
        }
    }
}

/// A part of a `multipart/form-data` body: a property of its object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Index of the property.
    pub property: usize,
    /// What is in it.
    pub content: PartContent,
}

/// What is in a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartContent {
    /// A file, or several of them, with the media type that they have if they do not say.
    File {
        /// There may be any number of them.
        many: bool,
        /// The media type of a file that has none of its own.
        media_type: Option<String>,
    },
    /// A value, written as fields of forms are.
    Field(Style),
}

/// A media type as the document has it, without parameters, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaType(pub String);

impl MediaType {
    /// It stands for many media types.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.0.contains('*')
    }
}
