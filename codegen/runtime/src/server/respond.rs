//! Answers.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;

use super::api_error::ApiError;

const JSON: &str = "application/json";

/// How much room an answer has at first: most fit, and need not be moved while they are written.
const ROOM: usize = 1024;

/// An answer with a JSON body.
///
/// # Errors
///
/// The value cannot be written as JSON (500).
pub fn json(status: u16, value: &impl Serialize) -> Result<Response, ApiError> {
    let status = StatusCode::from_u16(status).map_err(ApiError::internal)?;
    Ok(ready(status, written(value).map_err(ApiError::internal)?.into()))
}

/// An answer with a JSON body of another media type, such as `application/problem+json`.
///
/// # Errors
///
/// The value cannot be written as JSON (500).
pub fn json_as(
    status: u16,
    media_type: &'static str,
    value: &impl Serialize,
) -> Result<Response, ApiError> {
    bytes(status, media_type, written(value).map_err(ApiError::internal)?.into())
}

/// An answer without a body.
///
/// # Errors
///
/// None, for the statuses that a document can hold.
pub fn empty(status: u16) -> Result<Response, ApiError> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(status).map_err(ApiError::internal)?;
    Ok(response)
}

pub(super) fn bytes(
    status: u16,
    media_type: &'static str,
    body: Body,
) -> Result<Response, ApiError> {
    let value = HeaderValue::try_from(media_type).map_err(ApiError::internal)?;
    let mut response = empty(status)?;
    *response.body_mut() = body;
    response.headers_mut().insert(CONTENT_TYPE, value);
    Ok(response)
}

/// An answer with JSON that is written already.
pub(super) fn ready(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    response
}

/// The JSON of an answer.
pub(super) fn written(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(ROOM);
    serde_json::to_writer(&mut bytes, value)?;
    Ok(bytes)
}

/// A value as JSON.
///
/// # Errors
///
/// It cannot be written as JSON (500).
pub fn json_bytes(value: &impl Serialize) -> Result<Vec<u8>, ApiError> {
    serde_json::to_vec(value).map_err(ApiError::internal)
}

/// An error in the API's shape.
#[must_use]
pub fn error_bytes(error: &ApiError, error_body: fn(&ApiError) -> Vec<u8>) -> Vec<u8> {
    error.body().map_or_else(|| error_body(error), |ready| ready.to_vec())
}

/// An answer that means failure, in the API's shape.
pub(super) fn error(error: &ApiError, error_body: fn(&ApiError) -> Vec<u8>) -> Response {
    let mut body = error_bytes(error, error_body);
    let text = error.text();
    if let Some(text) = text {
        body.splice(..0, format!("{text}\n").into_bytes());
    }
    let mut response = ready(error.status(), body.into());
    let headers = response.headers_mut();
    if text.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    }
    for (name, value) in error.headers() {
        headers.append(name, value.clone());
    }
    response
}
