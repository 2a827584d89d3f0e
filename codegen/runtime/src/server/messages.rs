//! WebSockets whose messages the document does not describe.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::Stream;

use super::codec::{Frame, Message, Messages};
use super::halves::{Reader, Writer};
use super::line::Payload;
use super::socket::Socket;
use super::socket_error::SocketError;

impl Stream for Reader<Messages> {
    type Item = Result<Message, SocketError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (frame, bytes) = match ready!(self.pipe.poll_receive(cx)) {
            Ok(parcel) => parcel,
            Err(ended) => return Poll::Ready(self.end(ended).map(Err)),
        };
        Poll::Ready(Some(Ok(match frame {
            // The library has seen to it that text is UTF-8.
            Frame::Text => Message::Text(String::from_utf8_lossy(&bytes).into_owned()),
            Frame::Binary | Frame::Any => Message::Binary(bytes.into()),
        })))
    }
}

impl Writer<Messages> {
    /// Sends a message. Waits until the one before is on its way.
    ///
    /// # Errors
    ///
    /// The socket is closed.
    pub async fn send(&mut self, message: Message) -> Result<(), SocketError> {
        let mut message = Some(match message {
            Message::Text(text) => (Frame::Text, Payload::Text(text)),
            Message::Binary(bytes) => (Frame::Binary, Payload::Bytes(bytes.into())),
        });
        let sent = poll_fn(|cx| self.pipe.poll_send(cx, &mut message)).await;
        sent.map_err(|()| SocketError::Closed)
    }
}

impl<S> Stream for Socket<Messages, S> {
    type Item = Result<Message, SocketError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.reader).poll_next(cx)
    }
}

impl<R> Socket<R, Messages> {
    /// Sends a message. Waits until the one before is on its way.
    ///
    /// # Errors
    ///
    /// The socket is closed.
    pub async fn send(&mut self, message: Message) -> Result<(), SocketError> {
        self.writer.send(message).await
    }
}

impl<S> Socket<Messages, S> {
    /// The next message; nothing after the end.
    ///
    /// # Errors
    ///
    /// The connection ended without a goodbye; it is the last one.
    pub async fn recv(&mut self) -> Option<Result<Message, SocketError>> {
        poll_fn(|cx| Pin::new(&mut self.reader).poll_next(cx)).await
    }
}
