//! What can go wrong, in one type.

use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::body::{RawBody, one_line, summary};
use super::explain::{Explain, Told};
use super::problem::{BoxError, Problem};

/// What went wrong before an operation's own error type came into play.
pub type Failure = Error<Infallible>;

/// Why a call gave no result. `E` is what the document says about bodies of error answers.
///
/// Secrets of the client and query strings appear neither in `Display` nor in `Debug`.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request cannot be built from its inputs: a header with a line break, or a text in the path
    /// that is empty, `.` or `..`, which no URL can hold, escaped or not. Nothing was sent.
    Request(Problem),
    /// No connection to the server. Nothing was sent.
    Connect(reqwest::Error),
    /// The answer was not there in time.
    Timeout {
        /// How long was waited for it.
        after: Duration,
    },
    /// The connection broke, or the peer does not speak HTTP.
    Transport(reqwest::Error),
    /// The server answered with an error.
    Api(Box<ApiError<E>>),
    /// The server answered with a status that the document does not know and that is no error.
    UnexpectedStatus(Box<RawResponse>),
    /// The answer is not what the document says.
    Decode(Box<DecodeError>),
    /// The answer is larger than the client accepts.
    BodyTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A hook refused the request. Nothing was sent.
    Hook(BoxError),
    /// The server agreed to change the protocol, but not in the way that was asked for.
    Handshake(Problem),
}

impl<E> Error<E> {
    /// Status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(api) => Some(api.status),
            Self::UnexpectedStatus(answer) => Some(answer.status),
            Self::Decode(decode) => Some(decode.status),
            _ => None,
        }
    }

    /// Headers of the answer, if there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api(api) => Some(&api.headers),
            Self::UnexpectedStatus(answer) => Some(&answer.headers),
            Self::Decode(decode) => Some(&decode.headers),
            _ => None,
        }
    }

    /// The error answer, if this is one.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError<E>> {
        match self {
            Self::Api(api) => Some(api),
            _ => None,
        }
    }

    /// Whether time ran out, be it for the connection or for the answer.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Timeout { .. } => true,
            Self::Connect(error) | Self::Transport(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether there was no connection, so that the server has seen nothing of the request.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Connect(_))
    }

    /// The same error with another type for bodies of error answers.
    #[must_use]
    pub fn map_body<F>(self, change: impl FnOnce(E) -> F) -> Error<F> {
        match self {
            Self::Request(problem) => Error::Request(problem),
            Self::Connect(error) => Error::Connect(error),
            Self::Timeout { after } => Error::Timeout { after },
            Self::Transport(error) => Error::Transport(error),
            Self::Api(api) => Error::Api(Box::new(api.map_body(change))),
            Self::UnexpectedStatus(answer) => Error::UnexpectedStatus(answer),
            Self::Decode(decode) => Error::Decode(decode),
            Self::BodyTooLarge { limit } => Error::BodyTooLarge { limit },
            Self::Hook(error) => Error::Hook(error),
            Self::Handshake(problem) => Error::Handshake(problem),
        }
    }
}

impl Failure {
    /// The same failure of an operation whose error answers have bodies.
    pub(super) fn widen<E>(self) -> Error<E> {
        self.map_body(|never| match never {})
    }
}

impl<E: Explain> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(problem) => write!(f, "the request cannot be built: {problem}"),
            Self::Connect(error) => write!(f, "cannot connect: {}", root(error)),
            Self::Timeout { after } => write!(f, "no answer within {after:?}"),
            Self::Transport(error) => write!(f, "the exchange failed: {}", root(error)),
            Self::Api(api) => write!(f, "{api}"),
            Self::UnexpectedStatus(answer) => write!(f, "unexpected answer {answer}"),
            Self::Decode(decode) => write!(f, "{decode}"),
            Self::BodyTooLarge { limit } => write!(f, "the answer has more than {limit} bytes"),
            Self::Hook(error) => write!(f, "a hook refused the request: {error}"),
            Self::Handshake(problem) => write!(f, "the handshake failed: {problem}"),
        }
    }
}

impl<E: Explain> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(problem) | Self::Handshake(problem) => problem.source(),
            Self::Connect(error) | Self::Transport(error) => Some(error),
            Self::Decode(decode) => decode.source(),
            Self::Hook(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}

/// An error answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiError<E> {
    /// Its status, 400 or more as a rule.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// What it says.
    pub body: ErrorBody<E>,
}

impl<E> ApiError<E> {
    /// The body, if it is of the documented type.
    #[must_use]
    pub fn typed(&self) -> Option<&E> {
        match &self.body {
            ErrorBody::Typed(body) => Some(body),
            ErrorBody::Raw(_) => None,
        }
    }

    fn map_body<F>(self, change: impl FnOnce(E) -> F) -> ApiError<F> {
        let body = match self.body {
            ErrorBody::Typed(body) => ErrorBody::Typed(change(body)),
            ErrorBody::Raw(body) => ErrorBody::Raw(body),
        };
        ApiError { status: self.status, headers: self.headers, body }
    }
}

impl<E: Explain> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match &self.body {
            ErrorBody::Typed(body) => one_line(&Told(body).to_string()),
            ErrorBody::Raw(body) => summary(&self.headers, body),
        };
        write!(f, "the server answered {}: {text}", self.status)
    }
}

impl<E: Explain> std::error::Error for ApiError<E> {}

/// The body of an error answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorBody<E> {
    /// It is JSON and of the documented type.
    Typed(E),
    /// It is something else: text, a page of a proxy, nothing.
    Raw(RawBody),
}

/// An answer as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawResponse {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: RawBody,
}

impl fmt::Display for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.status, summary(&self.headers, &self.body))
    }
}

/// An answer that is not what the document says.
///
/// Its body is not kept, and the value that does not fit is not quoted, as it may be a secret.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// Status of the answer.
    pub status: StatusCode,
    /// Headers of the answer.
    pub headers: HeaderMap,
    /// The field that does not fit, as in `apps[0].health`; empty for the body as a whole.
    pub path: String,
    /// What is wrong there.
    pub problem: Problem,
}

impl DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.problem.source()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer {} cannot be decoded", self.status)?;
        if !self.path.is_empty() {
            write!(f, " at `{}`", one_line(&self.path))?;
        }
        write!(f, ": {}", self.problem)
    }
}

/// The innermost cause: the outer ones say "error sending request".
pub(super) fn root(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    one_line(&cause.to_string())
}
