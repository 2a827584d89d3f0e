//! Bodies of answers: read up to a limit, and shown in messages without filling the screen.

use std::borrow::Cow;
use std::fmt;

use reqwest::header::{CONTENT_TYPE, HeaderMap};

/// How much of an answer that is not a success is kept, in bytes.
pub(super) const ERROR_BODY_LIMIT: usize = 64 * 1024;

/// How much of a body a message shows, in characters.
const SHOWN: usize = 300;

/// A body as it came.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawBody {
    /// At most the first 64 KiB of it.
    pub bytes: Vec<u8>,
    /// There was more, or the connection broke before the end.
    pub truncated: bool,
}

impl RawBody {
    /// As text; whatever is not UTF-8 is replaced.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}

/// The beginning, on one line.
impl fmt::Debug for RawBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawBody")
            .field("bytes", &format_args!("{} {:?}", self.bytes.len(), one_line(&self.text())))
            .field("truncated", &self.truncated)
            .finish()
    }
}

/// What kind of body the headers announce, as they write it.
pub(super) fn content_type(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()))
}

/// Whether a content type says JSON: `application/json`, `text/json` or anything with `+json`.
pub(super) fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let end = essence.len().checked_sub("+json".len()).and_then(|at| essence.get(at..));
    ["application/json", "text/json"].iter().any(|known| essence.eq_ignore_ascii_case(known))
        || end.is_some_and(|end| end.eq_ignore_ascii_case("+json"))
}

/// A body as a message shows it: plain text and JSON up to a limit, of all others the kind.
pub(super) fn summary(headers: &HeaderMap, body: &RawBody) -> String {
    if body.bytes.is_empty() {
        return "without a body".to_owned();
    }
    match content_type(headers) {
        Some(kind) if !is_json(&kind) && !kind.trim_start().starts_with("text/plain") => {
            format!("with a body of type `{}`", one_line(&kind))
        }
        _ => one_line(&body.text()),
    }
}

/// The beginning of a text, without line breaks and control characters.
pub(super) fn one_line(text: &str) -> String {
    let mut characters = text.trim().chars();
    let mut line: String = characters
        .by_ref()
        .take(SHOWN)
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect();
    if characters.next().is_some() {
        line.push('…');
    }
    line
}
