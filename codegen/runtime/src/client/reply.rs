//! Answers, read up to a limit, on their way to a result.

use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;

use super::body::{RawBody, content_type, is_json, one_line};
use super::error::{ApiError, DecodeError, Error, ErrorBody, RawResponse};
use super::misfit::{path, path_at};
use super::problem::Problem;
use super::streaming::Streamed;
use super::upgrade::Upgraded;

/// An answer that has been read.
#[derive(Debug)]
pub struct Reply {
    pub(super) head: Head,
    pub(super) body: RawBody,
    // What is rarely there is boxed: answers are handed on often on their way.
    upgraded: Option<Box<Upgraded>>,
    streamed: Option<Box<Streamed>>,
    /// What has not been read, as the operation reads it piece by piece.
    pub rest: Option<Box<Response>>,
}

/// What stands before the body.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
}

impl Reply {
    pub(super) fn new(head: Head, body: RawBody) -> Self {
        Self { head, body, upgraded: None, streamed: None, rest: None }
    }

    pub(super) fn upgraded(head: Head, upgraded: Upgraded) -> Self {
        Self { upgraded: Some(Box::new(upgraded)), ..Self::new(head, RawBody::default()) }
    }

    pub(super) fn streamed(head: Head, streamed: Streamed) -> Self {
        Self { streamed: Some(Box::new(streamed)), ..Self::new(head, RawBody::default()) }
    }

    pub(super) fn unread(head: Head, rest: Response) -> Self {
        Self { rest: Some(Box::new(rest)), ..Self::new(head, RawBody::default()) }
    }

    /// Its status as a number.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.head.status.as_u16()
    }

    /// Its status.
    #[must_use]
    pub fn status_code(&self) -> StatusCode {
        self.head.status
    }

    /// Its headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The answer of an operation with one documented success: what `read` makes of it if it has
    /// that status, else an error.
    ///
    /// # Errors
    ///
    /// Those of `read`; any other status.
    pub fn on<T, E: DeserializeOwned>(
        self,
        status: u16,
        read: impl FnOnce(Self) -> Result<T, Error<E>>,
    ) -> Result<T, Error<E>> {
        if self.status() == status { read(self) } else { self.error() }
    }

    /// The body as JSON. A content type other than JSON is refused; none at all is not.
    ///
    /// # Errors
    ///
    /// `Error::Decode`: the body is not JSON, or does not fit the type.
    pub fn json<T: DeserializeOwned, E>(self) -> Result<T, Error<E>> {
        let other = content_type(&self.head.headers).filter(|kind| !is_json(kind));
        if let Some(kind) = other {
            let problem = Problem::new(format!("it is not JSON but `{}`", one_line(&kind)));
            return Err(self.undecodable(String::new(), problem));
        }
        parse(&self.body.bytes).map_err(|(path, problem)| self.undecodable(path, problem))
    }

    /// The body as JSON, where `null` stands for the default value.
    ///
    /// # Errors
    ///
    /// As [`json`](Reply::json).
    pub fn json_or_default<T: DeserializeOwned + Default, E>(self) -> Result<T, Error<E>> {
        self.json::<Option<T>, E>().map(Option::unwrap_or_default)
    }

    /// No result; whatever the body holds is dropped.
    ///
    /// # Errors
    ///
    /// None. It is a result for the sake of its siblings.
    pub fn empty<E>(self) -> Result<(), Error<E>> {
        Ok(())
    }

    /// The connection, where the server agreed to leave HTTP.
    ///
    /// # Errors
    ///
    /// `Error::Handshake`: the operation never asked for it.
    pub fn connection<E>(self) -> Result<Upgraded, Error<E>> {
        match self.upgraded {
            Some(upgraded) => Ok(*upgraded),
            None => Err(Error::Handshake(Problem::new("the connection is still HTTP"))),
        }
    }

    /// The body as it comes, of an operation that streams it.
    ///
    /// # Errors
    ///
    /// `Error::Decode`: the body is something else than the operation asked for.
    pub fn stream<E>(mut self) -> Result<Streamed, Error<E>> {
        match self.streamed.take() {
            Some(streamed) => Ok(*streamed),
            None => {
                let kind = content_type(&self.head.headers).unwrap_or_default();
                let problem = format!("it is not a stream but `{}`", one_line(&kind));
                Err(self.undecodable(String::new(), Problem::new(problem)))
            }
        }
    }

    /// The answer as an error.
    ///
    /// # Errors
    ///
    /// Always. The body is a `E` if it is JSON and fits; with the type `()` it never is. An answer that
    /// is no error becomes `Error::UnexpectedStatus`.
    pub fn error<T, E: DeserializeOwned>(self) -> Result<T, Error<E>> {
        if self.status() < 400 { self.undocumented() } else { self.error_as(|body: E| body) }
    }

    /// The answer as an error, with a body that is only one of several kinds.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn error_as<T, B: DeserializeOwned, E>(
        self,
        wrap: impl FnOnce(B) -> E,
    ) -> Result<T, Error<E>> {
        Err(self.api_error(wrap))
    }

    /// The answer as an error whose body the document says nothing about.
    ///
    /// # Errors
    ///
    /// Always. An answer that is no error becomes `Error::UnexpectedStatus`.
    pub fn undocumented<T, E>(self) -> Result<T, Error<E>> {
        let (Head { status, headers }, body) = (self.head, self.body);
        Err(if status.as_u16() < 400 {
            Error::UnexpectedStatus(Box::new(RawResponse { status, headers, body }))
        } else {
            Error::Api(Box::new(ApiError { status, headers, body: ErrorBody::Raw(body) }))
        })
    }

    fn api_error<B: DeserializeOwned, E>(self, wrap: impl FnOnce(B) -> E) -> Error<E> {
        let is_typed = size_of::<B>() > 0
            && !self.body.truncated
            && content_type(&self.head.headers).is_some_and(|kind| is_json(&kind));
        let typed = if is_typed { parse(&self.body.bytes).ok() } else { None };
        let body = match typed {
            Some(body) => ErrorBody::Typed(wrap(body)),
            None => ErrorBody::Raw(self.body),
        };
        let Head { status, headers } = self.head;
        Error::Api(Box::new(ApiError { status, headers, body }))
    }

    pub(super) fn undecodable<E>(self, path: String, problem: Problem) -> Error<E> {
        let Head { status, headers } = self.head;
        Error::Decode(Box::new(DecodeError { status, headers, path, problem }))
    }
}

/// Reads JSON; a failure comes with the path to the field, and without the value that is there.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, (String, Problem)> {
    // All at once: the texts in it need not be looked at again one by one.
    let text = std::str::from_utf8(bytes).map_err(|error| {
        (path_at(bytes, error.valid_up_to()), Problem::because("it is not UTF-8", error))
    })?;
    serde_json::from_str(text).map_err(|error| (path(bytes, &error), misfit(&error)))
}

fn misfit(error: &serde_json::Error) -> Problem {
    let what = without_value(&error.to_string());
    Problem::new(format!("it does not fit the document: {}", one_line(&what)))
}

/// What serde says, but for the values that it quotes: they may be secrets.
fn without_value(message: &str) -> String {
    if message.starts_with("missing field ") || message.starts_with("duplicate field ") {
        return message.to_owned();
    }
    // `string "…"`, then what was expected; whatever the value is, it stands before that.
    if let Some((found, expected)) = message.rsplit_once(", expected ") {
        let kind = found.split(['"', '`']).next().unwrap_or_default();
        return format!("{}, expected {expected}", kind.trim_end());
    }
    let parts = message.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 1 { "…" } else { part }).collect()
}

#[cfg(test)]
mod tests {
    use super::without_value;

    #[test]
    fn no_value_is_quoted() {
        for (message, expected) in [
            (
                "invalid type: string \"a, expected b\", expected i64",
                "invalid type: string, expected i64",
            ),
            (
                "invalid value: integer `70000`, expected u16",
                "invalid value: integer, expected u16",
            ),
            (
                "invalid type: map, expected a string at line 1",
                "invalid type: map, expected a string at line 1",
            ),
            ("missing field `name` at line 1", "missing field `name` at line 1"),
            ("UUID parsing failed: found `x` at 1", "UUID parsing failed: found … at 1"),
            ("EOF while parsing a value", "EOF while parsing a value"),
        ] {
            assert_eq!(without_value(message), expected);
        }
    }
}
