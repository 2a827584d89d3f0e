//! Answers that come in one of several media types.

use reqwest::header::HeaderMap;

use super::body::{content_type, is_json, one_line};
use super::error::Error;
use super::problem::Problem;
use super::reply::Reply;

impl Reply {
    /// Which of several media types the body has; the first if it does not say, `usize::MAX` if it
    /// has another one. `*` stands for anything.
    #[must_use]
    pub fn media_type(&self, known: &[&str]) -> usize {
        let Some(found) = content_type(&self.head.headers) else { return 0 };
        let position = known.iter().position(|known| is_media_type(&found, known));
        position.unwrap_or(usize::MAX)
    }

    /// The error for a body of a media type that the document does not know.
    #[must_use]
    pub fn unknown_media_type<E>(self) -> Error<E> {
        let found = content_type(&self.head.headers).unwrap_or_default();
        let problem = Problem::new(format!("it is of the type `{}`", one_line(&found)));
        self.undecodable(String::new(), problem)
    }
}

/// Whether the headers announce one of these media types.
#[must_use]
pub fn is_one_of(headers: &HeaderMap, known: &[&str]) -> bool {
    content_type(headers).is_some_and(|kind| known.iter().any(|known| is_media_type(&kind, known)))
}

/// Whether a content type is of a known media type, or of a range such as `image/*`. All that is
/// JSON is the same.
fn is_media_type(content_type: &str, known: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match known.split_once('*') {
        Some((start, _)) => essence.starts_with(start) || known == "*/*",
        None => essence == known || (is_json(known) && is_json(&essence)),
    }
}
