//! WebSockets, for operations that answer `101`.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use futures_util::{FutureExt, Sink, SinkExt, Stream, StreamExt};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::error::Error;
use super::handshake::{CloseReason, goodbye};
use super::problem::Problem;
use super::reply::Reply;
use super::upgrade::Upgraded;

/// How long the peer has to answer a close.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

impl Reply {
    /// The WebSocket that the server agreed to.
    ///
    /// # Errors
    ///
    /// `Error::Handshake`: the operation never asked for one.
    pub fn web_socket<E>(self) -> Result<WebSocket, Error<E>> {
        let Upgraded { connection, max_message_bytes, .. } = self.connection()?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(max_message_bytes))
            .max_frame_size(Some(max_message_bytes));
        // There is nothing to wait for; the library has no other entry.
        let stream = WebSocketStream::from_raw_socket(connection, Role::Client, Some(config));
        let stream = stream.now_or_never();
        let stream =
            stream.ok_or_else(|| Error::Handshake(Problem::new("the socket is not ready")))?;
        Ok(WebSocket { stream, closed: None })
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
    stream: WebSocketStream<reqwest::Upgraded>,
    closed: Option<CloseReason>,
}

impl WebSocket {
    /// Sends a message.
    ///
    /// # Errors
    ///
    /// The connection is closed or broken.
    pub async fn send(&mut self, message: Message) -> Result<(), WebSocketError> {
        SinkExt::send(self, message).await
    }

    /// The next message; nothing once the peer has closed the socket.
    ///
    /// # Errors
    ///
    /// The connection broke, a message is too large, or the peer breaks the protocol. No message
    /// follows.
    pub async fn recv(&mut self) -> Option<Result<Message, WebSocketError>> {
        self.next().await
    }

    /// Closes the socket, and waits up to 5 s for the peer's agreement. Messages that are still on
    /// their way are dropped. Of the reason at most 123 bytes are sent.
    ///
    /// # Errors
    ///
    /// The connection is broken. One that is closed already is no error.
    pub async fn close(&mut self, code: u16, reason: &str) -> Result<(), WebSocketError> {
        match self.stream.close(Some(goodbye(code, reason))).await {
            Ok(()) => {}
            Err(tungstenite::Error::ConnectionClosed | tungstenite::Error::AlreadyClosed) => {
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        }
        let rest = async { while let Some(Ok(_)) = self.next().await {} };
        // A peer that does not answer is not worth an error: we are done with it.
        let _ = tokio::time::timeout(CLOSE_TIMEOUT, rest).await;
        Ok(())
    }

    /// Why the peer closed the socket, if it did and said so.
    #[must_use]
    pub fn close_reason(&self) -> Option<&CloseReason> {
        self.closed.as_ref()
    }
}

impl Stream for WebSocket {
    type Item = Result<Message, WebSocketError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let message = match ready!(self.stream.poll_next_unpin(cx)) {
                Some(Ok(message)) => message,
                Some(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
                None => return Poll::Ready(None),
            };
            match message {
                tungstenite::Message::Text(text) => {
                    return Poll::Ready(Some(Ok(Message::Text(text.as_str().to_owned()))));
                }
                tungstenite::Message::Binary(bytes) => {
                    return Poll::Ready(Some(Ok(Message::Binary(bytes.into()))));
                }
                tungstenite::Message::Close(Some(frame)) => {
                    self.closed = Some(frame.into());
                }
                // The library answers these.
                tungstenite::Message::Ping(_)
                | tungstenite::Message::Pong(_)
                | tungstenite::Message::Close(None)
                | tungstenite::Message::Frame(_) => {}
            }
        }
    }
}

impl Sink<Message> for WebSocket {
    type Error = WebSocketError;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.stream.poll_ready_unpin(cx).map_err(Into::into)
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), Self::Error> {
        let message = match message {
            Message::Text(text) => tungstenite::Message::text(text),
            Message::Binary(bytes) => tungstenite::Message::binary(bytes),
        };
        self.stream.start_send_unpin(message).map_err(Into::into)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.stream.poll_flush_unpin(cx).map_err(Into::into)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.stream.poll_close_unpin(cx).map_err(Into::into)
    }
}

/// Says goodbye as far as that is possible without waiting.
impl Drop for WebSocket {
    fn drop(&mut self) {
        let goodbye = tungstenite::Message::Close(Some(goodbye(1001, "")));
        // A peer that is gone, or has been told, needs none.
        let _ = self.stream.start_send_unpin(goodbye);
        let _ = self.stream.poll_flush_unpin(&mut Context::from_waker(Waker::noop()));
    }
}

impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocket").field("closed", &self.closed).finish_non_exhaustive()
    }
}

/// Why a WebSocket stopped working.
#[derive(Debug)]
pub struct WebSocketError(Box<tungstenite::Error>);

impl From<tungstenite::Error> for WebSocketError {
    fn from(error: tungstenite::Error) -> Self {
        Self(Box::new(error))
    }
}

impl fmt::Display for WebSocketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the WebSocket broke: {}", self.0)
    }
}

impl std::error::Error for WebSocketError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.0.as_ref())
    }
}
