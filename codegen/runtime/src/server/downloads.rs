//! Answers that are text, or are written piece by piece.

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

use super::super::types::byte_stream::ByteStream;
use super::api_error::ApiError;
use super::respond;

/// An answer that is one plain text.
///
/// # Errors
///
/// The value has no plain text (500).
pub fn text(
    status: u16,
    media_type: &'static str,
    value: &impl Serialize,
) -> Result<Response, ApiError> {
    let text = match serde_json::to_value(value).map_err(ApiError::internal)? {
        Value::String(text) => text,
        other => other.to_string(),
    };
    let plain = media_type == "text/plain";
    let media_type = if plain { "text/plain; charset=utf-8" } else { media_type };
    respond::bytes(status, media_type, text.into())
}

/// An answer of bytes, as they come. Where the media type is a range, that of the bytes is sent.
///
/// # Errors
///
/// Their media type is none that a header can have (500).
pub fn bytes(
    status: u16,
    media_type: &'static str,
    bytes: ByteStream,
) -> Result<Response, ApiError> {
    let own = bytes.media_type().map(HeaderValue::from_str);
    let own = own.transpose().map_err(ApiError::internal)?;
    let mut response = respond::bytes(status, media_type, body(bytes))?;
    if media_type.contains('*') {
        let media_type = own.unwrap_or(HeaderValue::from_static("application/octet-stream"));
        response.headers_mut().insert(CONTENT_TYPE, media_type);
    }
    Ok(response)
}

/// What is there as a whole has a length.
pub(super) fn body(bytes: ByteStream) -> Body {
    match bytes.as_whole() {
        Some(whole) => whole.clone().into(),
        None => Body::from_stream(bytes),
    }
}
