//! How streams end.

use std::future::pending;
use std::pin::pin;

use futures_util::future::{Either, select};

use super::failure::Failure;

/// Runs a stream until it ends or Ctrl-C ends it, which is a good end too.
///
/// # Errors
///
/// Those of the stream.
pub async fn until_interrupted(
    stream: impl Future<Output = Result<(), Failure>>,
) -> Result<(), Failure> {
    let interrupted = async {
        // Without signals there is no such end.
        if tokio::signal::ctrl_c().await.is_err() {
            pending::<()>().await;
        }
    };
    // In this order: who sees the first line may press Ctrl-C at once.
    match select(pin!(interrupted), pin!(stream)).await {
        Either::Left(((), _)) => Ok(()),
        Either::Right((outcome, _)) => outcome,
    }
}

/// Runs two halves of a conversation until one of them ends it.
///
/// # Errors
///
/// Those of the half that ends it.
pub async fn either(
    one: impl Future<Output = Result<(), Failure>>,
    other: impl Future<Output = Result<(), Failure>>,
) -> Result<(), Failure> {
    match select(pin!(one), pin!(other)).await {
        Either::Left((outcome, _)) | Either::Right((outcome, _)) => outcome,
    }
}
