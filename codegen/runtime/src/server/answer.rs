//! From what an implementation gives to an answer.

use axum::response::Response;
use serde::Serialize;

use super::api_error::Answer;
use super::respond;

/// An answer that is being made.
pub trait Answering: Future<Output = Answer<Response>> + Send {}

impl<F: Future<Output = Answer<Response>> + Send> Answering for F {}

/// Answers with what `written` makes of the output.
pub fn with<T>(
    output: impl Future<Output = Answer<T>> + Send,
    written: impl FnOnce(T) -> Answer<Response> + Send,
) -> impl Answering {
    async move { written(output.await?) }
}

/// Answers with the output as JSON.
pub fn json<T: Serialize>(
    status: u16,
    output: impl Future<Output = Answer<T>> + Send,
) -> impl Answering {
    async move { respond::json(status, &output.await?) }
}

/// Answers without a body.
pub fn empty(status: u16, output: impl Future<Output = Answer<()>> + Send) -> impl Answering {
    async move {
        output.await?;
        respond::empty(status)
    }
}
