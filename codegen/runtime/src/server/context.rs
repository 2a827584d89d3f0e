//! What an implementation learns about a request besides its inputs.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use axum::extract::connect_info::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, Uri};

use super::api_error::{ApiError, default_body};
use super::router::{Options, Settings};

/// A request without its body.
pub struct RequestInfo {
    operation: &'static str,
    /// In a box, as the whole goes from one future into the next.
    pub(super) parts: Box<Parts>,
    settings: Arc<Settings>,
}

/// The settings of requests that belong to no server.
static ALONE: LazyLock<Arc<Settings>> =
    LazyLock::new(|| Arc::new(Settings { options: Options::default(), error_body: default_body }));

impl RequestInfo {
    /// Puts one together, for a test of an implementation for example.
    #[must_use]
    pub fn new(operation: &'static str, parts: Parts) -> Self {
        Self::with(operation, parts, Arc::clone(&ALONE))
    }

    pub(super) fn with(operation: &'static str, parts: Parts, settings: Arc<Settings>) -> Self {
        Self { operation, parts: Box::new(parts), settings }
    }

    /// What was set about the server.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The document's id of the operation that is asked for.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The request's method; `HEAD` comes to the operations of `GET`.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.parts.method
    }

    /// What was asked for, with everything that this router is nested below.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.parts.uri
    }

    /// The request's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// What layers around the router added to the request.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.parts.extensions
    }

    /// Who is at the other end of the connection, if the server was started with
    /// `into_make_service_with_connect_info::<SocketAddr>()`.
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0)
    }

    /// All there is.
    #[must_use]
    pub fn into_parts(self) -> Parts {
        *self.parts
    }
}

impl fmt::Debug for RequestInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither headers nor query: both may carry secrets.
        f.debug_struct("RequestInfo")
            .field("operation", &self.operation)
            .field("method", &self.parts.method)
            .field("path", &self.parts.uri.path())
            .finish_non_exhaustive()
    }
}

/// Who asks, and how.
#[derive(Debug)]
pub struct Context<P> {
    /// Who asks, as `authenticate` said; `()` where nobody has to say who he is.
    pub principal: P,
    /// The request: headers, extensions, peer.
    pub request: RequestInfo,
}

impl<P> Context<P> {
    /// Puts one together, for a test of an implementation for example.
    #[must_use]
    pub fn new(principal: P, request: RequestInfo) -> Self {
        Self { principal, request }
    }

    /// The answer of an operation that an implementation leaves out: 501. It has no use for the
    /// inputs.
    pub fn unimplemented<T>(
        self,
        _inputs: impl Sized,
    ) -> impl Future<Output = Result<T, ApiError>> + Send {
        let operation = self.request.operation;
        async move { Err(ApiError::not_implemented(operation)) }
    }
}
