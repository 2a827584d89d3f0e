//! The two halves of the handler's end of a WebSocket.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::Bytes as Data;
use futures_util::Stream;
use serde::Serialize;
use serde::de::{DeserializeOwned, Error};
use tokio::io::{AsyncBufRead, AsyncRead, AsyncWrite, ReadBuf};

use super::close::Close;
use super::codec::{Bytes, Frame, Framing, Json};
use super::json_stream::JsonStream;
use super::line::Payload;
use super::pipe::{Ended, Pipe, Side};
use super::socket_error::SocketError;

/// Largest piece of a byte stream that goes into one message: what any client accepts.
const PIECE: usize = 32 * 1024;

/// The receiving half of a WebSocket.
pub struct Reader<R> {
    pub(super) pipe: Arc<Pipe>,
    framing: Framing,
    limit: usize,
    /// What is left of a message of a byte stream.
    rest: Data,
    values: JsonStream,
    /// An error after which nothing is received was told.
    over: bool,
    receives: PhantomData<fn() -> R>,
}

/// The sending half of a WebSocket.
pub struct Writer<S> {
    pub(super) pipe: Arc<Pipe>,
    sends: PhantomData<fn(S)>,
}

impl<R> Reader<R> {
    /// The receiving half of the handler's end of `pipe`.
    pub(super) fn new(pipe: Arc<Pipe>, framing: Framing, limit: usize) -> Self {
        let (rest, values) = (Data::new(), JsonStream::default());
        Self { pipe, framing, limit, rest, values, over: false, receives: PhantomData }
    }

    /// What the peer said when it closed the socket, if it did.
    #[must_use]
    pub fn close_reason(&self) -> Option<Close> {
        reason(self.pipe.ended()?)
    }

    /// What is told about the end: once, if it is no good one.
    pub(super) fn end(&mut self, ended: Ended) -> Option<SocketError> {
        match ended {
            Ended::Broken(broken) if !std::mem::replace(&mut self.over, true) => {
                Some(SocketError::Broken(broken))
            }
            _ => None,
        }
    }
}

impl<R> Drop for Reader<R> {
    fn drop(&mut self) {
        self.pipe.stop_listening();
    }
}

impl<S> Writer<S> {
    /// The sending half of the handler's end of `pipe`.
    pub(super) fn new(pipe: Arc<Pipe>) -> Self {
        Self { pipe, sends: PhantomData }
    }

    /// Whether the connection has ended; if not, the task is woken when it does.
    pub(super) fn poll_ended(&self, cx: &mut Context<'_>) -> bool {
        self.pipe.poll_ended(Side::Watcher, cx).is_ready()
    }

    /// Closes the socket, after everything that was sent.
    pub fn close(&mut self, close: Close) {
        self.pipe.ask(close);
    }

    /// Waits until the connection has ended; tells what the peer said, if it was the peer.
    pub async fn closed(&mut self) -> Option<Close> {
        reason(poll_fn(|cx| self.pipe.poll_ended(Side::Watcher, cx)).await)
    }
}

fn reason(ended: Ended) -> Option<Close> {
    match ended {
        Ended::Closed(close) => close,
        Ended::Broken(_) => None,
    }
}

impl<T: DeserializeOwned> Stream for Reader<Json<T>> {
    type Item = Result<T, SocketError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.over {
                return Poll::Ready(None);
            }
            if this.values.waiting() > 0
                && let Some(value) = this.values.next_value()
            {
                let value = decode(value).map_err(SocketError::Decode);
                // In a stream nobody knows where the next value would begin.
                this.over = value.is_err();
                return Poll::Ready(Some(value));
            }
            let (_, message) = match ready!(this.pipe.poll_receive(cx)) {
                Ok(parcel) => parcel,
                Err(ended) => return Poll::Ready(this.end(ended).map(Err)),
            };
            match this.framing {
                Framing::Message => {
                    let value = decode(&message).map_err(SocketError::Decode);
                    return Poll::Ready(Some(value));
                }
                Framing::Stream if this.values.waiting() > this.limit => {
                    this.over = true;
                    let error = serde_json::Error::custom("the value is too large");
                    return Poll::Ready(Some(Err(SocketError::Decode(error))));
                }
                Framing::Stream => match this.whole(&message) {
                    Some(value) => return Poll::Ready(Some(Ok(value))),
                    None => this.values.push(&message),
                },
            }
        }
    }
}

/// Reads a value. Its UTF-8 is looked at once, and not for each text in it.
fn decode<T: DeserializeOwned>(bytes: &[u8]) -> serde_json::Result<T> {
    serde_json::from_str(std::str::from_utf8(bytes).map_err(serde_json::Error::custom)?)
}

impl<T: DeserializeOwned> Reader<Json<T>> {
    /// The value that a message of a stream holds, if it is the only one in it and tells its own end,
    /// as most are: then there is no need to look for where it ends.
    fn whole(&self, message: &[u8]) -> Option<T> {
        let tells_its_end = matches!(message.trim_ascii_end().last(), Some(b'}' | b']' | b'"'));
        if tells_its_end && self.values.waiting() == 0 { decode(message).ok() } else { None }
    }
}

impl<T: Serialize> Writer<Json<T>> {
    /// Sends a message. Waits until the one before is on its way.
    ///
    /// # Errors
    ///
    /// The socket is closed, or the value cannot be written as JSON.
    pub fn send(
        &mut self,
        value: &T,
    ) -> impl Future<Output = Result<(), SocketError>> + Send + use<'_, T> {
        let text = serde_json::to_string(value).map_err(SocketError::Encode);
        let pipe = &self.pipe;
        async move {
            let mut message = Some((Frame::Any, Payload::Text(text?)));
            let sent = poll_fn(|cx| pipe.poll_send(cx, &mut message)).await;
            sent.map_err(|()| SocketError::Closed)
        }
    }
}

impl AsyncRead for Reader<Bytes> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let bytes = ready!(self.as_mut().poll_fill_buf(cx))?;
        let count = bytes.len().min(buffer.remaining());
        buffer.put_slice(bytes.get(..count).unwrap_or_default());
        self.consume(count);
        Poll::Ready(Ok(()))
    }
}

/// What came is lent, where [`AsyncRead`] copies it.
impl AsyncBufRead for Reader<Bytes> {
    fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let this = self.get_mut();
        while this.rest.is_empty() {
            match ready!(this.pipe.poll_receive(cx)) {
                Ok((_, message)) => this.rest = message,
                Err(ended) => {
                    return Poll::Ready(this.end(ended).map_or(Ok(&[]), |error| Err(error.into())));
                }
            }
        }
        Poll::Ready(Ok(&this.rest))
    }

    fn consume(mut self: Pin<&mut Self>, count: usize) {
        // A message that is done with is let go before the next one is read into its place.
        let is_left = count < self.rest.len();
        self.rest = if is_left { self.rest.split_off(count) } else { Data::new() };
    }
}

impl AsyncWrite for Writer<Bytes> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if ready!(self.pipe.poll_room(cx)).is_err() {
            return Poll::Ready(Err(SocketError::Closed.into()));
        }
        let piece = bytes.get(..PIECE).unwrap_or(bytes);
        if !piece.is_empty() {
            let piece = Payload::Bytes(Data::copy_from_slice(piece));
            self.pipe.send(cx, (Frame::Any, piece));
        }
        Poll::Ready(Ok(piece.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.pipe.poll_sent(cx).map_err(|broken| SocketError::Broken(broken).into())
    }

    /// A WebSocket has no half that can be closed: this is its normal end.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.pipe.ask(Close::normal());
        Poll::Ready(Ok(()))
    }
}

impl<R> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reader").field(&self.pipe).finish()
    }
}

impl<S> fmt::Debug for Writer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Writer").field(&self.pipe).finish()
    }
}
