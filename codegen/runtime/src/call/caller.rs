//! Calls an operation, and shows what comes back.

use serde::Serialize;

use super::arguments::Arguments;
use super::client::call::Operation;
use super::client::error::{Error, ErrorBody};
use super::client::handle::Client;
use super::failure::Failure;
use super::output;

/// Calls an operation with what the command line says.
#[derive(Debug)]
pub struct Caller {
    /// Speaks to the server.
    pub client: Client,
    /// What the operation is called with.
    pub arguments: Arguments,
    /// The most that a stream prints.
    pub max: Option<u64>,
    /// Standard input is JSON, a message per line.
    pub lines: bool,
}

impl Caller {
    /// Sends the request; the status goes to standard error.
    ///
    /// # Errors
    ///
    /// The server says so, or cannot be asked.
    pub async fn send<O: Operation<Error: Serialize>>(
        &self,
        operation: O,
    ) -> Result<O::Output, Failure> {
        self.send_or(operation, json).await
    }

    /// The same, where errors have to be told in a way of their own.
    ///
    /// # Errors
    ///
    /// The server says so, or cannot be asked.
    pub async fn send_or<O: Operation>(
        &self,
        operation: O,
        told: impl FnOnce(&O::Error) -> String,
    ) -> Result<O::Output, Failure> {
        match self.client.call(operation).send().await {
            Ok(response) => {
                output::note(&response.status.to_string());
                Ok(response.body)
            }
            Err(Error::Api(error)) => {
                let body = match &error.body {
                    ErrorBody::Typed(body) => told(body),
                    ErrorBody::Raw(body) => body.text().into_owned(),
                };
                Err(Failure::Call(format!("{}\n{body}", error.status).trim_end().to_owned()))
            }
            // What the documented body is has no part in any other error.
            Err(error) => Err(Failure::of(error.map_body(|_| ()))),
        }
    }

    /// Prints the result.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn print(&self, value: &impl Serialize) -> Result<(), Failure> {
        output::result(value)
    }
}

/// A body as people read it.
pub fn json(body: &impl Serialize) -> String {
    serde_json::to_string_pretty(body).unwrap_or_default()
}
