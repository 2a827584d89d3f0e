//! Retries: when, and after which delay.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Method, StatusCode};

use super::error::Failure;
use super::reply::Reply;

/// When a failed request is sent again. The default is never.
///
/// - No connection, and 429: whatever the method; the server has not acted on the request.
/// - A broken connection, a timeout, 502, 503 and 504: for methods only that mean the same when
///   they are sent twice (GET, HEAD, PUT, DELETE, OPTIONS).
///
/// The delay doubles with each attempt. `Retry-After` is waited for if it is longer; where it is
/// longer than the greatest delay, the answer is returned at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    initial_delay: Duration,
    max_delay: Duration,
    jitter: bool,
}

impl RetryPolicy {
    /// Up to this many attempts, the first one included, with delays from 200 ms to 30 s.
    #[must_use]
    pub fn new(attempts: u32) -> Self {
        Self {
            attempts,
            initial_delay: Duration::from_millis(200),
            max_delay: Duration::from_secs(30),
            jitter: true,
        }
    }

    /// A single attempt.
    #[must_use]
    pub fn none() -> Self {
        Self::new(1)
    }

    /// The delay before the second attempt.
    #[must_use]
    pub fn initial_delay(mut self, delay: Duration) -> Self {
        self.initial_delay = delay;
        self
    }

    /// The greatest delay.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Whether delays vary at random between half and all of their length (they do by default), so
    /// that clients that failed together do not come back together.
    #[must_use]
    pub fn jitter(mut self, jitter: bool) -> Self {
        self.jitter = jitter;
        self
    }

    /// Whether there may be another attempt.
    pub(super) fn repeats(&self) -> bool {
        self.attempts > 1
    }

    /// How long to wait before the next attempt; nothing if there is to be none.
    pub(super) fn delay(
        &self,
        attempt: u32,
        method: &Method,
        outcome: &Result<Reply, Failure>,
    ) -> Option<Duration> {
        if attempt >= self.attempts || !is_retryable(method, outcome) {
            return None;
        }
        let asked = outcome.as_ref().ok().and_then(|reply| retry_after(reply.headers()));
        let delay = self.back_off(attempt).max(asked.unwrap_or_default());
        (delay <= self.max_delay).then_some(delay)
    }

    pub(super) fn back_off(&self, attempt: u32) -> Duration {
        let factor = 2_u32.saturating_pow(attempt.saturating_sub(1));
        let delay = self.initial_delay.saturating_mul(factor).min(self.max_delay);
        if self.jitter { delay / 2 + (delay / 2).mul_f64(random_fraction()) } else { delay }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::none()
    }
}

fn is_retryable(method: &Method, outcome: &Result<Reply, Failure>) -> bool {
    match outcome {
        Ok(reply) => match reply.status_code() {
            StatusCode::TOO_MANY_REQUESTS => true,
            StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT => method.is_idempotent(),
            _ => false,
        },
        Err(Failure::Connect(_)) => true,
        Err(Failure::Timeout { .. } | Failure::Transport(_)) => method.is_idempotent(),
        Err(_) => false,
    }
}

/// `Retry-After`: seconds, or a date.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?;
    let now = DateTime::<Utc>::from(SystemTime::now());
    Some((at.with_timezone(&Utc) - now).to_std().unwrap_or_default())
}

/// From 0 to 1. The standard library's hash keys are random enough to spread clients.
fn random_fraction() -> f64 {
    let random = RandomState::new().build_hasher().finish();
    f64::from((random >> 32) as u32) / f64::from(u32::MAX)
}
