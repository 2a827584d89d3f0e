//! Streams of values, printed as lines.

use futures_util::{Stream, StreamExt};
use serde::Serialize;

use super::client::stream_error::StreamError;
use super::failure::Failure;
use super::output::{Reader, line};

/// Prints a line for each item, at most so many.
///
/// # Errors
///
/// The stream breaks, an item does not decode, or it cannot be written.
pub async fn lines<T: Serialize>(
    items: &mut (impl Stream<Item = Result<T, StreamError>> + Unpin),
    max: Option<u64>,
) -> Result<(), Failure> {
    let mut count = 0;
    while max.is_none_or(|max| count < max) {
        let Some(item) = items.next().await else { break };
        if line(&item.map_err(Failure::of)?)? == Reader::Gone {
            break;
        }
        count += 1;
    }
    Ok(())
}
