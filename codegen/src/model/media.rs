//! Media types: how a body is written.

/// A way to write a body. A new one is a variant here, a codec in the runtime, and an arm in the
/// client's and the server's emitter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// `application/json` and everything that ends in `+json`.
    Json(MediaType),
}

impl BodyKind {
    /// The media type as the document has it.
    #[must_use]
    pub fn media_type(&self) -> &str {
        match self {
            Self::Json(media_type) => &media_type.0,
        }
    }
}

/// A media type as the document has it, without parameters, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaType(pub String);
