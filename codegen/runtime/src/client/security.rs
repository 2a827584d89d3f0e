//! Security schemes: which secrets an operation needs, and where they are sent.

use reqwest::Request;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};

use super::super::types::secret::Secret;
use super::build_error::BuildError;

/// A security scheme of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// The document's name for it.
    pub name: &'static str,
    /// Where the secret is sent.
    pub placement: Placement,
}

/// Where a secret is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Placement {
    /// As the whole value of this header.
    Header(&'static str),
    /// As `Authorization: Bearer …`.
    Bearer,
    /// As the value of this query parameter. Proxies and servers may log it.
    Query(&'static str),
    /// As the value of this cookie.
    Cookie(&'static str),
}

/// The secrets that a client has, ready to be sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Credentials(Vec<Credential>);

#[derive(Clone, Debug)]
struct Credential {
    scheme: &'static str,
    sent: Sent,
}

#[derive(Clone, Debug)]
enum Sent {
    /// The value is marked as sensitive: no `Debug` shows it.
    Header(HeaderName, HeaderValue),
    Query(&'static str, Secret),
    /// `name=value`.
    Cookie(Secret),
}

impl Credentials {
    /// Adds a secret, or replaces the one for the same scheme.
    pub(super) fn set(&mut self, scheme: &Scheme, secret: &Secret) -> Result<(), BuildError> {
        let refused = |reason| BuildError::Credential { scheme: scheme.name, reason };
        if secret.expose().is_empty() {
            return Err(refused("it is empty"));
        }
        let header = |name, value| {
            let mut value = HeaderValue::try_from(value)
                .map_err(|_| refused("it has characters that no header can carry"))?;
            value.set_sensitive(true);
            Ok(Sent::Header(name, value))
        };
        let sent = match scheme.placement {
            Placement::Header(name) => {
                let name = HeaderName::from_bytes(name.as_bytes());
                let name = name.map_err(|_| refused("its header has no valid name"))?;
                header(name, secret.expose().to_owned())?
            }
            Placement::Bearer => header(AUTHORIZATION, format!("Bearer {}", secret.expose()))?,
            Placement::Query(name) => Sent::Query(name, secret.clone()),
            Placement::Cookie(name) if secret.expose().bytes().all(is_cookie_octet) => {
                Sent::Cookie(Secret::new(format!("{name}={}", secret.expose())))
            }
            Placement::Cookie(_) => {
                return Err(refused("it has characters that no cookie can carry"));
            }
        };
        self.0.retain(|known| known.scheme != scheme.name);
        self.0.push(Credential { scheme: scheme.name, sent });
        Ok(())
    }

    /// Adds the secrets of the first alternative that is complete. Going without, where that is an
    /// alternative too, comes last: the answer may depend on who asks.
    pub(super) fn apply(&self, alternatives: &[&[&Scheme]], request: &mut Request) {
        let complete =
            alternatives.iter().filter(|schemes| !schemes.is_empty()).find_map(|schemes| {
                schemes.iter().map(|scheme| self.get(scheme)).collect::<Option<Vec<_>>>()
            });
        for credential in complete.into_iter().flatten() {
            match &credential.sent {
                Sent::Header(name, value) => {
                    request.headers_mut().insert(name.clone(), value.clone());
                }
                Sent::Query(name, secret) => {
                    request.url_mut().query_pairs_mut().append_pair(name, secret.expose());
                }
                Sent::Cookie(pair) => add_cookie(request.headers_mut(), pair.expose()),
            }
        }
    }

    fn get(&self, scheme: &Scheme) -> Option<&Credential> {
        self.0.iter().find(|known| known.scheme == scheme.name)
    }
}

/// Adds a cookie to those that are there: all of them stand in one header.
fn add_cookie(headers: &mut HeaderMap, pair: &str) {
    let mut value = headers.get(COOKIE).map(|known| known.as_bytes().to_vec()).unwrap_or_default();
    if !value.is_empty() {
        value.extend(b"; ");
    }
    value.extend(pair.bytes());
    if let Ok(mut value) = HeaderValue::try_from(value) {
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
    }
}

/// What the value of a cookie consists of (RFC 6265, section 4.1.1).
fn is_cookie_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}
