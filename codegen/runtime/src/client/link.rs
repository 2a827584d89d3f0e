//! The connection behind a socket, whatever its messages hold.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use futures_util::{FutureExt, SinkExt, StreamExt};
use tokio::time::{Instant, Sleep, sleep_until};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::Error as Failure;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use super::handshake::{CloseReason, goodbye};
use super::problem::Problem;
use super::silence::Silence;
use super::stream_error::StreamError;
use super::upgrade::Upgraded;
use super::watched::{Wakers, Watched, sort};

/// How long the peer has to answer a close.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How much is kept for the reader while the writer waits for the peer's goodbye, in bytes.
const MAX_KEPT: usize = 1024 * 1024;

/// How many pings to answer to a peer that does not read the answers.
const MAX_PONGS: u32 = 1000;

/// How much is read at once, in bytes: each socket holds a buffer of this size.
const READ_BUFFER: usize = 32 * 1024;

/// A WebSocket that both halves of a socket share.
pub struct Link {
    stream: WebSocketStream<Watched>,
    wakers: Arc<Wakers>,
    both: Waker,
    max_message_bytes: usize,
    /// How much silence is too much.
    idle_timeout: Option<Option<Duration>>,
    silence: Silence,
    closing: Option<Pin<Box<Sleep>>>,
    kept: VecDeque<Bytes>,
    pongs: u32,
    is_unsent: bool,
    has_said_goodbye: bool,
    has_ended: bool,
    closed: Option<CloseReason>,
}

impl Link {
    /// Takes the connection; nothing if the library is not ready, which it always is.
    #[must_use]
    pub fn new(upgraded: Upgraded) -> Option<Self> {
        let Upgraded { connection, max_message_bytes, idle_timeout, .. } = upgraded;
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .max_message_size(Some(max_message_bytes))
            .max_frame_size(Some(max_message_bytes));
        let connection = Watched::new(connection);
        // There is nothing to wait for; the library has no other entry.
        let stream = WebSocketStream::from_raw_socket(connection, Role::Client, Some(config));
        let stream = stream.now_or_never()?;
        let wakers = Arc::<Wakers>::default();
        let both = wakers.both();
        Some(Self {
            stream,
            wakers,
            both,
            max_message_bytes,
            idle_timeout,
            silence: Silence::default(),
            closing: None,
            kept: VecDeque::new(),
            pongs: 0,
            is_unsent: false,
            has_said_goodbye: false,
            has_ended: false,
            closed: None,
        })
    }

    /// Why the peer closed the socket, if it did and said so.
    #[must_use]
    pub fn close_reason(&self) -> Option<&CloseReason> {
        self.closed.as_ref()
    }

    /// How much silence is too much, if the call does not say.
    pub fn usual_idle_timeout(&mut self, timeout: Option<Duration>) {
        self.idle_timeout.get_or_insert(timeout);
    }

    /// The next message; nothing after the end.
    pub fn poll_message(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, StreamError>>> {
        self.wakers.reader.register(cx.waker());
        if let Some(bytes) = self.kept.pop_front() {
            // A writer that closes may be waiting for room.
            self.wakers.writer.wake();
            return Poll::Ready(Some(Ok(bytes)));
        }
        let both = self.both.clone();
        let cx = &mut Context::from_waker(&both);
        // What the writer has left, in case it does not come back soon.
        if self.is_unsent && self.stream.poll_flush_unpin(cx).is_ready() {
            self.is_unsent = false;
        }
        if let Poll::Ready(message) = self.poll_stream(cx) {
            return Poll::Ready(message);
        }
        if self.poll_closing(cx).is_ready() {
            return Poll::Ready(None);
        }
        match ready!(self.poll_silence(cx)) {
            after if self.closing.is_none() => {
                self.give_up(1001, "idle");
                Poll::Ready(Some(Err(StreamError::Idle { after })))
            }
            _ => Poll::Pending,
        }
    }

    fn poll_stream(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, StreamError>>> {
        while !self.has_ended {
            match ready!(self.stream.poll_next_unpin(cx)) {
                Some(Ok(Message::Text(text))) => return Poll::Ready(Some(Ok(text.into()))),
                Some(Ok(Message::Binary(bytes))) => return Poll::Ready(Some(Ok(bytes))),
                Some(Ok(Message::Ping(_))) => {
                    self.pongs = if self.stream.get_ref().stuck { self.pongs + 1 } else { 0 };
                    if self.pongs > MAX_PONGS {
                        let problem = "it sends pings and does not read the answers";
                        return Poll::Ready(Some(Err(self.refuse(1008, Problem::new(problem)))));
                    }
                }
                Some(Ok(Message::Close(frame))) => {
                    self.closed = frame.map(Into::into);
                    // The library has the answer ready. Whether the peer takes it is its business.
                    let _ = self.stream.poll_flush_unpin(cx);
                    self.end();
                    self.has_said_goodbye = true;
                }
                Some(Ok(Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(self.fail(error)))),
                None => self.end(),
            }
        }
        Poll::Ready(None)
    }

    /// Ready when there was silence for too long.
    fn poll_silence(&mut self, cx: &mut Context<'_>) -> Poll<Duration> {
        if std::mem::take(&mut self.stream.get_mut().heard) {
            self.silence.break_it();
        }
        self.silence.poll(cx, self.idle_timeout.flatten())
    }

    /// Ready when the peer had its time to answer a close.
    fn poll_closing(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(closing) = &mut self.closing else { return Poll::Pending };
        ready!(closing.poll_unpin(cx));
        self.end();
        Poll::Ready(())
    }

    /// Ready when what was sent before has left, so that there is room for a message.
    ///
    /// # Errors
    ///
    /// The socket is closed or broken.
    pub fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), StreamError>> {
        self.wakers.writer.register(cx.waker());
        let both = self.both.clone();
        let outcome = ready!(self.stream.poll_flush_unpin(&mut Context::from_waker(&both)));
        self.is_unsent = false;
        Poll::Ready(outcome.map_err(|error| self.sort(error)))
    }

    /// Ready when there is room for a message.
    ///
    /// # Errors
    ///
    /// The socket is closed or broken.
    pub fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), StreamError>> {
        if self.has_ended || self.has_said_goodbye {
            return Poll::Ready(Err(StreamError::Closed));
        }
        self.poll_flush(cx)
    }

    /// Takes a message, when there is room for it.
    ///
    /// # Errors
    ///
    /// The socket is closed or broken.
    pub fn start_send(&mut self, message: Message) -> Result<(), StreamError> {
        self.is_unsent = true;
        self.stream.start_send_unpin(message).map_err(|error| self.sort(error))
    }

    /// Closes the socket; ready when the peer has agreed, or 5 s later. What comes until then is
    /// kept for the reader, up to a limit, or dropped.
    pub fn poll_close(
        &mut self,
        cx: &mut Context<'_>,
        code: u16,
        reason: &str,
        keep: bool,
    ) -> Poll<()> {
        self.wakers.writer.register(cx.waker());
        let both = self.both.clone();
        let cx = &mut Context::from_waker(&both);
        if !self.has_said_goodbye && !self.has_ended {
            self.say_goodbye(cx, code, reason);
            let deadline = Instant::now() + CLOSE_TIMEOUT;
            self.closing = Some(Box::pin(sleep_until(deadline)));
        }
        if self.is_unsent && self.stream.poll_flush_unpin(cx).is_ready() {
            self.is_unsent = false;
        }
        while !keep || self.kept.iter().map(Bytes::len).sum::<usize>() < MAX_KEPT {
            match self.poll_stream(cx) {
                Poll::Ready(Some(Ok(bytes))) if keep => self.kept.push_back(bytes),
                Poll::Ready(Some(Ok(_))) => {}
                Poll::Ready(_) => {
                    self.wakers.reader.wake();
                    return Poll::Ready(());
                }
                Poll::Pending => break,
            }
        }
        if self.closing.is_none() { Poll::Ready(()) } else { self.poll_closing(cx) }
    }

    /// Ends the stream from this side, without waiting for the peer.
    pub fn give_up(&mut self, code: u16, reason: &str) {
        let both = self.both.clone();
        if !self.has_said_goodbye && !self.has_ended {
            self.say_goodbye(&mut Context::from_waker(&both), code, reason);
        }
        self.end();
    }

    /// Ends the stream because of what the peer does.
    pub fn refuse(&mut self, code: u16, problem: Problem) -> StreamError {
        self.give_up(code, "");
        StreamError::Protocol(problem)
    }

    fn say_goodbye(&mut self, cx: &mut Context<'_>, code: u16, reason: &str) {
        self.has_said_goodbye = true;
        self.is_unsent = true;
        // A peer that is gone needs no goodbye.
        let _ = self.stream.start_send_unpin(Message::Close(Some(goodbye(code, reason))));
        let _ = self.stream.poll_flush_unpin(cx);
    }

    fn end(&mut self) {
        self.has_ended = true;
        self.wakers.writer.wake();
    }

    /// What the failure of a read means; the stream has ended with it.
    fn fail(&mut self, error: Failure) -> StreamError {
        match &error {
            Failure::Capacity(_) => self.give_up(1009, "message too large"),
            Failure::Utf8(_) => self.give_up(1007, ""),
            Failure::Protocol(_) => self.give_up(1002, ""),
            _ => self.end(),
        }
        self.sort(error)
    }

    fn sort(&self, error: Failure) -> StreamError {
        sort(error, self.max_message_bytes)
    }
}

/// Says goodbye as far as that is possible without waiting.
impl Drop for Link {
    fn drop(&mut self) {
        self.give_up(1001, "");
    }
}
