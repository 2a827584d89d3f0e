//! What an implementation does with a typed WebSocket.

use std::fmt;
use std::future::poll_fn;
use std::task::{Context, Poll};

use futures_util::Stream;
use serde::Serialize;

use super::close::Close;
use super::codec::Json;
use super::driver::Handler;
use super::socket::Socket;

/// An implementation's consent to a WebSocket, and what it does with it: `R` is what the server
/// receives, `S` what it sends. Refuse by answering an error instead.
pub struct Upgrade<R, S> {
    pub(super) run: Box<dyn FnOnce(Socket<R, S>) -> Handler + Send>,
    pub(super) max_message_size: Option<usize>,
}

impl<R: 'static, S: 'static> Upgrade<R, S> {
    /// Runs `run` with the socket, after the caller was told that it is one. When it is done the
    /// socket is closed: with 1000 after `()` or `Ok(())`, with 1011 after an error, or with what a
    /// [`Close`] says. When the socket ends before, it has a few seconds left.
    ///
    /// The compiler wants to hear what the socket is: `Upgrade::<Nothing, Json<Log>>::new(|socket|
    /// async move { … })`, or the type of `socket`.
    pub fn new<F, Fut>(run: F) -> Self
    where
        F: FnOnce(Socket<R, S>) -> Fut + Send + 'static,
        Fut: Future<Output: Into<Close>> + Send + 'static,
    {
        let run = move |socket| -> Handler {
            let run = run(socket);
            Box::pin(async move { run.await.into() })
        };
        Self { run: Box::new(run), max_message_size: None }
    }

    /// Largest message in bytes that is received; if not set, what the document says, or 16 MiB. A
    /// larger one ends the socket with 1009.
    #[must_use]
    pub fn max_message_size(mut self, bytes: usize) -> Self {
        self.max_message_size = Some(bytes);
        self
    }
}

impl<R: 'static, T: Serialize + 'static> Upgrade<R, Json<T>> {
    /// Sends all that a stream yields; then the normal end. The stream is dropped when the caller
    /// goes away.
    pub fn stream(stream: impl Stream<Item = T> + Send + 'static) -> Self {
        let mut stream = Box::pin(stream);
        Self::send_all(move |cx| stream.as_mut().poll_next(cx).map(|item| item.map(Ok::<T, Close>)))
    }

    /// Sends all that a stream yields; then the normal end. An error ends the socket, with 1011 or
    /// what a [`Close`] says. The stream is dropped when the caller goes away.
    pub fn try_stream<E>(stream: impl Stream<Item = Result<T, E>> + Send + 'static) -> Self
    where
        E: Into<Close> + 'static,
    {
        let mut stream = Box::pin(stream);
        Self::send_all(move |cx| stream.as_mut().poll_next(cx))
    }

    fn send_all<E: Into<Close> + 'static>(
        mut next: impl FnMut(&mut Context<'_>) -> Poll<Option<Result<T, E>>> + Send + 'static,
    ) -> Self {
        Self::new(move |socket| async move {
            let (_, mut writer) = socket.into_split();
            loop {
                let item = poll_fn(|cx| match writer.poll_ended(cx) {
                    true => Poll::Ready(None),
                    false => next(cx),
                });
                // Encoded before anything is waited for, so that a value need not be `Sync`.
                let sent = match item.await {
                    Some(Ok(value)) => writer.send(&value),
                    Some(Err(error)) => return error.into(),
                    None => return Close::normal(),
                };
                if let Err(error) = sent.await {
                    return error.into();
                }
            }
        })
    }
}

impl<R, S> fmt::Debug for Upgrade<R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upgrade")
            .field("max_message_size", &self.max_message_size)
            .finish_non_exhaustive()
    }
}
