//! Security schemes: how callers say who they are.

use super::{Docs, Pointer};

/// An entry of `components.securitySchemes`.
#[derive(Debug)]
pub struct SecurityScheme {
    /// The document's name for it.
    pub name: String,
    /// Where it stands in the document.
    pub origin: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// Where the secret is sent.
    pub placement: Placement,
    /// Where a server looks for the secret, the first place first; empty: at its placement only.
    pub lookup: Vec<Place>,
}

/// A place in a request where a server looks for a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The value of this cookie.
    Cookie(String),
    /// The value of this query parameter.
    Query(String),
    /// The whole value of this header.
    Header(String),
    /// `Authorization: Bearer`.
    Bearer,
}

/// Where a secret is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// As the whole value of this header (`apiKey` in `header`).
    Header(String),
    /// As `Authorization: Bearer` (`http` with scheme `bearer`; the access tokens of OAuth 2 and
    /// OpenID Connect).
    Bearer,
    /// As `Authorization: Basic` (`http` with scheme `basic`): a name and a password.
    Basic,
    /// As `Authorization` with another scheme of HTTP, and whatever it wants behind it.
    Http(String),
    /// As the value of this query parameter (`apiKey` in `query`).
    Query(String),
    /// As the value of this cookie (`apiKey` in `cookie`).
    Cookie(String),
}
