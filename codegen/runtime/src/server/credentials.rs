//! The credentials that a request presents.

use axum::http::header::AUTHORIZATION;

use super::super::types::secret::Secret;
use super::context::RequestInfo;

impl RequestInfo {
    /// The value of a header, unless it is empty or not text.
    #[must_use]
    pub fn header_credential(&self, name: &str) -> Option<Secret> {
        self.header_texts(name).find(|text| !text.is_empty()).map(Secret::new)
    }

    /// The token of `Authorization: Bearer <token>`, unless it is empty. The scheme's case does
    /// not matter.
    #[must_use]
    pub fn bearer_credential(&self) -> Option<Secret> {
        self.header_texts(AUTHORIZATION.as_str())
            .filter_map(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .find(|token| !token.is_empty())
            .map(Secret::new)
    }

    fn header_texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers().get_all(name).iter().filter_map(|v| v.to_str().ok()).map(str::trim)
    }
}
