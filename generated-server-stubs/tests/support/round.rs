//! One and the same expectation, put to many operations.

use std::any::Any;
use std::fmt::Debug;

use coder_agents_client::client::{Call, Message, WebSocket};
use coder_agents_client::runtime::client::call::Operation;
use coder_agents_server::types::codersdk::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::recorder::{Answer, Caller, Recorder};
use super::within;

/// What is to happen to every call.
pub(crate) enum Expect {
    /// It succeeds, and everything arrives on both sides.
    Success,
    /// The same with an answer that holds nothing.
    EmptySuccess,
    /// It fails with this status and body; nothing about the handler.
    Error(u16, fn(&'static str) -> Response),
}

/// Calls of many operations with the same expectation.
pub(crate) struct Round<'r> {
    recorder: &'r Recorder,
    expect: Expect,
    token: &'static str,
    /// The ids of the operations so far.
    pub(crate) done: Vec<&'static str>,
}

/// An operation that takes and answers data.
pub(crate) trait Data:
    Operation<Output: Serialize + DeserializeOwned + PartialEq + Debug, Error = Response>
    + Any
    + PartialEq
    + Debug
    + Send
{
}
impl<O> Data for O where
    O: Operation<Output: Serialize + DeserializeOwned + PartialEq + Debug, Error = Response>
        + Any
        + PartialEq
        + Debug
        + Send
{
}

impl<'r> Round<'r> {
    pub(crate) fn new(recorder: &'r Recorder, token: &'static str, expect: Expect) -> Self {
        Self { recorder, expect, token, done: Vec::new() }
    }

    /// An operation that answers with JSON: this, where it is to succeed.
    pub(crate) async fn json<O: Data>(&mut self, call: Call<'_, O>, input: O, answer: &str) {
        let id = O::SPEC.id;
        self.done.push(id);
        let answer: Value = serde_json::from_str(answer).unwrap();
        let answer = match self.expect {
            Expect::Success => answer,
            Expect::EmptySuccess if answer.is_array() => json!([]),
            Expect::EmptySuccess => json!({}),
            Expect::Error(status, body) => {
                let error = within(call.send()).await.expect_err(id);
                assert_eq!(error.status().unwrap().as_u16(), status, "{error}");
                assert_eq!(error.headers().unwrap()["content-type"], "application/json");
                let typed = error.api().and_then(|api| api.typed());
                assert_eq!(typed, Some(&body(id)), "{error:?}");
                return;
            }
        };
        self.recorder.will_answer(Answer::Json(answer.clone()));
        let response = within(call.send()).await.unwrap_or_else(|error| panic!("{id}: {error}"));
        let accepted = id == "recreate-devcontainer-for-workspace-agent";
        assert_eq!(response.status.as_u16(), if accepted { 202 } else { 200 }, "{id}");
        assert_eq!(response.headers["content-type"], "application/json", "{id}");
        let expected: O::Output = serde_json::from_value(answer).unwrap();
        assert_eq!(response.body, expected, "{id}");
        self.arrived(input);
    }

    /// An operation that opens a WebSocket.
    pub(crate) async fn socket<O>(&mut self, call: Call<'_, O>, input: O)
    where
        O: Operation<Output = WebSocket, Error = Response> + Any + PartialEq + Debug + Send,
    {
        let id = O::SPEC.id;
        self.done.push(id);
        if let Expect::Error(status, body) = self.expect {
            // Refused before the upgrade: an error like all others.
            let error = within(call.send()).await.expect_err(id);
            assert_eq!(error.status().unwrap().as_u16(), status, "{error}");
            assert_eq!(error.api().and_then(|api| api.typed()), Some(&body(id)), "{error:?}");
            return;
        }
        self.recorder.will_answer(Answer::Json(Value::Null));
        let response = within(call.send()).await.unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(response.status.as_u16(), 101, "{id}");
        self.arrived(input);
        let mut socket = response.body;
        for message in [
            Message::Text("héllo".to_owned()),
            Message::Binary((0..=255).collect()),
            Message::Text(String::new()),
            Message::Binary(vec![7; 200_000]),
        ] {
            within(socket.send(message.clone())).await.unwrap();
            assert_eq!(within(socket.recv()).await.unwrap().unwrap(), message, "{id}");
        }
        within(socket.close(1000, "")).await.unwrap();
    }

    /// The handler saw this input, from this caller, at the document's path.
    fn arrived<O: Operation + Any + PartialEq + Debug>(&self, input: O) {
        let id = O::SPEC.id;
        let [seen] = <[_; 1]>::try_from(self.recorder.take()).unwrap_or_else(|_| panic!("{id}"));
        assert_eq!(seen.input.downcast_ref::<O>(), Some(&input));
        assert_eq!(seen.caller, Caller(self.token.to_owned()));
        assert_eq!((seen.request.operation(), seen.request.method()), (id, &O::SPEC.method));
        assert!(seen.request.peer().is_some_and(|peer| peer.ip().is_loopback()), "{id}");
        let segments = O::SPEC.path.split('/').zip(seen.request.uri().path().split('/'));
        for (documented, sent) in segments {
            assert!(documented == sent || documented.starts_with('{'), "{documented} {sent}");
        }
    }
}
