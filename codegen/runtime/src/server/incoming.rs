//! A request on its way to an operation.

use axum::body::Body;
use axum::extract::{FromRequestParts, OriginalUri, RawPathParams, Request};

use super::context::{Context, RequestInfo};
use super::inputs::Inputs;
use super::router::{ErrorBody, Options};

/// A request on its way to an operation.
#[derive(Debug)]
pub struct Incoming {
    pub(super) info: RequestInfo,
    pub(super) path: Result<Vec<(&'static str, String)>, BadPath>,
    pub(super) body: Body,
    pub(super) options: Options,
    error_body: ErrorBody,
}

/// A path parameter is not UTF-8 once it is decoded.
#[derive(Debug)]
pub(super) struct BadPath;

impl Incoming {
    /// Takes a request out of axum's hands; `names` are the operation's path parameters.
    pub(super) async fn new(
        operation: &'static str,
        names: &[&'static str],
        options: Options,
        error_body: ErrorBody,
        request: Request,
    ) -> Self {
        let (mut parts, body) = request.into_parts();
        let path = match RawPathParams::from_request_parts(&mut parts, &()).await {
            Ok(values) => Ok(pair(names, &values)),
            Err(_) if names.is_empty() => Ok(Vec::new()),
            Err(_) => Err(BadPath),
        };
        if let Some(OriginalUri(uri)) = parts.extensions.get::<OriginalUri>() {
            parts.uri = uri.clone();
        }
        Self { info: RequestInfo::new(operation, parts), path, body, options, error_body }
    }

    /// The request without its body.
    #[must_use]
    pub fn info(&self) -> &RequestInfo {
        &self.info
    }

    /// What was set about the server.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// How errors are written.
    #[must_use]
    pub fn error_body(&self) -> ErrorBody {
        self.error_body
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

/// By position, and the last ones: the router may stand below a path with parameters of its own,
/// whatever their names are.
fn pair(names: &[&'static str], values: &RawPathParams) -> Vec<(&'static str, String)> {
    let values: Vec<&str> = values.iter().map(|(_, value)| value).collect();
    let own = values.get(values.len().saturating_sub(names.len())..).unwrap_or_default();
    names.iter().zip(own).map(|(name, value)| (*name, (*value).to_owned())).collect()
}
