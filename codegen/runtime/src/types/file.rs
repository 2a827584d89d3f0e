//! Files inside of `multipart/form-data` bodies.

use super::byte_stream::ByteStream;

/// A file in a form: its bytes, and what is said about them.
#[derive(Debug, Default)]
pub struct File {
    /// What the sender calls it. A server must not take it for a path of its own.
    pub name: Option<String>,
    /// Its bytes. Their media type is sent with them.
    pub data: ByteStream,
}

impl File {
    /// A file of this name.
    pub fn new(name: impl Into<String>, data: impl Into<ByteStream>) -> Self {
        Self { name: Some(name.into()), data: data.into() }
    }
}

impl<D: Into<ByteStream>> From<D> for File {
    fn from(data: D) -> Self {
        Self { name: None, data: data.into() }
    }
}
