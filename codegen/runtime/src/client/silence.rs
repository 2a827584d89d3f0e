//! How long a peer has been silent.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::{Instant, Sleep, sleep_until};

/// Measures silence while there is nothing to read: a reader that is slow is not held against the
/// peer.
#[derive(Debug, Default)]
pub struct Silence {
    /// Set anew only when it is over: that costs more than a message.
    sleep: Option<Pin<Box<Sleep>>>,
    since: Option<Instant>,
}

impl Silence {
    /// Something came.
    pub fn break_it(&mut self) {
        self.since = None;
    }

    /// Ready when it was silent for so long; to be asked when there is nothing to read.
    pub fn poll(&mut self, cx: &mut Context<'_>, limit: Option<Duration>) -> Poll<Duration> {
        let Some(limit) = limit else { return Poll::Pending };
        let since = *self.since.get_or_insert_with(Instant::now);
        // Too far away for the clock is never.
        let Some(deadline) = since.checked_add(limit) else { return Poll::Pending };
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        loop {
            ready!(sleep.poll_unpin(cx));
            if sleep.deadline() >= deadline {
                return Poll::Ready(limit);
            }
            sleep.as_mut().reset(deadline);
        }
    }
}
