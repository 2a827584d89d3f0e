//! Runs a WebSocket on behalf of its handler: pings, limits, rules about frames, the end.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use futures_util::future::join;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Sleep, sleep, timeout};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use super::close::Close;
use super::codec::{Frame, SocketSpec};
use super::ending::{End, drain};
use super::pipe::{Outgoing, Payload, Pipe};
use super::pulse::Pulse;
use super::shutdown::{Shutdown, Wait};
use super::socket_error::Broken;
use super::wire::Wire;

/// How much is read at once. The library fills it with zeros first, so it should not be large.
const READ_BUFFER: usize = 16 * 1024;

/// How often handler and connection take turns before other tasks have theirs.
const TURNS: usize = 64;

/// What a handler does with its socket.
pub type Handler = Pin<Box<dyn Future<Output = Close> + Send>>;

/// How a socket is run.
#[derive(Debug)]
pub struct Plan {
    /// What the document says.
    pub spec: &'static SocketSpec,
    /// Largest message that is received, in bytes.
    pub max_message_size: usize,
    /// How long the peer may take to accept a message.
    pub send_timeout: Duration,
    /// How long the peer may take to answer a close, and the handler to finish.
    pub close_timeout: Duration,
    /// Ends the socket.
    pub shutdown: Shutdown,
}

/// Runs a socket to its end.
pub async fn run<I>(io: I, plan: Plan, pipe: Arc<Pipe>, mut handler: Handler)
where
    I: AsyncRead + AsyncWrite + Unpin,
{
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .max_message_size(Some(plan.max_message_size))
        .max_frame_size(Some(plan.max_message_size));
    let mut driver = Driver {
        socket: Wire::new(io, config),
        pipe: Arc::clone(&pipe),
        spec: plan.spec,
        pulse: Pulse::new(plan.spec.ping_interval),
        begun: plan.shutdown.begun(),
        send_timeout: plan.send_timeout,
        stuck: None,
        next: None,
        is_unsent: false,
        moved: 0,
        is_quiet: false,
    };
    let mut done = false;
    let end = poll_fn(|cx| {
        if let Poll::Ready(end) = driver.poll_timers(cx) {
            return Poll::Ready(end);
        }
        driver.is_quiet = false;
        pipe.awake();
        // A message that has come may be answered at once, and one that has left makes room.
        for number in 0..TURNS {
            if !done {
                done = poll_handler(&mut handler, &pipe, cx);
            }
            let moved = driver.moved;
            if let Poll::Ready(end) = driver.poll(cx, number == 0) {
                return Poll::Ready(end);
            }
            if driver.moved == moved {
                return Poll::Pending;
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
    pipe.end(end.for_handler());
    // Whoever still has a use for the handler's result is gone; but it may want to clean up.
    let rest = poll_fn(move |cx| match done || poll_handler(&mut handler, &pipe, cx) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    });
    let goodbye = timeout(plan.close_timeout, driver.goodbye(end));
    // Boxed: what is awaited once need not have a place in every open socket.
    let _ = Box::pin(join(timeout(plan.close_timeout, rest), goodbye)).await;
}

/// Whether the handler is done. What it answers is its wish for the end.
fn poll_handler(handler: &mut Handler, pipe: &Pipe, cx: &mut Context<'_>) -> bool {
    let close = match catch_unwind(AssertUnwindSafe(|| handler.as_mut().poll(cx))) {
        Ok(Poll::Pending) => return false,
        Ok(Poll::Ready(close)) => close,
        // The peer shall know that the server failed. The panic itself was told already, by the
        // program's hook.
        Err(_) => Close::failed(""),
    };
    pipe.ask(close);
    true
}

struct Driver<I> {
    socket: Wire<I>,
    pipe: Arc<Pipe>,
    spec: &'static SocketSpec,
    pulse: Pulse,
    begun: Wait,
    send_timeout: Duration,
    /// Runs while the peer does not take what was sent.
    stuck: Option<Pin<Box<Sleep>>>,
    /// What is sent as soon as there is room.
    next: Option<Outgoing>,
    /// Something may not have left yet.
    is_unsent: bool,
    /// How many messages went either way between handler and connection.
    moved: u64,
    /// Nothing more has come, and the task is woken when something does. The library makes room for
    /// it each time it is asked, which costs more than a message.
    is_quiet: bool,
}

impl<I: AsyncRead + AsyncWrite + Unpin> Driver<I> {
    /// What does not come from handler or peer.
    fn poll_timers(&mut self, cx: &mut Context<'_>) -> Poll<End> {
        if Pin::new(&mut self.begun).poll(cx).is_ready() {
            return Poll::Ready(End::Ours(Close::new(Close::GOING_AWAY, "shutting down"), None));
        }
        Poll::Pending
    }

    /// A turn; the timers are looked at in the first one after the task was woken.
    fn poll(&mut self, cx: &mut Context<'_>, is_first: bool) -> Poll<End> {
        let may_take = self.next.is_none() && !self.is_unsent;
        let turn = self.pipe.turn(cx, may_take);
        if turn.sent.is_some() {
            self.next = turn.sent;
            self.moved = self.moved.wrapping_add(1);
        }
        if let Poll::Ready(end) = self.poll_read(cx, turn.has_room) {
            return Poll::Ready(end);
        }
        if is_first && self.pulse.poll(cx).is_ready() {
            let close = Close::new(Close::GOING_AWAY, "no answer to a ping");
            return Poll::Ready(End::Ours(close, Some(Broken::NoPong)));
        }
        if let Poll::Ready(end) = self.poll_write(cx) {
            return Poll::Ready(end);
        }
        if self.is_unsent || self.next.is_some() {
            return Poll::Pending;
        }
        if !may_take {
            // Now there is a place for what the handler may have sent meanwhile.
            self.moved = self.moved.wrapping_add(1);
        }
        turn.asked.map_or(Poll::Pending, |close| Poll::Ready(End::Ours(close, None)))
    }

    fn poll_read(&mut self, cx: &mut Context<'_>, mut has_room: bool) -> Poll<End> {
        while has_room {
            if self.is_quiet {
                return Poll::Pending;
            }
            let message = match self.socket.poll_next(cx) {
                Poll::Pending => {
                    self.is_quiet = true;
                    return Poll::Pending;
                }
                Poll::Ready(Some(Ok(message))) => message,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(End::failure(&error)),
                Poll::Ready(None) => return Poll::Ready(End::Lost(Broken::Reset)),
            };
            let (frame, data) = match message {
                Message::Text(text) => (Frame::Text, Bytes::from(text)),
                Message::Binary(data) => (Frame::Binary, data),
                Message::Pong(payload) => {
                    self.pulse.pong(&payload);
                    continue;
                }
                Message::Close(frame) => {
                    let close = frame.map(|f| Close::received(f.code.into(), f.reason.as_str()));
                    return Poll::Ready(End::Theirs(close));
                }
                Message::Ping(_) => {
                    // The library has the answer ready.
                    self.is_unsent = true;
                    continue;
                }
                Message::Frame(_) => continue,
            };
            match self.spec.receives {
                Some(channel) if matches!(channel.frame, Frame::Any) || channel.frame == frame => {
                    has_room = self.pipe.deliver((frame, data));
                    self.moved = self.moved.wrapping_add(1);
                }
                Some(_) => {
                    return Poll::Ready(End::violation(Close::WRONG_TYPE, "wrong type of frame"));
                }
                None => return Poll::Ready(End::violation(Close::UNWANTED, "no data is expected")),
            }
        }
        self.pulse.hold_up();
        Poll::Pending
    }

    /// Sends what there is; ready only if that is the end.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<End> {
        loop {
            if self.is_unsent {
                match self.socket.poll_flush(cx) {
                    Poll::Ready(Ok(())) => (self.stuck, self.is_unsent) = (None, false),
                    Poll::Ready(Err(_)) => return Poll::Ready(End::Lost(Broken::Reset)),
                    Poll::Pending => {
                        let limit = self.send_timeout;
                        let stuck = self.stuck.get_or_insert_with(|| Box::pin(sleep(limit)));
                        return stuck.as_mut().poll(cx).map(|()| End::Lost(Broken::Slow));
                    }
                }
            }
            let message = if let Some(payload) = self.pulse.ping() {
                Message::Ping(payload)
            } else if let Some(outgoing) = self.next.take() {
                match message(self.spec, outgoing) {
                    Some(message) => message,
                    None => return Poll::Ready(End::Ours(Close::failed(""), None)),
                }
            } else {
                return Poll::Pending;
            };
            self.is_unsent = true;
            if self.socket.start_send(cx, message).is_err() {
                return Poll::Ready(End::Lost(Broken::Reset));
            }
        }
    }

    /// Says what is to be said at the end, and waits for the peer's part of it.
    async fn goodbye(mut self, end: End) {
        let (close, readable) = match end {
            End::Ours(close, _) => (Some(close), true),
            End::Failed(close) => (Some(close), false),
            End::Theirs(_) => (None, true),
            End::Lost(_) => return,
        };
        if let Some(close) = close {
            let reason = close.reason().into();
            let frame = CloseFrame { code: CloseCode::from(close.code()), reason };
            let mut frame = Some(Message::Close(Some(frame)));
            let sent =
                poll_fn(|cx| match frame.take().map(|frame| self.socket.start_send(cx, frame)) {
                    Some(Err(error)) => Poll::Ready(Err(error)),
                    _ => self.socket.poll_flush(cx),
                });
            if sent.await.is_err() {
                return;
            }
        }
        while let Some(Ok(_)) = poll_fn(|cx| self.socket.poll_next(cx)).await {}
        if !readable {
            drain(self.socket.io()).await;
        }
    }
}

/// A message of its own type, or of the document's; only text that is not UTF-8 is none.
fn message(spec: &SocketSpec, (frame, payload): Outgoing) -> Option<Message> {
    let documented = spec.sends.map(|channel| channel.frame);
    let is_text = (if frame == Frame::Any { documented } else { Some(frame) }) == Some(Frame::Text);
    match payload {
        Payload::Text(text) if is_text => Some(Message::Text(text.into())),
        Payload::Text(text) => Some(Message::Binary(text.into())),
        Payload::Bytes(data) if is_text => Utf8Bytes::try_from(data).ok().map(Message::Text),
        Payload::Bytes(data) => Some(Message::Binary(data)),
    }
}
