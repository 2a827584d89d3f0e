//! Bodies of one JSON value per line.

use super::super::types::byte_stream::ByteStream;
use super::super::types::json_lines::JsonLines;
use super::error::Error;
use super::reply::Reply;
use super::request::RequestEncoder;

impl RequestEncoder {
    /// A body of lines, left out where there is none.
    pub fn lines<T>(&mut self, media_type: &'static str, body: Option<JsonLines<T>>) {
        self.bytes(media_type, body.map(JsonLines::into_bytes));
    }
}

impl Reply {
    /// The lines of the body, as they come.
    ///
    /// # Errors
    ///
    /// None, see [`bytes`](Reply::bytes).
    pub fn lines<T, E>(self) -> Result<JsonLines<T>, Error<E>> {
        self.bytes().map(|bytes: ByteStream| JsonLines::from_bytes(bytes))
    }
}
