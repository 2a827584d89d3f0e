//! HTTP's scheme `Basic`: a name and a password (RFC 7617).

use super::super::types::secret::Secret;
use super::builder::ClientBuilder;
use super::security::Scheme;

impl ClientBuilder {
    /// The name and the password for a security scheme of HTTP's `Basic`. A name with a colon is cut
    /// there by whoever reads it.
    pub fn basic_credential(
        self,
        scheme: &'static Scheme,
        user: &str,
        password: impl Into<Secret>,
    ) -> Self {
        self.credential(scheme, basic(user, &password.into()))
    }
}

/// A name and a password as the secret that is sent, for sources of secrets.
#[must_use]
pub fn basic(user: &str, password: &Secret) -> Secret {
    base64(format!("{user}:{}", password.expose()).as_bytes()).into()
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit =
        |bits: u32| DIGITS.get((bits & 63) as usize).map_or('=', |digit| char::from(*digit));
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index| chunk.get(index).map_or(0, |byte| u32::from(*byte));
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        text.extend([digit(bits >> 18), digit(bits >> 12)]);
        text.push(if chunk.len() > 1 { digit(bits >> 6) } else { '=' });
        text.push(if chunk.len() > 2 { digit(bits) } else { '=' });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn the_examples_of_rfc_4648() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("Aladdin:open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ] {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }
}
