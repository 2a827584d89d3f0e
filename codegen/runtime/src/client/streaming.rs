//! What streams of every kind have in common: their options, and how they begin.

use std::fmt;
use std::time::Duration;

use reqwest::Request;
use reqwest::header::{HeaderName, HeaderValue};

use super::call::{Call, CallOptions, Operation};
use super::error::Failure;
use super::handle::Client;
use super::hook::BoxFuture;
use super::problem::Problem;
use super::reconnect::ReconnectPolicy;
use super::reply::Reply;
use super::send::once;
use super::spec::Spec;

/// The largest message or event where nobody says anything else, in bytes.
pub const MAX_MESSAGE_BYTES: usize = 16 * 1024 * 1024;

/// What a call says about the stream that it opens.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct StreamOptions {
    /// After how much silence to give up; `None`: not said, `Some(None)`: never.
    pub idle_timeout: Option<Option<Duration>>,
    /// The largest message or event to accept, in bytes.
    pub max_message_bytes: Option<usize>,
    /// Whether and how to connect again.
    pub reconnect: Option<ReconnectPolicy>,
}

/// Results that go on after the call: sockets and event streams.
pub trait Streaming {}

impl<O> Call<'_, O>
where
    O: Operation,
    O::Output: Streaming,
{
    /// Gives up after so much silence of the server; its pings count as life. `None`: never.
    ///
    /// The default is three times the interval of the server's pings, where the document gives it;
    /// else 45 s for event streams, and never for sockets.
    pub fn idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.options.stream.idle_timeout = Some(timeout.into());
        self
    }

    /// The largest message or event to accept, in bytes, in place of the client's limit.
    pub fn max_message_bytes(mut self, bytes: usize) -> Self {
        self.options.stream.max_message_bytes = Some(bytes);
        self
    }
}

/// An answer whose head is there, and whose body is still to come.
#[non_exhaustive]
pub struct Streamed {
    /// The answer.
    pub response: reqwest::Response,
    /// What the call says about the stream; the size limit is always there.
    pub options: StreamOptions,
    /// How to ask again.
    pub again: Again,
}

impl fmt::Debug for Streamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streamed").field("options", &self.options).finish_non_exhaustive()
    }
}

/// A request that can be sent again, as it was before hooks saw it.
pub struct Again {
    client: Client,
    spec: Spec,
    options: CallOptions,
    request: Request,
}

impl Again {
    pub(super) fn new(
        client: &Client,
        spec: &Spec,
        options: &CallOptions,
        request: Request,
    ) -> Self {
        let options = kept(options);
        Self { client: client.clone(), spec: spec.clone(), options, request }
    }

    /// Sends the request once more, through all hooks, with an additional header. The time limit of
    /// the call holds until the head of the answer is there.
    #[must_use]
    pub fn send(
        &self,
        attempt: u32,
        header: Option<(HeaderName, HeaderValue)>,
    ) -> BoxFuture<'static, Result<Reply, Failure>> {
        let Some(mut request) = self.request.try_clone() else {
            return Box::pin(async { Err(Failure::Request(Problem::new("its body is a stream"))) });
        };
        if let Some((name, value)) = header {
            request.headers_mut().insert(name, value);
        }
        let (client, spec, options) = (self.client.clone(), self.spec.clone(), kept(&self.options));
        Box::pin(async move {
            let limit = options.timeout;
            let answer = once(&client, &spec, &options, attempt, request);
            match limit {
                None => answer.await,
                Some(limit) => tokio::time::timeout(limit, answer)
                    .await
                    .unwrap_or(Err(Failure::Timeout { after: limit })),
            }
        })
    }
}

/// What still matters once the request is built.
fn kept(options: &CallOptions) -> CallOptions {
    let (timeout, stream) = (options.timeout, options.stream.clone());
    CallOptions { timeout, stream, ..CallOptions::default() }
}

impl fmt::Debug for Again {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Again").field("operation", &self.spec.id).finish_non_exhaustive()
    }
}
