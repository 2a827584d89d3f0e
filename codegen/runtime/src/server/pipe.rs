//! What a handler's end of a WebSocket and the task that drives the connection share: room for one
//! message in each direction, so that whoever is slow holds up the other.
//!
//! A handler that has its turn in that task is lent the connection, and needs neither room nor turns
//! as long as messages come and go without waiting.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use super::close::Close;
use super::line::{Line, Outgoing, Parcel};
use super::socket_error::Broken;

/// What the driver finds when it has its turn.
#[derive(Debug)]
pub struct Turn {
    /// What was lent.
    pub line: Option<Box<Line>>,
    /// There is room for a message to the handler.
    pub has_room: bool,
    /// What is to be sent, if that was asked for.
    pub sent: Option<Outgoing>,
    /// The handler asks for the end, after everything that it sent.
    pub asked: Option<Close>,
}

/// The shared part of a WebSocket.
#[derive(Default)]
pub struct Pipe(Mutex<State>);

#[derive(Default)]
struct State {
    /// On its way to the handler.
    received: Option<Parcel>,
    /// On its way to the peer.
    sent: Option<Outgoing>,
    /// The handler wants no more messages.
    deaf: bool,
    /// The handler asks for the end.
    asked: Option<Close>,
    /// The end, once it has come.
    ended: Option<Ended>,
    driver: Option<Waker>,
    /// The connection, while the handler has its turn in the driver's task.
    line: Option<Box<Line>>,
    /// The driver looks at everything again before it rests, so that nobody need wake it.
    is_awake: bool,
    /// Whoever waits for a message, for room, and for the end.
    waiting: [Option<Waker>; 3],
}

/// How a connection ended.
#[derive(Clone, Debug)]
pub enum Ended {
    /// In good order; with what the peer said, if it was the peer.
    Closed(Option<Close>),
    /// Otherwise.
    Broken(Broken),
}

/// Who waits on the handler's side. One task for each is remembered.
#[derive(Clone, Copy, Debug)]
pub enum Side {
    /// The reader.
    Reader,
    /// The writer.
    Writer,
    /// Whoever wants to know about the end.
    Watcher,
}

impl Pipe {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How it ended, if it did.
    #[must_use]
    pub fn ended(&self) -> Option<Ended> {
        self.state().ended.clone()
    }

    /// The handler's side: waits for the end.
    pub fn poll_ended(&self, side: Side, cx: &mut Context<'_>) -> Poll<Ended> {
        let mut state = self.state();
        match state.ended.clone() {
            Some(ended) => Poll::Ready(ended),
            None => state.wait(side, cx),
        }
    }

    /// The handler's side: the next message, or how it ended.
    pub fn poll_receive(&self, cx: &mut Context<'_>) -> Poll<Result<Parcel, Ended>> {
        let mut state = self.state();
        if let Some(message) = state.received.take() {
            let driver = state.sleeper();
            drop(state);
            wake(driver);
            return Poll::Ready(Ok(message));
        }
        if let Some(ended) = &state.ended {
            return Poll::Ready(Err(ended.clone()));
        }
        match state.line(cx).map(|line| line.poll_direct(cx)) {
            Some(Poll::Ready(message)) => Poll::Ready(Ok(message)),
            _ => state.wait(Side::Reader, cx),
        }
    }

    /// The handler's side: waits until the last message is on its way. An error once nothing can be
    /// sent any more.
    pub fn poll_room(&self, cx: &mut Context<'_>) -> Poll<Result<(), ()>> {
        self.state().poll_room(cx)
    }

    /// The handler's side: waits until what was sent is on its way.
    pub fn poll_sent(&self, cx: &mut Context<'_>) -> Poll<Result<(), Broken>> {
        let mut state = self.state();
        match (&state.ended, &state.sent) {
            (Some(Ended::Broken(broken)), _) => Poll::Ready(Err(*broken)),
            (Some(Ended::Closed(_)), _) | (_, None) => Poll::Ready(Ok(())),
            (None, Some(_)) => state.wait(Side::Writer, cx),
        }
    }

    /// The handler's side: sends a message, after [`Self::poll_room`].
    pub fn send(&self, cx: &Context<'_>, message: Outgoing) {
        let mut state = self.state();
        let driver = state.send(cx, Some(message));
        drop(state);
        wake(driver);
    }

    /// The handler's side: sends a message as soon as the last one is on its way. An error once
    /// nothing can be sent any more.
    pub fn poll_send(
        &self,
        cx: &mut Context<'_>,
        message: &mut Option<Outgoing>,
    ) -> Poll<Result<(), ()>> {
        let mut state = self.state();
        ready!(state.poll_room(cx))?;
        let driver = state.send(cx, message.take());
        drop(state);
        wake(driver);
        Poll::Ready(Ok(()))
    }

    /// The handler's side: asks for the end. The first wish counts.
    pub fn ask(&self, close: Close) {
        let mut state = self.state();
        state.asked.get_or_insert(close);
        let driver = state.sleeper();
        drop(state);
        wake(driver);
    }

    /// The handler's side: messages that come from now on are thrown away.
    pub fn stop_listening(&self) {
        let mut state = self.state();
        state.deaf = true;
        state.received = None;
        let driver = state.sleeper();
        drop(state);
        wake(driver);
    }

    /// The driver's side: the handler has its turn, and after it the driver. Remembers whom to wake.
    pub fn lend(&self, cx: &Context<'_>, line: Box<Line>) {
        let mut state = self.state();
        if !state.driver.as_ref().is_some_and(|known| known.will_wake(cx.waker())) {
            state.driver = Some(cx.waker().clone());
        }
        state.is_awake = true;
        state.line = Some(line);
    }

    /// The driver's side: what there is to do; `may_take` if it has a place for what is to be sent.
    /// Everything in one look, as each of them costs as much as a small message.
    pub fn turn(&self) -> Turn {
        let mut state = self.state();
        let line = state.line.take();
        let may_take = line.as_ref().is_some_and(|line| !line.is_unsent);
        let sent = if may_take { state.sent.take() } else { None };
        // Where something has moved there is another turn.
        state.is_awake = sent.is_some();
        let waiting = if sent.is_some() { state.other_task(Side::Writer) } else { None };
        let asked = if state.sent.is_none() { state.asked.clone() } else { None };
        let has_room = state.received.is_none();
        drop(state);
        wake(waiting);
        Turn { line, has_room, sent, asked }
    }

    /// The driver's side: hands over a message; whether there is room for another one. If the
    /// handler is part of the driver's own task, the driver sees to it that it has its turn.
    pub fn deliver(&self, message: Parcel) -> bool {
        let mut state = self.state();
        if state.deaf {
            return true;
        }
        state.received = Some(message);
        state.is_awake = true;
        let waiting = state.other_task(Side::Reader);
        drop(state);
        wake(waiting);
        false
    }

    /// The driver's side: this is the end. The first one counts.
    pub fn end(&self, ended: Ended) {
        let mut state = self.state();
        state.ended.get_or_insert(ended);
        state.sent = None;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(wake);
    }
}

impl State {
    /// The connection, if it is lent to whoever asks.
    fn line(&mut self, cx: &Context<'_>) -> Option<&mut Line> {
        let is_own = self.driver.as_ref().is_some_and(|own| own.will_wake(cx.waker()));
        self.line.as_deref_mut().filter(|_| is_own)
    }

    /// Whom to wake for it.
    fn send(&mut self, cx: &Context<'_>, mut message: Option<Outgoing>) -> Option<Waker> {
        if let Some(line) = self.line(cx) {
            line.send_direct(cx, &mut message);
        }
        self.sent = Some(message?);
        self.sleeper()
    }

    fn poll_room(&mut self, cx: &Context<'_>) -> Poll<Result<(), ()>> {
        match self.sent {
            _ if self.ended.is_some() || self.asked.is_some() => Poll::Ready(Err(())),
            None => Poll::Ready(Ok(())),
            Some(_) => self.wait(Side::Writer, cx),
        }
    }

    fn wait<T>(&mut self, side: Side, cx: &Context<'_>) -> Poll<T> {
        let slot = slot(&mut self.waiting, side);
        if !slot.as_ref().is_some_and(|known| known.will_wake(cx.waker())) {
            *slot = Some(cx.waker().clone());
        }
        Poll::Pending
    }

    /// The driver, if somebody has to wake it.
    fn sleeper(&mut self) -> Option<Waker> {
        if self.is_awake { None } else { self.driver.take() }
    }

    /// Whoever waits, in a task that is not the driver's own.
    fn other_task(&mut self, side: Side) -> Option<Waker> {
        let Self { driver, waiting, .. } = self;
        let is_own = |waiting: &Waker| driver.as_ref().is_some_and(|own| own.will_wake(waiting));
        slot(waiting, side).take_if(|waiting| !is_own(waiting))
    }
}

fn slot(waiting: &mut [Option<Waker>; 3], side: Side) -> &mut Option<Waker> {
    let [reader, writer, watcher] = waiting;
    match side {
        Side::Reader => reader,
        Side::Writer => writer,
        Side::Watcher => watcher,
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}

impl fmt::Debug for Pipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipe").field("ended", &self.state().ended).finish_non_exhaustive()
    }
}
