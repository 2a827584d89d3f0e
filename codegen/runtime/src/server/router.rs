//! Puts the operations of an API together as an axum router.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use futures_util::FutureExt;

use super::api_error::ApiError;
use super::incoming::Incoming;
use super::operation::{self, Operation, Route};
use super::shutdown::Shutdown;
use super::table::{Run, Table};

/// What can be set about a server.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Largest request body in bytes.
    pub body_limit: usize,
    /// Ends WebSockets and event streams.
    pub shutdown: Shutdown,
    /// How long a peer may take to accept a message, or a piece of a streamed answer.
    pub send_timeout: Duration,
    /// How long the peer of a WebSocket may take to answer a close, and its handler to finish.
    pub close_timeout: Duration,
    /// Whether pages of other sites may not open WebSockets.
    pub same_origin: bool,
    /// Largest message in bytes that WebSockets receive, in place of what the document says.
    pub max_message_size: Option<usize>,
    /// Whether slashes too many in a path do no harm.
    pub lenient_paths: bool,
    /// Whether JSON bodies are read as servers written in Go read them.
    pub lenient_bodies: bool,
    /// Whether a line of text stands before the refusal of a handshake.
    pub text_refusals: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            body_limit: 2 * 1024 * 1024,
            shutdown: Shutdown::new(),
            send_timeout: Duration::from_secs(30),
            close_timeout: Duration::from_secs(5),
            same_origin: true,
            max_message_size: None,
            lenient_paths: false,
            lenient_bodies: false,
            text_refusals: false,
        }
    }
}

impl Options {
    /// Sets the largest request body in bytes (2 MiB if not set). Larger ones are answered with
    /// 413.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Sets the switch that ends WebSockets and event streams.
    #[must_use]
    pub fn shutdown(mut self, shutdown: Shutdown) -> Self {
        self.shutdown = shutdown;
        self
    }

    /// Sets the largest message in bytes that WebSockets receive; if not set, it is what the document
    /// says, or 16 MiB. A larger one ends the socket with 1009. `Upgrade::max_message_size` goes
    /// before it.
    #[must_use]
    pub fn max_message_size(mut self, bytes: usize) -> Self {
        self.max_message_size = Some(bytes);
        self
    }

    /// Sets how long the peer of a WebSocket may take to accept a message, and the reader of events,
    /// lines and other answers in pieces to make room for the next piece (30 s if not set). Until then
    /// whoever makes them waits: nothing is collected for a slow peer. After that a socket is cut, as
    /// a close frame would not get through either, and its handler learns that the peer was too slow;
    /// the stream of an answer is dropped, and the answer breaks off. [`Self::listener`] sees to the
    /// connection.
    #[must_use]
    pub fn send_timeout(mut self, limit: Duration) -> Self {
        self.send_timeout = limit;
        self
    }

    /// Sets how long the peer of a WebSocket may take to answer a close, and its handler to finish
    /// (5 s if not set).
    #[must_use]
    pub fn close_timeout(mut self, limit: Duration) -> Self {
        self.close_timeout = limit;
        self
    }

    /// Sets whether a WebSocket is refused to a page (its `Origin`) that is not of the host that was
    /// asked (yes if not set). Say no behind a proxy that changes the `Host`, and check there.
    #[must_use]
    pub fn same_origin(mut self, only: bool) -> Self {
        self.same_origin = only;
        self
    }

    /// Sets whether slashes too many in a path do no harm: runs of them count as one, and one at the
    /// end as none (no if not set, as proxies may tell such paths apart).
    #[must_use]
    pub fn lenient_paths(mut self, lenient: bool) -> Self {
        self.lenient_paths = lenient;
        self
    }

    /// Sets whether JSON bodies are read as servers written in Go read them: whatever their
    /// `Content-Type` is, names of members in small or capital letters, `null` as an object without
    /// members, and only as far as the first value goes (no if not set).
    #[must_use]
    pub fn lenient_bodies(mut self, lenient: bool) -> Self {
        self.lenient_bodies = lenient;
        self
    }

    /// Sets whether what is wrong with the handshake of a WebSocket is told as plain text, with the
    /// usual error in its second line, as servers written in Go do whose handlers add their error to
    /// that of the library (no if not set: their clients understand JSON better).
    #[must_use]
    pub fn text_refusals(mut self, text: bool) -> Self {
        self.text_refusals = text;
        self
    }
}

/// What all requests of a server have in common.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) options: Options,
    pub(super) error_body: ErrorBody,
}

/// How errors are written.
pub type ErrorBody = fn(&ApiError) -> Vec<u8>;

/// An API that is being put together.
pub struct Server<A> {
    api: Arc<A>,
    table: Table,
}

impl<A: Send + Sync + 'static> Server<A> {
    /// Starts with an implementation and the way in which errors are written.
    pub fn new(api: A, options: Options, error_body: ErrorBody) -> Self {
        Self { api: Arc::new(api), table: Table::new(options, error_body) }
    }

    /// Adds an operation. One with a flag belongs to the one that was added before it, whose path
    /// and method it has.
    #[must_use]
    pub fn on<O: Operation<A> + 'static>(mut self) -> Self {
        let api = Arc::clone(&self.api);
        let run: Run =
            Arc::new(move |request| Box::pin(operation::answer::<A, O>(Arc::clone(&api), request)));
        self.table.add(&O::ROUTE, run);
        self
    }

    /// As [`Self::on`], with a function.
    #[must_use]
    pub fn serve<F, Fut>(mut self, route: Route, handler: F) -> Self
    where
        F: Fn(Arc<A>, Incoming) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Response, ApiError>> + Send + 'static,
    {
        let api = Arc::clone(&self.api);
        let run: Run = Arc::new(move |request| {
            let ending = request.ending();
            Box::pin(handler(Arc::clone(&api), request).map(move |answer| ending.of(answer)))
        });
        self.table.add(&route, run);
        self
    }

    /// The router, with everything below `base`. It has no need of a state, and fits into a router
    /// with any.
    pub fn finish<S: Clone + Send + Sync + 'static>(self, base: &str) -> Router<S> {
        self.table.finish(base).with_state(())
    }
}

impl<A> fmt::Debug for Server<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("table", &self.table).finish_non_exhaustive()
    }
}
