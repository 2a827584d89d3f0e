//! What is the same for all calls of an operation.

use reqwest::Method;
use reqwest::header::HeaderMap;

use super::security::Scheme;
use super::upgrade::Upgrade;

/// What is the same for all calls of an operation.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The document's name for the operation.
    pub id: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path below the base URL, with `{name}` where a parameter stands. What is behind a `?` is
    /// always sent.
    pub path: &'static str,
    /// Alternatives; each lists the schemes that are needed together.
    pub security: &'static [&'static [&'static Scheme]],
    /// How the exchange goes on after the request.
    pub transport: Transport,
    /// The media types that are asked for; JSON where nothing is said.
    pub accept: Option<&'static str>,
}

/// Whether the body of an answer with these headers is left to the reader.
pub type IsUnread = fn(&HeaderMap) -> bool;

/// How an exchange goes on after the request.
#[derive(Clone, Copy, Debug)]
pub enum Transport {
    /// With an answer.
    Http,
    /// With an answer whose body has this type and goes on and on: it is read piece by piece.
    Stream(&'static str),
    /// With an answer whose body is read piece by piece if the headers say so.
    Download(IsUnread),
    /// With another protocol on the same connection, if the server agrees.
    Upgrade(&'static dyn Upgrade),
}

impl Spec {
    /// An operation with this method and path, which asks for no secret.
    #[must_use]
    pub const fn new(method: Method, path: &'static str) -> Self {
        Self { id: "", method, path, security: &[], transport: Transport::Http, accept: None }
    }

    /// A `GET` of this path.
    #[must_use]
    pub const fn get(path: &'static str) -> Self {
        Self::new(Method::GET, path)
    }

    /// A `PUT` of this path.
    #[must_use]
    pub const fn put(path: &'static str) -> Self {
        Self::new(Method::PUT, path)
    }

    /// A `POST` of this path.
    #[must_use]
    pub const fn post(path: &'static str) -> Self {
        Self::new(Method::POST, path)
    }

    /// A `DELETE` of this path.
    #[must_use]
    pub const fn delete(path: &'static str) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// A `OPTIONS` of this path.
    #[must_use]
    pub const fn options(path: &'static str) -> Self {
        Self::new(Method::OPTIONS, path)
    }

    /// A `HEAD` of this path.
    #[must_use]
    pub const fn head(path: &'static str) -> Self {
        Self::new(Method::HEAD, path)
    }

    /// A `PATCH` of this path.
    #[must_use]
    pub const fn patch(path: &'static str) -> Self {
        Self::new(Method::PATCH, path)
    }

    /// A `TRACE` of this path.
    #[must_use]
    pub const fn trace(path: &'static str) -> Self {
        Self::new(Method::TRACE, path)
    }

    /// Sets the document's name for the operation.
    #[must_use]
    pub const fn id(mut self, id: &'static str) -> Self {
        self.id = id;
        self
    }

    /// Sets the alternatives of secrets that are asked for.
    #[must_use]
    pub const fn security(mut self, security: &'static [&'static [&'static Scheme]]) -> Self {
        self.security = security;
        self
    }

    /// Sets the media types that are asked for.
    #[must_use]
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Sets how the exchange goes on after the request.
    #[must_use]
    pub const fn over(mut self, transport: Transport) -> Self {
        self.transport = transport;
        self
    }
}
