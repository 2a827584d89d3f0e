//! What can go wrong with a stream after it was opened.

use std::fmt;
use std::time::Duration;

use super::body::{RawBody, one_line};
use super::error::Error;
use super::problem::Problem;

/// Why a stream gave an error in place of a message.
///
/// After [`Decode`](StreamError::Decode) and [`Reported`](StreamError::Reported) the stream goes
/// on; after any other it has ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// Nothing came for so long, not even a ping.
    Idle {
        /// How long was waited.
        after: Duration,
    },
    /// A message is not what the document says. The stream goes on.
    Decode {
        /// The field that does not fit, as in `apps[0].health`; empty for the message as a whole.
        path: String,
        /// What is wrong there.
        problem: Problem,
    },
    /// The server sent an event that says that something went wrong. The stream goes on, as far as
    /// the client is concerned.
    Reported(RawBody),
    /// A message is larger than the client accepts.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A message cannot be written as JSON. Nothing was sent.
    Encode(Problem),
    /// The peer breaks the protocol.
    Protocol(Problem),
    /// The connection broke, or ended without a goodbye.
    Transport(Problem),
    /// The socket is closed: nothing can be sent any more.
    Closed,
    /// The stream could not be opened again.
    Reconnect(Box<Error<()>>),
}

impl StreamError {
    /// Whether messages can follow.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        matches!(self, Self::Decode { .. } | Self::Reported(_) | Self::Encode(_))
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Idle { after } => write!(f, "the server was silent for {after:?}"),
            Self::Decode { path, problem } => {
                f.write_str("a message cannot be decoded")?;
                if !path.is_empty() {
                    write!(f, " at `{}`", one_line(path))?;
                }
                write!(f, ": {problem}")
            }
            Self::Reported(body) => write!(f, "the server reports: {}", one_line(&body.text())),
            Self::TooLarge { limit } => write!(f, "a message has more than {limit} bytes"),
            Self::Encode(problem) => write!(f, "a message cannot be written: {problem}"),
            Self::Protocol(problem) => write!(f, "the server breaks the protocol: {problem}"),
            Self::Transport(problem) => write!(f, "the stream broke: {problem}"),
            Self::Closed => f.write_str("the socket is closed"),
            Self::Reconnect(error) => write!(f, "the stream cannot be opened again: {error}"),
        }
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Decode { problem, .. }
            | Self::Encode(problem)
            | Self::Protocol(problem)
            | Self::Transport(problem) => problem.source(),
            Self::Reconnect(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}
