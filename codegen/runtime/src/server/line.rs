//! The connection of a WebSocket: what comes is checked, what goes gets its type.

use std::task::{Context, Poll};

use axum::body::Bytes;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Message, Utf8Bytes};

use super::close::Close;
use super::codec::{Frame, SocketSpec};
use super::ending::End;
use super::pulse::Pulse;
use super::socket_error::Broken;
use super::wire::Wire;

/// How much is read at once. The library fills it with zeros first, so it should not be large.
const READ_BUFFER: usize = 16 * 1024;

/// How many messages a handler may have straight from the connection before others have their turn.
const DIRECT: usize = 96;

/// A message that came.
pub type Parcel = (Frame, Bytes);

/// A message on its way to the peer. `Frame::Any` leaves its type to the document.
pub type Outgoing = (Frame, Payload);

/// What a message on its way to the peer holds.
#[derive(Debug)]
pub enum Payload {
    /// What need not be looked at again to know that it is UTF-8.
    Text(String),
    /// Whatever else.
    Bytes(Bytes),
}

/// The connection of a WebSocket.
#[derive(Debug)]
pub struct Line {
    /// The connection itself.
    pub socket: Wire<TokioIo<Upgraded>>,
    /// Pings, and whether they are answered.
    pub pulse: Pulse,
    /// Something may not have left yet.
    pub is_unsent: bool,
    /// How it ends, once that is known.
    pub end: Option<End>,
    spec: &'static SocketSpec,
    /// Nothing more has come, and the task is woken when something does. The library makes room for
    /// it each time it is asked, which costs more than a message.
    is_quiet: bool,
    /// How many messages the handler may still have straight from the connection.
    pub direct: usize,
}

impl Line {
    /// A connection that has left HTTP.
    #[must_use]
    pub fn new(connection: Upgraded, spec: &'static SocketSpec, max_message_size: usize) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .max_message_size(Some(max_message_size))
            .max_frame_size(Some(max_message_size));
        Self {
            socket: Wire::new(TokioIo::new(connection), config),
            pulse: Pulse::new(spec.ping_interval),
            is_unsent: false,
            end: None,
            spec,
            is_quiet: false,
            direct: 0,
        }
    }

    /// The task was woken: something may have come.
    pub fn wake(&mut self) {
        (self.is_quiet, self.direct) = (false, DIRECT);
    }

    /// The next message that the handler is to see. If that is the end, nothing comes any more.
    // Every message comes this way; by itself the compiler thinks it too long.
    #[inline(always)]
    pub fn poll_message(&mut self, cx: &Context<'_>) -> Poll<Parcel> {
        while !self.is_quiet && self.end.is_none() {
            match self.socket.poll_next(cx) {
                Poll::Ready(Some(Ok(Message::Text(text)))) if self.expects(Frame::Text) => {
                    return Poll::Ready((Frame::Text, text.into()));
                }
                Poll::Ready(Some(Ok(Message::Binary(data)))) if self.expects(Frame::Binary) => {
                    return Poll::Ready((Frame::Binary, data));
                }
                Poll::Ready(other) => self.end = self.handle(other),
                Poll::Pending => self.is_quiet = true,
            }
        }
        Poll::Pending
    }

    /// Whether the handler is to see messages of this type.
    fn expects(&self, frame: Frame) -> bool {
        let receives = self.spec.receives.map(|channel| channel.frame);
        receives == Some(frame) || receives == Some(Frame::Any)
    }

    /// What the handler is not to see; whether that is the end.
    #[cold]
    fn handle(&mut self, message: Option<tungstenite::Result<Message>>) -> Option<End> {
        match message {
            None => Some(End::Lost(Broken::Reset)),
            Some(Err(error)) => Some(End::failure(&error)),
            Some(Ok(Message::Pong(payload))) => {
                self.pulse.pong(&payload);
                None
            }
            Some(Ok(Message::Ping(_))) => {
                // The library has the answer ready.
                self.is_unsent = true;
                None
            }
            Some(Ok(Message::Frame(_))) => None,
            Some(Ok(Message::Close(frame))) => {
                let close = frame.map(|f| Close::received(f.code.into(), f.reason.as_str()));
                Some(End::Theirs(close))
            }
            Some(Ok(Message::Text(_) | Message::Binary(_))) => Some(match self.spec.receives {
                Some(_) => End::violation(Close::WRONG_TYPE, "wrong type of frame"),
                None => End::violation(Close::UNWANTED, "no data is expected"),
            }),
        }
    }

    /// Takes a message, which is on its way once nothing is unsent any more.
    pub fn start_send(&mut self, cx: &Context<'_>, message: Message) {
        self.is_unsent = true;
        if self.socket.start_send(cx, message).is_err() {
            self.end = Some(End::Lost(Broken::Reset));
        }
    }

    /// The same for what a handler sends.
    pub fn send(&mut self, cx: &Context<'_>, outgoing: Outgoing) {
        match message(self.spec, outgoing) {
            Some(message) => self.start_send(cx, message),
            None => self.end = Some(End::Ours(Close::failed(""), None)),
        }
    }

    /// Whether nothing is unsent; if not, the task is woken when that may have changed.
    pub fn flush(&mut self, cx: &Context<'_>) -> bool {
        if self.is_unsent && self.end.is_none() {
            match self.socket.poll_flush(cx) {
                Poll::Ready(Ok(())) => self.is_unsent = false,
                Poll::Ready(Err(_)) => self.end = Some(End::Lost(Broken::Reset)),
                Poll::Pending => {}
            }
        }
        !self.is_unsent
    }

    /// The next message, for a handler that has its turn in the task of the connection.
    #[inline]
    pub fn poll_direct(&mut self, cx: &Context<'_>) -> Poll<Parcel> {
        if self.direct == 0 {
            return Poll::Pending;
        }
        self.direct -= 1;
        self.poll_message(cx)
    }

    /// Sends a message of such a handler, unless it has to wait.
    pub fn send_direct(&mut self, cx: &Context<'_>, message: &mut Option<Outgoing>) {
        if self.direct > 0 && !self.is_unsent && self.end.is_none() {
            self.direct -= 1;
            if let Some(message) = message.take() {
                self.send(cx, message);
                self.flush(cx);
            }
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
