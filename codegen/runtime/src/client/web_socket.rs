//! WebSockets, for operations that answer `101`.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::{FutureExt, Sink, SinkExt, Stream, StreamExt};
use reqwest::header::{
    CONNECTION, HeaderMap, HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS,
    SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::call::Transport;
use super::error::Error;
use super::problem::Problem;
use super::reply::Reply;
use super::upgrade::{Upgrade, Upgraded};

/// How an exchange becomes a WebSocket (RFC 6455), without subprotocols and extensions.
pub const TRANSPORT: Transport = Transport::Upgrade(&Handshake);

/// How long the peer has to answer a close, and how long the reason for one may be, in bytes.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);
const MAX_REASON: usize = 123;

#[derive(Debug)]
struct Handshake;

impl Upgrade for Handshake {
    fn ask(&self, headers: &mut HeaderMap) -> String {
        let key = generate_key();
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        if let Ok(value) = HeaderValue::from_str(&key) {
            headers.insert(SEC_WEBSOCKET_KEY, value);
        }
        key
    }

    fn check(&self, asked: &str, headers: &HeaderMap) -> Result<(), Problem> {
        let accept = headers.get(SEC_WEBSOCKET_ACCEPT).map(HeaderValue::as_bytes);
        let unasked = [SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_PROTOCOL];
        if !names(headers, &UPGRADE, "websocket") || !names(headers, &CONNECTION, "upgrade") {
            Err(Problem::new("the server switched to something else than a WebSocket"))
        } else if accept != Some(derive_accept_key(asked.as_bytes()).as_bytes()) {
            Err(Problem::new("the server did not sign the key"))
        } else if unasked.iter().any(|name| headers.contains_key(name)) {
            Err(Problem::new(
                "the server chose a subprotocol or an extension that nobody asked for",
            ))
        } else {
            Ok(())
        }
    }
}

/// Whether a word stands in the comma-separated list of a header, in small or capital letters.
fn names(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|item| item.trim().eq_ignore_ascii_case(word))
}

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

/// Why a WebSocket was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CloseReason {
    /// Status code of RFC 6455: 1000 is the normal end.
    pub code: u16,
    /// What the peer says about it.
    pub reason: String,
}

/// An open WebSocket: a `Stream` and a `Sink` of messages.
///
/// Pings of the peer are answered while messages are received; so keep receiving. Dropping it ends
/// the connection without a goodbye.
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
        let mut end = reason.len().min(MAX_REASON);
        while !reason.is_char_boundary(end) {
            end -= 1;
        }
        let reason = reason.get(..end).unwrap_or_default().into();
        let frame = tungstenite::protocol::CloseFrame { code: CloseCode::from(code), reason };
        match self.stream.close(Some(frame)).await {
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
                    let reason = frame.reason.as_str().to_owned();
                    self.closed = Some(CloseReason { code: frame.code.into(), reason });
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
