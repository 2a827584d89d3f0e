//! Bodies of one JSON value per line.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::arguments::Arguments;
use super::caller::Caller;
use super::failure::Failure;
use super::output::{self, Reader};
use super::streams::until_interrupted;
use super::types::json_lines::JsonLines;

impl Arguments {
    /// A body of lines, each JSON.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn lines_body<T>(&self) -> Result<JsonLines<T>, Failure> {
        Ok(JsonLines::from_bytes(self.bytes()?.to_vec().into()))
    }
}

impl Caller {
    /// Prints a line for each value.
    ///
    /// # Errors
    ///
    /// The stream breaks, a line does not decode, or it cannot be written.
    pub async fn json_lines<T: Serialize + DeserializeOwned>(
        &self,
        mut values: JsonLines<T>,
    ) -> Result<(), Failure> {
        let max = self.max.unwrap_or(u64::MAX);
        let print = async move {
            for _ in 0..max {
                let Some(value) = values.next().await else { break };
                if output::line(&value.map_err(Failure::of)?)? == Reader::Gone {
                    break;
                }
            }
            Ok(())
        };
        until_interrupted(print).await
    }
}
