//! Bodies of requests that are any bytes.

use super::arguments::Arguments;
use super::failure::Failure;
use super::types::byte_stream::ByteStream;

impl Arguments {
    /// A body of any bytes, of the media type that `--as` names.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn bytes_body(&self) -> Result<ByteStream, Failure> {
        let bytes = ByteStream::from(self.bytes()?.to_vec());
        Ok(match &self.media_type {
            Some(media_type) => bytes.with_media_type(media_type),
            None => bytes,
        })
    }
}
