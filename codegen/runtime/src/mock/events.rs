//! Server-sent events.

use serde::de::DeserializeOwned;

use super::answers::Mock;
use super::server::events::Events;
use super::server::schema::Schema;
use super::ticks::ticks;

impl Mock {
    /// An event now, and another one after each interval.
    #[must_use]
    pub fn events<T: DeserializeOwned + 'static>(
        &self,
        operation: &'static str,
        schema: &'static Schema,
    ) -> Events<T> {
        Events::new(ticks(self, operation, schema))
    }
}
