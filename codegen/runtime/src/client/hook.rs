//! Hooks: a look at every request and answer, for tracing, metrics and extra headers.

use std::fmt;
use std::future::ready;
use std::pin::Pin;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::error::Failure;
use super::problem::BoxError;
use super::spec::Spec;

/// A future behind a pointer.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sees every attempt of every call. Hooks run in the order in which they were added.
pub trait Hook: Send + Sync + 'static {
    /// Before a request is sent. It may add headers or wait.
    ///
    /// The request holds the client's secrets; they are marked as sensitive.
    ///
    /// # Errors
    ///
    /// An error keeps the request from being sent and ends the call with `Error::Hook`.
    fn on_request<'a>(
        &'a self,
        spec: &'a Spec,
        request: &'a mut reqwest::Request,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        let _ = (spec, request);
        Box::pin(ready(Ok(())))
    }

    /// When the head of an answer is there; its body is read afterwards.
    fn on_response(&self, response: ResponseInfo<'_>) {
        let _ = response;
    }

    /// When an attempt fails without an answer, or while the body of one is read.
    fn on_failure(&self, failure: FailureInfo<'_>) {
        let _ = failure;
    }
}

/// The head of an answer.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ResponseInfo<'a> {
    /// The operation.
    pub spec: &'a Spec,
    /// Which attempt of the call this is, counted from 1.
    pub attempt: u32,
    /// Status of the answer.
    pub status: StatusCode,
    /// Headers of the answer.
    pub headers: &'a HeaderMap,
    /// Time since the request was sent.
    pub elapsed: Duration,
}

impl fmt::Debug for ResponseInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseInfo")
            .field("operation", &self.spec.id)
            .field("attempt", &self.attempt)
            .field("status", &self.status)
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}

/// A failed attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FailureInfo<'a> {
    /// The operation.
    pub spec: &'a Spec,
    /// Which attempt of the call this is, counted from 1.
    pub attempt: u32,
    /// What went wrong.
    pub failure: &'a Failure,
    /// Time since the request was sent.
    pub elapsed: Duration,
}
