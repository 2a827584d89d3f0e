//! Pings, and whether they are answered.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use tokio::time::{Instant, Sleep, sleep};

/// Shorter intervals would only keep the processor busy.
const SHORTEST: Duration = Duration::from_millis(1);

/// Says when to send a ping, and when a peer is gone.
#[derive(Debug)]
pub struct Pulse {
    interval: Duration,
    timer: Pin<Box<Sleep>>,
    count: u64,
    due: bool,
    unanswered: bool,
    held_up: bool,
}

impl Pulse {
    /// Starts; the first ping is due after one interval.
    #[must_use]
    pub fn new(interval: Duration) -> Self {
        let interval = interval.max(SHORTEST);
        let timer = Box::pin(sleep(interval));
        Self { interval, timer, count: 0, due: false, unanswered: false, held_up: false }
    }

    /// Is ready when a ping was not answered within an interval.
    pub fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.timer.as_mut().poll(cx).is_ready() {
            if let Some(next) = Instant::now().checked_add(self.interval) {
                self.timer.as_mut().reset(next);
            }
            let held_up = std::mem::take(&mut self.held_up);
            if self.unanswered && !held_up {
                return Poll::Ready(());
            }
            self.due = !self.unanswered;
        }
        Poll::Pending
    }

    /// The payload of a ping that is to be sent now.
    pub fn ping(&mut self) -> Option<Bytes> {
        if !std::mem::take(&mut self.due) {
            return None;
        }
        self.count = self.count.wrapping_add(1);
        self.unanswered = true;
        Some(self.payload())
    }

    /// A pong came. One that answers no ping, or an old one, has no meaning.
    pub fn pong(&mut self, payload: &[u8]) {
        if self.payload() == payload {
            self.unanswered = false;
        }
    }

    /// Nothing was read, as nobody took what was read before; so a pong may well be there unseen.
    pub fn hold_up(&mut self) {
        self.held_up = true;
    }

    fn payload(&self) -> Bytes {
        self.count.to_string().into()
    }
}
