//! Bytes as text.

use std::borrow::Cow;

use super::parameter::Parameter;
use super::transparent::transparent;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes in base64. The text stays as it came, so that it is written as it was read, even if it is no
/// base64.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Base64(pub String);

transparent!(Base64);

impl Base64 {
    /// The usual text for bytes.
    #[must_use]
    pub fn encode(bytes: &[u8]) -> Self {
        let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
        for chunk in bytes.chunks(3) {
            let byte = |index| chunk.get(index).copied().map_or(0, u32::from);
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            for position in 0..4 {
                let digit = bits >> (18 - 6 * position) & 63;
                let digit = DIGITS.get(digit as usize).filter(|_| position <= chunk.len());
                text.push(char::from(*digit.unwrap_or(&b'=')));
            }
        }
        Self(text)
    }

    /// The bytes; nothing if the text is no base64. That for URLs and line breaks are understood, too,
    /// and so is a missing end.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let text = self.0.bytes().filter(|byte| !byte.is_ascii_whitespace());
        let text: Vec<u8> = text.collect();
        let end = text.iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1);
        let (digits, padding) = text.split_at(end);
        if padding.len() > 2 || digits.len() % 4 == 1 {
            return None;
        }
        let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
        let (mut bits, mut count) = (0_u32, 0);
        for digit in digits {
            bits = bits << 6 | value(*digit)?;
            count += 6;
            if count >= 8 {
                count -= 8;
                bytes.push((bits >> count & 255) as u8);
            }
        }
        Some(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self::encode(bytes)
    }
}

fn value(digit: u8) -> Option<u32> {
    Some(match digit {
        b'A'..=b'Z' => u32::from(digit - b'A'),
        b'a'..=b'z' => u32::from(digit - b'a') + 26,
        b'0'..=b'9' => u32::from(digit - b'0') + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// The text is base64.
#[must_use]
pub fn is_base64(text: &str) -> bool {
    Base64(text.to_owned()).bytes().is_some()
}

impl Parameter for Base64 {
    fn encode(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        Ok(Self(text.to_owned()))
    }
}
