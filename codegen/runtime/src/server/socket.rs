//! The handler's end of a WebSocket.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::Stream;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncBufRead, AsyncRead, AsyncWrite, ReadBuf};

use super::close::Close;
use super::codec::{Bytes, Framing, Json, SocketSpec};
use super::halves::{Reader, Writer};
use super::pipe::Pipe;
use super::socket_error::SocketError;

/// An open WebSocket: `R` is what the server receives, `S` what it sends, each of them one of the
/// types in `codec`.
///
/// Pings, pongs and the close handshake are not its business; they happen whether it is used or
/// not. It holds one message in each direction, beyond that a slow side holds up the other. Once
/// the connection has ended nothing more is received, sending is an error, and the handler has a
/// few seconds left before it is dropped.
pub struct Socket<R, S> {
    pub(super) reader: Reader<R>,
    pub(super) writer: Writer<S>,
}

impl<R, S> Socket<R, S> {
    /// The handler's end of `pipe`.
    pub(super) fn new(pipe: &Arc<Pipe>, spec: &SocketSpec, limit: usize) -> Self {
        let framing = spec.receives.map_or(Framing::Message, |channel| channel.framing);
        let reader = Reader::new(Arc::clone(pipe), framing, limit);
        Self { reader, writer: Writer::new(Arc::clone(pipe)) }
    }

    /// Two halves, for two tasks. The socket still ends with the handler.
    #[must_use]
    pub fn into_split(self) -> (Reader<R>, Writer<S>) {
        (self.reader, self.writer)
    }

    /// Closes the socket, after everything that was sent. What the handler answers later has no
    /// effect on the code.
    pub fn close(&mut self, close: Close) {
        self.writer.close(close);
    }

    /// Waits until the connection has ended; tells what the peer said, if it was the peer.
    pub async fn closed(&mut self) -> Option<Close> {
        self.writer.closed().await
    }

    /// What the peer said when it closed the socket, if it did.
    #[must_use]
    pub fn close_reason(&self) -> Option<Close> {
        self.reader.close_reason()
    }
}

impl<T: DeserializeOwned, S> Stream for Socket<Json<T>, S> {
    type Item = Result<T, SocketError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.reader).poll_next(cx)
    }
}

impl<R, T: Serialize> Socket<R, Json<T>> {
    /// Sends a message. Waits until the one before is on its way.
    ///
    /// # Errors
    ///
    /// The socket is closed, or the value cannot be written as JSON.
    pub fn send(
        &mut self,
        value: &T,
    ) -> impl Future<Output = Result<(), SocketError>> + Send + use<'_, R, T> {
        self.writer.send(value)
    }
}

impl<S> AsyncRead for Socket<Bytes, S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.reader).poll_read(cx, buffer)
    }
}

/// What came is lent, where [`AsyncRead`] copies it.
impl<S> AsyncBufRead for Socket<Bytes, S> {
    fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        Pin::new(&mut self.get_mut().reader).poll_fill_buf(cx)
    }

    fn consume(mut self: Pin<&mut Self>, count: usize) {
        Pin::new(&mut self.reader).consume(count);
    }
}

impl<R> AsyncWrite for Socket<R, Bytes> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.writer).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.writer).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.writer).poll_shutdown(cx)
    }
}

impl<R, S> fmt::Debug for Socket<R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Socket").field(&self.reader).finish()
    }
}
