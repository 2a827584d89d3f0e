//! HTTP's scheme `Basic`: a name and a password (RFC 7617).

use super::super::types::secret::Secret;
use super::context::RequestInfo;

/// A name and a password, of HTTP's `Basic`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basic {
    /// The name.
    pub user: String,
    /// The password.
    pub password: Secret,
}

impl RequestInfo {
    /// The name and the password of `Authorization: Basic`, unless they are not text.
    #[must_use]
    pub fn basic_credential(&self) -> Option<Basic> {
        let text =
            String::from_utf8(decode_base64(self.http_credential("basic")?.expose())?).ok()?;
        let (user, password) = text.split_once(':')?;
        Some(Basic { user: user.to_owned(), password: password.into() })
    }
}

/// RFC 4648, with or without padding; nothing if it is something else.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut count) = (0_u32, 0_u32);
    for digit in text.trim_end_matches('=').bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}
