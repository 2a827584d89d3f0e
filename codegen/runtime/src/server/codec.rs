//! What goes over a WebSocket, in each direction.

use std::marker::PhantomData;
use std::time::Duration;

/// JSON values: one per message, unless the document says that they follow each other as a stream.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

/// A stream of bytes; where messages begin and end means nothing.
#[derive(Debug)]
pub struct Bytes(());

/// Messages of both types as they come, which the document does not describe.
#[derive(Debug)]
pub struct Messages(());

/// A message that is not described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Text.
    Text(String),
    /// Bytes.
    Binary(Vec<u8>),
}

/// Nothing at all.
#[derive(Debug)]
pub struct Nothing(());

/// The type of data frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Text, UTF-8.
    Text,
    /// Bytes.
    Binary,
    /// Either.
    Any,
}

/// What the limits of messages mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Each message is a whole.
    Message,
    /// Messages are pieces of a stream.
    Stream,
}

/// One direction of a WebSocket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channel {
    /// The type of its data frames.
    pub frame: Frame,
    /// What the limits of its messages mean.
    pub framing: Framing,
}

impl Channel {
    /// Text messages, each one a whole.
    pub const TEXT: Self = Self { frame: Frame::Text, framing: Framing::Message };
    /// Binary messages, each one a whole.
    pub const BINARY: Self = Self { frame: Frame::Binary, framing: Framing::Message };
    /// A stream in binary messages.
    pub const BINARY_STREAM: Self = Self { frame: Frame::Binary, framing: Framing::Stream };
    /// Messages of either type.
    pub const ANY: Self = Self { frame: Frame::Any, framing: Framing::Message };
    /// A stream in text messages.
    pub const TEXT_STREAM: Self = Self { frame: Frame::Text, framing: Framing::Stream };
}

/// What the document says about the WebSocket of an operation.
#[derive(Clone, Copy, Debug)]
pub struct SocketSpec {
    /// What the server receives. With nothing here, any data from the client ends the socket.
    pub receives: Option<Channel>,
    /// What the server sends.
    pub sends: Option<Channel>,
    /// The time between two pings, in which the first must be answered.
    pub ping_interval: Duration,
    /// Largest message in bytes that is received.
    pub max_message_size: usize,
}

impl SocketSpec {
    /// A socket over which nothing goes: what is left to say where the document says nothing.
    pub const DEFAULT: Self = Self {
        receives: None,
        sends: None,
        ping_interval: Duration::from_secs(15),
        max_message_size: 16 * 1024 * 1024,
    };

    /// Sets what the server receives.
    #[must_use]
    pub const fn receives(mut self, channel: Channel) -> Self {
        self.receives = Some(channel);
        self
    }

    /// Sets what the server sends.
    #[must_use]
    pub const fn sends(mut self, channel: Channel) -> Self {
        self.sends = Some(channel);
        self
    }

    /// Sets the seconds between two pings.
    #[must_use]
    pub const fn pings_every(mut self, seconds: u64) -> Self {
        self.ping_interval = Duration::from_secs(seconds);
        self
    }

    /// Sets the largest message in bytes that is received.
    #[must_use]
    pub const fn max_message_size(mut self, bytes: usize) -> Self {
        self.max_message_size = bytes;
        self
    }
}
