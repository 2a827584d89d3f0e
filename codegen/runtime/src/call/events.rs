//! Server-sent events.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::caller::Caller;
use super::client::events::Events;
use super::failure::Failure;
use super::lines::lines;
use super::streams::until_interrupted;

impl Caller {
    /// Prints a line for each event.
    ///
    /// # Errors
    ///
    /// The stream breaks, or an event does not decode.
    pub async fn events<T: Serialize + DeserializeOwned>(
        &self,
        mut events: Events<T>,
    ) -> Result<(), Failure> {
        until_interrupted(lines(&mut events, self.max)).await
    }
}
