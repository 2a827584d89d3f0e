//! Answers.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;

use super::api_error::ApiError;

const JSON: &str = "application/json";

/// An answer with a JSON body.
///
/// # Errors
///
/// The value cannot be written as JSON (500).
pub fn json(status: u16, value: &impl Serialize) -> Result<Response, ApiError> {
    json_as(status, JSON, value)
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
    bytes(status, media_type, json_bytes(value)?.into())
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
    let mut response = empty(status)?;
    *response.body_mut() = body;
    let value = match media_type {
        JSON => HeaderValue::from_static(JSON),
        other => HeaderValue::try_from(other).map_err(ApiError::internal)?,
    };
    response.headers_mut().insert(CONTENT_TYPE, value);
    Ok(response)
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
    let (mut body, mut media_type) = (error_bytes(error, error_body), JSON);
    if let Some(text) = error.text() {
        body.splice(..0, format!("{text}\n").into_bytes());
        media_type = "text/plain; charset=utf-8";
    }
    let mut response = Response::new(body.into());
    *response.status_mut() = error.status();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    for (name, value) in error.headers() {
        response.headers_mut().append(name, value.clone());
    }
    response
}
