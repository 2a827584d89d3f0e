//! Refusals of handlers in the words that the Go clients look for (wire 7.10).

use coder_agents_server::ApiError;
use coder_agents_server::types::codersdk::Response;
use reqwest::StatusCode;

pub fn not_found() -> ApiError {
    let message = "Resource not found or you do not have access to this resource".to_owned();
    ApiError::json(StatusCode::NOT_FOUND, &Response { message, ..Response::default() })
}

pub fn too_large() -> ApiError {
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "Logs limit exceeded")
}

pub fn unknown_version() -> ApiError {
    let message = "Unknown or unsupported API version";
    ApiError::new(StatusCode::BAD_REQUEST, message).violation("version", "too old")
}

pub fn expired() -> ApiError {
    let message = "Invalid coordinate resume token";
    ApiError::new(StatusCode::UNAUTHORIZED, message).violation("resume_token", "it has expired")
}

pub fn no_database() -> ApiError {
    ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "database not reachable")
}

pub fn nobody_expects_this() {
    panic!("a handler of a test panics");
}
