//! Calls: an operation with its inputs, on its way to the server.

use std::fmt;
use std::future::IntoFuture;
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
use super::send::prepare;
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

    /// Writes the inputs into a request; nothing where there are none.
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
        let reply = run(self).await?;
        let (status, headers) = (reply.status_code(), reply.headers().clone());
        Ok(Response { status, headers, body: (O::DECODE)(reply)? })
    }
}

/// Sends the request.
async fn run<O: Operation>(call: Call<'_, O>) -> Result<Reply, Error<O::Error>> {
    let Call { client, operation, mut options } = call;
    let spec = const { &O::SPEC };
    let request = prepare(client, spec, |request| operation.encode(request), &mut options);
    let outcome = match request {
        Ok(request) => client.execute(spec, request, &options).await,
        Err(problem) => Err(Failure::Request(problem)),
    };
    outcome.map_err(|failure| failure.map_body(|never| match never {}))
}

impl<'c, O> IntoFuture for Call<'c, O>
where
    O: Operation + Send + 'c,
{
    type Output = Result<O::Output, Error<O::Error>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { (O::DECODE)(run(self).await?) })
    }
}

/// Without the inputs: they may be secret.
impl<O: Operation> fmt::Debug for Call<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &O::SPEC.id).finish_non_exhaustive()
    }
}
