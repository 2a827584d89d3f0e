//! WebSockets, for operations that answer `101`.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::{Sink, SinkExt, Stream, StreamExt};

use super::error::Error;
use super::handshake::CloseReason;
use super::link::Link;
use super::reply::Reply;
use super::stream_error::StreamError;
use super::streaming::Streaming;

impl Streaming for WebSocket {}

impl Reply {
    /// The WebSocket that the server agreed to.
    ///
    /// # Errors
    ///
    /// `Error::Handshake`: the operation never asked for one.
    pub fn web_socket<E>(self) -> Result<WebSocket, Error<E>> {
        Ok(WebSocket { link: Link::new(self.connection()?) })
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Text.
    Text(String),
    /// Bytes.
    Binary(Vec<u8>),
}

/// An open WebSocket: a `Stream` and a `Sink` of messages.
///
/// Pings of the peer are answered while messages are received; so keep receiving. One that is
/// dropped is closed, without waiting for the peer; [`close`](WebSocket::close) waits.
pub struct WebSocket {
    link: Link,
}

impl WebSocket {
    /// Sends a message.
    ///
    /// # Errors
    ///
    /// The socket is closed or broken.
    pub async fn send(&mut self, message: Message) -> Result<(), StreamError> {
        SinkExt::send(self, message).await
    }

    /// The next message; nothing once the peer has closed the socket.
    ///
    /// # Errors
    ///
    /// The connection broke, a message is too large, or the peer breaks the protocol. No message
    /// follows.
    pub async fn recv(&mut self) -> Option<Result<Message, StreamError>> {
        self.next().await
    }

    /// Closes the socket, and waits up to 5 s for the peer's agreement. Messages that are still on
    /// their way are dropped. Of the reason at most 123 bytes are sent; a code that must not be
    /// sent becomes 1000.
    pub async fn close(&mut self, code: u16, reason: &str) {
        poll_fn(|cx| self.link.poll_close(cx, code, reason, false)).await;
    }

    /// Why the peer closed the socket, if it did and said so.
    #[must_use]
    pub fn close_reason(&self) -> Option<&CloseReason> {
        self.link.close_reason()
    }
}

impl Stream for WebSocket {
    type Item = Result<Message, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let message = ready!(self.link.poll_message(cx));
        Poll::Ready(message.map(|message| {
            Ok(match message? {
                tungstenite::Message::Text(text) => Message::Text(text.as_str().to_owned()),
                other => Message::Binary(other.into_data().into()),
            })
        }))
    }
}

impl Sink<Message> for WebSocket {
    type Error = StreamError;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.link.poll_ready(cx)
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), Self::Error> {
        self.link.start_send(match message {
            Message::Text(text) => tungstenite::Message::text(text),
            Message::Binary(bytes) => tungstenite::Message::binary(bytes),
        })
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.link.poll_flush(cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.link.poll_close(cx, 1000, "", true).map(Ok)
    }
}

impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocket").field("closed", &self.close_reason()).finish_non_exhaustive()
    }
}
