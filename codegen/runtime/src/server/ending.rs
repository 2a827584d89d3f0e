//! How the connection of a WebSocket comes to its end.

use std::future::poll_fn;
use std::pin::pin;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tungstenite::Error;
use tungstenite::error::ProtocolError;

use super::close::Close;
use super::pipe::Ended;
use super::socket_error::Broken;

/// How a connection comes to its end.
#[derive(Debug)]
pub enum End {
    /// The server closes it; also with the reason why the handler sees no good end.
    Ours(Close, Option<Broken>),
    /// The peer closes it.
    Theirs(Option<Close>),
    /// The server closes it, and can read nothing more out of it.
    Failed(Close),
    /// Nobody is there to close it for.
    Lost(Broken),
}

impl End {
    /// What the handler learns about it.
    #[must_use]
    pub fn for_handler(&self) -> Ended {
        match self {
            Self::Ours(_, None) => Ended::Closed(None),
            Self::Theirs(close) => Ended::Closed(close.clone()),
            Self::Ours(_, Some(broken)) | Self::Lost(broken) => Ended::Broken(*broken),
            Self::Failed(_) => Ended::Broken(Broken::Violation),
        }
    }

    /// The peer sent something well-formed that it may not send.
    #[must_use]
    pub fn violation(code: u16, reason: &str) -> Self {
        Self::Ours(Close::new(code, reason), Some(Broken::Violation))
    }

    /// Reading failed.
    #[must_use]
    pub fn failure(error: &Error) -> Self {
        let (code, reason) = match error {
            Error::Capacity(_) => (Close::TOO_LARGE, "message too large"),
            Error::Utf8(_) => (Close::INVALID_DATA, "text is not UTF-8"),
            Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => {
                return Self::Lost(Broken::Reset);
            }
            Error::Protocol(_) => (Close::PROTOCOL, "protocol error"),
            _ => return Self::Lost(Broken::Reset),
        };
        Self::Failed(Close::new(code, reason))
    }
}

/// Throws away what still comes. Closing a connection with bytes in it that nobody read resets it,
/// and the peer would not see the close frame.
pub async fn drain<I: AsyncRead + AsyncWrite + Unpin>(io: &mut I) {
    let mut io = pin!(io);
    if poll_fn(|cx| io.as_mut().poll_shutdown(cx)).await.is_err() {
        return;
    }
    let mut bytes = [0; 4096];
    loop {
        let mut buffer = ReadBuf::new(&mut bytes);
        let result = poll_fn(|cx| io.as_mut().poll_read(cx, &mut buffer)).await;
        if result.is_err() || buffer.filled().is_empty() {
            return;
        }
    }
}
