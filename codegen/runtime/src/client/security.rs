//! Security schemes: which secrets an operation needs, and where they are sent.

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

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
}

/// The secrets that a client has, ready to be sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Credentials(Vec<Credential>);

#[derive(Clone, Debug)]
struct Credential {
    scheme: &'static str,
    header: HeaderName,
    /// Marked as sensitive: no `Debug` shows it.
    value: HeaderValue,
}

impl Credentials {
    /// Adds a secret, or replaces the one for the same scheme.
    pub(super) fn set(&mut self, scheme: &Scheme, secret: &Secret) -> Result<(), BuildError> {
        let refused = |reason| BuildError::Credential { scheme: scheme.name, reason };
        if secret.expose().is_empty() {
            return Err(refused("it is empty"));
        }
        let (header, value) = match scheme.placement {
            Placement::Header(name) => {
                let name = HeaderName::from_bytes(name.as_bytes());
                (name.map_err(|_| refused("its header has no valid name"))?, secret.expose().into())
            }
            Placement::Bearer => (AUTHORIZATION, format!("Bearer {}", secret.expose())),
        };
        let mut value = HeaderValue::try_from(value)
            .map_err(|_| refused("it has characters that no header can carry"))?;
        value.set_sensitive(true);
        self.0.retain(|known| known.scheme != scheme.name);
        self.0.push(Credential { scheme: scheme.name, header, value });
        Ok(())
    }

    /// Adds the secrets of the first alternative that is complete. Going without, where that is an
    /// alternative too, comes last: the answer may depend on who asks.
    pub(super) fn apply(&self, alternatives: &[&[&Scheme]], headers: &mut HeaderMap) {
        let complete =
            alternatives.iter().filter(|schemes| !schemes.is_empty()).find_map(|schemes| {
                schemes.iter().map(|scheme| self.get(scheme)).collect::<Option<Vec<_>>>()
            });
        for credential in complete.into_iter().flatten() {
            headers.insert(credential.header.clone(), credential.value.clone());
        }
    }

    fn get(&self, scheme: &Scheme) -> Option<&Credential> {
        self.0.iter().find(|known| known.scheme == scheme.name)
    }
}
