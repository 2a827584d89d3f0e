//! Runs a WebSocket on behalf of its handler: pings, limits, rules about frames, the end.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::join;
use hyper::upgrade::Upgraded;
use tokio::time::{Sleep, sleep, timeout};
use tungstenite::Message;
use tungstenite::protocol::CloseFrame;
use tungstenite::protocol::frame::coding::CloseCode;

use super::close::Close;
use super::codec::SocketSpec;
use super::ending::{End, drain};
use super::line::{Line, Outgoing};
use super::pipe::{Pipe, Turn};
use super::shutdown::{Shutdown, Wait};
use super::socket_error::Broken;

/// How often handler and connection take turns before other tasks have theirs.
const TURNS: usize = 32;

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
pub async fn run(connection: Upgraded, plan: Plan, pipe: Arc<Pipe>, mut handler: Handler) {
    let mut driver = Driver {
        line: Some(Box::new(Line::new(connection, plan.spec, plan.max_message_size))),
        pipe: Arc::clone(&pipe),
        begun: plan.shutdown.begun(),
        send_timeout: plan.send_timeout,
        stuck: None,
    };
    let mut done = false;
    let end = poll_fn(|cx| {
        driver.poll(cx, |cx| {
            if !done {
                done = poll_handler(&mut handler, &pipe, cx);
            }
        })
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

struct Driver {
    /// Always there, but for the handler's turns.
    line: Option<Box<Line>>,
    pipe: Arc<Pipe>,
    begun: Wait,
    send_timeout: Duration,
    /// Runs while the peer does not take what was sent.
    stuck: Option<Pin<Box<Sleep>>>,
}

impl Driver {
    fn poll(
        &mut self,
        cx: &mut Context<'_>,
        mut handler: impl FnMut(&mut Context<'_>),
    ) -> Poll<End> {
        // What does not come from handler or peer.
        if Pin::new(&mut self.begun).poll(cx).is_ready() {
            return Poll::Ready(End::Ours(Close::new(Close::GOING_AWAY, "shutting down"), None));
        }
        if let Some(line) = &mut self.line {
            line.wake();
        }
        // A message that has come may be answered at once, and one that has left makes room.
        for number in 0..TURNS {
            if let Some(line) = self.line.take() {
                self.pipe.lend(cx, line);
            }
            handler(cx);
            let mut turn = self.pipe.turn();
            let Some(mut line) = turn.line.take() else {
                return Poll::Ready(End::Lost(Broken::Reset));
            };
            let has_moved = self.turn(cx, &mut line, turn, number == 0);
            let (end, is_over) = (line.end.take(), line.direct == 0);
            self.line = Some(line);
            match end {
                Some(end) => return Poll::Ready(end),
                None if !has_moved => return Poll::Pending,
                None if is_over => break,
                None => {}
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// A turn; the timers are looked at in the first one after the task was woken. Whether anything
    /// has moved between handler and connection.
    fn turn(&mut self, cx: &mut Context<'_>, line: &mut Line, turn: Turn, is_first: bool) -> bool {
        let mut has_moved = turn.sent.is_some();
        let mut has_room = turn.has_room;
        while has_room {
            match line.poll_message(cx) {
                Poll::Ready(parcel) => (has_room, has_moved) = (self.pipe.deliver(parcel), true),
                Poll::Pending => break,
            }
        }
        if !has_room {
            line.pulse.hold_up();
        }
        if is_first && line.end.is_none() && line.pulse.poll(cx).is_ready() {
            let close = Close::new(Close::GOING_AWAY, "no answer to a ping");
            line.end = Some(End::Ours(close, Some(Broken::NoPong)));
        }
        if line.end.is_none() {
            has_moved |= self.write(cx, line, turn.sent);
        }
        if let (Some(close), None, false) = (turn.asked, &line.end, line.is_unsent) {
            line.end = Some(End::Ours(close, None));
        }
        has_moved
    }

    /// Sends what there is; whether there is room now where there was none.
    fn write(&mut self, cx: &mut Context<'_>, line: &mut Line, sent: Option<Outgoing>) -> bool {
        let was_unsent = line.is_unsent;
        if let Some(outgoing) = sent {
            line.send(cx, outgoing);
        }
        while line.flush(cx) {
            self.stuck = None;
            match line.pulse.ping() {
                Some(payload) => line.start_send(cx, Message::Ping(payload)),
                None => return was_unsent,
            }
        }
        let limit = self.send_timeout;
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(sleep(limit)));
        if line.end.is_none() && stuck.as_mut().poll(cx).is_ready() {
            line.end = Some(End::Lost(Broken::Slow));
        }
        false
    }

    /// Says what is to be said at the end, and waits for the peer's part of it.
    async fn goodbye(mut self, end: End) {
        let (close, readable) = match end {
            End::Ours(close, _) => (Some(close), true),
            End::Failed(close) => (Some(close), false),
            End::Theirs(_) => (None, true),
            End::Lost(_) => return,
        };
        let Some(Line { socket, .. }) = self.line.as_deref_mut() else { return };
        if let Some(close) = close {
            let reason = close.reason().into();
            let frame = CloseFrame { code: CloseCode::from(close.code()), reason };
            let mut frame = Some(Message::Close(Some(frame)));
            let sent = poll_fn(|cx| match frame.take().map(|frame| socket.start_send(cx, frame)) {
                Some(Err(error)) => Poll::Ready(Err(error)),
                _ => socket.poll_flush(cx),
            });
            if sent.await.is_err() {
                return;
            }
        }
        while let Some(Ok(_)) = poll_fn(|cx| socket.poll_next(cx)).await {}
        if !readable {
            drain(socket.io()).await;
        }
    }
}
