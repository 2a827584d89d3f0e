//! Answers that go on: WebSockets with messages of known content, and server-sent events.

use super::TypeId;

/// A query parameter without a value of interest that decides which of two operations is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Wire name of the parameter. It is not among the operation's parameters.
    pub name: String,
    /// This is the operation that is meant when the parameter is there; clients send `name=true`.
    pub present: bool,
}

/// What travels over a WebSocket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Socket {
    /// From the server to the client; nothing goes that way when there is none.
    pub received: Option<Channel>,
    /// From the client to the server; nothing goes that way when there is none.
    pub sent: Option<Channel>,
    /// Most bytes of a message, where the document says so.
    pub max_message_size: Option<u64>,
    /// Seconds between two pings of the server, where the document says so.
    pub ping_interval: Option<u64>,
    /// The stream has ended when the server sends this message twice in a row.
    pub ends_with_repeated: Option<serde_json::Value>,
}

/// One direction of a WebSocket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channel {
    /// What travels.
    pub content: ChannelContent,
    /// In which sort of messages; receivers take the other sort for a mistake.
    pub frame: Frame,
    /// Where a message ends means nothing: JSON values follow each other across messages.
    pub joined: bool,
}

/// What travels in one direction of a WebSocket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelContent {
    /// Bytes; where a message ends means nothing.
    Bytes,
    /// JSON values of this schema: one per message, unless messages are joined.
    Json(TypeId),
}

/// Sorts of WebSocket messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// UTF-8.
    Text,
    /// Bytes.
    Binary,
}

/// Server-sent events (`text/event-stream`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Events {
    /// Schema of the JSON value in the `data` of an event.
    pub item: TypeId,
    /// Name of the events that carry a value.
    pub data_event: String,
    /// Name of the events that only show that the server is there.
    pub ping_event: String,
    /// Name of the events that say what went wrong.
    pub error_event: String,
    /// The text in the `data` of the last event, where the end is announced.
    pub sentinel: Option<String>,
    /// Seconds between two pings of the server, where the document says so.
    pub ping_interval: Option<u64>,
}
