//! Reads a request's body, within the limit, and tells of what media type it is.

use std::error::Error;
use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};

use super::api_error::ApiError;

/// How much memory a request gets because of nothing but its `Content-Length`.
const TRUSTED: u64 = 64 * 1024;

/// Reads all of it.
///
/// # Errors
///
/// It is larger than `limit` (413), by its `Content-Length` or when it comes; or it breaks off.
pub async fn read(headers: &HeaderMap, mut body: Body, limit: usize) -> Result<Bytes, ApiError> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let announced: u64 = announced.and_then(|value| value.parse().ok()).unwrap_or(0);
    if announced > limit as u64 {
        return Err(too_large(limit));
    }
    // A small one comes in one piece, which need not be copied.
    let first = next(&mut body, 0, limit).await?.unwrap_or_default();
    let Some(second) = next(&mut body, first.len(), limit).await? else {
        return Ok(first);
    };
    let mut bytes = Vec::with_capacity(announced.min(TRUSTED) as usize);
    bytes.extend_from_slice(&first);
    bytes.extend_from_slice(&second);
    while let Some(piece) = next(&mut body, bytes.len(), limit).await? {
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes.into())
}

/// The next piece of a body of which so many bytes are `there` already.
async fn next(body: &mut Body, there: usize, limit: usize) -> Result<Option<Bytes>, ApiError> {
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
        match frame.map_err(|error| broken(&error))?.into_data() {
            Ok(data) if data.len() > limit.saturating_sub(there) => return Err(too_large(limit)),
            Ok(data) => return Ok(Some(data)),
            Err(_) => {}
        }
    }
    Ok(None)
}

/// The request says that its body is JSON, or says nothing about it.
#[must_use]
pub fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    if value == "application/json" {
        return true;
    }
    let Ok(text) = value.to_str() else {
        return false;
    };
    let media_type = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media_type.split_once('/') {
        Some(("application", "json")) => true,
        Some((_, subtype)) => subtype.len() > "+json".len() && subtype.ends_with("+json"),
        None => media_type.is_empty(),
    }
}

/// The media type of a request is this one, or in this range. One that says nothing may be any; all
/// that is JSON is the same.
pub fn is_media_type(headers: &HeaderMap, known: &str) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else { return true };
    let text = value.to_str().unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = |name: &str| name == "application/json" || name.ends_with("+json");
    match known.split_once('*') {
        Some((start, _)) => essence.starts_with(start) || known == "*/*",
        None => essence == known || (is_json(known) && is_json(&essence)),
    }
}

/// The answer to a body of another media type.
pub fn unsupported(known: &[&str]) -> ApiError {
    let message = "Request body has an unsupported media type.";
    ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message)
        .detail(format!("the Content-Type must be {}", known.join(" or ")))
}

/// The answer to a body of another kind.
#[must_use]
pub fn not_json() -> ApiError {
    ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Request body must be JSON.")
        .detail("the Content-Type must be application/json")
}

fn too_large(limit: usize) -> ApiError {
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "Request body is too large.")
        .detail(format!("at most {limit} bytes are accepted"))
}

fn broken(error: &axum::Error) -> ApiError {
    // A limit that somebody put in front of this router shows up here, as the text of a cause.
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(error) = cause {
        if error.to_string() == "length limit exceeded" {
            return ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "Request body is too large.");
        }
        cause = error.source();
    }
    ApiError::new(StatusCode::BAD_REQUEST, "Request body could not be read.")
}
