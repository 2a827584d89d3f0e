//! A stream of server-sent events that can be opened again, whatever the events hold.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::stream::{BoxStream, unfold};
use futures_util::{FutureExt, StreamExt};
use reqwest::StatusCode;
use reqwest::header::{HeaderName, HeaderValue};
use tokio::time::{Sleep, sleep};

use super::error::{Error, Failure};
use super::hook::BoxFuture;
use super::problem::Problem;
use super::reconnect::ReconnectPolicy;
use super::reply::Reply;
use super::retry::retry_after;
use super::silence::Silence;
use super::sse::{Event, Parser};
use super::stream_error::StreamError;
use super::streaming::{Again, MAX_MESSAGE_BYTES, Streamed};

/// How long a refusal can put us off.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60 * 60);

/// After how much silence to give up, unless somebody says otherwise.
const IDLE_TIMEOUT: Duration = Duration::from_secs(45);

/// The stream behind `Events`.
pub struct EventFlow {
    state: State,
    again: Again,
    limit: usize,
    idle_timeout: Option<Option<Duration>>,
    policy: Option<ReconnectPolicy>,
    status: StatusCode,
    /// Attempts since the last stream that brought something.
    attempts: u32,
    last_id: Option<String>,
    retry: Option<Duration>,
}

enum State {
    Open(Box<Body>),
    Waiting(Pin<Box<Sleep>>),
    Asking(BoxFuture<'static, Result<Reply, Failure>>, Silence),
    Ended,
}

struct Body {
    chunks: BoxStream<'static, Result<Vec<u8>, reqwest::Error>>,
    chunk: Vec<u8>,
    /// How much of the chunk has been read.
    read: usize,
    parser: Parser,
    silence: Silence,
    is_alive: bool,
}

impl Body {
    fn new(response: reqwest::Response, limit: usize) -> Self {
        let chunks = unfold(Some(response), async |response| {
            let mut response = response?;
            match response.chunk().await {
                Ok(chunk) => Some((Ok(Vec::from(chunk?)), Some(response))),
                Err(error) => Some((Err(error.without_url()), None)),
            }
        });
        Self {
            chunks: chunks.boxed(),
            chunk: Vec::new(),
            read: 0,
            parser: Parser::new(limit),
            silence: Silence::default(),
            is_alive: false,
        }
    }

    fn poll_event(
        &mut self,
        cx: &mut Context<'_>,
        limit: usize,
        idle: Option<Duration>,
    ) -> Poll<Result<Option<Event>, StreamError>> {
        loop {
            let mut rest = self.chunk.get(self.read..).unwrap_or_default();
            let event = self.parser.next(&mut rest);
            self.read = self.chunk.len().saturating_sub(rest.len());
            match event {
                Ok(Some(event)) => return Poll::Ready(Ok(Some(event))),
                Ok(None) => {}
                Err(_) => return Poll::Ready(Err(StreamError::TooLarge { limit })),
            }
            let Poll::Ready(chunk) = self.chunks.poll_next_unpin(cx) else {
                let after = ready!(self.silence.poll(cx, idle));
                return Poll::Ready(Err(StreamError::Idle { after }));
            };
            match chunk {
                Some(Ok(chunk)) => {
                    (self.chunk, self.read) = (chunk, 0);
                    self.silence.break_it();
                    self.is_alive = true;
                }
                Some(Err(error)) => {
                    let problem = Problem::because("the connection broke", error);
                    return Poll::Ready(Err(StreamError::Transport(problem)));
                }
                None => return Poll::Ready(Ok(None)),
            }
        }
    }
}

impl EventFlow {
    /// Takes over an answer.
    #[must_use]
    pub fn new(status: StatusCode, streamed: Streamed) -> Self {
        let Streamed { response, options, again, .. } = streamed;
        let limit = options.max_message_bytes.unwrap_or(MAX_MESSAGE_BYTES);
        Self {
            state: State::Open(Box::new(Body::new(response, limit))),
            again,
            limit,
            idle_timeout: options.idle_timeout,
            policy: options.reconnect,
            status,
            attempts: 0,
            last_id: None,
            retry: None,
        }
    }

    /// How much silence is too much, if the call does not say.
    pub fn usual_idle_timeout(&mut self, timeout: Option<Duration>) {
        self.idle_timeout.get_or_insert(timeout);
    }

    /// The id of the last event that had one.
    #[must_use]
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// Ends the stream from this side; it is not opened again.
    pub fn end(&mut self) {
        self.state = State::Ended;
    }

    /// The next event with data; nothing after the end.
    pub fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Event, StreamError>>> {
        let idle = self.idle_timeout.unwrap_or(Some(IDLE_TIMEOUT));
        loop {
            let (error, asked) = match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Open(body) => {
                    let event = body.poll_event(cx, self.limit, idle);
                    if body.is_alive {
                        self.attempts = 0;
                    }
                    if let Some(id) = body.parser.last_id() {
                        self.last_id = Some(id.to_owned()).filter(|id| !id.is_empty());
                    }
                    self.retry = body.parser.retry().or(self.retry);
                    match ready!(event) {
                        Ok(Some(event)) => return Poll::Ready(Some(Ok(event))),
                        end => (end.err(), None),
                    }
                }
                State::Waiting(sleep) => {
                    ready!(sleep.poll_unpin(cx));
                    self.ask();
                    continue;
                }
                State::Asking(answer, silence) => {
                    if let Poll::Ready(answer) = answer.poll_unpin(cx) {
                        match self.answered(answer) {
                            Ok(()) => continue,
                            Err((error, asked)) => (Some(StreamError::Reconnect(error)), asked),
                        }
                    } else {
                        let after = ready!(silence.poll(cx, idle));
                        (Some(StreamError::Idle { after }), None)
                    }
                }
            };
            if !self.goes_on(error.as_ref(), asked) {
                self.state = State::Ended;
                return Poll::Ready(error.map(Err));
            }
        }
    }

    fn ask(&mut self) {
        let id = self.last_id.as_deref().and_then(|id| HeaderValue::from_str(id).ok());
        let header = id.map(|id| (HeaderName::from_static("last-event-id"), id));
        // The call itself was the first attempt.
        let answer = self.again.send(self.attempts.saturating_add(1), header);
        self.state = State::Asking(answer, Silence::default());
    }

    /// Reads from the new stream, if the answer is one. An error may come with a delay.
    fn answered(
        &mut self,
        answer: Result<Reply, Failure>,
    ) -> Result<(), (Box<Error<()>>, Option<Duration>)> {
        let reply = answer.map_err(|failure| (Box::new(failure.widen()), None))?;
        if reply.status_code() != self.status {
            let asked = retry_after(reply.headers());
            return reply.error().map_err(|error| (Box::new(error), asked));
        }
        let streamed = reply.stream().map_err(|error| (Box::new(error), None))?;
        self.state = State::Open(Box::new(Body::new(streamed.response, self.limit)));
        Ok(())
    }

    /// Whether there is to be another attempt; if so, it waits for it.
    fn goes_on(&mut self, error: Option<&StreamError>, asked: Option<Duration>) -> bool {
        self.attempts = self.attempts.saturating_add(1);
        let policy = self.policy.as_ref().filter(|_| error.is_none_or(passes));
        let Some(delay) = policy.and_then(|policy| policy.delay(self.attempts, self.retry)) else {
            return false;
        };
        let delay = delay.max(asked.unwrap_or_default().min(MAX_RETRY_AFTER));
        self.state = State::Waiting(Box::pin(sleep(delay)));
        true
    }
}

/// Whether the next attempt may fare better.
fn passes(error: &StreamError) -> bool {
    match error {
        StreamError::Idle { .. } | StreamError::Transport(_) => true,
        StreamError::Reconnect(error) => match error.as_ref() {
            Error::Connect(_) | Error::Timeout { .. } | Error::Transport(_) => true,
            Error::Api(api) => {
                matches!(api.status.as_u16(), 408 | 429) || api.status.is_server_error()
            }
            _ => false,
        },
        _ => false,
    }
}
