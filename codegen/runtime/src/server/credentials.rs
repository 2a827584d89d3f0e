//! Where callers put their credentials.

use std::borrow::Cow;

use axum::http::header::{AUTHORIZATION, COOKIE};

use super::super::types::secret::Secret;
use super::context::RequestInfo;
use super::query::{self, Query};

/// A place in a request where a credential may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A cookie of this name.
    Cookie(&'static str),
    /// A query parameter of this name.
    Query(&'static str),
    /// A header of this name.
    Header(&'static str),
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// `Authorization` with another scheme of HTTP.
    Http(&'static str),
}

impl RequestInfo {
    /// The credential in the first of these places that has one; an empty one is none.
    #[must_use]
    pub fn credential(&self, places: &[Place]) -> Option<Secret> {
        places.iter().find_map(|place| match place {
            Place::Cookie(name) => self.cookie_credential(name),
            Place::Query(name) => self.query_credential(name),
            Place::Header(name) => self.header_credential(name),
            Place::Bearer => self.bearer_credential(),
            Place::Http(scheme) => self.http_credential(scheme),
        })
    }

    /// The value of a header, unless it is empty or not text.
    #[must_use]
    pub fn header_credential(&self, name: &str) -> Option<Secret> {
        self.header_texts(name).find(|text| !text.is_empty()).map(Secret::new)
    }

    /// The token of `Authorization: Bearer <token>`, unless it is empty. The scheme's case does
    /// not matter.
    #[must_use]
    pub fn bearer_credential(&self) -> Option<Secret> {
        self.http_credential("bearer")
    }

    /// What stands behind the name of this scheme in `Authorization`, unless it is empty. The name's
    /// case does not matter.
    #[must_use]
    pub fn http_credential(&self, scheme: &str) -> Option<Secret> {
        self.header_texts(AUTHORIZATION.as_str())
            .filter_map(|text| text.split_once(' '))
            .filter(|(found, _)| found.eq_ignore_ascii_case(scheme))
            .map(|(_, rest)| rest.trim())
            .find(|rest| !rest.is_empty())
            .map(Secret::new)
    }

    /// The value of a query parameter, unless it is empty or not text.
    #[must_use]
    pub fn query_credential(&self, name: &str) -> Option<Secret> {
        let query = Query::of(self.uri().query());
        let token = query.raw(name).filter_map(query::decode).find(|token| !token.is_empty());
        token.map(Cow::into_owned).map(Secret::new)
    }

    /// The value of a cookie, unless it is empty or has characters that cookies may not have. What
    /// other cookies look like has no effect.
    #[must_use]
    pub fn cookie_credential(&self, name: &str) -> Option<Secret> {
        let headers = self.headers().get_all(COOKIE).iter();
        let pairs = headers.flat_map(|header| header.as_bytes().split(|byte| *byte == b';'));
        pairs
            .filter_map(|pair| {
                let at = pair.iter().position(|byte| *byte == b'=')?;
                let (found, value) = (pair.get(..at)?, pair.get(at + 1..)?);
                (found.trim_ascii() == name.as_bytes()).then_some(value.trim_ascii())
            })
            .filter_map(cookie_value)
            .find(|value| !value.is_empty())
            .map(Secret::new)
    }

    fn header_texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers().get_all(name).iter().filter_map(|v| v.to_str().ok()).map(str::trim)
    }
}

/// The value without the quotes that may be around it.
fn cookie_value(value: &[u8]) -> Option<&str> {
    let unquoted = value.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    let value = unquoted.unwrap_or(value);
    let allowed = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    if !value.iter().all(allowed) {
        return None;
    }
    std::str::from_utf8(value).ok()
}
