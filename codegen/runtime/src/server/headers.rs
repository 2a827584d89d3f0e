//! Headers of answers with the types that the document gives them.

use axum::body::HttpBody;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use super::super::types::headers::{Headers, write};
use super::api_error::ApiError;

/// A value and the documented headers of the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WithHeaders<T, H> {
    /// What the body holds.
    pub body: T,
    /// What the headers hold.
    pub headers: H,
}

impl<T, H> WithHeaders<T, H> {
    /// A value with these headers.
    pub fn new(body: T, headers: H) -> Self {
        Self { body, headers }
    }
}

/// A value without any of the headers, where none is required.
impl<T, H: Default> From<T> for WithHeaders<T, H> {
    fn from(body: T) -> Self {
        Self::new(body, H::default())
    }
}

/// Adds headers to an answer. What is there as a whole has a length, and no other.
///
/// # Errors
///
/// A header cannot hold its value (500), or there is no answer.
pub fn with<H: Headers>(
    answer: Result<Response, ApiError>,
    headers: &H,
) -> Result<Response, ApiError> {
    let answer = answer?;
    let is_whole = answer.body().size_hint().exact().is_some();
    added(answer, headers, |name| is_whole && name == CONTENT_LENGTH)
}

/// Adds headers to an answer to HEAD, whose length is that of another answer.
///
/// # Errors
///
/// A header cannot hold its value (500), or there is no answer.
pub fn with_length<H: Headers>(
    answer: Result<Response, ApiError>,
    headers: &H,
) -> Result<Response, ApiError> {
    added(answer?, headers, |_| false)
}

fn added<H: Headers>(
    mut answer: Response,
    headers: &H,
    is_left_out: impl Fn(&HeaderName) -> bool,
) -> Result<Response, ApiError> {
    let texts = texts(headers)?.into_iter();
    answer.headers_mut().extend(texts.filter(|(name, _)| !is_left_out(name)));
    Ok(answer)
}

impl ApiError {
    /// Adds the documented headers of this answer. Should one be unable to hold its value, this becomes
    /// an error of the server itself.
    #[must_use]
    pub fn with_headers<H: Headers>(self, headers: &H) -> Self {
        match texts(headers) {
            Ok(texts) => {
                texts.into_iter().fold(self, |error, (name, value)| error.header(name, value))
            }
            Err(error) => error,
        }
    }
}

fn texts<H: Headers>(headers: &H) -> Result<Vec<(HeaderName, HeaderValue)>, ApiError> {
    let texts = write(headers).map_err(ApiError::internal)?.into_iter();
    let parse = |(name, text): (String, String)| {
        let name = HeaderName::try_from(name).map_err(ApiError::internal)?;
        let value = HeaderValue::try_from(text);
        let value = value.map_err(|error| {
            ApiError::internal(error).detail(format!("the header `{name}` cannot hold its value"))
        })?;
        Ok((name, value))
    };
    texts.map(parse).collect()
}
