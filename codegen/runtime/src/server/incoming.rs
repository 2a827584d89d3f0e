//! A request on its way to an operation.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{OriginalUri, Request};
use axum::response::Response;

use super::api_error::Answer;
use super::context::{Context, RequestInfo};
use super::inputs::Inputs;
use super::receive::Received;
use super::respond;
use super::router::{ErrorBody, Settings};
use super::slow::{is_whole, limited};
use super::template::RawValues;

/// A request on its way to an operation. It is small, as it goes from one future into the next.
#[derive(Debug)]
pub struct Incoming {
    pub(super) info: RequestInfo,
    pub(super) path: RawValues,
    pub(super) body: Received,
}

impl Incoming {
    /// Takes a request out of axum's hands; `path` are the operation's path parameters.
    pub(super) fn new(
        operation: &'static str,
        path: RawValues,
        settings: Arc<Settings>,
        request: Request,
    ) -> Self {
        let (mut parts, body) = request.into_parts();
        // Unless the router is nested, it is the very same.
        if let Some(OriginalUri(uri)) = parts.extensions.get::<OriginalUri>()
            && !std::ptr::eq(uri.path(), parts.uri.path())
        {
            parts.uri = uri.clone();
        }
        Self {
            info: RequestInfo::with(operation, parts, settings),
            path,
            body: Received::Unread(body),
        }
    }

    /// The request without its body.
    #[must_use]
    pub fn info(&self) -> &RequestInfo {
        &self.info
    }

    /// How the answer is finished.
    pub(super) fn ending(&self) -> Ending {
        let Settings { options, error_body } = self.info.settings();
        Ending { limit: options.send_timeout, error_body: *error_body }
    }

    /// Starts to read the inputs.
    pub fn inputs(&mut self) -> Inputs<'_> {
        Inputs::new(self)
    }

    /// What the implementation gets.
    #[must_use]
    pub fn context<P>(self, principal: P) -> Context<P> {
        Context::new(principal, self.info)
    }
}

/// How an answer is finished, whatever the operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending {
    limit: Duration,
    error_body: ErrorBody,
}

impl Ending {
    /// What goes back to the caller.
    pub(super) fn of(self, answer: Answer<Response>) -> Response {
        match answer {
            Ok(response) if is_whole(response.body()) => response,
            Ok(response) => response.map(|body| limited(body, self.limit)),
            Err(error) => respond::error(&error, self.error_body),
        }
    }
}
