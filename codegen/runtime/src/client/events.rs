//! Streams of server-sent events, for operations that answer `text/event-stream`.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::Stream;
use serde::de::DeserializeOwned;

use super::body::{ERROR_BODY_LIMIT, RawBody};
use super::call::{Call, Operation};
use super::error::Error;
use super::event_flow::EventFlow;
use super::reconnect::ReconnectPolicy;
use super::reply::{Reply, parse};
use super::spec::Transport;
use super::stream_error::StreamError;
use super::streaming::Streaming;

/// The answer is a stream of events.
pub const TRANSPORT: Transport = Transport::Stream("text/event-stream");

/// A stream of events whose data is JSON. Dropping it closes the connection.
///
/// Events are read when they are asked for, and little more, so a slow reader slows the server
/// down. Events without data and those called `ping` are signs of life and nothing else; one called
/// `error` becomes `StreamError::Reported`.
#[must_use = "an event stream that is dropped is closed"]
pub struct Events<T> {
    flow: EventFlow,
    data_event: Option<&'static str>,
    ping_event: &'static str,
    error_event: &'static str,
    sentinel: Option<&'static str>,
    items: PhantomData<fn() -> T>,
}

impl<T> Streaming for Events<T> {}

impl<O, T> Call<'_, O>
where
    O: Operation<Output = Events<T>>,
{
    /// Opens the stream again when it ends, falls silent or breaks. Default: never.
    pub fn reconnect(mut self, policy: ReconnectPolicy) -> Self {
        self.options.stream.reconnect = Some(policy);
        self
    }
}

impl Reply {
    /// The events that follow.
    ///
    /// # Errors
    ///
    /// `Error::Decode`: the answer is no event stream.
    pub fn events<T, E>(self) -> Result<Events<T>, Error<E>> {
        let status = self.status_code();
        Ok(Events {
            flow: EventFlow::new(status, self.stream()?),
            data_event: None,
            ping_event: "ping",
            error_event: "error",
            sentinel: None,
            items: PhantomData,
        })
    }
}

impl<T> Events<T> {
    /// Only events with this name carry data; others are skipped. Default: all do.
    pub fn data_event(mut self, name: &'static str) -> Self {
        self.data_event = Some(name);
        self
    }

    /// The name of events that are mere signs of life. Default: `ping`.
    pub fn ping_event(mut self, name: &'static str) -> Self {
        self.ping_event = name;
        self
    }

    /// The name of events that report an error. Default: `error`.
    pub fn error_event(mut self, name: &'static str) -> Self {
        self.error_event = name;
        self
    }

    /// The stream has ended when the data of an event is this text. Default: when the answer ends.
    pub fn ends_with(mut self, text: &'static str) -> Self {
        self.sentinel = Some(text);
        self
    }

    /// The server pings this often: three times as long without any sign of it is too long, unless
    /// the call says otherwise.
    pub fn pings_every(mut self, interval: Duration) -> Self {
        self.flow.usual_idle_timeout(interval.checked_mul(3));
        self
    }

    /// The id of the last event that had one. It is sent when the stream is opened again.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        self.flow.last_id()
    }
}

impl<T: DeserializeOwned> Events<T> {
    /// The next event; nothing once the stream has ended.
    ///
    /// # Errors
    ///
    /// After `StreamError::Decode` and `StreamError::Reported` events can follow; any other error
    /// is the end.
    pub async fn recv(&mut self) -> Option<Result<T, StreamError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: DeserializeOwned> Stream for Events<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let event = match ready!(self.flow.poll_event(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(event)) => event,
            };
            if self.sentinel.is_some_and(|text| event.data == text.as_bytes()) {
                self.flow.end();
                return Poll::Ready(None);
            }
            if event.name == self.error_event {
                return Poll::Ready(Some(Err(StreamError::Reported(raw(event.data)))));
            }
            if self.data_event.map_or(event.name != self.ping_event, |name| event.name == name) {
                let item = parse(&event.data);
                let item = item.map_err(|(path, problem)| StreamError::Decode { path, problem });
                return Poll::Ready(Some(item));
            }
        }
    }
}

fn raw(mut bytes: Vec<u8>) -> RawBody {
    let truncated = bytes.len() > ERROR_BODY_LIMIT;
    bytes.truncate(ERROR_BODY_LIMIT);
    bytes.shrink_to_fit();
    RawBody { bytes, truncated }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("last_event_id", &self.last_event_id())
            .finish_non_exhaustive()
    }
}
