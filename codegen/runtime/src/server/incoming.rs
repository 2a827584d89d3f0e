//! A request on its way to an operation.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{OriginalUri, Request};
use axum::response::Response;

use super::api_error::Answer;
use super::context::{Context, RequestInfo};
use super::inputs::Inputs;
use super::respond;
use super::router::{ErrorBody, Options};
use super::slow::{is_whole, limited};
use super::template::RawValues;

/// A request on its way to an operation. It is small, as it goes from one future into the next.
#[derive(Debug)]
pub struct Incoming {
    pub(super) info: RequestInfo,
    pub(super) path: RawValues,
    pub(super) body: Body,
    settings: Arc<Settings>,
}

/// What all requests of a server have in common.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) options: Options,
    pub(super) error_body: ErrorBody,
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
        let info = RequestInfo::new(operation, parts);
        Self { info, path, body, settings }
    }

    /// The request without its body.
    #[must_use]
    pub fn info(&self) -> &RequestInfo {
        &self.info
    }

    /// What was set about the server.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.settings.options
    }

    /// How errors are written.
    #[must_use]
    pub fn error_body(&self) -> ErrorBody {
        self.settings.error_body
    }

    /// How the answer is finished.
    pub(super) fn ending(&self) -> Ending {
        let Settings { options, error_body } = &*self.settings;
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
