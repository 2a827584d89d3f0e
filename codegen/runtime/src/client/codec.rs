//! What the messages of a socket hold: markers for the type of a socket, one per direction.

use std::convert::Infallible;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tungstenite::Message;

use super::problem::Problem;
use super::reply::parse;
use super::stream_error::StreamError;

/// Each message is a JSON value; `F` says in which kind of frame it is sent. Received are both.
#[derive(Clone, Copy, Debug)]
pub struct Json<T, F = Text>(PhantomData<fn() -> (T, F)>);

/// The messages together are a stream of bytes; where one ends means nothing.
#[derive(Clone, Copy, Debug)]
pub struct Bytes;

/// Nothing goes this way.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

/// Sent in text frames.
#[derive(Clone, Copy, Debug)]
pub struct Text;

/// Sent in binary frames.
#[derive(Clone, Copy, Debug)]
pub struct Binary;

/// Messages that are read one by one.
pub trait Decode {
    /// What a message becomes.
    type Item;

    /// The status code of a close that refuses any message at all, where none is expected.
    const REFUSAL: Option<u16> = None;

    /// Reads a message.
    ///
    /// # Errors
    ///
    /// It is not what the document says.
    fn decode(bytes: &[u8]) -> Result<Self::Item, StreamError>;
}

/// Messages that are written one by one.
pub trait Encode {
    /// What becomes a message.
    type Item;

    /// Writes a message.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    fn encode(item: &Self::Item) -> Result<Message, StreamError>;
}

/// The kind of frame for a text.
pub trait Frame {
    /// A message with this text.
    fn message(text: String) -> Message;
}

impl Frame for Text {
    fn message(text: String) -> Message {
        Message::text(text)
    }
}

impl Frame for Binary {
    fn message(text: String) -> Message {
        Message::binary(text)
    }
}

impl<T: DeserializeOwned, F> Decode for Json<T, F> {
    type Item = T;

    fn decode(bytes: &[u8]) -> Result<T, StreamError> {
        parse(bytes).map_err(|(path, problem)| StreamError::Decode { path, problem })
    }
}

impl Decode for Nothing {
    type Item = Infallible;

    const REFUSAL: Option<u16> = Some(1008);

    fn decode(_: &[u8]) -> Result<Infallible, StreamError> {
        Err(StreamError::Protocol(Problem::new("it sent a message where none is expected")))
    }
}

impl<T: Serialize, F: Frame> Encode for Json<T, F> {
    type Item = T;

    fn encode(item: &T) -> Result<Message, StreamError> {
        let text = serde_json::to_string(item);
        let text = text.map_err(|error| {
            StreamError::Encode(Problem::because("it cannot be written as JSON", error))
        })?;
        Ok(F::message(text))
    }
}

/// A message that ends the stream when it comes twice in a row.
#[derive(Clone, Debug)]
pub struct Repeated {
    value: Value,
    size: usize,
    seen: bool,
}

impl Repeated {
    /// Nothing if this is not JSON.
    #[must_use]
    pub fn new(json: &str) -> Option<Self> {
        let value = serde_json::from_str(json).ok()?;
        Some(Self { value, size: json.len(), seen: false })
    }

    /// Whether the stream ends with this message.
    pub fn ends_with(&mut self, message: &[u8]) -> bool {
        // Much longer ones differ in more than blanks; they are not worth a second look.
        let same = message.len() <= self.size.saturating_mul(2).saturating_add(16)
            && str::from_utf8(message).is_ok_and(|text| self.is(text));
        std::mem::replace(&mut self.seen, same) && same
    }

    fn is(&self, json: &str) -> bool {
        serde_json::from_str(json).is_ok_and(|value: Value| value == self.value)
    }
}
