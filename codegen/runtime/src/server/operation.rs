//! What is emitted for each operation, and where it is found.

use axum::response::Response;
use axum::routing::MethodFilter;

use super::api_error::ApiError;
use super::incoming::Incoming;

/// An operation of the document, as an implementation `A` answers it.
pub trait Operation<A> {
    /// Where it is found.
    const ROUTE: Route;

    /// Reads the inputs, asks the implementation and writes what it answers.
    fn answer(
        api: &A,
        request: Incoming,
    ) -> impl Future<Output = Result<Response, ApiError>> + Send;
}

/// Where an operation is found.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub(super) method: MethodFilter,
    pub(super) path: &'static str,
    pub(super) id: &'static str,
    pub(super) flag: Option<&'static str>,
}

impl Route {
    /// This method of a path, which is as in the document.
    #[must_use]
    pub const fn new(method: MethodFilter, path: &'static str) -> Self {
        Self { method, path, id: "", flag: None }
    }

    /// `GET` of a path, and `HEAD` where that is no operation of its own.
    #[must_use]
    pub const fn get(path: &'static str) -> Self {
        Self::new(MethodFilter::GET, path)
    }

    /// `PUT` of a path.
    #[must_use]
    pub const fn put(path: &'static str) -> Self {
        Self::new(MethodFilter::PUT, path)
    }

    /// `POST` of a path.
    #[must_use]
    pub const fn post(path: &'static str) -> Self {
        Self::new(MethodFilter::POST, path)
    }

    /// `DELETE` of a path.
    #[must_use]
    pub const fn delete(path: &'static str) -> Self {
        Self::new(MethodFilter::DELETE, path)
    }

    /// `OPTIONS` of a path.
    #[must_use]
    pub const fn options(path: &'static str) -> Self {
        Self::new(MethodFilter::OPTIONS, path)
    }

    /// `HEAD` of a path.
    #[must_use]
    pub const fn head(path: &'static str) -> Self {
        Self::new(MethodFilter::HEAD, path)
    }

    /// `PATCH` of a path.
    #[must_use]
    pub const fn patch(path: &'static str) -> Self {
        Self::new(MethodFilter::PATCH, path)
    }

    /// `TRACE` of a path.
    #[must_use]
    pub const fn trace(path: &'static str) -> Self {
        Self::new(MethodFilter::TRACE, path)
    }

    /// Sets the document's name for the operation.
    #[must_use]
    pub const fn id(mut self, id: &'static str) -> Self {
        self.id = id;
        self
    }

    /// Only requests with this query parameter, whatever its value is.
    #[must_use]
    pub const fn flag(mut self, flag: &'static str) -> Self {
        self.flag = Some(flag);
        self
    }
}
