//! Answers that are read piece by piece.

use super::super::types::byte_stream::ByteStream;
use super::body::content_type;
use super::error::Error;
use super::reply::Reply;

impl Reply {
    /// The body as it comes. The client's limit for bodies does not hold.
    ///
    /// # Errors
    ///
    /// None. It is a result for the sake of its siblings; what goes wrong later, the stream says.
    pub fn bytes<E>(self) -> Result<ByteStream, Error<E>> {
        let bytes = match self.rest {
            Some(rest) => ByteStream::new(reqwest::Response::bytes_stream(*rest)),
            None => self.body.bytes.into(),
        };
        Ok(match content_type(&self.head.headers) {
            Some(media_type) => bytes.with_media_type(media_type),
            None => bytes,
        })
    }
}
