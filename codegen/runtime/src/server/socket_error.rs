//! What can go wrong with an open WebSocket.

use std::error::Error;
use std::fmt;
use std::io;

/// What went wrong with an open WebSocket. That the peer closed it in good order is not among it:
/// there simply comes nothing more.
#[derive(Debug)]
#[non_exhaustive]
pub enum SocketError {
    /// The socket is closed: nothing can be sent any more.
    Closed,
    /// A message does not decode. The next one may.
    Decode(serde_json::Error),
    /// A value cannot be written as JSON.
    Encode(serde_json::Error),
    /// The connection ended without a goodbye, or had to be ended.
    Broken(Broken),
}

/// Why a connection ended without a goodbye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Broken {
    /// The peer vanished.
    Reset,
    /// The peer did not answer a ping in time.
    NoPong,
    /// The peer did not take messages in time.
    Slow,
    /// The peer sent what it may not send: data where none is wanted, the wrong type of frame, too
    /// large a message, or something that is no WebSocket at all.
    Violation,
}

impl From<SocketError> for io::Error {
    fn from(error: SocketError) -> Self {
        let kind = match &error {
            SocketError::Closed => io::ErrorKind::BrokenPipe,
            SocketError::Decode(_) | SocketError::Encode(_) => io::ErrorKind::InvalidData,
            SocketError::Broken(Broken::Reset) => io::ErrorKind::ConnectionReset,
            SocketError::Broken(Broken::NoPong | Broken::Slow) => io::ErrorKind::TimedOut,
            SocketError::Broken(Broken::Violation) => io::ErrorKind::ConnectionAborted,
        };
        Self::new(kind, error)
    }
}

impl fmt::Display for SocketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Closed => "the WebSocket is closed",
            Self::Decode(_) => "a message does not decode",
            Self::Encode(_) => "a message cannot be written",
            Self::Broken(Broken::Reset) => "the peer vanished",
            Self::Broken(Broken::NoPong) => "the peer did not answer a ping in time",
            Self::Broken(Broken::Slow) => "the peer did not take messages in time",
            Self::Broken(Broken::Violation) => "the peer sent what it may not send",
        })
    }
}

impl Error for SocketError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Decode(error) | Self::Encode(error) => Some(error),
            _ => None,
        }
    }
}
