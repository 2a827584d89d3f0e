//! The error that an implementation, or a check before it, answers with.

use std::error::Error;
use std::fmt;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::respond;

/// What an implementation answers: a value, or the reason why there is none.
pub type Answer<T> = Result<T, ApiError>;

/// One thing that is wrong with one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Wire name of the input: a parameter, or a place in the body (`logs[1].level`).
    pub field: String,
    /// What is wrong with it.
    pub detail: String,
}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("field", &self.field)?;
        map.serialize_entry("detail", &self.detail)?;
        map.end()
    }
}

/// Any answer that means failure. It is written in the shape that the API has for errors.
pub struct ApiError(Box<Inner>);

struct Inner {
    status: StatusCode,
    message: String,
    detail: Option<String>,
    violations: Vec<Violation>,
    headers: HeaderMap,
    body: Option<Bytes>,
    behind_text: bool,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl ApiError {
    /// An error with a sentence that the caller may read.
    #[must_use]
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            status,
            message: message.into(),
            detail: None,
            violations: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            behind_text: false,
            source: None,
        }))
    }

    /// An error with a JSON body of your own, where the API has another shape for this status.
    #[must_use]
    pub fn json(status: StatusCode, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => {
                let mut error = Self::new(status, status.canonical_reason().unwrap_or_default());
                error.0.body = Some(bytes.into());
                error
            }
            Err(cause) => Self::internal(cause),
        }
    }

    /// A failure of the server itself: 500, and nothing about the cause reaches the caller. The
    /// cause is there as [`Error::source`].
    #[must_use]
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let mut error = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error.");
        error.0.source = Some(cause.into());
        error
    }

    /// The answer of an operation without an implementation: 501.
    #[must_use]
    pub fn not_implemented(operation: &str) -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED, "This operation is not implemented.")
            .detail(operation)
    }

    /// The answer to a caller who presented no credential where one is needed: 401.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "A credential is needed for this operation.")
    }

    /// The answer of a server that begins nothing new any more: 503.
    #[must_use]
    pub fn shutting_down() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "The server is shutting down.")
    }

    /// The answer to a request with these violations: 400.
    #[must_use]
    pub fn invalid(violations: Vec<Violation>) -> Self {
        let mut error = Self::new(StatusCode::BAD_REQUEST, "Request is not valid.");
        error.0.violations = violations;
        error
    }

    /// Adds what a developer may want to know.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Adds something that is wrong with an input.
    #[must_use]
    pub fn violation(mut self, field: impl Into<String>, detail: impl Into<String>) -> Self {
        self.0.violations.push(Violation { field: field.into(), detail: detail.into() });
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.append(name, value);
        self
    }

    /// The same as plain text, with the JSON in its second line.
    #[must_use]
    pub fn behind_text(mut self) -> Self {
        self.0.behind_text = true;
        self
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// A sentence that the caller may read.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What a developer may want to know.
    #[must_use]
    pub fn details(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// What is wrong with which input.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// Headers that go with the answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body, if it was given ready ([`Self::json`]).
    pub(super) fn body(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    /// The line that stands before the body, if any.
    pub(super) fn text(&self) -> Option<&str> {
        self.0.behind_text.then(|| self.details().unwrap_or(self.message()))
    }

    /// Replaces the violations.
    pub(super) fn with_violations(mut self, violations: Vec<Violation>) -> Self {
        self.0.violations = violations;
        self
    }
}

/// What the members of an error's body are called.
#[derive(Clone, Copy, Debug)]
pub struct ErrorShape {
    message: &'static str,
    detail: Option<(&'static str, bool)>,
    violations: Option<(&'static str, Names, bool)>,
}

/// What the members of a violation are called.
#[derive(Clone, Copy, Debug)]
struct Names {
    field: &'static str,
    detail: &'static str,
}

impl ErrorShape {
    /// A body with nothing but the sentence for the caller.
    #[must_use]
    pub const fn new(message: &'static str) -> Self {
        Self { message, detail: None, violations: None }
    }

    /// What a developer may want to know comes under this name, if there is anything.
    #[must_use]
    pub const fn detail(mut self, name: &'static str) -> Self {
        self.detail = Some((name, false));
        self
    }

    /// As [`Self::detail`], but always there.
    #[must_use]
    pub const fn required_detail(mut self, name: &'static str) -> Self {
        self.detail = Some((name, true));
        self
    }

    /// What is wrong with which input comes under this name, if anything is; the other two are those
    /// of an input and of what is wrong with it.
    #[must_use]
    pub const fn violations(
        mut self,
        name: &'static str,
        field: &'static str,
        detail: &'static str,
    ) -> Self {
        self.violations = Some((name, Names { field, detail }, false));
        self
    }

    /// As [`Self::violations`], but always there.
    #[must_use]
    pub const fn required_violations(
        mut self,
        name: &'static str,
        field: &'static str,
        detail: &'static str,
    ) -> Self {
        self.violations = Some((name, Names { field, detail }, true));
        self
    }

    /// An error as JSON.
    #[must_use]
    pub fn write(&self, error: &ApiError) -> Vec<u8> {
        // Texts alone: there is nothing that could not be written.
        respond::written(&Shaped(self, error)).unwrap_or_default()
    }
}

/// An error on its way out.
struct Shaped<'a>(&'a ErrorShape, &'a ApiError);

impl Serialize for Shaped<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(shape, error) = self;
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry(shape.message, error.message())?;
        if let Some((name, required)) = shape.detail
            && (required || error.details().is_some())
        {
            members.serialize_entry(name, error.details().unwrap_or_default())?;
        }
        if let Some((name, names, required)) = shape.violations
            && (required || !error.violations().is_empty())
        {
            members.serialize_entry(name, &List(names, error.violations()))?;
        }
        members.end()
    }
}

struct List<'a>(Names, &'a [Violation]);

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.1.iter().map(|violation| Named(self.0, violation)))
    }
}

struct Named<'a>(Names, &'a Violation);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(names, violation) = self;
        let mut members = serializer.serialize_map(Some(2))?;
        members.serialize_entry(names.field, &violation.field)?;
        members.serialize_entry(names.detail, &violation.detail)?;
        members.end()
    }
}

/// `{"message", "detail", "validations"}`: the body of an error of an API that documents none.
#[must_use]
pub fn default_body(error: &ApiError) -> Vec<u8> {
    const SHAPE: ErrorShape =
        ErrorShape::new("message").detail("detail").violations("validations", "field", "detail");
    SHAPE.write(error)
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the headers: they may set cookies.
        f.debug_struct("ApiError")
            .field("status", &self.0.status)
            .field("message", &self.0.message)
            .field("detail", &self.0.detail)
            .field("violations", &self.0.violations)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.status.as_u16(), self.0.message)?;
        if let Some(detail) = &self.0.detail {
            write!(f, " ({detail})")?;
        }
        for violation in &self.0.violations {
            write!(f, "; {} {}", violation.field, violation.detail)?;
        }
        Ok(())
    }
}

impl Error for ApiError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
