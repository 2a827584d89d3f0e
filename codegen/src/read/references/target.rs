//! What the text of a `$ref` says.

use serde_json::Value;

use crate::model::Pointer;

/// Reads a reference within the document.
pub(crate) fn target(reference: &str) -> Option<Pointer> {
    fragment(reference.strip_prefix('#')?)
}

/// Reads what stands behind the `#`. It is part of a URI, so it may be percent-encoded.
pub(super) fn fragment(text: &str) -> Option<Pointer> {
    Pointer::parse(&percent_decode(text))
}

/// Undoes percent-encoding; what is not percent-encoded stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let digits = match (byte, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)),
            _ => None,
        };
        match digits {
            Some((high, low)) => {
                bytes.push(high * 16 + low);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The node behind a pointer.
pub(crate) fn node<'v>(document: &'v Value, pointer: &Pointer) -> Option<&'v Value> {
    pointer.tokens().iter().try_fold(document, |value, token| match value {
        Value::Object(members) => members.get(token),
        Value::Array(items) => token.parse::<usize>().ok().and_then(|index| items.get(index)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}
