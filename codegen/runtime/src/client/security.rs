//! Security schemes: which secrets an operation needs, and where they are sent.

use std::fmt;
use std::sync::Arc;

use reqwest::Request;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};

use super::super::types::secret::Secret;
use super::build_error::BuildError;
use super::hook::BoxFuture;
use super::problem::BoxError;

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
    /// As `Authorization` with this scheme of HTTP; the secret is all that follows.
    Http(&'static str),
    /// As the value of this query parameter. Proxies and servers may log it.
    Query(&'static str),
    /// As the value of this cookie.
    Cookie(&'static str),
}

/// Gives out secrets that change, such as access tokens of OAuth 2.
pub trait SecretSource: Send + Sync + 'static {
    /// The secret for the next request. `refused` is set where the server answered the last one
    /// with 401, so that what was kept is of no use any more; that request is repeated once.
    ///
    /// # Errors
    ///
    /// There is no secret. The call ends with `Error::Hook`.
    fn secret(&self, refused: bool) -> BoxFuture<'_, Result<Secret, BoxError>>;
}

/// A function that gives out secrets.
impl<F> SecretSource for F
where
    F: Fn(bool) -> BoxFuture<'static, Result<Secret, BoxError>> + Send + Sync + 'static,
{
    fn secret(&self, refused: bool) -> BoxFuture<'_, Result<Secret, BoxError>> {
        self(refused)
    }
}

/// The secrets that a client has.
#[derive(Clone, Debug, Default)]
pub(super) struct Credentials(Vec<Credential>);

#[derive(Clone, Debug)]
struct Credential {
    scheme: Scheme,
    secret: Held,
}

#[derive(Clone)]
enum Held {
    Ready(Sent),
    Source(Arc<dyn SecretSource>),
}

/// Without the secret.
impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").finish_non_exhaustive()
    }
}

/// A secret as it is sent.
#[derive(Clone)]
enum Sent {
    /// The value is marked as sensitive: no `Debug` shows it.
    Header(HeaderName, HeaderValue),
    Query(&'static str, Secret),
    /// `name=value`.
    Cookie(Secret),
}

impl Sent {
    /// An error says why it cannot be sent.
    fn new(placement: Placement, secret: &Secret) -> Result<Self, &'static str> {
        let secret = secret.expose();
        if secret.is_empty() {
            return Err("it is empty");
        }
        let header = |name, value: String| {
            let value = HeaderValue::try_from(value);
            let mut value = value.map_err(|_| "it has characters that no header can carry")?;
            value.set_sensitive(true);
            Ok(Self::Header(name, value))
        };
        match placement {
            Placement::Header(name) => {
                let name = HeaderName::from_bytes(name.as_bytes());
                header(name.map_err(|_| "its header has no valid name")?, secret.to_owned())
            }
            Placement::Bearer => header(AUTHORIZATION, format!("Bearer {secret}")),
            Placement::Http(scheme) => header(AUTHORIZATION, format!("{scheme} {secret}")),
            Placement::Query(name) => Ok(Self::Query(name, secret.into())),
            Placement::Cookie(name) if secret.bytes().all(is_cookie_octet) => {
                Ok(Self::Cookie(format!("{name}={secret}").into()))
            }
            Placement::Cookie(_) => Err("it has characters that no cookie can carry"),
        }
    }

    fn apply(&self, request: &mut Request) {
        match self {
            Self::Header(name, value) => {
                request.headers_mut().insert(name.clone(), value.clone());
            }
            Self::Query(name, secret) => {
                request.url_mut().query_pairs_mut().append_pair(name, secret.expose());
            }
            Self::Cookie(pair) => add_cookie(request.headers_mut(), pair.expose()),
        }
    }
}

impl Credentials {
    /// Adds a secret, or replaces the one for the same scheme.
    pub(super) fn set(&mut self, scheme: &Scheme, secret: &Secret) -> Result<(), BuildError> {
        let sent = Sent::new(scheme.placement, secret);
        let sent = sent.map_err(|reason| BuildError::Credential { scheme: scheme.name, reason })?;
        self.put(scheme, Held::Ready(sent));
        Ok(())
    }

    /// Adds a source of secrets, or replaces what there is for the same scheme.
    pub(super) fn set_source(&mut self, scheme: &Scheme, source: Arc<dyn SecretSource>) {
        self.put(scheme, Held::Source(source));
    }

    fn put(&mut self, scheme: &Scheme, secret: Held) {
        self.0.retain(|known| known.scheme.name != scheme.name);
        self.0.push(Credential { scheme: *scheme, secret });
    }

    /// The secrets of the first alternative that is complete. Going without, where that is an
    /// alternative too, comes last: the answer may depend on who asks.
    fn chosen(&self, alternatives: &[&[&Scheme]]) -> impl Iterator<Item = &Credential> {
        let get = |scheme: &&Scheme| self.0.iter().find(|known| known.scheme.name == scheme.name);
        let mut needed = alternatives.iter().filter(|schemes| !schemes.is_empty());
        let chosen = needed.find(|schemes| schemes.iter().all(|scheme| get(scheme).is_some()));
        chosen.copied().unwrap_or_default().iter().filter_map(get)
    }

    /// Adds the secrets that are there already.
    pub(super) fn apply(&self, alternatives: &[&[&Scheme]], request: &mut Request) {
        for credential in self.chosen(alternatives) {
            if let Held::Ready(sent) = &credential.secret {
                sent.apply(request);
            }
        }
    }

    /// Whether some secret of the operation comes from a source.
    pub(super) fn has_source(&self, alternatives: &[&[&Scheme]]) -> bool {
        self.chosen(alternatives).any(|credential| matches!(credential.secret, Held::Source(_)))
    }

    /// Adds the secrets that come from sources.
    pub(super) async fn fetch(
        &self,
        alternatives: &[&[&Scheme]],
        request: &mut Request,
        refused: bool,
    ) -> Result<(), BoxError> {
        for Credential { scheme, secret } in self.chosen(alternatives) {
            if let Held::Source(source) = secret {
                let sent = Sent::new(scheme.placement, &source.secret(refused).await?);
                let told = |reason| format!("the secret for `{}`: {reason}", scheme.name);
                sent.map_err(told)?.apply(request);
            }
        }
        Ok(())
    }
}

/// Adds a cookie to those that are there: all of them stand in one header.
pub(super) fn add_cookie(headers: &mut HeaderMap, pair: &str) {
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
