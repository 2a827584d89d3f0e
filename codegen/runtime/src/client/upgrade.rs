//! Leaving HTTP for another protocol on the same connection.

use std::fmt::Debug;
use std::time::Duration;

use reqwest::header::HeaderMap;

use super::problem::Problem;

/// The handshake of another protocol.
pub trait Upgrade: Debug + Send + Sync {
    /// Adds the headers that ask for the protocol. What it returns is what
    /// [`check`](Upgrade::check) gets to see.
    fn ask(&self, headers: &mut HeaderMap) -> String;

    /// Checks the headers of an answer that agrees.
    ///
    /// # Errors
    ///
    /// The server agreed to something else.
    fn check(&self, asked: &str, headers: &HeaderMap) -> Result<(), Problem>;

    /// The largest message, in bytes, where the document says it.
    fn max_message_bytes(&self) -> Option<usize> {
        None
    }
}

/// A connection that has left HTTP.
#[derive(Debug)]
#[non_exhaustive]
pub struct Upgraded {
    /// The bytes that follow the answer.
    pub connection: reqwest::Upgraded,
    /// The largest message to accept, in bytes.
    pub max_message_bytes: usize,
    /// After how much silence to give up; `None`: the call does not say, `Some(None)`: never.
    pub idle_timeout: Option<Option<Duration>>,
}
