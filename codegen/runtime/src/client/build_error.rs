//! What keeps a client from being built.

use std::borrow::Cow;
use std::fmt;

use super::error::root;

/// Why a client cannot be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is not one. It is not shown, as it may hold a password.
    BaseUrl(Cow<'static, str>),
    /// A default header has a name or a value that no header can have.
    Header,
    /// A secret cannot be sent.
    Credential {
        /// The document's name for the security scheme.
        scheme: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The given `reqwest::Client` follows redirects to other servers and would take the client's
    /// secrets along. Build it with `.redirect(same_origin_redirects())` or with none at all.
    Redirects,
    /// The HTTP client cannot be set up.
    HttpClient(reqwest::Error),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(reason) => write!(f, "the base URL {reason}"),
            Self::Header => f.write_str("a default header has an invalid name or value"),
            Self::Credential { scheme, reason } => {
                write!(f, "the secret for `{scheme}` cannot be sent: {reason}")
            }
            Self::Redirects => f.write_str(
                "the given HTTP client follows redirects to other servers and would send them the \
                 client's secrets; build it with the policy `same_origin_redirects()`",
            ),
            Self::HttpClient(error) => {
                write!(f, "the HTTP client cannot be set up: {}", root(error))
            }
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::HttpClient(error) => Some(error),
            _ => None,
        }
    }
}
