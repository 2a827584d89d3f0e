//! Bodies that are read piece by piece.

use axum::http::header::CONTENT_TYPE;

use super::super::types::byte_stream::ByteStream;
use super::body::{is_media_type, unsupported};
use super::inputs::Inputs;

/// Programs send bytes as this when they know no better.
const ANYTHING: &str = "application/octet-stream";

impl Inputs<'_> {
    /// A body of bytes, as they come. The limit for bodies does not hold.
    pub fn bytes_body(&mut self, media_type: &'static str) -> Option<ByteStream> {
        if media_type != ANYTHING && !is_media_type(self.headers, media_type) {
            return self.stop(unsupported(&[media_type]));
        }
        let bytes = ByteStream::new(self.body.take_unread().into_data_stream());
        let found = self.headers.get(CONTENT_TYPE).and_then(|found| found.to_str().ok());
        Some(match found {
            Some(found) => bytes.with_media_type(found),
            None => bytes,
        })
    }

    /// A body of bytes, see [`Self::bytes_body`].
    pub fn bytes_body_optional(&mut self, media_type: &'static str) -> Option<Option<ByteStream>> {
        if self.has_no_body() { Some(None) } else { self.bytes_body(media_type).map(Some) }
    }
}
