//! When a stream that ended is opened again.

use std::time::Duration;

use super::retry::RetryPolicy;

/// When a stream of events that ended, fell silent or broke is opened again: after 100 ms, then
/// after twice the delay each time, up to 10 s; and so for ever, until it is dropped.
///
/// Delays vary at random between half and all of their length. A delay that the server asks for
/// (`retry:` in the stream, up to the greatest delay; `Retry-After` of a refusal) is waited for if
/// it is longer. The first bytes of a new stream make the delay short again.
///
/// Answers other than the stream end it, but for those that pass: 408, 429, 500 and above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReconnectPolicy {
    back_off: RetryPolicy,
    max_delay: Duration,
    attempts: Option<u32>,
}

impl ReconnectPolicy {
    /// With delays from 100 ms to 10 s.
    #[must_use]
    pub fn new() -> Self {
        let policy = Self {
            back_off: RetryPolicy::new(u32::MAX),
            max_delay: Duration::ZERO,
            attempts: None,
        };
        policy.initial_delay(Duration::from_millis(100)).max_delay(Duration::from_secs(10))
    }

    /// The delay after the end of a stream that worked.
    #[must_use]
    pub fn initial_delay(mut self, delay: Duration) -> Self {
        self.back_off = self.back_off.initial_delay(delay);
        self
    }

    /// The greatest delay.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.back_off = self.back_off.max_delay(delay);
        self.max_delay = delay;
        self
    }

    /// Gives up after so many attempts in a row that bring nothing.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// Whether delays vary at random.
    #[must_use]
    pub fn jitter(mut self, jitter: bool) -> Self {
        self.back_off = self.back_off.jitter(jitter);
        self
    }

    /// How long to wait before this attempt, counted from 1; nothing if there is to be none.
    /// `asked` is the delay that the stream asks for.
    #[must_use]
    pub fn delay(&self, attempt: u32, asked: Option<Duration>) -> Option<Duration> {
        if self.attempts.is_some_and(|attempts| attempt > attempts) {
            return None;
        }
        let asked = asked.unwrap_or_default().min(self.max_delay);
        Some(self.back_off.back_off(attempt).max(asked))
    }
}

impl Default for ReconnectPolicy {
    fn default() -> Self {
        Self::new()
    }
}
