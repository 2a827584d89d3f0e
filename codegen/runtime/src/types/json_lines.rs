//! Bodies of one JSON value per line.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::byte_stream::{ByteStream, StreamFault};

/// The longest line to accept, in bytes.
const LINE_LIMIT: usize = 16 * 1024 * 1024;

/// Values that come one per line, for as long as it takes.
pub struct JsonLines<T> {
    bytes: ByteStream,
    /// What came and was not read yet.
    buffer: Vec<u8>,
    /// How much of it has no end of a line.
    searched: usize,
    item: PhantomData<fn() -> T>,
}

impl<T> JsonLines<T> {
    /// Lines that come as bytes.
    #[must_use]
    pub fn from_bytes(bytes: ByteStream) -> Self {
        Self { bytes, buffer: Vec::new(), searched: 0, item: PhantomData }
    }

    /// The lines as bytes.
    #[must_use]
    pub fn into_bytes(self) -> ByteStream {
        self.bytes
    }
}

impl<T: Serialize + 'static> JsonLines<T> {
    /// Lines of the values of a stream.
    pub fn new(values: impl Stream<Item = T> + Send + 'static) -> Self {
        Self::from_bytes(ByteStream::new(Lines(Box::pin(values))))
    }
}

impl<T: Serialize> FromIterator<T> for JsonLines<T> {
    /// A value that cannot be written as JSON ends the lines with an error.
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let lines: Result<Vec<Vec<u8>>, _> = values.into_iter().map(|value| line(&value)).collect();
        Self::from_bytes(match lines {
            Ok(lines) => lines.concat().into(),
            Err(fault) => ByteStream::new(Failed(Some(fault))),
        })
    }
}

impl<T: DeserializeOwned> JsonLines<T> {
    /// The next value; nothing at the end. Empty lines are left out.
    ///
    /// # Errors
    ///
    /// A line is not what the document says, or the stream broke off.
    pub async fn next(&mut self) -> Option<Result<T, StreamFault>> {
        loop {
            if let Some(line) = self.line() {
                if line.trim_ascii().is_empty() {
                    continue;
                }
                let text = std::str::from_utf8(&line).map_err(Into::into);
                return Some(text.and_then(|text| serde_json::from_str(text).map_err(Into::into)));
            }
            if self.buffer.len() > LINE_LIMIT {
                self.bytes = ByteStream::default();
                self.buffer.clear();
                return Some(Err(format!("a line has more than {LINE_LIMIT} bytes").into()));
            }
            match self.bytes.next().await {
                Some(Ok(piece)) => self.buffer.extend_from_slice(&piece),
                Some(Err(fault)) => return Some(Err(fault)),
                // The last line needs no end.
                None if self.buffer.trim_ascii().is_empty() => return None,
                None => self.buffer.push(b'\n'),
            }
        }
    }

    /// The first line that has an end.
    fn line(&mut self) -> Option<Vec<u8>> {
        let new = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(end) = new.iter().position(|byte| *byte == b'\n') else {
            self.searched = self.buffer.len();
            return None;
        };
        let line = self.buffer.drain(..=self.searched + end).collect();
        self.searched = 0;
        Some(line)
    }
}

fn line<T: Serialize>(value: &T) -> Result<Vec<u8>, StreamFault> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
}

struct Lines<S>(Pin<Box<S>>);

impl<T: Serialize, S: Stream<Item = T>> Stream for Lines<S> {
    type Item = Result<Bytes, StreamFault>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let value = self.0.as_mut().poll_next(cx);
        value.map(|value| value.map(|value| line(&value).map(Into::into)))
    }
}

struct Failed(Option<StreamFault>);

impl Stream for Failed {
    type Item = Result<Bytes, StreamFault>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Err))
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").finish_non_exhaustive()
    }
}
