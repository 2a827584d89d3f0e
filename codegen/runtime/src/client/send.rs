//! The one way on which every request goes out, whatever the operation.

use std::mem;
use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT, HeaderValue, SET_COOKIE};
use reqwest::{Request, Response, StatusCode, Version};

use super::body::{ERROR_BODY_LIMIT, RawBody, content_type};
use super::call::CallOptions;
use super::error::Failure;
use super::handle::Client;
use super::hook::{BoxFuture, FailureInfo, ResponseInfo};
use super::problem::Problem;
use super::reply::{Head, Reply};
use super::request::RequestEncoder;
use super::spec::{IsUnread, Spec, Transport};
use super::streaming::{Again, MAX_MESSAGE_BYTES, StreamOptions, Streamed};
use super::upgrade::{Upgrade, Upgraded};

/// Longer than any exchange, for want of a way to switch off a limit of the HTTP library.
const NEVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

// Operations become methods of `Client`, too: each of its own, private ones included, costs them a name.
impl Client {
    /// Sends a request, as often as the retry policy allows, and reads the answer.
    async fn execute(
        &self,
        spec: &Spec,
        request: RequestEncoder,
        mut options: CallOptions,
    ) -> Result<Reply, Failure> {
        let prepared = prepare(self, spec, request, &mut options).map_err(Failure::Request)?;
        let (Prepared { request, is_endless }, options) = (prepared, &options);
        let general = self.inner.settings.timeout.filter(|_| !is_endless);
        let Some(limit) = options.timeout.or(general) else {
            return attempts(self, spec, request, options, None).await;
        };
        let deadline = Instant::now().checked_add(limit);
        let attempts = Box::pin(attempts(self, spec, request, options, deadline));
        let outcome = tokio::time::timeout(limit, attempts).await;
        outcome.unwrap_or(Err(Failure::Timeout { after: limit }))
    }
}

/// Sends a request with the inputs of an operation, and reads the answer, all in one place in
/// memory.
pub(super) fn exchange<'c>(
    client: &'c Client,
    spec: &'static Spec,
    request: RequestEncoder,
    options: CallOptions,
) -> BoxFuture<'c, Result<Reply, Failure>> {
    Box::pin(client.execute(spec, request, options))
}

async fn attempts(
    client: &Client,
    spec: &Spec,
    request: Box<Request>,
    options: &CallOptions,
    deadline: Option<Instant>,
) -> Result<Reply, Failure> {
    let settings = &client.inner.settings;
    let policy = options.retry.as_ref().unwrap_or(&settings.retry);
    let may_repeat = policy.repeats() || settings.credentials.has_source(spec.security);
    let mut pending = Some(request);
    let (mut number, mut refused) = (1, false);
    while let Some(request) = pending.take() {
        // A body that is a stream can be sent only once.
        pending = if may_repeat { request.try_clone().map(Box::new) } else { None };
        let again = pending.is_some();
        let outcome = attempt(client, spec, options, (number, refused), request).await;
        if again && !refused && is_refused(client, spec, &outcome) {
            refused = true;
            continue;
        }
        let delay = policy.delay(number, &spec.method, &outcome).filter(|_| again);
        // An answer in hand is worth more than a timeout while waiting for a better one.
        let Some(delay) = delay.filter(|delay| fits(*delay, deadline)) else { return outcome };
        tokio::time::sleep(delay).await;
        number += 1;
    }
    Err(Failure::Request(Problem::new("its body is a stream")))
}

/// The server does not take the secret any more, and there may be a newer one.
fn is_refused(client: &Client, spec: &Spec, outcome: &Result<Reply, Failure>) -> bool {
    let is_refused = |reply: &Reply| reply.status_code() == StatusCode::UNAUTHORIZED;
    outcome.as_ref().is_ok_and(is_refused)
        && client.inner.settings.credentials.has_source(spec.security)
}

/// A single attempt.
pub(super) async fn once(
    client: &Client,
    spec: &Spec,
    options: &CallOptions,
    number: u32,
    request: Request,
) -> Result<Reply, Failure> {
    attempt(client, spec, options, (number, false), Box::new(request)).await
}

async fn attempt(
    client: &Client,
    spec: &Spec,
    options: &CallOptions,
    (number, refused): (u32, bool),
    mut request: Box<Request>,
) -> Result<Reply, Failure> {
    // What hooks and a second request see has no secret that may be old by then.
    let original = match spec.transport {
        Transport::Stream(_) => request.try_clone().map(Box::new),
        Transport::Http | Transport::Download(_) | Transport::Upgrade(_) => None,
    };
    let credentials = &client.inner.settings.credentials;
    if credentials.has_source(spec.security) {
        let fetched = credentials.fetch(spec.security, &mut request, refused).await;
        fetched.map_err(Failure::Hook)?;
    }
    let attempt = Attempt { client, spec, options, number, started: Instant::now() };
    attempt.run(original, request).await
}

/// The request with everything that is the same for all attempts.
fn prepare(
    client: &Client,
    spec: &Spec,
    request: RequestEncoder,
    options: &mut CallOptions,
) -> Result<Prepared, Problem> {
    if let Some(problem) = options.problem.take() {
        return Err(problem);
    }
    let settings = &client.inner.settings;
    let is_endless = request.is_long_poll() || matches!(spec.transport, Transport::Stream(_));
    let mut request = Box::new(request.build(spec, &client.inner.base)?);
    if is_endless {
        *request.timeout_mut() = Some(NEVER);
    }
    let headers = request.headers_mut();
    let accept = match spec.transport {
        Transport::Stream(accept) => Some(accept),
        _ => spec.accept,
    };
    if let Some(accept) = accept {
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
    }
    for (name, value) in &settings.headers {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    settings.credentials.apply(spec.security, &mut request);
    for (name, value) in &options.headers {
        request.headers_mut().insert(name, value.clone());
    }
    Ok(Prepared { request, is_endless })
}

fn fits(delay: Duration, deadline: Option<Instant>) -> bool {
    deadline.is_none_or(|deadline| deadline.saturating_duration_since(Instant::now()) > delay)
}

/// A request with everything that is the same for all attempts.
struct Prepared {
    /// Boxed, as it is handed on often on its way.
    request: Box<Request>,
    /// Nobody knows when the answer is to end, or to begin.
    is_endless: bool,
}

/// One attempt of a call.
struct Attempt<'a> {
    client: &'a Client,
    spec: &'a Spec,
    options: &'a CallOptions,
    number: u32,
    started: Instant,
}

impl Attempt<'_> {
    async fn run(
        mut self,
        original: Option<Box<Request>>,
        mut request: Box<Request>,
    ) -> Result<Reply, Failure> {
        let Attempt { client, spec, number: attempt, .. } = self;
        let settings = &client.inner.settings;
        for hook in &settings.hooks {
            hook.on_request(spec, &mut request).await.map_err(Failure::Hook)?;
        }
        self.started = Instant::now();
        let outcome = match spec.transport {
            Transport::Http => self.exchange(request).await,
            // Boxed, so that they need no place in the usual call.
            Transport::Download(is_unread) => Box::pin(self.download(is_unread, request)).await,
            Transport::Stream(kind) => Box::pin(self.stream(kind, original, request)).await,
            Transport::Upgrade(protocol) => {
                let limit = self.options.timeout.unwrap_or(settings.connect_timeout);
                let upgrade = Box::pin(self.upgrade(request, protocol));
                let upgrade = tokio::time::timeout(limit, upgrade).await;
                upgrade.unwrap_or(Err(Failure::Timeout { after: limit }))
            }
        };
        if let Err(failure) = &outcome {
            let elapsed = self.started.elapsed();
            for hook in &settings.hooks {
                hook.on_failure(FailureInfo { spec, attempt, failure, elapsed });
            }
        }
        outcome
    }

    async fn exchange(&self, request: Box<Request>) -> Result<Reply, Failure> {
        let (head, response) = self.send(&self.client.inner.http, request).await?;
        self.read(head, response).await
    }

    /// Of a success the body may be left to the reader.
    async fn download(&self, is_unread: IsUnread, request: Box<Request>) -> Result<Reply, Failure> {
        let (head, response) = self.send(&self.client.inner.http, request).await?;
        if head.status.is_success() && is_unread(&head.headers) {
            return Ok(Reply::unread(head, response));
        }
        self.read(head, response).await
    }

    /// Of an answer of the right kind the body is left to the reader.
    async fn stream(
        &self,
        kind: &str,
        original: Option<Box<Request>>,
        request: Box<Request>,
    ) -> Result<Reply, Failure> {
        let (head, response) = self.send(&self.client.inner.http, request).await?;
        let is_kind = content_type(&head.headers).is_some_and(|found| {
            found.split(';').next().is_some_and(|found| found.trim().eq_ignore_ascii_case(kind))
        });
        match original {
            Some(original) if is_kind && head.status.is_success() => {
                let again = Again::new(self.client, self.spec, self.options, *original);
                let max_message_bytes = Some(self.max_message_bytes(None));
                let options = StreamOptions { max_message_bytes, ..self.options.stream.clone() };
                Ok(Reply::streamed(head, Streamed { response, options, again }))
            }
            _ => self.read(head, response).await,
        }
    }

    /// The call's own limit, the client's, the document's, the usual.
    fn max_message_bytes(&self, documented: Option<usize>) -> usize {
        let own = self.options.stream.max_message_bytes;
        own.or(self.client.inner.settings.max_message_bytes)
            .or(documented)
            .unwrap_or(MAX_MESSAGE_BYTES)
    }

    async fn upgrade(
        &self,
        mut request: Box<Request>,
        protocol: &dyn Upgrade,
    ) -> Result<Reply, Failure> {
        let inner = &self.client.inner;
        *request.version_mut() = Version::HTTP_11;
        let asked = protocol.ask(request.headers_mut());
        let http = inner.upgradable().map_err(Failure::Request)?;
        let (head, response) = self.send(http, request).await?;
        if head.status != StatusCode::SWITCHING_PROTOCOLS {
            return self.read(head, response).await;
        }
        protocol.check(&asked, &head.headers).map_err(Failure::Handshake)?;
        let connection = response.upgrade().await.map_err(|error| self.failure(error))?;
        let max_message_bytes = self.max_message_bytes(protocol.max_message_bytes());
        let idle_timeout = self.options.stream.idle_timeout;
        Ok(Reply::upgraded(head, Upgraded { connection, max_message_bytes, idle_timeout }))
    }

    async fn send(
        &self,
        http: &reqwest::Client,
        request: Box<Request>,
    ) -> Result<(Head, Response), Failure> {
        let mut response = http.execute(*request).await.map_err(|error| self.failure(error))?;
        let (status, mut headers) = (response.status(), mem::take(response.headers_mut()));
        // Cookies may be credentials; `Debug` leaves out what is marked.
        for (_, value) in headers.iter_mut().filter(|(name, _)| **name == SET_COOKIE) {
            value.set_sensitive(true);
        }
        let Attempt { spec, number: attempt, .. } = *self;
        let elapsed = self.started.elapsed();
        for hook in &self.client.inner.settings.hooks {
            hook.on_response(ResponseInfo { spec, attempt, status, headers: &headers, elapsed });
        }
        Ok((Head { status, headers }, response))
    }

    /// Reads the body: of a success all of it, up to the limit; of anything else the beginning.
    async fn read(&self, head: Head, mut response: Response) -> Result<Reply, Failure> {
        let is_success = head.status.is_success();
        let limit = self.client.inner.settings.max_body_bytes;
        let limit = if is_success { limit } else { limit.min(ERROR_BODY_LIMIT) };
        let announced =
            response.content_length().map_or(0, |length| length.try_into().unwrap_or(usize::MAX));
        if is_success && announced > limit {
            return Err(Failure::BodyTooLarge { limit });
        }
        // What is announced may be a lie, so not too much is set aside in advance.
        let mut body = RawBody {
            bytes: Vec::with_capacity(announced.min(ERROR_BODY_LIMIT)),
            truncated: false,
        };
        loop {
            let chunk = match response.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) if is_success => return Err(self.failure(error)),
                Err(_) => {
                    body.truncated = true;
                    break;
                }
            };
            let room = limit.saturating_sub(body.bytes.len());
            if chunk.len() <= room {
                body.bytes.extend_from_slice(&chunk);
            } else if is_success {
                return Err(Failure::BodyTooLarge { limit });
            } else {
                body.bytes.extend(chunk.into_iter().take(room));
                body.truncated = true;
                break;
            }
        }
        Ok(Reply::new(head, body))
    }

    /// Sorts an error of the HTTP library, without the URL: its query may hold secrets.
    fn failure(&self, error: reqwest::Error) -> Failure {
        let error = error.without_url();
        if error.is_connect() {
            Failure::Connect(error)
        } else if error.is_timeout() {
            Failure::Timeout { after: self.started.elapsed() }
        } else if error.is_builder() {
            Failure::Request(Problem::because("the HTTP client refuses it", error))
        } else {
            Failure::Transport(error)
        }
    }
}
