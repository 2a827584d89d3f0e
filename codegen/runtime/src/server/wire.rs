//! The WebSocket library on a connection that says when it is ready.
//!
//! `tokio-tungstenite` has the same for two tasks that share a connection, and registers wakers for
//! both with every call. Here there is one task, whose waker is the same nearly always.

use std::io::{self, ErrorKind, Read, Write};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tungstenite::error::Error;
use tungstenite::protocol::{Role, WebSocket, WebSocketConfig};
use tungstenite::{Message, Result};

/// The server's end of a WebSocket, for one task.
#[derive(Debug)]
pub struct Wire<I> {
    socket: WebSocket<Blocking<I>>,
    /// Nothing more is read.
    has_ended: bool,
}

impl<I: AsyncRead + AsyncWrite + Unpin> Wire<I> {
    /// A WebSocket on a connection that has left HTTP.
    pub fn new(io: I, config: WebSocketConfig) -> Self {
        let io = Blocking { io, waker: Waker::noop().clone() };
        let socket = WebSocket::from_raw_socket(io, Role::Server, Some(config));
        Self { socket, has_ended: false }
    }

    /// The connection.
    pub fn io(&mut self) -> &mut I {
        &mut self.socket.get_mut().io
    }

    /// The next message; nothing after the end. What the library answers by itself, such as pings,
    /// is sent with the next call.
    #[inline]
    pub fn poll_next(&mut self, cx: &Context<'_>) -> Poll<Option<Result<Message>>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        self.wakes(cx);
        match self.socket.read() {
            Err(error) if would_block(&error) => Poll::Pending,
            Err(error) => {
                self.has_ended = true;
                let is_end = matches!(error, Error::AlreadyClosed | Error::ConnectionClosed);
                Poll::Ready(if is_end { None } else { Some(Err(error)) })
            }
            Ok(message) => Poll::Ready(Some(Ok(message))),
        }
    }

    /// Takes a message, which [`Self::poll_flush`] sends.
    ///
    /// # Errors
    ///
    /// The connection is closed or broken.
    pub fn start_send(&mut self, cx: &Context<'_>, message: Message) -> Result<()> {
        self.wakes(cx);
        match self.socket.write(message) {
            Err(error) if would_block(&error) => Ok(()),
            outcome => outcome,
        }
    }

    /// Ready when everything has left.
    ///
    /// # Errors
    ///
    /// The connection is broken.
    pub fn poll_flush(&mut self, cx: &Context<'_>) -> Poll<Result<()>> {
        self.wakes(cx);
        match self.socket.flush() {
            Err(error) if would_block(&error) => Poll::Pending,
            Err(Error::ConnectionClosed) => Poll::Ready(Ok(())),
            outcome => Poll::Ready(outcome),
        }
    }

    fn wakes(&mut self, cx: &Context<'_>) {
        let known = &mut self.socket.get_mut().waker;
        if !known.will_wake(cx.waker()) {
            known.clone_from(cx.waker());
        }
    }
}

fn would_block(error: &Error) -> bool {
    matches!(error, Error::Io(error) if error.kind() == ErrorKind::WouldBlock)
}

/// A connection as the library wants it: what would have to wait fails, and wakes the task later.
#[derive(Debug)]
struct Blocking<I> {
    io: I,
    waker: Waker,
}

impl<I: AsyncRead + Unpin> Read for Blocking<I> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let mut buffer = ReadBuf::new(bytes);
        let mut cx = Context::from_waker(&self.waker);
        match Pin::new(&mut self.io).poll_read(&mut cx, &mut buffer) {
            Poll::Ready(outcome) => outcome.map(|()| buffer.filled().len()),
            Poll::Pending => Err(ErrorKind::WouldBlock.into()),
        }
    }
}

impl<I: AsyncWrite + Unpin> Write for Blocking<I> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut cx = Context::from_waker(&self.waker);
        match Pin::new(&mut self.io).poll_write(&mut cx, bytes) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => Err(ErrorKind::WouldBlock.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut cx = Context::from_waker(&self.waker);
        match Pin::new(&mut self.io).poll_flush(&mut cx) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => Err(ErrorKind::WouldBlock.into()),
        }
    }
}
