//! A request on its way to an operation.

use axum::body::Body;
use axum::extract::{OriginalUri, Request};

use super::context::{Context, RequestInfo};
use super::inputs::Inputs;
use super::router::{ErrorBody, Options};
use super::template::RawValues;

/// A request on its way to an operation. It is boxed, as it goes from one future into the next.
#[derive(Debug)]
pub struct Incoming(pub(super) Box<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) info: RequestInfo,
    pub(super) path: RawValues,
    pub(super) body: Body,
    pub(super) options: Options,
    error_body: ErrorBody,
}

impl Incoming {
    /// Takes a request out of axum's hands; `path` are the operation's path parameters.
    pub(super) fn new(
        operation: &'static str,
        path: RawValues,
        options: Options,
        error_body: ErrorBody,
        request: Request,
    ) -> Self {
        let (mut parts, body) = request.into_parts();
        if let Some(OriginalUri(uri)) = parts.extensions.get::<OriginalUri>() {
            parts.uri = uri.clone();
        }
        let info = RequestInfo::new(operation, parts);
        Self(Box::new(Inner { info, path, body, options, error_body }))
    }

    /// The request without its body.
    #[must_use]
    pub fn info(&self) -> &RequestInfo {
        &self.0.info
    }

    /// What was set about the server.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// How errors are written.
    #[must_use]
    pub fn error_body(&self) -> ErrorBody {
        self.0.error_body
    }

    /// Starts to read the inputs.
    pub fn inputs(&mut self) -> Inputs<'_> {
        Inputs::new(self)
    }

    /// What the implementation gets.
    #[must_use]
    pub fn context<P>(self, principal: P) -> Context<P> {
        Context::new(principal, self.0.info)
    }
}
