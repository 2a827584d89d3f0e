//! Names and passwords on the command line, for HTTP's scheme `Basic`.

use super::client::basic::basic;
use super::types::secret::Secret;

/// `USER:PASSWORD` as it is sent. Without a colon it is the password of somebody without a name.
#[must_use]
pub fn sent(secret: &Secret) -> Secret {
    let (user, password) = secret.expose().split_once(':').unwrap_or(("", secret.expose()));
    basic(user, &password.into())
}
