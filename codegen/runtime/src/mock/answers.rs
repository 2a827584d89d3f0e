//! What the mock server answers.

use serde::de::DeserializeOwned;

use super::dice::Dice;
use super::options::Options;
use super::server::api_error::ApiError;
use super::server::schema::Schema;
use super::types::secret::Secret;
use super::values::Maker;

/// An implementation that knows nothing but schemas.
#[derive(Clone, Debug)]
pub struct Mock {
    /// What is wanted of it.
    pub options: Options,
}

impl Mock {
    /// Lets in whoever has the secret; everybody, if there is none.
    ///
    /// # Errors
    ///
    /// The caller has another one (401).
    pub fn admit(&self, secrets: &[Secret]) -> Result<(), ApiError> {
        match &self.options.token {
            Some(token) if secrets.is_empty() || secrets.iter().any(|secret| secret != token) => {
                let status = axum::http::StatusCode::UNAUTHORIZED;
                Err(ApiError::new(status, "This credential opens nothing here."))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The refusal of an operation that refuses in words of its own.
    #[must_use]
    pub fn refuse(&self, operation: &'static str, schema: &'static Schema) -> ApiError {
        let made = make::<serde_json::Value>(self.options.seed, operation, schema, 0);
        made.map_or_else(
            |error| error,
            |body| ApiError::json(axum::http::StatusCode::UNAUTHORIZED, &body),
        )
    }

    /// The answer of an operation: always the same.
    ///
    /// # Errors
    ///
    /// No value of the schema becomes one of `T` (500).
    pub fn answer<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        schema: &'static Schema,
    ) -> Result<T, ApiError> {
        make(self.options.seed, operation, schema, 0)
    }

    /// Waits as long as a long poll takes.
    pub async fn wait(&self) {
        tokio::time::sleep(self.options.interval).await;
    }
}

/// The value that an operation answers, or sends as a message with this number.
///
/// # Errors
///
/// No value of the schema becomes one of `T` (500).
pub fn make<T: DeserializeOwned>(
    seed: u64,
    operation: &'static str,
    schema: &'static Schema,
    turn: u64,
) -> Result<T, ApiError> {
    let maker = |full| Maker::new(Dice::new(seed, operation, turn), full);
    let decoded = |mut maker: Maker| serde_json::from_value(maker.value(schema, operation));
    // An example can be valid and yet not be what the type takes, and so can a `null`.
    let made = decoded(maker(seed == 0))
        .or_else(|_| decoded(maker(seed == 0).without_examples()))
        .or_else(|_| decoded(maker(true).without_examples()));
    made.map_err(|error| {
        ApiError::internal(error).detail("no answer can be made up for this operation")
    })
}
