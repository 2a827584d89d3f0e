//! The connection behind a socket, whatever its messages hold.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::{Instant, Sleep, sleep_until};
use tungstenite::Message;
use tungstenite::error::Error as Failure;
use tungstenite::protocol::{Role, WebSocket, WebSocketConfig};

use super::handshake::{CloseReason, goodbye};
use super::problem::Problem;
use super::silence::Silence;
use super::stream_error::StreamError;
use super::upgrade::Upgraded;
use super::watched::{Wakers, Watched, sort, when_ready};

/// How long the peer has to answer a close.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How much is kept for the reader while the writer waits for the peer's goodbye, in bytes.
const MAX_KEPT: usize = 1024 * 1024;

/// How many pings to answer to a peer that does not read the answers.
const MAX_PONGS: u32 = 1000;

/// How much is read at once, in bytes: each socket holds a buffer of this size. The library fills it
/// with zeros first, so it should not be large.
const READ_BUFFER: usize = 16 * 1024;

/// A WebSocket that both halves of a socket share.
pub struct Link {
    socket: WebSocket<Watched>,
    wakers: Arc<Wakers>,
    max_message_bytes: usize,
    /// How much silence is too much.
    idle_timeout: Option<Option<Duration>>,
    silence: Silence,
    closing: Option<Pin<Box<Sleep>>>,
    kept: VecDeque<Message>,
    pongs: u32,
    is_unsent: bool,
    has_said_goodbye: bool,
    has_ended: bool,
    closed: Option<CloseReason>,
}

impl Link {
    /// Takes the connection.
    #[must_use]
    pub fn new(upgraded: Upgraded) -> Self {
        let Upgraded { connection, max_message_bytes, idle_timeout, .. } = upgraded;
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .max_message_size(Some(max_message_bytes))
            .max_frame_size(Some(max_message_bytes));
        let wakers = Arc::<Wakers>::default();
        let connection = Watched::new(connection, wakers.both());
        Self {
            socket: WebSocket::from_raw_socket(connection, Role::Client, Some(config)),
            wakers,
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
        }
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
    ) -> Poll<Option<Result<Message, StreamError>>> {
        self.wakers.reader.register(cx.waker());
        if let Some(message) = self.kept.pop_front() {
            // A writer that closes may be waiting for room.
            self.wakers.writer.wake();
            return Poll::Ready(Some(Ok(message)));
        }
        // What the writer has left, in case it does not come back soon.
        let _ = self.flush();
        if let Poll::Ready(message) = self.poll_stream() {
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

    fn poll_stream(&mut self) -> Poll<Option<Result<Message, StreamError>>> {
        while !self.has_ended {
            match ready!(when_ready(self.socket.read())) {
                Ok(message @ (Message::Text(_) | Message::Binary(_))) => {
                    return Poll::Ready(Some(Ok(message)));
                }
                Ok(Message::Ping(_)) => {
                    // The library has the answer ready.
                    self.is_unsent = true;
                    self.pongs = if self.socket.get_ref().stuck { self.pongs + 1 } else { 0 };
                    if self.pongs > MAX_PONGS {
                        let problem = "it sends pings and does not read the answers";
                        return Poll::Ready(Some(Err(self.refuse(1008, Problem::new(problem)))));
                    }
                }
                Ok(Message::Close(frame)) => {
                    self.closed = frame.map(Into::into);
                    // The library has the answer ready. Whether the peer takes it is its business.
                    let _ = self.socket.flush();
                    self.end();
                    self.has_said_goodbye = true;
                }
                Ok(Message::Pong(_) | Message::Frame(_)) => {}
                Err(Failure::ConnectionClosed | Failure::AlreadyClosed) => self.end(),
                Err(error) => return Poll::Ready(Some(Err(self.fail(error)))),
            }
        }
        Poll::Ready(None)
    }

    /// Ready when there was silence for too long.
    fn poll_silence(&mut self, cx: &mut Context<'_>) -> Poll<Duration> {
        if std::mem::take(&mut self.socket.get_mut().heard) {
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
        if let Poll::Ready(outcome) = self.flush() {
            return Poll::Ready(outcome);
        }
        self.wakers.writer.register(cx.waker());
        // Again, for what has happened before anybody was there to be woken.
        self.flush()
    }

    fn flush(&mut self) -> Poll<Result<(), StreamError>> {
        if !self.is_unsent {
            return Poll::Ready(Ok(()));
        }
        let outcome = ready!(when_ready(self.socket.flush()));
        self.is_unsent = false;
        Poll::Ready(match outcome {
            Ok(()) | Err(Failure::ConnectionClosed) => Ok(()),
            Err(error) => Err(self.sort(error)),
        })
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
        match when_ready(self.socket.write(message)) {
            Poll::Ready(outcome) => outcome.map_err(|error| self.sort(error)),
            // It is kept until there is room.
            Poll::Pending => Ok(()),
        }
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
        if !self.has_said_goodbye && !self.has_ended {
            self.say_goodbye(code, reason);
            let deadline = Instant::now() + CLOSE_TIMEOUT;
            self.closing = Some(Box::pin(sleep_until(deadline)));
        }
        let _ = self.flush();
        while !keep || self.kept.iter().map(Message::len).sum::<usize>() < MAX_KEPT {
            match self.poll_stream() {
                Poll::Ready(Some(Ok(message))) if keep => self.kept.push_back(message),
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
        if !self.has_said_goodbye && !self.has_ended {
            self.say_goodbye(code, reason);
        }
        self.end();
    }

    /// Ends the stream because of what the peer does.
    pub fn refuse(&mut self, code: u16, problem: Problem) -> StreamError {
        self.give_up(code, "");
        StreamError::Protocol(problem)
    }

    fn say_goodbye(&mut self, code: u16, reason: &str) {
        self.has_said_goodbye = true;
        self.is_unsent = true;
        // A peer that is gone needs no goodbye.
        let _ = self.socket.write(Message::Close(Some(goodbye(code, reason))));
        let _ = self.socket.flush();
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
