//! Bodies of one JSON value per line.

use axum::response::Response;

use super::super::types::json_lines::JsonLines;
use super::api_error::ApiError;
use super::downloads::body;
use super::inputs::Inputs;
use super::respond;

impl Inputs<'_> {
    /// A body of lines, as they come.
    pub fn lines_body<T>(&mut self, media_type: &'static str) -> Option<JsonLines<T>> {
        self.bytes_body(media_type).map(JsonLines::from_bytes)
    }

    /// A body of lines, as they come.
    pub fn lines_body_optional<T>(
        &mut self,
        media_type: &'static str,
    ) -> Option<Option<JsonLines<T>>> {
        let bytes = self.bytes_body_optional(media_type)?;
        Some(bytes.map(JsonLines::from_bytes))
    }
}

/// An answer of lines, as they come.
///
/// # Errors
///
/// None, for the media types that a document can hold.
pub fn respond<T>(
    status: u16,
    media_type: &'static str,
    lines: JsonLines<T>,
) -> Result<Response, ApiError> {
    respond::bytes(status, media_type, body(lines.into_bytes()))
}
