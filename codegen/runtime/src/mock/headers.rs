//! Headers of answers.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answers::Mock;
use super::server::api_error::ApiError;
use super::server::headers::WithHeaders;
use super::server::schema::Schema;

impl Mock {
    /// The answer with headers that are made up as well.
    ///
    /// # Errors
    ///
    /// There is no answer, or no value of the schema becomes one of `H` (500).
    pub fn with_headers<T, H: DeserializeOwned>(
        &self,
        answer: Result<T, ApiError>,
        operation: &'static str,
        schema: &'static Schema,
    ) -> Result<WithHeaders<T, H>, ApiError> {
        let answer = answer?;
        let mut headers: Value = self.answer(operation, schema)?;
        // A length that is made up would be wrong; streams of the mock are empty.
        for (name, value) in headers.as_object_mut().into_iter().flatten() {
            if name.eq_ignore_ascii_case("content-length") {
                *value = if value.is_string() { "0".into() } else { 0.into() };
            }
        }
        let headers = serde_json::from_value(headers).map_err(ApiError::internal)?;
        Ok(WithHeaders::new(answer, headers))
    }
}
