//! A connection that remembers what happened to it, what its errors mean, and wakers for two tasks
//! that share it.

use std::io::{self, ErrorKind, Read, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tungstenite::error::{CapacityError, Error as Failure, ProtocolError};

use super::problem::Problem;
use super::stream_error::StreamError;

/// A connection that has left HTTP, as the WebSocket library wants it: what would have to wait fails,
/// and wakes both tasks later.
///
/// `tokio-tungstenite` has the same for any two wakers, and registers them anew with every call.
pub struct Watched {
    connection: reqwest::Upgraded,
    both: Waker,
    /// Something came since this was last looked at.
    pub heard: bool,
    /// The peer takes nothing at the moment.
    pub stuck: bool,
}

impl Watched {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new(connection: reqwest::Upgraded, both: Waker) -> Self {
        Self { connection, both, heard: false, stuck: false }
    }
}

impl Read for Watched {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let mut buffer = ReadBuf::new(bytes);
        let mut cx = Context::from_waker(&self.both);
        match Pin::new(&mut self.connection).poll_read(&mut cx, &mut buffer) {
            Poll::Ready(outcome) => {
                self.heard |= !buffer.filled().is_empty();
                outcome.map(|()| buffer.filled().len())
            }
            Poll::Pending => Err(ErrorKind::WouldBlock.into()),
        }
    }
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut cx = Context::from_waker(&self.both);
        let outcome = Pin::new(&mut self.connection).poll_write(&mut cx, bytes);
        self.stuck = outcome.is_pending();
        match outcome {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => Err(ErrorKind::WouldBlock.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut cx = Context::from_waker(&self.both);
        match Pin::new(&mut self.connection).poll_flush(&mut cx) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => Err(ErrorKind::WouldBlock.into()),
        }
    }
}

/// What an outcome of the library means where waiting is no failure.
pub fn when_ready<T>(outcome: Result<T, Failure>) -> Poll<Result<T, Failure>> {
    match outcome {
        Err(Failure::Io(error)) if error.kind() == ErrorKind::WouldBlock => Poll::Pending,
        outcome => Poll::Ready(outcome),
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
