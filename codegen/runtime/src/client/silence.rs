//! How long a peer has been silent.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::{Instant, Sleep, sleep_until};

/// Measures silence while there is nothing to read: a reader that is slow is not held against the
/// peer.
#[derive(Debug, Default)]
pub struct Silence {
    sleep: Option<Pin<Box<Sleep>>>,
    was_broken: bool,
}

impl Silence {
    /// Something came.
    pub fn break_it(&mut self) {
        self.was_broken = true;
    }

    /// Ready when it was silent for so long; to be asked when there is nothing to read.
    pub fn poll(&mut self, cx: &mut Context<'_>, limit: Option<Duration>) -> Poll<Duration> {
        let Some(limit) = limit else { return Poll::Pending };
        // Too far away for the clock is never.
        let Some(deadline) = Instant::now().checked_add(limit) else { return Poll::Pending };
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if mem::take(&mut self.was_broken) {
            sleep.as_mut().reset(deadline);
        }
        sleep.poll_unpin(cx).map(|()| limit)
    }
}
