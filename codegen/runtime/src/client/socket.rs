//! Sockets with typed messages, for operations that answer `101`.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::Stream;
use tungstenite::{Bytes, Message};

use super::codec::{Decode, Encode, Repeated};
use super::error::Error;
use super::handshake::CloseReason;
use super::link::Link;
use super::reply::Reply;
use super::stream_error::StreamError;
use super::streaming::Streaming;

/// An open socket: `R` says what is received, `S` what is sent (see [`codec`](super::codec)).
///
/// - Received JSON: a `Stream`; [`recv`](Socket::recv) gives the next message.
/// - Sent JSON: [`send`](Socket::send).
/// - Bytes: `AsyncRead` and `AsyncWrite`; with `AsyncBufRead` what came is lent, not copied.
///
/// Messages are read when they are asked for and not before, so a slow reader slows the peer down.
/// Pings of the peer are answered while something is read: so keep reading. A socket that is
/// dropped is closed, without waiting for the peer; [`close`](Socket::close) waits.
#[must_use = "a socket that is dropped is closed"]
pub struct Socket<R, S> {
    pub(super) reader: Reader<R>,
    pub(super) writer: Writer<S>,
}

/// The half of a [`Socket`] that receives. The socket is closed when both halves are dropped.
#[must_use = "nothing is received unless it is read"]
pub struct Reader<R> {
    link: Shared,
    repeated: Option<Repeated>,
    /// What is left of the last message of a byte stream.
    pub(super) rest: Bytes,
    messages: PhantomData<fn() -> R>,
}

/// The half of a [`Socket`] that sends. The socket is closed when both halves are dropped.
pub struct Writer<S> {
    link: Shared,
    messages: PhantomData<fn() -> S>,
}

/// Locked only while something is polled.
#[derive(Clone)]
struct Shared(Arc<Mutex<Link>>);

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Link> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn close(&self, code: u16, reason: &str) {
        poll_fn(|cx| self.lock().poll_close(cx, code, reason, false)).await;
    }
}

impl<R, S> Streaming for Socket<R, S> {}

impl Reply {
    /// The socket that the server agreed to.
    ///
    /// # Errors
    ///
    /// `Error::Handshake`: the operation never asked for one.
    pub fn socket<R, S, E>(self) -> Result<Socket<R, S>, Error<E>> {
        let link = Shared(Arc::new(Mutex::new(Link::new(self.connection()?))));
        let reader = Reader {
            link: link.clone(),
            repeated: None,
            rest: Bytes::new(),
            messages: PhantomData,
        };
        Ok(Socket { reader, writer: Writer { link, messages: PhantomData } })
    }
}

impl<R, S> Socket<R, S> {
    /// Two halves, for two tasks.
    pub fn into_split(self) -> (Reader<R>, Writer<S>) {
        (self.reader, self.writer)
    }

    /// Closes the socket, and waits up to 5 s for the peer's agreement. Messages that are still on
    /// their way are dropped. Of the reason at most 123 bytes are sent; a code that must not be
    /// sent becomes 1000.
    pub async fn close(&mut self, code: u16, reason: &str) {
        self.writer.close(code, reason).await;
    }

    /// Why the peer closed the socket, if it did and said so.
    #[must_use]
    pub fn close_reason(&self) -> Option<CloseReason> {
        self.reader.close_reason()
    }

    /// The server pings this often: three times as long without any sign of it is too long, unless
    /// the call says otherwise.
    pub fn pings_every(self, interval: Duration) -> Self {
        let idle = interval.checked_mul(3);
        self.reader.link.lock().usual_idle_timeout(idle);
        self
    }

    /// The stream ends when this JSON arrives twice in a row: the server's way to say that it has
    /// nothing more to say.
    pub fn ends_with_repeated(mut self, json: &str) -> Self {
        self.reader.repeated = Repeated::new(json);
        self
    }
}

impl<R: Decode, S> Socket<R, S> {
    /// The next message; nothing once the peer has closed the socket.
    ///
    /// # Errors
    ///
    /// After `StreamError::Decode` messages can follow; any other error is the end.
    pub async fn recv(&mut self) -> Option<Result<R::Item, StreamError>> {
        self.reader.recv().await
    }
}

impl<R, S: Encode> Socket<R, S> {
    /// Sends a message. If the future is dropped the message is sent as a whole or not at all.
    ///
    /// # Errors
    ///
    /// The socket is closed or broken, or the message cannot be written as JSON.
    pub fn send(
        &mut self,
        message: &S::Item,
    ) -> impl Future<Output = Result<(), StreamError>> + Send + use<'_, R, S> {
        self.writer.send(message)
    }
}

impl<R> Reader<R> {
    /// Why the peer closed the socket, if it did and said so.
    #[must_use]
    pub fn close_reason(&self) -> Option<CloseReason> {
        self.link.lock().close_reason().cloned()
    }

    pub(super) fn poll_message(
        &self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, StreamError>>> {
        let message = ready!(self.link.lock().poll_message(cx));
        Poll::Ready(message.map(|message| message.map(Message::into_data)))
    }
}

impl<R: Decode> Reader<R> {
    /// The next message; nothing once the peer has closed the socket.
    ///
    /// # Errors
    ///
    /// After `StreamError::Decode` messages can follow; any other error is the end.
    pub async fn recv(&mut self) -> Option<Result<R::Item, StreamError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<S> Writer<S> {
    /// Closes the socket; see [`Socket::close`].
    pub async fn close(&mut self, code: u16, reason: &str) {
        self.link.close(code, reason).await;
    }

    pub(super) fn with_link<T>(&self, run: impl FnOnce(&mut Link) -> T) -> T {
        run(&mut self.link.lock())
    }
}

impl<S: Encode> Writer<S> {
    /// Sends a message; see [`Socket::send`].
    ///
    /// # Errors
    ///
    /// The socket is closed or broken, or the message cannot be written as JSON.
    pub fn send(
        &mut self,
        message: &S::Item,
    ) -> impl Future<Output = Result<(), StreamError>> + Send + use<'_, S> {
        // Written at once, so that the future does not hold on to the message.
        let message = S::encode(message);
        async move {
            let mut message = Some(message?);
            poll_fn(|cx| {
                let mut link = self.link.lock();
                if message.is_some() {
                    ready!(link.poll_ready(cx))?;
                }
                if let Some(message) = message.take() {
                    link.start_send(message)?;
                }
                link.poll_flush(cx)
            })
            .await
        }
    }
}

impl<R: Decode> Stream for Reader<R> {
    type Item = Result<R::Item, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let bytes = match ready!(self.poll_message(cx)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            Some(Ok(bytes)) => bytes,
        };
        if self.repeated.as_mut().is_some_and(|repeated| repeated.ends_with(&bytes)) {
            self.link.lock().give_up(1000, "");
            return Poll::Ready(None);
        }
        let item = R::decode(&bytes);
        if let (Err(_), Some(code)) = (&item, R::REFUSAL) {
            self.link.lock().give_up(code, "");
        }
        Poll::Ready(Some(item))
    }
}

impl<R: Decode, S> Stream for Socket<R, S> {
    type Item = Result<R::Item, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.reader).poll_next(cx)
    }
}

impl<R, S> fmt::Debug for Socket<R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").field("closed", &self.close_reason()).finish_non_exhaustive()
    }
}

impl<R> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("closed", &self.close_reason()).finish_non_exhaustive()
    }
}

impl<S> fmt::Debug for Writer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}
