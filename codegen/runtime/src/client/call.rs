//! Calls: an operation with its inputs, on its way to the server.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::error::{Error, Failure};
use super::handle::Client;
use super::hook::BoxFuture;
use super::problem::Problem;
use super::reply::Reply;
use super::request::RequestEncoder;
use super::retry::RetryPolicy;
use super::send::exchange;
use super::spec::Spec;
use super::streaming::StreamOptions;

/// An operation of the document; a value holds the inputs of one call.
pub trait Operation: Sized {
    /// What a success gives.
    type Output;
    /// What the bodies of error answers hold; `()` where the document does not say.
    type Error;
    /// What is the same for all calls.
    const SPEC: Spec;

    /// Reads an answer; fails if it is an error, or not what the document says.
    const DECODE: Decode<Self>;

    /// Writes the inputs into a request; nothing where there are none. Those of operations are inline,
    /// so that they are translated where the operation is called, as `DECODE` is.
    fn encode(self, request: &mut RequestEncoder) {
        let _ = request;
    }
}

/// Reads the answer of an operation.
pub type Decode<O> = fn(Reply) -> Result<<O as Operation>::Output, Error<<O as Operation>::Error>>;

/// A call that is ready to be sent: await it for the result alone, or [`send`](Call::send) it for
/// status and headers too.
#[must_use = "nothing is sent until the call is awaited"]
pub struct Call<'c, O> {
    client: &'c Client,
    pub(crate) operation: O,
    pub(super) options: CallOptions,
}

/// What a single call does differently.
#[derive(Debug, Default)]
pub(super) struct CallOptions {
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) headers: HeaderMap,
    pub(super) stream: StreamOptions,
    /// The first mistake, kept until the call is sent.
    pub(super) problem: Option<Problem>,
}

/// A result with the head of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response<T> {
    /// Status of the answer.
    pub status: StatusCode,
    /// Headers of the answer.
    pub headers: HeaderMap,
    /// The result.
    pub body: T,
}

/// A call with nothing but what the operation must have.
pub(super) fn call<O>(client: &Client, operation: O) -> Call<'_, O> {
    Call { client, operation, options: CallOptions::default() }
}

// Inputs that may be left out become methods of `Call`, too: each of its own, private ones included,
// costs them a name.
impl<O> Call<'_, O> {
    /// Limits the time for the call as a whole: connecting, every attempt and the delays between
    /// them, reading the answer. Of a WebSocket it is the time until the socket is open, of an event
    /// stream the time until its head is there.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets a header, in place of one that the client or the operation would send.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(value)) => {
                self.options.headers.insert(name, value);
            }
            _ => {
                let problem = "a header of this call has an invalid name or value";
                self.options.problem.get_or_insert(Problem::new(problem));
            }
        }
        self
    }

    /// Changes the inputs of the operation.
    pub fn with(mut self, change: impl FnOnce(&mut O)) -> Self {
        change(&mut self.operation);
        self
    }

    /// Repeats this call as the policy says.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }
}

impl<O: Operation> Call<'_, O> {
    /// Sends the request and reads the answer.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send(self) -> Result<Response<O::Output>, Error<O::Error>> {
        let reply = reply(self).await.map_err(Failure::widen)?;
        let (status, headers) = (reply.status_code(), reply.headers().clone());
        Ok(Response { status, headers, body: (O::DECODE)(reply)? })
    }
}

/// The answer, once it is awaited. What depends on the operation is done before that, so that
/// everything else is compiled once.
fn reply<O: Operation>(call: Call<'_, O>) -> BoxFuture<'_, Result<Reply, Failure>> {
    let Call { client, operation, options } = call;
    let mut request = RequestEncoder::default();
    operation.encode(&mut request);
    exchange(client, const { &O::SPEC }, request, options)
}

/// A call on its way.
#[must_use = "nothing is sent until it is awaited"]
pub struct CallFuture<'c, O> {
    reply: BoxFuture<'c, Result<Reply, Failure>>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Future for CallFuture<'_, O> {
    type Output = Result<O::Output, Error<O::Error>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.reply.as_mut().poll(cx).map(|outcome| match outcome {
            Ok(reply) => (O::DECODE)(reply),
            Err(failure) => Err(failure.widen()),
        })
    }
}

impl<O: Operation> fmt::Debug for CallFuture<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").field("operation", &O::SPEC.id).finish_non_exhaustive()
    }
}

impl<'c, O: Operation> IntoFuture for Call<'c, O> {
    type Output = Result<O::Output, Error<O::Error>>;
    type IntoFuture = CallFuture<'c, O>;

    fn into_future(self) -> Self::IntoFuture {
        CallFuture { reply: reply(self), operation: PhantomData }
    }
}

/// Without the inputs: they may be secret.
impl<O: Operation> fmt::Debug for Call<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &O::SPEC.id).finish_non_exhaustive()
    }
}
