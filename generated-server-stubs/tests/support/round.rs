//! One and the same expectation, put to many operations.

use std::any::Any;
use std::fmt::Debug;

use axum::http::StatusCode;
use coder_agents_client::client::{Call, Events, Operation, Socket, codec};
use coder_agents_server::ApiError;
use coder_agents_server::types::codersdk::Response;
use coder_agents_server::types::workspacesdk::ReconnectingPtyRequest;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::recorder::{Caller, Recorder};
use super::{documented, within};

/// What is to happen to every call.
#[derive(Clone, Copy)]
pub(crate) enum Expect {
    /// It succeeds, and everything arrives on both sides.
    Success,
    /// The same with an answer that holds no more than it must.
    Least,
    /// It fails with this status and body, without any help of ours.
    Error(u16, fn(&'static str) -> Response),
    /// As [`Self::Error`]; but operations that need no token succeed.
    Refusal(u16, fn(&'static str) -> Response),
    /// It fails in every way that the document knows, and in one more.
    Failures,
}

/// What people type into a terminal.
type Typed = codec::Json<ReconnectingPtyRequest, codec::Binary>;

/// Calls of many operations with the same expectation.
pub(crate) struct Round<'r> {
    recorder: &'r Recorder,
    expect: Expect,
    token: &'static str,
    /// The ids of the operations so far.
    pub(crate) done: Vec<&'static str>,
}

/// An operation, and its input as servers see it.
pub(crate) trait Asked:
    Operation<Error = Response> + Any + PartialEq + Debug + Send
{
}
impl<O: Operation<Error = Response> + Any + PartialEq + Debug + Send> Asked for O {}

/// What is sent as JSON.
pub(crate) trait Data: Serialize + DeserializeOwned + PartialEq + Debug + Default {}
impl<T: Serialize + DeserializeOwned + PartialEq + Debug + Default> Data for T {}

impl<'r> Round<'r> {
    pub(crate) fn new(recorder: &'r Recorder, token: &'static str, expect: Expect) -> Self {
        Self { recorder, expect, token, done: Vec::new() }
    }

    /// An operation that answers with JSON: this, where it is to succeed.
    pub(crate) async fn json<'c, O>(&mut self, call: impl Fn() -> Call<'c, O>, input: O, json: &str)
    where
        O: Asked<Output: Data> + 'c,
    {
        let id = O::SPEC.id;
        if self.fails(&call).await {
            return;
        }
        let answer = match self.expect {
            Expect::Least => serde_json::to_value(O::Output::default()).unwrap(),
            _ => serde_json::from_str(json).unwrap(),
        };
        self.recorder.will_answer(answer.clone());
        let response = within(call().send()).await.unwrap_or_else(|error| panic!("{id}: {error}"));
        let status = match id {
            "post-workspace-agent-log-source" => 201,
            "recreate-devcontainer-for-workspace-agent" => 202,
            _ => 200,
        };
        assert_eq!(response.status.as_u16(), status, "{id}");
        assert_eq!(response.headers["content-type"], "application/json", "{id}");
        let expected: O::Output = serde_json::from_value(answer).unwrap();
        assert_eq!(response.body, expected, "{id}");
        self.arrived(input);
    }

    /// An operation that answers with one message after another: these.
    pub(crate) async fn messages<'c, O, T>(
        &mut self,
        call: impl Fn() -> Call<'c, O>,
        input: O,
        json: &str,
    ) where
        O: Asked<Output = Socket<codec::Json<T>, codec::Nothing>> + 'c,
        T: Data,
    {
        let id = O::SPEC.id;
        if self.fails(&call).await {
            return;
        }
        let answer = self.items::<T>(json);
        let response = within(call().send()).await.unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(response.status.as_u16(), 101, "{id}");
        self.arrived(input);
        let mut socket = response.body;
        for expected in answer {
            assert_eq!(within(socket.recv()).await.unwrap().unwrap(), expected, "{id}");
        }
        assert!(within(socket.recv()).await.is_none(), "{id}");
        assert_eq!(socket.close_reason().map(|reason| reason.code), Some(1000), "{id}");
    }

    /// An operation that answers with events: these.
    pub(crate) async fn events<'c, O, T>(
        &mut self,
        call: impl Fn() -> Call<'c, O>,
        input: O,
        json: &str,
    ) where
        O: Asked<Output = Events<T>> + 'c,
        T: Data,
    {
        let id = O::SPEC.id;
        if self.fails(&call).await {
            return;
        }
        let answer = self.items::<T>(json);
        let response = within(call().send()).await.unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(response.headers["content-type"], "text/event-stream", "{id}");
        self.arrived(input);
        let mut events = response.body;
        for expected in answer {
            assert_eq!(within(events.recv()).await.unwrap().unwrap(), expected, "{id}");
        }
        assert!(within(events.recv()).await.is_none(), "{id}");
    }

    /// An operation that opens a stream of bytes in each direction.
    pub(crate) async fn bytes<'c, O>(&mut self, call: impl Fn() -> Call<'c, O>, input: O)
    where
        O: Asked<Output = Socket<codec::Bytes, codec::Bytes>> + 'c,
    {
        let id = O::SPEC.id;
        if self.fails(&call).await {
            return;
        }
        self.recorder.will_answer(Value::Null);
        let mut socket = within(call()).await.unwrap_or_else(|error| panic!("{id}: {error}"));
        self.arrived(input);
        for sent in [&b"\0\xff\r\n"[..], &[7; 200_000], b"x"] {
            within(socket.write_all(sent)).await.unwrap();
            within(socket.flush()).await.unwrap();
            let mut echo = vec![0; sent.len()];
            within(socket.read_exact(&mut echo)).await.unwrap();
            assert!(echo == sent, "{id}");
        }
        within(socket.close(1000, "")).await;
    }

    /// An operation that opens a terminal.
    pub(crate) async fn terminal<'c, O>(&mut self, call: impl Fn() -> Call<'c, O>, input: O)
    where
        O: Asked<Output = Socket<codec::Bytes, Typed>> + 'c,
    {
        let id = O::SPEC.id;
        if self.fails(&call).await {
            return;
        }
        self.recorder.will_answer(Value::Null);
        let mut socket = within(call()).await.unwrap_or_else(|error| panic!("{id}: {error}"));
        self.arrived(input);
        let typed = ReconnectingPtyRequest {
            data: Some("ls ü\r".to_owned()),
            height: Some(24),
            width: Some(u16::MAX),
        };
        within(socket.send(&typed)).await.unwrap();
        let mut shown = [0; "65535x24 ls ü\r".len()];
        within(socket.read_exact(&mut shown)).await.unwrap();
        assert_eq!(std::str::from_utf8(&shown), Ok("65535x24 ls ü\r"), "{id}");
    }

    /// The items of a stream, which the recorder will answer.
    fn items<T: Data>(&self, json: &str) -> Vec<T> {
        let json: Value = match self.expect {
            Expect::Least => json!([T::default(), T::default()]),
            _ => serde_json::from_str(json).unwrap(),
        };
        self.recorder.will_answer(json.clone());
        serde_json::from_value(json).unwrap()
    }

    /// It is to fail, and it does.
    async fn fails<'c, O: Asked + 'c>(&mut self, call: &impl Fn() -> Call<'c, O>) -> bool {
        let spec = O::SPEC;
        self.done.push(spec.id);
        match self.expect {
            Expect::Success | Expect::Least => false,
            Expect::Refusal(..) if spec.security.is_empty() => false,
            Expect::Error(status, body) | Expect::Refusal(status, body) => {
                failed(call(), status, &body(spec.id)).await;
                true
            }
            Expect::Failures => {
                for status in documented::failures(spec.id).into_iter().chain([418]) {
                    self.recorder.will_fail(move || refusal(status));
                    let message = format!("Answered {status}.");
                    let detail = Some("on purpose".to_owned());
                    let body = Response { message, detail, ..Default::default() };
                    failed(call(), status, &body).await;
                    assert_eq!(self.recorder.take().len(), 1, "{}", spec.id);
                }
                true
            }
        }
    }

    /// The handler saw this input, from this caller, at the document's path.
    fn arrived<O: Asked>(&self, input: O) {
        let spec = O::SPEC;
        let id = spec.id;
        let [seen] = <[_; 1]>::try_from(self.recorder.take()).unwrap_or_else(|_| panic!("{id}"));
        assert_eq!(seen.input.downcast_ref::<O>(), Some(&input));
        // The client has tokens of two kinds; only one of them fits.
        let mut schemes = spec.security.iter().flat_map(|together| together.iter());
        let scheme = schemes.find(|scheme| scheme.name != "SignedTerminalToken");
        let expected =
            scheme.map(|scheme| Caller { scheme: scheme.name, token: self.token.into() });
        assert_eq!(seen.caller, expected.unwrap_or_default(), "{id}");
        assert_eq!((seen.request.operation(), seen.request.method()), (id, &spec.method));
        assert!(seen.request.peer().is_some_and(|peer| peer.ip().is_loopback()), "{id}");
        let segments = spec.path.split('/').zip(seen.request.uri().path().split('/'));
        for (documented, sent) in segments {
            assert!(documented == sent || documented.starts_with('{'), "{documented} {sent}");
        }
    }
}

fn refusal(status: u16) -> ApiError {
    let status = StatusCode::from_u16(status).unwrap();
    ApiError::new(status, format!("Answered {}.", status.as_u16())).detail("on purpose")
}

/// A call fails, before any upgrade, with a typed body.
async fn failed<O: Asked>(call: Call<'_, O>, status: u16, body: &Response) {
    let id = O::SPEC.id;
    let Err(error) = within(call.send()).await else { panic!("{id}: a success") };
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{id}: {error}");
    assert_eq!(error.headers().unwrap()["content-type"], "application/json", "{id}");
    let typed = error.api().and_then(|api| api.typed());
    assert_eq!(typed, Some(body), "{id}: {error:?}");
}
