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
}

/// Where a secret is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// As the whole value of this header (`apiKey` in `header`).
    Header(String),
    /// As `Authorization: Bearer` (`http` with scheme `bearer`).
    Bearer,
}
