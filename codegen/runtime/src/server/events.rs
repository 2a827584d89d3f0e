//! Operations that answer with server-sent events.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{self, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use futures_util::Stream;
use serde::Serialize;
use tokio::time::{Instant, Sleep, sleep};

use super::answer::{self, Answering};
use super::api_error::{Answer, ApiError};
use super::context::{Context, RequestInfo};
use super::respond;
use super::router::{ErrorBody, Settings};
use super::shutdown::{OpenStream, Shutdown, Wait};

/// What the document says about the events of an operation.
#[derive(Clone, Copy, Debug)]
pub struct EventsSpec {
    /// Name of an event that carries an item.
    pub data_event: &'static str,
    /// Name of an event without data, which only shows that the stream is alive.
    pub ping_event: &'static str,
    /// Name of an event that carries an error, and is the last one.
    pub error_event: &'static str,
    /// What the data of the last event is, where the end is announced.
    pub sentinel: Option<&'static str>,
    /// The time between two pings.
    pub ping_interval: Duration,
}

impl EventsSpec {
    /// What is meant where the document says nothing.
    pub const DEFAULT: Self = Self {
        data_event: "data",
        ping_event: "ping",
        error_event: "error",
        sentinel: None,
        ping_interval: Duration::from_secs(15),
    };

    /// Sets the names of events: of those with an item, of signs of life, of errors.
    #[must_use]
    pub const fn names(
        mut self,
        data: &'static str,
        ping: &'static str,
        error: &'static str,
    ) -> Self {
        (self.data_event, self.ping_event, self.error_event) = (data, ping, error);
        self
    }

    /// Sets what the data of the last event is.
    #[must_use]
    pub const fn ends_with(mut self, text: &'static str) -> Self {
        self.sentinel = Some(text);
        self
    }

    /// Sets the seconds between two pings.
    #[must_use]
    pub const fn pings_every(mut self, seconds: u64) -> Self {
        self.ping_interval = Duration::from_secs(seconds);
        self
    }
}

/// An implementation's answer: events with an item each. An error is told to the caller, and ends
/// them. They are dropped when the caller goes away or the server shuts down, and held up by a
/// caller who is slow.
pub struct Events<T>(Pin<Box<dyn Stream<Item = Result<T, ApiError>> + Send>>);

impl<T> Events<T> {
    /// An event for each item of a stream.
    pub fn new(stream: impl Stream<Item = Result<T, ApiError>> + Send + 'static) -> Self {
        Self(Box::pin(stream))
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}

/// Answers with a stream of events, for which the implementation is asked.
pub fn reply<P: Send, T: Serialize + 'static, F: Future<Output = Answer<Events<T>>> + Send>(
    cx: Context<P>,
    spec: &'static EventsSpec,
    ask: impl FnOnce(Context<P>) -> F + Send,
) -> impl Answering {
    begin(cx, move |reply, cx| answer::with(ask(cx), move |events| Ok(reply.send(events, spec))))
}

/// As [`reply`], where the answer has more to it than the events.
pub fn begin<P: Send, F: Answering>(
    cx: Context<P>,
    ask: impl FnOnce(EventsReply, Context<P>) -> F + Send,
) -> impl Answering {
    async move {
        let reply = EventsReply::of(&cx.request)?;
        ask(reply, cx).await
    }
}

/// An answer that will be a stream of events.
#[derive(Debug)]
pub struct EventsReply {
    shutdown: Shutdown,
    error_body: ErrorBody,
}

impl EventsReply {
    /// Prepares it.
    ///
    /// # Errors
    ///
    /// The server is shutting down (503).
    pub fn of(request: &RequestInfo) -> Result<Self, ApiError> {
        let Settings { options, error_body } = request.settings();
        let shutdown = options.shutdown.clone();
        if shutdown.has_begun() {
            return Err(ApiError::shutting_down());
        }
        Ok(Self { shutdown, error_body: *error_body })
    }

    /// Answers. The head goes out at once.
    #[must_use]
    pub fn send<T: Serialize + 'static>(
        self,
        events: Events<T>,
        spec: &'static EventsSpec,
    ) -> Response {
        let Self { shutdown, error_body } = self;
        let (begun, open) = (shutdown.begun(), shutdown.count());
        let timer = Box::pin(sleep(spec.ping_interval));
        let open = Some(Open { items: events.0, begun, timer, _open: open });
        let mut response = Response::new(Body::from_stream(Writer { open, spec, error_body }));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(CONNECTION, HeaderValue::from_static("keep-alive"));
        // Asks proxies not to collect events before they pass them on.
        let name = HeaderName::from_static("x-accel-buffering");
        headers.insert(name, HeaderValue::from_static("no"));
        response
    }
}

/// Writes events as they come.
struct Writer<T> {
    /// Until the last event.
    open: Option<Open<T>>,
    spec: &'static EventsSpec,
    error_body: ErrorBody,
}

struct Open<T> {
    items: Pin<Box<dyn Stream<Item = Result<T, ApiError>> + Send>>,
    begun: Wait,
    timer: Pin<Box<Sleep>>,
    _open: OpenStream,
}

impl<T: Serialize> Stream for Writer<T> {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(open) = &mut this.open else {
            return Poll::Ready(None);
        };
        if Pin::new(&mut open.begun).poll(cx).is_ready() {
            this.open = None;
            return Poll::Ready(None);
        }
        let item = match open.items.as_mut().poll_next(cx) {
            Poll::Ready(item) => item,
            Poll::Pending if open.timer.as_mut().poll(cx).is_ready() => {
                if let Some(next) = Instant::now().checked_add(this.spec.ping_interval) {
                    open.timer.as_mut().reset(next);
                }
                return Poll::Ready(Some(Ok(event(this.spec.ping_event, None))));
            }
            Poll::Pending => return Poll::Pending,
        };
        let item = item.map(|item| item.and_then(|value| respond::json_bytes(&value)));
        let bytes = match item {
            Some(Ok(json)) => event(this.spec.data_event, Some(json)),
            Some(Err(error)) => {
                this.open = None;
                event(this.spec.error_event, Some(respond::error_bytes(&error, this.error_body)))
            }
            None => {
                this.open = None;
                let Some(text) = this.spec.sentinel else { return Poll::Ready(None) };
                event(this.spec.data_event, Some(text.into()))
            }
        };
        Poll::Ready(Some(Ok(bytes)))
    }
}

/// An event in the strict dialect: its name first, then its data in one line.
fn event(name: &str, json: Option<Vec<u8>>) -> Bytes {
    let mut bytes = format!("event: {name}\n").into_bytes();
    if let Some(json) = json {
        bytes.extend(b"data: ");
        // JSON has line breaks between its tokens only, where a space does as well.
        bytes.extend(
            json.into_iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }),
        );
        bytes.push(b'\n');
    }
    bytes.push(b'\n');
    bytes.into()
}
