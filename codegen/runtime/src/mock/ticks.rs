//! Values one after the other.

use futures_util::{Stream, StreamExt, stream};
use serde::de::DeserializeOwned;

use super::answers::{Mock, make};
use super::server::api_error::ApiError;
use super::server::schema::Schema;

/// A value at once, and another one after each interval.
pub fn ticks<T: DeserializeOwned>(
    mock: &Mock,
    operation: &'static str,
    schema: &'static Schema,
) -> impl Stream<Item = Result<T, ApiError>> + Send + use<T> {
    let seed = mock.options.seed;
    turns(mock).map(move |turn| make(seed, operation, schema, turn))
}

/// The numbers of the ticks.
pub fn turns(mock: &Mock) -> impl Stream<Item = u64> + Send + use<> {
    let (interval, last) = (mock.options.interval, mock.options.ticks);
    stream::unfold(0, move |turn: u64| async move {
        if last.is_some_and(|last| turn >= last) {
            return None;
        }
        if turn > 0 {
            tokio::time::sleep(interval).await;
        }
        Some((turn, turn.saturating_add(1)))
    })
}
