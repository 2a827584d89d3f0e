//! A connection that remembers what happened to it, what its errors mean, and wakers for two tasks
//! that share it.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_tungstenite::tungstenite::error::{CapacityError, Error as Failure, ProtocolError};

use super::problem::Problem;
use super::stream_error::StreamError;

/// A connection that has left HTTP.
pub struct Watched {
    connection: reqwest::Upgraded,
    /// Something came since this was last looked at.
    pub heard: bool,
    /// The peer takes nothing at the moment.
    pub stuck: bool,
}

impl Watched {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new(connection: reqwest::Upgraded) -> Self {
        Self { connection, heard: false, stuck: false }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.connection).poll_read(cx, buffer);
        self.heard |= buffer.filled().len() > before;
        outcome
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.connection).poll_write(cx, bytes);
        self.stuck = outcome.is_pending();
        outcome
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_shutdown(cx)
    }
}

/// The tasks of the two halves of a socket. Whatever happens wakes both, as either may do the work
/// of the other: a reader answers pings, a writer that closes reads.
#[derive(Default)]
pub struct Wakers {
    /// The task that reads.
    pub reader: AtomicWaker,
    /// The task that writes.
    pub writer: AtomicWaker,
}

impl Wakers {
    /// A waker for both.
    #[must_use]
    pub fn both(self: &Arc<Self>) -> Waker {
        Waker::from(Arc::clone(self))
    }
}

impl Wake for Wakers {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.reader.wake();
        self.writer.wake();
    }
}

/// What an error of the WebSocket library means.
#[must_use]
pub fn sort(error: Failure, limit: usize) -> StreamError {
    match error {
        Failure::ConnectionClosed
        | Failure::AlreadyClosed
        | Failure::Protocol(ProtocolError::SendAfterClosing) => StreamError::Closed,
        Failure::Capacity(CapacityError::MessageTooLong { .. }) => StreamError::TooLarge { limit },
        Failure::Protocol(ProtocolError::ResetWithoutClosingHandshake) => {
            StreamError::Transport(Problem::new("it ended without a goodbye"))
        }
        Failure::Io(error) => {
            StreamError::Transport(Problem::because("the connection broke", error))
        }
        Failure::Utf8(_) => StreamError::Protocol(Problem::new("a text is not UTF-8")),
        error => StreamError::Protocol(Problem::because("not a WebSocket message", error)),
    }
}
